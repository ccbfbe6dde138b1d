//! What the framework expects of a fiche, and what the fiche holds.

use super::numerotation::numero;
use super::outils::ressemblance;
use crate::model::cadre::{ContenuRubrique, Rubrique, TableauAnnexe};
use crate::model::fiche::Section;
use crate::model::texte::texte_nu;
use crate::model::valeur::{Absence, Mesurage};
use crate::model::{Cadre, Case, Dossier, Fiche};
use crate::text::Span;

/// Likeness from which a heading is another one with a slip: two letters exchanged in a word of eight.
const PROCHE: f64 = 0.74;

/// The section of a fiche that is one of the framework's.
pub fn section<'f>(fiche: &'f Fiche, rubrique: &str) -> Option<&'f Section> {
    fiche.sections.iter().find(|s| s.rubrique.as_deref() == Some(rubrique))
}

/// The heading of a section without its number nor what closes it: « Partenaires » of « 4. Partenaires : ».
pub fn intitule(section: &Section) -> String {
    let titre = texte_nu(&section.titre);
    let debut = numero(&titre).map_or(0, |n| n.titre);
    titre.get(debut..).unwrap_or("").trim().trim_end_matches([':', ' ', '\u{a0}']).to_owned()
}

/// The section that is of none of the framework's, and whose heading is nearly that of one that the fiche lacks.
pub fn coquille<'f>(fiche: &'f Fiche, rubrique: &Rubrique) -> Option<&'f Section> {
    let libres = fiche.sections.iter().filter(|s| s.rubrique.is_none());
    let mut proches = libres.filter(|s| ressemblance(&intitule(s), &rubrique.titre) > PROCHE);
    proches.next().filter(|_| section(fiche, &rubrique.id).is_none())
}

/// Whether the header of a fiche holds the datum of a section; prose has none.
pub fn donnee_presente(fiche: &Fiche, rubrique: &Rubrique) -> bool {
    match rubrique.contenu {
        ContenuRubrique::Prose => false,
        ContenuRubrique::MiseEnPlace => fiche.mise_en_place.is_some(),
        ContenuRubrique::Duree => fiche.duree.is_some(),
        ContenuRubrique::Partenaires => fiche.partenaires.is_some(),
        ContenuRubrique::Budget => !fiche.budgets.is_empty(),
        ContenuRubrique::Mention => fiche.mentions.iter().any(|(m, _)| m.valeur == rubrique.id),
        ContenuRubrique::Indicateurs => fiche.objectifs.as_ref().is_some_and(|o| !o.lignes.is_empty()),
    }
}

/// What the table of an annexe shows.
pub fn tableau_de(cadre: &Cadre, annexe: &str) -> Option<TableauAnnexe> {
    cadre.annexes.iter().find(|a| a.id == annexe).map(|a| a.tableau)
}

/// Where the matrix says that a measure is not part of the contract: the measure as a whole, and no value in a
/// later column.
pub fn non_contractee(dossier: &Dossier, mesure: &str) -> Option<Span> {
    let ligne = dossier.matrice.valeurs.iter().find(|l| l.cible.valeur == mesure)?;
    let rang = |id: &str| dossier.cadre.colonnes.iter().position(|c| c.id == id);
    let dans =
        |case: &Case| case.iter().any(|v| v.mesurage.valeur == Mesurage::Absent(Absence::NonContracte));
    let derniere = ligne.cases.iter().filter(|(_, case)| dans(case)).map(|(c, _)| rang(&c.valeur)).max()?;
    let prefixe = format!("{mesure}/");
    let lignes = dossier.matrice.valeurs.iter().filter(|l| l.cible.valeur.starts_with(&prefixe));
    let chiffree = |case: &Case| case.iter().any(|v| !matches!(v.mesurage.valeur, Mesurage::Absent(_)));
    let apres = lignes
        .chain([ligne])
        .flat_map(|l| &l.cases)
        .any(|(colonne, case)| rang(&colonne.valeur) >= derniere && chiffree(case));
    (!apres).then_some(ligne.cible.span)
}
