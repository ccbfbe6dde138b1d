//! Data that a fiche declares and that no page prints.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::document::{citees, textes, textes_de};
use crate::check::structure::coquille;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::model::cadre::ContenuRubrique;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "DOC-008",
    titre: "une donnée de la fiche n’est imprimée nulle part",
    gravite: Gravite::Avertissement,
    verifie: "Les tableaux, figures, bordereaux, budgets et indicateurs de l’en-tête d’une fiche : chacun doit être cité par \
              son texte (`{tableau.…}`), ou par un autre, ou imprimé par une rubrique laissée sans texte (budget, \
              indicateurs). Un budget est imprimé dès qu’un de ses tableaux ou de ses montants est cité. Les champs du bloc \
              d’identité, les exécutions et les annexes s’impriment toujours.",
    pourquoi: "Ce que le fichier contient et que le document ne montre pas n’est pas signé : les parties ne s’y engagent pas.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Les loyers des sites sont donnés par le tableau ci-dessous.\n\n{tableau.sites}",
            a: "Les loyers des sites sont modérés.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "{budget.charges}\n\n{budget.financements}",
            a: "",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    // What other files quote of a fiche, by its number.
    let mut dehors: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut partout = BTreeSet::new();
    for (_, blocs) in textes(c) {
        citees(blocs, &mut partout);
    }
    for nom in partout {
        if let Some((numero, reste)) = nom.strip_prefix("fiche.").and_then(|n| n.split_once('.')) {
            dehors.entry(numero).or_default().insert(reste);
        }
    }
    c.fiches()
        .flat_map(|fiche| {
            let mut noms = BTreeSet::new();
            textes_de(fiche).for_each(|(_, blocs)| citees(blocs, &mut noms));
            noms.extend(dehors.get(fiche.numero.valeur.to_string().as_str()).into_iter().flatten());
            oublies(c, fiche, &noms)
        })
        .collect()
}

fn oublies(c: &Contexte<'_>, fiche: &Fiche, noms: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let vide = |contenu: ContenuRubrique| {
        fiche.sections.iter().any(|s| {
            let rubrique =
                s.rubrique.as_ref().and_then(|id| c.dossier.cadre.rubriques.iter().find(|r| r.id == *id));
            s.corps.is_empty() && rubrique.is_some_and(|r| r.contenu == contenu)
        }) || c.dossier.cadre.rubriques.iter().any(|r| r.contenu == contenu && coquille(fiche, r).is_some())
    };
    let mut constats = Vec::new();
    let mut verifier = |quoi: &str, nom: &str, titre: Option<&str>, span: Span, cite: bool| {
        if !cite {
            let titre = titre.map_or(String::new(), |t| format!(" « {t} »"));
            constats.push(
                Diagnostic::constat(span, format!("aucune page n’imprime {quoi}{titre}"))
                    .aide(format!("citer « {{{nom}}} » seul sur un paragraphe, ou retirer cette donnée")),
            );
        }
    };
    for tableau in &fiche.tableaux {
        let nom = format!("tableau.{}", tableau.id.valeur);
        let titre = tableau.titre.as_deref().unwrap_or(&tableau.id.valeur);
        verifier("le tableau", &nom, Some(titre), tableau.id.span, noms.contains(nom.as_str()));
    }
    for figure in &fiche.figures {
        let nom = format!("figure.{}", figure.id.valeur);
        verifier("la figure", &nom, Some(&figure.titre), figure.id.span, noms.contains(nom.as_str()));
    }
    for bordereau in &fiche.bordereaux {
        let nom = format!("bordereau.{}", bordereau.id.valeur);
        let titre = bordereau.titre.as_deref().unwrap_or(&bordereau.id.valeur);
        verifier("le bordereau", &nom, Some(titre), bordereau.id.span, noms.contains(nom.as_str()));
    }
    if let Some(objectifs) = &fiche.objectifs {
        let cite = noms.contains("indicateurs") || vide(ContenuRubrique::Indicateurs);
        if let Some(premiere) = objectifs.colonnes.first() {
            verifier("le tableau des indicateurs", "indicateurs", None, premiere.span, cite);
        }
    }
    let tout = vide(ContenuRubrique::Budget);
    for budget in &fiche.budgets {
        let (cite, nom) = if budget.id.is_empty() || fiche.budgets.len() == 1 {
            (noms.iter().any(|n| n.starts_with("budget.")), "budget.financements".to_owned())
        } else {
            (budget_cite(noms, &budget.id), format!("budget.{}.financements", budget.id))
        };
        let titre = budget.titre.as_deref().or((!budget.id.is_empty()).then_some(budget.id.as_str()));
        verifier("le budget", &nom, titre, budget.span, tout || cite);
    }
    constats
}

/// Whether one of the names quotes a budget, alone or beside others: `budget.an1+an2.charges`.
fn budget_cite(noms: &BTreeSet<&str>, id: &str) -> bool {
    noms.iter().filter_map(|n| n.strip_prefix("budget.")).any(|reste| {
        let tete = reste.split('.').next().unwrap_or(reste);
        // Without a name, it is that of the convention, which one of several budgets has no reason to hide.
        tete.split('+').any(|i| i == id) || matches!(tete, "charges" | "financements" | "total")
    })
}
