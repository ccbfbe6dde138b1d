//! The year that a cited text names, and the day it bears: « l’avenant 2022 signé le… », « de finances pour 2024 ».

use std::sync::LazyLock;

use crate::check::dates::visas;
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Jour;
use crate::model::convention::Visa;
use crate::model::passage::Fait;
use crate::text::{Match, Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-016",
    titre: "un texte visé n’est pas de l’année qu’il nomme",
    gravite: Gravite::Avertissement,
    verifie: "Dans les visas : une convention « 2021-2023 » est signée entre l’année qui précède et la dernière de sa \
              période ; un avenant « 2023 » est d’une année de cette période, cité une fois, et signé cette année-là \
              quand chaque avenant a sa date ; une loi « de finances pour 2024 » est du second semestre de l’année \
              précédente, ou du début de la sienne (rectificative : de la sienne) ; un texte « pour 2024 » ou « pour \
              l’année 2024 » est de cette année, ou du second semestre de la précédente. Un bilan, un solde ou un \
              rapport « pour » une année passée est admis. Les avenants annoncés en annexe sont ceux du visa.",
    pourquoi: "L’année du titre et la date de signature se contrôlent l’une l’autre : si elles se contredisent, le visa \
               désigne un autre texte, ou aucun.",
    source: "LO n° 2001-692 du 1er août 2001 relative aux lois de finances (loi de finances de l’année) ; cohérence interne \
             de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "et 9 juin 2023",
            a: "et 9 juin 2021",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/convention.yaml",
                de: "signée le 24 juin 2021 entre",
                a: "signée le 18 décembre 2020 entre",
            },
            Changement {
                fichier: "content/cadres/essai-2024.yaml",
                de: "    objet: relative aux conventions d'essai pour l'insertion",
                a: "    objet: relative au bilan des conventions d'essai pour l'année 2023",
            },
        ],
    },
    chercher,
};

struct Motifs {
    periode: Motif,
    avenants: Motif,
    pour: Motif,
    passe: Motif,
}

static MOTIFS: LazyLock<Motifs> = LazyLock::new(|| Motifs {
    periode: motif(r"(?i)\b(?:convention|contrat|avenant)\b.{0,120}?\b([0-9]{4})\s?[-–/]\s?([0-9]{4})\b"),
    avenants: motif(r"(?i)\bavenants?((?:,? (?:et )?[0-9]{4}\b)+)"),
    pour: motif(r"(?i)\bpour (?:l['’]année |l['’]exercice )?([0-9]{4})\b"),
    passe: motif(r"(?i)\b(?:bilan|solde|rapport|compte|clôture|exécution)"),
});

/// A visa, its words and the days that it gives.
struct Cite<'v> {
    visa: &'v Visa,
    texte: String,
    jours: Vec<(Jour, Span)>,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let dates = &c.dossier.convention.dates;
    let acte = dates.signature.as_ref().or(dates.deliberation.as_ref()).map(|d| d.valeur);
    visas(c)
        .into_iter()
        .filter_map(|(visa, champs)| {
            let texte = format!("{} {}", visa.designation, visa.objet.as_deref().unwrap_or(""));
            let mut jours: Vec<(Jour, Span)> = visa.date.iter().map(|d| (d.valeur, d.span)).collect();
            jours.extend(champs.iter().flat_map(|p| {
                p.mentions.iter().filter_map(|m| match m.fait {
                    Fait::Jour(jour) => Some((jour, p.span_du_fait(m))),
                    _ => None,
                })
            }));
            // A visa after the act is told by another rule.
            if jours.iter().any(|(jour, _)| acte.is_some_and(|acte| *jour > acte)) {
                return None;
            }
            let cite = Cite { visa, texte, jours };
            finances(&cite)
                .or_else(|| annee_servie(&cite))
                .or_else(|| avenants(&cite))
                .or_else(|| convention(&cite))
        })
        .chain(annonces(c))
        .collect()
}

/// The amendments announced in annex, and those that the visas cite.
fn annonces(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let convention = &c.dossier.convention;
    let lire = |texte: &str| -> Option<Vec<i32>> {
        let lus = MOTIFS.avenants.captures(texte)?.get(1)?.as_str();
        let annees = lus.split(|c: char| !c.is_ascii_digit()).filter(|a| a.len() == 4);
        Some(annees.filter_map(|a| a.parse().ok()).collect())
    };
    let Some((visa, vises)) = convention.visas.iter().find_map(|v| Some((v, lire(&v.designation)?))) else {
        return Vec::new();
    };
    convention
        .annexes_annoncees
        .iter()
        .filter_map(|annexe| {
            let annees = lire(&annexe.titre.valeur)?;
            let fausse = annees.iter().find(|a| !vises.contains(a))?;
            Some(
                Diagnostic::constat(
                    annexe.titre.span,
                    format!("l’avenant {fausse} est annoncé en annexe, et le visa ne le cite pas"),
                )
                .voir(visa.span, &visa.designation)
                .aide("corriger l’année"),
            )
        })
        .collect()
}

