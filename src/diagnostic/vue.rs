//! A finding with its places in lines and columns: what the formats for machines and tables show.

use serde::Serialize;

use super::{Diagnostic, Gravite, Rapport};
use crate::text::{Sources, Span};

/// A point of a file, both counted from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Point {
    /// Line.
    pub ligne: usize,
    /// Column.
    pub colonne: usize,
}

/// A place and what is said of it.
#[derive(Debug, Clone, Serialize)]
pub struct Lieu {
    /// Path from the root of the project, with `/`.
    pub fichier: String,
    /// First character.
    pub debut: Point,
    /// After the last character.
    pub fin: Point,
    /// What stands there.
    pub extrait: String,
    /// A few words; may be empty.
    pub texte: String,
    /// The line around it, for documents; a long one is cut around the place.
    #[serde(skip)]
    pub ligne: String,
}

/// A change that repairs.
#[derive(Debug, Clone, Serialize)]
pub struct Remplacement {
    /// The file.
    pub fichier: String,
    /// First character that goes.
    pub debut: Point,
    /// After the last one.
    pub fin: Point,
    /// The text that comes.
    pub texte: String,
}

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub struct Constat {
    /// Code.
    pub code: &'static str,
    /// Severity, by its word.
    pub gravite: &'static str,
    /// One sentence.
    pub message: String,
    /// The place, then those it is compared with.
    pub lieux: Vec<Lieu>,
    /// The arithmetic.
    pub calcul: Option<String>,
    /// What to do.
    pub a_faire: Option<String>,
    /// Euros at stake, with a decimal point.
    pub enjeu: Option<String>,
    /// The repair.
    pub correction: Vec<Remplacement>,
    /// Why the act keeps it, when it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raison: Option<String>,
}

/// Longest excerpt, in characters.
const EXTRAIT_MAX: usize = 160;

/// The findings of a report, sorted, then those that the act keeps.
pub fn constats(rapport: &Rapport, sources: &Sources) -> (Vec<Constat>, Vec<Constat>) {
    let vus = rapport.tries(sources).into_iter().map(|d| constat(d, None, sources)).collect();
    let toleres = rapport.toleres(sources);
    (vus, toleres.into_iter().map(|t| constat(&t.constat, Some(&t.raison), sources)).collect())
}

fn constat(d: &Diagnostic, raison: Option<&str>, sources: &Sources) -> Constat {
    let lieu = |e: &super::Etiquette| {
        let (debut, fin) = points(e.span, sources);
        let fichier = sources.source(e.span.fichier).chemin().to_string();
        let texte = sources.texte(e.span);
        let mut extrait: String = texte.chars().take(EXTRAIT_MAX).collect();
        if extrait.len() < texte.len() {
            extrait.push('…');
        }
        Lieu { fichier, debut, fin, extrait, texte: e.texte.clone(), ligne: ligne(e.span, debut, sources) }
    };
    let remplacement = |e: &super::Edition| {
        let (debut, fin) = points(e.span, sources);
        let fichier = sources.source(e.span.fichier).chemin().to_string();
        Remplacement { fichier, debut, fin, texte: e.texte.clone() }
    };
    Constat {
        code: d.code,
        gravite: d.gravite.mot(),
        message: d.message.clone(),
        lieux: d.etiquettes.iter().map(lieu).collect(),
        calcul: d.calcul.clone(),
        a_faire: d.aide.clone(),
        enjeu: d.enjeu.map(|e| e.to_string()),
        correction: d.correction.iter().map(remplacement).collect(),
        raison: raison.map(str::to_owned),
    }
}

/// The line where a span starts, without its margin; past a screen, what stands around the span.
fn ligne(span: Span, debut: Point, sources: &Sources) -> String {
    let source = sources.source(span.fichier);
    let ici = source.debut_de_ligne(debut.ligne);
    let suivante = source.debut_de_ligne(debut.ligne + 1);
    let texte = source.texte().get(ici..suivante).unwrap_or("").trim_end();
    let marge = texte.chars().take_while(|c| c.is_whitespace()).count();
    let avant = debut.colonne.saturating_sub(1 + EXTRAIT_MAX / 3).max(marge);
    let (depart, coupe) = if avant < marge + 12 {
        (texte.len() - texte.trim_start().len(), "")
    } else {
        // What stands before is counted back from the place: a line may be very long.
        let tete = source.texte().get(ici..span.debut).unwrap_or("");
        let recul = debut.colonne.saturating_sub(1 + avant);
        let depart = recul.checked_sub(1).map(|n| tete.char_indices().rev().nth(n).map_or(0, |(i, _)| i));
        (depart.unwrap_or(tete.len()), "…")
    };
    let mut lettres = texte.get(depart..).unwrap_or("").chars();
    let extrait: String = lettres.by_ref().take(EXTRAIT_MAX).collect();
    let suite = if lettres.next().is_some() { "…" } else { "" };
    format!("{coupe}{extrait}{suite}")
}

fn points(span: Span, sources: &Sources) -> (Point, Point) {
    let source = sources.source(span.fichier);
    let point = |octet| {
        let (ligne, colonne) = source.ligne_colonne(octet);
        Point { ligne, colonne }
    };
    (point(span.debut), point(span.fin.max(span.debut)))
}

/// How many findings of each severity, and how many are kept.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Comptes {
    /// Errors.
    pub erreurs: usize,
    /// Warnings.
    pub avertissements: usize,
    /// Advices.
    pub conseils: usize,
    /// Findings that the act keeps.
    pub toleres: usize,
}

impl Comptes {
    /// All the findings, kept ones included.
    pub fn total(&self) -> usize {
        self.erreurs + self.avertissements + self.conseils + self.toleres
    }

    /// Counts a report.
    pub fn new(rapport: &Rapport) -> Self {
        Self {
            erreurs: rapport.nombre(Gravite::Erreur),
            avertissements: rapport.nombre(Gravite::Avertissement),
            conseils: rapport.nombre(Gravite::Conseil),
            toleres: rapport.nombre_toleres(),
        }
    }
}

impl std::ops::AddAssign for Comptes {
    fn add_assign(&mut self, autre: Self) {
        self.erreurs += autre.erreurs;
        self.avertissements += autre.avertissements;
        self.conseils += autre.conseils;
        self.toleres += autre.toleres;
    }
}

/// « 2 erreurs, 1 conseil, 3 constats tolérés », or nothing.
impl std::fmt::Display for Comptes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let compte = |n: usize, un: &str, plusieurs: &str| match n {
            0 => None,
            1 => Some(format!("1 {un}")),
            n => Some(format!("{n} {plusieurs}")),
        };
        let parties: Vec<String> = [
            compte(self.erreurs, "erreur", "erreurs"),
            compte(self.avertissements, "avertissement", "avertissements"),
            compte(self.conseils, "conseil", "conseils"),
            compte(self.toleres, "constat toléré", "constats tolérés"),
        ]
        .into_iter()
        .flatten()
        .collect();
        f.write_str(&parties.join(", "))
    }
}
