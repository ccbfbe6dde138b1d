//! Years that no agreement can speak of.

use std::sync::LazyLock;

use crate::check::dates::{bornes as jours_de, intervalle};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Nature;
use crate::model::{Duree, Passage};
use crate::text::{Match, Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-027",
    titre: "une année est invraisemblable",
    gravite: Gravite::Avertissement,
    verifie: "Un nombre de quatre chiffres écrit comme une année et antérieur à 1789, ou postérieur de plus de trente ans \
              à l’édition : après un nom de mois, après « l’année » ; dans « 2022-2023 », quand l’autre est une année \
              vraisemblable ; après « en », « depuis », « dès », « fin », « début », « trimestre »…, avant un \
              signe de ponctuation, s’il n’est pas un nombre rond. De même, les dates d’une action, la période d’un \
              budget et l’année d’une colonne d’indicateurs. Un nombre suivi de ce qu’il compte n’est pas une année.",
    pourquoi: "Une faute de frappe sur une année passe à la relecture, et déplace un engagement de plusieurs siècles.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            a: "Depuis mars 2204, deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                a: "Pour 2204 personnes, deux conseillers assurent un suivi, en lien avec la fiche 1.",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                a: "L'association (loi de 1901) suit les personnes, en lien avec la fiche 1, à l'horizon 2050.",
            },
        ],
    },
    chercher,
};

/// Where a number of four digits is a year, each with the year as its group `a`; the last two need a proof.
static ANNEES: LazyLock<[(Motif, Preuve); 4]> = LazyLock::new(|| {
    [
        (
            motif(
                r"(?i)\b(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) (?P<a>[0-9]{4})\b",
            ),
            Preuve::Aucune,
        ),
        (
            motif(
                r"(?i)\b(?:l['’]année|même année|rentrée|semestre|trimestre|[0-9]{1,2}[/-][0-9]{1,2}[/-]) ?(?P<a>[0-9]{4})\b",
            ),
            Preuve::Aucune,
        ),
        (
            motif(
                r"(?i)\b(?:(?P<fort>en|depuis|dès|fin|début|courant|jusqu['’]en|à partir de|date de)|budget|convention|programmation|(?P<titre>pour|sur)) (?P<a>[0-9]{4})\b",
            ),
            Preuve::Ponctuation,
        ),
        (motif(r"\b(?P<a>[0-9]{4}) ?(?:[-–/]|à|et) ?(?P<b>[0-9]{4})\b"), Preuve::Voisine),
    ]
});

/// Words that may follow a year, and not a number of things.
const SUITES: [&str; 14] =
    ["pour", "par", "à", "au", "aux", "sont", "est", "du", "selon", "dans", "afin", "avec", "sur", "lors"];

/// What must confirm that a number is a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Preuve {
    Aucune,
    /// A sign of punctuation follows, and the number is not round.
    Ponctuation,
    /// The other number of the pair is a likely year.
    Voisine,
}

/// The years that an edition may speak of.
struct Bornes {
    edition: u16,
}

impl Bornes {
    fn vraisemblable(&self, annee: u16) -> bool {
        (1789..=self.edition.saturating_add(30)).contains(&annee)
    }

    /// Near enough to prove that the number beside it is a year too.
    fn proche(&self, annee: u16) -> bool {
        annee.abs_diff(self.edition) <= 40
    }
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let bornes = Bornes { edition: c.dossier.convention.annee };
    let passages = c.dossier.passages.iter().filter(|p| p.nature != Nature::Code);
    let mut sortie: Vec<Diagnostic> = passages
        .filter(|p| p.texte.bytes().any(|b| b.is_ascii_digit()))
        .filter_map(|p| texte(p, &bornes))
        .collect();
    for fiche in c.fiches() {
        for periode in fiche.budgets.iter().filter_map(|b| b.periode.as_ref()) {
            if let Duree::Texte(t) = &periode.valeur {
                sortie.extend(seule(t, periode.span, "la période de ce budget", &bornes));
            }
        }
        let debuts = fiche.mise_en_place.iter().filter_map(|d| d.as_ref().ok()).flatten();
        let durees = fiche.duree.iter().filter_map(|d| d.as_ref().ok()).flatten();
        let jours = debuts.filter_map(|d| jours_de(&d.donnee).map(|i| (i, d.span)));
        let jours = jours.chain(durees.filter_map(|d| intervalle(&d.donnee).map(|i| (i, d.span))));
        sortie.extend(jours.filter_map(|((de, a), span)| {
            let annees = [de, a].into_iter().filter_map(|j| u16::try_from(j.annee()).ok());
            let fausse = annees.into_iter().find(|a| !bornes.vraisemblable(*a))?;
            Some(constat(span, &format!("une date de l’action est de l’année {fausse}"), &bornes))
        }));
        for colonne in fiche.objectifs.iter().flat_map(|o| &o.colonnes) {
            sortie.extend(seule(&colonne.valeur, colonne.span, "cette colonne", &bornes));
        }
    }
    sortie
}

