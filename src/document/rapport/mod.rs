//! The rapport d’exécution, as its templates read it: synthesis, account in words, a page per fiche, annexes.

mod annexes;
mod awaited;
mod charts;
mod cumulated;
mod decisions;
mod execution;
mod fiche;
mod objectives;
mod overview;
mod refaction;
mod synthesis;

use serde::Serialize;

use super::act::{ActView, DayView, act_view};
use super::composer::Composer;
use super::presentation::Imprint;
use super::view::{Fragment, Proses, TableView};
use crate::ledger::contract::latest;
use crate::ledger::cumulated::cumulate;
use crate::ledger::missing;
use crate::ledger::rapport::summarize;
use crate::model::life::ActStatus;
use crate::model::rapport::{Rapport, RapportFiche};
use crate::model::text::Block;
use crate::model::{Dossier, Numero, Window};
use crate::resolve::Links;
use crate::text::{one_line, short_digest};

pub use awaited::{Awaited, AwaitedReason, AwaitedRow};
pub use charts::{Bar, Chart, Gauge};
pub use fiche::{RapportFicheView, SheetSectionView};
pub use overview::{ActionGroup, ActionRow, FinanceurKey, Overview};
pub use refaction::{Recovery, RefactionView};
pub use synthesis::{ObjectiveCounts, Synthesis};

/// All that the rapport prints, in the order of its pages.
#[derive(Debug, Serialize)]
pub struct RapportDocument {
    /// Title page and metadata, with the status, date and mention of the rapport in place of those of the act.
    pub acte: ActView,
    /// Identifier of the rapport: « 2024 », « mi-parcours ».
    pub rapport: String,
    /// Paths of the emitted files.
    pub fichiers: RapportFiles,
    /// Name of the document in the cadre.
    pub titre: String,
    /// Period that it accounts for, in words.
    pub periode: String,
    /// Facts of the title page.
    pub faits: Vec<TitleFact>,
    /// First page of figures.
    pub synthese: Synthesis,
    /// Contracted, revised, committed, paid and granted by exercice, then by action; empty for a report of one exercice.
    pub cumul: Vec<TableView>,
    /// What the State decided of the credits of each action; `None` when nothing is told.
    pub decisions: Option<TableView>,
    /// Steps of the review by the State; `None` likewise.
    pub examen: Option<TableView>,
    /// Text of the overall account (`bilan.md`) before its first heading.
    pub introduction: Vec<Fragment>,
    /// The rest of the overall account, by heading of level 2.
    pub bilan: Vec<SheetSectionView>,
    /// Every action at a glance.
    pub apercu: Overview,
    /// The pages of the fiches that tell something.
    pub fiches: Vec<RapportFicheView>,
    /// Execution of earlier years of the fiches without a page, as the convention tells it; `None` when it does not.
    pub anterieurs: Option<TableView>,
    /// Annexe 1: the figures of every action.
    pub financier: TableView,
    /// Rule of réfaction, in words.
    pub regle: String,
    /// What it gives, unit by unit; `None` without a rule, or when the State funds nothing.
    pub refaction: Option<RefactionView>,
    /// What the State owes and does not, in short; `None` when it cannot be computed.
    pub reprise: Option<Recovery>,
    /// Annexe 2; `None` when the cadre has no indicateur, or none has a result.
    pub matrice: Option<TableView>,
    /// The indicateurs that the matrix leaves out with their mesure, which has no result.
    pub matrice_sans_resultat: usize,
    /// What is awaited; `None` when nothing is.
    pub attendu: Option<Awaited>,
    /// Prose that the fragments name by rank; `render` makes it Typst.
    #[serde(skip)]
    pub proses: Proses,
}

/// The emitted files of a rapport: the main one includes the others.
#[derive(Debug, Serialize)]
pub struct RapportFiles {
    /// The main file, whose stem names the document.
    #[serde(skip)]
    pub principal: String,
    /// The synthesis.
    pub synthese: String,
    /// The overall account.
    pub bilan: String,
    /// Annexe 1, the figures of every action.
    pub annexe_1: String,
    /// Annexe 2, the matrix.
    pub annexe_2: String,
    /// What is awaited.
    pub attendu: String,
}

impl RapportFiles {
    fn new(folder: &str) -> Self {
        let file = |name: &str| format!("{folder}/{name}.typ");
        Self {
            principal: format!("{folder}.typ"),
            synthese: file("synthese"),
            bilan: file("bilan"),
            annexe_1: file("annexe-1"),
            annexe_2: file("annexe-2"),
            attendu: file("attendu"),
        }
    }
}

/// A labelled fact of the title page.
#[derive(Debug, Serialize)]
pub struct TitleFact {
    /// Label.
    pub etiquette: String,
    /// The fact.
    pub texte: String,
}

