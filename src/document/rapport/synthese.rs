//! The synthesis page: credits by funder and annexe, objectives, the five largest gaps.

use rust_decimal::Decimal;
use serde::Serialize;

use super::graphiques::{Graphique, Paire, graphique, pour_cent};
use crate::aggregate::Somme;
use crate::aggregate::objectifs::{Atteinte, suivre};
use crate::aggregate::rapport::{Action, Bilan, Bloc, Cumul, Part};
use crate::document::tableaux::{centimes, en_toutes_lettres, euros};
use crate::document::vue::{Cellule, Colonne, GenreLigne, Tableau};
use crate::model::cadre::ETAT;
use crate::model::{Absence, Cadre, Montant};

/// How many gaps are shown.
const ECARTS: usize = 5;

/// The synthesis page.
#[derive(Debug, Serialize)]
pub struct Synthese {
    /// Figures set large.
    pub chiffres: Vec<Chiffre>,
    /// Credits by funder.
    pub financeurs: Tableau,
    /// The same as bars.
    pub graphique: Option<Graphique>,
    /// Credits by annexe, when there are several.
    pub annexes: Option<Tableau>,
    /// Objectives by outcome, in the order of the outcomes.
    pub objectifs: Vec<Compte>,
    /// How many objectives and what became of them, in a sentence.
    pub objectifs_en_mots: String,
    /// The largest gaps; none when nothing can be compared.
    pub ecarts: Option<Tableau>,
}

/// A figure set large.
#[derive(Debug, Serialize)]
pub struct Chiffre {
    /// What it is.
    pub etiquette: String,
    /// The figure.
    pub valeur: String,
    /// What it bears on.
    pub precision: String,
}

/// Objectives of an outcome.
#[derive(Debug, Serialize)]
pub struct Compte {
    /// The outcome.
    pub mot: &'static str,
    /// Which pattern fills it.
    pub forme: &'static str,
    /// How many.
    pub nombre: usize,
}

/// « sur 3 actions renseignées », « sur 3 actions renseignées de 5 ».
pub(super) fn portee(cumul: &Cumul) -> String {
    let s = if cumul.renseignees > 1 { "s" } else { "" };
    let base = match cumul.renseignees {
        0 => return format!("aucune action renseignée, sur {}", cumul.actions),
        n => format!("sur {n} action{s} renseignée{s}"),
    };
    if cumul.est_complet() { base } else { format!("{base} ({} au total)", cumul.actions) }
}

/// Composes it.
pub(super) fn synthese(cadre: &Cadre, bilan: &Bilan<'_>) -> Synthese {
    let total = &bilan.total.total;
    let decimales = decimales(bilan);
    let chiffre = |etiquette: &str, valeur: String, precision: String| Chiffre {
        etiquette: etiquette.to_owned(),
        valeur,
        precision,
    };
    let s = if total.actions > 1 { "s" } else { "" };
    let rien = || Absence::NonRenseigne.mot().to_owned();
    let mut chiffres = vec![
        chiffre(
            "Contracté",
            en_toutes_lettres(total.contracte.total, decimales),
            format!("{} action{s}, tous financeurs", total.actions),
        ),
        chiffre(
            "Exécuté",
            if total.liquide.est_vide() { rien() } else { en_toutes_lettres(total.liquide.total, decimales) },
            if total.est_complet() {
                "liquidé, tous financeurs".to_owned()
            } else {
                "liquidé connu à ce jour".to_owned()
            },
        ),
        chiffre("Taux d’exécution", total.taux().map_or_else(rien, pour_cent), portee(total)),
    ];
    if let Some(etat) = bilan.rang(ETAT).and_then(|r| bilan.total.parts.get(r)) {
        chiffres.push(chiffre(
            "Crédits de l’État non consommés",
            non_consommes(bilan).map_or_else(rien, |m| en_toutes_lettres(m, decimales)),
            portee(etat),
        ));
    }
    let (objectifs, objectifs_en_mots) = objectifs(cadre, bilan);
    let lignes: Vec<(&str, &Cumul)> = par_financeur(bilan);
    let paires: Vec<Paire> = lignes.iter().map(|(nom, cumul)| paire(nom, cumul)).collect();
    let dessiner = paires.iter().any(|p| p.execute.is_some());
    Synthese {
        chiffres,
        financeurs: credits("Financeur", &lignes, total, decimales),
        graphique: graphique("Crédits contractés et exécutés par financeur", paires, decimales)
            .filter(|_| dessiner),
        annexes: (bilan.blocs.len() > 1).then(|| credits("Annexe", &par_annexe(bilan), total, decimales)),
        objectifs,
        objectifs_en_mots,
        ecarts: ecarts(bilan, decimales),
    }
}

