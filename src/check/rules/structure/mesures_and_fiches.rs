//! The measures of the framework, the fiches that serve them, and what the matrix says of them.

use std::collections::BTreeMap;

use crate::check::section_headings::{not_contracted, table_of};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Fiche;
use crate::model::cadre::AnnexeTable;
use crate::text::Spanned;

pub(crate) static PAGE: Page = Page {
    title: "une mesure et les fiches ne se répondent pas",
    severity: Severity::Warning,
    checks: "Une mesure du cadre qui n’est pas « non contracté » dans la matrice est servie par une fiche ; une mesure \
              « non contracté », sans valeur dans une colonne plus récente, n’en a pas ; dans un cadre qui sépare le \
              socle (annexe à matrice) et les initiatives, une fiche du socle sert une mesure, et une mesure est \
              servie dans l’annexe de la matrice. Une mesure servie dans une autre annexe et « non contracté » donne \
              un seul constat.",
    why: "Une mesure contractée sans fiche est un engagement sans action ; une fiche sans mesure n’est rattachée \
               à aucun indicateur national.",
    source: "Matrice des engagements du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "annexe: B",
            to: "annexe: B\nmesures: [\"2.2\"]",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "annexe: B",
            to: "annexe: A\nmesures: [\"1.1\"]",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let mut findings = Vec::new();
    let mut served_items: BTreeMap<&str, Vec<(&Fiche, &Spanned<String>)>> = BTreeMap::new();
    for fiche in context.fiches() {
        for mesure in &fiche.mesures {
            served_items.entry(mesure.value.as_str()).or_default().push((fiche, mesure));
        }
    }
    let distinguishes = cadre.annexes.iter().any(|a| a.table == AnnexeTable::Matrix)
        && cadre.annexes.iter().any(|a| a.table == AnnexeTable::Executions);
    for mesure in cadre.themes.iter().flat_map(|t| &t.mesures) {
        let not_contracted = not_contracted(context.dossier, &mesure.number);
        let fiches = served_items.get(mesure.number.as_str()).map_or(&[][..], Vec::as_slice);
        if fiches.is_empty() && not_contracted.is_none() {
            let span =
                mesure.indicateurs.first().map_or(context.dossier.convention.cadre.span, |i| i.id.span);
            findings.push(
                Diagnostic::finding(
                    span,
                    format!("la mesure {} « {} » n’est servie par aucune fiche", mesure.number, mesure.title),
                )
                .help(format!(
                    "déclarer la mesure dans les « mesures » d’une fiche, ou « \"{}\": non contracté » dans la matrice",
                    mesure.number
                )),
            );
        }
        for (fiche, here) in fiches {
            let elsewhere =
                distinguishes && table_of(cadre, &fiche.annexe.value) == Some(AnnexeTable::Executions);
            let annexe = if elsewhere { format!(", à l’annexe {}", fiche.annexe) } else { String::new() };
            let number = &fiche.number;
            let finding = match not_contracted {
                Some(span) => Diagnostic::finding(
                    here.span,
                    format!("la mesure {} est « non contracté » dans la matrice, et la fiche {number} la sert{annexe}", mesure.number),
                )
                .also(span, "la matrice"),
                None if elsewhere => Diagnostic::finding(
                    here.span,
                    format!("la mesure {} est du socle, et la fiche {number} la sert à l’annexe {}", mesure.number, fiche.annexe),
                ),
                None => continue,
            };
            let finding =
                if elsewhere { finding.also(fiche.annexe.span, "l’annexe de la fiche") } else { finding };
            findings.push(finding.help("mettre d’accord la matrice, l’annexe et la mesure de la fiche"));
        }
    }
    let in_core = |f: &&Fiche| distinguishes && table_of(cadre, &f.annexe.value) == Some(AnnexeTable::Matrix);
    findings.extend(context.fiches().filter(in_core).filter(|f| f.mesures.is_empty()).map(|fiche| {
        let finding = Diagnostic::finding(
            fiche.annexe.span,
            format!(
                "la fiche {}, de l’annexe {}, ne sert aucune mesure du cadre",
                fiche.number, fiche.annexe
            ),
        )
        .help("déclarer la mesure dans « mesures », ou classer la fiche parmi les initiatives");
        match &fiche.printed_mesure {
            Some(claimed) => finding.also(claimed.span, "ce que l’acte imprime comme mesure"),
            None => finding,
        }
    }));
    findings
}
