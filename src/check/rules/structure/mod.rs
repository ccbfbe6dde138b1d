//! Rules on what the cadre wants in a fiche, and on what a fiche says of itself.

pub(crate) mod axe_without_action;
pub(crate) mod empty_rubrique;
pub(crate) mod fiche_without_title;
pub(crate) mod financeur_and_partners;
pub(crate) mod mesure_of_the_cadre;
pub(crate) mod mesures_and_fiches;
pub(crate) mod missing_rubrique;
pub(crate) mod reinforcement_that_falls;
pub(crate) mod rubrique_data;
pub(crate) mod rubrique_order;
pub(crate) mod rubrique_title;
pub(crate) mod status_without_proof;
pub(crate) mod statuses_contradict;
