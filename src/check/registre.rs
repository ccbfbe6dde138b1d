//! The table of the rules. A code is never given twice, nor to another rule after it was withdrawn.

use super::Regle;
use super::regles::*;

/// All the rules, by code.
#[rustfmt::skip]
pub static REGLES: &[&Regle] = &[
    &dat_002::REGLE,
    &fin_001::REGLE,
    &num_001::REGLE,
    &num_002::REGLE,
    &num_003::REGLE,
    &num_004::REGLE,
    &num_005::REGLE,
    &num_006::REGLE,
    &num_007::REGLE,
    &num_008::REGLE,
    &num_009::REGLE,
    &num_010::REGLE,
    &num_011::REGLE,
    &num_012::REGLE,
    &num_013::REGLE,
    &num_014::REGLE,
    &num_015::REGLE,
    &num_016::REGLE,
    &num_017::REGLE,
    &num_018::REGLE,
    &str_001::REGLE,
    &str_002::REGLE,
    &str_003::REGLE,
    &str_004::REGLE,
    &str_005::REGLE,
    &str_006::REGLE,
    &str_007::REGLE,
    &str_008::REGLE,
    &str_009::REGLE,
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
