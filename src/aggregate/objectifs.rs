//! Results against targets: reached, in part, not, or unknown with its reason. A rate is the result over the
//! target when more is better, the target over the result when less is; nothing is divided by a blank.

use rust_decimal::Decimal;

use super::rapport::Action;
use crate::model::cadre::{Indicateur, Sens};
use crate::model::rapport::{Objectif, Resultat, Revision};
use crate::model::{Absence, Cadre, Case, Comparaison, Fenetre, Mesurage, Nombre, Valeur};

/// How far a target is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Atteinte {
    /// Reached, or passed.
    Atteint,
    /// In part, from the framework's share of the target on, and not worse than before.
    Partiel,
    /// Not.
    NonAtteint,
    /// It cannot be told.
    Inconnu(Raison),
}

/// Why it cannot be told whether a target is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raison {
    /// No target was contracted, for a reason.
    SansCible(Absence),
    /// The act holds a situation observed before it, not a target.
    Situation,
    /// The target is in words, or several.
    CibleEnMots,
    /// No result, for a reason.
    SansResultat(Absence),
    /// The result is in words, or several.
    ResultatEnMots,
    /// Target and result are not in the same unit.
    Unites,
}

impl Raison {
    /// In words, for a person.
    pub fn mots(self) -> String {
        match self {
            Self::SansCible(a) => format!("cible : {}", a.mot()),
            Self::Situation => "l’acte porte une situation, non une cible".to_owned(),
            Self::CibleEnMots => "cible non chiffrée".to_owned(),
            Self::SansResultat(a) => format!("résultat : {}", a.mot()),
            Self::ResultatEnMots => "résultat non chiffré ou multiple".to_owned(),
            Self::Unites => "unités différentes".to_owned(),
        }
    }
}

impl Atteinte {
    /// In words, for a person.
    pub fn mot(self) -> &'static str {
        match self {
            Self::Atteint => "atteint",
            Self::Partiel => "en partie",
            Self::NonAtteint => "non atteint",
            Self::Inconnu(_) => "inconnu",
        }
    }
}

/// An indicator of an action.
#[derive(Debug, Clone)]
pub struct Suivi<'d> {
    /// What is printed.
    pub libelle: &'d str,
    /// The target, if the fiche has one.
    pub objectif: Option<&'d Objectif>,
    /// The result, if the sheet has a line for it.
    pub resultat: Option<&'d Resultat>,
    /// Which way is progress.
    pub sens: Sens,
    /// The figure to reach.
    pub cible: Option<Decimal>,
    /// The figure obtained.
    pub obtenu: Option<Decimal>,
    /// The figure before.
    pub depart: Option<Decimal>,
    /// How much of the target, in per cent.
    pub taux: Option<Decimal>,
    /// How far it is reached.
    pub atteinte: Atteinte,
}

/// The indicators of an action: those that have a target, then those that only have a result.
pub fn suivre<'d>(cadre: &'d Cadre, action: &Action<'d>) -> Vec<Suivi<'d>> {
    let objectifs = action.engagement.as_ref().map(|e| e.objectifs()).unwrap_or_default();
    let resultats = action.fiche.map(|f| f.resultats.as_slice()).unwrap_or_default();
    let mut suivis: Vec<Suivi<'d>> = Vec::new();
    for (revision, objectif) in &objectifs {
        let resultat = resultats.iter().find(|r| r.cle() == objectif.cle());
        suivis.push(suivi(cadre, Some((revision, objectif)), resultat));
    }
    for resultat in resultats.iter().filter(|r| !objectifs.iter().any(|(_, o)| o.cle() == r.cle())) {
        suivis.push(suivi(cadre, None, Some(resultat)));
    }
    suivis
}

/// Which way is progress: as the framework says, or less for a delay and more for the rest.
pub fn sens(indicateur: Option<&Indicateur>) -> Sens {
    match indicateur {
        Some(Indicateur { sens: Some(sens), .. }) => *sens,
        Some(i) if i.nature.as_deref().is_some_and(|n| n.to_lowercase().starts_with("délai")) => {
            Sens::Baisse
        }
        _ => Sens::Hausse,
    }
}

