//! What a report does not say, and why: each missing datum once, by action. « Sans objet » is not missing.

use super::charges::charge_rows;
use super::rapport::{Action, RapportSummary};
use crate::model::Numero;
use crate::model::rapport::{ExecutionRow, Rapport, RapportFiche, Reported};
use crate::model::text::{Block, plain_text};
use crate::model::{Absence, Cadre, CellValues, ImpreciseDate, Measured};

/// The part of a sheet where something is missing, in the order of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetPart {
    /// The vote of the report, and its sending.
    Vote,
    /// A section of the overall account.
    Summary,
    /// Days, what becomes of the action, or the whole sheet.
    Identity,
    /// A contracted amount.
    Contract,
    /// A charge.
    Charge,
    /// A funder.
    Financeur,
    /// A result.
    Result,
    /// A section of the sheet.
    Text,
}

/// A missing datum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Number of the fiche; none for the matrix, and for the report itself.
    pub fiche: Option<Numero>,
    /// Where in the sheet.
    pub part: SheetPart,
    /// What: « date de fin », « État », « Locaux (liquidé) ».
    pub what: String,
    /// Why.
    pub reason: Absence,
}

/// All that is missing, in the order of the report.
pub fn of_rapport(cadre: &Cadre, rapport: &Rapport, summary: &RapportSummary<'_>) -> Vec<Missing> {
    let mut missing = of_the_whole(rapport);
    for action in summary.actions() {
        of_action(cadre, action, &mut missing);
    }
    for line in &rapport.matrix {
        let absent = line.cells.iter().find_map(|(_, cell)| absence(cell));
        if let (Some(reason), Some((_, indicateur))) = (absent, cadre.indicateur(&line.key.value)) {
            missing.push(Missing {
                fiche: None,
                part: SheetPart::Result,
                what: indicateur.label.clone(),
                reason,
            });
        }
    }
    missing.retain(|datum| datum.reason.is_missing());
    missing
}

/// What the report itself has not: its vote, its sending, the sections of its account.
fn of_the_whole(rapport: &Rapport) -> Vec<Missing> {
    let awaited = |part, what| Missing { fiche: None, part, what, reason: Absence::NotReported };
    let mut missing = Vec::new();
    for (word, day) in [("délibération", &rapport.deliberation), ("envoi aux préfets", &rapport.sending)] {
        if day.is_none() {
            missing.push(awaited(SheetPart::Vote, word.to_owned()));
        }
    }
    let mut blocks = rapport.summary.iter().peekable();
    while let Some(block) = blocks.next() {
        let is_next_a_heading = blocks.peek().is_none_or(|next| is_section(next));
        if let Block::Heading { content, .. } = block
            && is_section(block)
            && is_next_a_heading
        {
            missing.push(awaited(SheetPart::Summary, plain_text(content)));
        }
    }
    missing
}

fn is_section(block: &Block) -> bool {
    matches!(block, Block::Heading { level: 2, .. })
}

/// Whether a sheet tells something: a day, an amount, a value, a comment, a text, a decision. An absence that is a fact
/// (« sans objet ») counts; one that lacks does not.
pub fn speaks(sheet: &RapportFiche) -> bool {
    let is_fact = |absence: &Absence| !absence.is_missing();
    let has_money = |row: &ExecutionRow| {
        [&row.committed, &row.paid].into_iter().any(|money| match money {
            Ok(_) => true,
            Err(absence) => is_fact(&absence.value),
        })
    };
    let has_value = |cell: &CellValues| {
        cell.iter().any(|value| match &value.measured.value {
            Measured::Absent(absence) => is_fact(absence),
            _ => true,
        })
    };
    let is_day = |day: &Reported<ImpreciseDate>| day.as_ref().err().is_none_or(|a| is_fact(&a.value));
    is_day(&sheet.start)
        || is_day(&sheet.end)
        || sheet.follow_up.as_ref().err().is_none_or(|a| is_fact(&a.value))
        || sheet.decision.is_some()
        || !sheet.supporting_documents.is_empty()
        || !sheet.introduction.is_empty()
        || sheet.sections.iter().any(|section| !section.body.is_empty())
        || sheet.charges.iter().chain(&sheet.financements).any(has_money)
        || sheet.results.iter().any(|result| {
            result.comment.is_some()
                || has_value(&result.value)
                || result.by_exercice.iter().any(|other| has_value(&other.value))
        })
}

