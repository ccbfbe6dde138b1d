//! Figures that several rules on money need: what the act prints of a budget, roundings, sums in words.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::aggregate::{Somme, budget};
use crate::diagnostic::Diagnostic;
use crate::model::budget::{Budget, Charge, Cout, Financement};
use crate::model::cadre::{Cadre, DEPARTEMENT, ETAT};
use crate::model::{Fiche, Montant};
use crate::text::Span;

/// Most terms told one by one.
pub const TERMES_MAX: usize = 24;

/// What the act prints of a line of costs: its own amount, or what its lines print, or what it computes to.
pub fn affiche_de(charge: &Charge, fiche: &Fiche) -> Somme {
    let mut somme = Somme::default();
    match (&charge.mentions.affiche, &charge.cout) {
        (Some(m), _) => somme.ajouter(m.valeur, m.span),
        (None, Cout::Lignes(lignes)) => lignes.iter().for_each(|l| somme.etendre(&affiche_de(l, fiche))),
        (None, _) => somme = budget::cout(charge, fiche),
    }
    somme
}

/// The costs of a budget as printed.
pub fn charges_affichees(budget: &Budget, fiche: &Fiche) -> Somme {
    let mut somme = Somme::default();
    budget.charges.iter().for_each(|c| somme.etendre(&affiche_de(c, fiche)));
    somme
}

/// The funding of a budget as printed.
pub fn financements_affiches(budget: &Budget) -> Somme {
    let mut somme = Somme::default();
    for ligne in &budget.financements {
        match &ligne.mentions.affiche {
            Some(m) => somme.ajouter(m.valeur, m.span),
            None => somme.etendre(&budget::apport(ligne)),
        }
    }
    somme
}

/// Whether there is something to compare, nothing of it missing.
pub fn entiere(somme: &Somme) -> bool {
    !somme.est_vide() && somme.absents == 0
}

/// Half of the last unit written of a number: what rounding it may have changed.
pub fn demi_unite(n: Decimal) -> Decimal {
    Decimal::try_new(5, n.scale() + 1).unwrap_or_default()
}

/// Whether an amount is a sum rounded to the euro, or the sum of its terms each rounded to the euro.
pub fn arrondi_a_l_euro(affiche: Montant, somme: &Somme) -> bool {
    let rond = |m: Montant| m.euros().round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let termes = somme.termes.iter().fold(Decimal::ZERO, |a, t| a.saturating_add(rond(t.montant)));
    affiche.euros() == rond(somme.total) || affiche.euros() == termes
}

/// Who pays a line, as printed.
pub fn payeur<'m>(ligne: &'m Financement, cadre: &'m Cadre) -> &'m str {
    let financeur = || ligne.financeur.as_ref().map(|f| f.valeur.as_str());
    ligne
        .libelle
        .as_deref()
        .or_else(|| financeur().map(|id| cadre.financeur(id).map_or(id, |f| f.nom.as_str())))
        .unwrap_or("un financeur")
}

/// « du Département », « de l’État », « du financeur « CAF » »: whose share it is.
pub fn de_qui(id: &str, cadre: &Cadre) -> String {
    match id {
        ETAT => "de l’État".to_owned(),
        DEPARTEMENT => "du Département".to_owned(),
        _ => format!("du financeur « {} »", cadre.financeur(id).map_or(id, |f| f.nom.as_str())),
    }
}

/// « 0,5 + 1 = 1,5 », the terms past a screen counted.
pub fn addition(termes: &[String], total: &str) -> String {
    let reste = termes.len().saturating_sub(TERMES_MAX);
    let mut dits: Vec<&str> = termes.iter().take(TERMES_MAX).map(String::as_str).collect();
    let autres = format!("… ({reste} autres)");
    if reste > 0 {
        dits.push(&autres);
    }
    match dits.as_slice() {
        [] | [_] => total.to_owned(),
        _ => format!("{} = {total}", dits.join(" + ")),
    }
}

/// Places compared with the first, as many as a screen holds.
#[must_use]
pub fn montrer(constat: Diagnostic, lieux: &[(Span, String)]) -> Diagnostic {
    lieux.iter().take(TERMES_MAX).fold(constat, |c, (span, texte)| c.voir(*span, texte.clone()))
}

/// « a, b et c ».
pub fn enumerer(mots: &[String]) -> String {
    match mots {
        [] => String::new(),
        [seul] => seul.clone(),
        [debut @ .., fin] => format!("{} et {fin}", debut.join(", ")),
    }
}
