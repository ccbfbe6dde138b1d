//! Turns documents into a folder of Typst source, in memory: tera templates for the layout, the Markdown tree for prose,
//! and one escape for every text of the content.

pub mod avenant;
pub mod bundle;
pub mod carried;
pub mod check_report;
pub mod comparison;
pub mod convention;
pub mod emission;
pub mod escaping;
pub mod lines;
pub mod prose;
pub mod rapport;
pub mod redline;
pub mod templates;

pub use bundle::Bundle;
pub use emission::Emission;
pub use templates::TemplateStore;
