//! `rapport/fiches/*.md`: what an action cost, obtained, met and asks for.

use super::{fiche_id, filled, not_reported, reported};
use crate::diagnostic::Diagnostic;
use crate::lang::flat;
use crate::model::passage::PassageKind;
use crate::model::rapport::{ExecutionRow, FollowUp, RapportFiche, RapportSection, Reported, ResultValue};
use crate::model::text::{Block, plain_text};
use crate::model::{Absence, Cadre, Window};
use crate::parse::reader::{MapReader, Reader};
use crate::parse::tree::{Node, NodeKind};
use crate::parse::{header, markdown};
use crate::text::{FileId, Spanned};

/// Reads a sheet; `None` when it does not say of which fiche.
pub(super) fn read(l: &mut Reader<'_>, file: FileId, cadre: &Cadre) -> Option<RapportFiche> {
    let path = l.sources.source(file).path().clone();
    let (yaml, body) = header::separate(l, file)?;
    let root = l.tree(yaml);
    let blocks = markdown::read(l, body);
    let root = root?;
    let mut c = l.map_reader(&root)?;
    let fiche = l.require(&mut c, "fiche").and_then(|n| fiche_id(l, n));
    let start = datum(l, &mut c, "debut", |l, n| l.imprecise_date(n));
    let end = datum(l, &mut c, "fin", |l, n| l.imprecise_date(n));
    let (mut charges, mut financements) = (Vec::new(), Vec::new());
    if let Some(n) = filled(&mut c, "execution")
        && let Some(mut e) = l.map_reader(n)
    {
        charges = lines(l, &mut e, "charges", cadre);
        financements = lines(l, &mut e, "financements", cadre);
        l.finish(&e);
    }
    let results = match filled(&mut c, "resultats") {
        Some(n) => l.list(n).iter().filter_map(|n| result(l, n, cadre)).collect(),
        None => Vec::new(),
    };
    let sequences = FollowUp::ALL.map(|s| (s.word(), s));
    let here = if c.a("suite") { c.span_of("suite") } else { c.span };
    let follow_up = match filled(&mut c, "suite") {
        None => Some(Err(Spanned::new(Absence::NotReported, here))),
        Some(n) => match l.absence(n) {
            Some(absence) => Some(Err(absence)),
            None => l.one_of(n, &sequences).map(|s| Ok(Spanned::new(s, n.span))),
        },
    };
    let supporting_documents = match filled(&mut c, "pieces") {
        Some(n) => l.one_or_many(n).iter().filter_map(|n| l.text(n)).collect(),
        None => Vec::new(),
    };
    l.finish(&c);
    let (introduction, sections) = split(l, blocks, cadre);
    Some(RapportFiche {
        path,
        fiche: fiche?,
        start: start?,
        end: end?,
        charges,
        financements,
        results,
        follow_up: follow_up?,
        supporting_documents,
        introduction,
        sections,
        span: yaml,
    })
}

