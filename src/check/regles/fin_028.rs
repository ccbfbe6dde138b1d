//! Amounts from one year to the next that deserve a look.

use rust_decimal::Decimal;

use crate::aggregate::budget::part_de_fiche;
use crate::check::finances::de_qui;
use crate::check::outils::nombre;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::cadre::Cadre;
use crate::model::fiche::{Execute, Execution};
use crate::model::{DateImprecise, Fiche, Montant};
use crate::text::Span;

const FICHIER: &str = "content/2024/fiches/03-prevention.md";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-028",
    titre: "une série de montants exécutés étonne",
    gravite: Gravite::Conseil,
    verifie: "La suite des montants exécutés d’un financeur, année après année, prolongée par sa part prévue. Sont \
              signalés, un seul par fiche : une année pleine dans une année où \
              l’action n’a commencé qu’à la fin, un saut de plus du triple ou une chute sous le tiers, et le même montant à \
              l’euro près trois années de suite. Un montant nul ou absent interrompt la comparaison.",
    pourquoi: "Un montant recopié d’une année sur l’autre est souvent une prévision prise pour une exécution ; un saut \
               demande une explication au rapport.",
    source: "Cohérence interne de l’acte ; compte rendu d’exécution de la convention.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: FICHIER, de: "\"2023\": 21 400 €", a: "\"2023\": 71 400 €" }],
        admis: &[Changement { fichier: FICHIER, de: "\"2023\": 21 400 €", a: "\"2023\": 19 850 €" }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let annee = c.dossier.convention.annee;
    c.fiches()
        .filter_map(|f| f.executions.iter().find_map(|e| examiner(f, e, annee, &c.dossier.cadre)))
        .collect()
}

type Point = (u16, Montant, Span);

fn examiner(fiche: &Fiche, execution: &Execution, annee: u16, cadre: &Cadre) -> Option<Diagnostic> {
    let executes: Vec<Point> = execution
        .annees
        .iter()
        .filter_map(|(a, e)| match e {
            Execute::Montant(m) if !m.valeur.est_nul() => Some((a.valeur, m.valeur, m.span)),
            _ => None,
        })
        .collect();
    let mut serie = executes.clone();
    let prevu = part_de_fiche(fiche, Some(&execution.financeur.valeur));
    if let Some(terme) = prevu.termes.first().filter(|_| !prevu.total.est_nul() && prevu.absents == 0) {
        serie.push((annee, prevu.total, terme.span));
    }
    let qui = de_qui(&execution.financeur.valeur, cadre);
    serie.sort_by_key(|(a, ..)| *a);
    debut(fiche, &serie).or_else(|| saut(&serie, &qui)).or_else(|| repetition(&executes))
}

/// A full amount in the year at the end of which the action started.
fn debut(fiche: &Fiche, serie: &[Point]) -> Option<Diagnostic> {
    let dates = fiche.mise_en_place.as_ref()?.as_ref().ok()?;
    let [date] = dates.as_slice() else { return None };
    let annee = match &date.donnee {
        DateImprecise::Fin(a) => *a,
        DateImprecise::Mois(m, a) if *m >= 10 => *a,
        DateImprecise::Jour(j) if j.mois() >= 10 => u16::try_from(j.annee()).ok()?,
        _ => return None,
    };
    let (premiere, montant, span) = serie.first()?;
    let (suivante, apres, autre) = serie.get(1)?;
    let pleine = *premiere == annee && montant == apres && *suivante == annee + 1;
    pleine.then(|| {
        Diagnostic::constat(
            *span,
            format!(
                "{montant} exécutés en {annee}, autant qu’en {suivante}, alors que l’action a commencé {}",
                date.donnee
            ),
        )
        .voir(date.span, "mise en place")
        .voir(*autre, format!("{suivante} : {apres}"))
        .aide("vérifier que le montant de la première année est bien une exécution, et non une prévision")
    })
}

/// More than three times, or less than a third, from a year to the next.
fn saut(serie: &[Point], qui: &str) -> Option<Diagnostic> {
    let trois = Decimal::from(3);
    serie.windows(2).find_map(|paire| {
        let [(a, avant, lieu), (b, apres, span)] = paire else { return None };
        let rapport = apres.euros().checked_div(avant.euros())?;
        let hausse = rapport > trois;
        if !hausse && rapport * trois >= Decimal::ONE {
            return None;
        }
        let (verbe, fois) = if hausse {
            ("monte", format!("{apres} / {avant} = {}", nombre(rapport.round_dp(2))))
        } else {
            ("tombe", format!("{apres} / {avant} = {}", nombre(rapport.round_dp(2))))
        };
        Some(
            Diagnostic::constat(*span, format!("la part {qui} {verbe} de {avant} en {a} à {apres} en {b}"))
                .calcul(fois)
                .voir(*lieu, format!("{a} : {avant}"))
                .aide("expliquer l’écart dans la fiche, ou corriger l’un des montants"),
        )
    })
}

/// The same amount over three years or more.
fn repetition(executes: &[Point]) -> Option<Diagnostic> {
    let (_, premier, _) = executes.first()?;
    let (fin, _, span) = executes.last()?;
    let (debut, _, lieu) = executes.first()?;
    if executes.len() < 3 || executes.iter().any(|(_, m, _)| m != premier) {
        return None;
    }
    Some(
        Diagnostic::constat(
            *span,
            format!("{premier} exécutés chaque année de {debut} à {fin}, à l’euro près"),
        )
        .voir(*lieu, format!("{debut} : {premier}"))
        .aide("vérifier que ce sont des exécutions, et non la prévision recopiée"),
    )
}
