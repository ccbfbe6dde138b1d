//! Computations that a text makes: its result, its terms, and what its terms give.

mod produit;

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::grandeurs::{self, Grandeur, Sorte};
use super::outils::{nombre, plat};
use crate::model::{Montant, Passage};
use crate::text::{Motif, Span, motif};

/// A computation of a text.
#[derive(Debug)]
pub struct Calcul<'p> {
    /// What the text gives as its result.
    pub resultat: Grandeur<'p>,
    /// What its terms give.
    pub attendu: Decimal,
    /// How far a rounding may take the result.
    pub marge: Decimal,
    /// The terms, as they are written, with the result that they give.
    pub formule: String,
    /// The numbers that it takes.
    pub termes: Vec<Grandeur<'p>>,
    /// Whether it adds a rate to a base.
    pub majore: bool,
}

impl Calcul<'_> {
    /// Whether the result is what the terms give.
    pub fn juste(&self) -> bool {
        (self.resultat.valeur - self.attendu).abs() <= self.marge
    }
}

/// The patterns between two numbers.
struct Motifs {
    conclut: Motif,
    par_an: Motif,
    plus: Motif,
    unitaire_avant: Motif,
    unitaire_apres: Motif,
    anaphore: Motif,
}

static MOTIFS: LazyLock<Motifs> = LazyLock::new(|| Motifs {
    conclut: motif(
        r"(?i)(?:\bsoit|c['’]est-à-dire|\bcela (?:fait|représente|revient à|donne)|\bce qui (?:fait|représente|donne)|=)\s*(?:au total|en tout|un total de|un montant de|une somme de|une dépense de|un coût de|à)?\s*$",
    ),
    par_an: motif(r"^[\s\x{a0}]*(?:par an\b|par année\b|/ ?an\b|annuels?\b|annuellement|l['’]an\b)"),
    plus: motif(
        r"^[^,;.()]{0,20},?\s*(?:plus|\+|majorée?s?\s+de|augmentée?s?\s+de|et une bonification de)\s*$",
    ),
    unitaire_avant: motif(
        r"(?i)(?:\b(?:coût|tarif|prix|salaire|forfait|indemnité|rémunération)\b[^.;]{0,40}|[àx×*]\s|raison de )$",
    ),
    unitaire_apres: motif(
        r"(?i)^[\s\x{a0}]*(?:bruts?\b|par\b|chacune?\b|l['’]unité|/|l['’]heure|la journée)",
    ),
    anaphore: motif(r"(?i)\ben \w+\W*$|\bdont\W*$"),
});

/// The computations of a text.
pub fn lire(passage: &Passage) -> Vec<Calcul<'_>> {
    let annonces = ["€", "euro", "→", "➔", "⇒", "="];
    if !annonces.iter().any(|a| passage.texte.contains(a)) {
        return Vec::new();
    }
    let tous = grandeurs::lire(passage);
    let mut calculs = Vec::new();
    let mut debut = 0;
    for (rang, grandeur) in tous.iter().enumerate() {
        let avant = tous.get(debut..rang).unwrap_or(&[]);
        let fait = a_l_annee(grandeur, avant)
            .or_else(|| majoration(grandeur, &tous, rang))
            .or_else(|| somme(grandeur, avant))
            .or_else(|| part(grandeur, avant))
            .or_else(|| produit::produit(grandeur, avant));
        if let Some(calcul) = fait {
            debut = rang;
            calculs.push(calcul);
        }
    }
    calculs
}

/// The places of the numbers of the computations of a text that are false.
pub fn faux(passage: &Passage) -> Vec<Span> {
    let calculs = lire(passage);
    let faux = calculs.iter().filter(|c| !c.juste());
    faux.flat_map(|c| c.termes.iter().chain([&c.resultat]).map(Grandeur::span)).collect()
}

/// Text between two numbers of a passage.
fn entre<'p>(a: &Grandeur<'p>, b: &Grandeur<'_>) -> &'p str {
    a.passage.texte.get(a.octets.end..b.octets.start).unwrap_or("")
}

fn euros(n: Decimal) -> String {
    Montant::arrondi(n).map_or_else(|| nombre(n), |m| m.to_string())
}

fn conclut(resultat: &Grandeur<'_>) -> bool {
    MOTIFS.conclut.is_match(resultat.avant(40))
}

