//! Bounds of what an indicator can be worth.

use rust_decimal::Decimal;

use crate::check::rules::indicateurs::values::{Datum, digit, every, interval, say, short};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;

pub(crate) static PAGE: Page = Page {
    title: "une valeur sort des bornes de son indicateur",
    severity: Severity::Error,
    checks: "Dans les fiches et la matrice : un taux (unité « % », ou nature « taux » au cadre) entre 0 et 100 ; un \
              nombre de quelque chose, positif ; un nombre de personnes, entier. Une évolution, une progression, une \
              occupation ou un remplissage peuvent passer 100 % ; un nombre d’ETP, une moyenne et un rapport (« par \
              conseiller ») peuvent être décimaux.",
    why: "Un taux de 195 % ou un nombre de personnes à virgule est une erreur de saisie ou d’unité : tout calcul \
               qui s’y appuie est faux.",
    source: "Définition d’un taux et d’un dénombrement ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "valeurs: { Cible 2024: 45 personnes }",
            to: "valeurs: { Cible 2024: \"45,5 personnes\" }",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "{ libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
                to: "{ libelle: Nombre moyen de jeunes suivis, valeurs: { Cible 2024: \"45,5 personnes\" } }",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "{ libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
                to: "{ libelle: Taux d’occupation de l’équipe, valeurs: { Cible 2024: 104 % } }",
            },
        ],
    },
};

/// Rates that may go past their whole, or below nothing.
const FREE_WORDS: [&str; 9] = [
    "evolution",
    "progression",
    "croissance",
    "variation",
    "augmentation",
    "hausse",
    "baisse",
    "occupation",
    "remplissage",
];

/// What makes a count a quotient.
const RATIOS: [&str; 7] = ["etp", "equivalent", "moyen", "heures", "jours", "par", "mensuel"];

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    every(c)
        .iter()
        .flat_map(|d| d.cell.iter().filter_map(move |v| report(d, &v.measured.value, v.measured.span)))
        .collect()
}

fn report(
    datum: &Datum<'_>,
    measured: &crate::model::Measured,
    span: crate::text::Span,
) -> Option<Diagnostic> {
    let (low, high) = interval(measured)?;
    let number = digit(measured)?;
    let label = flat(datum.label);
    let words: Vec<&str> = label.split(' ').collect();
    let unit = number.unit.as_deref().or(datum.unit());
    let kind = datum.cadre.and_then(|(_, i)| i.kind.as_deref());
    let rate = unit == Some("%") || kind == Some("taux");
    let under = |bound: Decimal| [low, high].into_iter().flatten().any(|v| v < bound);
    let safe = |bound: Decimal| [low, high].into_iter().flatten().any(|v| v > bound);
    let free = words.iter().any(|m| FREE_WORDS.contains(m));
    let count = matches!(words.first(), Some(&("nombre" | "nombres"))) || label.starts_with("dont nombre");
    let rapport = words.iter().any(|m| RATIOS.iter().any(|r| m == r || (r.len() > 3 && m.starts_with(r))))
        || unit.is_some_and(|u| u.to_lowercase().starts_with("etp"));
    let whole = [low, high].into_iter().flatten().all(|v| v.is_integer());
    let fault = if rate && !free && (under(Decimal::ZERO) || safe(Decimal::ONE_HUNDRED)) {
        "est un taux, et doit être compris entre 0 et 100\u{a0}%"
    } else if count && under(Decimal::ZERO) {
        "compte quelque chose, et ne peut être négatif"
    } else if count && !rate && !rapport && !whole {
        "compte des unités, et ne peut avoir de décimales"
    } else {
        return None;
    };
    Some(
        Diagnostic::finding(span, format!("{} : {} {fault}", say(measured), short(datum.label)))
            .help("corriger la valeur, ou dire son unité si c’en est une autre"),
    )
}
