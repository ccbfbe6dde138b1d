//! What a report says at each stage of filling: only what is known is shown, and what is awaited is told once.

use std::collections::BTreeMap;

use calpae::document::{self, Imprint, RapportDocument};
use calpae::model::Dossier;
use calpae::parse;
use calpae::project::{self, Disk};
use calpae::resolve::{Holes, resolve};

use crate::common::Scenario;

const FICHE_2: &str = "content/2024/rapports/2024/fiches/02-equipe-mobile.md";
const CADRE: &str = "content/cadres/essai-rapport.yaml";

/// A sheet that nobody filled, with the rows that the act contracted.
const EMPTY_SHEET: &str = "---\nfiche: 2\ndebut:\nfin:\nexecution:\n  charges:\n    - libelle: \"Équipe mobile\"\n      engage:\n      liquide:\n  financements:\n    - financeur: etat\n      engage:\n      liquide:\n    - financeur: departement\n      engage:\n      liquide:\nresultats:\n  - libelle: \"Nombre de visites\"\n    valeur:\nsuite:\n---\n\n## Réalisations\n\n## Difficultés et écarts\n";

fn full() -> Scenario {
    Scenario::new().project("temoin-rapport")
}

fn half() -> Scenario {
    full().delete(FICHE_2).write(FICHE_2, EMPTY_SHEET)
}

fn dossier(scenario: &Scenario) -> Dossier {
    let project = project::open(&Disk::new(scenario.path("")), None).unwrap();
    parse::read(&project.sources, &project.plan).dossier.unwrap()
}

fn compose(scenario: &Scenario) -> RapportDocument {
    let dossier = dossier(scenario);
    let resolved = resolve(&dossier, &Holes::default());
    document::rapport(&dossier, dossier.rapports.first().unwrap(), &resolved.links, Imprint::annotated(""))
}

fn emitted(scenario: Scenario) -> BTreeMap<String, String> {
    let output = scenario.args(["build", "rapport", "--format", "typ"]).output();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let own = output.into_iter().filter_map(|(name, bytes)| {
        Some((name.strip_prefix("2024/rapport-2024")?.trim_start_matches('/').to_owned(), text(bytes)))
    });
    own.collect()
}

#[test]
fn half_filled_only_what_speaks_has_a_page_and_the_rest_is_a_line() {
    let document = compose(&half());
    assert_eq!(document.fiches.iter().map(|fiche| fiche.numero.as_str()).collect::<Vec<_>>(), ["1"]);
    let awaited = document.attendu.as_ref().unwrap();
    let second: Vec<_> = awaited.lignes.iter().filter(|line| line.nom.starts_with("2.")).collect();
    assert_eq!(second.len(), 1);
    assert_eq!(
        second[0].quoi.iter().map(|words| words.replace('\u{a0}', " ")).collect::<Vec<_>>(),
        ["1 charge", "2 financeurs", "1 résultat", "2 textes"]
    );
    assert!(second[0].entier);
    assert_eq!(second[0].ancre.as_deref(), Some("attendu-2"));
    let files = emitted(half());
    assert!(files.contains_key("fiche-01.typ") && !files.contains_key("fiche-02.typ"), "{:?}", files.keys());
    // What tells of the action leads to its line, and the line can be found.
    assert!(files[".typ"].contains("#link(label(\"attendu-2\"))"), "{}", files[".typ"]);
    assert!(files["attendu.typ"].contains("#label(\"attendu-2\")"), "{}", files["attendu.typ"]);
    // The labels of a sheet without a page are those of the act: nothing of it is lost.
    let said = half().args(["check", "--format", "short"]).run().stdout;
    assert!(!said.contains("TXT-004"), "{said}");
}

#[test]
fn one_word_in_a_sheet_gives_it_its_page() {
    for (from, to) in [
        ("debut:\n", "debut: 2024-05-02\n"),
        ("fin:\n", "fin: sans objet\n"),
        ("suite:\n", "suite: poursuivi\n"),
        ("    valeur:\n", "    valeur: 0\n"),
        ("    valeur:\n", "    valeur:\n    commentaire: \"compté en juin\"\n"),
        ("## Réalisations\n", "## Réalisations\n\nUne équipe est là.\n"),
        ("etat\n      engage:\n", "etat\n      engage: 12 €\n"),
        ("etat\n      engage:\n", "etat\n      engage: sans objet\n"),
    ] {
        let document = compose(&half().replace(FICHE_2, from, to));
        assert_eq!(document.fiches.len(), 2, "{to}");
    }
    // A reason for an absence is told where what is awaited is, and makes no page.
    let document = compose(&half().replace(FICHE_2, "    valeur:\n", "    valeur: à transmettre\n"));
    assert_eq!(document.fiches.len(), 1);
    let lines = &document.attendu.as_ref().unwrap().lignes;
    assert!(lines.iter().any(|line| line.nom.starts_with("2.") && line.raison == "à transmettre"));
    let marks: Vec<_> = lines.iter().filter_map(|line| line.ancre.as_deref()).collect();
    assert_eq!(marks, ["attendu-2"], "une marque ne se pose qu’une fois");
}

#[test]
fn a_legend_comes_with_its_drawing_only() {
    let drawn = emitted(full());
    assert!(drawn["fiche-01.typ"].contains("#legende-des-jauges(depart: true, coupee: false)"));
    assert!(drawn["fiche-02.typ"].contains("#legende-des-jauges(depart: false, coupee: false)"));
    let words = emitted(full().replace(FICHE_2, "valeur: 410", "valeur: à transmettre"));
    assert!(!words["fiche-02.typ"].contains("#legende-des-jauges"), "{}", words["fiche-02.typ"]);
    let far = emitted(full().replace(FICHE_2, "valeur: 410", "valeur: 1 440"));
    assert!(far["fiche-02.typ"].contains("#legende-des-jauges(depart: false, coupee: true)"));
}

