//! One rule, one file, named by its code.

pub(super) mod dat_002;
pub(super) mod fin_001;
pub(super) mod rap_001;
pub(super) mod rap_002;
pub(super) mod rap_003;
pub(super) mod rap_004;
pub(super) mod rap_005;
pub(super) mod rap_006;
pub(super) mod rap_007;
pub(super) mod rap_008;
pub(super) mod rap_009;
pub(super) mod rap_010;
pub(super) mod rap_011;
pub(super) mod rap_012;
pub(super) mod rap_013;
