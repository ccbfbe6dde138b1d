//! `calpae diff` as a person meets it: a history in a git repository, each difference told once and only once.

#![expect(clippy::disallowed_methods, reason = "the tests write what a person would")]

use std::fs;

use tempfile::TempDir;

use crate::common::git::{History, calpae, git};
use crate::common::{read_tree, repository};

/// Commits what was done, and gives what it changed, without the lines that name the versions.
fn changed(acts: &History, what: &str) -> String {
    acts.commit(what);
    let (text, code) = acts.calpae(&["diff", "HEAD~1", "HEAD", "--sans-constats"]);
    let told = text.split_once("\n\n").unwrap().1;
    assert_eq!(code, i32::from(!told.starts_with("Aucune")), "{text}");
    format!("# {what}\n{told}\n")
}

/// What is done to the act, commit by commit.
fn history(history: &History) -> String {
    let mut told = String::new();
    let bus = "fiches/1.2-bus.md";
    history.replace("fiches/1.1-familles.md", "2025-2027: 45 000 €", "2025: 44 000 €, 2026-2027: 45 000 €");
    told.push_str(&changed(history, "un montant d’une année"));
    history.replace("fiches/1.1-familles.md", "2025: 44 000 €, 2026-2027: 45 000 €", "2025-2027: 43 000 €");
    told.push_str(&changed(history, "un montant de trois années"));
    history.replace("fiches/1.1-familles.md", "2025-2027: 43 000 €", "2027: 43000, 2025-2026: 43 000,00 €");
    history.replace("fiches/1.1-familles.md", "2025-2026: 43 000,00 €", "2025-2026: \"43 000,00 €\"");
    told.push_str(&changed(history, "le même montant, écrit autrement"));
    history.replace(bus, "cibles: { 2025-2027: 120 }", "cibles: { 2025-2026: 120, 2027: 90 }");
    told.push_str(&changed(history, "une cible"));
    history.replace(bus, "numero: \"1.2\"", "numero: \"1.3\"");
    history.replace(
        bus,
        "intitule: Conduire un bus des familles",
        "intitule: Conduire deux bus des familles",
    );
    history.replace(bus, "titre_court: Bus des familles", "titre_court: Deux bus");
    history.rename(bus, "fiches/1.3-deux-bus.md");
    told.push_str(&changed(history, "une fiche renommée et renumérotée"));
    // « Équipe mobile » is cut in two.
    let team = "fiches/2.2-sante.md";
    let whole = history.read(team);
    let second = whole
        .replace("numero: \"2.2\"", "numero: \"2.3\"")
        .replace("Animer une équipe mobile de santé", "Animer une équipe mobile de santé mentale")
        .replace("Équipe mobile de santé", "Santé mentale")
        .replace("50 000,50 €", "20 000,50 €")
        .replace("25 000,25 €", "10 000,25 €")
        .replace("15 000,25 €", "5 000,25 €")
        .replace("10 000 €, 2026: 5 000 €", "5 000 €, 2026: 5 000 €");
    history.write("fiches/2.3-sante-mentale.md", &second);
    told.push_str(&changed(history, "une fiche scindée"));
    fs::remove_file(history.path("fiches/2.3-sante-mentale.md")).unwrap();
    told.push_str(&changed(history, "deux fiches réunies"));
    history.replace("articles/03-suivi.md", "numero: \"3\"", "numero: \"4\"");
    history.replace("articles/04-duree.md", "numero: \"4\"", "numero: \"3\"");
    history.rename("articles/03-suivi.md", "articles/05-suivi.md");
    history.rename("articles/04-duree.md", "articles/03-duree.md");
    history.rename("articles/05-suivi.md", "articles/04-suivi.md");
    told.push_str(&changed(history, "deux articles intervertis"));
    history.replace(
        "articles/03-duree.md",
        "Il s'achève le 31 décembre 2027.",
        "Il s'achève le 30 juin 2027.",
    );
    told.push_str(&changed(history, "une phrase"));
    history.replace("articles/01-objet.md", " conduisent ensemble, ", " conduisent\nensemble,\n");
    told.push_str(&changed(history, "une phrase coupée autrement"));
    let article = history.read("articles/04-suivi.md");
    let (head, text) = article.rsplit_once("---\n").unwrap();
    history.write("articles/04-suivi.md", &format!("{head}---\nUn comité suit les actions.\n"));
    history.write("articles/03-duree.md", &format!("{}\n{text}", history.read("articles/03-duree.md")));
    told.push_str(&changed(history, "un alinéa d’un article à l’autre"));
    history.replace(
        "fiches/2.1-accueil.md",
        "partenaires: [État, Département, Communes]",
        "partenaires: [État, Département, Communes, CAF]",
    );
    history.replace("convention.yaml", "Honorine Vauquelard", "Ismérie Courtebrèche");
    told.push_str(&changed(history, "un partenaire, un signataire"));
    history.replace("convention.yaml", "montant: 180 000 €", "montant: 190 000 €");
    history.replace("convention.yaml", "date_du_document: 2024-05-13", "date_du_document: 2024-06-03");
    told.push_str(&changed(history, "un plafond, une date"));
    let cadre = history.folder().join("content/cadres/contrat-essai.yaml");
    let text = fs::read_to_string(&cadre).unwrap();
    assert!(text.contains("Agence régionale de santé"));
    fs::write(&cadre, text.replace("Agence régionale de santé", "Agence de santé")).unwrap();
    told.push_str(&changed(history, "le nom d’un financeur du cadre"));
    fs::remove_file(history.path("fiches/3.2-renovation.md")).unwrap();
    told.push_str(&changed(history, "une action retirée"));
    told
}

