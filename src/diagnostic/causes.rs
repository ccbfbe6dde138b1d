//! One cause, one finding: an error of reading that stands where another of a lower level stands comes from it.

use super::{Diagnostic, Gap, Severity};
use crate::text::Span;

/// Leaves out the errors that come from another of the list, whose advice tells how many they are. The model lacks the
/// same without them.
pub fn leave_out_consequences(findings: &mut Vec<Diagnostic>) {
    let errors = reading_errors(findings);
    let causes: Vec<Option<usize>> =
        findings.iter().map(|finding| cause(finding, findings, &errors)).collect();
    let mut consequences = vec![0_usize; findings.len()];
    for cause in causes.iter().flatten() {
        if let Some(count) = consequences.get_mut(*cause) {
            *count += 1;
        }
    }
    for (finding, count) in findings.iter_mut().zip(consequences).filter(|(_, count)| *count > 0) {
        let told = match count {
            1 => "un autre constat, au même endroit, en vient".to_owned(),
            n => format!("{n} autres constats, au même endroit, en viennent"),
        };
        let help = finding.help.take();
        finding.help = Some(help.map_or(told.clone(), |help| format!("{help} ; {told}")));
    }
    let mut causes = causes.into_iter();
    findings.retain(|_| causes.next().flatten().is_none());
}

/// An error of reading among others.
struct ReadingError {
    place: Span,
    level: u8,
    /// Its rank in the list.
    index: usize,
    /// Where the last of those that start no later ends.
    last_end: usize,
}

/// The errors of reading of a list, in the order of their places.
fn reading_errors(findings: &[Diagnostic]) -> Vec<ReadingError> {
    let of = |(index, finding)| {
        Some(ReadingError { place: place(finding)?, level: level(finding)?, index, last_end: 0 })
    };
    let mut errors: Vec<ReadingError> = findings.iter().enumerate().filter_map(of).collect();
    errors.sort_by_key(|error| (error.place.file, error.place.start));
    let (mut file, mut last_end) = (None, 0);
    for error in &mut errors {
        if file != Some(error.place.file) {
            (file, last_end) = (Some(error.place.file), 0);
        }
        last_end = error.place.end.max(last_end);
        error.last_end = last_end;
    }
    errors
}

/// The error that a finding comes from.
fn cause(finding: &Diagnostic, findings: &[Diagnostic], errors: &[ReadingError]) -> Option<usize> {
    let level = level(finding)?;
    let place = place(finding)?;
    let starts_before =
        |error: &ReadingError| (error.place.file, error.place.start) < (place.file, place.end);
    let before = errors.get(..errors.partition_point(starts_before))?.iter().rev();
    let near = before.take_while(|error| error.place.file == place.file && error.last_end > place.start);
    let stands_below = |error: &&ReadingError| {
        error.level < level
            && overlap(place, error.place)
            && findings.get(error.index).is_some_and(|other| lacks_as_much(other, finding))
    };
    // The lowest of them has no cause itself.
    near.filter(stands_below).min_by_key(|error| (error.level, error.index)).map(|error| error.index)
}

/// What must be right before the rest can be: letters, then YAML, then keys and values, then the quotes of a value, which
/// a wrong one does not need yet. None for what is no error of reading.
fn level(finding: &Diagnostic) -> Option<u8> {
    if finding.severity != Severity::Error {
        return None;
    }
    match finding.code {
        "TXT-001" | "TXT-005" | "TXT-006" => Some(0),
        "YAML-005" => Some(3),
        code if code.starts_with("YAML-") => Some(1),
        "TAB-003" => Some(2),
        code if code.starts_with("VAL-") || code.starts_with("CLE-") => Some(2),
        _ => None,
    }
}

fn place(finding: &Diagnostic) -> Option<Span> {
    finding.labels.first().map(|label| label.span)
}

fn overlap(a: Span, b: Span) -> bool {
    a.file == b.file && a.start.max(b.start) < a.end.min(b.end)
}

/// Whether what the model lacks by a consequence is told by its cause too.
fn lacks_as_much(cause: &Diagnostic, consequence: &Diagnostic) -> bool {
    let rank = |gap| match gap {
        Gap::Nothing => 0,
        Gap::Link => 1,
        Gap::Part => 2,
        Gap::File | Gap::Pages => 3,
    };
    rank(cause.gap) >= rank(consequence.gap)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{ProjectPath, Sources};

    #[test]
    fn what_stands_on_a_fault_of_letters_is_its_consequence() {
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a.yaml").unwrap(), "montant: 72 000 €\n");
        let error =
            |code, start, end| Diagnostic::error(code, Span { file, start, end }, "").help("le retirer");
        let kept = |findings: Vec<Diagnostic>| {
            let mut findings = findings;
            leave_out_consequences(&mut findings);
            findings.into_iter().map(|d| (d.code, d.help.unwrap_or_default())).collect::<Vec<_>>()
        };
        let said = "le retirer ; 2 autres constats, au même endroit, en viennent".to_owned();
        let all = vec![error("VAL-001", 9, 17), error("TXT-005", 11, 12), error("YAML-005", 10, 13)];
        assert_eq!(kept(all), [("TXT-005", said)]);
        // Beside it, at its level, of another kind, or told by less: each is a fault of its own.
        let own = |code| (code, "le retirer".to_owned());
        let beside = vec![error("VAL-001", 0, 7), error("TXT-005", 11, 12)];
        assert_eq!(kept(beside), [own("VAL-001"), own("TXT-005")]);
        let level = vec![error("VAL-001", 9, 17), error("CLE-003", 9, 17), error("REF-001", 9, 17)];
        assert_eq!(kept(level), [own("VAL-001"), own("CLE-003"), own("REF-001")]);
        let lesser = vec![error("VAL-001", 9, 17), error("TXT-005", 11, 12).leaves(Gap::Nothing)];
        assert_eq!(kept(lesser), [own("VAL-001"), own("TXT-005")]);
        assert_eq!(kept(vec![error("VAL-001", 9, 17), error("TXT-005", 11, 12).warning()]).len(), 2);
    }
}
