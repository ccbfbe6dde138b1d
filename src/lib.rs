//! `calpae` makes one structured source the truth of a convention and of its reports.
//!
//! The flow goes one way; each step is a function that one can call and test alone:
//!
//! 1. [`project::ouvrir`]: a folder to source texts;
//! 2. [`parse::lire`]: texts to a [`model::Dossier`] and diagnostics;
//! 3. [`aggregate`]: the figures that are computed;
//! 4. [`document::convention`]: what a document prints, in order;
//! 5. [`render::convention::emettre`]: templates to a Typst folder, in memory;
//! 6. [`typeset::composer`]: the folder to pages, PDF, PNG;
//! 7. [`project::sortie::ecrire`]: bytes to `output/`.
//!
//! [`chantier`] is what `calpae new` writes: a report of execution, the next edition.
//! [`atelier`] puts them in a row, and [`cli`] is what a person meets.

pub mod aggregate;
pub mod atelier;
pub mod chantier;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod model;
pub mod parse;
pub mod project;
pub mod render;
pub mod text;
#[cfg(feature = "pdf")]
pub mod typeset;
