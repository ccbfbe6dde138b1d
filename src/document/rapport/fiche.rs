//! The page of an action in the rapport: identity, budget against execution, results against targets, account in words.

use serde::Serialize;

use super::charts::{Chart, Pair, chart, per_cent};
use super::execution::{charges_table, earlier_executions, financements_table, shares_by_financeur};
use super::objectives::{ObjectiveView, action_progress, objectives};
use super::synthesis::contracted_amount;
use crate::document::composer::Composer;
use crate::document::fiche::{FieldView, HEADING_OFFSET};
use crate::document::tables::{cents, written_out};
use crate::document::view::{CellForm, Fragment, TableView};
use crate::ledger::objectives::track;
use crate::ledger::rapport::{Action, RapportSummary};
use crate::model::rapport::Reported;
use crate::model::{Absence, Montant, Numero};

/// Length of the frame of a gauge, per ten thousand of the target, which the charte draws at three quarters of it.
const FRAME: u32 = 13_333;

/// An action in the rapport, as its template reads it.
#[derive(Debug, Serialize)]
pub struct RapportFicheView {
    /// Path of its emitted file.
    pub chemin: String,
    /// Mark of the page, where links lead.
    pub ancre: String,
    /// Whether it follows the title of the account by fiche, on its page.
    pub ouvre_la_partie: bool,
    /// Number of the fiche in the act.
    pub numero: Numero,
    /// Line above the title: « Annexe A · Compte rendu d’exécution ».
    pub surtitre: String,
    /// Title of the action.
    pub intitule: String,
    /// What is proposed for the action, in words; `None` when not reported.
    pub suite: Option<String>,
    /// Identity block.
    pub champs: Vec<FieldView>,
    /// Contracted against executed, by financeur; `None` when nothing was reported.
    pub graphique: Option<Chart>,
    /// The same as a table.
    pub financements: TableView,
    /// Execution of the charges; `None` when the page has no line of them.
    pub charges: Option<TableView>,
    /// Execution of earlier years, as the convention tells it; `None` when it does not.
    pub anterieur: Option<TableView>,
    /// What the State decided of its credits; `None` when nothing is told.
    pub decision: Option<TableView>,
    /// How far the action is, by its typed indicateurs, or why it is not known; `None` with less than two.
    pub progression: Option<String>,
    /// Results against targets.
    pub objectifs: Vec<ObjectiveView>,
    /// Whether some has a situation before the action.
    pub a_depart: bool,
    /// Whether some has a target.
    pub a_cible: bool,
    /// Whether some result says its period or its source.
    pub resultats_precises: bool,
    /// Whether some is drawn.
    pub a_jauge: bool,
    /// Whether a drawing has a situation before.
    pub jauge_a_depart: bool,
    /// Whether a drawing is too long for its frame.
    pub jauge_coupee: bool,
    /// Text before the first heading.
    pub introduction: Vec<Fragment>,
    /// Account in words, by heading; a heading without text is told with what is awaited.
    pub sections: Vec<SheetSectionView>,
    /// Titles of the supporting documents.
    pub pieces: Vec<String>,
}

/// A section of the rapport.
#[derive(Debug, Serialize)]
pub struct SheetSectionView {
    /// Rank of its heading in the prose of the document.
    pub titre: usize,
    /// Text and the tables in it.
    pub corps: Vec<Fragment>,
}

/// Path of the emitted file of an action, in the folder of its report.
pub(super) fn emitted_file(folder: &str, number: Numero) -> String {
    format!("{folder}/fiche-{}.typ", number.in_file_name())
}

