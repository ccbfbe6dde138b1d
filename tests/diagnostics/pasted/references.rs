//! What is nearly a reference, and names that none can bear.

use insta::assert_snapshot;

use crate::diagnostics::{fiche, field, prose};

#[test]
fn a_reference_with_blanks() {
    assert_snapshot!(prose("Un total de { budget.total } et de {Budget.total}."), @r"
    erreur[REF-005]: « { budget.total } » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:13
       |
    22 | Un total de { budget.total } et de {Budget.total}.
       |             ^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « {budget.total} » ; pour imprimer l’accolade, « \{ »

    erreur[REF-005]: « {Budget.total} » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:36
       |
    22 | Un total de { budget.total } et de {Budget.total}.
       |                                    ^^^^^^^^^^^^^^
       |
       = à faire: écrire « {budget.total} » ; pour imprimer l’accolade, « \{ »

    2 erreurs
    ");
}

#[test]
fn a_reference_between_double_braces() {
    assert_snapshot!(prose("À {{convention.lieu}}, le 3 mai."), @r"
    erreur[REF-005]: « {{convention.lieu}} » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:3
       |
    22 | À {{convention.lieu}}, le 3 mai.
       |   ^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « {convention.lieu} » ; pour imprimer l’accolade, « \{ »

    1 erreur
    ");
}

#[test]
fn a_reference_left_open() {
    assert_snapshot!(prose("L'État verse {convention.montant_etat au Département."), @r"
    erreur[REF-005]: « {convention.montant_etat » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:14
       |
    22 | L'État verse {convention.montant_etat au Département.
       |              ^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « {convention.montant_etat} » ; pour imprimer l’accolade, « \{ »

    1 erreur
    ");
}

#[test]
fn a_reference_with_an_accent() {
    assert_snapshot!(prose("L'État verse {convention.montant_état}."), @r"
    erreur[REF-005]: « {convention.montant_état} » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:14
       |
    22 | L'État verse {convention.montant_état}.
       |              ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « {convention.montant_etat} » ; pour imprimer l’accolade, « \{ »

    1 erreur
    ");
}

#[test]
fn a_reference_with_a_blank_for_a_point() {
    assert_snapshot!(prose("Voir {fiche 1.budget.total}."), @r"
    erreur[REF-005]: « {fiche 1.budget.total} » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:6
       |
    22 | Voir {fiche 1.budget.total}.
       |      ^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « {fiche.1.budget.total} » ; pour imprimer l’accolade, « \{ »

    1 erreur
    ");
}

#[test]
fn a_name_that_no_reference_can_bear() {
    assert_snapshot!(field("tableaux: [{ id: a.b, colonnes: [{ titre: A }], lignes: \"x\" }]"), @r#"
    erreur[REF-006]: on ne pourrait pas citer le tableau « a.b » entre accolades
      --> content/2024/fiches/01.md:10:18
       |
    10 | tableaux: [{ id: a.b, colonnes: [{ titre: A }], lignes: "x" }]
       |                  ^^^
       |
       = à faire: l’appeler « a-b » : lettres minuscules sans accent, chiffres, « - » et « _ »

    1 erreur
    "#);
}

#[test]
fn partners_without_a_name() {
    assert_snapshot!(fiche("partenaires: [État]", "partenaires: []"), @"
    erreur[CLE-003]: la liste « partenaires » est vide
     --> content/2024/fiches/01.md:9:14
      |
    9 | partenaires: []
      |              ^^
      |
      = à faire: écrire ce qu’elle contient, « aucun », un mot d’absence (« non renseigné »…), ou retirer la clé

    1 erreur
    ");
}
