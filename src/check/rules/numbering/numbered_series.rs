//! Checks that numbered phases, volets, meetings… count 1, 2, 3… and are as many as announced.

use super::sequence::sequence_breaks;
use super::series::{NumberedItem, NumberedSeries, hash_series, opening_series};
use crate::check::headings::by_file;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "une suite numérotée saute ou répète un numéro",
    severity: Severity::Error,
    checks: "Dans un même fichier, les paragraphes, éléments de liste ou titres qui commencent par « Phase 1 – », \
              « Volet 2 : », « Axe 3. », et les « Comité technique #1 », « #2 »… se suivent à partir de 1, quand la \
              plupart sont à leur place ou que le texte en annonce autant. Leur nombre est comparé à celui qu’un texte \
              annonce juste avant (« le projet comporte 4 phases »). Une sélection (« Action 12 », « Action 15 ») n’est \
              pas une suite : seul un numéro répété ou qui recule y est signalé, en conseil.",
    why: "Une phase qui manque ou qui revient change le contenu de l’engagement, ou son calendrier.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. Le travail comporte 3 phases.\n\nPhase 1 – Repérage.\n\nPhase 2 – Rencontre.\n\nPhase 3 – Suivi.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "Phase 2 – Rencontre.",
            to: "Phase 4 – Rencontre.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "Phase 3 – Suivi.",
                to: "Phase 3 – Suivi.\n\nPour les familles :\n\nPhase 1 – Visite.\n\nPhase 2 – Suivi.",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "Phase 3 – Suivi.",
                to: "Phase 3 – Suivi.\n\nDeux actions du schéma s'y rattachent :\n\n- Action 12 : aller vers ;\n- Action 15 : loger.",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passages in by_file(&context.dossier.passages) {
        let sequences = opening_series(passages).into_values().chain(hash_series(passages).into_values());
        for series in sequences.filter(|run| run.items.len() > 1) {
            if series.is_sure() {
                findings.extend(series.runs().iter().flat_map(|run| breaks_of(run)));
                findings.extend(against_announced(&series));
            } else if series.is_in_list() {
                findings.extend(descents(&series));
            }
        }
    }
    findings
}

fn breaks_of(run: &[NumberedItem<'_>]) -> Vec<Diagnostic> {
    let numbers: Vec<u32> = run.iter().map(|item| item.number).collect();
    sequence_breaks(&numbers)
        .iter()
        .filter_map(|sequence_break| {
            let here = run.get(sequence_break.index)?;
            let expected = sequence_break.expected;
            let finding = match sequence_break.first.and_then(|index| run.get(index)) {
                Some(first) => Diagnostic::finding(
                    here.span(),
                    format!("« {} » est déjà dit : le numéro {expected} est attendu", here.text()),
                )
                .also(first.span(), "dit ici"),
                None => Diagnostic::finding(
                    here.span(),
                    format!("« {} » vient quand le numéro {expected} est attendu", here.text()),
                ),
            };
            Some(finding.help("rétablir la suite des numéros"))
        })
        .collect()
}

/// The announced number against the items found; NUM-013 compares lists.
fn against_announced(series: &NumberedSeries<'_>) -> Option<Diagnostic> {
    let (announced, span) = series.announced?;
    let first = series.items.first()?;
    let count = series.runs().first()?.len();
    if series.is_in_list() || usize::try_from(announced).ok()? == count {
        return None;
    }
    let last = series.items.get(count.checked_sub(1)?)?;
    Some(
        Diagnostic::finding(
            span,
            format!(
                "le texte en annonce {announced}, et {count} suivent, de « {} » à « {} »",
                first.text(),
                last.text()
            ),
        )
        .also(first.span(), "le premier")
        .also(last.span(), "le dernier")
        .help("compléter la suite, ou corriger le nombre annoncé"),
    )
}

/// Numbers that repeat or go back in a list that is a selection, not a sequence.
fn descents(series: &NumberedSeries<'_>) -> Vec<Diagnostic> {
    series
        .items
        .windows(2)
        .filter_map(|pair| {
            let [before, after] = pair else { return None };
            if after.number > before.number {
                return None;
            }
            let message = format!("« {} » vient après « {} »", after.text(), before.text());
            Some(
                Diagnostic::finding(after.span(), message)
                    .also(before.span(), "l’élément qui précède")
                    .help("vérifier le numéro")
                    .advice(),
            )
        })
        .collect()
}
