//! Computation of a priced schedule: days, price without tax, price with tax, group and contract totals.

use rust_decimal::Decimal;

use crate::model::Montant;
use crate::model::budget::{Bordereau, LigneBordereau};

/// The figures of a line, of a group or of the contract.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chiffres {
    /// Days of each profile.
    pub profils: Vec<Decimal>,
    /// Days in all.
    pub jours: Decimal,
    /// Days on site.
    pub sur_place: Decimal,
    /// Price without tax.
    pub ht: Montant,
    /// Price with tax.
    pub ttc: Montant,
}

/// A group: its total and its lines.
#[derive(Debug, Clone)]
pub struct Groupe {
    /// The sum of its lines.
    pub total: Chiffres,
    /// The figures of its lines, in order.
    pub lignes: Vec<Chiffres>,
}

/// A schedule, computed.
#[derive(Debug, Clone)]
pub struct Calcul {
    /// The groups, in order.
    pub groupes: Vec<Groupe>,
    /// The sum of the groups.
    pub total: Chiffres,
}

/// Computes a schedule from the days of its lines: a line is days × daily rates, tax is added line by line
/// and rounded to the cent, totals add the lines.
pub fn calculer(bordereau: &Bordereau) -> Calcul {
    let zero = || Chiffres { profils: vec![Decimal::ZERO; bordereau.profils.len()], ..Chiffres::default() };
    let mut total = zero();
    let mut groupes = Vec::new();
    for groupe in &bordereau.groupes {
        let mut somme = zero();
        let lignes: Vec<_> = groupe.lignes.iter().map(|l| ligne(l, bordereau)).collect();
        lignes.iter().for_each(|l| somme.ajouter(l));
        total.ajouter(&somme);
        groupes.push(Groupe { total: somme, lignes });
    }
    Calcul { groupes, total }
}

fn ligne(ligne: &LigneBordereau, bordereau: &Bordereau) -> Chiffres {
    let profils: Vec<Decimal> = ligne.profils.iter().map(|p| p.valeur).collect();
    let somme =
        |valeurs: &mut dyn Iterator<Item = Decimal>| valeurs.fold(Decimal::ZERO, |a, b| a.saturating_add(b));
    let euros = somme(
        &mut profils
            .iter()
            .zip(&bordereau.profils)
            .map(|(jours, p)| jours.saturating_mul(p.tarif.valeur.euros())),
    );
    let taux = Decimal::ONE + bordereau.taux_tva.valeur / Decimal::ONE_HUNDRED;
    // Beyond what an amount can be the line counts for nothing; no schedule is a thousand billion.
    let ht = Montant::arrondi(euros).unwrap_or_default();
    let ttc = Montant::arrondi(euros.saturating_mul(taux)).unwrap_or_default();
    Chiffres {
        jours: somme(&mut profils.iter().copied()),
        sur_place: ligne.sur_place.as_ref().map_or(Decimal::ZERO, |s| s.valeur),
        profils,
        ht,
        ttc,
    }
}

impl Chiffres {
    fn ajouter(&mut self, autre: &Self) {
        for (a, b) in self.profils.iter_mut().zip(&autre.profils) {
            *a = a.saturating_add(*b);
        }
        self.jours = self.jours.saturating_add(autre.jours);
        self.sur_place = self.sur_place.saturating_add(autre.sur_place);
        self.ht = self.ht + autre.ht;
        self.ttc = self.ttc + autre.ttc;
    }
}
