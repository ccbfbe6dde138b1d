//! The page of an action in the rapport: identity, budget against execution, results against targets, account in words.

use rust_decimal::Decimal;
use serde::Serialize;

use super::charts::{Chart, Gauge, Pair, chart, gauge, per_cent, way};
use super::synthesis::{
    action_name, contracted_amount, contracted_cell, contracted_share_cell, coverage_of_action,
    executed_cell, gap_cell, rate_cell,
};
use crate::document::composer::Composer;
use crate::document::data::{cell, under_its_name, values_in_words};
use crate::document::fiche::{FieldView, HEADING_OFFSET};
use crate::document::tables::{cents, euros, written_out};
use crate::document::view::{Cell, CellForm, Column, Fragment, RowKind, TableView};
use crate::lang::numbers::format_french;
use crate::ledger::charges::charge_rows;
use crate::ledger::contract::sum_of;
use crate::ledger::objectives::{Attainment, Tracking, UnknownReason, track};
use crate::ledger::progress::{Cumulated, ProgressFault, WeightedProgress, mean};
use crate::ledger::rapport::{Action, RapportSummary, Share};
use crate::model::Numero;
use crate::model::fiche::Executed;
use crate::model::indicateur::Combination;
use crate::model::rapport::{Reported, ResultValue};
use crate::model::{Absence, Cadre, Dossier, Fiche, Montant, Value};

/// Length of the frame of a gauge, per ten thousand of the target, which the charte draws at three quarters of it.
const FRAME: u32 = 13_333;

/// An action in the rapport, as its template reads it.
#[derive(Debug, Serialize)]
pub struct RapportFicheView {
    /// Path of its emitted file.
    pub chemin: String,
    /// Mark of the page, where links lead.
    pub ancre: String,
    /// Whether it follows the title of the account by fiche, on its page.
    pub ouvre_la_partie: bool,
    /// Number of the fiche in the act.
    pub numero: Numero,
    /// Line above the title: « Annexe A · Compte rendu d’exécution ».
    pub surtitre: String,
    /// Title of the action.
    pub intitule: String,
    /// What is proposed for the action, in words; `None` when not reported.
    pub suite: Option<String>,
    /// Identity block.
    pub champs: Vec<FieldView>,
    /// Contracted against executed, by financeur; `None` when nothing was reported.
    pub graphique: Option<Chart>,
    /// The same as a table.
    pub financements: TableView,
    /// Execution of the charges; `None` when the page has no line of them.
    pub charges: Option<TableView>,
    /// Execution of earlier years, as the convention tells it; `None` when it does not.
    pub anterieur: Option<TableView>,
    /// What the State decided of its credits; `None` when nothing is told.
    pub decision: Option<TableView>,
    /// How far the action is, by its typed indicateurs, or why it is not known; `None` with less than two.
    pub progression: Option<String>,
    /// Results against targets.
    pub objectifs: Vec<ObjectiveView>,
    /// Whether some has a situation before the action.
    pub a_depart: bool,
    /// Whether some has a target.
    pub a_cible: bool,
    /// Whether some is drawn.
    pub a_jauge: bool,
    /// Whether a drawing has a situation before.
    pub jauge_a_depart: bool,
    /// Whether a drawing is too long for its frame.
    pub jauge_coupee: bool,
    /// Text before the first heading.
    pub introduction: Vec<Fragment>,
    /// Account in words, by heading; a heading without text is told with what is awaited.
    pub sections: Vec<SheetSectionView>,
    /// Titles of the supporting documents.
    pub pieces: Vec<String>,
}

/// A result against its target.
#[derive(Debug, Serialize)]
pub struct ObjectiveView {
    /// Title of the group of neighbouring indicateurs that the label goes on from, at the first of them that follow each
    /// other; `None` for the others.
    pub groupe: Option<String>,
    /// Levels of indentation: in a group, and a part of the indicateur above.
    pub retrait: usize,
    /// Label of the indicateur.
    pub libelle: String,
    /// Situation before the action.
    pub depart: Cell,
    /// Target that the act contracted.
    pub cible: Cell,
    /// What the act has in the place of a target and is none; `None` when it has a target, or nothing.
    pub situation: Option<String>,
    /// Result that was reported.
    pub resultat: Cell,
    /// How far it is reached.
    pub jauge: Gauge,
    /// Comment of the agent.
    pub commentaire: Option<String>,
    /// When it is typed: how it is counted, its exercices as one, why its progress is not told.
    pub precisions: Vec<String>,
}

