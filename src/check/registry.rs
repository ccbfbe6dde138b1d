//! The one table of the rules. A code is never given twice, nor to another rule after it was withdrawn.

use super::{Context, Page, rules};
use crate::diagnostic::{Diagnostic, Weight};

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
    /// Another act of the collectivité beside this one: it runs when one is given.
    OtherAct,
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
    /// What is at stake in its findings. Chosen rule by rule: the family says what is looked at, not what it costs.
    pub weight: Weight,
    /// Its source file, from the root of the repository.
    pub file: &'static str,
    /// What it says of itself.
    pub page: &'static Page,
    /// Finds. The caller sets the code and the severity.
    pub check: fn(&Context<'_>) -> Vec<Diagnostic>,
}

macro_rules! table {
    ($($family:ident $prefix:literal $title:literal { $($code:literal $status:ident $scope:ident $weight:ident $rule:ident,)* })*) => {
        /// The families of codes and what they look at, the weightiest first.
        pub const FAMILIES: &[(&str, &str)] = &[$(($prefix, $title),)*];

        /// All the rules, by family and code.
        pub static RULES: &[Rule] = &[$($(Rule {
            code: $code,
            status: Status::$status,
            scope: Scope::$scope,
            weight: Weight::$weight,
            file: concat!("src/check/rules/", stringify!($family), "/", stringify!($rule), ".rs"),
            page: &rules::$family::$rule::PAGE,
            check: rules::$family::$rule::check,
        },)*)*];
    };
}

