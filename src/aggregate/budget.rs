//! Totals of one budget: what it costs, who pays, and the share of each funder.

use super::{Somme, bordereau};
use crate::model::budget::{Apport, Budget, Charge, Cout, Financement, Role};
use crate::model::fiche::Fiche;

/// What a line of costs amounts to.
pub fn cout(charge: &Charge, fiche: &Fiche) -> Somme {
    let mut somme = Somme::default();
    match &charge.cout {
        Cout::Montant(m) => somme.ajouter(m.valeur, m.span),
        Cout::Valorisation(v) => somme.ajouter(v.produit, v.span),
        Cout::Lignes(lignes) => lignes.iter().for_each(|c| somme.etendre(&cout(c, fiche))),
        Cout::Bordereau(nom) => {
            if let Some(b) = fiche.bordereaux.iter().find(|b| b.id.valeur == nom.valeur) {
                somme.ajouter(bordereau::calculer(b).total.ttc, nom.span);
            }
        }
        Cout::Absent(_) => somme.absents += 1,
    }
    somme
}

/// What a budget costs.
pub fn charges(budget: &Budget, fiche: &Fiche) -> Somme {
    let mut somme = Somme::default();
    budget.charges.iter().for_each(|c| somme.etendre(&cout(c, fiche)));
    somme
}

/// What a funder pays, the parts that come from others included.
pub fn apport(ligne: &Financement) -> Somme {
    let mut somme = Somme::default();
    match &ligne.apport {
        Apport::Montant(m) => somme.ajouter(m.valeur, m.span),
        Apport::Termes(termes) => termes.iter().for_each(|t| somme.ajouter(t.montant.valeur, t.montant.span)),
        Apport::Absent(_) => somme.absents += 1,
    }
    somme
}

/// What all the funders of a budget pay.
pub fn financements(budget: &Budget) -> Somme {
    let mut somme = Somme::default();
    budget.financements.iter().for_each(|f| somme.etendre(&apport(f)));
    somme
}

/// Share of a funder in a budget; `None` for the funders that the framework does not name. A « dont » is
/// counted for the one from whom it comes, and taken from the line that holds it.
pub fn part(budget: &Budget, financeur: Option<&str>) -> Somme {
    let mut somme = Somme::default();
    for ligne in &budget.financements {
        let nom = |f: &Financement| f.financeur.as_ref().map(|s| s.valeur.clone());
        if nom(ligne).as_deref() == financeur {
            somme.etendre(&apport(ligne));
            for dont in &ligne.dont {
                let partie = apport(dont);
                somme.total = somme.total - partie.total;
                for t in partie.termes {
                    let montant = crate::model::Montant::ZERO - t.montant;
                    somme.termes.push(super::Terme { montant, ..t });
                }
            }
        }
        for dont in ligne.dont.iter().filter(|d| nom(d).as_deref() == financeur) {
            somme.etendre(&apport(dont));
        }
    }
    somme
}

/// The budgets of a fiche that enter the annexes and the récapitulatif.
pub fn comptes(fiche: &Fiche) -> impl Iterator<Item = &Budget> {
    fiche.budgets.iter().filter(|b| b.role == Role::Convention)
}

/// Share of a funder in the budgets of a fiche that are counted.
pub fn part_de_fiche(fiche: &Fiche, financeur: Option<&str>) -> Somme {
    let mut somme = Somme::default();
    comptes(fiche).for_each(|b| somme.etendre(&part(b, financeur)));
    somme
}

/// Funding of the budgets of a fiche that are counted.
pub fn total_de_fiche(fiche: &Fiche) -> Somme {
    let mut somme = Somme::default();
    comptes(fiche).for_each(|b| somme.etendre(&financements(b)));
    somme
}
