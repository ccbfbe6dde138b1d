//! One rule, one file, named by its code.

pub(super) mod dat_002;
pub(super) mod fin_001;
pub(super) mod num_001;
pub(super) mod num_002;
pub(super) mod num_003;
pub(super) mod num_004;
pub(super) mod num_005;
pub(super) mod num_006;
pub(super) mod num_007;
pub(super) mod num_008;
pub(super) mod num_009;
pub(super) mod num_010;
pub(super) mod num_011;
pub(super) mod num_012;
pub(super) mod num_013;
pub(super) mod num_014;
pub(super) mod num_015;
pub(super) mod num_016;
pub(super) mod num_017;
pub(super) mod num_018;
