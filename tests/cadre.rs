//! What a framework says of itself in data, and no code guesses: roles of funders, kinds of columns, of statuses and of
//! visas.

use calpae::ledger::{budget, current, executions, recapitulatif};
use calpae::model::Dossier;
use calpae::model::parties::PartyRole;
use calpae::project::{self, Disk};
use calpae::snapshot::Snapshot;

use crate::common::Scenario;

const CADRE: &str = "content/cadres/essai-2024.yaml";
const CONVENTION: &str = "content/2024/convention.yaml";
const LIFE: &str = "content/2024/vie.yaml";
const FICHE_2: &str = "content/2024/fiches/02-diagnostics.md";
const FICHE_3: &str = "content/2024/fiches/03-prevention.md";

fn project() -> Scenario {
    Scenario::new().project("temoin")
}

fn dossier(scenario: &Scenario) -> Dossier {
    let project = project::open(&Disk::new(scenario.path("")), None).unwrap();
    let snapshot = Snapshot::read(project);
    assert_eq!(snapshot.findings().collect::<Vec<_>>(), Vec::<&calpae::diagnostic::Diagnostic>::new());
    snapshot.dossier.unwrap()
}

/// What a rule says, one finding a line.
fn findings(scenario: Scenario, rule: &str) -> String {
    let outcome = scenario.args(["check", "--preview", "--select", rule, "--format", "short"]).run();
    format!("{}{}", outcome.stdout, outcome.stderr)
}

#[test]
fn the_state_may_pay_through_several_funders() {
    let scenario = project()
        .replace(
            CADRE,
            "  - { id: fse, nom: FSE, role: tiers }\n",
            "  - { id: fse, nom: FSE, role: tiers }\n  - { id: bop-147, nom: État (BOP 147), role: etat }\n  \
             - { id: metropole, nom: Métropole, role: collectivite }\n",
        )
        .replace(
            FICHE_3,
            "    - { financeur: etat, montant: \"10 666,67 €\" }\n    - { financeur: departement, montant: \"22 666,66 €\" }\n",
            "    - { financeur: etat, montant: \"6 666,67 €\" }\n    - { financeur: bop-147, montant: 4 000 € }\n    \
             - { financeur: departement, montant: \"20 666,66 €\" }\n    - { financeur: metropole, montant: 2 000 € }\n",
        )
        .replace(
            FICHE_3,
            "  departement: { \"2021\": 18 200 €, \"2022\": 19 850 €, \"2023\": 21 400 € }\n",
            "  departement: { \"2021\": 18 200 €, \"2022\": 19 850 €, \"2023\": 21 400 € }\n  metropole: { \"2023\": 600 € }\n",
        )
        .replace(FICHE_3, "  etat: \"10 666,67 €\"\n", "  etat: \"6 666,67 €\"\n");
    let dossier = dossier(&scenario);
    let fiche = dossier.fiches.last().unwrap();
    let of_role = |role| budget::fiche_role_share(fiche, &dossier.cadre, role).total.to_string();
    assert_eq!(of_role(PartyRole::Etat), "10 666,67 €");
    assert_eq!(of_role(PartyRole::Authority), "22 666,66 €");
    assert!(recapitulatif::summarize(&dossier).etat_gap.unwrap().is_zero());
    let table = executions::table(&dossier, "B");
    assert_eq!(table.lines[0].printed_etat, Some(table.lines[0].etat.total));
    let totals: Vec<String> = table.totals.iter().map(|sum| sum.total.to_string()).collect();
    assert_eq!(totals, ["18 200 €", "19 850 €", "22 000 €"]);
    assert!(!findings(scenario, "FIN").contains("FIN-006"));
}

#[test]
fn a_funder_bears_any_name() {
    let scenario = Scenario::new()
        .project("minimal")
        .replace(
            "content/cadres/essai.yaml",
            "  - { id: etat, nom: État }\n  - { id: departement, nom: Département }\n",
            "  - { id: drets, nom: DREETS, role: etat }\n  - { id: metropole, nom: Métropole, role: collectivite }\n",
        )
        .replace("content/2024/fiches/01.md", "financeur: etat", "financeur: drets")
        .replace("content/2024/fiches/01.md", "financeur: departement", "financeur: metropole");
    assert!(recapitulatif::summarize(&dossier(&scenario)).etat_gap.unwrap().is_zero());
}

