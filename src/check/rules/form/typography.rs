//! Typographical faults that typesetting does not repair by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::signs::{SignFault, SignKind, faults};
use crate::check::pieces::{TextPiece, fix, others, pieces};
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

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_kind: BTreeMap<(FileId, SignKind), Vec<(&TextPiece<'_>, SignFault)>> = BTreeMap::new();
    let alternatives: BTreeSet<(FileId, &str)> = context
        .fiches()
        .flat_map(|f| f.figures.iter().map(|i| (f.span.file, i.alternative.trim())))
        .collect();
    let describes = |piece: &TextPiece<'_>| {
        piece.passage.kind == PassageKind::Field
            && alternatives.contains(&(piece.file(), piece.passage.text.trim()))
    };
    for piece in pieces(context).filter(|piece| !piece.of_cadre && !describes(piece)) {
        for fault in faults(piece.text).into_iter().filter(|f| piece.free(&f.bytes)) {
            // Skip blanks that come from a folded line: the source does not have them.
            if context.sources.text(piece.span(&fault.bytes))
                == piece.text.get(fault.bytes.clone()).unwrap_or("")
            {
                by_kind.entry((piece.file(), fault.kind)).or_default().push((piece, fault));
            }
        }
    }
    by_kind.iter().filter_map(|((_, kind), list)| say(context, *kind, list)).collect()
}

fn say(context: &Context<'_>, kind: SignKind, list: &[(&TextPiece<'_>, SignFault)]) -> Option<Diagnostic> {
    let ((piece, fault), rest) = list.split_first()?;
    let (what, remedy) = kind.words();
    let shown = |piece: &TextPiece<'_>, f: &SignFault| surround(piece.text, &f.bytes);
    let finding = Diagnostic::finding(
        piece.span(&fault.bytes),
        format!("{what} : « {} »{}", shown(piece, fault), others(rest.len())),
    );
    let mut edits = list
        .iter()
        .filter_map(|(piece, f)| piece.edit(context, &f.bytes, f.corrected.as_deref()?))
        .peekable();
    let fix_hint = if edits.peek().is_some() { " ; « calpae check --fix » le fait" } else { "" };
    let finding = fix(finding.help(format!("{remedy}{fix_hint}")), edits);
    Some(rest.iter().take(2).fold(finding, |d, (piece, f)| d.also(piece.span(&f.bytes), "de même")))
}

/// Quotes a fault with the words around it.
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
