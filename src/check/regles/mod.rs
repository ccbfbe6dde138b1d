//! One rule, one file, named by its code.

pub(super) mod dat_002;
pub(super) mod fin_001;
pub(super) mod fin_002;
pub(super) mod fin_003;
pub(super) mod fin_004;
pub(super) mod fin_005;
pub(super) mod fin_006;
pub(super) mod fin_007;
pub(super) mod fin_008;
pub(super) mod fin_009;
pub(super) mod fin_010;
pub(super) mod fin_011;
pub(super) mod fin_012;
pub(super) mod fin_013;
pub(super) mod fin_014;
pub(super) mod fin_015;
