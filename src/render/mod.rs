//! Documents to Typst source.