/// Composes the rapport. A reference without link prints nothing.
pub fn rapport(dossier: &Dossier, rapport: &Rapport, links: &Links, imprint: Imprint<'_>) -> RapportDocument {
    let summary = summarize(dossier, rapport);
    let applied = refaction::apply(dossier, rapport, &summary);
    let missing = missing::of_rapport(&dossier.cadre, rapport, &summary);
    let mut composer = Composer::new(dossier, links);
    let (introduction, sections) = summary_in_sections(&mut composer, &rapport.summary);
    let folder = format!("rapport-{}", rapport.id);
    let told: Vec<&RapportFiche> = rapport.fiches.iter().filter(|sheet| missing::speaks(sheet)).collect();
    let speaks = |number: Numero| told.iter().any(|sheet| sheet.fiche.value == number);
    let mut fiches: Vec<RapportFicheView> = summary
        .actions()
        .filter(|action| speaks(action.number))
        .map(|action| fiche::fiche(&mut composer, action, &summary, &folder))
        .collect();
    // Without amounts, no overview stands under the title of the account.
    if let Some(first) = fiches.first_mut() {
        first.ouvre_la_partie = summary.total.total.paid.is_empty();
    }
    let silent = || summary.actions().filter(|action| !speaks(action.number));
    let name = rapport.title(dossier);
    let matrix = annexes::matrix(dossier, rapport, &summary);
    RapportDocument {
        acte: rapport_act(dossier, rapport, &name, imprint),
        rapport: rapport.id.clone(),
        fichiers: RapportFiles::new(&folder),
        titre: name,
        periode: window(rapport),
        faits: title_facts(dossier, rapport),
        synthese: synthesis::synthesis(&dossier.cadre, &summary),
        cumul: cumulate(dossier, rapport)
            .map(|money| cumulated::tables(&money, dossier, rapport))
            .unwrap_or_default(),
        decisions: decisions::by_action(rapport, &summary),
        examen: decisions::reviews(rapport),
        introduction,
        bilan: sections,
        apercu: overview::overview(&dossier.cadre, &summary, speaks),
        anterieurs: execution::earlier_executions_of(dossier, silent()),
        fiches,
        financier: annexes::financial_table(&dossier.cadre, &summary, applied.as_ref()),
        regle: refaction::rule_in_words(dossier, rapport),
        refaction: applied.as_ref().and_then(|applied| refaction::view(applied, &summary)),
        reprise: applied.as_ref().and_then(|applied| refaction::recovery(applied, &summary)),
        matrice_sans_resultat: matrix.as_ref().map_or(0, |matrix| matrix.left_out),
        matrice: matrix.map(|matrix| matrix.table),
        attendu: awaited::awaited(&summary, &missing, speaks),
        proses: composer.proses,
    }
}

/// Cuts the overall account at its headings of level 2, and keeps those that have a text.
fn summary_in_sections(
    composer: &mut Composer<'_>,
    blocks: &[Block],
) -> (Vec<Fragment>, Vec<SheetSectionView>) {
    let is_heading = |b: &Block| matches!(b, Block::Heading { level: 2, .. });
    let start = blocks.iter().position(is_heading).unwrap_or(blocks.len());
    let (before, remainder) = blocks.split_at_checked(start).unwrap_or((blocks, &[]));
    let introduction = composer.fragments(before, 0);
    let mut sections = Vec::new();
    for section in remainder.chunk_by(|_, next| !is_heading(next)) {
        let Some((Block::Heading { content, .. }, body)) = section.split_first() else { continue };
        let title = composer.heading(content);
        let body = composer.fragments(body, 0);
        // A section without text is told with what is awaited.
        if !body.is_empty() {
            sections.push(SheetSectionView { titre: title, corps: body });
        }
    }
    (introduction, sections)
}

fn window(rapport: &Rapport) -> String {
    let (start, end) = rapport.period.value;
    Window::FromTo(start, end).to_string()
}

fn rapport_act(dossier: &Dossier, rapport: &Rapport, name: &str, imprint: Imprint<'_>) -> ActView {
    let act = act_view(dossier, imprint);
    let date = rapport.document_date.value;
    ActView {
        titre_complet: one_line(&format!(
            "{name} – {} – {} – {}",
            dossier.cadre.acronym, dossier.organisation.collectivite.name, dossier.convention.year
        )),
        etat: rapport.status.word().to_owned(),
        projet: rapport.status == ActStatus::Draft,
        date: DayView { annee: date.year(), mois: date.month(), jour: date.day() },
        mention: rapport.mention.clone().or(act.mention),
        timbre: None,
        ..act
    }
}

fn title_facts(dossier: &Dossier, rapport: &Rapport) -> Vec<TitleFact> {
    let fact = |label: &str, text: String| TitleFact { etiquette: label.to_owned(), texte: text };
    let mut facts = vec![fact("Période", window(rapport))];
    let word = &dossier.cadre.act_word;
    let executed = format!("{} exécuté{}", word.capitalized(), if word.is_feminine() { "e" } else { "" });
    for revision in latest(rapport) {
        let date = revision.date.map(|d| format!(" du {d}")).unwrap_or_default();
        let fingerprint = short_digest(&revision.fingerprint);
        facts.push(fact(
            &executed,
            format!(
                "édition {}{date}, {} ; données {fingerprint}",
                revision.edition.value,
                revision.status.word()
            ),
        ));
    }
    // A day that is not known yet is told with what is awaited.
    let days = [("Délibération", &rapport.deliberation), ("Envoi aux préfets", &rapport.sending)];
    facts.extend(days.into_iter().filter_map(|(label, day)| Some(fact(label, day.as_ref()?.to_string()))));
    facts
}
