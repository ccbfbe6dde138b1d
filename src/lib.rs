//! `calpae` makes one structured source the truth of a convention and of its reports.
//!
//! The flow goes one way; each step is a function that one can call and test alone:
//!
//! 1. [`project::open`]: a folder to source texts;
//! 2. [`parse::read`]: texts to a [`model::Dossier`] and diagnostics;
//! 3. [`ledger`]: the figures that are computed;
//! 4. [`document::convention`]: what a document prints, in order;
//! 5. [`render::convention::emit`]: templates to a Typst folder, in memory;
//! 6. [`typeset::compose`]: the folder to pages, PDF, PNG;
//! 7. [`project::output::write`]: bytes to `output/`.
//!
//! [`scaffold`] is what `calpae new` writes: a report of execution, the next edition.
//! [`pipeline`] puts them in a row, and [`cli`] is what a person meets.

pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod lang;
pub mod ledger;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod project;
pub mod render;
pub mod scaffold;
pub mod text;
#[cfg(feature = "pdf")]
pub mod typeset;
