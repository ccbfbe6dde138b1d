//! `calpae check`: what is wrong in an edition, before anybody signs it.

use crate::check::registry::{FAMILIES, RULES};
use crate::check::{Selection, page};
use crate::cli::args::{ArgsCheck, FindingsFormat};
use crate::cli::{Console, Outcome};
use crate::diagnostic::machine::Description;
use crate::diagnostic::summary::{SummaryRow, by_family};
use crate::diagnostic::{Diagnostic, Report, Severity, Stage, TextEdit, human, machine, markdown, near};
use crate::model::Montant;
use crate::pipeline;
use crate::project;
use crate::project::fix::{FixedFile, FixedFiles};
use crate::snapshot::Snapshot;
use crate::text::Sources;

/// Most passes of repairs: one may uncover another.
const PASSES: usize = 8;

/// Runs the command; an error is a sentence for the user.
pub fn run(args: &ArgsCheck, console: &Console) -> Result<Outcome, String> {
    for code in args.select.iter().chain(&args.ignore) {
        ensure_known(&normalize(code))?;
    }
    let fixed_files = if args.fix || args.diff { repair(args, console)? } else { 0 };
    let (rapport, sources) = check(args)?;
    if args.diff && !args.fix {
        return Ok(show(&rapport, &sources, fixed_files, console));
    }
    let text = match args.format {
        FindingsFormat::Human => human::render(&rapport, &sources, console.output_colour),
        FindingsFormat::Short => machine::short(&rapport, &sources),
        FindingsFormat::Json => machine::json(&rapport, &sources),
        FindingsFormat::Sarif => machine::sarif(&rapport, &sources, &descriptions()),
        FindingsFormat::Github => machine::github(&rapport, &sources),
        FindingsFormat::Markdown => markdown::render(&rapport, &sources),
    };
    console.write(&text);
    if args.bilan {
        match args.format {
            FindingsFormat::Human => console.write(&bilan(&rapport)),
            FindingsFormat::Markdown => {
                console.write(&format!("\n## Bilan\n\n```text\n{}```\n", bilan(&rapport)))
            }
            // What a program reads is left as its format wants it.
            _ => console.say(&bilan(&rapport)),
        }
    }
    if console.terminal && text.is_empty() {
        console.say("aucun constat\n");
    }
    let denied = args.deny.map_or(Severity::Error, |d| d.severity());
    let faults = Severity::ALL.into_iter().filter(|g| *g <= denied).any(|g| rapport.number(g) > 0);
    Ok(if faults { Outcome::Faults } else { Outcome::Success })
}

/// A code as it is written in the table.
fn normalize(code: &str) -> String {
    code.trim().to_uppercase()
}

/// After `--diff` alone: what prevents reading, or that there is nothing to repair. A difference is worth 1.
fn show(rapport: &Report, sources: &Sources, fixed_files: usize, console: &Console) -> Outcome {
    if rapport.diagnostics().iter().any(from_reading) {
        console.say(&human::render(rapport, sources, console.colour));
        return Outcome::Faults;
    }
    if fixed_files == 0 {
        console.say("aucune correction à proposer\n");
        return Outcome::Success;
    }
    Outcome::Faults
}

/// Whether a finding is of something that could not be read or followed, and not of a rule.
fn from_reading(d: &Diagnostic) -> bool {
    matches!(d.stage, Stage::Read | Stage::Resolve) && d.severity == Severity::Error
}

fn check(args: &ArgsCheck) -> Result<(Report, Sources), String> {
    check_fixed(args, &FixedFiles::default())
}

/// Checks the project as it is on the disk, or as repairs in memory make it.
fn check_fixed(args: &ArgsCheck, fixed_files: &FixedFiles) -> Result<(Report, Sources), String> {
    let mut project = project::open(&args.projet, args.edition.as_deref()).map_err(|e| e.to_string())?;
    fixed_files.overlay(&mut project.sources);
    let selection = Selection {
        chosen: args.select.iter().map(|c| normalize(c)).collect(),
        ignored: args.ignore.iter().map(|c| normalize(c)).collect(),
        preview: args.preview,
    };
    let snapshot = Snapshot::read(project);
    Ok((pipeline::check(&snapshot, &selection), snapshot.sources))
}

