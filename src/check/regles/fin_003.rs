//! Costs of a budget against its funding, when no total settles the matter.

use crate::aggregate::{Somme, budget};
use crate::check::finances::{arrondi_a_l_euro, charges_affichees, entiere, financements_affiches};
use crate::check::outils::{addition, ecart, montrer_termes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::model::budget::Budget;

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-003",
    titre: "un budget sans total n’est pas en équilibre",
    gravite: Gravite::Erreur,
    verifie: "Dans un budget qui n’affiche pas de total, la somme des charges est comparée à celle des financements, \
              au centime. Quand un total est affiché, FIN-001 compare chaque liste à ce total, et cette règle se tait. \
              Une liste vide, ou dont une ligne est sans montant, n’est pas comparée. Un écart qui s’explique par des \
              montants arrondis à l’euro est dit comme arrondi, en conseil.",
    pourquoi: "Des financements qui dépassent les charges paient une dépense que rien ne décrit ; des charges qui \
               dépassent les financements ne sont payées par personne.",
    source: "Cohérence interne de l’acte : un plan de financement est en équilibre.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "  total_affiche: 40 000 €\n",
            a: "",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "    - { libelle: Accompagnement, montant: 30 880 € }",
            a: "    - { libelle: Accompagnement, montant: 28 880 € }",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "    - { libelle: Accompagnement, montant: 30 880 € }",
            a: "    - { libelle: Accompagnement, montant: à transmettre }",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.budgets.iter().filter_map(|b| comparer(f, b))).collect()
}

fn comparer(fiche: &Fiche, budget: &Budget) -> Option<Diagnostic> {
    let charges = charges_affichees(budget, fiche);
    let financements = financements_affiches(budget);
    let calculees = budget::charges(budget, fiche).total;
    let justes = financements.total == charges.total || financements.total == calculees;
    if budget.total_affiche.is_some() || justes || !entiere(&charges) || !entiere(&financements) {
        return None;
    }
    let premier = financements.termes.first()?;
    let message =
        format!("les financements, {}, ne sont pas égaux aux charges, {}", financements.total, charges.total);
    let calcul = format!(
        "financements : {} ; charges : {} ; {}",
        addition(&financements),
        addition(&charges),
        ecart(financements.total, charges.total)
    );
    let constat = Diagnostic::constat(premier.span, message)
        .ici(format!("premier financement : {}", premier.montant))
        .calcul(calcul)
        .enjeu(financements.total.euros() - charges.total.euros())
        .aide("corriger un montant, décrire la charge qui manque, ou afficher le total du budget");
    let suite = Somme { termes: financements.termes.iter().skip(1).cloned().collect(), ..Somme::default() };
    let constat = montrer_termes(montrer_termes(constat, &suite), &charges);
    let arrondi =
        arrondi_a_l_euro(financements.total, &charges) || arrondi_a_l_euro(charges.total, &financements);
    Some(if arrondi { constat.conseil() } else { constat })
}
