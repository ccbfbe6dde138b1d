//! `calpae new edition`.
