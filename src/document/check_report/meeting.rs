//! What findings say in a meeting: where they are in the act, what each place says, what was decided of them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::place::act_place;
use super::wording::{speaks_of_sources, without_sources};
use super::{
    ActPlace, ComparedPlace, DecisionView, FormKind, FormPlace, NamedFinding, RuleTitles, SourceLine,
    StakeGroup,
};
use crate::diagnostic::{Diagnostic, Label, Report, Severity, Weight};
use crate::model::meeting::{FindingDecision, FindingFate};
use crate::model::{Dossier, Montant};
use crate::text::{Sources, Span, capitalized};

/// Most places that the two readings of a finding are told from.
const READINGS_MAX: usize = 3;
/// Most lines listed after the first one of a finding.
const LINES_MAX: usize = 12;
/// Most characters quoted of a reading.
const QUOTED_MAX: usize = 120;

/// Whether a finding is of the writing or of the files: such are told by kind.
pub(super) fn is_of_form(finding: &Diagnostic) -> bool {
    matches!(finding.weight, Weight::Form | Weight::Reading)
}

/// What findings are told with.
pub(super) struct Meeting<'a> {
    dossier: &'a Dossier,
    sources: &'a Sources,
    titles: RuleTitles<'a>,
    decisions: BTreeMap<&'a str, &'a FindingDecision>,
}

impl<'a> Meeting<'a> {
    pub(super) fn new(dossier: &'a Dossier, sources: &'a Sources, titles: RuleTitles<'a>) -> Self {
        let decisions = dossier.decisions.iter().map(|decision| (decision.finding.value.as_str(), decision));
        Self { dossier, sources, titles, decisions: decisions.collect() }
    }

    fn place(&self, label: Option<&Label>) -> ActPlace {
        act_place(self.dossier, self.sources, label.map(|label| label.span))
    }