/// What the State promised and that was not spent, action by action; `None` when no action is fully told.
pub(super) fn non_consommes(bilan: &Bilan<'_>) -> Option<Montant> {
    let rang = bilan.rang(ETAT)?;
    let parts = bilan.actions().filter_map(|a| a.parts.get(rang)).filter(|p| p.est_complet());
    parts.fold(None, |somme, p| {
        let reste = p.contracte.total - p.liquide.total;
        Some(somme.unwrap_or(Montant::ZERO) + reste.max(Montant::ZERO))
    })
}

fn decimales(bilan: &Bilan<'_>) -> u32 {
    let sommes = bilan.actions().flat_map(|a| a.parts.iter().chain([&a.autres]));
    centimes(sommes.flat_map(|p| [p.contracte.total, p.liquide.total]))
}

fn par_financeur<'b>(bilan: &'b Bilan<'_>) -> Vec<(&'b str, &'b Cumul)> {
    let mut lignes: Vec<(&str, &Cumul)> =
        bilan.financeurs.iter().map(|f| f.nom.as_str()).zip(&bilan.total.parts).collect();
    if bilan.autres {
        lignes.push(("Autres", &bilan.total.autres));
    }
    lignes
}

fn par_annexe<'b>(bilan: &'b Bilan<'_>) -> Vec<(&'b str, &'b Cumul)> {
    bilan
        .blocs
        .iter()
        .map(|b| (b.annexe.map_or("hors convention", |a| a.titre.as_str()), &b.total.total))
        .collect()
}

/// An amount contracted, or why there is none.
pub(super) fn engage(somme: &Somme) -> Result<Montant, Absence> {
    match (somme.est_vide(), somme.absents) {
        (false, _) => Ok(somme.total),
        (true, 0) => Err(Absence::NonContracte),
        (true, _) => Err(Absence::NonRenseigne),
    }
}

/// A cell of it.
pub(super) fn contracte(somme: &Somme, decimales: u32) -> Cellule {
    engage(somme).map_or_else(Cellule::absence, |m| euros(m, decimales))
}

fn paire(nom: &str, cumul: &Cumul) -> Paire {
    Paire {
        libelle: nom.to_owned(),
        prevu: engage(&cumul.contracte),
        execute: (!cumul.liquide.est_vide()).then_some(cumul.liquide.total),
        taux: cumul.taux().filter(|_| cumul.est_complet()),
        reserve: if cumul.liquide.absents == 0 { "" } else { " (incomplet)" },
    }
}

/// Contracted, executed, rate and gap by row, and their total.
fn credits(titre: &str, lignes: &[(&str, &Cumul)], total: &Cumul, decimales: u32) -> Tableau {
    let mut tableau = Tableau::new(vec![
        Colonne::texte(titre),
        Colonne::chiffres("Contracté"),
        Colonne::chiffres("Exécuté"),
        Colonne::chiffres("Taux"),
        Colonne::chiffres("Écart"),
    ]);
    let cellules = |nom: &str, c: &Cumul| {
        let partiel = !c.est_complet();
        vec![
            Cellule::texte(nom)
                .precision(partiel.then(|| format!("taux et écart : {}", portee(c))).as_deref()),
            contracte(&c.contracte, decimales),
            if c.liquide.est_vide() {
                Cellule::absence(Absence::NonRenseigne)
            } else {
                euros(c.liquide.total, decimales)
            },
            taux(c.taux()),
            ecart(c.ecart(), decimales),
        ]
    };
    for (nom, cumul) in lignes {
        tableau.ligne(GenreLigne::Ligne, cellules(nom, cumul));
    }
    tableau.ligne(GenreLigne::Total, cellules("Total", total));
    tableau.compact = true;
    tableau.aligner()
}

/// A rate, or nothing when it cannot be computed.
pub(super) fn taux(taux: Option<Decimal>) -> Cellule {
    taux.map_or_else(|| Cellule::texte("–"), |t| Cellule::nombre(t, Some(1), "%"))
}

/// A gap with its sign, or nothing when it cannot be computed.
pub(super) fn ecart(ecart: Option<Montant>, decimales: u32) -> Cellule {
    let Some(m) = ecart else { return Cellule::texte("–") };
    let mut cellule = euros(m, decimales);
    if m > Montant::ZERO
        && let Some(chiffres) = cellule.lignes.first_mut()
    {
        chiffres.insert(0, '+');
    }
    cellule
}

