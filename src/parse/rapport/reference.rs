//! `rapport/reference.yaml`: the revisions of the convention that the report executes, as they were contracted.

use super::{fiche_id, not_reported, reported};
use crate::model::cadre::Direction;
use crate::model::convention::ActStatus;
use crate::model::rapport::{Contract, ContractRow, ContractedObjective, Revision};
use crate::parse::reader::{MapReader, Reader};
use crate::parse::tree::Node;
use crate::text::Span;

const DIRECTIONS: [(&str, Direction); 2] = [("hausse", Direction::Increase), ("baisse", Direction::Decrease)];

/// Reads the revisions.
pub(super) fn read(l: &mut Reader<'_>, zone: Span) -> Vec<Revision> {
    let Some(root) = l.tree(zone) else { return Vec::new() };
    let Some(mut c) = l.map_reader(&root) else { return Vec::new() };
    let revisions = list(l, &mut c, "revisions", revision);
    l.finish(&c);
    revisions
}

fn list<T>(
    l: &mut Reader<'_>,
    c: &mut MapReader<'_>,
    key: &'static str,
    read: fn(&mut Reader<'_>, &Node) -> Option<T>,
) -> Vec<T> {
    match c.take(key) {
        Some(n) => l.list(n).iter().filter_map(|n| read(l, n)).collect(),
        None => Vec::new(),
    }
}

fn revision(l: &mut Reader<'_>, node: &Node) -> Option<Revision> {
    let mut c = l.map_reader(node)?;
    let edition = l.required_word(&mut c, "edition");
    let states = ActStatus::ALL.map(|e| (e.word(), e));
    let etat = l.require(&mut c, "etat").and_then(|n| l.one_of(n, &states));
    let date = c.take("date").and_then(|n| l.day(n));
    let fingerprint = l.required_word(&mut c, "empreinte");
    let montant_etat = l.require(&mut c, "montant_etat").and_then(|n| l.montant(n));
    let contracts = list(l, &mut c, "fiches", contract);
    l.finish(&c);
    Some(Revision {
        edition: edition?,
        status: etat?,
        date,
        fingerprint: fingerprint?.value,
        montant_etat: montant_etat?,
        contracts,
        span: node.span,
    })
}

fn contract(l: &mut Reader<'_>, node: &Node) -> Option<Contract> {
    let mut c = l.map_reader(node)?;
    let fiche = l.require(&mut c, "fiche").and_then(|n| fiche_id(l, n));
    let annexe = l.required_word(&mut c, "annexe");
    let title = l.required_text(&mut c, "titre");
    let charges = list(l, &mut c, "charges", line);
    let financements = list(l, &mut c, "financements", line);
    let objectives = list(l, &mut c, "objectifs", objective);
    l.finish(&c);
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

fn line(l: &mut Reader<'_>, node: &Node) -> Option<ContractRow> {
    let mut c = l.map_reader(node)?;
    let financeur = c.take("financeur").and_then(|n| l.word(n)).map(|t| t.value);
    let label = l.optional_text(&mut c, "libelle");
    let montant = reported(l, &mut c, "montant");
    l.finish(&c);
    Some(ContractRow { financeur, label, montant: montant? })
}

fn objective(l: &mut Reader<'_>, node: &Node) -> Option<ContractedObjective> {
    let mut c = l.map_reader(node)?;
    let indicateur = c.take("indicateur").and_then(|n| l.word(n)).map(|t| t.value);
    let label = l.optional_text(&mut c, "libelle");
    let target = match c.take("cible") {
        Some(n) => l.cell(n),
        None => Some(not_reported(node.span)),
    };
    let baseline = c.take("depart").and_then(|n| l.cell(n));
    let direction = c.take("sens").and_then(|n| l.one_of(n, &DIRECTIONS));
    l.finish(&c);
    Some(ContractedObjective { indicateur, label, target: target?, baseline, direction, span: node.span })
}
