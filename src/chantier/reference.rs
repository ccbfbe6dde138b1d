//! `rapport/reference.yaml`: what the report executes, recorded once.

use super::yaml::{case, cite, engage};
use crate::aggregate::courant::{Courant, Ligne, courants};
use crate::model::Dossier;
use crate::model::cadre::Sens;
use crate::text::Sources;

/// What opens the file.
pub(super) const ENTETE: &str = "\
# Ce que le rapport exécute : montants et cibles de la convention, tels qu'ils étaient à chaque révision.
# Écrit par « calpae new rapport » ; ne pas le modifier à la main. Après un avenant, relancer la commande : elle ajoute
# une révision à la fin et garde les précédentes.
revisions:
";

/// A revision: the state of the content now.
pub(super) fn revision(dossier: &Dossier, sources: &Sources, edition: &str, empreinte: &str) -> String {
    let c = &dossier.convention;
    let mut texte = format!(
        "  - edition: {}\n    etat: {}\n    date: {}\n    empreinte: {}\n    montant_etat: {}\n    fiches:\n",
        cite(edition),
        c.etat.mot(),
        c.date_du_document.iso(),
        cite(empreinte),
        engage(&Ok(c.montant_etat.valeur)),
    );
    for courant in courants(dossier) {
        texte.push_str(&contrat(&courant, sources));
    }
    texte
}

fn contrat(courant: &Courant<'_>, sources: &Sources) -> String {
    let f = courant.fiche;
    let mut texte = format!(
        "      - fiche: {}\n        annexe: {}\n        titre: {}\n",
        f.numero.valeur,
        cite(&f.annexe.valeur),
        cite(f.titre_en_tableau())
    );
    for (cle, lignes) in [("charges", &courant.charges), ("financements", &courant.financements)] {
        if !lignes.is_empty() {
            texte.push_str(&format!("        {cle}:\n"));
        }
        lignes.iter().for_each(|l| texte.push_str(&format!("          - {{ {} }}\n", ligne(l))));
    }
    if !courant.cibles.is_empty() {
        texte.push_str("        objectifs:\n");
    }
    for cible in &courant.cibles {
        let mut cles = Vec::new();
        cles.extend(cible.indicateur.map(|i| format!("indicateur: {}", cite(i))));
        cles.extend(cible.libelle.map(|l| format!("libelle: {}", cite(l))));
        cles.push(format!("cible: {}", case(cible.cible, sources)));
        cles.extend(cible.depart.map(|d| format!("depart: {}", case(d, sources))));
        cles.extend(cible.sens.map(|s| match s {
            Sens::Hausse => "sens: hausse".to_owned(),
            Sens::Baisse => "sens: baisse".to_owned(),
        }));
        texte.push_str(&format!("          - {}\n", cles.join("\n            ")));
    }
    texte
}

fn ligne(l: &Ligne<'_>) -> String {
    let nom = match (l.financeur, l.libelle) {
        (Some(f), _) => format!("financeur: {}", cite(f)),
        (None, libelle) => format!("libelle: {}", cite(libelle.unwrap_or(""))),
    };
    format!("{nom}, montant: {}", engage(&l.montant))
}
