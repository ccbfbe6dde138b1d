//! What the words of the command line ask for, among the documents of an edition.

use clap::ValueEnum as _;

use crate::cli::args::Format;
use crate::cli::error::CommandError;
use crate::model::edition::only_years;
use crate::pipeline::{DocumentKind, WantedDocument};
use crate::snapshot::Snapshot;
use crate::text::lookalikes::same_name;

/// What a word of the command line asks for.
pub(super) enum Asked {
    /// All the documents of a kind.
    Kind(DocumentKind),
    /// The report of an identifier: « rapport-2024 ».
    Rapport(String),
    /// The avenant of a number: « avenant-1 », « avenant-01 ».
    Avenant(u16),
}

/// What the command line asks for; the convention by default.
pub(super) fn asked(words: &[String]) -> Result<Vec<Asked>, CommandError> {
    if words.is_empty() {
        return Ok(vec![Asked::Kind(DocumentKind::Convention)]);
    }
    let known = || DocumentKind::ALL.into_iter().map(DocumentKind::word);
    let asked = |word: &String| {
        if let Some(kind) = DocumentKind::ALL.into_iter().find(|kind| kind.word() == word) {
            return Ok(Asked::Kind(kind));
        }
        let rapport = word.strip_prefix(DocumentKind::Rapport.word()).and_then(|rest| rest.strip_prefix('-'));
        if let Some(id) = rapport.filter(|id| !id.is_empty()) {
            return Ok(Asked::Rapport(id.to_owned()));
        }
        let avenant = word.strip_prefix(DocumentKind::Avenant.word()).and_then(|rest| rest.strip_prefix('-'));
        if let Some(number) = avenant.and_then(|number| number.parse().ok()) {
            return Ok(Asked::Avenant(number));
        }
        let possible = match Format::from_str(word, true) {
            Ok(_) => format!("pour un format, écrire « --format {word} »"),
            Err(_) if word.parse::<u16>().is_ok() => {
                format!("pour une édition, écrire « --edition {word} » ; pour un rapport, « rapport-{word} »")
            }
            Err(_) if names_a_page(word) => {
                "une fiche ou un article ne se compose pas seul : « calpae build » compose toute la convention".to_owned()
            }
            Err(_) => format!("documents possibles : {}", known().collect::<Vec<_>>().join(", ")),
        };
        Err(CommandError::unknown(format!("le document « {word} » est inconnu"), word, known(), &possible))
    };
    words.iter().map(asked).collect()
}

/// Whether a word is the path of a page, as « calpae check » takes it: « fiches/01 ».
fn names_a_page(word: &str) -> bool {
    word.contains(['/', '\\']) || word.ends_with(".md") || word.starts_with("fiche")
}

/// The documents that are asked for, each once.
pub(super) fn documents<'a>(
    asked: &[Asked],
    snapshot: &'a Snapshot,
) -> Result<Vec<WantedDocument<'a>>, CommandError> {
    let ids = snapshot.rapport_ids();
    let mut documents = Vec::new();
    for one in asked {
        match one {
            Asked::Kind(kind) => match kind.documents(snapshot) {
                none if none.is_empty() => return Err(no_avenant(None, snapshot)),
                own => documents.extend(own),
            },
            Asked::Avenant(number) => {
                let document = WantedDocument::Avenant(*number);
                match document.version(snapshot) {
                    Some(_) => documents.push(document),
                    None => return Err(no_avenant(Some(*number), snapshot)),
                }
            }
            Asked::Rapport(id) => match ids.iter().find(|known| same_name(known, id)) {
                Some(known) => documents.push(WantedDocument::Rapport(known)),
                None => return Err(no_rapport(id, &ids, snapshot)),
            },
        }
    }
    let mut once: Vec<WantedDocument<'a>> = Vec::new();
    documents.into_iter().for_each(|document| {
        if !once.contains(&document) {
            once.push(document);
        }
    });
    Ok(once)
}

/// The edition has no avenant, or none of that number: those it has, or how to open one.
fn no_avenant(number: Option<u16>, snapshot: &Snapshot) -> CommandError {
    let avenants = snapshot.dossier.iter().flat_map(|dossier| &dossier.avenants);
    let known: Vec<String> = avenants.map(|avenant| avenant.number.to_string()).collect();
    let message = match number {
        Some(number) => format!("l’édition {} n’a pas d’avenant n°\u{a0}{number}", snapshot.edition),
        None => format!("l’édition {} n’a pas d’avenant", snapshot.edition),
    };
    let help = match known.as_slice() {
        [] => "« calpae new avenant » en commence un, quand l’acte est signé".to_owned(),
        known => format!("avenants de l’édition : {}", known.join(", ")),
    };
    CommandError::with_help(message, help)
}

/// The edition has no report of that name: the ones it has, or how to open it.
fn no_rapport(id: &str, ids: &[&str], snapshot: &Snapshot) -> CommandError {
    let message = format!("l’édition {} n’a pas de rapport « {id} »", snapshot.edition);
    if snapshot.dossier.as_ref().is_some_and(|dossier| dossier.may_have_rapport(id)) {
        return CommandError::with_help(message, format!("« calpae new rapport {id} » l’ouvre"));
    }
    let possible = match ids {
        [] => "« calpae new rapport » en ouvre un".to_owned(),
        ids => format!(
            "rapports de l’édition : {}",
            ids.iter().map(|id| format!("rapport-{id}")).collect::<Vec<_>>().join(", ")
        ),
    };
    // A year resembles any other: only words are guessed.
    let words = ids.iter().copied().filter(|id| only_years(id).is_none());
    CommandError::unknown(message, id, words, &possible)
}
