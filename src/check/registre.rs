//! The table of the rules. A code is never given twice, nor to another rule after it was withdrawn.

use super::Regle;
use super::regles::*;

/// All the rules, by code.
#[rustfmt::skip]
pub static REGLES: &[&Regle] = &[
    &dat_002::REGLE,
    &fin_001::REGLE,
    &fin_020::REGLE,
    &fin_021::REGLE,
    &fin_022::REGLE,
    &fin_023::REGLE,
    &fin_024::REGLE,
    &fin_025::REGLE,
    &fin_026::REGLE,
    &fin_027::REGLE,
    &fin_028::REGLE,
    &fin_029::REGLE,
    &fin_030::REGLE,
    &fin_031::REGLE,
    &fin_032::REGLE,
    &fin_033::REGLE,
    &fin_034::REGLE,
    &fin_035::REGLE,
    &fin_036::REGLE,
    &fin_037::REGLE,
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
