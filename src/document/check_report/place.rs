//! Where a finding is in the act, as someone finds it who has the document and not its sources.

use serde::Serialize;

use crate::lang::{opening_number, without_colon};
use crate::ledger::totals::citations;
use crate::model::cadre::RubriqueContent;
use crate::model::text::{Block, plain_text};
use crate::model::{Dossier, Fiche};
use crate::text::{Sources, Span};

/// A place of the act. Templates word it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ActPlace {
    /// What it is of: `fiche`, `article`, `preambule`, `matrice`, `parties`, `cadre`, `rapport`, `acte`.
    pub genre: &'static str,
    /// Number of the fiche, or of the article.
    pub numero: String,
    /// Title of the fiche or of the article, or name of the report.
    pub titre: String,
    /// Where in it: heading of the rubrique, number of the part of the article.
    pub rubrique: String,
    /// Where it has no heading: the datum of the header, by its key.
    pub champ: String,
    /// Rank of what it is of in the document.
    #[serde(skip)]
    pub rank: (u8, usize),
}

impl ActPlace {
    /// The part of the act alone.
    pub fn part(&self) -> Self {
        Self { rubrique: String::new(), champ: String::new(), ..self.clone() }
    }
}

/// The place of a span; none when there is none.
pub(super) fn act_place(dossier: &Dossier, sources: &Sources, span: Option<Span>) -> ActPlace {
    let Some(span) = span else { return of_act("") };
    let at = span.start;
    let of_fiche = dossier.fiches.iter().enumerate().find(|(_, fiche)| fiche.span.file == span.file);
    if let Some((rank, fiche)) = of_fiche {
        let (rubrique, champ) = within_fiche(dossier, fiche, sources, at);
        return ActPlace {
            genre: "fiche",
            numero: fiche.number.to_string(),
            titre: fiche.title_in_table().to_owned(),
            rubrique,
            champ,
            rank: (2, rank),
        };
    }
    if let Some(rank) = dossier.articles.iter().position(|article| article.span.file == span.file) {
        return of_article(dossier, rank, at);
    }
    let source = sources.source(span.file);
    let path = source.path().as_str();
    let name = path.rsplit('/').next().unwrap_or(path);
    match name {
        _ if path.contains("/cadres/") => ActPlace { genre: "cadre", rank: (4, 0), ..ActPlace::default() },
        _ if path.contains("/rapports/") || path.contains("/rapport/") => {
            let titre = path.split("/rapports/").nth(1).and_then(|rest| rest.split('/').next());
            ActPlace {
                genre: "rapport",
                titre: titre.unwrap_or_default().to_owned(),
                rank: (5, 0),
                ..ActPlace::default()
            }
        }
        "organisation.yaml" => ActPlace { genre: "parties", rank: (1, 1), ..ActPlace::default() },
        "indicateurs.yaml" => ActPlace { genre: "matrice", rank: (3, 0), ..ActPlace::default() },
        "convention.yaml" => match header_key(source.text(), at) {
            "montant_etat" => of_montant_etat(dossier),
            "parties" => ActPlace { genre: "parties", rank: (1, 1), ..ActPlace::default() },
            key => of_act(key),
        },
        _ => of_act(""),
    }
}

fn of_act(key: &str) -> ActPlace {
    ActPlace { genre: "acte", champ: key.to_owned(), rank: (1, 0), ..ActPlace::default() }
}

/// The article that prints what the State pays.
fn of_montant_etat(dossier: &Dossier) -> ActPlace {
    let quoting = dossier.articles.iter().enumerate();
    let mut quoting =
        quoting.filter_map(|(rank, article)| Some((rank, citations(article).into_iter().next()?)));
    match quoting.next() {
        Some((rank, number)) => {
            let place = of_article(dossier, rank, 0);
            let rubrique = if number == place.numero { String::new() } else { number };
            ActPlace { rubrique, ..place }
        }
        None => of_act("montant_etat"),
    }
}

/// An article, and the numbered part of it that holds a byte.
fn of_article(dossier: &Dossier, rank: usize, at: usize) -> ActPlace {
    let Some(article) = dossier.articles.get(rank) else { return of_act("") };
    let headings = article.body.iter().filter_map(|block| match block {
        Block::Heading { content, span, .. } if span.start <= at => Some(plain_text(content)),
        _ => None,
    });
    let part = headings.filter_map(|title| opening_number(&title).map(str::to_owned)).next_back();
    ActPlace {
        genre: if article.number.is_some() { "article" } else { "preambule" },
        numero: article.number.as_ref().map(|number| number.value.clone()).unwrap_or_default(),
        titre: article.title.as_ref().map(|title| title.value.clone()).unwrap_or_default(),
        rubrique: part.unwrap_or_default(),
        champ: String::new(),
        rank: (0, rank),
    }
}

/// The rubrique of a fiche that holds a byte, or that prints the datum of its header that holds it; else the key of
/// that datum.
fn within_fiche(dossier: &Dossier, fiche: &Fiche, sources: &Sources, at: usize) -> (String, String) {
    let heading = |title: String| without_colon(title.trim()).to_owned();
    if at >= fiche.span.start {
        let section = fiche.sections.iter().rfind(|section| section.span.start <= at);
        return (section.map(|s| heading(plain_text(&s.title))).unwrap_or_default(), String::new());
    }
    let key = header_key(sources.source(fiche.span.file).text(), at);
    let content = match key {
        "budget" => Some(RubriqueContent::Budget),
        "indicateurs" => Some(RubriqueContent::Indicateurs),
        "partenaires" => Some(RubriqueContent::Partners),
        "duree" => Some(RubriqueContent::Duration),
        "mise_en_place" => Some(RubriqueContent::Launch),
        _ => None,
    };
    let rubrique = dossier.cadre.rubriques.iter().find(|rubrique| Some(rubrique.content) == content);
    let Some(rubrique) = rubrique else { return (String::new(), key.to_owned()) };
    let section = fiche.sections.iter().find(|s| s.rubrique.as_deref() == Some(rubrique.id.as_str()));
    (section.map_or_else(|| rubrique.title.clone(), |s| heading(plain_text(&s.title))), String::new())
}

/// The key at the margin that holds a byte of a YAML file or header: what a fiche keeps of its data does not say it.
fn header_key(text: &str, at: usize) -> &str {
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |length| at + length);
    let lines = text.get(..end).unwrap_or_default().lines().rev();
    let is_key = |key: &&str| !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    lines.filter_map(|line| line.split_once(':')).map(|(key, _)| key).find(is_key).unwrap_or_default()
}
