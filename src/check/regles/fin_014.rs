//! Budgets of one fiche that cover the same period.

use crate::aggregate::{Somme, budget};
use crate::check::finances::entiere;
use crate::check::outils::{addition, ecart, montrer_termes};
use crate::check::periodes::{Mois, Periode, partition, periodes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Budget, Role};
use crate::model::cadre::ETAT;
use crate::model::{Fiche, Montant};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-014",
    titre: "deux budgets d’une même période ne s’accordent pas",
    gravite: Gravite::Erreur,
    verifie: "Dans une fiche qui a plusieurs budgets, quand la période d’un budget est celle d’un autre, ou que d’autres \
              budgets la découpent exactement (semestres, années) : les charges des uns sont égales aux financements \
              des autres, s’ils n’ont chacun que l’une des deux listes ; le total d’un budget de plusieurs périodes \
              est la somme de ceux de ses périodes ; la part de l’État du budget compté est celle qu’il a dans le \
              projet, et son total ne dépasse pas celui du projet. « 2024-2025 » à côté de « 2025-2026 » est lu comme \
              douze mois à cheval sur deux ans. Des périodes en jours qui ne font pas des mois entiers, et des listes \
              où un montant manque, ne sont pas comparées. Un budget compte pour ses lignes ou pour le total qu’il affiche : \
              quand les deux diffèrent, FIN-001 le dit.",
    pourquoi: "Un projet pluriannuel se dit plusieurs fois, par année, par semestre, par convention : chacun de ces \
               plans engage, et ils ne peuvent se contredire.",
    source: "Cohérence interne de l’acte : une dépense et sa couverture, sur la même période, sont égales.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "budget:\n  periode: 2024\n  charges:\n    - { libelle: Équipe mobile, montant: \"33 333,33 €\" }\n  financements:\n    - { financeur: etat, montant: \"10 666,67 €\" }\n    - { financeur: departement, montant: \"22 666,66 €\" }\n  total_affiche: \"33 333,33 €\"\n",
            a: "budget:\n  - id: an\n    periode: 2024\n    charges:\n      - { libelle: Équipe mobile, montant: \"33 333,33 €\" }\n    financements:\n      - { financeur: etat, montant: \"10 666,67 €\" }\n      - { financeur: departement, montant: \"22 666,66 €\" }\n    total_affiche: \"33 333,33 €\"\n  - id: printemps\n    periode: janvier 2024 à juin 2024\n    role: projet\n    financements:\n      - { financeur: etat, montant: \"10 666,67 €\" }\n      - { financeur: departement, montant: 10 000 € }\n  - id: automne\n    periode: juillet 2024 à décembre 2024\n    role: projet\n    financements:\n      - { financeur: departement, montant: \"12 666,66 €\" }\n",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "      - { financeur: etat, montant: \"10 666,67 €\" }\n      - { financeur: departement, montant: 10 000 € }",
            a: "      - { financeur: etat, montant: \"16 666,67 €\" }\n      - { financeur: departement, montant: 10 000 € }",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "      - { financeur: departement, montant: 10 000 € }",
                a: "      - { financeur: departement, montant: 10 000 € }\n      - { libelle: Fondation, montant: 5 000 € }",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "    periode: juillet 2024 à décembre 2024",
                a: "    periode: septembre 2024 à décembre 2024",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().filter(|f| f.budgets.len() > 1).flat_map(comparer).collect()
}

/// A budget with its sums and its period.
struct Plan<'d> {
    budget: &'d Budget,
    charges: Somme,
    financements: Somme,
    periode: Periode,
}

impl Plan<'_> {
    fn nom(&self) -> String {
        let nom = self.budget.titre.as_deref().unwrap_or(&self.budget.id);
        format!("« {nom} »")
    }

    /// The total that is printed, which its own lines may not make: FIN-001 tells it.
    fn affiche(&self) -> Option<Montant> {
        self.budget.total_affiche.as_ref().map(|t| t.valeur)
    }

    fn que_charges(&self) -> bool {
        self.budget.financements.is_empty() && entiere(&self.charges)
    }

    fn que_financements(&self) -> bool {
        self.budget.charges.is_empty() && entiere(&self.financements)
    }

    fn complet(&self) -> bool {
        entiere(&self.financements) && (entiere(&self.charges) || self.budget.charges.is_empty())
    }
}

fn comparer(fiche: &Fiche) -> Vec<Diagnostic> {
    let plans: Vec<Plan<'_>> = fiche
        .budgets
        .iter()
        .zip(periodes(&fiche.budgets))
        .filter_map(|(budget, periode)| {
            let charges = budget::charges(budget, fiche);
            Some(Plan { budget, charges, financements: budget::financements(budget), periode: periode? })
        })
        .collect();
    let mut constats = Vec::new();
    for plan in &plans {
        constats.extend(couverture(plan, &plans));
        constats.extend(decoupage(plan, &plans));
    }
    let vides = constats.is_empty();
    for plan in plans.iter().filter(|p| p.budget.role == Role::Convention) {
        let projets = parties(plan, &plans, |p| p.budget.role == Role::Projet && p.complet());
        constats.extend(part_etat(plan, &projets));
        // A period already told as wrong says nothing more of the whole.
        constats.extend(depassement(plan, &projets).filter(|_| vides));
    }
    constats
}

