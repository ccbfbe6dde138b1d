//! The objective in time that the framework gives to an indicator: « l’objectif est de moins de 3 semaines ».

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::outils::plat;
use crate::model::cadre::Indicateur;
use crate::text::{Motif, motif};

const LETTRES: [&str; 12] =
    ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"];

static OBJECTIF: LazyLock<Motif> = LazyLock::new(|| {
    let texte = format!(
        r"(?i)objectif[^.;]{{0,40}}?(?P<m>moins de )?(?P<n>\d{{1,3}}|\b(?:{}|une)\b) (?P<u>jours?|semaines?|mois)\b",
        LETTRES.join("|")
    );
    motif(&texte)
});

/// Days of a unit of time.
pub fn jours(unite: &str) -> Option<Decimal> {
    let unite = plat(unite);
    let premier = unite.split(' ').next()?;
    Some(Decimal::from(match premier.strip_suffix('s').unwrap_or(premier) {
        "jour" | "j" => 1,
        "semaine" => 7,
        "moi" => 31,
        _ => return None,
    }))
}

/// An objective in time.
#[derive(Debug, Clone, Copy)]
pub struct Objectif<'d> {
    /// In days.
    pub jours: Decimal,
    /// Its words: « moins de 3 semaines ».
    pub mots: &'d str,
    /// Its unit as written.
    pub unite: &'d str,
}

/// The objective that the definition or the note of an indicator states.
pub fn objectif(indicateur: &Indicateur) -> Option<Objectif<'_>> {
    [&indicateur.definition, &indicateur.note].into_iter().flatten().find_map(|t| lire(t))
}

fn lire(texte: &str) -> Option<Objectif<'_>> {
    let trouve = OBJECTIF.captures(texte)?;
    let (n, u) = (trouve.name("n")?.as_str().to_lowercase(), trouve.name("u")?);
    let n = match LETTRES.iter().position(|l| *l == n || (n == "une" && *l == "un")) {
        Some(rang) => Decimal::from(rang + 1),
        None => n.parse().ok()?,
    };
    let debut = trouve.name("m").or(trouve.name("n"))?.start();
    let mots = texte.get(debut..u.end())?;
    Some(Objectif { jours: n.checked_mul(jours(u.as_str())?)?, mots, unite: u.as_str() })
}
