//! The findings on one screen: how many, what to settle first, what is at stake, what could not be checked, what to type
//! next.

use super::summary::{Gaps, by_weight, euros};
use super::view::Counts;
use super::{Diagnostic, Report, Severity, visible};
use crate::text::{Sources, capitalized};

/// Lines of a small terminal.
const LINES_MAX: usize = 24;
/// Most findings listed.
const LISTED_MAX: usize = 6;
/// Columns of a line; a terminal of 80 wraps it once.
const WIDTH: usize = 100;
/// Columns of a place, as « rapports/2024/fiches/04 ».
const PLACE: usize = 23;

/// Sums a report up on a screen of 24 lines, under a line that says what was checked. Empty for an empty report.
pub fn render(report: &Report, sources: &Sources, checked: &str) -> String {
    let sorted = report.sorted(sources);
    let mut foot: Vec<String> = vec![String::new()];
    foot.extend(table(report));
    let sentences = Gaps::sentences(report);
    foot.extend(sentences.iter().map(|sentence| format!("{}.", capitalized(sentence))));
    if let Some(left) = report.left_aside() {
        foot.push(format!("Non vérifié : {left}."));
    }
    foot.extend(next(&sorted));
    let mut lines = vec![cut(checked, WIDTH)];
    lines.extend(fold(&headline(report)));
    if !sorted.is_empty() {
        lines.push(String::new());
        lines.push("À trancher d’abord :".to_owned());
        // One line for what is not listed, one for what the terminal may wrap.
        let room = LINES_MAX.saturating_sub(lines.len() + foot.len() + 2).clamp(1, LISTED_MAX);
        let listed: Vec<&Diagnostic> = sorted.iter().take(room).copied().collect();
        lines.extend(table_of(&listed, sources));
        if let Some(more) = more(&sorted, room) {
            lines.push(more);
        }
    }
    if report.diagnostics().is_empty() && report.tolerated_count() == 0 && report.left_aside().is_none() {
        return String::new();
    }
    lines.extend(foot);
    let text: String = lines.iter().map(|line| format!("{}\n", line.trim_end())).collect();
    visible(&text).into_owned()
}

/// « 23 erreurs, dont 7 sur les montants et 9 sur les dates et les articles ; 58 avertissements, 109 conseils. » The two
/// weightiest stakes of the errors are named.
pub fn headline(report: &Report) -> String {
    let counts = Counts::new(report);
    let errors = Counts { erreurs: counts.erreurs, ..Counts::default() };
    let others = Counts { erreurs: 0, ..counts };
    let stakes: Vec<String> = by_weight(report)
        .into_iter()
        .filter(|(_, counts)| counts.erreurs > 0)
        .take(2)
        .map(|(weight, counts)| format!("{} {}", counts.erreurs, weight.about()))
        .collect();
    let of_which = if stakes.is_empty() { String::new() } else { format!(", dont {}", stakes.join(" et ")) };
    let parts = [format!("{errors}{of_which}"), others.to_string()];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    if said.is_empty() { "Aucun constat.".to_owned() } else { format!("{}.", said.join(" ; ")) }
}

/// Findings on one line each: identifier, place, euros, message.
pub(super) fn table_of(findings: &[&Diagnostic], sources: &Sources) -> Vec<String> {
    let cells = |finding: &Diagnostic| {
        let file = finding.labels.first().map(|label| sources.source(label.span.file));
        let place = file.map_or(String::new(), |file| cut(&place(file.path().as_str()), PLACE));
        let stake = finding.stake.filter(|stake| !stake.is_zero()).map(euros).unwrap_or_default();
        [finding.name().to_owned(), place, stake]
    };
    let rows: Vec<([String; 3], &Diagnostic)> =
        findings.iter().map(|finding| (cells(finding), *finding)).collect();
    let [names, places, stakes] = [0, 1, 2]
        .map(|column| rows.iter().filter_map(|(cells, _)| Some(cells.get(column)?.chars().count())).max());
    let width = |column: Option<usize>| column.unwrap_or_default();
    let (names, places, stakes) = (width(names), width(places), width(stakes));
    let lines = rows.iter().map(|([name, place, stake], finding)| {
        let gap = if stakes > 0 { format!("  {stake:>stakes$}") } else { String::new() };
        let head = format!("  {name:<names$}  {place:<places$}{gap}  ");
        let room = WIDTH.saturating_sub(head.chars().count());
        let message: String =
            finding.message.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        format!("{head}{}", cut(&message, room)).trim_end().to_owned()
    });
    lines.collect()
}

/// A sentence on two lines when one is too short, cut at its semicolon.
fn fold(sentence: &str) -> Vec<String> {
    match sentence.split_once(" ; ").filter(|_| sentence.chars().count() > WIDTH) {
        Some((first, second)) => vec![format!("{first} ;"), second.to_owned()],
        None => vec![sentence.to_owned()],
    }
}