/// A datum, or why there is none; `None` when it cannot be read, which is told.
fn datum<T>(
    l: &mut Reader<'_>,
    c: &mut MapReader<'_>,
    key: &'static str,
    read: fn(&mut Reader<'_>, &Node) -> Option<T>,
) -> Option<Reported<T>> {
    let here = if c.a(key) { c.span_of(key) } else { c.span };
    let Some(node) = filled(c, key) else {
        return Some(Err(Spanned::new(Absence::NotReported, here)));
    };
    if let Some(absence) = l.absence(node) {
        return Some(Err(absence));
    }
    if let NodeKind::Scalar(text) = &node.kind {
        l.passage(PassageKind::Field, text, node.span);
    }
    read(l, node).map(|d| Ok(Spanned::new(d, node.span)))
}

fn lines(l: &mut Reader<'_>, c: &mut MapReader<'_>, key: &'static str, cadre: &Cadre) -> Vec<ExecutionRow> {
    match filled(c, key) {
        Some(n) => l.list(n).iter().filter_map(|n| line(l, n, cadre)).collect(),
        None => Vec::new(),
    }
}

fn line(l: &mut Reader<'_>, node: &Node, cadre: &Cadre) -> Option<ExecutionRow> {
    let mut c = l.map_reader(node)?;
    let financeur = filled(&mut c, "financeur").and_then(|n| l.word(n));
    let label = filled(&mut c, "libelle").and_then(|n| l.text(n));
    let committed = reported(l, &mut c, "engage");
    let paid = reported(l, &mut c, "liquide");
    l.finish(&c);
    match &financeur {
        Some(f) if cadre.financeur(&f.value).is_none() => {
            l.unknown(f, "financeur du cadre", cadre.financeurs.iter().map(|f| f.id.as_str()));
        }
        None if label.is_none() => l.say(
            Diagnostic::error("CLE-002", node.span, "cette ligne ne dit ni « libelle » ni « financeur »")
                .help(
                    "ajouter « libelle: … » (une charge, un autre financeur) ou « financeur: … » (du cadre)",
                ),
        ),
        _ => {}
    }
    Some(ExecutionRow { financeur, label, committed: committed?, paid: paid?, span: node.span })
}

fn result(l: &mut Reader<'_>, node: &Node, cadre: &Cadre) -> Option<ResultValue> {
    let mut c = l.map_reader(node)?;
    let indicateur = filled(&mut c, "indicateur").and_then(|n| l.word(n));
    let label = filled(&mut c, "libelle").and_then(|n| l.text(n));
    match &indicateur {
        Some(id) if cadre.indicateur(&id.value).is_none() => {
            let knowns: Vec<_> = cadre.identifiers().collect();
            l.unknown(id, "indicateur du cadre", knowns.iter().map(String::as_str));
        }
        None if label.is_none() => l.say(
            Diagnostic::error("CLE-002", node.span, "cette ligne ne nomme pas d’indicateur")
                .help("ajouter « indicateur: … » (du cadre) ou « libelle: … » (propre à la fiche)"),
        ),
        _ => {}
    }
    let here = if c.a("valeur") { c.span_of("valeur") } else { node.span };
    let value = match filled(&mut c, "valeur") {
        Some(n) => l.cell(n),
        None => Some(not_reported(here)),
    };
    let due = filled(&mut c, "du").and_then(|n| l.spanned_day(n));
    let to = filled(&mut c, "au").and_then(|n| l.spanned_day(n));
    let window = match (due, to) {
        (Some(due), Some(to)) if due.value <= to.value => Some(Window::FromTo(due.value, to.value)),
        (Some(due), Some(to)) => {
            l.say(
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
            l.require(&mut c, "au");
            None
        }
        (None, None) => None,
    };
    let mut text = |l: &mut Reader<'_>, key| filled(&mut c, key).and_then(|n| l.text(n)).map(|t| t.value);
    let (source, perimeter, note) = (text(l, "source"), text(l, "perimetre"), text(l, "note"));
    let comment = filled(&mut c, "commentaire").and_then(|n| l.text(n));
    let no_target = filled(&mut c, "cible").and_then(|n| {
        let absence = l.absence(n);
        if absence.is_none() {
            l.expected(n, "un mot d’absence : la cible elle-même vient de la convention (reference.yaml)");
        }
        absence
    });
    l.finish(&c);
    let mut value = value?;
    for v in &mut value {
        v.window = v.window.or(window);
        v.source = v.source.take().or_else(|| source.clone());
        v.perimeter = v.perimeter.take().or_else(|| perimeter.clone());
        v.note = v.note.take().or_else(|| note.clone());
    }
    Some(ResultValue { indicateur, label, value, no_target, comment, span: node.span })
}

/// Cuts the text at its second level headings and recognises the sections of the framework.
fn split(l: &mut Reader<'_>, blocks: Vec<Block>, cadre: &Cadre) -> (Vec<Block>, Vec<RapportSection>) {
    let rubriques = &cadre.rapport.rubriques;
    let mut introduction = Vec::new();
    let mut sections: Vec<RapportSection> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { level: 2, content, anchor, span } => {
                let title = flat(&plain_text(&content));
                let rubrique = match &anchor {
                    Some(r) if rubriques.iter().any(|(id, _)| *id == r.value) => Some(r.value.clone()),
                    Some(r) => {
                        l.unknown(r, "repère de rubrique", rubriques.iter().map(|(id, _)| id.as_str()));
                        None
                    }
                    None => {
                        rubriques.iter().find(|(_, t)| title.starts_with(&flat(t))).map(|(id, _)| id.clone())
                    }
                };
                sections.push(RapportSection { title: content, rubrique, body: Vec::new(), span });
            }
            block => match sections.last_mut() {
                Some(section) => section.body.push(block),
                None => introduction.push(block),
            },
        }
    }
    (introduction, sections)
}
