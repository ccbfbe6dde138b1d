//! The table of the rules. A code is never given twice, nor to another rule after it was withdrawn.

use super::Regle;
use super::regles::*;

/// All the rules, by code.
#[rustfmt::skip]
pub static REGLES: &[&Regle] = &[
    &dat_002::REGLE,
    &fin_001::REGLE,
    &rap_001::REGLE,
    &rap_002::REGLE,
    &rap_003::REGLE,
    &rap_004::REGLE,
    &rap_005::REGLE,
    &rap_006::REGLE,
    &rap_007::REGLE,
    &rap_008::REGLE,
    &rap_009::REGLE,
    &rap_010::REGLE,
    &rap_011::REGLE,
    &rap_012::REGLE,
    &rap_013::REGLE,
];

/// The families of codes and what they look at.
pub const FAMILLES: [(&str, &str); 10] = [
    ("FIN", "Finances"),
    ("DAT", "Dates et durées"),
    ("NUM", "Numérotation et renvois"),
    ("STR", "Structure des fiches"),
    ("IND", "Indicateurs"),
    ("IDE", "Identité des parties et de l’acte"),
    ("FRM", "Forme du texte"),
    ("DOC", "Document"),
    ("RAP", "Rapport d’exécution et édition suivante"),
    ("TOL", "Tolérances"),
];

/// The rule of a code.
pub fn regle(code: &str) -> Option<&'static Regle> {
    REGLES.iter().copied().find(|r| r.code == code)
}
