//! A number said twice in a row, in letters then in figures.

use std::sync::LazyLock;

use crate::check::enumeration::{MOTS, lire_compte};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Passage;
use crate::text::{Match, Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-017",
    titre: "un nombre redit entre parenthèses n’est pas le même",
    gravite: Gravite::Erreur,
    verifie: "« deux parts (2 parts) », « trois (3) », « 17 % (+ 17 %) » : le nombre entre parenthèses, seul ou suivi du \
              même mot, est celui qui précède. Une parenthèse qui dit autre chose (« deux sites (3 bureaux) », \
              « deux sites (2024) ») n’est pas retenue.",
    pourquoi: "Un nombre est écrit deux fois pour lever le doute : s’il diffère, les lettres l’emportent sur les \
               chiffres en droit des contrats, ce que personne n’avait voulu.",
    source: "Code civil, art. 1376 (en cas de différence, l’acte vaut pour la somme écrite en toutes lettres), par \
             analogie ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont. Elle suit trois (4) communes.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont. Elle suit trois (3) communes, par deux équipes (4 personnes).",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont. La part des jeunes gagne 17 % (12 % en ville).",
            },
        ],
    },
    chercher,
};

static MOTIFS: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    let mots = MOTS.join("|");
    (
        motif(&format!(
            r"(?i)\b([0-9]{{1,2}}|{mots})(?:\s([^\W\d_]+))?\s\(([0-9]{{1,2}})(?:\s([^\W\d_]+))?\)"
        )),
        motif(r"\b([0-9]+(?:,[0-9]+)?)\s?%\s\(([+-]?\s?[0-9]+(?:,[0-9]+)?)\s?%\)"),
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.prose().filter(|p| p.texte.contains('(')).flat_map(dans).collect()
}

fn dans(passage: &Passage) -> Vec<Diagnostic> {
    let texte = passage.texte.as_str();
    let mut constats = Vec::new();
    for trouve in MOTIFS.0.captures_iter(texte) {
        let mot = |i| trouve.get(i).map(|m: Match<'_>| m.as_str());
        let Some((lettres, chiffres)) = mot(1).and_then(lire_compte).zip(mot(3).and_then(lire_compte)) else {
            continue;
        };
        // Bare figures after a noun are a year, an age, a note.
        let meme = match (mot(2), mot(4)) {
            (None, None) => true,
            (Some(a), Some(b)) => plat(a) == plat(b),
            (None, Some(_)) | (Some(_), None) => false,
        };
        if let Some(place) = trouve.get(3).filter(|_| meme && lettres != chiffres) {
            constats.push(dire(passage, &place, mot(1).unwrap_or(""), place.as_str()));
        }
    }
    for trouve in MOTIFS.1.captures_iter(texte) {
        let (Some(premier), Some(second)) = (trouve.get(1), trouve.get(2)) else { continue };
        // Another share in brackets has its own words: only a bare one says the first again.
        let redit = second.as_str().trim_start_matches(['+', '-', ' ', '\u{a0}', '\u{202f}']);
        if second.as_str().starts_with(['+', '-']) && redit != premier.as_str() {
            let place = (premier.as_str(), second.as_str());
            constats.push(dire(passage, &second, &format!("{} %", place.0), &format!("{} %", place.1)));
        }
    }
    constats
}

fn dire(passage: &Passage, place: &Match<'_>, premier: &str, second: &str) -> Diagnostic {
    Diagnostic::constat(
        passage.span_de(&place.range()),
        format!("« {premier} » est redit « {second} » entre parenthèses"),
    )
    .aide("garder un seul des deux nombres, le bon")
}
