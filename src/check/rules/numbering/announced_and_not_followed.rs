//! Checks that the figure, table or list that a text announces follows it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::check::headings::by_file;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{PlainText, flat};
use crate::model::passage::{Passage, PassageKind};
use crate::text::{FileId, head, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "ce que le texte annonce ne suit pas",
    severity: Severity::Error,
    checks: "« Le tableau ci-dessous », « la figure suivante », « le schéma ci-après » sont suivis, avant le titre de \
              rubrique suivant, d’une figure ou d’un tableau ; un paragraphe qui finit par deux-points est suivi d’un \
              texte, d’une liste, d’un tableau, d’une donnée citée, ou de sous-titres. Un élément de liste, une \
              cellule et un titre qui finissent par deux-points sont laissés de côté. Une figure déclarée manquante \
              suit bien : son absence est dite par une autre règle.",
    why: "Une annonce sans suite est un texte coupé : ce qui devait être lu et voté n’est pas là.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. Le tableau ci-dessous donne les sites.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 5. Budget détaillé\n",
                to: "## 5. Budget détaillé\n\nLe tableau suivant donne les charges, puis les ressources :\n",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont. Deux temps se suivent :\n\n### Le repérage\n\nIl est fait en rue.",
            },
        ],
    },
};

static ANNOUNCEMENT: LazyLock<Regex> = LazyLock::new(|| {
    let text = r"\b(?:le|la|les) (tableaux?|figures?|schémas?|graphiques?|cartes?|diagrammes?) (?:ci-dessous|ci-après|suivante?s?)\b";
    pattern(text)
});

/// What comes after an announcement of something that stands elsewhere, flattened.
const ELSEWHERE: [&str; 5] = ["de la fiche", "de l annexe", "de l article", "du rapport", "de la convention"];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let body_start: BTreeMap<FileId, usize> = context
        .dossier
        .articles
        .iter()
        .map(|article| article.span)
        .chain(context.fiches().map(|fiche| fiche.span))
        .map(|span| (span.file, span.start))
        .collect();
    by_file(&context.dossier.passages)
        .filter(|passages| passages.first().is_some_and(|passage| body_start.contains_key(&passage.file())))
        .flat_map(|passages| {
            let start =
                passages.first().and_then(|passage| body_start.get(&passage.file())).copied().unwrap_or(0);
            let start = passages.partition_point(|passage| passage.span.start < start);
            announcements(passages.get(start..).unwrap_or(&[]))
        })
        .collect()
}

fn announcements(passages: &[Passage]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    // Read backwards, so that what follows is known.
    let (mut shows_something, mut next): (bool, Option<&Passage>) = (false, None);
    let mut level = 2;
    for passage in passages.iter().rev() {
        match passage.kind {
            PassageKind::Heading(heading_level) => {
                if heading_level <= 2 {
                    shows_something = false;
                }
                level = heading_level;
            }
            PassageKind::Paragraph => {
                findings.extend(without_follow_up(passage, shows_something, next, level));
            }
            PassageKind::Cell | PassageKind::Row | PassageKind::Field | PassageKind::Code => {}
        }
        shows_something |= passage.kind == PassageKind::Cell
            || passage.kind == PassageKind::Field
            || passage.text.trim_start().starts_with('{');
        next = Some(passage);
    }
    findings
}

fn without_follow_up(
    passage: &Passage,
    shows_something: bool,
    next: Option<&Passage>,
    level: u8,
) -> Option<Diagnostic> {
    let announces = || {
        ["ci-", "CI-", "Ci-", "ci‑", "CI‑", "ci‐", "suivant", "SUIVANT"]
            .iter()
            .any(|word| passage.text.contains(word))
    };
    let is_read = !shows_something && announces();
    let plain = PlainText::of(if is_read { &passage.text } else { "" });
    if let Some(found) = ANNOUNCEMENT.captures(plain.as_str()) {
        let (announcement, noun) = (plain.written(&found.get(0)?.range()), found.get(1)?.as_str());
        // « Le tableau suivant de la fiche 1 » is there.
        let after = flat(head(passage.text.get(announcement.end..).unwrap_or(""), 40));
        if ELSEWHERE.iter().any(|words| after.starts_with(words)) {
            return None;
        }
        return Some(
            Diagnostic::finding(
                passage.span_of(&announcement),
                format!(
                    "« {} » est annoncé, et rien ne suit dans cette rubrique",
                    passage.text.get(announcement.clone()).unwrap_or("")
                ),
            )
            .help(format!("placer ici ce que la phrase annonce ({noun}), ou retirer l’annonce")),
        );
    }
    let text = passage.text.trim_end();
    if !text.ends_with(':') || passage.item.is_some() || text.starts_with('{') {
        return None;
    }
    let ends_here = match next.map(|passage| passage.kind) {
        None => true,
        // Deeper headings are the items of the enumeration.
        Some(PassageKind::Heading(_)) => level <= 2,
        Some(_) => false,
    };
    let end = text.len();
    let start = text.rfind(char::is_whitespace).unwrap_or(0);
    ends_here.then(|| {
        Diagnostic::finding(
            passage.span_of(&(start..end)),
            "ce paragraphe annonce une suite, et la rubrique s’arrête",
        )
        .help("compléter le texte, ou finir la phrase par un point")
    })
}
