//! The table of the rules. A code is never given twice, nor to another rule after it was withdrawn.

use super::Regle;
use super::regles::*;

/// All the rules, by code.
#[rustfmt::skip]
pub static REGLES: &[&Regle] = &[
    &dat_002::REGLE,
    &fin_001::REGLE,
    &frm_001::REGLE,
    &frm_002::REGLE,
    &frm_003::REGLE,
    &frm_004::REGLE,
    &frm_005::REGLE,
    &frm_006::REGLE,
    &frm_007::REGLE,
    &frm_008::REGLE,
    &frm_009::REGLE,
    &frm_010::REGLE,
    &frm_011::REGLE,
    &frm_012::REGLE,
    &frm_013::REGLE,
    &frm_014::REGLE,
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
