//! Start and duration that are neither a date nor a length.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::{DateImprecise, Duree, Fiche};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-013",
    titre: "la mise en place n’est pas une date, ou la durée n’est pas une durée",
    gravite: Gravite::Conseil,
    verifie: "Une `mise_en_place` qui dit « en cours », « action déjà existante » ou des mots sans année ; une `duree` en \
              mots qui ne donne ni longueur ni année. Un constat par fiche. « Indéterminée » est une durée, une année \
              est une date. Une rubrique absente relève de la structure de la fiche.",
    pourquoi: "Sans début ni longueur, nul ne peut dire si l’action a eu lieu pendant la convention, ni sur quoi la payer \
               et l’évaluer.",
    source: "Rubriques « date de mise en place » et « durée » du modèle de fiche ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "mise_en_place: 2021",
            a: "mise_en_place: en cours",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "duree: 2021-2024",
                a: "duree: indéterminée",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "duree: 2021-2024",
                a: "duree: { texte: quatre ans au plus }",
            },
        ],
    },
    chercher,
};

/// What to do of each.
const DATE: &str = "écrire la date du début, au moins son année";
const LONGUEUR: &str = "écrire une longueur (« 12 mois ») ou une fin";

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().filter_map(juger).collect()
}

fn juger(fiche: &Fiche) -> Option<Diagnostic> {
    let debuts = fiche.mise_en_place.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let debuts = debuts.filter_map(|d| match &d.donnee {
        DateImprecise::EnCours | DateImprecise::DejaExistante => {
            Some((d.span, format!("la mise en place, « {} », n’est pas une date", d.donnee), DATE))
        }
        DateImprecise::Texte(t) if !situe(t) => {
            Some((d.span, format!("la mise en place, « {t} », n’est pas une date"), DATE))
        }
        _ => None,
    });
    let durees = fiche.duree.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let durees = durees.filter_map(|d| match &d.donnee {
        Duree::Texte(t) if !situe(t) && !mesure(t) => {
            Some((d.span, format!("la durée, « {t} », n’est pas une durée"), LONGUEUR))
        }
        _ => None,
    });
    let fautes: Vec<(Span, String, &str)> = debuts.chain(durees).collect();
    let (premiere, ..) = fautes.first()?;
    let messages: Vec<&str> = fautes.iter().map(|(_, m, _)| m.as_str()).collect();
    let mut aides: Vec<&str> = fautes.iter().map(|(_, _, aide)| *aide).collect();
    aides.dedup();
    let constat = Diagnostic::constat(*premiere, messages.join(" ; ")).aide(aides.join(" ; "));
    Some(fautes.iter().skip(1).fold(constat, |d, (span, ..)| d.voir(*span, "")))
}

/// Whether words give a year.
fn situe(texte: &str) -> bool {
    texte.split(|c: char| !c.is_ascii_digit()).any(|m| m.len() == 4)
}

/// Whether words give a length: a unit after a number. « D’ici la fin de l’année » is a date.
fn mesure(texte: &str) -> bool {
    let mots: Vec<String> = texte
        .split(|c: char| !c.is_alphanumeric())
        .filter(|m| !m.is_empty())
        .map(str::to_lowercase)
        .collect();
    mots.windows(2).any(|p| {
        let [nombre, unite] = p else { return false };
        crate::check::dates::petit_nombre(nombre).is_some() && crate::check::dates::unite(unite).is_some()
    })
}
