//! Every file of a project is accounted for: read, passed over for a stated reason, or told with the name expected.

use std::fs;

use calpae::diagnostic::Severity;
use calpae::pipeline;
use calpae::project::{self, Memory, Tree};
use calpae::snapshot::Snapshot;

use crate::common::trees::{fixture, in_memory, path};
use crate::common::{Outcome, Scenario};

const PAGE: &str = "---\nnumero: \"2\"\ntitre: Durée\n---\nUn an.\n";

/// A project in memory with some files more, and without some others.
fn project(added: &[(&str, &str)], removed: &[&str]) -> Memory {
    let base = in_memory(&fixture("minimal"));
    let files = base.files(&[path("content"), path("templates")]).unwrap();
    let kept = files.into_iter().filter(|file| !removed.contains(&file.as_str()));
    let kept = kept.map(|file| (file.clone(), base.read(&file, u64::MAX).unwrap()));
    kept.chain(added.iter().map(|(name, text)| (path(name), text.as_bytes().to_vec()))).collect()
}

/// What is said of the files of a tree: severity, message, what to do.
fn told_of(tree: &dyn Tree) -> Vec<(Severity, String, String)> {
    let snapshot = Snapshot::read(project::open(tree, Some("2024")).unwrap());
    let report = pipeline::check(&snapshot, &calpae::check::Selection::default());
    let of_files = report.diagnostics().iter().filter(|d| ["PRJ-005", "PRJ-006"].contains(&d.code));
    of_files.map(|d| (d.severity, d.message.clone(), d.help.clone().unwrap_or_default())).collect()
}

fn told(added: &[(&str, &str)], removed: &[&str]) -> Vec<(Severity, String, String)> {
    told_of(&project(added, removed))
}

#[test]
fn a_page_under_another_name_is_told_with_the_name_expected() {
    for (name, expected) in [
        ("articles/04-duree.MD", "04-duree.md"),
        ("articles/04-duree.markdown", "04-duree.md"),
        ("articles/04-duree.md ", "04-duree.md"),
        ("articles/04-duree.md.txt", "04-duree.md"),
        ("articles/04-duree.txt", "04-duree.md"),
        ("articles/04-duree", "04-duree.md"),
        ("fiches/axe-1/02.Md", "02.md"),
        ("rapport/fiches/01.MD", "01.md"),
        ("rapport/Bilan.md", "bilan.md"),
        ("rapport/indicateurs.yml", "indicateurs.yaml"),
        ("rapport/Rapport.YAML", "rapport.yaml"),
    ] {
        let name = format!("content/2024/{name}");
        let expected = (
            Severity::Error,
            format!("« {name} » n’est pas lu"),
            format!("vouliez-vous dire « {expected} » ?"),
        );
        assert_eq!(told(&[(&name, PAGE)], &[]), [expected], "{name}");
    }
    let matrix = "content/2024/indicateurs.yaml";
    for name in ["indicateurs.yml", "Indicateurs.yaml", "indicateur.yaml", "indicateurs.yaml.txt"] {
        let [(severity, _, help)] = &told(&[(&format!("content/2024/{name}"), "")], &[matrix])[..] else {
            panic!("{name}")
        };
        assert_eq!((*severity, help.as_str()), (Severity::Error, "vouliez-vous dire « indicateurs.yaml » ?"));
    }
    let [(severity, _, help)] = &told(&[("content/cadres/autre.yml", "")], &[])[..] else { panic!() };
    assert_eq!((*severity, help.as_str()), (Severity::Warning, "vouliez-vous dire « autre.yaml » ?"));
}

#[test]
fn a_folder_under_another_name_is_told_once() {
    for (folder, expected) in
        [("Fiches", "fiches"), ("fiche", "fiches"), ("Articles", "articles"), ("fiches ", "fiches")]
    {
        let (a, b) = (format!("content/2024/{folder}/05.md"), format!("content/2024/{folder}/sous/06.md"));
        let message =
            format!("le dossier « content/2024/{folder} » n’est pas lu : il a 2 fichiers de l’édition");
        let expected = (Severity::Error, message, format!("vouliez-vous dire « {expected} » ?"));
        assert_eq!(told(&[(&a, PAGE), (&b, PAGE)], &[]), [expected], "{folder}");
    }
    // A folder below those of the articles and of the fiches is read.
    assert_eq!(told(&[("content/2024/articles/sous/04.md", PAGE)], &[]), []);
}