table! {
    finance "FIN" "Finances" {
        "FIN-001" Stable File Money budget_total,
        "FIN-002" Stable File Money printed_line_amount,
        "FIN-003" Stable File Money budget_balance,
        "FIN-004" Stable File Money bordereau_line,
        "FIN-005" Stable File Money bordereau_totals,
        "FIN-006" Stable Act Money state_contribution,
        "FIN-007" Stable File Money annexe_amount,
        "FIN-008" Stable File Money printed_share,
        "FIN-009" Stable File Money column_total,
        "FIN-010" Stable File Money financeur_rate,
        "FIN-011" Stable File Money impossible_amount,
        "FIN-012" Stable File Money budget_detail_table,
        "FIN-013" Stable File Money amount_out_of_total,
        "FIN-014" Stable File Money budgets_of_one_period,
        "FIN-015" Stable File Money executed_amount_year,
        "FIN-016" Stable File Money of_which_without_amount,
        "FIN-017" Stable File Money executed_amount_blank,
        "FIN-018" Stable Act Money charges_not_detailed,
        "FIN-022" Stable Passage Money arithmetic_in_text,
        "FIN-023" Stable File Money funding_rate_in_text,
        "FIN-024" Stable Act Money two_unit_costs,
        "FIN-025" Stable Act Money staff_valued_twice,
        "FIN-026" Stable File Money budget_out_of_year,
        "FIN-027" Stable File Money state_share_ceiling,
        "FIN-028" Stable File Money executed_series,
        "FIN-029" Stable File Money amount_written_as_text,
        "FIN-030" Stable File Money valued_rate_in_text,
        "FIN-033" Stable Act Indicators group_headcount_across_fiches,
        "FIN-034" Preview File Money common_cost_of_rows,
        "FIN-035" Preview File Indicators whole_number_of_persons,
        "FIN-036" Stable Act Money action_valued_twice,
        "FIN-037" Stable File Money full_year_of_a_late_start,
        "FIN-038" Stable Act Money ceiling_exceeded,
        "FIN-039" Stable Act Money cofinancement_rules,
        "FIN-040" Stable File Money tax_bases,
        "FIN-041" Stable File Money amount_without_exercice,
        "FIN-043" Stable Act Money amount_told_and_ledger,
        "FIN-044" Stable OtherAct Money action_in_another_act,
        "FIN-045" Stable OtherAct Money charge_in_another_act,
        "FIN-046" Stable OtherAct Money post_in_another_act,
        "FIN-047" Stable File Money financement_without_amount,
    }
    dates "DAT" "Dates et durées" {
        "DAT-001" Stable File Binding act_dates_in_order,
        "DAT-002" Stable File Binding told_before_it_happened,
        "DAT-003" Stable File Binding start_length_end_agree,
        "DAT-004" Stable File Binding within_execution_period,
        "DAT-005" Stable Act Binding deadline_can_be_kept,
        "DAT-006" Stable File Binding told_and_data,
        "DAT-007" Stable File Binding visa_of_the_vote,
        "DAT-008" Preview Act Binding as_many_dates_as_things,
        "DAT-009" Stable File Form fact_without_year,
        "DAT-010" Stable Act Binding cited_text_date_and_number,
        "DAT-011" Stable File Form visa_order,
        "DAT-012" Stable Act Indicators value_year_and_column_year,
        "DAT-013" Stable File Binding start_is_a_date,
        "DAT-014" Stable File Binding edition_year,
        "DAT-016" Stable Act Binding cited_text_year,
        "DAT-017" Stable File Binding new_action_already_started,
        "DAT-018" Stable Passage Binding day_of_week,
        "DAT-019" Stable File Binding budget_period,
        "DAT-021" Stable Act Binding same_fact_two_dates,
        "DAT-022" Preview File Binding call_for_projects_steps,
        "DAT-024" Stable File Form figure_title_year,
        "DAT-026" Stable File Binding date_is_possible,
        "DAT-028" Stable File Indicators objective_column_years,
        "DAT-030" Stable File Binding after_the_end_of_its_axe,
        "DAT-031" Stable Act Binding effect_of_the_act,
    }
    life "VIE" "Vie de l’acte" {
        "VIE-001" Stable File Binding step_without_another,
        "VIE-002" Stable File Binding late_transmission,
        "VIE-003" Stable File Form step_told_twice,
        "VIE-004" Stable File Form visa_without_its_vote,
    }
    numbering "NUM" "Numérotation et renvois" {
        "NUM-001" Stable Act Binding article_numbers,
        "NUM-002" Stable Act Form article_without_title,
        "NUM-003" Stable Act Binding fiche_numbers,
        "NUM-004" Stable File Form section_numbers,
        "NUM-005" Stable Act Form numbering_style,
        "NUM-006" Stable File Form title_number_twice,
        "NUM-007" Stable Act Form title_twice,
        "NUM-008" Stable Act Binding reference_to_nothing,
        "NUM-009" Stable Act Binding reference_off_subject,
        "NUM-010" Stable File Missing announced_annexe_missing,
        "NUM-011" Stable File Missing annexed_piece_undeclared,
        "NUM-012" Stable File Missing announced_and_not_followed,
        "NUM-013" Stable File Missing announced_count,
        "NUM-014" Stable File Form article_title_subject,
        "NUM-015" Stable File Form bordereau_numbers,
        "NUM-016" Stable File Form numbered_series,
        "NUM-017" Preview Passage Form number_in_brackets,
        "NUM-018" Stable File Form unnamed_phase,
        "NUM-019" Stable Passage Binding code_cited_as_law,
        "NUM-020" Stable Act Missing count_of_the_act,
    }
    structure "STR" "Structure des fiches" {
        "STR-001" Stable File Missing missing_rubrique,
        "STR-002" Stable File Binding statuses_contradict,
        "STR-003" Stable File Money financeur_and_partners,
        "STR-004" Stable File Missing empty_rubrique,
        "STR-005" Stable Act Missing mesures_and_fiches,
        "STR-006" Stable File Missing mesure_of_the_cadre,
        "STR-007" Stable Act Missing fiche_without_title,
        "STR-008" Stable File Form rubrique_order,
        "STR-010" Stable File Form rubrique_title,
        "STR-011" Stable Act Missing axe_without_action,
        "STR-012" Stable File Missing status_without_proof,
        "STR-013" Stable File Binding reinforcement_that_falls,
    }
    indicateurs "IND" "Indicateurs" {
        "IND-001" Stable Act Indicators not_carried_by_a_fiche,
        "IND-002" Stable File Indicators label_of_the_cadre,
        "IND-003" Stable File Indicators blank_values,
        "IND-004" Stable File Indicators two_quantities_in_a_cell,
        "IND-005" Stable File Indicators value_within_bounds,
        "IND-006" Stable File Indicators part_above_whole,
        "IND-007" Stable File Indicators rate_is_quotient,
        "IND-008" Stable File Indicators target_year_and_unit,
        "IND-009" Stable Act Indicators evolution_told_in_text,
        "IND-010" Stable File Indicators label_twice,
        "IND-011" Stable Act Indicators two_values_for_a_year,
        "IND-012" Stable File Indicators value_unit,
        "IND-013" Stable File Indicators blank_cell_told_in_text,
        "IND-014" Stable File Indicators delay_above_objective,
        "IND-015" Stable File Indicators unfinished_year_without_date,
        "IND-016" Stable Act Indicators tenfold_change,
        "IND-018" Stable File Indicators mesure_not_served,
        "IND-019" Stable File Indicators number_told_and_data,
        "IND-020" Stable File Indicators age_brackets,
        "IND-021" Preview File Indicators more_entered_than_sent,
        "IND-022" Stable Act Indicators not_contracted_yet_served,
        "IND-024" Preview File Indicators table_calculation,
        "IND-028" Preview Act Indicators count_told_twice,
        "IND-032" Stable File Indicators period_not_over,
        "IND-034" Preview File Indicators quantity_said_again,
        "IND-036" Preview File Indicators class_bounds,
        "IND-037" Stable File Indicators matrix_columns,
        "IND-038" Stable File Indicators target_behind_baseline,
        "IND-039" Stable Act Indicators known_on_one_side,
    }
    identity "IDE" "Identité des parties et de l’acte" {
        "IDE-001" Stable File Money iban,
        "IDE-002" Stable File Money bic,
        "IDE-003" Stable File Money rib_against_iban,
        "IDE-004" Stable File Money rib_incomplete,
        "IDE-005" Stable File Binding siren,
        "IDE-006" Stable File Binding receipt_number_form,
        "IDE-007" Stable File Binding receipt_number_agrees,
        "IDE-008" Stable File Binding departement_code,
        "IDE-009" Stable File Binding departement_name_in_data,
        "IDE-010" Stable File Binding signatory_name,
        "IDE-011" Stable File Binding signatory_function,
        "IDE-012" Stable Act Form departement_spellings,
        "IDE-013" Preview File Form signature_block_capital,
        "IDE-014" Stable File Binding institution_number,
        "IDE-015" Stable Act Form name_near_an_organisation,
        "IDE-016" Stable Act Form name_spellings,
        "IDE-017" Stable Act Binding texts_of_another_departement,
        "IDE-018" Stable Act Binding missing_party,
        "IDE-019" Stable File Form party_agreement,
    }
    form "FRM" "Forme du texte" {
        "FRM-001" Stable File Missing to_be_filled_in,
        "FRM-002" Stable File Binding option_left_open,
        "FRM-003" Stable File Form unexplained_code,
        "FRM-004" Stable Act Form acronym_without_expansion,
        "FRM-005" Stable Act Form acronym_spellings,
        "FRM-006" Stable Act Form declared_acronym_unused,
        "FRM-007" Stable Act Form passage_twice,
        "FRM-008" Stable Act Form two_versions_of_a_paragraph,
        "FRM-009" Stable File Form typography,
        "FRM-010" Stable Act Form misspelt_word,
        "FRM-011" Stable File Missing text_cut,
        "FRM-012" Stable File Form unclosed_mark,
        "FRM-013" Stable Passage Form word_twice,
        "FRM-014" Stable File Form capital_accent,
        "FRM-015" Stable File Form acronym_letters,
        "FRM-016" Stable Passage Form misdecoded_text,
        "FRM-017" Stable File Form markup_in_plain_field,
        "FRM-018" Stable Act Form typed_figure_of_the_data,
        "FRM-019" Stable Act Form declared_figure_not_found,
    }
    document "DOC" "Document" {
        "DOC-001" Stable File Missing figure_image_missing,
        "DOC-002" Stable File Form colour_alone,
        "DOC-003" Stable Act Form alternative_text,
        "DOC-004" Stable File Form column_titles,
        "DOC-005" Stable File Form blank_row_or_column,
        "DOC-006" Stable File Missing title_followed_by_nothing,
        "DOC-007" Stable File Form link_names_its_target,
        "DOC-008" Stable Act Missing data_printed_nowhere,
        "DOC-010" Stable Passage Form title_final_point,
    }
    rapport "RAP" "Rapport d’exécution et édition suivante" {
        "RAP-001" Stable Rapport Money spent_without_contract,
        "RAP-002" Stable Rapport Money contracted_without_execution,
        "RAP-003" Stable Rapport Money financeurs_and_charges_sums,
        "RAP-004" Stable Rapport Money state_share_exceeded,
        "RAP-005" Stable Rapport Binding date_out_of_period,
        "RAP-006" Stable Rapport Indicators result_without_source,
        "RAP-007" Stable Rapport Indicators comment_contradicts_result,
        "RAP-008" Stable Rapport Indicators gap_not_commented,
        "RAP-009" Stable Rapport Indicators of_which_above_total,
        "RAP-010" Stable Rapport Binding after_its_deadline,
        "RAP-011" Stable Rapport Binding contract_changed_since,
        "RAP-012" Stable Rapport Money paid_above_committed,
        "RAP-013" Stable File Missing left_to_decide,
        "RAP-014" Stable Rapport Indicators result_in_another_unit,
        "RAP-015" Stable Rapport Money line_of_no_contract,
        "RAP-016" Stable Rapport Money decision_adds_up,
        "RAP-017" Stable Rapport Binding review_in_order,
        "RAP-018" Stable Rapport Money money_moved_between_nodes,
    }
    tolerances "TOL" "Tolérances" {}
}

/// Codes of rules that were withdrawn: an act may tolerate them still, so that they are never given again.
pub const WITHDRAWN: [&str; 24] = [
    "FIN-019", "FIN-020", "FIN-021", "FIN-031", "FIN-032", "FIN-042", "DAT-015", "DAT-020", "DAT-023",
    "DAT-025", "DAT-027", "DAT-029", "STR-009", "IND-017", "IND-023", "IND-025", "IND-026", "IND-027",
    "IND-029", "IND-030", "IND-031", "IND-033", "IND-035", "DOC-009",
];

/// The rule that lists what is still to be decided.
pub const TO_DECIDE: &str = "RAP-013";

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|r| r.code == code)
}
