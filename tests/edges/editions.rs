//! The folder of an edition against its year and its exercices, and the parties that an edition keeps.

use super::{CONVENTION, FICHE_2, codes, project, told, typst};
use crate::common::{Scenario, read_tree};

/// A project whose edition is in another folder.
fn renamed(scenario: Scenario, name: &str) -> Scenario {
    std::fs::rename(scenario.path("content/2024"), scenario.path(&format!("content/{name}"))).unwrap();
    scenario
}

#[test]
fn a_folder_of_another_year_is_told_once_at_the_year() {
    let told = told(renamed(project(), "2026"), "");
    let ours: Vec<_> = told.iter().filter(|line| line.contains("PRJ-008")).collect();
    assert_eq!(
        ours,
        ["content/2026/convention.yaml:2:8: erreur PRJ-008: l’édition « 2026 » porte l’année 2024"],
        "{told:?}"
    );
    assert!(!told.iter().any(|line| line.contains("DAT-014")), "{told:?}");
    // The rules went on, and no document is made under two years.
    assert!(!told.iter().any(|line| line.contains("n’ont pas été passées")), "{told:?}");
    assert_eq!(renamed(project(), "2026").args(["build", "--format", "typ"]).run().code, 1);
    for name in [
        "2024",
        "2024-2027",
        "2022-2024",
        "2024-avenant-1",
        "2024 (copie)",
        "brouillon",
        "acte",
        "974",
        "75056",
        "12",
    ] {
        let told = codes(renamed(project(), name), "");
        assert!(!told.iter().any(|code| code == "PRJ-008"), "{name} : {told:?}");
    }
    for name in ["2023", "2025-2027", "2025-avenant-1", "2201", "1024", "2204-projet"] {
        let told = codes(renamed(project(), name), "");
        assert!(told.iter().any(|code| code == "PRJ-008"), "{name} : {told:?}");
    }
}

#[test]
fn a_folder_of_none_of_the_exercices_is_told_once() {
    let of = |name: &str| {
        let scenario = Scenario::new().project("quatre-ans");
        let place = |name: &str| scenario.path(&format!("content/{name}"));
        std::fs::rename(place("2024-2027"), place(name)).unwrap();
        let told = told(scenario, "");
        told.into_iter().filter(|line| line.contains("PRJ-008")).collect::<Vec<_>>()
    };
    for name in ["2023", "2028-2030", "2204-2027"] {
        let told = of(name);
        let [line] = told.as_slice() else { panic!("{name} : {told:?}") };
        assert!(line.ends_with(&format!("l’édition « {name} » porte les années 2024 à 2027")), "{line}");
    }
    for name in ["2024", "2024-2027", "2024-avenant-1", "2025-2027", "contrat"] {
        assert_eq!(of(name), [] as [&str; 0], "{name}");
    }
}

#[test]
fn an_act_of_several_years_is_filed_and_checked_as_one() {
    // The most recent of the editions, though a single year is named after it.
    let both = renamed(project(), "2024-2027").project("temoin");
    let both = both.replace(CONVENTION, "annee: 2024", "annee: 2024 # ancien");
    let both = renamed(both, "2023");
    let said = told(both, "DAT-001");
    assert_eq!(said, [] as [&str; 0], "the check is that of 2024-2027: 2023 says PRJ-008");
    // A budget and an action of its second year are within it, without « execution ».
    let several = project()
        .replace(CONVENTION, "execution: du 2024-01-01 au 2024-12-31\n", "")
        .replace(FICHE_2, "mise_en_place: 2024-02-01", "mise_en_place: 2026-02-01")
        .replace(FICHE_2, "duree: 11 mois, jusqu'en décembre 2024", "duree: 11 mois, jusqu'en décembre 2026")
        .replace(FICHE_2, "  periode: 2024", "  periode: 2026");
    let several = renamed(several, "2024-2027");
    assert_eq!(codes(several, "DAT-004,FIN-026"), [] as [&str; 0]);
    // With « execution », a later year of the contract too; after it, no.
    let later = |end: &str| {
        project()
            .replace(
                CONVENTION,
                "execution: du 2024-01-01 au 2024-12-31",
                &format!("execution: du 2024-01-01 au {end}"),
            )
            .replace(FICHE_2, "mise_en_place: 2024-02-01", "mise_en_place: 2026-02-01")
            .replace(
                FICHE_2,
                "duree: 11 mois, jusqu'en décembre 2024",
                "duree: 11 mois, jusqu'en décembre 2026",
            )
    };
    assert_eq!(codes(later("2027-12-31"), "DAT-004"), [] as [&str; 0]);
    assert_eq!(codes(later("2025-12-31"), "DAT-004"), ["DAT-004"]);
    let told = told(project().replace(CONVENTION, "annee: 2024", "annee: 2024-2027"), "");
    let line = "content/2024/convention.yaml:2:8: erreur VAL-004: une convention de plusieurs années porte la première : « 2024 »";
    assert!(told.iter().any(|l| l == line), "{told:?}");
}

const OWN: &str = "content/2024/organisation.yaml";

#[test]
fn an_edition_keeps_the_parties_that_signed_it() {
    let shared = project().read("content/organisation.yaml");
    let signed = typst(project());
    // Its own file wins, whatever the shared one has become.
    let new_prefet = shared.replace("Aurélienne Castelnoir", "Zoé Dubreuil");
    let kept = project().write(OWN, &shared).write("content/organisation.yaml", &new_prefet);
    assert_eq!(typst(kept), signed);
    assert!(typst(project().write("content/organisation.yaml", &new_prefet)).contains("Zoé Dubreuil"));
    // The shared file may even be absent, or not be read.
    let alone = project().write(OWN, &shared).delete("content/organisation.yaml");
    assert_eq!(codes(alone, ""), [] as [&str; 0]);
    let told = told(project().write("content/2024/organisation.yml", &shared), "");
    assert_eq!(
        told.first().map(String::as_str),
        Some(
            "content/2024/organisation.yml:1:1: erreur PRJ-005: « content/2024/organisation.yml » n’est pas lu"
        ),
        "{told:?}"
    );
}

#[test]
fn the_next_edition_has_its_own_parties() {
    let scenario = project().args(["new", "edition", "2025"]);
    let before = read_tree(&scenario.path("content"));
    assert_eq!(scenario.run().code, 0);
    let next = scenario.read("content/2025/organisation.yaml");
    assert!(next.contains("representant: Aurélienne Castelnoir     # à décider : qui signe\n"), "{next}");
    let after = read_tree(&scenario.path("content"));
    assert!(before.iter().all(|(name, bytes)| after.get(name) == Some(bytes)), "what was signed has changed");
}
