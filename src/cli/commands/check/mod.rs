//! `calpae check`: lists what is wrong in an edition, and repairs what is mechanical (`--fix`).

mod figures;
mod repair;
mod since;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::check::registry::{FAMILIES, RULES};
use crate::check::{OtherAct, Scope, Selection, is_ignored, page};
use crate::cli::args::{CheckArgs, FindingsFormat};
use crate::cli::commands::other_acts::OtherActs;
use crate::cli::error::CommandError;
use crate::cli::selected_files::SelectedFiles;
use crate::cli::{Console, Outcome, free_beside};
use crate::diagnostic::coverage::CheckCoverage;
use crate::diagnostic::machine::{Description, Recorded};
use crate::diagnostic::summary::{Gaps, SummaryRow, by_family};
use crate::diagnostic::{Diagnostic, Report, Severity, Stage, first_screen, machine, markdown};
use crate::model::Montant;
use crate::pipeline;
use crate::project::fix::FixedFiles;
use crate::project::{self, Disk, ProjectError, Tree};
use crate::render::TemplateStore;
use crate::render::templates::has_own;
use crate::snapshot::Snapshot;
use crate::text::Sources;
use repair::{repair, save, show};
use since::{CheckOfNow, since};

/// Runs the command.
pub fn run(args: &CheckArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    for code in args.select.iter().chain(&args.ignore) {
        ensure_known(&normalize(code))?;
    }
    ensure_comparable(args)?;
    let disk = Disk::new(project::find_project(start)?);
    let files = SelectedFiles::find(&args.fichiers, &disk)?;
    if args.figures {
        let snapshot = Snapshot::read(project::open(&disk, args.edition.name())?);
        return figures::write(&snapshot, args.format, |path| files.asks_for(path), args.tout, console);
    }
    let others = OtherActs::open(&args.other_acts.avec, &disk, start)?;
    let acts = others.acts();
    let mut fixes = FixedFiles::new(&disk);
    let checked = match args.fix || args.diff {
        true => repair(args, &acts, &files, &mut fixes, console)?,
        false => check(args, &disk, &acts)?,
    };
    others.ensure_other_than(&checked.1.edition)?;
    let recorded = recorded(args, &files, &checked.1);
    let figures = if args.bilan { figures::sentence(&checked.1) } else { String::new() };
    let ignored = ignored(&checked.1);
    let (report, sources) = with_documents(args, checked);
    if args.fix {
        save(&fixes, &disk, console)?;
    } else if args.diff {
        return show(&report, &sources, &fixes, console);
    }
    // What changed is of the edition, even when some files are asked for: elsewhere is not settled.
    let since = match &args.depuis {
        Some(asked) => {
            let now =
                CheckOfNow { report: &report, sources: &sources, recorded: &recorded, ignored: &ignored };
            Some(since(args, asked, &disk, &files, &now)?)
        }
        None => None,
    };
    let (mut report, elsewhere) = files.keep(report, &sources)?;
    let denied = args.deny.map_or(Severity::Error, |d| d.severity());
    let faults = Severity::ALL.into_iter().filter(|g| *g <= denied).any(|g| report.number(g) > 0);
    match since {
        Some(since) => console.write(&since)?,
        None => write(
            args,
            &mut report,
            &sources,
            &recorded,
            (elsewhere, format!("{}{}", checked_line(&disk, &recorded), others.told()), figures),
            console,
        )?,
    }
    free_beside((report, sources));
    Ok(if faults { Outcome::Faults } else { Outcome::Success })
}

/// What a record of this check is of.
fn recorded(args: &CheckArgs, files: &SelectedFiles, snapshot: &Snapshot) -> Recorded {
    let codes = |list: &[String]| list.iter().map(|code| normalize(code)).collect();
    Recorded {
        collectivite: snapshot.dossier.as_ref().map(|d| d.organisation.collectivite.name.value.clone()),
        edition: snapshot.edition.clone(),
        coverage: CheckCoverage {
            gravite: args.gravite.map(|level| level.severity().word().to_owned()),
            fichiers: files.paths(),
            regles: codes(&args.select),
            sans_regles: codes(&args.ignore),
        },
    }
}

/// The name of the folder of a project; empty when it has none.
fn folder_name(disk: &Disk) -> String {
    let root = fs::canonicalize(disk.root()).unwrap_or_default();
    root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// « Édition 2024 », and the project when it is not the current folder.
fn checked_line(disk: &Disk, recorded: &Recorded) -> String {
    let is_here = fs::canonicalize(disk.root()).ok() == fs::canonicalize(".").ok();
    match folder_name(disk).as_str() {
        name if !is_here && !name.is_empty() => format!("Édition {}, projet « {name} »", recorded.edition),
        _ => format!("Édition {}", recorded.edition),
    }
}

/// The rules that the project leaves aside.
fn ignored(snapshot: &Snapshot) -> BTreeSet<&'static str> {
    let codes = RULES.iter().map(|rule| rule.code);
    let dossier = snapshot.dossier.as_ref();
    codes.filter(|code| dossier.is_some_and(|dossier| is_ignored(dossier, code))).collect()
}

