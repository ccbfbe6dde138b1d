//! `calpae check`: what is wrong in an edition, before anybody signs it.

use crate::atelier;
use crate::check::registre::{FAMILLES, REGLES};
use crate::check::{Reglages, page};
use crate::cli::args::{ArgsCheck, FormatConstats};
use crate::cli::{Console, Issue};
use crate::diagnostic::bilan::{LigneBilan, par_famille};
use crate::diagnostic::machine::Description;
use crate::diagnostic::{Diagnostic, Edition, Gravite, Rapport, humain, machine, markdown, proche};
use crate::model::Montant;
use crate::project;
use crate::project::correction::{Corrige, Corriges};
use crate::text::Sources;

/// Most passes of repairs: one may uncover another.
const PASSES: usize = 8;

/// Runs the command; an error is a sentence for the user.
pub fn run(args: &ArgsCheck, console: &Console) -> Result<Issue, String> {
    for code in args.select.iter().chain(&args.ignore) {
        connaitre(&normaliser(code))?;
    }
    let corriges = if args.fix || args.diff { reparer(args, console)? } else { 0 };
    let (rapport, sources) = verifier(args)?;
    if args.diff && !args.fix {
        return Ok(montrer(&rapport, &sources, corriges, console));
    }
    let texte = match args.format {
        FormatConstats::Human => humain::rendre(&rapport, &sources, console.couleur_sortie),
        FormatConstats::Short => machine::court(&rapport, &sources),
        FormatConstats::Json => machine::json(&rapport, &sources),
        FormatConstats::Sarif => machine::sarif(&rapport, &sources, &descriptions()),
        FormatConstats::Github => machine::github(&rapport, &sources),
        FormatConstats::Markdown => markdown::rendre(&rapport, &sources),
    };
    console.ecrire(&texte);
    if args.bilan {
        match args.format {
            FormatConstats::Human => console.ecrire(&bilan(&rapport)),
            FormatConstats::Markdown => {
                console.ecrire(&format!("\n## Bilan\n\n```text\n{}```\n", bilan(&rapport)))
            }
            // What a program reads is left as its format wants it.
            _ => console.dire(&bilan(&rapport)),
        }
    }
    if console.terminal && texte.is_empty() {
        console.dire("aucun constat\n");
    }
    let refuse = args.deny.map_or(Gravite::Erreur, |d| d.gravite());
    let fautes = Gravite::TOUTES.into_iter().filter(|g| *g <= refuse).any(|g| rapport.nombre(g) > 0);
    Ok(if fautes { Issue::Fautes } else { Issue::Bien })
}

/// A code as it is written in the table.
fn normaliser(code: &str) -> String {
    code.trim().to_uppercase()
}

/// After `--diff` alone: what prevents reading, or that there is nothing to repair. A difference is worth 1.
fn montrer(rapport: &Rapport, sources: &Sources, corriges: usize, console: &Console) -> Issue {
    if rapport.diagnostics().iter().any(de_lecture) {
        console.dire(&humain::rendre(rapport, sources, console.couleur));
        return Issue::Fautes;
    }
    if corriges == 0 {
        console.dire("aucune correction à proposer\n");
        return Issue::Bien;
    }
    Issue::Fautes
}

/// Whether a finding prevents reading: it is of no family of rules.
fn de_lecture(d: &Diagnostic) -> bool {
    !FAMILLES.iter().any(|(f, _)| *f == d.famille()) && d.gravite == Gravite::Erreur
}

fn verifier(args: &ArgsCheck) -> Result<(Rapport, Sources), String> {
    verifier_corriges(args, &Corriges::default())
}

/// Checks the project as it is on the disk, or as repairs in memory make it.
fn verifier_corriges(args: &ArgsCheck, corriges: &Corriges) -> Result<(Rapport, Sources), String> {
    let projet = project::ouvrir(&args.projet, args.edition.as_deref()).map_err(|e| e.to_string())?;
    let mut sources = projet.sources.clone();
    corriges.recouvrir(&mut sources);
    let mut rapport = Rapport::default();
    let reglages = Reglages {
        choisies: args.select.iter().map(|c| normaliser(c)).collect(),
        ignorees: args.ignore.iter().map(|c| normaliser(c)).collect(),
    };
    atelier::verifier(projet, &sources, &reglages, &mut rapport);
    Ok((rapport, sources))
}

