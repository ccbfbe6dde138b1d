//! Names that one file gives and another uses: measures, indicators, funders, statuses, annexes, numbers.

use std::collections::BTreeMap;

use super::cadre::doublon;
use super::lecteur::Lecteur;
use crate::diagnostic::Diagnostic;
use crate::model::budget::{Charge, Cout, Financement};
use crate::model::fiche::{Fiche, LigneObjectif};
use crate::model::{Cadre, Dossier};
use crate::text::Spanned;

/// Tells every name that leads nowhere, and every name given twice.
pub fn verifier(l: &mut Lecteur<'_>, dossier: &Dossier) {
    let cadre = &dossier.cadre;
    let mut numeros: BTreeMap<u16, &Fiche> = BTreeMap::new();
    for fiche in &dossier.fiches {
        if let Some(premiere) = numeros.get(&fiche.numero.valeur) {
            l.dire(
                Diagnostic::erreur(
                    "REF-003",
                    fiche.numero.span,
                    format!("le numéro de fiche {} est déjà pris", fiche.numero.valeur),
                )
                .voir(premiere.numero.span, "pris par cette fiche")
                .aide("donner un autre numéro à l’une des deux"),
            );
        }
        numeros.entry(fiche.numero.valeur).or_insert(fiche);
        fiche_de(l, fiche, cadre);
    }
    for ligne in &dossier.matrice.valeurs {
        let cible = &ligne.cible;
        if cadre.indicateur(&cible.valeur).is_none() && cadre.mesure(&cible.valeur).is_none() {
            let connus: Vec<_> = cadre.identifiants().collect();
            l.inconnu(cible, "indicateur du cadre", connus.iter().map(String::as_str));
        }
        for (colonne, _) in &ligne.cases {
            if !cadre.colonnes.iter().any(|c| c.id == colonne.valeur) {
                l.inconnu(
                    colonne,
                    "identifiant de colonne de la matrice",
                    cadre.colonnes.iter().map(|c| c.id.as_str()),
                );
            }
        }
    }
}

fn fiche_de(l: &mut Lecteur<'_>, fiche: &Fiche, cadre: &Cadre) {
    if !cadre.annexes.iter().any(|a| a.id == fiche.annexe.valeur) {
        l.inconnu(&fiche.annexe, "identifiant d’annexe", cadre.annexes.iter().map(|a| a.id.as_str()));
    }
    for mesure in &fiche.mesures {
        if cadre.mesure(&mesure.valeur).is_none() {
            let numeros = cadre.themes.iter().flat_map(|t| &t.mesures).map(|m| m.numero.as_str());
            l.inconnu(mesure, "numéro de mesure", numeros);
        }
    }
    for statut in &fiche.statuts {
        if !cadre.statuts.iter().any(|(mot, _)| *mot == statut.mot.valeur) {
            l.inconnu(&statut.mot, "mot de statut", cadre.statuts.iter().map(|(m, _)| m.as_str()));
        }
    }
    for (rubrique, _) in &fiche.mentions {
        if !cadre.rubriques.iter().any(|r| r.id == rubrique.valeur) {
            l.inconnu(rubrique, "identifiant de rubrique", cadre.rubriques.iter().map(|r| r.id.as_str()));
        }
    }
    for ligne in fiche.objectifs.iter().flat_map(|o| &o.lignes) {
        if let LigneObjectif::Indicateur { indicateur: Some(id), .. } = ligne
            && cadre.indicateur(&id.valeur).is_none()
        {
            let connus: Vec<_> = cadre.identifiants().collect();
            l.inconnu(id, "indicateur du cadre", connus.iter().map(String::as_str));
        }
    }
    let affiches = fiche.affiche_en_annexe.iter().map(|(f, _)| f);
    for financeur in fiche.executions.iter().map(|e| &e.financeur).chain(affiches) {
        financeur_de(l, financeur, cadre);
    }
    for budget in &fiche.budgets {
        financements(l, &budget.financements, cadre);
        financements(l, &budget.hors_total, cadre);
        for charge in &budget.charges {
            bordereaux(l, charge, fiche);
        }
    }
    noms_uniques(l, fiche);
}

fn financements(l: &mut Lecteur<'_>, lignes: &[Financement], cadre: &Cadre) {
    for ligne in lignes {
        if let Some(financeur) = &ligne.financeur {
            financeur_de(l, financeur, cadre);
        }
        financements(l, &ligne.dont, cadre);
    }
}

fn financeur_de(l: &mut Lecteur<'_>, financeur: &Spanned<String>, cadre: &Cadre) {
    if cadre.financeur(&financeur.valeur).is_none() {
        l.inconnu(financeur, "financeur du cadre", cadre.financeurs.iter().map(|f| f.id.as_str()));
    }
}

fn bordereaux(l: &mut Lecteur<'_>, charge: &Charge, fiche: &Fiche) {
    match &charge.cout {
        Cout::Bordereau(nom) if !fiche.bordereaux.iter().any(|b| b.id.valeur == nom.valeur) => {
            l.inconnu(nom, "bordereau de cette fiche", fiche.bordereaux.iter().map(|b| b.id.valeur.as_str()));
        }
        Cout::Lignes(lignes) => lignes.iter().for_each(|c| bordereaux(l, c, fiche)),
        _ => {}
    }
}

fn noms_uniques(l: &mut Lecteur<'_>, fiche: &Fiche) {
    let budgets: Vec<_> = fiche.budgets.iter().map(|b| Spanned::new(b.id.clone(), b.span)).collect();
    let listes = [
        ("le budget", budgets.iter().collect::<Vec<_>>()),
        ("le bordereau", fiche.bordereaux.iter().map(|b| &b.id).collect()),
        ("le tableau", fiche.tableaux.iter().map(|t| &t.id).collect()),
        ("la figure", fiche.figures.iter().map(|f| &f.id).collect()),
    ];
    for (quoi, noms) in listes {
        for (i, nom) in noms.iter().enumerate() {
            if let Some(premier) = noms.iter().take(i).find(|p| p.valeur == nom.valeur) {
                l.dire(doublon(nom, premier, quoi));
            }
        }
    }
}