/// The plans of a kind that cut the period of another, exactly.
fn parties<'p, 'd>(
    tout: &Plan<'d>,
    plans: &'p [Plan<'d>],
    genre: impl Fn(&Plan<'d>) -> bool,
) -> Vec<&'p Plan<'d>> {
    let candidats: Vec<(usize, Mois)> = plans
        .iter()
        .enumerate()
        .filter(|(_, p)| p.budget.span != tout.budget.span && genre(p))
        .filter_map(|(i, p)| match p.periode {
            Periode::Mois(m) => Some((i, m)),
            Periode::Campagne(_) => None,
        })
        .collect();
    let chaine = partition(tout.periode, &candidats).unwrap_or_default();
    chaine.into_iter().filter_map(|i| plans.get(i)).collect()
}

fn sommer<'p>(sommes: impl Iterator<Item = &'p Somme>) -> Somme {
    let mut total = Somme::default();
    sommes.for_each(|s| total.etendre(s));
    total
}

fn noms(plans: &[&Plan<'_>]) -> String {
    plans.iter().map(|p| p.nom()).collect::<Vec<_>>().join(" + ")
}

/// The costs of a period against the funding of the same period, told in other budgets.
fn couverture(plan: &Plan<'_>, plans: &[Plan<'_>]) -> Option<Diagnostic> {
    let role = plan.budget.role;
    if plan.que_charges() {
        let autres = parties(plan, plans, |p| p.budget.role == role && p.que_financements());
        let somme = sommer(autres.iter().map(|p| &p.financements));
        let quoi = ("les charges de", "ne sont pas égales aux financements de");
        return inegaux(plan, &plan.charges, quoi, &autres, &somme);
    }
    // Two budgets that face each other are compared once, from the costs.
    let autres = parties(plan, plans, |p| p.budget.role == role && p.que_charges());
    if !plan.que_financements() || autres.len() < 2 {
        return None;
    }
    let somme = sommer(autres.iter().map(|p| &p.charges));
    let quoi = ("les financements de", "ne sont pas égaux aux charges de");
    inegaux(plan, &plan.financements, quoi, &autres, &somme)
}

fn inegaux(
    plan: &Plan<'_>,
    propre: &Somme,
    (quoi, autre): (&str, &str),
    autres: &[&Plan<'_>],
    somme: &Somme,
) -> Option<Diagnostic> {
    if autres.is_empty() || egaux(plan, propre.total, autres, somme.total) {
        return None;
    }
    let message =
        format!("{quoi} {}, {}, {autre} {}, {}", plan.nom(), propre.total, noms(autres), somme.total);
    Some(constat(message, plan, propre, somme))
}

/// Whether two sides of a comparison are equal, by their lines or by the totals that they print.
fn egaux(plan: &Plan<'_>, propre: Montant, autres: &[&Plan<'_>], somme: Montant) -> bool {
    let affiches: Option<Montant> = autres.iter().map(|p| p.affiche()).sum();
    let dessous = [Some(somme), affiches];
    [Some(propre), plan.affiche()].iter().flatten().any(|m| dessous.contains(&Some(*m)))
}

/// A budget of several periods against those of each period.
fn decoupage(plan: &Plan<'_>, plans: &[Plan<'_>]) -> Option<Diagnostic> {
    let role = plan.budget.role;
    let autres = parties(plan, plans, |p| p.budget.role == role && p.complet());
    let somme = sommer(autres.iter().map(|p| &p.financements));
    let egaux = || egaux(plan, plan.financements.total, &autres, somme.total);
    if autres.len() < 2 || !plan.complet() || egaux() {
        return None;
    }
    let message = format!(
        "le budget {}, {}, n’est pas la somme de ses périodes, {} : {}",
        plan.nom(),
        plan.financements.total,
        noms(&autres),
        somme.total
    );
    Some(constat(message, plan, &plan.financements, &somme))
}

/// What the State pays by the counted budget against what it pays in the project.
fn part_etat(plan: &Plan<'_>, projets: &[&Plan<'_>]) -> Option<Diagnostic> {
    let propre = budget::part(plan.budget, Some(ETAT));
    let mut somme = Somme::default();
    projets.iter().for_each(|p| somme.etendre(&budget::part(p.budget, Some(ETAT))));
    if !entiere(&propre) || !entiere(&somme) || propre.total == somme.total {
        return None;
    }
    let message = format!(
        "l’État paie {} dans {}, et {} dans {}",
        propre.total,
        plan.nom(),
        somme.total,
        noms(projets)
    );
    let constat = constat(message, plan, &propre, &somme);
    // The State may help the project otherwise than by the convention.
    Some(if somme.total > propre.total { constat.avertissement() } else { constat })
}

/// A counted budget above the project that it helps.
fn depassement(plan: &Plan<'_>, projets: &[&Plan<'_>]) -> Option<Diagnostic> {
    let somme = sommer(projets.iter().map(|p| &p.financements));
    let faux = plan.affiche().is_some_and(|t| t != plan.financements.total);
    let connus = entiere(&plan.financements) && entiere(&somme);
    if faux || !connus || plan.financements.total <= somme.total {
        return None;
    }
    let message = format!(
        "le budget {}, {}, dépasse celui du projet, {} : {}",
        plan.nom(),
        plan.financements.total,
        noms(projets),
        somme.total
    );
    Some(constat(message, plan, &plan.financements, &somme))
}

fn constat(message: String, plan: &Plan<'_>, propre: &Somme, autres: &Somme) -> Diagnostic {
    let premier = propre.termes.first().map(|t| t.span);
    let lieu: Span = premier.unwrap_or(plan.budget.span);
    let constat = Diagnostic::constat(lieu, message)
        .calcul(format!(
            "{} ; {} ; {}",
            addition(propre),
            addition(autres),
            ecart(propre.total, autres.total)
        ))
        .enjeu(propre.total.euros() - autres.total.euros())
        .aide("corriger un montant, ou la période de l’un des budgets");
    montrer_termes(constat, autres)
}
