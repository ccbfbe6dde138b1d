//! Dates outside the period of the report.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::rapport::{Rapport, Reported};
use crate::model::{Day, ImpreciseDate, Window};

pub(crate) static PAGE: Page = Page {
    title: "une date d’exécution sort de la période du rapport",
    severity: Severity::Error,
    checks: "Une action qui finit avant de commencer ; une action commencée après la fin de la période ou finie avant son début ; un résultat dont la date, ou la fin de la période, n’est pas dans celle du rapport. Les dates imprécises ne sont pas comparées.",
    why: "Ce qui s’est passé hors de la période se compte dans un autre rapport : le compter ici, c’est le compter deux fois.",
    source: "Convention, article sur l’évaluation : période d’exécution des actions.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "    au: 2025-03-31\n    source: \"Carnet",
            to: "    au: 2025-05-31\n    source: \"Carnet",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "debut: 2024-06-01",
            to: "debut: 2023-06-01",
        }],
    },
};

fn day(datum: &Reported<ImpreciseDate>) -> Option<(Day, crate::text::Span)> {
    match datum {
        Ok(d) => match d.value {
            ImpreciseDate::Day(j) => Some((j, d.span)),
            _ => None,
        },
        Err(_) => None,
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.dossier.rapports.iter().flat_map(dates).collect()
}

/// The dates of a report that are out of its period.
fn dates(rapport: &Rapport) -> Vec<Diagnostic> {
    let (opening, closing) = rapport.period.value;
    let mut findings = Vec::new();
    let mut say = |span, message: String| {
        findings.push(
            Diagnostic::finding(span, message)
                .also(rapport.period.span, format!("période {}", Window::FromTo(opening, closing)))
                .help("corriger la date, ou la période du rapport"),
        );
    };
    for fiche in &rapport.fiches {
        let (start, end) = (day(&fiche.start), day(&fiche.end));
        match (start, end) {
            (Some((start, _)), Some((end, span))) if end < start => {
                say(span, format!("l’action finit le {end}, avant de commencer le {start}"));
            }
            (Some((start, span)), _) if start > closing => {
                say(span, format!("l’action commence le {start}, après la période du rapport"));
            }
            (_, Some((end, span))) if end < opening => {
                say(span, format!("l’action a fini le {end}, avant la période du rapport"));
            }
            _ => {}
        }
    }
    let of_fiches = rapport.fiches.iter().flat_map(|f| &f.results).map(|r| &r.value);
    let of_matrix = rapport.matrix.iter().flat_map(|l| &l.cells).map(|(_, cell)| cell);
    for value in of_fiches.chain(of_matrix).flatten() {
        let date = value.window.map(|f| match f {
            Window::AsOf(j) | Window::FromTo(_, j) => j,
        });
        if let Some(date) = date.filter(|d| *d < opening || *d > closing) {
            say(
                value.measured.span,
                format!("ce résultat est daté du {date}, hors de la période du rapport"),
            );
        }
    }
    findings
}
