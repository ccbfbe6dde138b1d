//! For programs, and for the page that a browser shows: `docs/schemas/diff-1.schema.json`.

use serde::Serialize;

use super::{FindingLine, FindingsMoved, Shown, Version, both, counted, difference, kind_word};
use crate::compare::portion::ChangeTopic;
use crate::compare::words::{Fate, text};
use crate::compare::{ChangeKind, Difference};
use crate::model::Montant;
use crate::text::{Sources, Span};

/// Version of the format.
const VERSION: u8 = 1;

/// A comparison, in French keys.
#[derive(Debug, Serialize)]
pub struct ComparisonView {
    format: u8,
    calpae: &'static str,
    avant: VersionView,
    apres: VersionView,
    bilan: String,
    sujets: Vec<TopicView>,
    consequences: Vec<ConsequenceView>,
    constats: Option<MovedView>,
    non_lus: UnreadView,
}

#[derive(Debug, Serialize)]
struct VersionView {
    nom: String,
    edition: String,
    detail: String,
    empreinte: String,
}

#[derive(Debug, Serialize)]
struct TopicView {
    sujet: &'static str,
    differences: Vec<DifferenceView>,
}

/// A difference, in French keys.
#[derive(Debug, Serialize)]
pub struct DifferenceView {
    sorte: &'static str,
    mot: &'static str,
    chemin: String,
    lieu: Vec<String>,
    avant: Option<String>,
    apres: Option<String>,
    montant_avant: Option<String>,
    montant_apres: Option<String>,
    ecart: Option<String>,
    ecart_en_lettres: Option<String>,
    mots: Vec<RunView>,
    place_avant: Option<PlaceView>,
    place_apres: Option<PlaceView>,
    details: Vec<DifferenceView>,
}

#[derive(Debug, Serialize)]
struct RunView {
    sort: &'static str,
    texte: String,
}

#[derive(Debug, Serialize)]
struct PlaceView {
    fichier: String,
    ligne: usize,
    colonne: usize,
}

#[derive(Debug, Serialize)]
struct ConsequenceView {
    objet: String,
    exercice: Option<String>,
    avant: String,
    apres: String,
    ecart: Option<String>,
}

#[derive(Debug, Serialize)]
struct MovedView {
    regles: Vec<FindingView>,
    nouveaux: Vec<FindingView>,
    communs: usize,
}

#[derive(Debug, Serialize)]
struct FindingView {
    identifiant: String,
    gravite: String,
    message: String,
    lieu: String,
}

#[derive(Debug, Serialize)]
struct UnreadView {
    avant: Vec<String>,
    apres: Vec<String>,
}

impl Shown<'_> {
    /// The comparison as data.
    pub fn view(&self) -> ComparisonView {
        let topics = ChangeTopic::ALL.into_iter().map(|topic| TopicView {
            sujet: topic.title(),
            differences: self.about(topic).map(|change| self.difference_view(change)).collect(),
        });
        let (unread_before, unread_after) = &self.comparison.unread;
        let (before, after) = self.digests();
        ComparisonView {
            format: VERSION,
            calpae: env!("CARGO_PKG_VERSION"),
            avant: version(&self.versions.0, before),
            apres: version(&self.versions.1, after),
            bilan: self.balance(),
            sujets: topics.filter(|topic| !topic.differences.is_empty()).collect(),
            consequences: self.comparison.consequences.iter().map(consequence).collect(),
            constats: self.findings.as_ref().map(moved),
            non_lus: UnreadView {
                avant: unread_before.iter().cloned().collect(),
                apres: unread_after.iter().cloned().collect(),
            },
        }
    }

    /// The same as JSON.
    pub fn json(&self) -> String {
        crate::diagnostic::machine::write(&self.view())
    }

    /// « 4 différences : argent 3, rédaction 1 ».
    pub(super) fn balance(&self) -> String {
        let count = self.comparison.changes.len();
        if count == 0 && !self.unread().is_empty() {
            return "Aucune différence dans ce qui a été lu".to_owned();
        }
        if count == 0 {
            return "Aucune différence dans l’acte".to_owned();
        }
        let counts: Vec<String> = self
            .counts()
            .into_iter()
            .map(|(topic, count)| format!("{} {count}", topic.title().to_lowercase()))
            .collect();
        let balance = format!("{}\u{a0}: {}", counted(count, "différence"), counts.join(", "));
        match self.comparison.changes.iter().all(|change| change.topic == ChangeTopic::Life) {
            true => format!("{balance}\u{a0}; rien qui change l’acte"),
            false => balance,
        }
    }

    fn difference_view(&self, change: &Difference) -> DifferenceView {
        DifferenceView::of(change, Some((&self.snapshots.0.sources, &self.snapshots.1.sources)))
    }

    /// What a difference is a percentage of: nothing, for what came or went whole.
    pub(super) fn base(&self, change: &Difference) -> Option<Montant> {
        base(change)
    }
}

fn base(change: &Difference) -> Option<Montant> {
    change.euros.0.filter(|_| change.kind != ChangeKind::Removed)
}

impl DifferenceView {
    /// A difference, with its places when the texts of both versions are given.
    pub fn of(change: &Difference, sources: Option<(&Sources, &Sources)>) -> Self {
        let exact = |montant: Option<Montant>| montant.map(|montant| montant.euros().to_string());
        let run = |run: &crate::compare::words::Run| RunView {
            sort: match run.fate {
                Fate::Same => "reste",
                Fate::Removed => "retiré",
                Fate::Added => "ajouté",
            },
            texte: text(&run.tokens),
        };
        let gap = change.difference();
        let place = |sources: Option<&Sources>, span: Option<Span>| Some(place(sources?, span?));
        Self {
            sorte: change.kind.word(),
            mot: kind_word(change.kind),
            chemin: change.path.clone(),
            lieu: change.trail.clone(),
            avant: change.before.clone(),
            apres: change.after.clone(),
            montant_avant: exact(change.euros.0),
            montant_apres: exact(change.euros.1),
            ecart: gap.map(|gap| gap.euros().to_string()),
            ecart_en_lettres: gap.map(|gap| difference(gap, base(change))),
            mots: change.runs.iter().map(run).collect(),
            place_avant: place(sources.map(|sources| sources.0), change.places.0),
            place_apres: place(sources.map(|sources| sources.1), change.places.1),
            details: change.details.iter().map(|detail| Self::of(detail, sources)).collect(),
        }
    }
}

fn version(version: &Version, digest: String) -> VersionView {
    let Version { name, edition, detail } = version.clone();
    VersionView { nom: name, edition, detail, empreinte: digest }
}

fn place(sources: &Sources, span: Span) -> PlaceView {
    let source = sources.source(span.file);
    let (ligne, colonne) = source.line_column(span.start);
    PlaceView { fichier: source.path().to_string(), ligne, colonne }
}

fn consequence(of: &crate::compare::Consequence) -> ConsequenceView {
    let (avant, apres, ecart) = both(of);
    ConsequenceView { objet: of.what.clone(), exercice: of.exercice.clone(), avant, apres, ecart }
}

fn moved(findings: &FindingsMoved) -> MovedView {
    let view = |line: &FindingLine| {
        let FindingLine { name, severity, message, place } = line.clone();
        FindingView { identifiant: name, gravite: severity, message, lieu: place }
    };
    MovedView {
        regles: findings.settled.iter().map(view).collect(),
        nouveaux: findings.new.iter().map(view).collect(),
        communs: findings.left,
    }
}
