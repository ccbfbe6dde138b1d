//! The integration tests: one binary, one module per promise of the program. A test works on its own copy of a project,
//! in a temporary folder or in memory; nothing depends on the machine or on another test.

#![cfg(test)]
#![expect(clippy::string_slice, reason = "a test that cannot go on must fail")]

mod architecture;
mod avenant;
mod build;
mod cadre;
mod census;
mod check;
mod cli;
mod common;
#[cfg(feature = "pdf")]
mod compare;
mod completion;
mod decisions;
mod diagnostics;
mod diff;
mod docs;
mod edges;
mod edition;
mod encodings;
mod export;
mod facts;
mod figures;
mod files;
mod fixes;
mod format_keys;
mod git_drivers;
mod git_revisions;
#[cfg(feature = "pdf")]
mod heard;
mod history;
mod holes;
mod hostile;
mod identifiers;
mod indicateurs;
#[cfg(feature = "pdf")]
mod layout;
mod ledger;
mod life;
#[cfg(feature = "pdf")]
mod montants;
mod mutations;
mod naming;
mod notices;
mod other_acts;
#[cfg(feature = "pdf")]
mod pages;
mod parties;
#[cfg(feature = "pdf")]
mod pictures;
#[cfg(feature = "pdf")]
mod properties;
mod prose_cases;
#[cfg(feature = "pdf")]
mod public;
mod rapport;
mod rapports;
mod reading;
mod reading_pages;
mod redline;
mod refaction;
mod reproducible;
mod resolve;
mod rubriques;
mod rule_findings;
mod rules;
mod search;
mod selected_files;
mod session;
#[cfg(feature = "pdf")]
mod signing;
mod since_a_revision;
#[cfg(feature = "pdf")]
mod soundness;
mod start;
#[cfg(feature = "pdf")]
mod table_layout;
#[cfg(feature = "pdf")]
mod tags;
mod time;
mod tree_of_axes;
mod trees;
mod tutorial;
#[cfg(feature = "pdf")]
mod untold;
mod writes;
mod written_numbers;
