//! The flow, end to end: an opened project to the files of its convention. Each step is a function of its
//! own module; this one only says in what order, and stops before typesetting what has errors.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::check::{self, Selection};
use crate::diagnostic::{Diagnostic, Report};
use crate::model::{Dossier, Passage};
use crate::project::Project;
use crate::render::{self, Emission};
use crate::scaffold::{self, Work};
use crate::text::{ProjectPath, Sources};
use crate::{document, parse};

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

/// Reads a project and follows its references: the model, when nothing prevents it.
pub fn read(project: Project, sources: &Sources, rapport: &mut Report) -> Option<Dossier> {
    let dossier = read_without_reference(project, sources, rapport)?;
    let orphan = dossier.rapport.as_ref().filter(|r| r.revisions.is_empty());
    if let Some(orphan) = orphan {
        rapport.add(
            Diagnostic::error(
                "PRJ-004",
                orphan.period.span,
                "le rapport ne dit pas quelle révision de la convention il exécute",
            )
            .help("lancer « calpae new rapport » : il écrit reference.yaml et garde ce qui est déjà rempli"),
        );
        return None;
    }
    Some(dossier)
}

/// As [`read`], of a report that may not be bound to a revision yet.
fn read_without_reference(project: Project, sources: &Sources, rapport: &mut Report) -> Option<Dossier> {
    rapport.extend(project.diagnostics);
    let reading = parse::read(sources, &project.plan);
    rapport.extend(reading.diagnostics);
    let dossier = reading.dossier?;
    // With a part that could not be read, sums and references would seem wrong that are not.
    if !rapport.has_errors() {
        let (convention, execution) = rayon::join(
            || document::convention(&dossier, "").1,
            || dossier.rapport.as_ref().map(|r| document::rapport(&dossier, r, "").1),
        );
        rapport.extend(convention);
        rapport.extend(execution.unwrap_or_default());
    }
    (!rapport.has_errors()).then_some(dossier)
}

/// Checks a project: what cannot be read, then, when everything could be, what the rules find. Nothing is
/// typeset.
pub fn check(project: Project, sources: &Sources, selection: &Selection, rapport: &mut Report) {
    if let Some(dossier) = read(project, sources, rapport) {
        let findings = check::check(&dossier, sources, selection);
        rapport.extend(findings.findings);
        rapport.tolerate(findings.tolerated);
    }
}

/// Makes the convention of a project. What is wrong goes to the report; the files are given when nothing
/// prevents them. `etape` is told what is being done.
pub fn convention(
    project: Project,
    sources: &mut Sources,
    formats: Formats,
    rapport: &mut Report,
    step: impl Fn(&str),
) -> Option<BTreeMap<String, Vec<u8>>> {
    // A fault in the report of execution does not prevent the act that it executes.
    let project = Project { plan: parse::Plan { rapport: None, ..project.plan }, ..project };
    rapport.extend(project.diagnostics);
    let reading = parse::read(sources, &project.plan);
    let is_incomplete = !reading.diagnostics.is_empty();
    rapport.extend(reading.diagnostics);
    let dossier = reading.dossier?;
    rapport.extend(missing_glyphs(&dossier.passages));
    let (convention, faults) = document::convention(&dossier, &fingerprint(sources, &project.images));
    // With a fiche that could not be read, what quotes it seems to lead nowhere.
    rapport.extend(faults.into_iter().filter(|d| !is_incomplete || d.code != "REF-002"));
    if rapport.has_errors() {
        return None;
    }
    step("composition des gabarits…");
    let emission = match render::convention::emit(&convention, &project.images, &project.templates, sources) {
        Ok(emission) => emission,
        Err(faults) => {
            rapport.extend(faults);
            return None;
        }
    };
    let date = &convention.acte.date;
    compose(emission, (date.annee, date.mois, date.jour), formats, sources, rapport, step)
}

