//! French as the program reads and writes it: folding, stems, sentences, numbers. One implementation each, so that
//! two rules never disagree on what the same word or the same sentence is.

mod agreement;
pub mod contacts;
pub mod decimals;
pub mod departements;
pub mod facts;
mod fold;
mod headings;
pub mod noun;
pub mod numbers;
pub mod official_numbers;
mod roots;
mod sentences;
pub mod spelled;
mod stem;
mod units;
mod valued_name;

pub use agreement::{Agreement, Gender, in_a_sentence, with_article};
pub use fold::{PlainText, flat, letters, same_label, similarity};
pub use headings::{opening_number, without_colon, without_number};
pub use roots::roots;
pub use sentences::{
    clause_start, first_sentence, gives_a_source, sentence_around, sentence_bytes, sentence_start, sentences,
};
pub use stem::{singular, stem, without_final_s};
pub use units::{same_unit, unit_stem};
pub use valued_name::valued_name;
