//! Checks that the year columns of a table of objectives do not overlap, and include the edition's year.

use super::facts::bounds;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Fiche;
use crate::model::column::ColumnKind;
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

/// A column of a year, or of a period of years, and of nothing else.
struct YearColumn<'d> {
    title: &'d str,
    first_year: u16,
    last_year: u16,
    is_period: bool,
    span: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let edition = context.dossier.convention.year;
    context.fiches().filter_map(|fiche| check_fiche(fiche, edition)).collect()
}

fn check_fiche(fiche: &Fiche, edition: u16) -> Option<Diagnostic> {
    let all_columns = &fiche.objectives.as_ref()?.columns;
    let columns: Vec<YearColumn<'_>> = all_columns
        .iter()
        .filter_map(|column| {
            let own = Some(&column.meaning).filter(|meaning| meaning.kind == Some(ColumnKind::Exercice))?;
            let (first_year, last_year) = (*own.years.first()?, *own.years.last()?);
            let is_period = own.years.len() > 1;
            Some(YearColumn {
                title: &column.title.value,
                first_year,
                last_year,
                is_period,
                span: column.title.span,
            })
        })
        .collect();
    let finding = |column: &YearColumn<'_>, message: String| {
        Some(Diagnostic::finding(column.span, message).help("corriger l’année de la colonne"))
    };
    for column in &columns {
        if column.is_period && column.last_year <= column.first_year {
            return finding(column, format!("la colonne « {} » finit avant d’avoir duré", column.title));
        }
        let before = |year: u16| {
            column.first_year < edition && edition <= column.last_year && column.first_year < year
        };
        if column.is_period
            && let Some((year, span)) = launch_year(fiche).filter(|(year, _)| before(*year))
        {
            let message =
                format!("la colonne « {} » commence avant l’action, mise en place en {year}", column.title);
            return finding(column, message).map(|d| d.also(span, "mise en place"));
        }
    }
    let first = columns.first()?;
    let overlap = columns.iter().enumerate().find_map(|(i, a)| {
        let meets_a = |b: &&YearColumn<'_>| a.first_year <= b.last_year && b.first_year <= a.last_year;
        columns.iter().skip(i + 1).find(meets_a).map(|b| (a, b))
    });
    if let Some((a, b)) = overlap {
        let message = format!("les colonnes « {} » et « {} » ont une année en commun", a.title, b.title);
        return finding(b, message).map(|d| d.also(a.span, a.title.to_owned()));
    }
    let included = columns.iter().any(|c| (c.first_year..=c.last_year).contains(&edition));
    if columns.len() == all_columns.len() && !included {
        let titles: Vec<String> = columns.iter().map(|c| format!("« {} »", c.title)).collect();
        let message =
            format!("aucune colonne ne comprend {edition}, l’année de l’édition : {}", titles.join(", "));
        return finding(first, message).map(Diagnostic::advice);
    }
    None
}

/// The earliest year of launch, with its place; `None` when a part of the action is not dated.
fn launch_year(fiche: &Fiche) -> Option<(u16, Span)> {
    let launches = fiche.launch.as_ref()?.as_ref().ok()?;
    let years: Vec<(u16, Span)> = launches
        .iter()
        .filter_map(|d| Some((u16::try_from(bounds(&d.datum)?.0.year()).ok()?, d.span)))
        .collect();
    // An undated part may have been launched earlier.
    (years.len() == launches.len()).then(|| years.into_iter().min_by_key(|(year, _)| *year)).flatten()
}
