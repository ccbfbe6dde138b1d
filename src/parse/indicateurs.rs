//! The typed indicators of a fiche: a list, each with its départ and its targets by exercice. The table that they make is
//! derived here, so that what reads the table of objectives reads them too.

use rust_decimal::Decimal;

use super::cadre::{DIRECTIONS, INDICATEUR_KINDS, INDICATEUR_PURPOSES};
use super::keys::MapReader;
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::model::cadre::{Direction, IndicateurKind};
use crate::model::column::{ColumnKind, ColumnMeaning, ObjectiveColumn};
use crate::model::fiche::{ObjectiveRow, Objectives};
use crate::model::indicateur::{Combination, ExerciceId, ExerciceTarget, TypedIndicateur};
use crate::model::time::TimeUnit;
use crate::model::{CellValues, Day, Duration, Measured};
use crate::syntax::{Node, NodeKind};
use crate::text::Spanned;

const COMBINATIONS: [(&str, Combination); 5] = [
    ("somme", Combination::Sum),
    ("dernier", Combination::Last),
    ("moyenne", Combination::Mean),
    ("quotient", Combination::Quotient),
    ("fenêtre", Combination::Window { months: 12 }),
];

/// Longest window, in months.
const MONTHS_MAX: u16 = 120;

/// The table of a list of typed indicators, over the exercices of the act.
pub(super) fn table(reader: &mut Reader<'_>, items: &[Node], exercices: &[ExerciceId]) -> Objectives {
    let typed: Vec<TypedIndicateur> =
        items.iter().filter_map(|n| indicateur(reader, n, Some(exercices))).collect();
    for (names, kind) in [
        (typed.iter().filter_map(|i| i.id.clone()).collect::<Vec<_>>(), "l’indicateur"),
        (
            typed.iter().filter(|i| i.indicateur.is_none()).filter_map(|i| i.label.clone()).collect(),
            "le libellé",
        ),
    ] {
        reader.twice(&names, kind);
    }
    derive_table(typed, exercices)
}

/// An indicator; without `exercices`, what it names as exercices is taken as written.
pub(super) fn indicateur(
    reader: &mut Reader<'_>,
    node: &Node,
    exercices: Option<&[ExerciceId]>,
) -> Option<TypedIndicateur> {
    let mut map = reader.map(node)?;
    let id = map.take("id").and_then(|n| reader.name(n));
    let indicateur = map.take("indicateur").and_then(|n| reader.name(n));
    let label = reader.spanned_text(&mut map, "libelle");
    if !map.has("indicateur") && !map.has("libelle") {
        reader.say(
            Diagnostic::error("CLE-002", node.span, "cet indicateur n’a pas de nom")
                .help("ajouter « libelle: … » (propre à la fiche) ou « indicateur: … » (du cadre)"),
        );
    }
    let combination = map.take("calcul").and_then(|n| combination(reader, n));
    let direction = map.take("sens").and_then(|n| reader.one_of(n, &DIRECTIONS));
    let kind = map.take("nature").and_then(|n| reader.one_of(n, &INDICATEUR_KINDS));
    let purpose = map.take("type").and_then(|n| reader.one_of(n, &INDICATEUR_PURPOSES));
    let unit = map.take("unite").and_then(|n| reader.text(n)).map(|unit| unit.value);
    let weight = map.take("poids").and_then(|n| weight(reader, n));
    let source = reader.optional_text(&mut map, "source");
    let terms = terms(reader, &mut map, combination);
    let baseline = map.take("depart").and_then(|n| reader.cell(n));
    let targets = map.take("cibles").map(|n| targets(reader, n, exercices)).unwrap_or_default();
    let final_target = map.take("final").and_then(|n| final_target(reader, n));
    if !map.has("cibles") && !map.has("final") {
        reader.require(&mut map, "cibles");
    }
    reader.finish(&map);
    // Its name was told to be missing, or could not be read.
    indicateur.as_ref().or(label.as_ref())?;
    let of_kind = (kind == Some(IndicateurKind::Delay)).then_some(Direction::Decrease);
    let mut typed = TypedIndicateur {
        id,
        indicateur,
        label,
        combination,
        direction: direction.or(of_kind),
        kind,
        purpose,
        unit,
        weight,
        source,
        terms,
        baseline,
        targets,
        final_target,
        span: node.span,
    };
    // The words of the label come last: the figures of an indicator say its way better.
    if typed.direction.is_none() && typed.indicateur.is_none() && typed.direction_of_figures().is_none() {
        typed.direction = typed.label.as_ref().and_then(|label| super::fiche::direction_of(&label.value));
    }
    Some(typed)
}

