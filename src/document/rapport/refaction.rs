//! What the State owes by the rule of réfaction: the rule in a sentence, each unit with the terms of its computation, and
//! what is still to be spent for nothing to be taken back.

use crate::model::cadre::{Axe, Horizon, Level};
use rust_decimal::Decimal;
use serde::Serialize;

use super::synthesis::action_name;
use crate::document::tables::{cents, euros, written_out};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::lang::noun::Noun;
use crate::lang::numbers::format_french;
use crate::ledger::rapport::RapportSummary;
use crate::ledger::refaction::{
    Balance, RefactionCells, RefactionTerms, RefactionUnit, StillToSpend, cells_of, compute,
    is_within_threshold,
};
use crate::model::refaction::{Refaction, RefactionBase, RefactionPart, RefactionRounding};
use crate::model::{Absence, Cadre, Dossier, Montant, Rapport};

/// The computation of what the State owes, as its template reads it.
#[derive(Debug, Serialize)]
pub struct RefactionView {
    /// How to redo a line of the table.
    pub formule: String,
    /// A line per unit, and the total.
    pub tableau: TableView,
    /// What the last column says.
    pub marge: String,
    /// The actions that are left out, and why; `None` when there is none.
    pub exclues: Option<String>,
}

/// What the State owes and does not, in short.
#[derive(Debug, Serialize)]
pub struct Recovery {
    /// What it owes, over the units that are known, in words.
    pub due: String,
    /// What it contracted and does not owe, likewise.
    pub non_due: String,
    /// What it still pays, in words; `None` when it takes back, or neither.
    pub a_verser: Option<String>,
    /// What it takes back of its advance; `None` likewise.
    pub a_reprendre: Option<String>,
    /// What must be spent in addition for nothing to be recovered; `None` when no spending does it.
    pub a_depenser: Option<String>,
    /// Number of units that the sums count, and of all of them.
    pub connues: usize,
    /// All of them.
    pub unites: usize,
    /// The units that lose most, with what would save them; `None` when none loses anything.
    pub tableau: Option<TableView>,
    /// The units that lose something, beyond those of the table.
    pub autres: usize,
}

/// A rule applied to a report.
#[derive(Debug)]
pub(super) struct AppliedRule<'d> {
    pub(super) rule: &'d Refaction,
    pub(super) units: Vec<RefactionUnit>,
    left_out: Vec<String>,
    cadre: &'d Cadre,
}

/// Applies the rule of the act, or of its framework; `None` without one, and in a report of several exercices when the
/// rule counts each alone: the report of each does.
pub(super) fn apply<'d>(
    dossier: &'d Dossier,
    rapport: &Rapport,
    summary: &RapportSummary<'_>,
) -> Option<AppliedRule<'d>> {
    let rule = dossier.refaction().filter(|rule| !is_of_each_report(rule, rapport))?;
    let RefactionCells { cells, left_out } = cells_of(summary, &dossier.cadre, &rapport.exercices.join(", "));
    Some(AppliedRule { rule, units: compute(rule, &cells), left_out, cadre: &dossier.cadre })
}

/// Whether a rule counts each exercice alone, and a report has several.
fn is_of_each_report(rule: &Refaction, rapport: &Rapport) -> bool {
    rule.horizon == Horizon::Exercice && rapport.exercices.len() > 1
}

/// What the framework calls the nodes that hold its actions.
fn axe_word(cadre: &Cadre) -> Noun {
    cadre.axes.first().map_or_else(|| Noun::new("axe"), |axe| axe.word.clone())
}

fn per_cent(rate: Decimal) -> String {
    format!("{}\u{a0}%", format_french(rate.normalize(), None))
}

