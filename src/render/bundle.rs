//! The emitted folder. `typeset` compiles it byte for byte as it is written to disk, so that the stock Typst compiler
//! makes the same document from it.

use std::collections::BTreeMap;

/// The files of one document, images and charte included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    /// Path of the file that Typst compiles, a key of `files`. It stands at the top: Typst resolves absolute paths
    /// from its folder.
    pub main_file: String,
    /// Bytes by relative path, `/`-separated.
    pub files: BTreeMap<String, Vec<u8>>,
}
