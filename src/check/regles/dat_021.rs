//! One fact told twice, in two sentences that resemble each other, with two dates.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::dates::{Moment, chiffres, est_prose, moments, phrases};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::text::Fichier;

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-021",
    titre: "le même fait est daté de deux façons",
    gravite: Gravite::Avertissement,
    verifie: "Deux phrases de deux fichiers, qui ont au moins six mots longs en commun et plus de la moitié de leurs \
              mots, et qui donnent les mêmes dates, sauf une, qui ne diffère que d’un chiffre. Dans un même \
              fichier, où des phrases semblables font d’ordinaire une série, ne sont comparées que celles qui ont \
              plusieurs dates, et sont identiques à un mot et à leurs dates près.",
    pourquoi: "Un texte repris d’une fiche à l’autre doit l’être partout : la date laissée à l’ancienne fait douter de \
               toutes.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                a: "Deux conseillers suivent les personnes. Depuis le 5 mars 2023, la maison départementale de Roquenoire accueille les familles du plateau, en lien avec la fiche 1.",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "Une équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.",
                a: "Une équipe mobile va vers les jeunes. La maison départementale de Roquenoire accueille les familles du plateau depuis le 5 mars 2023.",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "depuis le 5 mars 2023.",
            a: "depuis le 5 mars 2021.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "La maison départementale de Roquenoire accueille les familles du plateau depuis le 5 mars 2023.",
            a: "Un minibus conduit les jeunes à Roquenoire depuis le 5 mars 2021.",
        }],
    },
    chercher,
};

/// A word shared by more sentences than this proves nothing, and would make pairs without end.
const RARE: usize = 8;

/// A dated sentence.
struct Phrase<'d> {
    passage: &'d Passage,
    mots: BTreeSet<String>,
    moments: Vec<Moment>,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let phrases: Vec<Phrase<'_>> =
        c.dossier.passages.iter().filter(|p| est_prose(p)).flat_map(decouper).collect();
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (rang, phrase) in phrases.iter().enumerate() {
        for mot in &phrase.mots {
            index.entry(mot).or_default().push(rang);
        }
    }
    let mut sortie = Vec::new();
    for (rang, phrase) in phrases.iter().enumerate() {
        let mut candidats: BTreeSet<usize> = BTreeSet::new();
        for rangs in phrase.mots.iter().filter_map(|m| index.get(m.as_str())).filter(|r| r.len() <= RARE) {
            candidats.extend(rangs.iter().filter(|r| **r < rang));
        }
        // One of the sentences that come before is enough.
        let precedente = candidats
            .iter()
            .filter_map(|autre| phrases.get(*autre))
            .find_map(|autre| differe(autre, phrase).map(|(a, b)| (autre, a, b)));
        if let Some((autre, a, b)) = precedente {
            let ecrit =
                |p: &Phrase<'_>, m: &Moment| p.passage.texte.get(m.octets.clone()).unwrap_or("").to_owned();
            sortie.push(
                Diagnostic::constat(
                    phrase.passage.span_de(&b.octets),
                    format!(
                        "le même fait est daté ici de {}, et ailleurs de {}",
                        ecrit(phrase, b),
                        ecrit(autre, a)
                    ),
                )
                .voir(autre.passage.span_de(&a.octets), ecrit(autre, a))
                .aide("un chiffre les sépare : vérifier laquelle des deux dates est juste"),
            );
        }
    }
    sortie
}

fn decouper(passage: &Passage) -> Vec<Phrase<'_>> {
    let trouves = moments(passage);
    if trouves.is_empty() {
        return Vec::new();
    }
    phrases(&passage.texte)
        .into_iter()
        .filter_map(|octets| {
            let moments: Vec<Moment> = trouves
                .iter()
                .filter(|m| octets.start <= m.octets.start && m.octets.end <= octets.end)
                .cloned()
                .collect();
            if moments.is_empty() {
                return None;
            }
            let texte = plat(passage.texte.get(octets)?);
            let mots = texte
                .split(' ')
                .filter(|m| m.chars().count() > 3 && !m.contains(|c: char| c.is_ascii_digit()));
            let mots = mots.map(str::to_owned).collect();
            Some(Phrase { passage, mots, moments })
        })
        .collect()
}

/// The two moments that tell two sentences of the same fact apart.
fn differe<'p>(a: &'p Phrase<'_>, b: &'p Phrase<'_>) -> Option<(&'p Moment, &'p Moment)> {
    if std::ptr::eq(a.passage, b.passage) || a.moments.len() != b.moments.len() {
        return None;
    }
    let mut ecarts = a.moments.iter().zip(&b.moments).filter(|(x, y)| x.jours != y.jours);
    let (x, y) = ecarts.next().filter(|_| ecarts.next().is_none())?;
    let largeur = |m: &Moment| m.jours.1.rang() - m.jours.0.rang();
    // Both days, both months, both years; a leap year or a short month aside.
    if (largeur(x) - largeur(y)).abs() > 3 || chiffres(x.jours.0, y.jours.0) != 1 {
        return None;
    }
    let communs = a.mots.intersection(&b.mots).count();
    let petit = a.mots.len().min(b.mots.len());
    let annee = largeur(x) > 300;
    let fichier = |p: &Phrase<'_>| -> Fichier { p.passage.fichier() };
    let grand = a.mots.len().max(b.mots.len());
    let memes =
        grand - communs <= 1 && a.moments.len() >= 2 && communs >= 3 && !meme_liste(a.passage, b.passage);
    let (assez, part) = if annee { (7, 55) } else { (6, 60) };
    let proches = fichier(a) != fichier(b) && communs >= assez && communs * 100 >= petit * part;
    (memes || proches).then_some((x, y))
}

fn meme_liste(a: &Passage, b: &Passage) -> bool {
    a.fichier() == b.fichier() && a.item.is_some() && a.item.map(|i| i.liste) == b.item.map(|i| i.liste)
}
