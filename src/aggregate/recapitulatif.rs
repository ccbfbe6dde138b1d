//! The récapitulatif financier: every fiche, by annexe and by funder, against what the act says of the State.

use super::{Somme, budget};
use crate::model::cadre::{ETAT, Financeur};
use crate::model::{Dossier, Fiche, Montant};

/// The récapitulatif.
#[derive(Debug)]
pub struct Recapitulatif<'d> {
    /// The funders that have a column: those of the framework that pay something.
    pub financeurs: Vec<&'d Financeur>,
    /// Whether funders that the framework does not name pay something.
    pub autres: bool,
    /// The annexes that have fiches, in order.
    pub annexes: Vec<Bloc<'d>>,
    /// The total of the act.
    pub total: Ligne,
    /// What the act says that the State pays, less what its fiches add to.
    pub ecart_etat: Montant,
}

/// The fiches of an annexe and their total.
#[derive(Debug)]
pub struct Bloc<'d> {
    /// Index of the annexe in the framework.
    pub annexe: &'d crate::model::cadre::Annexe,
    /// The fiches and their amounts.
    pub fiches: Vec<(&'d Fiche, Ligne)>,
    /// Their total.
    pub total: Ligne,
}

/// A row of amounts.
#[derive(Debug, Clone, Default)]
pub struct Ligne {
    /// One per funder of the columns.
    pub parts: Vec<Somme>,
    /// The other funders.
    pub autres: Somme,
    /// All.
    pub total: Somme,
}

impl Ligne {
    fn ajouter(&mut self, autre: &Self) {
        self.parts.resize_with(autre.parts.len(), Somme::default);
        for (a, b) in self.parts.iter_mut().zip(&autre.parts) {
            a.etendre(b);
        }
        self.autres.etendre(&autre.autres);
        self.total.etendre(&autre.total);
    }
}

/// Sums the fiches of an edition.
pub fn calculer(dossier: &Dossier) -> Recapitulatif<'_> {
    let paie = |id: Option<&str>| dossier.fiches.iter().any(|f| !budget::part_de_fiche(f, id).est_vide());
    let financeurs: Vec<&Financeur> = dossier.cadre.financeurs.iter().filter(|f| paie(Some(&f.id))).collect();
    let mut total = Ligne { parts: vec![Somme::default(); financeurs.len()], ..Ligne::default() };
    let mut annexes = Vec::new();
    for annexe in &dossier.cadre.annexes {
        let mut bloc = Bloc { annexe, fiches: Vec::new(), total: Ligne::default() };
        bloc.total.parts.resize_with(financeurs.len(), Somme::default);
        for fiche in dossier.fiches_de(&annexe.id) {
            let ligne = Ligne {
                parts: financeurs.iter().map(|f| budget::part_de_fiche(fiche, Some(&f.id))).collect(),
                autres: budget::part_de_fiche(fiche, None),
                total: budget::total_de_fiche(fiche),
            };
            bloc.total.ajouter(&ligne);
            bloc.fiches.push((fiche, ligne));
        }
        total.ajouter(&bloc.total);
        if !bloc.fiches.is_empty() {
            annexes.push(bloc);
        }
    }
    let etat: Montant = dossier.fiches.iter().map(|f| budget::part_de_fiche(f, Some(ETAT)).total).sum();
    Recapitulatif {
        autres: paie(None),
        financeurs,
        annexes,
        total,
        ecart_etat: dossier.convention.montant_etat.valeur - etat,
    }
}
