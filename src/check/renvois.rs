//! References of the act to its own parts: what they aim at, and what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::Contexte;
use super::numerotation;
use super::outils::plat;
use crate::model::passage::{Cible, Fait, Passage};
use crate::text::{Fichier, Motif, Span, motif};

/// A reference in a text of the act.
#[derive(Debug, Clone)]
pub struct Renvoi<'d> {
    /// The text.
    pub passage: &'d Passage,
    /// What is aimed at.
    pub cible: Cible,
    /// Where it is written.
    pub span: Span,
    /// Its bytes.
    pub octets: Range<usize>,
}

impl Renvoi<'_> {
    /// The sentence that holds it.
    pub fn phrase(&self) -> &str {
        self.passage.phrase(&self.octets)
    }
}

/// A part of the act that has a number: an article, or a part of one.
#[derive(Debug, Clone)]
pub struct Partie {
    /// Its number: `2.1`.
    pub cle: String,
    /// Where it is given.
    pub span: Span,
    /// Its title and its text, flattened.
    pub texte: String,
    /// Its file.
    pub fichier: Fichier,
    /// The bytes of the file that it covers.
    pub zone: Range<usize>,
}

/// What the references can aim at.
#[derive(Debug, Default)]
pub struct Cibles {
    /// The articles and their parts, in order.
    pub parties: Vec<Partie>,
    /// Ranks in `parties`, by number.
    pub articles: BTreeMap<String, Vec<usize>>,
    /// Ranks in `parties`, by file.
    pub fichiers: BTreeMap<Fichier, Vec<usize>>,
}

impl Cibles {
    /// The narrowest part where a place stands.
    pub fn autour(&self, span: Span) -> Option<&Partie> {
        let dedans = self.fichiers.get(&span.fichier).into_iter().flatten();
        dedans.filter_map(|i| self.parties.get(*i)).rfind(|p| p.zone.contains(&span.debut))
    }

    /// The article that is a file, when it has a number.
    pub fn article_du_fichier(&self, fichier: Fichier) -> Option<&Partie> {
        self.parties.get(*self.fichiers.get(&fichier)?.first()?)
    }

    /// The part of a number, when it alone bears it.
    pub fn seul(&self, cle: &str) -> Option<&Partie> {
        match self.articles.get(cle)?.as_slice() {
            [rang] => self.parties.get(*rang),
            _ => None,
        }
    }

    /// The parts of a number.
    pub fn article(&self, cle: &str) -> Vec<&Partie> {
        self.articles.get(cle).into_iter().flatten().filter_map(|i| self.parties.get(*i)).collect()
    }
}

/// The articles and their numbered parts.
pub fn cibles(c: &Contexte<'_>) -> Cibles {
    let mut cibles = Cibles::default();
    let fichiers: BTreeMap<Fichier, _> = c.dossier.articles.iter().map(|a| (a.span.fichier, a)).collect();
    for passages in numerotation::par_fichier(&c.dossier.passages) {
        let Some(article) = passages.first().and_then(|p| fichiers.get(&p.fichier())) else { continue };
        let fichier = article.span.fichier;
        let texte = |zone: &Range<usize>| {
            let dedans = passages.iter().filter(|p| zone.contains(&p.span.debut));
            dedans.map(|p| plat(&p.texte)).collect::<Vec<_>>().join(" ")
        };
        if let Some(numero) = &article.numero {
            let zone = 0..usize::MAX;
            let texte = texte(&zone);
            cibles.parties.push(Partie { cle: cle(&numero.valeur), span: numero.span, texte, fichier, zone });
        }
        let titres = numerotation::titres(passages.iter());
        for (i, titre) in titres.iter().enumerate() {
            let Some(numero) = titre.numero.as_ref().filter(|n| n.parties.len() > 1) else { continue };
            let fin = titres.iter().skip(i + 1).find(|t| t.niveau <= titre.niveau);
            let zone = titre.passage.span.debut..fin.map_or(usize::MAX, |t| t.passage.span.debut);
            let texte = texte(&zone);
            cibles.parties.push(Partie { cle: numero.cle(), span: titre.span(), texte, fichier, zone });
        }
    }
    for (i, partie) in cibles.parties.iter().enumerate() {
        cibles.articles.entry(partie.cle.clone()).or_default().push(i);
        cibles.fichiers.entry(partie.fichier).or_default().push(i);
    }
    cibles
}

