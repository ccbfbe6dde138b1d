//! The flow, end to end: a snapshot to findings, or to the files of a document. Each step is a function of its own
//! module; this one says in what order, and stops before typesetting what has errors.

mod printable;
mod starting;

use std::collections::BTreeMap;

use crate::census::{self, Counted};
use crate::check::registry::FAMILIES;
use crate::check::{self, Findings, LastCheck, Selection};
use crate::diagnostic::{Diagnostic, Report, Severity, Stage, Weight};
use crate::document;
use crate::identifiers;
use crate::model::Dossier;
use crate::project::{FileRole, Part, Project};
use crate::render::{self, Emission, TemplateStore};
use crate::snapshot::{KeptParts, Snapshot};
use crate::text::Sources;
pub use starting::{start_edition, start_fiche, start_project, start_rapport};

/// What is wanted of a document.
#[derive(Debug, Clone, Copy)]
pub struct Formats {
    /// The Typst folder.
    pub typ: bool,
    /// The PDF.
    pub pdf: bool,
    /// One image a page.
    pub png: bool,
}

impl Formats {
    /// Whether a file of a document is of a format that is wanted: `convention.pdf` and `convention-001.png`, whatever
    /// follows the word of the document, or the Typst folder, images included.
    pub fn has(self, document: &str, path: &str) -> bool {
        let number = |page: &str| page.rsplit_once('-').is_some_and(|(_, n)| n.parse::<u32>().is_ok());
        match path.strip_prefix(document).filter(|rest| !rest.contains('/')) {
            Some(rest) if rest.ends_with(".pdf") => self.pdf,
            Some(rest) if rest.strip_suffix(".png").is_some_and(number) => self.png,
            _ => self.typ,
        }
    }
}

/// What is made of a document.
#[derive(Debug)]
pub struct MadeDocument {
    /// The files of the formats that are wanted, by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Number of pages, when it was laid out.
    pub pages: Option<usize>,
    /// The Typst folder that it was made from, when it is not among the files.
    pub typst_folder: BTreeMap<String, Vec<u8>>,
}

/// A document that can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// The act.
    Convention,
    /// The annexe de contrôle: what `check` finds.
    CheckReport,
    /// The rapport d'exécution.
    Rapport,
}

impl DocumentKind {
    /// All of them; the first is made when none is named.
    pub const ALL: [Self; 3] = [Self::Convention, Self::CheckReport, Self::Rapport];

    /// The word of the command line, and the stem of the files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Convention => "convention",
            Self::CheckReport => "controle",
            Self::Rapport => "rapport",
        }
    }

    /// What it is, for who reads the help.
    pub fn title(self) -> &'static str {
        match self {
            Self::Convention => "par défaut",
            Self::CheckReport => "les constats, pour la réunion des deux services",
            Self::Rapport => "le rapport d’exécution",
        }
    }
}

/// Codes of reading that lose nothing: alternative texts, fonts, names that cannot be quoted, patterns of templates.
const FORM_OF_READING: [&str; 6] = ["MD-003", "MD-004", "PRJ-006", "PRJ-007", "REF-004", "REF-006"];

/// What reading says, and what the rules find in what could be read. Nothing is typeset.
pub fn check(snapshot: &Snapshot, selection: &Selection) -> Report {
    report(snapshot, check::check(snapshot, selection), &mut Counted::default())
}

fn report(snapshot: &Snapshot, found: Findings, counted: &mut Counted) -> Report {
    let mut report = Report::default();
    report.extend(snapshot.findings().cloned());
    report.extend(unread(snapshot, counted));
    report.extend(missing_glyphs(snapshot, Part::Act));
    report.extend(missing_glyphs(snapshot, Part::Rapport));
    report.extend(unprintable(snapshot, Part::Act));
    report.extend(unprintable(snapshot, Part::Rapport));
    report.extend(render::templates::idle_overrides(snapshot));
    report.extend(found.findings);
    report.tolerate(found.tolerated);
    report.leave_aside(found.left_aside);
    report.findings_mut().for_each(weigh_reading);
    identifiers::name(&mut report, &snapshot.sources, &snapshot.edition);
    report
}

/// Lowers the weight of what reading says of form alone.
fn weigh_reading(finding: &mut Diagnostic) {
    if finding.weight == Weight::Reading && FORM_OF_READING.contains(&finding.code) {
        finding.weight = Weight::Form;
    }
}

