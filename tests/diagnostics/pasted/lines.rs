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

#[test]
fn a_comparison_at_the_start_of_a_line() {
    assert_snapshot!(prose("Objectif :\n> 12 places"), @r"
    erreur[MD-015]: « > » devant un chiffre ouvre ici une citation : il ne s’imprimerait pas
      --> content/2024/fiches/01.md:23:1
       |
    23 | > 12 places
       | ^
       |
       = à faire: pour une comparaison, écrire « \> 12 places » ; pour une citation, la commencer par un guillemet

    1 erreur
    ");
}

#[test]
fn figures_that_are_added() {
    assert_snapshot!(prose("+ 2 agents\n+ 3 agents"), @r"
    erreur[MD-015]: « + » devant un chiffre ouvre ici une liste : il s’imprimerait « – »
      --> content/2024/fiches/01.md:22:1
       |
    22 | + 2 agents
       | ^
       |
       = à faire: pour l’imprimer, écrire « \+ 2 agents », une ligne vide entre deux lignes ; pour une liste, employer « - »

    1 erreur
    ");
}

#[test]
fn notes_that_a_table_calls() {
    assert_snapshot!(prose("| a | b |\n|---|---|\n| Total* | 5 |\n\n* hors FSE\n* hors État"), @r"
    erreur[MD-015]: « * » ouvre une liste : les notes que le texte appelle s’imprimeraient « – »
      --> content/2024/fiches/01.md:26:1
       |
    24 | | Total* | 5 |
       |        - appelée ici
    25 |
    26 | * hors FSE
       | ^
       |
       = à faire: écrire « \* hors FSE », une ligne vide entre deux notes ; pour une liste, employer « - »

    1 erreur
    ");
}

#[test]
fn cells_of_a_spreadsheet() {
    assert_snapshot!(prose("Poste\tMontant\nLocaux\t20 000 €"), @"
    erreur[TAB-004]: des tabulations séparent les mots de ces lignes : le tableau s’imprimerait bout à bout
      --> content/2024/fiches/01.md:22:1
       |
    22 | Poste    Montant
       | ^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « | Poste | Montant | », puis « |---|---| », puis « | Locaux | 20 000 € | »

    1 erreur
    ");
}

#[test]
fn a_row_far_from_its_table() {
    assert_snapshot!(prose("| a | b |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |"), @"
    erreur[TAB-004]: une ligne vide sépare cette ligne du tableau : elle s’imprimerait avec ses barres
      --> content/2024/fiches/01.md:26:1
       |
    26 | | 3 | 4 |
       | ^^^^^^^^^
       |
       = à faire: retirer la ligne vide au-dessus d’elle

    1 erreur
    ");
}

#[test]
fn a_table_drawn_with_signs() {
    assert_snapshot!(prose("+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n+---+---+"), @"
    erreur[TAB-004]: ce tableau est dessiné trait par trait : il s’imprimerait comme du texte
      --> content/2024/fiches/01.md:22:1
       |
    22 | +---+---+
       | ^^^^^^^^^
       |
       = à faire: écrire « | a | b | », puis « |---|---| » dessous, et retirer les lignes de traits

    1 erreur
    ");
}

#[test]
fn an_empty_case_in_the_rule_of_a_table() {
    assert_snapshot!(prose("| x || y |\n|---||---|\n| 1 || 2 |"), @"
    erreur[TAB-004]: le trait sous les titres de ce tableau ne se lit pas
      --> content/2024/fiches/01.md:23:1
       |
    23 | |---||---|
       | ^^^^^^^^^^
       |
       = à faire: écrire « |---|---|---| » : des « - » dans chaque case

    1 erreur
    ");
}
