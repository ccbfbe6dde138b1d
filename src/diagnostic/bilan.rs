//! A report summed up: by family of rules, how many findings of each severity, and the euros at stake.

use rust_decimal::Decimal;

use super::vue::Comptes;
use super::{Diagnostic, Gravite, Rapport};

/// What was found of a family.
#[derive(Debug, Clone, Default)]
pub struct LigneBilan {
    /// Code and title of the family: « FIN · Finances ».
    pub famille: String,
    /// Findings of each severity, and those that the act keeps.
    pub comptes: Comptes,
    /// Euros at stake: the sum of the differences, kept ones included.
    pub enjeu: Decimal,
}

/// The findings by family, in the order of the families given; the others are those of reading and
/// typesetting, on a line of their own. Families without a finding are left out.
pub fn par_famille(rapport: &Rapport, familles: &[(&str, &str)]) -> Vec<LigneBilan> {
    let ligne = |famille: String| LigneBilan { famille, ..LigneBilan::default() };
    let mut lignes: Vec<LigneBilan> =
        familles.iter().map(|(f, titre)| ligne(format!("{f} · {titre}"))).collect();
    lignes.push(ligne("Lecture et composition".to_owned()));
    let mut compter = |d: &Diagnostic, tolere: bool| {
        let rang = familles.iter().position(|(f, _)| *f == d.famille()).unwrap_or(familles.len());
        let Some(ligne) = lignes.get_mut(rang) else { return };
        let compte = match d.gravite {
            _ if tolere => &mut ligne.comptes.toleres,
            Gravite::Erreur => &mut ligne.comptes.erreurs,
            Gravite::Avertissement => &mut ligne.comptes.avertissements,
            Gravite::Conseil => &mut ligne.comptes.conseils,
        };
        *compte += 1;
        ligne.enjeu = ligne.enjeu.saturating_add(d.enjeu.unwrap_or_default());
    };
    rapport.diagnostics().iter().for_each(|d| compter(d, false));
    rapport.constats_toleres().for_each(|d| compter(d, true));
    lignes.retain(|l| l.comptes.total() > 0);
    lignes
}
