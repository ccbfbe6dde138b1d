//! Where references lead: every kind of target, inline or alone on its paragraph, and the findings when a part of the
//! dossier could not be read.

use calpae::diagnostic::{Diagnostic, Stage};
use calpae::project;
use calpae::resolve::{FicheDatum, Link, LinkTarget, Standing};
use calpae::snapshot::Snapshot;

use crate::common::Scenario;

const PREAMBULE: &str = "content/2024/articles/00-preambule.md";
const FICHE_1: &str = "content/2024/fiches/01-accueils-ouverts.md";
const FICHE_2: &str = "content/2024/fiches/02-ateliers-diagnostics.md";
const FICHE_3: &str = "content/2024/fiches/03-jardins.md";
const RAPPORT_SUMMARY: &str = "content/2024/rapports/2024/bilan.md";
const RAPPORT_FICHE_2: &str = "content/2024/rapports/2024/fiches/02-ateliers-diagnostics.md";

fn project() -> Scenario {
    Scenario::new().project("val-d-ambre")
}

fn read(scenario: &Scenario) -> Snapshot {
    Snapshot::read(project::open(&project::Disk::new(scenario.path("")), None).unwrap())
}

/// The link of a reference appended to a file.
fn link(file: &str, text: &str) -> Link {
    let snapshot = read(&project().add(file, &format!("\n\n{text}\n")));
    assert_eq!(snapshot.findings().collect::<Vec<_>>(), [] as [&Diagnostic; 0], "{text}");
    let sources = &snapshot.sources;
    let of_file = snapshot.links.iter().filter(|(span, _)| sources.source(span.file).path().as_str() == file);
    let (span, link) = of_file.last().unwrap();
    assert!(text.contains(sources.text(span)), "{text} : {}", sources.text(span));
    link.clone()
}

/// Findings on names and references, as `CODE {reference}`.
fn faults(scenario: &Scenario) -> Vec<String> {
    let snapshot = read(scenario);
    let say = |d: &Diagnostic| format!("{} {}", d.code, snapshot.sources.text(d.labels[0].span));
    snapshot.findings().filter(|d| d.stage == Stage::Resolve).map(say).collect()
}

fn of_fiche(fiche: u16, datum: FicheDatum) -> LinkTarget {
    LinkTarget::Fiche { fiche: fiche.into(), datum }
}

#[test]
fn each_name_of_the_act_leads_to_its_datum() {
    for (name, target) in [
        ("convention.montant_etat", LinkTarget::ConventionMontantEtat),
        ("convention.annee", LinkTarget::ConventionYear),
        ("convention.lieu", LinkTarget::ConventionLocation),
        ("departement.nom", LinkTarget::CollectiviteName),
        ("departement.de", LinkTarget::CollectiviteOfName),
        ("compte", LinkTarget::BankAccount),
        ("fiche.3.budget.total", of_fiche(3, FicheDatum::BudgetTotal(vec![0]))),
        ("fiche.2.duree", of_fiche(2, FicheDatum::Duration)),
    ] {
        for file in [PREAMBULE, FICHE_1, RAPPORT_SUMMARY] {
            assert_eq!(link(file, &format!("{{{name}}}")).target, target, "{file} : {name}");
        }
    }
}

#[test]
fn each_name_of_a_fiche_leads_to_its_datum() {
    let share = |budget, financeur: &str| FicheDatum::Share {
        budgets: vec![budget],
        financeur: financeur.to_owned(),
    };
    for (file, name, fiche, datum) in [
        (FICHE_2, "budget.charges", 2, FicheDatum::Charges(vec![0])),
        (FICHE_2, "budget.an2026+an2025.charges", 2, FicheDatum::Charges(vec![2, 1])),
        (FICHE_2, "budget.an2025.financements", 2, FicheDatum::Financements(vec![1])),
        (FICHE_2, "budget.total", 2, FicheDatum::BudgetTotal(vec![0])),
        (FICHE_2, "budget.an2027.financements.total", 2, FicheDatum::FinancementsTotal(vec![3])),
        (FICHE_2, "budget.an2025+an2026.total", 2, FicheDatum::BudgetTotal(vec![1, 2])),
        (FICHE_2, "budget.an2026.charges.total", 2, FicheDatum::ChargesTotal(vec![2])),
        (FICHE_2, "budget.an2025.financements.metropole", 2, share(1, "metropole")),
        (FICHE_3, "budget.financements.fse-plus", 3, share(0, "fse-plus")),
        (FICHE_2, "bordereau.flash", 2, FicheDatum::Bordereau(0)),
        (FICHE_2, "tableau.tournee", 2, FicheDatum::Table(0)),
        (FICHE_2, "figure.camion", 2, FicheDatum::Figure(0)),
        (FICHE_2, "indicateurs", 2, FicheDatum::Objectives),
        (FICHE_2, "mise_en_place", 2, FicheDatum::Launch),
        (FICHE_2, "duree", 2, FicheDatum::Duration),
        (FICHE_2, "partenaires", 2, FicheDatum::Partners),
        (FICHE_2, "mention.anterieure", 2, FicheDatum::Mention(1)),
        // The page of a fiche in the rapport resolves the names of the fiche.
        (RAPPORT_FICHE_2, "budget.an2026.charges.total", 2, FicheDatum::ChargesTotal(vec![2])),
    ] {
        assert_eq!(link(file, &format!("{{{name}}}")).target, of_fiche(fiche, datum), "{name}");
    }
}

