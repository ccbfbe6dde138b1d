//! What a framework says of the report: its headings and its thresholds.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::model::rapport::CadreRapport;
use crate::parse::reader::Reader;
use crate::syntax::Node;

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
