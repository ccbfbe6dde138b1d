//! Markdown to blocks of prose, by events. Raw HTML, images without alternative, skipped heading levels
//! are told; `{dotted.name}` is a quotation of the model, `\{` a brace.

mod images;
mod inlines;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::lecteur::Lecteur;
use crate::diagnostic::Diagnostic;
use crate::model::passage::{Item, Nature, Passage};
use crate::model::texte::{Alignement, Bloc, Inline, Table};
use crate::text::{Span, Spanned};

/// Deepest nesting of lists and quotations.
const PROFONDEUR_MAX: usize = 12;

/// The only place that says which Markdown is ours.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// Reads the Markdown of a zone.
pub fn lire(lecteur: &mut Lecteur<'_>, zone: Span) -> Vec<Bloc> {
    let sources = lecteur.sources;
    let texte = sources.texte(zone);
    let mut evenements: Vec<_> = Parser::new_ext(texte, OPTIONS).into_offset_iter().collect();
    let definitions = extraire_notes(&mut evenements);
    let mut notes = BTreeMap::new();
    for (nom, corps) in &definitions {
        let mut prose = Prose::new(lecteur, zone, texte, corps, None);
        let blocs = prose.blocs();
        notes.insert(nom.clone(), blocs);
    }
    Prose::new(lecteur, zone, texte, &evenements, Some(&notes)).blocs()
}

type Evenement<'e> = (Event<'e>, Range<usize>);

/// Takes the definitions of footnotes out of the flow: they are printed where they are called.
fn extraire_notes<'e>(evenements: &mut Vec<Evenement<'e>>) -> Vec<(String, Vec<Evenement<'e>>)> {
    let mut definitions = Vec::new();
    let mut reste = Vec::with_capacity(evenements.len());
    let mut ouverte: Option<(String, Vec<Evenement<'e>>)> = None;
    for evenement in evenements.drain(..) {
        match (&evenement.0, &mut ouverte) {
            (Event::Start(Tag::FootnoteDefinition(nom)), None) => {
                ouverte = Some((nom.to_string(), Vec::new()))
            }
            (Event::End(TagEnd::FootnoteDefinition), Some(_)) => definitions.extend(ouverte.take()),
            (_, Some((_, corps))) => corps.push(evenement),
            (_, None) => reste.push(evenement),
        }
    }
    *evenements = reste;
    definitions
}

struct Prose<'p, 'a> {
    lecteur: &'p mut Lecteur<'a>,
    zone: Span,
    texte: &'p str,
    evenements: &'p [Evenement<'p>],
    /// The footnotes; none inside a footnote.
    notes: Option<&'p BTreeMap<String, Vec<Bloc>>>,
    /// Level of the last heading.
    niveau: u8,
    profondeur: usize,
    /// The text of the leaf being read, and where its runs stand.
    feuille: (String, Vec<(usize, usize)>),
    /// The list being read.
    item: Option<Item>,
    listes: usize,
}

