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
    &ind_001::REGLE,
    &ind_002::REGLE,
    &ind_003::REGLE,
    &ind_004::REGLE,
    &ind_005::REGLE,
    &ind_006::REGLE,
    &ind_007::REGLE,
    &ind_008::REGLE,
    &ind_009::REGLE,
    &ind_010::REGLE,
    &ind_011::REGLE,
    &ind_012::REGLE,
    &ind_013::REGLE,
    &ind_014::REGLE,
    &ind_015::REGLE,
    &ind_016::REGLE,
    &ind_017::REGLE,
    &ind_018::REGLE,
    &ind_019::REGLE,
    &ind_020::REGLE,
    &ind_021::REGLE,
    &ind_022::REGLE,
    &ind_023::REGLE,
    &ind_024::REGLE,
    &ind_025::REGLE,
    &ind_026::REGLE,
    &ind_027::REGLE,
    &ind_028::REGLE,
    &ind_029::REGLE,
    &ind_030::REGLE,
    &ind_031::REGLE,
    &ind_032::REGLE,
    &ind_033::REGLE,
    &ind_034::REGLE,
    &ind_035::REGLE,
    &ind_036::REGLE,
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