#[test]
fn what_no_one_takes_for_a_page_is_passed_over() {
    let names = [
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "~$diagnostic.docx",
        "04.md~",
        "04.md.bak",
        ".04.md.swp",
        "04.md.orig",
        "#04.md#",
        ".versions/04.md",
        "README.md.txt",
        "LISEZ-MOI",
        ".~lock.budget.ods#",
    ];
    for name in names {
        for folder in ["articles", "fiches", "images", "rapport"] {
            let tree =
                Scenario::new().project("minimal").write(&format!("content/2024/{folder}/{name}"), PAGE);
            assert_eq!(told_of(&project::Disk::new(tree.path(""))), [], "{folder}/{name}");
        }
    }
    assert_eq!(told(&[("content/README.md", "À lire."), ("content/2023/convention.yaml", "")], &[]), []);
}

#[test]
fn a_page_at_a_place_where_none_is_read_is_told_with_the_place_expected() {
    let fiche = "---\nnumero: 2\nintitule: Loger\n---\nLoger.\n";
    let of_rapport = "---\nfiche: 2\n---\nLoger.\n";
    for (name, page, expected) in [
        ("04-duree.md", PAGE, "articles/04-duree.md"),
        ("02-loger.md", fiche, "fiches/02-loger.md"),
        ("02-loger", fiche, "fiches/02-loger.md"),
        ("Articles2/04.md", PAGE, "articles/04.md"),
        ("brouillons/vus/04.md", PAGE, "articles/04.md"),
        ("articles.md", PAGE, "articles/articles.md"),
        ("articles/04-duree.yaml", PAGE, "articles/04-duree.md"),
        ("fiches/02.yml", fiche, "fiches/02.md"),
        ("rapport/02.md", of_rapport, "rapport/fiches/02.md"),
    ] {
        let name = format!("content/2024/{name}");
        let expected = (
            Severity::Error,
            format!("« {name} » n’est pas lu : ce n’est pas la place d’une page"),
            format!("le nommer « content/2024/{expected} »"),
        );
        assert_eq!(told(&[(&name, page)], &[]), [expected], "{name}");
    }
    // Without the header of a page, it may be something else.
    for name in ["notes.md", "Articles2/notes.md", "articles/notes.yaml", "rapport/notes.md"] {
        let [(severity, ..)] = told(&[(&format!("content/2024/{name}"), "À relire.\n")], &[])[..] else {
            panic!("{name}")
        };
        assert_eq!(severity, Severity::Warning, "{name}");
    }
}

#[test]
fn what_presents_a_folder_is_no_page() {
    for name in
        ["articles/README.md", "fiches/LISEZ-MOI.md", "fiches/axe-1/readme.md", "rapport/fiches/README.md"]
    {
        let tree = project(&[(&format!("content/2024/{name}"), "# Ce dossier\n\nÀ lire.\n")], &[]);
        let snapshot = Snapshot::read(project::open(&tree, Some("2024")).unwrap());
        let report = pipeline::check(&snapshot, &calpae::check::Selection::default());
        assert!(!report.has_errors(), "{name} : {:#?}", report.diagnostics());
        assert_eq!(told_of(&tree), [], "{name}");
    }
}

#[test]
fn what_the_program_does_not_know_is_an_advice_and_one_a_folder() {
    let added = [
        ("content/2024/articles/notes.txt", "à relire"),
        ("content/2024/articles/04-duree.docx", "PK"),
        ("content/2024/annexes/plan.dwg", ""),
        ("content/2024/05-duree.csv", PAGE),
        ("content/archives/vieux.md", ""),
        ("content/budget.xlsx", "PK"),
    ];
    let said = told(&added, &[]);
    assert!(said.iter().all(|(severity, ..)| *severity == Severity::Advice), "{said:#?}");
    let messages: Vec<&str> = said.iter().map(|(_, message, _)| message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "« content » a 2 fichiers ou dossiers qui ne sont pas lus : archives, budget.xlsx",
            "« content/2024/05-duree.csv » n’est pas lu",
            "« content/2024/annexes/plan.dwg » n’est pas lu",
            "« content/2024/articles » a 2 fichiers ou dossiers qui ne sont pas lus : 04-duree.docx, notes.txt",
        ]
    );
    // A copy beside the page that is read is no missing page.
    let [(severity, ..)] = told(&[("content/2024/fiches/01.MD", PAGE)], &[])[..] else { panic!() };
    assert_eq!(severity, Severity::Advice);
    let said = told(&[("content/2025/convention.yml", "")], &[]);
    assert_eq!(said[0].2, "vouliez-vous dire « convention.yaml » ?");
}

