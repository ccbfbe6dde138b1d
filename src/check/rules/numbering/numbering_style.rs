//! One way of numbering in a fiche, and one in the act.

use std::collections::BTreeMap;

use crate::check::headings::{Heading, Style, by_file, titles};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Fiche;
use crate::model::passage::Passage;
use crate::text::FileId;

pub(crate) static PAGE: Page = Page {
    title: "la numérotation change de style",
    severity: Severity::Advice,
    checks: "Dans une fiche, les rubriques (titres `##`) sont toutes numérotées, ou aucune, en chiffres arabes ou \
              romains, mais d’une seule façon ; les titres à numéro composé finissent tous leur numéro par un point, \
              ou aucun. Puis, d’une fiche à l’autre, le même style de chiffres. Chaque fiche donne un constat au plus, \
              l’acte un de plus.",
    why: "Des fiches numérotées autrement ne se comparent pas et se citent mal : « la rubrique 5 » n’est pas la \
               même partout.",
    source: "Cohérence interne de l’acte ; modèle national de fiche.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "## 6. Objectifs et progression",
            to: "## VI. Objectifs et progression",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Le parcours type",
            to: "### Le parcours\n\nLe parcours type",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let fiches: BTreeMap<FileId, &Fiche> = context.fiches().map(|f| (f.span.file, f)).collect();
    let mut findings = Vec::new();
    // The fiches of one style, each with its first numbered section.
    let mut styles: BTreeMap<Style, Vec<(u16, &Passage)>> = BTreeMap::new();
    for passages in by_file(&context.dossier.passages) {
        let Some(fiche) = passages.first().and_then(|p| fiches.get(&p.file())) else { continue };
        let titles = titles(passages.iter());
        let rubriques: Vec<&Heading<'_>> = titles.iter().filter(|t| t.level == 2).collect();
        if let Some(finding) = in_fiche(&rubriques, &titles) {
            findings.push(finding);
        }
        let first = rubriques.iter().find_map(|t| t.number.as_ref().map(|n| (n.style, t.passage)));
        if let Some((style, passage)) = first {
            styles.entry(style).or_default().push((fiche.number.value, passage));
        }
    }
    findings.extend(in_act(&styles));
    findings
}

/// What changes within one fiche: the first change found, the most telling first.
fn in_fiche(rubriques: &[&Heading<'_>], titles: &[Heading<'_>]) -> Option<Diagnostic> {
    let numbers = || rubriques.iter().filter_map(|t| t.number.as_ref().map(|n| (*t, n)));
    let (first, style) = numbers().map(|(t, n)| (t, n.style)).next()?;
    let help = "numéroter toutes les rubriques de la même façon, comme le modèle national";
    if let Some((other, n)) = numbers().find(|(_, n)| n.style != style) {
        let message =
            format!("les rubriques passent des chiffres {} aux chiffres {}", style.word(), n.style.word());
        return Some(
            Diagnostic::finding(other.span(), message).also(first.span(), "style de départ").help(help),
        );
    }
    let mut without = rubriques.iter().filter(|t| t.number.is_none());
    if let Some(title) = without.next() {
        let (with, all) = (numbers().count(), rubriques.len());
        if with * 2 < all {
            return Some(few_numbered(first, with, all).help(help));
        }
        let name = title.text().trim_end_matches([':', ' ', '\u{a0}']);
        let mut finding = Diagnostic::finding(
            title.passage.span,
            format!(
                "« {name} » n’a pas de numéro, alors que {with} des {all} rubriques de la fiche en ont un"
            ),
        )
        .help(help);
        for title in without {
            finding = finding.also(title.passage.span, "sans numéro non plus");
        }
        return Some(finding);
    }
    let compound =
        || titles.iter().filter_map(|t| t.number.as_ref().filter(|n| n.parties.len() > 1).map(|n| (t, n)));
    let (first, closes) = compound().map(|(t, n)| (t, n.closes)).next()?;
    let (other, number) = compound().find(|(_, n)| n.closes != closes)?;
    let (with, without) = if closes { ("sans", "avec") } else { ("avec", "sans") };
    let message = format!("le numéro {} est écrit {with} point final, et le premier {without}", number.key());
    Some(
        Diagnostic::finding(other.span(), message)
            .also(first.span(), "le premier")
            .help("écrire tous les numéros de la même façon"),
    )
}

/// Few sections have a number: the first of those is the one that stands out.
fn few_numbered(first: &Heading<'_>, with: usize, all: usize) -> Diagnostic {
    let message = match with {
        1 => format!("une seule rubrique sur {all} est numérotée"),
        _ => format!("{with} rubriques seulement sur {all} sont numérotées"),
    };
    Diagnostic::finding(first.passage.span, message)
}

fn in_act(styles: &BTreeMap<Style, Vec<(u16, &Passage)>>) -> Option<Diagnostic> {
    let mut order: Vec<_> = styles.iter().collect();
    order.sort_by_key(|(_, fiches)| fiches.len());
    let [(rare, fiches), (usual, others)] = order.as_slice() else { return None };
    let (first_one, passage) = fiches.first()?;
    let mut finding = Diagnostic::finding(
        passage.span,
        format!(
            "les rubriques sont numérotées en chiffres {} dans {} et en chiffres {} dans {}",
            rare.word(),
            how_many(fiches.len()),
            usual.word(),
            how_many(others.len()),
        ),
    )
    .here(format!("fiche {first_one}"))
    .help("garder un seul style d’une fiche à l’autre");
    for (number, passage) in fiches.iter().skip(1) {
        finding = finding.also(passage.span, format!("fiche {number}"));
    }
    Some(finding)
}

fn how_many(n: usize) -> String {
    format!("{n} fiche{}", if n > 1 { "s" } else { "" })
}
