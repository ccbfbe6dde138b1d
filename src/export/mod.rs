//! What leaves the act for other programs and other times: its amounts as a table, and the sources that a PDF carries.
//! From a snapshot to bytes; nothing is written here.

pub mod amounts;
mod carried_back;
pub mod sources;

pub use carried_back::{CarriedBackError, CarriedProject};
pub use sources::{CarriedFile, CarriedKind, CarriedSources, SourcesManifest};
