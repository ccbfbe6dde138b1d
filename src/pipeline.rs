//! The flow, end to end: a snapshot to findings, or to the files of a document. Each step is a function of its own
//! module; this one says in what order, and stops before typesetting what has errors.

mod compared;
mod composed;
mod decided;
mod printable;
mod published;
mod remade;
mod rendered;
mod starting;
mod wanted;

use std::collections::{BTreeMap, BTreeSet};

use crate::census::{self, Counted};
use crate::check::{self, Findings, LastCheck, OtherAct, Selection, other_acts};
use crate::diagnostic::{Diagnostic, Report, Severity, Stage, Weight};
pub use crate::document::Presentation;
use crate::identifiers;
#[cfg(feature = "pdf")]
use crate::ledger::cited::Citations;
use crate::project::Project;
use crate::publication;
use crate::render::{self, Emission, TemplateStore};
use crate::snapshot::{KeptParts, PrintedPart, Snapshot};
use crate::text::FileId;
pub use compared::make_comparison;
use composed::typeset;
pub use published::publish;
pub use remade::{RemakeError, remake};
use rendered::render;
pub use starting::{
    RapportError, StartedRapport, start_avenant, start_edition, start_fiche, start_project, start_rapport,
};
pub use wanted::{DocumentForm, DocumentKind, Formats, WantedDocument};

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

/// Codes of reading that lose nothing: alternative texts, fonts, names that cannot be quoted, patterns of templates.
const FORM_OF_READING: [&str; 6] = ["MD-003", "MD-004", "PRJ-006", "PRJ-007", "REF-004", "REF-006"];

/// What reading says, and what the rules find in what could be read. Nothing is typeset.
pub fn check(snapshot: &Snapshot, selection: &Selection) -> Report {
    check_beside(snapshot, selection, &[])
}

