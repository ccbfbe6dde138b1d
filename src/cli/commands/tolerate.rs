//! `calpae tolerer`: declares that the act keeps a finding, with the reason.

use std::path::Path;

use crate::check::registry::{RULES, rule};
use crate::check::tolerances::is_at_place;
use crate::check::{Findings, OtherAct, Scope, Selection, page};
use crate::cli::args::TolerateArgs;
use crate::cli::commands::finding::{absence, code_of};
use crate::cli::commands::other_acts::OtherActs;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::{Diagnostic, Label};
use crate::model::{Dossier, Montant};
use crate::pipeline;
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
    let others = OtherActs::open(&args.other_acts.avec, &disk, start)?;
    let acts = others.acts();
    let (snapshot, found) = findings(&disk, args.edition.name(), &code, &acts)?;
    others.ensure_other_than(&snapshot.edition)?;
    let sources = &snapshot.sources;
    let place = Wanted::new(args)?;
    let chosen: Vec<&Diagnostic> =
        found.findings.iter().filter(|finding| place.has(finding, args, &snapshot)).collect();
    let Some(first) = chosen.first() else {
        return Err(refusal(&code, args, &place, &found, &snapshot));
    };
    let file = match first.labels.first() {
        Some(label) => label.span.file,
        None => return Err(refusal(&code, args, &place, &found, &snapshot)),
    };
    if let Some(other) = chosen.iter().find(|d| d.labels.first().is_some_and(|l| l.span.file != file)) {
        return Err(CommandError::with_help(
            format!("« {} » désigne plusieurs fichiers", args.subject()),
            format!("écrire l’un de ces lieux : {}, {}", shown(first, sources), shown(other, sources)),
        ));
    }
    let (excerpt, finding) = match (&args.extrait, &place) {
        (words, Wanted::Identified(_)) => (words.clone(), Some(first.identifier.clone())),
        (Some(words), Wanted::At(_)) => (Some(words.clone()), None),
        (None, Wanted::At(_)) => (distinction(&chosen, &found.findings, file, sources)?, None),
    };
    let place = written_place(&snapshot, file);
    let gap = chosen.iter().filter_map(|finding| finding.stake).max().and_then(Montant::rounded);
    let gap = gap.filter(|gap| !gap.is_zero());
    let entry = NewTolerance { code: code.clone(), place, excerpt, finding, gap, reason };
    let convention = sources
        .iter()
        .find(|(_, source)| FileRole::of(source.path(), &snapshot.edition) == Some(FileRole::Convention));
    let written = convention.map(|(_, source)| source.path().to_string()).unwrap_or_default();
    let edits = convention.and_then(|(file, _)| tolerance::declare(sources, file, &entry));
    let Some(edits) = edits else { return Err(by_hand(&entry)) };
    let mut fixes = FixedFiles::new(&disk);
    fixes.apply(sources, &edits)?;
    // What is written must be read, and keep what it was written for.
    let (_, after) = findings(fixes.tree(), args.edition.name(), &code, &acts)?;
    let kept = after.tolerated.len().saturating_sub(found.tolerated.len());
    if kept < chosen.len() {
        return Err(by_hand(&entry));
    }
    fixes.write(&disk).1?;
    let plural = if kept > 1 { "s" } else { "" };
    console.write(&format!(
        "{}, {} : {kept} constat{plural} toléré{plural}, déclaré{plural} dans « {written} »\n",
        entry.finding.as_deref().unwrap_or(&code),
        entry.place
    ))?;
    Ok(Outcome::Success)
}

