//! The execution report against what was contracted.

pub(crate) mod after_its_deadline;
pub(crate) mod comment_contradicts_result;
pub(crate) mod contract_changed_since;
pub(crate) mod contracted_without_execution;
pub(crate) mod date_out_of_period;
pub(crate) mod decision_adds_up;
pub(crate) mod financeurs_and_charges_sums;
pub(crate) mod gap_not_commented;
pub(crate) mod left_to_decide;
pub(crate) mod line_of_no_contract;
pub(crate) mod money_moved_between_nodes;
pub(crate) mod of_which_above_total;
pub(crate) mod paid_above_committed;
pub(crate) mod result_in_another_unit;
pub(crate) mod result_without_source;
pub(crate) mod review_in_order;
pub(crate) mod spent_without_contract;
pub(crate) mod state_share_exceeded;
