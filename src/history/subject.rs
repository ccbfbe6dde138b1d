//! What is followed: a name of the ledger, or a part of the act by the path that `calpae diff` writes.

use std::rc::Rc;

use super::named::{self, NamedValue};
use super::versions::ReadVersion;
use crate::compare::part_path::{self, NoSuchPart};
use crate::compare::{Portion, outline};
use crate::diagnostic::near;
use crate::ledger::totals;
use crate::model::{Dossier, Fiche, Numero};
use crate::resolve::{self, AmountScope, AmountTarget, LinkTarget};

/// What is followed, as one version calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Followed {
    /// A name that is of no fiche: `total:etat:2025`, `convention.effet`.
    Name(String),
    /// A name of a fiche, which has another number in another version.
    OfFiche {
        /// The keys of the fiche.
        page: Vec<String>,
        /// How its number is written.
        form: NameForm,
        /// What follows its number.
        rest: String,
    },
    /// A part of the act, by its keys.
    Part(Vec<String>),
}

/// How the number of a fiche is written in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameForm {
    /// `fiches/04:etat`.
    Total,
    /// `fiche.4.duree`.
    Reference,
}

/// What it says at one version.
#[derive(Debug, Clone)]
pub(super) enum FollowedValue {
    Named(NamedValue),
    Part(Box<Portion>),
}