/// `somme`, or `{ fenetre: 12 mois }`.
fn combination(reader: &mut Reader<'_>, node: &Node) -> Option<Combination> {
    if !matches!(node.kind, NodeKind::Map(_)) {
        return reader.one_of(node, &COMBINATIONS);
    }
    let mut map = reader.map(node)?;
    let length = reader.require(&mut map, "fenetre");
    reader.finish(&map);
    let length = length?;
    let months = match reader.duration(length)? {
        Duration::Length(months, TimeUnit::Month, None) => Some(months),
        Duration::Length(years, TimeUnit::Years, None) => years.checked_mul(12),
        _ => None,
    };
    let months = months.filter(|months| (1..=MONTHS_MAX).contains(months));
    if months.is_none() {
        reader.say(
            Diagnostic::error("VAL-006", length.span, "une fenêtre se compte en mois, de 1 à 120")
                .help("écrire « calcul: { fenetre: 12 mois } »"),
        );
    }
    months.map(|months| Combination::Window { months })
}

fn weight(reader: &mut Reader<'_>, node: &Node) -> Option<Decimal> {
    let weight = reader.number(node)?;
    if weight.value <= Decimal::ZERO {
        reader.say(
            Diagnostic::error("VAL-002", weight.span, "un poids est plus grand que zéro")
                .help("écrire « poids: 2 », ou retirer la clé : l’indicateur pèse alors 1"),
        );
        return None;
    }
    Some(weight.value)
}

/// The names of the two terms of a quotient: both, and of a quotient only.
fn terms(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    combination: Option<Combination>,
) -> Option<(String, String)> {
    let is_quotient = combination == Some(Combination::Quotient);
    let one = [("numerateur", map.has("numerateur")), ("denominateur", map.has("denominateur"))];
    if let Some((key, _)) = one.iter().find(|(_, is_there)| *is_there && !is_quotient)
        && (combination.is_some() || !map.has("calcul"))
    {
        reader.say(
            Diagnostic::error(
                "CLE-005",
                map.span_of(key),
                format!("« {key} » ne va qu’avec « calcul: quotient »"),
            )
            .help("écrire « calcul: quotient », ou retirer cette clé"),
        );
    }
    if is_quotient && let [(there, true), (missing, false)] | [(missing, false), (there, true)] = one {
        reader.say(
            Diagnostic::error(
                "CLE-002",
                map.span_of(there),
                format!("un quotient a deux termes : « {missing} » manque"),
            )
            .help(format!("ajouter « {missing}: … »")),
        );
    }
    let numerator = map.take("numerateur").and_then(|n| reader.text(n));
    let denominator = map.take("denominateur").and_then(|n| reader.text(n));
    Some((numerator?.value, denominator?.value))
}

/// The final target, with its day.
fn final_target(reader: &mut Reader<'_>, node: &Node) -> Option<CellValues> {
    let cell = reader.cell(node)?;
    if cell.iter().any(|value| value.window.is_none() && !matches!(value.measured.value, Measured::Absent(_)))
    {
        reader.say(
            Diagnostic::error("CLE-002", node.span, "la cible finale ne dit pas son jour")
                .help("écrire « final: { valeur: …, au: 2027-12-31 } »"),
        );
        return None;
    }
    Some(cell)
}

/// The targets by exercice, in the order of the exercices; what no exercice bears, or two targets claim, is told.
fn targets(reader: &mut Reader<'_>, node: &Node, exercices: Option<&[ExerciceId]>) -> Vec<ExerciceTarget> {
    let mut targets: Vec<ExerciceTarget> = Vec::new();
    for (written, value) in reader.named_entries(node) {
        let value = reader.cell(value);
        let named = match exercices {
            Some(known) => match known_exercices(&written.value, known) {
                Ok(named) => named,
                Err(fault) => {
                    reader.say(fault.say(&written, known));
                    continue;
                }
            },
            None => written_exercices(&written.value),
        };
        let Some(value) = value else { continue };
        if let Some((first, shared)) = targets.iter().find_map(|earlier| {
            earlier.exercices.iter().find(|id| named.contains(id)).map(|shared| (earlier, shared))
        }) {
            let message = format!(
                "l’exercice {shared} a deux cibles : « {} » et « {} »",
                first.written.value, written.value
            );
            reader.say(
                Diagnostic::error("REF-003", written.span, message)
                    .also(first.written.span, "la première")
                    .help("n’en garder qu’une pour cet exercice"),
            );
            continue;
        }
        targets.push(ExerciceTarget { written, exercices: named, value });
    }
    if let Some(known) = exercices {
        let rank = |target: &ExerciceTarget| known.iter().position(|id| target.exercices.first() == Some(id));
        targets.sort_by_key(rank);
    }
    targets
}