/// Findings under which a terminal shows them all at once: they hold on a screen or two.
const FEW: usize = 4;

/// Writes the findings in the form that is asked for, or that suits the reader.
fn write(
    args: &CheckArgs,
    report: &mut Report,
    sources: &Sources,
    recorded: &Recorded,
    (elsewhere, checked, figures): (Option<String>, String, String),
    console: &Console,
) -> Result<(), CommandError> {
    let asks_for_all = args.tout || args.gravite.is_some() || args.bilan || !args.fichiers.is_empty();
    let format = args.format.unwrap_or(match console.output_terminal && !asks_for_all {
        true if report.diagnostics().len() > FEW => FindingsFormat::Resume,
        _ => FindingsFormat::Human,
    });
    // The table of families counts all the findings, shown or not.
    let table = if args.bilan { bilan(report) + &figures } else { String::new() };
    let hidden = args.gravite.map(|level| report.hide_below(level.severity())).unwrap_or_default();
    match format {
        FindingsFormat::Human => {
            console.write_findings(report, sources)?;
            if hidden.total() > 0 {
                console.write(&format!("Non montrés : {hidden}\n"))?;
            }
        }
        FindingsFormat::Resume => console.write(&first_screen::render(report, sources, &checked))?,
        FindingsFormat::Short => console.write(&machine::short(report, sources))?,
        FindingsFormat::Json => console.write(&machine::json(report, sources, recorded))?,
        FindingsFormat::Sarif => console.write(&machine::sarif(report, sources, &descriptions()))?,
        FindingsFormat::Github => console.write(&machine::github(report, sources))?,
        FindingsFormat::Markdown => console.write(&markdown::render(report, sources))?,
    }
    if args.bilan {
        match format {
            FindingsFormat::Human | FindingsFormat::Resume => console.write(&table)?,
            FindingsFormat::Markdown => console.write(&format!("\n## Bilan\n\n```text\n{table}```\n"))?,
            // Keep machine formats parseable: the summary goes to standard error.
            _ => {
                console.say(&table)?;
                if let Some(left) = report.left_aside() {
                    console.say(&format!("{left}\n"))?;
                }
            }
        }
    }
    if let Some(elsewhere) = elsewhere {
        match format {
            FindingsFormat::Human | FindingsFormat::Resume => console.write(&elsewhere)?,
            _ => console.say(&elsewhere)?,
        }
    }
    let is_empty = report.diagnostics().is_empty() && report.tolerated_count() == 0 && hidden.total() == 0;
    let is_silent = matches!(
        format,
        FindingsFormat::Human | FindingsFormat::Short | FindingsFormat::Github | FindingsFormat::Resume
    );
    if console.terminal && is_empty && is_silent {
        let (first, rest) = checked.split_at(checked.chars().next().map_or(0, char::len_utf8));
        console.say(&format!("aucun constat dans l’{}{rest}\n", first.to_lowercase()))?;
    }
    Ok(())
}

/// A code as the registry spells it.
fn normalize(code: &str) -> String {
    code.trim().to_uppercase()
}

/// Whether a finding is of something that could not be read or followed, and not of a rule.
fn prevents_reading(d: &Diagnostic) -> bool {
    matches!(d.stage, Stage::Read | Stage::Resolve) && d.severity == Severity::Error
}

