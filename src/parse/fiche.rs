//! `<édition>/fiches/*.md`: identity, data, sections.

use super::cadre::DIRECTIONS;
use super::first_try::LineKind;
use super::keys::MapReader;
use super::reader::Reader;
use super::{budget, columns, indicateurs, rubriques, table};
use crate::diagnostic::Diagnostic;
use crate::model::cadre::{Cadre, Direction};
use crate::model::column::ObjectiveColumn;
use crate::model::fiche::{
    ActionStatus, Executed, Execution, Fiche, HeaderField, MeantFor, ObjectiveRow, Objectives, OpenedBy,
    Partners, Reinforcement, Section,
};
use crate::model::passage::PassageKind;
use crate::model::text::Block;
use crate::model::{Absence, CellValues, Exercices, Montant};
use crate::syntax::{Node, NodeKind};
use crate::text::lookalikes::plain_form;
use crate::text::lookalikes::same_name;
use crate::text::{FileId, Spanned};

/// Reads a fiche; `None` when its identity cannot be read.
pub fn read(reader: &mut Reader<'_>, file: FileId, cadre: &Cadre, exercices: &Exercices) -> Option<Fiche> {
    let ids = exercices.ids();
    let path = reader.sources.source(file).path().clone();
    let (yaml, body) = reader.page(file)?;
    let root = reader.tree(yaml);
    // The text is read even when the header is not: all the mistakes at once.
    let blocks = reader.markdown(body);
    let span = body;
    let root = root?;
    let mut map = reader.map(&root)?;
    let number = reader.require(&mut map, "numero").and_then(|n| reader.fiche_number(n));
    let id = map.take("id").and_then(|n| reader.name(n));
    let axe_key = if map.has("axe") { "axe" } else { "annexe" };
    let axe = reader.required_name(&mut map, axe_key);
    let heading = reader.required_text(&mut map, "intitule");
    let short_title = reader.optional_text(&mut map, "titre_court");
    let title_supplied = reader.optional_yes_no(&mut map, "intitule_absent").unwrap_or(false);
    let mesures: Vec<Spanned<String>> = match map.take("mesures") {
        Some(n) => reader.one_or_many(n).iter().filter_map(|n| reader.name(n)).collect(),
        None => Vec::new(),
    };
    let printed_mesure = reader.spanned_text(&mut map, "mesure_affichee");
    let statuses: Vec<ActionStatus> = match map.take("statut") {
        Some(n) => reader.one_or_many(n).iter().filter_map(|n| status(reader, n)).collect(),
        None => Vec::new(),
    };
    let launch = meant_for(reader, &mut map, "mise_en_place", "date", |reader, n| reader.imprecise_date(n));
    let duration = meant_for(reader, &mut map, "duree", "duree", |reader, n| reader.duration(n));
    reader.twice(&mesures, "la mesure");
    let words: Vec<_> = statuses.iter().map(|s| s.word.clone()).collect();
    reader.twice(&words, "le statut");
    let partners = partners(reader, &mut map);
    let mentions = mentions(reader, &mut map);
    let budget = map.take("budget");
    let no_budget = budget.and_then(|n| reader.absence(n));
    let budgets = budget
        .filter(|_| no_budget.is_none())
        .map(|n| budget::budgets(reader, n, &budget::Act { financeurs: &cadre.financeurs, exercices }))
        .unwrap_or_default();
    let bordereaux = map.take("bordereaux").map(|n| budget::bordereaux(reader, n)).unwrap_or_default();
    let tables = map.take("tableaux").map(|n| table::tables(reader, n)).unwrap_or_default();
    let figures = map.take("figures").map(|n| table::figures(reader, n)).unwrap_or_default();
    let objectives = map.take("indicateurs").and_then(|n| match &n.kind {
        NodeKind::List(items) => Some(indicateurs::table(reader, items, &ids)),
        _ => objectives(reader, n, exercices),
    });
    let executions = map.take("executions").map(|n| executions(reader, n)).unwrap_or_default();
    let printed_in_annexe =
        map.take("affiche_en_annexe").map(|n| printed_values(reader, n)).unwrap_or_default();
    reader.finish(&map);
    let (introduction, sections) = split(reader, blocks, cadre);
    Some(Fiche {
        path,
        id,
        number: number?,
        axe: axe?,
        title: heading?,
        short_title,
        title_supplied,
        mesures,
        printed_mesure,
        statuses,
        launch,
        duration,
        partners,
        mentions,
        budgets,
        no_budget,
        bordereaux,
        tables,
        figures,
        objectives,
        executions,
        printed_in_annexe,
        introduction,
        sections,
        span,
    })
}

