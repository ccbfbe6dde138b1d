//! The sheet of an action: identity, budget against execution, results against targets, words.

use serde::Serialize;

use super::graphiques::{Graphique, Jauge, Paire, graphique, jauge, pour_cent};
use super::synthese::{contracte, ecart, engage, execute, taux};
use crate::aggregate::objectifs::{Suivi, suivre};
use crate::aggregate::rapport::{Action, Bilan, Part};
use crate::document::donnees::case;
use crate::document::fiche::{ChampVue, Composeur};
use crate::document::references::Portee;
use crate::document::tableaux::{centimes, en_toutes_lettres, euros};
use crate::document::vue::{Cellule, Colonne, Forme, GenreLigne, Morceau, Prose, Tableau};
use crate::model::cadre::ETAT;
use crate::model::fiche::Execute;
use crate::model::rapport::{Donnee, LigneExecution, Releve};
use crate::model::{Absence, Cadre, Fiche, Montant};

/// A sheet.
#[derive(Debug, Serialize)]
pub struct FicheRapportVue {
    /// Its emitted file.
    pub chemin: String,
    /// Number.
    pub numero: u16,
    /// « Annexe A · Compte rendu d’exécution ».
    pub surtitre: String,
    /// Title of the action.
    pub intitule: String,
    /// What becomes of it, when it is said.
    pub suite: Option<String>,
    /// Facts of the identity block.
    pub champs: Vec<ChampVue>,
    /// Contracted against executed by funder.
    pub graphique: Option<Graphique>,
    /// The same in figures.
    pub financements: Tableau,
    /// Costs; none when the sheet has no line.
    pub charges: Option<Tableau>,
    /// Executed in earlier years, as the convention tells it.
    pub anterieur: Option<Tableau>,
    /// Results against targets.
    pub objectifs: Vec<ObjectifVue>,
    /// Text before the first section.
    pub introduction: Vec<Morceau>,
    /// Sections in words.
    pub sections: Vec<SectionVue>,
    /// Documents in support.
    pub pieces: Vec<String>,
}

/// A result against its target.
#[derive(Debug, Serialize)]
pub struct ObjectifVue {
    /// The indicator.
    pub libelle: String,
    /// The situation before.
    pub depart: Cellule,
    /// The target.
    pub cible: Cellule,
    /// The result.
    pub resultat: Cellule,
    /// How far it is reached.
    pub jauge: Jauge,
    /// What is said of it.
    pub commentaire: Option<String>,
}

/// A section.
#[derive(Debug, Serialize)]
pub struct SectionVue {
    /// Rank of its heading among the prose of the document.
    pub titre: usize,
    /// Its pieces; none when it was left without text.
    pub corps: Vec<Morceau>,
}

/// The name of the emitted file of a sheet.
pub(super) fn chemin(numero: u16) -> String {
    format!("rapport/fiche-{numero:02}.typ")
}

