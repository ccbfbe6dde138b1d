//! `calpae historique` as a person meets it: one thing of the act along the commits of a repository, whatever it was called.

#![expect(clippy::disallowed_methods, reason = "the tests write what a person would")]

use std::fs;

use serde_json::Value;
use tempfile::tempdir;

use crate::common::git::{History, calpae, commit, git, git_on};
use crate::common::repository;

const FAMILIES: &str = "fiches/1.1-familles.md";

/// One commit a month, so that their order is that of the calendar.
struct Calendar {
    acts: History,
    month: usize,
}

impl Calendar {
    fn new() -> Self {
        Self { acts: History::new(), month: 0 }
    }

    fn day(&mut self) -> String {
        self.month += 1;
        format!("2025-{:02}-14T10:00:00+0200", self.month)
    }

    fn commit(&mut self, what: &str) {
        let day = self.day();
        commit(self.acts.folder(), &day, what);
    }

    /// What is told of something, commits by their subjects alone.
    fn told(&self, args: &[&str]) -> String {
        let mut all = vec!["historique"];
        all.extend(args);
        let (text, code) = self.acts.calpae(&all);
        assert_eq!(code, 0, "{text}");
        self.without_commits(&text)
    }

    fn without_commits(&self, text: &str) -> String {
        let commits = git(self.acts.folder(), &["log", "--all", "--format=%h"]);
        commits.lines().fold(text.to_owned(), |text, commit| text.replace(commit, &"·".repeat(commit.len())))
    }
}

/// An amount that changes, of a fiche that is renamed and renumbered on the way.
fn renumbered() -> Calendar {
    let mut calendar = Calendar::new();
    calendar.acts.replace(FAMILIES, "2025-2027: 45 000 €", "2025-2027: 44 000 €");
    calendar.commit("Baisser la part de l’État");
    calendar.acts.replace(FAMILIES, "Deux équipes vont", "Trois équipes vont");
    calendar.commit("Une phrase");
    calendar.acts.rename(FAMILIES, "fiches/1.1-aller-vers.md");
    calendar.commit("Renommer le fichier");
    calendar.acts.replace(
        "fiches/1.1-aller-vers.md",
        "2025-2027: 44 000 €",
        "2025: 40 000 €, 2026-2027: 44 000 €",
    );
    calendar.commit("Baisser 2025");
    calendar.acts.replace("fiches/1.1-aller-vers.md", "numero: \"1.1\"", "numero: \"1.3\"");
    calendar.acts.replace(
        "fiches/1.1-aller-vers.md",
        "titre_court: Aller vers les familles",
        "titre_court: Familles isolées",
    );
    calendar.acts.rename("fiches/1.1-aller-vers.md", "fiches/1.3-familles-isolees.md");
    calendar.commit("Renuméroter la fiche");
    calendar.acts.replace("fiches/1.3-familles-isolees.md", "2024: 35 000 €", "2024: 36 000 €");
    calendar.commit("Relever 2024");
    calendar.acts.replace("fiches/1.2-bus.md", "2025: 53 000 €", "2025: 52 000 €");
    calendar.commit("Une autre fiche");
    calendar
}