/// What is wrong with the name of an exercice, or of a range of them.
enum ExerciceFault {
    /// No exercice of the act bears it.
    Unknown,
    /// The range ends before it begins.
    Reversed,
}

impl ExerciceFault {
    fn say(&self, written: &Spanned<String>, known: &[ExerciceId]) -> Diagnostic {
        let name = &written.value;
        match self {
            Self::Reversed => {
                Diagnostic::error("VAL-006", written.span, format!("« {name} » finit avant de commencer"))
                    .help("échanger les deux exercices")
            }
            Self::Unknown => {
                let (said, help) = match known {
                    [only] => (format!("l’exercice de l’acte ({only})"), format!("écrire « {only}: … »")),
                    _ => (
                        format!("un exercice de l’acte ({})", known.join(", ")),
                        match (known.first(), known.last()) {
                            (Some(first), Some(last)) => format!(
                                "écrire l’un d’eux, ou une suite d’exercices comme « {first}-{last} », dont la valeur est celle de chacun"
                            ),
                            _ => "écrire un exercice de l’acte".to_owned(),
                        },
                    ),
                };
                Diagnostic::error("REF-001", written.span, format!("« {name} » n’est pas {said}")).help(help)
            }
        }
    }
}

/// The two ends of a range: « 2025-2027 ».
fn ends(written: &str) -> Option<(&str, &str)> {
    let (first, last) = written.split_once(['-', '–', '—'])?;
    Some((first.trim(), last.trim()))
}

/// The exercices of the act that a name or a range names.
fn known_exercices(written: &str, known: &[ExerciceId]) -> Result<Vec<ExerciceId>, ExerciceFault> {
    let rank = |name: &str| known.iter().position(|id| id == name);
    if let Some(rank) = rank(written) {
        return Ok(known.get(rank).cloned().into_iter().collect());
    }
    let ranks = ends(written).and_then(|(first, last)| rank(first).zip(rank(last)));
    match ranks {
        Some((first, last)) if first <= last => {
            Ok(known.iter().take(last + 1).skip(first).cloned().collect())
        }
        Some(_) => Err(ExerciceFault::Reversed),
        None => Err(ExerciceFault::Unknown),
    }
}

/// The exercices of a record, which are years when they are a range: the act that it records may be another.
fn written_exercices(written: &str) -> Vec<ExerciceId> {
    match crate::model::edition::only_years(written) {
        Some((first, last)) => (first..=last).map(|year| year.to_string()).collect(),
        None => vec![written.to_owned()],
    }
}

/// The table of some indicators: their départ, then a column for each run of exercices over which no target changes.
fn derive_table(typed: Vec<TypedIndicateur>, exercices: &[ExerciceId]) -> Objectives {
    let mut columns = Vec::new();
    let mut cells: Vec<Vec<CellValues>> = vec![Vec::new(); typed.len()];
    let dated: [(ColumnKind, &str, &str, CellOf, DayOf); 2] = [
        (
            ColumnKind::Baseline,
            "Situation de départ",
            "Situation",
            |i| i.baseline.as_ref(),
            TypedIndicateur::baseline_day,
        ),
        (
            ColumnKind::Target,
            "Cible finale",
            "Cible",
            |i| i.final_target.as_ref(),
            TypedIndicateur::final_day,
        ),
    ];
    let [baseline, last] = dated.map(|(kind, plain, dated, cell, day)| {
        dated_column(&typed, (plain, dated), cell, day).map(|(title, day, cells)| {
            let years = day.and_then(|day| u16::try_from(day.year()).ok()).into_iter().collect();
            (column(title, kind, years), cells)
        })
    });
    let mut push = |(column, column_cells): (ObjectiveColumn, Vec<CellValues>), columns: &mut Vec<_>| {
        columns.push(column);
        cells.iter_mut().zip(column_cells).for_each(|(row, cell)| row.push(cell));
    };
    if let Some(baseline) = baseline {
        push(baseline, &mut columns);
    }
    for (first, last) in runs(&typed, exercices) {
        let place = typed
            .iter()
            .find_map(|i| i.targets.iter().find(|t| t.exercices.contains(first)).map(|t| t.written.span));
        let Some(place) = place else { continue };
        let name = if first == last { first.clone() } else { format!("{first}-{last}") };
        let mut years: Vec<u16> = [first, last]
            .into_iter()
            .filter_map(|id| crate::model::edition::only_years(id))
            .flat_map(|(first, last)| [first, last])
            .collect();
        years.dedup();
        let years = match years.as_slice() {
            [first, .., last] => vec![*first, *last],
            only => only.to_vec(),
        };
        let title = Spanned::new(format!("Cible {name}"), place);
        let of_run = typed.iter().map(|i| i.target(first).cloned().unwrap_or_default()).collect();
        push((column(title, ColumnKind::Target, years), of_run), &mut columns);
    }
    if let Some(last) = last {
        push(last, &mut columns);
    }
    let lines = typed
        .iter()
        .zip(cells)
        .map(|(indicateur, cells)| ObjectiveRow::Indicateur {
            indicateur: indicateur.indicateur.clone(),
            label: indicateur.label.clone(),
            direction: indicateur.direction,
            cells,
            span: indicateur.span,
        })
        .collect();
    Objectives { columns, lines, typed }
}