/// Composes a sheet.
pub(super) fn fiche(
    composeur: &mut Composeur<'_>,
    action: &Action<'_>,
    bilan: &Bilan<'_>,
) -> FicheRapportVue {
    let dossier = composeur.dossier;
    let ecrite = dossier.fiches.iter().find(|f| f.numero.valeur == action.numero);
    let portee = Portee { dossier, fiche: ecrite, racine: "../", decalage: 1 };
    let (mut introduction, mut sections) = (Vec::new(), Vec::new());
    if let Some(faite) = action.fiche {
        introduction = composeur.morceaux(&faite.introduction, portee);
        for section in &faite.sections {
            let titre = composeur.inlines(&section.titre, portee);
            let titre = composeur.proses.ajouter(Prose::Ligne(titre));
            sections.push(SectionVue { titre, corps: composeur.morceaux(&section.corps, portee) });
        }
    }
    let decimales = centimes(
        action
            .parts
            .iter()
            .chain([&action.autres, &action.charges])
            .flat_map(|p| [p.contracte.total, p.engage.total, p.liquide.total]),
    );
    let paires = lignes(action, bilan)
        .into_iter()
        .map(|(nom, part)| Paire {
            libelle: nom.to_owned(),
            prevu: engage(&part.contracte),
            execute: (!part.liquide.est_vide()).then_some(part.liquide.total),
            taux: part.taux(),
            reserve: if part.liquide.absents > 0 { " (incomplet)" } else { "" },
        })
        .collect::<Vec<_>>();
    let connu = paires.iter().any(|p| p.execute.is_some());
    FicheRapportVue {
        chemin: chemin(action.numero),
        numero: action.numero,
        surtitre: if action.annexe.is_empty() {
            "Compte rendu d’exécution".to_owned()
        } else {
            format!("Annexe {} · Compte rendu d’exécution", action.annexe)
        },
        intitule: ecrite.map_or_else(|| action.titre.to_owned(), |f| f.intitule.valeur.clone()),
        suite: action.fiche.and_then(|f| f.suite.as_ref().ok()).map(|s| s.valeur.mot().to_owned()),
        champs: champs(action, bilan, decimales),
        graphique: graphique("Budget contracté et exécuté", paires, decimales).filter(|_| connu),
        financements: financements(action, bilan, decimales),
        charges: action
            .fiche
            .filter(|f| !f.charges.is_empty())
            .map(|f| charges(&f.charges, action, decimales)),
        anterieur: ecrite.and_then(|f| anterieur(f, &dossier.cadre)),
        objectifs: suivre(&dossier.cadre, action).iter().map(objectif).collect(),
        introduction,
        sections,
        pieces: action.fiche.into_iter().flat_map(|f| &f.pieces).map(|p| p.valeur.clone()).collect(),
    }
}

/// The funders who contracted or executed something, with their name.
fn lignes<'a>(action: &'a Action<'_>, bilan: &'a Bilan<'_>) -> Vec<(&'a str, &'a Part)> {
    let mut lignes: Vec<(&str, &Part)> =
        bilan.financeurs.iter().map(|f| f.nom.as_str()).zip(&action.parts).collect();
    lignes.push(("Autres financeurs", &action.autres));
    lignes.retain(|(_, p)| !p.est_vide());
    lignes
}

fn champs(action: &Action<'_>, bilan: &Bilan<'_>, decimales: u32) -> Vec<ChampVue> {
    let champ = |etiquette: &str, valeur: Result<String, Absence>| ChampVue {
        etiquette: etiquette.to_owned(),
        absence: valeur.is_err(),
        large: false,
        valeur: valeur.unwrap_or_else(|a| a.mot().to_owned()),
    };
    let t = &action.total;
    let montant = |m: Montant| Ok(en_toutes_lettres(m, decimales));
    let manque = Err(Absence::NonRenseigne);
    let execute = if t.liquide.est_vide() { manque.clone() } else { montant(t.liquide.total) };
    let etat = bilan.rang(ETAT).and_then(|r| action.parts.get(r)).filter(|p| !p.contracte.est_vide());
    let reste = etat.map(|p| match p.ecart() {
        Some(e) => montant((Montant::ZERO - e).max(Montant::ZERO)),
        None => manque.clone(),
    });
    let mut champs = vec![
        champ(
            "Contracté",
            if t.contracte.est_vide() { Err(Absence::NonContracte) } else { montant(t.contracte.total) },
        ),
        champ("Exécuté (liquidé)", execute),
        champ("Taux d’exécution", t.taux().map(pour_cent).ok_or(Absence::NonRenseigne)),
        champ("État, non consommé", reste.unwrap_or(Err(Absence::SansObjet))),
    ];
    let date = |d: Option<&Donnee<crate::model::DateImprecise>>| match d {
        Some(Ok(d)) => Ok(d.valeur.to_string()),
        Some(Err(a)) => Err(a.valeur),
        None => Err(Absence::NonRenseigne),
    };
    champs.push(champ("Début", date(action.fiche.map(|f| &f.debut))));
    champs.push(champ("Fin", date(action.fiche.map(|f| &f.fin))));
    let suite = match action.fiche.map(|f| &f.suite) {
        Some(Ok(s)) => Ok(s.valeur.mot().to_owned()),
        Some(Err(a)) => Err(a.valeur),
        None => Err(Absence::NonRenseigne),
    };
    champs.push(champ("Suite proposée", suite));
    champs
}

