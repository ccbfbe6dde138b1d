//! Files that are not UTF-8 text, and characters that no font can print.

use insta::assert_snapshot;

use crate::common::Scenario;

use super::{ARTICLE, CONVENTION, fiche, field, minimal, prose};

#[test]
fn a_page_in_latin_1() {
    assert_snapshot!(minimal().bytes(ARTICLE, b"---\nnumero: \"1\"\ntitre: Objet\n---\nLe D\xe9partement.\n").faults(), @"
    erreur[TXT-001]: le fichier est en « ANSI » (Windows-1252), et non en UTF-8
     --> content/2024/articles/01-objet.md:5:5
      |
    5 | Le D�partement.
      |     ^
      |
      = à faire: l’enregistrer en « UTF-8 » (dans Word ou le Bloc-notes : Enregistrer sous, Encodage)

    1 erreur
    ");
}

#[test]
fn a_page_saved_by_word_as_unicode() {
    assert_snapshot!(minimal().bytes(ARTICLE, b"\xff\xfe-\0-\0-\0\n\0").faults(), @"
    erreur[TXT-001]: le fichier est en UTF-16 (« Unicode » dans Word), et non en UTF-8
     --> content/2024/articles/01-objet.md:1:1
      |
    1 | ---
      | ^
      |
      = à faire: l’enregistrer en « UTF-8 » (dans Word ou le Bloc-notes : Enregistrer sous, Encodage)

    1 erreur
    ");
}

#[test]
fn an_emoji() {
    assert_snapshot!(prose("Un accueil ouvre 😀 chaque matin."), @"
    erreur[TXT-002]: aucune police embarquée n’a le caractère « 😀 » (U+1F600)
      --> content/2024/fiches/01.md:22:18
       |
    22 | Un accueil ouvre 😀 chaque matin.
       |                  ^^
       |
       = à faire: le remplacer par un mot ou par un caractère courant

    1 erreur
    ");
}

#[test]
fn a_character_of_private_use() {
    assert_snapshot!(prose("Un accueil \u{f0b7} ouvre."), @"
    erreur[TXT-002]: aucune police embarquée n’a le caractère (U+F0B7)
      --> content/2024/fiches/01.md:22:12
       |
    22 | Un accueil  ouvre.
       |            ^
       |
       = à faire: le remplacer par un mot ou par un caractère courant

    1 erreur
    ");
}

#[test]
fn a_control_character() {
    assert_snapshot!(prose("Un accueil \u{7} ouvre."), @"
    erreur[TXT-002]: aucune police embarquée n’a le caractère (U+0007)
      --> content/2024/fiches/01.md:22:12
       |
    22 | Un accueil ␇ ouvre.
       |            ^
       |
       = à faire: le remplacer par un mot ou par un caractère courant

    1 erreur
    ");
}

#[test]
fn an_emoji_in_the_header() {
    assert_snapshot!(fiche("Ouvrir un accueil", "Ouvrir un accueil 😀"), @"
    erreur[TXT-002]: aucune police embarquée n’a le caractère « 😀 » (U+1F600)
     --> content/2024/fiches/01.md:4:29
      |
    4 | intitule: Ouvrir un accueil 😀
      |                             ^^
      |
      = à faire: le remplacer par un mot ou par un caractère courant

    1 erreur
    ");
}

#[test]
fn an_emoji_in_a_table() {
    assert_snapshot!(field("tableaux:\n  id: lieux\n  colonnes: [{ titre: Lieu 😀 }]\n  lignes: |\n    Nord ✅"), @"
    erreur[TXT-002]: aucune police embarquée n’a le caractère « 😀 » (U+1F600)
      --> content/2024/fiches/01.md:12:28
       |
    12 |   colonnes: [{ titre: Lieu 😀 }]
       |                            ^^
       |
       = à faire: le remplacer par un mot ou par un caractère courant

    erreur[TXT-002]: aucune police embarquée n’a le caractère « ✅ » (U+2705)
      --> content/2024/fiches/01.md:14:10
       |
    14 |     Nord ✅
       |          ^^
       |
       = à faire: le remplacer par un mot ou par un caractère courant

    2 erreurs
    ");
}

#[test]
fn an_emoji_in_the_act() {
    assert_snapshot!(minimal().replace(CONVENTION, "lieu: Claireville", "lieu: Claireville 😀").faults(), @r#"
    erreur[TXT-002]: aucune police embarquée n’a le caractère « 😀 » (U+1F600)
     --> content/2024/convention.yaml:4:19
      |
    4 | lieu: Claireville 😀
      |                   ^^
      |
      = à faire: le remplacer par un mot ou par un caractère courant

    1 erreur
    "#);
}

#[test]
fn a_text_that_goes_on_after_a_sign_of_remark() {
    let scenario =
        minimal().replace("content/2024/fiches/01.md", "Ouvrir un accueil", "Accueillir #2 à Meaux");
    assert_snapshot!(said(scenario, "TXT-003"), @"
    avertissement[TXT-003]: ce qui suit « # » est une remarque, et ne sera pas imprimé : « #2 à Meaux »
     --> content/2024/fiches/01.md:4:22
      |
    4 | intitule: Accueillir #2 à Meaux
      |                      ^^^^^^^^^^
      |
      = à faire: mettre la valeur entre guillemets si elle va plus loin, ou la remarque sur une ligne à elle
    ");
}

#[test]
fn a_cell_past_the_last_column() {
    let scenario =
        minimal().add("content/2024/fiches/01.md", "\n| a | b |\n|---|---|\n| un | deux | trois |\n");
    assert_snapshot!(said(scenario, "TAB-001"), @r"
    erreur[TAB-001]: cette ligne a 3 cellules, et le tableau 2 colonnes
      --> content/2024/fiches/01.md:30:1
       |
    30 | | un | deux | trois |
       | ^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \| »
    ");
}

#[test]
fn a_template_that_prints_no_text() {
    let scenario = minimal().write(
        "templates/convention/article.typ.tera",
        "#import \"../charte/charte.typ\": *\n\n#titre-article(numero: [1], titre: [{{ article.titre }}])\n",
    );
    assert_snapshot!(said(scenario, "TXT-004"), @"
    avertissement[TXT-004]: le document n’imprime pas « L'État verse {convention.montant_etat} au Département »
     --> content/2024/articles/01-objet.md:5:1
      |
    5 | L'État verse {convention.montant_etat} au Département.
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = à faire: le placer dans le texte, ou compléter le gabarit s’il est du projet
    ");
}

/// The finding of a code that `check` gives.
fn said(scenario: Scenario, code: &str) -> String {
    let outcome = scenario.args(["check"]).run();
    let start = format!("[{code}-");
    let found = outcome.stdout.split("\n\n").find(|finding| finding.contains(&start));
    let found = found.unwrap_or_else(|| panic!("{outcome}"));
    // What is said matters here, not what it is called.
    let (before, identified) = found.split_once(&start).unwrap();
    let (_, after) = identified.split_once(']').unwrap();
    format!("{before}[{code}]{after}")
}
