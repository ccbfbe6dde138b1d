//! What the tests share: projects in folders and in memory, the command run on them, what it printed and wrote.

pub(crate) mod example;
pub(crate) mod git;
pub(crate) mod mutations;
pub(crate) mod rust_tokens;
mod scenario;
mod tree;
pub(crate) mod trees;

pub(crate) use scenario::{Outcome, Scenario, repository};
pub(crate) use tree::read_tree;
