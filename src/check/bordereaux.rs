//! A priced schedule as printed, figure by figure, and the single cause of many wrong lines: a daily rate or a
//! rate of tax that is not the one of the lines.

use rust_decimal::Decimal;

use super::outils::nombre;
use crate::model::Montant;
use crate::model::budget::{Bordereau, LigneBordereau};
use crate::text::{Span, Spanned};

/// The unit of a printed figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unite {
    /// Days.
    Jours,
    /// Euros.
    Euros,
}

impl Unite {
    /// A figure with its unit: « 15,5 jours », « 14 325 € ».
    pub fn dire(self, valeur: Decimal) -> String {
        match self {
            Self::Jours if valeur.abs() < Decimal::TWO => format!("{}\u{a0}jour", nombre(valeur)),
            Self::Jours => format!("{}\u{a0}jours", nombre(valeur)),
            Self::Euros => Montant::arrondi(valeur).unwrap_or_default().to_string(),
        }
    }
}

/// A printed figure that is not the one computed.
#[derive(Debug)]
pub struct Ecart {
    /// What it is: « HT ».
    pub quoi: String,
    /// Its unit.
    pub unite: Unite,
    /// What is printed.
    pub affiche: Decimal,
    /// What should be.
    pub calcule: Decimal,
    /// Where it is printed.
    pub span: Span,
    /// The arithmetic.
    pub calcul: String,
}

/// The rate that all the lines suppose, when it is not the one written.
#[derive(Debug)]
pub struct Suppose {
    /// The value that the lines suppose.
    pub valeur: Decimal,
    /// How many lines suppose it.
    pub lignes: usize,
}

/// The lines of all the groups.
pub fn lignes(bordereau: &Bordereau) -> impl Iterator<Item = &LigneBordereau> {
    bordereau.groupes.iter().flat_map(|g| &g.lignes)
}

/// Days of a line: the sum of those of its profiles.
pub fn jours(ligne: &LigneBordereau) -> Decimal {
    ligne.profils.iter().fold(Decimal::ZERO, |a, p| a.saturating_add(p.valeur))
}

/// Price of a line without tax: days × daily rates.
pub fn ht(ligne: &LigneBordereau, bordereau: &Bordereau) -> Decimal {
    let produits = ligne.profils.iter().zip(&bordereau.profils);
    let euros = produits
        .fold(Decimal::ZERO, |a, (j, p)| a.saturating_add(j.valeur.saturating_mul(p.tarif.valeur.euros())));
    centimes(euros)
}

/// A price with tax.
pub fn ttc(ht: Decimal, taux: Decimal) -> Decimal {
    centimes(ht.saturating_mul(Decimal::ONE.saturating_add(taux / Decimal::ONE_HUNDRED)))
}

fn centimes(euros: Decimal) -> Decimal {
    Montant::arrondi(euros).unwrap_or_default().euros()
}

/// The daily rate of a profile that its lines suppose, when all of them suppose one and the same other rate
/// and the lines without it are right.
pub fn tarif_suppose(bordereau: &Bordereau, rang: usize) -> Option<Suppose> {
    let tarif = bordereau.profils.get(rang)?.tarif.valeur.euros();
    let mut suppose: Option<Suppose> = None;
    for ligne in lignes(bordereau) {
        let Some(affiche) = &ligne.affiche.ht else { continue };
        let ecart = affiche.valeur.euros() - ht(ligne, bordereau);
        let jours = ligne.profils.get(rang).map_or(Decimal::ZERO, |j| j.valeur);
        if jours.is_zero() {
            if ecart.is_zero() {
                continue;
            }
            return None;
        }
        match &mut suppose {
            None => {
                let valeur = tarif.checked_add(ecart.checked_div(jours)?)?;
                suppose = Some(Suppose { valeur, lignes: 1 });
            }
            Some(s) if s.valeur.checked_sub(tarif)?.checked_mul(jours)? == ecart => s.lignes += 1,
            Some(_) => return None,
        }
    }
    suppose.filter(|s| s.valeur != tarif && s.lignes >= 2)
}

/// The rate of tax that the lines suppose, when all of them suppose one and the same other rate.
pub fn tva_supposee(bordereau: &Bordereau) -> Option<Suppose> {
    let mut suppose: Option<Suppose> = None;
    for ligne in lignes(bordereau) {
        let (Some(sans), Some(avec)) = (&ligne.affiche.ht, &ligne.affiche.ttc) else { continue };
        let (sans, avec) = (sans.valeur.euros(), avec.valeur.euros());
        if sans.is_zero() && avec.is_zero() {
            continue;
        }
        match &mut suppose {
            None => {
                let taux = super::outils::part(avec - sans, sans)?.round_dp(2);
                suppose = Some(Suppose { valeur: taux, lignes: usize::from(ttc(sans, taux) == avec) });
            }
            Some(s) if ttc(sans, s.valeur) == avec => s.lignes += 1,
            Some(_) => return None,
        }
    }
    suppose.filter(|s| s.valeur != bordereau.taux_tva.valeur && s.lignes >= 2)
}

