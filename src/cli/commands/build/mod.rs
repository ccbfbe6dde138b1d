//! `calpae build`: makes the documents of an edition, writes them to `output/`, and says what the check finds.

mod chosen;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use chosen::Chosen;
use clap::ValueEnum as _;

use crate::cli::args::{BuildArgs, Format};
use crate::cli::commands::standing::say_not_come;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::view::Counts;
use crate::diagnostic::{Diagnostic, Report};
use crate::model::edition::only_years;
use crate::pipeline::{self, DocumentForm, DocumentKind, Formats, MadeDocument, WantedDocument};
use crate::project::output::{self, WriteOptions, WriteSummary};
use crate::project::{self, Disk};
use crate::render::TemplateStore;
use crate::render::templates::{has_own, idle_overrides};
use crate::snapshot::Snapshot;
use crate::text::Sources;
use crate::text::lookalikes::same_name;

/// Runs the command.
pub fn run(args: &BuildArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let asked = asked(&args.documents)?;
    let formats = formats_of(match args.formats.as_slice() {
        [] => &[Format::Typ, Format::Pdf],
        formats => formats,
    });
    console.progress("lecture du projet…");
    let root = project::find_project(start)?;
    let latest = Snapshot::read(project::open(&Disk::new(&root), args.edition.name())?);
    let folder = match &args.sortie {
        Some(folder) => output::folder(folder, &[&latest.edition])?,
        None => output::folder(&root, &["output", &latest.edition])?,
    };
    say_not_come(&latest, console)?;
    let published = match published(args, &asked, &latest, console)? {
        Ok(published) => published,
        Err(Refused) => return Ok(Outcome::Faults),
    };
    let mut outcome = Outcome::Success;
    // The documents of one version of the act are made together.
    let mut versions: Vec<(&Snapshot, Vec<WantedDocument<'_>>)> = Vec::new();
    for document in documents(&asked, &latest)? {
        let version = document.version(&latest).unwrap_or(&latest);
        match versions.iter_mut().find(|(other, _)| std::ptr::eq(*other, version)) {
            Some((_, documents)) => documents.push(document),
            None => versions.push((version, vec![document])),
        }
    }
    for (snapshot, documents) in versions {
        let public = published
            .as_ref()
            .and_then(|published| documents.first().and_then(|document| document.version(published)));
        let versions = (snapshot, public);
        if make_version(versions, &documents, args, (formats, &folder), console)? != Outcome::Success {
            outcome = Outcome::Faults;
        }
    }
    Ok(outcome)
}

/// Nothing is made: why was said.
struct Refused;

/// The public version of the act, when it is asked for.
fn published(
    args: &BuildArgs,
    asked: &[Asked],
    latest: &Snapshot,
    console: &Console,
) -> Result<Result<Option<Snapshot>, Refused>, CommandError> {
    let is_of_the_act = |asked: &Asked| match asked {
        Asked::Kind(kind) => !matches!(kind, DocumentKind::CheckReport | DocumentKind::Rapport),
        Asked::Avenant(_) => true,
        Asked::Rapport(_) => false,
    };
    if args.public && !asked.iter().all(is_of_the_act) {
        return Err(CommandError::with_help(
            "seuls la convention, sa version consolidée et ses avenants ont une version publique".to_owned(),
            "retirer « --public », ou ne nommer que « convention », « consolidee », « avenant »".to_owned(),
        ));
    }
    // An act that was not read whole is told as it is made.
    if !args.public || latest.dossier.is_none() {
        return Ok(Ok(None));
    }
    console.progress("version publique…");
    let mut report = Report::default();
    let has_avenant =
        asked.iter().any(|asked| matches!(asked, Asked::Avenant(_) | Asked::Kind(DocumentKind::Avenant)));
    let published = match pipeline::publish(latest, has_avenant) {
        Ok((published, said)) => {
            report.extend(said);
            Ok(Some(published))
        }
        Err(faults) => {
            report.extend(faults);
            Err(Refused)
        }
    };
    console.progress("");
    console.say_findings(&report, &latest.sources)?;
    if published.is_err() {
        console.say("rien n’a été écrit : la version publique laisserait voir ce qui doit être masqué, ou ne se lirait plus\n")?;
    }
    Ok(published)
}

/// Makes the documents of one version of the act, or of its public one, and says what is found in the act.
fn make_version(
    (snapshot, public): (&Snapshot, Option<&Snapshot>),
    documents: &[WantedDocument<'_>],
    args: &BuildArgs,
    (formats, folder): (Formats, &Path),
    console: &Console,
) -> Result<Outcome, CommandError> {
    let (store, mut faults) = TemplateStore::new(snapshot);
    faults.extend(idle_overrides(snapshot));
    console.progress("contrôle…");
    let mut found = chosen::found(snapshot);
    let public_store = public.map(|public| TemplateStore::new(public).0);
    let printed = (public.unwrap_or(snapshot), public_store.as_ref().unwrap_or(&store));
    let project = BuiltProject { snapshot, printed, found: &found, faults: &faults, folder };
    let (made, said) = thread::scope(|scope| {
        // What the documents lose is counted beside typesetting, which keeps one core busy.
        let counting = scope.spawn(|| pipeline::said_by_documents(snapshot, &store, &found));
        let made = make_all(documents, &project, args, formats, console);
        (made, counting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let Made { outcome, versions, has_written } = made?;
    if has_written {
        found.extend(faults);
        if has_own(snapshot) {
            pipeline::add_said_by_documents(said, (snapshot, &store), &mut found);
        } else {
            // Without templates of the project, `check` leaves this to the documents, and does not count it.
            console.say_findings(&lost(said, (snapshot, &store), &found), store.sources())?;
        }
        console.write(&check_summary(&found, store.sources(), snapshot.unread_count()))?;
        console.write(&versions)?;
    }
    Ok(outcome)
}

/// What the documents lose, each finding with its name: that of one which `check` found is taken.
fn lost(said: Vec<Diagnostic>, project: (&Snapshot, &TemplateStore), found: &Report) -> Report {
    let mut lost = Report::default();
    if said.is_empty() {
        return lost;
    }
    let is_said = |d: &&Diagnostic| said.iter().any(|s| s.message == d.message && s.labels == d.labels);
    let mut named = Report::default();
    named.extend(found.diagnostics().iter().cloned());
    pipeline::add_said_by_documents(said.clone(), project, &mut named);
    lost.extend(named.diagnostics().iter().filter(is_said).cloned());
    lost
}

/// What the documents are made from, and where they go.
struct BuiltProject<'p> {
    /// The act.
    snapshot: &'p Snapshot,
    /// What is printed, the act or its public version, and its templates.
    printed: (&'p Snapshot, &'p TemplateStore),
    /// What `check` found.
    found: &'p Report,
    /// What is wrong in the templates.
    faults: &'p [Diagnostic],
    folder: &'p Path,
}

/// What became of the documents that were asked for.
struct Made {
    outcome: Outcome,
    /// Which presentation each is in, and why.
    versions: String,
    has_written: bool,
}

/// Makes the documents, one after the other.
#[expect(clippy::disallowed_methods, reason = "the time taken is shown on a terminal, and nowhere else")]
fn make_all(
    documents: &[WantedDocument<'_>],
    &BuiltProject { snapshot, printed: (printed, store), found, faults, folder }: &BuiltProject<'_>,
    args: &BuildArgs,
    formats: Formats,
    console: &Console,
) -> Result<Made, CommandError> {
    let mut outcome = Outcome::Success;
    let mut versions = String::new();
    let mut has_written = false;
    for document in documents.iter().copied() {
        let begun = Instant::now();
        let chosen = Chosen::new(document, args, snapshot, found);
        let mut report = Report::default();
        report.extend(faults.iter().cloned());
        if chosen.is_prevented() {
            report.extend(chosen.errors.iter().cloned());
            console.say_findings(&report, store.sources())?;
            console.say(&chosen.refusal())?;
            outcome = Outcome::Faults;
            continue;
        }
        let step = |step: &str| console.progress(&format!("{} : {step}", document.stem()));
        let carries_sources = !args.sans_sources && !args.public;
        let form = DocumentForm { presentation: chosen.presentation, carries_sources };
        let wanted = (document, form);
        let made = pipeline::make(wanted, printed, store, formats, &mut report, step);
        console.progress("");
        console.say_findings(&report, store.sources())?;
        match made {
            Some(made) if !report.has_errors() => {
                let stem = stem(document, args, snapshot);
                let build = Build {
                    document: document.stem(),
                    word: document.word(args.public),
                    formats,
                    folder,
                    stem,
                    begun,
                };
                build.write(made, args.remplacer, console)?;
                versions.extend(chosen.line(document));
                has_written = true;
            }
            _ => {
                console.say("rien n’a été écrit\n")?;
                outcome = Outcome::Faults;
            }
        }
    }
    Ok(Made { outcome, versions, has_written })
}

/// What a word of the command line asks for.
enum Asked {
    /// All the documents of a kind.
    Kind(DocumentKind),
    /// The report of an identifier: « rapport-2024 ».
    Rapport(String),
    /// The avenant of a number: « avenant-1 », « avenant-01 ».
    Avenant(u16),
}

/// What the command line asks for; the convention by default.
fn asked(words: &[String]) -> Result<Vec<Asked>, CommandError> {
    if words.is_empty() {
        return Ok(vec![Asked::Kind(DocumentKind::Convention)]);
    }
    let known = || DocumentKind::ALL.into_iter().map(DocumentKind::word);
    let asked = |word: &String| {
        if let Some(kind) = DocumentKind::ALL.into_iter().find(|kind| kind.word() == word) {
            return Ok(Asked::Kind(kind));
        }
        let rapport = word.strip_prefix(DocumentKind::Rapport.word()).and_then(|rest| rest.strip_prefix('-'));
        if let Some(id) = rapport.filter(|id| !id.is_empty()) {
            return Ok(Asked::Rapport(id.to_owned()));
        }
        let avenant = word.strip_prefix(DocumentKind::Avenant.word()).and_then(|rest| rest.strip_prefix('-'));
        if let Some(number) = avenant.and_then(|number| number.parse().ok()) {
            return Ok(Asked::Avenant(number));
        }
        let possible = match Format::from_str(word, true) {
            Ok(_) => format!("pour un format, écrire « --format {word} »"),
            Err(_) if word.parse::<u16>().is_ok() => {
                format!("pour une édition, écrire « --edition {word} » ; pour un rapport, « rapport-{word} »")
            }
            Err(_) if names_a_page(word) => {
                "une fiche ou un article ne se compose pas seul : « calpae build » compose toute la convention".to_owned()
            }
            Err(_) => format!("documents possibles : {}", known().collect::<Vec<_>>().join(", ")),
        };
        Err(CommandError::unknown(format!("le document « {word} » est inconnu"), word, known(), &possible))
    };
    words.iter().map(asked).collect()
}

/// Whether a word is the path of a page, as « calpae check » takes it: « fiches/01 ».
fn names_a_page(word: &str) -> bool {
    word.contains(['/', '\\']) || word.ends_with(".md") || word.starts_with("fiche")
}

/// The documents that are asked for, each once.
fn documents<'a>(asked: &[Asked], snapshot: &'a Snapshot) -> Result<Vec<WantedDocument<'a>>, CommandError> {
    let ids = snapshot.rapport_ids();
    let mut documents = Vec::new();
    for one in asked {
        match one {
            Asked::Kind(kind) => match kind.documents(snapshot) {
                none if none.is_empty() => return Err(no_avenant(None, snapshot)),
                own => documents.extend(own),
            },
            Asked::Avenant(number) => {
                let document = WantedDocument::Avenant(*number);
                match document.version(snapshot) {
                    Some(_) => documents.push(document),
                    None => return Err(no_avenant(Some(*number), snapshot)),
                }
            }
            Asked::Rapport(id) => match ids.iter().find(|known| same_name(known, id)) {
                Some(known) => documents.push(WantedDocument::Rapport(known)),
                None => return Err(no_rapport(id, &ids, snapshot)),
            },
        }
    }
    let mut once: Vec<WantedDocument<'a>> = Vec::new();
    documents.into_iter().for_each(|document| {
        if !once.contains(&document) {
            once.push(document);
        }
    });
    Ok(once)
}

/// The edition has no avenant, or none of that number: those it has, or how to open one.
fn no_avenant(number: Option<u16>, snapshot: &Snapshot) -> CommandError {
    let avenants = snapshot.dossier.iter().flat_map(|dossier| &dossier.avenants);
    let known: Vec<String> = avenants.map(|avenant| avenant.number.to_string()).collect();
    let message = match number {
        Some(number) => format!("l’édition {} n’a pas d’avenant n°\u{a0}{number}", snapshot.edition),
        None => format!("l’édition {} n’a pas d’avenant", snapshot.edition),
    };
    let help = match known.as_slice() {
        [] => "« calpae new avenant » en commence un, quand l’acte est signé".to_owned(),
        known => format!("avenants de l’édition : {}", known.join(", ")),
    };
    CommandError::with_help(message, help)
}

/// The edition has no report of that name: the ones it has, or how to open it.
fn no_rapport(id: &str, ids: &[&str], snapshot: &Snapshot) -> CommandError {
    let message = format!("l’édition {} n’a pas de rapport « {id} »", snapshot.edition);
    if snapshot.dossier.as_ref().is_some_and(|dossier| dossier.may_have_rapport(id)) {
        return CommandError::with_help(message, format!("« calpae new rapport {id} » l’ouvre"));
    }
    let possible = match ids {
        [] => "« calpae new rapport » en ouvre un".to_owned(),
        ids => format!(
            "rapports de l’édition : {}",
            ids.iter().map(|id| format!("rapport-{id}")).collect::<Vec<_>>().join(", ")
        ),
    };
    // A year resembles any other: only words are guessed.
    let words = ids.iter().copied().filter(|id| only_years(id).is_none());
    CommandError::unknown(message, id, words, &possible)
}

fn formats_of(formats: &[Format]) -> Formats {
    Formats {
        typ: formats.contains(&Format::Typ),
        pdf: formats.contains(&Format::Pdf),
        png: formats.contains(&Format::Png),
        heard: formats.contains(&Format::Lecture),
    }
}

/// What the names of the PDF and of the images begin with: `convention`, or `convention-77-2022` when asked.
fn stem(document: WantedDocument<'_>, args: &BuildArgs, snapshot: &Snapshot) -> String {
    let word = document.word(args.public);
    let code = snapshot.dossier.as_ref().map(|dossier| dossier.organisation.collectivite.code.value.as_str());
    match code.filter(|_| args.nom_complet) {
        Some(code) => [&word, code, &snapshot.edition].map(in_a_file_name).join("-"),
        None => word,
    }
}

/// A text with a dash for whatever a program or a mail server might not admit in the name of a file.
fn in_a_file_name(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// A document that was made, on its way to the disk.
struct Build<'a> {
    /// The word of the document on the command line.
    document: String,
    /// The stem of its files, which names its Typst folder.
    word: String,
    formats: Formats,
    folder: &'a Path,
    stem: String,
    begun: Instant,
}

impl Build<'_> {
    fn write(&self, made: MadeDocument, replaces: bool, console: &Console) -> Result<(), CommandError> {
        let word = self.word.as_str();
        let MadeDocument { files, pages, typst_folder } = made;
        let files: BTreeMap<_, _> =
            files.into_iter().map(|(path, bytes)| (self.named(path), bytes)).collect();
        let is_asked = |path: &str| self.formats.has(word, path);
        let options = WriteOptions { is_asked: &is_asked, replaces };
        let summary = output::write(self.folder, word, &files, options)?;
        console.write(&self.line(&summary, pages, console.output_terminal.then(|| self.begun.elapsed())))?;
        for path in summary.removed.iter().filter(|path| path.ends_with(".pdf")) {
            console.write(&format!("retiré : {}\n", self.place(path).display()))?;
        }
        if let Some(kept) = summary.kept.first().and_then(|path| path.split('/').next()) {
            console
                .write(&format!("gardé : ce qui a été remplacé, dans {}\n", self.place(kept).display()))?;
        }
        for left in &summary.left_alone {
            console.say(&format!("laissé en place, car modifié à la main : {left}\n"))?;
        }
        self.tell_old_name(console)?;
        let main_file = format!("{word}.typ");
        if output::has_another_version(self.folder, &main_file, &typst_folder) {
            let place = self.place(&main_file);
            console.say(&format!(
                "{} est d’une autre version que ce qui vient d’être écrit ; « calpae build {}{} --format typ » le refait\n",
                place.display(),
                self.document,
                if self.document == self.word { "" } else { " --public" },
            ))?;
        }
        Ok(())
    }

    /// The name of a file: that of the PDF or of a page may begin otherwise than the document's.
    fn named(&self, path: String) -> String {
        let others = Formats { typ: false, pdf: true, png: true, heard: true };
        match path.strip_prefix(self.word.as_str()).filter(|_| others.has(&self.word, &path)) {
            Some(rest) => format!("{}{rest}", self.stem),
            None => path,
        }
    }

    /// Tells the report that the first versions made without its name: it is not made any more.
    fn tell_old_name(&self, console: &Console) -> Result<(), CommandError> {
        let kind = DocumentKind::Rapport.word();
        let old = self.place(&format!("{kind}.pdf"));
        if self.word.starts_with(kind) && old.is_file() {
            console.say(&format!(
                "{} vient d’une version précédente, et n’est plus fait : c’est maintenant {}.pdf\n",
                old.display(),
                self.word
            ))?;
        }
        Ok(())
    }

    fn place(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// « écrit : output/2022/convention.pdf, 53 pages ». The time is for a terminal alone: elsewhere, the same sources give
    /// the same text.
    fn line(&self, summary: &WriteSummary, pages: Option<usize>, time: Option<Duration>) -> String {
        let Formats { typ: _, pdf, png, heard } = self.formats;
        let mut line = match summary.written.is_empty() && summary.removed.is_empty() {
            true => "inchangé : ".to_owned(),
            false => "écrit : ".to_owned(),
        };
        let name = match (pdf, png, heard) {
            (true, ..) => format!("{}.pdf", self.stem),
            (false, true, _) => format!("{}-001.png", self.stem),
            (false, false, true) => format!("{}{}", self.stem, Formats::HEARD),
            (false, false, false) => format!("{}.typ", self.word),
        };
        line.push_str(&self.place(&name).display().to_string());
        if let Some(pages) = pages {
            let s = if pages > 1 { "s" } else { "" };
            line.push_str(&format!(", {pages} page{s}"));
        }
        if pdf && png {
            line.push_str(", et une image par page");
        }
        if heard && (pdf || png) {
            line.push_str(", et ce qu’on en entend");
        }
        if let Some(time) = time {
            line.push_str(&format!(", en {:.1} s", time.as_secs_f64()).replace('.', ","));
        }
        line.push('\n');
        line
    }
}

/// What `calpae check` would say, by severity, with what was not read and the first thing to settle.
fn check_summary(report: &Report, sources: &Sources, unread: usize) -> String {
    let counts = Counts::new(report).to_string();
    let counts = if counts.is_empty() { "aucun constat" } else { &counts };
    let mut text = format!("contrôle (calpae check) : {counts}");
    match unread {
        0 => {}
        1 => text.push_str(" ; 1 fichier non lu"),
        n => text.push_str(&format!(" ; {n} fichiers non lus")),
    }
    text.push('\n');
    if let Some(left) = report.left_aside() {
        text.push_str(&format!("{left}\n"));
    }
    if let Some(first) = first_to_settle(report, sources) {
        let place = first.labels.first().map(|label| format!("{} : ", sources.location(label.span)));
        let (code, message) = (first.name(), &first.message);
        text.push_str(&format!("à régler d’abord : {}{message} ({code})\n", place.unwrap_or_default()));
    }
    text
}

/// The first finding in the order of the report, which is that of `calpae check`.
fn first_to_settle<'r>(report: &'r Report, sources: &'r Sources) -> Option<&'r Diagnostic> {
    report.sorted(sources).into_iter().next()
}
