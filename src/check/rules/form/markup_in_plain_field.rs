//! Markdown, HTML or a reference where only plain text is read.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::pieces::{TextPiece, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::passage::PassageKind;
use crate::text::pattern;

pub(crate) static PAGE: Page = Page {
    title: "un champ de texte simple contient des marques de mise en forme",
    severity: Severity::Warning,
    checks: "Dans les champs de l’en-tête et les cellules des tableaux de données, qui sont du texte simple : le gras « **mot** », un lien \
              « [mot](https://…) », un appel de note « [^1] », une balise « <b> », une entité « &nbsp; », une référence \
              « {budget.total} ». Le corps du texte, lui, les comprend.",
    why: "Ces marques s’impriment telles quelles : l’acte montrerait « **gras** » avec ses astérisques.",
    source: "Format de content/, section 1.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "libelle: Équipe mobile",
            to: "libelle: \"**Équipe mobile**\"",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "libelle: Équipe mobile",
            to: "libelle: \"Équipe mobile * [et voiture] <= 2 & 3 {à Meaux}\"",
        }],
    },
};

static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<bold>\*\*[^*\s](?:[^*]*[^*\s])?\*\*)|(?P<link>\[[^\[\]]+\]\((?:https?:|mailto:|www\.)[^)\s]*\))|(?P<note>\[\^[^\]\s]+\])|(?P<html></?(?i:b|i|u|s|br|p|a|em|sup|sub|span|strong|div|li|ul|ol|font)(?:\s[^<>]*)?/?>)|(?P<entity>&(?:[A-Z]?[a-z]{2,7}[0-9]{0,2}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});)|(?P<reference>\{(?:[a-z_]{3,}(?:\.[a-z0-9_+-]+)+|partenaires|duree|mise_en_place|indicateurs|compte)\})|(?P<open>\{[a-z_]{3,}(?:\.[a-z0-9_+-]+)+(?:[^a-z0-9_.}+-]|$))",
    )
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    pieces(context)
        .filter(|piece| matches!(piece.passage.kind, PassageKind::Field | PassageKind::Row))
        .flat_map(marks)
        .collect()
}

/// Whether a text has the signs that open and close a mark.
fn may_have_mark(text: &str) -> bool {
    const SIGNS: [(&str, &str); 6] =
        [("**", "**"), ("[", "]("), ("[^", "]"), ("<", ">"), ("&", ";"), ("{", "")];
    SIGNS.iter().any(|(opens, closes)| text.contains(opens) && text.contains(closes))
}

fn marks(piece: &TextPiece<'_>) -> Vec<Diagnostic> {
    if !may_have_mark(piece.text) {
        return Vec::new();
    }
    MARKUP
        .captures_iter(piece.text)
        .filter_map(|found| {
            let whole = found.get(0)?;
            let shown = whole.as_str().trim_end();
            let help = if found.name("bold").is_some() {
                format!("écrire « {} » : le gras se met dans le corps du texte", shown.trim_matches('*'))
            } else if found.name("entity").is_some() {
                "écrire le signe lui-même".to_owned()
            } else if found.name("html").is_some() {
                "retirer cette balise : ce champ est du texte simple".to_owned()
            } else if found.name("reference").or(found.name("open")).is_some() {
                "recopier la donnée, ou la citer dans le corps du texte, qui comprend les références"
                    .to_owned()
            } else if found.name("note").is_some() {
                "mettre la remarque dans « note: », ou l’appel dans le corps du texte".to_owned()
            } else {
                "mettre le lien dans le corps du texte, ou n’écrire ici que l’adresse".to_owned()
            };
            let bytes = whole.range();
            Some(
                Diagnostic::finding(
                    piece.span(&bytes),
                    format!("« {shown} » s’imprimerait tel quel dans ce champ"),
                )
                .help(help),
            )
        })
        .collect()
}
