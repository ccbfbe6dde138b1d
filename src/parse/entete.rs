//! The front matter of a Markdown page: YAML between two lines `---`.

use super::lecteur::Lecteur;
use crate::diagnostic::Diagnostic;
use crate::text::{Fichier, Span};

/// The zones of the YAML and of the Markdown of a page.
pub fn separer(l: &mut Lecteur<'_>, fichier: Fichier) -> Option<(Span, Span)> {
    let texte = l.sources.source(fichier).texte();
    let tout = Span { fichier, debut: 0, fin: texte.len() };
    let mut debut = 0;
    let mut ouverture = None;
    for ligne in texte.split_inclusive('\n') {
        let est_filet = ligne.trim_end() == "---";
        match ouverture {
            None if est_filet => ouverture = Some(debut + ligne.len()),
            None => {
                l.dire(
                    Diagnostic::erreur(
                        "YAML-004",
                        Span { fin: ligne.trim_end().len(), ..tout },
                        "l’en-tête manque",
                    )
                    .aide("commencer le fichier par une ligne « --- », les clés, puis une ligne « --- »"),
                );
                return None;
            }
            Some(yaml) if est_filet => {
                return Some((
                    Span { debut: yaml, fin: debut, ..tout },
                    Span { debut: debut + ligne.len(), ..tout },
                ));
            }
            Some(_) => {}
        }
        debut += ligne.len();
    }
    let message = if ouverture.is_some() { "l’en-tête n’est pas fermé" } else { "le fichier est vide" };
    l.dire(
        Diagnostic::erreur(
            "YAML-004",
            Span { fin: texte.find('\n').unwrap_or(texte.len()), ..tout },
            message,
        )
        .aide("fermer l’en-tête par une ligne « --- »"),
    );
    None
}
