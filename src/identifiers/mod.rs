//! Identifiers of findings that stay from one run to the next: the code of the rule, and a digest of where the finding
//! stands by the identity of what is there (fiche, key, item, heading, words), never by file number, line or amount. What
//! two services decide of a finding stays with it while the act is edited around.

mod address;
mod fiche_names;
mod nearby;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Report, Subject, Topic};
use crate::lang;
use crate::project::FileRole;
use crate::text::{Sources, words};
use address::Addresses;

/// Signs of the digest: no letter that passes for a digit, no vowel that would make a word.
const ALPHABET: &[u8; 27] = b"23456789bcdfghjkmnpqrstvwxz";
/// Fewest signs of the digest; more when two findings of a report would share them.
const SIGNS_MIN: usize = 4;
/// Most signs of the digest: those of 64 bits.
const SIGNS_MAX: usize = 13;

/// Removes the doubles of a report, and gives each finding its identifier and the fiche whose money it is about. To be
/// called again when findings were added.
pub fn name(report: &mut Report, sources: &Sources, edition: &str) {
    for finding in report.findings_mut() {
        finding.identifier.clear();
        finding.subject = subject(finding, sources, edition);
    }
    report.remove_doubles(sources);
    let addresses = Addresses::new(sources, edition);
    // Equal keys in the order of their places: the first keeps the plain key, so that the others come and go without it.
    let mut findings: Vec<&mut Diagnostic> = report.findings_mut().collect();
    findings.sort_by_key(|finding| finding.labels.first().map(|label| (label.span.file, label.span.start)));
    let keys: Vec<String> = findings.par_iter().map(|finding| key(finding, &addresses)).collect();
    let others = distinguished(&keys, &findings, |finding| {
        finding.labels.get(1).map_or(String::new(), |label| addresses.of(label.span))
    });
    let keys: Vec<String> = keys
        .into_iter()
        .zip(others)
        .map(|(key, other)| format!("{key}\0{}", other.unwrap_or_default()))
        .collect();
    let said = distinguished(&keys, &findings, |finding| without_digits(&finding.message));
    let keys = keys.into_iter().zip(said).map(|(key, said)| match said {
        Some(said) => format!("{key}\0{said}"),
        None => key,
    });
    // Only what nothing tells apart goes by its rank.
    let mut ranks: BTreeMap<String, usize> = BTreeMap::new();
    let keys: Vec<String> = keys
        .map(|key| {
            let rank = ranks.entry(key.clone()).or_default();
            *rank += 1;
            format!("{key}\0{}", *rank - 1)
        })
        .collect();
    let digests: Vec<String> = keys.par_iter().map(|key| signs(key)).collect();
    let lengths = lengths(&findings, &digests);
    for ((finding, digest), length) in findings.iter_mut().zip(&digests).zip(lengths) {
        let short = digest.get(..length).unwrap_or(digest);
        finding.identifier = format!("{}-{short}", finding.code);
    }
}

/// The fiche that a finding is about.
fn subject(finding: &Diagnostic, sources: &Sources, edition: &str) -> Subject {
    let Some(file) = finding.labels.first().map(|label| label.span.file) else { return Subject::Act };
    match FileRole::of(sources.source(file).path(), edition) {
        Some(FileRole::Fiche) => Subject::Fiche(file),
        _ => Subject::Act,
    }
}

/// What names a finding: its code and what it is about, by its topic, its words, or the address of its place and the
/// list that it is compared with.
fn key(finding: &Diagnostic, addresses: &Addresses<'_>) -> String {
    if let Topic::Named(topic) = &finding.topic {
        return format!("{}\0{topic}", finding.code);
    }
    if let Topic::At(place) = finding.topic {
        return format!("{}\0{}\0", finding.code, addresses.of(place));
    }
    let Some(label) = finding.labels.first() else {
        return format!("{}\0{}", finding.code, without_digits(&finding.message));
    };
    if finding.topic == Topic::Words {
        let text = lang::flat(addresses.text(label.span));
        let stems: Vec<String> = words(&text).map(|(_, word)| lang::stem(word)).collect();
        return format!("{}\0{}", finding.code, stems.join(" "));
    }
    // The total of the charges and that of the financements are two findings of one place.
    let list = finding.labels.get(1).filter(|other| other.span.file == label.span.file);
    let list = list.and_then(|other| addresses.list_of(other.span)).unwrap_or_default();
    format!("{}\0{}\0{list}", finding.code, addresses.of(label.span))
}