/// The columns of an execution.
fn colonnes(titre: &str) -> Vec<Colonne> {
    let mut colonnes = vec![Colonne::texte(titre)];
    let titres = ["Contracté", "Engagé", "Liquidé", "Reste à payer", "Taux", "Écart"];
    colonnes.extend(titres.map(Colonne::chiffres));
    colonnes
}

/// The figures of a part, after its name.
fn cellules(part: &Part, decimales: u32) -> Vec<Cellule> {
    let engage = if part.engage.est_vide() {
        if part.engage.absents > 0 { Cellule::absence(Absence::NonRenseigne) } else { Cellule::texte("–") }
    } else {
        euros(part.engage.total, decimales).precision((part.engage.absents > 0).then_some("incomplet"))
    };
    vec![
        contracte(&part.contracte, decimales),
        engage,
        execute(part, decimales),
        part.reste().map_or_else(|| Cellule::texte("–"), |m| euros(m, decimales)),
        taux(part.taux()),
        ecart(part.ecart(), decimales),
    ]
}

fn financements(action: &Action<'_>, bilan: &Bilan<'_>, decimales: u32) -> Tableau {
    let mut tableau = Tableau::new(colonnes("Financeur"));
    for (nom, part) in lignes(action, bilan) {
        let mut rangee = vec![Cellule::texte(nom)];
        let mut chiffres = cellules(part, decimales);
        raison(action, bilan, nom, &mut chiffres);
        rangee.extend(chiffres);
        tableau.ligne(GenreLigne::Ligne, rangee);
    }
    let mut total = vec![Cellule::texte("Total")];
    total.extend(cellules(&action.total, decimales));
    tableau.ligne(GenreLigne::Total, total);
    tableau.compact = true;
    tableau.aligner()
}

/// The reason that the sheet gives of an absence, in place of the general one.
fn raison(action: &Action<'_>, bilan: &Bilan<'_>, nom: &str, cellules: &mut [Cellule]) {
    let id = bilan.financeurs.iter().find(|f| f.nom == nom).map(|f| f.id.as_str());
    let ligne = action
        .fiche
        .into_iter()
        .flat_map(|f| &f.financements)
        .find(|l| l.financeur.as_ref().map(|f| f.valeur.as_str()) == id);
    let Some(ligne) = ligne else { return };
    for (rang, releve) in [(1, &ligne.engage), (2, &ligne.liquide)] {
        if let (Err(absence), Some(cellule)) = (releve, cellules.get_mut(rang))
            && cellule.forme == Forme::Absence
        {
            *cellule = Cellule::absence(absence.valeur);
        }
    }
}

