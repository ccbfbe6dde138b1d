//! The two notations of the content, and nothing of the model's keys: YAML nodes and Markdown blocks with their
//! spans, the front matter that joins them, and edits at a node that keep every other byte.

pub mod characters;
pub mod comments;
pub mod edit;
pub mod header;
mod layout;
pub mod markdown;
pub mod yaml;
mod yaml_commas;
mod yaml_faults;
mod yaml_lines;
mod yaml_margins;
mod yaml_misread;
mod yaml_open;

pub use edit::Edits;
pub use yaml::{Entry, Node, NodeKind, Style};
pub use yaml_lines::{between_quotes, bullet, line_to_write};
