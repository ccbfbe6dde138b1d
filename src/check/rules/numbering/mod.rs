//! Rules on the numbers of articles, fiches, rubriques and lists, and on the references to them.

pub(crate) mod annexed_piece_undeclared;
pub(crate) mod announced_and_not_followed;
pub(crate) mod announced_annexe_missing;
pub(crate) mod announced_count;
pub(crate) mod article_numbers;
pub(crate) mod article_title_subject;
pub(crate) mod article_without_title;
pub(crate) mod bordereau_numbers;
pub(crate) mod code_cited_as_law;
pub(crate) mod count_of_the_act;
pub(crate) mod cross_references;
pub(crate) mod enumeration;
pub(crate) mod fiche_numbers;
pub(crate) mod number_in_brackets;
pub(crate) mod numbered_series;
pub(crate) mod numbering_style;
pub(crate) mod reference_off_subject;
pub(crate) mod reference_to_nothing;
pub(crate) mod section_numbers;
pub(crate) mod sequence;
pub(crate) mod series;
pub(crate) mod title_number_twice;
pub(crate) mod title_twice;
pub(crate) mod unnamed_phase;
