//! `calpae new projet`: the files of an act that begins, from the models of `modeles/`. Their words are there; here,
//! what is put in their places.

use include_dir::{Dir, include_dir};

use super::yaml::quoted;
use crate::diagnostic::near;
use crate::lang::departements::{
    self, AUTHORITIES, DEPARTEMENTS, KnownAuthority, KnownDepartement, authority, replacement,
};
use crate::lang::noun::Noun;
use crate::lang::{Gender, flat};
use crate::model::Cadre;
use crate::model::life::EMPTY_LIFE;
use crate::text::capitalized;

static MODELS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/modeles");
/// The cadres of the demonstration are those of the program too: nothing in them is of one collectivité.
static DEMONSTRATION: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content/cadres");
/// What the name of a cadre ends with in its variant for métropoles.
const METROPOLE: &str = "-metropole";

/// What is asked of a new project.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// Who signs with the State.
    pub authority: Authority,
    /// Year of the edition.
    pub year: u16,
    /// Name of the cadre, which is that of its file.
    pub cadre: String,
    /// Its text, places filled.
    pub cadre_text: String,
}

/// A collectivité, with the words that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The département whose préfet signs.
    pub departement: &'static KnownDepartement,
    /// Short name, that documents print: « Finistère », « Métropole de Lyon ».
    pub name: String,
    /// The same with its preposition.
    pub name_with_de: String,
    /// Name with its article and its nature: « Le Département du Finistère ».
    pub full_name: String,
    /// The word that the act calls it by: « Département ».
    pub word: String,
    /// Office of who signs for it.
    pub office: String,
    /// Its assembly, with a preposition.
    pub assembly_with_de: String,
}

/// Why a project cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub enum NewProjectError {
    /// No such département; then the nearest name.
    #[error("« {0} » n’est ni le code ni le nom d’un département")]
    UnknownDepartement(String, Option<&'static str>),
    /// A collectivité where a département is asked for; then its name.
    #[error("« {0} » n’est ni le code ni le nom d’un département")]
    Authority(String, &'static str),
    /// A collectivité that the program does not know, without its département.
    #[error("le département de « {0} » manque : c’est son préfet qui signe")]
    NoDepartement(String),
    /// A name of which nothing can be made.
    #[error("« {0} » n’est pas un nom de collectivité")]
    NoName(String),
    /// No such cadre; then the nearest name.
    #[error("le cadre « {0} » n’existe pas ; cadres du programme : {1}")]
    UnknownCadre(String, String),
    /// Years that no act is of.
    #[error("{0} n’est pas une année d’édition")]
    Year(u16),
}

impl NewProjectError {
    /// What to do, when the message does not say it.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::UnknownDepartement(_, Some(near)) => Some(format!("vouliez-vous dire « {near} » ?")),
            Self::UnknownDepartement(_, None) => {
                Some("écrire un code (29, 2A, 974) ou un nom (Finistère) ; pour une autre collectivité, ajouter « --collectivite »".to_owned())
            }
            Self::Authority(_, name) => {
                Some(format!("remplacer « --departement » et ce qui le suit par « --collectivite \"{name}\" »"))
            }
            Self::NoDepartement(_) => Some("ajouter « --departement », par exemple « --departement 13 »".to_owned()),
            Self::UnknownCadre(..) => Some("donner un de ces noms, ou le chemin d’un cadre : « --cadre mon-cadre.yaml »".to_owned()),
            Self::NoName(_) => Some("écrire le nom entier, par exemple « Métropole de Lyon »".to_owned()),
            Self::Year(_) => Some("écrire l’année en quatre chiffres, de 1900 à 2200".to_owned()),
        }
    }
}

/// The cadres of the program: name, and what the first line of their file says of them.
pub fn cadres() -> Vec<(&'static str, &'static str)> {
    let files = MODELS.get_dir("cadres").map(Dir::files).into_iter().flatten().chain(DEMONSTRATION.files());
    let mut cadres: Vec<_> = files
        .filter_map(|file| {
            let first = file.contents_utf8()?.lines().next()?;
            Some((file.path().file_stem()?.to_str()?, first.trim_start_matches("# ")))
        })
        .collect();
    // A variant goes by the name of the cadre that it is of.
    cadres.retain(|(name, _)| !name.ends_with(METROPOLE));
    // The models of any year come first, the one that acts are made of today before the others.
    cadres.sort_by_key(|(name, _)| (is_of_a_year(name), std::cmp::Reverse(*name)));
    cadres
}

/// Whether the name of a cadre ends with a year: it is that of an instruction, which nothing is to be added to.
pub fn is_of_a_year(name: &str) -> bool {
    name.rsplit('-').next().is_some_and(|end| end.len() == 4 && end.bytes().all(|b| b.is_ascii_digit()))
}