/// What would prevent typesetting the act, or its rapport.
fn unprintable(snapshot: &Snapshot, part: Part) -> Vec<Diagnostic> {
    let is_printed = |file| {
        let path = snapshot.sources.source(file).path();
        FileRole::of(path, &snapshot.edition).is_some_and(|role| role.part() == part)
    };
    let mut findings = printable::images(snapshot, part);
    findings.extend(printable::too_wide(snapshot, is_printed));
    findings.extend(printable::oversized(snapshot, is_printed));
    findings
}

/// What of the sources nothing has read, where no error is told.
fn unread(snapshot: &Snapshot, counted: &mut Counted) -> Vec<Diagnostic> {
    let told: Vec<&Diagnostic> = snapshot.findings().collect();
    census::findings(snapshot, &census::unread(snapshot, counted), &told)
}

/// What making the documents would say, nothing typeset: faults of the project's own templates, and what of the act
/// and of its rapport the emitted documents do not have. `report` holds what [`check`] said.
pub fn check_documents(snapshot: &Snapshot, store: &TemplateStore, report: &mut Report) {
    let said = said_by_documents(snapshot, store, report);
    report.extend(said);
    // What `check` said has its names, and nothing else changes them.
    if report.findings_mut().any(|finding| finding.identifier.is_empty()) {
        report.findings_mut().for_each(weigh_reading);
        identifiers::name(report, store.sources(), &snapshot.edition);
    }
}

fn said_by_documents(snapshot: &Snapshot, store: &TemplateStore, report: &Report) -> Vec<Diagnostic> {
    let Some(dossier) = snapshot.whole().filter(|_| snapshot.unbound_rapport.is_none()) else {
        return Vec::new();
    };
    let rapport = dossier.rapport.as_ref().map(|_| DocumentKind::Rapport);
    let mut said = Vec::new();
    for kind in std::iter::once(DocumentKind::Convention).chain(rapport) {
        match render(kind, dossier, snapshot, store, &|_| ()) {
            Some(Ok(emission)) => said.extend(unprinted(kind, snapshot, &emission, report)),
            Some(Err(faults)) => said.extend(faults),
            None => {}
        }
    }
    said
}

/// What of the act, or of its rapport, is not in an emitted document.
#[cfg(feature = "pdf")]
fn unprinted(
    kind: DocumentKind,
    snapshot: &Snapshot,
    emission: &Emission,
    report: &Report,
) -> Vec<Diagnostic> {
    use crate::document::references::{Wording, wording};
    let Some(dossier) = &snapshot.dossier else { return Vec::new() };
    let part = match kind {
        DocumentKind::Convention => Part::Act,
        DocumentKind::Rapport => Part::Rapport,
        DocumentKind::CheckReport => return Vec::new(),
    };
    let quoted = |span| match wording(&snapshot.links.get(span)?.target, dossier)? {
        Wording::Words(words) => Some(words),
        Wording::Pieces(_) => Some(String::new()),
    };
    let rendered = emission.lines.keys().filter_map(|path| emission.bundle.files.get(path));
    let texts = rendered.filter_map(|bytes| std::str::from_utf8(bytes).ok());
    let printed = census::PrintedText::emitted(texts);
    let passages = snapshot.passages(part).iter().filter(|passage| census::is_printed(snapshot, passage));
    let lost = census::unprinted(passages, quoted, &printed);
    let told: Vec<&Diagnostic> = report.diagnostics().iter().collect();
    census::findings(snapshot, &lost, &told)
}

#[cfg(not(feature = "pdf"))]
fn unprinted(_: DocumentKind, _: &Snapshot, _: &Emission, _: &Report) -> Vec<Diagnostic> {
    Vec::new()
}

/// One act, read and checked again and again while it is edited. What changed is read and checked anew; what is
/// given is what a reading and a check from nothing give.
#[derive(Debug, Default)]
pub struct Session {
    read: KeptParts,
    checked: LastCheck,
    counted: Counted,
}

impl Session {
    /// Reads the files of an opened project.
    pub fn read(&mut self, project: Project) -> Snapshot {
        Snapshot::read_again(project, &mut self.read)
    }

    /// What reading says, and what the rules find, as [`check`] does.
    pub fn check(&mut self, snapshot: &Snapshot, selection: &Selection) -> Report {
        let found = self.checked.check_again(snapshot, selection);
        report(snapshot, found, &mut self.counted)
    }
}

