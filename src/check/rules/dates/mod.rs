//! Days, periods and durations of the act, of its actions and of the texts that it cites.

pub(crate) mod act_dates_in_order;
pub(crate) mod after_the_end_of_its_axe;
pub(crate) mod as_many_dates_as_things;
pub(crate) mod budget_period;
pub(crate) mod call_for_projects_steps;
pub(crate) mod cited_text_date_and_number;
pub(crate) mod cited_text_year;
pub(crate) mod date_is_possible;
pub(crate) mod day_of_week;
pub(crate) mod deadline_can_be_kept;
pub(crate) mod edition_year;
pub(crate) mod effect_of_the_act;
pub(crate) mod fact_without_year;
pub(crate) mod facts;
pub(crate) mod figure_title_year;
pub(crate) mod new_action_already_started;
pub(crate) mod objective_column_years;
pub(crate) mod same_fact_two_dates;
pub(crate) mod start_is_a_date;
pub(crate) mod start_length_end_agree;
pub(crate) mod told_and_data;
pub(crate) mod told_before_it_happened;
pub(crate) mod value_year_and_column_year;
pub(crate) mod visa_of_the_vote;
pub(crate) mod visa_order;
pub(crate) mod within_execution_period;