#[test]
fn an_amount_is_followed_whatever_its_fiche_is_called() {
    let calendar = renumbered();
    insta::assert_snapshot!(calendar.told(&["fiches/1.3:etat"]));
    // However it is asked for.
    let lines = |subject: &str| {
        let told = calendar.told(&[subject]);
        told.split_once("\n\n").map(|(_, lines)| lines.to_owned()).unwrap_or_default()
    };
    assert_eq!(lines("fiche/1.3:etat"), lines("fiches/1.3:etat"));
    assert_eq!(lines("fiche.1.3.etat"), lines("fiches/1.3:etat"));
    insta::assert_snapshot!(
        "history_of_parts",
        [
            calendar.told(&["total:etat:2025"]),
            calendar.told(&["fiches/1.3:etat:2025"]),
            calendar.told(&["fiches/1.3/titre_court"]),
            calendar.told(&["fiches/1.3"]),
            calendar.told(&["convention.effet"]),
            calendar.told(&["plafond.reste.2025"]),
        ]
        .join("\n—\n\n")
    );
    insta::assert_snapshot!(
        "history_in_markdown",
        calendar.told(&["fiches/1.3:etat", "--format", "markdown"])
    );
    // Any datum, by the path that a comparison bears.
    let (json, _) =
        calendar.acts.calpae(&["diff", "HEAD~2", "HEAD~1", "--sans-constats", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let path = json["sujets"][0]["differences"][0]["chemin"].as_str().unwrap();
    assert!(path.starts_with("fiches/fiches/1.3-familles-isolees.md/budgets/"), "{path}");
    let told = calendar.told(&[path]);
    assert!(
        told.contains("35\u{202f}000,00\u{a0}€ → 36\u{202f}000,00\u{a0}€") || told.contains("→ 36"),
        "{told}"
    );
    assert!(told.contains("devient"), "{told}");
}

#[test]
fn a_history_starts_where_it_is_asked_to() {
    let calendar = renumbered();
    git(calendar.acts.folder(), &["tag", "vote", "HEAD~3"]);
    let told = calendar.told(&["fiches/1.3:etat", "--depuis", "vote"]);
    assert!(
        told.contains("Relever 2024") && told.contains("Renuméroter") && told.contains("déjà là"),
        "{told}"
    );
    assert!(!told.contains("Baisser la part"), "{told}");
    let (told, code) = calendar.acts.calpae(&["historique", "fiches/1.3:etat", "--depuis", "vot"]);
    assert!(code == 2 && told.contains("vouliez-vous dire « vote »"), "{told}");
}

#[test]
fn what_is_not_committed_is_said_first() {
    let calendar = renumbered();
    calendar.acts.replace("fiches/1.3-familles-isolees.md", "2024: 36 000 €", "2024: 37 000 €");
    let told = calendar.told(&["fiches/1.3:etat:2024"]);
    let folder = told.find("dans le dossier de travail").unwrap();
    assert!(folder < told.find("Relever 2024").unwrap() && told.contains("Aujourd’hui\u{a0}: 37"), "{told}");
    let text = calendar.acts.read("fiches/1.3-familles-isolees.md");
    calendar.acts.write("fiches/1.3-familles-isolees.md", &text.replace("budget:\n", "budget: [\n"));
    let told = calendar.told(&["fiches/1.3:etat:2024"]);
    assert!(told.contains("Aujourd’hui\u{a0}: illisible") && told.contains("→ 36"), "{told}");
    fs::remove_file(calendar.acts.path("fiches/1.3-familles-isolees.md")).unwrap();
    let told = calendar.told(&["fiches/1.3:etat:2024"]);
    assert!(told.contains("n’existe plus") && told.contains("disparaît"), "{told}");
}

#[test]
fn a_fiche_may_come_from_another_go_and_come_back() {
    let mut calendar = Calendar::new();
    let whole = calendar.acts.read("fiches/2.2-sante.md");
    let second = whole
        .replace("numero: \"2.2\"", "numero: \"2.3\"")
        .replace("Animer une équipe mobile de santé", "Animer une équipe mobile de santé mentale")
        .replace("Équipe mobile de santé", "Santé mentale")
        .replace("25 000,25 €", "10 000,25 €");
    calendar.acts.write("fiches/2.3-sante-mentale.md", &second);
    calendar.commit("Scinder");
    fs::remove_file(calendar.acts.path("fiches/2.3-sante-mentale.md")).unwrap();
    calendar.commit("Retirer");
    calendar.acts.write("fiches/2.3-sante-mentale.md", &second.replace("10 000,25 €", "11 000,25 €"));
    calendar.commit("Remettre");
    fs::remove_file(calendar.acts.path("fiches/2.2-sante.md")).unwrap();
    calendar.commit("Réunir");
    insta::assert_snapshot!(calendar.told(&["fiches/2.3:etat"]));
}

#[test]
fn a_copy_does_not_come_from_what_it_is_a_copy_of() {
    let mut calendar = Calendar::new();
    calendar.acts.replace(FAMILIES, "2024: 35 000 €", "2024: 36 000 €");
    calendar.commit("Relever l’original");
    let copy = calendar.acts.read(FAMILIES).replace("numero: \"1.1\"", "numero: \"1.4\"");
    calendar.acts.write("fiches/1.4-copie.md", &copy);
    calendar.commit("Copier");
    calendar.acts.replace("fiches/1.4-copie.md", "2024: 36 000 €", "2024: 37 000 €");
    calendar.commit("Relever la copie");
    let told = calendar.told(&["fiches/1.4:etat:2024"]);
    assert!(told.contains("Relever la copie") && told.contains("Copier"), "{told}");
    assert!(!told.contains("original") && told.contains("2 y touchent"), "{told}");
}

#[test]
fn a_fiche_with_an_identifier_is_known_by_it() {
    let mut calendar = Calendar::new();
    calendar.acts.replace(FAMILIES, "numero: \"1.1\"", "id: familles\nnumero: \"1.1\"");
    calendar.commit("Donner un identifiant");
    calendar.acts.rename(FAMILIES, "fiches/1.5-tout-autre.md");
    calendar.acts.replace("fiches/1.5-tout-autre.md", "numero: \"1.1\"", "numero: \"1.5\"");
    calendar.commit("Renuméroter");
    calendar.acts.replace("fiches/1.5-tout-autre.md", "2024: 35 000 €", "2024: 36 000 €");
    calendar.commit("Relever");
    let path = "fiches/id familles/budgets/financements/etat/montant/2024";
    for subject in ["fiches/1.5:etat:2024", "fiches/1.5-tout-autre.md/titre", "fiches/id familles", path] {
        let told = calendar.told(&[subject]);
        assert!(told.contains("devient Fiche 1.5") && told.contains("apparaît"), "{subject} : {told}");
        assert_eq!(told.contains("Relever"), !subject.ends_with("titre"), "{subject} : {told}");
    }
}

#[test]
fn a_commit_that_cannot_be_read_is_said_and_passed_over() {
    let mut calendar = Calendar::new();
    calendar.acts.replace(FAMILIES, "2024: 35 000 €", "2024: 36 000 €");
    calendar.commit("Relever");
    let text = calendar.acts.read(FAMILIES);
    calendar.acts.write(FAMILIES, &text.replace("budget:\n", "budget: [\n"));
    calendar.commit("Casser la fiche");
    let frame = calendar.acts.read("convention.yaml");
    calendar.acts.write("convention.yaml", "cadre: [\n");
    calendar.commit("Casser la convention");
    calendar.acts.write("convention.yaml", &frame);
    calendar.acts.write(FAMILIES, &text.replace("2024: 36 000 €", "2024: 38 000 €"));
    calendar.commit("Réparer");
    insta::assert_snapshot!(calendar.told(&["fiches/1.1:etat:2024"]));
    let path = calendar.told(&["fiches/1.1/titre"]);
    assert!(path.contains("Casser la fiche") && path.contains("apparaît"), "{path}");
}

#[test]
fn an_edition_may_be_absent_or_have_another_name() {
    let acts = History::uncommitted();
    let folder = acts.folder().to_owned();
    let away = tempdir().unwrap();
    fs::rename(folder.join("content"), away.path().join("content")).unwrap();
    fs::write(folder.join("LISEZMOI.md"), "Bientôt.\n").unwrap();
    crate::common::git::init(&folder);
    fs::rename(away.path().join("content"), folder.join("content")).unwrap();
    fs::rename(folder.join("content/2024-2027"), folder.join("content/projet")).unwrap();
    commit(&folder, "2025-01-14T10:00:00+0200", "Commencer l’acte");
    fs::rename(folder.join("content/projet"), folder.join("content/2024-2027")).unwrap();
    commit(&folder, "2025-02-14T10:00:00+0200", "Nommer l’édition");
    let calendar = Calendar { acts, month: 2 };
    insta::assert_snapshot!(
        [calendar.told(&["fiches/1.1:etat"]), calendar.told(&["total.etat"])].join("\n—\n\n")
    );
}

/// A branch that changes an amount twice, and is merged.
fn merged() -> Calendar {
    let mut calendar = Calendar::new();
    let folder = calendar.acts.folder().to_owned();
    git(&folder, &["checkout", "-q", "-b", "essai"]);
    for (from, to) in [("35 000", "36 000"), ("36 000", "37 000")] {
        calendar.acts.replace(FAMILIES, &format!("2024: {from} €"), &format!("2024: {to} €"));
        calendar.commit(&format!("Porter à {to}"));
    }
    git(&folder, &["checkout", "-q", "main"]);
    calendar.acts.replace("fiches/1.2-bus.md", "2025: 53 000 €", "2025: 52 000 €");
    calendar.commit("Pendant ce temps");
    let day = calendar.day();
    git_on(&folder, &day, &["merge", "-q", "--no-ff", "-m", "Réunir la branche", "essai"]);
    calendar
}

#[test]
fn a_merge_is_one_commit_or_all_those_that_it_brings() {
    let calendar = merged();
    let told = calendar.told(&["fiches/1.1:etat:2024"]);
    assert!(told.contains("Réunir la branche") && told.contains("2 y touchent"), "{told}");
    assert!(!told.contains("Porter à"), "{told}");
    let told = calendar.told(&["fiches/1.1:etat:2024", "--toutes"]);
    assert!(!told.contains("Réunir la branche") && told.contains("3 y touchent"), "{told}");
    assert!(told.find("Porter à 37 000").unwrap() < told.find("Porter à 36 000").unwrap(), "{told}");
    // Each side of a merge counts in a sum of the act.
    let told = calendar.told(&["total.etat", "--toutes"]);
    assert!(told.contains("Réunir la branche") && told.contains("Pendant ce temps"), "{told}");
}

#[test]
fn whatever_the_repository_nothing_is_written() {
    let calendar = renumbered();
    let origin = calendar.acts.folder();
    let others = tempdir().unwrap();
    let url = format!("file://{}", origin.display());
    git(others.path(), &["clone", "-q", "--bare", &url, "nu.git"]);
    git(others.path(), &["clone", "-q", "--depth", "3", &url, "court"]);
    let linked = others.path().join("lié");
    git(origin, &["worktree", "add", "-q", "--detach", linked.to_str().unwrap(), "HEAD~1"]);
    let expected = calendar.told(&["fiches/1.3:etat"]);
    let before = crate::common::read_tree(origin);
    for (place, is_whole) in [("nu.git", true), ("lié", true), ("court", false)] {
        let place = others.path().join(place);
        let (text, code) = calpae(&place, &["historique", "fiches/1.3:etat"]);
        assert_eq!(code, 0, "{text}");
        assert_eq!(text.contains("git fetch --unshallow"), !is_whole, "{text}");
        assert_eq!(text.contains("déjà là"), !is_whole, "{text}");
        if is_whole {
            let lines = |text: &str| text.split_once("\n\n").unwrap().1.to_owned();
            assert_eq!(lines(&calendar.without_commits(&text)), lines(&expected), "{}", place.display());
        }
    }
    assert!(crate::common::read_tree(origin) == before);
}

#[test]
fn what_is_not_known_is_told_with_what_is_near() {
    let calendar = Calendar::new();
    for (subject, said) in [
        ("fiches/1.1:etta", "vouliez-vous dire « fiches/1.1:etat » ?"),
        ("total:etat", "vouliez-vous dire « total.etat » ?"),
        ("fiches/1.1/titr", "vouliez-vous dire « fiches/fiches/1.1-familles.md/titre » ?"),
        ("fiches/1.1/budgets/rien", "ce qui s’y trouve"),
        ("n’importe quoi", "« calpae explain » donne les totaux"),
        ("", "« calpae explain » donne les totaux"),
    ] {
        let (text, code) = calendar.acts.calpae(&["historique", subject]);
        assert!(code == 2 && text.contains("à faire") && text.contains(said), "{subject} : {text}");
    }
    let alone = History::uncommitted();
    let (text, code) = alone.calpae(&["historique", "total.etat"]);
    assert!(code == 2 && text.contains("git init"), "{text}");
    git(alone.folder(), &["init", "-q"]);
    let (text, code) = alone.calpae(&["historique", "total.etat"]);
    assert!(code == 2 && text.contains("n’a pas encore de révision"), "{text}");
    let (text, code) = calendar.acts.calpae(&["historique"]);
    assert!(code == 2 && text.contains("SUJET"), "{text}");
}

#[test]
fn programs_read_a_history_as_its_schema_says() {
    let read = |name: &str| -> Value {
        let text = fs::read_to_string(repository().join("docs/schemas").join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let differences = jsonschema::Resource::from_contents(read("diff-1.schema.json"));
    let beside = jsonschema::Registry::new();
    let beside =
        beside.add("https://calpae.invalid/diff-1.schema.json", differences).unwrap().prepare().unwrap();
    let options = jsonschema::options().with_base_uri("https://calpae.invalid/historique-1.schema.json");
    let schema = options.with_registry(&beside).build(&read("historique-1.schema.json")).unwrap();
    let (calendar, branch) = (renumbered(), merged());
    calendar.acts.replace("fiches/1.3-familles-isolees.md", "Trois équipes vont", "Quatre équipes vont");
    for (acts, args) in [
        (&calendar, vec!["fiches/1.3:etat"]),
        (&calendar, vec!["fiches/1.3"]),
        (&calendar, vec!["convention.effet"]),
        (&calendar, vec!["fiches/1.3:etat", "--depuis", "HEAD~2"]),
        (&branch, vec!["total.etat", "--toutes"]),
    ] {
        let mut all = vec!["historique", "--format", "json"];
        all.extend(&args);
        let (text, code) = acts.acts.calpae(&all);
        let value: Value = serde_json::from_str(&text).unwrap();
        let faults: Vec<String> = schema.iter_errors(&value).map(|fault| fault.to_string()).collect();
        assert!(code == 0 && faults.is_empty(), "{args:?} : {faults:#?}\n{text}");
    }
}
