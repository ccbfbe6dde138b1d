//! The leaf of the program: source files and positions, French typography, safe project-relative paths.

pub mod path;
pub mod pattern;
pub mod source;
pub mod typography;
pub mod words;

pub use path::{PathError, ProjectPath};
pub use pattern::pattern;
pub use source::{FileId, Source, Sources, Span, Spanned, as_read};
pub use words::{head, tail, words, words_and_numbers};