impl<'p, 'a> Prose<'p, 'a> {
    fn new(
        lecteur: &'p mut Lecteur<'a>,
        zone: Span,
        texte: &'p str,
        evenements: &'p [Evenement<'p>],
        notes: Option<&'p BTreeMap<String, Vec<Bloc>>>,
    ) -> Self {
        let (feuille, item, listes) = (Default::default(), None, 0);
        Self { lecteur, zone, texte, evenements, notes, niveau: 1, profondeur: 0, feuille, item, listes }
    }

    /// The runs of text of a leaf, kept as one passage.
    fn feuille(&mut self, nature: Nature, ferme: bool) -> Vec<Inline> {
        let debut = self.evenements.first().map_or(0, |(_, octets)| octets.start);
        let avant = std::mem::take(&mut self.feuille);
        let inlines = self.inlines(ferme);
        let (texte, reperes) = std::mem::replace(&mut self.feuille, avant);
        self.retenir(nature, texte, reperes, debut);
        inlines
    }

    fn retenir(&mut self, nature: Nature, texte: String, reperes: Vec<(usize, usize)>, debut: usize) {
        if texte.trim().is_empty() {
            return;
        }
        let fin = reperes.last().map_or(debut, |(t, s)| s - self.zone.debut + (texte.len() - t));
        let mut passage = Passage::new(nature, texte, self.span(&(debut..fin)), reperes);
        passage.item = self.item;
        self.lecteur.garder(passage);
    }

    /// Adds to the leaf being read a text that stands in the source as it is.
    fn ajouter(&mut self, texte: &str, octets: &Range<usize>) {
        self.feuille.1.push((self.feuille.0.len(), self.zone.debut + octets.start));
        self.feuille.0.push_str(texte);
    }

    fn span(&self, octets: &Range<usize>) -> Span {
        let utile = self.texte.get(octets.clone()).map_or(octets.end, |t| octets.start + t.trim_end().len());
        Span { debut: self.zone.debut + octets.start, fin: self.zone.debut + utile, ..self.zone }
    }

    fn suivant(&mut self) -> Option<&'p Evenement<'p>> {
        let (tete, reste) = self.evenements.split_first()?;
        self.evenements = reste;
        Some(tete)
    }

    /// Blocks up to the end of the container that was entered, or of the text.
    fn blocs(&mut self) -> Vec<Bloc> {
        let mut blocs = Vec::new();
        while let Some((evenement, octets)) = self.evenements.first() {
            match evenement {
                Event::End(_) => {
                    self.suivant();
                    break;
                }
                Event::Start(tag) if est_bloc(tag) => {
                    self.suivant();
                    blocs.extend(self.bloc(tag, octets));
                }
                Event::Rule => {
                    self.suivant();
                    blocs.push(Bloc::Filet);
                }
                Event::Html(_) => {
                    self.suivant();
                    self.html(octets);
                }
                // The items of a tight list hold their text without a paragraph.
                _ => {
                    let inlines = self.feuille(Nature::Paragraphe, false);
                    blocs.extend(paragraphe(inlines));
                }
            }
        }
        blocs
    }

    fn bloc(&mut self, tag: &Tag<'p>, octets: &Range<usize>) -> Option<Bloc> {
        self.profondeur += 1;
        let trop = self.profondeur > PROFONDEUR_MAX;
        if trop {
            let span = self.span(octets);
            self.lecteur.dire(
                Diagnostic::erreur(
                    "MD-005",
                    span,
                    "listes et citations sont emboîtées sur plus de douze niveaux",
                )
                .aide("simplifier la structure"),
            );
            self.passer();
            self.profondeur -= 1;
            return None;
        }
        let bloc = match tag {
            Tag::Paragraph => self.paragraphe(octets),
            Tag::Heading { level, id, .. } => Some(self.titre(*level, id.as_deref(), octets)),
            Tag::BlockQuote(_) => Some(Bloc::Citation(self.blocs())),
            Tag::CodeBlock(genre) => Some(self.code(genre)),
            Tag::List(debut) => {
                let mut items = Vec::new();
                let avant = self.item;
                self.listes += 1;
                let liste = self.listes;
                while let Some((evenement, _)) = self.suivant() {
                    match evenement {
                        Event::Start(Tag::Item) => {
                            self.item = Some(Item { liste, rang: items.len() + 1 });
                            items.push(self.blocs());
                        }
                        _ => break,
                    }
                }
                self.item = avant;
                Some(Bloc::Liste { debut: *debut, items })
            }
            Tag::Table(alignements) => Some(self.table(alignements)),
            Tag::HtmlBlock => {
                self.passer();
                self.html(octets);
                None
            }
            _ => {
                self.passer();
                None
            }
        };
        self.profondeur -= 1;
        bloc
    }

    /// Skips to the end of the element just entered.
    fn passer(&mut self) {
        let mut ouverts = 1;
        while ouverts > 0 {
            match self.suivant() {
                Some((Event::Start(_), _)) => ouverts += 1,
                Some((Event::End(_), _)) => ouverts -= 1,
                Some(_) => {}
                None => break,
            }
        }
    }

    fn html(&mut self, octets: &Range<usize>) {
        let span = self.span(octets);
        self.lecteur.dire(
            Diagnostic::erreur("MD-001", span, "le HTML n’est pas admis dans le texte")
                .aide("employer le Markdown, ou écrire « \\< » pour un signe inférieur"),
        );
    }

    fn paragraphe(&mut self, octets: &Range<usize>) -> Option<Bloc> {
        if let Some((Event::Start(Tag::Image { dest_url, .. }), image)) = self.evenements.first() {
            let seule = self
                .texte
                .get(octets.clone())
                .zip(self.texte.get(image.clone()))
                .is_some_and(|(p, i)| p.trim() == i.trim());
            if seule {
                self.suivant();
                let bloc = self.image(dest_url, image);
                self.passer();
                return bloc;
            }
        }
        let inlines = self.feuille(Nature::Paragraphe, true);
        paragraphe(inlines)
    }

    fn titre(&mut self, niveau: HeadingLevel, repere: Option<&str>, octets: &Range<usize>) -> Bloc {
        let niveau = niveau as u8;
        let span = self.span(octets);
        if niveau == 1 {
            self.lecteur.dire(
                Diagnostic::erreur(
                    "MD-004",
                    span,
                    "le titre de premier niveau est celui de la fiche ou de l’article",
                )
                .aide("commencer par « ## » pour une rubrique"),
            );
        } else if niveau > self.niveau + 1 {
            let attendu = "#".repeat(usize::from(self.niveau) + 1);
            self.lecteur.dire(
                Diagnostic::erreur("MD-004", span, "ce titre saute un niveau")
                    .aide(format!("écrire « {attendu} »")),
            );
        }
        self.niveau = niveau.max(2);
        let contenu = self.feuille(Nature::Titre(niveau), true);
        let repere = repere.map(|r| Spanned::new(r.to_owned(), span));
        Bloc::Titre { niveau, contenu, repere, span }
    }

    fn code(&mut self, _genre: &CodeBlockKind<'_>) -> Bloc {
        let mut texte = String::new();
        while let Some((evenement, octets)) = self.suivant() {
            match evenement {
                Event::Text(t) => {
                    texte.push_str(t);
                    let span = self.span(octets);
                    self.lecteur.passage(Nature::Code, t, span);
                }
                _ => break,
            }
        }
        Bloc::Code(texte.trim_end_matches('\n').to_owned())
    }

    fn table(&mut self, alignements: &[pulldown_cmark::Alignment]) -> Bloc {
        let alignements = alignements
            .iter()
            .map(|a| match a {
                pulldown_cmark::Alignment::Right => Alignement::Droite,
                pulldown_cmark::Alignment::Center => Alignement::Centre,
                _ => Alignement::Gauche,
            })
            .collect();
        let mut table = Table { alignements, entete: Vec::new(), lignes: Vec::new() };
        let mut ligne = Vec::new();
        while let Some((evenement, _)) = self.suivant() {
            match evenement {
                Event::Start(Tag::TableCell) => ligne.push(self.feuille(Nature::Cellule, true)),
                Event::End(TagEnd::TableHead) => table.entete = std::mem::take(&mut ligne),
                Event::End(TagEnd::TableRow) => table.lignes.push(std::mem::take(&mut ligne)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Bloc::Table(table)
    }
}

fn paragraphe(mut inlines: Vec<Inline>) -> Option<Bloc> {
    match inlines.as_mut_slice() {
        [] => None,
        [Inline::Reference(reference)] => Some(Bloc::Reference(reference.clone())),
        _ => Some(Bloc::Paragraphe(inlines)),
    }
}

fn est_bloc(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Table(_)
            | Tag::HtmlBlock
    )
}
