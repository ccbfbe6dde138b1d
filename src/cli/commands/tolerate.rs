//! `calpae tolerer`: declares that the act keeps a finding, with the reason.

use std::path::Path;

use crate::check::registry::{RULES, rule};
use crate::check::tolerances::designates;
use crate::check::{self, Findings, Selection};
use crate::cli::args::TolerateArgs;
use crate::cli::commands::finding::{code_of, identified};
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::{Diagnostic, Label};
use crate::project::fix::FixedFiles;
use crate::project::{self, Disk, FileRole, Tree};
use crate::scaffold::tolerance::{self, NewTolerance};
use crate::snapshot::Snapshot;
use crate::text::{FileId, Sources};

/// Most places that a refusal shows.
const SHOWN: usize = 5;

/// Runs the command.
pub fn run(args: &TolerateArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let code = code_of(&args.code).unwrap_or_else(|| args.code.trim().to_uppercase());
    ensure_tolerable(&code)?;
    let reason = args.raison.split_whitespace().collect::<Vec<_>>().join(" ");
    if !reason.chars().any(char::is_alphanumeric) {
        return Err(CommandError::with_help(
            "la raison est vide",
            "dire pourquoi l’acte garde ce constat : « --raison \"total du marché tel que notifié\" »",
        ));
    }
    let disk = Disk::new(project::find_project(start)?);
    let (snapshot, found) = findings(&disk, args.edition.name(), &code)?;
    let sources = &snapshot.sources;
    let place = Wanted::new(args, start)?;
    let chosen: Vec<&Diagnostic> =
        found.findings.iter().filter(|finding| place.has(finding, args, sources)).collect();
    let Some(first) = chosen.first() else {
        return Err(refusal(&code, args, &place, &found, sources));
    };
    let file = match first.labels.first() {
        Some(label) => label.span.file,
        None => return Err(refusal(&code, args, &place, &found, sources)),
    };
    if let Some(other) = chosen.iter().find(|d| d.labels.first().is_some_and(|l| l.span.file != file)) {
        return Err(CommandError::with_help(
            format!("« {} » désigne plusieurs fichiers", args.subject()),
            format!("écrire l’un de ces lieux : {}, {}", shown(first, sources), shown(other, sources)),
        ));
    }
    let excerpt = match &args.extrait {
        Some(words) => Some(words.clone()),
        None => distinction(&chosen, &found.findings, file, sources)?,
    };
    let place = written_place(&snapshot, file);
    let entry = NewTolerance { code: code.clone(), place, excerpt, reason };
    let convention = sources
        .iter()
        .find(|(_, source)| FileRole::of(source.path(), &snapshot.edition) == Some(FileRole::Convention));
    let edits = convention.and_then(|(file, _)| tolerance::declare(sources, file, &entry));
    let Some(edits) = edits else { return Err(by_hand(&entry)) };
    let mut fixes = FixedFiles::new(&disk);
    fixes.apply(sources, &edits)?;
    // What is written must be read, and keep what it was written for.
    let (_, after) = findings(fixes.tree(), args.edition.name(), &code)?;
    let kept = after.tolerated.len().saturating_sub(found.tolerated.len());
    if kept < chosen.len() {
        return Err(by_hand(&entry));
    }
    fixes.write(&disk).1?;
    let plural = if kept > 1 { "s" } else { "" };
    console.write(&format!(
        "{code}, {} : {kept} constat{plural} toléré{plural}, déclaré{plural} dans « convention.yaml »\n",
        entry.place
    ))?;
    Ok(Outcome::Success)
}

/// Refuses a code that is no rule: what prevents reading is mended, not kept.
fn ensure_tolerable(code: &str) -> Result<(), CommandError> {
    if rule(code).is_some() {
        return Ok(());
    }
    if check::page::explain(code).is_some() {
        return Err(CommandError::with_help(
            format!("{code} ne peut être toléré : seul un constat d’une règle peut l’être"),
            format!("corriger ce qu’il signale ; « calpae explain {code} » dit comment"),
        ));
    }
    Err(CommandError::unknown(
        format!("la règle « {code} » n’existe pas"),
        code,
        RULES.iter().map(|rule| rule.code),
        "« calpae explain » donne la liste des règles",
    ))
}

