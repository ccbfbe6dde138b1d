//! `calpae new avenant`: the folder of what amends a signed act, with copies of the only pages that change.

use std::collections::BTreeMap;

use super::Work;
use super::yaml::quoted;
use crate::diagnostic::near;
use crate::model::Dossier;
use crate::model::avenant::Avenant;
use crate::model::edition::{AVENANTS, as_amended, designates, in_avenant};
use crate::model::life::{ActStatus, EMPTY_LIFE};
use crate::project::{FileRole, Part, is_frozen_as};
use crate::text::{ProjectPath, Sources};

/// What is asked of an avenant.
#[derive(Debug, Clone, Default)]
pub struct NewAvenant {
    /// The pages to copy, as a person names them: `fiches/04`, `convention`.
    pub pages: Vec<String>,
    /// What it is for.
    pub object: Option<String>,
}

/// Why an avenant cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub enum AvenantError {
    /// There is nothing to amend yet.
    #[error("l’acte est « {0} » : tant qu’il n’est pas signé, ses pages se modifient elles-mêmes")]
    NotSigned(&'static str),
    /// One at a time.
    #[error("l’avenant n°\u{a0}{0} est encore ouvert : il n’est pas signé")]
    Open(u16),
    /// No page of the act has that name.
    #[error("l’acte n’a pas de page « {page} »")]
    UnknownPage {
        /// What was asked for.
        page: String,
        /// The nearest name of a page.
        near: Option<String>,
    },
    /// The other folder says what the act says.
    #[error("l’autre dossier ne change rien à l’acte")]
    NothingChanges,
}

/// The texts and the images of an edition, with its name.
#[derive(Debug, Clone, Copy)]
pub struct EditionPages<'s> {
    /// Its texts.
    pub sources: &'s Sources,
    /// Its images.
    pub images: &'s BTreeMap<ProjectPath, Vec<u8>>,
    /// The name of its folder.
    pub edition: &'s str,
}

/// A page of an act: its path in the edition, and what is in it.
#[derive(Debug, Clone, Copy)]
struct ActPage<'s> {
    path: &'s ProjectPath,
    role: FileRole,
    bytes: &'s [u8],
}

impl<'s> EditionPages<'s> {
    /// The pages that an avenant may replace, by their paths in the edition.
    fn of_act(self) -> BTreeMap<String, ActPage<'s>> {
        let texts = self.sources.iter().map(|(_, source)| (source.path(), source.text().as_bytes()));
        let images = self.images.iter().map(|(path, bytes)| (path, bytes.as_slice()));
        let page = |(path, bytes): (&'s ProjectPath, &'s [u8])| {
            let role = FileRole::of(path, self.edition)?;
            let is_own = role.part() == Part::Act && role != FileRole::Cadre;
            is_own.then(|| (within(path, role, self.edition), ActPage { path, role, bytes }))
        };
        texts.chain(images).filter_map(page).collect()
    }
}

/// The path of a page in its edition. The parties are one page, whether the edition has its own file or shares one.
fn within(path: &ProjectPath, role: FileRole, edition: &str) -> String {
    if role == FileRole::Organisation {
        return "organisation.yaml".to_owned();
    }
    let path = as_amended(path.as_str(), edition);
    path.strip_prefix(&format!("content/{edition}/")).unwrap_or(&path).to_owned()
}

/// What there is to write for an avenant of an act, given the digest of what it amends: its own page, and copies of the pages
/// that are asked for. An avenant that is open takes more pages.
///
/// # Errors
/// When the act is not signed, when an avenant is open and no page is asked for, when a page is not there.
pub fn prepare(
    dossier: &Dossier,
    act: EditionPages<'_>,
    asked: &NewAvenant,
    fingerprint: &str,
) -> Result<Work, AvenantError> {
    let open = dossier.open_avenant();
    if let Some(open) = open.filter(|_| asked.pages.is_empty()) {
        return Err(AvenantError::Open(open.number));
    }
    let mut work = Work::default();
    let (number, folder) = match open {
        Some(Avenant { number, folder, .. }) => (*number, folder_of(act.edition, folder)),
        None => begin(&mut work, dossier, act, asked, fingerprint)?,
    };
    let pages = act.of_act();
    for asked in &asked.pages {
        let found: Vec<_> = pages.iter().filter(|(_, page)| designates(asked, page.path)).collect();
        if found.is_empty() {
            let near = near(asked, pages.keys().map(String::as_str)).map(str::to_owned);
            return Err(AvenantError::UnknownPage { page: asked.clone(), near });
        }
        for (within, page) in found {
            if in_avenant(page.path.as_str(), act.edition).is_some_and(|(of, _)| of == number) {
                work.messages.push(format!("« {} » est déjà dans l’avenant", page.path));
                continue;
            }
            work.copies.push((page.path.to_string(), format!("{folder}/{within}")));
        }
    }
    Ok(work)
}

