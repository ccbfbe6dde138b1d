//! Checks that each funded fiche details its charges.

use super::texts::{amounts, by_file, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget::{counted, fiche_total};
use crate::model::passage::PassageKind;
use crate::model::table::ColumnType;
use crate::model::{Fiche, Passage};

const FILE: &str = "content/2024/fiches/03-prevention.md";

pub(crate) static PAGE: Page = Page {
    title: "des budgets sont financés sans que leurs charges soient détaillées",
    severity: Severity::Advice,
    checks: "Les fiches dont un budget compté est financé, et qui ne donnent ni charge dans aucun de leurs budgets, ni \
              bordereau, ni tableau chiffré en euros : un seul constat pour l’acte. Les coûts dits dans les seules \
              phrases ne sont pas un détail des charges.",
    why: "Sans charges, rien ne dit à quoi sert le financement, ni ce qui devra être justifié au compte rendu.",
    source: "Rubrique « budget détaillé » du modèle de fiche ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[
            Change {
                file: FILE,
                from: "  charges:\n    - { libelle: Équipe mobile, montant: \"33 333,33 €\" }\n",
                to: "",
            },
            Change { file: FILE, from: "{budget.charges}\n\n", to: "" },
        ],
        admitted: &[Change {
            file: FILE,
            from: "{budget.charges}\n\n",
            to: "| Dépense       | Montant     |\n|---------------|-------------|\n| Équipe mobile | 33 333,33 € |\n\n",
        }],
    },
};

/// Most fiches pointed at.
const FICHES_SHOWN_MAX: usize = 24;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(context.dossier);
    let undetailed: Vec<&Fiche> =
        context.fiches().filter(|fiche| is_undetailed(fiche, passages(&all, fiche))).collect();
    let locations = undetailed.iter().filter_map(|fiche| Some((*fiche, counted(fiche).next()?.span)));
    let mut locations = locations.take(FICHES_SHOWN_MAX);
    let Some((first, span)) = locations.next() else { return Vec::new() };
    let message = match undetailed.len() {
        1 => format!(
            "le budget de la fiche {} est financé, et aucune charge n’y est détaillée",
            first.number.value
        ),
        n => format!("{n} fiches ont un budget financé dont aucune charge n’est détaillée"),
    };
    let finding = Diagnostic::finding(span, message).here(format!("fiche {}", first.number.value));
    let finding = locations
        .fold(finding, |finding, (fiche, span)| finding.also(span, format!("fiche {}", fiche.number.value)));
    vec![finding.help("écrire les charges que ces financements paient (« charges »), ou un tableau chiffré")]
}

/// Whether a fiche is funded and gives no charge in figures.
fn is_undetailed(fiche: &Fiche, passages: &[Passage]) -> bool {
    let has_charges = fiche.budgets.iter().any(|b| !b.charges.is_empty())
        || !fiche.bordereaux.is_empty()
        || fiche.tables.iter().flat_map(|t| &t.columns).any(|c| c.kind == ColumnType::Montant);
    let has_amount = |p: &Passage| p.kind == PassageKind::Cell && amounts(p).next().is_some();
    !has_charges && !fiche_total(fiche).total.is_zero() && !passages.iter().any(has_amount)
}
