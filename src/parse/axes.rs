//! The tree of a cadre: annexes, axes, volets, with the rules of money at any node; and the words of the act for them.

use super::keys::MapReader;
use super::parties::GENDERS;
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::lang::noun::Noun;
use crate::model::cadre::{
    Axe, AxeTable, Cofinancement, Dimension, Horizon, Level, MoneyTable, Payer, ShareRule, Side,
};
use crate::model::parties::PartyRole;
use crate::syntax::{Node, NodeKind};
use crate::text::Spanned;

const TABLES: [(&str, AxeTable); 2] = [("matrice", AxeTable::Matrix), ("executions", AxeTable::Executions)];

pub(in crate::parse) const LEVELS: [(&str, Level); 3] =
    [("action", Level::Action), ("axe", Level::Axe), ("contrat", Level::Contract)];

pub(in crate::parse) const HORIZONS: [(&str, Horizon); 2] =
    [("exercice", Horizon::Exercice), ("contrat", Horizon::Contract)];

/// What the act calls itself and the nodes of its tree.
#[derive(Debug)]
pub(super) struct Words {
    /// « convention », « contrat ».
    pub act: Noun,
    /// « annexe », « axe », « volet ».
    pub axe: Noun,
}

/// Reads `mots`: « { acte: contrat, axe: volet } », a word being also « { mot: thème, genre: m } ».
pub(super) fn words(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Words {
    let (mut act, mut axe) = (None, None);
    if let Some(mut words) = map.take("mots").and_then(|n| reader.map(n)) {
        act = words.take("acte").and_then(|n| noun(reader, n));
        axe = words.take("axe").and_then(|n| noun(reader, n));
        reader.finish(&words);
    }
    let usual = if map.has("annexes") { "annexe" } else { "axe" };
    Words {
        act: act.unwrap_or_else(|| Noun::new("convention")),
        axe: axe.unwrap_or_else(|| Noun::new(usual)),
    }
}

fn noun(reader: &mut Reader<'_>, node: &Node) -> Option<Noun> {
    if !matches!(node.kind, NodeKind::Map(_)) {
        return reader.text(node).map(|word| Noun::new(&word.value));
    }
    let mut map = reader.map(node)?;
    let word = reader.required_text(&mut map, "mot");
    let gender = map.take("genre").and_then(|n| reader.one_of(n, &GENDERS));
    reader.finish(&map);
    let word = word?.value;
    Some(gender.map_or_else(|| Noun::new(&word), |gender| Noun::with_gender(&word, gender)))
}

/// Reads `axes`, or `annexes`, as one list: each node before its own.
pub(super) fn tree(reader: &mut Reader<'_>, map: &mut MapReader<'_>, words: &Words) -> Vec<Axe> {
    let key = if map.has("axes") { "axes" } else { "annexes" };
    if map.has("axes") && map.has("annexes") {
        reader.say(
            Diagnostic::error(
                "CLE-005",
                map.span_of("annexes"),
                "le cadre dit deux fois où se rangent les actions",
            )
            .also(map.span_of("axes"), "déjà ici")
            .help("garder « axes: », et y écrire « mot: annexe » si l’acte les appelle ainsi"),
        );
        map.take("annexes");
    }
    let mut axes = Vec::new();
    if let Some(node) = reader.require(map, key) {
        level(reader, node, None, words, &mut axes);
    }
    let ids: Vec<Spanned<String>> = axes.iter().map(|axe: &Axe| axe.id.clone()).collect();
    reader.twice(&ids, &words.axe.the());
    axes
}

fn level(reader: &mut Reader<'_>, node: &Node, parent: Option<&Axe>, words: &Words, axes: &mut Vec<Axe>) {
    for node in reader.list(node) {
        let Some((axe, below)) = axe(reader, node, parent, words) else { continue };
        axes.push(axe.clone());
        if let Some(below) = below {
            level(reader, below, Some(&axe), words, axes);
        }
    }
}

fn axe<'n>(
    reader: &mut Reader<'_>,
    node: &'n Node,
    parent: Option<&Axe>,
    words: &Words,
) -> Option<(Axe, Option<&'n Node>)> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let word = map.take("mot").and_then(|n| noun(reader, n)).unwrap_or_else(|| words.axe.clone());
    let title = reader.required_text(&mut map, "titre");
    let table = map.take("tableau").and_then(|n| reader.one_of(n, &TABLES));
    // The title is printed above a table only.
    let table_title = match table {
        Some(_) => reader.required_text(&mut map, "titre_tableau"),
        None => reader.spanned_text(&mut map, "titre_tableau"),
    };
    let note = reader.optional_text(&mut map, "note");
    let min_actions = map.take("actions_min").and_then(|n| count(reader, n, "actions_min: 1"));
    let referral = reader.spanned_text(&mut map, "renvoi");
    let end = map.take("fin").and_then(|n| reader.spanned_day(n));
    let fungible = reader.optional_yes_no(&mut map, "fongible").unwrap_or(true);
    let cofinancement = cofinancement(reader, &mut map);
    let below = map.take("axes");
    reader.finish(&map);
    let axe = Axe {
        id: id?,
        word,
        parent: parent.map(|axe| axe.id.value.clone()),
        title: title?.value,
        table,
        table_title: table_title.map(|t| t.value).unwrap_or_default(),
        note,
        min_actions,
        referral,
        end,
        fungible,
        cofinancement,
    };
    Some((axe, below))
}

