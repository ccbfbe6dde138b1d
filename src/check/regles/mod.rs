//! One rule, one file, named by its code.

pub(super) mod dat_002;
pub(super) mod fin_001;