fn status(reader: &mut Reader<'_>, node: &Node) -> Option<ActionStatus> {
    let plain = |word: Spanned<String>| word.map(|w| plain_form(&w).into_owned());
    if let NodeKind::Map(_) = node.kind {
        let mut map = reader.map(node)?;
        let word = reader.required_name(&mut map, "statut");
        let precision = reader.optional_text(&mut map, "precision");
        let proof = reinforcement(reader, &mut map);
        reader.finish(&map);
        return Some(ActionStatus { word: plain(word?), precision, proof });
    }
    reader.name(node).map(|word| ActionStatus { word: plain(word), precision: None, proof: None })
}

/// By what an action is reinforced, and from what to what.
fn reinforcement(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<Reinforcement> {
    let is_there = ["par", "de", "a", "unite"].iter().any(|key| map.has(key));
    let by = map.take("par").and_then(|n| reader.text(n));
    if is_there && !map.has("par") {
        reader.require(map, "par");
    }
    let from = map.take("de").and_then(|n| reader.cell(n));
    let to = map.take("a").and_then(|n| reader.cell(n));
    let unit = reader.optional_text(map, "unite");
    Some(Reinforcement { by: by?, from, to, unit })
}

/// A datum, an absence, or one or more data for parts of the action.
fn meant_for<T>(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
    value_key: &'static str,
    read: fn(&mut Reader<'_>, &Node) -> Option<T>,
) -> HeaderField<Vec<MeantFor<T>>> {
    let node = map.take(key)?;
    if let Some(absence) = reader.absence(node) {
        return Some(Err(absence));
    }
    let single = matches!(&node.kind, NodeKind::Map(entries)
        if entries.iter().any(|(key, _)| key.value == "pour" || key.value == value_key));
    let items = match &node.kind {
        NodeKind::List(items) => Some(items.as_slice()),
        _ if single => Some(std::slice::from_ref(node)),
        _ => None,
    };
    let Some(items) = items else {
        if let NodeKind::Scalar(text) = &node.kind {
            reader.passage(PassageKind::Field, text, node.span);
        }
        let span = node.span;
        return read(reader, node).map(|datum| Ok(vec![MeantFor { object: None, datum, span }]));
    };
    if items.is_empty() {
        empty_list(reader, node, key);
        return None;
    }
    let mut list = Vec::new();
    for item in items {
        let mut map = reader.map(item)?;
        let object = reader.optional_text(&mut map, "pour");
        let node = reader.require(&mut map, value_key);
        let datum = node.and_then(|n| read(reader, n));
        reader.finish(&map);
        let span = node.map_or(item.span, |n| n.span);
        list.extend(datum.map(|datum| MeantFor { object, datum, span }));
    }
    Some(Ok(list))
}

fn partners(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> HeaderField<Partners> {
    let node = map.take("partenaires")?;
    if let Some(absence) = reader.absence(node) {
        return Some(Err(absence));
    }
    if matches!(&node.kind, NodeKind::Scalar(t) if t.trim().to_lowercase() == "aucun") {
        return Some(Ok(Partners::DeclaredNone(node.span)));
    }
    let items = reader.one_or_many(node);
    if items.is_empty() {
        empty_list(reader, node, "partenaires");
        return None;
    }
    let names: Vec<_> = items.iter().filter_map(|n| reader.text(n)).collect();
    reader.twice(&names, "le partenaire");
    Some(Ok(Partners::List(names)))
}

/// A list without items would print a heading with nothing under it.
fn empty_list(reader: &mut Reader<'_>, node: &Node, key: &str) {
    let none = if key == "partenaires" { "« aucun », " } else { "" };
    reader.say(Diagnostic::error("CLE-003", node.extent, format!("la liste « {key} » est vide")).help(
        format!("écrire ce qu’elle contient, {none}un mot d’absence (« non renseigné »…), ou retirer la clé"),
    ));
}

fn mentions(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
) -> Vec<(Spanned<String>, Result<String, Absence>)> {
    let Some(node) = map.take("mentions") else { return Vec::new() };
    reader
        .named_entries(node)
        .into_iter()
        .filter_map(|(key, value)| {
            let answer = match reader.absence(value) {
                Some(absence) => Err(absence.value),
                None => Ok(reader.text(value)?.value),
            };
            Some((key, answer))
        })
        .collect()
}

fn objectives(reader: &mut Reader<'_>, node: &Node, exercices: &Exercices) -> Option<Objectives> {
    let mut map = reader.map(node)?;
    let columns: Vec<ObjectiveColumn> = match map.take("colonnes") {
        Some(n) => {
            let all = reader.one_or_many(n).iter().filter_map(|n| columns::objective(reader, n)).collect();
            without_repeated_titles(reader, all)
        }
        None => {
            let year = exercices.years().map_or(0, |(first, _)| first);
            let of_edition = columns::titled(Spanned::new(year.to_string(), node.span));
            vec![ObjectiveColumn { is_written: false, ..of_edition }]
        }
    };
    let default_value = map.take("par_defaut").and_then(|n| {
        let absence = reader.absence(n);
        if absence.is_none() {
            reader.expected(n, "un mot d’absence (« vide », « non renseigné »…)");
        }
        absence
    });
    let lines = match reader.require(&mut map, "lignes") {
        Some(n) => reader
            .lines(n, LineKind::Objective)
            .into_iter()
            .filter_map(|n| objective(reader, n, &columns, default_value.as_ref()))
            .collect(),
        None => Vec::new(),
    };
    reader.finish(&map);
    Some(Objectives { columns, lines, typed: Vec::new() })
}

/// Tells the columns whose title another one bears, and leaves them out: a value names its column by its title.
fn without_repeated_titles(reader: &mut Reader<'_>, all: Vec<ObjectiveColumn>) -> Vec<ObjectiveColumn> {
    let mut columns: Vec<ObjectiveColumn> = Vec::new();
    for column in all {
        match columns.iter().find(|c| c.title.value == column.title.value) {
            Some(first) => reader.say(Diagnostic::duplicate_name(&column.title, &first.title, "la colonne")),
            None => columns.push(column),
        }
    }
    columns
}

fn objective(
    reader: &mut Reader<'_>,
    node: &Node,
    columns: &[ObjectiveColumn],
    default_value: Option<&Spanned<Absence>>,
) -> Option<ObjectiveRow> {
    let mut map = reader.map(node)?;
    if let Some(n) = map.take("titre") {
        let title = reader.text(n);
        reader.finish(&map);
        return title.map(|t| ObjectiveRow::Heading(t.value));
    }
    let indicateur = map.take("indicateur").and_then(|n| reader.name(n));
    let label = reader.spanned_text(&mut map, "libelle");
    if !map.has("indicateur") && !map.has("libelle") {
        reader.say(Diagnostic::error("CLE-002", node.span, "cette ligne ne nomme aucun indicateur").help(
            "ajouter « indicateur: … » (du cadre), « libelle: … » (propre à la fiche) ou « titre: … »",
        ));
    }
    let direction = map.take("sens").and_then(|n| reader.one_of(n, &DIRECTIONS));
    let single = map.take("valeur").map(|n| reader.cell(n));
    if single.is_some() && columns.len() != 1 {
        reader.say(
            Diagnostic::error(
                "CLE-005",
                map.span_of("valeur"),
                match columns.len() {
                    0 => "le tableau n’a pas de colonne : une valeur n’y a pas de place".to_owned(),
                    count => format!("le tableau a {count} colonnes : une valeur ne suffit pas"),
                },
            )
            .help("écrire « valeurs: { \"titre de la colonne\": … } »"),
        );
    }
    // The outer `None` is a box that nobody wrote; the inner one, a value that cannot be read, which is told.
    let mut cells: Vec<Option<Option<CellValues>>> = vec![single; columns.len()];
    if let Some(n) = map.take("valeurs") {
        for (key, value) in reader.entries(n) {
            match columns
                .iter()
                .position(|c| same_name(&c.title.value, &key.value))
                .and_then(|i| cells.get_mut(i))
            {
                Some(cell) => *cell = Some(reader.cell(value)),
                None => reader.unknown(
                    key,
                    "une colonne de ce tableau",
                    columns.iter().map(|c| c.title.value.as_str()),
                ),
            }
        }
    }
    reader.finish(&map);
    let mut completed = Vec::new();
    for cell in cells {
        match (cell, default_value) {
            (Some(cell), _) => completed.push(cell?),
            (None, Some(absence)) => completed
                .push(vec![super::scalars::simple(absence.clone().map(crate::model::Measured::Absent))]),
            (None, None) => {
                reader.say(
                    Diagnostic::error("CLE-002", node.span, "cette ligne n’a pas de valeur pour chaque colonne")
                        .help("écrire la valeur, une absence (« vide », « non renseigné »…), ou « par_defaut: vide » pour tout le tableau"),
                );
                return None;
            }
        }
    }
    let by_words = || label.as_ref().filter(|_| indicateur.is_none()).and_then(|l| direction_of(&l.value));
    let direction = direction.or_else(by_words);
    Some(ObjectiveRow::Indicateur { indicateur, label, direction, cells: completed, span: node.span })
}

/// Which way is progress for an indicator of which only the label is known: a delay is to be shortened.
pub(super) fn direction_of(label: &str) -> Option<Direction> {
    label.to_lowercase().contains("délai").then_some(Direction::Decrease)
}

fn executions(reader: &mut Reader<'_>, node: &Node) -> Vec<Execution> {
    let mut output = Vec::new();
    for (financeur, years) in reader.named_entries(node) {
        let mut readings = Vec::new();
        for (key, value) in reader.entries(years) {
            let year = key.value.parse::<u16>().ok().filter(|a| (1900..=2200).contains(a));
            if year.is_none() {
                reader.say(
                    Diagnostic::error("VAL-004", key.span, format!("« {} » n’est pas une année", key.value))
                        .help("écrire « \"2021\": 150 000 € »"),
                );
            }
            let executed = executed(reader, value);
            readings.extend(year.map(|a| Spanned::new(a, key.span)).zip(executed));
        }
        output.push(Execution { financeur, years: readings });
    }
    output
}

fn executed(reader: &mut Reader<'_>, node: &Node) -> Option<Executed> {
    if let NodeKind::Map(_) = node.kind {
        let mut map = reader.map(node)?;
        let absence = reader.require(&mut map, "absence").and_then(|n| {
            let matched = reader.absence(n);
            if matched.is_none() {
                reader.expected(n, "un mot d’absence (« vide », « non renseigné »…)");
            }
            matched
        });
        let printed = reader.optional_text(&mut map, "affiche");
        reader.finish(&map);
        return Some(Executed::Absent(absence?.value, printed));
    }
    let montant = reader.montant_or_absence(node)?;
    Some(montant.map_or_else(|absence| Executed::Absent(absence.value, None), Executed::Montant))
}

fn printed_values(reader: &mut Reader<'_>, node: &Node) -> Vec<(Spanned<String>, Spanned<Montant>)> {
    reader.named_entries(node).into_iter().filter_map(|(key, v)| Some((key, reader.montant(v)?))).collect()
}

/// Cuts the text at its second level headings and recognises the sections of the framework.
fn split(reader: &mut Reader<'_>, blocks: Vec<Block>, cadre: &Cadre) -> (Vec<Block>, Vec<Section>) {
    let mut introduction = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    let rubriques: Vec<_> = cadre.rubriques.iter().map(|r| (r.id.as_str(), r.title.as_str())).collect();
    for block in blocks {
        match block {
            Block::Heading { level: 2, content, anchor, span } => {
                let rubrique =
                    rubriques::opened(reader, &content, anchor.as_ref(), &rubriques, cadre.is_whole);
                let opened_by = if anchor.is_some() { OpenedBy::Mark } else { OpenedBy::Title };
                sections.push(Section { title: content, rubrique, opened_by, body: Vec::new(), span });
            }
            block => match sections.last_mut() {
                Some(section) => section.body.push(block),
                None => introduction.push(block),
            },
        }
    }
    let headings: Vec<_> = sections
        .iter()
        .map(|section| rubriques::RubriqueHeading {
            title: &section.title,
            rubrique: section.rubrique.as_deref(),
            is_marked: section.opened_by == OpenedBy::Mark,
            span: section.span,
        })
        .collect();
    for (rank, id, place) in rubriques::nearly_opened(reader, &headings, &rubriques) {
        if let Some(section) = sections.get_mut(rank) {
            (section.rubrique, section.opened_by) = (Some(id), OpenedBy::NearTitle(place));
        }
    }
    (introduction, sections)
}
