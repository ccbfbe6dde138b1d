//! `rapport/fiches/*.md`: what an action cost, obtained, met and asks for.

use super::{filled, not_reported, reported, results};
use crate::diagnostic::Diagnostic;
use crate::lang::same_label;
use crate::model::fiche::OpenedBy;
use crate::model::passage::PassageKind;
use crate::model::rapport::{ExecutionRow, FollowUp, RapportFiche, RapportSection, Reported, ResultValue};
use crate::model::text::Block;
use crate::model::{Absence, Cadre, Window};
use crate::parse::keys::MapReader;
use crate::parse::reader::Reader;
use crate::parse::rubriques;
use crate::syntax::{Node, NodeKind};
use crate::text::{FileId, Spanned};

/// Reads a sheet; `None` when it does not say of which fiche.
pub(super) fn read(
    reader: &mut Reader<'_>,
    file: FileId,
    cadre: &Cadre,
    rubriques: &[(String, String)],
) -> Option<RapportFiche> {
    let path = reader.sources.source(file).path().clone();
    let (yaml, body) = reader.page(file)?;
    let root = reader.tree(yaml);
    let blocks = reader.markdown(body);
    let root = root?;
    let mut map = reader.map(&root)?;
    let fiche = reader.require(&mut map, "fiche").and_then(|n| reader.fiche_number(n));
    let start = datum(reader, &mut map, "debut", |reader, n| reader.imprecise_date(n));
    let end = datum(reader, &mut map, "fin", |reader, n| reader.imprecise_date(n));
    let (mut charges, mut financements) = (Vec::new(), Vec::new());
    if let Some(n) = filled(&mut map, "execution")
        && let Some(mut e) = reader.map(n)
    {
        charges = lines(reader, &mut e, "charges", cadre);
        financements = lines(reader, &mut e, "financements", cadre);
        reader.finish(&e);
    }
    let results: Vec<ResultValue> = match filled(&mut map, "resultats") {
        Some(n) => reader.list(n).iter().filter_map(|n| result(reader, n, cadre)).collect(),
        None => Vec::new(),
    };
    tell_twice(reader, &financements, &results);
    let sequences = FollowUp::ALL.map(|s| (s.word(), s));
    let here = if map.has("suite") { map.span_of("suite") } else { map.span };
    let follow_up = match filled(&mut map, "suite") {
        None => Some(Err(Spanned::new(Absence::NotReported, here))),
        Some(n) => match reader.absence(n) {
            Some(absence) => Some(Err(absence)),
            None => reader.one_of(n, &sequences).map(|s| Ok(Spanned::new(s, n.span))),
        },
    };
    let decision = filled(&mut map, "decision").and_then(|n| super::decision::decision(reader, n));
    let supporting_documents = match filled(&mut map, "pieces") {
        Some(n) => reader.one_or_many(n).iter().filter_map(|n| reader.text(n)).collect(),
        None => Vec::new(),
    };
    reader.finish(&map);
    let (introduction, sections) = split(reader, blocks, cadre, rubriques);
    Some(RapportFiche {
        path,
        fiche: fiche?,
        start: start?,
        end: end?,
        charges,
        financements,
        results,
        follow_up: follow_up?,
        decision,
        supporting_documents,
        introduction,
        sections,
        span: yaml,
    })
}

/// Tells a second line for one funder, which would be added, or for one indicator, which would be lost. Charges may
/// bear the same name, as in the act: `resolve` compares them with it.
fn tell_twice(reader: &mut Reader<'_>, financements: &[ExecutionRow], results: &[ResultValue]) {
    let name = |row: &ExecutionRow| match (&row.financeur, &row.label) {
        (Some(financeur), Some(label)) => {
            Some(Spanned::new(format!("{}, {}", financeur.value, label.value), financeur.span))
        }
        (Some(name), None) | (None, Some(name)) => Some(name.clone()),
        (None, None) => None,
    };
    let names: Vec<Spanned<String>> = financements.iter().filter_map(name).collect();
    reader.twice(&names, "le financement");
    let names: Vec<Spanned<String>> =
        results.iter().filter_map(|r| r.indicateur.clone().or_else(|| r.label.clone())).collect();
    for (i, name) in names.iter().enumerate() {
        if let Some(first) = names.iter().take(i).find(|earlier| same_label(&earlier.value, &name.value)) {
            reader.say(Diagnostic::duplicate_name(name, first, "le résultat de"));
        }
    }
}