/// Checks the project of a tree.
fn check(
    args: &CheckArgs,
    tree: &dyn Tree,
    others: &[OtherAct<'_>],
) -> Result<(Report, Snapshot), ProjectError> {
    check_edition(args, tree, args.edition.name(), others)
}

/// Checks an edition of the project of a tree; the most recent one by default.
fn check_edition(
    args: &CheckArgs,
    tree: &dyn Tree,
    edition: Option<&str>,
    others: &[OtherAct<'_>],
) -> Result<(Report, Snapshot), ProjectError> {
    let snapshot = Snapshot::read(project::open(tree, edition)?);
    let report = pipeline::check_beside(&snapshot, &selection(args), others);
    Ok((report, snapshot))
}

fn selection(args: &CheckArgs) -> Selection {
    Selection {
        chosen: args.select.iter().map(|c| normalize(c)).collect(),
        ignored: args.ignore.iter().map(|c| normalize(c)).collect(),
        preview: args.preview,
    }
}

/// Adds what the project's own templates do to the documents; rules asked for by name are asked for alone. Those of the
/// program print all that is read: `build` counts it each time.
fn with_documents(args: &CheckArgs, (mut report, mut snapshot): (Report, Snapshot)) -> (Report, Sources) {
    if !args.select.is_empty() || !has_own(&snapshot) {
        let sources = std::mem::take(&mut snapshot.sources);
        free_beside(snapshot);
        return (report, sources);
    }
    let (store, faults) = TemplateStore::new(&snapshot);
    report.extend(faults);
    pipeline::check_documents(&snapshot, &store, &mut report);
    (report, store.into_sources())
}

/// Refuses what cannot be compared: two checks, when there are several acts, and a rule of two acts, when there is one.
fn ensure_comparable(args: &CheckArgs) -> Result<(), CommandError> {
    let has_others = !args.other_acts.avec.is_empty();
    if has_others && args.depuis.is_some() {
        return Err(CommandError::with_help(
            "« --avec » compare deux actes, et « --depuis » deux états du même acte",
            "demander l’un, puis l’autre",
        ));
    }
    let codes = args.select.iter().map(|code| normalize(code));
    let rules: Option<Vec<_>> = codes.map(|code| RULES.iter().find(|rule| rule.code == code)).collect();
    let are_of_two_acts = |rules: &Vec<&crate::check::Rule>| {
        !rules.is_empty() && rules.iter().all(|rule| rule.scope == Scope::OtherAct)
    };
    match rules.filter(are_of_two_acts) {
        Some(rules) if !has_others => {
            let names: Vec<&str> = rules.iter().map(|rule| rule.code).collect();
            Err(CommandError::with_help(
                format!("il faut deux actes à comparer pour {}", names.join(", ")),
                "ajouter « --avec » et une autre édition du projet, ou le dossier d’un autre projet",
            ))
        }
        _ => Ok(()),
    }
}

fn ensure_known(code: &str) -> Result<(), CommandError> {
    let codes = || FAMILIES.iter().map(|(f, _)| *f).chain(RULES.iter().map(|r| r.code));
    if codes().any(|c| c == code) || page::explain(code).is_some() {
        return Ok(());
    }
    Err(CommandError::unknown(
        format!("la règle « {code} » n’existe pas"),
        code,
        codes(),
        "« calpae explain » donne la liste des règles",
    ))
}

/// The rules, for the tool section of SARIF.
fn descriptions() -> Vec<Description> {
    let rules = RULES.iter().map(|rule| Description {
        code: rule.code,
        title: rule.page.title,
        explanation: format!("{} {}", rule.page.checks, rule.page.why),
        severity: rule.page.severity,
    });
    rules.collect()
}

/// A table of findings by family and severity, tolerated ones apart, with the largest gap and a total row; then what the
/// gaps come to, where they can be added.
fn bilan(report: &Report) -> String {
    let mut lines = by_family(report, FAMILIES);
    let mut total = SummaryRow { family: "Ensemble".to_owned(), ..SummaryRow::default() };
    for row in &lines {
        total.counted += row.counted;
        total.largest = total.largest.max(row.largest);
    }
    lines.push(total);
    let mut text = format!(
        "{:<42} {:>8} {:>8} {:>8} {:>8}  {}\n",
        "Famille", "erreurs", "avert.", "conseils", "tolérés", "plus grand écart"
    );
    for SummaryRow { family, counted, largest } in &lines {
        let stake = Montant::rounded(*largest).filter(|m| !m.is_zero()).map(|m| m.to_string());
        let (errors, warnings) = (counted.erreurs, counted.avertissements);
        let (advice, tolerated, stake) = (counted.conseils, counted.toleres, stake.unwrap_or_default());
        let line = format!("{family:<42} {errors:>8} {warnings:>8} {advice:>8} {tolerated:>8}  {stake}");
        text.push_str(&format!("{}\n", line.trim_end()));
    }
    Gaps::sentences(report).iter().for_each(|sentence| text.push_str(&format!("{sentence}\n")));
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use clap::Parser as _;

    use super::*;
    use crate::cli::args::{Arguments, Command};
    use crate::project::{EntryKind, TreeEntry, TreeError};
    use crate::text::ProjectPath;

    /// A project one file of which cannot be read the first time: it is locked, or the network fails.
    #[derive(Debug)]
    struct Flaky {
        disk: Disk,
        has_failed: Mutex<bool>,
    }

    impl Tree for Flaky {
        fn name(&self) -> String {
            self.disk.name()
        }

        fn kind(&self, path: &ProjectPath) -> Result<Option<EntryKind>, TreeError> {
            self.disk.kind(path)
        }

        fn entries(&self, folder: &ProjectPath) -> Result<Vec<TreeEntry>, TreeError> {
            self.disk.entries(folder)
        }

        fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
            if path.stem() == "01" && !std::mem::replace(&mut *self.has_failed.lock().unwrap(), true) {
                let cause = std::io::ErrorKind::ResourceBusy.into();
                return Err(TreeError::File { path: path.clone(), cause });
            }
            self.disk.read(path, limit)
        }
    }

    #[test]
    fn a_file_that_cannot_be_read_at_first_is_told_and_nothing_is_repaired() {
        let arguments = Arguments::try_parse_from(["calpae", "check", "--fix"]).unwrap();
        let Command::Check(args) = arguments.commande else { panic!() };
        let tree = Flaky { disk: Disk::new("tests/fixtures/minimal"), has_failed: Mutex::new(false) };
        let mut fixes = FixedFiles::new(&tree);
        let everything = SelectedFiles::default();
        let (report, _) = repair(&args, &[], &everything, &mut fixes, &Console::default()).unwrap();
        assert!(report.has_errors());
        assert_eq!(fixes.iter().len(), 0);
    }
}
