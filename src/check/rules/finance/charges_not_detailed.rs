//! Funded budgets whose fiche tells no cost.

use crate::check::rules::finance::texts::{by_file, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget::{counted, fiche_total};
use crate::model::passage::{Fact, PassageKind};
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

/// Most fiches shown.
const PLACES_MAX: usize = 24;

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(c.dossier);
    let silent: Vec<&Fiche> = c.fiches().filter(|f| is_silent(f, passages(&all, f))).collect();
    let locations = silent.iter().filter_map(|f| Some((*f, counted(f).next()?.span)));
    let mut locations = locations.take(PLACES_MAX);
    let Some((first_one, span)) = locations.next() else { return Vec::new() };
    let message = match silent.len() {
        1 => format!(
            "le budget de la fiche {} est financé, et aucune charge n’y est détaillée",
            first_one.number.value
        ),
        n => format!("{n} fiches ont un budget financé dont aucune charge n’est détaillée"),
    };
    let finding = Diagnostic::finding(span, message).here(format!("fiche {}", first_one.number.value));
    let finding = locations.fold(finding, |d, (f, span)| d.also(span, format!("fiche {}", f.number.value)));
    vec![finding.help("écrire les charges que ces financements paient (`charges`), ou un tableau chiffré")]
}

/// Whether a fiche is funded and tells no cost in figures.
fn is_silent(fiche: &Fiche, passages: &[Passage]) -> bool {
    let digit = fiche.budgets.iter().any(|b| !b.charges.is_empty())
        || !fiche.bordereaux.is_empty()
        || fiche.tables.iter().flat_map(|t| &t.columns).any(|c| c.kind == ColumnType::Montant);
    let cell = |p: &Passage| {
        p.kind == PassageKind::Cell && p.mentions.iter().any(|m| matches!(m.fact, Fact::Montant(_)))
    };
    !digit && !fiche_total(fiche).total.is_zero() && !passages.iter().any(cell)
}
