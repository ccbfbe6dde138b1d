//! The input of the report's templates.

mod annexes;
mod fiche;
mod graphiques;
mod synthese;

use serde::Serialize;

use super::convention::{Acte, JourVue, acte};
use super::fiche::Composeur;
use super::references::Portee;
use super::vue::{Morceau, Prose, Proses, Tableau};
use crate::aggregate::contrat::dernieres;
use crate::aggregate::rapport::{Bilan, calculer};
use crate::aggregate::{manques, refaction};
use crate::diagnostic::Diagnostic;
use crate::model::convention::Etat;
use crate::model::rapport::RapportExecution;
use crate::model::texte::Bloc;
use crate::model::{Dossier, Fenetre};

pub use fiche::{FicheRapportVue, SectionVue};
pub use graphiques::{Barre, Graphique, Jauge};
pub use synthese::Synthese;

/// All that the report prints.
#[derive(Debug, Serialize)]
pub struct DocumentRapport {
    /// Metadata, with the state and the day of the report.
    pub acte: Acte,
    /// Name of the document.
    pub titre: String,
    /// What it accounts for, in words.
    pub periode: String,
    /// Facts of the title page: what, and what it is.
    pub faits: Vec<Fait>,
    /// The synthesis page.
    pub synthese: Synthese,
    /// The global account: text before its first heading.
    pub introduction: Vec<Morceau>,
    /// The global account, by heading.
    pub bilan: Vec<SectionVue>,
    /// The sheets by annexe.
    pub groupes: Vec<Groupe>,
    /// The sheets.
    pub fiches: Vec<FicheRapportVue>,
    /// Annex 1.
    pub financier: Tableau,
    /// How the State pays or takes back, in words.
    pub regle: String,
    /// Annex 2; none without indicators.
    pub matrice: Option<Tableau>,
    /// Said before it.
    pub note_matrice: Option<&'static str>,
    /// Annex 3: how many blanks by reason; none when nothing is missing.
    pub raisons: Option<Tableau>,
    /// Annex 3: what is missing, by action.
    pub manques: Option<Tableau>,
    /// The prose, for the render stage.
    #[serde(skip)]
    pub proses: Proses,
}

/// A fact of the title page.
#[derive(Debug, Serialize)]
pub struct Fait {
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
    pub tableau: Tableau,
    /// Emitted files of its sheets.
    pub fiches: Vec<String>,
}

/// Composes the report; `empreinte` identifies all the sources.
pub fn rapport(
    dossier: &Dossier,
    rapport: &RapportExecution,
    empreinte: &str,
) -> (DocumentRapport, Vec<Diagnostic>) {
    let bilan = calculer(dossier, rapport);
    let soldes = dossier.cadre.refaction.as_ref().map(|regle| refaction::calculer(&bilan, regle));
    let manques = manques::relever(&dossier.cadre, rapport, &bilan);
    let mut composeur = Composeur { dossier, proses: Proses::default(), diagnostics: Vec::new() };
    let portee = Portee { dossier, fiche: None, racine: "../", decalage: 0 };
    let (introduction, sections) = bilan_en_sections(&mut composeur, &rapport.bilan, portee);
    let fiches: Vec<FicheRapportVue> =
        bilan.actions().map(|a| fiche::fiche(&mut composeur, a, &bilan)).collect();
    let nom = if rapport.intermediaire {
        format!("{} intermédiaire", dossier.cadre.rapport.titre)
    } else {
        dossier.cadre.rapport.titre.clone()
    };
    let matrice = annexes::matrice(dossier, rapport, &bilan);
    let document = DocumentRapport {
        acte: acte_du_rapport(dossier, rapport, &nom, empreinte),
        titre: nom,
        periode: fenetre(rapport),
        faits: faits(rapport),
        synthese: synthese::synthese(&dossier.cadre, &bilan),
        introduction,
        bilan: sections,
        groupes: groupes(&bilan),
        fiches,
        financier: annexes::financier(&bilan, dossier.cadre.refaction.as_ref(), soldes.as_deref()),
        regle: annexes::regle(dossier.cadre.refaction.as_ref()),
        note_matrice: annexes::note(matrice.as_ref()),
        matrice,
        raisons: annexes::raisons(&manques),
        manques: annexes::manques(&bilan, &manques),
        proses: composeur.proses,
    };
    (document, composeur.diagnostics)
}

