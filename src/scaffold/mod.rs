//! What `calpae new` writes, as values: new files, and lines added to those that are there. Nothing here reads
//! or writes a disk; nothing that a person wrote is ever changed.

pub mod action;
pub mod avenant;
pub mod edition;
pub mod fiche;
pub mod joint_rapport;
pub mod new_project;
pub mod rapport;
pub mod reference;
pub mod tolerance;
mod yaml;

use crate::diagnostic::TextEdit;

/// What is to be written, and what is to be told.
#[derive(Debug, Default)]
pub struct Work {
    /// New files: path from the root of the project, and text.
    pub files: Vec<(String, String)>,
    /// Files copied byte for byte: from, to.
    pub copies: Vec<(String, String)>,
    /// New images: path, and bytes.
    pub images: Vec<(String, Vec<u8>)>,
    /// Lines added to files that exist: empty ranges, and what comes there.
    pub additions: Vec<TextEdit>,
    /// What a person must know.
    pub messages: Vec<String>,
}