/// Why nothing is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSubject {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Followed {
    /// What a text names at one version.
    pub(super) fn find(version: &ReadVersion, asked: &str) -> Result<Self, UnknownSubject> {
        if asked.trim().is_empty() {
            return Err(UnknownSubject {
                message: "il manque ce qu’il faut suivre".to_owned(),
                help: WHAT.to_owned(),
            });
        }
        let (Some(dossier), Some(act)) = (version.dossier(), version.act()) else {
            return Err(UnknownSubject {
                message: "l’acte ne peut être lu : sa convention, son organisation ou son cadre a une faute"
                    .to_owned(),
                help: "« calpae check » dit laquelle".to_owned(),
            });
        };
        if let Some(total) = totals::named(dossier, asked) {
            return Ok(of_name(dossier, &total.name));
        }
        if resolve::target(dossier, asked).is_some_and(|target| !target.stands_alone()) {
            return Ok(of_name(dossier, asked));
        }
        let path = path_of(dossier, asked);
        part_path::find(&act, &path)
            .or_else(|lost| {
                // « fiches/04-emploi.md » is the name of its file.
                let twice = path.split('/').next().map(|head| format!("{head}/{path}"));
                twice.and_then(|path| part_path::find(&act, &path).ok()).ok_or(lost)
            })
            .map(Self::Part)
            .map_err(|lost| unknown(dossier, asked, &lost))
    }

    /// The keys of the part that it is, or of the fiche that it is of.
    pub(super) fn keys(&self) -> Option<&[String]> {
        match self {
            Self::Name(_) => None,
            Self::OfFiche { page, .. } => Some(page),
            Self::Part(keys) => Some(keys),
        }
    }

    /// The same thing, under other keys.
    pub(super) fn under(&self, keys: Vec<String>) -> Self {
        match self.clone() {
            Self::Name(name) => Self::Name(name),
            Self::OfFiche { form, rest, .. } => Self::OfFiche { page: keys, form, rest },
            Self::Part(_) => Self::Part(keys),
        }
    }

    /// The keys of the page that it is in: a fiche, an article.
    pub(super) fn page(&self) -> Option<&[String]> {
        let keys = self.keys()?;
        keys.get(..2).filter(|_| matches!(keys.first().map(String::as_str), Some("fiches" | "articles")))
    }

    /// The tree of the act that it is in: that of its page, when it is in one.
    pub(super) fn tree(&self, version: &ReadVersion) -> Option<Rc<Portion>> {
        match self.page() {
            Some([_, file]) => version.page(file),
            _ => version.act(),
        }
    }

    /// Whether it is figures or names of one page, and no prose.
    pub(super) fn is_a_datum(&self) -> bool {
        match self {
            Self::Name(_) => false,
            Self::OfFiche { .. } => true,
            Self::Part(keys) => {
                let prose = ["introduction", "sections", "texte"];
                self.page().is_some() && keys.get(2).is_some_and(|key| !prose.contains(&key.as_str()))
            }
        }
    }

    /// Whether it is of the reports.
    pub(super) fn is_of_rapports(&self) -> bool {
        matches!(self, Self::Name(name) if name.starts_with("rapport"))
    }

    /// The paths of the frame of an edition: what every page is read with.
    pub(super) fn frame(edition: &str) -> Vec<String> {
        let own = ["convention.yaml", "organisation.yaml"].map(|name| format!("content/{edition}/{name}"));
        let shared = ["content/cadres", "content/organisation.yaml"].map(str::to_owned);
        shared.into_iter().chain(own).collect()
    }

    /// The paths of what it rests on, in an edition, when it is in a file of it: when the same stands there, it says the same.
    pub(super) fn places(&self, edition: &str, file: Option<&str>) -> Vec<String> {
        let within = |path: &str| format!("content/{edition}/{path}");
        let mut paths = Self::frame(edition);
        match (self, self.page(), file) {
            // An image stands anywhere in the edition.
            (Self::Part(keys), Some(_), Some(file)) if keys.iter().all(|key| key != "figures") => {
                paths.push(within(file));
                if keys.len() == 2 {
                    paths.push(within(""));
                }
            }
            (Self::OfFiche { .. }, _, Some(file)) => paths.push(within(file)),
            (Self::OfFiche { .. }, ..) => paths.push(within("fiches")),
            (Self::Name(_), ..) if !self.is_of_rapports() => {
                paths.extend(["fiches", "articles"].map(within));
            }
            (Self::Part(keys), None, _) => match keys.first().map(String::as_str) {
                Some("convention" | "organisation" | "cadre") if keys.iter().all(|key| key != "parties") => {}
                Some("matrice") => paths.push(within("indicateurs.yaml")),
                _ => paths.push(within("")),
            },
            _ => paths.push(within("")),
        }
        paths.iter().map(|path| path.trim_end_matches('/').to_owned()).collect()
    }

    /// What it says at one version; none when it is not there. What could not be read is another matter.
    pub(super) fn value(&self, version: &ReadVersion) -> Option<FollowedValue> {
        let dossier = version.snapshot.dossier.as_ref()?;
        match self {
            Self::Name(name) => {
                let dossier = version.snapshot.readable()?;
                named::value(&dossier, name).map(FollowedValue::Named)
            }
            Self::OfFiche { page, form, rest } => {
                let fiche = fiche_of(dossier, page)?;
                let number = fiche.number.value;
                let twins = dossier.fiches.iter().filter(|other| other.number.value == number);
                let twins: Vec<&Fiche> = twins.filter(|other| other.path != fiche.path).collect();
                let name = form.name(number, rest);
                let value = match twins.as_slice() {
                    [] => named::value(dossier, &name),
                    // Two fiches of one number, while they are being renumbered.
                    twins => {
                        let files = twins.iter().map(|twin| twin.span.file).collect();
                        named::value(&dossier.without(&files, &Default::default()), &name)
                    }
                };
                value.map(FollowedValue::Named)
            }
            Self::Part(keys) => {
                let part = part_path::part(self.tree(version)?.as_ref(), keys)?.clone();
                Some(FollowedValue::Part(Box::new(part)))
            }
        }
    }

    /// Whether what it says hangs on what could not be read.
    pub(super) fn is_hidden(&self, version: &ReadVersion) -> bool {
        let ReadVersion { snapshot, .. } = version;
        let path = |file| outline::page_key(snapshot.sources.source(file).path().as_str(), &snapshot.edition);
        match (self, self.page(), self.keys().and_then(<[String]>::first)) {
            _ if snapshot.holes.frame || snapshot.holes.pages => true,
            (Self::Name(name), ..) => named::depends_on_a_hole(snapshot, name),
            (_, Some([_, page]), _) => {
                let own = version.file_of(page);
                snapshot.holes.files.iter().any(|file| Some(path(*file)) == own)
            }
            (.., first) => snapshot.holes.matrix.is_some() && first.is_some_and(|key| key == "matrice"),
        }
    }

    /// What it is, for a reader.
    pub(super) fn title(&self, version: &ReadVersion) -> String {
        let (Some(dossier), Some(act)) = (version.dossier(), self.tree(version)) else {
            return String::new();
        };
        match self {
            Self::Name(name) => named::title(dossier, name),
            Self::OfFiche { page, form, rest } => match fiche_of(dossier, page) {
                Some(fiche) => named::title(dossier, &form.name(fiche.number.value, rest)),
                None => String::new(),
            },
            Self::Part(keys) => names(&act, keys).join(" › "),
        }
    }
}

impl NameForm {
    fn name(self, number: Numero, rest: &str) -> String {
        match self {
            Self::Total => format!("fiches/{}{rest}", number.in_file_name()),
            Self::Reference => format!("fiche.{number}{rest}"),
        }
    }
}