/// A field that is a year, or two, and nothing else.
fn seule(texte: &str, span: Span, quoi: &str, bornes: &Bornes) -> Option<Diagnostic> {
    let parties: Vec<&str> = texte.split(['-', '–', '/']).map(str::trim).collect();
    if parties.len() > 2 || parties.iter().any(|p| p.len() != 4) {
        return None;
    }
    let annees: Vec<u16> = parties.iter().map_while(|p| p.parse().ok()).collect();
    let fausse = annees.iter().find(|a| !bornes.vraisemblable(**a))?;
    (annees.len() == parties.len()).then(|| constat(span, &format!("{quoi} est de l’année {fausse}"), bornes))
}

fn constat(span: Span, quoi: &str, bornes: &Bornes) -> Diagnostic {
    Diagnostic::constat(span, format!("{quoi}, invraisemblable dans l’édition {}", bornes.edition))
        .aide("corriger l’année")
}

/// The first unlikely year of a passage: a fault of typing is seldom alone by chance.
fn texte(passage: &Passage, bornes: &Bornes) -> Option<Diagnostic> {
    let titre = matches!(passage.nature, Nature::Titre(_));
    ANNEES.iter().find_map(|(motif, preuve)| {
        motif.captures_iter(&passage.texte).find_map(|trouve| {
            let (a, b) = (trouve.name("a")?, trouve.name("b"));
            let lire = |m: Match<'_>| m.as_str().parse::<u16>().ok();
            let fausse = match (preuve, b) {
                (Preuve::Voisine, Some(b)) => {
                    let (x, y) = (lire(a)?, lire(b)?);
                    if bornes.proche(x) && !bornes.vraisemblable(y) && !rond(y) {
                        b
                    } else if bornes.proche(y) && !bornes.vraisemblable(x) && !rond(x) {
                        a
                    } else {
                        return None;
                    }
                }
                _ => a,
            };
            let annee = lire(fausse)?;
            // « n° 2008-1249 », or a field that is a number: the second half counts, and dates nothing.
            let numero = passage.texte.get(..a.start())?.trim_end().ends_with("n°");
            if *preuve == Preuve::Voisine && (numero || passage.texte == trouve.get(0)?.as_str()) {
                return None;
            }
            let suite = passage.texte.get(fausse.end()..)?;
            let fin = suite.is_empty() || suite.trim_start().starts_with(['.', ',', ';', ':', ')']);
            // « Dès 2519 pour orienter »: what follows is not what the number counts.
            let mot = suite.split_whitespace().next().unwrap_or("");
            let fin = fin || (trouve.name("fort").is_some() && SUITES.contains(&mot));
            let decimale =
                suite.starts_with([',', '.']) && suite.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
            let prouve = match preuve {
                // « 33 % sur 1204. » counts; « Budget détaillé sur 2204 » dates.
                Preuve::Ponctuation if trouve.name("titre").is_some() && !titre => false,
                Preuve::Ponctuation => fin && !decimale && !rond(annee),
                Preuve::Aucune | Preuve::Voisine => !decimale,
            };
            let octets = fausse.range();
            (prouve && !bornes.vraisemblable(annee)).then(|| {
                constat(passage.span_de(&octets), &format!("l’année {annee} est écrite ici"), bornes)
            })
        })
    })
}

fn rond(nombre: u16) -> bool {
    nombre.is_multiple_of(50)
}
