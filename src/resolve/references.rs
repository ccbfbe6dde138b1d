//! Each reference of the prose to its target, text by text: what it can name depends on the text where it stands.

use std::collections::BTreeMap;

use super::holes::Holes;
use super::target::{self, LinkTarget};
use super::{Link, ReferenceFilter, Standing, almost, occurrences};
use crate::diagnostic::{Diagnostic, Gap, near};
use crate::model::Dossier;
use crate::model::Numero;
use crate::model::text::{Block, Inline, Reference};
use crate::text::{FileId, Span};

/// The links of all the texts of a dossier; `REF-002` and `REF-004` for the references that have none.
pub(super) fn link(dossier: &Dossier, holes: &Holes) -> (BTreeMap<Span, Link>, Vec<Diagnostic>) {
    let mut linker = Linker { dossier, holes, links: BTreeMap::new(), faults: Vec::new() };
    for article in &dossier.articles {
        linker.page(&article.body, Text::OfAct);
    }
    for (rank, fiche) in dossier.fiches.iter().enumerate() {
        let here = Text::OfFiche(Some(rank));
        linker.page(&fiche.introduction, here);
        for section in &fiche.sections {
            linker.line(&section.title, here);
            linker.page(&section.body, here);
        }
    }
    for rapport in &dossier.rapports {
        linker.page(&rapport.summary, Text::OfAct);
        for sheet in &rapport.fiches {
            let rank = dossier.fiches.iter().position(|f| f.number.value == sheet.fiche.value);
            let here = Text::OfFiche(rank);
            linker.page(&sheet.introduction, here);
            for section in &sheet.sections {
                linker.line(&section.title, here);
                linker.page(&section.body, here);
            }
        }
    }
    linker.faults.extend(almost::faults(dossier, |file, name| {
        let here = linker.text_of(file);
        match target::find(dossier, here.fiche(), name) {
            Some(_) => almost::Reach::Datum,
            None if linker.may_be_in_a_hole(name, here) => almost::Reach::Hole,
            None => almost::Reach::Nothing(target::candidates(dossier, here.fiche())),
        }
    }));
    (linker.links, linker.faults)
}

/// Where a reference is written: it decides which names it sees.
#[derive(Debug, Clone, Copy)]
enum Text {
    /// An article, or the summary of the rapport: it sees no fiche of its own.
    OfAct,
    /// A fiche, or its sheet in the rapport: it sees the fiche of this rank; none when the dossier lacks it.
    OfFiche(Option<usize>),
}

impl Text {
    fn fiche(self) -> Option<usize> {
        match self {
            Self::OfAct => None,
            Self::OfFiche(rank) => rank,
        }
    }
}

struct Linker<'d> {
    dossier: &'d Dossier,
    holes: &'d Holes,
    links: BTreeMap<Span, Link>,
    faults: Vec<Diagnostic>,
}