/// How the State pays the balance or takes back, in words.
pub(super) fn rule_in_words(dossier: &Dossier, rapport: &Rapport) -> String {
    let Some(rule) = dossier.refaction() else {
        return "Le cadre ne fixe pas de règle de réfaction : la part de l’État à verser ou à reprendre n’est pas calculée.".to_owned();
    };
    if is_of_each_report(rule, rapport) {
        return "La part de l’État à verser ou à reprendre se calcule exercice par exercice : le rapport de chacun la donne.".to_owned();
    }
    let origin = if dossier.convention.refaction.is_some() {
        dossier.cadre.act_word.of_the()
    } else {
        "du cadre".to_owned()
    };
    let base = match rule.base {
        RefactionBase::Spent => "la dépense de tous les financeurs",
        RefactionBase::Net => "la dépense diminuée de ce qu’ont payé les autres financeurs",
        RefactionBase::Credits => "ce qui a été dépensé de ses crédits",
    };
    let mut sentence = match rule.part {
        RefactionPart::Prorata => format!(
            "Règle {origin} : l’État doit, sur {base}, la part du coût contracté qu’il s’est engagé à payer"
        ),
        RefactionPart::Percent(part) if part == Decimal::ONE_HUNDRED => {
            format!("Règle {origin} : l’État doit {base}")
        }
        RefactionPart::Percent(part) => {
            format!("Règle {origin} : l’État doit {} de {base}", per_cent(part))
        }
    };
    sentence.push_str(", sans dépasser le montant qu’il a contracté. Le calcul est fait ");
    let cadre = &dossier.cadre;
    sentence.push_str(&match rule.level {
        Level::Action => "action par action".to_owned(),
        Level::Axe => format!("{0} par {0}", axe_word(cadre).word()),
        Level::Contract => "sur l’ensemble des actions".to_owned(),
    });
    sentence.push_str(&apart_in_words(rule.level, cadre));
    sentence.push_str(match rule.horizon {
        Horizon::Exercice => ", chaque exercice à part",
        Horizon::Contract => ", tous exercices réunis",
    });
    sentence.push_str(match rule.rounding {
        RefactionRounding::HalfUp => ", et arrondi au centime le plus proche",
        RefactionRounding::Down => ", et arrondi au centime inférieur",
        RefactionRounding::HalfEven => {
            ", et arrondi au centime le plus proche, le demi-centime au centime pair"
        }
    });
    sentence.push('.');
    if !rule.threshold.is_zero() {
        let of = if rule.base == RefactionBase::Credits { "de ses crédits" } else { "du coût contracté" };
        sentence.push_str(&format!(
            " Rien n’est repris quand ce qui reste à dépenser {of} n’en dépasse pas {}.",
            per_cent(rule.threshold)
        ));
    }
    if rule.cap < Decimal::ONE_HUNDRED {
        sentence.push_str(&format!(" L’État doit au plus {} de ce qu’il a contracté.", per_cent(rule.cap)));
    }
    if let Some(part) = rule.max_share {
        sentence.push_str(&format!(" Il ne paie pas plus de {} de la dépense.", per_cent(part)));
    }
    sentence.push_str(&if rule.advance.is_zero() {
        " Rien n’a été versé d’avance.".to_owned()
    } else if rule.advance == Decimal::ONE_HUNDRED {
        " Le montant contracté a été versé d’avance.".to_owned()
    } else {
        format!(" Il a versé d’avance {} du montant contracté.", per_cent(rule.advance))
    });
    if let Some(source) = &rule.source {
        sentence.push_str(&format!(" Source : {}.", source.trim_end_matches('.')));
    }
    sentence
}

/// « , séparément pour le volet V1 et le volet V2 (crédits non fongibles) »: the nodes that are counted apart from the unit
/// of the level; empty without one.
fn apart_in_words(level: Level, cadre: &Cadre) -> String {
    let is_apart = |axe: &&Axe| match level {
        Level::Action => false,
        Level::Axe => !axe.fungible && axe.parent.is_some(),
        Level::Contract => !axe.fungible,
    };
    let names: Vec<String> = cadre.axes.iter().filter(is_apart).map(Axe::the).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => format!(", séparément pour {only} (crédits non fongibles)"),
        [first @ .., last] => {
            format!(", séparément pour {} et {last} (crédits non fongibles)", first.join(", "))
        }
    }
}

/// The computation; `None` when the State funds nothing.
pub(super) fn view(applied: &AppliedRule<'_>, summary: &RapportSummary<'_>) -> Option<RefactionView> {
    if applied.units.is_empty() && applied.left_out.is_empty() {
        return None;
    }
    Some(RefactionView {
        formule: formula(applied.rule),
        tableau: table(applied, summary),
        marge: margin(applied),
        exclues: left_out(&applied.left_out),
    })
}

