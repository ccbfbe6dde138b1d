//! `calpae explain`: prints the page of a rule, or the terms of a computed total with their places.

use std::path::Path;

use crate::check::page;
use crate::check::reading_codes;
use crate::check::registry::{self, FAMILIES, RULES};
use crate::cli::args::ExplainArgs;
use crate::cli::commands::finding::{self, Sought};
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::Report;
use crate::history::named;
use crate::ledger::totals::{self, Total};
use crate::model::{Dossier, Montant};
use crate::project::{self, Disk};
use crate::snapshot::Snapshot;
use crate::text::{Sources, capitalized};

/// Runs the command.
pub fn run(args: &ExplainArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let Some(sujet) = &args.sujet else {
        console.write(&list(args, start))?;
        return Ok(Outcome::Success);
    };
    if let Some(code) = finding::code_of(sujet).filter(|code| page::explain(code).is_some()) {
        return explain_finding(args, start, sujet, &code, console);
    }
    let code = sujet.to_uppercase();
    if let Some(page) = page::explain(&code) {
        console.write(&page)?;
        if let Some(rule) = registry::rule(&code) {
            console.write(&format!("\nLa règle est écrite dans {}.\n", rule.file))?;
        }
        return Ok(Outcome::Success);
    }
    let family = family(&code);
    if !family.is_empty() {
        console.write(&family)?;
        return Ok(Outcome::Success);
    }
    // « total.etat.2025 » is how prose quotes it.
    let quoted = quoting(start, args.edition.name(), sujet);
    if !sujet.contains(':') && quoted.is_none() {
        let head = sujet.trim_end_matches('/');
        let own: Vec<_> = names(start, args.edition.name())
            .into_iter()
            .filter(|(name, _)| name.strip_prefix(head).is_some_and(|rest| rest.starts_with([':', '/'])))
            .collect();
        if !own.is_empty() {
            console.write(&table(&own))?;
            return Ok(Outcome::Success);
        }
        let codes = RULES.iter().map(|r| r.code).chain(reading_codes::pages().map(|page| page.code));
        return Err(CommandError::unknown(
            format!("« {sujet} » n’est ni une règle ni un total"),
            sujet,
            codes,
            "« calpae explain » donne la liste des règles et des totaux",
        ));
    }
    let snapshot = match quoted {
        Some(snapshot) => snapshot,
        None => open(start, args.edition.name())?,
    };
    match (named::total(&snapshot, sujet), &snapshot.dossier) {
        (Some(total), _) => {
            console.write(&terms(&total, &snapshot.sources))?;
            Ok(Outcome::Success)
        }
        (None, Some(dossier)) if !snapshot.holes.in_act() && snapshot.holes.rapports.is_empty() => {
            Err(unknown(sujet, dossier))
        }
        (None, _) => {
            let mut report = Report::default();
            report.extend(snapshot.findings().cloned());
            console.say_findings(&report, &snapshot.sources)?;
            Ok(Outcome::Faults)
        }
    }
}

/// Shows a finding as it stands, then the page of its rule; the page alone when the finding is settled.
fn explain_finding(
    args: &ExplainArgs,
    start: &Path,
    identifier: &str,
    code: &str,
    console: &Console,
) -> Result<Outcome, CommandError> {
    match finding::identified(start, args.edition.name(), identifier, &args.other_acts.avec)? {
        Sought::Found(finding, sources) => {
            let mut report = Report::default();
            report.add(*finding);
            console.write_findings(&report, &sources)?;
        }
        Sought::Absent(why) => console.write(&format!("{}.\n", capitalized(&why)))?,
    }
    if let Some(page) = page::explain(code) {
        console.write(&format!("\n{page}"))?;
    }
    Ok(Outcome::Success)
}

/// Reads the project that a folder is in.
fn open(start: &Path, edition: Option<&str>) -> Result<Snapshot, CommandError> {
    Ok(Snapshot::read(project::open(&Disk::new(project::find_project(start)?), edition)?))
}

fn unknown(sujet: &str, dossier: &Dossier) -> CommandError {
    let names: Vec<String> = totals::all(dossier).into_iter().map(|t| t.name).collect();
    if names.is_empty() {
        return CommandError::with_help(
            format!("le total « {sujet} » n’existe pas : aucun montant n’est encore écrit"),
            "écrire les montants dans les budgets des fiches",
        );
    }
    CommandError::unknown(
        format!("le total « {sujet} » n’existe pas"),
        sujet,
        names.iter().map(String::as_str),
        "« calpae explain » donne la liste des totaux",
    )
}

