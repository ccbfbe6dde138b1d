//! `calpae new fiche`: the page of an action, with the rubriques of the cadre and a line for each datum. No figure is
//! invented: what is not known says so, and bears the mark of what is to be decided.

use super::Work;
use super::edition::MARK;
use super::yaml::quoted;
use crate::lang::flat;
use crate::model::Numero;
use crate::model::cadre::{Rubrique, RubriqueContent};
use crate::model::edition::AVENANTS;
use crate::model::life::ActStatus;
use crate::model::parties::PartyRole;
use crate::model::{Absence, Dossier};
use crate::project::FileRole;
use crate::text::{ProjectPath, Sources};

/// What is asked of a new fiche.
#[derive(Debug, Clone, Default)]
pub struct NewAction {
    /// Title of the action.
    pub title: String,
    /// Annexe; may be left out when the cadre has only one.
    pub annexe: Option<String>,
    /// Measure of the cadre that it serves.
    pub mesure: Option<String>,
    /// Number; the next one when left out.
    pub number: Option<Numero>,
}

/// Why a fiche cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// No letter in the title.
    #[error("le titre « {0} » ne dit rien de l’action")]
    NoTitle(String),
    /// The cadre has several annexes and none was chosen.
    #[error("l’annexe reste à choisir : {0}")]
    NoAnnexe(String),
    /// The cadre has no such annexe; then those that it has.
    #[error("le cadre n’a pas d’annexe « {0} » ; il a : {1}")]
    UnknownAnnexe(String, String),
    /// The cadre has no such measure; then those that it has.
    #[error("le cadre n’a pas de mesure « {0} » ; il a : {1}")]
    UnknownMesure(String, String),
    /// A fiche has this number; then its file.
    #[error("la fiche {0} existe déjà : « {1} »")]
    NumberTaken(Numero, String),
    /// No number follows the last one.
    #[error("rien ne dit le numéro qui suit « {0} »")]
    NoNumberAfter(Numero),
}

/// What there is to write for a new fiche.
///
/// # Errors
/// When what is asked does not fit the cadre or the fiches that are there.
pub fn prepare(dossier: &Dossier, sources: &Sources, action: &NewAction) -> Result<Work, ActionError> {
    let slug = slug(&action.title);
    if slug.is_empty() {
        return Err(ActionError::NoTitle(action.title.clone()));
    }
    let annexe = annexe(dossier, action.annexe.as_deref())?;
    if let Some(mesure) = &action.mesure
        && dossier.cadre.mesure(mesure).is_none()
    {
        let known = dossier.cadre.themes.iter().flat_map(|t| &t.mesures);
        let known: Vec<_> = known.map(|m| format!("{} ({})", m.number, m.title)).collect();
        return Err(ActionError::UnknownMesure(mesure.clone(), known.join(", ")));
    }
    let taken = numbers(dossier, sources);
    let number = match (action.number, taken.iter().map(|(number, _)| *number).max()) {
        (Some(number), _) => number,
        (None, None) => Numero::from(1),
        (None, Some(last)) => last.next().ok_or(ActionError::NoNumberAfter(last))?,
    };
    if let Some((_, path)) = taken.iter().find(|(other, _)| *other == number) {
        return Err(ActionError::NumberTaken(number, path.to_string()));
    }
    let text = page(dossier, action, number, annexe);
    // An avenant that is being written has the pages that it adds.
    let folder = match dossier.open_avenant() {
        Some(avenant) => format!("{}/{AVENANTS}/{}", dossier.edition, avenant.folder),
        None => dossier.edition.clone(),
    };
    let path = format!("content/{folder}/fiches/{}-{slug}.md", number.in_file_name());
    let status = match dossier.open_avenant() {
        Some(avenant) => avenant.status,
        None => dossier.convention.status,
    };
    let late = format!(
        "l’acte est « {} » : une action s’y ajoute par avenant, et ce qui reste à décider y est une erreur",
        status.word()
    );
    let messages = if status == ActStatus::Draft { Vec::new() } else { vec![late] };
    Ok(Work { files: vec![(path, text)], messages, ..Work::default() })
}

/// The annexe of a letter, or the only one.
fn annexe<'d>(dossier: &'d Dossier, wanted: Option<&str>) -> Result<&'d str, ActionError> {
    let annexes = &dossier.cadre.axes;
    let known = || annexes.iter().map(|a| format!("{} ({})", a.id, a.title)).collect::<Vec<_>>().join(", ");
    match (wanted, annexes.as_slice()) {
        (Some(letter), _) => annexes
            .iter()
            .find(|a| flat(&a.id.value) == flat(letter))
            .map(|a| a.id.value.as_str())
            .ok_or_else(|| ActionError::UnknownAnnexe(letter.to_owned(), known())),
        (None, [only]) => Ok(&only.id.value),
        (None, _) => Err(ActionError::NoAnnexe(known())),
    }
}

/// The numbers that are taken: those that were read, and those that the names of the files of fiches begin with.
fn numbers(dossier: &Dossier, sources: &Sources) -> Vec<(Numero, ProjectPath)> {
    let read = dossier.fiches.iter().map(|f| (f.number.value, f.path.clone()));
    let named = sources.iter().map(|(_, source)| source.path()).filter_map(|path| {
        let is_fiche = FileRole::of(path, &dossier.edition) == Some(FileRole::Fiche);
        let is_read = dossier.fiches.iter().any(|f| f.path == *path);
        Some((Numero::of_file(path).filter(|_| is_fiche && !is_read)?, path.clone()))
    });
    read.chain(named).collect()
}