/// « Part due = … », with the words of the columns.
fn formula(rule: &Refaction) -> String {
    let base = match rule.base {
        RefactionBase::Spent => "dépense",
        RefactionBase::Net => "dépense nette",
        RefactionBase::Credits => "crédits dépensés",
    };
    let share = match rule.part {
        RefactionPart::Prorata => format!("contracté par l’État × {base} ÷ coût contracté"),
        RefactionPart::Percent(part) if part == Decimal::ONE_HUNDRED => base.to_owned(),
        RefactionPart::Percent(part) => format!("{base} × {}", per_cent(part)),
    };
    let mut text = format!("Part due = {share}, au plus le contracté par l’État");
    if rule.cap < Decimal::ONE_HUNDRED {
        text.push_str(&format!(" × {}", per_cent(rule.cap)));
    }
    if let Some(part) = rule.max_share {
        text.push_str(&format!(", au plus la dépense × {}", per_cent(part)));
    }
    if !rule.threshold.is_zero() {
        let threshold = per_cent(rule.threshold);
        text.push_str(&format!(
            " ; avant ces maximums, tout le contracté si l’écart est d’au plus {threshold}"
        ));
    }
    if rule.base == RefactionBase::Net {
        text.push_str(" ; dépense nette = dépense − autres financeurs");
    }
    text.push_str(". Non dû = contracté par l’État − part due.");
    text
}

/// What the last column means.
fn margin(applied: &AppliedRule<'_>) -> String {
    let AppliedRule { rule, cadre, .. } = applied;
    let are_split = !apart_in_words(rule.level, cadre).is_empty();
    let by = match rule.base {
        RefactionBase::Spent => "",
        RefactionBase::Net => ", payée par l’État ou par la collectivité",
        RefactionBase::Credits => ", sur les crédits de l’État tant qu’il en reste",
    };
    let within = match rule.level {
        Level::Action => String::new(),
        Level::Axe | Level::Contract if are_split => {
            ", dans l’une quelconque des actions que compte la ligne".to_owned()
        }
        Level::Axe => format!(", dans l’une quelconque des actions {}", axe_word(cadre).of_the()),
        Level::Contract => ", dans l’une quelconque des actions".to_owned(),
    };
    format!(
        "« À dépenser en plus » : la dépense qui manque{by}{within}, pour que l’État doive tout ce qu’il a contracté et que rien n’en soit repris."
    )
}

fn left_out(numbers: &[String]) -> Option<String> {
    match numbers {
        [] => None,
        [number] => {
            Some(format!("L’action {number} n’entre pas dans le calcul : sa dépense est « sans objet »."))
        }
        [first @ .., last] => Some(format!(
            "Les actions {} et {last} n’entrent pas dans le calcul : leur dépense est « sans objet ».",
            first.join(", ")
        )),
    }
}

