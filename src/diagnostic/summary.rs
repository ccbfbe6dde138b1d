//! Sums a report up by family of rules: findings by severity, euros at stake.

use rust_decimal::Decimal;

use super::view::Counts;
use super::{Diagnostic, Report, Severity};

/// The findings of one family.
#[derive(Debug, Clone, Default)]
pub struct SummaryRow {
    /// Code and title: « FIN · Finances ».
    pub family: String,
    /// Findings by severity, tolerated ones apart.
    pub counted: Counts,
    /// Sum of the euros at stake, tolerated findings included.
    pub stake: Decimal,
}

/// Counts the findings by family, in the order of `families`. What belongs to none, such as reading and typesetting,
/// gets the last row. Leaves out families without a finding.
pub fn by_family(report: &Report, families: &[(&str, &str)]) -> Vec<SummaryRow> {
    let line = |family: String| SummaryRow { family, ..SummaryRow::default() };
    let mut lines: Vec<SummaryRow> =
        families.iter().map(|(f, title)| line(format!("{f} · {title}"))).collect();
    lines.push(line("Lecture et composition".to_owned()));
    let mut tally = |finding: &Diagnostic, tolerated: bool| {
        let index =
            families.iter().position(|(family, _)| *family == finding.family()).unwrap_or(families.len());
        let Some(line) = lines.get_mut(index) else { return };
        let count = match finding.severity {
            _ if tolerated => &mut line.counted.toleres,
            Severity::Error => &mut line.counted.erreurs,
            Severity::Warning => &mut line.counted.avertissements,
            Severity::Advice => &mut line.counted.conseils,
        };
        *count += 1;
        line.stake = line.stake.saturating_add(finding.stake.unwrap_or_default());
    };
    report.diagnostics().iter().for_each(|finding| tally(finding, false));
    report.tolerated_findings().for_each(|finding| tally(finding, true));
    lines.retain(|line| line.counted.total() > 0);
    lines
}
