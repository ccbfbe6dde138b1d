//! Times the check: the real convention from a cold start and in process, then a national portfolio of a hundred.
//! Run `cargo bench --profile dev --bench check` (docs/decisions/0002 says why there is one profile).

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "timing and its figures live here")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a benchmark that cannot go on must fail"
)]

#[path = "../tests/common/mutations/mod.rs"]
mod mutations;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calpae::check::registry::RULES;
use calpae::check::{Context, Readings, Selection, check};
use calpae::parse;
use calpae::pipeline::{self, Session};
use calpae::project::{self, Disk, Memory, Overlay, Project};
use calpae::snapshot::Snapshot;
use calpae::text::{ProjectPath, Sources};

/// The one of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    // `-- --retouche`: the edited fiche alone, for a profiler to look at.
    if std::env::args().any(|a| a == "--retouche") {
        println!("une fiche retouchée : {}", ms(time_of_an_edit(repository)));
        return;
    }
    let cold = median(21, || {
        let status = Command::new(env!("CARGO_BIN_EXE_calpae"))
            .args(["check", "--format", "short", "-C"])
            .arg(repository)
            .stdout(Stdio::null())
            .status();
        assert!(status.unwrap().code().is_some_and(|c| c < 2));
    });
    println!("processus entier, de l’ouverture à la sortie : {}", ms(cold));
    println!(
        "dans le programme (lire, vérifier)          : {}",
        ms(median(21, || open_and_check(repository)))
    );
    println!("une fiche retouchée, relue par-dessus le disque : {}", ms(time_of_an_edit(repository)));
    println!();
    print_slow_parts(repository);
    println!("copies du projet, l’une après l’autre dans un processus :");
    for n in [1, 10, 100] {
        let time = median(3, || (0..n).for_each(|_| open_and_check(repository)));
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
    // `-- --temps` skips the mutations, which take minutes.
    if std::env::args().any(|a| a == "--temps") {
        return;
    }
    // `-- --echantillon` tries those that the test tries.
    let is_sample = std::env::args().any(|a| a == "--echantillon");
    let tried = if is_sample { mutations::Tried::Sample } else { mutations::Tried::All };
    let measure = |project| mutations::measure(repository, project, tried);
    let measures: Vec<mutations::Measure> = mutations::PROJECTS.into_iter().map(measure).collect();
    println!("\n{}", mutations::generated(&measures));
}

/// Opens, reads and checks a project from the disk.
fn open_and_check(root: &Path) {
    let project = project::open(&Disk::new(root), None).unwrap();
    let report = pipeline::check(&Snapshot::read(project), &Selection::default());
    assert!(!report.diagnostics().is_empty() || report.tolerated_count() > 0);
}

/// The time to read and check all again in a session that stays open, after an edit of one fiche, over files in memory.
fn time_of_an_edit(root: &Path) -> Duration {
    let project = project::open(&Disk::new(root), None).unwrap();
    let held: Memory = project
        .sources
        .iter()
        .map(|(_, source)| (source.path().clone(), source.text().as_bytes().to_vec()))
        .chain(project.images.iter().map(|(path, bytes)| (path.clone(), bytes.clone())))
        .collect();
    let fiche = project.sources.source(*project.plan.fiches.first().unwrap());
    let mut session = Session::default();
    let mut round = 0;
    median(21, || {
        round += 1;
        let mut overlay = Overlay::new(&held);
        overlay.insert(fiche.path().clone(), format!("{}\nRetouche {round}.\n", fiche.text()).into_bytes());
        let project = project::open(&overlay, None).unwrap();
        let snapshot = session.read(project);
        let _ = session.check(&snapshot, &Selection::default());
    })
}

/// Prints the time that reading takes, and the slowest rules.
fn print_slow_parts(root: &Path) {
    let project = project::open(&Disk::new(root), None).unwrap();
    let read = median(11, || assert!(parse::read(&project.sources, &project.plan).dossier.is_some()));
    let snapshot = Snapshot::read(project.clone());
    let dossier = snapshot.dossier.as_ref().unwrap();
    println!("dont lire le contenu : {}", ms(read));
    let kept = Readings::default();
    for (what, kept) in [("à froid", None), ("leurs lectures gardées", Some(&kept))] {
        let mut times: Vec<(Duration, &str)> = RULES
            .iter()
            .map(|r| {
                let run_rule = || {
                    let fresh = Readings::default();
                    let readings = kept.unwrap_or(&fresh);
                    let _ = (r.check)(&Context::new(dossier, &snapshot, readings));
                };
                (median(5, run_rule), r.code)
            })
            .collect();
        times.sort();
        let total: Duration = times.iter().map(|(t, _)| *t).sum();
        let list: Vec<String> =
            times.iter().rev().take(12).map(|(t, code)| format!("{code} {}", ms(*t))).collect();
        println!(
            "dont {} règles, {what} : {} ; les plus lentes : {}",
            times.len(),
            ms(total),
            list.join(", ")
        );
    }
    println!();
}

/// The act with `n` copies of each fiche, each under its own number.
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
    let own = &project.plan;
    let images = own.images.clone();
    let plan = parse::Plan {
        unreadable_cadres: own.unreadable_cadres.clone(),
        cadres: own.cadres.clone(),
        organisation: own.organisation,
        convention: own.convention,
        matrix: own.matrix,
        decisions: own.decisions,
        articles: own.articles.clone(),
        fiches,
        images,
        avenants: Vec::new(),
        avenant_lives: own.avenant_lives.clone(),
        life: own.life,
        rapports: Vec::new(),
    };
    (sources, plan)
}

fn median(rounds: usize, mut make: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            make();
            start.elapsed()
        })
        .collect();
    times.sort();
    times.get(rounds / 2).copied().unwrap()
}

fn ms(time: Duration) -> String {
    format!("{},{:02} ms", time.as_millis(), time.as_micros() % 1000 / 10)
}