/// What tells apart the findings that share a key; none for those whose key is theirs alone, or when it is the same for
/// all that share it.
fn distinguished(
    keys: &[String],
    findings: &[&mut Diagnostic],
    distinction: impl Fn(&Diagnostic) -> String,
) -> Vec<Option<String>> {
    let mut same: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, key) in keys.iter().enumerate() {
        same.entry(key).or_default().push(index);
    }
    let mut distinguished = vec![None; keys.len()];
    for indexes in same.values().filter(|indexes| indexes.len() > 1) {
        let told: Vec<(usize, String)> =
            indexes.iter().filter_map(|&index| Some((index, distinction(findings.get(index)?)))).collect();
        let differ = told.iter().map(|(_, told)| told).collect::<BTreeSet<_>>().len() > 1;
        for (index, told) in told.into_iter().filter(|_| differ) {
            if let Some(place) = distinguished.get_mut(index) {
                *place = Some(told);
            }
        }
    }
    distinguished
}

/// A message without its figures, which change while it stays the same finding.
fn without_digits(message: &str) -> String {
    message.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// The signs of a key.
fn signs(key: &str) -> String {
    let digest = Sha256::digest(key);
    let mut value = digest.iter().take(8).fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    let base = ALPHABET.len() as u64;
    let mut signs = String::with_capacity(SIGNS_MAX);
    for _ in 0..SIGNS_MAX {
        let sign = usize::try_from(value % base).ok().and_then(|index| ALPHABET.get(index));
        signs.push(sign.map_or('2', |sign| char::from(*sign)));
        value /= base;
    }
    signs
}

/// The number of signs of each identifier: enough that no other finding of its code shares them.
fn lengths(findings: &[&mut Diagnostic], digests: &[String]) -> Vec<usize> {
    let mut taken: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (finding, digest) in findings.iter().zip(digests) {
        for length in SIGNS_MIN..=SIGNS_MAX {
            *taken.entry((finding.code, digest.get(..length).unwrap_or(digest))).or_default() += 1;
        }
    }
    let is_alone = |code: &str, digest: &str, length: &usize| {
        taken.get(&(code, digest.get(..*length).unwrap_or(digest))) == Some(&1)
    };
    let shortest = |code, digest| (SIGNS_MIN..=SIGNS_MAX).find(|length| is_alone(code, digest, length));
    let pairs = findings.iter().zip(digests);
    pairs.map(|(finding, digest)| shortest(finding.code, digest).unwrap_or(SIGNS_MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{ProjectPath, Span};

    #[test]
    fn two_findings_of_one_place_have_two_identifiers() {
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("content/2024/fiches/01-a.md").unwrap(), "---\na: 1\n---\n");
        let place = Span { file, start: 7, end: 8 };
        let mut report = Report::default();
        for message in ["un", "deux", "trois", "trois"] {
            report.add(Diagnostic::error("FIN-001", place, message));
        }
        name(&mut report, &sources, "2024");
        let names: BTreeSet<&str> = report.diagnostics().iter().map(Diagnostic::name).collect();
        assert_eq!((report.diagnostics().len(), names.len()), (3, 3));
        assert!(names.iter().all(|name| name.len() == "FIN-001-".len() + SIGNS_MIN), "{names:?}");
        let before: Vec<String> = report.diagnostics().iter().map(|d| d.identifier.clone()).collect();
        name(&mut report, &sources, "2024");
        assert!(report.diagnostics().iter().map(|d| &d.identifier).eq(&before));
        assert_eq!(
            report.identified(&before[0].to_lowercase()).map(Diagnostic::name),
            Some(before[0].as_str())
        );
    }

    #[test]
    fn digests_that_begin_alike_are_lengthened() {
        let mut findings: Vec<Diagnostic> =
            ["FIN-001", "FIN-001", "FIN-002"].map(|code| Diagnostic::without_place(code, "")).into();
        let findings: Vec<&mut Diagnostic> = findings.iter_mut().collect();
        let digests = ["bcdfghjkmnpqr", "bcdfgxxxxxxxx", "bcdfghjkmnpqr"].map(str::to_owned);
        assert_eq!(lengths(&findings, &digests), [6, 6, 4]);
    }
}