/// The reason of the first absence in a cell.
pub fn absence(cell: &CellValues) -> Option<Absence> {
    cell.iter().find_map(|v| match v.measured.value {
        Measured::Absent(a) => Some(a),
        _ => None,
    })
}

fn of_action(cadre: &Cadre, action: &Action<'_>, missing: &mut Vec<Missing>) {
    let fiche = Some(action.number);
    let mut say = |part: SheetPart, what: String, reason: Absence| {
        missing.push(Missing { fiche, part, what, reason });
    };
    let Some(filled) = action.fiche else {
        say(SheetPart::Identity, "compte rendu entier".to_owned(), Absence::NotReported);
        return;
    };
    for (word, absent) in [
        ("date de début", filled.start.as_ref().err()),
        ("date de fin", filled.end.as_ref().err()),
        ("suite proposée", filled.follow_up.as_ref().err()),
    ] {
        absent.into_iter().for_each(|a| say(SheetPart::Identity, word.to_owned(), a.value));
    }
    let name = |l: &ExecutionRow| {
        let known = l.financeur.as_ref().and_then(|f| cadre.financeur(&f.value)).map(|f| f.name.clone());
        known.or(l.label.as_ref().map(|t| t.value.clone())).unwrap_or_default()
    };
    let charges = filled.charges.iter().map(|l| (SheetPart::Charge, l));
    for (part, line) in charges.chain(filled.financements.iter().map(|l| (SheetPart::Financeur, l))) {
        match (&line.committed, &line.paid) {
            (Err(e), Err(l)) if e.value == l.value => {
                say(part, name(line), e.value);
            }
            (committed, paid) => {
                for (word, reported) in [("engagé", committed), ("liquidé", paid)] {
                    let absent = reported.as_ref().err();
                    absent.into_iter().for_each(|a| say(part, format!("{} ({word})", name(line)), a.value));
                }
            }
        }
    }
    // Contracted charges that the sheet, which has others, has no line for.
    let rows = charge_rows(action.commitment.as_ref(), Some(filled));
    for row in rows.iter().filter(|row| row.executed.is_none() && !filled.charges.is_empty()) {
        say(SheetPart::Charge, row.label().to_owned(), Absence::NotReported);
    }
    for contracted in action.commitment.iter().flat_map(|e| e.financements()) {
        let name = contracted.financeur.as_deref().and_then(|f| cadre.financeur(f)).map(|f| f.name.as_str());
        let name = name.or(contracted.label.as_deref()).unwrap_or("");
        if let Err(absence) = &contracted.montant {
            say(SheetPart::Contract, name.to_owned(), absence.value);
        }
    }
    // Contracted funders that the sheet has no line for.
    for commitment in action.commitment.iter().flat_map(|e| e.financements()) {
        let Some(id) = commitment.financeur.as_deref() else { continue };
        if !filled.financements.iter().any(|l| l.financeur.as_ref().is_some_and(|f| f.value == id)) {
            let name = cadre.financeur(id).map_or(id, |f| f.name.as_str());
            say(SheetPart::Financeur, name.to_owned(), Absence::NotReported);
        }
    }
    for tracking in super::objectives::track(cadre, action) {
        let absent = match tracking.result {
            None => Some(Absence::NotReported),
            Some(r) => absence(&r.value),
        };
        absent.into_iter().for_each(|a| say(SheetPart::Result, tracking.label.to_owned(), a));
    }
    for section in filled.sections.iter().filter(|section| section.body.is_empty()) {
        say(SheetPart::Text, plain_text(&section.title), Absence::NotReported);
    }
}