/// A section of the rapport.
#[derive(Debug, Serialize)]
pub struct SheetSectionView {
    /// Rank of its heading in the prose of the document.
    pub titre: usize,
    /// Text and the tables in it.
    pub corps: Vec<Fragment>,
}

/// Path of the emitted file of an action, in the folder of its report.
pub(super) fn emitted_file(folder: &str, number: Numero) -> String {
    format!("{folder}/fiche-{}.typ", number.in_file_name())
}

/// Composes the page of an action; `folder` is that of the emitted files.
pub(super) fn fiche(
    composer: &mut Composer<'_>,
    action: &Action<'_>,
    summary: &RapportSummary<'_>,
    folder: &str,
) -> RapportFicheView {
    let dossier = composer.dossier;
    let fiche_of_act = dossier.fiches.iter().find(|f| f.number.value == action.number);
    let (mut introduction, mut sections) = (Vec::new(), Vec::new());
    if let Some(filled) = action.fiche {
        introduction = composer.fragments(&filled.introduction, HEADING_OFFSET);
        for section in &filled.sections {
            if section.body.is_empty() {
                continue;
            }
            let title = composer.heading(&section.title);
            sections.push(SheetSectionView {
                titre: title,
                corps: composer.fragments(&section.body, HEADING_OFFSET),
            });
        }
    }
    let decimals = cents(
        action
            .shares
            .iter()
            .chain([&action.others, &action.charges])
            .flat_map(|p| [p.contracted.total, p.committed.total, p.paid.total]),
    );
    let pairs = shares_by_financeur(action, summary)
        .into_iter()
        .map(|(name, part)| Pair {
            label: name.to_owned(),
            contracted: contracted_amount(&part.contracted),
            executed: if part.paid.is_empty() { Err(part.absence()) } else { Ok(part.paid.total) },
            rate: part.rate(),
            caveat: if part.paid.missing > 0 { " (incomplet)" } else { "" },
        })
        .collect::<Vec<_>>();
    let known = pairs.iter().any(|p| p.executed.is_ok());
    let trackings = track(&dossier.cadre, action);
    let objectives = objectives(&trackings, action.exercice, &dossier.cadre);
    RapportFicheView {
        chemin: emitted_file(folder, action.number),
        ancre: super::overview::mark(action.number, true),
        ouvre_la_partie: false,
        numero: action.number,
        surtitre: match dossier.cadre.axe(action.annexe) {
            None => "Compte rendu d’exécution".to_owned(),
            Some(axe) => format!("{} · Compte rendu d’exécution", axe.heading()),
        },
        intitule: fiche_of_act.map_or_else(|| action.title.to_owned(), |f| f.title.value.clone()),
        suite: action.fiche.and_then(|f| f.follow_up.as_ref().ok()).map(|s| s.value.word().to_owned()),
        champs: identity_fields(action, decimals),
        graphique: chart("Budget contracté et exécuté", pairs, decimals).filter(|_| known),
        financements: financements_table(action, summary, decimals),
        charges: action.fiche.filter(|f| !f.charges.is_empty()).map(|_| charges_table(action, decimals)),
        anterieur: fiche_of_act.and_then(|f| earlier_executions(f, &dossier.cadre)),
        decision: action.fiche.and_then(|f| f.decision.as_ref()).map(super::decisions::of_action),
        progression: action_progress(&trackings),
        a_depart: objectives.iter().any(|o| o.depart.lignes != ["–"]),
        a_cible: objectives.iter().any(|o| o.cible.forme != CellForm::Absence && o.cible.lignes != ["–"]),
        a_jauge: objectives.iter().any(|o| o.jauge.longueur.is_some()),
        jauge_a_depart: objectives.iter().any(|o| o.jauge.depart.is_some()),
        jauge_coupee: objectives.iter().any(|o| o.jauge.longueur.is_some_and(|length| length > FRAME)),
        objectifs: objectives,
        introduction,
        sections,
        pieces: action
            .fiche
            .into_iter()
            .flat_map(|f| &f.supporting_documents)
            .map(|p| p.value.clone())
            .collect(),
    }
}

/// The financeurs who contracted or executed something, by name.
fn shares_by_financeur<'a>(
    action: &'a Action<'_>,
    summary: &'a RapportSummary<'_>,
) -> Vec<(&'a str, &'a Share)> {
    let mut lines: Vec<(&str, &Share)> =
        summary.financeurs.iter().map(|f| f.name.as_str()).zip(&action.shares).collect();
    lines.push(("Autres financeurs", &action.others));
    lines.retain(|(_, p)| !p.is_empty());
    lines
}

