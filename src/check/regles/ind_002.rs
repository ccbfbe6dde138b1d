//! Label of an indicator in a fiche against that of the framework.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::indicateurs::{court, des_fiches};
use crate::check::outils::{plat, ressemblance};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::{Span, mots_et_nombres};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-002",
    titre: "le libellé d’un indicateur n’est pas celui du référentiel",
    gravite: Gravite::Avertissement,
    verifie: "Quand une fiche réécrit le libellé d’un indicateur du référentiel, ses mots sont comparés à ceux du \
              cadre, sans égard à la ponctuation, aux accents ni aux articles. Un mot changé est un avertissement, \
              des mots omis un conseil. Des mots ajoutés précisent l’indicateur et sont admis.",
    pourquoi: "Deux libellés voisins ne comptent pas la même chose : « contacts » pour « contrats », ou un « dont » \
               perdu, suffit à rendre les résultats incomparables d’un département à l’autre.",
    source: "Libellés du référentiel d’indicateurs du cadre ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "{ indicateur: 2.1/diagnostics, valeurs",
            a: "{ indicateur: 2.1/diagnostics, libelle: Nombre de diagnostics établies, valeurs",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "{ indicateur: 2.1/diagnostics, valeurs",
                a: "{ indicateur: 2.1/diagnostics, libelle: \"Nombre de diagnostics établis, à savoir ceux du marché\", valeurs",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "{ indicateur: 2.1/diagnostics, valeurs",
                a: "{ indicateur: 2.1/diagnostics, libelle: nombre des diagnostics ÉTABLIS, valeurs",
            },
        ],
    },
    chercher,
};

/// Words that change nothing to what is counted.
const VIDES: [&str; 17] =
    ["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "et", "en", "un", "c", "est", "cela"];

/// Those that are cited with the word that follows them.
const ARTICLES: [&str; 11] = ["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux"];

/// A row whose label lacks words of the framework's.
struct Ecart<'d> {
    span: Span,
    reference: Span,
    dit: &'d str,
    omis: Vec<String>,
    ajoutes: Vec<String>,
    attendu: &'d str,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    // Rows of one fiche that lack the same words have one cause.
    let mut groupes: BTreeMap<(Span, Vec<String>, Vec<String>), Vec<Ecart<'_>>> = BTreeMap::new();
    let mut vue = None;
    for donnee in des_fiches(c) {
        // One row has several columns.
        if vue.replace(donnee.span) == Some(donnee.span) {
            continue;
        }
        let (Some((_, indicateur)), Some(fiche)) = (donnee.cadre, donnee.fiche) else { continue };
        let (omis, ajoutes) = differences(&indicateur.libelle, donnee.libelle);
        if omis.is_empty() {
            continue;
        }
        let ecart = Ecart {
            span: donnee.span,
            reference: indicateur.id.span,
            dit: donnee.libelle,
            attendu: &indicateur.libelle,
            omis: omis.clone(),
            ajoutes: ajoutes.clone(),
        };
        groupes.entry((fiche.span, omis, ajoutes)).or_default().push(ecart);
    }
    groupes.into_values().filter_map(|ecarts| signaler(&ecarts)).collect()
}

/// The words of a label: compared without their form, told as written.
fn mots(texte: &str) -> Vec<(String, String)> {
    let separes = mots_et_nombres(texte).map(|(_, m)| (plat(m), m.to_owned()));
    separes.filter(|(nu, _)| !nu.is_empty() && !VIDES.contains(&nu.as_str())).collect()
}

/// The words of the framework that the label lacks, and those that it has instead or besides.
fn differences(attendu: &str, dit: &str) -> (Vec<String>, Vec<String>) {
    let mut restants = mots(dit);
    let mut omis = Vec::new();
    for (nu, mot) in mots(attendu) {
        match restants.iter().position(|(r, _)| *r == nu) {
            Some(rang) => {
                restants.remove(rang);
            }
            None => omis.push(mot),
        }
    }
    (omis, restants.into_iter().map(|(_, mot)| mot).collect())
}

