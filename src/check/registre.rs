//! The table of the rules. A code is never given twice, nor to another rule after it was withdrawn.

use super::Regle;
use super::regles::*;

/// All the rules, by code.
#[rustfmt::skip]
pub static REGLES: &[&Regle] = &[
    &dat_002::REGLE,
    &fin_001::REGLE,
    &fin_002::REGLE,
    &fin_003::REGLE,
    &fin_004::REGLE,
    &fin_005::REGLE,
    &fin_006::REGLE,
    &fin_007::REGLE,
    &fin_008::REGLE,
    &fin_009::REGLE,
    &fin_010::REGLE,
    &fin_011::REGLE,
    &fin_012::REGLE,
    &fin_013::REGLE,
    &fin_014::REGLE,
    &fin_015::REGLE,
];

/// The families of codes and what they look at.
pub const FAMILLES: [(&str, &str); 9] = [
    ("FIN", "Finances"),
    ("DAT", "Dates et durées"),
    ("NUM", "Numérotation et renvois"),
    ("STR", "Structure des fiches"),
    ("IND", "Indicateurs"),
    ("IDE", "Identité des parties et de l’acte"),
    ("FRM", "Forme du texte"),
    ("DOC", "Document"),
    ("TOL", "Tolérances"),
];

/// The rule of a code.
pub fn regle(code: &str) -> Option<&'static Regle> {
    REGLES.iter().copied().find(|r| r.code == code)
}
