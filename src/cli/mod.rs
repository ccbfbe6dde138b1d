//! The command line as a function: arguments in, text and exit code out. Nothing outside this module prints.

pub mod args;
pub mod commands;
pub mod error;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};

use clap::Parser;

use crate::diagnostic::{Report, human, visible};
use crate::text::Sources;
use args::{Arguments, Command};
use error::CommandError;

/// How a command ended; its discriminants are the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The command did its work and found no fault.
    Success = 0,
    /// The content has errors.
    Faults = 1,
    /// The command could not do its work.
    Failure = 2,
}

/// The standard streams, and what is known of the terminal behind them.
#[derive(Debug)]
pub struct Console {
    /// Whether standard error is a terminal; progress shows only there.
    pub terminal: bool,
    /// Whether standard error takes colours.
    pub colour: bool,
    /// Whether standard output takes colours.
    pub output_colour: bool,
}

impl Console {
    /// Writes to standard error. No control character of a text reaches a terminal.
    ///
    /// # Errors
    /// When the text cannot be written. A closed pipe is not an error.
    pub fn say(&self, text: &str) -> Result<(), CommandError> {
        put(&mut io::stderr(), &visible(text)).map_err(|e| CommandError::unwritable("sortie d’erreur", &e))
    }

    /// Writes to standard output. No control character of a text reaches a terminal.
    ///
    /// # Errors
    /// When the text cannot be written, as on a full disk. A closed pipe is not an error.
    pub fn write(&self, text: &str) -> Result<(), CommandError> {
        put(&mut io::stdout(), &visible(text)).map_err(|e| CommandError::unwritable("sortie standard", &e))
    }

    /// Writes findings to standard error, in colour when it takes some.
    ///
    /// # Errors
    /// As [`Console::say`].
    pub fn say_findings(&self, report: &Report, sources: &Sources) -> Result<(), CommandError> {
        let text = human::render(report, sources, self.colour);
        put(&mut io::stderr(), &text).map_err(|e| CommandError::unwritable("sortie d’erreur", &e))
    }

    /// Writes findings to standard output, in colour when it takes some.
    ///
    /// # Errors
    /// As [`Console::write`].
    pub fn write_findings(&self, report: &Report, sources: &Sources) -> Result<(), CommandError> {
        let text = human::render(report, sources, self.output_colour);
        put(&mut io::stdout(), &text).map_err(|e| CommandError::unwritable("sortie standard", &e))
    }

    /// Shows the current step on a terminal, on a line that the next call overwrites.
    pub fn progress(&self, text: &str) {
        if self.terminal {
            // Decoration: nothing is lost when it cannot be shown.
            let _ = put(&mut io::stderr(), &format!("\r\u{1b}[2K{}", visible(text)));
        }
    }
}

/// Writes and flushes, so that no failure is left for the exit, where nobody would see it. A reader may close the
/// pipe once it has seen enough.
fn put(stream: &mut impl Write, text: &str) -> io::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

/// The clap command, for shell completion.
pub fn command() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

/// Runs the program; prints its own failures.
#[expect(clippy::disallowed_methods, reason = "the environment enters here, as a value")]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let terminal = io::stderr().is_terminal();
    let no_color = std::env::var("NO_COLOR").is_ok_and(|v| !v.is_empty());
    let output_colour = io::stdout().is_terminal() && !no_color;
    let console = Console { terminal, colour: terminal && !no_color, output_colour };
    execute(arguments, &console).unwrap_or_else(|error| {
        console.progress("");
        // If this fails too, only the exit code is left to tell it.
        let _ = console.say(&error.to_string());
        Outcome::Failure
    })
}

/// Answers a shell that asks for completions. None when the program was called for something else.
#[expect(clippy::disallowed_methods, reason = "the environment enters here, as a value")]
pub fn complete() -> Option<Outcome> {
    let shell = std::env::var("COMPLETE").ok()?;
    let here = std::env::current_dir().ok();
    match clap_complete::CompleteEnv::with_factory(command).try_complete(std::env::args_os(), here.as_deref())
    {
        Ok(false) => None,
        Ok(true) => Some(Outcome::Success),
        Err(_) => {
            let message = format!("COMPLETE={shell} : ce shell n’est pas de ceux que calpae sait compléter");
            let error = CommandError::with_help(message, "bash, elvish, fish, powershell ou zsh");
            // If this fails too, only the exit code is left to tell it.
            let _ = put(&mut io::stderr(), &visible(&error.to_string()));
            Some(Outcome::Failure)
        }
    }
}

/// As many threads as there are processors, or fewer when the environment says so: more would only wait.
#[expect(clippy::disallowed_methods, reason = "the environment enters here, as a value")]
fn threads() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let asked = std::env::var("RAYON_NUM_THREADS").ok().and_then(|n| n.parse().ok());
    asked.filter(|n| *n > 0).map_or(processors, |asked: usize| asked.min(processors))
}

fn execute(
    arguments: impl IntoIterator<Item = OsString>,
    console: &Console,
) -> Result<Outcome, CommandError> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => return Err(CommandError::from(&error)),
        // `--help` and `--version` are errors to clap, but what was asked for to us.
        Err(error) => {
            console.write(&error.render().to_string())?;
            return Ok(Outcome::Success);
        }
    };
    // Let this thread work with the pool instead of waiting for it; without threads, it works alone.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads()).use_current_thread().build_global();
    match &arguments.commande {
        Command::Build(args) => commands::build::run(args, console),
        Command::New(args) => commands::new::run(args, console),
        Command::Explain(args) => commands::explain::run(args, console),
        Command::Check(args) => commands::check::run(args, console),
        Command::Tolerer(args) => commands::tolerate::run(args, console),
    }
}