fn column(title: Spanned<String>, kind: ColumnKind, years: Vec<u16>) -> ObjectiveColumn {
    ObjectiveColumn { title, meaning: ColumnMeaning { kind: Some(kind), years }, is_written: true }
}

type CellOf = fn(&TypedIndicateur) -> Option<&CellValues>;
type DayOf = fn(&TypedIndicateur) -> Option<Day>;

/// A column of dated values: its heading, which says their day when it is the same for all, and its boxes; none when no
/// indicator has one.
fn dated_column(
    typed: &[TypedIndicateur],
    (plain, dated): (&str, &str),
    cell: CellOf,
    day: DayOf,
) -> Option<(Spanned<String>, Option<Day>, Vec<CellValues>)> {
    let place = typed.iter().find_map(cell)?.first()?.measured.span;
    let is_figure = |cell: &CellValues| cell.iter().any(|v| !matches!(v.measured.value, Measured::Absent(_)));
    let mut days = typed.iter().filter(|i| cell(i).is_some_and(is_figure)).map(day);
    let first = days.next().flatten();
    let day = first.filter(|_| days.all(|day| day == first));
    let title = day.map_or_else(|| plain.to_owned(), |day| format!("{dated} au {day}"));
    let cells = typed.iter().map(|i| {
        let mut cell = cell(i).cloned().unwrap_or_default();
        if day.is_some() {
            // The heading says it.
            cell.iter_mut().for_each(|value| value.window = None);
        }
        cell
    });
    Some((Spanned::new(title, place), day, cells.collect()))
}

/// The runs of exercices over which no target changes and one at least is set, by their first and last.
fn runs<'e>(typed: &[TypedIndicateur], exercices: &'e [ExerciceId]) -> Vec<(&'e ExerciceId, &'e ExerciceId)> {
    let held = |exercice: &ExerciceId| -> Vec<Option<usize>> {
        let rank = |i: &TypedIndicateur| i.targets.iter().position(|t| t.exercices.contains(exercice));
        typed.iter().map(rank).collect()
    };
    let mut runs: Vec<(&ExerciceId, &ExerciceId)> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::new();
    for exercice in exercices {
        let now = held(exercice);
        if now.iter().any(Option::is_some) {
            match runs.last_mut() {
                Some((_, last)) if before == now => *last = exercice,
                _ => runs.push((exercice, exercice)),
            }
        }
        before = now;
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_each_of_its_exercices_and_an_exercice_may_look_like_one() {
        let act: Vec<String> = ["2024", "2025", "2026", "2027"].map(str::to_owned).to_vec();
        let named = |written: &str| known_exercices(written, &act).ok().map(|named| named.join(" "));
        assert_eq!(named("2024").as_deref(), Some("2024"));
        assert_eq!(named("2025-2027").as_deref(), Some("2025 2026 2027"));
        assert_eq!(named("2025 – 2026").as_deref(), Some("2025 2026"));
        assert_eq!(named("2023"), None);
        assert_eq!(named("2026-2028"), None);
        assert!(matches!(known_exercices("2027-2025", &act), Err(ExerciceFault::Reversed)));
        let window = vec!["2020-2021".to_owned()];
        assert_eq!(known_exercices("2020-2021", &window).ok(), Some(window.clone()));
    }
}
