//! The annexe de contrôle (`calpae build controle`), for a meeting of one hour: what is to be settled before the vote, by
//! stake; the findings by part of the act, with room for what the two services decide, or what they decided; form by
//! kind; the files and lines in a last annexe, for those who write the sources.

mod meeting;
mod place;
mod tables;
mod wording;

use std::collections::BTreeMap;

use serde::Serialize;

use super::act::{ActView, act_view};
use super::presentation::Imprint;
use super::view::TableView;
use crate::diagnostic::summary::{Gaps, by_family};
use crate::diagnostic::view::Counts;
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::model::Dossier;
use crate::resolve::Links;
use crate::text::{Sources, capitalized};
use meeting::{Meeting, is_of_form};
pub use place::ActPlace;
use tables::{family_table, figures_table};

/// The title of the rule of a code.
pub type RuleTitles<'a> = &'a dyn Fn(&str) -> Option<&'static str>;

/// The annexe de contrôle, as its template reads it.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    /// Title page and metadata of the act.
    pub acte: ActView,
    /// Number of findings by severity, in words; empty when there is none.
    pub comptes: String,
    /// The errors, by what is at stake, the weightiest first.
    pub a_trancher: Vec<StakeGroup>,
    /// Findings by family of rules; `None` when there is none.
    pub bilan: Option<TableView>,
    /// What the gaps in euros come to, one sentence a severity that has some, without a final period.
    pub ecarts: Vec<String>,
    /// What could not be checked, in one sentence without a final period.
    pub non_verifie: Option<String>,
    /// Errors and warnings, those of form apart, by part of the act in its order.
    pub parties: Vec<PartGroup>,
    /// Advice, form apart, likewise.
    pub conseils: Vec<PartGroup>,
    /// Findings of form, by kind.
    pub formes: Vec<FormKind>,
    /// Findings that the act tolerates, by part of the act.
    pub toleres: Vec<PartGroup>,
    /// Decisions to correct what is not found any more.
    pub suivies: Vec<DecisionView>,
    /// What the figures of the prose rest on, by part of the act; `None` when it has no figure.
    pub chiffres: Option<TableView>,
    /// All the findings with their files and lines, in the order of their identifiers.
    pub sources: Vec<SourceLine>,
}

/// The errors of one stake.
#[derive(Debug, Serialize)]
pub struct StakeGroup {
    /// « montants », « dates et articles ».
    pub enjeu: &'static str,
    /// The largest first.
    pub constats: Vec<NamedFinding>,
}

/// The findings of a part of the act.
#[derive(Debug, Serialize)]
pub struct PartGroup {
    /// The part.
    pub lieu: ActPlace,
    /// In the order of the report.
    pub constats: Vec<NamedFinding>,
}

/// A finding and what the meeting calls it by.
#[derive(Debug, Serialize)]
pub struct NamedFinding {
    /// The same from one edition of the document to the next: `FIN-001-7k2q`.
    pub identifiant: String,
    /// Word of its severity.
    pub gravite: &'static str,
    /// Where in the act.
    pub lieu: ActPlace,
    /// One sentence with a capital, without a final period, for who has not the sources.
    pub message: String,
    /// Euros at stake; `None` when it is not a difference of money.
    pub euros: Option<String>,
    /// What each place says.
    pub lectures: Vec<ComparedPlace>,
    /// How many other places it compares.
    pub autres: usize,
    /// The arithmetic behind it.
    pub calcul: Option<String>,
    /// What may be done, for who has not the sources.
    pub piste: Option<String>,
    /// Reason of the tolerance, for a tolerated finding.
    pub raison: Option<String>,
    /// What was decided.
    pub decision: Option<DecisionView>,
}

/// What a place of the act says, of those that a finding compares.
#[derive(Debug, Serialize)]
pub struct ComparedPlace {
    /// Where.
    pub lieu: ActPlace,
    /// What is said of it, or its words.
    pub texte: String,
    /// Whether these are its words.
    pub cite: bool,
}