fn suivi<'d>(
    cadre: &'d Cadre,
    objectif: Option<(&'d Revision, &'d Objectif)>,
    resultat: Option<&'d Resultat>,
) -> Suivi<'d> {
    let id = objectif
        .and_then(|(_, o)| o.indicateur.as_deref())
        .or(resultat.and_then(|r| r.indicateur.as_ref()).map(|i| i.valeur.as_str()));
    let indicateur = id.and_then(|id| cadre.indicateur(id)).map(|(_, i)| i);
    let libelle = objectif
        .and_then(|(_, o)| o.libelle.as_deref())
        .or(resultat.and_then(|r| r.libelle.as_ref()).map(|l| l.valeur.as_str()))
        .or(indicateur.map(|i| i.libelle.as_str()))
        .unwrap_or("");
    let cible = cible(objectif, resultat);
    // A bound says by itself which way is right.
    let sens = match cible {
        Ok(Mesurage::Borne(Comparaison::Inferieur | Comparaison::AuPlus, _)) => Sens::Baisse,
        Ok(Mesurage::Borne(..)) => Sens::Hausse,
        _ => objectif.and_then(|(_, o)| o.sens).unwrap_or_else(|| sens(indicateur)),
    };
    let obtenu = obtenu(resultat.map(|r| &r.valeur));
    let depart = objectif.and_then(|(_, o)| o.depart.as_ref()).and_then(|d| self::obtenu(Some(d)).ok());
    let mut suivi = Suivi {
        libelle,
        objectif: objectif.map(|(_, o)| o),
        resultat,
        sens,
        cible: cible.as_ref().ok().and_then(|m| borne(m, sens)),
        obtenu: obtenu.as_ref().ok().map(|n| n.valeur),
        depart: depart.map(|n| n.valeur),
        taux: None,
        atteinte: Atteinte::Inconnu(Raison::CibleEnMots),
    };
    let (mesurage, nombre) = match (cible, obtenu) {
        (Err(raison), _) | (_, Err(raison)) => {
            suivi.atteinte = Atteinte::Inconnu(raison);
            return suivi;
        }
        (Ok(mesurage), Ok(nombre)) => (mesurage, nombre),
    };
    if !memes_unites(mesurage, nombre) {
        suivi.atteinte = Atteinte::Inconnu(Raison::Unites);
        return suivi;
    }
    let Some(borne) = suivi.cible else { return suivi };
    suivi.taux = taux(nombre.valeur, borne, sens);
    // What went backwards is not on its way, however near the target it stands.
    let recule = suivi.depart.is_some_and(|depart| match sens {
        Sens::Hausse => nombre.valeur < depart,
        Sens::Baisse => nombre.valeur > depart,
    });
    suivi.atteinte = if atteint(mesurage, nombre.valeur, borne, sens) {
        Atteinte::Atteint
    } else if !recule && suivi.taux.is_some_and(|t| t >= cadre.rapport.atteinte_partielle) {
        Atteinte::Partiel
    } else {
        Atteinte::NonAtteint
    };
    suivi
}

/// The target as it can be compared.
fn cible<'d>(
    objectif: Option<(&'d Revision, &'d Objectif)>,
    resultat: Option<&Resultat>,
) -> Result<&'d Mesurage, Raison> {
    if let Some(absence) = resultat.and_then(|r| r.sans_cible.as_ref()) {
        return Err(Raison::SansCible(absence.valeur));
    }
    let Some((revision, objectif)) = objectif else { return Err(Raison::SansCible(Absence::NonContracte)) };
    let [Valeur { mesurage, fenetre, .. }] = objectif.cible.as_slice() else {
        return Err(Raison::CibleEnMots);
    };
    // What had already been observed when the act was made is no promise.
    let fin = fenetre.map(|f| match f {
        Fenetre::Au(j) | Fenetre::DuAu(_, j) => j,
    });
    if fin.zip(revision.date).is_some_and(|(fin, date)| fin <= date) {
        return Err(Raison::Situation);
    }
    match &mesurage.valeur {
        Mesurage::Texte(_) => Err(Raison::CibleEnMots),
        Mesurage::Absent(a) => Err(Raison::SansCible(*a)),
        chiffre => Ok(chiffre),
    }
}

fn obtenu(case: Option<&Case>) -> Result<&Nombre, Raison> {
    let Some(case) = case else { return Err(Raison::SansResultat(Absence::NonRenseigne)) };
    match case.as_slice() {
        [seule] => match &seule.mesurage.valeur {
            Mesurage::Nombre(n) => Ok(n),
            Mesurage::Absent(a) => Err(Raison::SansResultat(*a)),
            _ => Err(Raison::ResultatEnMots),
        },
        _ => Err(Raison::ResultatEnMots),
    }
}

fn unite(mesurage: &Mesurage) -> Option<&str> {
    match mesurage {
        Mesurage::Nombre(n)
        | Mesurage::Borne(_, n)
        | Mesurage::Fourchette(_, n)
        | Mesurage::Tolerance(n, _) => n.unite.as_deref(),
        Mesurage::Texte(_) | Mesurage::Absent(_) => None,
    }
}

/// A per cent is not a number of things; other units are words that may be left out.
fn memes_unites(mesurage: &Mesurage, nombre: &Nombre) -> bool {
    let pourcent = |u: Option<&str>| u.is_some_and(|u| u.starts_with('%'));
    match (unite(mesurage), nombre.unite.as_deref()) {
        (a, b) if pourcent(a) != pourcent(b) => a.is_none() || b.is_none(),
        _ => true,
    }
}

