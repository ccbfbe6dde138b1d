//! The annexe de contrôle (`calpae build controle`): the findings by part of the act, numbered, with room for what the
//! two services decide of each.

use serde::Serialize;

use super::convention::{ActView, act_view};
use super::view::{Cell, Column, RowKind, TableView};
use crate::diagnostic::Report;
use crate::diagnostic::summary::{SummaryRow, by_family};
use crate::diagnostic::view::{Counts, FindingView, LabelView, findings};
use crate::model::{Dossier, Montant};
use crate::text::Sources;

/// Most places listed after the first one of a finding.
const PLACES_MAX: usize = 12;

/// The annexe de contrôle, as its template reads it.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    /// Title page and metadata of the act.
    pub acte: ActView,
    /// Number of findings by severity, in words; empty when there is none.
    pub comptes: String,
    /// Findings by family of rules; `None` when there is none.
    pub bilan: Option<TableView>,
    /// Findings by part of the act, in its order.
    pub groupes: Vec<FindingGroup>,
    /// Findings that the act tolerates, likewise.
    pub toleres: Vec<FindingGroup>,
}

/// Findings of one part of the act.
#[derive(Debug, Serialize)]
pub struct FindingGroup {
    /// « Fiche 4 – Accompagnement différencié ».
    pub titre: String,
    /// In the order of the report.
    pub constats: Vec<NumberedFinding>,
}

/// A finding and the number that the meeting calls it by.
#[derive(Debug, Serialize)]
pub struct NumberedFinding {
    /// Rank in the document, from 1; tolerated findings come last.
    pub numero: usize,
    /// Stable code, such as `FIN-001`.
    pub code: &'static str,
    /// Word of its severity.
    pub gravite: &'static str,
    /// One sentence with a capital, without a final period.
    pub message: String,
    /// File, without `content/`, and line; empty when no file is concerned.
    pub lieu: String,
    /// The line of the first place, cut when it is long.
    pub extrait: String,
    /// The other places, each with what is said of it.
    pub voir: Vec<String>,
    /// The arithmetic behind the finding.
    pub calcul: Option<String>,
    /// Advice.
    pub a_faire: Option<String>,
    /// Reason of the tolerance, for a tolerated finding.
    pub raison: Option<String>,
}

/// Composes the annexe de contrôle. `families` gives the code and title of each family of rules, `fingerprint`
/// identifies the sources.
pub fn check_report(
    dossier: &Dossier,
    report: &Report,
    families: &[(&str, &str)],
    sources: &Sources,
    fingerprint: &str,
) -> CheckReport {
    let (findings, tolerated) = findings(report, sources);
    let mut number = 0;
    let summary = by_family(report, families);
    CheckReport {
        acte: act_view(dossier, fingerprint),
        comptes: Counts::new(report).to_string(),
        bilan: (!summary.is_empty()).then(|| family_table(&summary)),
        groupes: group_findings(dossier, findings, &mut number),
        toleres: group_findings(dossier, tolerated, &mut number),
    }
}

fn family_table(lines: &[SummaryRow]) -> TableView {
    let titles = ["Erreurs", "Avertissements", "Conseils", "Tolérés", "Écarts en euros"];
    let mut columns = vec![Column::text("Famille de règles")];
    columns.extend(titles.map(Column::figures));
    let mut table = TableView::new(columns);
    let mut total = SummaryRow { family: "Ensemble".to_owned(), ..SummaryRow::default() };
    for line in lines {
        total.counted += line.counted;
        total.stake = total.stake.saturating_add(line.stake);
        table.push(RowKind::Ligne, family_cells(line));
    }
    table.push(RowKind::Total, family_cells(&total));
    table.align()
}

fn family_cells(line: &SummaryRow) -> Vec<Cell> {
    let counts = line.counted;
    let mut cells = vec![Cell::text(&line.family)];
    for count in [counts.erreurs, counts.avertissements, counts.conseils, counts.toleres] {
        cells.push(if count == 0 { Cell::text("–") } else { Cell::number(count.into(), None, "") });
    }
    let stake = Montant::rounded(line.stake).filter(|m| !m.is_zero());
    cells.push(stake.map_or(Cell::text("–"), |m| Cell::number(m.euros(), Some(2), "€")));
    cells
}

