//! `calpae` makes one structured source the truth of a convention and of its reports.

pub mod aggregate;
pub mod diagnostic;
pub mod document;
pub mod model;
pub mod parse;
pub mod project;
pub mod render;
pub mod text;
