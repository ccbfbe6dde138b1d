//! The program as a function: arguments in, texts and exit code out. Nothing else prints.

pub mod args;
pub mod commands;
pub mod error;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};

use clap::Parser;

use args::{Arguments, Command};
use error::CommandError;

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
    /// Tells something on standard error.
    ///
    /// # Errors
    /// When it cannot be written; a closed pipe is no error.
    pub fn say(&self, text: &str) -> Result<(), CommandError> {
        put(&mut io::stderr(), text).map_err(|e| CommandError::unwritable("sortie d’erreur", &e))
    }

    /// Writes what was asked for on standard output.
    ///
    /// # Errors
    /// When it cannot be written, on a full disk for instance; a closed pipe is no error.
    pub fn write(&self, text: &str) -> Result<(), CommandError> {
        put(&mut io::stdout(), text).map_err(|e| CommandError::unwritable("sortie standard", &e))
    }

    /// Shows what is being done, on one line that the next one replaces.
    pub fn progress(&self, text: &str) {
        if self.terminal {
            // Nothing is lost when it does not show.
            let _ = self.say(&format!("\r\u{1b}[2K{text}"));
        }
    }
}

/// Writes a whole text, and tells at once when it did not get through. A reader that has seen enough closes the
/// pipe: that is its right.
fn put(stream: &mut impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// The command as clap knows it, for completion.
pub fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

/// Runs the program.
#[expect(clippy::disallowed_methods, reason = "the environment enters here, as a value")]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let terminal = io::stderr().is_terminal();
    let no_color = std::env::var("NO_COLOR").is_ok_and(|v| !v.is_empty());
    let output_colour = io::stdout().is_terminal() && !no_color;
    let console = Console { terminal, colour: terminal && !no_color, output_colour };
    execute(arguments, &console).unwrap_or_else(|error| {
        console.progress("");
        // Standard error is the last place where a failure can be told.
        let _ = console.say(&error.to_string());
        Outcome::Failure
    })
}

fn execute(
    arguments: impl IntoIterator<Item = OsString>,
    console: &Console,
) -> Result<Outcome, CommandError> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => return Err(CommandError::from(&error)),
        // Help and version are asked for: they go to standard output.
        Err(error) => {
            console.write(&error.render().to_string())?;
            return Ok(Outcome::Success);
        }
    };
    // This thread works with the others instead of waiting for them; where threads are refused, it works alone.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    match &arguments.commande {
        Command::Build(args) => commands::build::run(args, console),
        Command::New(args) => commands::new::run(args, console),
        Command::Explain(args) => commands::explain::run(args, console),
        Command::Check(args) => commands::check::run(args, console),
    }
}
