//! The rules, by family; what several rules of one family need stands beside them.

pub(crate) mod dates;
pub(crate) mod document;
pub(crate) mod finance;
pub(crate) mod form;
pub(crate) mod identity;
pub(crate) mod indicateurs;
pub(crate) mod life;
pub(crate) mod numbering;
pub(crate) mod rapport;
pub(crate) mod structure;
