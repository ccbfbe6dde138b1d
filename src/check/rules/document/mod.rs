//! What the printed document shows: images, tables, headings, links.

pub(crate) mod alternative_text;
pub(crate) mod blank_row_or_column;
pub(crate) mod colour_alone;
pub(crate) mod column_titles;
pub(crate) mod data_printed_nowhere;
pub(crate) mod figure_image_missing;
pub(crate) mod link_names_its_target;
pub(crate) mod title_final_point;
pub(crate) mod title_followed_by_nothing;
