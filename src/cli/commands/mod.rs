//! One file per verb.

pub mod build;
pub mod check;
pub mod diff;
pub mod explain;
pub mod export;
pub mod extract;
pub mod finding;
pub mod git;
pub mod history;
pub mod new;
pub mod other_acts;
pub mod redline;
pub mod sign;
pub mod standing;
pub mod tolerate;
pub mod verify;
