//! What everything else stands on: source files and places in them, paths that cannot leave the project, words,
//! French typography. Uses no other room.

pub mod escapes;
pub mod lookalikes;
pub mod path;
pub mod pattern;
pub mod source;
pub mod typography;
pub mod unseen;
pub mod words;

pub use path::{PathError, ProjectPath};
pub use pattern::{LETTERS, pattern};
pub use source::{FileId, Source, Sources, Span, Spanned, as_read};
pub use words::{capitalized, head, one_line, short_digest, tail, words, words_and_numbers};
