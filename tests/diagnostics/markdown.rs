//! Markdown that the text of a page may not contain.

use insta::assert_snapshot;

use super::{ARTICLE, minimal, prose};

#[test]
fn html_as_a_block() {
    assert_snapshot!(prose("<div align=\"center\">\nUn accueil.\n</div>"), @r#"
    erreur[MD-001]: le HTML n’est pas admis dans le texte
      --> content/2024/fiches/01.md:22:1
       |
    22 | / <div align="center">
    23 | | Un accueil.
    24 | | </div>
       | |______^
       |
       = à faire: employer le Markdown, ou écrire « \< » pour un signe inférieur

    1 erreur
    "#);
}

#[test]
fn html_in_a_sentence() {
    assert_snapshot!(prose("Un accueil<br>ouvre chaque <b>matin</b>."), @r"
    erreur[MD-001]: le HTML n’est pas admis dans le texte
      --> content/2024/fiches/01.md:22:11
       |
    22 | Un accueil<br>ouvre chaque <b>matin</b>.
       |           ^^^^
       |
       = à faire: pour aller à la ligne, finir la ligne par « \ », ou laisser une ligne vide

    erreur[MD-001]: le HTML n’est pas admis dans le texte
      --> content/2024/fiches/01.md:22:28
       |
    22 | Un accueil<br>ouvre chaque <b>matin</b>.
       |                            ^^^
       |
       = à faire: écrire le gras « **mots** »

    erreur[MD-001]: le HTML n’est pas admis dans le texte
      --> content/2024/fiches/01.md:22:36
       |
    22 | Un accueil<br>ouvre chaque <b>matin</b>.
       |                                    ^^^^
       |
       = à faire: écrire le gras « **mots** »

    3 erreurs
    ");
}

#[test]
fn an_image_that_does_not_exist() {
    assert_snapshot!(prose("![Plan de l’accueil](images/plan.png)"), @"
    erreur[MD-002]: l’image « images/plan.png » n’existe pas
      --> content/2024/fiches/01.md:22:1
       |
    22 | ![Plan de l’accueil](images/plan.png)
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: placer le fichier dans content/2024/ (formats PNG, JPEG, GIF, WebP, SVG)

    1 erreur
    ");
}

#[test]
fn an_image_misspelt() {
    assert_snapshot!(minimal().bytes("content/2024/images/plan.png", PNG).replace(super::FICHE, "Un accueil ouvre chaque matin.", "![Plan](images/plam.png)").faults(), @"
    erreur[MD-002]: l’image « images/plam.png » n’existe pas
      --> content/2024/fiches/01.md:22:1
       |
    22 | ![Plan](images/plam.png)
       | ^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: vouliez-vous dire « images/plan.png » ?

    1 erreur
    ");
}

#[test]
fn an_image_out_of_the_project() {
    assert_snapshot!(prose("![Plan](../../../secret.png)"), @"
    erreur[MD-002]: « ../../../secret.png » : le chemin sort du projet avec « .. »
      --> content/2024/fiches/01.md:22:1
       |
    22 | ![Plan](../../../secret.png)
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire un chemin comme « images/carte.png », depuis le dossier de l’édition

    1 erreur
    ");
}

#[test]
fn an_image_of_the_disk() {
    assert_snapshot!(prose("![Plan](/etc/plan.png)\n\n![Plan](C:\\images\\plan.png)"), @r"
    erreur[MD-002]: « /etc/plan.png » : le chemin doit être relatif au projet
      --> content/2024/fiches/01.md:22:1
       |
    22 | ![Plan](/etc/plan.png)
       | ^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire un chemin comme « images/carte.png », depuis le dossier de l’édition

    erreur[MD-002]: « C:\images\plan.png » : le chemin contient un caractère interdit
      --> content/2024/fiches/01.md:24:1
       |
    24 | ![Plan](C:\images\plan.png)
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire un chemin comme « images/carte.png », depuis le dossier de l’édition

    2 erreurs
    ");
}

#[test]
fn an_image_of_the_web() {
    assert_snapshot!(prose("![Plan](https://exemple.fr/plan.png)"), @"
    erreur[MD-002]: « https://exemple.fr/plan.png » : le chemin contient un caractère interdit
      --> content/2024/fiches/01.md:22:1
       |
    22 | ![Plan](https://exemple.fr/plan.png)
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire un chemin comme « images/carte.png », depuis le dossier de l’édition

    1 erreur
    ");
}

#[test]
fn an_image_in_a_sentence() {
    assert_snapshot!(prose("Voici ![le plan](images/plan.png) de l’accueil."), @"
    erreur[MD-002]: une image se met seule sur son paragraphe
      --> content/2024/fiches/01.md:22:7
       |
    22 | Voici ![le plan](images/plan.png) de l’accueil.
       |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: laisser une ligne vide avant et après l’image

    1 erreur
    ");
}

#[test]
fn an_image_without_alternative() {
    assert_snapshot!(minimal().bytes("content/2024/images/plan.png", PNG).replace(super::FICHE, "Un accueil ouvre chaque matin.", "![](images/plan.png)").faults(), @"
    erreur[MD-003]: cette image n’a pas de texte de remplacement
      --> content/2024/fiches/01.md:22:1
       |
    22 | ![](images/plan.png)
       | ^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: dire ce qu’elle montre : « ![Carte des sites](images/carte.png) »

    1 erreur
    ");
}

#[test]
fn a_title_of_the_first_level() {
    assert_snapshot!(prose("# Ouvrir un accueil"), @"
    erreur[MD-004]: le titre de premier niveau est celui de la fiche ou de l’article
      --> content/2024/fiches/01.md:22:1
       |
    22 | # Ouvrir un accueil
       | ^^^^^^^^^^^^^^^^^^^
       |
       = à faire: commencer par « ## » pour une rubrique

    1 erreur
    ");
}

#[test]
fn a_title_that_skips_a_level() {
    assert_snapshot!(prose("#### Les horaires\n\nDe 9 h à 12 h."), @"
    erreur[MD-004]: ce titre saute un niveau
      --> content/2024/fiches/01.md:22:1
       |
    22 | #### Les horaires
       | ^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « ### »

    1 erreur
    ");
}

#[test]
fn a_title_that_skips_a_level_in_an_article() {
    assert_snapshot!(minimal().add(ARTICLE, "\n### Détail\n").faults(), @"
    erreur[MD-004]: ce titre saute un niveau
     --> content/2024/articles/01-objet.md:7:1
      |
    7 | ### Détail
      | ^^^^^^^^^^
      |
      = à faire: écrire « ## »

    1 erreur
    ");
}

#[test]
fn lists_within_lists_within_lists() {
    assert_snapshot!(prose(&(0..14).map(|n| format!("{}- niveau {n}\n", "  ".repeat(n))).collect::<String>()), @"
    erreur[MD-005]: listes et citations sont emboîtées sur plus de douze niveaux
      --> content/2024/fiches/01.md:34:25
       |
    34 | /                         - niveau 12
    35 | |                           - niveau 13
       | |_____________________________________^
       |
       = à faire: simplifier la structure

    1 erreur
    ");
}

#[test]
fn a_link_that_leads_nowhere() {
    assert_snapshot!(prose("Voir [la fiche 2](02.md) et [le site](www.exemple.fr)."), @"
    erreur[MD-006]: ce lien ne mène pas à une adresse : « 02.md »
      --> content/2024/fiches/01.md:22:6
       |
    22 | Voir [la fiche 2](02.md) et [le site](www.exemple.fr).
       |      ^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire une adresse complète, qui commence par « https:// » ou « mailto: »

    erreur[MD-006]: ce lien ne mène pas à une adresse : « www.exemple.fr »
      --> content/2024/fiches/01.md:22:29
       |
    22 | Voir [la fiche 2](02.md) et [le site](www.exemple.fr).
       |                             ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire une adresse complète, qui commence par « https:// » ou « mailto: »

    2 erreurs
    ");
}

#[test]
fn a_footnote_in_a_footnote() {
    assert_snapshot!(prose("Un accueil[^a].\n\n[^a]: Voir la note[^b].\n\n[^b]: Celle-ci."), @"
    erreur[MD-007]: une note ne peut en appeler une autre
      --> content/2024/fiches/01.md:24:19
       |
    24 | [^a]: Voir la note[^b].
       |                   ^^^^
       |
       = à faire: placer l’appel dans le texte

    1 erreur
    ");
}

#[test]
fn a_paragraph_that_nobody_would_read() {
    assert_snapshot!(prose(&"très ".repeat(5_000)), @"
    erreur[MD-008]: ce passage est trop long : plus de 20 000 octets, sept pages environ
      --> content/2024/fiches/01.md:22:1
       |
    22 | très très très très très très très trè...rès très très très très très très très 
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^...^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: le couper en plusieurs paragraphes

    1 erreur
    ");
}

/// A PNG of one pixel.
const PNG: &[u8] = include_bytes!("../fixtures/point.png");
