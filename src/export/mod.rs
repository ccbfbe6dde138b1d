//! What leaves the act for other programs and other times: its amounts as a table, the sources that a PDF carries, and
//! what is sent to the préfecture.
//! From a snapshot to bytes; nothing is written here.

pub mod amounts;
mod carried_back;
pub mod sources;
pub mod transmission;

pub use carried_back::{CarriedBackError, CarriedProject};
pub use sources::{CarriedFile, CarriedKind, CarriedSources, SourcesManifest};
