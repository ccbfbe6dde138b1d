//! What the rules on the document share: ways through blocks, the data that a text quotes, places of texts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Contexte;
use crate::model::texte::{Bloc, Inline};
use crate::model::{Fiche, Passage};
use crate::text::{Fichier, Span};

/// A text of the act: its blocks and their file.
pub(crate) type Texte<'d> = (Fichier, &'d [Bloc]);

/// The texts of the articles, and those of the sections of the fiches.
pub(crate) fn textes<'d>(c: &Contexte<'d>) -> Vec<Texte<'d>> {
    let articles = c.dossier.articles.iter().map(|a| (a.span.fichier, a.corps.as_slice()));
    articles.chain(c.fiches().flat_map(textes_de)).collect()
}

/// The introduction and the sections of a fiche.
pub(crate) fn textes_de(fiche: &Fiche) -> impl Iterator<Item = Texte<'_>> {
    std::iter::once(fiche.introduction.as_slice())
        .chain(fiche.sections.iter().map(|s| s.corps.as_slice()))
        .map(|blocs| (fiche.span.fichier, blocs))
}

/// Goes through blocks and those that they hold, in order.
pub(crate) fn parcourir<'d>(blocs: &'d [Bloc], voir: &mut dyn FnMut(&'d Bloc)) {
    for bloc in blocs {
        voir(bloc);
        match bloc {
            Bloc::Liste { items, .. } => items.iter().for_each(|i| parcourir(i, voir)),
            Bloc::Citation(blocs) => parcourir(blocs, voir),
            _ => {}
        }
    }
}

/// Goes through the runs of text of a block, and those that they hold.
pub(crate) fn inlines<'d>(bloc: &'d Bloc, voir: &mut dyn FnMut(&'d Inline)) {
    match bloc {
        Bloc::Titre { contenu, .. } | Bloc::Paragraphe(contenu) => dans(contenu, voir),
        Bloc::Table(table) => {
            table.entete.iter().chain(table.lignes.iter().flatten()).for_each(|c| dans(c, voir));
        }
        _ => {}
    }
}

fn dans<'d>(contenu: &'d [Inline], voir: &mut dyn FnMut(&'d Inline)) {
    for inline in contenu {
        voir(inline);
        match inline {
            Inline::Gras(c) | Inline::Italique(c) | Inline::Barre(c) | Inline::Lien { contenu: c, .. } => {
                dans(c, voir);
            }
            Inline::Note(blocs) => parcourir(blocs, &mut |bloc| inlines(bloc, voir)),
            _ => {}
        }
    }
}

/// The data that blocks quote: `tableau.sites`, `fiche.4.budget.total`.
pub(crate) fn citees<'d>(blocs: &'d [Bloc], noms: &mut BTreeSet<&'d str>) {
    parcourir(blocs, &mut |bloc| {
        if let Bloc::Reference(reference) = bloc {
            noms.insert(&reference.valeur);
        }
        inlines(bloc, &mut |inline| {
            if let Inline::Reference(reference) = inline {
                noms.insert(&reference.valeur);
            }
        });
    });
}

/// The passages by file: where texts whose place the model does not keep are found again.
#[derive(Debug)]
pub(crate) struct Lieux<'d>(BTreeMap<Fichier, Vec<&'d Passage>>);

impl<'d> Lieux<'d> {
    /// Of all the files.
    pub(crate) fn new(c: &Contexte<'d>) -> Self {
        let mut lieux: BTreeMap<Fichier, Vec<&'d Passage>> = BTreeMap::new();
        for passage in &c.dossier.passages {
            lieux.entry(passage.fichier()).or_default().push(passage);
        }
        Self(lieux)
    }

    /// The passage of a file that holds a text, from a byte on.
    pub(crate) fn passage(&self, fichier: Fichier, depuis: usize, texte: &str) -> Option<&'d Passage> {
        let passages = self.0.get(&fichier)?;
        passages.iter().find(|p| p.span.debut >= depuis && p.texte.contains(texte)).copied()
    }

    /// The place of some bytes of a text in a file, from a place on; that place when it is not found.
    pub(crate) fn place(&self, depuis: Span, texte: &str, octets: Range<usize>) -> Span {
        let lieu = self.passage(depuis.fichier, depuis.debut, texte).and_then(|p| {
            let debut = p.texte.find(texte)?;
            Some(p.span_de(&(debut + octets.start..debut + octets.end)))
        });
        lieu.unwrap_or(depuis)
    }
}
