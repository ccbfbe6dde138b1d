//! The table of the rules. A code is never given twice, nor to another rule after it was withdrawn.

use super::Regle;
use super::regles::*;

/// All the rules, by code.
#[rustfmt::skip]
pub static REGLES: &[&Regle] = &[
    &dat_001::REGLE,
    &dat_002::REGLE,
    &dat_003::REGLE,
    &dat_004::REGLE,
    &dat_005::REGLE,
    &dat_006::REGLE,
    &dat_007::REGLE,
    &dat_008::REGLE,
    &dat_009::REGLE,
    &dat_010::REGLE,
    &dat_011::REGLE,
    &dat_012::REGLE,
    &dat_013::REGLE,
    &dat_014::REGLE,
    &dat_015::REGLE,
    &dat_016::REGLE,
    &dat_017::REGLE,
    &dat_018::REGLE,
    &dat_019::REGLE,
    &dat_020::REGLE,
    &dat_021::REGLE,
    &dat_022::REGLE,
    &dat_023::REGLE,
    &dat_024::REGLE,
    &dat_025::REGLE,
    &dat_026::REGLE,
    &dat_027::REGLE,
    &dat_028::REGLE,
    &dat_029::REGLE,
    &fin_001::REGLE,
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
