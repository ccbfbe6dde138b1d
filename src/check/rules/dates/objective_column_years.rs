//! The columns of years of a table of objectives, between themselves and with the edition.

use crate::check::rules::dates::facts::bounds;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::read_year;
use crate::model::Fiche;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "les années des colonnes d’objectifs ne s’accordent pas",
    severity: Severity::Warning,
    checks: "Les colonnes dont le titre est une année ou une période (« 2024 », « 2024-2025 ») et rien d’autre : une \
              période ne finit pas avant de commencer, ni l’année de son début ; deux colonnes n’ont pas d’année en \
              commun ; si toutes les colonnes sont de cette forme, l’une au moins comprend l’année de l’édition (en conseil) ; une \
              période qui la comprend ne commence pas avant l’action, datée, et l’édition. Une colonne « Cible 2027 » ou \
              « Réalisé 2023 » n’est pas comparée.",
    why: "Une année comptée dans deux colonnes, ou dans aucune, rend les résultats impossibles à suivre d’une édition \
               à l’autre.",
    source: "Suivi des indicateurs du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "  colonnes: [Cible 2024]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            to: "  colonnes: [\"2023-2024\", \"2024\"]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { \"2023-2024\": { valeur: 45 personnes, source: Registre }, \"2024\": { valeur: 45 personnes, source: Registre } } }",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "  colonnes: [Cible 2024]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            to: "  colonnes: [\"2023\", \"2024\"]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { \"2023\": { valeur: 45 personnes, source: Registre }, \"2024\": { valeur: 45 personnes, source: Registre } } }",
        }],
    },
};

/// A column and its first and last year.
struct Column<'d> {
    title: &'d str,
    from: u16,
    a: u16,
    span: Span,
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let edition = c.dossier.convention.year;
    c.fiches().filter_map(|f| judge(f, edition)).collect()
}

fn judge(fiche: &Fiche, edition: u16) -> Option<Diagnostic> {
    let every = &fiche.objectives.as_ref()?.columns;
    let columns: Vec<Column<'_>> = every
        .iter()
        .filter_map(|c| years(&c.value).map(|(from, a)| Column { title: &c.value, from, a, span: c.span }))
        .collect();
    let stated = |column: &Column<'_>, message: String| {
        Some(Diagnostic::finding(column.span, message).help("corriger l’année de la colonne"))
    };
    for column in &columns {
        let period = column.title.len() > 4;
        if period && column.a <= column.from {
            return stated(column, format!("la colonne « {} » finit avant d’avoir duré", column.title));
        }
        let before = |year: u16| column.from < edition && edition <= column.a && column.from < year;
        if period && let Some((year, place)) = baseline(fiche).filter(|(year, _)| before(*year)) {
            let message =
                format!("la colonne « {} » commence avant l’action, mise en place en {year}", column.title);
            return stated(column, message).map(|d| d.also(place, "mise en place"));
        }
    }
    let first_one = columns.first()?;
    let double = columns.iter().enumerate().find_map(|(i, a)| {
        columns.iter().skip(i + 1).find(|b| a.from <= b.a && b.from <= a.a).map(|b| (a, b))
    });
    if let Some((a, b)) = double {
        let message = format!("les colonnes « {} » et « {} » ont une année en commun", a.title, b.title);
        return stated(b, message).map(|d| d.also(a.span, a.title.to_owned()));
    }
    let included = columns.iter().any(|c| (c.from..=c.a).contains(&edition));
    if columns.len() == every.len() && !included {
        let titles: Vec<String> = columns.iter().map(|c| format!("« {} »", c.title)).collect();
        let message =
            format!("aucune colonne ne comprend {edition}, l’année de l’édition : {}", titles.join(", "));
        return stated(first_one, message).map(Diagnostic::advice);
    }
    None
}

/// The years of a title that says nothing else.
fn years(title: &str) -> Option<(u16, u16)> {
    match title.split(['-', '–', '/']).collect::<Vec<_>>().as_slice() {
        [single] => read_year(single).map(|a| (a, a)),
        [from, a] => read_year(from).zip(read_year(a)),
        _ => None,
    }
}

/// The year in which the action starts at the earliest, and where it is said.
fn baseline(fiche: &Fiche) -> Option<(u16, Span)> {
    let start_set = fiche.launch.as_ref()?.as_ref().ok()?;
    let years: Vec<(u16, Span)> = start_set
        .iter()
        .filter_map(|d| Some((u16::try_from(bounds(&d.datum)?.0.year()).ok()?, d.span)))
        .collect();
    // A part that is not dated may have started earlier.
    (years.len() == start_set.len()).then(|| years.into_iter().min_by_key(|(a, _)| *a)).flatten()
}
