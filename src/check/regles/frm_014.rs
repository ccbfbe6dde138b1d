//! A capital without its accent.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::forme::{Morceau, autres, corriger, morceaux};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::Fichier;

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-014",
    titre: "une capitale a perdu son accent",
    gravite: Gravite::Conseil,
    verifie: "Les mots à capitale dont l’accent est certain (« Etat », « Evaluer », « Eléments », « Equipe », « Ile »…) et « A » en \
              tête de phrase devant un article, un démonstratif ou une locution (« A l’issue », « A compter »). Un constat par \
              fichier ; « --fix » les corrige, hors du cadre et des libellés nationaux d’indicateurs. Les textes tout en \
              capitales, les noms propres et « A minima » (latin) sont laissés de côté.",
    pourquoi: "L’accent a pleine valeur orthographique : « Etat » et « État » sont deux mots pour une recherche comme pour un \
               lecteur d’écran.",
    source: "Académie française, « Accentuation des majuscules » ; Lexique des règles typographiques en usage à l’Imprimerie \
             nationale.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/02-financement.md",
            de: "État apporte",
            a: "Etat apporte",
        }],
        admis: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "La convention vaut un an.",
            a: "A minima, en Essonne, la convention vaut un an.",
        }],
    },
    chercher,
};

/// Beginnings of words whose first letter has an accent, whatever follows.
const DEBUTS: [&str; 42] = [
    "Etat",
    "Evalu",
    "Evolu",
    "Element",
    "Elément",
    "Equivalen",
    "Equip",
    "Equit",
    "Equilib",
    "Etabli",
    "Etude",
    "Etudi",
    "Etape",
    "Ecole",
    "Ecolog",
    "Econom",
    "Ecosyst",
    "Educa",
    "Egalit",
    "Egale",
    "Elabor",
    "Energ",
    "Epargn",
    "Evènement",
    "Evénement",
    "Evenement",
    "Echéan",
    "Echean",
    "Echang",
    "Ecart",
    "Ecout",
    "Electr",
    "Eligib",
    "Emission",
    "Enonc",
    "Etrang",
    "Etant",
    "Elargi",
    "Emerg",
    "Eveil",
    "Evit",
    "Eventu",
];

/// What « A » stands before, at the head of a sentence, when it is the preposition.
const APRES_A: [&str; 16] = [
    "l",
    "la",
    "ce",
    "cet",
    "cette",
    "ces",
    "partir",
    "compter",
    "noter",
    "titre",
    "défaut",
    "savoir",
    "terme",
    "chaque",
    "destination",
    "cela",
];

/// A letter of a piece of text, and the one that is right.
type Lettre<'d> = (&'d Morceau<'d>, Range<usize>, &'static str);

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut trouvees: BTreeMap<Fichier, Vec<Lettre<'_>>> = BTreeMap::new();
    for m in morceaux(c).filter(|m| !m.du_cadre) {
        for (octets, neuf) in capitales(m).into_iter().filter(|(o, _)| m.libre(o)) {
            trouvees.entry(m.fichier()).or_default().push((m, octets, neuf));
        }
    }
    trouvees.values().filter_map(|liste| dire(c, liste)).collect()
}

/// The capitals without their accent: one letter each, and the letter that is right.
fn capitales(m: &Morceau<'_>) -> Vec<(Range<usize>, &'static str)> {
    let texte = m.texte;
    if !texte.contains(['E', 'A', 'I']) {
        return Vec::new();
    }
    let mut sortie = Vec::new();
    let mut avant: Option<(usize, &str)> = None;
    for &(debut, mot) in &m.mots {
        let lettre = debut..debut + 1;
        match avant {
            Some((place, "A")) if APRES_A.contains(&mot) && seule(texte, place, debut) => {
                sortie.push((place..place + 1, "À"))
            }
            _ => {}
        }
        if DEBUTS.iter().any(|d| mot.starts_with(d)) {
            sortie.push((lettre, "É"));
        } else if mot == "Ile" || mot == "Iles" {
            sortie.push((lettre, "Î"));
        }
        avant = Some((debut, mot));
    }
    sortie
}

/// Whether « A » is at the head of a sentence, and a blank after it.
fn seule(texte: &str, place: usize, suite: usize) -> bool {
    let tete = texte
        .get(..place)
        .is_some_and(|t| t.trim().is_empty() || t.trim_end().ends_with(['.', '!', '?']) && t.ends_with(' '));
    tete && texte.get(place + 1..suite) == Some(" ")
}

fn dire(c: &Contexte<'_>, liste: &[Lettre<'_>]) -> Option<Diagnostic> {
    let ((m, octets, neuf), suite) = liste.split_first()?;
    let mot = |m: &Morceau<'_>, o: &Range<usize>| {
        m.texte
            .get(o.start..)
            .and_then(|t| t.split(|l: char| !l.is_alphabetic()).next())
            .unwrap_or("")
            .to_owned()
    };
    let vu = mot(m, octets);
    let juste = format!("{neuf}{}", vu.get(1..).unwrap_or(""));
    // The same word again is told as such; other words are counted.
    let suivantes = match suite.len() {
        n if suite.iter().all(|(m, o, _)| mot(m, o) == vu) => autres(n),
        1 => ", et une autre capitale de même".to_owned(),
        n => format!(", et {n} autres capitales de même"),
    };
    let constat = Diagnostic::constat(
        m.span(&(octets.start..octets.start + vu.len())),
        format!("« {vu} » se lit « {juste} », avec son accent{suivantes}"),
    );
    let mut editions = liste.iter().filter_map(|(m, o, neuf)| m.edition(c, o, neuf)).peekable();
    let fait = if editions.peek().is_some() { " ; « calpae check --fix » le fait" } else { "" };
    let constat = corriger(constat.aide(format!("mettre l’accent{fait}")), editions);
    Some(suite.iter().take(2).fold(constat, |d, (m, o, _)| d.voir(m.span(o), format!("« {} »", mot(m, o)))))
}
