//! Runs of text: what they emphasise, link and call, and the quotations of the model that they hold.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::{Prose, est_bloc};
use crate::diagnostic::Diagnostic;
use crate::model::texte::Inline;
use crate::text::{Span, Spanned};

/// Text being gathered: pulldown cuts it at every escape, entity and mark.
#[derive(Default)]
struct Tampon {
    texte: String,
    /// Byte of the buffer and byte of the zone where each piece starts.
    pieces: Vec<(usize, usize)>,
    /// Bytes of the buffer where a brace was escaped.
    protegees: Vec<usize>,
}

impl<'p> Prose<'p, '_> {
    /// Runs of text up to the end of the element, which is consumed when `ferme`, else up to a block.
    pub(super) fn inlines(&mut self, ferme: bool) -> Vec<Inline> {
        let mut sortie = Vec::new();
        let mut tampon = Tampon::default();
        while let Some((evenement, octets)) = self.evenements.first() {
            match evenement {
                Event::End(_) => {
                    if ferme {
                        self.suivant();
                    }
                    break;
                }
                Event::Start(tag) if est_bloc(tag) => break,
                Event::Rule | Event::Html(_) => break,
                _ => {}
            }
            self.suivant();
            match evenement {
                Event::Text(t) => self.accumuler(&mut tampon, t, octets),
                Event::SoftBreak => self.accumuler(&mut tampon, " ", octets),
                autre => {
                    self.vider(&mut tampon, &mut sortie);
                    sortie.extend(self.inline(autre, octets));
                }
            }
        }
        self.vider(&mut tampon, &mut sortie);
        sortie
    }

    fn inline(&mut self, evenement: &Event<'p>, octets: &Range<usize>) -> Option<Inline> {
        let span = self.span(octets);
        match evenement {
            Event::Code(t) => {
                // The mark of code is before its text.
                let dedans = self.texte.get(octets.clone()).and_then(|s| s.find(t.as_ref())).unwrap_or(0);
                self.ajouter(t, &(octets.start + dedans..octets.end));
                Some(Inline::Code(t.to_string()))
            }
            Event::HardBreak => {
                self.ajouter(" ", octets);
                Some(Inline::RetourLigne)
            }
            Event::InlineHtml(_) => {
                self.html(octets);
                None
            }
            Event::FootnoteReference(nom) => self.note(nom, span),
            Event::Start(Tag::Strong) => Some(Inline::Gras(self.inlines(true))),
            Event::Start(Tag::Emphasis) => Some(Inline::Italique(self.inlines(true))),
            Event::Start(Tag::Strikethrough) => Some(Inline::Barre(self.inlines(true))),
            Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                let contenu = self.inlines(true);
                Some(self.lien(dest_url, *link_type, contenu, span))
            }
            Event::Start(Tag::Image { .. }) => {
                self.passer();
                self.lecteur.dire(
                    Diagnostic::erreur("MD-002", span, "une image se met seule sur son paragraphe")
                        .aide("laisser une ligne vide avant et après l’image"),
                );
                None
            }
            Event::Start(_) => {
                self.passer();
                None
            }
            _ => None,
        }
    }

    fn note(&mut self, nom: &str, span: Span) -> Option<Inline> {
        let connue = self.notes.map(|n| n.get(nom));
        match connue {
            Some(Some(blocs)) => Some(Inline::Note(blocs.clone())),
            Some(None) => None, // pulldown only makes a call of a definition it has seen
            None => {
                self.lecteur.dire(
                    Diagnostic::erreur("MD-007", span, "une note ne peut en appeler une autre")
                        .aide("placer l’appel dans le texte"),
                );
                None
            }
        }
    }

    fn lien(&mut self, url: &str, genre: LinkType, contenu: Vec<Inline>, span: Span) -> Inline {
        let url = if genre == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() };
        if !["https://", "http://", "mailto:"].iter().any(|p| url.starts_with(p)) {
            self.lecteur.dire(
                Diagnostic::erreur("MD-006", span, format!("ce lien ne mène pas à une adresse : « {url} »"))
                    .aide("écrire une adresse complète, qui commence par « https:// » ou « mailto: »"),
            );
        }
        Inline::Lien { url, contenu }
    }

    fn accumuler(&mut self, tampon: &mut Tampon, texte: &str, octets: &Range<usize>) {
        tampon.pieces.push((tampon.texte.len(), octets.start));
        // pulldown begins a new piece after a backslash: it stands just before in the source.
        let echappe = octets.start > 0 && self.texte.as_bytes().get(octets.start - 1) == Some(&b'\\');
        if echappe && texte.starts_with('{') {
            tampon.protegees.push(tampon.texte.len());
        }
        tampon.texte.push_str(texte);
        self.ajouter(texte, octets);
    }

    /// Cuts the gathered text at its references.
    fn vider(&mut self, tampon: &mut Tampon, sortie: &mut Vec<Inline>) {
        let Tampon { texte, pieces, protegees } = std::mem::take(tampon);
        let mut debut = 0;
        for (ouvrante, _) in texte.match_indices('{') {
            if ouvrante < debut || protegees.contains(&ouvrante) {
                continue;
            }
            let Some(nom) = texte.get(ouvrante..).and_then(nom_de_reference) else { continue };
            if texte.get(..ouvrante).is_some_and(|avant| avant.ends_with('{')) {
                continue;
            }
            if let Some(avant) = texte.get(debut..ouvrante).filter(|a| !a.is_empty()) {
                sortie.push(Inline::Texte(avant.to_owned()));
            }
            let piece = pieces.iter().rev().find(|(p, _)| *p <= ouvrante).copied().unwrap_or((0, 0));
            let source = piece.1 + (ouvrante - piece.0);
            let span = self.span(&(source..(source + nom.len() + 2).min(self.texte.len())));
            sortie.push(Inline::Reference(Spanned::new(nom.to_owned(), span)));
            debut = ouvrante + nom.len() + 2;
        }
        if let Some(reste) = texte.get(debut..).filter(|r| !r.is_empty()) {
            sortie.push(Inline::Texte(reste.to_owned()));
        }
    }
}

/// The name in `{name}`, when the text starts with a reference: small letters, digits, `. _ + -`, and not
/// followed by a second brace, so that `{{ x }}` and `{{x}}` stay as they are.
fn nom_de_reference(texte: &str) -> Option<&str> {
    let corps = texte.strip_prefix('{')?;
    let fin = corps.find('}')?;
    let nom = corps.get(..fin)?;
    let lettres = nom.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._+-".contains(c));
    let suite = corps.get(fin + 1..).is_some_and(|s| s.starts_with('}'));
    (lettres && !suite && nom.starts_with(|c: char| c.is_ascii_lowercase())).then_some(nom)
}