fn identity_fields(action: &Action<'_>, decimals: u32) -> Vec<FieldView> {
    let field = |label: &str, value: Result<String, Absence>| FieldView {
        is_unwritten: false,
        etiquette: label.to_owned(),
        absence: value.is_err(),
        large: false,
        valeur: value.unwrap_or_else(|a| a.word().to_owned()),
    };
    let total = &action.total;
    let montant = |m: Montant| Ok(written_out(m, decimals));
    let executed = if total.paid.is_empty() { Err(total.absence()) } else { montant(total.paid.total) };
    let etat = Some(&action.etat).filter(|p| !p.contracted.is_empty());
    let unspent = etat.map(|p| match p.gap() {
        Some(e) => montant((Montant::ZERO - e).max(Montant::ZERO)),
        None => Err(p.absence()),
    });
    let mut fields = vec![
        field(
            "Contracté",
            if total.contracted.is_empty() {
                Err(if total.is_not_applicable { Absence::NotApplicable } else { Absence::NotContracted })
            } else {
                montant(total.contracted.total)
            },
        ),
        field("Exécuté (liquidé)", executed),
        field("Taux d’exécution", total.rate().map(per_cent).ok_or(total.absence())),
        field("État, non consommé", unspent.unwrap_or(Err(Absence::NotApplicable))),
    ];
    let date = |d: Option<&Reported<crate::model::ImpreciseDate>>| match d {
        Some(Ok(d)) => Ok(d.value.to_string()),
        Some(Err(a)) => Err(a.value),
        None => Err(Absence::NotReported),
    };
    fields.push(field("Début", date(action.fiche.map(|f| &f.start))));
    fields.push(field("Fin", date(action.fiche.map(|f| &f.end))));
    let follow_up = match action.fiche.map(|f| &f.follow_up) {
        Some(Ok(s)) => Ok(s.value.word().to_owned()),
        Some(Err(a)) => Err(a.value),
        None => Err(Absence::NotReported),
    };
    fields.push(field("Suite proposée", follow_up));
    // What is merely awaited is told in one place, with the rest of it.
    fields.retain(|field| !field.absence || field.valeur != Absence::NotReported.word());
    fields
}

/// Columns shared by the tables of execution, the first under `title`.
fn execution_columns(title: &str) -> Vec<Column> {
    let mut columns = vec![Column::text(title)];
    let titles = ["Contracté", "Engagé", "Liquidé", "Reste à payer", "Taux", "Écart"];
    columns.extend(titles.map(Column::figures));
    columns
}

/// Cells of a share under [`execution_columns`], but the first.
fn share_cells(share: &Share, decimals: u32) -> Vec<Cell> {
    let committed = if share.committed.is_empty() {
        match share.committed.missing {
            0 if share.is_not_applicable => Cell::absent(Absence::NotApplicable),
            0 => Cell::text("–"),
            _ => Cell::absent(Absence::NotReported),
        }
    } else {
        euros(share.committed.total, decimals).remark((share.committed.missing > 0).then_some("incomplet"))
    };
    vec![
        contracted_share_cell(share, decimals),
        committed,
        executed_cell(share, decimals),
        share.left_to_pay().map_or_else(|| Cell::text("–"), |m| euros(m, decimals)),
        rate_cell(share.rate()),
        gap_cell(share.gap(), decimals),
    ]
}

fn financements_table(action: &Action<'_>, summary: &RapportSummary<'_>, decimals: u32) -> TableView {
    let mut table = TableView::new(execution_columns("Financeur"));
    for (name, share) in shares_by_financeur(action, summary) {
        let mut row = vec![Cell::text(name).remark(other_labels(action, summary, name).as_deref())];
        let mut figures = share_cells(share, decimals);
        apply_reasons(action, summary, name, &mut figures);
        row.extend(figures);
        table.push(RowKind::Ligne, row);
    }
    let mut total = vec![Cell::text("Total").remark(coverage_of_action(&action.total))];
    total.extend(share_cells(&action.total, decimals));
    table.push(RowKind::Total, total);
    table.compact = true;
    without_silent_columns(table).align()
}

