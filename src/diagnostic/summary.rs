//! A report summed up: by family of rules, how many findings of each severity, and the euros at stake.

use rust_decimal::Decimal;

use super::view::Counts;
use super::{Diagnostic, Report, Severity};

/// What was found of a family.
#[derive(Debug, Clone, Default)]
pub struct SummaryRow {
    /// Code and title of the family: « FIN · Finances ».
    pub family: String,
    /// Findings of each severity, and those that the act keeps.
    pub counted: Counts,
    /// Euros at stake: the sum of the differences, kept ones included.
    pub stake: Decimal,
}

/// The findings by family, in the order of the families given; the others are those of reading and
/// typesetting, on a line of their own. Families without a finding are left out.
pub fn by_family(report: &Report, families: &[(&str, &str)]) -> Vec<SummaryRow> {
    let line = |family: String| SummaryRow { family, ..SummaryRow::default() };
    let mut lines: Vec<SummaryRow> =
        families.iter().map(|(f, title)| line(format!("{f} · {title}"))).collect();
    lines.push(line("Lecture et composition".to_owned()));
    let mut tally = |d: &Diagnostic, tolerated: bool| {
        let index = families.iter().position(|(f, _)| *f == d.family()).unwrap_or(families.len());
        let Some(line) = lines.get_mut(index) else { return };
        let count = match d.severity {
            _ if tolerated => &mut line.counted.toleres,
            Severity::Error => &mut line.counted.erreurs,
            Severity::Warning => &mut line.counted.avertissements,
            Severity::Advice => &mut line.counted.conseils,
        };
        *count += 1;
        line.stake = line.stake.saturating_add(d.stake.unwrap_or_default());
    };
    report.diagnostics().iter().for_each(|d| tally(d, false));
    report.tolerated_findings().for_each(|d| tally(d, true));
    lines.retain(|l| l.counted.total() > 0);
    lines
}
