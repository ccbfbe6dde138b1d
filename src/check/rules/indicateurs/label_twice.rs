//! Labels that say twice the same, or « dont » without a whole.

use std::collections::BTreeMap;

use crate::check::rules::indicateurs::values::{count, of_fiches, short};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::cadre::Mesure;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un libellé d’indicateur est en double, ou dit « dont » sans tout",
    severity: Severity::Warning,
    checks: "Au cadre, pour une mesure : deux indicateurs d’un même groupe et de même libellé, et ceux dont le libellé \
              commence par « dont » sans que `dont_de` dise de quoi. Dans le tableau d’une fiche : deux lignes de même \
              libellé sous un même titre, et une ligne propre à la fiche qui commence par « dont » sans ligne au-dessus.",
    why: "Deux lignes de même nom ne se distinguent plus une fois remplies ; une partie dont le tout a disparu ne \
               peut être contrôlée.",
    source: "Référentiel d’indicateurs du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/cadres/essai-2024.yaml",
            from: "libelle: dont personnes de moins de 25 ans, unite: personnes, nature: flux, dont_de: personnes }",
            to: "libelle: dont personnes de moins de 25 ans, unite: personnes, nature: flux }",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "valeurs: { Cible 2024: 45 personnes } }",
            to: "valeurs: { Cible 2024: 45 personnes } }\n    - { libelle: dont mineurs, valeurs: { Cible 2024: 20 personnes } }",
        }],
    },
};

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let mesures = c.dossier.cadre.themes.iter().flat_map(|t| &t.mesures);
    let mut findings: Vec<Diagnostic> = mesures.flat_map(of_cadre).collect();
    findings.extend(of_tables(c));
    findings
}

fn of_cadre(mesure: &Mesure) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(Option<&str>, String), Span> = BTreeMap::new();
    for indicateur in &mesure.indicateurs {
        let key = (indicateur.group.as_deref(), flat(&indicateur.label));
        match seen.get(&key) {
            Some(first) => findings.push(double(indicateur.id.span, *first, &indicateur.label)),
            None => {
                seen.insert(key, indicateur.id.span);
            }
        }
    }
    let without_whole =
        |i: &&crate::model::cadre::Indicateur| i.part_of.is_none() && flat(&i.label).starts_with("dont ");
    let mut orphans = mesure.indicateurs.iter().filter(without_whole);
    if let Some(first) = orphans.next() {
        let others: Vec<_> = orphans.collect();
        let how_many = count(others.len() + 1, "indicateur commence", "indicateurs commencent");
        let mut finding = Diagnostic::finding(
            first.id.span,
            format!("mesure {} : {how_many} par « dont », sans tout déclaré", mesure.number),
        )
        .here(short(&first.label))
        .help("rétablir la ligne du tout et la nommer par « dont_de », ou réécrire le libellé sans « dont »");
        for other in others {
            finding = finding.also(other.id.span, short(&other.label));
        }
        findings.push(finding);
    }
    findings
}

fn double(span: Span, first: Span, label: &str) -> Diagnostic {
    Diagnostic::finding(
        span,
        format!("le libellé {} est écrit deux fois, sans rien qui distingue", short(label)),
    )
    .also(first, "déjà ici")
    .help("préciser l’un des deux libellés, ou retirer la ligne en double")
}

fn of_tables(c: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(u32, Option<&str>, String), Span> = BTreeMap::new();
    let mut previous_one: Option<(Span, Option<&str>)> = None;
    for datum in of_fiches(c) {
        let Some(fiche) = datum.fiche else { continue };
        if previous_one.is_some_and(|(span, _)| span == datum.span) {
            continue;
        }
        let label = flat(datum.label);
        // A row that names an indicator of the framework is judged there.
        let first_one =
            previous_one.is_none_or(|(span, group)| span.file != datum.span.file || group != datum.group);
        if datum.cadre.is_none() && label.starts_with("dont ") && first_one {
            findings.push(
                Diagnostic::finding(datum.span, format!("{} n’a pas de tout au-dessus", short(datum.label)))
                    .help("ajouter au-dessus la ligne du tout, ou réécrire le libellé sans « dont »"),
            );
        }
        let key = (fiche.span.file.index(), datum.group, label);
        match seen.get(&key) {
            Some(first) => findings.push(double(datum.span, *first, datum.label)),
            None => {
                seen.insert(key, datum.span);
            }
        }
        previous_one = Some((datum.span, datum.group));
    }
    findings
}
