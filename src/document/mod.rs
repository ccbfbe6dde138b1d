//! One input struct per document: everything a template prints, in order, already computed and worded.

pub mod annexes;
pub mod controle;
pub mod convention;
pub mod donnees;
pub mod fiche;
pub mod rapport;
pub mod references;
pub mod tableaux;
pub mod vue;

pub use controle::{DocumentControle, controle};
pub use convention::{DocumentConvention, convention};
pub use rapport::{DocumentRapport, rapport};
