//! Unknown keys and missing keys.

use insta::assert_snapshot;

use super::{ARTICLE, CADRE, CONVENTION, INDICATEURS, ORGANISATION, fiche, field, minimal};

#[test]
fn a_key_misspelt() {
    assert_snapshot!(fiche("annexe: A", "anexe: A"), @"
    erreur[CLE-001]: la clé « anexe » est inconnue ici
     --> content/2024/fiches/01.md:3:1
      |
    3 | anexe: A
      | ^^^^^
      |
      = à faire: vouliez-vous dire « annexe » ?

    1 erreur
    ");
}

#[test]
fn a_key_nobody_knows() {
    assert_snapshot!(fiche("annexe: A", "annexe: A\ncouleur: bleue"), @"
    erreur[CLE-001]: la clé « couleur » est inconnue ici
     --> content/2024/fiches/01.md:4:1
      |
    4 | couleur: bleue
      | ^^^^^^^
      |
      = à faire: clés possibles : affiche_en_annexe, annexe, bordereaux, budget, duree, executions, figures, id, indicateurs, intitule, intitule_absent, mentions, mesure_affichee, mesures, mise_en_place, numero, partenaires, statut, tableaux, titre_court

    1 erreur
    ");
}

#[test]
fn a_decimal_comma_between_braces() {
    assert_snapshot!(fiche("montant: 3 000 €", "montant: 3 000,50 €"), @r#"
    erreur[YAML-005]: entre accolades, la virgule coupe cette valeur en deux
      --> content/2024/fiches/01.md:12:41
       |
    12 |     - { libelle: Accueillants, montant: 3 000,50 € }
       |                                         ^^^^^^^^^^
       |
       = à faire: mettre la valeur entre guillemets : « montant: "3 000,50 €" »

    1 erreur
    "#);
}

#[test]
fn a_decimal_comma_in_a_valorisation() {
    assert_snapshot!(fiche("montant: 3 000 €", "valorisation: { jours: 0,5, tarif: 6 000 € }"), @r#"
    erreur[YAML-005]: entre accolades, la virgule coupe cette valeur en deux
      --> content/2024/fiches/01.md:12:55
       |
    12 |     - { libelle: Accueillants, valorisation: { jours: 0,5, tarif: 6 000 € } }
       |                                                       ^^^
       |
       = à faire: mettre la valeur entre guillemets : « jours: "0,5" »

    1 erreur
    "#);
}

#[test]
fn keys_of_a_fiche_missing() {
    assert_snapshot!(fiche("annexe: A\nintitule: Ouvrir un accueil\n", ""), @"
    erreur[CLE-002]: la clé « annexe » manque
     --> content/2024/fiches/01.md:2:1
      |
    2 | numero: 1
      | ^^^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « annexe: … » à ce groupe de clés

    erreur[CLE-002]: la clé « intitule » manque
     --> content/2024/fiches/01.md:2:1
      |
    2 | numero: 1
      | ^^^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « intitule: … » à ce groupe de clés

    2 erreurs
    ");
}

#[test]
fn keys_of_the_act_missing() {
    assert_snapshot!(minimal().write(CONVENTION, "cadre: essai\n").faults(), @r#"
    erreur[CLE-002]: la clé « annee » manque
     --> content/2024/convention.yaml:1:1
      |
    1 | cadre: essai
      | ^^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « annee: … » à ce groupe de clés

    erreur[CLE-002]: la clé « lieu » manque
     --> content/2024/convention.yaml:1:1
      |
    1 | cadre: essai
      | ^^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « lieu: … » à ce groupe de clés

    erreur[CLE-002]: la clé « montant_etat » manque
     --> content/2024/convention.yaml:1:1
      |
    1 | cadre: essai
      | ^^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « montant_etat: … » à ce groupe de clés

    erreur[CLE-002]: le document n’a pas de date
     --> content/2024/convention.yaml:1:1
      |
    1 | cadre: essai
      | ^
      |
      = à faire: ajouter « date_du_document: 2024-05-01 » : elle date le PDF, qui ne dépend pas du jour où on le fait

    4 erreurs
    "#);
}

#[test]
fn keys_of_the_parties_missing() {
    assert_snapshot!(minimal().write(ORGANISATION, "parties: { etat: { nom: L’État } }\n").faults(), @"
    erreur[CLE-002]: la clé « departement » manque
     --> content/organisation.yaml:1:1
      |
    1 | parties: { etat: { nom: L’État } }
      | ^^^^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « departement: … » à ce groupe de clés

    erreur[CLE-002]: la clé « departement » manque
     --> content/organisation.yaml:1:12
      |
    1 | parties: { etat: { nom: L’État } }
      |            ^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « departement: … » à ce groupe de clés

    erreur[CLE-002]: la clé « designation » manque
     --> content/organisation.yaml:1:20
      |
    1 | parties: { etat: { nom: L’État } }
      |                    ^^^ dans ce groupe de clés
      |
      = à faire: ajouter « designation: … » à ce groupe de clés

    erreur[CLE-002]: la clé « qualite » manque
     --> content/organisation.yaml:1:20
      |
    1 | parties: { etat: { nom: L’État } }
      |                    ^^^ dans ce groupe de clés
      |
      = à faire: ajouter « qualite: … » à ce groupe de clés

    erreur[CLE-002]: la clé « representant » manque
     --> content/organisation.yaml:1:20
      |
    1 | parties: { etat: { nom: L’État } }
      |                    ^^^ dans ce groupe de clés
      |
      = à faire: ajouter « representant: … » à ce groupe de clés

    5 erreurs
    ");
}

#[test]
fn keys_of_the_cadre_missing() {
    assert_snapshot!(minimal().write(CADRE, "intitule: Convention\nmatrice: {}\n").faults(), @"
    erreur[CLE-002]: la clé « annexes » manque
     --> content/cadres/essai.yaml:1:1
      |
    1 | intitule: Convention
      | ^^^^^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « annexes: … » à ce groupe de clés

    erreur[CLE-002]: la clé « financeurs » manque
     --> content/cadres/essai.yaml:1:1
      |
    1 | intitule: Convention
      | ^^^^^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « financeurs: … » à ce groupe de clés

    erreur[CLE-002]: la clé « rubriques » manque
     --> content/cadres/essai.yaml:1:1
      |
    1 | intitule: Convention
      | ^^^^^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « rubriques: … » à ce groupe de clés

    erreur[CLE-002]: la clé « sigle » manque
     --> content/cadres/essai.yaml:1:1
      |
    1 | intitule: Convention
      | ^^^^^^^^ dans ce groupe de clés
      |
      = à faire: ajouter « sigle: … » à ce groupe de clés

    erreur[CLE-002]: la clé « colonnes » manque
     --> content/cadres/essai.yaml:2:10
      |
    2 | matrice: {}
      |          ^ dans ce groupe de clés
      |
      = à faire: ajouter « colonnes: … » à ce groupe de clés

    erreur[CLE-002]: la clé « themes » manque
     --> content/cadres/essai.yaml:2:10
      |
    2 | matrice: {}
      |          ^ dans ce groupe de clés
      |
      = à faire: ajouter « themes: … » à ce groupe de clés

    6 erreurs
    ");
}

#[test]
fn keys_of_the_matrix_missing() {
    assert_snapshot!(minimal().write(INDICATEURS, "").faults(), @"
    erreur[CLE-002]: la clé « par_defaut » manque
     --> content/2024/indicateurs.yaml:1:1
      |
    1 |
      | ^ dans ce groupe de clés
      |
      = à faire: ajouter « par_defaut: … » à ce groupe de clés

    erreur[CLE-002]: la clé « valeurs » manque
     --> content/2024/indicateurs.yaml:1:1
      |
    1 |
      | ^ dans ce groupe de clés
      |
      = à faire: ajouter « valeurs: … » à ce groupe de clés

    2 erreurs
    ");
}

#[test]
fn a_key_of_an_article_misspelt() {
    assert_snapshot!(minimal().replace(ARTICLE, "titre:", "titres:").faults(), @"
    erreur[CLE-001]: la clé « titres » est inconnue ici
     --> content/2024/articles/01-objet.md:3:1
      |
    3 | titres: Objet
      | ^^^^^^
      |
      = à faire: vouliez-vous dire « titre » ?

    1 erreur
    ");
}

#[test]
fn a_document_without_a_date() {
    assert_snapshot!(minimal().replace(CONVENTION, "date_du_document: 2024-05-13\n", "").faults(), @"
    erreur[CLE-002]: le document n’a pas de date
     --> content/2024/convention.yaml:2:1
      |
    2 | annee: 2024
      | ^^^^^
      |
      = à faire: ajouter « date_du_document: 2024-05-01 » : elle date le PDF, qui ne dépend pas du jour où on le fait

    1 erreur
    ");
}

#[test]
fn a_financement_without_a_financeur() {
    assert_snapshot!(fiche("financeur: etat, ", ""), @"
    erreur[CLE-002]: ce financement ne dit pas qui paie
      --> content/2024/fiches/01.md:14:7
       |
    14 |     - { montant: 1 200 € }
       |       ^
       |
       = à faire: ajouter « financeur: … » (un financeur du cadre) ou « libelle: … »

    1 erreur
    ");
}

#[test]
fn an_objective_without_a_name() {
    assert_snapshot!(fiche("indicateur: 1.1/accueils, ", ""), @"
    erreur[CLE-002]: cette ligne ne nomme aucun indicateur
      --> content/2024/fiches/01.md:18:7
       |
    18 |     - { valeur: 40 }
       |       ^
       |
       = à faire: ajouter « indicateur: … » (du cadre), « libelle: … » (propre à la fiche) ou « titre: … »

    1 erreur
    ");
}

#[test]
fn an_objective_without_a_value() {
    assert_snapshot!(fiche("accueils, valeur: 40", "accueils"), @"
    erreur[CLE-002]: cette ligne n’a pas de valeur pour chaque colonne
      --> content/2024/fiches/01.md:18:7
       |
    18 |     - { indicateur: 1.1/accueils }
       |       ^
       |
       = à faire: écrire la valeur, une absence (« vide », « non renseigné »…), ou « par_defaut: vide » pour tout le tableau

    1 erreur
    ");
}

#[test]
fn a_value_without_its_end() {
    assert_snapshot!(fiche("valeur: 40", "valeur: { valeur: 40, du: 2024-01-01 }"), @"
    erreur[CLE-002]: la clé « au » manque
      --> content/2024/fiches/01.md:18:45
       |
    18 |     - { indicateur: 1.1/accueils, valeur: { valeur: 40, du: 2024-01-01 } }
       |                                             ^^^^^^ dans ce groupe de clés
       |
       = à faire: ajouter « au: … » à ce groupe de clés

    1 erreur
    ");
}

#[test]
fn a_figure_without_an_alternative() {
    assert_snapshot!(field("figures: { id: plan, titre: Plan, manquante: oui }"), @"
    erreur[CLE-002]: la clé « alternative » manque
      --> content/2024/fiches/01.md:10:12
       |
    10 | figures: { id: plan, titre: Plan, manquante: oui }
       |            ^^ dans ce groupe de clés
       |
       = à faire: ajouter « alternative: … » à ce groupe de clés

    1 erreur
    ");
}
