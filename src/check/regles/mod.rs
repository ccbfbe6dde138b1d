//! One rule, one file, named by its code.

pub(super) mod dat_002;
pub(super) mod fin_001;
pub(super) mod fin_020;
pub(super) mod fin_021;
pub(super) mod fin_022;
pub(super) mod fin_023;
pub(super) mod fin_024;
pub(super) mod fin_025;
pub(super) mod fin_026;
pub(super) mod fin_027;
pub(super) mod fin_028;
pub(super) mod fin_029;
pub(super) mod fin_030;
pub(super) mod fin_031;
pub(super) mod fin_032;
pub(super) mod fin_033;
pub(super) mod fin_034;
pub(super) mod fin_035;
pub(super) mod fin_036;
pub(super) mod fin_037;
