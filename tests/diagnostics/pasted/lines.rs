//! Signs in a line, lists and tables.

use super::printed;
use insta::assert_snapshot;

use crate::diagnostics::prose;

#[test]
fn a_star_in_the_middle_of_a_word() {
    assert_snapshot!(prose("Le coût 2*3 et 5* encore."), @r"
    erreur[MD-014]: cet astérisque est au milieu d’un mot
      --> content/2024/fiches/01.md:22:10
       |
    22 | Le coût 2*3 et 5* encore.
       |          ^
       |
       = à faire: écrire « \* » pour l’imprimer ; pour de l’italique, entourer le mot entier : « *mot* »

    1 erreur
    ");
}

#[test]
fn a_text_struck_out() {
    assert_snapshot!(prose("Un ~~grand~~ accueil."), @r"
    erreur[MD-014]: le texte barré n’est pas admis : un acte dit ce qui vaut
      --> content/2024/fiches/01.md:22:4
       |
    22 | Un ~~grand~~ accueil.
       |    ^^^^^^^^^
       |
       = à faire: retirer ces mots, ou écrire « \~\~ » pour imprimer les tildes

    1 erreur
    ");
}

#[test]
fn a_number_that_the_list_would_change() {
    assert_snapshot!(prose("3. Trois\n5. Cinq"), @r"
    erreur[MD-015]: le point « 5. » s’imprimerait « 4. »
      --> content/2024/fiches/01.md:23:1
       |
    23 | 5. Cinq
       | ^^
       |
       = à faire: écrire « 4. » ; pour garder « 5. », écrire « 5\. » et une ligne vide avant et après ce point

    1 erreur
    ");
}

#[test]
fn a_line_that_opens_a_list_by_chance() {
    assert_snapshot!(prose("Le contrat est signé par\n1. Le préfet"), @r"
    erreur[MD-015]: « 1. » ouvre ici une liste, au milieu d’un paragraphe
      --> content/2024/fiches/01.md:23:1
       |
    23 | 1. Le préfet
       | ^^
       |
       = à faire: pour une liste, laisser une ligne vide avant elle ; si la phrase continue, écrire « 1\. Le préfet »

    1 erreur
    ");
}

#[test]
fn a_star_for_a_note_under_a_table() {
    assert_snapshot!(prose("* hors FSE"), @r"
    erreur[MD-015]: « * » ouvre une liste d’un seul point : il s’imprimerait « – »
      --> content/2024/fiches/01.md:22:1
       |
    22 | * hors FSE
       | ^
       |
       = à faire: pour l’imprimer, écrire « \* hors FSE » ; pour une liste, employer « - »

    1 erreur
    ");
}

#[test]
fn bullets_of_a_word_processor() {
    assert_snapshot!(prose("•\tun accueil\n•\tune écoute"), @"
    erreur[MD-016]: cette ligne commence par « • » : elle s’imprimerait à la suite de la ligne d’avant
      --> content/2024/fiches/01.md:23:1
       |
    23 | •    une écoute
       | ^^^^^^^^^^^^^^^
       |
       = à faire: écrire « - une écoute », et de même les autres lignes, après une ligne vide

    1 erreur
    ");
}

#[test]
fn letters_of_a_word_processor() {
    assert_snapshot!(prose("a) un accueil\nb) une écoute"), @"
    erreur[MD-016]: cette ligne commence par « b) » : elle s’imprimerait à la suite de la ligne d’avant
      --> content/2024/fiches/01.md:23:1
       |
    23 | b) une écoute
       | ^^^^^^^^^^^^^
       |
       = à faire: laisser une ligne vide avant chaque ligne de la série ; pour une liste, écrire « - b) une écoute »

    1 erreur
    ");
}

#[test]
fn a_margin_of_four_spaces() {
    assert_snapshot!(prose("Un accueil.\n\n    ouvre chaque matin"), @"
    erreur[MD-017]: quatre espaces ou une tabulation devant cette ligne en font du texte à la lettre
      --> content/2024/fiches/01.md:24:5
       |
    24 |     ouvre chaque matin
       |     ^^^^^^^^^^^^^^^^^^
       |
       = à faire: les retirer ; pour du texte à la lettre, l’entourer de deux lignes « ``` »

    1 erreur
    ");
}

#[test]
fn a_cell_too_many() {
    assert_snapshot!(prose("| a | b |\n|---|---|\n| un | deux | trois |"), @r"
    erreur[TAB-001]: cette ligne a 3 cellules, et le tableau 2 colonnes
      --> content/2024/fiches/01.md:24:1
       |
    24 | | un | deux | trois |
       | ^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \| »

    1 erreur
    ");
}

#[test]
fn a_sentence_under_a_table() {
    assert_snapshot!(prose("| a | b |\n|---|---|\n| un | deux |\nUn accueil."), @"
    erreur[TAB-001]: cette ligne touche le tableau : elle en deviendrait une ligne
      --> content/2024/fiches/01.md:25:1
       |
    25 | Un accueil.
       | ^^^^^^^^^^^
       |
       = à faire: laisser une ligne vide après le tableau

    1 erreur
    ");
}

#[test]
fn a_table_without_its_rule() {
    assert_snapshot!(prose("| a | b |\n| un | deux |"), @"
    erreur[TAB-004]: ces lignes ont la forme d’un tableau, mais le trait sous les titres manque
      --> content/2024/fiches/01.md:22:1
       |
    22 | | a | b |
       | ^^^^^^^^^
       |
       = à faire: écrire « |---|---| » sous la ligne des titres

    1 erreur
    ");
}

#[test]
fn marks_of_emphasis_by_hundreds() {
    assert_snapshot!(prose(&format!("{}mot*{}", "*a ".repeat(300), " b*".repeat(299))), @"
    erreur[MD-005]: gras, italiques et liens sont emboîtés sur plus de douze niveaux
      --> content/2024/fiches/01.md:22:37
       |
    22 | ...*a *a *a *a *a *a *a *a *a *a *a *a *a *a...b* b* b* b* b* b* b* b* b* b* b* b* b* b*...
       |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^...^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: retirer des « * », des « _ » ou des crochets

    1 erreur
    ");
}

#[test]
fn stars_tildes_and_brackets_print_as_they_are_typed() {
    let typst = printed("Le produit 3*225*2, ~2 000 € et (~ 5 %).\n\n12) Douze\n13) Treize");
    for expected in ["225", "numbering: \"1)\"", "start: 12"] {
        assert!(typst.contains(expected), "{expected}\n{typst}");
    }
    assert!(!typst.contains("#emph") && !typst.contains("#strike"), "{typst}");
}