#[test]
fn a_column_is_what_its_keys_say_whatever_its_heading() {
    let with = |column: &str| {
        let scenario = project()
            .replace(FICHE_3, "colonnes: [Cible 2024]", &format!("colonnes: [{column}]"))
            .replace(FICHE_3, "valeurs: { Cible 2024: 45 personnes }", "valeurs: { Effectif: 45 personnes }");
        let dossier = dossier(&scenario);
        current::of_dossier(&dossier).last().unwrap().targets.len()
    };
    assert_eq!(with("{ titre: Effectif, nature: cible, annee: 2024 }"), 1);
    assert_eq!(with("{ titre: Effectif, nature: resultat, annee: 2024 }"), 0);
    assert_eq!(with("{ titre: Effectif, nature: depart }"), 0);
    // A heading alone: the only column is that of the target.
    assert_eq!(with("Effectif"), 1);
}

#[test]
fn a_column_of_the_matrix_says_its_year() {
    let change = |to: &str| project().replace(CADRE, "{ id: \"2024\", titre: Cible pour 2024 }", to);
    let said = findings(change("{ id: \"2024\", titre: Cible pour 2024, annee: 2023 }"), "DAT");
    assert!(said.contains("la colonne 2023 de la matrice s’intitule « Cible pour 2024 »"), "{said}");
    let faults = change("{ id: \"2024\", titre: Cible pour 2024, annee: bientôt, nature: cibles }").faults();
    assert!(faults.contains("une année, ou deux"), "{faults}");
    assert!(faults.contains("« cible »"), "{faults}");
}

#[test]
fn a_status_is_new_when_the_framework_says_it() {
    let known = "  reconduite: action reconduite\n";
    let said = |to: &str| findings(project().replace(CADRE, known, to), "DAT");
    let message = "la fiche est dite « reconduite », et l’action est mise en place avant 2024";
    assert!(said("  reconduite: { libelle: action reconduite, nouvelle: oui }\n").contains(message));
    assert!(!said(known).contains(message));
    assert!(
        !said("  reconduite: { libelle: action reconduite de nouveau, nouvelle: non }\n").contains(message)
    );
}

#[test]
fn a_visa_is_the_vote_when_the_act_says_it() {
    let said = |kind: &str| {
        let visa = format!("    date: 2024-03-12\n    objet: relative aux solidarités\n{kind}");
        let from =
            "    date: 2024-03-21\n    objet: autorisant son Président à signer la présente convention\n";
        findings(project().replace(CONVENTION, from, &visa), "DAT")
    };
    let message = "le visa date la délibération du 12\u{a0}mars 2024";
    assert!(said("    nature: vote\n").contains(message), "{}", said("    nature: vote\n"));
    assert!(!said("").contains(message));
}

#[test]
fn a_year_alone_is_a_period() {
    let duration = |year: &str| {
        let from = "duree: 11 mois, jusqu'en décembre 2024";
        findings(project().replace(FICHE_2, from, &format!("duree: {year}")), "DAT")
    };
    assert!(duration("2023").contains("l’action finirait (2023) avant de commencer"), "{}", duration("2023"));
    assert!(!duration("2024").contains("02-diagnostics"), "{}", duration("2024"));
    let budget = findings(project().replace(FICHE_2, "  periode: 2024\n", "  periode: 2042\n"), "FIN");
    assert!(budget.contains("couvre 2042, et l’acte est de 2024"), "{budget}");
}

#[test]
fn a_word_that_is_in_no_closed_list_is_refused() {
    for (file, from, to, message) in [
        (CADRE, "[[nouvelle, reconduite]]", "[[nouvelle, banane]]", "REF-001"),
        (CADRE, "nom: FSE, role: tiers", "nom: FSE, role: banane", "VAL-007"),
        (CADRE, "nature: stock", "nature: banane", "VAL-007"),
        (
            CADRE,
            "unite: jours, nature: délai, sens: baisse",
            "unite: jours, nature: délai, sens: banane",
            "VAL-007",
        ),
        (CADRE, "titre: Cible pour 2024 }", "titre: Cible pour 2024, nature: banane }", "VAL-007"),
        (LIFE, "evenement: vote", "evenement: banane", "VAL-007"),
        (CONVENTION, "    annexe: jointe", "    annexe: banane", "VAL-007"),
        (FICHE_3, "statut: reconduite", "statut: banane", "REF-001"),
        (FICHE_3, "colonnes: [Cible 2024]", "colonnes: [{ titre: Cible 2024, nature: banane }]", "VAL-007"),
    ] {
        let outcome = project().replace(file, from, to).args(["check", "--format", "short"]).run();
        let told = outcome.stdout.lines().any(|line| line.contains(message) && line.contains("banane"));
        assert!(told && outcome.code == 1, "{to}\n{outcome}");
    }
}