/// The same, beside other acts of the same collectivité: what both count, and what could not be compared.
pub fn check_beside(snapshot: &Snapshot, selection: &Selection, others: &[OtherAct<'_>]) -> Report {
    let beside_rules = || unread_and_unprintable(snapshot, &mut Counted::default());
    let (mut found, said) = rayon::join(|| check::check_beside(snapshot, selection, others), beside_rules);
    found.findings.extend(other_acts::not_compared(snapshot, others));
    report(snapshot, selection, found, said)
}

/// What of the sources nothing has read, and what no document could print.
fn unread_and_unprintable(snapshot: &Snapshot, counted: &mut Counted) -> Vec<Diagnostic> {
    let mut said = unread(snapshot, counted);
    said.extend(snapshot.printed_parts().flat_map(|part| missing_glyphs(snapshot, part)));
    said.extend(snapshot.printed_parts().flat_map(|part| unprintable(snapshot, part)));
    said.extend(render::templates::idle_overrides(snapshot));
    // A mark on nothing is an error where something is published, and only there.
    said.extend(publication::on_nothing(snapshot).into_iter().map(Diagnostic::warning));
    said
}

fn report(snapshot: &Snapshot, selection: &Selection, found: Findings, said: Vec<Diagnostic>) -> Report {
    let mut report = Report::default();
    report.extend(snapshot.findings().cloned());
    report.extend(said);
    report.extend(found.findings);
    report.tolerate(found.tolerated);
    report.leave_aside(found.left_aside);
    report.findings_mut().for_each(weigh_reading);
    identifiers::name(&mut report, &snapshot.sources, &snapshot.edition);
    let said = decided::on_nothing(snapshot, selection, &report);
    if !said.is_empty() {
        report.extend(said);
        identifiers::name(&mut report, &snapshot.sources, &snapshot.edition);
    }
    report
}

/// Lowers the weight of what reading says of form alone.
fn weigh_reading(finding: &mut Diagnostic) {
    if finding.weight == Weight::Reading && FORM_OF_READING.contains(&finding.code) {
        finding.weight = Weight::Form;
    }
}

/// What would prevent typesetting the act, or one of its reports.
fn unprintable(snapshot: &Snapshot, part: PrintedPart<'_>) -> Vec<Diagnostic> {
    let files = snapshot.sources.iter().map(|(file, _)| file);
    let printed: BTreeSet<FileId> = files.filter(|file| snapshot.is_printed_in(*file, part)).collect();
    let is_printed = |file| printed.contains(&file);
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
    add_said_by_documents(said, (snapshot, store), report);
}

/// Adds to what [`check`] said what [`said_by_documents`] gave.
pub fn add_said_by_documents(
    said: Vec<Diagnostic>,
    (snapshot, store): (&Snapshot, &TemplateStore),
    report: &mut Report,
) {
    report.extend(said);
    // What `check` said has its names, and nothing else changes them.
    if report.findings_mut().any(|finding| finding.identifier.is_empty()) {
        report.findings_mut().for_each(weigh_reading);
        identifiers::name(report, store.sources(), &snapshot.edition);
    }
}

/// What [`check_documents`] adds to `report`, which holds what [`check`] said and is left as it is.
pub fn said_by_documents(snapshot: &Snapshot, store: &TemplateStore, report: &Report) -> Vec<Diagnostic> {
    let Some(dossier) = snapshot.whole().filter(|_| snapshot.unbound_rapports.is_empty()) else {
        return Vec::new();
    };
    let mut said: Vec<Diagnostic> = Vec::new();
    for part in snapshot.printed_parts() {
        let document = match part {
            // The act at this version: with its avenants, when it has some.
            PrintedPart::Act => WantedDocument::Convention,
            PrintedPart::Rapport(id) => WantedDocument::Rapport(id),
        };
        let form = DocumentForm::without_sources(Presentation::Annotated);
        match render((document, form), dossier, snapshot, store, &|_| ()) {
            Some(Ok(emission)) => said.extend(unprinted(part, snapshot, &emission, report)),
            // A fault of a template is the same in each report.
            Some(Err(faults)) if faults.iter().all(|fault| said.contains(fault)) => {}
            Some(Err(faults)) => said.extend(faults),
            None => {}
        }
    }
    said
}

/// What of the act, or of one of its reports, is not in its emitted document.
#[cfg(feature = "pdf")]
fn unprinted(
    part: PrintedPart<'_>,
    snapshot: &Snapshot,
    emission: &Emission,
    report: &Report,
) -> Vec<Diagnostic> {
    use crate::document::references::{Wording, wording};
    let Some(dossier) = &snapshot.dossier else { return Vec::new() };
    let citations = Citations::new(dossier);
    let quoted = |span| match wording(snapshot.links.get(span)?, &citations)? {
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
fn unprinted(_: PrintedPart<'_>, _: &Snapshot, _: &Emission, _: &Report) -> Vec<Diagnostic> {
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
        let (found, said) = self.find(snapshot, selection);
        report(snapshot, selection, found, said)
    }

    /// The same of two versions of an act: what they share is checked once.
    pub fn check_both(
        &mut self,
        (one, other): (&Snapshot, &Snapshot),
        selection: &Selection,
    ) -> (Report, Report) {
        let (found, said) = self.find(one, selection);
        rayon::join(|| report(one, selection, found, said), || self.check(other, selection))
    }

    fn find(&mut self, snapshot: &Snapshot, selection: &Selection) -> (Findings, Vec<Diagnostic>) {
        let Self { checked, counted, .. } = self;
        rayon::join(
            || checked.check_again(snapshot, selection, &[]),
            || unread_and_unprintable(snapshot, counted),
        )
    }
}

/// Makes a document, when nothing prevents it. What is wrong goes to the report, whose places
/// are those of the sources of the store. `step` is told what is being done.
pub fn make(
    (document, form): (WantedDocument<'_>, DocumentForm),
    snapshot: &Snapshot,
    store: &TemplateStore,
    formats: Formats,
    report: &mut Report,
    step: impl Fn(&str),
) -> Option<MadeDocument> {
    let emission = emit((document, form), snapshot, store, report, &step)?;
    if formats.needs_pages() {
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
    (document, form): (WantedDocument<'_>, DocumentForm),
    snapshot: &Snapshot,
    store: &TemplateStore,
    report: &mut Report,
    step: &impl Fn(&str),
) -> Option<Emission> {
    let mut said = prevents(document, snapshot);
    // What is told of the act is told of the act itself.
    if snapshot.public.is_some() {
        said.retain(|finding| finding.severity == Severity::Error);
    }
    // The annexe de contrôle prints what reading says: it is told here only when there will be no annexe.
    if document != WantedDocument::CheckReport || said.iter().any(|d| d.severity == Severity::Error) {
        report.extend(said);
    }
    let dossier = snapshot.dossier.as_ref().filter(|_| !report.has_errors())?;
    match render((document, form), dossier, snapshot, store, step)? {
        Ok(emission) => Some(emission),
        Err(faults) => {
            report.extend(faults);
            None
        }
    }
}

/// The errors, told by [`check`] and not tolerated, that keep a document from being clean: those of the act for the
/// convention and for its avenants, those of its own pages for a report.
pub fn prevents_clean<'r>(
    document: WantedDocument<'_>,
    snapshot: &Snapshot,
    report: &'r Report,
) -> Vec<&'r Diagnostic> {
    let is_printed = |finding: &&Diagnostic| match document {
        WantedDocument::CheckReport => false,
        WantedDocument::Rapport(id) => rapport_of(finding, snapshot) == Some(id),
        // What has no page, such as the whole act or its cadre, is of the act.
        WantedDocument::Convention | WantedDocument::Avenant(_) | WantedDocument::Consolidated => {
            rapport_of(finding, snapshot).is_none()
        }
    };
    let errors = report.diagnostics().iter().filter(|finding| finding.severity == Severity::Error);
    errors.filter(is_printed).collect()
}

/// The report that prints the place of a finding; none when it is of the act.
fn rapport_of<'s>(finding: &Diagnostic, snapshot: &'s Snapshot) -> Option<&'s str> {
    let file = finding.labels.first()?.span.file;
    snapshot.printed_parts().find_map(|part| match part {
        PrintedPart::Rapport(id) if snapshot.is_printed_in(file, part) => Some(id),
        _ => None,
    })
}

/// What is said before a document is made: its errors prevent it. A fault of a report prevents neither the act that it
/// executes nor another report.
fn prevents(document: WantedDocument<'_>, snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut findings = snapshot.act_findings.clone();
    let is_of_another = |finding: &Diagnostic| match (rapport_of(finding, snapshot), document) {
        (None, _) | (_, WantedDocument::CheckReport) => false,
        (Some(id), WantedDocument::Rapport(wanted)) => id != wanted,
        (Some(_), WantedDocument::Convention | WantedDocument::Avenant(_) | WantedDocument::Consolidated) => {
            true
        }
    };
    let unread = unread(snapshot, &mut Counted::default());
    findings.extend(unread.into_iter().filter(|finding| !is_of_another(finding)));
    match document {
        WantedDocument::Convention | WantedDocument::Avenant(_) | WantedDocument::Consolidated => {
            findings.extend(missing_glyphs(snapshot, PrintedPart::Act));
            findings.extend(unprintable(snapshot, PrintedPart::Act));
        }
        WantedDocument::CheckReport => {
            findings.extend(snapshot.rapport_findings.values().flatten().cloned());
            findings.extend(snapshot.unbound_rapports.values().cloned());
        }
        WantedDocument::Rapport(id) => {
            findings.extend(snapshot.findings_of_rapport(id).cloned());
            findings.extend(missing_glyphs(snapshot, PrintedPart::Rapport(id)));
            findings.extend(unprintable(snapshot, PrintedPart::Rapport(id)));
            findings.extend(missing_rapport(snapshot));
        }
    }
    findings
}

/// Said of an edition that has no report, when what was read tells so.
fn missing_rapport(snapshot: &Snapshot) -> Option<Diagnostic> {
    snapshot.dossier.as_ref().filter(|_| snapshot.rapport_ids().is_empty())?;
    let message = format!("l’édition {} n’a pas de rapport d’exécution", snapshot.edition);
    let finding = Diagnostic::without_place("PRJ-003", message);
    Some(finding.help("lancer « calpae new rapport » : il en prépare le dossier"))
}

#[cfg(not(feature = "pdf"))]
fn missing_glyphs(_: &Snapshot, _: PrintedPart<'_>) -> Vec<Diagnostic> {
    Vec::new()
}

/// The characters that no embedded font can show, one finding per character and place.
#[cfg(feature = "pdf")]
fn missing_glyphs(snapshot: &Snapshot, part: PrintedPart<'_>) -> Vec<Diagnostic> {
    use crate::typeset::Coverage;
    let mut faults = Vec::new();
    for passage in snapshot.passages(part) {
        for (i, c) in passage.text.char_indices() {
            if c == '\n' || c == '\t' || Coverage::built_in_covers(c) {
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
