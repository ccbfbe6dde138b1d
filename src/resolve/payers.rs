//! The funders of an act by any of their names: that of the cadre, that of the party, an acronym or its expansion.

use crate::lang::facts::{self, SaidValue, names_in_full};
use crate::lang::flat;
use crate::model::Dossier;
use crate::model::cadre::Financeur;
use crate::model::parties::PartyRole;

/// The funders and their names.
#[derive(Debug)]
pub struct PayerNames<'d>(Vec<(&'d Financeur, Vec<String>)>);

/// Words by which texts name the State.
const ETAT: [&str; 5] = ["etat", "prefecture", "prefet", "prefete", "services de l etat"];

impl<'d> PayerNames<'d> {
    /// The names of the funders of the cadre of an act.
    pub fn new(dossier: &'d Dossier) -> Self {
        let acronyms = dossier.convention.acronyms.iter();
        let acronyms: Vec<_> =
            acronyms.map(|(acronym, expanded)| (flat(&acronym.value), flat(expanded))).collect();
        let named = |financeur: &'d Financeur| (financeur, names(dossier, financeur, &acronyms));
        Self(dossier.cadre.financeurs.iter().map(named).collect())
    }

    /// The funders that a text names among its words.
    pub fn named_in(&self, text: &str) -> impl Iterator<Item = &'d Financeur> + '_ {
        let text = format!(" {} ", without_dots(text));
        let is_named = move |names: &[String]| names.iter().any(|name| text.contains(&format!(" {name} ")));
        self.0.iter().filter(move |(_, names)| is_named(names)).map(|(financeur, _)| *financeur)
    }

    /// Whether a name may be that of a funder that the act knows by an acronym only: it has its initials.
    pub fn has_initials_of(&self, text: &str, financeur: &Financeur) -> bool {
        let names = self.0.iter().find(|(known, _)| known.id == financeur.id).map(|(_, names)| names);
        let letters = financeur.name.trim_end_matches('+');
        let is_acronym = letters.bytes().all(|b| b.is_ascii_uppercase());
        is_acronym && names.is_some_and(|names| names.len() == 1) && names_in_full(text, letters)
    }

    /// The funders whose name this is. Several may share one (« FSE » and « FSE+ » have the same words).
    pub fn called(&self, name: &str) -> Vec<&'d Financeur> {
        let name = without_dots(name);
        let is_called = |names: &[String]| names.contains(&name);
        self.0.iter().filter(|(_, names)| is_called(names)).map(|(financeur, _)| *financeur).collect()
    }
}

/// A text flattened, its acronyms without their dots.
fn without_dots(text: &str) -> String {
    if !text.contains('.') {
        return flat(text);
    }
    let mut joined = String::new();
    let mut end = 0;
    for fact in facts::read(text).facts {
        if let SaidValue::Acronym { letters, .. } = fact.value
            && let Some(before) = text.get(end..fact.bytes.start)
        {
            joined.push_str(before);
            joined.push_str(&letters);
            // A last dot may be that of the sentence, and parts two words in any case.
            joined.push(' ');
            end = fact.bytes.end;
        }
    }
    joined.push_str(text.get(end..).unwrap_or(""));
    flat(&joined)
}

/// Flattened names of a funder, by the flattened acronyms of the act and what they stand for.
fn names(dossier: &Dossier, financeur: &Financeur, acronyms: &[(String, String)]) -> Vec<String> {
    let name = flat(&financeur.name);
    let mut names = vec![name.clone()];
    for (acronym, expanded) in acronyms {
        if name == *acronym || name == *expanded {
            names.extend([acronym.clone(), expanded.clone()]);
        }
    }
    match financeur.role {
        PartyRole::Etat => names.extend(ETAT.map(str::to_owned)),
        // Only one authority is « the » authority.
        PartyRole::Authority if dossier.cadre.financeurs_of(PartyRole::Authority).count() == 1 => {
            for party in dossier.convention.parties_of(PartyRole::Authority) {
                names.extend([flat(&party.name.value), flat(&party.designation.value)]);
                let short = flat(&party.designation.value);
                names.extend(
                    ["le ", "la ", "l "]
                        .iter()
                        .filter_map(|article| Some(short.strip_prefix(article)?.to_owned())),
                );
            }
            names.extend(dossier.organisation.collectivite.kind.assembly().map(str::to_owned));
        }
        PartyRole::Authority | PartyRole::ThirdParty => {}
    }
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    names
}
