//! Checks that a fiche, and the act, keep to one numbering style.

use crate::model::Numero;
use std::collections::BTreeMap;

use crate::check::headings::{Heading, NumeralStyle, by_file, headings_of};
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
    let fiches: BTreeMap<FileId, &Fiche> = context.fiches().map(|fiche| (fiche.span.file, fiche)).collect();
    let mut findings = Vec::new();
    // Fiches by style, each with its first numbered heading.
    let mut styles: BTreeMap<NumeralStyle, Vec<(Numero, &Passage)>> = BTreeMap::new();
    for passages in by_file(&context.dossier.passages) {
        let Some(fiche) = passages.first().and_then(|passage| fiches.get(&passage.file())) else { continue };
        let headings = headings_of(passages.iter());
        let rubriques: Vec<&Heading<'_>> = headings.iter().filter(|heading| heading.level == 2).collect();
        if let Some(finding) = in_fiche(&rubriques, &headings) {
            findings.push(finding);
        }
        let first = rubriques
            .iter()
            .find_map(|heading| heading.number.as_ref().map(|number| (number.style, heading.passage)));
        if let Some((style, passage)) = first {
            styles.entry(style).or_default().push((fiche.number.value, passage));
        }
    }
    findings.extend(in_act(&styles));
    findings
}

/// The first change of style within a fiche, the most telling first.
fn in_fiche(rubriques: &[&Heading<'_>], headings: &[Heading<'_>]) -> Option<Diagnostic> {
    let numbers =
        || rubriques.iter().filter_map(|heading| heading.number.as_ref().map(|number| (*heading, number)));
    let (first, style) = numbers().map(|(heading, number)| (heading, number.style)).next()?;
    let help = "numéroter toutes les rubriques de la même façon, comme le modèle national";
    if let Some((other, number)) = numbers().find(|(_, number)| number.style != style) {
        let message = format!(
            "les rubriques passent des chiffres {} aux chiffres {}",
            style.word(),
            number.style.word()
        );
        return Some(
            Diagnostic::finding(other.span(), message).also(first.span(), "style de départ").help(help),
        );
    }
    let mut unnumbered = rubriques.iter().filter(|heading| heading.number.is_none());
    if let Some(heading) = unnumbered.next() {
        let (numbered, total) = (numbers().count(), rubriques.len());
        if numbered * 2 < total {
            return Some(few_numbered(first, numbered, total).help(help));
        }
        let name = heading.text().trim_end_matches([':', ' ', '\u{a0}']);
        let mut finding = Diagnostic::finding(
            heading.passage.span,
            format!(
                "« {name} » n’a pas de numéro, alors que {numbered} des {total} rubriques de la fiche en ont un"
            ),
        )
        .help(help);
        for heading in unnumbered {
            finding = finding.also(heading.passage.span, "sans numéro non plus");
        }
        return Some(finding);
    }
    let compound = || {
        headings.iter().filter_map(|heading| {
            heading.number.as_ref().filter(|number| number.parts.len() > 1).map(|number| (heading, number))
        })
    };
    let (first, closes) = compound().map(|(heading, number)| (heading, number.closes)).next()?;
    let (other, number) = compound().find(|(_, number)| number.closes != closes)?;
    let (here, before) = if closes { ("sans", "avec") } else { ("avec", "sans") };
    let message = format!("le numéro {} est écrit {here} point final, et le premier {before}", number.key());
    Some(
        Diagnostic::finding(other.span(), message)
            .also(first.span(), "le premier")
            .help("écrire tous les numéros de la même façon"),
    )
}

/// When few headings have a number, the first numbered one stands out.
fn few_numbered(first: &Heading<'_>, numbered: usize, total: usize) -> Diagnostic {
    let message = match numbered {
        1 => format!("une seule rubrique sur {total} est numérotée"),
        _ => format!("{numbered} rubriques seulement sur {total} sont numérotées"),
    };
    Diagnostic::finding(first.passage.span, message)
}

fn in_act(styles: &BTreeMap<NumeralStyle, Vec<(Numero, &Passage)>>) -> Option<Diagnostic> {
    let mut order: Vec<_> = styles.iter().collect();
    order.sort_by_key(|(_, fiches)| fiches.len());
    let [(rare, fiches), (usual, others)] = order.as_slice() else { return None };
    let (first_fiche, passage) = fiches.first()?;
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
    .here(format!("fiche {first_fiche}"))
    .help("garder un seul style d’une fiche à l’autre");
    for (number, passage) in fiches.iter().skip(1) {
        finding = finding.also(passage.span, format!("fiche {number}"));
    }
    Some(finding)
}

fn how_many(n: usize) -> String {
    format!("{n} fiche{}", if n > 1 { "s" } else { "" })
}