/// The global account cut at its second level headings, so that one left without text can say so.
fn bilan_en_sections(
    composeur: &mut Composeur<'_>,
    blocs: &[Bloc],
    portee: Portee<'_>,
) -> (Vec<Morceau>, Vec<SectionVue>) {
    let est_titre = |b: &Bloc| matches!(b, Bloc::Titre { niveau: 2, .. });
    let debut = blocs.iter().position(est_titre).unwrap_or(blocs.len());
    let (avant, reste) = blocs.split_at_checked(debut).unwrap_or((blocs, &[]));
    let introduction = composeur.morceaux(avant, portee);
    let mut sections = Vec::new();
    for partie in reste.chunk_by(|_, suivant| !est_titre(suivant)) {
        let Some((Bloc::Titre { contenu, .. }, corps)) = partie.split_first() else { continue };
        let titre = composeur.inlines(contenu, portee);
        let titre = composeur.proses.ajouter(Prose::Ligne(titre));
        sections.push(SectionVue { titre, corps: composeur.morceaux(corps, portee) });
    }
    (introduction, sections)
}

fn fenetre(rapport: &RapportExecution) -> String {
    let (debut, fin) = rapport.periode.valeur;
    Fenetre::DuAu(debut, fin).to_string()
}

fn acte_du_rapport(dossier: &Dossier, rapport: &RapportExecution, nom: &str, empreinte: &str) -> Acte {
    let acte = acte(dossier, empreinte);
    let date = rapport.date_du_document.valeur;
    Acte {
        titre_complet: format!(
            "{nom} – {} – {} – {}",
            dossier.cadre.sigle, dossier.organisation.departement.nom, dossier.convention.annee
        ),
        etat: rapport.etat.mot().to_owned(),
        projet: rapport.etat == Etat::Projet,
        date: JourVue { annee: date.annee(), mois: date.mois(), jour: date.jour() },
        mention: rapport.mention.clone().or(acte.mention),
        timbre: None,
        ..acte
    }
}

fn faits(rapport: &RapportExecution) -> Vec<Fait> {
    let fait = |etiquette: &str, texte: String| Fait { etiquette: etiquette.to_owned(), texte };
    let mut faits = vec![fait("Période", fenetre(rapport))];
    for revision in dernieres(rapport) {
        let date = revision.date.map(|d| format!(" du {d}")).unwrap_or_default();
        let empreinte: String = revision.empreinte.chars().take(8).collect();
        faits.push(fait(
            "Convention exécutée",
            format!(
                "édition {}{date}, {} ; données {empreinte}",
                revision.edition.valeur,
                revision.etat.mot()
            ),
        ));
    }
    faits.push(fait(
        "Délibération",
        rapport.deliberation.as_ref().map_or_else(|| "non renseigné".to_owned(), ToString::to_string),
    ));
    faits.push(fait(
        "Envoi aux préfets",
        rapport.envoi.as_ref().map_or_else(|| "non renseigné".to_owned(), ToString::to_string),
    ));
    faits
}

fn groupes(bilan: &Bilan<'_>) -> Vec<Groupe> {
    bilan
        .blocs
        .iter()
        .map(|bloc| Groupe {
            titre: match bloc.annexe {
                Some(a) => format!("Annexe {} – {}", a.id, a.titre),
                None => "Actions non contractées".to_owned(),
            },
            tableau: synthese::actions(bloc),
            fiches: bloc.actions.iter().map(|a| fiche::chemin(a.numero)).collect(),
        })
        .collect()
}