/// The name of a file after a title: « 04-aller-vers-les-familles ».
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for word in flat(title).split(' ').map(|w| w.replace('œ', "oe").replace('æ', "ae")) {
        let word: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if word.is_empty() || slug.len() + word.len() > 47 {
            if slug.is_empty() {
                slug.extend(word.chars().take(48))
            }
            continue;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    slug
}

/// The page.
fn page(dossier: &Dossier, action: &NewAction, number: Numero, annexe: &str) -> String {
    let cadre = &dossier.cadre;
    let unknown = Absence::NotReported.word();
    let mut text = format!("---\n{MARK} : le texte, dont chaque phrase est à remplacer\n");
    text.push_str(&format!(
        "numero: {number}\nannexe: {}\nintitule: {}\n",
        quoted(annexe),
        quoted(action.title.trim())
    ));
    let first = cadre.themes.iter().flat_map(|t| &t.mesures).next();
    match (&action.mesure, first) {
        (Some(mesure), _) => text.push_str(&format!("mesures: [{}]\n", quoted(mesure))),
        (None, Some(first)) => text.push_str(&format!(
            "# mesures: [{}]     # la mesure du cadre que l'action sert, s'il y en a une\n",
            quoted(&first.number)
        )),
        (None, None) => {}
    }
    if let Some(status) = cadre.statuses.iter().find(|s| s.is_new).or(cadre.statuses.first()) {
        let words: Vec<&str> = cadre.statuses.iter().map(|s| s.word.as_str()).collect();
        text.push_str(&format!("statut: {}     {MARK} : {}\n", quoted(&status.word), words.join(", ")));
    }
    for (key, what) in [
        ("mise_en_place", format!("un jour, ou par exemple « septembre {} »", dossier.convention.year)),
        ("duree", "une durée, par exemple « 2 ans »".to_owned()),
        ("partenaires", "une liste, par exemple [CAF, CCAS]".to_owned()),
    ] {
        text.push_str(&format!("{key}: {unknown}     {MARK} : {what}\n"));
    }
    let mentions: Vec<&Rubrique> =
        cadre.rubriques.iter().filter(|r| r.content == RubriqueContent::Mention).collect();
    if !mentions.is_empty() {
        text.push_str("mentions:\n");
        for rubrique in mentions {
            text.push_str(&format!("  {}: {unknown}     {MARK} : la réponse\n", quoted(&rubrique.id)));
        }
    }
    text.push_str(&budget(dossier));
    if let Some(mesure) = &action.mesure {
        text.push_str(&objectives(dossier, mesure));
    }
    text.push_str("---\n");
    for rubrique in &cadre.rubriques {
        text.push_str(&format!("## {}\n\n", heading(&rubrique.title)));
        if rubrique.content == RubriqueContent::Prose {
            text.push_str("Texte à remplacer : ce que l'action change, pour qui, et qui la conduit.\n\n");
        }
    }
    format!("{}\n", text.trim_end())
}

/// A title as Markdown, where no sign of it is a command.
fn heading(title: &str) -> String {
    let mut text = String::new();
    for c in title.chars() {
        if "\\`*_[]<>{}#~|$&".contains(c) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// A budget of two lines of costs, and who signs as funders.
fn budget(dossier: &Dossier) -> String {
    let unknown = Absence::NotReported.word();
    let year = dossier.convention.year;
    let mut text = format!(
        "\nbudget:\n  periode: {year}\n  charges:                          # une ligne par dépense\n"
    );
    for label in ["Personnel", "Achats et prestations"] {
        text.push_str(&format!("    - {{ libelle: {label}, montant: {unknown} }}     {MARK} : le montant\n"));
    }
    text.push_str("  financements:                     # une ligne par financeur\n");
    let signs = |role: PartyRole| dossier.cadre.financeurs_of(role).next();
    for financeur in [PartyRole::Etat, PartyRole::Authority].into_iter().filter_map(signs) {
        text.push_str(&format!(
            "    - {{ financeur: {}, montant: {unknown} }}     {MARK} : le montant\n",
            quoted(&financeur.id)
        ));
    }
    text
}

/// The indicators of a measure, with a target to decide.
fn objectives(dossier: &Dossier, mesure: &str) -> String {
    let Some((_, found)) = dossier.cadre.mesure(mesure).filter(|(_, m)| !m.indicateurs.is_empty()) else {
        return String::new();
    };
    let (unknown, year) = (Absence::NotReported.word(), dossier.convention.year);
    let mut text = format!("\nindicateurs:\n  colonnes: [Cible {year}]\n  lignes:\n");
    for indicateur in &found.indicateurs {
        let id = quoted(&format!("{}/{}", found.number, indicateur.id.value));
        text.push_str(&format!(
            "    - {{ indicateur: {id}, valeurs: {{ Cible {year}: {unknown} }} }}     {MARK} : la cible\n"
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_file_is_named_after_its_title() {
        assert_eq!(
            slug("Aller vers les familles : l’œuvre d’un été"),
            "aller-vers-les-familles-l-oeuvre-d-un-ete"
        );
        assert_eq!(slug("« … » / !"), "");
        assert_eq!(slug(&"a".repeat(90)).len(), 48);
        assert!(slug("un titre qui est beaucoup trop long pour tenir dans un nom de fichier").len() <= 48);
    }
}
