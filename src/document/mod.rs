//! One struct per document: all that its templates print, in order, computed and worded. Fields are French because
//! templates, which designers edit, read them (`docs/gabarits.md`).

pub mod act;
pub mod annexes;
pub mod avenant;
pub mod check_report;
pub mod composer;
pub mod convention;
pub mod data;
pub mod fiche;
pub mod money;
pub mod presentation;
pub mod rapport;
pub mod redline;
pub mod references;
pub mod scanned;
pub mod signatures;
pub mod tables;
pub mod view;

pub use avenant::{AvenantDocument, avenant};
pub use check_report::{CheckReport, check_report};
pub use convention::{ConventionDocument, consolidated, convention};
pub use presentation::{Imprint, Presentation};
pub use rapport::{RapportDocument, rapport};
pub use redline::{RedlineDocument, redline};