/// What the services decided.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionView {
    /// Identifier of the finding.
    pub identifiant: String,
    /// `corriger` or `garder`.
    pub choix: &'static str,
    /// Who decided.
    pub qui: Option<String>,
    /// The day, in words.
    pub quand: Option<String>,
    /// Why, or how.
    pub note: Option<String>,
}

/// The findings of form of one rule.
#[derive(Debug, Serialize)]
pub struct FormKind {
    /// Code of the rule.
    pub code: &'static str,
    /// What it finds: title of the rule, or message of its first finding.
    pub titre: String,
    /// Word of the highest severity among them.
    pub gravite: &'static str,
    /// Number of findings.
    pub nombre: usize,
    /// The parts of the act that have some, in its order.
    pub lieux: Vec<FormPlace>,
    /// How many were decided to be corrected.
    pub a_corriger: usize,
    /// How many were decided to be kept.
    pub a_garder: usize,
}

/// A part of the act that has findings of form of one rule.
#[derive(Debug, Serialize)]
pub struct FormPlace {
    /// The part.
    pub lieu: ActPlace,
    /// How many.
    pub nombre: usize,
}

/// A finding in the sources.
#[derive(Debug, Serialize)]
pub struct SourceLine {
    /// Identifier of the finding.
    pub identifiant: String,
    /// File, without `content/`; empty when no file is concerned.
    pub fichier: String,
    /// Line of the file, from 1.
    pub ligne: usize,
    /// Other lines: « ligne 12 » of the same file, or file and line.
    pub autres: Vec<String>,
    /// The message, when the document words it otherwise or not at all.
    pub message: Option<String>,
    /// Advice.
    pub a_faire: Option<String>,
}

/// Composes the annexe de contrôle. `rules` gives the code and title of each family of rules and the title of a rule,
/// `fingerprint` identifies the sources.
pub fn check_report(
    dossier: &Dossier,
    report: &Report,
    rules: (&[(&str, &str)], RuleTitles<'_>),
    snapshot: (&Sources, &Links),
    fingerprint: &str,
) -> CheckReport {
    let (families, titles) = rules;
    let (sources, links) = snapshot;
    let summary = by_family(report, families);
    let meeting = Meeting::new(dossier, sources, titles);
    let sorted = report.sorted(sources);
    let of = |wanted: &dyn Fn(&Diagnostic) -> bool| -> Vec<NamedFinding> {
        sorted.iter().filter(|finding| wanted(finding)).map(|finding| meeting.named(finding)).collect()
    };
    let is_advice = |finding: &Diagnostic| finding.severity == Severity::Advice;
    let tolerated = report
        .tolerated(sources)
        .into_iter()
        .map(|kept| NamedFinding { raison: Some(kept.reason.clone()), ..meeting.named(&kept.finding) });
    CheckReport {
        acte: act_view(dossier, Imprint::annotated(fingerprint)),
        comptes: Counts::new(report).to_string(),
        a_trancher: meeting.stakes(&sorted),
        bilan: (!summary.is_empty()).then(|| family_table(&summary)),
        ecarts: Gaps::sentences(report).iter().map(|sentence| capitalized(sentence)).collect(),
        non_verifie: report.left_aside().map(|left| capitalized(&left.to_string())),
        parties: by_part(of(&|finding| !is_of_form(finding) && !is_advice(finding))),
        conseils: by_part(of(&|finding| !is_of_form(finding) && is_advice(finding))),
        formes: meeting.kinds(&sorted),
        toleres: by_part(tolerated.collect()),
        suivies: meeting.followed(report),
        chiffres: figures_table(dossier, links),
        sources: meeting.source_lines(report),
    }
}

/// The findings by part of the act, in its order.
fn by_part(findings: Vec<NamedFinding>) -> Vec<PartGroup> {
    let mut parts: BTreeMap<(u8, usize), PartGroup> = BTreeMap::new();
    for finding in findings {
        let part = finding.lieu.part();
        let group = parts.entry(part.rank).or_insert_with(|| PartGroup { lieu: part, constats: Vec::new() });
        group.constats.push(finding);
    }
    parts.into_values().collect()
}
