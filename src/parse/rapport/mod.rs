//! `<édition>/rapport/`: the report of execution. A key left without a value is an absence, never a fault.

mod cadre;
mod fiche;
mod reference;

pub use cadre::{cadre, refaction};

use super::reader::{MapReader, Reader};
use super::tree::{Node, NodeKind};
use super::{RapportPlan, markdown, scalars};
use crate::diagnostic::Diagnostic;
use crate::model::convention::{ActStatus, IndicateurValues};
use crate::model::rapport::{Rapport, Reported};
use crate::model::{Absence, Cadre, CellValues, Day, Duration, ImpreciseDate, Measured, Montant};
use crate::text::{FileId, Span, Spanned};

/// The name of the only column of the matrix of a report.
pub const COLUMN: &str = "resultat";

/// Reads a report; `None` when its period or its date cannot be read.
pub fn read(l: &mut Reader<'_>, plan: &RapportPlan, cadre: &Cadre) -> Option<Rapport> {
    let before = std::mem::take(&mut l.passages);
    let rapport = whole(l, plan, cadre);
    let passages = std::mem::replace(&mut l.passages, before);
    rapport.map(|r| Rapport { passages, ..r })
}

fn whole(l: &mut Reader<'_>, plan: &RapportPlan, cadre: &Cadre) -> Option<Rapport> {
    let zone =
        |l: &Reader<'_>, file: FileId| Span { file, start: 0, end: l.sources.source(file).text().len() };
    let summary = match plan.summary {
        Some(f) => {
            let zone = zone(l, f);
            markdown::read(l, zone)
        }
        None => Vec::new(),
    };
    let fiches = l.each(&plan.fiches, |l, f| fiche::read(l, *f, cadre));
    let mut fiches: Vec<_> = fiches.into_iter().flatten().collect();
    fiches.sort_by_key(|f| f.fiche.value);
    for (first_one, second) in fiches.iter().zip(fiches.iter().skip(1)) {
        if first_one.fiche.value == second.fiche.value {
            l.say(
                Diagnostic::error(
                    "REF-003",
                    second.fiche.span,
                    format!("la fiche {} a déjà son compte rendu", second.fiche.value),
                )
                .also(first_one.fiche.span, "dans cet autre fichier")
                .help("réunir les deux fichiers, ou corriger le numéro de l’un"),
            );
        }
    }
    let matrix = match plan.matrix {
        Some(f) => {
            let zone = zone(l, f);
            matrix(l, zone, cadre)
        }
        None => Vec::new(),
    };
    let revisions = match plan.reference {
        Some(f) => {
            let zone = zone(l, f);
            reference::read(l, zone)
        }
        None => Vec::new(),
    };
    let root = l.tree(zone(l, plan.rapport))?;
    let mut c = l.map_reader(&root)?;
    let period = l.require(&mut c, "periode").and_then(|n| period(l, n));
    let interim = filled(&mut c, "intermediaire").and_then(|n| l.yes_no(n)).unwrap_or(false);
    let states = ActStatus::ALL.map(|e| (e.word(), e));
    let status = filled(&mut c, "etat").and_then(|n| l.one_of(n, &states)).unwrap_or(ActStatus::Draft);
    let mention = filled(&mut c, "mention").and_then(|n| l.text(n)).map(|t| t.value);
    let deliberation = day(l, &mut c, "deliberation");
    let sending = day(l, &mut c, "envoi");
    let date = l.require(&mut c, "date_du_document").and_then(|n| l.spanned_day(n));
    l.finish(&c);
    Some(Rapport {
        period: period?,
        interim,
        status,
        deliberation,
        sending,
        document_date: date?,
        mention,
        summary,
        fiches,
        matrix,
        revisions,
        passages: Vec::new(),
    })
}

/// « du 2022-07-01 au 2023-06-30 ».
fn period(l: &mut Reader<'_>, node: &Node) -> Option<Spanned<(Day, Day)>> {
    let matched = l.duration(node)?;
    let bounds = match matched {
        Duration::Period(ImpreciseDate::Day(a), ImpreciseDate::Day(b)) if a <= b => Some((a, b)),
        _ => None,
    };
    if bounds.is_none() {
        l.say(
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
pub(super) fn filled<'n>(c: &mut MapReader<'n>, key: &'static str) -> Option<&'n Node> {
    c.take(key).filter(|n| match &n.kind {
        NodeKind::Null => false,
        NodeKind::Scalar(t) => !t.trim().is_empty(),
        NodeKind::List(_) | NodeKind::Map(_) => true,
    })
}

/// A day; none for an absence, whatever its reason.
fn day(l: &mut Reader<'_>, c: &mut MapReader<'_>, key: &'static str) -> Option<Spanned<Day>> {
    let node = filled(c, key)?;
    if l.absence(node).is_some() { None } else { l.spanned_day(node) }
}

/// An amount, or why there is none; `None` when it cannot be read, which is told.
pub(super) fn reported(
    l: &mut Reader<'_>,
    c: &mut MapReader<'_>,
    key: &'static str,
) -> Option<Reported<Montant>> {
    let here = if c.a(key) { c.span_of(key) } else { c.span };
    let Some(node) = filled(c, key) else {
        return Some(Err(Spanned::new(Absence::NotReported, here)));
    };
    match l.absence(node) {
        Some(absence) => Some(Err(absence)),
        None => l.montant(node).map(Ok),
    }
}

/// The number of a fiche.
pub(super) fn fiche_id(l: &mut Reader<'_>, node: &Node) -> Option<Spanned<u16>> {
    let number = l.number(node)?;
    let whole =
        u16::try_from(number.value).ok().filter(|n| (1..=999).contains(n) && number.value.is_integer());
    if whole.is_none() {
        l.say(
            Diagnostic::error("VAL-002", number.span, "le numéro d’une fiche est un entier de 1 à 999")
                .help("écrire « fiche: 4 »"),
        );
    }
    whole.map(|n| Spanned::new(n, number.span))
}

/// A box in which nobody wrote.
pub(super) fn not_reported(span: Span) -> CellValues {
    vec![scalars::simple(Spanned::new(Measured::Absent(Absence::NotReported), span))]
}

/// `rapport/indicateurs.yaml`: results of indicators that no sheet tells.
fn matrix(l: &mut Reader<'_>, zone: Span, cadre: &Cadre) -> Vec<IndicateurValues> {
    let Some(root) = l.tree(zone) else { return Vec::new() };
    let Some(mut c) = l.map_reader(&root) else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(node) = filled(&mut c, "valeurs") {
        l.map_reader(node);
        for (target, value) in l.entries(node) {
            if cadre.indicateur(&target.value).is_none() {
                let knowns: Vec<_> = cadre.identifiers().collect();
                l.unknown(target, "indicateur du cadre", knowns.iter().map(String::as_str));
            }
            let cell = match value.kind {
                NodeKind::Null => Some(not_reported(target.span)),
                _ => l.cell(value),
            };
            let column = Spanned::new(COLUMN.to_owned(), target.span);
            lines.extend(cell.map(|c| IndicateurValues { key: target.clone(), cells: vec![(column, c)] }));
        }
    }
    l.finish(&c);
    lines
}
