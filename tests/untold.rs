//! What a document prints of money that is not told: a total says what it lacks, nothing to add is not zero.

use calpae::document::Imprint;
use calpae::project::{self, Disk};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;
use calpae::{document, render, typeset};

use crate::common::Scenario;

const FICHE: &str = "content/2024/fiches/01.md";
const ETAT: &str = "{ financeur: etat, montant: 1 200 € }";

/// The pages of a project, in words.
fn pages(scenario: &Scenario) -> Vec<String> {
    let snapshot = Snapshot::read(project::open(&Disk::new(scenario.path(".")), None).unwrap());
    assert!(snapshot.findings().next().is_none(), "{:?}", snapshot.findings().collect::<Vec<_>>());
    let document = document::convention(snapshot.whole().unwrap(), &snapshot.links, Imprint::annotated("0"));
    let (store, _) = TemplateStore::new(&snapshot);
    let emission = render::convention::emit(&document, &snapshot, &store).unwrap();
    let composition = typeset::compose(&emission.bundle).unwrap_or_else(|e| panic!("{}", e[0]));
    let words = |page: &String| page.split_whitespace().collect::<Vec<_>>().join(" ");
    composition.texts().iter().map(|t| words(&t.replace(['\u{202f}', '\u{a0}'], " "))).collect()
}

fn minimal() -> Scenario {
    Scenario::new().project("minimal")
}

/// The page that has some words.
fn page<'p>(pages: &'p [String], words: &str) -> &'p str {
    pages.iter().find(|page| page.contains(words)).unwrap_or_else(|| panic!("{words} : {pages:#?}"))
}

#[test]
fn a_total_without_an_amount_of_the_state_says_so_on_every_page() {
    let scenario = minimal().replace(FICHE, ETAT, "{ financeur: etat, montant: non renseigné }");
    let pages = pages(&scenario);
    let whole = pages.join("\n");
    let card = page(&pages, "Fiche-action");
    assert!(card.contains("hors 1 montant non renseigné"), "{card}");
    assert!(!whole.contains("100,0 %") && !whole.contains("100 %"), "no share of an unknown whole\n{whole}");
    assert!(!whole.contains(" 0 €"), "{whole}");
    let recapitulatif = page(&pages, "Total des fiches");
    assert!(recapitulatif.contains("État"), "the column stays\n{recapitulatif}");
    assert!(recapitulatif.matches("hors 1 montant").count() >= 1, "{recapitulatif}");
    assert!(!recapitulatif.contains("Écart avec"), "{recapitulatif}");
    let outcome = scenario.args(["check"]).run();
    assert!(outcome.stdout.contains("FIN-047") || outcome.stderr.contains("FIN-047"), "{outcome}");
}

#[test]
fn each_absence_is_what_it_is() {
    for (absence, is_missing) in [
        ("non renseigné", true),
        ("vide", true),
        ("à transmettre", true),
        ("non communiqué", true),
        ("sans objet", false),
        ("non contracté", false),
    ] {
        let scenario = minimal().replace(FICHE, ETAT, &format!("{{ financeur: etat, montant: {absence} }}"));
        let whole = pages(&scenario).join("\n");
        assert_eq!(whole.contains("hors 1 montant"), is_missing, "{absence} : {whole}");
        assert!(!whole.contains(" 0 €"), "{absence} : {whole}");
        let outcome = scenario.args(["check"]).run();
        assert_eq!(outcome.to_string().contains("FIN-047"), is_missing, "{absence} : {outcome}");
    }
}

#[test]
fn a_zero_is_an_amount() {
    let scenario = minimal()
        .replace(FICHE, ETAT, "{ financeur: etat, montant: 0 € }")
        .replace(FICHE, "montant: 3 000 €", "montant: 1 800 €")
        .replace("content/2024/convention.yaml", "montant_etat: 1 200 €", "montant_etat: 0 €");
    let whole = pages(&scenario).join("\n");
    assert!(whole.contains(" 0 €") && !whole.contains("hors "), "{whole}");
}

#[test]
fn nothing_executed_is_told_as_it_is() {
    let line = "executions: { departement: {\"2022\": non renseigné, \"2023\": sans objet} }\nindicateurs:";
    let cadre = minimal().read("content/cadres/essai.yaml");
    let has_table = cadre.contains("tableau: executions");
    assert!(has_table, "{cadre}");
    let whole = pages(&minimal().replace(FICHE, "indicateurs:", line)).join("\n");
    assert!(!whole.contains(" 0 €"), "{whole}");
    for absence in ["sans objet", "non renseigné", "vide"] {
        let text = minimal().read(FICHE);
        let (before, rest) = text.split_once("budget:\n").unwrap();
        let (_, after) = rest.split_once("indicateurs:").unwrap();
        let scenario = minimal().write(FICHE, &format!("{before}budget: {absence}\nindicateurs:{after}"));
        let whole = pages(&scenario).join("\n");
        assert!(!whole.contains(" 0 €"), "{absence} : {whole}");
    }
}

#[test]
fn a_column_without_a_value_has_no_total() {
    let table = |rows: &str| {
        let tables = format!(
            "tableaux:\n  - id: places\n    titre: Places\n    colonnes:\n      - {{ titre: Lieu }}\n      - {{ titre: Coût, type: montant, total: somme }}\n    lignes: |\n{rows}\nindicateurs:"
        );
        let scenario = minimal().replace(FICHE, "indicateurs:", &tables).replace(
            FICHE,
            "Un accueil ouvre chaque matin.",
            "Un accueil ouvre chaque matin.\n\n{tableau.places}",
        );
        page(&pages(&scenario), "Coût").to_owned()
    };
    for cell in ["non renseigné", "sans objet", "vide", ""] {
        let page = table(&format!("      Nord | {cell}\n      Sud | {cell}"));
        assert!(!page.contains(" 0 €"), "{cell} : {page}");
    }
    let page =
        table("      A | 50 €\n      B | non renseigné\n      C | vide\n      D |\n      E | sans objet");
    assert!(page.contains("hors 3 cases sans valeur"), "{page}");
}

#[test]
fn a_quoted_total_says_what_it_lacks() {
    let scenario = minimal()
        .replace(
            FICHE,
            "montant: 3 000 € }",
            "montant: 3 000 € }\n    - { libelle: Loyer, montant: non renseigné }",
        )
        .replace(
            FICHE,
            "Un accueil ouvre chaque matin.",
            "Un accueil coûte {budget.total}, soit {budget.total|lettres}.",
        );
    let whole = pages(&scenario).join("\n");
    assert!(whole.contains("coûte 3 000 € (hors 1 montant non renseigné)"), "{whole}");
    assert!(whole.contains("trois mille euros (hors 1 montant non renseigné)"), "{whole}");
}

#[test]
fn the_act_of_the_demonstration_says_the_year_that_lacks_an_amount() {
    let scenario = Scenario::new().repository_project();
    let pages = pages(&scenario);
    let annexe = page(&pages, "Montant exécuté (action antérieure)");
    assert_eq!(
        annexe.matches("hors 1 montant").count(),
        1,
        "2019, and not the years before a new action\n{annexe}"
    );
}

#[test]
fn a_share_that_is_not_told_is_cited_as_it_is() {
    let cited = "\n\nL'État apporte {budget.financements.etat}.\n";
    let scenario =
        minimal().replace(FICHE, ETAT, "{ financeur: etat, montant: non renseigné }").add(FICHE, cited);
    let whole = pages(&scenario).join("\n");
    assert!(whole.contains("L’État apporte non renseigné."), "{whole}");
}
