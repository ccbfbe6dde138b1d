//! Characters that nobody sees, merges and headers not finished.

use insta::assert_snapshot;

use crate::diagnostics::{CONVENTION, FICHE, fiche, minimal, prose};

#[test]
fn a_character_that_turns_the_text() {
    assert_snapshot!(prose("L'État verse \u{202e}12 345 €."), @"
    erreur[TXT-005]: le caractère invisible U+202E change le sens de l’écriture de ce qui suit
      --> content/2024/fiches/01.md:22:14
       |
    22 | L'État verse �12 345 €.
       |              ^
       |
       = à faire: le retirer : placer le curseur juste après lui et effacer

    1 erreur
    ");
}

#[test]
fn an_invisible_character_in_a_title() {
    assert_snapshot!(fiche("intitule: Ouvrir", "intitule: Ouv\u{200b}rir").replace('\u{200b}', "·"), @"
    erreur[TXT-005]: il y a ici un caractère invisible, U+200B
     --> content/2024/fiches/01.md:4:14
      |
    4 | intitule: Ouv·rir un accueil
      |              ^
      |
      = à faire: le retirer : placer le curseur juste après lui et effacer

    1 erreur
    ");
}

#[test]
fn a_blank_in_place_of_an_object() {
    assert_snapshot!(prose("Un accueil \u{2800} ouvre."), @"
    erreur[TXT-005]: le caractère U+2800 ne montre qu’un blanc à la place d’un mot ou d’un objet
      --> content/2024/fiches/01.md:22:12
       |
    22 | Un accueil ⠀ ouvre.
       |            ^
       |
       = à faire: le remplacer par ce qu’il devait montrer, ou le retirer

    1 erreur
    ");
}

#[test]
fn a_merge_left_in_a_page() {
    assert_snapshot!(prose("<<<<<<< HEAD\nUn accueil.\n=======\nDeux accueils.\n>>>>>>> autre"), @"
    erreur[TXT-006]: une fusion git n’est pas terminée dans ce fichier
      --> content/2024/fiches/01.md:22:1
       |
    22 | <<<<<<< HEAD
       | ^^^^^^^^^^^^
       |
       = à faire: garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »

    1 erreur
    ");
}

#[test]
fn a_merge_left_in_a_header() {
    assert_snapshot!(fiche("statut: nouvelle\n", "<<<<<<< HEAD\nstatut: nouvelle\n=======\n>>>>>>> autre\n"), @"
    erreur[TXT-006]: une fusion git n’est pas terminée dans ce fichier
     --> content/2024/fiches/01.md:6:1
      |
    6 | <<<<<<< HEAD
      | ^^^^^^^^^^^^
      |
      = à faire: garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »

    1 erreur
    ");
}

#[test]
fn a_merge_left_in_a_file_of_data() {
    assert_snapshot!(minimal().replace(CONVENTION, "lieu: Claireville\n", "<<<<<<< HEAD\nlieu: Claireville\n=======\nlieu: Ambreval\n>>>>>>> autre\n").faults(), @r#"
    erreur[TXT-006]: une fusion git n’est pas terminée dans ce fichier
     --> content/2024/convention.yaml:4:1
      |
    4 | <<<<<<< HEAD
      | ^^^^^^^^^^^^
      |
      = à faire: garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »

    1 erreur
    "#);
}

#[test]
fn a_header_closed_before_its_last_keys() {
    assert_snapshot!(fiche("statut: nouvelle\n", "---\nstatut: nouvelle\n"), @"
    erreur[YAML-004]: l’en-tête se ferme ici, avant ses dernières clés
     --> content/2024/fiches/01.md:6:1
      |
    6 | ---
      | ^^^
      |
      = à faire: retirer cette ligne « --- » : la suivante ferme l’en-tête

    1 erreur
    ");
}

#[test]
fn a_header_closed_as_soon_as_open() {
    assert_snapshot!(fiche("---\nnumero: 1\n", "---\n---\nnumero: 1\n"), @"
    erreur[YAML-004]: l’en-tête se ferme ici, avant ses dernières clés
     --> content/2024/fiches/01.md:2:1
      |
    2 | ---
      | ^^^
      |
      = à faire: retirer cette ligne « --- » : la suivante ferme l’en-tête

    1 erreur
    ");
}

#[test]
fn a_character_that_an_entity_names() {
    assert_snapshot!(prose("L'État verse A&#x202e;12 345 €."), @"
    erreur[TXT-005]: le caractère invisible U+202E, que « &#x202e; » désigne, change le sens de l’écriture de ce qui suit
      --> content/2024/fiches/01.md:22:15
       |
    22 | L'État verse A&#x202e;12 345 €.
       |               ^^^^^^^^
       |
       = à faire: retirer « &#x202e; »

    1 erreur
    ");
}

#[test]
fn characters_that_escapes_name() {
    assert_snapshot!(fiche("intitule: Ouvrir un accueil", r#"intitule: "12 \u202e345 € \uFEFF""#), @r#"
    erreur[TXT-005]: le caractère invisible U+202E, que « \u202e » désigne, change le sens de l’écriture de ce qui suit
     --> content/2024/fiches/01.md:4:15
      |
    4 | intitule: "12 \u202e345 € \uFEFF"
      |               ^^^^^^
      |
      = à faire: retirer « \u202e »

    erreur[TXT-005]: il y a ici un caractère invisible, U+FEFF, que « \uFEFF » désigne
     --> content/2024/fiches/01.md:4:27
      |
    4 | intitule: "12 \u202e345 € \uFEFF"
      |                           ^^^^^^
      |
      = à faire: retirer « \uFEFF »

    2 erreurs
    "#);
}

#[test]
fn characters_that_escapes_name_in_a_title() {
    for escape in [r"\u200b", r"\xAD", r"\U0000feff", r"\u2800", r"\u202E"] {
        for (from, to) in [
            ("intitule: Ouvrir un accueil", format!("intitule: \"{escape}\"")),
            ("libelle: Accueillants", format!("libelle: \"Accueil{escape}lants\"")),
            ("statut: nouvelle", format!("statut: nouvelle\n\"commen{escape}taire\": un")),
        ] {
            let said = fiche(from, &to);
            assert!(said.contains("TXT-005") && said.contains(escape), "{to}\n{said}");
            assert!(!said.contains("TXT-004"), "{to}\n{said}");
        }
    }
    for kept in ["caf\\u00e9", "l\\u2019accueil", "12\\_345", "un\\tdeux", "\\\\u202e"] {
        let said = minimal()
            .replace(FICHE, "intitule: Ouvrir un accueil", &format!("intitule: \"{kept}\""))
            .args(["check", "--format", "short"])
            .run()
            .stdout;
        assert!(!said.contains("TXT-005"), "{kept}\n{said}");
    }
}

#[test]
fn an_ellipsis_of_windows() {
    assert_snapshot!(prose("Un accueil\u{85} ouvre.").replace('\u{85}', "·"), @"
    erreur[TXT-005]: le caractère U+0085 ne montre qu’un blanc
      --> content/2024/fiches/01.md:22:11
       |
    22 | Un accueil<U+0085> ouvre.
       |           ^
       |
       = à faire: écrire « … » si c’étaient des points de suspension ; sinon le retirer

    1 erreur
    ");
}