/// Makes a document, when nothing prevents it. What is wrong goes to the report, whose places
/// are those of the sources of the store. `step` is told what is being done.
pub fn make(
    kind: DocumentKind,
    snapshot: &Snapshot,
    store: &TemplateStore,
    formats: Formats,
    report: &mut Report,
    step: impl Fn(&str),
) -> Option<MadeDocument> {
    let emission = emit(kind, snapshot, store, report, &step)?;
    if formats.pdf || formats.png {
        step("mise en page…");
    }
    match typeset(emission, formats, store.sources()) {
        Ok(made) => Some(made),
        Err(faults) => {
            report.extend(faults);
            None
        }
    }
}

/// From the act to a Typst folder, in memory.
fn emit(
    kind: DocumentKind,
    snapshot: &Snapshot,
    store: &TemplateStore,
    report: &mut Report,
    step: &impl Fn(&str),
) -> Option<Emission> {
    let said = prevents(kind, snapshot);
    // The annexe de contrôle prints what reading says: it is told here only when there will be no annexe.
    if kind != DocumentKind::CheckReport || said.iter().any(|d| d.severity == Severity::Error) {
        report.extend(said);
    }
    let dossier = snapshot.dossier.as_ref().filter(|_| !report.has_errors())?;
    match render(kind, dossier, snapshot, store, step)? {
        Ok(emission) => Some(emission),
        Err(faults) => {
            report.extend(faults);
            None
        }
    }
}

/// The emitted document, or what is wrong with its templates; none when the act has no such document.
fn render(
    kind: DocumentKind,
    dossier: &Dossier,
    snapshot: &Snapshot,
    store: &TemplateStore,
    step: &impl Fn(&str),
) -> Option<Result<Emission, Vec<Diagnostic>>> {
    Some(match kind {
        DocumentKind::Convention => {
            let digest = abbreviate(&snapshot.act_digest());
            let document = document::convention(dossier, &snapshot.links, &digest);
            step("composition des gabarits…");
            render::convention::emit(&document, snapshot, store)
        }
        DocumentKind::CheckReport => {
            step("contrôle…");
            // What is found is the document: it prevents nothing.
            let found = check(snapshot, &Selection::default());
            let digest = abbreviate(&snapshot.act_digest());
            let document = document::check_report(dossier, &found, FAMILIES, &snapshot.sources, &digest);
            step("composition des gabarits…");
            render::check_report::emit(&document, store).map(|mut emission| {
                printable::make_legible(&mut emission);
                emission
            })
        }
        DocumentKind::Rapport => {
            let rapport = dossier.rapport.as_ref()?;
            let digest = abbreviate(&snapshot.full_digest());
            let document = document::rapport(dossier, rapport, &snapshot.links, &digest);
            step("composition des gabarits…");
            render::rapport::emit(&document, snapshot, store)
        }
    })
}

/// What is said before a document is made: its errors prevent it. A fault of the rapport does not prevent the act
/// that it executes.
fn prevents(kind: DocumentKind, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut findings = snapshot.act_findings.clone();
    findings.extend(unread(snapshot, &mut Counted::default()));
    let of_rapport = || snapshot.rapport_findings.iter().chain(&snapshot.unbound_rapport).cloned();
    match kind {
        DocumentKind::Convention => {
            findings.extend(missing_glyphs(snapshot, Part::Act));
            findings.extend(unprintable(snapshot, Part::Act));
        }
        DocumentKind::CheckReport => findings.extend(of_rapport()),
        DocumentKind::Rapport => {
            findings.extend(of_rapport());
            findings.extend(missing_glyphs(snapshot, Part::Rapport));
            findings.extend(unprintable(snapshot, Part::Rapport));
            findings.extend(missing_rapport(snapshot));
        }
    }
    findings
}

/// Said of an edition that has no rapport, when what was read tells so.
fn missing_rapport(snapshot: &Snapshot) -> Option<Diagnostic> {
    snapshot.dossier.as_ref().filter(|dossier| dossier.rapport.is_none() && !snapshot.holes.rapport)?;
    let message = format!("l’édition {} n’a pas de rapport d’exécution", snapshot.edition);
    let finding = Diagnostic::without_place("PRJ-003", message);
    Some(finding.help("lancer « calpae new rapport » : il en prépare le dossier"))
}

/// The first digits of a digest: enough to tell two versions apart.
fn abbreviate(digest: &str) -> String {
    digest.chars().take(8).collect()
}

#[cfg(not(feature = "pdf"))]
fn missing_glyphs(_: &Snapshot, _: Part) -> Vec<Diagnostic> {
    Vec::new()
}

