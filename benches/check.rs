//! How long the check takes: the real convention from a cold start, in process, and as a national portfolio.
//! `cargo bench --profile dev --bench check` (one profile for everything: see docs/decisions/0002).

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "timing and its figures live here")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on must fail")]

#[path = "../tests/common/mutations/mod.rs"]
mod mutations;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calpae::check::registry::RULES;
use calpae::check::{Context, Selection, check};
use calpae::project::{self, Disk, Memory, Overlay, Project};
use calpae::snapshot::Snapshot;
use calpae::text::{ProjectPath, Sources};
use calpae::{parse, pipeline};

fn main() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let froid = median(21, || {
        let etat = Command::new(env!("CARGO_BIN_EXE_calpae"))
            .args(["check", "--format", "short", "-C"])
            .arg(repository)
            .stdout(Stdio::null())
            .status();
        assert!(etat.unwrap().code().is_some_and(|c| c < 2));
    });
    println!("processus entier, de l’ouverture à la sortie : {}", ms(froid));
    println!("dans le programme (lire, vérifier)          : {}", ms(median(21, || one(repository))));
    println!("une fiche retouchée, relue par-dessus le disque : {}", ms(edited(repository)));
    println!();
    slow(repository);
    println!("copies du projet, l’une après l’autre dans un processus :");
    for n in [1, 10, 100] {
        let time = median(3, || (0..n).for_each(|_| one(repository)));
        println!("{n:>5} projets : {:>10}, {} chacun", ms(time), ms(time / n));
    }
    println!("un seul acte, ses fiches recopiées :");
    let project = project::open(&Disk::new(repository), None).unwrap();
    for n in [1, 5, 10, 50] {
        let (sources, plan) = duplicate(&project, n);
        let snapshot = Snapshot::read(Project { sources, plan, ..project.clone() });
        let fiches = u32::try_from(snapshot.dossier.as_ref().unwrap().fiches.len()).unwrap();
        let time = median(3, || {
            let _ = check(&snapshot, &Selection::default());
        });
        println!("{fiches:>5} fiches  : {:>10}, {} par fiche (règles seules)", ms(time), ms(time / fiches));
    }
    // `-- --temps`: the times alone, without the minute that the mutations take.
    if std::env::args().any(|a| a == "--temps") {
        return;
    }
    println!("\nfautes d’un chiffre dans ce que l’acte dit deux fois :");
    print!("{}", mutations::attempt(&project).say());
}

/// Opens, reads and checks a project.
fn one(root: &Path) {
    let project = project::open(&Disk::new(root), None).unwrap();
    let report = pipeline::check(&Snapshot::read(project), &Selection::default());
    assert!(!report.diagnostics().is_empty() || report.tolerated_count() > 0);
}

/// A session that stays open: one fiche is edited, and the whole is read and checked again over what memory holds.
fn edited(root: &Path) -> Duration {
    let project = project::open(&Disk::new(root), None).unwrap();
    let held: Memory = project
        .sources
        .iter()
        .map(|(_, source)| (source.path().clone(), source.text().as_bytes().to_vec()))
        .chain(project.images.iter().map(|(path, bytes)| (path.clone(), bytes.clone())))
        .collect();
    let fiche = project.sources.source(*project.plan.fiches.first().unwrap());
    let mut round = 0;
    median(21, || {
        round += 1;
        let mut overlay = Overlay::new(&held);
        overlay.insert(fiche.path().clone(), format!("{}\nRetouche {round}.\n", fiche.text()).into_bytes());
        let project = project::open(&overlay, None).unwrap();
        let _ = pipeline::check(&Snapshot::read(project), &Selection::default());
    })
}

/// Where the time goes: reading, and the slowest rules.
fn slow(root: &Path) {
    let project = project::open(&Disk::new(root), None).unwrap();
    let read = median(11, || assert!(parse::read(&project.sources, &project.plan).dossier.is_some()));
    let dossier = parse::read(&project.sources, &project.plan).dossier.unwrap();
    println!("dont lire le contenu : {}", ms(read));
    let mut time: Vec<(Duration, &str)> = RULES
        .iter()
        .map(|r| {
            let skip_over = || {
                let _ = (r.check)(&Context::new(&dossier, &project.sources));
            };
            (median(5, skip_over), r.code)
        })
        .collect();
    time.sort();
    let total: Duration = time.iter().map(|(t, _)| *t).sum();
    let list: Vec<String> =
        time.iter().rev().take(12).map(|(t, code)| format!("{code} {}", ms(*t))).collect();
    println!("dont {} règles       : {} ; les plus lentes : {}\n", time.len(), ms(total), list.join(", "));
}

/// The act with each of its fiches `n` times, under numbers of their own.
fn duplicate(project: &Project, n: usize) -> (Sources, parse::Plan) {
    let mut sources = project.sources.clone();
    let mut fiches = project.plan.fiches.clone();
    for copy in 1..n {
        for file in &project.plan.fiches {
            let source = project.sources.source(*file);
            let number = copy * project.plan.fiches.len() + fiches.len() % project.plan.fiches.len() + 1;
            let lines: Vec<String> = source
                .text()
                .lines()
                .map(|l| if l.starts_with("numero:") { format!("numero: {number}") } else { l.to_owned() })
                .collect();
            let path = source.path().as_str().replace("fiches/", &format!("fiches/{copy}-"));
            fiches.push(sources.add(ProjectPath::new(&path).unwrap(), &lines.join("\n")));
        }
    }
    let p = &project.plan;
    let images = parse::Images { edition: p.images.edition.clone(), present: p.images.present.clone() };
    let plan = parse::Plan {
        cadres: p.cadres.clone(),
        organisation: p.organisation,
        convention: p.convention,
        matrix: p.matrix,
        articles: p.articles.clone(),
        fiches,
        images,
        rapport: None,
    };
    (sources, plan)
}

fn median(rounds: usize, mut make: impl FnMut()) -> Duration {
    let mut time: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            make();
            start.elapsed()
        })
        .collect();
    time.sort();
    time.get(rounds / 2).copied().unwrap()
}

fn ms(time: Duration) -> String {
    format!("{},{:02} ms", time.as_millis(), time.as_micros() % 1000 / 10)
}
