//! A text is cut short.

use std::ops::Range;
use std::sync::LazyLock;

use crate::check::pieces::{TextPiece, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::PlainText;
use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::text::lookalikes::plain_character;
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un texte paraît coupé",
    severity: Severity::Warning,
    checks: "Une donnée qui finit par une virgule ; un titre, un libellé ou une case qui finit par un article ou une \
              préposition ; un paragraphe de prose qui commence par une minuscule, hors liste, et que ni deux points ni un \
              tableau n’annoncent ; un paragraphe de prose de plus de dix mots, hors liste, sans ponctuation finale (conseil) ; un \
              texte qui dit lui-même que sa fin manque. Les visas, qui se suivent en une phrase, sont laissés de côté.",
    why: "Un copier-coller ou un saut de page a pu emporter des mots : l’engagement imprimé n’est plus celui que l’on a voté.",
    source: "Intégrité de l’acte : CGCT, art. L. 3131-1 (l’acte transmis est l’acte signé) ; usage éditorial.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "Une équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.",
            to: "mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "s'interrompt, là où ils sont.",
                to: "s'interrompt :\n\n- chez eux ;\n- à l'école.",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "s'interrompt, là où ils sont.",
                to: "s'interrompt.\n\n**Les horaires**\n\n8 h à 18 h",
            },
        ],
    },
};

/// Wording by which a text admits that a part of it is missing.
static LOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:la |sa )?(?:fin|suite) (?:de (?:la|cette) (?:note|phrase|ligne|cellule|définition) |du texte )?(?:est |a été )?(?:perdue?|manquante?|illisible|tronquée?|coupée?)|(?:texte|note|phrase) (?:tronquée?|coupée?|incomplète?|illisible)",
    )
});

/// Words that cannot end a text.
const DANGLING: [&str; 22] = [
    "de", "du", "des", "la", "le", "les", "un", "une", "et", "ou", "à", "au", "aux", "pour", "par", "dans",
    "avec", "dont", "que", "qui", "d", "l",
];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = pieces(context).filter_map(|piece| label(context, piece)).collect();
    let passages = &context.dossier.passages;
    let previous_passages = [None].into_iter().chain(passages.iter().map(Some));
    findings.extend(passages.iter().zip(previous_passages).filter_map(|(p, before)| paragraph(p, before)));
    findings
}

/// Whether a text has words that [`LOST`] needs.
fn may_admit(text: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    has(&["perdu", "manquant", "illisible", "tronqu", "coupé", "incompl"])
        && has(&["fin", "suite", "texte", "note", "phrase", "Fin", "Suite", "Texte", "Note", "Phrase"])
        || has(&["PERDU", "MANQUANT", "ILLISIBLE", "TRONQU", "COUPÉ", "INCOMPL"])
            && has(&["FIN", "SUITE", "TEXTE", "NOTE", "PHRASE"])
}

/// Where a text admits that a part of it is missing.
fn admitted(text: &str) -> Option<Range<usize>> {
    let plain = PlainText::of(may_admit(text).then_some(text)?);
    LOST.find(plain.as_str()).map(|found| plain.written(&found.range()))
}

/// The first word of a paragraph when it is the rest of a sentence: « conclue en 2024 », « à compter », « l’action ».
fn lowered_head(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (first, rest) = text.split_at_checked(end)?;
    let next = rest.chars().next().map(plain_character);
    let is_word = match first.chars().count() {
        0 => false,
        // « a) », « x = 2 ».
        1 => match next {
            Some('\'') => "cdjlmnst".contains(first),
            Some(' ') => ["à", "y"].contains(&first),
            _ => false,
        },
        _ => true,
    };
    let letter = rest.chars().nth(1);
    // « d) » is numbered, « l’ » is a word before another.
    let is_elision = next != Some('\'') || letter.is_some_and(char::is_alphabetic);
    (is_word && is_elision && first.chars().all(char::is_lowercase)).then_some(first)
}