/// Refuses a code that is no rule: what prevents reading is mended, not kept.
fn ensure_tolerable(code: &str) -> Result<(), CommandError> {
    if rule(code).is_some() {
        return Ok(());
    }
    if page::explain(code).is_some() {
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

/// What a rule finds, by name, and what is tolerated of it.
fn findings(
    tree: &dyn Tree,
    edition: Option<&str>,
    code: &str,
    others: &[OtherAct<'_>],
) -> Result<(Snapshot, Findings), CommandError> {
    let snapshot = Snapshot::read(project::open(tree, edition)?);
    let selection = Selection { chosen: [code.to_owned()].into(), ..Selection::default() };
    let report = pipeline::check_beside(&snapshot, &selection, others);
    let left_aside = report.left_aside().cloned();
    let (mut findings, mut tolerated) = report.into_parts();
    findings.retain(|finding| finding.code == code);
    tolerated.retain(|kept| kept.finding.code == code);
    Ok((snapshot, Findings { findings, tolerated, left_aside }))
}

/// The findings that are asked for: one by its identifier, or those of a place.
enum Wanted<'a> {
    Identified(&'a str),
    At(Place<'a>),
}

impl<'a> Wanted<'a> {
    fn new(args: &'a TolerateArgs) -> Result<Self, CommandError> {
        if code_of(&args.code).is_some() {
            return Ok(Self::Identified(args.code.trim()));
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

    fn is_file_of(&self, finding: &Diagnostic, snapshot: &Snapshot) -> bool {
        match self {
            Self::Identified(name) => finding.identifier.eq_ignore_ascii_case(name),
            Self::At(place) => place.is_file_of(finding, snapshot),
        }
    }

    fn has(&self, finding: &Diagnostic, args: &TolerateArgs, snapshot: &Snapshot) -> bool {
        let has_words = |words: &str| text(finding, &snapshot.sources).contains(words);
        let is_there = match self {
            Self::Identified(_) => self.is_file_of(finding, snapshot),
            Self::At(place) => place.has(finding, snapshot),
        };
        is_there && args.extrait.as_deref().is_none_or(has_words)
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

    fn is_file_of(&self, finding: &Diagnostic, snapshot: &Snapshot) -> bool {
        let label = finding.labels.first();
        let is_at = |dossier: &Dossier, label: &Label| {
            is_at_place(self.file, label.span.file, dossier, &snapshot.sources)
        };
        label.zip(snapshot.dossier.as_ref()).is_some_and(|(label, dossier)| is_at(dossier, label))
    }

    fn has(&self, finding: &Diagnostic, snapshot: &Snapshot) -> bool {
        let is_line = self.line.is_none_or(|wanted| line(finding, &snapshot.sources) == Some(wanted));
        self.is_file_of(finding, snapshot) && is_line
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

/// The place as a tolérance writes it: « fiches/04 » by the number of the fiche, which stays when its file takes another
/// name; « articles/03-suivi », « cadres/contrat », « organisation ».
fn written_place(snapshot: &Snapshot, file: FileId) -> String {
    let fiches = || snapshot.dossier.iter().flat_map(|dossier| &dossier.fiches);
    if let Some(fiche) = fiches().find(|fiche| fiche.span.file == file) {
        let number = fiche.number.value;
        if fiches().filter(|other| other.number.value == number).count() == 1 {
            return format!("fiches/{}", number.in_file_name());
        }
    }
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
    snapshot: &Snapshot,
) -> CommandError {
    let kept = found.tolerated.iter().find(|kept| place.has(&kept.finding, args, snapshot));
    if let Some(kept) = kept {
        return CommandError::new(format!("ce constat de {code} est déjà toléré : « {} »", kept.reason));
    }
    if let Wanted::Identified(name) = place
        && !found.findings.iter().any(|finding| place.is_file_of(finding, snapshot))
    {
        return CommandError::with_help(
            absence(name, snapshot, !args.other_acts.avec.is_empty()),
            "« calpae check » donne les noms des constats",
        );
    }
    let message = format!("{code} ne trouve rien à « {} »", args.subject());
    if found.findings.is_empty() {
        let is_of_two_acts =
            args.other_acts.avec.is_empty() && rule(code).is_some_and(|rule| rule.scope == Scope::OtherAct);
        let why = match &found.left_aside {
            Some(left) => format!("{left} : corriger d’abord ce qui ne se lit pas"),
            None if is_of_two_acts => {
                "cette règle compare deux actes : ajouter « --avec » et l’autre acte".to_owned()
            }
            None => format!("« calpae check --select {code} » ne donne aucun constat à tolérer"),
        };
        return CommandError::with_help(message, why);
    }
    let (mut near, others): (Vec<_>, Vec<_>) =
        found.findings.iter().partition(|finding| place.is_file_of(finding, snapshot));
    near.extend(others);
    let near: Vec<String> =
        near.iter().take(SHOWN).map(|finding| shown(finding, &snapshot.sources)).collect();
    CommandError::with_help(message, format!("ses constats sont à : {}", near.join(", ")))
}

/// The entry, for who must write it.
fn by_hand(entry: &NewTolerance) -> CommandError {
    CommandError::with_help(
        "« convention.yaml » est écrit d’une façon que le programme ne sait pas prolonger ; rien n’a été écrit",
        format!("y ajouter à la main, sous « tolerances: » : {}", tolerance::item(entry)),
    )
}
