//! What a framework says of the report: its headings and its thresholds.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::model::asked_rapport::{CadreRapport, RapportDue, RapportKind};
use crate::parse::cadre::{day_of_year, step};
use crate::parse::keys::MapReader;
use crate::parse::reader::Reader;
use crate::syntax::Node;
use crate::text::ProjectPath;

/// Reads the value of `rapport` of a framework; what it leaves out is that of a plain report.
pub fn cadre(reader: &mut Reader<'_>, node: &Node) -> CadreRapport {
    let mut parsed = CadreRapport::default();
    let Some(mut map) = reader.map(node) else { return parsed };
    if let Some(title) = reader.optional_text(&mut map, "titre") {
        parsed.title = title;
    }
    if let Some(n) = map.take("bilan") {
        parsed.summary = reader.list(n).iter().filter_map(|n| reader.text(n)).map(|t| t.value).collect();
    }
    if let Some(n) = map.take("rubriques") {
        parsed.rubriques = reader.list(n).iter().filter_map(|n| rubrique(reader, n)).collect();
    }
    let attainment = map.take("atteinte_partielle").and_then(|n| percent(reader, n));
    parsed.partial_attainment = attainment.unwrap_or(parsed.partial_attainment);
    if let Some(n) = map.take("ecart_a_commenter") {
        parsed.gap_to_comment = gap(reader, n, &parsed.rubriques);
    }
    reader.finish(&map);
    parsed
}

fn rubrique(reader: &mut Reader<'_>, node: &Node) -> Option<(String, String)> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let title = reader.required_text(&mut map, "titre");
    reader.finish(&map);
    Some((id?.value, title?.value))
}

fn gap(reader: &mut Reader<'_>, node: &Node, rubriques: &[(String, String)]) -> Option<(Decimal, String)> {
    let mut map = reader.map(node)?;
    let threshold = reader.require(&mut map, "seuil").and_then(|n| percent(reader, n));
    let rubrique = reader.required_name(&mut map, "rubrique")?;
    reader.finish(&map);
    if !rubriques.iter().any(|(id, _)| *id == rubrique.value) {
        reader.unknown(&rubrique, "une rubrique du rapport", rubriques.iter().map(|(id, _)| id.as_str()));
    }
    Some((threshold?, rubrique.value))
}

/// What `chaque` may say.
const EACH: [(&str, ()); 1] = [("exercice", ())];

/// Reads the value of `rapports` of a framework: the kinds of report that it asks for.
pub fn kinds(reader: &mut Reader<'_>, node: &Node) -> Vec<RapportKind> {
    let items = reader.list(node);
    reader.twice_under(items, "id", "le rapport");
    items.iter().filter_map(|n| kind(reader, n)).collect()
}

fn kind(reader: &mut Reader<'_>, node: &Node) -> Option<RapportKind> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let title = reader.optional_text(&mut map, "titre");
    let due = due(reader, &mut map);
    let steps = map.take("etapes").map(|n| reader.list(n)).unwrap_or_default();
    let steps = steps.iter().filter_map(|n| step(reader, n)).collect();
    let summary = map
        .take("bilan")
        .map(|n| reader.list(n).iter().filter_map(|n| reader.text(n)).map(|t| t.value).collect::<Vec<_>>());
    let rubriques = map
        .take("rubriques")
        .map(|n| reader.list(n).iter().filter_map(|n| rubrique(reader, n)).collect::<Vec<_>>());
    reader.finish(&map);
    let id = id?;
    // It names a folder.
    if id.value.contains('/') || ProjectPath::new(&id.value).is_err() {
        reader.say(
            Diagnostic::error("VAL-007", id.span, format!("« {} » ne peut nommer un dossier", id.value))
                .help("l’écrire en lettres et en tirets, comme « mi-parcours »"),
        );
        return None;
    }
    Some(RapportKind { id, title, due: due?, steps, summary, rubriques })
}

/// « jour: 30 juin » and « chaque: exercice », or « le: 2026-06-30 », or neither.
fn due(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<RapportDue> {
    let each = map.take("chaque").map(|n| reader.one_of(n, &EACH));
    let day = map.take("jour").map(|n| (n.span, reader.word(n).and_then(|day| day_of_year(reader, &day))));
    let once = map.take("le").map(|n| reader.spanned_day(n));
    match (each, day, once) {
        (Some(each), Some((_, day)), None) => {
            let (month, day) = day.filter(|_| each.is_some())?;
            Some(RapportDue::EachExercice { month, day })
        }
        (Some(_), None, None) => {
            reader.require(map, "jour");
            None
        }
        (None, Some((span, _)), None) => {
            reader.say(
                Diagnostic::error(
                    "CLE-002",
                    span,
                    "il manque « chaque: exercice » : ce jour revient chaque année",
                )
                .help("l’ajouter ; pour un seul rapport, écrire son échéance « le: 2026-06-30 »"),
            );
            None
        }
        (None, None, Some(day)) => day.map(|day| RapportDue::Once(day.value)),
        (None, None, None) => Some(RapportDue::Undated),
        (_, _, Some(_)) => {
            reader.say(
                Diagnostic::error(
                    "CLE-005",
                    map.span_of("le"),
                    "un rapport est dû chaque exercice, ou une seule fois",
                )
                .help("garder « jour » et « chaque: exercice », ou « le »"),
            );
            None
        }
    }
}

/// A percentage from 0 to 100.
pub(super) fn percent(reader: &mut Reader<'_>, node: &Node) -> Option<Decimal> {
    let parsed = reader.percentage(node)?;
    if parsed.value.is_sign_negative() || parsed.value > Decimal::ONE_HUNDRED {
        reader.say(
            Diagnostic::error("VAL-003", parsed.span, "ce pourcentage est entre 0 et 100 %")
                .help("écrire « 10 % »"),
        );
        return None;
    }
    Some(parsed.value)
}
