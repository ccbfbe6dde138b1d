//! The input of the report's templates.

mod annexes;
mod charts;
mod fiche;
mod synthesis;

use serde::Serialize;

use super::composer::Composer;
use super::convention::{Act, DayView, acte};
use super::view::{Piece, Proses, TableView};
use crate::ledger::contract::latest;
use crate::ledger::rapport::{RapportSummary, compute};
use crate::ledger::{lacks, refaction};
use crate::model::convention::ActStatus;
use crate::model::rapport::Rapport;
use crate::model::text::Block;
use crate::model::{Dossier, Window};
use crate::resolve::Links;

pub use charts::{Bar, Chart, Gauge};
pub use fiche::{RapportFicheView, SectionView};
pub use synthesis::Synthesis;

/// All that the report prints.
#[derive(Debug, Serialize)]
pub struct RapportDocument {
    /// Metadata, with the state and the day of the report.
    pub acte: Act,
    /// Name of the document.
    pub titre: String,
    /// What it accounts for, in words.
    pub periode: String,
    /// Facts of the title page: what, and what it is.
    pub faits: Vec<Fact>,
    /// The synthesis page.
    pub synthese: Synthesis,
    /// The global account: text before its first heading.
    pub introduction: Vec<Piece>,
    /// The global account, by heading.
    pub bilan: Vec<SectionView>,
    /// The sheets by annexe.
    pub groupes: Vec<Groupe>,
    /// The sheets.
    pub fiches: Vec<RapportFicheView>,
    /// Annex 1.
    pub financier: TableView,
    /// How the State pays or takes back, in words.
    pub regle: String,
    /// Annex 2; none without indicators.
    pub matrice: Option<TableView>,
    /// Said before it.
    pub note_matrice: Option<&'static str>,
    /// Annex 3: how many blanks by reason; none when nothing is missing.
    pub raisons: Option<TableView>,
    /// Annex 3: what is missing, by action.
    pub manques: Option<TableView>,
    /// The prose, for the render stage.
    #[serde(skip)]
    pub proses: Proses,
}

/// A fact of the title page.
#[derive(Debug, Serialize)]
pub struct Fact {
    /// What it is.
    pub etiquette: String,
    /// The fact.
    pub texte: String,
}

/// The sheets of an annexe.
#[derive(Debug, Serialize)]
pub struct Groupe {
    /// « Annexe A – Engagements socles ».
    pub titre: String,
    /// What each action of it contracted and executed.
    pub tableau: TableView,
    /// Emitted files of its sheets.
    pub fiches: Vec<String>,
}

/// Composes the report; `digest` identifies all the sources. A reference without link prints nothing.
pub fn rapport(dossier: &Dossier, rapport: &Rapport, links: &Links, digest: &str) -> RapportDocument {
    let bilan = compute(dossier, rapport);
    let balances = dossier.cadre.refaction.as_ref().map(|regle| refaction::compute(&bilan, regle));
    let manques = lacks::gather(&dossier.cadre, rapport, &bilan);
    let mut composer = Composer::new(dossier, links);
    let (introduction, sections) = summary_in_sections(&mut composer, &rapport.summary);
    let fiches: Vec<RapportFicheView> =
        bilan.actions().map(|a| fiche::fiche(&mut composer, a, &bilan)).collect();
    let nom = if rapport.interim {
        format!("{} intermédiaire", dossier.cadre.rapport.title)
    } else {
        dossier.cadre.rapport.title.clone()
    };
    let matrice = annexes::matrice(dossier, rapport, &bilan);
    RapportDocument {
        acte: rapport_act(dossier, rapport, &nom, digest),
        titre: nom,
        periode: window(rapport),
        faits: faits(rapport),
        synthese: synthesis::synthese(&dossier.cadre, &bilan),
        introduction,
        bilan: sections,
        groupes: groupes(&bilan),
        fiches,
        financier: annexes::financier(&bilan, dossier.cadre.refaction.as_ref(), balances.as_deref()),
        regle: annexes::regle(dossier.cadre.refaction.as_ref()),
        note_matrice: annexes::note(matrice.as_ref()),
        matrice,
        raisons: annexes::raisons(&manques),
        manques: annexes::manques(&bilan, &manques),
        proses: composer.proses,
    }
}

/// The global account cut at its second level headings, so that one left without text can say so.
fn summary_in_sections(composer: &mut Composer<'_>, blocks: &[Block]) -> (Vec<Piece>, Vec<SectionView>) {
    let is_heading = |b: &Block| matches!(b, Block::Heading { level: 2, .. });
    let debut = blocks.iter().position(is_heading).unwrap_or(blocks.len());
    let (before, remainder) = blocks.split_at_checked(debut).unwrap_or((blocks, &[]));
    let introduction = composer.fragments(before, 0);
    let mut sections = Vec::new();
    for party in remainder.chunk_by(|_, next| !is_heading(next)) {
        let Some((Block::Heading { content, .. }, corps)) = party.split_first() else { continue };
        let titre = composer.heading(content);
        sections.push(SectionView { titre, corps: composer.fragments(corps, 0) });
    }
    (introduction, sections)
}

fn window(rapport: &Rapport) -> String {
    let (debut, fin) = rapport.period.value;
    Window::FromTo(debut, fin).to_string()
}

fn rapport_act(dossier: &Dossier, rapport: &Rapport, nom: &str, digest: &str) -> Act {
    let acte = acte(dossier, digest);
    let date = rapport.document_date.value;
    Act {
        titre_complet: format!(
            "{nom} – {} – {} – {}",
            dossier.cadre.acronym, dossier.organisation.departement.name, dossier.convention.year
        ),
        etat: rapport.etat.word().to_owned(),
        projet: rapport.etat == ActStatus::Project,
        date: DayView { annee: date.year(), mois: date.month(), jour: date.day() },
        mention: rapport.mention.clone().or(acte.mention),
        timbre: None,
        ..acte
    }
}

fn faits(rapport: &Rapport) -> Vec<Fact> {
    let fait = |etiquette: &str, texte: String| Fact { etiquette: etiquette.to_owned(), texte };
    let mut faits = vec![fait("Période", window(rapport))];
    for revision in latest(rapport) {
        let date = revision.date.map(|d| format!(" du {d}")).unwrap_or_default();
        let empreinte: String = revision.fingerprint.chars().take(8).collect();
        faits.push(fait(
            "Convention exécutée",
            format!(
                "édition {}{date}, {} ; données {empreinte}",
                revision.edition.value,
                revision.etat.word()
            ),
        ));
    }
    faits.push(fait(
        "Délibération",
        rapport.deliberation.as_ref().map_or_else(|| "non renseigné".to_owned(), ToString::to_string),
    ));
    faits.push(fait(
        "Envoi aux préfets",
        rapport.sending.as_ref().map_or_else(|| "non renseigné".to_owned(), ToString::to_string),
    ));
    faits
}

fn groupes(bilan: &RapportSummary<'_>) -> Vec<Groupe> {
    bilan
        .blocks
        .iter()
        .map(|block| Groupe {
            titre: match block.annexe {
                Some(a) => format!("Annexe {} – {}", a.id, a.title),
                None => "Actions non contractées".to_owned(),
            },
            tableau: synthesis::actions(block),
            fiches: block.actions.iter().map(|a| fiche::chemin(a.number)).collect(),
        })
        .collect()
}
