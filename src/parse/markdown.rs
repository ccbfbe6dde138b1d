//! Markdown to blocks of prose, by events. Raw HTML, images without alternative, skipped heading levels
//! are told; `{dotted.name}` is a quotation of the model, `\{` a brace.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::lecteur::Lecteur;
use crate::diagnostic::Diagnostic;
use crate::model::passage::{Item, Nature, Passage};
use crate::model::texte::{Alignement, Bloc, Image, Inline, Table};
use crate::text::{Chemin, Span, Spanned};

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

/// Text being gathered: pulldown cuts it at every escape, entity and mark.
#[derive(Default)]
struct Tampon {
    texte: String,
    /// Byte of the buffer and byte of the zone where each piece starts.
    pieces: Vec<(usize, usize)>,
    /// Bytes of the buffer where a brace was escaped.
    protegees: Vec<usize>,
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

    fn image(&mut self, url: &str, octets: &Range<usize>) -> Option<Bloc> {
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

    /// Runs of text up to the end of the element, which is consumed when `ferme`, else up to a block.
    fn inlines(&mut self, ferme: bool) -> Vec<Inline> {
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
