//! The acronyms declared and the text do not say the same.

use std::collections::BTreeSet;

use crate::check::rules::form::acronyms::{acronyms, expansion, initials_match, vicinity};
use crate::check::rules::form::pieces::{Piece, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{flat, singular};
use crate::model::budget::{Charge, Cost, FactorKind};

pub(crate) static PAGE: Page = Page {
    title: "un sigle déclaré ne répond pas au texte",
    severity: Severity::Warning,
    checks: "Chaque sigle déclaré dans `sigles` : le texte l’emploie (sinon, conseil), et, quand il le développe à côté d’une \
              parenthèse, avec les mots déclarés. Le pluriel, les accents et les capitales ne comptent pas. Un développement \
              dont les initiales ne sont pas celles du sigle n’est pas comparé.",
    why: "Le développement déclaré fixe le sens du sigle pour tout l’acte : deux sens, ou un sigle que rien n’emploie, \
               égarent le lecteur.",
    source: "Cohérence interne de l’acte ; usage éditorial des listes de sigles.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "le revenu de solidarité active (RSA)",
            to: "la ressource de soutien annuelle (RSA)",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "le revenu de solidarité active (RSA)",
            to: "les Revenus de Solidarité Active (RSA)",
        }],
    },
};

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let pieces: Vec<&Piece<'_>> = pieces(c).collect();
    let mut findings = useless(c);
    for m in pieces.iter().filter(|m| !m.of_cadre) {
        for acronym in acronyms(m.text) {
            let declared = c.dossier.convention.acronyms.iter().find(|(s, _)| s.value == acronym.letters);
            let Some((key, direction)) = declared.filter(|_| m.free(&acronym.bytes)) else { continue };
            let Some(parsed) =
                expansion(m.text, &acronym).filter(|parsed| initials_match(parsed, acronym.letters))
            else {
                continue;
            };
            if !ends_with_name(vicinity(m.text, &acronym).unwrap_or(""), direction) {
                findings.push(
                    Diagnostic::finding(
                        m.span(&acronym.bytes),
                        format!(
                            "« {} » est développé ici « {} », et déclaré « {direction} »",
                            acronym.letters,
                            parsed.trim_end_matches(['»', ' '])
                        ),
                    )
                    .also(key.span, "le développement déclaré dans `sigles`")
                    .help("garder un seul développement, ou deux sigles s’il y a deux sens"),
                );
            }
        }
    }
    findings
}

/// The acronyms of the list that no text of the project writes.
fn useless(c: &Context<'_>) -> Vec<Diagnostic> {
    let convention = &c.dossier.convention;
    let declaration = convention.cadre.span.file;
    let direction: BTreeSet<&str> = convention.acronyms.iter().map(|(_, s)| s.as_str()).collect();
    // The file of the list counts by its printed texts, without the list itself.
    let elsewhere =
        |s: &str| c.sources.iter().any(|(f, source)| f != declaration && written(source.text(), s));
    let here = |s: &str| {
        c.passages_of(declaration).any(|p| !direction.contains(p.text.as_str()) && written(&p.text, s))
    };
    let posts = c.fiches().flat_map(|f| &f.budgets).flat_map(|b| &b.charges).any(counts_posts);
    let is_used = |s: &str| s == c.dossier.cadre.acronym || (posts && s == "ETP") || elsewhere(s) || here(s);
    convention
        .acronyms
        .iter()
        .filter(|(s, _)| !is_used(&s.value))
        .map(|(s, direction)| {
            Diagnostic::finding(
                s.span,
                format!("le sigle « {} » ({direction}) n’est employé nulle part", s.value),
            )
            .advice()
            .help("le retirer de la liste")
        })
        .collect()
}

/// Whether a text writes an acronym, as a word of its own.
fn written(text: &str, acronym: &str) -> bool {
    let boundary = |l: Option<char>| !l.is_some_and(char::is_alphanumeric);
    text.match_indices(acronym).any(|(i, s)| {
        let before = text.get(..i).and_then(|t| t.chars().next_back());
        boundary(before) && boundary(text.get(i + s.len()..).and_then(|t| t.chars().next()))
    })
}

/// Whether a line of costs prints a number of posts, whose unit the program writes.
fn counts_posts(charge: &Charge) -> bool {
    match &charge.cost {
        Cost::Valorisation(v) => v.factors.iter().any(|f| f.kind == FactorKind::Number("ETP")),
        Cost::Detailed(lines) => lines.iter().any(counts_posts),
        Cost::Montant(_) | Cost::Bordereau(_) | Cost::Absent(_) => false,
    }
}

/// The words that count in a name, in the singular.
fn content_words(text: &str) -> Vec<String> {
    flat(text).split(' ').filter(|m| m.len() > 3).map(|m| singular(m).into_owned()).collect()
}

/// Whether a text ends, or begins, with the words of a name.
fn ends_with_name(text: &str, name: &str) -> bool {
    let (text, name) = (content_words(text), content_words(name));
    let alike = |a: &[String]| {
        a.len() == name.len()
            && a.iter()
                .zip(&name)
                .all(|(x, y)| strsim::osa_distance(x, y) <= 2 && x.chars().next() == y.chars().next())
    };
    text.len() >= name.len()
        && (text.get(text.len() - name.len()..).is_some_and(alike)
            || text.get(..name.len()).is_some_and(alike))
}
