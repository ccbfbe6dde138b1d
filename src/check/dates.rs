//! Days, months and years as the rules of dates compare them: every moment is an interval of days, as wide as
//! the act is imprecise, and two moments disagree only when their intervals are apart.

mod moments;

use std::collections::{BTreeMap, BTreeSet};

use super::Contexte;
use crate::model::convention::Visa;
use crate::model::passage::Nature;
use crate::model::temps::Unite;
use crate::model::{DateImprecise, Duree, Fiche, Jour, Passage};
use crate::text::{Fichier, Span};
pub(super) use moments::{Moment, accompli, moments, phrases};

/// First and last day.
pub(super) type Intervalle = (Jour, Jour);

/// The days that an imprecise date may be; none when it is not a date.
pub(super) fn bornes(date: &DateImprecise) -> Option<Intervalle> {
    let annee = |a: u16, de: u8, a_: u8| Some((Jour::new(a, de, 1)?, fin_de_mois(a, a_)?));
    match date {
        DateImprecise::Jour(j) => Some((*j, *j)),
        DateImprecise::Mois(m, a) => annee(*a, *m, *m),
        DateImprecise::Annee(a) => annee(*a, 1, 12),
        DateImprecise::Debut(a) => annee(*a, 1, 6),
        DateImprecise::Fin(a) => annee(*a, 7, 12),
        DateImprecise::Entre(a, b) => {
            let (a, b) = (bornes(a)?, bornes(b)?);
            Some((a.0.min(b.0), a.1.max(b.1)))
        }
        DateImprecise::EnCours | DateImprecise::DejaExistante | DateImprecise::Texte(_) => None,
    }
}

fn fin_de_mois(annee: u16, mois: u8) -> Option<Jour> {
    (28..=31).rev().find_map(|j| Jour::new(annee, mois, j))
}

/// The days of a period, from the first that its beginning may be to the last that its end may be.
pub(super) fn intervalle(duree: &Duree) -> Option<Intervalle> {
    match duree {
        Duree::Periode(a, b) => Some((bornes(a)?.0, bornes(b)?.1)),
        // A budget may be of one year alone.
        Duree::Texte(t) => {
            let annee = t.trim().parse().ok().filter(|a| (1900..=2200).contains(a))?;
            bornes(&DateImprecise::Annee(annee))
        }
        Duree::Indeterminee | Duree::Longueur(..) => None,
    }
}

/// The day after a length that starts on a day; none past the calendar.
fn apres(debut: Jour, nombre: u16, unite: Unite) -> Option<Jour> {
    let mois = match unite {
        Unite::Jours => return debut.decaler(i32::from(nombre)),
        Unite::Semaines => return debut.decaler(i32::from(nombre) * 7),
        Unite::Mois => i32::from(nombre),
        Unite::Ans => i32::from(nombre) * 12,
    };
    let total = debut.annee() * 12 + i32::from(debut.mois()) - 1 + mois;
    let (annee, mois) =
        (u16::try_from(total.div_euclid(12)).ok()?, u8::try_from(total.rem_euclid(12)).ok()? + 1);
    (1..=debut.jour()).rev().find_map(|j| Jour::new(annee, mois, j))
}

/// The days that may be the last of a length, given those that may be its first.
pub(super) fn derniers(debut: Intervalle, nombre: u16, unite: Unite) -> Option<Intervalle> {
    Some((apres(debut.0, nombre, unite)?.decaler(-1)?, apres(debut.1, nombre, unite)?.decaler(-1)?))
}

/// Whether two intervals have a day in common.
pub(super) fn se_touchent(a: Intervalle, b: Intervalle) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// « le 1er juillet 2022 », « du 1er juillet 2022 au 30 juin 2023 ».
pub(super) fn dire((debut, fin): Intervalle) -> String {
    if debut == fin { format!("le {debut}") } else { format!("du {debut} au {fin}") }
}

/// How many digits tell two days apart, each written with eight.
pub(super) fn chiffres(a: Jour, b: Jour) -> usize {
    let ecrire = |j: Jour| format!("{:04}{:02}{:02}", j.annee(), j.mois(), j.jour());
    ecrire(a).bytes().zip(ecrire(b).bytes()).filter(|(x, y)| x != y).count()
}

