//! The header of a page: absent, unclosed, empty. Line ends and byte order marks are nobody's mistake.

use insta::assert_snapshot;

use super::{ARTICLE, CADRE, CONVENTION, FICHE, INDICATEURS, ORGANISATION, minimal};

#[test]
fn no_header() {
    assert_snapshot!(minimal().write(FICHE, "## Description\n\nUn accueil.\n").faults(), @"
    erreur[YAML-004]: l’en-tête manque
     --> content/2024/fiches/01.md:1:1
      |
    1 | ## Description
      | ^^^^^^^^^^^^^^
      |
      = à faire: commencer le fichier par une ligne « --- », les clés, puis une ligne « --- »

    1 erreur
    ");
}

#[test]
fn a_header_left_open() {
    assert_snapshot!(minimal().write(FICHE, "---\nnumero: 1\n\n## Description\n").faults(), @"
    erreur[YAML-004]: l’en-tête n’est pas fermé
     --> content/2024/fiches/01.md:2:1
      |
    2 | numero: 1
      | ^^^^^^^^^
      |
      = à faire: écrire une ligne « --- » après sa dernière clé, qui semble être celle-ci

    1 erreur
    ");
}

#[test]
fn an_empty_page() {
    assert_snapshot!(minimal().write(ARTICLE, "").faults(), @"
    erreur[YAML-004]: le fichier est vide
     --> content/2024/articles/01-objet.md:1:1
      |
    1 |
      | ^
      |
      = à faire: y écrire une ligne « --- », les clés, une ligne « --- » et le texte, ou retirer le fichier

    1 erreur
    ");
}

#[test]
fn an_empty_header() {
    assert_snapshot!(minimal().write(FICHE, "---\n---\n## Description\n").faults(), @"
    erreur[CLE-002]: la clé « annexe » manque
     --> content/2024/fiches/01.md:2:1
      |
    2 | ---
      | ^ dans ce groupe de clés
      |
      = à faire: ajouter « annexe: … » à ce groupe de clés

    erreur[CLE-002]: la clé « intitule » manque
     --> content/2024/fiches/01.md:2:1
      |
    2 | ---
      | ^ dans ce groupe de clés
      |
      = à faire: ajouter « intitule: … » à ce groupe de clés

    erreur[CLE-002]: la clé « numero » manque
     --> content/2024/fiches/01.md:2:1
      |
    2 | ---
      | ^ dans ce groupe de clés
      |
      = à faire: ajouter « numero: … » à ce groupe de clés

    3 erreurs
    ");
}

#[test]
fn a_header_that_is_not_keys() {
    assert_snapshot!(minimal().write(FICHE, "---\nOuvrir un accueil\n---\n").faults(), @"
    erreur[CLE-003]: il faut ici des clés et leurs valeurs (« clé: valeur »), et c’est un texte
     --> content/2024/fiches/01.md:2:1
      |
    2 | Ouvrir un accueil
      | ^^^^^^^^^^^^^^^^^
      |
      = à faire: écrire une ligne « clé: valeur » par clé, en retrait de deux espaces sous une autre clé ; ou, sur la ligne, « { clé: valeur, clé: valeur } »

    1 erreur
    ");
}

#[test]
fn crlf_and_a_byte_order_mark_are_accepted() {
    let unix = minimal().output();
    let mut windows = minimal();
    for path in [ORGANISATION, CADRE, CONVENTION, INDICATEURS, ARTICLE, FICHE] {
        let text = format!("\u{feff}{}", windows.read(path).replace('\n', "\r\n"));
        windows = windows.write(path, &text);
    }
    assert_eq!(windows.output(), unix);
}

#[test]
fn crlf_moves_no_place() {
    let scenario = minimal().replace(FICHE, "annexe: A", "anexe: A");
    let unix = scenario.faults();
    let text = format!("\u{feff}{}", scenario.read(FICHE).replace('\n', "\r\n"));
    assert_eq!(scenario.write(FICHE, &text).faults(), unix);
}

#[test]
fn an_article_with_neither_number_nor_title() {
    assert_snapshot!(minimal().write(ARTICLE, "---\n---\nUn texte.\n").faults(), @"
    erreur[CLE-002]: cet article n’a ni numéro ni titre
     --> content/2024/articles/01-objet.md:2:1
      |
    2 | ---
      | ^
      |
      = à faire: ajouter dans l’en-tête une ligne « titre: … », ou « numero: … » et « titre: … »

    1 erreur
    ");
    for (header, is_told) in
        [("{}", true), ("# rien", true), ("titre: Objet", false), ("numero: 1", false), ("titre:", false)]
    {
        let page = format!("---\n{header}\n---\nUn texte.\n");
        let said = minimal().write(ARTICLE, &page).args(["check", "--format", "short"]).run().stdout;
        assert_eq!(said.contains("ni numéro ni titre"), is_told, "{header}\n{said}");
    }
}