#[test]
fn what_is_no_target_does_not_stand_under_target() {
    let replaced = full().replace(FICHE_2, "valeur: 410", "valeur: 410\n    cible: non renseigné");
    let document = compose(&replaced);
    let objective = &document.fiches[1].objectifs[0];
    assert_eq!(objective.cible.lignes, ["non renseigné"]);
    assert_eq!(objective.situation.as_deref(), Some("600"));
    assert!(!document.fiches[1].a_cible, "aucune cible : la colonne n’a pas lieu d’être");
    let contracted = compose(&full());
    let objective = &contracted.fiches[1].objectifs[0];
    assert_eq!((objective.cible.lignes.concat().as_str(), objective.situation.as_deref()), ("600", None));
}

#[test]
fn labels_keep_the_title_of_their_group() {
    let grouped = full().replace(CADRE, "- { id: jeunes,", "- { id: jeunes, groupe: Par âge,").replace(
        CADRE,
        "- { id: agees,",
        "- { id: agees, groupe: Par âge,",
    );
    let document = compose(&grouped);
    let groups: Vec<_> =
        document.fiches[0].objectifs.iter().map(|o| (o.groupe.as_deref(), o.retrait)).collect();
    assert_eq!(groups, [(None, 0), (Some("Par âge"), 2), (None, 2), (None, 0)]);
}

#[test]
fn a_total_that_is_unknown_has_the_same_words_everywhere() {
    let unknown = |sheet: &str, amounts: &[&str], scenario: Scenario| {
        amounts.iter().fold(scenario, |scenario, amount| {
            scenario.replace(sheet, &format!("liquide: {amount}"), "liquide:")
        })
    };
    // The words of the cells under « Exécuté » and « Liquidé » in the rows of totals.
    let scenario = unknown(FICHE_2, &["36 000 €", "20 000 €", "16 000 €"], full());
    let document = compose(&scenario);
    let total = |table: &document::view::TableView, label: &str, title: &str| {
        let column = table.colonnes.iter().position(|column| column.titre == title).unwrap();
        let row = table.lignes.iter().find(|row| row.cellules[0].lignes.concat() == label).unwrap();
        row.cellules[column].lignes.concat()
    };
    assert_eq!(total(&document.financier, "Total de l’annexe B", "Exécuté"), "non renseigné");
    let by_axe = document.synthese.annexes.as_ref().unwrap();
    assert_eq!(total(by_axe, "Engagements du Département", "Exécuté"), "non renseigné");
    assert_eq!(document.apercu.groupes[1].actions[0].execute.lignes, ["non renseigné"]);
    // On its page the column has nothing to say.
    assert!(document.fiches[1].financements.colonnes.iter().all(|column| column.titre != "Liquidé"));
}

#[test]
fn no_part_of_the_report_has_the_name_of_an_annexe_of_the_act() {
    let files = emitted(full());
    let titles: Vec<&str> = files
        .values()
        .flat_map(|text| text.lines())
        .filter_map(|line| line.trim().strip_prefix("#annexe(titre: ["))
        .collect();
    assert!(titles.len() >= 5, "{titles:?}");
    assert!(titles.iter().all(|title| !title.starts_with("Annexe 1")), "{titles:?}");
}

/// Shares of the light that each shade of a printed bar sends back, compared two by two.
#[test]
fn shades_of_funders_are_told_apart_in_grey() {
    let charte = include_str!("../../templates/charte/couleurs.typ");
    let shades = charte.split_once("#let teintes = (").unwrap().1.lines().next().unwrap();
    let light = |hexadecimal: &str| {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&hexadecimal[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4) + 0.05
    };
    let lights: Vec<f64> = shades.split('#').skip(1).map(|shade| light(&shade[..6])).collect();
    assert_eq!(lights.len(), 5);
    for (rank, one) in lights.iter().enumerate() {
        for (other, two) in lights.iter().enumerate().skip(rank + 1) {
            let contrast = one.max(*two) / one.min(*two);
            let least = if other == rank + 1 { 1.9 } else { 1.5 };
            assert!(contrast >= least, "teintes {} et {} : {contrast:.2}", rank + 1, other + 1);
        }
    }
}

/// The synthesis of a full report is one page: it starts with its title, and the page after has another.
#[cfg(feature = "pdf")]
#[test]
fn the_synthesis_of_a_full_report_is_one_page() {
    use crate::common::trees::{fixture, in_memory};
    use calpae::render::{self, TemplateStore};
    use calpae::snapshot::Snapshot;
    for name in ["temoin-rapport", "val-d-ambre"] {
        let snapshot = Snapshot::read(project::open(&in_memory(&fixture(name)), None).unwrap());
        let dossier = snapshot.whole().unwrap();
        let (store, _) = TemplateStore::new(&snapshot);
        let rapport = dossier.rapports.first().unwrap();
        let document = document::rapport(dossier, rapport, &snapshot.links, Imprint::annotated("0"));
        let emission = render::rapport::emit(&document, &snapshot, &store).unwrap();
        let pages = calpae::typeset::compose(&emission.bundle).unwrap().boxes();
        let words = |page: usize| {
            let texts: Vec<&str> = pages[page].texts.iter().map(|text| text.text.as_str()).collect();
            texts.join(" ")
        };
        // Cover, sommaire, synthesis.
        assert!(
            words(2).starts_with("Synthèse") && words(2).contains("Part de l’État"),
            "{name} : {}",
            words(2)
        );
        assert!(words(3).starts_with("Bilan global"), "{name} : {}", words(3));
    }
}
