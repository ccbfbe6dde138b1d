//! Stated total of a budget against its lines.

use crate::aggregate::budget;
use crate::check::outils::{addition, ecart, montrer_termes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::Budget;
use crate::model::{Fiche, Montant};

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-001",
    titre: "le total affiché d’un budget n’est pas la somme de ses lignes",
    gravite: Gravite::Erreur,
    verifie: "Le `total_affiche` d’un budget est comparé à la somme de ses charges, puis à celle de ses financements, \
              au centime. Une liste vide, ou dont une ligne est sans montant, n’est pas comparée. Un écart de moins \
              d’un euro par ligne, avec un total arrondi à l’euro, est dit comme arrondi, en conseil.",
    pourquoi: "Un total qui ne correspond pas à ses lignes ne dit plus ce que les parties s’engagent à payer : à \
               l’exécution, chacune pourra soutenir la lecture qui l’arrange.",
    source: "Sincérité et exactitude des prévisions : principe de sincérité budgétaire, CGCT, art. L. 3312-1 et suivants.",
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
    let charges = budget::charges(budget, fiche);
    let financements = budget::financements(budget);
    let sommes = [("charges", charges), ("financements", financements)];
    let ecarts =
        sommes.into_iter().filter(|(_, s)| !s.est_vide() && s.absents == 0 && s.total != affiche.valeur);
    ecarts
        .map(|(quoi, somme)| {
            let constat = Diagnostic::constat(
                affiche.span,
                format!("le total affiché, {}, n’est pas la somme des {quoi}", affiche.valeur),
            )
            .ici("total affiché")
            .calcul(format!("{} ; {}", addition(&somme), ecart(affiche.valeur, somme.total)))
            .enjeu(affiche.valeur.euros() - somme.total.euros())
            .aide("corriger une ligne ou le total ; si l’acte est signé, déclarer une tolérance");
            let constat = montrer_termes(constat, &somme);
            if arrondi(affiche.valeur, &somme) { constat.conseil() } else { constat }
        })
        .collect()
}

/// Whether the difference is what rounding each line to the euro can make.
fn arrondi(affiche: Montant, somme: &crate::aggregate::Somme) -> bool {
    let ecart = (affiche.euros() - somme.total.euros()).abs();
    let rond = affiche.euros().fract().is_zero()
        && somme.termes.iter().any(|t| !t.montant.euros().fract().is_zero());
    rond && ecart < rust_decimal::Decimal::from(somme.termes.len())
}
