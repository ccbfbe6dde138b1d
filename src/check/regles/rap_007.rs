//! A comment that says the contrary of the figures.

use crate::aggregate::objectifs::{Atteinte, Suivi, suivre};
use crate::check::outils::{nombre, plat};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-007",
    titre: "un commentaire contredit le résultat qu’il accompagne",
    gravite: Gravite::Avertissement,
    verifie: "Un commentaire qui dit l’objectif « atteint » ou « dépassé » quand il ne l’est pas, « non atteint » quand il l’est, « en hausse » quand le résultat est sous la situation de départ, « en baisse » quand il est au-dessus. Rien n’est dit quand un chiffre manque, ni quand le commentaire emploie deux mots contraires.",
    pourquoi: "Le lecteur croit le commentaire avant le chiffre : une contradiction fait douter des deux.",
    source: "Cohérence du rapport : description des résultats obtenus et de l’atteinte des objectifs.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "    source: \"Carnet de l'équipe\"\n    commentaire: \"\"",
            a: "    source: \"Carnet de l'équipe\"\n    commentaire: \"L'objectif est atteint.\"",
        }],
        admis: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "    source: \"Carnet de l'équipe\"\n    commentaire: \"\"",
            a: "    source: \"Carnet de l'équipe\"\n    commentaire: \"L'objectif n'est pas atteint.\"",
        }],
    },
    chercher,
};

/// What a comment says.
#[derive(Debug, PartialEq, Eq)]
enum Dit {
    Atteint,
    NonAtteint,
    Hausse,
    Baisse,
}

fn lire(commentaire: &str) -> Vec<Dit> {
    let texte = format!(" {} ", plat(commentaire));
    let un = |mots: &[&str]| mots.iter().any(|m| texte.contains(&format!(" {m} ")));
    let pas = un(&[
        "non atteint",
        "non atteints",
        "pas atteint",
        "pas atteints",
        "pas ete atteint",
        "pas atteinte",
        "non atteinte",
        "pas tout a fait atteint",
        "partiellement atteint",
    ]);
    let atteint = un(&["atteint", "atteints", "atteinte", "depasse", "depasses", "depassee"]);
    let (hausse, baisse) = (
        un(&["en hausse", "en progression", "en augmentation", "a augmente", "a progresse"]),
        un(&["en baisse", "en recul", "en diminution", "a baisse", "a diminue", "a recule"]),
    );
    let mut dits = Vec::new();
    match (pas, atteint) {
        (true, _) => dits.push(Dit::NonAtteint),
        (false, true) => dits.push(Dit::Atteint),
        (false, false) => {}
    }
    match (hausse, baisse) {
        (true, false) => dits.push(Dit::Hausse),
        (false, true) => dits.push(Dit::Baisse),
        _ => {}
    }
    dits
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some((_, bilan)) = c.execution() else { return Vec::new() };
    let suivis = bilan.actions().flat_map(|a| suivre(&c.dossier.cadre, a));
    suivis.filter_map(|s| contredire(&s)).collect()
}

fn contredire(suivi: &Suivi<'_>) -> Option<Diagnostic> {
    let resultat = suivi.resultat?;
    let commentaire = resultat.commentaire.as_ref()?;
    let obtenu = suivi.obtenu?;
    let dits = lire(&commentaire.valeur);
    let a = |dit: Dit| dits.contains(&dit);
    let cible = suivi.cible.map(nombre).unwrap_or_default();
    let depart = suivi.depart.map(nombre).unwrap_or_default();
    let manque = matches!(suivi.atteinte, Atteinte::Partiel | Atteinte::NonAtteint);
    let (message, calcul) = if a(Dit::Atteint) && manque {
        (
            "le commentaire dit l’objectif atteint, et il ne l’est pas",
            format!("résultat {}, cible {cible}", nombre(obtenu)),
        )
    } else if a(Dit::NonAtteint) && suivi.atteinte == Atteinte::Atteint {
        (
            "le commentaire dit l’objectif non atteint, et il l’est",
            format!("résultat {}, cible {cible}", nombre(obtenu)),
        )
    } else if a(Dit::Hausse) && suivi.depart.is_some_and(|d| obtenu < d) {
        (
            "le commentaire parle d’une hausse, et le résultat baisse",
            format!("de {depart} à {}", nombre(obtenu)),
        )
    } else if a(Dit::Baisse) && suivi.depart.is_some_and(|d| obtenu > d) {
        (
            "le commentaire parle d’une baisse, et le résultat monte",
            format!("de {depart} à {}", nombre(obtenu)),
        )
    } else {
        return None;
    };
    Some(
        Diagnostic::constat(commentaire.span, message)
            .voir(resultat.span, "le résultat")
            .calcul(calcul)
            .aide("corriger le chiffre, ou le commentaire"),
    )
}