/// The window in which the actions are carried out, where it is written when it is, and whether it is.
pub(super) fn execution(c: &Contexte<'_>) -> Option<(Intervalle, Option<Span>)> {
    let convention = &c.dossier.convention;
    match &convention.execution {
        Some(duree) => intervalle(&duree.valeur).map(|i| (i, Some(duree.span))),
        None => bornes(&DateImprecise::Annee(convention.annee)).map(|i| (i, None)),
    }
}

/// A fiche and the passages of its file.
#[derive(Debug)]
pub(super) struct Lot<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// Header and text, in order.
    pub passages: Vec<&'d Passage>,
}

impl<'d> Lot<'d> {
    /// The passages of its text.
    pub(super) fn prose(&self) -> impl Iterator<Item = &'d Passage> {
        self.passages.iter().copied().filter(|p| est_prose(p))
    }

    /// The section of the framework in which a place of the text stands.
    pub(super) fn rubrique(&self, place: Span) -> Option<&'d str> {
        let section = self.fiche.sections.iter().rev().find(|s| s.span.debut <= place.debut)?;
        section.rubrique.as_deref()
    }
}

/// The visas, each with its texts: designation, number, object.
pub(super) fn visas<'d>(c: &Contexte<'d>) -> Vec<(&'d Visa, Vec<&'d Passage>)> {
    let champs: Vec<&Passage> = c.dossier.passages.iter().filter(|p| p.nature == Nature::Champ).collect();
    let dossier = c.dossier;
    dossier
        .cadre
        .visas
        .iter()
        .chain(&dossier.convention.visas)
        .map(|visa| {
            let textes =
                [Some(&visa.designation), visa.numero.as_ref().map(|n| &n.valeur), visa.objet.as_ref()];
            let suite =
                champs.iter().filter(|p| p.fichier() == visa.span.fichier && visa.span.debut <= p.span.debut);
            let trouves = textes.into_iter().flatten().filter_map(|t| suite.clone().find(|p| p.texte == *t));
            (visa, trouves.copied().collect())
        })
        .collect()
}

/// Whether a passage is running text.
pub(super) fn est_prose(passage: &Passage) -> bool {
    matches!(passage.nature, Nature::Paragraphe | Nature::Cellule)
}

/// Each fiche with its passages, in one walk.
pub(super) fn lots<'d>(c: &Contexte<'d>) -> Vec<Lot<'d>> {
    let mut fichiers: BTreeMap<Fichier, Vec<&'d Passage>> = BTreeMap::new();
    for passage in &c.dossier.passages {
        fichiers.entry(passage.fichier()).or_default().push(passage);
    }
    c.fiches()
        .map(|fiche| Lot { fiche, passages: fichiers.remove(&fiche.span.fichier).unwrap_or_default() })
        .collect()
}

/// The passages of the articles, in order.
pub(super) fn articles<'d>(c: &Contexte<'d>) -> impl Iterator<Item = &'d Passage> {
    let fichiers: BTreeSet<Fichier> = c.dossier.articles.iter().map(|a| a.span.fichier).collect();
    c.dossier.passages.iter().filter(move |p| est_prose(p) && fichiers.contains(&p.fichier()))
}

/// A number written in figures or in letters, up to twelve.
pub(super) fn petit_nombre(mot: &str) -> Option<u16> {
    const MOTS: [&str; 12] =
        ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"];
    let mot = mot.to_lowercase();
    if mot == "une" {
        return Some(1);
    }
    MOTS.iter().zip(1..).find(|(m, _)| **m == mot).map(|(_, n)| n).or_else(|| mot.parse().ok())
}

/// The unit of a length, by its word.
pub(super) fn unite(mot: &str) -> Option<Unite> {
    Some(match mot.to_lowercase().trim_end_matches('s') {
        "jour" => Unite::Jours,
        "semaine" => Unite::Semaines,
        "moi" => Unite::Mois,
        "an" | "année" => Unite::Ans,
        _ => return None,
    })
}