/// Groups the findings by part of the act and numbers them on from `number`.
fn group_findings(dossier: &Dossier, findings: Vec<FindingView>, number: &mut usize) -> Vec<FindingGroup> {
    let mut by_part: Vec<((usize, String), FindingView)> = findings
        .into_iter()
        .map(|finding| {
            let file = finding.lieux.first().map_or("", |place| place.fichier.as_str());
            (part_of_act(dossier, file), finding)
        })
        .collect();
    by_part.sort_by_key(|((index, _), _)| *index);
    let mut groups: Vec<FindingGroup> = Vec::new();
    for ((_, title), finding) in by_part {
        *number += 1;
        let numbered = numbered(finding, *number);
        match groups.last_mut().filter(|group| group.titre == title) {
            Some(group) => group.constats.push(numbered),
            None => groups.push(FindingGroup { titre: title, constats: vec![numbered] }),
        }
    }
    groups
}

/// The part of the act that a file belongs to: its rank in the act and its title.
fn part_of_act(dossier: &Dossier, file: &str) -> (usize, String) {
    let articles = dossier.articles.len();
    if let Some(index) = dossier.articles.iter().position(|a| a.path.as_str() == file)
        && let Some(article) = dossier.articles.get(index)
    {
        let number = article.number.as_ref().map(|n| format!("Article {n}"));
        let title = article.title.as_ref().map(|t| t.value.clone());
        let title = [number, title].into_iter().flatten().collect::<Vec<_>>().join(" – ");
        return (2 + index, title);
    }
    if let Some(index) = dossier.fiches.iter().position(|f| f.path.as_str() == file)
        && let Some(fiche) = dossier.fiches.get(index)
    {
        return (2 + articles + index, format!("Fiche {} – {}", fiche.number, fiche.title_in_table()));
    }
    let after = 2 + articles + dossier.fiches.len();
    let name = file.rsplit('/').next().unwrap_or(file);
    match name {
        _ if file.contains("/cadres/") => (after + 1, "Cadre".to_owned()),
        "organisation.yaml" => (1, "Parties".to_owned()),
        "indicateurs.yaml" => (after, "Matrice des indicateurs".to_owned()),
        _ => (0, "Acte".to_owned()),
    }
}

fn numbered(finding: FindingView, number: usize) -> NumberedFinding {
    let place = |label: &LabelView| format!("{}, ligne {}", short(&label.fichier), label.debut.ligne);
    let first = finding.lieux.first();
    let mut see_also: Vec<String> = Vec::new();
    for label in finding.lieux.iter().skip(1).take(PLACES_MAX) {
        let words = if label.texte.is_empty() { &label.extrait } else { &label.texte };
        let same_file = first.is_some_and(|first| first.fichier == label.fichier);
        let at = if same_file { format!("ligne {}", label.debut.ligne) } else { place(label) };
        see_also.push(format!("{at} : {words}"));
    }
    let remainder = finding.lieux.len().saturating_sub(1 + PLACES_MAX);
    if remainder > 0 {
        see_also.push(format!("et {remainder} autres"));
    }
    NumberedFinding {
        numero: number,
        code: finding.code,
        gravite: finding.gravite,
        message: capitalized(&finding.message),
        lieu: first.map_or(String::new(), place),
        extrait: first.map_or(String::new(), |l| l.ligne.clone()),
        voir: see_also,
        calcul: finding.calcul,
        a_faire: finding.a_faire.as_deref().map(capitalized),
        raison: finding.raison,
    }
}

/// A path without the folder that all of them share.
fn short(file: &str) -> &str {
    file.strip_prefix("content/").unwrap_or(file)
}

/// Capitalises the first letter of a sentence.
fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
}
