//! `<édition>/rapports/<rapport>/`: a report of execution. A key left without a value is an absence, never a fault.

mod cadre;
mod decision;
mod fiche;
mod refaction;
mod reference;
mod results;

pub use cadre::{cadre, kinds};
pub use refaction::refaction;

use super::keys::MapReader;
use super::reader::Reader;
use super::{RapportPlan, scalars};
use crate::diagnostic::Diagnostic;
use crate::model::convention::IndicateurValues;
use crate::model::life::ActStatus;
use crate::model::rapport::{Rapport, Reported};
use crate::model::{Absence, Cadre, CellValues, Day, Duration, Exercices, ImpreciseDate, Measured, Montant};
use crate::syntax::{Node, NodeKind};
use crate::text::{FileId, Span, Spanned};

/// The name of the only column of the matrix of a report.
pub const COLUMN: &str = "resultat";

/// Reads a report; `None` when its period or its date cannot be read.
pub fn read(
    reader: &mut Reader<'_>,
    plan: &RapportPlan,
    cadre: &Cadre,
    exercices: &Exercices,
) -> Option<Rapport> {
    let before = std::mem::take(&mut reader.gathered.passages);
    let rapport = whole(reader, plan, cadre, exercices);
    let passages = std::mem::replace(&mut reader.gathered.passages, before);
    rapport.map(|r| Rapport { passages, ..r })
}

fn whole(
    reader: &mut Reader<'_>,
    plan: &RapportPlan,
    cadre: &Cadre,
    exercices: &Exercices,
) -> Option<Rapport> {
    let zone = |reader: &Reader<'_>, file: FileId| Span {
        file,
        start: 0,
        end: reader.sources.source(file).text().len(),
    };
    let summary = match plan.summary {
        Some(f) => {
            let zone = zone(reader, f);
            let summary = reader.markdown(zone);
            reader.refuse_marks(&summary);
            summary
        }
        None => Vec::new(),
    };
    let rubriques = cadre.asked_of(&plan.id).rubriques;
    let fiches = reader.each(&plan.fiches, |reader, f| fiche::read(reader, *f, cadre, &rubriques));
    let mut fiches: Vec<_> = fiches.into_iter().flatten().collect();
    fiches.sort_by_key(|f| f.fiche.value);
    for (first, second) in fiches.iter().zip(fiches.iter().skip(1)) {
        if first.fiche.value == second.fiche.value {
            reader.say(
                Diagnostic::error(
                    "REF-003",
                    second.fiche.span,
                    format!("la fiche {} a déjà son compte rendu", second.fiche.value),
                )
                .also(first.fiche.span, "dans cet autre fichier")
                .help("réunir les deux fichiers, ou corriger le numéro de l’un"),
            );
        }
    }
    let matrix = match plan.matrix {
        Some(f) => {
            let zone = zone(reader, f);
            matrix(reader, zone, cadre)
        }
        None => Vec::new(),
    };
    let mut revisions = match plan.reference {
        Some(f) => {
            let zone = zone(reader, f);
            reference::read(reader, zone)
        }
        None => Vec::new(),
    };
    let root = reader.tree(zone(reader, plan.rapport))?;
    let mut map = reader.map(&root)?;
    let period = reader.require(&mut map, "periode").and_then(|n| period(reader, n));
    let interim = filled(&mut map, "intermediaire").and_then(|n| reader.yes_no(n)).unwrap_or(false);
    let states = ActStatus::TYPED.map(|e| (e.word(), e));
    let status = filled(&mut map, "etat").and_then(|n| reader.one_of(n, &states)).unwrap_or(ActStatus::Draft);
    let mention = filled(&mut map, "mention").and_then(|n| reader.text(n)).map(|t| t.value);
    let deliberation = day(reader, &mut map, "deliberation");
    let sending = day(reader, &mut map, "envoi");
    let date = reader.require(&mut map, "date_du_document").and_then(|n| reader.spanned_day(n));
    let reviews = decision::reviews(reader, &mut map);
    reader.finish(&map);
    let accounted = period.as_ref().map(|period| period.value);
    let exercice = results::bind(reader, &mut revisions, &mut fiches, exercices, accounted, cadre);
    Some(Rapport {
        id: plan.id.clone(),
        exercices: Vec::new(),
        period: period?,
        interim,
        exercice,
        status,
        deliberation,
        sending,
        document_date: date?,
        mention,
        summary,
        fiches,
        matrix,
        revisions,
        reviews,
        passages: Vec::new(),
    })
}

/// « du 2022-07-01 au 2023-06-30 ».
fn period(reader: &mut Reader<'_>, node: &Node) -> Option<Spanned<(Day, Day)>> {
    let matched = reader.duration(node)?;
    let bounds = match matched {
        Duration::Period(ImpreciseDate::Day(a), ImpreciseDate::Day(b)) if a <= b => Some((a, b)),
        _ => None,
    };
    if bounds.is_none() {
        reader.say(
            Diagnostic::error(
                "VAL-006",
                node.span,
                "la période du rapport va d’un jour à un autre, plus tard",
            )
            .help("écrire « periode: du 2022-07-01 au 2023-06-30 »"),
        );
    }
    bounds.map(|b| Spanned::new(b, node.span))
}

/// The value of a key, when there is one: neither nothing nor empty quotes.
pub(super) fn filled<'n>(map: &mut MapReader<'n>, key: &'static str) -> Option<&'n Node> {
    map.take(key).filter(|n| match &n.kind {
        NodeKind::Null => false,
        NodeKind::Scalar(t) => !t.trim().is_empty(),
        NodeKind::List(_) | NodeKind::Map(_) => true,
    })
}

/// A day; none for an absence, whatever its reason.
fn day(reader: &mut Reader<'_>, map: &mut MapReader<'_>, key: &'static str) -> Option<Spanned<Day>> {
    let node = filled(map, key)?;
    if reader.absence(node).is_some() { None } else { reader.spanned_day(node) }
}

/// An amount, or why there is none; `None` when it cannot be read, which is told.
pub(super) fn reported(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
) -> Option<Reported<Montant>> {
    let here = if map.has(key) { map.span_of(key) } else { map.span };
    let Some(node) = filled(map, key) else {
        return Some(Err(Spanned::new(Absence::NotReported, here)));
    };
    reader.montant_or_absence(node)
}

/// A box in which nobody wrote.
pub(super) fn not_reported(span: Span) -> CellValues {
    vec![scalars::simple(Spanned::new(Measured::Absent(Absence::NotReported), span))]
}

/// `rapport/indicateurs.yaml`: results of indicators that no sheet tells.
fn matrix(reader: &mut Reader<'_>, zone: Span, cadre: &Cadre) -> Vec<IndicateurValues> {
    let Some(root) = reader.tree(zone) else { return Vec::new() };
    let Some(mut map) = reader.map(&root) else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(node) = filled(&mut map, "valeurs") {
        reader.map(node);
        for (target, value) in reader.named_entries(node) {
            if cadre.is_whole && cadre.indicateur(&target.value).is_none() {
                let known: Vec<_> = cadre.identifiers().collect();
                reader.unknown(&target, "un indicateur du cadre", known.iter().map(String::as_str));
            }
            let cell = match value.kind {
                NodeKind::Null => Some(not_reported(target.span)),
                _ => reader.cell(value),
            };
            let column = Spanned::new(COLUMN.to_owned(), target.span);
            lines.extend(cell.map(|c| IndicateurValues { key: target.clone(), cells: vec![(column, c)] }));
        }
    }
    reader.finish(&map);
    lines
}
