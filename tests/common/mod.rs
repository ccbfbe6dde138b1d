//! What the tests share: a project in a folder of its own, the command run there, what it said and wrote.

pub(crate) mod example;
pub(crate) mod mutations;
pub(crate) mod rust_tokens;
mod scenario;
mod tree;
pub(crate) mod trees;

pub(crate) use scenario::{Outcome, Scenario, repository};
pub(crate) use tree::read_tree;
