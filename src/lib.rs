//! `calpae` makes one structured source the truth of a convention and of its reports.
//!
//! The flow goes one way; each step is a function that one can call and test alone:
//!
//! 1. [`project::open`]: a folder to source texts;
//! 2. [`snapshot::Snapshot::read`]: texts to the act at one version, by [`syntax`], [`parse`] and [`resolve`];
//! 3. [`check::check`]: the act to findings, with the sums of [`ledger`];
//! 4. [`compare::compare`]: two acts to their differences;
//! 5. [`export`]: what leaves the act for other programs, and the sources that a PDF carries;
//! 6. [`document`]: what a document prints, in order;
//! 7. [`render`]: templates to a Typst folder, in memory;
//! 8. [`typeset`]: the folder to pages, PDF, PNG;
//! 9. [`project::output::write`]: bytes to `output/`.
//!
//! [`pipeline`] puts them in a row, [`history`] follows one thing along the commits of a repository,
//! [`publication`] masks the sources of an act for its public version, [`standing`] says how far the act has gone and what comes next, [`scaffold`] is what
//! `calpae new` writes, and [`cli`] is what a person meets.

pub mod census;
pub mod check;
pub mod cli;
pub mod compare;
pub mod diagnostic;
pub mod document;
pub mod export;
pub mod figures;
pub mod history;
pub mod identifiers;
pub mod lang;
pub mod ledger;
pub mod merge;
pub mod model;
pub mod parse;
pub mod pipeline;
pub mod project;
pub mod publication;
pub mod render;
pub mod resolve;
pub mod scaffold;
pub mod sign;
pub mod snapshot;
pub mod standing;
pub mod syntax;
pub mod text;
#[cfg(feature = "pdf")]
pub mod typeset;