impl Linker<'_> {
    /// Where the prose of a file stands.
    fn text_of(&self, file: FileId) -> Text {
        let rank = |number: Numero| self.dossier.fiches.iter().position(|f| f.number.value == number);
        let of_fiche = self.dossier.fiches.iter().position(|f| f.span.file == file);
        let sheets = self.dossier.rapports.iter().flat_map(|r| &r.fiches);
        let of_sheet =
            sheets.filter(|s| s.span.file == file).map(|s| Text::OfFiche(rank(s.fiche.value))).next();
        of_fiche.map(|rank| Text::OfFiche(Some(rank))).or(of_sheet).unwrap_or(Text::OfAct)
    }

    /// Links the references of a page.
    fn page(&mut self, blocks: &[Block], here: Text) {
        for (reference, standing) in occurrences::of_page(blocks) {
            self.reference(reference, standing, here);
        }
    }

    /// Links the references of a heading.
    fn line(&mut self, inlines: &[Inline], here: Text) {
        let mut found = Vec::new();
        occurrences::of_inlines(inlines, &mut found);
        for (reference, standing) in found {
            self.reference(reference, standing, here);
        }
    }

    fn reference(&mut self, reference: &Reference, standing: Standing, here: Text) {
        match target::find(self.dossier, here.fiche(), &reference.value) {
            Some(target) if standing == Standing::InSentence && target.stands_alone() => {
                self.faults.push(not_in_a_sentence(reference));
            }
            Some(target) => match self.filter(reference, &target) {
                Ok(filter) => {
                    self.links.insert(reference.span, Link { target, standing, filter });
                }
                Err(fault) => self.faults.push(*fault),
            },
            None if self.may_be_in_a_hole(&reference.value, here) => {}
            None => self.faults.push(leads_nowhere(reference, self.dossier, here.fiche())),
        }
    }

    /// How a reference wants its datum written; `REF-007` when nothing is written so.
    fn filter(
        &self,
        reference: &Reference,
        target: &LinkTarget,
    ) -> Result<Option<ReferenceFilter>, Box<Diagnostic>> {
        let Some(written) = &reference.filter else { return Ok(None) };
        let name = &reference.value;
        let known = ReferenceFilter::WORDS.iter().find(|(word, _)| *word == written.value);
        match known {
            Some((_, ReferenceFilter::Letters)) if !target.has_letters(self.dossier) => {
                let message = format!(
                    "« {{{name}}} » n’est ni un montant, ni un nombre, ni une date : cela ne s’écrit pas en lettres"
                );
                let fault = Diagnostic::error("REF-007", reference.span, message)
                    .help(format!("écrire « {{{name}}} »"));
                Err(Box::new(fault.leaves(Gap::Link)))
            }
            Some((_, filter)) => Ok(Some(*filter)),
            None => {
                let words = ReferenceFilter::WORDS.iter().map(|(word, _)| *word);
                let help = match near(&written.value, words.clone()) {
                    Some(near) => format!("vouliez-vous dire « {{{name} | {near}}} » ?"),
                    None => format!(
                        "après la barre, ce qui se lit est : {} ; sinon écrire « {{{name}}} »",
                        words.collect::<Vec<_>>().join(", ")
                    ),
                };
                let message = format!("« {written} » n’est pas une façon connue d’écrire une donnée");
                let fault = Diagnostic::error("REF-007", written.span, message).help(help);
                Err(Box::new(fault.leaves(Gap::Link)))
            }
        }
    }

    /// Whether what a name means may be in a part that could not be read.
    fn may_be_in_a_hole(&self, name: &str, here: Text) -> bool {
        let parts: Vec<&str> = name.split('.').collect();
        let (fiche, datum) = match parts.as_slice() {
            ["compte"] => return self.holes.hide_the_parties(),
            ["fiche", rest @ ..] => match target::fiche_after(self.dossier, rest) {
                Some((rank, [datum, ..])) => (Some(rank), datum),
                _ => match rest.iter().find(|word| target::FICHE_WORDS.contains(word)) {
                    Some(datum) => (None, datum),
                    None => return false,
                },
            },
            [datum, ..] => match here {
                Text::OfFiche(rank) => (rank, datum),
                Text::OfAct => return false,
            },
            [] => return false,
        };
        target::FICHE_WORDS.contains(datum)
            && match fiche.and_then(|rank| self.dossier.fiches.get(rank)) {
                Some(fiche) => self.holes.hide_data_of(fiche),
                None => self.holes.hide_a_fiche(self.dossier),
            }
    }
}

fn not_in_a_sentence(reference: &Reference) -> Diagnostic {
    Diagnostic::error(
        "REF-004",
        reference.span,
        format!("« {{{}}} » est un tableau ou une figure : il ne tient pas dans une phrase", reference.value),
    )
    .help("le mettre seul sur son paragraphe, hors d’une liste")
    .leaves(Gap::Link)
}

fn leads_nowhere(reference: &Reference, dossier: &Dossier, here: Option<usize>) -> Diagnostic {
    let name = &reference.value;
    let candidates = target::candidates(dossier, here);
    let leads = |name: &str| target::find(dossier, here, name).is_some();
    let own_number = almost::numbered(name).filter(|numbered| leads(numbered));
    let nearest = || near(name, candidates.iter().map(String::as_str)).map(str::to_owned);
    let help = match own_number.or_else(nearest) {
        Some(near) if leads(&near) => {
            format!("vouliez-vous dire « {{{near}}} » ? pour écrire l’accolade elle-même : « \\{{ »")
        }
        Some(near) => almost::to_be_renamed(&near),
        None => format!(
            "pour écrire l’accolade elle-même : « \\{{{name}}} » ; références possibles ici : {}",
            candidates.join(", ")
        ),
    };
    Diagnostic::error("REF-002", reference.span, format!("« {{{name}}} » ne mène à aucune donnée"))
        .help(help)
        .leaves(Gap::Link)
}
