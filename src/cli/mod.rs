//! The command line as a function: arguments in, text and exit code out. Nothing outside this module prints.

pub mod args;
mod carried_pdf;
mod clock;
pub mod commands;
mod completion;
pub mod error;
mod selected_files;
mod verification;
mod versions;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write};

use clap::error::ErrorKind;

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
    /// What git calls could not do its work: up to 128, git would take it for a conflict that the file shows.
    FailureForGit = 129,
}

/// The standard streams, and what is known of the terminal behind them. The default is that of a pipe.
#[derive(Debug, Clone, Copy, Default)]
pub struct Console {
    /// Whether standard error is a terminal.
    pub terminal: bool,
    /// Whether standard output is one.
    pub output_terminal: bool,
    /// Whether standard error takes colours.
    pub colour: bool,
    /// Whether standard output takes colours.
    pub output_colour: bool,
    /// Whether a line of standard error can be written over: progress shows only there.
    pub progress: bool,
}

/// What the environment says of the terminal.
#[derive(Debug, Clone, Copy)]
struct Streams<'e> {
    error_is_terminal: bool,
    output_is_terminal: bool,
    no_color: Option<&'e str>,
    term: Option<&'e str>,
}

impl Console {
    fn new(streams: Streams<'_>) -> Self {
        let Streams { error_is_terminal, output_is_terminal, no_color, term } = streams;
        // A « dumb » terminal understands no escape sequence.
        let is_dumb = term == Some("dumb");
        let takes_colours = !is_dumb && no_color.is_none_or(str::is_empty);
        Self {
            terminal: error_is_terminal,
            output_terminal: output_is_terminal,
            colour: error_is_terminal && takes_colours,
            output_colour: output_is_terminal && takes_colours,
            progress: error_is_terminal && !is_dumb,
        }
    }

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

