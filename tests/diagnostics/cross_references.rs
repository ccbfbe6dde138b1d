//! Names that lead nowhere, and names given twice.

use insta::assert_snapshot;

use super::{ARTICLE, CADRE, CONVENTION, FICHE, INDICATEURS, VALUES, fiche, field, minimal, prose};

#[test]
fn an_unknown_measure() {
    assert_snapshot!(fiche("mesures: [\"1.1\"]", "mesures: [\"1.2\"]"), @r#"
    erreur[REF-001]: « 1.2 » n’est pas une mesure du cadre
     --> content/2024/fiches/01.md:5:11
      |
    5 | mesures: ["1.2"]
      |           ^^^^^
      |
      = à faire: vouliez-vous dire « 1.1 » ?

    1 erreur
    "#);
}

#[test]
fn an_unknown_indicateur() {
    assert_snapshot!(fiche("1.1/accueils", "1.1/acueils"), @"
    erreur[REF-001]: « 1.1/acueils » n’est pas un indicateur du cadre
      --> content/2024/fiches/01.md:18:21
       |
    18 |     - { indicateur: 1.1/acueils, valeur: 40 }
       |                     ^^^^^^^^^^^
       |
       = à faire: vouliez-vous dire « 1.1/accueils » ?

    1 erreur
    ");
}

#[test]
fn an_unknown_financeur() {
    assert_snapshot!(fiche("financeur: etat", "financeur: état"), @"
    erreur[REF-001]: « état » n’est pas un financeur du cadre
      --> content/2024/fiches/01.md:14:20
       |
    14 |     - { financeur: état, montant: 1 200 € }
       |                    ^^^^
       |
       = à faire: écrire « etat », le nom court de « État » dans le cadre

    1 erreur
    ");
}

#[test]
fn an_unknown_status() {
    assert_snapshot!(fiche("statut: nouvelle", "statut: nouveau"), @"
    erreur[REF-001]: « nouveau » n’est pas un statut du cadre
     --> content/2024/fiches/01.md:6:9
      |
    6 | statut: nouveau
      |         ^^^^^^^
      |
      = à faire: écrire l’un de ces noms : nouvelle

    1 erreur
    ");
}

#[test]
fn an_unknown_annexe() {
    assert_snapshot!(fiche("annexe: A", "annexe: Z"), @"
    erreur[REF-001]: « Z » n’est pas une annexe du cadre
     --> content/2024/fiches/01.md:3:9
      |
    3 | annexe: Z
      |         ^
      |
      = à faire: écrire l’un de ces noms : A

    1 erreur
    ");
}

#[test]
fn an_unknown_cadre() {
    assert_snapshot!(minimal().replace(CONVENTION, "cadre: essai", "cadre: esai").faults(), @"
    erreur[REF-001]: « esai » n’est pas un cadre du projet
     --> content/2024/convention.yaml:1:8
      |
    1 | cadre: esai
      |        ^^^^
      |
      = à faire: vouliez-vous dire « essai » ?

    1 erreur
    ");
}

#[test]
fn an_unknown_section_in_the_mentions() {
    assert_snapshot!(field("mentions: { fapi: non }"), @"
    erreur[REF-001]: « fapi » n’est pas une rubrique du cadre
      --> content/2024/fiches/01.md:10:13
       |
    10 | mentions: { fapi: non }
       |             ^^^^
       |
       = à faire: écrire l’un de ces noms : description, budget, objectifs

    1 erreur
    ");
}

#[test]
fn an_unknown_mark_of_section() {
    assert_snapshot!(fiche("## Budget", "## Budget {#bugdet}"), @"
    erreur[REF-001]: « bugdet » n’est pas un repère de rubrique
      --> content/2024/fiches/01.md:24:1
       |
    24 | ## Budget {#bugdet}
       | ^^^^^^^^^^^^^^^^^^^
       |
       = à faire: vouliez-vous dire « budget » ?

    1 erreur
    ");
}

#[test]
fn an_unknown_price_schedule() {
    assert_snapshot!(fiche("montant: 3 000 €", "bordereau: marche"), @"
    erreur[REF-001]: « marche » n’est pas un bordereau de cette fiche
      --> content/2024/fiches/01.md:12:43
       |
    12 |     - { libelle: Accueillants, bordereau: marche }
       |                                           ^^^^^^
       |
       = à faire: le déclarer d’abord

    1 erreur
    ");
}

#[test]
fn an_unknown_column_of_objectives() {
    assert_snapshot!(fiche("valeur: 40", "valeurs: { \"2024\": 40, \"2025\": 45 }"), @r#"
    erreur[REF-001]: « 2025 » n’est pas une colonne de ce tableau
      --> content/2024/fiches/01.md:18:58
       |
    18 |     - { indicateur: 1.1/accueils, valeurs: { "2024": 40, "2025": 45 } }
       |                                                          ^^^^^^
       |
       = à faire: vouliez-vous dire « 2024 » ?

    1 erreur
    "#);
}

#[test]
fn an_unknown_indicateur_of_the_matrix() {
    assert_snapshot!(minimal().write(INDICATEURS, &VALUES.replace("1.1/accueils", "2.1/autres")).faults(), @r#"
    erreur[REF-001]: « 2.1/autres » n’est pas un indicateur du cadre
     --> content/2024/indicateurs.yaml:3:3
      |
    3 |   2.1/autres: { "2023": 35 }
      |   ^^^^^^^^^^
      |
      = à faire: écrire l’un de ces noms : 1.1/accueils

    1 erreur
    "#);
}

#[test]
fn an_unknown_column_of_the_matrix() {
    assert_snapshot!(minimal().write(INDICATEURS, &VALUES.replace("2023", "2022")).faults(), @r#"
    erreur[REF-001]: « 2022 » n’est pas une colonne de la matrice
     --> content/2024/indicateurs.yaml:3:19
      |
    3 |   1.1/accueils: { "2022": 35 }
      |                   ^^^^^^
      |
      = à faire: vouliez-vous dire « 2023 » ?

    1 erreur
    "#);
}

#[test]
fn an_unknown_parent_indicateur() {
    assert_snapshot!(minimal().replace(CADRE, "libelle: Nombre", "dont_de: acueil, libelle: Nombre").faults(), @"
    erreur[REF-001]: « acueil » n’est pas un indicateur de la mesure 1.1
      --> content/cadres/essai.yaml:24:40
       |
    24 |             - { id: accueils, dont_de: acueil, libelle: Nombre d'accueils }
       |                                        ^^^^^^
       |
       = à faire: vouliez-vous dire « accueils » ?

    1 erreur
    ");
}

#[test]
fn a_cadre_without_the_state() {
    assert_snapshot!(minimal().replace(CADRE, "  - { id: etat, nom: État }\n", "").faults(), @"
    erreur[REF-001]: le financeur « etat » manque au cadre
     --> content/cadres/essai.yaml:7:1
      |
    7 | financeurs:
      | ^^^^^^^^^^
      |
      = à faire: ajouter « - { id: etat, nom: … } », ou « role: etat » au financeur qui en tient lieu

    1 erreur
    ");
}

#[test]
fn a_reference_misspelt() {
    assert_snapshot!(prose("L’accueil coûte {budget.totl}."), @r"
    erreur[REF-002]: « {budget.totl} » ne mène à aucune donnée
      --> content/2024/fiches/01.md:22:17
       |
    22 | L’accueil coûte {budget.totl}.
       |                 ^^^^^^^^^^^^^
       |
       = à faire: vouliez-vous dire « {budget.total} » ? pour écrire l’accolade elle-même : « \{ »

    1 erreur
    ");
}

#[test]
fn a_reference_to_nothing() {
    assert_snapshot!(prose("L’accueil coûte {prix}."), @r"
    erreur[REF-002]: « {prix} » ne mène à aucune donnée
      --> content/2024/fiches/01.md:22:17
       |
    22 | L’accueil coûte {prix}.
       |                 ^^^^^^
       |
       = à faire: pour écrire l’accolade elle-même : « \{prix} » ; références possibles ici : convention.montant_etat, convention.annee, convention.lieu, departement.nom, departement.de, total, total.etat, total.departement, axe.a.total, actions, mise_en_place, duree, partenaires, indicateurs, budget.charges, budget.financements, budget.total, budget.charges.total, budget.financements.etat, budget.financements.departement

    1 erreur
    ");
}

#[test]
fn a_reference_to_another_fiche() {
    assert_snapshot!(minimal().replace(ARTICLE, "{convention.montant_etat}", "{fiche.2.budget.total}").faults(), @r"
    erreur[REF-002]: « {fiche.2.budget.total} » ne mène à aucune donnée
     --> content/2024/articles/01-objet.md:5:14
      |
    5 | L'État verse {fiche.2.budget.total} au Département.
      |              ^^^^^^^^^^^^^^^^^^^^^^
      |
      = à faire: vouliez-vous dire « {fiche.1.budget.total} » ? pour écrire l’accolade elle-même : « \{ »

    1 erreur
    ");
}

#[test]
fn a_filter_that_is_not_known() {
    assert_snapshot!(prose("L’accueil coûte {budget.total | lettre}."), @r"
    erreur[REF-007]: « lettre » n’est pas une façon connue d’écrire une donnée
      --> content/2024/fiches/01.md:22:33
       |
    22 | L’accueil coûte {budget.total | lettre}.
       |                                 ^^^^^^
       |
       = à faire: vouliez-vous dire « {budget.total | lettres} » ?

    1 erreur
    ");
}

#[test]
fn a_table_in_a_sentence() {
    assert_snapshot!(prose("Le détail est : {budget.charges}."), @"
    erreur[REF-004]: « {budget.charges} » est un tableau ou une figure : il ne tient pas dans une phrase
      --> content/2024/fiches/01.md:22:17
       |
    22 | Le détail est : {budget.charges}.
       |                 ^^^^^^^^^^^^^^^^
       |
       = à faire: le mettre seul sur son paragraphe, hors d’une liste

    1 erreur
    ");
}

#[test]
fn a_fiche_number_taken() {
    assert_snapshot!({ let scenario = minimal(); let text = scenario.read(FICHE); scenario.write("content/2024/fiches/02.md", &text).faults() }, @"
    erreur[REF-003]: le numéro de fiche 1 est déjà pris
     --> content/2024/fiches/02.md:2:9
      |
    2 | numero: 1
      |         ^
      |
     ::: content/2024/fiches/01.md:2:9
      |
    2 | numero: 1
      |         - pris par cette fiche
      |
      = à faire: donner un autre numéro à l’une des deux

    1 erreur
    ");
}

#[test]
fn an_indicateur_defined_twice() {
    assert_snapshot!(minimal().add(CADRE, "            - { id: accueils, libelle: Le même }\n").faults(), @"
    erreur[REF-003]: l’indicateur « accueils » apparaît deux fois
      --> content/cadres/essai.yaml:25:21
       |
    24 |             - { id: accueils, libelle: Nombre d'accueils }
       |                     -------- une première fois ici
    25 |             - { id: accueils, libelle: Le même }
       |                     ^^^^^^^^
       |
       = à faire: changer l’un des deux noms, ou retirer ce qui est en double

    1 erreur
    ");
}

#[test]
fn a_table_defined_twice() {
    assert_snapshot!(field(TABLES), @"
    erreur[REF-003]: le tableau « lieux » apparaît deux fois
      --> content/2024/fiches/01.md:12:11
       |
    11 |   - { id: lieux, colonnes: [{ titre: Lieu }], lignes: Nord }
       |           ----- une première fois ici
    12 |   - { id: lieux, colonnes: [{ titre: Lieu }], lignes: Sud }
       |           ^^^^^
       |
       = à faire: changer l’un des deux noms, ou retirer ce qui est en double

    1 erreur
    ");
}

#[test]
fn two_budgets_without_a_name() {
    assert_snapshot!(fiche("budget:\n  charges:", "budget:\n- titre: Premier\n  charges: []\n- charges:"), @"
    erreur[REF-003]: deux budgets de cette fiche n’ont pas de nom
      --> content/2024/fiches/01.md:13:3
       |
    11 | - titre: Premier
       |   - le premier
    12 |   charges: []
    13 | - charges:
       |   ^
       |
       = à faire: donner à chacun un nom, comme « id: fonctionnement »

    1 erreur
    ");
}

const TABLES: &str = "\
tableaux:
  - { id: lieux, colonnes: [{ titre: Lieu }], lignes: Nord }
  - { id: lieux, colonnes: [{ titre: Lieu }], lignes: Sud }";
