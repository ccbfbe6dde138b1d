//! Images: alone on their paragraph, told in words, found in the edition.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::Prose;
use crate::diagnostic::Diagnostic;
use crate::model::passage::Nature;
use crate::model::texte::{Bloc, Image};
use crate::parse::lecteur::Lecteur;
use crate::text::{Chemin, Spanned};

impl Prose<'_, '_> {
    pub(super) fn image(&mut self, url: &str, octets: &Range<usize>) -> Option<Bloc> {
        let span = self.span(octets);
        let mut alternative = String::new();
        while let Some((evenement, _)) = self.suivant() {
            match evenement {
                Event::Text(t) | Event::Code(t) => alternative.push_str(t),
                Event::SoftBreak | Event::HardBreak => alternative.push(' '),
                Event::End(TagEnd::Image) => break,
                _ => {}
            }
        }
        if alternative.trim().is_empty() {
            self.lecteur.dire(
                Diagnostic::erreur("MD-003", span, "cette image n’a pas de texte de remplacement")
                    .aide("dire ce qu’elle montre : « ![Carte des sites](images/carte.png) »"),
            );
        }
        self.lecteur.passage(Nature::Champ, &alternative, span);
        let fichier = self.lecteur.image(&Spanned::new(url.to_owned(), span))?;
        Some(Bloc::Image(Image { fichier, alternative: alternative.trim().to_owned() }))
    }
}

impl Lecteur<'_> {
    /// The path of an image of the edition, checked against what the project holds.
    pub fn image(&mut self, mot: &Spanned<String>) -> Option<Spanned<Chemin>> {
        let chemin = match Chemin::new(&mot.valeur).and_then(|_| self.images.edition.joindre(&mot.valeur)) {
            Ok(chemin) => chemin,
            Err(e) => {
                self.dire(
                    Diagnostic::erreur("MD-002", mot.span, format!("« {} » : {e}", mot.valeur))
                        .aide("écrire un chemin comme « images/carte.png », depuis le dossier de l’édition"),
                );
                return None;
            }
        };
        if self.images.presentes.contains(&chemin) {
            return Some(Spanned::new(chemin, mot.span));
        }
        let edition = format!("{}/", self.images.edition);
        let noms = self.images.presentes.iter().filter_map(|c| c.as_str().strip_prefix(&edition));
        let aide = match crate::diagnostic::proche(&mot.valeur, noms) {
            Some(proche) => format!("vouliez-vous dire « {proche} » ?"),
            None => format!("placer le fichier dans {edition} (formats PNG, JPEG, GIF, WebP, SVG)"),
        };
        self.dire(
            Diagnostic::erreur("MD-002", mot.span, format!("l’image « {} » n’existe pas", mot.valeur))
                .aide(aide),
        );
        None
    }
}
