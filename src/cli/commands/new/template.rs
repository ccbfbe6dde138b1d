//! `calpae new gabarit`: a template or a file of the charte of the program, copied where a project may change it.

use std::path::Path;

use crate::cli::args::NewTemplateArgs;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::project::creation::{self, NewFile};
use crate::project::{self, Disk};
use crate::render::templates;

/// Runs the command.
pub(super) fn run(args: &NewTemplateArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let disk = Disk::new(project::find_project(start)?);
    // A folder that is no project is not the place for a template.
    project::editions(&disk)?;
    let path = find(&args.nom)?;
    if creation::exists(disk.root(), &path) {
        return Err(CommandError::with_help(
            format!("« {path} » existe déjà : rien n’y est changé"),
            "le renommer ou le déplacer pour repartir de celui du programme",
        ));
    }
    let texts = templates::embedded();
    let text = texts.get(&path).copied().unwrap_or_default();
    creation::create(&disk, &[(path.as_str(), NewFile::Text(text))])?;
    console.write(&format!(
        "créé : {path}\nIl remplace celui du programme : le modifier, puis « calpae build ».\n"
    ))?;
    Ok(Outcome::Success)
}

/// The names of the templates, for completion and advice: « convention/fiche », « charte/couleurs ».
pub(crate) fn names() -> Vec<String> {
    templates::names().map(|path| short(&path).to_owned()).collect()
}

fn short(path: &str) -> &str {
    let path = path.strip_prefix("templates/").unwrap_or(path);
    path.strip_suffix(".typ.tera").or(path.strip_suffix(".typ")).unwrap_or(path)
}

/// The path of the only template of a name: whole, short, or its last part when no other has it.
fn find(name: &str) -> Result<String, CommandError> {
    let wanted = short(name.trim().trim_start_matches("./"));
    let paths: Vec<String> = templates::names().collect();
    if let Some(path) = paths.iter().find(|path| short(path) == wanted) {
        return Ok(path.clone());
    }
    let is_last = |path: &&String| short(path).rsplit('/').next() == Some(wanted);
    let found: Vec<&String> = paths.iter().filter(is_last).collect();
    let list = |paths: &[&String]| paths.iter().map(|path| short(path)).collect::<Vec<_>>().join(", ");
    match found.as_slice() {
        [only] => Ok((*only).clone()),
        [] => {
            let all: Vec<&String> = paths.iter().collect();
            let help = format!("gabarits du programme : {}", list(&all));
            let known: Vec<&str> = paths.iter().map(|path| short(path)).collect();
            let lasts = known.iter().filter_map(|name| name.rsplit('/').next());
            let message = format!("le gabarit « {name} » n’existe pas");
            Err(CommandError::unknown(message, wanted, known.iter().copied().chain(lasts), &help))
        }
        several => Err(CommandError::with_help(
            format!("plusieurs gabarits se nomment « {wanted} »"),
            format!("écrire l’un de ces noms : {}", list(several)),
        )),
    }
}