/// The text of a cadre of the program.
///
/// # Errors
/// When there is none of this name.
pub fn cadre(name: &str, authority: &Authority, year: u16) -> Result<String, NewProjectError> {
    let name_of_file = flat(name).replace(' ', "-");
    let demonstration = DEMONSTRATION.get_file(format!("{name_of_file}.yaml"));
    if let Some(text) = demonstration.and_then(include_dir::File::contents_utf8) {
        return Ok(text.to_owned());
    }
    let of_metropoles = Some(METROPOLE).filter(|_| flat(&authority.word).ends_with("metropole"));
    let variants = of_metropoles.into_iter().chain([""]);
    let file = variants
        .filter_map(|variant| MODELS.get_file(format!("cadres/{name_of_file}{variant}.yaml")))
        .find_map(include_dir::File::contents_utf8);
    match file {
        Some(text) => Ok(fill(text, &places(authority, year, year, ""), true)),
        None => {
            let known: Vec<String> = cadres().iter().map(|(name, _)| format!("« {name} »")).collect();
            Err(NewProjectError::UnknownCadre(name.to_owned(), known.join(", ")))
        }
    }
}

/// The collectivité of a département, or the one that a person names.
///
/// # Errors
/// When a name is not known, or is not enough.
pub fn find_authority(departement: Option<&str>, name: Option<&str>) -> Result<Authority, NewProjectError> {
    let found = departement.map(known_departement).transpose()?;
    let name = name.map(str::trim);
    match (found, name.map(|name| (name, authority(name)))) {
        (Some(found), None) => Ok(replacement(found).map_or_else(|| council(found), |a| known(a, found))),
        (found, Some((name, Some(authority)))) => {
            let first = authority.departements.first().copied().and_then(departements::departement);
            let found = found.or(first).ok_or_else(|| NewProjectError::NoDepartement(name.to_owned()))?;
            Ok(known(authority, found))
        }
        (Some(found), Some((name, None))) => named(name, found),
        (None, Some((name, None))) => Err(NewProjectError::NoDepartement(name.to_owned())),
        (None, None) => Err(NewProjectError::UnknownDepartement(String::new(), None)),
    }
}

fn known_departement(text: &str) -> Result<&'static KnownDepartement, NewProjectError> {
    departements::departement(text).ok_or_else(|| {
        let typed = text.trim().to_owned();
        let near_authority = || near(&typed, AUTHORITIES.iter().map(|a| a.name)).and_then(authority);
        if let Some(known) = departements::authority_instead(&typed).or_else(near_authority) {
            return NewProjectError::Authority(typed, known.name);
        }
        let near = near(&typed, DEPARTEMENTS.iter().map(|d| d.name));
        NewProjectError::UnknownDepartement(typed, near)
    })
}

/// The council of a département.
fn council(found: &'static KnownDepartement) -> Authority {
    let with_de = found.name_with_de;
    Authority {
        departement: found,
        name: found.name.to_owned(),
        name_with_de: with_de.to_owned(),
        full_name: format!("Le Département {with_de}"),
        word: "Département".to_owned(),
        office: format!("Président du Conseil départemental {with_de}"),
        assembly_with_de: format!("du Conseil départemental {with_de}"),
    }
}

fn known(authority: &'static KnownAuthority, departement: &'static KnownDepartement) -> Authority {
    Authority {
        departement,
        name: authority.name.to_owned(),
        name_with_de: authority.name_with_de.to_owned(),
        full_name: format!("La {}", authority.name),
        word: authority.word.to_owned(),
        office: authority.office.to_owned(),
        assembly_with_de: authority.assembly_with_de.to_owned(),
    }
}

/// The first words of names of collectivités, all feminine but those of the second list.
const FEMININE: [&str; 6] = ["Métropole", "Collectivité", "Ville", "Communauté", "Région", "Eurométropole"];
const MASCULINE: [&str; 3] = ["Département", "Conseil", "Territoire"];

/// A collectivité that the table does not have.
fn named(name: &str, departement: &'static KnownDepartement) -> Result<Authority, NewProjectError> {
    let bare = name.strip_prefix("La ").or(name.strip_prefix("la ")).unwrap_or(name);
    let first = bare.split([' ', '-', '\u{a0}']).next().unwrap_or_default();
    let is = |word: &&&str| flat(word) == flat(first);
    if !bare.chars().any(char::is_alphabetic) || bare.chars().any(char::is_control) {
        return Err(NewProjectError::NoName(name.to_owned()));
    }
    let elided = flat(first).starts_with(['a', 'e', 'i', 'o', 'u', 'y']);
    let (the, of, word) = match (FEMININE.iter().find(is), MASCULINE.iter().find(is)) {
        (Some(word), _) if elided => ("L’", "de l’", *word),
        (Some(word), _) => ("La ", "de la ", *word),
        (_, Some(word)) => ("Le ", "du ", *word),
        _ if elided => ("", "d’", "Collectivité"),
        _ => ("", "de ", "Collectivité"),
    };
    Ok(Authority {
        departement,
        name: bare.to_owned(),
        name_with_de: format!("{of}{bare}"),
        full_name: format!("{the}{bare}"),
        word: word.to_owned(),
        office: format!("Président {of}{bare}"),
        assembly_with_de: format!("de l’assemblée {of}{bare}"),
    })
}

