//! Form of the text: blanks to fill in, acronyms, spelling, typography.

pub(crate) mod acronym_letters;
pub(crate) mod acronym_spellings;
pub(crate) mod acronym_without_expansion;
pub(crate) mod acronyms;
pub(crate) mod capital_accent;
pub(crate) mod declared_acronym_unused;
pub(crate) mod declared_figure_not_found;
pub(crate) mod markup_in_plain_field;
pub(crate) mod misdecoded_text;
pub(crate) mod misspelt_word;
mod near_spellings;
pub(crate) mod option_left_open;
pub(crate) mod passage_twice;
pub(crate) mod signs;
pub(crate) mod text_cut;
pub(crate) mod to_be_filled_in;
pub(crate) mod two_versions_of_a_paragraph;
pub(crate) mod typed_figure_of_the_data;
pub(crate) mod typography;
pub(crate) mod unclosed_mark;
pub(crate) mod unexplained_code;
pub(crate) mod word_twice;
