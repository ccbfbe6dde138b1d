//! One rule, one file, named by its code.

pub(super) mod dat_001;
pub(super) mod dat_002;
pub(super) mod dat_003;
pub(super) mod dat_004;
pub(super) mod dat_005;
pub(super) mod dat_006;
pub(super) mod dat_007;
pub(super) mod dat_008;
pub(super) mod dat_009;
pub(super) mod dat_010;
pub(super) mod dat_011;
pub(super) mod dat_012;
pub(super) mod dat_013;
pub(super) mod dat_014;
pub(super) mod dat_015;
pub(super) mod dat_016;
pub(super) mod dat_017;
pub(super) mod dat_018;
pub(super) mod dat_019;
pub(super) mod dat_020;
pub(super) mod dat_021;
pub(super) mod dat_022;
pub(super) mod dat_023;
pub(super) mod dat_024;
pub(super) mod dat_025;
pub(super) mod fin_001;
