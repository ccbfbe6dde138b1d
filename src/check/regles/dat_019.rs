//! What a budget covers: its period, its title, the heading over it, the sentence that quotes it.

use std::sync::LazyLock;

use crate::check::dates::{Intervalle, Lot, bornes, dire, intervalle, lots, moments, phrases};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Budget, Role};
use crate::model::passage::Nature;
use crate::model::tableau::Donnees;
use crate::model::{DateImprecise, Passage};
use crate::text::{Motif, Spanned, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-019",
    titre: "un budget n’est pas de la période que l’on annonce",
    gravite: Gravite::Avertissement,
    verifie: "La période d’un budget (`periode`) contre les années de son titre ; celle des budgets de la convention, \
              ou de tous, ou avec les années des exécutions antérieures, contre les années du titre de leur rubrique (« Budget détaillé \
              sur 2024 ») ; celle du seul budget d’une fiche contre l’année d’une phrase qui en cite une donnée « pour \
              l’année », « au titre de » ou « sur » elle ; les colonnes « budget 2024 » d’un tableau, \
              dont l’une au moins est d’une année couverte. Un titre sans année n’annonce rien.",
    pourquoi: "Un montant lu sur un an quand il en couvre quinze mois fausse la part de l’année, donc celle de chacun.",
    source: "Annualité budgétaire ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "## 5. Budget détaillé",
            a: "## 5. Budget détaillé sur 2023",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "## 5. Budget détaillé",
                a: "## 5. Budget détaillé sur 2021-2024",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "## 5. Budget détaillé",
                a: "## 5. Budget détaillé sur 2024",
            },
        ],
    },
    chercher,
};

/// « budget 2024 », in the heading of a column.
static BUDGET: LazyLock<Motif> = LazyLock::new(|| motif(r"(?i)\bbudget ((?:19|20)[0-9]{2})\b"));

