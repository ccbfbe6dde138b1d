//! The office of a signatory agrees in gender everywhere.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::names::{body, office, signatories, words};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::parties::{Party, Signatory};
use crate::text::{Span, Spanned, pattern};
use regex::{Match, Regex};

pub(crate) static PAGE: Page = Page {
    title: "la fonction d’un signataire ne s’accorde pas d’un endroit à l’autre",
    severity: Severity::Warning,
    checks: "« Préfet » ou « Préfète », « Président » ou « Présidente » : la forme de la qualité déclarée est cherchée dans la \
              désignation, dans le bloc de signature, puis dans le texte, où ne sont lus que « le Préfet », « la Préfète » \
              (avec leur majuscule, hors préfet de région) et « le Président », « la Présidente » du conseil de la \
              collectivité. Écrit sans majuscule, le mot désigne la fonction en général et n’est pas retenu ; quand une \
              préfète et un préfet signent ensemble, le texte peut nommer l’un ou l’autre.",
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
    let prefet = r"(Préfet|Préfète)\b(?: (de (?:la )?[Rr]égion|de [Pp]olice|maritime|honoraire|délégué))?";
    let body = r"[Cc]onseil (?:départemental|régional|métropolitain)|Département|[Cc]onseil de la [Mm]étropole|Métropole|Région|Ville";
    pattern(&format!(r"{article}{prefet}|{article}(Président|Présidente) (?:du|de la) ({body})\b"))
});

/// The roots of the words that name a body in the office of who presides over it.
const BODIES: [&str; 4] = ["departement", "metropol", "region", "ville"];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = context.dossier.convention.parties.iter().filter_map(data).collect();
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for signatory in signatories(context) {
        let Some((_, as_written, other)) = office(&signatory.title_held.value) else { continue };
        let mut places: Vec<Span> = Vec::new();
        for passage in body(context).filter(|p| p.text.contains(other)) {
            for found in NAMED.captures_iter(&passage.text) {
                let (word, body) = (found.get(1).or_else(|| found.get(3)), found.get(4));
                let may_be = |s: &Signatory| body.is_none_or(|body: Match<'_>| presides(s, body.as_str()));
                // Of a préfète of région and a préfet of département, a text may name either.
                let is_right = || {
                    signatories(context)
                        .any(|s| may_be(s) && office(&s.title_held.value).is_some_and(|o| o.1 == other))
                };
                let named = word.filter(|m| m.as_str() == other && found.get(2).is_none());
                let named = named.filter(|_| may_be(signatory) && !is_right());
                places.extend(named.map(|m| passage.span_of(&m.range())).filter(|place| told.insert(*place)));
            }
        }
        let Some((first, others)) = places.split_first() else { continue };
        let how_many = if others.is_empty() { String::new() } else { format!(" {} fois", places.len()) };
        let finding = Diagnostic::finding(
            *first,
            format!("le texte écrit{how_many} « {other} », et le signataire est « {as_written} »"),
        )
        .help("accorder la fonction avec la personne qui signe");
        let finding = finding.also(signatory.title_held.span, format!("qualité : {}", signatory.title_held));
        findings.push(others.iter().take(9).fold(finding, |d, s| d.also(*s, other)));
    }
    findings
}

/// Whether a signatory may be who presides over a body that a text names: its title names it, or is the office alone.
fn presides(signatory: &Signatory, body: &str) -> bool {
    let (title, body) = (flat(&signatory.title_held.value), flat(body));
    !title.contains(' ') || BODIES.into_iter().any(|root| title.contains(root) && body.contains(root))
}

/// Compares the designation of a party and the signature blocks with the titles of its signatories.
fn data(party: &Party) -> Option<Diagnostic> {
    let offices: Vec<_> = party.signatories.iter().map(|s| office(&s.title_held.value)).collect();
    let is_one_office = offices.windows(2).all(|pair| pair.first() == pair.last());
    party.signatories.iter().enumerate().find_map(|(rank, signatory)| {
        let designation = Some(&party.designation).filter(|_| rank == 0 && is_one_office);
        disagreement(signatory, designation.into_iter().chain(&signatory.block))
    })
}

/// The first of some texts that has the office of a signatory in the other gender.
fn disagreement<'d>(
    signatory: &Signatory,
    mut texts: impl Iterator<Item = &'d Spanned<String>>,
) -> Option<Diagnostic> {
    let (masculine, as_written, other) = office(&signatory.title_held.value)?;
    texts.find_map(|text| {
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
                format!("« {text} » ne s’accorde pas avec la qualité, « {} »", signatory.title_held),
            )
            .also(signatory.title_held.span, "qualité du signataire")
            .help("accorder la fonction avec la personne qui signe"),
        )
    })
}
