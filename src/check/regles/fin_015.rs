//! Years of the amounts executed against the life of the action and the year of the act.

use std::collections::BTreeSet;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::fiche::{Execute, Execution};
use crate::model::{DateImprecise, Fiche};
use crate::text::{Span, Spanned};

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-015",
    titre: "un montant exécuté ne va pas avec son année",
    gravite: Gravite::Erreur,
    verifie: "Un montant exécuté (`executions`) est d’une année antérieure à celle de l’acte, et n’est pas antérieur à la \
              mise en place de l’action quand celle-ci est datée. Une année qui manque entre deux années dites est un \
              conseil. Un montant nul et une absence ne sont pas comparés à la mise en place ; « en cours », « action \
              déjà existante » et les mots qui ne sont pas une date n’apprennent rien.",
    pourquoi: "Le tableau de l’annexe montre l’effort passé : une année fausse prête à une action une histoire qu’elle \
               n’a pas.",
    source: "Cohérence interne de l’acte : on n’exécute que ce qui a commencé.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "\"2021\": 18 200 €",
            a: "\"2020\": 12 000 €, \"2021\": 18 200 €",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "\"2021\": 18 200 €",
                a: "\"2020\": sans objet, \"2021\": 18 200 €",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "\"2021\": 18 200 €",
                a: "\"2020\": 0 €, \"2021\": 18 200 €",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let annee = c.dossier.convention.annee;
    c.fiches().flat_map(|f| f.executions.iter().flat_map(move |e| comparer(f, e, annee))).collect()
}

fn comparer(fiche: &Fiche, execution: &Execution, edition: u16) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let debut = debut(fiche);
    for (annee, execute) in &execution.annees {
        let montant = match execute {
            Execute::Montant(m) if !m.valeur.est_nul() => m,
            Execute::Montant(_) | Execute::Absent(..) => continue,
        };
        if annee.valeur >= edition {
            let message =
                format!("{} sont dits exécutés en {annee}, et l’acte est de {edition}", montant.valeur);
            constats.push(Diagnostic::constat(annee.span, message).aide("corriger l’année"));
        } else if let Some(debut) = debut.as_ref().filter(|d| annee.valeur < d.valeur) {
            let message =
                format!("{} sont dits exécutés en {annee}, et l’action commence en {debut}", montant.valeur);
            constats.push(
                Diagnostic::constat(annee.span, message)
                    .voir(debut.span, "mise en place")
                    .aide("corriger l’année, le montant ou la date de mise en place"),
            );
        }
    }
    constats.extend(trou(&execution.annees));
    constats
}

/// A year that is not told between two that are.
fn trou(annees: &[(Spanned<u16>, Execute)]) -> Option<Diagnostic> {
    let dites: BTreeSet<u16> = annees.iter().map(|(a, _)| a.valeur).collect();
    let (premiere, derniere) = (dites.first()?, dites.last()?);
    let manque = (*premiere..*derniere).find(|a| !dites.contains(a))?;
    let apres = dites.range(manque..).next()?;
    let lieu: Span = annees.iter().find(|(a, _)| a.valeur == *apres).map(|(a, _)| a.span)?;
    let message =
        format!("l’exécution de {manque} n’est pas dite, entre celles de {premiere} et de {derniere}");
    Some(
        Diagnostic::constat(lieu, message)
            .conseil()
            .aide("écrire cette année, ou la raison de son absence, comme « non renseigné »"),
    )
}

/// The first year in which the action is set up, when every date given says one.
fn debut(fiche: &Fiche) -> Option<Spanned<u16>> {
    let Some(Ok(dates)) = &fiche.mise_en_place else { return None };
    let annees: Option<Vec<Spanned<u16>>> =
        dates.iter().map(|p| annee(&p.donnee).map(|a| Spanned::new(a, p.span))).collect();
    annees?.into_iter().min_by_key(|a| a.valeur)
}

fn annee(date: &DateImprecise) -> Option<u16> {
    match date {
        DateImprecise::Jour(j) => u16::try_from(j.annee()).ok(),
        DateImprecise::Mois(_, a)
        | DateImprecise::Annee(a)
        | DateImprecise::Debut(a)
        | DateImprecise::Fin(a) => Some(*a),
        DateImprecise::Entre(a, b) => Some(annee(a)?.min(annee(b)?)),
        DateImprecise::EnCours | DateImprecise::DejaExistante | DateImprecise::Texte(_) => None,
    }
}