/// Checks that a field, a title or a cell is complete.
fn label(context: &Context<'_>, piece: &TextPiece<'_>) -> Option<Diagnostic> {
    let text = piece.text.trim_end();
    if piece.file() == context.dossier.convention.cadre.span.file {
        return None;
    }
    if let Some(found) = admitted(text) {
        let shown = text.get(found.clone()).unwrap_or("");
        return Some(
            Diagnostic::finding(
                piece.span(&found),
                format!("ce texte dit lui-même qu’il est incomplet : « {shown} »"),
            )
            .help("retrouver l’original et le compléter"),
        );
    }
    let short = matches!(
        piece.passage.kind,
        PassageKind::Field | PassageKind::Row | PassageKind::Cell | PassageKind::Heading(_)
    );
    if !short || text.split_whitespace().nth(1).is_none() {
        return None;
    }
    if text.ends_with(',') && piece.passage.kind != PassageKind::Row {
        let bytes = text.len() - 1..text.len();
        return Some(
            Diagnostic::finding(piece.span(&bytes), "ce texte finit par une virgule : la suite manque")
                .help("retrouver la suite, ou finir la phrase"),
        );
    }
    // Skip visa designations of the framework: documents append a number and a date to them.
    if piece.of_cadre
        && context
            .dossier
            .cadre
            .visas
            .iter()
            .any(|v| v.span.start <= piece.passage.span.start && piece.passage.span.end <= v.span.end)
    {
        return None;
    }
    let last = text.rsplit(|l: char| !l.is_alphabetic()).next().unwrap_or("");
    let dangling = DANGLING.contains(&last) && text.len() > last.len();
    let bytes = text.len() - last.len()..text.len();
    dangling.then(|| {
        Diagnostic::finding(piece.span(&bytes), format!("ce texte s’arrête sur « {last} » : la suite manque"))
            .help("retrouver la suite")
    })
}

/// Checks that a paragraph neither begins nor ends in the middle of a sentence.
fn paragraph(passage: &Passage, before: Option<&Passage>) -> Option<Diagnostic> {
    if passage.kind != PassageKind::Paragraph || passage.item.is_some() {
        return None;
    }
    let text = passage.text.trim();
    let has_words_past = |count| text.split_whitespace().nth(count).is_some();
    let previous = before.filter(|a| a.file() == passage.file());
    // A paragraph may continue a list, a table or a reference that stands alone.
    let continues = previous.is_some_and(|a| {
        let end = a.text.trim_end();
        a.item.is_some()
            || end.ends_with([':', ',', ';', '}'])
            || matches!(a.kind, PassageKind::Cell | PassageKind::Code | PassageKind::Field | PassageKind::Row)
                && previous_is_body(a, passage)
    });
    if let Some(first) = lowered_head(text).filter(|_| has_words_past(3) && !continues) {
        let bytes = 0..first.len();
        return Some(
            Diagnostic::finding(
                passage.span_of(&bytes),
                format!("ce paragraphe commence par une minuscule, « {first} » : son début manque"),
            )
            .help("le rattacher au paragraphe qui précède, ou retrouver son début"),
        );
    }
    let closed = text.ends_with(['.', '!', '?', '…', ':', ';', '»', ')', '}', '”', ',']);
    let last = text.split_whitespace().next_back()?;
    if closed || !has_words_past(10) || !last.ends_with(char::is_alphanumeric) {
        return None;
    }
    let end = passage.text.trim_end().len();
    Some(
        Diagnostic::finding(
            passage.span_of(&(end - last.len()..end)),
            format!("ce paragraphe s’arrête sur « {last} », sans ponctuation"),
        )
        .advice()
        .help("finir la phrase par un point, ou retrouver sa suite"),
    )
}

/// Whether the previous passage belongs to the same text, not to the YAML header above it.
fn previous_is_body(before: &Passage, p: &Passage) -> bool {
    p.span.start.saturating_sub(before.span.end) < 200
        && before.kind != PassageKind::Field
        && before.kind != PassageKind::Row
}