#[test]
fn a_page_that_is_missing_hides_nothing_of_the_others() {
    let scenario = Scenario::new().project("minimal").write("content/2024/articles/04-duree.MD", PAGE);
    let scenario = scenario.replace("content/2024/fiches/01.md", "Un accueil ouvre", "Un  accueil  ouvre");
    let outcome = scenario.args(["check", "--format", "short"]).run();
    assert_eq!(outcome.code, 1, "{outcome}");
    assert!(outcome.stdout.contains("content/2024/articles/04-duree.MD:1:1: erreur PRJ-005"), "{outcome}");
    assert!(outcome.stdout.contains("content/2024/fiches/01.md:22:"), "{outcome}");
}

/// A page out of its place is an action or an article that lacks: what looks at the others alone goes on.
#[test]
fn a_page_out_of_its_place_stops_only_what_needs_the_whole_act() {
    for place in [
        "content/2024/pages/04-duree.md",
        "content/2024/04-duree.md",
        "content/04-duree.md",
        "content/2024/Articles/04-duree.md",
        "content/2024/notes/Fiche 2.txt",
    ] {
        let scenario = Scenario::new().project("minimal").write(place, PAGE);
        let scenario =
            scenario.replace("content/2024/fiches/01.md", "Un accueil ouvre", "Un  accueil  ouvre");
        let scenario = scenario.args(["check", "--format", "short"]);
        let outcome = scenario.run();
        assert_eq!(outcome.code, 1, "{place}: {outcome}");
        assert!(outcome.stdout.contains("erreur PRJ-005"), "{place}: {outcome}");
        assert!(outcome.stdout.contains("content/2024/fiches/01.md:22:"), "{place}: {outcome}");
        let scenario = scenario.args(["check"]);
        let left = scenario.run();
        let said = format!("{}{}", left.stdout, left.stderr);
        assert!(said.contains("règles qui regardent l’acte entier n’ont pas été passées"), "{place}: {left}");
        assert_eq!(scenario.args(["build", "--format", "typ"]).run().code, 1, "{place}");
    }
}

/// A rapport whose page is missing or misnamed does not stop the act that it executes.
#[test]
fn the_rapport_alone_lacks_what_is_its_own() {
    for name in ["fiches/01.md", "rapport.yml"] {
        let scenario =
            Scenario::new().project("minimal").write(&format!("content/2024/rapports/2024/{name}"), PAGE);
        let check = scenario.args(["check", "--format", "short"]);
        let outcome = check.run();
        assert_eq!(outcome.code, 1, "{outcome}");
        assert!(outcome.stdout.contains("PRJ-005"), "{outcome}");
        let outcome = check.args(["build", "--format", "typ"]).run();
        assert_eq!(outcome.code, 0, "{outcome}");
    }
}

#[test]
fn a_template_that_replaces_nothing_is_told() {
    let said = told(
        &[
            ("templates/convention/fiche.tera", ""),
            ("templates/Charte/page.typ", ""),
            ("templates/charte/page.typ", "#import \"logo.typ\": logo"),
            ("templates/charte/logo.typ", "#let logo = none"),
            ("templates/charte/titre.TYP", ""),
        ],
        &[],
    );
    let said: Vec<_> =
        said.iter().map(|(severity, message, help)| (*severity, message.as_str(), help.as_str())).collect();
    assert_eq!(
        said,
        [
            (
                Severity::Warning,
                "« templates/Charte/page.typ » ne remplace aucun gabarit",
                "vouliez-vous dire « templates/charte/page.typ » ?"
            ),
            (
                Severity::Warning,
                "« templates/charte/titre.TYP » n’est pas lu",
                "vouliez-vous dire « titre.typ » ?"
            ),
            (
                Severity::Warning,
                "« templates/convention/fiche.tera » ne remplace aucun gabarit",
                "vouliez-vous dire « templates/convention/fiche.typ.tera » ?"
            ),
        ]
    );
}

#[test]
#[cfg(target_os = "linux")]
fn a_page_whose_name_a_project_cannot_have_is_told() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    for (name, expected) in [
        (&b"04: dur\xc3\xa9e ?.md"[..], "04- durée -.md"),
        (b"04*.md", "04-.md"),
        (b"04\"<>|.md", "04----.md"),
        (b"04\x1b[31m.md", "04-[31m.md"),
        (b"04-dur\xe9e.md", "04-durée.md"),
    ] {
        let scenario = Scenario::new().project("minimal").args(["check", "--format", "short"]);
        let place = scenario.path("content/2024/articles").join(OsStr::from_bytes(name));
        #[expect(clippy::disallowed_methods, reason = "the test writes what a person would")]
        fs::write(place, PAGE).unwrap();
        let outcome = scenario.run();
        assert_eq!(outcome.code, 1, "{outcome}");
        assert!(outcome.stdout.contains("erreur PRJ-005") && !outcome.stdout.contains('\u{1b}'), "{outcome}");
        let said = told_of(&project::Disk::new(scenario.path("")));
        assert_eq!(said[0].2, format!("vouliez-vous dire « {expected} » ?"));
    }
}