/// The words omitted as the framework writes them: those that follow one another together, with the small words
/// before them (« du RSA », « HORS accompagnement global »).
fn groupes_omis(attendu: &str, dit: &str) -> Vec<String> {
    let mots: Vec<(usize, &str, String)> =
        mots_et_nombres(attendu).map(|(debut, m)| (debut, m, plat(m))).collect();
    let gardes = gardes(&mots, dit);
    let mut groupes: Vec<Range<usize>> = Vec::new();
    // Where the articles just before begin, where the last word ended, whether it was omitted.
    let (mut petits, mut fin, mut ouvert) = (None, 0, false);
    for ((debut, mot, nu), garde) in mots.iter().zip(gardes) {
        let entre = attendu.get(fin..*debut).unwrap_or("");
        if !entre.chars().all(|c| c.is_whitespace() || "'’-".contains(c)) {
            (petits, ouvert) = (None, false);
        }
        fin = debut + mot.len();
        if ARTICLES.contains(&nu.as_str()) {
            petits = petits.or(Some(*debut));
        } else if garde {
            (petits, ouvert) = (None, false);
        } else {
            match groupes.last_mut().filter(|_| ouvert) {
                Some(groupe) => groupe.end = fin,
                None => groupes.push(petits.unwrap_or(*debut)..fin),
            }
            (petits, ouvert) = (None, true);
        }
    }
    groupes.into_iter().filter_map(|g| attendu.get(g)).map(str::to_owned).collect()
}

/// Which words of the framework the label keeps; of a word that it says less often, those that follow the same
/// one there.
fn gardes(mots: &[(usize, &str, String)], dit: &str) -> Vec<bool> {
    let lus: Vec<String> = mots_et_nombres(dit).map(|(_, m)| plat(m)).collect();
    let avant = |k: usize| k.checked_sub(1);
    let mut restants: Vec<(Option<&String>, &String)> =
        lus.iter().enumerate().map(|(k, m)| (avant(k).and_then(|p| lus.get(p)), m)).collect();
    let mut gardes: Vec<bool> = mots.iter().map(|(.., nu)| VIDES.contains(&nu.as_str())).collect();
    for suivi in [true, false] {
        for (k, garde) in gardes.iter_mut().enumerate().filter(|(_, g)| !**g) {
            let Some((.., nu)) = mots.get(k) else { continue };
            let precede = avant(k).and_then(|p| mots.get(p)).map(|(.., m)| m);
            if let Some(rang) = restants.iter().position(|(p, m)| *m == nu && (!suivi || *p == precede)) {
                restants.remove(rang);
                *garde = true;
            }
        }
    }
    gardes
}

fn signaler(ecarts: &[Ecart<'_>]) -> Option<Diagnostic> {
    let (premier, autres) = ecarts.split_first()?;
    let guillemets = |mots: &[String]| mots.iter().map(|m| format!("« {m} »")).collect::<Vec<_>>().join(", ");
    let proche = ressemblance(premier.attendu, premier.dit);
    let change = premier.omis.len() == premier.ajoutes.len() && proche >= 0.8;
    let message = if change {
        format!(
            "le libellé {} dit {} là où le référentiel dit {}",
            court(premier.dit),
            guillemets(&premier.ajoutes),
            guillemets(&premier.omis)
        )
    } else {
        let omis = groupes_omis(premier.attendu, premier.dit);
        format!("le libellé {} omet du référentiel {}", court(premier.dit), guillemets(&omis))
    };
    let mut constat = Diagnostic::constat(premier.span, message)
        .voir(premier.reference, format!("le référentiel dit {} (ressemblance : {proche:.2})", court(premier.attendu)))
        .aide("reprendre le libellé du référentiel, en retirant « libelle » de la ligne, ou n’y ajouter qu’une précision");
    for autre in autres {
        constat = constat.voir(autre.span, "de même ici");
    }
    Some(if change { constat } else { constat.conseil() })
}