/// The characters that no embedded font can show, one finding per character and place.
#[cfg(feature = "pdf")]
fn missing_glyphs(snapshot: &Snapshot, part: Part) -> Vec<Diagnostic> {
    use crate::typeset::Coverage;
    let coverage = Coverage::built_in();
    let mut faults = Vec::new();
    for passage in snapshot.passages(part) {
        for (i, c) in passage.text.char_indices() {
            if c == '\n' || c == '\t' || coverage.covers(c) {
                continue;
            }
            let here = passage.span_of(&(i..i + c.len_utf8()));
            let name = if c.is_control() || crate::render::escaping::is_private(c) {
                String::new()
            } else {
                format!(" « {c} »")
            };
            faults.push(
                Diagnostic::error(
                    "TXT-002",
                    here,
                    format!("aucune police embarquée n’a le caractère{name} (U+{:04X})", u32::from(c)),
                )
                .help("le remplacer par un mot ou par un caractère courant")
                .at_stage(Stage::Typeset),
            );
        }
    }
    faults
}

/// From the Typst folder to the files asked for.
#[cfg(not(feature = "pdf"))]
fn typeset(emission: Emission, formats: Formats, _: &Sources) -> Result<MadeDocument, Vec<Diagnostic>> {
    if formats.pdf || formats.png {
        let finding =
            Diagnostic::without_place("TYP-002", "ce programme a été compilé sans la composition en PDF");
        return Err(vec![
            finding
                .help("demander « --format typ », ou installer calpae avec ses options par défaut")
                .at_stage(Stage::Typeset),
        ]);
    }
    Ok(MadeDocument { files: emission.bundle.files, pages: None, typst_folder: BTreeMap::new() })
}

/// From the Typst folder to the files asked for.
#[cfg(feature = "pdf")]
fn typeset(emission: Emission, formats: Formats, sources: &Sources) -> Result<MadeDocument, Vec<Diagnostic>> {
    use crate::typeset::{self, Error};
    let Emission { bundle, lines, date } = emission;
    let translate =
        |errors: Vec<Error>| errors.into_iter().map(|e| explain(&e, &lines, sources)).collect::<Vec<_>>();
    let mut files = BTreeMap::new();
    let mut pages = None;
    if formats.pdf || formats.png {
        let stem = bundle.main_file.trim_end_matches(".typ").to_owned();
        let composition = typeset::compose(&bundle).map_err(translate)?;
        pages = Some(composition.pages());
        if formats.pdf {
            files.insert(format!("{stem}.pdf"), composition.pdf(date).map_err(translate)?);
        }
        if formats.png {
            for (index, bytes) in composition.png(144).map_err(translate)?.into_iter().enumerate() {
                files.insert(format!("{stem}-{:03}.png", index + 1), bytes);
            }
        }
    }
    let mut typst_folder = bundle.files;
    if formats.typ {
        files.append(&mut typst_folder);
    }
    Ok(MadeDocument { files, pages, typst_folder })
}

/// An error of Typst at the place of the template that made the line, when it is known.
#[cfg(feature = "pdf")]
fn explain(
    error: &crate::typeset::Error,
    lines: &BTreeMap<String, crate::render::lines::LineMap>,
    sources: &Sources,
) -> Diagnostic {
    use crate::diagnostic::Label;
    use crate::text::Span;
    let origin = error.locations().find_map(|l| lines.get(&l.file)?.origin(l.line, sources));
    let emitted_at = error.locations().next().map_or(String::new(), |l| format!(" ({l} du dossier composé)"));
    let hints: Vec<&str> = error.hints.iter().map(|i| i.text.as_str()).collect();
    let help =
        if hints.is_empty() { "vérifier le gabarit ou la charte".to_owned() } else { hints.join(" ; ") };
    let mut d = Diagnostic::without_place(
        "TYP-001",
        format!("Typst refuse la composition : {}{emitted_at}", error.message),
    )
    .help(help)
    .at_stage(Stage::Typeset);
    // A file of the project's own charte is emitted as it is: the fault is there, and not where it is called from.
    let in_charte = error.locations().next().and_then(|l| {
        let path = format!("templates/{}", l.file);
        let (file, source) = sources.iter().find(|(_, source)| source.path().as_str() == path)?;
        let start = source.line_start(l.line);
        let end = start + source.text().get(start..)?.lines().next()?.len();
        Some(Span { file, start, end })
    });
    d.labels.extend(in_charte.map(|span| Label { span, text: String::new() }));
    d.labels.extend(origin.map(|span| Label { span, text: "composé par ce gabarit".to_owned() }));
    if error.severity == Severity::Warning { d.warning() } else { d }
}