/// Drops the columns of figures, after the first, where nothing is known: what they await is told elsewhere.
fn without_silent_columns(mut table: TableView) -> TableView {
    let silent = |cell: &Cell| match cell.forme {
        CellForm::Absence => cell.lignes == [Absence::NotReported.word()],
        CellForm::Texte => cell.lignes.concat() == "–",
        _ => false,
    };
    for index in (2..table.colonnes.len()).rev() {
        if table.lignes.iter().all(|row| row.cellules.get(index).is_none_or(silent)) {
            table.colonnes.remove(index);
            for row in table.lignes.iter_mut().filter(|row| row.cellules.len() > index) {
                row.cellules.remove(index);
            }
        }
    }
    table
}

/// The labels of the funders that the framework does not name, for the row that sums them.
fn other_labels(action: &Action<'_>, summary: &RapportSummary<'_>, row: &str) -> Option<String> {
    if summary.financeurs.iter().any(|f| f.name == row) {
        return None;
    }
    let lines = action.fiche.into_iter().flat_map(|f| &f.financements).filter(|l| l.financeur.is_none());
    let labels: Vec<&str> =
        lines.filter_map(|l| l.label.as_ref()).map(|label| label.value.as_str()).collect();
    (!labels.is_empty()).then(|| labels.join(" ; "))
}

/// Replaces « non renseigné » by the reason that the page gives for an absence.
fn apply_reasons(action: &Action<'_>, summary: &RapportSummary<'_>, name: &str, cells: &mut [Cell]) {
    let id = summary.financeurs.iter().find(|f| f.name == name).map(|f| f.id.as_str());
    let line = action
        .fiche
        .into_iter()
        .flat_map(|f| &f.financements)
        .find(|l| l.financeur.as_ref().map(|f| f.value.as_str()) == id);
    let Some(line) = line else { return };
    for (index, reported) in [(1, &line.committed), (2, &line.paid)] {
        if let (Err(absence), Some(cell)) = (reported, cells.get_mut(index))
            && cell.forme == CellForm::Absence
        {
            *cell = Cell::absent(absence.value);
        }
    }
}

fn charges_table(action: &Action<'_>, decimals: u32) -> TableView {
    let mut table = TableView::new(vec![
        Column::text("Charge"),
        Column::figures("Prévu"),
        Column::figures("Engagé"),
        Column::figures("Liquidé"),
        Column::figures("Reste à payer"),
    ]);
    let reported = |r: &Reported<Montant>| match r {
        Ok(m) => euros(m.value, decimals),
        Err(a) => Cell::absent(a.value),
    };
    let rows = charge_rows(action.commitment.as_ref(), action.fiche);
    // The only charge of an action that the act does not detail stands for its whole budget.
    let is_whole_budget = action.charges.contracted.is_empty() && rows.len() == 1;
    for row in &rows {
        let planned = match row.contracted.as_slice() {
            [] if is_whole_budget && !action.total.contracted.is_empty() => {
                euros(action.total.contracted.total, decimals)
            }
            [] => Cell::text("–"),
            [single] => reported(&single.montant),
            several => contracted_cell(&sum_of(several), decimals),
        };
        let (committed, paid) = match row.executed {
            Some(line) => (reported(&line.committed), reported(&line.paid)),
            None => (Cell::absent(Absence::NotReported), Cell::absent(Absence::NotReported)),
        };
        let left_to_pay = match row.executed.map(|line| (&line.committed, &line.paid)) {
            Some((Ok(committed), Ok(paid))) => euros(committed.value - paid.value, decimals),
            _ => Cell::text("–"),
        };
        table.push(RowKind::Ligne, vec![Cell::text(row.label()), planned, committed, paid, left_to_pay]);
    }
    if rows.len() > 1 {
        let charges = &action.charges;
        let total = |sum: &crate::ledger::Sum| match (sum.is_empty(), sum.missing) {
            (false, _) => euros(sum.total, decimals),
            (true, 0) => Cell::text("–"),
            (true, _) => Cell::absent(Absence::NotReported),
        };
        table.push(
            RowKind::Total,
            vec![
                Cell::text("Total"),
                total(&charges.contracted),
                total(&charges.committed),
                executed_cell(charges, decimals),
                charges.left_to_pay().map_or_else(|| Cell::text("–"), |m| euros(m, decimals)),
            ],
        );
    }
    table.compact = true;
    without_silent_columns(table).align()
}

/// Execution of earlier years as the convention tells it: a row per financeur, a column per year.
fn earlier_executions(fiche: &Fiche, cadre: &Cadre) -> Option<TableView> {
    earlier_table(&[fiche], vec![Column::text("Financeur")], |_, name| vec![Cell::text(name)], cadre)
}

