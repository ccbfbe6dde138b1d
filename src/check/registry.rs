//! The one table of the rules. A code is never given twice, nor to another rule after it was withdrawn.

use super::{Context, Page, rules};
use crate::diagnostic::Diagnostic;

/// How far a rule has proved itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Runs by default.
    Stable,
    /// Has fired rightly on one act only: runs when asked for.
    Preview,
}

/// A rule: its line of the table.
#[derive(Debug)]
pub struct Rule {
    /// Stable code: `FIN-001`.
    pub code: &'static str,
    /// Whether it runs by default.
    pub status: Status,
    /// Its source file, from the root of the repository.
    pub file: &'static str,
    /// What it says of itself.
    pub page: &'static Page,
    /// Finds. The caller sets the code and the severity.
    pub check: fn(&Context<'_>) -> Vec<Diagnostic>,
}

macro_rules! table {
    ($($family:ident $prefix:literal $title:literal { $($code:literal $status:ident $rule:ident,)* })*) => {
        /// The families of codes and what they look at, the weightiest first.
        pub const FAMILIES: &[(&str, &str)] = &[$(($prefix, $title),)*];

        /// All the rules, by family and code.
        pub static RULES: &[Rule] = &[$($(Rule {
            code: $code,
            status: Status::$status,
            file: concat!("src/check/rules/", stringify!($family), "/", stringify!($rule), ".rs"),
            page: &rules::$family::$rule::PAGE,
            check: rules::$family::$rule::check,
        },)*)*];
    };
}

table! {
    finance "FIN" "Finances" {
        "FIN-001" Stable budget_total,
        "FIN-002" Stable printed_line_amount,
        "FIN-003" Stable budget_balance,
        "FIN-004" Stable bordereau_line,
        "FIN-005" Stable bordereau_totals,
        "FIN-006" Stable state_contribution,
        "FIN-007" Stable annexe_amount,
        "FIN-008" Stable printed_share,
        "FIN-009" Stable column_total,
        "FIN-010" Stable financeur_rate,
        "FIN-011" Stable impossible_amount,
        "FIN-012" Stable budget_detail_table,
        "FIN-013" Stable amount_out_of_total,
        "FIN-014" Stable budgets_of_one_period,
        "FIN-015" Stable executed_amount_year,
        "FIN-016" Stable of_which_without_amount,
        "FIN-017" Stable executed_amount_blank,
        "FIN-018" Stable charges_not_detailed,
        "FIN-020" Stable amount_near_the_budget,
        "FIN-021" Stable unit_cost,
        "FIN-022" Stable arithmetic_in_text,
        "FIN-023" Stable funding_rate_in_text,
        "FIN-024" Stable two_unit_costs,
        "FIN-025" Stable staff_valued_twice,
        "FIN-026" Stable budget_out_of_year,
        "FIN-027" Stable state_share_ceiling,
        "FIN-028" Stable executed_series,
        "FIN-029" Stable amount_written_as_text,
        "FIN-030" Stable valued_rate_in_text,
        "FIN-031" Stable unit_cost_told_twice,
        "FIN-033" Stable group_headcount_across_fiches,
        "FIN-034" Stable common_cost_of_rows,
        "FIN-035" Stable whole_number_of_persons,
        "FIN-036" Stable action_valued_twice,
        "FIN-037" Stable full_year_of_a_late_start,
    }
    dates "DAT" "Dates et durées" {
        "DAT-001" Stable act_dates_in_order,
        "DAT-002" Stable told_before_it_happened,
        "DAT-003" Stable start_length_end_agree,
        "DAT-004" Stable within_execution_period,
        "DAT-005" Stable deadline_can_be_kept,
        "DAT-006" Stable day_near_the_data,
        "DAT-007" Stable visa_of_the_vote,
        "DAT-008" Stable as_many_dates_as_things,
        "DAT-009" Stable fact_without_year,
        "DAT-010" Stable cited_text_date_and_number,
        "DAT-011" Stable visa_order,
        "DAT-012" Stable value_year_and_column_year,
        "DAT-013" Stable start_is_a_date,
        "DAT-014" Stable edition_year,
        "DAT-015" Stable start_told_in_text,
        "DAT-016" Stable cited_text_year,
        "DAT-017" Stable new_action_already_started,
        "DAT-018" Stable day_of_week,
        "DAT-019" Stable budget_period,
        "DAT-020" Stable length_told_in_text,
        "DAT-021" Stable same_fact_two_dates,
        "DAT-022" Stable call_for_projects_steps,
        "DAT-023" Stable convention_period_told_twice,
        "DAT-024" Stable figure_title_year,
        "DAT-026" Stable day_exists,
        "DAT-027" Stable year_plausible,
        "DAT-028" Stable objective_column_years,
        "DAT-029" Stable years_in_order,
    }
    numbering "NUM" "Numérotation et renvois" {
        "NUM-001" Stable article_numbers,
        "NUM-002" Stable article_without_title,
        "NUM-003" Stable fiche_numbers,
        "NUM-004" Stable section_numbers,
        "NUM-005" Stable numbering_style,
        "NUM-006" Stable title_number_twice,
        "NUM-007" Stable title_twice,
        "NUM-008" Stable reference_to_nothing,
        "NUM-009" Stable reference_off_subject,
        "NUM-010" Stable announced_annexe_missing,
        "NUM-011" Stable annexed_piece_undeclared,
        "NUM-012" Stable announced_and_not_followed,
        "NUM-013" Stable announced_count,
        "NUM-014" Stable article_title_subject,
        "NUM-015" Stable bordereau_numbers,
        "NUM-016" Stable numbered_series,
        "NUM-017" Stable number_in_brackets,
        "NUM-018" Stable unnamed_phase,
        "NUM-019" Stable code_cited_as_law,
    }
    structure "STR" "Structure des fiches" {
        "STR-001" Stable missing_rubrique,
        "STR-002" Stable statuses_contradict,
        "STR-003" Stable financeur_and_partners,
        "STR-004" Stable empty_rubrique,
        "STR-005" Stable mesures_and_fiches,
        "STR-006" Stable mesure_of_the_cadre,
        "STR-007" Stable fiche_without_title,
        "STR-008" Stable rubrique_order,
        "STR-010" Stable rubrique_title,
    }
    indicateurs "IND" "Indicateurs" {
        "IND-001" Stable not_carried_by_a_fiche,
        "IND-002" Stable label_of_the_cadre,
        "IND-003" Stable blank_values,
        "IND-004" Stable two_quantities_in_a_cell,
        "IND-005" Stable value_within_bounds,
        "IND-006" Stable part_above_whole,
        "IND-007" Stable rate_is_quotient,
        "IND-008" Stable target_year_and_unit,
        "IND-009" Stable evolution_told_in_text,
        "IND-010" Stable label_twice,
        "IND-011" Stable two_values_for_a_year,
        "IND-012" Stable value_unit,
        "IND-013" Stable blank_cell_told_in_text,
        "IND-014" Stable delay_above_objective,
        "IND-015" Stable unfinished_year_without_date,
        "IND-016" Stable tenfold_change,
        "IND-017" Stable forecast_rate,
        "IND-018" Stable mesure_not_served,
        "IND-019" Stable number_told_and_row,
        "IND-020" Stable age_brackets,
        "IND-021" Stable more_entered_than_sent,
        "IND-022" Stable not_contracted_yet_served,
        "IND-023" Stable estimate_off_the_rate,
        "IND-024" Stable computed_column,
        "IND-025" Stable prorated_number,
        "IND-026" Stable working_time_sum,
        "IND-027" Stable number_and_its_share,
        "IND-028" Stable number_taken_up_again,
        "IND-029" Stable headcount_of_charge_line,
        "IND-032" Stable period_not_over,
        "IND-033" Stable of_which_above_whole,
        "IND-034" Stable quantity_in_brackets,
        "IND-035" Stable capacity_in_list_and_row,
        "IND-036" Stable class_bounds,
        "IND-037" Stable matrix_columns,
    }
    identity "IDE" "Identité des parties et de l’acte" {
        "IDE-001" Stable iban,
        "IDE-002" Stable bic,
        "IDE-003" Stable rib_against_iban,
        "IDE-004" Stable rib_incomplete,
        "IDE-005" Stable siren,
        "IDE-006" Stable receipt_number_form,
        "IDE-007" Stable receipt_number_agrees,
        "IDE-008" Stable departement_code,
        "IDE-009" Stable departement_name_in_data,
        "IDE-010" Stable signatory_name,
        "IDE-011" Stable signatory_function,
        "IDE-012" Stable departement_spellings,
        "IDE-013" Stable signature_block_capital,
        "IDE-014" Stable institution_number,
        "IDE-015" Stable name_near_an_organisation,
        "IDE-016" Stable name_spellings,
    }
    form "FRM" "Forme du texte" {
        "FRM-001" Stable to_be_filled_in,
        "FRM-002" Stable option_left_open,
        "FRM-003" Stable unexplained_code,
        "FRM-004" Stable acronym_without_expansion,
        "FRM-005" Stable acronym_spellings,
        "FRM-006" Stable declared_acronym_unused,
        "FRM-007" Stable passage_twice,
        "FRM-008" Stable two_versions_of_a_paragraph,
        "FRM-009" Stable typography,
        "FRM-010" Stable misspelt_word,
        "FRM-011" Stable text_cut,
        "FRM-012" Stable unclosed_mark,
        "FRM-013" Stable word_twice,
        "FRM-014" Stable capital_accent,
        "FRM-015" Stable acronym_letters,
    }
    document "DOC" "Document" {
        "DOC-001" Stable figure_image_missing,
        "DOC-002" Stable colour_alone,
        "DOC-003" Stable alternative_text,
        "DOC-004" Stable column_titles,
        "DOC-005" Stable blank_row_or_column,
        "DOC-006" Stable title_followed_by_nothing,
        "DOC-007" Stable link_names_its_target,
        "DOC-008" Stable data_printed_nowhere,
        "DOC-010" Stable title_final_point,
    }
    rapport "RAP" "Rapport d’exécution et édition suivante" {
        "RAP-001" Stable spent_without_contract,
        "RAP-002" Stable contracted_without_execution,
        "RAP-003" Stable financeurs_and_charges_sums,
        "RAP-004" Stable state_share_exceeded,
        "RAP-005" Stable date_out_of_period,
        "RAP-006" Stable result_without_source,
        "RAP-007" Stable comment_contradicts_result,
        "RAP-008" Stable gap_not_commented,
        "RAP-009" Stable of_which_above_total,
        "RAP-010" Stable after_its_deadline,
        "RAP-011" Stable contract_changed_since,
        "RAP-012" Stable paid_above_committed,
        "RAP-013" Stable left_to_decide,
    }
    tolerances "TOL" "Tolérances" {}
}

/// The rule that lists what is still to be decided.
pub const TO_DECIDE: &str = "RAP-013";

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.code == code)
}
