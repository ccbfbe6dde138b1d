//! Findings that a signed act keeps: listed apart with their reason. A tolérance that finds nothing any more
//! is itself a finding, so that the list stays true.

use super::{Constats, Reglages, registre};
use crate::diagnostic::{Diagnostic, Tolere, proche};
use crate::model::Dossier;
use crate::model::convention::Tolerance;
use crate::text::Sources;

/// A tolérance without a finding.
pub const SANS_OBJET: &str = "TOL-001";
/// A tolérance, or a severity of the project, for a rule that does not exist.
pub const REGLE_INCONNUE: &str = "TOL-002";

/// Parts the findings that the act keeps from the others.
pub fn partager(
    constats: Vec<Diagnostic>,
    dossier: &Dossier,
    sources: &Sources,
    reglages: &Reglages,
) -> Constats {
    let tolerances = &dossier.convention.tolerances;
    let mut servies = vec![false; tolerances.len()];
    let mut sortie = Constats::default();
    for constat in constats {
        let admise = tolerances.iter().zip(servies.iter_mut()).find(|(t, _)| couvre(t, &constat, sources));
        match admise {
            Some((tolerance, servie)) => {
                *servie = true;
                sortie.toleres.push(Tolere { constat, raison: tolerance.raison.clone() });
            }
            None => sortie.constats.push(constat),
        }
    }
    for (tolerance, servie) in tolerances.iter().zip(servies) {
        let code = tolerance.regle.valeur.as_str();
        let connue = registre::regle(code).is_some();
        if !connue && reglages.veut(REGLE_INCONNUE) {
            sortie.constats.push(inconnue(&tolerance.regle));
        } else if connue && !servie && reglages.veut(SANS_OBJET) && reglages.veut(code) {
            let constat = Diagnostic::erreur(
                SANS_OBJET,
                tolerance.lieu.span,
                format!("cette tolérance ne garde aucun constat de {code}"),
            );
            sortie.constats.push(constat.avertissement().aide(
                "retirer la tolérance, ou corriger son lieu ou son extrait s’ils désignent autre chose",
            ));
        }
    }
    let codes = dossier.convention.regles.iter().map(|(code, _)| code);
    let connue = |c: &str| registre::regle(c).is_some() || registre::FAMILLES.iter().any(|(f, _)| *f == c);
    let inconnus = codes.filter(|c| !connue(&c.valeur) && reglages.veut(REGLE_INCONNUE));
    sortie.constats.extend(inconnus.map(inconnue));
    sortie
}

fn inconnue(code: &crate::text::Spanned<String>) -> Diagnostic {
    let aide = match proche(&code.valeur, registre::REGLES.iter().map(|r| r.code)) {
        Some(proche) => format!("vouliez-vous dire « {proche} » ?"),
        None => "« calpae explain » donne la liste des règles".to_owned(),
    };
    Diagnostic::erreur(REGLE_INCONNUE, code.span, format!("la règle « {} » n’existe pas", code.valeur))
        .avertissement()
        .aide(aide)
}

fn couvre(tolerance: &Tolerance, constat: &Diagnostic, sources: &Sources) -> bool {
    let Some(place) = constat.etiquettes.first() else { return false };
    let source = sources.source(place.span.fichier);
    let chemin = source.chemin().as_str();
    let lieu = tolerance.lieu.valeur.as_str();
    // « fiches/04 », « fiches/04-aave », « 2024/fiches/04-aave.md », « cadres/contrat »…
    let sous_content = chemin.strip_prefix("content/").unwrap_or(chemin);
    let sous_edition = sous_content.split_once('/').map_or(sous_content, |(_, reste)| reste);
    let meme = [chemin, sous_content, sous_edition]
        .into_iter()
        .any(|c| c.strip_prefix(lieu).is_some_and(|fin| fin.is_empty() || fin.starts_with(['.', '-'])));
    let extrait = tolerance.extrait.as_deref().is_none_or(|extrait| {
        let (debut, _) = source.ligne_colonne(place.span.debut);
        let (fin, _) = source.ligne_colonne(place.span.fin);
        let texte = source.texte();
        texte
            .get(source.debut_de_ligne(debut)..source.debut_de_ligne(fin + 1))
            .is_some_and(|lignes| lignes.contains(extrait))
    });
    constat.code == tolerance.regle.valeur && meme && extrait
}
