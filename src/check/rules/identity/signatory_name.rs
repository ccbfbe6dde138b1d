//! Names of persons in the prose against those who sign.

use std::sync::LazyLock;

use super::names::{body, signatories};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::text::{LETTERS, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un signataire est nommé autrement dans le texte",
    severity: Severity::Warning,
    checks: "Les noms qui suivent « Monsieur », « Madame », « M. » ou « Mme » dans les articles et les fiches sont comparés \
              aux signataires des parties : est retenu un nom qui en diffère de deux lettres au plus, ou d’un \
              accent, ou dont seul le prénom change. Un nom sans ressemblance est celui d’une autre personne, et un nom de \
              famille seul n’est pas comparé.",
    why: "L’identité du signataire fonde sa compétence pour engager sa collectivité ou l’État.",
    source: "CRPA, art. L. 212-1 (l’acte porte le prénom, le nom et la qualité de son auteur) ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/00-preambule.md",
            from: "Monsieur Barnabé Ostrevent",
            to: "Monsieur Barnabé Ostrévant",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/00-preambule.md",
                from: "Monsieur Barnabé Ostrevent",
                to: "M. Ostrevent",
            },
            Change {
                file: "content/2024/articles/00-preambule.md",
                from: "Monsieur Barnabé Ostrevent",
                to: "Madame Hermine Delaroche",
            },
        ],
    },
};

/// Substrings that the pattern needs, to skip most passages without running it.
const HONORIFICS: [&str; 6] = ["Monsieur", "Madame", "MONSIEUR", "MADAME", "M.", "Mme"];

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let word = format!("[A-ZÀ-ÖØ-Þ][0-9{LETTERS}’'-]+");
    pattern(&format!(
        r"\b(?:Monsieur|Madame|M\.|Mme|MONSIEUR|MADAME)[ \x{{a0}}]({word}(?:[ \x{{a0}}](?:(?:de|du|des|d['’]|la|le)[ \x{{a0}}])*{word}){{1,3}})"
    ))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let signatories: Vec<_> = signatories(context).map(|signatory| &signatory.name).collect();
    let mut findings = Vec::new();
    for passage in body(context).filter(|p| HONORIFICS.iter().any(|m| p.text.contains(m))) {
        for name in NAMED.captures_iter(&passage.text).filter_map(|t| t.get(1)) {
            let near = signatories.iter().find(|s| almost(name.as_str(), &s.value));
            if signatories.iter().any(|s| same(name.as_str(), &s.value)) {
                continue;
            }
            if let Some(signatory) = near {
                findings.push(
                    Diagnostic::finding(
                        passage.span_of(&name.range()),
                        format!(
                            "« {} » est presque le nom du signataire, « {} »",
                            name.as_str(),
                            signatory.value
                        ),
                    )
                    .also(signatory.span, "nom du signataire")
                    .help("écrire le même nom aux deux endroits"),
                );
            }
        }
    }
    findings
}

/// Whether two names are the same but for case, apostrophes and no-break spaces.
fn same(name: &str, signatory: &str) -> bool {
    let own = |t: &str| t.to_lowercase().replace('\u{a0}', " ").replace('’', "'");
    let (name, signatory) = (own(name), own(signatory));
    name == signatory || name.strip_prefix(&signatory).is_some_and(|rest| rest.starts_with(' '))
}

fn almost(name: &str, signatory: &str) -> bool {
    let (name, signatory) = (flat(name), flat(signatory));
    let family = |t: &str| t.split_once(' ').map(|(_, f)| f.to_owned());
    let same_family = family(&name).is_some_and(|f| f.chars().count() > 3 && family(&signatory) == Some(f));
    same_family || (strsim::osa_distance(&name, &signatory) <= 2)
}