/// What gives the year of an amount, just before it.
static POUR: LazyLock<Motif> = LazyLock::new(|| {
    motif(r"(?i)\b(?:pour l['’](?:année|exercice)|au titre de(?: l['’]année)?|sur(?: l['’]année)?)\s$")
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    lots(c).iter().flat_map(juger).collect()
}

fn juger(lot: &Lot<'_>) -> Vec<Diagnostic> {
    let budgets = &lot.fiche.budgets;
    let mut sortie: Vec<Diagnostic> = budgets.iter().filter_map(|b| titre(lot, b)).collect();
    sortie.extend(rubrique(lot));
    sortie.extend(lot.fiche.tableaux.iter().filter_map(|t| colonnes(lot, t)));
    if let [seul] = budgets.as_slice() {
        sortie.extend(lot.prose().flat_map(|p| phrase(p, seul)));
    }
    sortie
}

/// The days from the first moment of a text to the last.
fn etendue(passage: &Passage) -> Option<Intervalle> {
    let trouves = moments(passage);
    let jours = trouves.iter().map(|m| m.jours);
    Some((jours.clone().map(|j| j.0).min()?, jours.map(|j| j.1).max()?))
}

fn titre(lot: &Lot<'_>, budget: &Budget) -> Option<Diagnostic> {
    let (titre, periode) = (budget.titre.as_ref()?, budget.periode.as_ref()?);
    let couvert = intervalle(&periode.valeur)?;
    let passage = lot
        .passages
        .iter()
        .find(|p| p.nature == Nature::Champ && p.texte == *titre && p.span.debut >= budget.span.debut)?;
    let (debut, fin) = mois_sans_annee(passage).or_else(|| etendue(passage))?;
    // « 2022 - 2023 » may be said of a year that starts in September.
    if (debut.annee(), fin.annee()) == (couvert.0.annee(), couvert.1.annee())
        && mois_justes((debut, fin), couvert)
    {
        return None;
    }
    Some(
        Diagnostic::constat(
            passage.span,
            format!("le budget s’intitule « {titre} », et couvre la période {}", dire(couvert)),
        )
        .voir(periode.span, "période")
        .aide("accorder le titre et la période"),
    )
}

/// Whole years say nothing of the months.
fn mois_justes(dite: Intervalle, couvert: Intervalle) -> bool {
    let entiere = (dite.0.mois(), dite.1.mois()) == (1, 12);
    entiere || dite == couvert
}

/// « Juillet – décembre 2022 »: the first month is of the year of the second.
fn mois_sans_annee(passage: &Passage) -> Option<Intervalle> {
    static DEUX: LazyLock<Motif> = LazyLock::new(|| {
        motif(
            r"(?i)\b(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\s?(?:–|-|à|au)\s?(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) ([0-9]{4})\b",
        )
    });
    let trouve = DEUX.captures(&passage.texte)?;
    let numero = |i: usize| {
        let nom = trouve.get(i)?.as_str().to_lowercase();
        (1..=12).find(|m| crate::model::temps::mois(*m) == nom)
    };
    let annee = trouve.get(3)?.as_str().parse().ok()?;
    Some((
        bornes(&DateImprecise::Mois(numero(1)?, annee))?.0,
        bornes(&DateImprecise::Mois(numero(2)?, annee))?.1,
    ))
}

/// The heading over the budgets of the agreement.
fn rubrique(lot: &Lot<'_>) -> Option<Diagnostic> {
    let titre = lot
        .passages
        .iter()
        .filter(|p| matches!(p.nature, Nature::Titre(2)))
        .find(|p| lot.rubrique(p.span) == Some("budget"))?;
    let (debut, fin) = etendue(titre)?;
    let jours = |budgets: Vec<&Budget>| -> Option<Intervalle> {
        let lus = budgets.into_iter().filter_map(|b| intervalle(&b.periode.as_ref()?.valeur));
        Some((lus.clone().map(|i| i.0).min()?, lus.map(|i| i.1).max()?))
    };
    let budgets = || lot.fiche.budgets.iter();
    let (de, a) = jours(budgets().filter(|b| b.role == Role::Convention).collect())?;
    let tous = jours(budgets().collect())?;
    let premiere = budgets().find(|b| b.role == Role::Convention)?.periode.as_ref()?;
    let executees = lot.fiche.executions.iter().flat_map(|e| &e.annees).map(|(n, _)| i32::from(n.valeur));
    let depuis = executees.chain([de.annee()]).min()?;
    let dite = (debut.annee(), fin.annee());
    let justes = [(de.annee(), a.annee()), (depuis, a.annee()), (tous.0.annee(), tous.1.annee())];
    if justes.contains(&dite) {
        return None;
    }
    Some(
        Diagnostic::constat(
            titre.span,
            format!(
                "la rubrique s’intitule « {} », et son budget couvre la période {}",
                titre.texte,
                dire((de, a))
            ),
        )
        .voir(premiere.span, "période du budget")
        .aide("accorder le titre et la période, ou ne donner que la part de l’année"),
    )
}

/// The columns « budget 2024 » of a table, none of which is of the year of a budget of the fiche.
fn colonnes(lot: &Lot<'_>, tableau: &Donnees) -> Option<Diagnostic> {
    let dites: Vec<(i32, &Spanned<String>)> = tableau
        .colonnes
        .iter()
        .filter_map(|c| Some((BUDGET.captures(&c.titre.valeur)?.get(1)?.as_str().parse().ok()?, &c.titre)))
        .collect();
    let couverts: Vec<Intervalle> =
        lot.fiche.budgets.iter().filter_map(|b| intervalle(&b.periode.as_ref()?.valeur)).collect();
    let (annee, titre) = dites.first()?;
    let juste = |annee: i32| couverts.iter().any(|(de, a)| (de.annee()..=a.annee()).contains(&annee));
    if couverts.is_empty() || dites.iter().any(|(annee, _)| juste(*annee)) {
        return None;
    }
    let constat = Diagnostic::constat(
        titre.span,
        format!(
            "la colonne « {} » est de {annee}, et la fiche n’a pas de budget de cette année",
            titre.valeur
        ),
    );
    let periode = lot.fiche.budgets.iter().find_map(|b| b.periode.as_ref())?;
    Some(constat.voir(periode.span, "période du budget").aide("accorder la colonne et la période"))
}

/// A sentence that quotes the budget, for another year.
fn phrase(passage: &Passage, budget: &Budget) -> Vec<Diagnostic> {
    let Some(periode) = &budget.periode else { return Vec::new() };
    let Some(couvert) = intervalle(&periode.valeur) else { return Vec::new() };
    if !passage.texte.contains("{budget") {
        return Vec::new();
    }
    let trouves = moments(passage);
    phrases(&passage.texte)
        .into_iter()
        .filter(|octets| passage.texte.get(octets.clone()).is_some_and(|t| t.contains("{budget")))
        .filter_map(|octets| {
            let dite = trouves
                .iter()
                .filter(|m| octets.start <= m.octets.start && m.octets.end <= octets.end)
                .find(|m| passage.texte.get(..m.octets.start).is_some_and(|avant| POUR.is_match(avant)))?;
            let ecrit = passage.texte.get(dite.octets.clone())?;
            if couvert.0 <= dite.jours.1 && dite.jours.0 <= couvert.1 {
                return None;
            }
            Some(
                Diagnostic::constat(
                    passage.span_de(&dite.octets),
                    format!(
                        "le texte donne le budget pour {ecrit}, et il couvre la période {}",
                        dire(couvert)
                    ),
                )
                .voir(periode.span, "période du budget")
                .aide("accorder le texte et la période"),
            )
        })
        .collect()
}
