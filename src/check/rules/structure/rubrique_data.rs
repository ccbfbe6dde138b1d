//! Whether a fiche has the data of a rubrique.

use crate::model::Fiche;
use crate::model::cadre::{Rubrique, RubriqueContent};

/// Whether the header of a fiche has the data of a rubrique; prose has none.
pub(crate) fn has_data(fiche: &Fiche, rubrique: &Rubrique) -> bool {
    match rubrique.content {
        RubriqueContent::Prose => false,
        RubriqueContent::Launch => fiche.launch.is_some(),
        RubriqueContent::Duration => fiche.duration.is_some(),
        RubriqueContent::Partners => fiche.partners.is_some(),
        RubriqueContent::Budget => !fiche.budgets.is_empty() || fiche.no_budget.is_some(),
        RubriqueContent::Mention => fiche.mentions.iter().any(|(m, _)| m.value == rubrique.id),
        RubriqueContent::Indicateurs => fiche.objectives.as_ref().is_some_and(|o| !o.lines.is_empty()),
    }
}
