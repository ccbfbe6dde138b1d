//! A letter of a declared acronym that its expansion does not give.

use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-015",
    titre: "une lettre d’un sigle ne répond à aucun mot de son développement",
    gravite: Gravite::Conseil,
    verifie: "Chaque sigle de trois à douze capitales déclaré dans `sigles` : ses lettres se lisent, dans l’ordre, au \
              début des mots du développement ; les petits mots comptent ou non, et un mot peut donner aussi ses lettres \
              suivantes (« société coopérative », SCO). Seul est signalé le sigle dont une lettre, et une seule, est de \
              trop, les autres étant chacune l’initiale d’un mot : un sigle étranger ou un acronyme de fantaisie sont \
              laissés de côté. Un constat pour tous.",
    pourquoi: "Une lettre sans mot est le signe d’un mot oublié : le lecteur apprend un développement incomplet, et \
               parfois le nom d’une autre chose (l’intervention pour celui qui intervient).",
    source: "Usage éditorial des listes de sigles ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/convention.yaml",
                de: "  RSA: revenu de solidarité active\n",
                a: "  RSA: revenu de solidarité active\n  TISF: technicien de l'intervention sociale et familiale\n",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont, avec un TISF.",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "technicien de l'intervention sociale",
            a: "intervention sociale",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/convention.yaml",
                de: "technicien de l'intervention sociale et familiale",
                a: "travailleuse à domicile (Intervention Sociale & Familiale)",
            },
            Changement {
                fichier: "content/2024/convention.yaml",
                de: "technicien de l'intervention sociale et familiale",
                a: "Social and family worker",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let declares = c.dossier.convention.sigles.iter();
    let trouves: Vec<(Span, &str, &str, char)> = declares
        .filter_map(|(s, sens)| Some((s.span, s.valeur.as_str(), sens.as_str(), de_trop(&s.valeur, sens)?)))
        .collect();
    let Some(((span, sigle, sens, lettre), suite)) = trouves.split_first() else { return Vec::new() };
    let dire = |sigle: &str, sens: &str, lettre: char| {
        format!("le « {lettre} » de « {sigle} » ne répond à aucun mot de « {sens} »")
    };
    let message = match suite.len() {
        0 => dire(sigle, sens, *lettre),
        n => {
            let autres: Vec<String> = suite.iter().map(|(_, s, ..)| format!("« {s} »")).collect();
            let mot = if n == 1 { "aussi" } else { "de même" };
            format!("{} ; {mot} {}", dire(sigle, sens, *lettre), autres.join(", "))
        }
    };
    let constat =
        Diagnostic::constat(*span, message).aide("compléter le développement, ou corriger le sigle");
    vec![suite.iter().fold(constat, |d, (span, sigle, sens, l)| d.voir(*span, dire(sigle, sens, *l)))]
}

/// The only letter that keeps an acronym from being read in its expansion.
fn de_trop(sigle: &str, sens: &str) -> Option<char> {
    const LETTRES: std::ops::RangeInclusive<usize> = 3..=12;
    let lettres: Vec<char> = sigle.chars().collect();
    if !LETTRES.contains(&lettres.len()) || !lettres.iter().all(char::is_ascii_uppercase) {
        return None;
    }
    let nu = plat(&sens.replace(['œ', 'Œ'], "oe"));
    let mots: Vec<&str> = nu.split(' ').collect();
    let minuscules: Vec<char> = lettres.iter().map(char::to_ascii_lowercase).collect();
    if se_lit(&minuscules, &mots) {
        return None;
    }
    let sans = |rang: usize| {
        let reste: Vec<char> =
            minuscules.iter().enumerate().filter(|(k, _)| *k != rang).map(|(_, l)| *l).collect();
        sont_initiales(&reste, &mots)
    };
    lettres.iter().enumerate().find_map(|(rang, lettre)| sans(rang).then_some(*lettre))
}

/// Whether letters are, in order, the initials of as many words: an acronym of another language would be read by
/// chance inside the words.
fn sont_initiales(lettres: &[char], mots: &[&str]) -> bool {
    let mut mots = mots.iter();
    lettres.iter().all(|l| mots.any(|m| m.starts_with(*l)))
}

/// Whether letters are read in order in words: each starts a word, or goes on within the word of the one before.
fn se_lit(lettres: &[char], mots: &[&str]) -> bool {
    // For each number of letters read, the fewest words that it takes.
    let mut lus: Vec<Option<usize>> = vec![None; lettres.len() + 1];
    if let Some(depart) = lus.first_mut() {
        *depart = Some(0);
    }
    for (rang, lettre) in lettres.iter().enumerate() {
        let Some(pris) = lus.get(rang).copied().flatten() else { continue };
        for (k, mot) in mots.iter().enumerate().skip(pris) {
            let Some(dedans) = mot.strip_prefix(*lettre) else { continue };
            let mut reste = dedans.chars();
            let suite = lettres.iter().skip(rang + 1).take_while(|l| reste.any(|c| c == **l)).count();
            for place in lus.iter_mut().skip(rang + 1).take(suite + 1) {
                *place = Some(place.map_or(k + 1, |n| n.min(k + 1)));
            }
        }
    }
    lus.last().is_some_and(Option::is_some)
}

#[cfg(test)]
mod tests {
    use super::de_trop;

    #[test]
    fn a_letter_without_a_word_is_found_and_usual_acronyms_are_read() {
        assert_eq!(de_trop("TISF", "intervention sociale et familiale"), Some('T'));
        for (sigle, sens) in [
            ("AVIP", "à vocation d'insertion professionnelle"),
            ("BRSA", "bénéficiaire du revenu de solidarité active"),
            ("CIAS", "centre intercommunal d'action sociale"),
            ("EAJE", "établissement d'accueil du jeune enfant"),
            ("SCOP", "société coopérative et participative"),
            ("FEDER", "Fonds européen de développement régional"),
            ("ADEME", "Agence de l'environnement et de la maîtrise de l'énergie"),
            ("CROUS", "centre régional des œuvres universitaires et scolaires"),
            ("UNICEF", "Fonds des Nations unies pour l'enfance"),
        ] {
            assert_eq!(de_trop(sigle, sens), None, "{sigle}");
        }
    }
}