#[test]
fn each_difference_of_a_history_is_told_once() {
    insta::assert_snapshot!(history(&History::new()));
}

#[test]
fn a_history_is_shown_whole_in_every_format() {
    let acts = History::new();
    let _ = history(&acts);
    let first = git(acts.folder(), &["rev-list", "--max-parents=0", "HEAD"]);
    let shown = |args: &[&str]| {
        let mut all = vec!["diff", first.as_str(), "HEAD"];
        all.extend(args);
        let (text, code) = acts.calpae(&all);
        assert_eq!(code, 1);
        text.replace(&first, "PREMIER")
    };
    insta::assert_snapshot!("diff_human", shown(&[]));
    insta::assert_snapshot!("diff_stat", shown(&["--stat"]));
    insta::assert_snapshot!("diff_markdown", shown(&["--format", "markdown"]));
    insta::assert_snapshot!("diff_json", shown(&["--format", "json"]));
    insta::assert_snapshot!("diff_html", shown(&["--format", "html"]));
}

#[test]
fn the_json_form_follows_its_schema() {
    let acts = History::new();
    let _ = history(&acts);
    let (text, _) = acts.calpae(&["diff", "HEAD~12", "--format", "json"]);
    let schema = fs::read_to_string(repository().join("docs/schemas/diff-1.schema.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let faults: Vec<String> = schema.iter_errors(&value).map(|e| e.to_string()).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let money = &value["sujets"][0];
    assert_eq!(money["sujet"], "Argent");
    assert!(money["differences"][0]["ecart"].as_str().unwrap().parse::<f64>().is_ok());
}

#[test]
fn an_identified_fiche_is_the_same_whatever_becomes_of_it() {
    let acts = History::new();
    let bus = "fiches/1.2-bus.md";
    acts.replace(bus, "numero: \"1.2\"", "numero: \"1.2\"\nid: bus");
    let told = changed(&acts, "un identifiant");
    assert!(told.contains("Aucune différence"), "{told}");
    let other = "---\nnumero: \"1.9\"\nid: bus\naxe: \"1\"\nintitule: Tenir des haltes\nstatut: nouvelle\n---\n## Description de l'action\n\nTout autre chose.\n";
    fs::remove_file(acts.path(bus)).unwrap();
    acts.write("fiches/1.9-haltes.md", other);
    let told = changed(&acts, "une fiche refaite");
    assert!(told.contains("Fiche 1.2 « Bus des familles » → Fiche 1.9 « Tenir des haltes »"), "{told}");
    assert!(!told.contains("retiré : Conduire"), "{told}");
}

#[test]
fn a_version_is_a_revision_or_a_folder() {
    let acts = History::new();
    acts.replace("fiches/1.1-familles.md", "2024: 35 000 €", "2024: 36 000 €");
    let other = TempDir::new().unwrap();
    for (path, bytes) in read_tree(acts.folder()) {
        if path.starts_with("content/") {
            let place = other.path().join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, bytes).unwrap();
        }
    }
    let folder = other.path().display().to_string();
    let one_amount = |args: &[&str]| {
        let (text, code) = acts.calpae(args);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains("1 différence\u{a0}: argent 1"), "{text}");
    };
    one_amount(&["diff", "--sans-constats"]);
    one_amount(&["diff", "main", "--sans-constats"]);
    one_amount(&["diff", "HEAD", &folder, "--sans-constats"]);
    assert_eq!(acts.calpae(&["diff", &folder]).1, 0);
    assert_eq!(acts.calpae(&["diff", "HEAD", "HEAD"]).1, 0);
    for (args, words) in [
        (vec!["diff", "v9"], "la révision « v9 » n’existe pas"),
        (vec!["diff", "HEAD..HEAD"], "ne désigne pas une révision"),
        (vec!["diff", "--edition", "1999"], "1999"),
        (vec!["diff", "HEAD~40"], "n’existe pas"),
    ] {
        let (text, code) = acts.calpae(&args);
        assert!(code == 2 && text.contains(words) && text.contains("à faire"), "{args:?} : {text}");
    }
    // Without a repository, a folder alone can be compared.
    let (text, code) = calpae(other.path(), &["diff"]);
    assert!(code == 2 && text.contains("dépôt git"), "{text}");
    assert_eq!(calpae(other.path(), &["diff", &acts.folder().display().to_string()]).1, 0);
}

#[test]
fn a_sum_that_lacks_an_amount_says_so_and_has_no_gap() {
    let acts = History::new();
    acts.replace("fiches/1.1-familles.md", "2025-2027: 45 000 €", "2025-2027: non renseigné");
    let told = changed(&acts, "un montant qui manque");
    let etat = told.lines().find(|line| line.trim_start().starts_with("État\u{a0}:")).unwrap();
    assert!(etat.ends_with("€ (hors 3 montants non renseignés)"), "{etat}");
    assert!(told.contains("→ non connue"), "{told}");
    let left = told.lines().find(|line| line.contains("Reste du plafond (État), 2025")).unwrap();
    assert!(left.ends_with("(hors 1 montant non renseigné)"), "{left}");
}