    /// Writes data to standard output, as they are: another program reads them. A terminal is shown them as any text.
    ///
    /// # Errors
    /// As [`Console::write`].
    pub fn write_data(&self, text: &str) -> Result<(), CommandError> {
        if self.output_terminal {
            return self.write(&text.replace("\r\n", "\n").replace('\u{feff}', ""));
        }
        put(&mut io::stdout(), text).map_err(|e| CommandError::unwritable("sortie standard", &e))
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
        if self.progress {
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
    args::help::in_french(<Arguments as clap::CommandFactory>::command())
}

fn parsed(words: &[OsString]) -> Result<Arguments, clap::Error> {
    // The help is put in form only where it may be shown: most calls show none.
    let plain = <Arguments as clap::CommandFactory>::command();
    let matches = plain.try_get_matches_from(words).or_else(|_| command().try_get_matches_from(words))?;
    <Arguments as clap::FromArgMatches>::from_arg_matches(&matches)
}

/// Runs the program; prints its own failures.
#[expect(clippy::disallowed_methods, reason = "the environment enters here, as a value")]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let (no_color, term) = (std::env::var("NO_COLOR").ok(), std::env::var("TERM").ok());
    let console = Console::new(Streams {
        error_is_terminal: io::stderr().is_terminal(),
        output_is_terminal: io::stdout().is_terminal(),
        no_color: no_color.as_deref(),
        term: term.as_deref(),
    });
    let words: Vec<OsString> = arguments.into_iter().collect();
    let is_for_git = words.get(1).is_some_and(|verb| verb == "git-merge");
    execute(words, &console).unwrap_or_else(|error| {
        console.progress("");
        // If this fails too, only the exit code is left to tell it.
        let _ = console.say(&error.to_string());
        if is_for_git { Outcome::FailureForGit } else { Outcome::Failure }
    })
}

/// The shells that can be completed.
const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

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
            let name = std::path::Path::new(&shell).file_stem().unwrap_or_default();
            let error = match SHELLS.iter().any(|known| name == *known) {
                // The cause is lost on the way.
                true => CommandError::new("la sortie standard ne peut être écrite"),
                false => CommandError::with_help(
                    format!("COMPLETE={shell} : ce shell n’est pas de ceux que calpae sait compléter"),
                    SHELLS.join(", "),
                ),
            };
            // If this fails too, only the exit code is left to tell it.
            let _ = Console::default().say(&error.to_string());
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
    let words: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match parsed(&words) {
        Ok(arguments) => arguments,
        // What was asked for, to us: `--help`, `--version`, and nothing at all.
        Err(error) if is_an_answer(error.kind()) => {
            console.write(&error.render().to_string())?;
            return Ok(Outcome::Success);
        }
        Err(error) => return Err(CommandError::refused(&error, &verb(&words))),
    };
    // Let this thread work with the pool instead of waiting for it; without threads, it works alone.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads()).use_current_thread().build_global();
    let start = &arguments.projet;
    match &arguments.commande {
        Command::Build(args) => commands::build::run(args, start, console),
        Command::New(args) => commands::new::run(args, start, console),
        Command::Explain(args) => commands::explain::run(args, start, console),
        Command::Check(args) => commands::check::run(args, start, console),
        Command::Diff(args) => commands::diff::run(args, start, console),
        Command::Historique(args) => commands::history::run(args, start, console),
        Command::Etat(args) => commands::standing::run(args, start, console),
        Command::Export(args) => commands::export::run(args, start, console),
        Command::Tolerer(args) => commands::tolerate::run(args, start, console),
        Command::GitSetup(args) => commands::git::setup::run(args, start, console),
        Command::GitTextconv(args) => commands::git::textconv::run(args, console),
        Command::GitMerge(args) => commands::git::merge::run(args, console),
        Command::Extraire(args) => commands::extract::run(args, console),
        Command::Sign(args) => commands::sign::run(args, console),
        Command::Verify(args) => commands::verify::run(args, start, console),
        Command::Help(args) => {
            let asked = args.commande.iter().map(OsString::from);
            let name = words.into_iter().next().unwrap_or_default();
            // To clap, the help of a verb is the verb with `--help`.
            execute(std::iter::once(name).chain(asked).chain(["--help".into()]), console)
        }
    }
}

/// Gives memory back while the command goes on, or ends: what was read is many small pieces.
fn free_beside(value: impl Send + 'static) {
    rayon::spawn(move || drop(value));
}

/// Whether an « error » of clap is the answer to what was asked.
fn is_an_answer(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// The command that refused arguments and the verbs that it went through, as « calpae new edition ».
fn verb(words: &[OsString]) -> String {
    let mut name = "calpae".to_owned();
    let matches = command().ignore_errors(true).try_get_matches_from(words).ok();
    let mut left = matches.as_ref().and_then(clap::ArgMatches::subcommand);
    while let Some((verb, matches)) = left {
        name.push_str(&format!(" {verb}"));
        left = matches.subcommand();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_and_progress_are_for_terminals_that_understand_them() {
        let on = |no_color, term| {
            let streams = Streams { error_is_terminal: true, output_is_terminal: true, no_color, term };
            let Console { terminal, output_terminal, colour, output_colour, progress } =
                Console::new(streams);
            assert!(terminal && output_terminal);
            assert_eq!(colour, output_colour);
            (colour, progress)
        };
        assert_eq!(on(None, Some("xterm")), (true, true));
        assert_eq!(on(None, None), (true, true));
        assert_eq!(on(Some(""), Some("xterm")), (true, true));
        assert_eq!(on(Some("1"), Some("xterm")), (false, true));
        assert_eq!(on(None, Some("dumb")), (false, false));
        let pipe = Console::new(Streams {
            error_is_terminal: false,
            output_is_terminal: false,
            no_color: None,
            term: Some("xterm"),
        });
        assert!(
            !(pipe.terminal || pipe.output_terminal || pipe.colour || pipe.output_colour || pipe.progress)
        );
    }
}