/// A datum, or why there is none; `None` when it cannot be read, which is told.
fn datum<T>(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
    read: fn(&mut Reader<'_>, &Node) -> Option<T>,
) -> Option<Reported<T>> {
    let here = if map.has(key) { map.span_of(key) } else { map.span };
    let Some(node) = filled(map, key) else {
        return Some(Err(Spanned::new(Absence::NotReported, here)));
    };
    if let Some(absence) = reader.absence(node) {
        return Some(Err(absence));
    }
    if let NodeKind::Scalar(text) = &node.kind {
        reader.passage(PassageKind::Field, text, node.span);
    }
    read(reader, node).map(|d| Ok(Spanned::new(d, node.span)))
}

fn lines(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
    cadre: &Cadre,
) -> Vec<ExecutionRow> {
    match filled(map, key) {
        Some(n) => reader.list(n).iter().filter_map(|n| line(reader, n, cadre)).collect(),
        None => Vec::new(),
    }
}

fn line(reader: &mut Reader<'_>, node: &Node, cadre: &Cadre) -> Option<ExecutionRow> {
    let mut map = reader.map(node)?;
    let financeur = filled(&mut map, "financeur").and_then(|n| reader.name(n));
    let label = filled(&mut map, "libelle").and_then(|n| reader.text(n));
    let committed = reported(reader, &mut map, "engage");
    let paid = reported(reader, &mut map, "liquide");
    reader.finish(&map);
    match &financeur {
        Some(f) if cadre.is_whole && cadre.financeur(&f.value).is_none() => {
            reader.unknown(f, "un financeur du cadre", cadre.financeurs.iter().map(|f| f.id.as_str()));
        }
        None if label.is_none() => reader.say(
            Diagnostic::error("CLE-002", node.span, "cette ligne ne dit ni « libelle » ni « financeur »")
                .help(
                    "ajouter « libelle: … » (une charge, un autre financeur) ou « financeur: … » (du cadre)",
                ),
        ),
        _ => {}
    }
    Some(ExecutionRow { financeur, label, committed: committed?, paid: paid?, span: node.span })
}

fn result(reader: &mut Reader<'_>, node: &Node, cadre: &Cadre) -> Option<ResultValue> {
    let mut map = reader.map(node)?;
    let indicateur = filled(&mut map, "indicateur").and_then(|n| reader.name(n));
    let label = filled(&mut map, "libelle").and_then(|n| reader.text(n));
    match &indicateur {
        // Without its mesure, it may be the fiche's own, which is known once the contract is read.
        Some(id) if cadre.is_whole && id.value.contains('/') && cadre.indicateur(&id.value).is_none() => {
            let known: Vec<_> = cadre.identifiers().collect();
            reader.unknown(id, "un indicateur du cadre", known.iter().map(String::as_str));
        }
        None if label.is_none() => reader.say(
            Diagnostic::error("CLE-002", node.span, "cette ligne ne nomme pas d’indicateur")
                .help("ajouter « indicateur: … » (du cadre) ou « libelle: … » (propre à la fiche)"),
        ),
        _ => {}
    }
    let here = if map.has("valeur") { map.span_of("valeur") } else { node.span };
    let mut by_exercice = match filled(&mut map, "valeurs") {
        Some(n) => results::by_exercice(reader, n),
        None => Vec::new(),
    };
    if map.has("valeurs") && map.has("valeur") {
        reader.say(
            Diagnostic::error("CLE-005", map.span_of("valeur"), "cette ligne a « valeur » et « valeurs »")
                .help(
                    "garder « valeur » pour l’exercice du rapport, ou « valeurs » pour plusieurs exercices",
                ),
        );
    }
    let value = match filled(&mut map, "valeur") {
        Some(n) => results::cell(reader, n),
        None => Some((not_reported(here), None)),
    };
    let due = filled(&mut map, "du").and_then(|n| reader.spanned_day(n));
    let to = filled(&mut map, "au").and_then(|n| reader.spanned_day(n));
    let window = match (due, to) {
        (Some(due), Some(to)) if due.value <= to.value => Some(Window::FromTo(due.value, to.value)),
        (Some(due), Some(to)) => {
            reader.say(
                Diagnostic::error(
                    "VAL-004",
                    to.span,
                    format!("la période finit le {to}, avant de commencer le {due}"),
                )
                .help("échanger ou corriger les deux dates"),
            );
            None
        }
        (None, Some(to)) => Some(Window::AsOf(to.value)),
        (Some(_), None) => {
            reader.require(&mut map, "au");
            None
        }
        (None, None) => None,
    };
    let mut text =
        |reader: &mut Reader<'_>, key| filled(&mut map, key).and_then(|n| reader.text(n)).map(|t| t.value);
    let (source, perimeter, note) = (text(reader, "source"), text(reader, "perimetre"), text(reader, "note"));
    let comment = filled(&mut map, "commentaire").and_then(|n| reader.text(n));
    let no_target = filled(&mut map, "cible").and_then(|n| {
        let absence = reader.absence(n);
        if absence.is_none() {
            reader
                .expected(n, "un mot d’absence : la cible elle-même vient de la convention (reference.yaml)");
        }
        absence
    });
    reader.finish(&map);
    let (mut value, terms) = value?;
    value.iter_mut().for_each(|v| v.window = v.window.or(window));
    let told = by_exercice.iter_mut().flat_map(|told| &mut told.value);
    for v in value.iter_mut().chain(told) {
        v.source = v.source.take().or_else(|| source.clone());
        v.perimeter = v.perimeter.take().or_else(|| perimeter.clone());
        // The terms of a quotient are its note.
        v.note = match (v.note.take(), note.clone()) {
            (Some(own), Some(note)) if terms.is_some() => Some(format!("{own} ; {note}")),
            (own, note) => own.or(note),
        };
    }
    Some(ResultValue { indicateur, label, value, terms, by_exercice, no_target, comment, span: node.span })
}

/// Cuts the text at its second level headings and recognises the sections of the framework.
fn split(
    reader: &mut Reader<'_>,
    blocks: Vec<Block>,
    cadre: &Cadre,
    rubriques: &[(String, String)],
) -> (Vec<Block>, Vec<RapportSection>) {
    let mut introduction = Vec::new();
    let mut sections: Vec<RapportSection> = Vec::new();
    let rubriques: Vec<_> = rubriques.iter().map(|(id, title)| (id.as_str(), title.as_str())).collect();
    for block in blocks {
        match block {
            Block::Heading { level: 2, content, anchor, span } => {
                let rubrique =
                    rubriques::opened(reader, &content, anchor.as_ref(), &rubriques, cadre.is_whole);
                let opened_by = if anchor.is_some() { OpenedBy::Mark } else { OpenedBy::Title };
                sections.push(RapportSection { title: content, rubrique, opened_by, body: Vec::new(), span });
            }
            block => match sections.last_mut() {
                Some(section) => section.body.push(block),
                None => introduction.push(block),
            },
        }
    }
    let headings: Vec<_> = sections
        .iter()
        .map(|section| rubriques::RubriqueHeading {
            title: &section.title,
            rubrique: section.rubrique.as_deref(),
            is_marked: section.opened_by == OpenedBy::Mark,
            span: section.span,
        })
        .collect();
    for (rank, id, place) in rubriques::nearly_opened(reader, &headings, &rubriques) {
        if let Some(section) = sections.get_mut(rank) {
            (section.rubrique, section.opened_by) = (Some(id), OpenedBy::NearTitle(place));
        }
    }
    (introduction, sections)
}
