//! A new project signed by two parties, then by three: its words, its names, the page where it is signed.

use super::run;
use crate::common::Scenario;

/// A new project, and one more party when asked for.
fn project(cadre: &str, has_third: bool) -> Scenario {
    let args = ["new", "projet", "--departement", "974", "--annee", "2026", "--cadre", cadre];
    let scenario = run(Scenario::new(), &args).0;
    let text = scenario.read("content/organisation.yaml");
    let text = text
        .replacen("[nom à compléter]", "Jeanne Martin", 1)
        .replacen("[nom à compléter]", "Cyrille Payet", 1)
        .replace("\"[neuf chiffres]\"", "\"229740014\"");
    // The lines of one more party are there: only their « # » goes.
    let third = text.lines().skip_while(|line| !line.starts_with("#  - id: caf"));
    let third: Vec<&str> = third.take_while(|line| line.starts_with("# ")).collect();
    assert!(third.len() > 5, "{text}");
    let third = third.join("\n");
    let bare = third
        .replace("\n#", "\n")
        .replacen('#', "", 1)
        .replace("nom: …", "nom: Alix Hoarau")
        .replace("nom: La Caisse", "nom: Caisse");
    let whole = if has_third { text.replace(&third, &bare) } else { text };
    scenario.write("content/organisation.yaml", &whole)
}

fn heard(scenario: Scenario) -> String {
    let (scenario, outcome) = run(scenario, &["build", "--format", "lecture"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    scenario.read("output/2026/convention-lecture.txt").replace(['\u{a0}', '\u{202f}'], " ")
}

#[cfg(feature = "pdf")]
#[test]
fn its_words_and_its_page_of_signatures_fit_two_parties_and_three() {
    for cadre in ["contrat-local", "appui"] {
        for has_third in [false, true] {
            let heard = heard(project(cadre, has_third));
            for word in ["l’autre", "les deux parties", "« le Préfet »", "et Caisse"] {
                assert!(!heard.contains(word), "{cadre} : {word}\n{heard}");
            }
            assert!(heard.contains("désigné ci-après par « l’État »"), "{heard}");
            assert_eq!(heard.contains("La Caisse d’allocations familiales"), has_third, "{heard}");
            // Who signs is named under the room for the hand and the seal, before anyone signs.
            let end = heard.split("Fait à Saint-Denis").nth(1).unwrap();
            for (name, signs) in
                [("Jeanne Martin", true), ("Cyrille Payet", true), ("Alix Hoarau", has_third)]
            {
                assert_eq!(end.contains(name), signs, "{name}\n{end}");
            }
            assert_eq!(end.contains("Directrice"), has_third, "{end}");
        }
    }
}

#[test]
fn the_foot_of_its_pages_does_not_say_the_kind_of_the_act_twice() {
    for (cadre, foot) in [
        ("contrat-local", "pied: [CLS, La Réunion, 2026 à 2029"),
        ("cls-2024", "pied: [Contrat CLS, La Réunion"),
        ("calpae-2022", "pied: [Convention CALPAE, La Réunion"),
    ] {
        let (scenario, outcome) = run(project(cadre, false), &["build", "--format", "typ"]);
        assert_eq!(outcome.code, 0, "{outcome}");
        let main = scenario.read("output/2026/convention.typ");
        assert!(main.contains(foot), "{cadre} : {main}");
    }
}

#[test]
fn every_word_that_agrees_with_who_signs_is_marked() {
    let text = run(Scenario::new(), &["new", "projet", "--departement", "974", "--annee", "2026"])
        .0
        .read("content/organisation.yaml");
    let said = text.lines().filter(|line| !line.starts_with('#'));
    for line in said.filter(|line| line.contains("Préfet") || line.contains("Président")) {
        assert!(line.contains("# à décider"), "{line}");
    }
}