/// The same of several actions, each with its name on its first row.
pub(super) fn earlier_executions_of<'a, 'd: 'a>(
    dossier: &Dossier,
    actions: impl Iterator<Item = &'a Action<'d>>,
) -> Option<TableView> {
    let actions: Vec<&Action<'_>> = actions.collect();
    let fiche_of = |action: &&Action<'_>| dossier.fiches.iter().find(|f| f.number.value == action.number);
    let fiches: Vec<&Fiche> = actions.iter().filter_map(fiche_of).collect();
    let name = |fiche: &Fiche| {
        let action = actions.iter().find(|action| action.number == fiche.number.value);
        action.map(|action| action_name(action)).unwrap_or_default()
    };
    let heads = vec![Column::text("Action"), Column::text("Financeur")];
    let first = |fiche: &Fiche, financeur: &str| vec![Cell::text(&name(fiche)), Cell::text(financeur)];
    earlier_table(&fiches, heads, first, &dossier.cadre)
}

fn earlier_table(
    fiches: &[&Fiche],
    heads: Vec<Column>,
    first_cells: impl Fn(&Fiche, &str) -> Vec<Cell>,
    cadre: &Cadre,
) -> Option<TableView> {
    let executions = || fiches.iter().flat_map(|fiche| fiche.executions.iter().map(move |e| (*fiche, e)));
    let mut years: Vec<u16> = executions().flat_map(|(_, e)| &e.years).map(|(a, _)| a.value).collect();
    years.sort_unstable();
    years.dedup();
    let amounts = executions().flat_map(|(_, e)| &e.years).filter_map(|(_, executed)| match executed {
        Executed::Montant(m) => Some(m.value),
        Executed::Absent(..) => None,
    });
    let decimals = cents(amounts);
    let columns = heads.into_iter().chain(years.iter().map(|a| Column::figures(&a.to_string())));
    let mut table = TableView::new(columns.collect());
    for (fiche, execution) in executions() {
        let id = execution.financeur.value.as_str();
        let mut row = first_cells(fiche, cadre.financeur(id).map_or(id, |f| f.name.as_str()));
        for year in &years {
            row.push(match execution.years.iter().find(|(a, _)| a.value == *year) {
                Some((_, Executed::Montant(m))) => euros(m.value, decimals),
                Some((_, Executed::Absent(a, _))) => Cell::absent(*a),
                None => Cell::empty(),
            });
        }
        table.push(RowKind::Ligne, row);
    }
    table.compact = true;
    (!table.lignes.is_empty()).then(|| table.align())
}

/// Results against targets, under the titles of their groups.
fn objectives(trackings: &[Tracking<'_>], exercice: Option<&str>, cadre: &Cadre) -> Vec<ObjectiveView> {
    let mut last: Option<&str> = None;
    let view = |tracking: &Tracking<'_>| {
        let known = indicateur_of(tracking).and_then(|id| cadre.indicateur(id)).map(|(_, known)| known);
        let group = known.and_then(|known| known.group.as_deref());
        let is_new = group != std::mem::replace(&mut last, group);
        let is_part = known.is_some_and(|known| known.part_of.is_some());
        ObjectiveView {
            groupe: group.filter(|_| is_new).map(str::to_owned),
            retrait: usize::from(is_part) + usize::from(group.is_some()),
            ..objective(tracking, exercice, cadre)
        }
    };
    trackings.iter().map(view).collect()
}

/// The identifier of the indicateur of the framework that is tracked.
fn indicateur_of<'t>(tracking: &'t Tracking<'_>) -> Option<&'t str> {
    let of_objective = tracking.objective.and_then(|objective| objective.indicateur.as_deref());
    of_objective.or_else(|| Some(tracking.result?.indicateur.as_ref()?.value.as_str()))
}