/// What a rule finds, and what is tolerated of it.
fn findings(
    tree: &dyn Tree,
    edition: Option<&str>,
    code: &str,
) -> Result<(Snapshot, Findings), CommandError> {
    let snapshot = Snapshot::read(project::open(tree, edition)?);
    let selection = Selection { chosen: [code.to_owned()].into(), ..Selection::default() };
    let found = check::check(&snapshot, &selection);
    Ok((snapshot, found))
}

/// The findings that are asked for: one by its identifier, or those of a place.
enum Wanted<'a> {
    Identified(Vec<Label>),
    At(Place<'a>),
}

impl<'a> Wanted<'a> {
    fn new(args: &'a TolerateArgs, start: &Path) -> Result<Self, CommandError> {
        if code_of(&args.code).is_some() {
            let finding = identified(start, args.edition.name(), &args.code)?;
            return finding.map(|(finding, _)| Self::Identified(finding.labels)).ok_or_else(|| {
                CommandError::with_help(
                    format!(
                        "aucun constat ne se nomme « {} » : il est réglé, ou son nom est mal copié",
                        args.code
                    ),
                    "« calpae check » donne les noms des constats",
                )
            });
        }
        args.lieu.as_deref().map(|place| Self::At(Place::read(place))).ok_or_else(|| {
            CommandError::with_help(
                "il manque le lieu du constat",
                format!(
                    "écrire « calpae tolerer {} fiches/04 --raison … », ou le nom du constat que « calpae check » donne",
                    args.code
                ),
            )
        })
    }

    fn is_file_of(&self, finding: &Diagnostic, sources: &Sources) -> bool {
        match self {
            Self::Identified(labels) => {
                let file = |labels: &[Label]| labels.first().map(|label| label.span.file);
                file(labels) == file(&finding.labels)
            }
            Self::At(place) => place.is_file_of(finding, sources),
        }
    }

    fn has(&self, finding: &Diagnostic, args: &TolerateArgs, sources: &Sources) -> bool {
        match self {
            Self::Identified(labels) => *labels == finding.labels,
            Self::At(place) => place.has(finding, args, sources),
        }
    }
}

/// Where findings are looked for: a file as `check` or a tolérance writes it, and maybe its line.
struct Place<'a> {
    file: &'a str,
    line: Option<usize>,
}

impl<'a> Place<'a> {
    /// « content/2024/fiches/04.md:12:3 », « fiches/04:12 », « fiches/04 ».
    fn read(text: &'a str) -> Self {
        let mut parts = text.trim().trim_start_matches("./").split(':');
        let file = parts.next().unwrap_or_default();
        Self {
            file: file.strip_suffix(".md").or(file.strip_suffix(".yaml")).unwrap_or(file),
            line: parts.next().and_then(|n| n.trim().parse().ok()),
        }
    }

    fn is_file_of(&self, finding: &Diagnostic, sources: &Sources) -> bool {
        let label = finding.labels.first();
        label.is_some_and(|label| designates(self.file, sources.source(label.span.file).path()))
    }

    fn has(&self, finding: &Diagnostic, args: &TolerateArgs, sources: &Sources) -> bool {
        let is_line = self.line.is_none_or(|wanted| line(finding, sources) == Some(wanted));
        let has_words = args.extrait.as_deref().is_none_or(|words| text(finding, sources).contains(words));
        self.is_file_of(finding, sources) && is_line && has_words
    }
}

fn line(finding: &Diagnostic, sources: &Sources) -> Option<usize> {
    let span = finding.labels.first()?.span;
    Some(sources.source(span.file).line_column(span.start).0)
}

/// The whole lines of the place of a finding: what the words of a tolérance are looked for in.
fn text<'s>(finding: &Diagnostic, sources: &'s Sources) -> &'s str {
    let Some(span) = finding.labels.first().map(|label| label.span) else { return "" };
    let source = sources.source(span.file);
    let (start, end) = (source.line_column(span.start).0, source.line_column(span.end).0);
    source.text().get(source.line_start(start)..source.line_start(end + 1)).unwrap_or_default()
}

