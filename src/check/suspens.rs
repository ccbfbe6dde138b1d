//! What is still to be decided: what a rule finds on a line so marked, or in a text so marked, will be judged
//! once the decision is taken. RAP-013 lists the marks themselves.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::Dossier;
use crate::text::{Fichier, Sources, Span};

/// How the mark begins that stands in a header for the whole text below it.
const TEXTE: &str = "le texte";

/// Removes the findings whose place is still to be decided.
pub(super) fn retirer(constats: &mut Vec<Diagnostic>, dossier: &Dossier, sources: &Sources) {
    if dossier.a_decider.is_empty() {
        return;
    }
    let ligne = |span: Span| (span.fichier, sources.source(span.fichier).ligne_colonne(span.debut).0);
    let lignes: BTreeSet<(Fichier, usize)> = dossier.a_decider.iter().map(|m| ligne(m.span)).collect();
    let textes: BTreeSet<Fichier> =
        dossier.a_decider.iter().filter(|m| m.valeur.starts_with(TEXTE)).map(|m| m.span.fichier).collect();
    constats.retain(|d| {
        let place = d.etiquettes.first().map(|e| e.span);
        let en_suspens = place.is_some_and(|p| lignes.contains(&ligne(p)) || textes.contains(&p.fichier));
        d.code == super::registre::A_DECIDER || !en_suspens
    });
}