#[test]
#[cfg(unix)]
fn a_link_or_a_pipe_in_the_place_of_a_page_is_told_and_nothing_waits() {
    use std::os::unix::fs::symlink;
    let scenario = Scenario::new().project("minimal");
    let inside = |name: &str| scenario.path(&format!("content/2024/{name}"));
    symlink("01.md", inside("fiches/02.md")).unwrap();
    symlink("fiches", inside("Fiches")).unwrap();
    symlink("/etc", inside("fiches/axe")).unwrap();
    let pipe = std::process::Command::new("mkfifo").arg(inside("fiches/03.md")).status().unwrap();
    assert!(pipe.success());
    let said = told_of(&project::Disk::new(scenario.path("")));
    let said: Vec<_> = said.iter().map(|(severity, message, _)| (*severity, message.as_str())).collect();
    let link = "c’est un lien symbolique, que le programme ne suit pas";
    let expected = [
        (Severity::Warning, format!("« content/2024/Fiches » n’est pas lu : {link}")),
        (Severity::Error, format!("« content/2024/fiches/02.md » n’est pas lu : {link}")),
        (
            Severity::Error,
            "« content/2024/fiches/03.md » n’est pas lu : ce n’est pas un fichier ordinaire".to_owned(),
        ),
        (Severity::Error, format!("« content/2024/fiches/axe » n’est pas lu : {link}")),
    ];
    assert!(said.iter().copied().eq(expected.iter().map(|(s, m)| (*s, m.as_str()))), "{said:#?}");
}

#[test]
fn a_page_below_the_deepest_level_is_told() {
    let deep = Scenario::new().project("minimal").write("content/2024/fiches/1/2/3/4/5/6/7/8.md", PAGE);
    let said = told_of(&project::Disk::new(deep.path("")));
    assert_eq!((said.len(), said[0].0), (1, Severity::Error), "{said:?}");
    assert!(said[0].1.contains("« content/2024/fiches/1/2/3/4/5/6/7 »"), "{said:?}");
    assert_eq!(told(&[("content/2024/fiches/1/2/3/4/5/6/7.md", PAGE)], &[]), []);
}

/// Links at the roots, which lead out of the project: nothing is read nor written through them.
#[test]
#[cfg(unix)]
fn no_link_is_followed_at_the_roots() {
    use std::os::unix::fs::symlink;
    for (root, args, code) in [
        ("content", &["check"][..], 2),
        ("content/cadres", &["check"], 1),
        ("content/2024", &["check"], 2),
        ("content/2024/fiches", &["check"], 1),
        ("templates", &["check"], 1),
        ("content/2024/convention.yaml", &["check"], 2),
        ("content/organisation.yaml", &["check"], 2),
        ("output", &["build", "--format", "typ"], 2),
        ("output/2024", &["build", "--format", "typ"], 2),
        ("content/2024/rapports", &["new", "rapport"], 1),
        ("content/2025", &["new", "edition", "2025"], 2),
    ] {
        let scenario = Scenario::new().project("minimal").args(args.iter().copied());
        let outside = Scenario::new().write("templates/charte/page.typ", "").write("output/2024/x", "");
        let (inside, outside_root) = (scenario.path(root), outside.path(root));
        fs::create_dir_all(inside.parent().unwrap()).unwrap();
        if inside.exists() {
            fs::create_dir_all(outside_root.parent().unwrap()).unwrap();
            fs::rename(&inside, &outside_root).unwrap();
        } else {
            fs::create_dir_all(&outside_root).unwrap();
        }
        symlink(&outside_root, &inside).unwrap();
        let before = crate::common::read_tree(&outside.path(""));
        let outcome = scenario.run();
        assert_eq!(outcome.code, code, "{root} : {outcome}");
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(said.contains("lien symbolique") || said.contains("existe déjà"), "{root} : {said}");
        assert!(crate::common::read_tree(&outside.path("")) == before, "{root} : {outcome}");
    }
    // Where a person says to write, a link is theirs.
    let scenario = Scenario::new().project("minimal").args(["build", "--format", "typ", "-o", "ici"]);
    fs::create_dir(scenario.path("là")).unwrap();
    symlink("là", scenario.path("ici")).unwrap();
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    assert!(scenario.path("là/2024/convention.typ").exists());
}

