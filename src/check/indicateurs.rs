//! What the rules on indicators share: the values of the fiches and of the matrix told the same way, compared
//! as intervals, and what a heading of column says of them.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::Contexte;
use super::outils::{nombre, plat};
use crate::model::cadre::{Indicateur, Mesure};
use crate::model::fiche::LigneObjectif;
use crate::model::{Comparaison, Fiche, Mesurage, Nombre, Valeur};
use crate::text::{Motif, Span, Spanned, motif};

/// A box of the table of objectives of a fiche, or of the matrix.
#[derive(Debug, Clone, Copy)]
pub struct Donnee<'d> {
    /// The fiche; none for the matrix.
    pub fiche: Option<&'d Fiche>,
    /// The indicator of the framework, with its measure; none when it is the fiche's own.
    pub cadre: Option<(&'d Mesure, &'d Indicateur)>,
    /// What is printed.
    pub libelle: &'d str,
    /// Heading of the column.
    pub colonne: &'d str,
    /// Title above the row in the fiche.
    pub groupe: Option<&'d str>,
    /// The values.
    pub case: &'d [Valeur],
    /// Where the indicator is named on the row.
    pub span: Span,
}

impl<'d> Donnee<'d> {
    /// The value, when the box holds one figure and no more.
    pub fn seule(&self) -> Option<&'d Valeur> {
        match self.case {
            [valeur] if intervalle(&valeur.mesurage.valeur).is_some() => Some(valeur),
            _ => None,
        }
    }

    /// The figure, when the box holds one number and no more.
    pub fn nombre(&self) -> Option<(&'d Nombre, &'d Valeur)> {
        match self.case {
            [valeur] => match &valeur.mesurage.valeur {
                Mesurage::Nombre(n) => Some((n, valeur)),
                _ => None,
            },
            _ => None,
        }
    }

    /// What indicator it is: `1.1/delai`, or the label of the fiche's own.
    pub fn nom(&self) -> String {
        match self.cadre {
            Some((mesure, indicateur)) => format!("{}/{}", mesure.numero, indicateur.id.valeur),
            None => self.libelle.to_owned(),
        }
    }

    /// The unit of the framework.
    pub fn unite(&self) -> Option<&'d str> {
        self.cadre.and_then(|(_, i)| i.unite.as_deref())
    }

    /// The file where it is written, and the column: values of one scope can be compared.
    pub fn portee(&self) -> (Option<Span>, &'d str) {
        (self.fiche.map(|f| f.span), self.colonne)
    }
}

/// The boxes of the fiches, in order.
pub fn des_fiches<'d>(c: &Contexte<'d>) -> Vec<Donnee<'d>> {
    let mut sortie = Vec::new();
    for fiche in c.fiches() {
        let Some(objectifs) = &fiche.objectifs else { continue };
        let mut groupe = None;
        for ligne in &objectifs.lignes {
            let (indicateur, libelle, cases, span) = match ligne {
                LigneObjectif::Titre(titre) => {
                    groupe = Some(titre.as_str());
                    continue;
                }
                LigneObjectif::Indicateur { indicateur, libelle, cases, span } => {
                    (indicateur, libelle, cases, span)
                }
            };
            let cadre = indicateur.as_ref().and_then(|id| c.dossier.cadre.indicateur(&id.valeur));
            let propre = libelle.as_ref().map(|l: &Spanned<String>| l.valeur.as_str());
            let Some(dit) = propre.or(cadre.map(|(_, i)| i.libelle.as_str())) else { continue };
            let nomme = indicateur.as_ref().or(libelle.as_ref()).map_or(*span, |n| n.span);
            for (colonne, case) in objectifs.colonnes.iter().zip(cases) {
                sortie.push(Donnee {
                    fiche: Some(fiche),
                    cadre,
                    libelle: dit,
                    colonne: &colonne.valeur,
                    groupe,
                    case,
                    span: nomme,
                });
            }
        }
    }
    sortie
}

/// The boxes of the matrix that are written for an indicator, in the order written.
pub fn de_la_matrice<'d>(c: &Contexte<'d>) -> Vec<Donnee<'d>> {
    let cadre = &c.dossier.cadre;
    let mut sortie = Vec::new();
    for ligne in &c.dossier.matrice.valeurs {
        let Some((mesure, indicateur)) = cadre.indicateur(&ligne.cible.valeur) else { continue };
        for (id, case) in &ligne.cases {
            let Some(colonne) = cadre.colonnes.iter().find(|c| c.id == id.valeur) else { continue };
            sortie.push(Donnee {
                fiche: None,
                cadre: Some((mesure, indicateur)),
                libelle: &indicateur.libelle,
                colonne: &colonne.titre,
                groupe: indicateur.groupe.as_deref(),
                case,
                span: ligne.cible.span,
            });
        }
    }
    sortie
}

/// All the boxes: those of the fiches, then those of the matrix.
pub fn toutes<'d>(c: &Contexte<'d>) -> Vec<Donnee<'d>> {
    let mut sortie = des_fiches(c);
    sortie.extend(de_la_matrice(c));
    sortie
}