/// What readers call the parts on the way to one.
pub(super) fn names(act: &Portion, keys: &[String]) -> Vec<String> {
    let mut names = Vec::new();
    for depth in 1..=keys.len() {
        let Some(part) = keys.get(..depth).and_then(|keys| part_path::part(act, keys)) else { break };
        let is_last = depth == keys.len();
        match (part.name.is_empty(), is_last) {
            (false, _) => names.push(part.name.clone()),
            (true, true) if !part.key.is_empty() => names.push(part.key.clone()),
            (true, _) => {}
        }
    }
    names
}

/// A name, with the fiche that it is of.
fn of_name(dossier: &Dossier, name: &str) -> Followed {
    let number_of = |number: Numero| dossier.fiches.iter().find(|fiche| fiche.number.value == number);
    let page = |fiche: &Fiche| vec!["fiches".to_owned(), outline::fiche_key(fiche, &dossier.edition)];
    if let Some((number, rest)) = totals::of_numbered_fiche(name)
        && let Some(fiche) = number_of(number)
    {
        return Followed::OfFiche { page: page(fiche), form: NameForm::Total, rest: rest.to_owned() };
    }
    let number = match resolve::target(dossier, name) {
        Some(
            LinkTarget::Fiche { fiche, .. }
            | LinkTarget::Amount(AmountTarget::Paid { scope: AmountScope::Fiche(fiche), .. }),
        ) => Some(fiche),
        _ => None,
    };
    let rest = number.and_then(|number| {
        let head = format!("fiche.{number}");
        let (own, rest) = name.split_at_checked(head.len())?;
        own.eq_ignore_ascii_case(&head).then(|| rest.to_owned())
    });
    match number.and_then(number_of).zip(rest) {
        Some((fiche, rest)) => Followed::OfFiche { page: page(fiche), form: NameForm::Reference, rest },
        None => Followed::Name(name.to_owned()),
    }
}

/// The path that a text is meant to be: « fiche/4/titre » and the path of a file lead to a fiche.
fn path_of(dossier: &Dossier, asked: &str) -> String {
    let asked = outline::page_key(asked.trim_start_matches("./"), &dossier.edition);
    let numbered = totals::of_numbered_fiche(&asked).filter(|(_, rest)| !rest.starts_with(':'));
    let by_number = numbered.and_then(|(number, rest)| {
        Some((dossier.fiches.iter().find(|fiche| fiche.number.value == number)?, rest))
    });
    let by_file = || {
        dossier.fiches.iter().find_map(|fiche| {
            let file = outline::page_key(fiche.path.as_str(), &dossier.edition);
            let rest = asked.strip_prefix(&file)?;
            (rest.is_empty() || rest.starts_with('/')).then_some((fiche, rest))
        })
    };
    match by_number.or_else(by_file) {
        Some((fiche, rest)) => format!("fiches/{}{rest}", outline::fiche_key(fiche, &dossier.edition)),
        None => asked.clone(),
    }
}

fn fiche_of<'d>(dossier: &'d Dossier, page: &[String]) -> Option<&'d Fiche> {
    let key = page.get(1)?;
    dossier.fiches.iter().find(|fiche| outline::fiche_key(fiche, &dossier.edition) == *key)
}

/// SaidThen of a text that names nothing: the nearest name, or what is there.
fn unknown(dossier: &Dossier, asked: &str, lost: &NoSuchPart) -> UnknownSubject {
    let names = named::names(dossier);
    let known = names.iter().map(String::as_str);
    let head = if lost.found.is_empty() { String::new() } else { format!("{}/", lost.found) };
    let next = near(&lost.left, lost.known.iter().map(String::as_str));
    let (message, help) = match (near(asked, known), next) {
        (_, Some(next)) if !lost.found.is_empty() => (
            format!("« {} » n’a pas de « {} »", lost.found, lost.left),
            format!("vouliez-vous dire « {head}{next} » ?"),
        ),
        (Some(name), _) => (nothing(asked), format!("vouliez-vous dire « {name} » ?")),
        _ if lost.found.contains('/') && !lost.known.is_empty() => (
            format!("« {} » n’a pas de « {} »", lost.found, lost.left),
            format!("ce qui s’y trouve : {}", lost.known.join(", ")),
        ),
        _ => (nothing(asked), WHAT.to_owned()),
    };
    UnknownSubject { message, help }
}

/// Where names are found.
const WHAT: &str = "« calpae explain » donne les totaux ; « calpae diff --format json » donne le « chemin » de toute autre donnée";

fn nothing(asked: &str) -> String {
    format!("« {asked} » n’est ni un total, ni une donnée de l’acte")
}