    fn decision(&self, finding: &Diagnostic) -> Option<&'a FindingDecision> {
        self.decisions.get(finding.identifier.as_str()).copied()
    }

    /// What a finding says to who has not the sources: what its rule finds, when it speaks of them.
    fn message(&self, finding: &Diagnostic) -> String {
        let title = (self.titles)(finding.code).filter(|_| speaks_of_sources(&finding.message));
        capitalized(title.unwrap_or(&finding.message))
    }

    pub(super) fn named(&self, finding: &Diagnostic) -> NamedFinding {
        let lieu = self.place(finding.labels.first());
        let mut lectures: Vec<ComparedPlace> = Vec::new();
        for label in &finding.labels {
            let reading = self.reading(finding, label);
            let is_new = |reading: &ComparedPlace| {
                !lectures.iter().any(|told| told.texte == reading.texte && told.lieu == reading.lieu)
            };
            lectures.extend(reading.filter(is_new));
        }
        let autres = lectures.len().saturating_sub(READINGS_MAX);
        lectures.truncate(READINGS_MAX);
        let euros = finding.stake.and_then(Montant::rounded).filter(|euros| !euros.is_zero());
        NamedFinding {
            identifiant: finding.name().to_owned(),
            gravite: finding.severity.word(),
            lieu,
            message: self.message(finding),
            euros: euros.map(|euros| euros.to_string()),
            lectures,
            autres,
            calcul: finding.arithmetic.clone(),
            piste: finding.help.as_deref().and_then(without_sources).map(|words| capitalized(&words)),
            raison: None,
            decision: self.decision(finding).map(decision_view),
        }
    }

    /// What a place says, when the finding does not say it already: the words that it is told by, or its own when they
    /// are prose.
    fn reading(&self, finding: &Diagnostic, label: &Label) -> Option<ComparedPlace> {
        let told = label.text.trim();
        // « fiche 1 : 110 000 € » is said by an arithmetic that has the amount.
        let figure = told.rsplit(" : ").next().unwrap_or(told);
        let is_said = |words: &str| {
            let is_a_term = |arithmetic: &str| {
                arithmetic.contains(words) || (told.contains(" : ") && arithmetic.contains(figure))
            };
            finding.message.contains(words) || finding.arithmetic.as_deref().is_some_and(is_a_term)
        };
        let (texte, cite) = match told {
            "" => (self.prose(label.span)?, true),
            told if speaks_of_sources(told) => return None,
            told => (told.to_owned(), false),
        };
        (!is_said(&texte)).then(|| ComparedPlace { lieu: self.place(Some(label)), texte, cite })
    }

    /// The words of a place of the body of a page, cut when they are long; none elsewhere, or when they bear marks.
    fn prose(&self, span: Span) -> Option<String> {
        let fiches = self.dossier.fiches.iter().map(|fiche| fiche.span);
        let bodies = fiches.chain(self.dossier.articles.iter().map(|article| article.span));
        let is_within = |body: Span| body.file == span.file && body.start <= span.start;
        let mut bodies = bodies.filter(|body| is_within(*body));
        bodies.next()?;
        let words = self.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.trim_start_matches(['#', '-', ' ']).replace("**", "");
        if words.chars().count() < 4 || words.contains(['{', '|', '`', '[', ']']) {
            return None;
        }
        let mut letters = words.chars();
        let cut: String = letters.by_ref().take(QUOTED_MAX).collect();
        Some(if letters.next().is_some() { format!("{}…", cut.trim_end()) } else { cut })
    }

    /// The errors by stake, the weightiest first.
    pub(super) fn stakes(&self, sorted: &[&Diagnostic]) -> Vec<StakeGroup> {
        let groups = Weight::ALL.into_iter().map(|weight| {
            let is_of_it =
                |finding: &&&Diagnostic| finding.severity == Severity::Error && finding.weight == weight;
            let mut errors: Vec<&&Diagnostic> = sorted.iter().filter(is_of_it).collect();
            errors.sort_by_key(|finding| Reverse(finding.stake.unwrap_or_default()));
            StakeGroup {
                enjeu: weight.word(),
                constats: errors.into_iter().map(|finding| self.named(finding)).collect(),
            }
        });
        groups.filter(|group| !group.constats.is_empty()).collect()
    }

    /// The findings of form by rule, in the order of the report.
    pub(super) fn kinds(&self, sorted: &[&Diagnostic]) -> Vec<FormKind> {
        let mut kinds: Vec<FormKind> = Vec::new();
        for finding in sorted.iter().filter(|finding| is_of_form(finding)) {
            let index = kinds.iter().position(|kind| kind.code == finding.code).unwrap_or_else(|| {
                let titre = (self.titles)(finding.code);
                kinds.push(FormKind {
                    code: finding.code,
                    titre: titre.map_or_else(|| self.message(finding), capitalized),
                    gravite: finding.severity.word(),
                    nombre: 0,
                    lieux: Vec::new(),
                    a_corriger: 0,
                    a_garder: 0,
                });
                kinds.len() - 1
            });
            let Some(kind) = kinds.get_mut(index) else { continue };
            kind.nombre += 1;
            match self.decision(finding).map(|decision| decision.fate) {
                Some(FindingFate::Corrected) => kind.a_corriger += 1,
                Some(FindingFate::Kept) => kind.a_garder += 1,
                None => {}
            }
            let lieu = self.place(finding.labels.first()).part();
            match kind.lieux.iter_mut().find(|place| place.lieu.rank == lieu.rank) {
                Some(place) => place.nombre += 1,
                None => kind.lieux.push(FormPlace { lieu, nombre: 1 }),
            }
        }
        kinds.iter_mut().for_each(|kind| kind.lieux.sort_by_key(|place| place.lieu.rank));
        kinds
    }

    /// The decisions to correct what is not found any more.
    pub(super) fn followed(&self, report: &Report) -> Vec<DecisionView> {
        let is_gone = |decision: &&&FindingDecision| {
            decision.fate == FindingFate::Corrected && report.identified(&decision.finding.value).is_none()
        };
        self.decisions.values().filter(is_gone).map(|decision| decision_view(decision)).collect()
    }

    /// All the findings with their files and lines, file by file: they are mended so.
    pub(super) fn source_lines(&self, report: &Report) -> Vec<SourceLine> {
        let findings = report.diagnostics().iter().chain(report.tolerated_findings());
        let mut lines: Vec<SourceLine> = findings.map(|finding| self.source_line(finding)).collect();
        let place = |line: &SourceLine| (line.fichier.clone(), line.ligne, line.identifiant.clone());
        lines.sort_by_key(place);
        lines
    }

    fn source_line(&self, finding: &Diagnostic) -> SourceLine {
        let place = |label: &Label| {
            let source = self.sources.source(label.span.file);
            (short(source.path().as_str()).to_owned(), source.line_column(label.span.start).0)
        };
        let first = finding.labels.first().map(place);
        let (fichier, ligne) = first.unwrap_or_default();
        let mut autres: Vec<String> = Vec::new();
        for (file, line) in finding.labels.iter().skip(1).map(place) {
            let told = if file == fichier {
                format!("ligne\u{a0}{line}")
            } else {
                format!("{file}, ligne\u{a0}{line}")
            };
            if (&file, line) != (&fichier, ligne) && !autres.contains(&told) {
                autres.push(told);
            }
        }
        let remainder = autres.len().saturating_sub(LINES_MAX);
        autres.truncate(LINES_MAX);
        if remainder > 0 {
            autres.push(format!("et {remainder} de plus"));
        }
        let is_worded_otherwise = is_of_form(finding) || speaks_of_sources(&finding.message);
        SourceLine {
            identifiant: finding.name().to_owned(),
            fichier,
            ligne,
            autres,
            message: is_worded_otherwise.then(|| capitalized(&finding.message)),
            a_faire: finding.help.as_deref().map(capitalized),
        }
    }
}

fn decision_view(decision: &FindingDecision) -> DecisionView {
    DecisionView {
        identifiant: decision.finding.value.clone(),
        choix: decision.fate.word(),
        qui: decision.by.clone(),
        quand: decision.day.map(|day| day.to_string()),
        note: decision.note.clone(),
    }
}

/// A path without the folder that all of them share.
fn short(file: &str) -> &str {
    file.strip_prefix("content/").unwrap_or(file)
}