fn connaitre(code: &str) -> Result<(), String> {
    let codes = || FAMILLES.iter().map(|(f, _)| *f).chain(REGLES.iter().map(|r| r.code));
    if codes().any(|c| c == code) || page::expliquer(code).is_some() {
        return Ok(());
    }
    let aide = match proche(code, codes()) {
        Some(p) => format!("vouliez-vous dire « {p} » ?"),
        None => "« calpae explain » donne la liste des règles".to_owned(),
    };
    Err(format!("la règle « {code} » n’existe pas\nà faire : {aide}"))
}

/// Applies the repairs in memory, pass after pass until none is left, then writes them; with `--diff` alone,
/// shows them and writes nothing. A finding that the act keeps is not repaired. Gives the number of files.
fn reparer(args: &ArgsCheck, console: &Console) -> Result<usize, String> {
    let mut corriges = Corriges::default();
    for _ in 0..PASSES {
        let (rapport, sources) = verifier_corriges(args, &corriges)?;
        lisible(&rapport, &corriges)?;
        let editions: Vec<Edition> =
            rapport.diagnostics().iter().flat_map(|d| d.correction.iter().cloned()).collect();
        if corriges.appliquer(&args.projet, &sources, &editions)? == 0 {
            break;
        }
    }
    lisible(&verifier_corriges(args, &corriges)?.0, &corriges)?;
    if args.diff {
        corriges.iter().for_each(|c| console.ecrire(&difference(c)));
    }
    let fichiers = corriges.iter().count();
    if !args.fix {
        return Ok(fichiers);
    }
    corriges.ecrire(&args.projet)?;
    for corrige in corriges.iter() {
        let pluriel = if corrige.nombre > 1 { "s" } else { "" };
        console.dire(&format!("{} : {} correction{pluriel}\n", corrige.chemin, corrige.nombre));
    }
    Ok(fichiers)
}

/// Refuses repairs after which something can no longer be read. Rules, and so repairs, wait until everything
/// can be: what is not of a rule came with a repair.
fn lisible(rapport: &Rapport, corriges: &Corriges) -> Result<(), String> {
    match rapport.diagnostics().iter().find(|d| de_lecture(d)) {
        Some(d) if corriges.iter().next().is_some() => Err(format!(
            "une correction rendrait le projet illisible, rien n’est écrit : {} ({})",
            d.message, d.code
        )),
        _ => Ok(()),
    }
}

fn difference(corrige: &Corrige) -> String {
    let diff = similar::TextDiff::from_lines(&corrige.avant, &corrige.apres);
    let (a, b) = (format!("a/{}", corrige.chemin), format!("b/{}", corrige.chemin));
    diff.unified_diff().header(&a, &b).to_string()
}

/// The rules as SARIF describes them.
fn descriptions() -> Vec<Description> {
    let regles = REGLES.iter().map(|r| Description {
        code: r.code,
        titre: r.titre,
        explication: format!("{} {}", r.verifie, r.pourquoi),
        gravite: r.gravite,
    });
    regles.collect()
}

/// Findings by family and severity, kept ones apart, and the euros at stake; then their sum.
fn bilan(rapport: &Rapport) -> String {
    let mut lignes = par_famille(rapport, &FAMILLES);
    let mut total = LigneBilan { famille: "Ensemble".to_owned(), ..LigneBilan::default() };
    for l in &lignes {
        total.comptes += l.comptes;
        total.enjeu = total.enjeu.saturating_add(l.enjeu);
    }
    lignes.push(total);
    let mut sortie = format!(
        "{:<42} {:>8} {:>8} {:>8} {:>8}  {}\n",
        "Famille", "erreurs", "avert.", "conseils", "tolérés", "écarts en euros"
    );
    for LigneBilan { famille, comptes: c, enjeu } in &lignes {
        let enjeu = Montant::arrondi(*enjeu).filter(|m| !m.est_nul()).map(|m| m.to_string());
        let (erreurs, avertissements) = (c.erreurs, c.avertissements);
        let (conseils, toleres, enjeu) = (c.conseils, c.toleres, enjeu.unwrap_or_default());
        let ligne =
            format!("{famille:<42} {erreurs:>8} {avertissements:>8} {conseils:>8} {toleres:>8}  {enjeu}");
        sortie.push_str(&format!("{}\n", ligne.trim_end()));
    }
    sortie
}