/// Composes the page of an action; `folder` is that of the emitted files.
pub(super) fn fiche(
    composer: &mut Composer<'_>,
    action: &Action<'_>,
    summary: &RapportSummary<'_>,
    folder: &str,
) -> RapportFicheView {
    let dossier = composer.dossier;
    let fiche_of_act = dossier.fiches.iter().find(|f| f.number.value == action.number);
    let (mut introduction, mut sections) = (Vec::new(), Vec::new());
    if let Some(filled) = action.fiche {
        introduction = composer.fragments(&filled.introduction, HEADING_OFFSET);
        for section in &filled.sections {
            if section.body.is_empty() {
                continue;
            }
            let title = composer.heading(&section.title);
            sections.push(SheetSectionView {
                titre: title,
                corps: composer.fragments(&section.body, HEADING_OFFSET),
            });
        }
    }
    let decimals = cents(
        action
            .shares
            .iter()
            .chain([&action.others, &action.charges])
            .flat_map(|p| [p.contracted.total, p.committed.total, p.paid.total]),
    );
    let pairs = shares_by_financeur(action, summary)
        .into_iter()
        .map(|(name, part)| Pair {
            label: name.to_owned(),
            contracted: contracted_amount(&part.contracted),
            executed: if part.paid.is_empty() { Err(part.absence()) } else { Ok(part.paid.total) },
            rate: part.rate(),
            caveat: if part.paid.missing() > 0 { " (incomplet)" } else { "" },
        })
        .collect::<Vec<_>>();
    let known = pairs.iter().any(|p| p.executed.is_ok());
    let trackings = track(&dossier.cadre, action);
    let objectives = objectives(&trackings, action.exercice, &dossier.cadre);
    RapportFicheView {
        chemin: emitted_file(folder, action.number),
        ancre: super::overview::mark(action.number, true),
        ouvre_la_partie: false,
        numero: action.number,
        surtitre: match dossier.cadre.axe(action.annexe) {
            None => "Compte rendu d’exécution".to_owned(),
            Some(axe) => format!("{} · Compte rendu d’exécution", axe.heading()),
        },
        intitule: fiche_of_act.map_or_else(|| action.title.to_owned(), |f| f.title.value.clone()),
        suite: action.fiche.and_then(|f| f.follow_up.as_ref().ok()).map(|s| s.value.word().to_owned()),
        champs: identity_fields(action, decimals),
        graphique: chart("Budget contracté et exécuté", pairs, decimals).filter(|_| known),
        financements: financements_table(action, summary, decimals),
        charges: action.fiche.filter(|f| !f.charges.is_empty()).map(|_| charges_table(action, decimals)),
        anterieur: fiche_of_act.and_then(|f| earlier_executions(f, &dossier.cadre)),
        decision: action.fiche.and_then(|f| f.decision.as_ref()).map(super::decisions::of_action),
        progression: action_progress(&trackings),
        a_depart: objectives.iter().any(|o| o.depart.lignes != ["–"]),
        resultats_precises: objectives.iter().any(|o| !o.resultat.precisions.is_empty()),
        a_cible: objectives.iter().any(|o| o.cible.forme != CellForm::Absence && o.cible.lignes != ["–"]),
        a_jauge: objectives.iter().any(|o| o.jauge.longueur.is_some()),
        jauge_a_depart: objectives.iter().any(|o| o.jauge.depart.is_some()),
        jauge_coupee: objectives.iter().any(|o| o.jauge.longueur.is_some_and(|length| length > FRAME)),
        objectifs: objectives,
        introduction,
        sections,
        pieces: action
            .fiche
            .into_iter()
            .flat_map(|f| &f.supporting_documents)
            .map(|p| p.value.clone())
            .collect(),
    }
}

fn identity_fields(action: &Action<'_>, decimals: u32) -> Vec<FieldView> {
    let field = |label: &str, value: Result<String, Absence>| FieldView {
        is_unwritten: false,
        etiquette: label.to_owned(),
        absence: value.is_err(),
        large: false,
        valeur: value.unwrap_or_else(|a| a.word().to_owned()),
    };
    let total = &action.total;
    let montant = |m: Montant| Ok(written_out(m, decimals));
    let executed = if total.paid.is_empty() { Err(total.absence()) } else { montant(total.paid.total) };
    let etat = Some(&action.etat).filter(|p| !p.contracted.is_empty());
    let unspent = etat.map(|p| match p.gap() {
        Some(e) => montant((Montant::ZERO - e).max(Montant::ZERO)),
        None => Err(p.absence()),
    });
    let mut fields = vec![
        field(
            "Contracté",
            if total.contracted.is_empty() {
                Err(if total.is_not_applicable { Absence::NotApplicable } else { Absence::NotContracted })
            } else {
                montant(total.contracted.total)
            },
        ),
        field("Exécuté (liquidé)", executed),
        field("Taux d’exécution", total.rate().map(per_cent).ok_or(total.absence())),
        field("État, non consommé", unspent.unwrap_or(Err(Absence::NotApplicable))),
    ];
    let date = |d: Option<&Reported<crate::model::ImpreciseDate>>| match d {
        Some(Ok(d)) => Ok(d.value.to_string()),
        Some(Err(a)) => Err(a.value),
        None => Err(Absence::NotReported),
    };
    fields.push(field("Début", date(action.fiche.map(|f| &f.start))));
    fields.push(field("Fin", date(action.fiche.map(|f| &f.end))));
    let follow_up = match action.fiche.map(|f| &f.follow_up) {
        Some(Ok(s)) => Ok(s.value.word().to_owned()),
        Some(Err(a)) => Err(a.value),
        None => Err(Absence::NotReported),
    };
    fields.push(field("Suite proposée", follow_up));
    // What is merely awaited is told in one place, with the rest of it.
    fields.retain(|field| !field.absence || field.valeur != Absence::NotReported.word());
    fields
}
