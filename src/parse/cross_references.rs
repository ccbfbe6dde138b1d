//! Names that one file gives and another uses: measures, indicators, funders, statuses, annexes, numbers.

use std::collections::BTreeMap;

use super::cadre::duplicate;
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::model::budget::{Charge, Cost, Financement};
use crate::model::fiche::{Fiche, ObjectiveRow};
use crate::model::{Cadre, Dossier};
use crate::text::Spanned;

/// Tells every name that leads nowhere, and every name given twice.
pub fn check(l: &mut Reader<'_>, dossier: &Dossier) {
    let cadre = &dossier.cadre;
    let mut numbers: BTreeMap<u16, &Fiche> = BTreeMap::new();
    for fiche in &dossier.fiches {
        if let Some(first_one) = numbers.get(&fiche.number.value) {
            l.say(
                Diagnostic::error(
                    "REF-003",
                    fiche.number.span,
                    format!("le numéro de fiche {} est déjà pris", fiche.number.value),
                )
                .also(first_one.number.span, "pris par cette fiche")
                .help("donner un autre numéro à l’une des deux"),
            );
        }
        numbers.entry(fiche.number.value).or_insert(fiche);
        fiche_of(l, fiche, cadre);
    }
    for line in &dossier.matrix.values {
        let target = &line.target;
        if cadre.indicateur(&target.value).is_none() && cadre.mesure(&target.value).is_none() {
            let knowns: Vec<_> = cadre.identifiers().collect();
            l.unknown(target, "indicateur du cadre", knowns.iter().map(String::as_str));
        }
        for (column, _) in &line.cells {
            if !cadre.columns.iter().any(|c| c.id == column.value) {
                l.unknown(
                    column,
                    "identifiant de colonne de la matrice",
                    cadre.columns.iter().map(|c| c.id.as_str()),
                );
            }
        }
    }
}

fn fiche_of(l: &mut Reader<'_>, fiche: &Fiche, cadre: &Cadre) {
    if !cadre.annexes.iter().any(|a| a.id == fiche.annexe.value) {
        l.unknown(&fiche.annexe, "identifiant d’annexe", cadre.annexes.iter().map(|a| a.id.as_str()));
    }
    for mesure in &fiche.mesures {
        if cadre.mesure(&mesure.value).is_none() {
            let numbers = cadre.themes.iter().flat_map(|t| &t.mesures).map(|m| m.number.as_str());
            l.unknown(mesure, "numéro de mesure", numbers);
        }
    }
    for status in &fiche.statuses {
        if !cadre.statuses.iter().any(|(word, _)| *word == status.word.value) {
            l.unknown(&status.word, "mot de statut", cadre.statuses.iter().map(|(m, _)| m.as_str()));
        }
    }
    for (rubrique, _) in &fiche.mentions {
        if !cadre.rubriques.iter().any(|r| r.id == rubrique.value) {
            l.unknown(rubrique, "identifiant de rubrique", cadre.rubriques.iter().map(|r| r.id.as_str()));
        }
    }
    for line in fiche.objectives.iter().flat_map(|o| &o.lines) {
        if let ObjectiveRow::Indicateur { indicateur: Some(id), .. } = line
            && cadre.indicateur(&id.value).is_none()
        {
            let knowns: Vec<_> = cadre.identifiers().collect();
            l.unknown(id, "indicateur du cadre", knowns.iter().map(String::as_str));
        }
    }
    let printed_values = fiche.printed_in_annexe.iter().map(|(f, _)| f);
    for financeur in fiche.executions.iter().map(|e| &e.financeur).chain(printed_values) {
        financeur_of(l, financeur, cadre);
    }
    for budget in &fiche.budgets {
        financements(l, &budget.financements, cadre);
        financements(l, &budget.outside_total, cadre);
        for charge in &budget.charges {
            bordereaux(l, charge, fiche);
        }
    }
    unique_names(l, fiche);
}

fn financements(l: &mut Reader<'_>, lines: &[Financement], cadre: &Cadre) {
    for line in lines {
        if let Some(financeur) = &line.financeur {
            financeur_of(l, financeur, cadre);
        }
        financements(l, &line.of_which, cadre);
    }
}

fn financeur_of(l: &mut Reader<'_>, financeur: &Spanned<String>, cadre: &Cadre) {
    if cadre.financeur(&financeur.value).is_none() {
        l.unknown(financeur, "financeur du cadre", cadre.financeurs.iter().map(|f| f.id.as_str()));
    }
}

fn bordereaux(l: &mut Reader<'_>, charge: &Charge, fiche: &Fiche) {
    match &charge.cost {
        Cost::Bordereau(name) if !fiche.bordereaux.iter().any(|b| b.id.value == name.value) => {
            l.unknown(name, "bordereau de cette fiche", fiche.bordereaux.iter().map(|b| b.id.value.as_str()));
        }
        Cost::LineMap(lines) => lines.iter().for_each(|c| bordereaux(l, c, fiche)),
        _ => {}
    }
}

fn unique_names(l: &mut Reader<'_>, fiche: &Fiche) {
    let budgets: Vec<_> = fiche.budgets.iter().map(|b| Spanned::new(b.id.clone(), b.span)).collect();
    let lists = [
        ("le budget", budgets.iter().collect::<Vec<_>>()),
        ("le bordereau", fiche.bordereaux.iter().map(|b| &b.id).collect()),
        ("le tableau", fiche.tables.iter().map(|t| &t.id).collect()),
        ("la figure", fiche.figures.iter().map(|f| &f.id).collect()),
    ];
    for (what, names) in lists {
        for (i, name) in names.iter().enumerate() {
            if let Some(first) = names.iter().take(i).find(|p| p.value == name.value) {
                l.say(duplicate(name, first, what));
            }
        }
    }
}
