//! Checks that no label is given twice, and that a « dont » label has a total.

use std::collections::BTreeMap;

use super::values::{fiche_cells, format_count, quoted_label};
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

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mesures = context.dossier.cadre.themes.iter().flat_map(|theme| &theme.mesures);
    let mut findings: Vec<Diagnostic> = mesures.flat_map(in_mesure).collect();
    findings.extend(in_fiches(context));
    findings
}

fn in_mesure(mesure: &Mesure) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(Option<&str>, String), Span> = BTreeMap::new();
    for indicateur in &mesure.indicateurs {
        let key = (indicateur.group.as_deref(), flat(&indicateur.label));
        match seen.get(&key) {
            Some(first) => findings.push(repeated(indicateur.id.span, *first, &indicateur.label)),
            None => {
                seen.insert(key, indicateur.id.span);
            }
        }
    }
    let without_whole = |indicateur: &&crate::model::cadre::Indicateur| {
        indicateur.part_of.is_none() && flat(&indicateur.label).starts_with("dont ")
    };
    let mut orphans = mesure.indicateurs.iter().filter(without_whole);
    if let Some(first) = orphans.next() {
        let others: Vec<_> = orphans.collect();
        let how_many = format_count(others.len() + 1, "indicateur commence", "indicateurs commencent");
        let mut finding = Diagnostic::finding(
            first.id.span,
            format!("mesure {} : {how_many} par « dont », sans tout déclaré", mesure.number),
        )
        .here(quoted_label(&first.label))
        .help("rétablir la ligne du tout et la nommer par « dont_de », ou réécrire le libellé sans « dont »");
        for other in others {
            finding = finding.also(other.id.span, quoted_label(&other.label));
        }
        findings.push(finding);
    }
    findings
}

fn repeated(span: Span, first: Span, label: &str) -> Diagnostic {
    Diagnostic::finding(
        span,
        format!("le libellé {} est écrit deux fois, sans rien qui distingue", quoted_label(label)),
    )
    .also(first, "déjà ici")
    .help("préciser l’un des deux libellés, ou retirer la ligne en double")
}

fn in_fiches(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(u32, Option<&str>, String), Span> = BTreeMap::new();
    let mut previous: Option<(Span, Option<&str>)> = None;
    for cell in fiche_cells(context) {
        let Some(fiche) = cell.fiche else { continue };
        if previous.is_some_and(|(span, _)| span == cell.span) {
            continue;
        }
        let label = flat(cell.label);
        // A row of the cadre is judged with the cadre.
        let opens_group =
            previous.is_none_or(|(span, group)| span.file != cell.span.file || group != cell.group);
        if cell.cadre.is_none() && label.starts_with("dont ") && opens_group {
            findings.push(
                Diagnostic::finding(
                    cell.span,
                    format!("{} n’a pas de tout au-dessus", quoted_label(cell.label)),
                )
                .help("ajouter au-dessus la ligne du tout, ou réécrire le libellé sans « dont »"),
            );
        }
        let key = (fiche.span.file.index(), cell.group, label);
        match seen.get(&key) {
            Some(first) => findings.push(repeated(cell.span, *first, cell.label)),
            None => {
                seen.insert(key, cell.span);
            }
        }
        previous = Some((cell.span, cell.group));
    }
    findings
}