#[test]
fn a_reference_is_alone_only_as_a_paragraph_of_the_page() {
    for (text, standing) in [
        ("{duree}", Standing::Alone),
        ("Dure {duree}.", Standing::InSentence),
        ("Dure **{duree}**.", Standing::InSentence),
        ("- {duree}", Standing::InSentence),
        ("> {duree}", Standing::InSentence),
        ("| Durée |\n|---|\n| {duree} |", Standing::InSentence),
        ("Une note[^n].\n\n[^n]: {duree}", Standing::InSentence),
    ] {
        assert_eq!(
            link(FICHE_2, text),
            Link { target: of_fiche(2, FicheDatum::Duration), standing, filter: None },
            "{text}"
        );
    }
}

#[test]
fn a_table_has_no_link_in_a_sentence() {
    for text in ["Voir {indicateurs}.", "- {indicateurs}", "> {indicateurs}"] {
        let scenario = project().add(FICHE_3, &format!("\n\n{text}\n"));
        assert_eq!(faults(&scenario), ["REF-004 {indicateurs}"], "{text}");
    }
}

#[test]
fn what_names_nothing_leads_nowhere() {
    for (file, name) in [
        (PREAMBULE, "budget.total"),
        (PREAMBULE, "fiche.9.budget.total"),
        (PREAMBULE, "fiche.1"),
        (RAPPORT_SUMMARY, "duree"),
        (FICHE_2, "convention.nom"),
        (FICHE_2, "budget"),
        (FICHE_2, "budget.an2024+an2030.total"),
        (FICHE_2, "budget.an2024+an2030.charges"),
        (FICHE_2, "tableau.autre"),
        (FICHE_3, "budget.financements.region"),
    ] {
        let scenario = project().add(file, &format!("\n\nVoir {{{name}}}.\n"));
        assert_eq!(faults(&scenario), [format!("REF-002 {{{name}}}")], "{file}");
    }
}

#[test]
fn what_may_be_in_a_fiche_that_was_not_read_is_not_said_to_lead_nowhere() {
    let quoting = project()
        .add(PREAMBULE, "\n\nVoir {fiche.2.budget.total}, {fiche.1.tableau.rien} et {fiche.2.rien}.\n")
        .add(RAPPORT_FICHE_2, "\n\nVoir {bordereau.flash} et {rien}.\n");
    let scenario = quoting.write(FICHE_2, "---\nnumero: 2\nintitule: \"Ouvrir\n---\n");
    let hidden = ["{fiche.2.budget.total}", "{bordereau.flash}"];
    let said = faults(&scenario);
    assert!(hidden.iter().all(|name| !said.iter().any(|s| s.ends_with(name))), "{said:#?}");
    for name in ["{fiche.1.tableau.rien}", "{fiche.2.rien}", "{rien}"] {
        assert!(said.contains(&format!("REF-002 {name}")), "{name} : {said:#?}");
    }
}

#[test]
fn a_fault_in_a_fiche_hides_what_its_own_data_would_be() {
    let scenario = project()
        .replace(FICHE_3, "    - { compte: \"21\"", "    - { comte: \"21\"")
        .add(FICHE_3, "\n\nVoir {tableau.rien}.\n")
        .add(FICHE_1, "\n\nVoir {tableau.rien} et {fiche.3.tableau.rien}.\n");
    assert_eq!(faults(&scenario), ["REF-002 {tableau.rien}"]);
    let snapshot = read(&scenario);
    let fault = snapshot.findings().find(|d| d.code == "REF-002").unwrap();
    assert!(snapshot.sources.location(fault.labels[0].span).starts_with(FICHE_1));
}

#[test]
fn a_name_misspelt_is_told_once_and_not_by_each_reference_to_it() {
    let scenario = project()
        .replace(FICHE_3, "financeur: etat, montant: \"8 800,02", "financeur: état, montant: \"8 800,02")
        .add(FICHE_1, "\n\nL’État paie {fiche.3.budget.financements.etat}.\n");
    assert_eq!(faults(&scenario), ["REF-001 état"]);
}

#[test]
fn an_account_that_was_not_read_is_not_said_to_be_absent() {
    let organisation = "content/organisation.yaml";
    let text = project().read(organisation);
    let iban = text.lines().find(|l| l.trim_start().starts_with("iban:")).unwrap();
    let scenario = project().replace(organisation, &format!("{iban}\n"), "");
    assert_eq!(faults(&scenario), Vec::<String>::new());
}