/// « content/2024/fiches/04.md:12 ».
fn shown(finding: &Diagnostic, sources: &Sources) -> String {
    let path = finding.labels.first().map(|label| sources.source(label.span.file).path().to_string());
    format!("{}:{}", path.unwrap_or_default(), line(finding, sources).unwrap_or_default())
}

/// The words that only the chosen findings of a file have; none when all are chosen.
fn distinction(
    chosen: &[&Diagnostic],
    all: &[Diagnostic],
    file: FileId,
    sources: &Sources,
) -> Result<Option<String>, CommandError> {
    let in_file = |finding: &&Diagnostic| finding.labels.first().is_some_and(|l| l.span.file == file);
    let others: Vec<&str> = all
        .iter()
        .filter(in_file)
        .filter(|finding| !chosen.contains(finding))
        .map(|finding| text(finding, sources))
        .collect();
    if others.is_empty() {
        return Ok(None);
    }
    let place = chosen.first().and_then(|finding| finding.labels.first());
    let words = place.map(|label| sources.text(label.span)).into_iter();
    let lines = chosen.first().map(|finding| text(finding, sources)).into_iter();
    let candidates = words.chain(lines).filter_map(|text| text.trim().lines().next()).map(str::trim_end);
    let is_only_theirs = |words: &&str| {
        !words.is_empty()
            && chosen.iter().all(|finding| text(finding, sources).contains(words))
            && !others.iter().any(|other| other.contains(words))
    };
    candidates.into_iter().find(is_only_theirs).map(|words| Some(words.to_owned())).ok_or_else(|| {
        CommandError::with_help(
            "rien ne distingue ce constat des autres du même fichier",
            "ajouter « --extrait » et quelques mots de sa ligne qu’aucune autre n’a",
        )
    })
}

/// The place as a tolérance writes it: « fiches/04-mobilite », « cadres/contrat », « organisation ».
fn written_place(snapshot: &Snapshot, file: FileId) -> String {
    let path = snapshot.sources.source(file).path().as_str();
    let path = path.strip_prefix("content/").unwrap_or(path);
    let edition = format!("{}/", snapshot.edition);
    let path = path.strip_prefix(&edition).unwrap_or(path);
    path.strip_suffix(".md").or(path.strip_suffix(".yaml")).unwrap_or(path).to_owned()
}

/// No finding of the rule is there: it is tolerated already, or others are shown, the nearest first.
fn refusal(
    code: &str,
    args: &TolerateArgs,
    place: &Wanted<'_>,
    found: &Findings,
    sources: &Sources,
) -> CommandError {
    let kept = found.tolerated.iter().find(|kept| place.has(&kept.finding, args, sources));
    if let Some(kept) = kept {
        return CommandError::new(format!("ce constat de {code} est déjà toléré : « {} »", kept.reason));
    }
    let message = format!("{code} ne trouve rien à « {} »", args.subject());
    if found.findings.is_empty() {
        let why = match &found.left_aside {
            Some(left) => format!("{left} : corriger d’abord ce qui ne se lit pas"),
            None => format!("« calpae check --select {code} » ne donne aucun constat à tolérer"),
        };
        return CommandError::with_help(message, why);
    }
    let (mut near, others): (Vec<_>, Vec<_>) =
        found.findings.iter().partition(|finding| place.is_file_of(finding, sources));
    near.extend(others);
    let near: Vec<String> = near.iter().take(SHOWN).map(|finding| shown(finding, sources)).collect();
    CommandError::with_help(message, format!("ses constats sont à : {}", near.join(", ")))
}

/// The entry, for who must write it.
fn by_hand(entry: &NewTolerance) -> CommandError {
    CommandError::with_help(
        "« convention.yaml » est écrit d’une façon que le programme ne sait pas prolonger ; rien n’a été écrit",
        format!("y ajouter à la main, sous « tolerances: » : {}", tolerance::item(entry)),
    )
}
