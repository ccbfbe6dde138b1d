//! calpae as git calls it: two branches that change two fields of one fiche merge, what clashes is told by field, and
//! `git diff` speaks of fields. The real program, the real git, a repository in a temporary folder.

use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;

use crate::common::Scenario;
use crate::common::git::{commit, git, init};

const DAY: &str = "2022-07-01T10:00:00+0200";
const FICHE: &str = "content/2024/fiches/01.md";

/// The command that the settings name: the program of these tests, by its path.
fn setup(scenario: &Scenario) -> String {
    let program = env!("CARGO_BIN_EXE_calpae");
    let output = scenario.command_with(&["git-setup", "--programme", program]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A project in a repository that calls calpae.
fn repository() -> Scenario {
    let scenario = Scenario::new().project("minimal").write(FICHE, TEXT);
    init(&scenario.path(""));
    setup(&scenario);
    commit(&scenario.path(""), DAY, "Réglages");
    scenario
}

const TEXT: &str = "\
---
numero: 1
annexe: A
intitule: Premier accueil
mise_en_place: 2024-01-01
budget:
  - id: projet
    periode: 2024
    charges:
      - { libelle: Intervenants, montant: 12 000 € }
      - { libelle: Achats, montant: 3 000 € } # devis
    financements:
      - { financeur: etat, montant: 10 000 € }
      - { financeur: departement, montant: 5 000 € }
---

## I. Description

Le premier accueil reçoit les familles. Il se tient chaque mardi. Une agente y répond.

Les lieux sont ouverts à tous.

## II. Durée

- Un an pour la phase d’essai.
- Deux ans ensuite.
";

/// Two branches, each with its edit of the fiche, the second being the current one.
fn branches(scenario: Scenario, ours: (&str, &str), theirs: (&str, &str)) -> Scenario {
    let root = scenario.path("");
    git(&root, &["checkout", "-q", "-b", "leur"]);
    let scenario = scenario.replace(FICHE, theirs.0, theirs.1);
    commit(&root, DAY, "Leur");
    git(&root, &["checkout", "-q", "main"]);
    let scenario = scenario.replace(FICHE, ours.0, ours.1);
    commit(&root, DAY, "La nôtre");
    scenario
}

/// Runs git without expecting success: its code, and all that it says.
fn try_git(folder: &Path, args: &[&str]) -> (i32, String) {
    let output = Command::new("git")
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", folder.join("absent.gitconfig"))
        .env("GIT_AUTHOR_NAME", "Une agente")
        .env("GIT_AUTHOR_EMAIL", "agente@exemple.fr")
        .env("GIT_COMMITTER_NAME", "Une agente")
        .env("GIT_COMMITTER_EMAIL", "agente@exemple.fr")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn two_fields_of_one_row_merge() {
    for (ours, theirs, wanted) in [
        (
            ("{ financeur: etat, montant: 10 000 € }", "{ financeur: etat, montant: 11 000 € }"),
            ("{ financeur: etat, montant", "{ financeur: etat, libelle: Part de l’État, montant"),
            "{ financeur: etat, libelle: Part de l’État, montant: 11 000 € }\n      - { financeur: departement, montant: 5 000 € }",
        ),
        (
            ("3 000 € } # devis", "3 500 € } # devis\n      - { libelle: Taxes, montant: 1 € }"),
            ("3 000 € } # devis", "3 000 € } # devis signé\n      - { libelle: Salaires, montant: 2 € }"),
            "3 500 € } # devis signé\n      - { libelle: Salaires, montant: 2 € }\n      - { libelle: Taxes, montant: 1 € }\n",
        ),
        (
            ("les familles. Il", "toutes les familles. Il"),
            ("Une agente y répond.", "Deux agentes y répondent."),
            "toutes les familles. Il se tient chaque mardi. Deux agentes y répondent.\n",
        ),
    ] {
        let scenario = branches(repository(), ours, theirs);
        let (code, said) = try_git(&scenario.path(""), &["merge", "-q", "--no-edit", "leur"]);
        assert_eq!(code, 0, "{said}");
        let text = scenario.read(FICHE);
        assert!(text.contains(wanted), "{text}");
        assert_eq!(git(&scenario.path(""), &["status", "--porcelain"]), "");
    }
}

#[test]
fn a_conflict_is_told_by_field_and_shown_on_its_line() {
    let amount = "{ financeur: etat, montant: 10 000 € }";
    let scenario = branches(
        repository(),
        (amount, "{ financeur: etat, montant: 11 000 € }"),
        (amount, "{ financeur: etat, montant: 12 000 € }"),
    );
    let (code, said) = try_git(&scenario.path(""), &["merge", "-q", "--no-edit", "leur"]);
    assert_eq!(code, 1, "{said}");
    assert_snapshot!(format!("{said}---\n{}", scenario.read(FICHE)));
    assert_eq!(git(&scenario.path(""), &["status", "--porcelain"]), format!("UU {FICHE}"));
    git(&scenario.path(""), &["merge", "--abort"]);
    assert!(scenario.read(FICHE).contains("11 000"));
}

#[test]
fn rebase_and_pick_merge_as_well() {
    let amount = "{ financeur: etat, montant: 10 000 € }";
    let label = ("Intervenants, montant", "Intervenants sociaux, montant");
    let scenario = branches(repository(), (amount, "{ financeur: etat, montant: 11 000 € }"), label);
    assert_eq!(try_git(&scenario.path(""), &["cherry-pick", "leur"]).0, 0);
    assert!(scenario.read(FICHE).contains("Intervenants sociaux") && scenario.read(FICHE).contains("11 000"));
    git(&scenario.path(""), &["reset", "-q", "--hard", "HEAD~1"]);
    assert_eq!(try_git(&scenario.path(""), &["rebase", "-q", "leur"]).0, 0);
    assert!(scenario.read(FICHE).contains("Intervenants sociaux") && scenario.read(FICHE).contains("11 000"));
}

#[test]
fn diffs_and_logs_speak_of_fields() {
    let scenario = repository()
        .replace(FICHE, "montant: 12 000 €", "montant: 13 000 €")
        .replace(FICHE, "Il se tient chaque mardi.", "Il se tient chaque jeudi.")
        .replace(FICHE, "    periode: 2024\n", "    periode: 2024\n    titre: Projet\n");
    let diff = git(&scenario.path(""), &["diff"]);
    commit(&scenario.path(""), DAY, "Montant des intervenants");
    let log = git(&scenario.path(""), &["log", "-p", "-1", "--format=%s"]);
    let show = git(&scenario.path(""), &["show", "--format=%s", "HEAD", "--", FICHE]);
    assert_snapshot!(diff);
    assert_eq!(log, format!("Montant des intervenants\n\n{diff}"));
    assert_eq!(show, log);
}

#[test]
fn what_only_changes_the_form_shows_nothing() {
    let form = TEXT
        .replace("numero: 1\nannexe: A\n", "# Identité\nannexe: \"A\"\nnumero: 1\n")
        .replace(
            "{ libelle: Achats, montant: 3 000 € } # devis",
            "montant: '3 000 €'\n        libelle: Achats",
        )
        .replace("familles. Il se tient", "familles. Il se\ntient")
        .replace('\n', "\r\n");
    let scenario = repository().write(FICHE, &form);
    let diff = git(&scenario.path(""), &["diff"]);
    assert!(!diff.contains("@@"), "{diff}");
}

#[test]
fn a_pdf_shows_what_is_heard() {
    let scenario = repository();
    assert_eq!(scenario.run().code, 0);
    commit(&scenario.path(""), DAY, "PDF");
    let scenario = scenario.replace(FICHE, "chaque mardi", "chaque jeudi");
    assert_eq!(scenario.run().code, 0);
    let diff = git(&scenario.path(""), &["diff", "--", "output/2024/convention.pdf"]);
    assert!(diff.contains("\n-Le premier accueil reçoit les familles. Il se tient chaque mardi."), "{diff}");
    let scenario =
        scenario.bytes("output/2024/convention.pdf", b"%PDF-1.7\nrien").bytes("output/2024/autre.pdf", b"");
    let diff = git(&scenario.path(""), &["diff", "--", "output/2024/convention.pdf"]);
    assert!(diff.contains("\n+(PDF sans texte balisé : 13 octets"), "{diff}");
}

#[test]
fn settings_are_written_once_and_taken_away_whole() {
    let scenario = Scenario::new().project("minimal").write(".gitattributes", "*.png binary");
    init(&scenario.path(""));
    let config = scenario.read(".git/config");
    let first = scenario.env("PATH", "").args(["git-setup"]);
    let said = first.run();
    // No command of that name on a machine that only tests it: git could not call it.
    assert!(said.code == 0 && said.stderr.starts_with("attention : « calpae »"), "{said}");
    let written =
        format!("{}---\n{}", first.read(".gitattributes"), first.read(".git/config").replace(&config, ""));
    let again = first.run();
    let scenario = first.args(["configurer-git", "--retirer"]);
    let removed = scenario.run();
    assert_eq!(scenario.read(".gitattributes"), "*.png binary");
    assert_eq!(scenario.read(".git/config"), config);
    let nothing = scenario.run();
    assert_snapshot!(format!("{said}\n{written}\n{again}\n{removed}\n{nothing}"));
    // A file that had nothing but our lines goes.
    fs::remove_file(scenario.path(".gitattributes")).unwrap();
    let scenario = scenario.args(["git-setup"]);
    assert_eq!(scenario.run().code, 0);
    let scenario = scenario.args(["git-setup", "--retirer"]);
    assert_eq!(scenario.run().code, 0);
    assert!(!scenario.path(".gitattributes").exists());
}

#[test]
fn settings_are_those_of_the_repository_of_the_project() {
    // In a folder of the repository.
    let scenario = Scenario::new().project_in("minimal", "actes/ici d'à côté").write("LISEZMOI", "a");
    init(&scenario.path(""));
    let scenario = scenario.from("actes/ici d'à côté");
    setup(&scenario);
    assert!(scenario.path("actes/ici d'à côté/.gitattributes").exists());
    let asked = ["check-attr", "merge", "diff", "--", "actes/ici d'à côté/content/2024/fiches/01.md"];
    assert_eq!(git(&scenario.path(""), &asked).matches(": calpae").count(), 2);
    // In a linked worktree: the settings of all.
    commit(&scenario.path(""), DAY, "Réglages");
    git(&scenario.path(""), &["worktree", "add", "-q", "-b", "copie", "autre copie"]);
    let scenario = scenario.from("autre copie/actes/ici d'à côté").args(["git-setup", "--retirer"]);
    assert_eq!(scenario.run().code, 0);
    assert!(!scenario.read(".git/config").contains("calpae"));
    assert!(!scenario.path("autre copie/actes/ici d'à côté/.gitattributes").exists());
}

#[test]
fn what_cannot_be_set_is_said() {
    let mut whole = String::new();
    let none = Scenario::new().project("minimal").args(["git-setup"]);
    whole.push_str(&none.run().to_string());
    let bare = Scenario::new().project_in("minimal", "projet");
    git(&bare.path(""), &["init", "-q", "--bare", "nu"]);
    let bare = bare.args(["git-setup", "-C", "nu"]);
    whole.push_str(&bare.run().to_string());
    init(&bare.path("projet"));
    let broken = bare.from("projet").args(["git-setup"]).add("projet/.git/config", "[core\n");
    whole.push_str(&broken.run().to_string());
    let locked = Scenario::new().project("minimal").args(["git-setup"]);
    init(&locked.path(""));
    let locked = locked.write(".git/config.lock", "");
    whole.push_str(&locked.run().to_string());
    let program = locked.args(["git-setup", "--programme", "./absent/calpae"]);
    whole.push_str(&program.run().to_string());
    assert_snapshot!(whole);
}

#[test]
#[cfg(unix)]
fn hostile_names_are_only_names() {
    let names = [
        "a b.md",
        "l'un \"et\" $(touch pris).md",
        "a;touch pris;.md",
        "deux\nlignes.md",
        "-n.md",
        "%A %s.md",
    ];
    let scenario = repository();
    let root = scenario.path("");
    let scenario = names
        .iter()
        .fold(scenario, |scenario, name| scenario.write(&format!("content/2024/fiches/{name}"), TEXT));
    commit(&root, DAY, "Noms");
    git(&root, &["checkout", "-q", "-b", "leur"]);
    let edit = |scenario: Scenario, from: &str, to: &str| {
        names.iter().fold(scenario, |scenario, name| {
            scenario.replace(&format!("content/2024/fiches/{name}"), from, to)
        })
    };
    let scenario = edit(scenario, "10 000 €", "11 000 €");
    commit(&root, DAY, "Leur");
    let shown = git(&root, &["show", "--format=%s"]);
    let lines = shown.matches("\n+budget › projet › financements › etat › montant : 11 000 €").count();
    assert_eq!(lines, names.len(), "{shown}");
    git(&root, &["checkout", "-q", "main"]);
    let scenario = edit(scenario, "{ financeur: etat,", "{ financeur: etat, libelle: Part,");
    commit(&root, DAY, "La nôtre");
    let (code, said) = try_git(&root, &["merge", "-q", "--no-edit", "leur"]);
    assert_eq!(code, 0, "{said}");
    for name in names {
        let text = scenario.read(&format!("content/2024/fiches/{name}"));
        assert!(text.contains("{ financeur: etat, libelle: Part, montant: 11 000 € }"), "{name}: {text}");
    }
    assert!(!scenario.path("pris").exists() && !scenario.path("content/2024/fiches/pris").exists());
}

#[test]
fn what_git_gives_is_merged_or_left_as_it_was() {
    let run = |base: &[u8], ours: &[u8], theirs: &[u8]| {
        let scenario = Scenario::new().bytes("o", base).bytes("a", ours).bytes("b", theirs);
        let scenario =
            scenario.args(["git-merge", "o", "a", "b", "--chemin=content/x.md", "--taille-marque=9"]);
        let outcome = scenario.run();
        (outcome.code, fs::read(scenario.path("a")).unwrap(), outcome.stderr)
    };
    // Not UTF-8.
    let (code, bytes, _) = run(b"\xe9\n1\n2\n3\n", b"\xe9\n5\n2\n3\n", b"\xe9\n1\n2\n6\n");
    assert_eq!((code, bytes.as_slice()), (0, &b"\xe9\n5\n2\n6\n"[..]));
    // Both made it.
    let (code, bytes, _) = run(b"", b"---\na: 1\nb: 2\n---\n", b"---\na: 1\nc: 3\n---\n");
    assert_eq!((code, String::from_utf8(bytes).unwrap().as_str()), (0, "---\na: 1\nb: 2\nc: 3\n---\n"));
    // Marks as long as git asks.
    let (code, bytes, said) = run(b"Un.\r\n", b"Deux.\r\n", b"Trois.\r\n");
    let wanted = "<<<<<<<<< la nôtre\r\nDeux.\r\n=========\r\nTrois.\r\n>>>>>>>>> la leur\r\n";
    assert_eq!((code, String::from_utf8(bytes).unwrap().as_str()), (1, wanted), "{said}");
    // Long.
    let long = |last: &str| format!("{}{last}", "Une ligne de texte.\n\n".repeat(300_000)).into_bytes();
    let (code, bytes, _) =
        run(&long("Fin.\n"), &[b"Tout\n".to_vec(), long("Fin.\n")].concat(), &long("Autre fin.\n"));
    assert_eq!((code, bytes.len()), (0, long("Autre fin.\n").len() + 5));
    // What is not there: git must stop, and not take it for a conflict.
    let scenario = Scenario::new().write("a", "rien").args(["git-merge", "absent", "a", "absent"]);
    let outcome = scenario.run();
    assert_eq!((outcome.code, scenario.read("a").as_str()), (129, "rien"), "{outcome}");
    assert_eq!(scenario.args(["git-merge", "a"]).run().code, 129);
}

#[test]
fn a_file_that_cannot_be_read_is_shown_anyway() {
    let shown = |name: &str, bytes: &[u8]| {
        let scenario = Scenario::new().bytes(name, bytes).args(["git-textconv", "--", name]);
        let outcome = scenario.run();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
        outcome.stdout
    };
    assert_eq!(shown("a.yaml", b"a: [1\r\nb"), "a: [1\nb");
    assert_eq!(shown("a.md", b"---\na: 1\n"), "---\na: 1\n");
    assert_eq!(shown("-x.md", "Un. Deux\ntrois.\n".as_bytes()), "\nUn.\nDeux trois.\n");
    assert!(shown("a.md", b"d\xe9partement\n").contains("partement"));
    let absent = Scenario::new().args(["git-textconv", "absent.md"]).run();
    assert_eq!((absent.code, absent.stdout.as_str()), (0, "(fichier illisible : introuvable)\n"));
}