/// A number as references write it: « 1er » is 1.
fn cle(numero: &str) -> String {
    numero.trim().trim_end_matches("er").trim_end_matches('.').to_owned()
}

/// The files of the articles and of the fiches.
pub fn fichiers_de_l_acte(c: &Contexte<'_>) -> BTreeSet<Fichier> {
    let articles = c.dossier.articles.iter().map(|a| a.span.fichier);
    articles.chain(c.dossier.fiches.iter().map(|f| f.span.fichier)).collect()
}

static AILLEURS: LazyLock<(Motif, Motif, Motif, Motif)> = LazyLock::new(|| {
    let apres = r"(?i)^\s*,?\s*(?:du|de la|de l['’]|des|de cette|de cet|dudit|de ladite)\s*([^\W\d_]+)(?:\s+([^\W\d_]+|[0-9]+))?";
    let avant = r"(?i)(?:\b(?:son|sa|ses|leur|leurs)|dit)\s+$";
    let droit = r"(?i)\b(?:lois?|codes?|décrets?|arrêtés?|ordonnances?|règlements?|circulaires?|instructions?|constitution|statuts|charte|directives?|traités?)\b";
    let suite = r"^\s*(?:,|et|ou|à|au)\s+([0-9]{1,3}(?:\.[0-9]{1,3})*)\b";
    (motif(apres), motif(avant), motif(droit), motif(suite))
});

/// The references of the articles and of the fiches to parts of this act. « L'article 3 de la loi » aims
/// elsewhere; « articles 2 et 3 » are two.
pub fn renvois<'d>(c: &Contexte<'d>) -> Vec<Renvoi<'d>> {
    let fichiers = fichiers_de_l_acte(c);
    let mut sortie = Vec::new();
    for (passage, mention) in c.mentions() {
        let Fait::Renvoi(cible) = &mention.fait else { continue };
        if !fichiers.contains(&passage.fichier()) {
            continue;
        }
        let mut groupe = vec![(cible.clone(), mention.octets.clone())];
        let texte = passage.texte.as_str();
        let pluriel =
            texte.get(mention.octets.clone()).is_some_and(|t| t.contains("s ") || t.contains("s\u{a0}"));
        let mut fin = mention.octets.end;
        while let Some(autre) = pluriel.then(|| AILLEURS.3.captures(texte.get(fin..)?)?.get(1)).flatten() {
            let octets = fin + autre.start()..fin + autre.end();
            fin = octets.end;
            groupe.extend(pareille(cible, autre.as_str()).map(|c| (c, octets)));
        }
        if externe(texte, mention.octets.start, fin) {
            continue;
        }
        sortie.extend(groupe.into_iter().map(|(cible, octets)| Renvoi {
            passage,
            cible,
            span: passage.span_de(&octets),
            octets,
        }));
    }
    sortie
}

/// A target of the same kind.
fn pareille(cible: &Cible, nom: &str) -> Option<Cible> {
    match cible {
        Cible::Article(_) => Some(Cible::Article(nom.to_owned())),
        Cible::Fiche(_) => nom.parse().ok().map(Cible::Fiche),
        Cible::Mesure(_) if nom.contains('.') => Some(Cible::Mesure(nom.to_owned())),
        Cible::Annexe(_) | Cible::Mesure(_) => None,
    }
}

/// Whether what stands around a reference says that it aims at another act.
fn externe(texte: &str, debut: usize, fin: usize) -> bool {
    let (apres, avant, ..) = &*AILLEURS;
    if texte.get(..debut).is_some_and(|t| avant.is_match(t)) {
        return true;
    }
    let Some(trouve) = texte.get(fin..).and_then(|t| apres.captures(t)) else { return false };
    let mot = |i| trouve.get(i).map(|m| plat(m.as_str())).unwrap_or_default();
    let suivant = mot(2);
    match mot(1).as_str() {
        "presente" | "present" => false,
        "convention" | "contrat" | "acte" | "accord" => suivant.starts_with(|c: char| c.is_ascii_digit()),
        _ => true,
    }
}

/// Whether a sentence speaks of the law: its references may aim there.
pub fn parle_de_droit(phrase: &str) -> bool {
    AILLEURS.2.is_match(phrase)
}
