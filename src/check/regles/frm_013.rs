//! A word written twice.

use crate::check::forme::{Morceau, corriger, morceaux};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-013",
    titre: "un mot est écrit deux fois de suite",
    gravite: Gravite::Avertissement,
    verifie: "Un mot-outil (« de de », « le le ») ou un mot de cinq lettres et plus, répété avec un blanc entre les deux. « nous \
              nous » et « vous vous » sont admis. « --fix » retire le second.",
    pourquoi: "C’est la trace d’une correction restée à moitié ; à la relecture, on ne la voit pas.",
    source: "Usage éditorial.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/03-suivi.md",
            de: "rend compte des engagements de l'article 2",
            a: "rend compte des des engagements de l'article 2",
        }],
        admis: &[Changement {
            fichier: "content/2024/articles/03-suivi.md",
            de: "rend compte des engagements de l'article 2",
            a: "nous nous y engageons et rend compte des engagements de l'article 2",
        }],
    },
    chercher,
};

/// Words that never follow themselves.
const OUTILS: [&str; 26] = [
    "de", "du", "des", "le", "la", "les", "un", "une", "et", "ou", "à", "au", "aux", "en", "dans", "pour",
    "par", "sur", "avec", "qui", "dont", "est", "sont", "ce", "ces", "cette",
];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    morceaux(c).flat_map(|m| doubles(c, m)).collect()
}

/// Whether two words are the same, capitals aside.
fn memes(a: &str, b: &str) -> bool {
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

fn doubles(c: &Contexte<'_>, m: &Morceau<'_>) -> Vec<Diagnostic> {
    let mut sortie = Vec::new();
    let mut avant: Option<(usize, &str)> = None;
    for &(debut, mot) in &m.mots {
        let precedent = avant.replace((debut, mot));
        let Some((place, meme)) = precedent.filter(|(_, p)| memes(p, mot)) else {
            continue;
        };
        let fin_du_premier = place + meme.len();
        let blancs = m.texte.get(fin_du_premier..debut).unwrap_or("-");
        let petit = mot.to_lowercase();
        let faute = OUTILS.contains(&petit.as_str()) || mot.chars().count() > 4;
        let suite = m.texte.get(debut + mot.len()..).unwrap_or("");
        // « Lagny-Lagny », « le la », « de D’ » and names are left aside: blanks only, and no apostrophe after.
        let net = blancs.chars().all(char::is_whitespace)
            && !suite.starts_with(['\'', '’', '-'])
            && mot.chars().all(char::is_lowercase);
        let octets = fin_du_premier..debut + mot.len();
        if !faute || !net || blancs.is_empty() || !m.libre(&octets) {
            continue;
        }
        let constat = Diagnostic::constat(
            m.span(&(place..octets.end)),
            format!("« {meme} {mot} » : le mot est écrit deux fois"),
        )
        .aide("en retirer un ; « calpae check --fix » le fait");
        sortie.push(corriger(constat, m.edition(c, &octets, "")));
    }
    sortie
}
