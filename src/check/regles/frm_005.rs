//! An acronym written in several ways.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::forme::{Morceau, a_des_sigles, autres, corriger, morceaux};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Nature;

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-005",
    titre: "un sigle est écrit de plusieurs façons",
    gravite: Gravite::Conseil,
    verifie: "Les formes d’un même sigle : avec ou sans points (« R.S.A. », « RSA »), avec un trait d’union ou une minuscule \
              (« b-RSA », « bRSA », « BRSA »), avec un « s » de pluriel (« ETPs »). Un constat par sigle. La forme retenue est \
              celle de `sigles`, ou la plus fréquente ; « --fix » l’écrit partout, hors du cadre et des libellés nationaux \
              d’indicateurs. Un sigle écrit comme un nom (« Caf ») est admis.",
    pourquoi: "Deux écritures font chercher deux notions ; une recherche dans le texte n’en trouve qu’une.",
    source: "Lexique des règles typographiques en usage à l’Imprimerie nationale, entrée « sigles » (sans points, invariables).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "et le RSA n'est pas seul en cause",
            a: "et le R.S.A. n'est pas seul en cause",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "et le RSA n'est pas seul en cause",
            a: "et M. R. A. Solis le dit du RSA",
        }],
    },
    chercher,
};

/// A form of an acronym and where it stands.
struct Forme<'d> {
    cle: String,
    ecrit: &'d str,
    octets: Range<usize>,
    morceau: usize,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let morceaux: Vec<&Morceau<'_>> = morceaux(c).collect();
    let mut par_sigle: BTreeMap<String, Vec<Forme<'_>>> = BTreeMap::new();
    for (rang, m) in morceaux.iter().enumerate().filter(|(_, m)| a_des_sigles(m.texte)) {
        for forme in formes(m.texte, rang).into_iter().filter(|f| m.libre(&f.octets)) {
            par_sigle.entry(forme.cle.clone()).or_default().push(forme);
        }
    }
    let declares: BTreeSet<&str> = c
        .dossier
        .convention
        .sigles
        .iter()
        .map(|(s, _)| s.valeur.as_str())
        .chain([c.dossier.cadre.sigle.as_str()])
        .collect();
    par_sigle.values().filter_map(|formes| dire(c, &morceaux, formes, &declares)).collect()
}

/// The acronyms of a text: letters, points and hyphens between blanks and signs.
fn formes(texte: &str, morceau: usize) -> Vec<Forme<'_>> {
    let du_mot = |l: char| l.is_alphanumeric() || l == '.' || l == '-';
    let mut sortie = Vec::new();
    let mut debut = 0;
    for part in texte.split_inclusive(|l: char| !du_mot(l)) {
        let ici = debut;
        debut += part.len();
        let brut = part.trim_end_matches(|l: char| !du_mot(l));
        let mot = brut.trim_start_matches(['.', '-']);
        let ici = ici + brut.len() - mot.len();
        if mot.chars().filter(|l| l.is_ascii_uppercase()).count() < 2 {
            continue;
        }
        if let Some((cle, longueur)) = lire(mot) {
            let octets = ici..ici + longueur;
            let Some(ecrit) = texte.get(octets.clone()) else { continue };
            sortie.push(Forme { cle, ecrit, octets, morceau });
        }
    }
    sortie
}

/// The letters of an acronym and the length of its form, when a word is one.
fn lire(mot: &str) -> Option<(String, usize)> {
    let lettres: Vec<char> = mot.chars().collect();
    let pointe = lettres.len() > 3
        && lettres.chunks(2).all(|p| matches!(p, [l, '.'] | [l] if l.is_ascii_alphabetic()));
    if pointe {
        let cle: String = lettres.iter().filter(|l| **l != '.').flat_map(|l| l.to_uppercase()).collect();
        return (cle.len() > 1).then_some((cle, mot.len()));
    }
    let mot = mot.trim_end_matches(['.', '-']);
    let (corps, pluriel) = match mot.strip_suffix('s') {
        Some(corps) if corps.len() > 2 && corps.chars().all(|l| l.is_ascii_uppercase()) => (corps, true),
        _ => (mot, false),
    };
    let plein = corps.chars().all(|l| l.is_ascii_alphabetic() || l == '-');
    let capitales = corps.chars().filter(|l| l.is_ascii_uppercase()).count();
    let petites = corps.chars().filter(|l| l.is_ascii_lowercase()).count();
    // One small letter at most: « bRSA », and not a name such as « BimBamJob ».
    (plein && capitales >= 2 && petites <= 1 && (pluriel || corps.len() < 12))
        .then(|| (corps.replace('-', "").to_uppercase(), mot.len()))
}

fn dire(
    c: &Contexte<'_>,
    morceaux: &[&Morceau<'_>],
    formes: &[Forme<'_>],
    declares: &BTreeSet<&str>,
) -> Option<Diagnostic> {
    let mut comptes: BTreeMap<&str, usize> = BTreeMap::new();
    for forme in formes {
        *comptes.entry(forme.ecrit).or_default() += 1;
    }
    let cle = formes.first()?.cle.as_str();
    let declare = declares.iter().find(|d| d.replace(['-', '.'], "").eq_ignore_ascii_case(cle));
    let frequent = comptes.iter().max_by_key(|(ecrit, n)| (**n, **ecrit == cle)).map(|(e, _)| *e)?;
    // A word that is written with points only, or once in capitals, may be something else than an acronym.
    if comptes.len() == usize::from(comptes.contains_key(declare.copied().unwrap_or(frequent)))
        || !comptes.contains_key(cle) && declare.is_none()
    {
        return None;
    }
    let retenue = declare.copied().unwrap_or(frequent);
    let fautives: Vec<&Forme<'_>> = formes
        .iter()
        .filter(|f| f.ecrit != retenue)
        .filter(|f| morceaux.get(f.morceau).is_some_and(|m| !m.du_cadre))
        .collect();
    let (premiere, suite) = fautives.split_first()?;
    let m = morceaux.get(premiere.morceau)?;
    let vues: Vec<String> =
        comptes.iter().filter(|(e, _)| **e != retenue).map(|(e, n)| format!("« {e} » ({n})")).collect();
    let constat = Diagnostic::constat(
        m.span(&premiere.octets),
        format!("le sigle « {retenue} » est aussi écrit {}", vues.join(", ")),
    )
    .ici(format!("ici « {} »{}", premiere.ecrit, autres(suite.len())))
    .aide(format!("écrire partout « {retenue} » ; « calpae check --fix » le fait"));
    let constat = suite.iter().take(2).fold(constat, |d, f| match morceaux.get(f.morceau) {
        Some(m) => d.voir(m.span(&f.octets), format!("« {} »", f.ecrit)),
        None => d,
    });
    let editions = fautives.iter().filter_map(|f| {
        let m = morceaux.get(f.morceau)?;
        m.edition(c, &sans_point_final(m, f), retenue)
    });
    Some(corriger(constat, editions))
}

/// The bytes of a form, without the point that ends its sentence.
fn sans_point_final(m: &Morceau<'_>, forme: &Forme<'_>) -> Range<usize> {
    let apres = m.texte.get(forme.octets.end..).unwrap_or("");
    let fin = match m.passage.nature {
        Nature::Paragraphe => {
            apres.trim().is_empty()
                || apres.strip_prefix(' ').is_some_and(|t| t.starts_with(char::is_uppercase))
        }
        _ => false,
    };
    if fin && forme.ecrit.ends_with('.') {
        forme.octets.start..forme.octets.end - 1
    } else {
        forme.octets.clone()
    }
}
