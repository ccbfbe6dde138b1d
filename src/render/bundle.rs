//! The emitted folder, in memory: what `typeset` compiles is byte for byte what is written on disk,
//! so that the stock Typst compiler makes the same document from it.

use std::collections::BTreeMap;

/// The files of one document, images and charte included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    /// Path of the file that Typst compiles, one of `fichiers`. It stands at the top of the folder:
    /// Typst takes its folder as the root of the absolute paths.
    pub main_file: String,
    /// Relative path, with `/`, to bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}