/// A file by the fewest words: `fiches/04`, `articles/03`, `convention`.
fn place(path: &str) -> String {
    // Beside what all the editions share, a folder of content/ is an edition: « 2022 », « 2024-2027 ».
    let whole = path.strip_prefix("content/").map_or(path, |within| match within.split_once('/') {
        Some((folder, own)) if folder != "cadres" => own,
        _ => within,
    });
    let (folder, name) = whole.rsplit_once('/').unwrap_or(("", whole));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let number = stem.split_once(['-', '_', ' ']).map(|(number, _)| number);
    let own = number.filter(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit())).unwrap_or(stem);
    if folder.is_empty() { own.to_owned() } else { format!("{folder}/{own}") }
}

/// What the list does not show, of the severity where it stops.
fn more(sorted: &[&Diagnostic], listed: usize) -> Option<String> {
    let severity = sorted.get(listed)?.severity;
    let left = sorted.iter().skip(listed).filter(|d| d.severity == severity).count();
    let mut counts = Counts::default();
    (0..left).for_each(|_| counts.add(severity));
    Some(format!("  … et {counts} encore"))
}

/// The findings by stake and severity.
fn table(report: &Report) -> Vec<String> {
    let weights = by_weight(report);
    if weights.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![format!("{:<22}{:>8}{:>16}{:>10}", "", "erreurs", "avertissements", "conseils")];
    for (weight, counts) in weights {
        let cell = |severity| match counts.of(severity) {
            0 => "–".to_owned(),
            n => n.to_string(),
        };
        let [errors, warnings, advice] = Severity::ALL.map(cell);
        lines.push(format!("{:<22}{errors:>8}{warnings:>16}{advice:>10}", capitalized(weight.word())));
    }
    lines
}

/// What to type next.
fn next(sorted: &[&Diagnostic]) -> Vec<String> {
    let Some(first) = sorted.first() else { return vec!["Tout voir : calpae check --tout".to_owned()] };
    vec![
        format!(
            "Voir les {}s : calpae check --gravite {0} ; tout voir : calpae check --tout",
            first.severity
        ),
        format!("Comprendre : calpae explain {}", first.name()),
    ]
}

/// A text of some columns at most.
fn cut(text: &str, columns: usize) -> String {
    if text.chars().count() <= columns {
        return text.to_owned();
    }
    let kept: String = text.chars().take(columns.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::{LeftAside, LookedAt, Weight};
    use crate::text::{ProjectPath, Span};

    #[test]
    fn a_place_is_what_a_tolerance_names() {
        for (path, expected) in [
            ("content/2022/fiches/04-accompagnement.md", "fiches/04"),
            ("content/2022/fiches/axe-1/04.md", "fiches/axe-1/04"),
            ("content/2022/convention.yaml", "convention"),
            ("content/2022/articles/preambule.md", "articles/preambule"),
            ("content/2022/rapports/2022/fiches/04-x.md", "rapports/2022/fiches/04"),
            ("content/2024-2027/fiches/04-x.md", "fiches/04"),
            ("content/cadres/appui-2024.yaml", "cadres/appui-2024"),
            ("content/organisation.yaml", "organisation"),
            ("templates/charte/page.typ", "templates/charte/page"),
        ] {
            assert_eq!(place(path), expected);
        }
    }

    proptest! {
        #[test]
        fn it_holds_on_one_screen(
            findings in prop::collection::vec((0_usize..3, 0_usize..6, 0_u32..3, "[a-zé€\n]{0,150}"), 0..40),
            left in any::<bool>(),
        ) {
            let mut sources = Sources::default();
            let file = sources.add(ProjectPath::new("content/2024/fiches/01-a.md").unwrap(), "a");
            let mut report = Report::default();
            for (severity, weight, euros, message) in &findings {
                let mut finding = Diagnostic::error("FIN-001", Span { file, start: 0, end: 1 }, message.clone())
                    .weighs(Weight::ALL[*weight])
                    .stake((*euros).into());
                finding.severity = Severity::ALL[*severity];
                report.add(finding);
            }
            let files = vec![ProjectPath::new("content/2024/fiches/01-a.md").unwrap(); 3];
            let aside = LeftAside { rules: vec!["FIN-006"; 58], files, look_at: LookedAt::Act };
            report.leave_aside(left.then_some(aside));
            let text = render(&report, &sources, "Édition 2024, projet « ille »");
            prop_assert!(text.is_empty() || text.starts_with("Édition 2024, projet « ille »\n"));
            prop_assert!(text.lines().count() <= LINES_MAX, "{}", text);
            prop_assert_eq!(text.is_empty(), findings.is_empty() && !left);
            prop_assert!(text.lines().filter(|l| !l.starts_with("Non vérifié") && !l.starts_with("Écarts")).all(|l| l.chars().count() <= WIDTH));
            prop_assert_eq!(text.contains("58 règles"), left);
        }
    }
}
