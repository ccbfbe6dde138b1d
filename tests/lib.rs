//! The integration tests: one binary, one module per promise of the program. Each test copies a project to a
//! folder of its own and runs the real command there; nothing depends on the machine or on another test.

#![cfg(test)]
#![expect(clippy::string_slice, reason = "a test that cannot go on must fail")]

mod architecture;
mod cli;
mod commun;
mod controle;
mod corrections;
mod diagnostics;
mod docs;
mod edition;
mod hostiles;
#[cfg(feature = "pdf")]
mod montants;
mod mutations;
#[cfg(feature = "pdf")]
mod proprietes;
mod rapport;
mod regles;
mod reproductible;
