//! `rapport/reference.yaml`: the revisions of the convention that the report executes, as they were contracted.

use super::{not_reported, reported};
use crate::model::Montant;
use crate::model::indicateur::TypedIndicateur;
use crate::model::life::ActStatus;
use crate::model::rapport::{Contract, ContractRow, ContractedObjective, Revision};
use crate::parse::cadre::DIRECTIONS;
use crate::parse::indicateurs;
use crate::parse::keys::MapReader;
use crate::parse::reader::Reader;
use crate::syntax::Node;
use crate::text::{Span, Spanned};

/// Reads the revisions.
pub(super) fn read(reader: &mut Reader<'_>, zone: Span) -> Vec<Revision> {
    let Some(root) = reader.tree(zone) else { return Vec::new() };
    let Some(mut map) = reader.map(&root) else { return Vec::new() };
    let revisions = list(reader, &mut map, "revisions", revision);
    reader.finish(&map);
    revisions
}

fn list<T>(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
    read: fn(&mut Reader<'_>, &Node) -> Option<T>,
) -> Vec<T> {
    match map.take(key) {
        Some(n) => reader.list(n).iter().filter_map(|n| read(reader, n)).collect(),
        None => Vec::new(),
    }
}

fn revision(reader: &mut Reader<'_>, node: &Node) -> Option<Revision> {
    let mut map = reader.map(node)?;
    let edition = reader.required_word(&mut map, "edition");
    let avenant = map.take("avenant").and_then(|n| reader.number(n));
    let states = ActStatus::ALL.map(|e| (e.word(), e));
    let etat = reader.require(&mut map, "etat").and_then(|n| reader.one_of(n, &states));
    let date = map.take("date").and_then(|n| reader.day(n));
    let fingerprint = reader.required_word(&mut map, "empreinte");
    let montant_etat = map.take("montant_etat").map(|n| reader.montant(n));
    let contracts = list(reader, &mut map, "fiches", contract);
    reader.finish(&map);
    Some(Revision {
        edition: edition?,
        avenant: avenant.and_then(|number| u16::try_from(number.value).ok()),
        status: etat?,
        date,
        fingerprint: fingerprint?.value,
        montant_etat: montant_etat.map_or(Some(None), |read| read.map(Some))?,
        contracts,
        span: node.span,
    })
}

fn contract(reader: &mut Reader<'_>, node: &Node) -> Option<Contract> {
    let mut map = reader.map(node)?;
    let fiche = reader.require(&mut map, "fiche").and_then(|n| reader.fiche_number(n));
    let annexe = reader.required_name(&mut map, "annexe");
    let title = reader.required_text(&mut map, "titre");
    let charges = list(reader, &mut map, "charges", line);
    let financements = list(reader, &mut map, "financements", line);
    let objectives = list(reader, &mut map, "objectifs", objective);
    reader.finish(&map);
    Some(Contract {
        fiche: fiche?,
        annexe: annexe?.value,
        title: title?.value,
        charges,
        financements,
        objectives,
        span: node.span,
    })
}

fn line(reader: &mut Reader<'_>, node: &Node) -> Option<ContractRow> {
    let mut map = reader.map(node)?;
    let financeur = map.take("financeur").and_then(|n| reader.name(n)).map(|t| t.value);
    let label = reader.optional_text(&mut map, "libelle");
    let by_exercice = by_exercice(reader, &mut map);
    let montant = match by_exercice.first() {
        // Which of them count depends on the report.
        Some((first, montant)) => Some(Ok(Spanned::new(*montant, first.span))),
        None => reported(reader, &mut map, "montant"),
    };
    reader.finish(&map);
    Some(ContractRow { financeur, label, montant: montant?, by_exercice })
}

/// Amounts by exercice: `montants: { "2024": 50 000 € }`.
fn by_exercice(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Vec<(Spanned<String>, Montant)> {
    let Some(node) = map.take("montants") else { return Vec::new() };
    reader.map(node);
    let entries = reader.named_entries(node);
    entries.into_iter().filter_map(|(name, value)| Some((name, reader.montant(value)?.value))).collect()
}

fn objective(reader: &mut Reader<'_>, node: &Node) -> Option<ContractedObjective> {
    if node.entry("cibles").is_some() || node.entry("final").is_some() {
        return indicateurs::indicateur(reader, node, None).map(|typed| typed_objective(typed, node.span));
    }
    let mut map = reader.map(node)?;
    let indicateur = map.take("indicateur").and_then(|n| reader.name(n)).map(|t| t.value);
    let label = reader.optional_text(&mut map, "libelle");
    let target = match map.take("cible") {
        Some(n) => reader.cell(n),
        None => Some(not_reported(node.span)),
    };
    let baseline = map.take("depart").and_then(|n| reader.cell(n));
    let direction = map.take("sens").and_then(|n| reader.one_of(n, &DIRECTIONS));
    reader.finish(&map);
    Some(ContractedObjective {
        indicateur,
        label,
        target: target?,
        baseline,
        direction,
        typed: None,
        span: node.span,
    })
}

/// A target by exercice. Which of them the report compares is known with its period.
fn typed_objective(typed: TypedIndicateur, span: Span) -> ContractedObjective {
    let text = |name: &Option<Spanned<String>>| name.as_ref().map(|name| name.value.clone());
    ContractedObjective {
        indicateur: text(&typed.indicateur),
        label: text(&typed.label),
        target: not_reported(span),
        baseline: typed.baseline.clone(),
        direction: typed.direction,
        typed: Some(typed),
        span,
    }
}
