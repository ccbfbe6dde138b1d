//! Headings without words, glued to their signs, made by a line of dashes.

use super::printed;
use insta::assert_snapshot;

use crate::diagnostics::{ARTICLE, minimal, prose};

#[test]
fn a_heading_without_words() {
    assert_snapshot!(prose("###\n\nUn accueil."), @"
    erreur[MD-012]: ce titre est vide
      --> content/2024/fiches/01.md:22:1
       |
    22 | ###
       | ^^^
       |
       = à faire: écrire le titre, ou retirer la ligne

    1 erreur
    ");
}

#[test]
fn a_heading_of_a_blank_that_nobody_sees() {
    assert_snapshot!(prose("### \u{a0}\n\nUn accueil."), @"
    erreur[MD-012]: ce titre est vide
      --> content/2024/fiches/01.md:22:1
       |
    22 | ###  
       | ^^^
       |
       = à faire: écrire le titre, ou retirer la ligne

    1 erreur
    ");
}

#[test]
fn a_heading_glued_to_its_signs() {
    assert_snapshot!(prose("##3. Durée"), @"
    erreur[MD-012]: « # » touche le mot qui suit : ce titre s’imprimerait comme du texte
      --> content/2024/fiches/01.md:22:1
       |
    22 | ##3. Durée
       | ^^^^^^^^^^
       |
       = à faire: écrire « ## 3. Durée »

    1 erreur
    ");
}

#[test]
fn a_sentence_underlined_by_dashes() {
    assert_snapshot!(prose("Un accueil ouvre.\n---"), @"
    erreur[MD-012]: cette ligne fait un titre de la phrase qui la précède
      --> content/2024/fiches/01.md:23:1
       |
    23 | ---
       | ^^^
       |
       = à faire: laisser une ligne vide avant « --- », ou retirer cette ligne ; pour un titre, écrire « ## » devant lui

    1 erreur
    ");
}

#[test]
fn a_year_in_braces_at_the_end_of_a_heading() {
    assert_snapshot!(prose("### Budget {2024}\n\nUn accueil."), @r"
    erreur[MD-013]: « {2024} » n’est ni un repère de rubrique, ni une donnée
      --> content/2024/fiches/01.md:22:12
       |
    22 | ### Budget {2024}
       |            ^^^^^^
       |
       = à faire: pour imprimer les accolades, écrire « \{2024} » ; un repère s’écrit « {#rubrique} »

    1 erreur
    ");
}

#[test]
fn a_mark_of_rubrique_in_an_article() {
    assert_snapshot!(minimal().add(ARTICLE, "\n## Objet {#fapi}\n\nUn accueil.\n").faults(), @"
    erreur[MD-013]: le repère « fapi » ne sert à rien ici
     --> content/2024/articles/01-objet.md:7:1
      |
    7 | ## Objet {#fapi}
      | ^^^^^^^^^^^^^^^^
      |
      = à faire: le retirer : seules les fiches ont des rubriques

    1 erreur
    ");
}

#[test]
fn a_reference_in_a_heading_prints_what_it_prints_in_a_sentence() {
    let typst = printed(
        "### Montant {convention.montant_etat}, {budget.total}\n\nIl est de {convention.montant_etat}.",
    );
    let amount = typst.split("Il est de ").nth(1).and_then(|rest| rest.split("\\.").next()).unwrap();
    assert!(amount.contains('€'), "{typst}");
    assert!(typst.contains(&format!("[Montant {amount}\\, ")), "{typst}");
    let alone = printed("### {convention.montant_etat}\n\nUn accueil.");
    assert!(alone.contains(&format!("[{amount}]")), "{alone}");
}
