//! The input of the annexe de contrôle: the findings by part of the act, with their figures and room for the
//! decision of the two services.

use serde::Serialize;

use super::convention::{ActView, act_view};
use super::view::{Cell, Column, RowKind, TableView};
use crate::diagnostic::Report;
use crate::diagnostic::summary::{SummaryRow, by_family};
use crate::diagnostic::view::{Counts, FindingView, LabelView, findings};
use crate::model::{Dossier, Montant};
use crate::text::Sources;

/// Most places told beside the first one of a finding.
const PLACES_MAX: usize = 12;

/// All that the annexe de contrôle prints.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    /// The act that was checked.
    pub acte: ActView,
    /// How many findings, in words; empty when there is none.
    pub comptes: String,
    /// Findings by family; none without a finding.
    pub bilan: Option<TableView>,
    /// The findings by part of the act, in its order.
    pub groupes: Vec<FindingGroup>,
    /// Those that the act keeps, likewise.
    pub toleres: Vec<FindingGroup>,
}

/// A part of the act and its findings.
#[derive(Debug, Serialize)]
pub struct FindingGroup {
    /// « Fiche 4 – Accompagnement différencié ».
    pub titre: String,
    /// Its findings, in the order of the files.
    pub constats: Vec<NumberedFinding>,
}

/// A finding as it is printed.
#[derive(Debug, Serialize)]
pub struct NumberedFinding {
    /// Rank in the document, by which the meeting names it.
    pub numero: usize,
    /// Code of the rule.
    pub code: &'static str,
    /// Severity, by its word.
    pub gravite: &'static str,
    /// One sentence.
    pub message: String,
    /// File and line.
    pub lieu: String,
    /// What stands there.
    pub extrait: String,
    /// The places it is compared with.
    pub voir: Vec<String>,
    /// The arithmetic.
    pub calcul: Option<String>,
    /// What to do.
    pub a_faire: Option<String>,
    /// Why the act keeps it, when it does.
    pub raison: Option<String>,
}

/// Composes the annexe de contrôle of a report; `families` are the codes and titles of the families of rules.
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
    let c = line.counted;
    let mut cells = vec![Cell::text(&line.family)];
    for n in [c.erreurs, c.avertissements, c.conseils, c.toleres] {
        cells.push(if n == 0 { Cell::text("–") } else { Cell::number(n.into(), None, "") });
    }
    let stake = Montant::rounded(line.stake).filter(|m| !m.is_zero());
    cells.push(stake.map_or(Cell::text("–"), |m| Cell::number(m.euros(), Some(2), "€")));
    cells
}

/// The findings by part of the act; numbers go on from one part to the next.
fn group_findings(dossier: &Dossier, findings: Vec<FindingView>, number: &mut usize) -> Vec<FindingGroup> {
    let mut indexes: Vec<((usize, String), FindingView)> = findings
        .into_iter()
        .map(|c| (part_of_act(dossier, c.lieux.first().map_or("", |l| l.fichier.as_str())), c))
        .collect();
    indexes.sort_by_key(|((index, _), _)| *index);
    let mut groups: Vec<FindingGroup> = Vec::new();
    for ((_, title), finding) in indexes {
        *number += 1;
        let view = view(finding, *number);
        match groups.last_mut().filter(|g| g.titre == title) {
            Some(group) => group.constats.push(view),
            None => groups.push(FindingGroup { titre: title, constats: vec![view] }),
        }
    }
    groups
}

/// The part of the act that a file is: its rank and its title.
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

fn view(finding: FindingView, number: usize) -> NumberedFinding {
    let place = |l: &LabelView| format!("{}, ligne {}", short(&l.fichier), l.debut.ligne);
    let first = finding.lieux.first();
    let mut see_also: Vec<String> = Vec::new();
    for l in finding.lieux.iter().skip(1).take(PLACES_MAX) {
        let words = if l.texte.is_empty() { &l.extrait } else { &l.texte };
        let same = first.is_some_and(|p| p.fichier == l.fichier);
        let at = if same { format!("ligne {}", l.debut.ligne) } else { place(l) };
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

/// A path below `content/` and its edition, as the agents call it.
fn short(file: &str) -> &str {
    file.strip_prefix("content/").unwrap_or(file)
}

/// The sentence with its first letter as a capital.
fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
}
