//! The table of the rules. A code is never given twice, nor to another rule after it was withdrawn.

use super::Regle;
use super::regles::*;

/// All the rules, by code.
#[rustfmt::skip]
pub static REGLES: &[&Regle] = &[
    &dat_002::REGLE,
    &doc_001::REGLE,
    &doc_002::REGLE,
    &doc_003::REGLE,
    &doc_004::REGLE,
    &doc_005::REGLE,
    &doc_006::REGLE,
    &doc_007::REGLE,
    &doc_008::REGLE,
    &doc_009::REGLE,
    &doc_010::REGLE,
    &fin_001::REGLE,
    &ide_001::REGLE,
    &ide_002::REGLE,
    &ide_003::REGLE,
    &ide_004::REGLE,
    &ide_005::REGLE,
    &ide_006::REGLE,
    &ide_007::REGLE,
    &ide_008::REGLE,
    &ide_009::REGLE,
    &ide_010::REGLE,
    &ide_011::REGLE,
    &ide_012::REGLE,
    &ide_013::REGLE,
    &ide_014::REGLE,
    &ide_015::REGLE,
    &ide_016::REGLE,
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