/// « 90 € par jour, soit 32 850 € par an ».
fn a_l_annee<'p>(resultat: &Grandeur<'p>, avant: &[Grandeur<'p>]) -> Option<Calcul<'p>> {
    let terme = avant.last().filter(|t| t.sorte == Sorte::Euros && resultat.sorte == Sorte::Euros)?;
    if !MOTIFS.par_an.is_match(resultat.suite()) {
        return None;
    }
    let lien = entre(terme, resultat);
    let plat = format!(" {} ", plat(lien));
    let periode = [("jour", 365), ("semaine", 52), ("mois", 12), ("trimestre", 4), ("semestre", 2)];
    let (mot, n) = periode.into_iter().find(|(mot, _)| plat.starts_with(&format!(" par {mot} ")))?;
    let annonce = [" soit ", " donc ", " c est a dire ", " ce qui fait ", " ce qui represente "];
    if lien.len() > 90 || !(annonce.iter().any(|a| plat.contains(a)) || lien.contains('=')) {
        return None;
    }
    let quotient = resultat.valeur.checked_div(terme.valeur)?;
    // Days worked are fewer than those of a year: any whole number of them can be meant.
    let jours = mot == "jour"
        && quotient.is_integer()
        && quotient >= Decimal::from(150)
        && quotient <= Decimal::from(366);
    let n = if jours { quotient } else { Decimal::from(n) };
    let attendu = terme.valeur.checked_mul(n)?;
    Some(Calcul {
        resultat: resultat.clone(),
        attendu,
        marge: resultat.demi() + terme.demi() * n * Decimal::from(i64::from(!terme.valeur.is_integer())),
        formule: format!("{} × {} = {}", terme.ecrite(), nombre(n), euros(attendu)),
        termes: vec![terme.clone()],
        majore: false,
    })
}

/// « 60 500 € (55 000 €, plus 10 %) » and « 55 000 € plus 10 %, soit 60 500 € ».
fn majoration<'p>(taux: &Grandeur<'p>, tous: &[Grandeur<'p>], rang: usize) -> Option<Calcul<'p>> {
    let base = tous.get(rang.checked_sub(1)?).filter(|b| b.sorte == Sorte::Euros)?;
    if taux.sorte != Sorte::Pourcentage || !MOTIFS.plus.is_match(entre(base, taux)) {
        return None;
    }
    let apres =
        tous.get(rang + 1).filter(|r| r.sorte == Sorte::Euros && entre(taux, r).len() < 60 && conclut(r));
    let precede = rang
        .checked_sub(2)
        .and_then(|i| tous.get(i))
        .filter(|r| r.sorte == Sorte::Euros && base.avant(3).trim_end().ends_with('('));
    let resultat = apres.or(precede)?;
    let attendu = base.valeur.checked_mul(Decimal::ONE_HUNDRED + taux.valeur)? / Decimal::ONE_HUNDRED;
    Some(Calcul {
        resultat: resultat.clone(),
        attendu,
        marge: resultat.demi(),
        formule: format!("{} + {} = {}", base.ecrite(), taux.ecrite(), euros(attendu)),
        termes: vec![base.clone(), taux.clone()],
        majore: true,
    })
}

/// « 20 000 € + 30 000 € = 50 000 € », « 40 % + 60 % = 100 % ».
fn somme<'p>(resultat: &Grandeur<'p>, avant: &[Grandeur<'p>]) -> Option<Calcul<'p>> {
    // A number of things in a table is told by the rules of the indicators.
    if resultat.sorte == Sorte::Compte {
        return None;
    }
    let signe = resultat.avant(14);
    if !["=", "→", "➔", "⇒"].iter().any(|s| signe.trim_end_matches([' ', '+', '\u{a0}', '/']).ends_with(s))
    {
        return None;
    }
    let mut termes: Vec<Grandeur<'p>> = Vec::new();
    for terme in avant.iter().rev() {
        let suivant = termes.last().unwrap_or(resultat);
        let lien = entre(terme, suivant);
        let plus = lien.trim_end().ends_with('+');
        let meme_cellule = !lien.contains('|') && lien.len() < 60 && terme.sorte == resultat.sorte;
        if !meme_cellule || (!termes.is_empty() && !plus) {
            break;
        }
        termes.push(terme.clone());
    }
    termes.reverse();
    if termes.len() < 2 {
        return None;
    }
    let attendu = termes.iter().fold(Decimal::ZERO, |a, t| a.saturating_add(t.valeur));
    let ecrits: Vec<&str> = termes.iter().map(Grandeur::ecrite).collect();
    Some(Calcul {
        resultat: resultat.clone(),
        attendu,
        marge: resultat.demi(),
        formule: format!("{} = {}", ecrits.join(" + "), nombre(attendu)),
        termes,
        majore: false,
    })
}

/// « 10 % de 90 000 €, soit 9 000 € » and « A €… en valorise 35 %, c’est-à-dire B € ».
fn part<'p>(resultat: &Grandeur<'p>, avant: &[Grandeur<'p>]) -> Option<Calcul<'p>> {
    if resultat.sorte != Sorte::Euros || !conclut(resultat) {
        return None;
    }
    let (dernier, reste) = avant.split_last()?;
    let (taux, base) = match dernier.sorte {
        Sorte::Euros => {
            let taux = reste.last().filter(|t| t.sorte == Sorte::Pourcentage)?;
            let lien = entre(taux, dernier).trim().to_lowercase();
            let direct =
                ["de", "des", "du coût de", "d’un coût de", "d'un coût de", "d’un total de", "d'un total de"];
            (taux, direct.contains(&lien.as_str()).then_some(dernier)?)
        }
        Sorte::Pourcentage => {
            let base = reste.iter().rev().find(|b| b.sorte == Sorte::Euros)?;
            let lien = entre(dernier, resultat);
            let court = lien.trim_start_matches([' ', ',', '(', '\u{a0}', ':']).len() < 24;
            let repris =
                MOTIFS.anaphore.is_match(dernier.avant(24)) || lien.trim_start().starts_with("de ce");
            (dernier, (court && repris).then_some(base)?)
        }
        Sorte::Compte => return None,
    };
    let attendu = base.valeur.checked_mul(taux.valeur)? / Decimal::ONE_HUNDRED;
    // « près de 4,5 millions » has a precise share when the share has more digits than the product.
    let plus_precis =
        super::voisinage::chiffres(resultat.valeur, 2).1 > super::voisinage::chiffres(attendu, 2).1;
    let marge = match (base.exacte, plus_precis) {
        (false, true) if base.arrondi() => base.demi().checked_mul(taux.valeur)? / Decimal::ONE_HUNDRED,
        (false, true) => attendu / Decimal::from(20),
        _ => resultat.demi(),
    };
    Some(Calcul {
        resultat: resultat.clone(),
        attendu,
        marge,
        formule: format!("{} × {} = {}", base.ecrite(), taux.ecrite(), euros(attendu)),
        termes: vec![base.clone(), taux.clone()],
        majore: false,
    })
}