/// What a value admits: lowest and highest, none for no limit on that side.
pub type Intervalle = (Option<Decimal>, Option<Decimal>);

/// The interval that a value says; `None` when it says no figure.
pub fn intervalle(mesurage: &Mesurage) -> Option<Intervalle> {
    Some(match mesurage {
        Mesurage::Nombre(n) => (Some(n.valeur), Some(n.valeur)),
        Mesurage::Borne(Comparaison::Inferieur | Comparaison::AuPlus, n) => (None, Some(n.valeur)),
        Mesurage::Borne(Comparaison::Superieur | Comparaison::AuMoins, n) => (Some(n.valeur), None),
        Mesurage::Fourchette(bas, n) => (Some(*bas), Some(n.valeur)),
        Mesurage::Tolerance(n, pour_cent) => {
            let marge = n.valeur.checked_mul(*pour_cent)?.checked_div(Decimal::ONE_HUNDRED)?.abs();
            (n.valeur.checked_sub(marge), n.valeur.checked_add(marge))
        }
        Mesurage::Texte(_) | Mesurage::Absent(_) => return None,
    })
}

/// The number that a value is told with, and its unit.
pub fn chiffre(mesurage: &Mesurage) -> Option<&Nombre> {
    match mesurage {
        Mesurage::Nombre(n)
        | Mesurage::Borne(_, n)
        | Mesurage::Fourchette(_, n)
        | Mesurage::Tolerance(n, _) => Some(n),
        Mesurage::Texte(_) | Mesurage::Absent(_) => None,
    }
}

/// A value as it is written: « 1 204 personnes », « < 30 % ».
pub fn dire(mesurage: &Mesurage) -> String {
    let avec_unite = |n: &Nombre| match &n.unite {
        Some(u) => format!("{}\u{a0}{u}", nombre(n.valeur)),
        None => nombre(n.valeur),
    };
    match mesurage {
        Mesurage::Nombre(n) => avec_unite(n),
        Mesurage::Borne(c, n) => format!("{}\u{a0}{}", c.signe(), avec_unite(n)),
        Mesurage::Fourchette(bas, n) => format!("{} à {}", nombre(*bas), avec_unite(n)),
        Mesurage::Tolerance(n, t) => format!("{} ± {}\u{a0}%", avec_unite(n), nombre(*t)),
        Mesurage::Texte(t) => t.clone(),
        Mesurage::Absent(a) => a.mot().to_owned(),
    }
}

/// A label in a message: cut where it is too long to be read at a glance.
pub fn court(libelle: &str) -> String {
    const MAX: usize = 70;
    if libelle.chars().count() <= MAX {
        return format!("« {libelle} »");
    }
    let debut: String = libelle.chars().take(MAX).collect();
    let debut = debut.rsplit_once(' ').map_or(debut.as_str(), |(d, _)| d);
    format!("« {}… »", debut.trim_end_matches([',', ';', ':', ' ']))
}

static ANNEE: LazyLock<Motif> = LazyLock::new(|| motif(r"\b(?:19|20|21)[0-9]{2}\b"));

/// The years that a text names, in order.
pub fn annees(texte: &str) -> Vec<i32> {
    ANNEE.find_iter(texte).filter_map(|m| m.as_str().parse().ok()).collect()
}

/// The year of a heading of column, when it names one and no other.
pub fn annee(texte: &str) -> Option<i32> {
    let annees = annees(texte);
    let premiere = annees.first().copied()?;
    annees.iter().all(|a| *a == premiere).then_some(premiere)
}

/// Whether a heading of column announces what is aimed at.
pub fn est_cible(titre: &str) -> bool {
    let titre = plat(titre);
    ["cible", "objectif", "attendu", "previ", "prevu", "vise"].iter().any(|m| titre.contains(m))
}

/// Whether a heading of column announces what was measured.
pub fn est_resultat(titre: &str) -> bool {
    let titre = plat(titre);
    !est_cible(&titre)
        && ["resultat", "realis", "atteint", "situation", "constat"].iter().any(|m| titre.contains(m))
}

/// Whether two values are told of the same time and of the same people, as far as they say.
pub fn comparables(a: &Valeur, b: &Valeur) -> bool {
    a.fenetre == b.fenetre && a.perimetre == b.perimetre
}

/// « 3 lignes », « 1 ligne ».
pub fn compte(n: usize, un: &str, plusieurs: &str) -> String {
    format!("{n} {}", if n > 1 { plusieurs } else { un })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_its_year_and_its_kind() {
        assert_eq!(annee("Situation au 31 déc. 2018"), Some(2018));
        assert_eq!(annee("2022-2023"), None);
        assert_eq!(annee("Résultat 2020 et situation au 31 décembre 2020"), Some(2020));
        assert!(est_cible("Cible 2024") && est_cible("Prévisionnel") && !est_cible("2024"));
        assert!(est_resultat("Résultat atteint") && !est_resultat("Objectif à atteindre : résultat"));
    }
}