/// What there is to write for an avenant that makes of an act what another folder has: the pages that differ.
///
/// # Errors
/// As [`prepare`]; and when no page differs.
pub fn toward(
    dossier: &Dossier,
    act: EditionPages<'_>,
    target: EditionPages<'_>,
    asked: &NewAvenant,
    fingerprint: &str,
) -> Result<Work, AvenantError> {
    if let Some(open) = dossier.open_avenant() {
        return Err(AvenantError::Open(open.number));
    }
    let (before, after) = (act.of_act(), target.of_act());
    let mut work = Work::default();
    let differs = |within: &String, page: &ActPage<'_>| match before.get(within) {
        None => true,
        Some(was) => match (std::str::from_utf8(was.bytes), std::str::from_utf8(page.bytes)) {
            (Ok(a), Ok(b)) => !is_frozen_as(page.role, page.path, a, b),
            _ => was.bytes != page.bytes,
        },
    };
    let changed: Vec<_> = after.iter().filter(|(within, page)| differs(within, page)).collect();
    let withdrawn: Vec<&String> = before
        .iter()
        .filter(|(within, page)| page.role != FileRole::Organisation && !after.contains_key(*within))
        .map(|(within, _)| within)
        .collect();
    if changed.is_empty() && withdrawn.is_empty() {
        return Err(AvenantError::NothingChanges);
    }
    let (_, folder) = begin(&mut work, dossier, act, asked, fingerprint)?;
    if let Some((_, text)) = work.files.first_mut().filter(|_| !withdrawn.is_empty()) {
        text.push_str("retire:\n");
        withdrawn.iter().for_each(|page| text.push_str(&format!("  - {}\n", quoted(page))));
    }
    for (within, page) in changed {
        let path = format!("{folder}/{within}");
        match std::str::from_utf8(page.bytes) {
            Ok(text) if !matches!(page.role, FileRole::Image { .. }) => {
                work.files.push((path, text.to_owned()));
            }
            _ => work.images.push((path, page.bytes.to_vec())),
        }
    }
    Ok(work)
}

fn folder_of(edition: &str, folder: &str) -> String {
    format!("content/{edition}/{AVENANTS}/{folder}")
}

/// Begins the next avenant: its number and its folder. What editions share and the act was signed with stays as it is.
fn begin(
    work: &mut Work,
    dossier: &Dossier,
    act: EditionPages<'_>,
    asked: &NewAvenant,
    fingerprint: &str,
) -> Result<(u16, String), AvenantError> {
    let status = dossier.convention.status;
    if status < ActStatus::Signed {
        return Err(AvenantError::NotSigned(status.word()));
    }
    let number = dossier.avenants.last().map_or(1, |last| last.number.saturating_add(1));
    let folder = folder_of(act.edition, &format!("{number:02}"));
    work.files.push((format!("{folder}/avenant.yaml"), page(number, asked, fingerprint)));
    work.files.push((format!("{folder}/vie.yaml"), EMPTY_LIFE.to_owned()));
    let shared = "content/organisation.yaml";
    if act.sources.iter().any(|(_, source)| source.path().as_str() == shared) {
        work.copies.push((shared.to_owned(), format!("content/{}/organisation.yaml", act.edition)));
        work.messages.push(
            "les parties de l’acte signé sont gardées dans son édition : organisation.yaml peut changer pour les suivantes"
                .to_owned(),
        );
    }
    Ok((number, folder))
}

/// First signs of a digest that `avenant.yaml` keeps.
const SIGNS: usize = 16;

fn page(number: u16, asked: &NewAvenant, fingerprint: &str) -> String {
    let object = match &asked.object {
        Some(object) => format!("objet: {}\n", quoted(object)),
        None => "# objet: en quelques mots, pour la page de titre\n".to_owned(),
    };
    let fingerprint: String = fingerprint.chars().take(SIGNS).collect();
    format!(
        "\
# Avenant n° {number}. Ce dossier n'a que les pages qui changent : chacune prend la place de celle de l'acte.
#   changer une page : « calpae new avenant --page fiches/04 » la copie ici ; la modifier ici, jamais la page signée
#   changer une date, un plafond, un signataire : « calpae new avenant --page convention »
#   ajouter une fiche : « calpae new fiche » l'écrit ici
#   retirer une page : l'écrire sous « retire »
#   relire : « calpae build avenant », « calpae build consolidee »
#   le voter, le signer : l'écrire dans vie.yaml, à côté ; signé par toutes les parties, il est en vigueur
{object}# effet: 2025-04-01         le jour de la signature, si rien n'est écrit
# lieu_signature: …         celui de l'acte, si rien n'est écrit
# visas:
#   - {{ designation: la délibération du Conseil départemental, date: 2025-03-01 }}
# Ce que l'avenant modifie, tel qu'il a été signé ; ne pas changer cette ligne.
empreinte: {fingerprint}
"
    )
}
