//! Sums a report up: findings by severity, by family of rules and by what is at stake; euros, where they can be added.

use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;

use super::view::Counts;
use super::{Diagnostic, Report, Severity, Subject, Weight};
use crate::lang::numbers::format_french;
use crate::text::FileId;

/// The findings of one family.
#[derive(Debug, Clone, Default)]
pub struct SummaryRow {
    /// Code and title: « FIN · Finances ».
    pub family: String,
    /// Findings by severity, tolerated ones apart.
    pub counted: Counts,
    /// Largest gap in euros of a finding, tolerated ones included. Gaps of a family are often the same money.
    pub largest: Decimal,
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
        if tolerated {
            line.counted.toleres += 1;
        } else {
            line.counted.add(finding.severity);
        }
        line.largest = line.largest.max(finding.stake.unwrap_or_default());
    };
    report.diagnostics().iter().for_each(|finding| tally(finding, false));
    report.tolerated_findings().for_each(|finding| tally(finding, true));
    lines.retain(|line| line.counted.total() > 0);
    lines
}

/// Counts the findings by what is at stake, the weightiest first; tolerated ones are left out.
pub fn by_weight(report: &Report) -> Vec<(Weight, Counts)> {
    let mut lines = Weight::ALL.map(|weight| (weight, Counts::default()));
    for finding in report.diagnostics() {
        if let Some((_, counts)) = lines.iter_mut().find(|(weight, _)| *weight == finding.weight) {
            counts.add(finding.severity);
        }
    }
    lines.into_iter().filter(|(_, counts)| counts.total() > 0).collect()
}

/// The gaps in euros of the findings of one severity that the act does not tolerate, added where they are different
/// money.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Number of fiches that have one.
    pub fiches: usize,
    /// Sum of the largest of each fiche: two gaps of a fiche may be the same money, those of two fiches are not.
    pub of_fiches: Decimal,
    /// Largest gap of the act itself, which counts the money of the fiches again: never added to theirs.
    pub of_act: Decimal,
}

impl Gaps {
    /// The gaps of a severity.
    pub fn new(report: &Report, severity: Severity) -> Self {
        let mut by_fiche: BTreeMap<FileId, Decimal> = BTreeMap::new();
        let mut of_act = Decimal::ZERO;
        for finding in report.diagnostics().iter().filter(|d| d.severity == severity) {
            let stake = finding.stake.unwrap_or_default();
            let largest = match finding.subject {
                Subject::Act => &mut of_act,
                Subject::Fiche(file) => by_fiche.entry(file).or_default(),
            };
            *largest = (*largest).max(stake);
        }
        by_fiche.retain(|_, largest| !largest.is_zero());
        let of_fiches = by_fiche.values().fold(Decimal::ZERO, |sum, largest| sum.saturating_add(*largest));
        Self { fiches: by_fiche.len(), of_fiches, of_act }
    }

    /// One sentence a severity that has a gap, without a final period.
    pub fn sentences(report: &Report) -> Vec<String> {
        let all = Severity::ALL.into_iter().map(|severity| (severity, Self::new(report, severity)));
        let some = all.filter(|(_, gaps)| *gaps != Self::default());
        some.map(|(severity, gaps)| format!("écarts des {severity}s : {gaps}")).collect()
    }
}

/// « 36 350 € sur 4 fiches (le plus grand de chacune) ; sur l’acte entier, 20 000 € au plus »
impl fmt::Display for Gaps {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fiches {
            0 => {}
            1 => write!(out, "{} sur une fiche (le plus grand)", euros(self.of_fiches))?,
            n => write!(out, "{} sur {n} fiches (le plus grand de chacune)", euros(self.of_fiches))?,
        }
        match (self.fiches, self.of_act.is_zero()) {
            (_, true) => Ok(()),
            (0, false) => write!(out, "{} au plus, sur l’acte entier", euros(self.of_act)),
            (_, false) => write!(out, " ; sur l’acte entier, {} au plus", euros(self.of_act)),
        }
    }
}

/// An amount as documents write it: « 20 000 € », « 966 550,55 € ».
pub(super) fn euros(amount: Decimal) -> String {
    let amount = amount.round_dp(2);
    let decimals = if amount.fract().is_zero() { 0 } else { 2 };
    // The blank of the keyboard's neighbour: a narrow one is found in no source.
    format!("{}\u{a0}€", format_french(amount, Some(decimals)).replace('\u{202f}', "\u{a0}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{ProjectPath, Sources, Span};

    fn finding(file: Option<FileId>, euros: u32) -> Diagnostic {
        let mut finding = Diagnostic::without_place("FIN-001", "").stake(Decimal::from(euros));
        finding.subject = file.map_or(Subject::Act, Subject::Fiche);
        if let Some(file) = file {
            finding
                .labels
                .push(super::super::Label { span: Span { file, start: 0, end: 0 }, text: String::new() });
        }
        finding
    }

    proptest! {
        /// What is found twice of one money is counted once.
        #[test]
        fn a_second_finding_on_the_same_money_changes_no_sum(
            amounts in prop::collection::vec((0_usize..4, 1_u32..1000), 1..8),
            which in any::<prop::sample::Index>(),
        ) {
            let mut sources = Sources::default();
            let files: Vec<Option<FileId>> = ["a", "b", "c"]
                .map(|name| Some(sources.add(ProjectPath::new(name).unwrap(), "")))
                .into_iter()
                .chain([None])
                .collect();
            let mut report = Report::default();
            report.extend(amounts.iter().map(|(file, euros)| finding(files[*file], *euros)));
            let before = Gaps::new(&report, Severity::Error);
            let (file, euros) = amounts[which.index(amounts.len())];
            report.add(finding(files[file], euros));
            prop_assert_eq!(&before, &Gaps::new(&report, Severity::Error));
            prop_assert_eq!(Gaps::new(&report, Severity::Warning), Gaps::default());
            let fiches: std::collections::BTreeSet<_> = amounts.iter().map(|a| a.0).filter(|f| *f < 3).collect();
            prop_assert_eq!(before.fiches, fiches.len());
        }
    }

    #[test]
    fn a_gap_of_the_act_is_said_apart() {
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a").unwrap(), "");
        let other = sources.add(ProjectPath::new("b").unwrap(), "");
        let mut report = Report::default();
        report.add(finding(None, 20_000));
        assert_eq!(
            Gaps::sentences(&report),
            ["écarts des erreurs : 20\u{a0}000\u{a0}€ au plus, sur l’acte entier"]
        );
        report.extend([finding(Some(file), 300), finding(Some(file), 200), finding(Some(other), 50)]);
        let said = "écarts des erreurs : 350\u{a0}€ sur 2 fiches (le plus grand de chacune) ; \
                    sur l’acte entier, 20\u{a0}000\u{a0}€ au plus";
        assert_eq!(Gaps::sentences(&report), [said]);
    }
}