/// An executed amount, or the reason why it is not there.
pub(super) fn execute(part: &Part, decimales: u32) -> Cellule {
    if part.liquide.est_vide() {
        return if part.liquide.absents > 0 {
            Cellule::absence(Absence::NonRenseigne)
        } else {
            Cellule::texte("–")
        };
    }
    let partiel = (part.liquide.absents > 0).then_some("incomplet");
    euros(part.liquide.total, decimales).precision(partiel)
}

/// « 4. Accompagnement différencié »: a column of its own would be wider than the numbers.
pub(super) fn nom(action: &Action<'_>) -> String {
    format!("{}. {}", action.numero, action.titre)
}

/// What each action of an annexe contracted and executed.
pub(super) fn actions(bloc: &Bloc<'_>) -> Tableau {
    let decimales =
        centimes(bloc.actions.iter().flat_map(|a| [a.total.contracte.total, a.total.liquide.total]));
    let mut tableau = Tableau::new(vec![
        Colonne::texte("Action"),
        Colonne::chiffres("Contracté"),
        Colonne::chiffres("Exécuté"),
        Colonne::chiffres("Taux"),
        Colonne::chiffres("Écart"),
    ]);
    for a in &bloc.actions {
        tableau.ligne(
            GenreLigne::Ligne,
            vec![
                Cellule::texte(&nom(a)),
                contracte(&a.total.contracte, decimales),
                execute(&a.total, decimales),
                taux(a.total.taux()),
                ecart(a.total.ecart(), decimales),
            ],
        );
    }
    let t = &bloc.total.total;
    let nom = Cellule::texte("Total")
        .precision((!t.est_complet()).then(|| format!("taux et écart : {}", portee(t))).as_deref());
    let executes = if t.liquide.est_vide() {
        Cellule::absence(Absence::NonRenseigne)
    } else {
        euros(t.liquide.total, decimales)
    };
    tableau.ligne(
        GenreLigne::Total,
        vec![nom, euros(t.contracte.total, decimales), executes, taux(t.taux()), ecart(t.ecart(), decimales)],
    );
    tableau.aligner()
}

fn objectifs(cadre: &Cadre, bilan: &Bilan<'_>) -> (Vec<Compte>, String) {
    let mut comptes = [
        (["atteint", "atteints"], "atteint", 0usize),
        (["atteint en partie", "atteints en partie"], "partiel", 0),
        (["non atteint", "non atteints"], "non", 0),
        (["sans réponse possible"; 2], "inconnu", 0),
    ];
    for suivi in bilan.actions().flat_map(|a| suivre(cadre, a)) {
        let rang = match suivi.atteinte {
            Atteinte::Atteint => 0,
            Atteinte::Partiel => 1,
            Atteinte::NonAtteint => 2,
            Atteinte::Inconnu(_) => 3,
        };
        if let Some((_, _, n)) = comptes.get_mut(rang) {
            *n += 1;
        }
    }
    let comptes: Vec<Compte> = comptes
        .into_iter()
        .map(|([un, plusieurs], forme, nombre)| Compte {
            mot: if nombre > 1 { plusieurs } else { un },
            forme,
            nombre,
        })
        .collect();
    let total: usize = comptes.iter().map(|c| c.nombre).sum();
    let detail: Vec<String> = comptes.iter().map(|c| format!("{} {}", c.nombre, c.mot)).collect();
    let s = if total > 1 { "s" } else { "" };
    let mots = format!("{total} indicateur{s} suivi{s} par les fiches : {}.", detail.join(", "));
    (comptes, mots)
}

/// The actions whose executed amount is the farthest from what was contracted.
fn ecarts(bilan: &Bilan<'_>, decimales: u32) -> Option<Tableau> {
    let mut classes: Vec<_> = bilan
        .actions()
        .filter_map(|a| a.total.ecart().map(|e| (a, e)))
        .filter(|(_, e)| !e.est_nul())
        .collect();
    classes.sort_by_key(|(a, e)| (std::cmp::Reverse(e.euros().abs()), a.numero));
    let mut tableau = Tableau::new(vec![
        Colonne::texte("Action"),
        Colonne::chiffres("Contracté"),
        Colonne::chiffres("Exécuté"),
        Colonne::chiffres("Écart"),
        Colonne::chiffres("Taux"),
    ]);
    for (a, e) in classes.iter().take(ECARTS) {
        tableau.ligne(
            GenreLigne::Ligne,
            vec![
                Cellule::texte(&nom(a)),
                euros(a.total.contracte.total, decimales),
                euros(a.total.liquide.total, decimales),
                ecart(Some(*e), decimales),
                taux(a.total.taux()),
            ],
        );
    }
    tableau.compact = true;
    (!classes.is_empty()).then(|| tableau.aligner())
}