/// Whether an edition may be of a year.
///
/// # Errors
/// When it may not.
pub fn ensure_year(year: u16) -> Result<u16, NewProjectError> {
    if (1900..=2200).contains(&year) { Ok(year) } else { Err(NewProjectError::Year(year)) }
}

/// All the files but those of fiches, by path: enough for the act to be read. `cadre` is none as long as it was not read.
pub fn files(asked: &NewProject, cadre: Option<&Cadre>) -> Vec<(String, String)> {
    let NewProject { authority, year, .. } = asked;
    let last_target =
        cadre.into_iter().flat_map(|c| &c.columns).filter(|column| !column.meaning.is_measured());
    let last = last_target.flat_map(|column| column.meaning.years.iter().copied()).max();
    let counted = cadre.and_then(|cadre| year.checked_add(cadre.exercice_count?.checked_sub(1)?));
    let end = counted.or(last).unwrap_or(*year).max(*year);
    let places = places(authority, *year, end, &asked.cadre);
    let model = |name: &str| {
        // An act of several years says its money otherwise.
        let several = MODELS.get_file(format!("pluriannuel/{name}")).filter(|_| end > *year);
        let file = several.or_else(|| MODELS.get_file(format!("projet/{name}")));
        fill(file.and_then(|f| f.contents_utf8()).unwrap_or_default(), &places, name.ends_with(".yaml"))
    };
    let mut files = vec![
        ("content/organisation.yaml".to_owned(), model("organisation.yaml")),
        (format!("content/cadres/{}.yaml", asked.cadre), asked.cadre_text.clone()),
        (format!("content/{year}/convention.yaml"), model("convention.yaml")),
        (format!("content/{year}/vie.yaml"), EMPTY_LIFE.to_owned()),
        (format!("content/{year}/indicateurs.yaml"), matrix(cadre)),
    ];
    let articles = MODELS.get_dir("projet/articles").map(Dir::files).into_iter().flatten();
    for name in articles.filter_map(|file| file.path().file_name()?.to_str()) {
        files.push((format!("content/{year}/articles/{name}"), model(&format!("articles/{name}"))));
    }
    files
}

/// The boxes of the matrix, each to be filled.
fn matrix(cadre: Option<&Cadre>) -> String {
    let mut text = "# Les valeurs de la matrice : « non renseigné » est à remplacer par un nombre, ou par un autre mot d'absence.\npar_defaut: non renseigné\nvaleurs:".to_owned();
    let Some(cadre) = cadre.filter(|cadre| !cadre.columns.is_empty()) else {
        return format!("{text} {{}}\n");
    };
    let cells: Vec<String> =
        cadre.columns.iter().map(|column| format!("{}: non renseigné", quoted(&column.id))).collect();
    let mut number = 0;
    for id in cadre.identifiers() {
        text.push_str(&format!("\n  {}: {{ {} }}", quoted(&id), cells.join(", ")));
        number += 1;
    }
    if number == 0 { format!("{text} {{}}\n") } else { format!("{text}\n") }
}

/// What is put in the places of the models.
fn places(authority: &Authority, year: u16, end: u16, cadre: &str) -> Vec<(&'static str, String)> {
    let Authority { departement, name, name_with_de, full_name, word, office, assembly_with_de } = authority;
    let word_flat = flat(word);
    let is_feminine = FEMININE.contains(&word.as_str());
    let noun = Noun::with_gender(word, if is_feminine { Gender::Feminine } else { Gender::Masculine });
    let mut places = vec![
        ("[[nom]]", name.clone()),
        ("[[de]]", name_with_de.clone()),
        ("[[nom_complet]]", full_name.clone()),
        ("[[code]]", departement.code.to_owned()),
        ("[[de_prefecture]]", departement.name_with_de.to_owned()),
        ("[[lieu]]", departement.main_town.to_owned()),
        ("[[qualite]]", office.clone()),
        ("[[de_assemblee]]", assembly_with_de.clone()),
        ("[[mot]]", word.clone()),
        ("[[id_collectivite]]", word_flat.replace(' ', "-")),
        ("[[la_collectivite]]", noun.the()),
        ("[[La_collectivite]]", capitalized(&noun.the())),
        ("[[de_la_collectivite]]", noun.of_the()),
        ("[[cadre]]", cadre.to_owned()),
        ("[[annee-1]]", (year - 1).to_string()),
        ("[[annee]]", year.to_string()),
        ("[[fin]]", end.to_string()),
    ];
    for (place, after) in ["[[annee+1]]", "[[annee+2]]", "[[annee+3]]"].into_iter().zip(1..) {
        places.push((place, (year + after).to_string()));
    }
    places
}

/// A model with its places filled; in YAML they stand between double quotes.
fn fill(model: &str, places: &[(&'static str, String)], is_yaml: bool) -> String {
    places.iter().fold(model.to_owned(), |text, (place, value)| {
        let quotes = quoted(value);
        let value = if is_yaml { quotes.trim_matches('"') } else { value.as_str() };
        text.replace(place, value)
    })
}
