//! Documents to Typst source: tera templates, one escape, prose by its tree, the emitted folder in memory.

pub mod bundle;
pub mod check_report;
pub mod convention;
pub mod emission;
pub mod escaping;
pub mod lines;
pub mod prose;
pub mod rapport;
pub mod templates;

pub use bundle::Bundle;
pub use emission::Emission;
pub use templates::TemplateStore;