/// The printed figures of a line that are not those computed from its days; the wrong rates told apart.
pub fn ecarts_de_ligne(ligne: &LigneBordereau, bordereau: &Bordereau, tarifs: bool, tva: bool) -> Vec<Ecart> {
    let mut ecarts = Vec::new();
    let mut comparer = |quoi: &str, unite, affiche: Decimal, calcule: Decimal, span, calcul: String| {
        if affiche != calcule {
            ecarts.push(Ecart { quoi: quoi.to_owned(), unite, affiche, calcule, span, calcul });
        }
    };
    let somme = jours(ligne);
    let affiche = &ligne.affiche;
    if let Some(j) = &affiche.jours {
        let termes: Vec<String> = ligne.profils.iter().map(|p| nombre(p.valeur)).collect();
        let calcul = format!("jours : {} = {}", termes.join(" + "), nombre(somme));
        comparer("", Unite::Jours, j.valeur, somme, j.span, calcul);
    }
    let sans = ht(ligne, bordereau);
    if let Some(h) = affiche.ht.as_ref().filter(|_| tarifs) {
        let calcul = format!("HT : {} = {}", produits(ligne, bordereau), Unite::Euros.dire(sans));
        comparer(" HT", Unite::Euros, h.valeur.euros(), sans, h.span, calcul);
    }
    if let Some(t) = affiche.ttc.as_ref().filter(|_| tva) {
        let taux = bordereau.taux_tva.valeur;
        let base = affiche.ht.as_ref().map_or(sans, |h| h.valeur.euros());
        let calcule = ttc(base, taux);
        // A right price with tax beside a wrong one without it is no second fault.
        if t.valeur.euros() != ttc(sans, taux) {
            let base = Unite::Euros.dire(base);
            let calcul = format!("TTC : {base} + {}\u{a0}% = {}", nombre(taux), Unite::Euros.dire(calcule));
            comparer(" TTC", Unite::Euros, t.valeur.euros(), calcule, t.span, calcul);
        }
    }
    if let (Some(a), Some(s)) = (&affiche.sur_place, &ligne.sur_place) {
        comparer(" sur place", Unite::Jours, a.valeur, s.valeur, a.span, String::new());
    }
    for (affiche, profil) in affiche.profils.iter().zip(&ligne.profils) {
        comparer(" pour un profil", Unite::Jours, affiche.valeur, profil.valeur, affiche.span, String::new());
    }
    ecarts
}

/// « 0,5 × 1 000 € + 1 × 950 € ».
fn produits(ligne: &LigneBordereau, bordereau: &Bordereau) -> String {
    let termes = ligne.profils.iter().zip(&bordereau.profils).filter(|(j, _)| !j.valeur.is_zero());
    let termes: Vec<String> =
        termes.map(|(j, p)| format!("{} × {}", nombre(j.valeur), p.tarif.valeur)).collect();
    if termes.is_empty() { "0".to_owned() } else { termes.join(" + ") }
}

/// The days on site of a line that exceed its days.
pub fn sur_place_de_trop(ligne: &LigneBordereau) -> Option<&Spanned<Decimal>> {
    ligne.sur_place.as_ref().filter(|s| s.valeur > jours(ligne))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::budget::{LigneAffichee, Profil};
    use crate::text::{Chemin, Sources};

    /// A schedule of one group: two rates, a rate of tax, and per line its days and its prices.
    fn bordereau(tarifs: [i64; 2], tva: i64, lignes: &[([i64; 2], i64, i64)]) -> Bordereau {
        let fichier = Sources::default().ajouter(Chemin::new("a.md").unwrap(), "");
        let span = Span { fichier, debut: 0, fin: 0 };
        let nombre = |n: i64| Spanned::new(Decimal::from(n), span);
        let euros = |n: i64| Spanned::new(Montant::arrondi(Decimal::from(n)).unwrap(), span);
        let rangee = |lignes, profils, affiche| LigneBordereau {
            numero: Spanned::new("1".into(), span),
            libelle: String::new(),
            profils,
            sur_place: None,
            lignes,
            affiche,
        };
        let ligne = |(jours, ht, ttc): &([i64; 2], i64, i64)| {
            let affiche =
                LigneAffichee { ht: Some(euros(*ht)), ttc: Some(euros(*ttc)), ..LigneAffichee::default() };
            rangee(vec![], jours.map(nombre).to_vec(), affiche)
        };
        Bordereau {
            id: Spanned::new("essai".into(), span),
            titre: None,
            taux_tva: nombre(tva),
            profils: tarifs.map(|t| Profil { libelle: String::new(), tarif: euros(t) }).to_vec(),
            groupes: vec![rangee(lignes.iter().map(ligne).collect(), vec![], LigneAffichee::default())],
            affiche: LigneAffichee::default(),
        }
    }

    #[test]
    fn a_wrong_rate_is_told_by_all_its_lines() {
        let lignes = [([1, 2], 500, 600), ([0, 1], 200, 240), ([3, 0], 300, 360)];
        let juste = bordereau([100, 200], 20, &lignes);
        assert!((0..2).all(|rang| tarif_suppose(&juste, rang).is_none()) && tva_supposee(&juste).is_none());
        let tarif = bordereau([100, 250], 20, &lignes);
        assert_eq!(tarif_suppose(&tarif, 1).map(|s| (s.valeur, s.lignes)), Some((Decimal::from(200), 2)));
        assert!(tarif_suppose(&tarif, 0).is_none());
        let taux = bordereau([100, 200], 10, &lignes);
        assert_eq!(tva_supposee(&taux).map(|s| (s.valeur, s.lignes)), Some((Decimal::from(20), 3)));
    }

    #[test]
    fn one_wrong_line_is_not_a_wrong_rate() {
        let lignes = [([1, 2], 600, 720), ([0, 1], 200, 240), ([3, 0], 300, 360)];
        let faux = bordereau([100, 200], 20, &lignes);
        assert!((0..2).all(|rang| tarif_suppose(&faux, rang).is_none()));
    }
}
