//! One rule, one file, named by its code.

pub(super) mod dat_002;
pub(super) mod fin_001;
pub(super) mod frm_001;
pub(super) mod frm_002;
pub(super) mod frm_003;
pub(super) mod frm_004;
pub(super) mod frm_005;
pub(super) mod frm_006;
pub(super) mod frm_007;
pub(super) mod frm_008;
pub(super) mod frm_009;
pub(super) mod frm_010;
pub(super) mod frm_011;
pub(super) mod frm_012;
pub(super) mod frm_013;
pub(super) mod frm_014;
