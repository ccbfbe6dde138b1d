//! The office of a signatory agrees in gender everywhere.

use std::sync::LazyLock;

use super::names::{body, office, words};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::convention::Party;
use crate::text::{Span, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "la fonction d’un signataire ne s’accorde pas d’un endroit à l’autre",
    severity: Severity::Warning,
    checks: "« Préfet » ou « Préfète », « Président » ou « Présidente » : la forme de la qualité déclarée est cherchée dans la \
              désignation, dans le bloc de signature, puis dans le texte, où ne sont lus que « le Préfet », « la Préfète » \
              (avec leur majuscule, hors préfet de région) et « le Président », « la Présidente » du Conseil départemental. \
              Écrit sans majuscule, le mot désigne la fonction en général et n’est pas retenu.",
    why: "Une qualité restée celle du prédécesseur montre un texte repris sans relecture, et laisse un doute sur le \
               signataire.",
    source: "Cohérence interne de l’acte ; circulaire du 21 novembre 2017 relative aux règles de féminisation dans les \
             textes publiés au Journal officiel.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/organisation.yaml",
            from: "      - La Préfète de la Haute-Vaunoise",
            to: "      - Le Préfet de la Haute-Vaunoise",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "Chacune des parties peut y mettre fin",
                to: "Le Préfet de région en est informé. Chacune des parties peut y mettre fin",
            },
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "Chacune des parties peut y mettre fin",
                to: "Le préfet de département la notifie, avec la Préfète. Chacune des parties peut y mettre fin",
            },
        ],
    },
};

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let article = r"(?:[Ll]e|[Ll]a|[Aa]u|[Dd]u)[ \x{a0}]";
    pattern(&format!(
        r"{article}(Préfet|Préfète)\b(?: (de (?:la )?[Rr]égion|de [Pp]olice|maritime|honoraire|délégué))?|{article}(Président|Présidente) du (?:[Cc]onseil départemental|Département)\b"
    ))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let parties = [&context.dossier.organisation.etat, &context.dossier.organisation.authority];
    let mut findings: Vec<Diagnostic> = parties.iter().filter_map(|party| data(party)).collect();
    for party in parties {
        let Some((_, as_written, other)) = office(&party.title_held.value) else { continue };
        let mut places: Vec<Span> = Vec::new();
        for passage in body(context).filter(|p| p.text.contains(other)) {
            for found in NAMED.captures_iter(&passage.text) {
                let word = found.get(1).or_else(|| found.get(3));
                let named = word.filter(|m| m.as_str() == other && found.get(2).is_none());
                places.extend(named.map(|m| passage.span_of(&m.range())));
            }
        }
        let Some((first, others)) = places.split_first() else { continue };
        let how_many = if others.is_empty() { String::new() } else { format!(" {} fois", places.len()) };
        let finding = Diagnostic::finding(
            *first,
            format!("le texte écrit{how_many} « {other} », et le signataire est « {as_written} »"),
        )
        .help("accorder la fonction avec la personne qui signe");
        let finding = finding.also(party.title_held.span, format!("qualité : {}", party.title_held));
        findings.push(others.iter().take(9).fold(finding, |d, s| d.also(*s, other)));
    }
    findings
}

/// Compares the designation and the signature block with the title of a party.
fn data(party: &Party) -> Option<Diagnostic> {
    let (masculine, as_written, other) = office(&party.title_held.value)?;
    let texts = std::iter::once(&party.designation).chain(&party.signature);
    texts.into_iter().find_map(|text| {
        let faulty = words(&text.value).into_iter().any(|m| m.flat() == flat(other));
        let article = if as_written == masculine { "la " } else { "le " };
        let article =
            text.value.to_lowercase().starts_with(&format!("{article}{}", as_written.to_lowercase()));
        if !faulty && !article {
            return None;
        }
        Some(
            Diagnostic::finding(
                text.span,
                format!("« {text} » ne s’accorde pas avec la qualité, « {} »", party.title_held),
            )
            .also(party.title_held.span, "qualité du signataire")
            .help("accorder la fonction avec la personne qui signe"),
        )
    })
}
