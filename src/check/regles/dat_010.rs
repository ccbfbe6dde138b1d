//! A law, an instruction or an earlier act cited twice with two days, or whose number denies its day.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::check::dates::chiffres;
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Jour;
use crate::model::passage::{Fait, Nature};
use crate::text::{Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-010",
    titre: "un texte est cité avec deux dates, ou avec un numéro d’une autre année",
    gravite: Gravite::Erreur,
    verifie: "Les lois, ordonnances, décrets, arrêtés, instructions, circulaires et délibérations cités avec leur date, \
              dans les visas et dans tout texte : l’année que porte un numéro (« 2021-1900 », « …/2022/19 ») est celle \
              de la date ; un numéro n’a qu’une date ; deux textes de même nature dont les dates ne diffèrent que d’un \
              chiffre, et que deux numéros ne distinguent pas, délibérations et arrêtés à part, sont tenus pour le même, mal daté une fois (en avertissement). Deux dates \
              qui diffèrent davantage sont tenues pour deux textes.",
    pourquoi: "Un visa ou une citation mal datés désignent un texte qui n’existe pas : l’acte perd le fondement qu’il \
               invoque.",
    source: "Usage de la numérotation des textes (année-numéro pour les lois, les ordonnances et les décrets) ; cohérence \
             interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/00-preambule.md",
            de: "L'instruction du 15 janvier 2024 fixe",
            a: "L'instruction du 18 janvier 2024 fixe",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/00-preambule.md",
                de: "L'instruction du 15 janvier 2024 fixe",
                a: "L'instruction du 22 juin 2023 est remplacée. La nouvelle fixe",
            },
            Changement {
                fichier: "content/2024/articles/00-preambule.md",
                de: "L'instruction du 15 janvier 2024 fixe",
                a: "L'instruction n° ESSAI/SD1/2024/8 du 18 janvier 2024 fixe",
            },
        ],
    },
    chercher,
};

/// The nature of a text and its number, just before its day.
static AVANT: LazyLock<Motif> = LazyLock::new(|| {
    motif(
        r"(?i)\b(?P<nature>loi|ordonnance|décret|arrêté|instruction|circulaire|délibération)s?\b(?P<mots>[^.;:()«»0-9]{0,60}?)(?:n°\s?(?P<numero>[^\s,;()]+))?\s(?:du|en date du|datée? du)\s$",
    )
});

/// A text cited with its day.
struct Citation {
    nature: String,
    numero: Option<String>,
    jour: Jour,
    span: Span,
    visa: bool,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let citations = citations(c);
    let mut sortie: Vec<Diagnostic> = citations.iter().filter_map(annee_du_numero).collect();
    let mal_numerotees: Vec<Span> = citations.iter().filter(|n| annee_fausse(n)).map(|n| n.span).collect();
    sortie.extend(meme_numero(&citations));
    sortie.extend(presque_le_jour(&citations, &mal_numerotees));
    sortie
}

fn citations(c: &Contexte<'_>) -> Vec<Citation> {
    let dossier = c.dossier;
    let visas = dossier.cadre.visas.iter().chain(&dossier.convention.visas).filter_map(|v| {
        let date = v.date.as_ref()?;
        let nature = plat(&v.designation);
        // « la loi », « l’instruction interministérielle », « la délibération de la Commission… »
        let nature = nature.split(' ').find(|m| m.len() > 2)?.to_owned();
        let numero = v.numero.as_ref().map(|n| n.valeur.clone());
        Some(Citation { nature, numero, jour: date.valeur, span: date.span, visa: true })
    });
    let textes = dossier.passages.iter().filter(|p| p.nature != Nature::Code).flat_map(|p| {
        p.mentions.iter().filter_map(move |m| {
            let Fait::Jour(jour) = m.fait else { return None };
            let trouve = AVANT.captures(p.texte.get(..m.octets.start)?)?;
            let numero = trouve.name("numero").map(|n| n.as_str().to_owned());
            let nature = plat(trouve.name("nature")?.as_str());
            Some(Citation { nature, numero, jour, span: p.span_du_fait(m), visa: false })
        })
    });
    visas.chain(textes).collect()
}

