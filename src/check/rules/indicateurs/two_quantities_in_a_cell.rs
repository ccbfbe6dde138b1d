//! Checks that a cell holds one value, and that a label names one quantity.

use std::sync::LazyLock;

use super::values::{
    IndicateurCell, all_cells, figure, format_measured, quoted_label, same_window_and_perimeter,
};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une case, ou un libellé, mêle deux quantités",
    severity: Severity::Warning,
    checks: "Une case qui contient deux nombres que ni la période ni le périmètre ne distinguent, dans les fiches et \
              dans la matrice ; puis un libellé propre à une fiche qui nomme deux grandeurs (« Nombre de… et nombre \
              de… »). Les libellés du référentiel ne sont pas examinés.",
    why: "De deux nombres dans une case, on ne sait lequel répond à l’indicateur : aucun des deux ne peut être \
               suivi, ni comparé à une cible.",
    source: "Cohérence interne de l’acte ; un indicateur, une définition, une valeur par période.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/indicateurs.yaml",
            from: "\"2024\": 100 }",
            to: "\"2024\": [100, 95] }",
        }],
        admitted: &[
            Change {
                file: "content/2024/indicateurs.yaml",
                from: "\"2024\": 100 }",
                to: "\"2024\": [100, { valeur: 95, perimetre: dont terminés avant l’été }] }",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "libelle: Nombre de jeunes suivis,",
                to: "libelle: Nombre de jeunes et de familles suivis,",
            },
        ],
    },
};

const QUANTITY_WORDS: &str = "nombre|taux|part|proportion|pourcentage|montant|durée|délai|coût";

static TWO_QUANTITIES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?:le |la )?(?:{QUANTITY_WORDS})s? .+(?: et|,) (?:le |la |du |de la )?(?:{QUANTITY_WORDS})s? (?:de |d['’]|des |du |moyen)"
    ))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let data = all_cells(context);
    let mut findings: Vec<Diagnostic> = data.iter().filter_map(in_cell).collect();
    let mut previous_row = None;
    for cell in data.iter().filter(|cell| cell.cadre.is_none()) {
        if previous_row.replace(cell.span) != Some(cell.span) && TWO_QUANTITIES.is_match(cell.label) {
            findings.push(
                Diagnostic::finding(
                    cell.span,
                    format!("le libellé {} nomme deux quantités", quoted_label(cell.label)),
                )
                .help("en faire deux lignes, chacune avec sa valeur"),
            );
        }
    }
    findings
}

fn in_cell(cell: &IndicateurCell<'_>) -> Option<Diagnostic> {
    let figures: Vec<_> =
        cell.values.iter().filter(|value| figure(&value.measured.value).is_some()).collect();
    let (second, first) = figures.iter().enumerate().find_map(|(index, value)| {
        Some((*value, *figures.iter().take(index).find(|other| same_window_and_perimeter(value, other))?))
    })?;
    let finding = Diagnostic::finding(
        second.measured.span,
        format!(
            "{} porte deux valeurs dans une case, {} et {}, que rien ne distingue",
            cell.name(),
            format_measured(&first.measured.value),
            format_measured(&second.measured.value)
        ),
    )
    .also(first.measured.span, "l’autre valeur")
    .help("garder la bonne valeur, ou dire la période (« au ») ou le périmètre (« perimetre ») de chacune");
    Some(finding)
}
