//! Checks that a class of a list starts at the bound where the previous one ends.

use super::quantities::passage_quantities;
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::Modality;
use crate::model::Passage;
use crate::model::passage::PassageKind;

pub(crate) static PAGE: Page = Page {
    title: "deux classes voisines n’ont pas la même borne",
    severity: Severity::Warning,
    checks: "Deux items de suite d’une même liste, dont le premier finit une classe (« 24 mois au plus », « jusqu’à 24 \
              mois », « 24 mois ou moins ») et le second ouvre la suivante (« plus de 24 mois », « au-delà de 24 mois »), \
              dans la même unité : la borne est la même.",
    why: "Entre deux bornes différentes, une situation n’entre dans aucune classe, ou entre dans les deux.",
    source: "Une partition range chacun dans une classe et une seule ; cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont :\n\n- ceux qu'elle suit depuis 6 mois au plus ;\n- ceux qu'elle suit depuis plus de 6 mois.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "plus de 6 mois",
            to: "plus de 8 mois",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "plus de 6 mois",
            to: "plus de 2 ans",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut last_passage: Option<&Passage> = None;
    for passage in context.prose().filter(|p| p.kind == PassageKind::Paragraph) {
        if let Some(previous) = last_passage
            && previous.file() == passage.file()
            && let (Some(a), Some(b)) = (previous.item, passage.item)
            && a.list == b.list
            && a.index + 1 == b.index
        {
            findings.extend(compare(previous, passage));
        }
        last_passage = Some(passage);
    }
    findings
}

fn compare(before: &Passage, after: &Passage) -> Option<Diagnostic> {
    let bound = |passage: &Passage, modality: Modality| {
        passage_quantities(passage).into_iter().find(|quantity| quantity.fact.modality == modality)
    };
    let (end, start) = (bound(before, Modality::AtMost)?, bound(after, Modality::Above)?);
    if end.number == start.number || !end.is_count() || end.words.first() != start.words.first() {
        return None;
    }
    let unit = end.text.split_once(char::is_whitespace)?.1;
    Some(
        Diagnostic::finding(
            after.span_of(&start.bytes),
            format!(
                "une classe finit à {} {unit}, et la suivante commence à {} {unit}",
                number(end.number),
                number(start.number),
            ),
        )
        .also(before.span_of(&end.bytes), "fin de la classe précédente")
        .help("donner la même borne aux deux classes"),
    )
}
