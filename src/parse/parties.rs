//! Those who sign: the collectivité of `organisation.yaml`, and the parties, of the act or of all the acts. Parties are a
//! list, or, for the two of the common case, two groups of keys.

use super::keys::MapReader;
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::lang::{Agreement, Gender};
use crate::model::parties::{Collectivite, CollectiviteKind, Mark, Party, PartyRole, Signatory};
use crate::syntax::{Node, NodeKind};
use crate::text::{Span, Spanned};

pub(super) const GENDERS: [(&str, Gender); 4] = [
    ("m", Gender::Masculine),
    ("f", Gender::Feminine),
    ("masculin", Gender::Masculine),
    ("féminin", Gender::Feminine),
];
const NUMBERS: [(&str, bool); 2] = [("singulier", false), ("pluriel", true)];
const EUROPEAN: &str = "collectivité européenne";

/// Reads the collectivité that carries the act, under the key of a département or under that of any collectivité.
pub(super) fn collectivite(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<Collectivite> {
    let any = map.take("collectivite");
    let departement = map.take("departement");
    if any.is_some() && departement.is_some() {
        let place = map.span_of("collectivite");
        reader.say(
            Diagnostic::error("CLE-005", place, "« collectivite » et « departement » disent la même chose")
                .also(map.span_of("departement"), "déjà dit ici")
                .help("garder « departement: » pour un département, « collectivite: » pour une autre collectivité"),
        );
    }
    match (departement, any) {
        (None, Some(node)) => named(reader, node, None),
        _ => {
            let node = reader.require(map, "departement")?;
            named(reader, node, Some(CollectiviteKind::Departement))
        }
    }
}

/// The collectivité of a group of keys. The key of a département was the only one for long: a name that begins with
/// another nature says it.
fn named(
    reader: &mut Reader<'_>,
    node: &Node,
    default_kind: Option<CollectiviteKind>,
) -> Option<Collectivite> {
    let mut map = reader.map(node)?;
    let words: Vec<(&str, CollectiviteKind)> = CollectiviteKind::ALL
        .into_iter()
        .map(|kind| (kind.word(), kind))
        .chain([(EUROPEAN, CollectiviteKind::Special)])
        .collect();
    let name = reader.required_text(&mut map, "nom");
    let by_name = name.as_ref().and_then(|name| CollectiviteKind::of_name(&name.value));
    let kind = if let Some(kind) = default_kind {
        by_name.or(Some(kind))
    } else if let Some(node) = map.take("nature") {
        reader.one_of(node, &words)
    } else {
        if name.is_some() && by_name.is_none() {
            reader.require(&mut map, "nature");
        }
        by_name
    };
    let from = reader.required_text(&mut map, "de");
    let code = reader.required_text(&mut map, "code");
    let siren = reader.required_text(&mut map, "siren");
    reader.finish(&map);
    Some(Collectivite { kind: kind?, name: name?, name_with_de: from?, code: code?, siren: siren? })
}

/// Reads the parties: those that could be read of a list, or of the two groups of keys.
pub(super) fn parties(reader: &mut Reader<'_>, node: &Node) -> Vec<Party> {
    match &node.kind {
        NodeKind::List(items) => {
            if items.is_empty() {
                reader.say(
                    Diagnostic::error("CLE-005", node.span, "la liste des parties est vide")
                        .help("écrire dessous une ligne par partie, « - id: etat », et ses autres clés"),
                );
            }
            reader.twice_under(items, "id", "la partie");
            items.iter().filter_map(|item| listed(reader, item)).collect()
        }
        _ => two_groups(reader, node),
    }
}

fn two_groups(reader: &mut Reader<'_>, node: &Node) -> Vec<Party> {
    let Some(mut map) = reader.map(node) else { return Vec::new() };
    let etat = reader.require(&mut map, "etat");
    let span = map.span_of("etat");
    let etat = etat.and_then(|n| group(reader, n, "etat", span, PartyRole::Etat));
    let departement = reader.require(&mut map, "departement");
    let span = map.span_of("departement");
    let departement = departement.and_then(|n| group(reader, n, "departement", span, PartyRole::Authority));
    reader.finish(&map);
    [etat, departement].into_iter().flatten().collect()
}

/// A party of which one person signs.
fn group(reader: &mut Reader<'_>, node: &Node, id: &str, place: Span, role: PartyRole) -> Option<Party> {
    let mut map = reader.map(node)?;
    let name = reader.required_text(&mut map, "nom");
    let representative = reader.required_text(&mut map, "representant");
    let title_held = reader.required_text(&mut map, "qualite");
    let designation = reader.required_text(&mut map, "designation");
    let block = lines(reader, &mut map, "signature");
    let (gender, number) = typed_agreement(reader, &mut map);
    let mark = mark(reader, &mut map);
    reader.finish(&map);
    let name = name?;
    let mut agreement = agreement(&name.value, gender, number);
    // This shape is older than the key that says the gender.
    agreement.gender = agreement.gender.or(Some(Gender::Masculine));
    let signatory = Signatory { name: representative?, title_held: title_held?, block };
    let id = Spanned::new(id.to_owned(), place);
    Some(Party { id, role, name, designation: designation?, agreement, mark, signatories: vec![signatory] })
}

fn listed(reader: &mut Reader<'_>, node: &Node) -> Option<Party> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let role = role(reader, &mut map, id.as_ref());
    let name = reader.required_text(&mut map, "nom");
    let designation = reader.required_text(&mut map, "designation");
    let (gender, number) = typed_agreement(reader, &mut map);
    let mark = mark(reader, &mut map);
    let signatories = match reader.require(&mut map, "signataires") {
        Some(node) => signatories(reader, node),
        None => Vec::new(),
    };
    reader.finish(&map);
    let name = name?;
    let agreement = agreement(&name.value, gender, number);
    Some(Party { id: id?, role: role?, name, designation: designation?, agreement, mark, signatories })
}

/// The mark of a party. One whose image was refused is left out of the page: its fault was told.
fn mark(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<Mark> {
    let mut map = map.take("marque").and_then(|node| reader.map(node))?;
    let file = reader.required_word(&mut map, "fichier").and_then(|word| reader.image(&word));
    let alternative = reader.required_text(&mut map, "alternative");
    reader.finish(&map);
    Some(Mark { file: file?, alternative: alternative? })
}

/// The role of a party: said, unless its identifier is the word for it.
fn role(reader: &mut Reader<'_>, map: &mut MapReader<'_>, id: Option<&Spanned<String>>) -> Option<PartyRole> {
    if let Some(node) = map.take("role") {
        return reader.one_of(node, &PartyRole::WORDS);
    }
    match id?.value.as_str() {
        "etat" => Some(PartyRole::Etat),
        "departement" | "collectivite" => Some(PartyRole::Authority),
        _ => {
            reader.require(map, "role");
            None
        }
    }
}

fn typed_agreement(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> (Option<Gender>, Option<bool>) {
    let gender = map.take("genre").and_then(|n| reader.one_of(n, &GENDERS));
    let number = map.take("nombre").and_then(|n| reader.one_of(n, &NUMBERS));
    (gender, number)
}

/// What is typed, else what the name tells.
fn agreement(name: &str, gender: Option<Gender>, is_plural: Option<bool>) -> Agreement {
    let told = Agreement::of(name);
    Agreement { gender: gender.or(told.gender), is_plural: is_plural.unwrap_or(told.is_plural) }
}

fn signatories(reader: &mut Reader<'_>, node: &Node) -> Vec<Signatory> {
    let items = match &node.kind {
        NodeKind::Scalar(_) => reader.list(node),
        _ => reader.one_or_many(node),
    };
    if items.is_empty() && node.scalar().is_none() {
        reader.say(
            Diagnostic::error("CLE-005", node.span, "personne ne signe pour cette partie")
                .help("écrire dessous une ligne par signataire, « - { nom: …, qualite: … } »"),
        );
    }
    items.iter().filter_map(|item| signatory(reader, item)).collect()
}

fn signatory(reader: &mut Reader<'_>, node: &Node) -> Option<Signatory> {
    let mut map = reader.map(node)?;
    let name = reader.required_text(&mut map, "nom");
    let title_held = reader.required_text(&mut map, "qualite");
    let is_block_typed = map.has("bloc");
    let block = lines(reader, &mut map, "bloc");
    reader.finish(&map);
    let title_held = title_held?;
    let block = if is_block_typed { block } else { vec![title_held.clone()] };
    Some(Signatory { name: name?, title_held, block })
}

/// The texts of a key that may be absent.
fn lines(reader: &mut Reader<'_>, map: &mut MapReader<'_>, key: &'static str) -> Vec<Spanned<String>> {
    match map.take(key) {
        Some(node) => reader.one_or_many(node).iter().filter_map(|line| reader.text(line)).collect(),
        None => Vec::new(),
    }
}
