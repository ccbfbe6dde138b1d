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

/// What must have been read without error for a rule to speak: the parts that it looks at, beside the frame of the act
/// (convention, organisation, cadre).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One passage at a time: it speaks of every passage that was read, whatever its file lacks.
    Passage,
    /// One file at a time, a fiche, an article or a file of the frame: a fiche or an article that lacks something is
    /// not shown to it, and one that did not change is not looked at again.
    File,
    /// Several parts of the act: one that lacks something would cause false findings.
    Act,
    /// The rapport beside the act.
    Rapport,
}

/// A rule: its line of the table.
#[derive(Debug)]
pub struct Rule {
    /// Stable code: `FIN-001`.
    pub code: &'static str,
    /// Whether it runs by default.
    pub status: Status,
    /// What it needs.
    pub scope: Scope,
    /// Its source file, from the root of the repository.
    pub file: &'static str,
    /// What it says of itself.
    pub page: &'static Page,
    /// Finds. The caller sets the code and the severity.
    pub check: fn(&Context<'_>) -> Vec<Diagnostic>,
}

macro_rules! table {
    ($($family:ident $prefix:literal $title:literal { $($code:literal $status:ident $scope:ident $rule:ident,)* })*) => {
        /// The families of codes and what they look at, the weightiest first.
        pub const FAMILIES: &[(&str, &str)] = &[$(($prefix, $title),)*];

        /// All the rules, by family and code.
        pub static RULES: &[Rule] = &[$($(Rule {
            code: $code,
            status: Status::$status,
            scope: Scope::$scope,
            file: concat!("src/check/rules/", stringify!($family), "/", stringify!($rule), ".rs"),
            page: &rules::$family::$rule::PAGE,
            check: rules::$family::$rule::check,
        },)*)*];
    };
}

table! {
    finance "FIN" "Finances" {
        "FIN-001" Stable File budget_total,
        "FIN-002" Stable File printed_line_amount,
        "FIN-003" Stable File budget_balance,
        "FIN-004" Stable File bordereau_line,
        "FIN-005" Stable File bordereau_totals,
        "FIN-006" Stable Act state_contribution,
        "FIN-007" Stable File annexe_amount,
        "FIN-008" Stable File printed_share,
        "FIN-009" Stable File column_total,
        "FIN-010" Stable File financeur_rate,
        "FIN-011" Stable File impossible_amount,
        "FIN-012" Stable File budget_detail_table,
        "FIN-013" Stable File amount_out_of_total,
        "FIN-014" Stable File budgets_of_one_period,
        "FIN-015" Stable File executed_amount_year,
        "FIN-016" Stable File of_which_without_amount,
        "FIN-017" Stable File executed_amount_blank,
        "FIN-018" Stable Act charges_not_detailed,
        "FIN-020" Stable Act amount_near_the_budget,
        "FIN-021" Stable File unit_cost,
        "FIN-022" Stable Passage arithmetic_in_text,
        "FIN-023" Stable File funding_rate_in_text,
        "FIN-024" Stable Act two_unit_costs,
        "FIN-025" Stable Act staff_valued_twice,
        "FIN-026" Stable File budget_out_of_year,
        "FIN-027" Stable File state_share_ceiling,
        "FIN-028" Stable File executed_series,
        "FIN-029" Stable File amount_written_as_text,
        "FIN-030" Stable File valued_rate_in_text,
        "FIN-031" Preview File unit_cost_told_twice,
        "FIN-033" Stable Act group_headcount_across_fiches,
        "FIN-034" Preview File common_cost_of_rows,
        "FIN-035" Preview File whole_number_of_persons,
        "FIN-036" Stable Act action_valued_twice,
        "FIN-037" Stable File full_year_of_a_late_start,
    }
    dates "DAT" "Dates et durées" {
        "DAT-001" Stable File act_dates_in_order,
        "DAT-002" Stable File told_before_it_happened,
        "DAT-003" Stable File start_length_end_agree,
        "DAT-004" Stable File within_execution_period,
        "DAT-005" Stable Act deadline_can_be_kept,
        "DAT-006" Stable File day_near_the_data,
        "DAT-007" Stable File visa_of_the_vote,
        "DAT-008" Preview Act as_many_dates_as_things,
        "DAT-009" Stable File fact_without_year,
        "DAT-010" Stable Act cited_text_date_and_number,
        "DAT-011" Stable File visa_order,
        "DAT-012" Stable Act value_year_and_column_year,
        "DAT-013" Stable File start_is_a_date,
        "DAT-014" Stable File edition_year,
        "DAT-015" Stable File start_told_in_text,
        "DAT-016" Stable File cited_text_year,
        "DAT-017" Stable File new_action_already_started,
        "DAT-018" Stable Passage day_of_week,
        "DAT-019" Stable File budget_period,
        "DAT-020" Stable File length_told_in_text,
        "DAT-021" Stable Act same_fact_two_dates,
        "DAT-022" Preview File call_for_projects_steps,
        "DAT-023" Stable Act convention_period_told_twice,
        "DAT-024" Stable File figure_title_year,
        "DAT-026" Stable Passage day_exists,
        "DAT-027" Stable File year_plausible,
        "DAT-028" Stable File objective_column_years,
        "DAT-029" Stable Passage years_in_order,
    }
    numbering "NUM" "Numérotation et renvois" {
        "NUM-001" Stable Act article_numbers,
        "NUM-002" Stable Act article_without_title,
        "NUM-003" Stable Act fiche_numbers,
        "NUM-004" Stable File section_numbers,
        "NUM-005" Stable Act numbering_style,
        "NUM-006" Stable File title_number_twice,
        "NUM-007" Stable Act title_twice,
        "NUM-008" Stable Act reference_to_nothing,
        "NUM-009" Stable Act reference_off_subject,
        "NUM-010" Stable File announced_annexe_missing,
        "NUM-011" Stable File annexed_piece_undeclared,
        "NUM-012" Stable File announced_and_not_followed,
        "NUM-013" Stable File announced_count,
        "NUM-014" Stable File article_title_subject,
        "NUM-015" Stable File bordereau_numbers,
        "NUM-016" Stable File numbered_series,
        "NUM-017" Preview Passage number_in_brackets,
        "NUM-018" Stable File unnamed_phase,
        "NUM-019" Stable Passage code_cited_as_law,
    }
    structure "STR" "Structure des fiches" {
        "STR-001" Stable File missing_rubrique,
        "STR-002" Stable File statuses_contradict,
        "STR-003" Stable File financeur_and_partners,
        "STR-004" Stable File empty_rubrique,
        "STR-005" Stable Act mesures_and_fiches,
        "STR-006" Stable File mesure_of_the_cadre,
        "STR-007" Stable Act fiche_without_title,
        "STR-008" Stable File rubrique_order,
        "STR-010" Stable File rubrique_title,
    }
    indicateurs "IND" "Indicateurs" {
        "IND-001" Stable Act not_carried_by_a_fiche,
        "IND-002" Stable File label_of_the_cadre,
        "IND-003" Stable File blank_values,
        "IND-004" Stable File two_quantities_in_a_cell,
        "IND-005" Stable File value_within_bounds,
        "IND-006" Stable File part_above_whole,
        "IND-007" Stable File rate_is_quotient,
        "IND-008" Stable File target_year_and_unit,
        "IND-009" Stable Act evolution_told_in_text,
        "IND-010" Stable File label_twice,
        "IND-011" Stable Act two_values_for_a_year,
        "IND-012" Stable File value_unit,
        "IND-013" Stable File blank_cell_told_in_text,
        "IND-014" Stable File delay_above_objective,
        "IND-015" Stable File unfinished_year_without_date,
        "IND-016" Stable Act tenfold_change,
        "IND-017" Preview File forecast_rate,
        "IND-018" Stable File mesure_not_served,
        "IND-019" Stable File number_told_and_row,
        "IND-020" Stable File age_brackets,
        "IND-021" Preview File more_entered_than_sent,
        "IND-022" Stable Act not_contracted_yet_served,
        "IND-023" Preview File estimate_off_the_rate,
        "IND-024" Preview File computed_column,
        "IND-025" Preview File prorated_number,
        "IND-026" Preview File working_time_sum,
        "IND-027" Preview File number_and_its_share,
        "IND-028" Preview File number_taken_up_again,
        "IND-029" Stable File headcount_of_charge_line,
        "IND-032" Stable File period_not_over,
        "IND-033" Stable Passage of_which_above_whole,
        "IND-034" Preview File quantity_in_brackets,
        "IND-035" Preview File capacity_in_list_and_row,
        "IND-036" Preview File class_bounds,
        "IND-037" Stable File matrix_columns,
    }
    identity "IDE" "Identité des parties et de l’acte" {
        "IDE-001" Stable File iban,
        "IDE-002" Stable File bic,
        "IDE-003" Stable File rib_against_iban,
        "IDE-004" Stable File rib_incomplete,
        "IDE-005" Stable File siren,
        "IDE-006" Stable File receipt_number_form,
        "IDE-007" Stable File receipt_number_agrees,
        "IDE-008" Stable File departement_code,
        "IDE-009" Stable File departement_name_in_data,
        "IDE-010" Stable File signatory_name,
        "IDE-011" Stable File signatory_function,
        "IDE-012" Stable Act departement_spellings,
        "IDE-013" Preview File signature_block_capital,
        "IDE-014" Stable File institution_number,
        "IDE-015" Stable Act name_near_an_organisation,
        "IDE-016" Stable Act name_spellings,
        "IDE-017" Stable Act texts_of_another_departement,
    }
    form "FRM" "Forme du texte" {
        "FRM-001" Stable File to_be_filled_in,
        "FRM-002" Stable File option_left_open,
        "FRM-003" Stable File unexplained_code,
        "FRM-004" Stable Act acronym_without_expansion,
        "FRM-005" Stable Act acronym_spellings,
        "FRM-006" Stable Act declared_acronym_unused,
        "FRM-007" Stable Act passage_twice,
        "FRM-008" Stable Act two_versions_of_a_paragraph,
        "FRM-009" Stable File typography,
        "FRM-010" Stable Act misspelt_word,
        "FRM-011" Stable File text_cut,
        "FRM-012" Stable File unclosed_mark,
        "FRM-013" Stable Passage word_twice,
        "FRM-014" Stable File capital_accent,
        "FRM-015" Stable File acronym_letters,
        "FRM-016" Stable Passage misdecoded_text,
        "FRM-017" Stable File markup_in_plain_field,
    }
    document "DOC" "Document" {
        "DOC-001" Stable File figure_image_missing,
        "DOC-002" Stable File colour_alone,
        "DOC-003" Stable Act alternative_text,
        "DOC-004" Stable File column_titles,
        "DOC-005" Stable File blank_row_or_column,
        "DOC-006" Stable File title_followed_by_nothing,
        "DOC-007" Stable File link_names_its_target,
        "DOC-008" Stable Act data_printed_nowhere,
        "DOC-010" Stable Passage title_final_point,
    }
    rapport "RAP" "Rapport d’exécution et édition suivante" {
        "RAP-001" Stable Rapport spent_without_contract,
        "RAP-002" Stable Rapport contracted_without_execution,
        "RAP-003" Stable Rapport financeurs_and_charges_sums,
        "RAP-004" Stable Rapport state_share_exceeded,
        "RAP-005" Stable Rapport date_out_of_period,
        "RAP-006" Stable Rapport result_without_source,
        "RAP-007" Stable Rapport comment_contradicts_result,
        "RAP-008" Stable Rapport gap_not_commented,
        "RAP-009" Stable Rapport of_which_above_total,
        "RAP-010" Stable Rapport after_its_deadline,
        "RAP-011" Stable Rapport contract_changed_since,
        "RAP-012" Stable Rapport paid_above_committed,
        "RAP-013" Stable File left_to_decide,
    }
    tolerances "TOL" "Tolérances" {}
}

/// Codes of rules that were withdrawn: an act may tolerate them still, so that they are never given again.
pub const WITHDRAWN: [&str; 7] =
    ["FIN-019", "FIN-032", "DAT-025", "STR-009", "IND-030", "IND-031", "DOC-009"];

/// The rule that lists what is still to be decided.
pub const TO_DECIDE: &str = "RAP-013";

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.code == code)
}