/// The figure to reach.
fn borne(mesurage: &Mesurage, sens: Sens) -> Option<Decimal> {
    let marge = |n: Decimal, t: Decimal, signe: Decimal| {
        let ecart = n.checked_mul(t)?.checked_div(Decimal::ONE_HUNDRED)?;
        n.checked_add(ecart.checked_mul(signe)?)
    };
    match (mesurage, sens) {
        (Mesurage::Nombre(n) | Mesurage::Borne(_, n), _) => Some(n.valeur),
        (Mesurage::Fourchette(bas, _), Sens::Hausse) => Some(*bas),
        (Mesurage::Fourchette(_, haut), Sens::Baisse) => Some(haut.valeur),
        (Mesurage::Tolerance(n, t), Sens::Hausse) => marge(n.valeur, *t, Decimal::NEGATIVE_ONE),
        (Mesurage::Tolerance(n, t), Sens::Baisse) => marge(n.valeur, *t, Decimal::ONE),
        (Mesurage::Texte(_) | Mesurage::Absent(_), _) => None,
    }
}

fn atteint(mesurage: &Mesurage, obtenu: Decimal, borne: Decimal, sens: Sens) -> bool {
    match (mesurage, sens) {
        (Mesurage::Borne(Comparaison::Inferieur, _), _) => obtenu < borne,
        (Mesurage::Borne(Comparaison::AuPlus, _), _) => obtenu <= borne,
        (Mesurage::Borne(Comparaison::Superieur, _), _) => obtenu > borne,
        (Mesurage::Borne(Comparaison::AuMoins, _), _) => obtenu >= borne,
        (_, Sens::Hausse) => obtenu >= borne,
        (_, Sens::Baisse) => obtenu <= borne,
    }
}

fn taux(obtenu: Decimal, borne: Decimal, sens: Sens) -> Option<Decimal> {
    let (partie, tout) = match sens {
        Sens::Hausse => (obtenu, borne),
        Sens::Baisse => (borne, obtenu),
    };
    if partie.is_sign_negative() || tout.is_sign_negative() {
        return None;
    }
    partie.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(tout)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nombre(valeur: i64) -> Nombre {
        Nombre { valeur: Decimal::from(valeur), unite: None }
    }

    #[test]
    fn a_target_is_a_figure_a_bound_a_range_or_a_tolerance() {
        for (cible, sens, attendue) in [
            (Mesurage::Nombre(nombre(120)), Sens::Hausse, 120),
            (Mesurage::Fourchette(Decimal::from(60), nombre(66)), Sens::Hausse, 60),
            (Mesurage::Fourchette(Decimal::from(60), nombre(66)), Sens::Baisse, 66),
            (Mesurage::Tolerance(nombre(120), Decimal::from(10)), Sens::Hausse, 108),
            (Mesurage::Tolerance(nombre(120), Decimal::from(10)), Sens::Baisse, 132),
            (Mesurage::Borne(Comparaison::AuPlus, nombre(12)), Sens::Baisse, 12),
        ] {
            assert_eq!(borne(&cible, sens), Some(Decimal::from(attendue)), "{cible:?}");
        }
        assert_eq!(borne(&Mesurage::Texte("un par mois".into()), Sens::Hausse), None);
    }

    #[test]
    fn a_strict_bound_is_not_reached_on_the_line() {
        let trente = Decimal::from(30);
        let vaut =
            |c, n: i64| atteint(&Mesurage::Borne(c, nombre(30)), Decimal::from(n), trente, Sens::Baisse);
        assert!(vaut(Comparaison::Inferieur, 29) && !vaut(Comparaison::Inferieur, 30));
        assert!(vaut(Comparaison::AuPlus, 30) && !vaut(Comparaison::AuPlus, 31));
        assert!(vaut(Comparaison::Superieur, 31) && !vaut(Comparaison::Superieur, 30));
    }

    #[test]
    fn a_rate_goes_above_a_hundred_and_divides_by_no_zero() {
        let n = Decimal::from;
        assert_eq!(taux(n(150), n(100), Sens::Hausse), Some(n(150)));
        assert_eq!(taux(n(20), n(10), Sens::Baisse), Some(n(50)));
        assert_eq!(taux(n(1), n(0), Sens::Hausse), None);
        assert_eq!(taux(n(0), n(10), Sens::Baisse), None);
    }

    #[test]
    fn a_per_cent_is_not_a_number_of_persons() {
        let unite = |u: &str| Nombre { valeur: Decimal::ONE, unite: Some(u.into()) };
        assert!(!memes_unites(&Mesurage::Nombre(unite("%")), &unite("personnes")));
        assert!(memes_unites(&Mesurage::Nombre(unite("%")), &nombre(80)));
        assert!(memes_unites(&Mesurage::Nombre(unite("places")), &unite("personnes")));
    }
}