#[test]
fn a_file_that_every_project_needs_is_looked_for_under_other_names() {
    let rename = |from: &str, to: &str| {
        let scenario = Scenario::new().project("minimal").args(["check"]);
        fs::rename(scenario.path(from), scenario.path(to)).unwrap();
        let outcome = scenario.run();
        assert_eq!(outcome.code, 2, "{outcome}");
        outcome.stderr
    };
    let said = rename("content/organisation.yaml", "content/organisation.yml");
    assert!(said.contains("vouliez-vous dire « content/organisation.yml »"), "{said}");
    let said = rename("content/2024/convention.yaml", "content/2024/Convention.yml");
    assert!(said.contains("« content/2024/Convention.yml » est peut-être une convention"), "{said}");
}

/// A fault of an image stops what prints it, and only that.
#[test]
fn an_image_that_nothing_prints_stops_nothing() {
    for image in [vec![0; 20_000_001], b"un plan".to_vec()] {
        let build = ["build", "--format", "typ"];
        let scenario =
            Scenario::new().project("minimal").bytes("content/2024/images/plan.png", &image).args(build);
        let outcome = scenario.run();
        assert_eq!(outcome.code, 0, "{outcome}");
        assert!(outcome.stderr.contains("avertissement[PRJ-00"), "{outcome}");
        let cited = "Un accueil ouvre chaque matin.\n\n![Un plan](images/plan.png)";
        let scenario = scenario
            .replace("content/2024/fiches/01.md", "Un accueil ouvre chaque matin.", cited)
            .args(build);
        let outcome = scenario.run();
        assert_eq!(outcome.code, 1, "{outcome}");
        assert_eq!(outcome.stderr.matches("PRJ-00").count(), 1, "{outcome}");
        assert!(outcome.stderr.contains("--> content/2024/fiches/01.md:24:"), "{outcome}");
        assert!(!outcome.stderr.contains("n’existe pas"), "{outcome}");
    }
}

/// Cites an image of the edition under a name.
fn cites(written: &str, file: &str, bytes: &[u8]) -> Outcome {
    let cited = format!("Un accueil ouvre chaque matin.\n\n![Un plan](<{written}>)");
    let scenario = Scenario::new().project("minimal").bytes(&format!("content/2024/{file}"), bytes);
    let scenario = scenario.replace("content/2024/fiches/01.md", "Un accueil ouvre chaque matin.", &cited);
    scenario.args(["check", "--format", "short", "--select", "STR"]).run()
}

#[test]
fn a_file_that_is_there_is_never_said_not_to_exist() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    for (written, file) in [
        ("images/sch\u{e9}ma.svg", "images/sche\u{301}ma.svg"),
        ("images/sche\u{301}ma.svg", "images/sch\u{e9}ma.svg"),
        ("images/sch\u{e9}ma.svg", "images/sch\u{e9}ma.svg"),
    ] {
        let outcome = cites(written, file, svg);
        assert_eq!(outcome.to_string(), "code 0\n", "{written} : {file}");
    }
    for name in [
        "images/annexe.pdf",
        "images/annexe.docx",
        "images/annexe",
        "images/annexe.tiff",
        "images/annexe.emf",
    ] {
        let outcome = cites(name, name, b"x");
        assert!(outcome.stdout.contains("n’est pas d’un format d’image que le programme lit"), "{outcome}");
        assert!(!outcome.stdout.contains("n’existe pas"), "{outcome}");
    }
}

#[test]
fn a_folder_that_cannot_be_listed_is_named() {
    let error = calpae::project::TreeError::Folder {
        folder: "content/2024/fiches/axe".to_owned(),
        cause: std::io::ErrorKind::PermissionDenied.into(),
    };
    assert_eq!(
        error.to_string(),
        "le dossier « content/2024/fiches/axe » ne peut être lu : permission refusée"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let scenario = Scenario::new().project("minimal").write("content/2024/fiches/axe/02.md", PAGE);
        let allow = |mode| {
            fs::set_permissions(scenario.path("content/2024/fiches/axe"), fs::Permissions::from_mode(mode))
        };
        allow(0o000).unwrap();
        // Nothing is refused to the administrator.
        if fs::read_dir(scenario.path("content/2024/fiches/axe")).is_err() {
            let said = project::open(&project::Disk::new(scenario.path("")), None).unwrap_err().to_string();
            assert_eq!(said, error.to_string());
        }
        allow(0o755).unwrap();
    }
}
