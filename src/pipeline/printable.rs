//! What would prevent typesetting a document, told where the content says it: images that a PDF cannot hold,
//! tables that no page can, references that would make the document beyond measure.

#[cfg(feature = "pdf")]
use std::collections::BTreeMap;
#[cfg(feature = "pdf")]
use std::sync::LazyLock;

#[cfg(feature = "pdf")]
use regex::{Captures, Regex};

use crate::diagnostic::{Diagnostic, Stage};
use crate::document::references::{emitted_size, wording};
use crate::ledger::cited::Citations;
use crate::model::text::Block;
use crate::render::Emission;
use crate::snapshot::{PrintedPart, Snapshot};
use crate::text::{FileId, Span};

/// Most Typst emitted for what references quote in one document, in bytes. Typesetting takes some 300 times that much
/// memory.
const QUOTED_MAX: usize = 5_000_000;

/// The reference that passes what a document may quote; nothing more is told after it.
pub(super) fn oversized(snapshot: &Snapshot, is_printed: impl Fn(FileId) -> bool) -> Option<Diagnostic> {
    let citations = Citations::new(snapshot.dossier.as_ref()?);
    let mut sizes = Vec::new();
    let mut total = 0usize;
    for (span, link) in snapshot.links.iter().filter(|(span, _)| is_printed(span.file)) {
        let size = match sizes.iter().find(|(target, _)| *target == &link.target) {
            Some((_, size)) => *size,
            None => {
                let size = wording(link, &citations).map_or(0, |wording| emitted_size(&wording));
                sizes.push((&link.target, size));
                size
            }
        };
        total = total.saturating_add(size);
        if total > QUOTED_MAX {
            let written = snapshot.sources.text(span);
            let message = format!("avec « {written} » encore une fois, le document serait démesuré");
            return Some(
                Diagnostic::error("TYP-003", span, message)
                    .help("citer ce tableau une fois, et y renvoyer ailleurs par son titre")
                    .at_stage(Stage::Typeset),
            );
        }
    }
    None
}

/// Most columns of a table. The charte splits a table that is wider than a page, but this one nobody could read.
const COLUMNS_MAX: usize = 100;

/// The tables that have too many columns, whatever the page.
pub(super) fn too_wide(snapshot: &Snapshot, is_printed: impl Fn(FileId) -> bool) -> Vec<Diagnostic> {
    let Some(dossier) = &snapshot.dossier else { return Vec::new() };
    let mut widths: Vec<(Span, usize)> = Vec::new();
    let mut of_text = |blocks: &[Block]| widths.extend(widest(blocks));
    for article in &dossier.articles {
        of_text(&article.body);
    }
    for fiche in &dossier.fiches {
        of_text(&fiche.introduction);
        fiche.sections.iter().for_each(|section| of_text(&section.body));
    }
    for rapport in &dossier.rapports {
        of_text(&rapport.summary);
    }
    for fiche in dossier.rapports.iter().flat_map(|rapport| &rapport.fiches) {
        of_text(&fiche.introduction);
        fiche.sections.iter().for_each(|section| of_text(&section.body));
    }
    for fiche in &dossier.fiches {
        widths.extend(fiche.tables.iter().map(|table| (table.id.span, table.columns.len())));
        widths.extend(fiche.bordereaux.iter().map(|prices| (prices.id.span, prices.profiles.len())));
    }
    let wide = widths.into_iter().filter(|(span, width)| *width > COLUMNS_MAX && is_printed(span.file));
    wide.map(|(span, width)| {
        Diagnostic::error(
            "TYP-004",
            span,
            format!("un tableau a {width} colonnes : aucune page ne le contient"),
        )
        .help(format!("le partager en tableaux de {COLUMNS_MAX} colonnes au plus"))
        .at_stage(Stage::Typeset)
    })
    .collect()
}

/// The widest table of some blocks: its titles and its columns.
fn widest(blocks: &[Block]) -> Option<(Span, usize)> {
    let width = |block: &Block| match block {
        Block::Table(table) => Some((table.span, table.header.len())),
        Block::List { items, .. } => {
            items.iter().filter_map(|item| widest(item)).max_by_key(|(_, width)| *width)
        }
        Block::Citation(blocks) => widest(blocks),
        _ => None,
    };
    blocks.iter().filter_map(width).max_by_key(|(_, width)| *width)
}

