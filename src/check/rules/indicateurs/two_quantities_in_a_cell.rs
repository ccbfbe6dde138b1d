//! One box, one value.

use std::sync::LazyLock;

use super::values::{Datum, are_comparable, digit, every, say, short};
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

const MAGNITUDES: &str = "nombre|taux|part|proportion|pourcentage|montant|durée|délai|coût";

static TWO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^(?:le |la )?(?:{MAGNITUDES})s? .+(?: et|,) (?:le |la |du |de la )?(?:{MAGNITUDES})s? (?:de |d['’]|des |du |moyen)"
    ))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let data = every(context);
    let mut findings: Vec<Diagnostic> = data.iter().filter_map(cell).collect();
    let mut view = None;
    for datum in data.iter().filter(|d| d.cadre.is_none()) {
        if view.replace(datum.span) != Some(datum.span) && TWO.is_match(datum.label) {
            findings.push(
                Diagnostic::finding(
                    datum.span,
                    format!("le libellé {} nomme deux quantités", short(datum.label)),
                )
                .help("en faire deux lignes, chacune avec sa valeur"),
            );
        }
    }
    findings
}

fn cell(datum: &Datum<'_>) -> Option<Diagnostic> {
    let digits: Vec<_> = datum.cell.iter().filter(|v| digit(&v.measured.value).is_some()).collect();
    let (second, first) = digits.iter().enumerate().find_map(|(index, v)| {
        Some((*v, *digits.iter().take(index).find(|other| are_comparable(v, other))?))
    })?;
    let finding = Diagnostic::finding(
        second.measured.span,
        format!(
            "{} porte deux valeurs dans une case, {} et {}, que rien ne distingue",
            datum.name(),
            say(&first.measured.value),
            say(&second.measured.value)
        ),
    )
    .also(first.measured.span, "l’autre valeur")
    .help("garder la bonne valeur, ou dire la période (« au ») ou le périmètre (« perimetre ») de chacune");
    Some(finding)
}
