//! What a framework says of the report: its headings, its thresholds, and how the State pays or takes back.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::model::rapport::{CadreRapport, Refaction, RefactionLevel, RefactionMode};
use crate::parse::reader::{MapReader, Reader};
use crate::parse::tree::Node;

const MODES: [(&str, RefactionMode); 2] =
    [("proportionnel", RefactionMode::Proportional), ("depense_reelle", RefactionMode::ActualExpense)];

const LEVELS: [(&str, RefactionLevel); 3] = [
    ("fiche", RefactionLevel::Fiche),
    ("annexe", RefactionLevel::Annexe),
    ("convention", RefactionLevel::Convention),
];

/// Reads the value of `rapport` of a framework; what it leaves out is that of a plain report.
pub fn cadre(l: &mut Reader<'_>, node: &Node) -> CadreRapport {
    let mut parsed = CadreRapport::default();
    let Some(mut c) = l.map_reader(node) else { return parsed };
    if let Some(title) = l.optional_text(&mut c, "titre") {
        parsed.title = title;
    }
    if let Some(n) = c.take("bilan") {
        parsed.summary = l.list(n).iter().filter_map(|n| l.text(n)).map(|t| t.value).collect();
    }
    if let Some(n) = c.take("rubriques") {
        parsed.rubriques = l.list(n).iter().filter_map(|n| rubrique(l, n)).collect();
    }
    let attainment = c.take("atteinte_partielle").and_then(|n| percent(l, n));
    parsed.partial_attainment = attainment.unwrap_or(parsed.partial_attainment);
    if let Some(n) = c.take("ecart_a_commenter") {
        parsed.gap_to_comment = gap(l, n, &parsed.rubriques);
    }
    l.finish(&c);
    parsed
}

fn rubrique(l: &mut Reader<'_>, node: &Node) -> Option<(String, String)> {
    let mut c = l.map_reader(node)?;
    let id = l.required_word(&mut c, "id");
    let title = l.required_text(&mut c, "titre");
    l.finish(&c);
    Some((id?.value, title?.value))
}

fn gap(l: &mut Reader<'_>, node: &Node, rubriques: &[(String, String)]) -> Option<(Decimal, String)> {
    let mut c = l.map_reader(node)?;
    let threshold = l.require(&mut c, "seuil").and_then(|n| percent(l, n));
    let rubrique = l.required_word(&mut c, "rubrique")?;
    l.finish(&c);
    if !rubriques.iter().any(|(id, _)| *id == rubrique.value) {
        l.unknown(
            &rubrique,
            "identifiant de rubrique du rapport",
            rubriques.iter().map(|(id, _)| id.as_str()),
        );
    }
    Some((threshold?, rubrique.value))
}

/// Reads the value of `refaction` of a framework.
pub fn refaction(l: &mut Reader<'_>, node: &Node) -> Option<Refaction> {
    let mut c = l.map_reader(node)?;
    let mode = l.require(&mut c, "mode").and_then(|n| l.one_of(n, &MODES));
    let level = l.require(&mut c, "niveau").and_then(|n| l.one_of(n, &LEVELS));
    let rate = |l: &mut Reader<'_>, c: &mut MapReader<'_>, key| c.take(key).and_then(|n| percent(l, n));
    let threshold = rate(l, &mut c, "seuil").unwrap_or_default();
    let cap = rate(l, &mut c, "plafond").unwrap_or(Decimal::ONE_HUNDRED);
    let max_share = rate(l, &mut c, "part_max");
    let advance = rate(l, &mut c, "avance").unwrap_or(Decimal::ONE_HUNDRED);
    let source = l.optional_text(&mut c, "source");
    l.finish(&c);
    Some(Refaction { mode: mode?, level: level?, threshold, cap, max_share, advance, source })
}

/// A percentage from 0 to 100.
fn percent(l: &mut Reader<'_>, node: &Node) -> Option<Decimal> {
    let parsed = l.percentage(node)?;
    if parsed.value.is_sign_negative() || parsed.value > Decimal::ONE_HUNDRED {
        l.say(
            Diagnostic::error("VAL-003", parsed.span, "ce pourcentage est entre 0 et 100 %")
                .help("écrire « 10 % »"),
        );
        return None;
    }
    Some(parsed.value)
}
