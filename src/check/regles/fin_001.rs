//! Stated total of a budget against its lines.

use crate::aggregate::{Somme, budget};
use crate::check::finances::{arrondi_a_l_euro, charges_affichees, entiere, financements_affiches};
use crate::check::outils::{addition, ecart, montrer_termes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::Budget;
use crate::model::{Fiche, Montant};
use crate::text::Spanned;

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-001",
    titre: "le total affiché d’un budget n’est pas la somme de ses lignes",
    gravite: Gravite::Erreur,
    verifie: "Le `total_affiche` d’un budget est comparé à la somme de ses charges, puis à celle de ses financements, \
              au centime. Une ligne compte pour le montant qu’elle affiche : quand celui-ci n’est pas celui qu’elle \
              calcule, FIN-002 le dit, et le total peut suivre l’un ou l’autre. Une liste vide, ou dont une ligne est \
              sans montant, n’est pas comparée. Un total qui est la somme arrondie à l’euro, ou celle \
              des lignes arrondies à l’euro, est dit comme arrondi, en conseil.",
    pourquoi: "Un total qui ne correspond pas à ses lignes ne dit plus ce que les parties s’engagent à payer : à \
               l’exécution, chacune pourra soutenir la lecture qui l’arrange.",
    source: "CGCT, art. L. 1612-4 : les recettes et les dépenses sont évaluées de façon sincère.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "  total_affiche: 120 000 €",
            a: "  total_affiche: 130 000 €",
        }],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.budgets.iter().flat_map(|b| comparer(f, b))).collect()
}

fn comparer(fiche: &Fiche, budget: &Budget) -> Vec<Diagnostic> {
    let Some(affiche) = &budget.total_affiche else { return Vec::new() };
    let faux = |affichee: Somme, calculee: &Somme| {
        let juste = affichee.total == affiche.valeur || calculee.total == affiche.valeur;
        (entiere(&affichee) && !juste).then_some(affichee)
    };
    let charges = faux(charges_affichees(budget, fiche), &budget::charges(budget, fiche));
    let financements = faux(financements_affiches(budget), &budget::financements(budget));
    match (charges, financements) {
        (Some(c), Some(f)) if c.total == f.total => {
            let constat = constat(affiche, "ni des charges ni des financements", &[&c, &f]);
            vec![if arrondi_a_l_euro(affiche.valeur, &c) { constat.conseil() } else { constat }]
        }
        (charges, financements) => [("des charges", charges), ("des financements", financements)]
            .into_iter()
            .filter_map(|(quoi, somme)| Some((quoi, somme?)))
            .map(|(quoi, somme)| {
                let constat = constat(affiche, quoi, &[&somme]);
                if arrondi_a_l_euro(affiche.valeur, &somme) { constat.conseil() } else { constat }
            })
            .collect(),
    }
}

/// Says that a stated total is not a sum, or not one that two lists share.
fn constat(affiche: &Spanned<Montant>, quoi: &str, sommes: &[&Somme]) -> Diagnostic {
    let total = sommes.first().map(|s| s.total).unwrap_or_default();
    let message = match sommes {
        [_] => format!("le total affiché, {}, n’est pas la somme {quoi}, {total}", affiche.valeur),
        _ => format!("le total affiché, {}, n’est la somme {quoi}, {total}", affiche.valeur),
    };
    let mut calcul: Vec<String> = sommes.iter().map(|s| addition(s)).collect();
    calcul.push(ecart(affiche.valeur, total));
    let constat = Diagnostic::constat(affiche.span, message)
        .ici("total affiché")
        .calcul(calcul.join(" ; "))
        .enjeu(affiche.valeur.euros() - total.euros())
        .aide("corriger une ligne ou le total ; si l’acte est signé, déclarer une tolérance");
    sommes.iter().fold(constat, |constat, somme| montrer_termes(constat, somme))
}