fn charges(executees: &[LigneExecution], action: &Action<'_>, decimales: u32) -> Tableau {
    let mut tableau = Tableau::new(vec![
        Colonne::texte("Charge"),
        Colonne::chiffres("Prévu"),
        Colonne::chiffres("Engagé"),
        Colonne::chiffres("Liquidé"),
        Colonne::chiffres("Reste à payer"),
    ]);
    let releve = |r: &Releve| match r {
        Ok(m) => euros(m.valeur, decimales),
        Err(a) => Cellule::absence(a.valeur),
    };
    for ligne in executees {
        let nom = ligne.libelle.as_ref().map_or("", |l| l.valeur.as_str());
        let prevue =
            action.engagement.iter().flat_map(|e| e.charges()).find(|c| c.libelle.as_deref() == Some(nom));
        // An action that the act does not detail has one line of costs: the whole.
        let sans_detail = action.charges.contracte.est_vide() && executees.len() == 1;
        let prevu = prevue.map_or_else(
            || {
                let tout = &action.total.contracte;
                if sans_detail && !tout.est_vide() {
                    euros(tout.total, decimales)
                } else {
                    Cellule::texte("–")
                }
            },
            |c| match &c.montant {
                Ok(m) => euros(m.valeur, decimales),
                Err(a) => Cellule::absence(a.valeur),
            },
        );
        let reste = match (&ligne.engage, &ligne.liquide) {
            (Ok(engage), Ok(liquide)) => euros(engage.valeur - liquide.valeur, decimales),
            _ => Cellule::texte("–"),
        };
        tableau.ligne(
            GenreLigne::Ligne,
            vec![Cellule::texte(nom), prevu, releve(&ligne.engage), releve(&ligne.liquide), reste],
        );
    }
    if executees.len() > 1 {
        let c = &action.charges;
        let total = |s: &crate::aggregate::Somme| {
            if s.est_vide() { Cellule::texte("–") } else { euros(s.total, decimales) }
        };
        tableau.ligne(
            GenreLigne::Total,
            vec![
                Cellule::texte("Total"),
                total(&c.contracte),
                total(&c.engage),
                execute(c, decimales),
                c.reste().map_or_else(|| Cellule::texte("–"), |m| euros(m, decimales)),
            ],
        );
    }
    tableau.aligner()
}

/// What was executed in earlier years, as the convention tells it.
fn anterieur(fiche: &Fiche, cadre: &Cadre) -> Option<Tableau> {
    let mut annees: Vec<u16> =
        fiche.executions.iter().flat_map(|e| &e.annees).map(|(a, _)| a.valeur).collect();
    annees.sort_unstable();
    annees.dedup();
    let mut tableau = Tableau::new(
        std::iter::once(Colonne::texte("Financeur"))
            .chain(annees.iter().map(|a| Colonne::chiffres(&a.to_string())))
            .collect(),
    );
    for execution in &fiche.executions {
        let id = execution.financeur.valeur.as_str();
        let mut rangee = vec![Cellule::texte(cadre.financeur(id).map_or(id, |f| f.nom.as_str()))];
        for annee in &annees {
            rangee.push(match execution.annees.iter().find(|(a, _)| a.valeur == *annee) {
                Some((_, Execute::Montant(m))) => euros(m.valeur, centimes([m.valeur])),
                Some((_, Execute::Absent(a, _))) => Cellule::absence(*a),
                None => Cellule::vide(),
            });
        }
        tableau.ligne(GenreLigne::Ligne, rangee);
    }
    if tableau.lignes.iter().flat_map(|l| &l.cellules).any(|c| c.forme == Forme::Vide) {
        tableau.note = Some(crate::document::donnees::NOTE_VIDE.to_owned());
    }
    (!fiche.executions.is_empty()).then(|| tableau.aligner())
}

fn objectif(suivi: &Suivi<'_>) -> ObjectifVue {
    let rien = || Cellule::texte("–");
    ObjectifVue {
        libelle: suivi.libelle.to_owned(),
        depart: suivi.objectif.and_then(|o| o.depart.as_ref()).map_or_else(rien, case),
        cible: match suivi.objectif {
            Some(o) => case(&o.cible),
            None => Cellule::absence(Absence::NonContracte),
        },
        resultat: suivi.resultat.map_or_else(|| Cellule::absence(Absence::NonRenseigne), |r| case(&r.valeur)),
        jauge: jauge(suivi),
        commentaire: suivi.resultat.and_then(|r| r.commentaire.as_ref()).map(|c| c.valeur.clone()),
    }
}
