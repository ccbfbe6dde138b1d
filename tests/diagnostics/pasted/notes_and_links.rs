//! Notes that are not called or not written, addresses, images.

use insta::assert_snapshot;

use crate::diagnostics::prose;

#[test]
fn a_note_that_nothing_calls() {
    assert_snapshot!(prose("Un accueil.\n\n[^3]: La note."), @"
    erreur[MD-009]: la note « 3 » n’est appelée nulle part : elle ne s’imprimerait pas
      --> content/2024/fiches/01.md:24:1
       |
    24 | [^3]: La note.
       | ^^^^^
       |
       = à faire: écrire « [^3] » là où elle s’appelle, ou retirer la note

    1 erreur
    ");
}

#[test]
fn a_note_that_nothing_writes() {
    assert_snapshot!(prose("Un accueil[^2]."), @r"
    erreur[MD-009]: la note « 2 » n’est écrite nulle part
      --> content/2024/fiches/01.md:22:11
       |
    22 | Un accueil[^2].
       |           ^^^^
       |
       = à faire: ajouter une ligne « [^2]: … », ou retirer l’appel ; pour l’imprimer, « \[^2] »

    1 erreur
    ");
}

#[test]
fn a_note_called_twice() {
    assert_snapshot!(prose("Un accueil[^1] et un autre[^1].\n\n[^1]: La note."), @"
    erreur[MD-009]: la note « 1 » est appelée 2 fois : elle s’imprimerait à chaque fois
      --> content/2024/fiches/01.md:22:27
       |
    22 | Un accueil[^1] et un autre[^1].
       |           ----            ^^^^
       |           |
       |           déjà appelée ici
       |
       = à faire: n’en garder qu’un appel ; ailleurs, écrire par exemple « voir la note plus haut »

    1 erreur
    ");
}

#[test]
fn a_note_called_in_a_heading() {
    assert_snapshot!(prose("### Les horaires[^1]\n\nDe 9 h à 12 h.\n\n[^1]: La note."), @"
    erreur[MD-007]: une note ne s’appelle pas dans un titre : le sommaire la répéterait
      --> content/2024/fiches/01.md:22:17
       |
    22 | ### Les horaires[^1]
       |                 ^^^^
       |
       = à faire: placer l’appel dans le texte qui suit

    1 erreur
    ");
}

#[test]
fn a_line_that_markdown_takes_for_an_address() {
    assert_snapshot!(prose("Un accueil.\n\n[Département]: 77"), @r"
    erreur[MD-010]: Markdown prend cette ligne pour l’adresse d’un lien : elle ne s’imprimerait pas
      --> content/2024/fiches/01.md:24:1
       |
    24 | [Département]: 77
       | ^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « \[Département]: … » pour l’imprimer

    1 erreur
    ");
}

#[test]
fn a_title_after_an_address() {
    assert_snapshot!(prose("Voir [le site](https://exemple.fr \"le beau site\")."), @r#"
    erreur[MD-010]: « le beau site », après l’adresse, ne s’imprimerait pas
      --> content/2024/fiches/01.md:22:6
       |
    22 | Voir [le site](https://exemple.fr "le beau site").
       |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: l’écrire dans la phrase, ou le retirer

    1 erreur
    "#);
}

#[test]
fn an_image_whose_address_has_a_blank() {
    assert_snapshot!(prose("![Plan](images/mon schéma.png)"), @"
    erreur[MD-011]: l’adresse de cette image ne se lit pas
      --> content/2024/fiches/01.md:22:1
       |
    22 | ![Plan](images/mon schéma.png)
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: l’adresse contient une espace : écrire « (<images/mon schéma.png>) »

    1 erreur
    ");
}
