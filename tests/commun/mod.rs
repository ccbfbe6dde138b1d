//! What the tests share: a project in a folder of its own, the command run there, what it said and wrote.

mod arbre;
mod essai;
pub(crate) mod mutations;

pub(crate) use arbre::lire_arbre;
pub(crate) use essai::{Essai, Issue, depot};
