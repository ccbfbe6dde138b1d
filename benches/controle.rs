//! How long the check takes: the real convention from a cold start, in process, and as a national portfolio.
//! `cargo bench --profile dev --bench controle` (one profile for everything: see docs/decisions/0002).

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "timing and its figures live here")]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on must fail")]

#[path = "../tests/commun/mutations/mod.rs"]
mod mutations;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use calpae::check::registre::REGLES;
use calpae::check::{Contexte, Reglages, verifier};
use calpae::project::{self, Projet};
use calpae::text::{Chemin, Sources};
use calpae::{atelier, diagnostic, parse};

fn main() {
    let depot = Path::new(env!("CARGO_MANIFEST_DIR"));
    let froid = mediane(21, || {
        let etat = Command::new(env!("CARGO_BIN_EXE_calpae"))
            .args(["check", "--format", "short", "-C"])
            .arg(depot)
            .stdout(Stdio::null())
            .status();
        assert!(etat.unwrap().code().is_some_and(|c| c < 2));
    });
    println!("processus entier, de l’ouverture à la sortie : {}", ms(froid));
    println!("dans le programme (lire, vérifier)          : {}", ms(mediane(21, || un(depot))));
    println!();
    lentes(depot);
    println!("copies du projet, l’une après l’autre dans un processus :");
    for n in [1, 10, 100] {
        let temps = mediane(3, || (0..n).for_each(|_| un(depot)));
        println!("{n:>5} projets : {:>10}, {} chacun", ms(temps), ms(temps / n));
    }
    println!("un seul acte, ses fiches recopiées :");
    let projet = project::ouvrir(depot, None).unwrap();
    for n in [1, 5, 10, 50] {
        let (sources, plan) = recopier(&projet, n);
        let dossier = parse::lire(&sources, &plan).dossier.unwrap();
        let fiches = u32::try_from(dossier.fiches.len()).unwrap();
        let temps = mediane(3, || {
            let _ = verifier(&dossier, &sources, &Reglages::default());
        });
        println!("{fiches:>5} fiches  : {:>10}, {} par fiche (règles seules)", ms(temps), ms(temps / fiches));
    }
    // `-- --temps`: the times alone, without the minute that the mutations take.
    if std::env::args().any(|a| a == "--temps") {
        return;
    }
    println!("\nfautes d’un chiffre dans ce que l’acte dit deux fois :");
    print!("{}", mutations::essayer(&projet).dire());
}

/// Opens, reads and checks a project.
fn un(racine: &Path) {
    let projet = project::ouvrir(racine, None).unwrap();
    let sources = projet.sources.clone();
    let mut rapport = diagnostic::Rapport::default();
    atelier::verifier(projet, &sources, &Reglages::default(), &mut rapport);
    assert!(!rapport.diagnostics().is_empty() || rapport.nombre_toleres() > 0);
}

/// Where the time goes: reading, and the slowest rules.
fn lentes(racine: &Path) {
    let projet = project::ouvrir(racine, None).unwrap();
    let lire = mediane(11, || assert!(parse::lire(&projet.sources, &projet.plan).dossier.is_some()));
    let dossier = parse::lire(&projet.sources, &projet.plan).dossier.unwrap();
    println!("dont lire le contenu : {}", ms(lire));
    let mut temps: Vec<(Duration, &str)> = REGLES
        .iter()
        .map(|r| {
            let passer = || {
                let _ = (r.chercher)(&Contexte::new(&dossier, &projet.sources));
            };
            (mediane(5, passer), r.code)
        })
        .collect();
    temps.sort();
    let total: Duration = temps.iter().map(|(t, _)| *t).sum();
    let liste: Vec<String> =
        temps.iter().rev().take(12).map(|(t, code)| format!("{code} {}", ms(*t))).collect();
    println!("dont {} règles       : {} ; les plus lentes : {}\n", temps.len(), ms(total), liste.join(", "));
}

/// The act with each of its fiches `n` times, under numbers of their own.
fn recopier(projet: &Projet, n: usize) -> (Sources, parse::Plan) {
    let mut sources = projet.sources.clone();
    let mut fiches = projet.plan.fiches.clone();
    for copie in 1..n {
        for fichier in &projet.plan.fiches {
            let source = projet.sources.source(*fichier);
            let numero = copie * projet.plan.fiches.len() + fiches.len() % projet.plan.fiches.len() + 1;
            let lignes: Vec<String> = source
                .texte()
                .lines()
                .map(|l| if l.starts_with("numero:") { format!("numero: {numero}") } else { l.to_owned() })
                .collect();
            let chemin = source.chemin().as_str().replace("fiches/", &format!("fiches/{copie}-"));
            fiches.push(sources.ajouter(Chemin::new(&chemin).unwrap(), &lignes.join("\n")));
        }
    }
    let p = &projet.plan;
    let images = parse::Images { edition: p.images.edition.clone(), presentes: p.images.presentes.clone() };
    let plan = parse::Plan {
        cadres: p.cadres.clone(),
        organisation: p.organisation,
        convention: p.convention,
        matrice: p.matrice,
        articles: p.articles.clone(),
        fiches,
        images,
        rapport: None,
    };
    (sources, plan)
}

fn mediane(tours: usize, mut faire: impl FnMut()) -> Duration {
    let mut temps: Vec<Duration> = (0..tours)
        .map(|_| {
            let debut = Instant::now();
            faire();
            debut.elapsed()
        })
        .collect();
    temps.sort();
    temps.get(tours / 2).copied().unwrap()
}

fn ms(temps: Duration) -> String {
    format!("{},{:02} ms", temps.as_millis(), temps.as_micros() % 1000 / 10)
}
