//! One input struct per document: everything a template prints, in order, already computed and worded.

pub mod annexes;
pub mod check_report;
pub mod composer;
pub mod convention;
pub mod data;
pub mod fiche;
pub mod rapport;
pub mod references;
pub mod tables;
pub mod view;

pub use check_report::{CheckReport, check_report};
pub use convention::{ConventionDocument, convention};
pub use rapport::{RapportDocument, rapport};