/// What is told of a text added to the first fiche, `CODE advice`.
fn advice(text: &str) -> Vec<String> {
    let snapshot = read(&project().add(FICHE_1, &format!("\n\n{text}\n")));
    let say = |d: &Diagnostic| format!("{} {}", d.code, d.help.as_deref().unwrap_or(""));
    snapshot.findings().map(say).collect()
}

#[test]
fn a_name_with_other_capitals_or_blanks_is_told_with_its_spelling() {
    for (text, name) in [
        ("Il coûte {Total} en tout.", "total"),
        ("Il coûte { total }.", "total"),
        ("Il coûte {TOTAL | lettres}.", "total | lettres"),
        ("Les { Actions } sont là.", "actions"),
        ("{ Compte }", "compte"),
        ("Il coûte {Fiche n° 2 . budget . total}.", "fiche.2.budget.total"),
        ("Il coûte {fiche.n°2.budget.total}.", "fiche.2.budget.total"),
        ("Il coûte {fiche.n°2}.", "fiche.2.total"),
        ("Il coûte {total en tout.", "total"),
        ("Les {actions.", "actions"),
        ("Il coûte {fiche.2.budget.total, en tout.", "fiche.2.budget.total"),
    ] {
        let expected = format!("REF-005 écrire « {{{name}}} » ; pour imprimer l’accolade, « \\{{ »");
        assert_eq!(advice(text), [expected], "{text}");
    }
    assert_eq!(advice("Il coûte \\{Total\\}, {Autre}, {totaux et {Total en tout."), [] as [&str; 0]);
}

#[test]
fn the_spelling_is_a_repair() {
    let scenario =
        project().add(FICHE_1, "\n\nIl coûte { Total } en tout, {fiche.n°2.budget.total} ailleurs.\n");
    let outcome = scenario.command_with(&["check", "--fix"]).output().unwrap();
    let text = scenario.read(FICHE_1);
    assert!(
        text.contains("Il coûte {total} en tout, {fiche.2.budget.total} ailleurs."),
        "{text}\n{outcome:?}"
    );
}

#[test]
fn the_number_of_a_fiche_is_advised_as_it_is() {
    for written in
        ["fiche.n2.budget.total", "fiche.02.budget.total", "fiche.no2.budget.total", "fiche2.budget.total"]
    {
        let told = advice(&format!("Il coûte {{{written}}}."));
        assert!(told[0].starts_with("REF-002 vouliez-vous dire « {fiche.2.budget.total} » ?"), "{told:?}");
    }
}

#[test]
fn what_cannot_be_cited_is_advised_under_a_name_that_can() {
    let table = "tableaux:\n  - { id: a.b, colonnes: [{ titre: Lieu }], lignes: Nord }\n  - { id: É, colonnes: [{ titre: Lieu }], lignes: Nord }\n";
    let scenario = Scenario::new()
        .project("minimal")
        .replace("content/2024/fiches/01.md", "budget:\n", &format!("{table}budget:\n"))
        .add("content/2024/fiches/01.md", "\n\n{tableau.a.b}\n\n{tableau.É}\n");
    let snapshot = read(&scenario);
    let told: Vec<_> =
        snapshot.findings().map(|d| format!("{} {}", d.code, d.help.as_deref().unwrap())).collect();
    let advice =
        |id: &str| format!("donner le nom « {id} » à ce qui est cité, puis écrire « {{tableau.{id}}} »");
    assert!(told.iter().any(|t| t.starts_with("REF-002") && t.contains(&advice("a-b"))), "{told:#?}");
    assert!(told.iter().any(|t| t.starts_with("REF-005") && t.contains(&advice("e"))), "{told:#?}");
}

#[test]
fn braces_that_hold_a_place_to_fill_are_told() {
    for blank in ["{XXX}", "{…}", "{...}", "{ XX € }", "{XX}", "{ ___ }", "{à préciser}", "{?}"] {
        let scenario = Scenario::new()
            .project("minimal")
            .add("content/2024/fiches/01.md", &format!("\n\nIl coûte {blank} en tout.\n"));
        let outcome = scenario.command_with(&["check"]).output().unwrap();
        let said = String::from_utf8_lossy(&outcome.stdout);
        assert_eq!(said.matches("FRM-001").count(), 1, "{blank}\n{said}");
        assert!(said.contains(&format!("« {blank} » attend d’être rempli")), "{blank}\n{said}");
    }
    let scenario = Scenario::new()
        .project("minimal")
        .add("content/2024/fiches/01.md", "\n\nL’ensemble { x }, {{ y }} et \\{ … la suite.\n");
    let outcome = scenario.command_with(&["check"]).output().unwrap();
    assert!(!String::from_utf8_lossy(&outcome.stdout).contains("FRM-001"), "{outcome:?}");
}