fn ensure_known(code: &str) -> Result<(), String> {
    let codes = || FAMILIES.iter().map(|(f, _)| *f).chain(RULES.iter().map(|r| r.code));
    if codes().any(|c| c == code) || page::explain(code).is_some() {
        return Ok(());
    }
    let aide = match near(code, codes()) {
        Some(p) => format!("vouliez-vous dire « {p} » ?"),
        None => "« calpae explain » donne la liste des règles".to_owned(),
    };
    Err(format!("la règle « {code} » n’existe pas\nà faire : {aide}"))
}

/// Applies the repairs in memory, pass after pass until none is left, then writes them; with `--diff` alone,
/// shows them and writes nothing. A finding that the act keeps is not repaired. Gives the number of files.
fn repair(args: &ArgsCheck, console: &Console) -> Result<usize, String> {
    let mut fixed_files = FixedFiles::default();
    for _ in 0..PASSES {
        let (rapport, sources) = check_fixed(args, &fixed_files)?;
        readable(&rapport, &fixed_files)?;
        let editions: Vec<TextEdit> =
            rapport.diagnostics().iter().flat_map(|d| d.fix.iter().cloned()).collect();
        if fixed_files.apply(&args.projet, &sources, &editions)? == 0 {
            break;
        }
    }
    readable(&check_fixed(args, &fixed_files)?.0, &fixed_files)?;
    if args.diff {
        fixed_files.iter().for_each(|c| console.write(&difference(c)));
    }
    let files = fixed_files.iter().count();
    if !args.fix {
        return Ok(files);
    }
    fixed_files.write(&args.projet)?;
    for fixed in fixed_files.iter() {
        let plural = if fixed.number > 1 { "s" } else { "" };
        console.say(&format!("{} : {} correction{plural}\n", fixed.path, fixed.number));
    }
    Ok(files)
}

/// Refuses repairs after which something can no longer be read. Rules, and so repairs, wait until everything
/// can be: what is not of a rule came with a repair.
fn readable(rapport: &Report, fixed_files: &FixedFiles) -> Result<(), String> {
    match rapport.diagnostics().iter().find(|d| from_reading(d)) {
        Some(d) if fixed_files.iter().next().is_some() => Err(format!(
            "une correction rendrait le projet illisible, rien n’est écrit : {} ({})",
            d.message, d.code
        )),
        _ => Ok(()),
    }
}

fn difference(fixed: &FixedFile) -> String {
    let diff = similar::TextDiff::from_lines(&fixed.before, &fixed.after);
    let (a, b) = (format!("a/{}", fixed.path), format!("b/{}", fixed.path));
    diff.unified_diff().header(&a, &b).to_string()
}

/// The rules as SARIF describes them.
fn descriptions() -> Vec<Description> {
    let rules = RULES.iter().map(|r| Description {
        code: r.code,
        titre: r.page.title,
        explanation: format!("{} {}", r.page.checks, r.page.why),
        gravite: r.page.severity,
    });
    rules.collect()
}

/// Findings by family and severity, kept ones apart, and the euros at stake; then their sum.
fn bilan(rapport: &Report) -> String {
    let mut lines = by_family(rapport, FAMILIES);
    let mut total = SummaryRow { family: "Ensemble".to_owned(), ..SummaryRow::default() };
    for l in &lines {
        total.counted += l.counted;
        total.stake = total.stake.saturating_add(l.stake);
    }
    lines.push(total);
    let mut sortie = format!(
        "{:<42} {:>8} {:>8} {:>8} {:>8}  {}\n",
        "Famille", "erreurs", "avert.", "conseils", "tolérés", "écarts en euros"
    );
    for SummaryRow { family, counted: c, stake } in &lines {
        let stake = Montant::rounded(*stake).filter(|m| !m.is_zero()).map(|m| m.to_string());
        let (errors, warnings) = (c.erreurs, c.avertissements);
        let (advices, tolerated, stake) = (c.conseils, c.toleres, stake.unwrap_or_default());
        let line = format!("{family:<42} {errors:>8} {warnings:>8} {advices:>8} {tolerated:>8}  {stake}");
        sortie.push_str(&format!("{}\n", line.trim_end()));
    }
    sortie
}