fn objective(tracking: &Tracking<'_>, exercice: Option<&str>, cadre: &Cadre) -> ObjectiveView {
    let nothing = || Cell::text("–");
    let no_target = tracking.result.and_then(|result| result.no_target.as_ref()).map(|a| a.value);
    let is_situation = tracking.attainment == Attainment::Unknown(UnknownReason::Situation);
    let in_its_place = tracking.objective.filter(|_| no_target.is_some() || is_situation);
    ObjectiveView {
        groupe: None,
        retrait: 0,
        libelle: tracking.label.to_owned(),
        depart: tracking.objective.and_then(|o| o.baseline.as_ref()).map_or_else(nothing, cell),
        cible: match (tracking.objective, no_target) {
            (_, Some(absence)) => Cell::absent(absence),
            (Some(_), None) if is_situation => nothing(),
            (Some(o), None) => cell(&o.target),
            (None, None) => Cell::absent(Absence::NotContracted),
        },
        situation: in_its_place.map(|o| values_in_words(&o.target)).filter(|words| !words.is_empty()),
        resultat: tracking
            .result
            .map_or_else(|| Cell::absent(Absence::NotReported), |result| result_cell(result, exercice)),
        jauge: gauge(tracking),
        commentaire: tracking.result.and_then(|r| r.comment.as_ref()).map(|c| c.value.clone()),
        precisions: precisions(tracking, cadre),
    }
}

/// What an indicator is about and how it is counted, its exercices as one, why its progress is not told.
fn precisions(tracking: &Tracking<'_>, cadre: &Cadre) -> Vec<String> {
    let typed = tracking.objective.and_then(|objective| objective.typed.as_ref());
    let id = tracking.objective.and_then(|objective| objective.indicateur.as_deref());
    let mut lines = under_its_name(typed, id, cadre);
    let unit = match typed.and_then(|typed| typed.combination) {
        Some(Combination::Quotient) => "\u{a0}%",
        _ => "",
    };
    lines.extend(tracking.cumulated.as_ref().map(|whole| cumulated(whole, unit)));
    if let Some(Err(fault)) = &tracking.progress
        && !fault.is_not_applicable()
    {
        lines.push(format!("progression non calculée : {}", fault.words()));
    }
    lines
}

/// The result of the exercice of the report, and those of the others that its line tells.
fn result_cell(result: &ResultValue, exercice: Option<&str>) -> Cell {
    let mut told = cell(&result.value);
    let others = result.by_exercice.iter().filter(|other| Some(other.exercice.value.as_str()) != exercice);
    told.precisions.extend(others.map(|other| {
        let mut values = other.value.clone();
        // A source that is that of the result stands there already.
        let same = |value: &Value| result.value.iter().any(|own| own.source == value.source);
        values.iter_mut().filter(|value| same(value)).for_each(|value| value.source = None);
        format!("{} : {}", other.exercice.value, values_in_words(&values))
    }));
    told
}

/// « Cumul 2024-2025 : 290 pour une cible de 450, progression 64,44 % ».
fn cumulated(cumulated: &Cumulated<'_>, unit: &str) -> String {
    let (first, last) = cumulated.exercices;
    let figure = |figure: &Result<Option<Decimal>, ProgressFault>| match figure {
        Ok(Some(figure)) => format!("{}{unit}", format_french(figure.round_dp(2).normalize(), None)),
        Ok(None) => Absence::NotApplicable.word().to_owned(),
        Err(fault) => format!("inconnu ({})", fault.words()),
    };
    let progress = match &cumulated.progress {
        Ok(progress) => format!(", progression {}", way(*progress)),
        Err(_) => String::new(),
    };
    format!(
        "{first}-{last} : {}, pour une cible de {}{progress}",
        figure(&cumulated.obtained),
        figure(&cumulated.target)
    )
}

/// The mean of the typed indicators of an action, or those that keep it from being known; none without any.
fn action_progress(trackings: &[Tracking<'_>]) -> Option<String> {
    let indicateurs: Vec<WeightedProgress<'_>> = trackings
        .iter()
        .filter_map(|tracking| {
            let weight = tracking.objective?.typed.as_ref()?.weight;
            Some(WeightedProgress { label: tracking.label, weight, progress: tracking.progress.clone()? })
        })
        .collect();
    let is_weighted = indicateurs.iter().any(|indicateur| indicateur.weight.is_some());
    let how = if is_weighted { "moyenne pondérée" } else { "moyenne" };
    match (indicateurs.len(), mean(&indicateurs)) {
        (0, _) | (_, Ok(None)) => None,
        (1, Ok(_)) => None,
        (_, Ok(Some(mean))) => Some(format!(
            "Progression de l’action : {}, {how} de ses indicateurs, chacun compté entre 0 et 100\u{a0}%.",
            way(mean)
        )),
        (_, Err(unknown)) => {
            let named: Vec<String> = unknown.iter().map(|label| format!("« {label} »")).collect();
            Some(format!("Progression de l’action : non calculée, faute de celle de {}.", named.join(" ; ")))
        }
    }
}
