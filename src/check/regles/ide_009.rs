//! The name of the Département in what declares its parties and its account.

use crate::check::identite::{champ, mots, organisation};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-009",
    titre: "une donnée des parties ou du compte ne nomme pas le Département déclaré",
    gravite: Gravite::Erreur,
    verifie: "Le nom déclaré du département est cherché, lettres et casse à part, dans sa forme avec préposition (`de`), dans \
              le nom de la collectivité, dans les deux qualités et dans le titulaire du compte. Un nom à une ou deux lettres \
              près est une erreur ; un titulaire qui se dit Département sans le nommer, un avertissement. Une qualité sans \
              nom de département, ou un titulaire qui n’est pas le Département (paierie, Trésor public), est admis.",
    pourquoi: "Les parties doivent être désignées sans équivoque ; le comptable rejette un compte dont le titulaire n’est \
               pas le bénéficiaire.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/organisation.yaml",
            de: "titulaire: DEPARTEMENT DE LA HAUTE-VAUNOISE",
            a: "titulaire: DEPARTEMENT DE LA HAUTE-VANOISE",
        }],
        admis: &[
            Changement {
                fichier: "content/organisation.yaml",
                de: "titulaire: DEPARTEMENT DE LA HAUTE-VAUNOISE",
                a: "titulaire: PAIERIE DEPARTEMENTALE",
            },
            Changement {
                fichier: "content/organisation.yaml",
                de: "qualite: Préfète de la Haute-Vaunoise",
                a: "qualite: Préfète du département",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let organisation_de = &c.dossier.organisation;
    let departement = &organisation_de.departement;
    let nom = plat(&departement.nom);
    let fichier = organisation(c);
    let declare = champ(c, fichier, 0, &departement.nom);
    let mut champs = vec![
        ("la forme avec préposition", departement.de.as_str()),
        ("le nom de la collectivité", organisation_de.collectivite.nom.as_str()),
        ("la qualité du représentant de la collectivité", organisation_de.collectivite.qualite.as_str()),
        ("la qualité du représentant de l’État", organisation_de.etat.qualite.as_str()),
    ];
    let titulaire = organisation_de.compte.as_ref().map(|compte| compte.titulaire.as_str());
    champs.extend(titulaire.map(|t| ("le titulaire du compte", t)));
    let mut fautes = Vec::new();
    let mut justes = 0;
    for (quoi, texte) in champs {
        if contient(&plat(texte), &nom) {
            justes += 1;
            continue;
        }
        let proche = presque(texte, &nom);
        let sans_nom = titulaire == Some(texte) && mots(texte).iter().any(|m| m.plat() == "departement");
        if let Some(span) = champ(c, fichier, 0, texte).filter(|_| proche.is_some() || sans_nom) {
            fautes.push((quoi, texte, proche, span));
        }
    }
    // When nothing agrees with the declared name, it is the one that is wrong.
    if let (0, Some(place), [(_, _, Some(ecrit), _), _, ..]) = (justes, declare, fautes.as_slice()) {
        let constat = Diagnostic::constat(
            place,
            format!("le nom déclaré, « {} », ne se retrouve nulle part, mais « {ecrit} »", departement.nom),
        );
        let constat = fautes.iter().fold(constat, |d, (_, texte, _, span)| d.voir(*span, *texte));
        return vec![constat.aide("écrire le même nom partout")];
    }
    fautes
        .into_iter()
        .map(|(quoi, texte, proche, span)| {
            let ecrit = proche.as_ref().map_or_else(String::new, |p| format!(", mais « {p} »"));
            let message = format!("{quoi}, « {texte} », ne nomme pas « {} »{ecrit}", departement.nom);
            let constat = Diagnostic::constat(span, message).aide("écrire le même nom partout");
            let constat = declare.into_iter().fold(constat, |d, place| d.voir(place, "nom déclaré"));
            if proche.is_none() { constat.avertissement() } else { constat }
        })
        .collect()
}

/// Whether words stand among others.
fn contient(texte: &str, nom: &str) -> bool {
    format!(" {texte} ").contains(&format!(" {nom} "))
}

/// The words of a text that are a name, but for a letter or two.
fn presque(texte: &str, nom: &str) -> Option<String> {
    let n = nom.split(' ').count();
    let lus = mots(texte);
    lus.windows(n).find_map(|fenetre| {
        let plats: Vec<_> = fenetre.iter().map(|m| m.plat()).collect();
        let ecart = strsim::osa_distance(&plats.join(" "), nom);
        let (debut, fin) = (fenetre.first()?.octets.start, fenetre.last()?.octets.end);
        ((1..=2).contains(&ecart) && nom.chars().count() > 5)
            .then(|| texte.get(debut..fin).unwrap_or("").to_owned())
    })
}
