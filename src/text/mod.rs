//! The leaf of the program: source files and positions, French typography, safe project-relative paths.

mod bords;
pub mod chemin;
mod moteur;
pub mod motif;
pub mod mots;
pub mod source;
pub mod typographie;

pub use chemin::{Chemin, ErreurChemin};
pub use motif::{Captures, Match, Motif, motif};
pub use mots::{mots, mots_et_nombres};
pub use source::{Fichier, Source, Sources, Span, Spanned};