fn annee(texte: Option<Match<'_>>) -> Option<i32> {
    texte?.as_str().parse().ok()
}

/// Whether a text of a day may serve a year: that year, or the second half of the one before.
fn sert(jour: Jour, annee: i32) -> bool {
    jour.annee() == annee || (jour.annee() == annee.saturating_sub(1) && jour.mois() >= 7)
}

fn finances(cite: &Cite<'_>) -> Option<Diagnostic> {
    let plat = plat(&cite.texte);
    if !plat.contains("loi") || !plat.contains("de finances") {
        return None;
    }
    let annee = annee(MOTIFS.pour.captures(&cite.texte)?.get(1))?;
    let (jour, span) = *cite.jours.first()?;
    let rectificative = plat.contains("rectificative") || plat.contains("fin de gestion");
    let juste = if rectificative {
        jour.annee() == annee
    } else {
        sert(jour, annee) && (jour.annee() < annee || jour.mois() <= 3)
    };
    (!juste).then(|| {
        Diagnostic::constat(span, format!("cette loi de finances pour {annee} serait du {jour}"))
            .aide("corriger l’année ou la date")
    })
}

fn annee_servie(cite: &Cite<'_>) -> Option<Diagnostic> {
    // The days of an act are those of its signature: only texts that have a field `date` serve a year.
    let date = cite.visa.date.as_ref()?;
    if plat(&cite.texte).contains("de finances") || MOTIFS.passe.is_match(&cite.texte) {
        return None;
    }
    let trouve = MOTIFS.pour.captures(&cite.texte).and_then(|t| annee(t.get(1)));
    let trouve = trouve.or_else(|| {
        let annees = MOTIFS.avenants.captures(&cite.texte)?.get(1)?.as_str();
        annees.split(|c: char| !c.is_ascii_digit()).rfind(|a| a.len() == 4)?.parse().ok()
    })?;
    (!sert(date.valeur, trouve)).then(|| {
        Diagnostic::constat(date.span, format!("ce texte pour {trouve} serait du {}", date.valeur))
            .aide("corriger l’année ou la date")
    })
}

/// The years of the amendments: of the agreement's period, each once, each signed in its year.
fn avenants(cite: &Cite<'_>) -> Option<Diagnostic> {
    let lus = MOTIFS.avenants.captures(&cite.visa.designation)?.get(1)?.as_str();
    let annees: Vec<i32> = lus
        .split(|c: char| !c.is_ascii_digit())
        .filter(|a| a.len() == 4)
        .filter_map(|a| a.parse().ok())
        .collect();
    let dit =
        |message: String| Diagnostic::constat(cite.visa.span, message).aide("corriger l’année ou la date");
    if let Some((de, a)) = periode(cite)
        && let Some(hors) = annees.iter().find(|n| !(de..=a).contains(*n))
    {
        return Some(dit(format!("l’avenant {hors} n’est pas d’une année de la convention {de}-{a}")));
    }
    if let Some(double) = annees.windows(2).find_map(|p| (p.first() == p.last()).then(|| p.first().copied()))
    {
        return Some(dit(format!("l’avenant {} est cité deux fois", double.unwrap_or_default())));
    }
    if annees.len() != cite.jours.len() {
        return None;
    }
    annees.iter().zip(&cite.jours).find(|(annee, (jour, _))| jour.annee() != **annee).map(
        |(annee, (jour, span))| {
            Diagnostic::constat(*span, format!("l’avenant {annee} serait signé le {jour}"))
                .aide("corriger l’année ou la date")
        },
    )
}

fn periode(cite: &Cite<'_>) -> Option<(i32, i32)> {
    let trouve = MOTIFS.periode.captures(&cite.texte)?;
    Some((annee(trouve.get(1))?, annee(trouve.get(2))?))
}

/// An agreement signed long before its period, or after it.
fn convention(cite: &Cite<'_>) -> Option<Diagnostic> {
    let (de, a) = periode(cite)?;
    if MOTIFS.avenants.is_match(&cite.visa.designation) || cite.visa.date.is_some() {
        return None;
    }
    if a < de {
        return Some(
            Diagnostic::constat(cite.visa.span, format!("la période {de}-{a} finit avant de commencer"))
                .aide("corriger l’une des deux années"),
        );
    }
    let (jour, span) = *cite.jours.first()?;
    (!(de.saturating_sub(1)..=a).contains(&jour.annee())).then(|| {
        Diagnostic::constat(span, format!("cette convention {de}-{a} serait signée le {jour}"))
            .aide("corriger la période ou la date")
    })
}
