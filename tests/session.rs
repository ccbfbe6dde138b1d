//! A session that stays open reads and finds what a check from nothing does, whatever was edited since its last check.

use calpae::check::registry::RULES;
use calpae::check::{Scope, Selection};
use calpae::diagnostic::{Diagnostic, Report, Subject};
use calpae::pipeline::{self, Session};
use calpae::project::{self, Disk, Memory, Overlay, Project, Tree as _};
use calpae::snapshot::Snapshot;
use calpae::text::ProjectPath;

use crate::common::example::{FAULTS, check_fault_in};
use crate::common::repository;
use crate::common::trees::{fixture, in_memory, path};

/// All that was found, places included, in an order of its own.
fn all<'d>(findings: impl Iterator<Item = &'d Diagnostic>) -> Vec<String> {
    // A report is named once whole; the findings of a rule alone are not.
    let unnamed =
        |d: &Diagnostic| Diagnostic { identifier: String::new(), subject: Subject::Act, ..d.clone() };
    let mut all: Vec<String> = findings.map(|d| format!("{:?}", unnamed(d))).collect();
    all.sort();
    all
}

fn all_of(report: &Report) -> Vec<String> {
    all(report.diagnostics().iter().chain(report.tolerated_findings()))
}

#[test]
fn a_session_finds_the_fault_of_each_rule_after_that_of_another() {
    let mut session = Session::default();
    // A session has one act.
    let of_one_act = RULES.iter().zip(FAULTS.iter()).filter(|(rule, _)| rule.scope != Scope::OtherAct);
    for (rule, (_, cold)) in of_one_act {
        let warm = check_fault_in(&mut session, rule);
        let tolerated = cold.tolerated.iter().map(|t| &t.finding);
        assert_eq!(all_of(&warm), all(cold.findings.iter().chain(tolerated)), "{}", rule.code);
    }
}

/// Reads and checks a project in a session and from nothing: both must agree.
fn agree(session: &mut Session, project: Project) {
    let selection = Selection { preview: true, ..Selection::default() };
    let (warm, cold) = (session.read(project.clone()), Snapshot::read(project));
    let dossier = |snapshot: &Snapshot| format!("{:?}", snapshot.dossier);
    assert!(dossier(&warm) == dossier(&cold), "ce qui est lu n’est pas le même");
    let (warm, cold) = (session.check(&warm, &selection), pipeline::check(&cold, &selection));
    assert_eq!(all_of(&warm), all_of(&cold));
}

#[test]
fn a_session_follows_the_edits_of_the_files() {
    let act = in_memory(&Disk::new(repository()));
    let opened = project::open(&act, None).unwrap();
    let mut session = Session::default();
    let source =
        |path: &str| opened.sources.iter().find(|(_, s)| s.path().as_str().ends_with(path)).unwrap().1;
    // The whole, a fiche without its middle, an article, the frame, a file that can no longer be read, and back.
    for (path, edit) in [
        ("", ""),
        ("fiches/08-filieres-en-tension.md", "cut"),
        ("articles/02-engagements-reciproques.md", "cut"),
        ("2022/convention.yaml", "\n# à décider : tout\n"),
        ("2022/fiches/11-mobilite.md", "\nLe coût est de 12 345 €, soit 3 volets : un, deux.\n"),
        ("2022/fiches/01-premier-accueil.md", "break"),
        ("", ""),
    ] {
        let mut overlay = Overlay::new(&act);
        if !path.is_empty() {
            let source = source(path);
            let text = source.text();
            let at = |third: usize| text.floor_char_boundary(third * text.len() / 3);
            let edited = match edit {
                "cut" => format!("{}{}", &text[..at(1)], &text[at(2)..]),
                "break" => text.replacen("numero:", "numero: [", 1),
                added => format!("{text}{added}"),
            };
            overlay.insert(source.path().clone(), edited.into_bytes());
        }
        agree(&mut session, project::open(&overlay, None).unwrap());
    }
}

#[test]
fn a_session_follows_the_files_that_come_and_go() {
    let whole = in_memory(&Disk::new(repository()));
    let opened = project::open(&whole, None).unwrap();
    let act = |moved: &dyn Fn(&str) -> Option<String>| -> Memory {
        let texts = opened.sources.iter().filter_map(|(_, source)| {
            let path = ProjectPath::new(&moved(source.path().as_str())?).unwrap();
            // A finding of this page shows a place of the convention, which changes its rank.
            let expanded = "\nUn comité communal d'aide sociale (CCAS) le dit.\n";
            let added = if path.as_str().contains("articles/00-") { expanded } else { "" };
            Some((path, format!("{}{added}", source.text()).into_bytes()))
        });
        texts.chain(opened.images.iter().map(|(path, bytes)| (path.clone(), bytes.clone()))).collect()
    };
    let mut session = Session::default();
    let mut follow = |moved: &dyn Fn(&str) -> Option<String>| {
        agree(&mut session, project::open(&act(moved), None).unwrap());
    };
    let as_is = |path: &str| Some(path.to_owned());
    follow(&as_is);
    // A fiche and an article less, a fiche elsewhere in the list, a file of the frame less, and back.
    follow(&|path| (!path.contains("fiches/09-")).then(|| path.to_owned()));
    follow(&|path| (!path.contains("articles/02-")).then(|| path.to_owned()));
    follow(&as_is);
    follow(&|path| Some(path.replace("fiches/02-", "fiches/99-")));
    follow(&|path| (!path.ends_with("2022/indicateurs.yaml")).then(|| path.to_owned()));
    follow(&as_is);
}

/// A page that cites another as an image is told otherwise once that one has another name.
#[test]
fn a_session_follows_what_is_cited_as_an_image() {
    let act = fixture("temoin");
    let files = act.files(&[path("content"), path("templates")]).unwrap();
    let project = |cited: &str, is_renamed: bool| -> Project {
        let texts = files.iter().map(|file| {
            let mut bytes = act.read(file, u64::MAX).unwrap();
            if file.as_str().ends_with("articles/01-objet.md") {
                bytes.extend(format!("\n![Un plan]({cited})\n").bytes());
            }
            let name = file.as_str();
            let name = if is_renamed { name.replace("03-prevention", "03-autre") } else { name.to_owned() };
            (path(&name), bytes)
        });
        project::open(&texts.collect::<Memory>(), None).unwrap()
    };
    for cited in ["fiches/03-prevention.md", "indicateurs.yaml", "plan.pdf", "images/parcours.png"] {
        let mut session = Session::default();
        for is_renamed in [false, true, false] {
            agree(&mut session, project(cited, is_renamed));
        }
    }
    let told = |is_renamed| {
        let snapshot = Snapshot::read(project("fiches/03-prevention.md", is_renamed));
        let told = snapshot.findings().find(|told| told.code == "MD-002").map(|told| told.message.clone());
        told.unwrap()
    };
    assert!(told(false).ends_with("n’est pas d’un format d’image que le programme lit"));
    assert!(told(true).ends_with("n’existe pas"));
}
