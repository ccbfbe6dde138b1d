//! Shares of posts, and the posts that the text says they make.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::figures_and_words::number;
use crate::check::rules::indicateurs::grid::{grid, text};
use crate::check::rules::indicateurs::quantities::prose_by_file;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::read_decimal;
use crate::model::passage::PassageKind;
use crate::model::table::DataTable;
use crate::model::text::Block;
use crate::model::{Fiche, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "les quotités d’un tableau ne font pas les ETP que le texte annonce",
    severity: Severity::Error,
    checks: "Un tableau de données dont une colonne donne des quotités d’effectifs (« 20 % de 7 ETP ») et le paragraphe \
              qui le suit, s’il annonce un seul nombre d’ETP : ce nombre est la somme des quotités, à l’arrondi écrit.",
    why: "Le nombre d’ETP est la base du coût que l’acte met en face : faux, il fausse la participation de chacun.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "{tableau.sites}\n",
                to: "{tableau.sites}\n\n{tableau.temps}\n\nLe temps est compté.\n",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "figures:\n",
                to: "  - id: temps\n    titre: Le temps de travail\n    colonnes:\n      - { titre: Fonction }\n      \
                - { titre: Temps }\n    lignes: |\n      Référents | 20 % des missions de 7 ETP\n      \
                Pilotage  | 30 % des missions d'1 ETP\n\nfigures:\n",
            },
        ],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Le temps est compté.\n",
            to: "Cela revient à 1,5 ETP en année pleine.\n",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Le temps est compté.\n",
            to: "Cela revient à 1,7 ETP en année pleine.\n",
        }],
    },
};

static PATTERNS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    let time_share =
        r"(?P<p>[0-9]{1,3}(?:,[0-9]+)?)\s?%[^0-9%]{0,40}?\b(?:de |d['’])(?P<n>[0-9]+(?:,[0-9]+)?)\s?ETP\b";
    let fte = r"(?P<n>[0-9]+(?:,[0-9]+)?)\s?ETP\b";
    (pattern(time_share), pattern(fte))
});

/// A share of some posts.
struct TimeShare {
    share: Decimal,
    fte: Decimal,
    span: Span,
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let prose = prose_by_file(c);
    let passages = |f: &Fiche| prose.get(&f.span.file.index()).map_or(&[] as &[&Passage], Vec::as_slice);
    c.fiches()
        .flat_map(|f| f.tables.iter().filter_map(|t| compare(passages(f), f, t)).collect::<Vec<_>>())
        .collect()
}

fn time_shares(table: &DataTable) -> Vec<TimeShare> {
    let grid = grid(table);
    let places = grid.iter().enumerate().flat_map(|(index, l)| l.iter().filter(move |p| p.head == index));
    places
        .filter_map(|p| {
            let stated = text(&p.cell.value);
            let matched = PATTERNS.0.captures(&stated)?;
            let read = |name: &str| read_decimal(matched.name(name)?.as_str()).ok();
            Some(TimeShare { share: read("p")?, fte: read("n")?, span: p.cell.span })
        })
        .collect()
}

fn compare(passages: &[&Passage], fiche: &Fiche, table: &DataTable) -> Option<Diagnostic> {
    let time_shares = time_shares(table);
    if time_shares.len() < 2 {
        return None;
    }
    let key = format!("tableau.{}", table.id.value);
    let reference = fiche.sections.iter().flat_map(|s| &s.body).find_map(|b| match b {
        Block::Reference(r) if r.value == key => Some(r.span),
        _ => None,
    })?;
    let after = |p: &&&Passage| p.kind == PassageKind::Paragraph && p.span.start >= reference.end;
    let passage = passages.iter().find(after)?;
    let mut statements = PATTERNS.1.captures_iter(&passage.text);
    let parsed = statements.next().filter(|_| statements.next().is_none())?.name("n")?;
    let stated = read_decimal(parsed.as_str()).ok()?;
    let sum = time_shares.iter().try_fold(Decimal::ZERO, |s, q| {
        s.checked_add(q.share.checked_mul(q.fte)?.checked_div(Decimal::ONE_HUNDRED)?)
    })?;
    let tolerance = Decimal::new(5, stated.scale().saturating_add(1).min(20));
    if (sum - stated).abs() <= tolerance {
        return None;
    }
    let terms: Vec<String> =
        time_shares.iter().map(|q| format!("{}\u{a0}% × {}", number(q.share), number(q.fte))).collect();
    let mut finding = Diagnostic::finding(
        passage.span_of(&parsed.range()),
        format!(
            "le texte annonce {} ETP, et les quotités du tableau en font {}",
            number(stated),
            number(sum)
        ),
    )
    .arithmetic(format!("{} = {} ; affiché : {}", terms.join(" + "), number(sum), number(stated)))
    .help("corriger une quotité, un effectif ou le nombre annoncé");
    for q in &time_shares {
        finding = finding.also(q.span, format!("{}\u{a0}% de {} ETP", number(q.share), number(q.fte)));
    }
    Some(finding)
}
