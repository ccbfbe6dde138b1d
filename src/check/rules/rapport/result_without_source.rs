//! A result gives no source.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Measured;

pub(crate) static PAGE: Page = Page {
    title: "un résultat ne dit pas sa source",
    severity: Severity::Warning,
    checks: "Un résultat chiffré du rapport, dans une fiche ou dans la matrice, qui n’a pas de `source`. Une absence, ou des mots, n’en demandent pas.",
    why: "Un chiffre sans source ne se vérifie pas, et ne se compare pas à celui de l’année suivante.",
    source: "Convention, article sur l’évaluation : renseignement de la matrice des indicateurs.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "    source: \"Carnet de l'équipe\"",
            to: "    source: \"\"",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "    valeur: 410\n    au: 2025-03-31\n    source: \"Carnet de l'équipe\"",
            to: "    valeur: à transmettre\n    au:\n    source: \"\"",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let rapports = || context.dossier.rapports.iter();
    let of_fiches = rapports().flat_map(|r| &r.fiches).flat_map(|f| &f.results).map(|r| (r.key(), &r.value));
    let rows = rapports().flat_map(|r| &r.matrix);
    let of_matrix = rows.flat_map(|l| l.cells.iter().map(|(_, cell)| (l.key.value.as_str(), cell)));
    of_fiches
        .chain(of_matrix)
        .flat_map(|(name, cell)| cell.iter().map(move |v| (name, v)))
        .filter(|(_, v)| v.source.is_none())
        .filter(|(_, v)| !matches!(v.measured.value, Measured::Absent(_) | Measured::Text(_)))
        .map(|(name, v)| {
            Diagnostic::finding(v.measured.span, format!("le résultat de « {name} » n’a pas de source"))
                .help("écrire d’où vient le chiffre : « source: \"Registre des accueils\" »")
        })
        .collect()
}