/// Makes the annexe de contrôle of a project: what `verifier` finds, as a document. The report holds what
/// prevents it: content that cannot be read, templates that cannot be set.
pub fn check_report(
    mut project: Project,
    sources: &mut Sources,
    formats: Formats,
    rapport: &mut Report,
    step: impl Fn(&str),
) -> Option<BTreeMap<String, Vec<u8>>> {
    let fingerprint = fingerprint(sources, &project.images);
    let templates = std::mem::take(&mut project.templates);
    let dossier = read(project, sources, rapport)?;
    step("contrôle…");
    let mut findings = std::mem::take(rapport);
    let hits = check::check(&dossier, sources, &Selection::default());
    findings.extend(hits.findings);
    findings.tolerate(hits.tolerated);
    let document =
        document::check_report(&dossier, &findings, &check::registry::FAMILIES, sources, &fingerprint);
    step("composition des gabarits…");
    let emission = match render::check_report::emit(&document, &templates, sources) {
        Ok(emission) => emission,
        Err(faults) => {
            rapport.extend(faults);
            return None;
        }
    };
    let date = &document.acte.date;
    compose(emission, (date.annee, date.mois, date.jour), formats, sources, rapport, step)
}

/// Makes the report of execution of an edition. What is wrong goes to the findings; the files are given when
/// nothing prevents them.
pub fn rapport(
    mut project: Project,
    sources: &mut Sources,
    formats: Formats,
    findings: &mut Report,
    step: impl Fn(&str),
) -> Option<BTreeMap<String, Vec<u8>>> {
    let fingerprint = abbreviate(&content_digest(sources, &project.images, true));
    let templates = std::mem::take(&mut project.templates);
    let images = std::mem::take(&mut project.images);
    let edition = project.edition.clone();
    let dossier = read(project, sources, findings)?;
    let Some(rapport) = &dossier.rapport else {
        findings.add(
            Diagnostic::without_place(
                "PRJ-003",
                format!("l’édition {edition} n’a pas de rapport d’exécution"),
            )
            .help("lancer « calpae new rapport » : il en prépare le dossier"),
        );
        return None;
    };
    findings.extend(missing_glyphs(&rapport.passages));
    let (document, faults) = document::rapport(&dossier, rapport, &fingerprint);
    findings.extend(faults);
    if findings.has_errors() {
        return None;
    }
    step("composition des gabarits…");
    let emission = match render::rapport::emit(&document, &images, &templates, sources) {
        Ok(emission) => emission,
        Err(faults) => {
            findings.extend(faults);
            return None;
        }
    };
    let date = &document.acte.date;
    compose(emission, (date.annee, date.mois, date.jour), formats, sources, findings, step)
}

/// What `calpae new rapport` has to write for a project; none when something prevents reading it. `existe` tells
/// which paths are taken.
pub fn start_rapport(
    project: Project,
    sources: &Sources,
    rapport: &mut Report,
    exists: impl Fn(&str) -> bool,
) -> Option<Work> {
    let (edition, fingerprint) = (project.edition.clone(), content_digest(sources, &project.images, false));
    let dossier = read_without_reference(project, sources, rapport)?;
    Some(scaffold::rapport::prepare(&dossier, sources, &edition, &fingerprint, exists))
}

/// What `calpae new edition` has to write after an edition; none when something prevents reading it.
///
/// # Errors
/// A sentence, when the year is not one that follows.
pub fn start_edition(
    project: Project,
    sources: &Sources,
    year: u16,
    rapport: &mut Report,
    exists: impl Fn(&str) -> bool,
) -> Result<Option<Work>, String> {
    let since = project.edition.clone();
    let images: Vec<ProjectPath> = project.images.keys().cloned().collect();
    let Some(dossier) = read(project, sources, rapport) else { return Ok(None) };
    scaffold::edition::prepare(&dossier, sources, &images, &since, year, exists).map(Some)
}

/// The first digits of the digest of what the act is made from: two PDFs of the same data bear the same mark,
/// whatever the templates that set them.
fn fingerprint(sources: &Sources, images: &BTreeMap<ProjectPath, Vec<u8>>) -> String {
    abbreviate(&content_digest(sources, images, false))
}

/// The first digits of a digest: enough to tell two versions apart.
fn abbreviate(content_digest: &str) -> String {
    content_digest.chars().take(8).collect()
}