/// The title of a column, and the term that it shows.
type TermColumn = (&'static str, fn(&RefactionTerms) -> Option<Montant>);

/// The columns of terms that a rule uses.
fn term_columns(rule: &Refaction) -> Vec<TermColumn> {
    let mut columns: Vec<TermColumn> = vec![("Contracté par l’État", |t| t.contracted_etat)];
    let is_of_credits = rule.base == RefactionBase::Credits;
    let uses_cost = rule.part == RefactionPart::Prorata || !(rule.threshold.is_zero() || is_of_credits);
    if uses_cost {
        columns.push(("Coût contracté", |t| t.contracted_total));
    }
    if !is_of_credits || rule.max_share.is_some() {
        columns.push(("Dépense", |t| t.spent));
    }
    match rule.base {
        RefactionBase::Spent => {}
        RefactionBase::Net => {
            columns.push(("Autres financeurs", |t| t.spent_by_others));
            columns.push(("Dépense nette", |t| t.base(RefactionBase::Net)));
        }
        RefactionBase::Credits => columns.push(("Crédits dépensés", |t| t.spent_of_etat)),
    }
    columns
}

/// What a unit is: « Action », « Axe ».
fn unit_word(applied: &AppliedRule<'_>) -> String {
    match applied.rule.level {
        Level::Action => "Action".to_owned(),
        Level::Axe => axe_word(applied.cadre).capitalized(),
        Level::Contract => "Ensemble".to_owned(),
    }
}

fn table(applied: &AppliedRule<'_>, summary: &RapportSummary<'_>) -> TableView {
    let AppliedRule { rule, units, .. } = applied;
    let terms = term_columns(rule);
    let exercices = units.iter().filter_map(|u| u.exercice.as_deref());
    let has_several = exercices.clone().any(|e| Some(e) != exercices.clone().next());
    let mut columns = vec![Column::text(&unit_word(applied))];
    columns.extend(terms.iter().map(|(title, _)| Column::figures(title)));
    columns.extend(["Part due", "Non dû", "À dépenser en plus"].map(Column::figures));
    let mut table = TableView::new(columns);
    let amounts = units.iter().flat_map(|unit| {
        let balance = unit.balance.into_iter().flat_map(|b| [b.due, b.recovered()]);
        let more = match unit.still_to_spend {
            Some(StillToSpend::Amount(more)) => Some(more),
            _ => None,
        };
        terms.iter().filter_map(|(_, term)| term(&unit.terms)).chain(balance).chain(more).collect::<Vec<_>>()
    });
    let decimals = cents(amounts);
    let amount = |value: Option<Montant>| {
        value.map_or_else(|| Cell::absent(Absence::NotReported), |m| euros(m, decimals))
    };
    for unit in units {
        let mut name = unit_name(unit, applied, summary);
        if let Some(exercice) = unit.exercice.as_deref().filter(|_| has_several) {
            name.push_str(&format!(", {exercice}"));
        }
        let has_gap = unit.terms.execution(rule.base).is_some_and(|(contracted, spent)| spent < contracted);
        let is_forgiven = has_gap && is_within_threshold(rule, &unit.terms) == Some(true);
        let forgiven = is_forgiven.then(|| format!("écart d’au plus {}", per_cent(rule.threshold)));
        let mut cells = vec![Cell::text(&name)];
        cells.extend(terms.iter().map(|(_, term)| amount(term(&unit.terms))));
        cells.push(match &unit.balance {
            Some(balance) => euros(balance.due, decimals).remark(forgiven.as_deref()),
            None => Cell::text("–"),
        });
        cells.push(unit.balance.as_ref().map_or_else(|| Cell::text("–"), |b| euros(b.recovered(), decimals)));
        cells.push(match unit.still_to_spend {
            Some(StillToSpend::Amount(more)) => euros(more, decimals),
            Some(StillToSpend::Impossible) => Cell::text("impossible"),
            None => Cell::text("–"),
        });
        table.push(RowKind::Ligne, cells);
    }
    if units.len() > 1 {
        table.push(RowKind::Total, total_cells(units, &terms, decimals));
    }
    table.explain_blanks()
}

/// Most units in the table of what is recovered.
const UNITS_MAX: usize = 5;

/// What the State owes and does not, in short; `None` when no unit can be computed.
pub(super) fn recovery(applied: &AppliedRule<'_>, summary: &RapportSummary<'_>) -> Option<Recovery> {
    let known: Vec<(&RefactionUnit, Balance)> =
        applied.units.iter().filter_map(|unit| Some((unit, unit.balance?))).collect();
    if known.is_empty() {
        return None;
    }
    let more_of = |unit: &RefactionUnit| match unit.still_to_spend {
        Some(StillToSpend::Amount(more)) => Some(more),
        _ => None,
    };
    let due: Montant = known.iter().map(|(_, balance)| balance.due).sum();
    let lost: Montant = known.iter().map(|(_, balance)| balance.recovered()).sum();
    let net: Montant = known.iter().map(|(_, balance)| balance.net()).sum();
    let more = known.iter().map(|(unit, _)| more_of(unit)).collect::<Option<Vec<Montant>>>();
    let more: Option<Montant> = more.map(|more| more.into_iter().sum());
    let decimals = cents(known.iter().flat_map(|(unit, balance)| {
        [balance.due, balance.recovered(), balance.net(), more_of(unit).unwrap_or(Montant::ZERO)]
    }));
    let words = |m: Montant| written_out(m, decimals);
    let mut losing: Vec<_> =
        known.iter().filter(|(_, balance)| balance.recovered() > Montant::ZERO).collect();
    losing.sort_by_key(|(_, balance)| std::cmp::Reverse(balance.recovered()));
    let mut table = TableView::new(vec![
        Column::text(&unit_word(applied)),
        Column::figures("Contracté par l’État"),
        Column::figures("Part due"),
        Column::figures("Non dû"),
        Column::figures("À dépenser en plus"),
    ]);
    for (unit, balance) in losing.iter().take(UNITS_MAX) {
        table.push(
            RowKind::Ligne,
            vec![
                Cell::text(&unit_name(unit, applied, summary)),
                euros(balance.contracted, decimals),
                euros(balance.due, decimals),
                euros(balance.recovered(), decimals),
                more_of(unit).map_or_else(|| Cell::text("impossible"), |m| euros(m, decimals)),
            ],
        );
    }
    Some(Recovery {
        due: words(due),
        non_due: words(lost),
        a_verser: (net > Montant::ZERO).then(|| words(net)),
        a_reprendre: (net < Montant::ZERO).then(|| words(Montant::ZERO - net)),
        a_depenser: more.filter(|more| *more > Montant::ZERO).map(words),
        connues: known.len(),
        unites: applied.units.len(),
        autres: losing.len().saturating_sub(UNITS_MAX),
        tableau: (!losing.is_empty()).then(|| table.explain_blanks()),
    })
}

/// The sum of the units that have a balance, and how many they are when some have none.
fn total_cells(units: &[RefactionUnit], terms: &[TermColumn], decimals: u32) -> Vec<Cell> {
    let known: Vec<_> = units.iter().filter_map(|u| u.balance.map(|balance| (u, balance))).collect();
    let coverage = (known.len() < units.len()).then(|| format!("sur {} de {}", known.len(), units.len()));
    let sum = |montants: Vec<Montant>| match known.is_empty() {
        true => Cell::text("–"),
        false => euros(montants.into_iter().sum(), decimals),
    };
    let mut cells = vec![Cell::text("Total").remark(coverage.as_deref())];
    cells.extend(
        terms.iter().map(|(_, term)| sum(known.iter().filter_map(|(unit, _)| term(&unit.terms)).collect())),
    );
    cells.push(sum(known.iter().map(|(_, balance)| balance.due).collect()));
    cells.push(sum(known.iter().map(|(_, balance)| balance.recovered()).collect()));
    // Units do not make up for each other, so the whole is what each still lacks.
    let more = known.iter().map(|(unit, _)| match unit.still_to_spend {
        Some(StillToSpend::Amount(more)) => Some(more),
        _ => None,
    });
    cells.push(match more.collect::<Option<Vec<Montant>>>() {
        Some(more) => sum(more),
        None => Cell::text("impossible"),
    });
    cells
}

/// The name of a unit: an action, a node, or what a contract or an axe has left beside the nodes that keep their money.
pub(super) fn unit_name(
    unit: &RefactionUnit,
    applied: &AppliedRule<'_>,
    summary: &RapportSummary<'_>,
) -> String {
    if let Some(number) = &unit.action {
        let action = summary.actions().find(|a| a.number.to_string() == *number);
        return action.map_or_else(|| number.clone(), action_name);
    }
    let cadre = applied.cadre;
    let node = |id: &str| {
        cadre.axe(id).map_or_else(|| id.to_owned(), |axe| format!("{} · {}", axe.heading(), axe.title))
    };
    if let Some(pool) = &unit.pool {
        return node(pool);
    }
    let is_a_rest = applied.units.iter().any(|other| other.axe == unit.axe && other.pool.is_some());
    match (&unit.axe, is_a_rest) {
        (Some(id), false) => node(id),
        (Some(id), true) => {
            format!("Reste {}", cadre.axe(id).map_or_else(|| id.clone(), Axe::of_the))
        }
        (None, false) => "Toutes les actions".to_owned(),
        (None, true) => format!("Reste {}", cadre.act_word.of_the()),
    }
}