/// Puts a sign in the place of each character that no font has: the annexe de contrôle quotes the faults of the content,
/// such characters included.
#[cfg(feature = "pdf")]
pub(super) fn make_legible(emission: &mut Emission) {
    /// A character that an emitted string holds by its number.
    static BY_NUMBER: LazyLock<Regex> = LazyLock::new(|| crate::text::pattern(r"\\u\{([0-9a-f]+)\}"));
    const MISSING: char = '\u{fffd}';
    let coverage = crate::typeset::Coverage::built_in();
    let is_legible = |c: char| matches!(c, '\n' | '\t') || coverage.covers(c);
    for path in emission.lines.keys() {
        let Some(bytes) = emission.bundle.files.get_mut(path) else { continue };
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let text = BY_NUMBER.replace_all(text, |numbered: &Captures<'_>| {
            let code = numbered.get(1).and_then(|code| u32::from_str_radix(code.as_str(), 16).ok());
            match code.and_then(char::from_u32) {
                Some(c) if is_legible(c) && !c.is_control() => {
                    numbered.get(0).map_or("", |all| all.as_str()).to_owned()
                }
                _ => MISSING.to_string(),
            }
        });
        *bytes =
            text.chars().map(|c| if is_legible(c) { c } else { MISSING }).collect::<String>().into_bytes();
    }
}

#[cfg(not(feature = "pdf"))]
pub(super) fn make_legible(_: &mut Emission) {}

/// What is wrong with the images that are printed, where they are cited.
#[cfg(feature = "pdf")]
pub(super) fn images(snapshot: &Snapshot, part: PrintedPart<'_>) -> Vec<Diagnostic> {
    use crate::model::pictures;
    let Some(dossier) = &snapshot.dossier else { return Vec::new() };
    let cited = match part {
        PrintedPart::Act => pictures::of_act(dossier),
        PrintedPart::Rapport(id) => dossier.rapport(id).map(pictures::of_rapport).unwrap_or_default(),
    };
    let mut first_places = BTreeMap::new();
    for image in pictures::of_parties(dossier).chain(cited) {
        first_places.entry(&image.value).or_insert(image.span);
    }
    let mut faults = Vec::new();
    for (path, span) in first_places {
        let Some(bytes) = snapshot.images.get(path) else { continue };
        let extension = path.as_str().rsplit_once('.').map_or("", |(_, end)| end).to_lowercase();
        let mut said = if extension == "svg" { words_of(path, bytes, span) } else { Vec::new() };
        let is_told = said.iter().any(|d| d.severity == crate::diagnostic::Severity::Error);
        if !is_told && !crate::typeset::is_printable(&extension, bytes) {
            let message = format!("l’image « {path} » ne peut être imprimée dans un PDF");
            let help = "l’ouvrir et l’enregistrer de nouveau, en PNG ou en JPEG";
            said.push(Diagnostic::error("PRJ-002", span, message).help(help));
        }
        faults.extend(said.into_iter().map(|d| d.at_stage(Stage::Typeset)));
    }
    faults
}

#[cfg(not(feature = "pdf"))]
pub(super) fn images(_: &Snapshot, _: PrintedPart<'_>) -> Vec<Diagnostic> {
    Vec::new()
}

/// The characters of a drawing that no font has, and the fonts that it asks for in vain.
#[cfg(feature = "pdf")]
fn words_of(path: &crate::text::ProjectPath, bytes: &[u8], span: crate::text::Span) -> Vec<Diagnostic> {
    /// What CSS and SVG call any font, or none.
    const ANY: [&str; 8] =
        ["serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit", "initial"];
    let coverage = crate::typeset::Coverage::built_in();
    let (words, families) = crate::project::words_of_svg(bytes);
    let mut faults = Vec::new();
    if let Some(missing) = words.chars().find(|c| !c.is_whitespace() && !coverage.covers(*c)) {
        let message = format!(
            "aucune police embarquée n’a le caractère « {missing} » (U+{:04X}) de l’image « {path} »",
            u32::from(missing)
        );
        let help = "le remplacer dans l’image, ou l’exporter en PNG";
        faults.push(Diagnostic::error("TXT-002", span, message).help(help));
    }
    let mut replaced: Vec<&str> = Vec::new();
    for list in &families {
        let names = list.split(',').map(|name| name.trim().trim_matches(['"', '\'']));
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        let found = |name: &&str| ANY.contains(name) || crate::typeset::has_family(name);
        if let Some(first) = names.first().filter(|name| !found(name) && !replaced.contains(name)) {
            replaced.push(first);
        }
    }
    if !replaced.is_empty() {
        let names = replaced.join(" », « ");
        let message = format!("l’image « {path} » demande une police que le programme n’a pas : « {names} »");
        let help = "une autre la remplace : regarder la page, ou exporter l’image en PNG";
        faults.push(Diagnostic::error("PRJ-007", span, message).help(help).warning());
    }
    faults
}
