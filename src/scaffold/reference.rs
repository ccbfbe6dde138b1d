//! `rapport/reference.yaml`: what the report executes, recorded once.

use super::yaml::{cell, committed, quoted};
use crate::lang::numbers::format_plain;
use crate::ledger::current::{Current, CurrentRow, of_dossier};
use crate::model::cadre::{Direction, IndicateurPurpose};
use crate::model::exercice::Exercices;
use crate::model::indicateur::{Combination, ExerciceTarget, TypedIndicateur};
use crate::model::{Avenant, Dossier};
use crate::text::{Sources, Spanned};

/// What opens the file.
pub(super) const HEADER: &str = "\
# Ce que le rapport exécute : montants et cibles de la convention, tels qu'ils étaient à chaque révision.
# Écrit par « calpae new rapport » ; ne pas le modifier à la main. Après un avenant, relancer la commande : elle ajoute
# une révision à la fin et garde les précédentes.
revisions:
";

/// A revision, as an item of a list without margin: the state of the content now.
pub(super) fn revision(dossier: &Dossier, sources: &Sources, edition: &str, fingerprint: &str) -> String {
    let convention = &dossier.convention;
    let avenant = dossier.avenants.last();
    let mut text = format!("- edition: {}\n", quoted(edition));
    if let Some(avenant) = avenant {
        text.push_str(&format!("  avenant: {}\n", avenant.number));
    }
    let status = avenant.map_or(convention.status, |avenant| avenant.status);
    let date = avenant.and_then(Avenant::day).unwrap_or(convention.document_date);
    text.push_str(&format!(
        "  etat: {}\n  date: {}\n  empreinte: {}\n",
        status.word(),
        date.iso(),
        quoted(fingerprint),
    ));
    if let Some(montant) = &convention.montant_etat {
        text.push_str(&format!("  montant_etat: {}\n", committed(&Ok(montant.value))));
    }
    text.push_str("  fiches:\n");
    for current in of_dossier(dossier) {
        text.push_str(&contract(&current, sources, &convention.exercices));
    }
    text
}

fn contract(current: &Current<'_>, sources: &Sources, exercices: &Exercices) -> String {
    let fiche = current.fiche;
    let mut text = format!(
        "    - fiche: {}\n      annexe: {}\n      titre: {}\n",
        fiche.number.value,
        quoted(&fiche.axe.value),
        quoted(fiche.title_in_table())
    );
    for (key, lines) in [("charges", &current.charges), ("financements", &current.financements)] {
        if !lines.is_empty() {
            text.push_str(&format!("      {key}:\n"));
        }
        lines.iter().for_each(|line| text.push_str(&format!("        - {{ {} }}\n", row(line, exercices))));
    }
    if !current.targets.is_empty() {
        text.push_str("      objectifs:\n");
    }
    for target in &current.targets {
        if let Some(typed) = target.typed {
            text.push_str(&format!("        - {}\n", typed_keys(typed, sources).join("\n          ")));
            continue;
        }
        let mut keys = Vec::new();
        keys.extend(target.indicateur.map(|i| format!("indicateur: {}", quoted(i))));
        keys.extend(target.label.map(|l| format!("libelle: {}", quoted(l))));
        keys.push(format!("cible: {}", cell(target.target, sources)));
        keys.extend(target.baseline.map(|d| format!("depart: {}", cell(d, sources))));
        keys.extend(target.direction.map(direction));
        text.push_str(&format!("        - {}\n", keys.join("\n          ")));
    }
    text
}

fn direction(direction: Direction) -> String {
    match direction {
        Direction::Increase => "sens: hausse".to_owned(),
        Direction::Decrease => "sens: baisse".to_owned(),
    }
}

/// A typed indicator, key by key, as a fiche writes it.
fn typed_keys(typed: &TypedIndicateur, sources: &Sources) -> Vec<String> {
    let name = |key: &str, name: &Option<Spanned<String>>| {
        name.as_ref().map(|name| format!("{key}: {}", quoted(&name.value)))
    };
    let mut keys = Vec::new();
    keys.extend(name("id", &typed.id));
    keys.extend(name("indicateur", &typed.indicateur));
    keys.extend(name("libelle", &typed.label));
    keys.extend(typed.combination.map(|combination| match combination {
        Combination::Sum => "calcul: somme".to_owned(),
        Combination::Last => "calcul: dernier".to_owned(),
        Combination::Mean => "calcul: moyenne".to_owned(),
        Combination::Quotient => "calcul: quotient".to_owned(),
        Combination::Window { months } => format!("calcul: {{ fenetre: {months} mois }}"),
    }));
    keys.extend(typed.direction.map(direction));
    keys.extend(typed.purpose.map(|purpose| match purpose {
        IndicateurPurpose::Impact => "type: impact".to_owned(),
        IndicateurPurpose::Outcome => "type: résultat".to_owned(),
        IndicateurPurpose::Means => "type: moyen".to_owned(),
    }));
    keys.extend(typed.unit.as_ref().map(|unit| format!("unite: {}", quoted(unit))));
    keys.extend(typed.weight.map(|weight| format!("poids: {}", quoted(&format_plain(weight, None)))));
    keys.extend(typed.source.as_ref().map(|source| format!("source: {}", quoted(source))));
    if let Some((numerator, denominator)) = &typed.terms {
        keys.push(format!("numerateur: {}", quoted(numerator)));
        keys.push(format!("denominateur: {}", quoted(denominator)));
    }
    keys.extend(typed.baseline.as_ref().map(|baseline| format!("depart: {}", cell(baseline, sources))));
    if !typed.targets.is_empty() {
        let target = |target: &ExerciceTarget| {
            format!("{}: {}", quoted(&target.written.value), cell(&target.value, sources))
        };
        let targets: Vec<String> = typed.targets.iter().map(target).collect();
        keys.push(format!("cibles: {{ {} }}", targets.join(", ")));
    }
    keys.extend(typed.final_target.as_ref().map(|value| format!("final: {}", cell(value, sources))));
    keys
}

fn row(row: &CurrentRow<'_>, exercices: &Exercices) -> String {
    let name = match (row.financeur, row.label) {
        (Some(financeur), _) => format!("financeur: {}", quoted(financeur)),
        (None, label) => format!("libelle: {}", quoted(label.unwrap_or(""))),
    };
    if row.by_exercice.is_empty() {
        return format!("{name}, montant: {}", committed(&row.montant));
    }
    let amounts = row.by_exercice.iter();
    let amounts = amounts
        .map(|(rank, montant)| format!("{}: {}", quoted(exercices.name(*rank)), committed(&Ok(*montant))));
    format!("{name}, montants: {{ {} }}", amounts.collect::<Vec<_>>().join(", "))
}
