//! The acronyms declared and the text do not say the same.

use std::collections::BTreeSet;

use crate::check::forme::{Morceau, morceaux};
use crate::check::outils::plat;
use crate::check::sigles::{developpement, initiales, sigles, voisinage};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Charge, Cout, Genre};

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-006",
    titre: "un sigle déclaré ne répond pas au texte",
    gravite: Gravite::Avertissement,
    verifie: "Chaque sigle déclaré dans `sigles` : le texte l’emploie (sinon, conseil), et, quand il le développe à côté d’une \
              parenthèse, avec les mots déclarés. Le pluriel, les accents et les capitales ne comptent pas. Un développement \
              dont les initiales ne sont pas celles du sigle n’est pas comparé.",
    pourquoi: "Le développement déclaré fixe le sens du sigle pour tout l’acte : deux sens, ou un sigle que rien n’emploie, \
               égarent le lecteur.",
    source: "Cohérence interne de l’acte ; usage éditorial des listes de sigles.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "le revenu de solidarité active (RSA)",
            a: "la ressource de soutien annuelle (RSA)",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "le revenu de solidarité active (RSA)",
            a: "les Revenus de Solidarité Active (RSA)",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let morceaux: Vec<&Morceau<'_>> = morceaux(c).collect();
    let mut constats = inutiles(c);
    for m in morceaux.iter().filter(|m| !m.du_cadre) {
        for sigle in sigles(m.texte) {
            let declare = c.dossier.convention.sigles.iter().find(|(s, _)| s.valeur == sigle.lettres);
            let Some((cle, sens)) = declare.filter(|_| m.libre(&sigle.octets)) else { continue };
            let Some(lu) = developpement(m.texte, &sigle).filter(|lu| initiales(lu, sigle.lettres)) else {
                continue;
            };
            if !finit_par(voisinage(m.texte, &sigle).unwrap_or(""), sens) {
                constats.push(
                    Diagnostic::constat(
                        m.span(&sigle.octets),
                        format!(
                            "« {} » est développé ici « {} », et déclaré « {sens} »",
                            sigle.lettres,
                            lu.trim_end_matches(['»', ' '])
                        ),
                    )
                    .voir(cle.span, "le développement déclaré dans `sigles`")
                    .aide("garder un seul développement, ou deux sigles s’il y a deux sens"),
                );
            }
        }
    }
    constats
}

/// The acronyms of the list that no text of the project writes.
fn inutiles(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let convention = &c.dossier.convention;
    let declaration = convention.cadre.span.fichier;
    let sens: BTreeSet<&str> = convention.sigles.iter().map(|(_, s)| s.as_str()).collect();
    // The file of the list counts by its printed texts, without the list itself.
    let ailleurs = |s: &str| c.sources.iter().any(|(f, source)| f != declaration && ecrit(source.texte(), s));
    let ici =
        |s: &str| c.passages_de(declaration).any(|p| !sens.contains(p.texte.as_str()) && ecrit(&p.texte, s));
    let postes = c.fiches().flat_map(|f| &f.budgets).flat_map(|b| &b.charges).any(compte_des_postes);
    let employe = |s: &str| s == c.dossier.cadre.sigle || (postes && s == "ETP") || ailleurs(s) || ici(s);
    convention
        .sigles
        .iter()
        .filter(|(s, _)| !employe(&s.valeur))
        .map(|(s, sens)| {
            Diagnostic::constat(
                s.span,
                format!("le sigle « {} » ({sens}) n’est employé nulle part", s.valeur),
            )
            .conseil()
            .aide("le retirer de la liste")
        })
        .collect()
}

/// Whether a text writes an acronym, as a word of its own.
fn ecrit(texte: &str, sigle: &str) -> bool {
    let bord = |l: Option<char>| !l.is_some_and(char::is_alphanumeric);
    texte.match_indices(sigle).any(|(i, s)| {
        let avant = texte.get(..i).and_then(|t| t.chars().next_back());
        bord(avant) && bord(texte.get(i + s.len()..).and_then(|t| t.chars().next()))
    })
}

/// Whether a line of costs prints a number of posts, whose unit the program writes.
fn compte_des_postes(charge: &Charge) -> bool {
    match &charge.cout {
        Cout::Valorisation(v) => v.facteurs.iter().any(|f| f.genre == Genre::Nombre("ETP")),
        Cout::Lignes(lignes) => lignes.iter().any(compte_des_postes),
        Cout::Montant(_) | Cout::Bordereau(_) | Cout::Absent(_) => false,
    }
}

/// The words that count in a name, in the singular.
fn mots_pleins(texte: &str) -> Vec<String> {
    plat(texte)
        .split(' ')
        .filter(|m| m.len() > 3)
        .map(|m| m.trim_end_matches(['s', 'x']).replace("aux", "al"))
        .collect()
}

/// Whether a text ends, or begins, with the words of a name.
fn finit_par(texte: &str, nom: &str) -> bool {
    let (texte, nom) = (mots_pleins(texte), mots_pleins(nom));
    let memes = |a: &[String]| {
        a.len() == nom.len()
            && a.iter()
                .zip(&nom)
                .all(|(x, y)| strsim::osa_distance(x, y) <= 2 && x.chars().next() == y.chars().next())
    };
    texte.len() >= nom.len()
        && (texte.get(texte.len() - nom.len()..).is_some_and(memes)
            || texte.get(..nom.len()).is_some_and(memes))
}
