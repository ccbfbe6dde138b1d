//! Spaces and signs that French typography wants otherwise, and that setting the text does not set right.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::rules::form::pieces::{Piece, fix, others, pieces};
use crate::check::rules::form::signs::{Fault, Kind, faults};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::passage::PassageKind;
use crate::text::FileId;

pub(crate) static PAGE: Page = Page {
    title: "un signe ou une espace n’est pas celui de la typographie française",
    severity: Severity::Advice,
    checks: "Espaces doubles ; espace avant « , » et « . » ; espace qui manque après « , », avant « : ; ? ! % € » et à \
              l’intérieur des « guillemets » ; guillemets droits autour d’un mot ; trois points au lieu de « … » et points après \
              « etc. » ; « 1ère », « 2ème », « 1ier » ; « n ° » et « n°5 » ; « Mr » ; « oeuvre », « coeur » sans ligature ; \
              milliers séparés par des points. Un constat par sorte et par fichier ; « --fix » les corrige, sans jamais toucher \
              un chiffre. Les apostrophes et les espaces insécables sont mises par la composition et ne sont pas des \
              fautes. Le cadre, les textes à la lettre, les références, les adresses et l’« alternative » des \
              figures, qui n’est pas de l’acte, ne sont pas lus.",
    why: "Le document imprimé montre ces signes tels quels ; leur relevé automatique laisse les relecteurs lire le fond.",
    source: "Lexique des règles typographiques en usage à l’Imprimerie nationale.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "La convention vaut un an.",
            to: "La convention  vaut un an , etc...",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "La convention vaut un an.",
                to: "L'accord, à 10:30, vaut 12,5 % (…) : voir https://a.example/b?c=d;e, §\u{a0}1 ; « oui » ?",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "alternative: Un point noir figure l'entrée du parcours.",
                to: "alternative: Un point noir figure l'entrée du parcours, etc...",
            },
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "La convention vaut un an.",
                to: "Les 1ers accueils, au 2e étage, `a  b,c...`, valent 1 200 €.",
            },
        ],
    },
};

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let mut hits: BTreeMap<(FileId, Kind), Vec<(&Piece<'_>, Fault)>> = BTreeMap::new();
    let alternatives: BTreeSet<(FileId, &str)> =
        c.fiches().flat_map(|f| f.figures.iter().map(|i| (f.span.file, i.alternative.trim()))).collect();
    let describes = |m: &Piece<'_>| {
        m.passage.kind == PassageKind::Field && alternatives.contains(&(m.file(), m.passage.text.trim()))
    };
    for m in pieces(c).filter(|m| !m.of_cadre && !describes(m)) {
        for fault in faults(m.text).into_iter().filter(|f| m.free(&f.bytes)) {
            // A blank that the source does not have comes from a line that was folded.
            if c.sources.text(m.span(&fault.bytes)) == m.text.get(fault.bytes.clone()).unwrap_or("") {
                hits.entry((m.file(), fault.sort)).or_default().push((m, fault));
            }
        }
    }
    hits.iter().filter_map(|((_, sort), list)| say(c, *sort, list)).collect()
}

fn say(c: &Context<'_>, sort: Kind, list: &[(&Piece<'_>, Fault)]) -> Option<Diagnostic> {
    let ((m, fault), rest) = list.split_first()?;
    let (what, remedy) = sort.words();
    let shown = |m: &Piece<'_>, f: &Fault| surround(m.text, &f.bytes);
    let finding = Diagnostic::finding(
        m.span(&fault.bytes),
        format!("{what} : « {} »{}", shown(m, fault), others(rest.len())),
    );
    let mut sure_edits =
        list.iter().filter_map(|(m, f)| m.edition(c, &f.bytes, f.fresh.as_deref()?)).peekable();
    let fact = if sure_edits.peek().is_some() { " ; « calpae check --fix » le fait" } else { "" };
    let finding = fix(finding.help(format!("{remedy}{fact}")), sure_edits);
    Some(rest.iter().take(2).fold(finding, |d, (m, f)| d.also(m.span(&f.bytes), "de même")))
}

/// A fault with the words that it touches.
fn surround(text: &str, bytes: &Range<usize>) -> String {
    let cut = |l: char| l.is_whitespace();
    let before = text.get(..bytes.start).unwrap_or("");
    let start = before
        .trim_end()
        .rfind(cut)
        .map_or(0, |i| before.get(i..).map_or(i, |t| i + t.chars().next().map_or(0, char::len_utf8)));
    let after = text.get(bytes.end..).unwrap_or("");
    let margin = after.len() - after.trim_start().len();
    let end = after.trim_start().find(cut).map_or(text.len(), |i| bytes.end + margin + i);
    text.get(start..end).unwrap_or("").trim().to_owned()
}