/// The project, when a name is a reference that quotes a sum of it.
fn quoting(start: &Path, edition: Option<&str>, name: &str) -> Option<Snapshot> {
    let is_reference = name.contains('.') && !name.contains([':', '/', ' ']);
    let snapshot = is_reference.then(|| open(start, edition).ok()).flatten()?;
    snapshot.readable().and_then(|dossier| totals::named(&dossier, name))?;
    Some(snapshot)
}

/// Name and title of each total that rests on what was read, in the project that a folder is in, for the list and for
/// completion.
pub fn names(start: &Path, edition: Option<&str>) -> Vec<(String, String)> {
    let Ok(snapshot) = open(start, edition) else { return Vec::new() };
    let totals = snapshot.readable().map(|dossier| totals::all(&dossier)).unwrap_or_default();
    let sure = totals.into_iter().filter(|total| !named::depends_on_a_hole(&snapshot, &total.name));
    sure.map(|total| (total.name, total.title)).collect()
}

fn list(args: &ExplainArgs, start: &Path) -> String {
    let mut output: String = FAMILIES.iter().copied().map(rules).collect();
    output.push_str(&reading(""));
    let names = names(start, args.edition.name());
    if !names.is_empty() {
        output.push_str("Totaux du projet\n");
        output.push_str(&table(&names));
    }
    output
}

/// The codes that begin with the name of a family: rules, then what is said of texts that cannot be read; empty for the
/// name of nothing.
fn family(name: &str) -> String {
    let of_rules: String = FAMILIES.iter().filter(|(own, _)| *own == name).copied().map(rules).collect();
    of_rules + &reading(name)
}

/// The codes of the stages around the rules, those of one family or, without a name, all.
fn reading(family: &str) -> String {
    let is_of_family = |code: &str| family.is_empty() || code.split('-').next() == Some(family);
    let own = reading_codes::pages().filter(|page| is_of_family(page.code));
    let lines: String = own.map(|page| format!("  {}  {}\n", page.code, page.title)).collect();
    if lines.is_empty() { lines } else { format!("Lecture et composition\n{lines}") }
}

/// The rules of a family under its title; empty for a family without rules.
fn rules((family, title): (&str, &str)) -> String {
    let own: Vec<_> = RULES.iter().filter(|r| r.code.starts_with(family)).collect();
    let lines: String = own.iter().map(|r| format!("  {}  {}\n", r.code, r.page.title)).collect();
    if lines.is_empty() { lines } else { format!("{title}\n{lines}") }
}

/// Totals by name, each with its title, in two columns.
fn table(names: &[(String, String)]) -> String {
    let width = names.iter().map(|(n, _)| n.chars().count()).max().unwrap_or(0);
    names.iter().map(|(name, title)| format!("  {name:<width$}  {title}\n")).collect()
}

/// A total with its terms, in the order of the sum: amount, file, line and the text there; then the total that the
/// act prints, if any, and the gap.
fn terms(total: &Total, sources: &Sources) -> String {
    let mut lines: Vec<(String, String)> = Vec::new();
    for term in &total.sum.terms {
        let source = sources.source(term.span.file);
        let (line, _) = source.line_column(term.span.start);
        let text = source.text().lines().nth(line - 1).unwrap_or("").trim();
        let text: String = text.chars().take(90).collect();
        lines.push((term.montant.to_string(), format!("{}:{line}  {text}", source.path())));
    }
    lines.push((total.sum.total.to_string(), "total calculé".to_owned()));
    if total.sum.missing() > 0 {
        lines.push((
            String::new(),
            format!("lignes sans montant, comptées pour rien : {}", total.sum.missing()),
        ));
    }
    if let Some(printed) = &total.printed {
        lines
            .push((printed.value.to_string(), format!("{}  dit par l’acte", sources.location(printed.span))));
        let gap = printed.value - total.sum.total;
        if gap != Montant::ZERO {
            lines.push((gap.to_string(), "écart : ce que l’acte dit, moins le total calculé".to_owned()));
        }
    }
    let width = lines.iter().map(|(m, _)| m.chars().count()).max().unwrap_or(0);
    let mut output = format!("{} : {}\n", total.name, total.title);
    for (montant, text) in lines {
        output.push_str(&format!("{montant:>width$}  {text}\n"));
    }
    output
}
