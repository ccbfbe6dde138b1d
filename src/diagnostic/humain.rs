//! Diagnostics for a person at a terminal: message, excerpt with carets, what to do.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::vue::Comptes;
use super::{Diagnostic, Etiquette, Gravite, Rapport};
use crate::text::{Source, Sources};

/// Widest excerpt shown, in characters: a long paragraph is cut around the place.
const LARGEUR: usize = 120;

/// Shows all the findings of a report, sorted, then a line that counts them.
pub fn rendre(rapport: &Rapport, sources: &Sources, couleur: bool) -> String {
    let mut sortie = String::new();
    for diagnostic in rapport.tries(sources) {
        sortie.push_str(&un(diagnostic, sources, couleur));
        sortie.push_str("\n\n");
    }
    let toleres = rapport.toleres(sources);
    if !toleres.is_empty() {
        sortie.push_str("Constats tolérés, que l’acte garde :\n");
        for tolere in toleres {
            let lieu = tolere.constat.etiquettes.first().map_or(String::new(), |e| sources.lieu(e.span));
            let Diagnostic { code, message, .. } = &tolere.constat;
            sortie.push_str(&format!("  {lieu}: {code} : {message}\n      raison : {}\n", tolere.raison));
        }
        sortie.push('\n');
    }
    let bilan = Comptes::new(rapport).to_string();
    if !bilan.is_empty() {
        sortie.push_str(&format!("{bilan}\n"));
    }
    sortie
}

fn un(diagnostic: &Diagnostic, sources: &Sources, couleur: bool) -> String {
    let renderer = if couleur { Renderer::styled() } else { Renderer::plain() }.term_width(LARGEUR);
    let niveau = match diagnostic.gravite {
        Gravite::Erreur => Level::ERROR.with_name("erreur"),
        Gravite::Avertissement => Level::WARNING.with_name("avertissement"),
        Gravite::Conseil => Level::INFO.with_name("conseil"),
    };
    let titre = niveau.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
    let mut groupe = Group::with_title(titre);
    let mut reste = diagnostic.etiquettes.as_slice();
    let mut premiere = true;
    while let Some(tete) = reste.first() {
        // One excerpt for the places of one file that follow one another.
        let meme = reste.iter().take_while(|e| e.span.fichier == tete.span.fichier).count();
        let (ici, suite) = reste.split_at(meme);
        let source = sources.source(tete.span.fichier);
        // The lines of the places alone: laying out a file for each of its findings takes time.
        let (ligne, lignes) = autour(source, ici);
        let texte = source.texte().get(lignes.clone()).unwrap_or("");
        let mut extrait = Snippet::source(texte).line_start(ligne).path(source.chemin().as_str()).fold(true);
        for etiquette in ici {
            let genre = if premiere { AnnotationKind::Primary } else { AnnotationKind::Context };
            premiere = false;
            let fin = etiquette.span.fin.min(lignes.end);
            let debut = etiquette.span.debut.min(fin);
            let annotation = genre.span(debut - lignes.start..fin - lignes.start);
            extrait = extrait.annotation(if etiquette.texte.is_empty() {
                annotation
            } else {
                annotation.label(etiquette.texte.as_str())
            });
        }
        groupe = groupe.element(extrait);
        reste = suite;
    }
    if let Some(calcul) = &diagnostic.calcul {
        groupe = groupe.element(Level::NOTE.with_name("calcul").message(calcul.as_str()));
    }
    if let Some(aide) = &diagnostic.aide {
        groupe = groupe.element(Level::HELP.with_name("à faire").message(aide.as_str()));
    }
    renderer.render(&[groupe]).to_string()
}

/// The lines that hold some places of a file: the number of the first one, and their bytes.
fn autour(source: &Source, places: &[Etiquette]) -> (usize, Range<usize>) {
    let texte = source.texte();
    let debut = places.iter().map(|e| e.span.debut.min(e.span.fin)).min().unwrap_or(0).min(texte.len());
    let fin = places.iter().map(|e| e.span.fin).max().unwrap_or(0).clamp(debut, texte.len());
    // The end of a text is shown after its last line, not on the empty one that follows.
    let (ligne, _) = source.ligne_colonne(debut.min(texte.len().saturating_sub(1)));
    let suite = texte.get(fin..).and_then(|t| t.find('\n')).map_or(texte.len(), |i| fin + i + 1);
    (ligne, source.debut_de_ligne(ligne)..suite)
}
