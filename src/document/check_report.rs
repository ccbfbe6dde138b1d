//! The annexe de contrôle (`calpae build controle`): the findings, those to settle first at the head, each under its
//! identifier, with room for what the two services decide of it.

use serde::Serialize;

use super::convention::{ActView, act_view};
use super::presentation::Imprint;
use super::view::{Cell, Column, RowKind, TableView};
use crate::diagnostic::Report;
use crate::diagnostic::summary::{Gaps, SummaryRow, by_family};
use crate::diagnostic::view::{Counts, FindingView, LabelView, findings};
use crate::figures::{FigureTally, inventory};
use crate::model::{Dossier, Montant};
use crate::resolve::Links;
use crate::text::{Sources, capitalized};

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
    /// What the gaps in euros come to, one sentence a severity that has some, without a final period.
    pub ecarts: Vec<String>,
    /// What the figures of the prose rest on, by part of the act; `None` when it has no figure.
    pub chiffres: Option<TableView>,
    /// What could not be checked, in one sentence without a final period.
    pub non_verifie: Option<String>,
    /// Findings by severity and what is at stake.
    pub groupes: Vec<FindingGroup>,
    /// Findings that the act tolerates, likewise.
    pub toleres: Vec<FindingGroup>,
}

/// Findings of one severity and stake.
#[derive(Debug, Serialize)]
pub struct FindingGroup {
    /// « Erreurs : montants ».
    pub titre: String,
    /// In the order of the report.
    pub constats: Vec<NamedFinding>,
}

/// A finding and what the meeting calls it by.
#[derive(Debug, Serialize)]
pub struct NamedFinding {
    /// Stable code, such as `FIN-001`.
    pub code: &'static str,
    /// The same from one edition of the document to the next: `FIN-001-7k2q`.
    pub identifiant: String,
    /// The part of the act that it stands in: « Fiche 4 – Accompagnement différencié ».
    pub partie: String,
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
    snapshot: (&Sources, &Links),
    fingerprint: &str,
) -> CheckReport {
    let (sources, links) = snapshot;
    let (findings, tolerated) = findings(report, sources);
    let summary = by_family(report, families);
    CheckReport {
        acte: act_view(dossier, Imprint::annotated(fingerprint)),
        comptes: Counts::new(report).to_string(),
        bilan: (!summary.is_empty()).then(|| family_table(&summary)),
        ecarts: Gaps::sentences(report).iter().map(|sentence| capitalized(sentence)).collect(),
        chiffres: figures_table(dossier, links),
        non_verifie: report.left_aside().map(|left| capitalized(&left.to_string())),
        groupes: group_findings(dossier, findings),
        toleres: group_findings(dossier, tolerated),
    }
}

/// The parts of the act that have figures, each with what these rest on.
fn figures_table(dossier: &Dossier, links: &Links) -> Option<TableView> {
    let inventory = inventory(dossier, links);
    let titles = ["Calculés", "Liés", "Sourcés", "Déclarés libres", "Libres", "Tenus"];
    let mut columns = vec![Column::text("Partie de l’acte")];
    columns.extend(titles.map(Column::figures));
    let mut table = TableView::new(columns);
    for file in inventory.files.iter().filter(|file| !file.uses.is_empty()) {
        table.push(RowKind::Ligne, tally_cells(&part_of_act(dossier, file.path.as_str()), file.tally()));
    }
    let total = inventory.tally();
    table.push(RowKind::Total, tally_cells("Ensemble", total));
    (total.all() > 0).then(|| table.align())
}

fn tally_cells(part: &str, tally: FigureTally) -> Vec<Cell> {
    let count = |count: usize| match i64::try_from(count) {
        Ok(count) if count > 0 => Cell::number(count.into(), None, ""),
        _ => Cell::text("–"),
    };
    let counts = [tally.computed, tally.linked, tally.with_source, tally.declared, tally.free];
    let held = tally.held().and_then(|held| i64::try_from(held).ok());
    let held = held.map_or(Cell::text("–"), |held| Cell::number(held.into(), None, "%"));
    std::iter::once(Cell::text(part)).chain(counts.map(count)).chain([held]).collect()
}

fn family_table(lines: &[SummaryRow]) -> TableView {
    let titles = ["Erreurs", "Avertissements", "Conseils", "Tolérés", "Plus grand écart"];
    let mut columns = vec![Column::text("Famille de règles")];
    columns.extend(titles.map(Column::figures));
    let mut table = TableView::new(columns);
    let mut total = SummaryRow { family: "Ensemble".to_owned(), ..SummaryRow::default() };
    for line in lines {
        total.counted += line.counted;
        total.largest = total.largest.max(line.largest);
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
    let stake = Montant::rounded(line.largest).filter(|m| !m.is_zero());
    cells.push(stake.map_or(Cell::text("–"), |m| Cell::number(m.euros(), Some(2), "€")));
    cells
}

/// Groups the findings under their headings, in their order.
fn group_findings(dossier: &Dossier, findings: Vec<FindingView>) -> Vec<FindingGroup> {
    let mut groups: Vec<FindingGroup> = Vec::new();
    for finding in findings {
        let titre = finding.heading();
        let named = named(finding, dossier);
        match groups.last_mut().filter(|group| group.titre == titre) {
            Some(group) => group.constats.push(named),
            None => groups.push(FindingGroup { titre, constats: vec![named] }),
        }
    }
    groups
}

/// The part of the act that a file belongs to.
fn part_of_act(dossier: &Dossier, file: &str) -> String {
    if let Some(article) = dossier.articles.iter().find(|a| a.path.as_str() == file) {
        let number = article.number.as_ref().map(|n| format!("Article {n}"));
        let title = article.title.as_ref().map(|t| t.value.clone());
        return [number, title].into_iter().flatten().collect::<Vec<_>>().join(" – ");
    }
    if let Some(fiche) = dossier.fiches.iter().find(|f| f.path.as_str() == file) {
        return format!("Fiche {} – {}", fiche.number, fiche.title_in_table());
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    let part = match name {
        _ if file.contains("/cadres/") => "Cadre",
        "organisation.yaml" => "Parties",
        "indicateurs.yaml" => "Matrice des indicateurs",
        _ => "Acte",
    };
    part.to_owned()
}

fn named(finding: FindingView, dossier: &Dossier) -> NamedFinding {
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
    NamedFinding {
        code: finding.code,
        partie: part_of_act(dossier, first.map_or("", |label| label.fichier.as_str())),
        identifiant: finding.name().to_owned(),
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