/// Whether a number holds a year, and not that of the day: before the hyphen of a law, alone between two bars.
fn annee_fausse(citation: &Citation) -> bool {
    let Some(numero) = &citation.numero else { return false };
    let tirets: Vec<&str> = numero.split('-').collect();
    let barres: Vec<&str> = numero.split('/').collect();
    let quatre = |m: &&&str| m.len() == 4 && m.chars().all(|c| c.is_ascii_digit());
    let lues: Vec<i32> = match (citation.nature.as_str(), tirets.as_slice(), barres.as_slice()) {
        ("loi" | "ordonnance" | "decret", [annee, _], _) => {
            [annee].into_iter().filter(quatre).filter_map(|m| m.parse().ok()).collect()
        }
        (_, _, [_, _, ..]) => barres.iter().filter(quatre).filter_map(|m| m.parse().ok()).collect(),
        _ => Vec::new(),
    };
    !lues.is_empty() && !lues.contains(&citation.jour.annee())
}

fn annee_du_numero(citation: &Citation) -> Option<Diagnostic> {
    annee_fausse(citation).then(|| {
        let numero = citation.numero.as_deref().unwrap_or("");
        Diagnostic::constat(
            citation.span,
            format!("le numéro {numero} n’est pas de l’année de la date, le {}", citation.jour),
        )
        .aide("vérifier le numéro et la date sur Légifrance ou au Bulletin officiel")
    })
}

fn meme_numero(citations: &[Citation]) -> Vec<Diagnostic> {
    let mut numeros: BTreeMap<(&str, String), Vec<&Citation>> = BTreeMap::new();
    for citation in citations {
        if let Some(numero) = &citation.numero {
            numeros.entry((&citation.nature, plat(numero))).or_default().push(citation);
        }
    }
    numeros
        .into_values()
        .filter_map(|liste| {
            let premiere = liste.first()?;
            let autre = liste.iter().find(|n| n.jour != premiere.jour)?;
            Some(
                Diagnostic::constat(
                    autre.span,
                    format!(
                        "le même numéro, {}, est daté du {} et du {}",
                        autre.numero.as_deref().unwrap_or(""),
                        autre.jour,
                        premiere.jour
                    ),
                )
                .voir(premiere.span, premiere.jour.to_string())
                .aide("corriger celle des deux dates qui est fausse"),
            )
        })
        .collect()
}

/// Days of texts of one nature that a digit tells apart: the one that fewer places support is blamed.
fn presque_le_jour(citations: &[Citation], mal_numerotees: &[Span]) -> Vec<Diagnostic> {
    let mut natures: BTreeMap<&str, BTreeMap<Jour, Vec<&Citation>>> = BTreeMap::new();
    // Assemblies and executives date a text every month: a digit apart, these are two texts.
    let rares = citations.iter().filter(|n| !["deliberation", "arrete"].contains(&n.nature.as_str()));
    for citation in rares {
        natures.entry(&citation.nature).or_default().entry(citation.jour).or_default().push(citation);
    }
    let mut sortie = Vec::new();
    for (nature, jours) in &natures {
        for (jour, ici) in jours {
            for (autre, la) in jours.iter().filter(|(autre, _)| chiffres(*jour, **autre) == 1) {
                let numeros = |liste: &[&Citation]| liste.iter().any(|n| n.numero.is_some());
                // The better supported: by more places, then by a visa, then by a number, then by coming first.
                let poids = |liste: &[&Citation]| {
                    let premiere = liste.iter().map(|n| n.span).min();
                    (liste.len(), liste.iter().any(|n| n.visa), numeros(liste), std::cmp::Reverse(premiere))
                };
                let (Some(fautive), Some(juste)) = (ici.first(), la.first()) else { continue };
                if (numeros(ici) && numeros(la)) || poids(ici) > poids(la) {
                    continue;
                }
                if mal_numerotees.contains(&fautive.span) || mal_numerotees.contains(&juste.span) {
                    continue;
                }
                let nom = joli(nature);
                sortie.push(
                    Diagnostic::constat(
                        fautive.span,
                        format!("ce texte ({nom}) est daté du {jour} ici, et du {autre} ailleurs"),
                    )
                    .avertissement()
                    .voir(juste.span, format!("{nom} du {autre}"))
                    .aide("un chiffre les sépare : vérifier la date, ou citer les deux textes avec leurs numéros"),
                );
            }
        }
    }
    sortie
}

fn joli(nature: &str) -> &str {
    match nature {
        "decret" => "décret",
        autre => autre,
    }
}
