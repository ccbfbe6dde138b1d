//! The program as a function: arguments in, texts and exit code out. Nothing else prints.

pub mod args;
pub mod commands;
mod erreurs;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};

use clap::Parser;

use args::{Arguments, Commande};

/// How a command ended. The numbers are the exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issue {
    /// Nothing to report.
    Bien = 0,
    /// The content has errors.
    Fautes = 1,
    /// The command could not do its work.
    Echec = 2,
}

/// Where a command writes, and what it knows of the terminal.
#[derive(Debug)]
pub struct Console {
    /// Whether standard error is a terminal: progress is shown only there.
    pub terminal: bool,
    /// Whether colours are wanted there.
    pub couleur: bool,
    /// Whether colours are wanted on standard output.
    pub couleur_sortie: bool,
}

impl Console {
    /// Writes on standard error; a closed pipe is nobody's fault.
    pub fn dire(&self, texte: &str) {
        let _ = std::io::stderr().write_all(texte.as_bytes());
    }

    /// Writes on standard output what was asked for; a closed pipe is nobody's fault.
    pub fn ecrire(&self, texte: &str) {
        let _ = std::io::stdout().write_all(texte.as_bytes());
    }

    /// Shows what is being done, on one line that the next one replaces.
    pub fn progres(&self, texte: &str) {
        if self.terminal {
            self.dire(&format!("\r\u{1b}[2K{texte}"));
        }
    }
}

/// The command as clap knows it, for completion.
pub fn commande() -> clap::Command {
    <Arguments as clap::CommandFactory>::command()
}

/// Runs the program.
#[expect(clippy::disallowed_methods, reason = "the environment enters here, as a value")]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Issue {
    let terminal = std::io::stderr().is_terminal();
    let sobre = std::env::var("NO_COLOR").is_ok_and(|v| !v.is_empty());
    let couleur_sortie = std::io::stdout().is_terminal() && !sobre;
    let console = Console { terminal, couleur: terminal && !sobre, couleur_sortie };
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(e) if e.use_stderr() => {
            console.dire(&erreurs::traduire(&e));
            return Issue::Echec;
        }
        // Help and version are asked for: they go to standard output.
        Err(e) => {
            let _ = std::io::stdout().write_all(e.render().to_string().as_bytes());
            return Issue::Bien;
        }
    };
    // This thread works with the others instead of waiting for them; where threads are refused, it works alone.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    let issue = match &arguments.commande {
        Commande::Build(args) => commands::build::run(args, &console),
        Commande::New(args) => commands::new::run(args, &console),
        Commande::Explain(args) => commands::explain::run(args, &console),
        Commande::Check(args) => commands::check::run(args, &console),
    };
    issue.unwrap_or_else(|message| {
        console.progres("");
        console.dire(&format!("erreur : {message}\n"));
        Issue::Echec
    })
}