/// The digest of `content/`. The report of execution is not part of the act: filling it changes nothing there.
fn content_digest(sources: &Sources, images: &BTreeMap<ProjectPath, Vec<u8>>, with_rapport: bool) -> String {
    let mut hasher = Sha256::new();
    let mut add = |name: &str, bytes: &[u8]| {
        hasher.update((name.len() as u64).to_be_bytes());
        hasher.update(name);
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    };
    let count = |c: &ProjectPath| {
        let mut parties = c.as_str().split('/');
        let content = parties.next() == Some("content");
        content && (with_rapport || parties.nth(1) != Some("rapport"))
    };
    for (_, source) in sources.iter().filter(|(_, s)| count(s.path())) {
        add(source.path().as_str(), source.text().as_bytes());
    }
    for (path, bytes) in images.iter().filter(|(c, _)| count(c)) {
        add(path.as_str(), bytes);
    }
    hasher.finalize().iter().map(|o| format!("{o:02x}")).collect()
}

#[cfg(not(feature = "pdf"))]
fn missing_glyphs(_: &[Passage]) -> Vec<Diagnostic> {
    Vec::new()
}

/// The characters that no embedded font can show, one finding per character and place.
#[cfg(feature = "pdf")]
fn missing_glyphs(passages: &[Passage]) -> Vec<Diagnostic> {
    use crate::typeset::Coverage;
    let coverage = Coverage::built_in();
    let mut faults = Vec::new();
    for passage in passages {
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
                .help("le remplacer par un mot ou par un caractère courant"),
            );
        }
    }
    faults
}

#[cfg(not(feature = "pdf"))]
fn compose(
    emission: Emission,
    _: (i32, u8, u8),
    formats: Formats,
    _: &Sources,
    rapport: &mut Report,
    _: impl Fn(&str),
) -> Option<BTreeMap<String, Vec<u8>>> {
    if formats.pdf || formats.png {
        rapport.add(
            Diagnostic::without_place("TYP-002", "ce programme a été compilé sans la composition en PDF")
                .help("demander « --format typ », ou installer calpae avec ses options par défaut"),
        );
        return None;
    }
    Some(emission.bundle.files)
}

#[cfg(feature = "pdf")]
fn compose(
    emission: Emission,
    date: (i32, u8, u8),
    formats: Formats,
    sources: &Sources,
    rapport: &mut Report,
    step: impl Fn(&str),
) -> Option<BTreeMap<String, Vec<u8>>> {
    use crate::typeset;
    let Emission { bundle, lines } = emission;
    let translate = |errors: Vec<typeset::Error>| {
        errors.into_iter().map(|e| explain(&e, &lines, sources)).collect::<Vec<_>>()
    };
    let mut files = BTreeMap::new();
    if formats.pdf || formats.png {
        step("mise en page…");
        let stem = bundle.main_file.trim_end_matches(".typ").to_owned();
        let make = || {
            let composition = typeset::compose(&bundle)?;
            if formats.pdf {
                files.insert(format!("{stem}.pdf"), composition.pdf(date)?);
            }
            if formats.png {
                for (index, bytes) in composition.png(144)?.into_iter().enumerate() {
                    files.insert(format!("{stem}-{:03}.png", index + 1), bytes);
                }
            }
            Ok(())
        };
        if let Err(errors) = { make }() {
            rapport.extend(translate(errors));
            return None;
        }
    }
    if formats.typ {
        files.extend(bundle.files);
    }
    Some(files)
}

/// An error of Typst at the place of the template that made the line, when it is known.
#[cfg(feature = "pdf")]
fn explain(
    error: &crate::typeset::Error,
    lines: &BTreeMap<String, crate::render::lines::LineMap>,
    sources: &Sources,
) -> Diagnostic {
    use crate::diagnostic::{Label, Severity};
    let origin = error.locations().find_map(|l| lines.get(&l.file)?.origin(l.line, sources));
    let emitted_at = error.locations().next().map_or(String::new(), |l| format!(" ({l} du dossier composé)"));
    let hints: Vec<&str> = error.hints.iter().map(|i| i.text.as_str()).collect();
    let help =
        if hints.is_empty() { "vérifier le gabarit ou la charte".to_owned() } else { hints.join(" ; ") };
    let mut d = Diagnostic::without_place(
        "TYP-001",
        format!("Typst refuse la composition : {}{emitted_at}", error.message),
    )
    .help(help);
    d.labels.extend(origin.map(|span| Label { span, text: "composé par ce gabarit".to_owned() }));
    if error.severity == Severity::Warning { d.warning() } else { d }
}
