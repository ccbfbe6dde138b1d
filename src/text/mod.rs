//! The leaf of the program: source files and positions, French typography, safe project-relative paths.

pub mod chemin;
pub mod motif;
pub mod source;
pub mod typographie;

pub use chemin::{Chemin, ErreurChemin};
pub use motif::{Captures, Match, Motif, motif};
pub use source::{Fichier, Source, Sources, Span, Spanned};
