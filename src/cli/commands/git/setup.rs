//! `calpae git-setup`: tells the git repository of a project to compare and to merge its files by calpae.

use std::fs;
use std::path::Path;

use crate::cli::args::GitSetupArgs;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::project::git_settings::{GitSettings, SettledFile};
use crate::project::{self, in_french};

/// Runs the command.
pub fn run(args: &GitSetupArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let settings = GitSettings::open(&place(start)?)?;
    if args.retirer {
        console.write(&said(&settings.remove()?, true))?;
        return Ok(Outcome::Success);
    }
    let program = program(args.programme.as_deref())?;
    console.write(&said(&settings.install(&program)?, false))?;
    if !can_be_called(&program) {
        // Otherwise « git diff » itself fails.
        console.say(&format!(
            "attention : « {program} » n’est pas parmi les commandes de cette machine, et git ne pourra pas l’appeler\n\
             à faire : l’y ajouter, ou relancer « calpae git-setup --programme CHEMIN »\n"
        ))?;
    }
    Ok(Outcome::Success)
}

/// The project; a repository without files has none, and says so better.
fn place(start: &Path) -> Result<std::path::PathBuf, CommandError> {
    let is_bare = start.join("HEAD").is_file() && start.join("objects").is_dir();
    match project::find_project(start) {
        Err(_) if is_bare => Ok(start.to_owned()),
        found => Ok(found?),
    }
}

/// The name of the program as git will call it: from the root of the repository, whatever the current folder is now.
fn program(asked: Option<&str>) -> Result<String, CommandError> {
    let Some(name) = asked else { return Ok("calpae".to_owned()) };
    if name.trim().is_empty() || name.chars().any(char::is_control) {
        return Err(CommandError::with_help(
            "« --programme » attend un nom ou un chemin",
            "écrire par exemple « --programme ~/bin/calpae »",
        ));
    }
    if !name.contains(['/', '\\']) {
        return Ok(name.to_owned());
    }
    let path = fs::canonicalize(name).map_err(|cause| {
        CommandError::with_help(
            format!("le programme « {name} » ne peut être trouvé : {}", in_french(&cause)),
            "donner le chemin du programme calpae lui-même",
        )
    })?;
    match path.to_str().filter(|_| path.is_file()) {
        Some(path) => Ok(path.to_owned()),
        None => Err(CommandError::with_help(
            format!("« {name} » n’est pas un programme"),
            "donner le chemin du programme calpae lui-même",
        )),
    }
}

/// Whether git will find a program: by its path, or in one of the folders of commands.
fn can_be_called(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let names = [program.to_owned(), format!("{program}.exe")];
    let is_there = |folder: std::path::PathBuf| names.iter().any(|name| folder.join(name).is_file());
    program.contains(['/', '\\']) || std::env::split_paths(&folders).any(is_there)
}

fn said(files: &[SettledFile], is_removal: bool) -> String {
    let mut text = String::new();
    for file in files.iter().filter(|file| file.changed) {
        let verb = if is_removal { "retiré de" } else { "écrit" };
        text.push_str(&format!("{verb} : {}\n", file.path.display()));
    }
    let has_new_attributes = files.first().is_some_and(|file| file.changed);
    match (text.is_empty(), is_removal) {
        (true, true) => text.push_str("rien à retirer : git n’appelle pas calpae dans ce dépôt\n"),
        (true, false) => text.push_str("rien à écrire : git appelle déjà calpae dans ce dépôt\n"),
        (false, true) => text.push_str("git compare et fusionne de nouveau ligne à ligne\n"),
        (false, false) => {
            text.push_str("git compare et fusionne maintenant les fiches champ par champ\n");
            if has_new_attributes {
                text.push_str(
                    "à faire : enregistrer « .gitattributes » (git add, git commit), et lancer « calpae git-setup » une fois \
                     dans chaque copie du dépôt\n",
                );
            }
        }
    }
    text
}
