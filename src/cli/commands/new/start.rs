//! `calpae new projet`: an act that begins, in a folder that has none.

use std::path::Path;

use super::asking::{ask, can_ask};
use super::{new_files, refuse};
use crate::cli::args::NewProjectArgs;
use crate::cli::clock::today;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::pipeline;
use crate::project::creation;
use crate::project::{Disk, Tree as _};
use crate::scaffold::action::NewAction;
use crate::scaffold::new_project::{self, Authority, NewProject};
use crate::text::ProjectPath;

/// Title of the fiche that shows what a fiche is.
const FIRST_TITLE: &str = "Première action";

/// Largest file of a cadre, in bytes.
const CADRE_MAX: u64 = 2_000_000;

/// Runs the command.
pub(super) fn run(args: &NewProjectArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let root = &args.dossier.as_ref().map_or_else(|| start.to_owned(), |folder| start.join(folder));
    ensure_free(root)?;
    ensure_given(args, console)?;
    let authority = authority(args, console)?;
    let year = match args.annee {
        Some(year) => new_project::ensure_year(year)?,
        None => ask(console, "Année de la convention", this_year().as_deref(), |text| {
            let year =
                text.parse().map_err(|_| CommandError::new(format!("« {text} » n’est pas une année")))?;
            Ok(new_project::ensure_year(year)?)
        })?,
    };
    let (cadre, cadre_text) = cadre(args, console, &authority, year)?;
    let asked = NewProject { authority, year, cadre, cadre_text };
    let first = NewAction { title: FIRST_TITLE.to_owned(), ..NewAction::default() };
    let work = match pipeline::start_project(&asked, &first)? {
        Ok(work) => work,
        Err((report, sources)) => return refuse(&report, &sources, console),
    };
    creation::create_project(&Disk::new(root), &new_files(&work))?;
    let folder = root.strip_prefix(".").unwrap_or(root);
    for (path, _) in &work.files {
        console.write(&format!("créé : {}\n", folder.join(path).display()))?;
    }
    let NewProject { authority, year, cadre, .. } = &asked;
    let place = match folder.to_str() {
        Some("" | ".") | None => String::new(),
        Some(folder) => format!(" -C {}", shell_word(folder)),
    };
    console.write(&format!(
        "\n{}, {year}, cadre « {cadre} » : un projet de convention et une première fiche, à compléter.\n\
         Ensuite : « calpae build{place} » fait le PDF, « calpae check{place} » donne la liste de ce qui est à décider.\n",
        authority.full_name
    ))?;
    Ok(Outcome::Success)
}

/// A word of a command line, between quotes when it needs them.
fn shell_word(word: &str) -> String {
    let is_plain = word.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    if is_plain { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

fn ensure_free(root: &Path) -> Result<(), CommandError> {
    if root.exists() && !root.is_dir() {
        return Err(CommandError::new(format!("« {} » n’est pas un dossier", root.display())));
    }
    if !creation::exists(root, "content") {
        return Ok(());
    }
    Err(CommandError::with_help(
        match root == Path::new(".") {
            true => "le dossier courant a déjà un dossier « content » : rien n’y est changé".to_owned(),
            false => format!("« {} » a déjà un dossier « content » : rien n’y est changé", root.display()),
        },
        "« calpae new edition » prépare une autre année, « calpae new fiche » une action de plus ; pour un autre projet, \
         donner un autre dossier",
    ))
}

/// Refuses at once all that is missing when nobody is there to answer.
fn ensure_given(args: &NewProjectArgs, console: &Console) -> Result<(), CommandError> {
    if can_ask(console) {
        return Ok(());
    }
    let has_place = args.departement.is_some() || args.collectivite.is_some();
    let missing: Vec<&str> = [("--departement", has_place), ("--annee", args.annee.is_some())]
        .into_iter()
        .filter_map(|(option, given)| (!given).then_some(option))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(CommandError::with_help(
        format!("il manque : {}", missing.join(", ")),
        "écrire par exemple « calpae new projet --departement 29 --annee 2025 »",
    ))
}

fn authority(args: &NewProjectArgs, console: &Console) -> Result<Authority, CommandError> {
    let find =
        |departement: Option<&str>| new_project::find_authority(departement, args.collectivite.as_deref());
    if args.departement.is_none() && args.collectivite.is_none() {
        return ask(console, "Département (code ou nom)", None, |text| Ok(find(Some(text))?));
    }
    match find(args.departement.as_deref()) {
        Err(new_project::NewProjectError::NoDepartement(_)) if can_ask(console) => {
            ask(console, "Département dont le préfet signe (code ou nom)", None, |text| {
                Ok(find(Some(text))?)
            })
        }
        result => Ok(result?),
    }
}

/// The name and the text of the cadre: one of the program, or a file.
fn cadre(
    args: &NewProjectArgs,
    console: &Console,
    authority: &Authority,
    year: u16,
) -> Result<(String, String), CommandError> {
    let known = new_project::cadres();
    let default = known.first().map(|(name, _)| *name).unwrap_or_default();
    let read = |name: &str| -> Result<(String, String), CommandError> {
        if name.ends_with(".yaml") {
            return read_cadre(Path::new(name));
        }
        let text = new_project::cadre(name, authority, year)?;
        let name = name.trim().to_lowercase();
        // A cadre that bears its own year keeps its name.
        let name = if new_project::is_of_a_year(&name) { name } else { format!("{name}-{year}") };
        Ok((name, text))
    };
    match &args.cadre {
        Some(name) => read(name),
        None if can_ask(console) => {
            for (name, what) in &known {
                console.say(&format!("  {name} : {what}\n"))?;
            }
            ask(console, "Cadre", Some(default), read)
        }
        None => read(default),
    }
}

/// A cadre that the user has.
fn read_cadre(path: &Path) -> Result<(String, String), CommandError> {
    let unreadable = |why: String| CommandError::new(format!("« {} » : {why}", path.display()));
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let inside = ProjectPath::new(name).map_err(|cause| unreadable(cause.to_string()))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let bytes = Disk::new(folder).read(&inside, CADRE_MAX).map_err(|cause| unreadable(cause.to_string()))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| unreadable("le fichier n’est pas en UTF-8 ; l’enregistrer en UTF-8".to_owned()))?;
    Ok((inside.stem().to_owned(), text))
}

/// The year, which is the default of a question and of nothing else.
fn this_year() -> Option<String> {
    Some(today()?.year().to_string())
}