/// A whole number of things, from 0 to 999.
pub(super) fn count(reader: &mut Reader<'_>, node: &Node, example: &str) -> Option<u16> {
    let number = reader.number(node)?;
    let whole = u16::try_from(number.value).ok().filter(|n| *n <= 999 && number.value.is_integer());
    if whole.is_none() {
        reader.say(
            Diagnostic::error("VAL-002", number.span, "ce nombre est un entier")
                .help(format!("écrire « {example} »")),
        );
    }
    whole
}

/// Reads `cofinancement`: a rule, or a list of them.
pub(super) fn cofinancement(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Vec<Cofinancement> {
    match map.take("cofinancement") {
        Some(node) => reader.one_or_many(node).iter().filter_map(|n| share(reader, n)).collect(),
        None => Vec::new(),
    }
}

fn share(reader: &mut Reader<'_>, node: &Node) -> Option<Cofinancement> {
    let mut map = reader.map(node)?;
    let most = map.take("part_max").and_then(|n| reader.percentage(n));
    let least = map.take("part_min").and_then(|n| reader.percentage(n));
    let parity = map.take("parite");
    let of = map.take("de").and_then(|n| payer(reader, n));
    let level = map.take("par").and_then(|n| reader.one_of(n, &LEVELS)).unwrap_or(Level::Action);
    let horizon = map.take("horizon").and_then(|n| reader.one_of(n, &HORIZONS)).unwrap_or(Horizon::Contract);
    reader.finish(&map);
    let written = ["part_max", "part_min", "parite"].into_iter().filter(|key| map.has(key)).count();
    if written != 1 {
        reader.say(
            Diagnostic::error("CLE-005", node.span, "une règle de cofinancement dit une part au plus, une part au moins, ou une parité")
                .help("écrire « { part_max: 50 %, de: etat } », « { part_min: 50 %, de: collectivite } » ou « { parite: [etat, collectivite] } »"),
        );
        return None;
    }
    let rule = match parity {
        Some(node) => {
            let [a, b] = reader.list(node) else {
                reader.expected(node, "deux payeurs (« [etat, collectivite] »)");
                return None;
            };
            ShareRule::Parity(payer(reader, a)?, payer(reader, b)?)
        }
        None => {
            let of = match (of, map.has("de")) {
                (Some(of), _) => of,
                (None, true) => return None,
                (None, false) if most.is_some() => Payer::Role(PartyRole::Etat),
                (None, false) => Payer::Role(PartyRole::Authority),
            };
            match (most, least) {
                (Some(share), _) => ShareRule::AtMost(of, share.value),
                (None, share) => ShareRule::AtLeast(of, share?.value),
            }
        }
    };
    Some(Cofinancement { rule, level, horizon, span: node.span })
}

/// A name as a payer: that of a role, or of a funder of the cadre.
pub(super) fn payer_of(name: Spanned<String>) -> Payer {
    PartyRole::of_word(&name.value).map_or_else(|| Payer::Financeur(name), Payer::Role)
}

/// A role, or a funder of the cadre.
fn payer(reader: &mut Reader<'_>, node: &Node) -> Option<Payer> {
    let name = reader.name(node)?;
    Some(payer_of(name))
}

const DIMENSIONS: [(&str, Dimension); 5] = [
    ("action", Dimension::Action),
    ("axe", Dimension::Axe),
    ("exercice", Dimension::Exercice),
    ("financeur", Dimension::Financeur),
    ("section", Dimension::Section),
];

const SIDES: [(&str, Side); 2] = [("charges", Side::Charge), ("financements", Side::Resource)];

/// Reads `tableaux`: « [{ titre: …, lignes: action, colonnes: exercice, partie: etat }] ».
pub(super) fn money_tables(reader: &mut Reader<'_>, node: &Node) -> Vec<MoneyTable> {
    reader.list(node).iter().filter_map(|n| money_table(reader, n)).collect()
}

fn money_table(reader: &mut Reader<'_>, node: &Node) -> Option<MoneyTable> {
    let mut map = reader.map(node)?;
    let title = reader.required_text(&mut map, "titre");
    let rows = reader.require(&mut map, "lignes").and_then(|n| reader.one_of(n, &DIMENSIONS));
    let columns = reader.require(&mut map, "colonnes").and_then(|n| reader.one_of(n, &DIMENSIONS));
    let side = map.take("montants").and_then(|n| reader.one_of(n, &SIDES)).unwrap_or(Side::Resource);
    let payer = map.take("partie").and_then(|n| payer(reader, n));
    let after = map.take("apres").and_then(|n| reader.name(n));
    reader.finish(&map);
    Some(MoneyTable { title: title?.value, rows: rows?, columns: columns?, side, payer, after })
}
