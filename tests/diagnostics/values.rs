//! Values that cannot be read: amounts, numbers, percentages, days, dates, durations, words.

use insta::assert_snapshot;

use super::{CONVENTION, fiche, field, minimal};

#[test]
fn words_for_an_amount() {
    assert_snapshot!(fiche("1 200 €", "mille deux cents euros"), @"
    erreur[VAL-001]: « mille deux cents euros » : ce n’est pas un montant
      --> content/2024/fiches/01.md:14:35
       |
    14 |     - { financeur: etat, montant: mille deux cents euros }
       |                                   ^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire un montant comme « 415 000 € » ou « 835 580,45 € », ou pourquoi il manque : « vide », « non contracté », « non renseigné », « sans objet », « à transmettre », « en cours de construction », « non communiqué »

    1 erreur
    ");
}

#[test]
fn an_amount_with_three_decimals() {
    assert_snapshot!(fiche("1 200 €", "\"1 200,505 €\""), @r#"
    erreur[VAL-001]: « 1 200,505 € » : un montant a deux décimales au plus
      --> content/2024/fiches/01.md:14:35
       |
    14 |     - { financeur: etat, montant: "1 200,505 €" }
       |                                   ^^^^^^^^^^^^^
       |
       = à faire: écrire un montant comme « 415 000 € » ou « 835 580,45 € »

    1 erreur
    "#);
}

#[test]
fn an_amount_badly_grouped() {
    assert_snapshot!(fiche("1 200 €", "12 00 €"), @"
    erreur[VAL-001]: « 12 00 € » : les chiffres ne sont pas groupés par trois
      --> content/2024/fiches/01.md:14:35
       |
    14 |     - { financeur: etat, montant: 12 00 € }
       |                                   ^^^^^^^
       |
       = à faire: écrire un montant comme « 415 000 € » ou « 835 580,45 € »

    1 erreur
    ");
}

#[test]
fn an_amount_too_large() {
    assert_snapshot!(fiche("1 200 €", "9 000 000 000 000 €"), @"
    erreur[VAL-001]: « 9 000 000 000 000 € » : le montant dépasse mille milliards d’euros
      --> content/2024/fiches/01.md:14:35
       |
    14 |     - { financeur: etat, montant: 9 000 000 000 000 € }
       |                                   ^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire un montant comme « 415 000 € » ou « 835 580,45 € »

    1 erreur
    ");
}

#[test]
fn an_amount_in_thousands() {
    assert_snapshot!(fiche("1 200 €", "1,2 k€"), @r#"
    erreur[VAL-001]: « 1,2 k€ » : un montant s’écrit en euros, et non en milliers ou en millions
      --> content/2024/fiches/01.md:14:35
       |
    14 |     - { financeur: etat, montant: 1,2 k€ }
       |                                   ^^^^^^
       |
       = à faire: écrire « 1 200 € » si c’est ce montant ; un autre constat, au même endroit, en vient

    1 erreur
    "#);
}

#[test]
fn a_fiche_number_that_is_not_one() {
    assert_snapshot!(fiche("numero: 1", "numero: un"), @"
    erreur[VAL-002]: ce n’est pas un numéro de fiche
     --> content/2024/fiches/01.md:2:9
      |
    2 | numero: un
      |         ^^
      |
      = à faire: écrire « 4 », « 1.1 » ou « A2 » : des chiffres, et au besoin des lettres ou des points, 12 signes au plus

    1 erreur
    ");
}

#[test]
fn a_fiche_number_out_of_range() {
    assert_snapshot!(fiche("numero: 1", "numero: 1 000"), @"
    erreur[VAL-002]: ce n’est pas un numéro de fiche
     --> content/2024/fiches/01.md:2:9
      |
    2 | numero: 1 000
      |         ^^^^^
      |
      = à faire: écrire « 4 », « 1.1 » ou « A2 » : des chiffres, et au besoin des lettres ou des points, 12 signes au plus

    1 erreur
    ");
}

#[test]
fn not_a_percentage() {
    assert_snapshot!(fiche("montant: 3 000 €", "valorisation: { quotite: 0.5, cout_annuel: 6 000 € }"), @"
    erreur[VAL-003]: « 0.5 » n’est pas un pourcentage : il lui manque « % »
      --> content/2024/fiches/01.md:12:57
       |
    12 |     - { libelle: Accueillants, valorisation: { quotite: 0.5, cout_annuel: 6 000 € } }
       |                                                         ^^^
       |
       = à faire: écrire « 50 % » si c’est une part de 1, « 0.5 % » sinon

    1 erreur
    ");
}

#[test]
fn a_vat_rate_out_of_range() {
    assert_snapshot!(field(VAT), @"
    erreur[VAL-003]: un taux de TVA est entre 0 et 100 %
      --> content/2024/fiches/01.md:12:13
       |
    12 |   taux_tva: 200 %
       |             ^^^^^
       |
       = à faire: écrire « 20 % »

    1 erreur
    ");
}

#[test]
fn a_day_that_does_not_exist() {
    assert_snapshot!(minimal().replace(CONVENTION, "2024-05-13", "2024-02-30").faults(), @r#"
    erreur[VAL-004]: le jour « 2024-02-30 » n’existe pas dans le calendrier
     --> content/2024/convention.yaml:5:19
      |
    5 | date_du_document: 2024-02-30
      |                   ^^^^^^^^^^
      |
      = à faire: écrire un jour comme « 2022-09-29 », « 29/09/2022 » ou « 29 septembre 2022 »

    1 erreur
    "#);
}

#[test]
fn not_a_day() {
    assert_snapshot!(minimal().replace(CONVENTION, "2024-05-13", "printemps").faults(), @r#"
    erreur[VAL-004]: « printemps » n’est pas un jour
     --> content/2024/convention.yaml:5:19
      |
    5 | date_du_document: printemps
      |                   ^^^^^^^^^
      |
      = à faire: écrire un jour comme « 2022-09-29 », « 29/09/2022 » ou « 29 septembre 2022 »

    1 erreur
    "#);
}

#[test]
fn not_a_year() {
    assert_snapshot!(minimal().replace(CONVENTION, "annee: 2024", "annee: 24").faults(), @"
    erreur[VAL-004]: ce n’est pas une année
     --> content/2024/convention.yaml:2:8
      |
    2 | annee: 24
      |        ^^
      |
      = à faire: écrire « 2022 »

    1 erreur
    ");
}

#[test]
fn a_year_of_execution_that_is_not_one() {
    assert_snapshot!(field("executions: { departement: { l’an passé: 1 000 € } }"), @r#"
    erreur[VAL-004]: « l’an passé » n’est pas une année
      --> content/2024/fiches/01.md:10:30
       |
    10 | executions: { departement: { l’an passé: 1 000 € } }
       |                              ^^^^^^^^^^
       |
       = à faire: écrire « "2021": 150 000 € »

    1 erreur
    "#);
}

#[test]
fn a_period_that_ends_before_it_starts() {
    assert_snapshot!(fiche("valeur: 40", "valeur: { valeur: 40, du: 2024-06-30, au: 2024-01-01 }"), @"
    erreur[VAL-004]: la période finit le 1er janvier 2024, avant de commencer le 30 juin 2024
      --> content/2024/fiches/01.md:18:73
       |
    18 |     - { indicateur: 1.1/accueils, valeur: { valeur: 40, du: 2024-06-30, au: 2024-01-01 } }
       |                                                                         ^^
       |
       = à faire: échanger ou corriger les deux dates

    1 erreur
    ");
}

#[test]
fn a_date_not_understood() {
    assert_snapshot!(fiche("mise_en_place: 2024", "mise_en_place: après les vacances"), @"
    erreur[VAL-005]: la date « après les vacances » n’est pas comprise
     --> content/2024/fiches/01.md:7:16
      |
    7 | mise_en_place: après les vacances
      |                ^^^^^^^^^^^^^^^^^^
      |
      = à faire: écrire un jour, « septembre 2022 », « 2022 », « fin 2019 », « en cours », ou « { texte: après les vacances } » pour des mots libres

    1 erreur
    ");
}

#[test]
fn a_duration_not_understood() {
    assert_snapshot!(fiche("duree: 2 ans", "duree: un certain temps"), @"
    erreur[VAL-006]: la durée « un certain temps » n’est pas comprise
     --> content/2024/fiches/01.md:8:8
      |
    8 | duree: un certain temps
      |        ^^^^^^^^^^^^^^^^
      |
      = à faire: écrire « indéterminée », « 2 ans », « 9 mois, jusqu’en mai 2023 », « 2023 », « 2021-2023 », ou « { texte: un certain temps } » pour des mots libres

    1 erreur
    ");
}

#[test]
fn a_state_that_is_not_one() {
    assert_snapshot!(minimal().replace(CONVENTION, "annee: 2024", "annee: 2024\netat: brouillon").faults(), @r#"
    erreur[VAL-007]: « brouillon » n’est pas un mot attendu ici
     --> content/2024/convention.yaml:3:7
      |
    3 | etat: brouillon
      |       ^^^^^^^^^
      |
      = à faire: écrire l’un de ces mots : « projet », « délibéré », « signé », « transmis », « exécutoire »

    conseil[PRJ-018]: la vie de l’acte s’écrit maintenant dans « content/2024/vie.yaml »
     --> content/2024/convention.yaml:3:1
      |
    3 | etat: brouillon
      | ^^^^
      |
      = à faire: « calpae check --fix » retire ces clés : un projet n’a pas encore d’événement

    1 erreur, 1 conseil
    "#);
}

#[test]
fn a_value_not_understood() {
    assert_snapshot!(fiche("valeur: 40", "valeur: beaucoup"), @"
    erreur[VAL-008]: la valeur « beaucoup » n’est pas comprise
      --> content/2024/fiches/01.md:18:43
       |
    18 |     - { indicateur: 1.1/accueils, valeur: beaucoup }
       |                                           ^^^^^^^^
       |
       = à faire: écrire un nombre et son unité (« 95 % »), une absence (« vide », « non contracté », « non renseigné », « sans objet », « à transmettre », « en cours de construction », « non communiqué »), ou « { texte: … } » pour des mots libres

    1 erreur
    ");
}

#[test]
fn a_valorisation_without_euros() {
    assert_snapshot!(fiche("montant: 3 000 €", "valorisation: { effectif: 2, quotite: 50 % }"), @"
    erreur[VAL-009]: cette valorisation n’a pas de facteur en euros
      --> content/2024/fiches/01.md:12:46
       |
    12 |     - { libelle: Accueillants, valorisation: { effectif: 2, quotite: 50 % } }
       |                                              ^
       |
       = à faire: écrire une seule de ces clés : cout_annuel, tarif, prix_unitaire, assiette

    1 erreur
    ");
}

#[test]
fn a_valorisation_too_large() {
    assert_snapshot!(fiche("montant: 3 000 €", "valorisation: { unites: 900 000 000, prix_unitaire: 900 000 € }"), @"
    erreur[VAL-009]: le produit de ces facteurs dépasse mille milliards d’euros
      --> content/2024/fiches/01.md:12:46
       |
    12 |     - { libelle: Accueillants, valorisation: { unites: 900 000 000, prix_unitaire: 900 000 € } }
       |                                              ^
       |
       = à faire: vérifier les unités des facteurs

    1 erreur
    ");
}

#[test]
fn too_many_decimals_asked_for() {
    assert_snapshot!(field(DECIMALS), @"
    erreur[VAL-002]: il faut un nombre de décimales entre 0 et 6
      --> content/2024/fiches/01.md:12:57
       |
    12 |   colonnes: [{ titre: Surface, type: nombre, decimales: 12 }]
       |                                                         ^^
       |
       = à faire: écrire « 2 »

    1 erreur
    ");
}

const VAT: &str = "\
bordereaux:
  id: marche
  taux_tva: 200 %
  profils: [{ libelle: Chef, tarif: 900 € }]
  groupes: []";

const DECIMALS: &str = "\
tableaux:
  id: lieux
  colonnes: [{ titre: Surface, type: nombre, decimales: 12 }]
  lignes: |
    12,5";
