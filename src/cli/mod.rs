//! The program as a function: arguments in, texts and exit code out. Nothing else prints.

pub mod args;
pub mod commands;
mod errors;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};

use clap::Parser;

use args::{Arguments, Command};

/// How a command ended. The numbers are the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to report.
    Success = 0,
    /// The content has errors.
    Faults = 1,
    /// The command could not do its work.
    Failure = 2,
}

/// Where a command writes, and what it knows of the terminal.
#[derive(Debug)]
pub struct Console {
    /// Whether standard error is a terminal: progress is shown only there.
    pub terminal: bool,
    /// Whether colours are wanted there.
    pub colour: bool,
    /// Whether colours are wanted on standard output.
    pub output_colour: bool,
}

impl Console {
    /// Writes on standard error; a closed pipe is nobody's fault.
    pub fn say(&self, text: &str) {
        let _ = std::io::stderr().write_all(text.as_bytes());
    }

    /// Writes on standard output what was asked for; a closed pipe is nobody's fault.
    pub fn write(&self, text: &str) {
        let _ = std::io::stdout().write_all(text.as_bytes());
    }

    /// Shows what is being done, on one line that the next one replaces.
    pub fn progress(&self, text: &str) {
        if self.terminal {
            self.say(&format!("\r\u{1b}[2K{text}"));
        }
    }
}

/// The command as clap knows it, for completion.
pub fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

/// Runs the program.
#[expect(clippy::disallowed_methods, reason = "the environment enters here, as a value")]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let terminal = std::io::stderr().is_terminal();
    let no_color = std::env::var("NO_COLOR").is_ok_and(|v| !v.is_empty());
    let output_colour = std::io::stdout().is_terminal() && !no_color;
    let console = Console { terminal, colour: terminal && !no_color, output_colour };
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(e) if e.use_stderr() => {
            console.say(&errors::translate(&e));
            return Outcome::Failure;
        }
        // Help and version are asked for: they go to standard output.
        Err(e) => {
            let _ = std::io::stdout().write_all(e.render().to_string().as_bytes());
            return Outcome::Success;
        }
    };
    // This thread works with the others instead of waiting for them; where threads are refused, it works alone.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    let outcome = match &arguments.commande {
        Command::Build(args) => commands::build::run(args, &console),
        Command::New(args) => commands::new::run(args, &console),
        Command::Explain(args) => commands::explain::run(args, &console),
        Command::Check(args) => commands::check::run(args, &console),
    };
    outcome.unwrap_or_else(|message| {
        console.progress("");
        console.say(&format!("erreur : {message}\n"));
        Outcome::Failure
    })
}
