//! `<édition>/fiches/*.md`: identity, data, sections.

use super::reader::{MapReader, Reader};
use super::tree::{Node, NodeKind};
use super::{budget, header, markdown, table};
use crate::diagnostic::Diagnostic;
use crate::lang::flat;
use crate::model::cadre::Cadre;
use crate::model::fiche::{
    ActionStatus, Executed, Execution, Fiche, HeaderField, MeantFor, ObjectiveRow, Objectives, Partners,
    Section,
};
use crate::model::passage::PassageKind;
use crate::model::text::{Block, plain_text};
use crate::model::{Absence, CellValues, Montant};
use crate::text::{FileId, Spanned};

/// Reads a fiche; `None` when its identity cannot be read.
pub fn read(l: &mut Reader<'_>, file: FileId, cadre: &Cadre, year: u16) -> Option<Fiche> {
    let path = l.sources.source(file).path().clone();
    let (yaml, body) = header::separate(l, file)?;
    let root = l.tree(yaml);
    // The text is read even when the header is not: all the mistakes at once.
    let blocks = markdown::read(l, body);
    let span = body;
    let root = root?;
    let mut c = l.map_reader(&root)?;
    let number = l.require(&mut c, "numero").and_then(|n| whole(l, n));
    let annexe = l.required_word(&mut c, "annexe");
    let heading = l.required_text(&mut c, "intitule");
    let short_title = l.optional_text(&mut c, "titre_court");
    let title_supplied = l.optional_yes_no(&mut c, "intitule_absent").unwrap_or(false);
    let mesures = match c.take("mesures") {
        Some(n) => l.one_or_many(n).iter().filter_map(|n| l.word(n)).collect(),
        None => Vec::new(),
    };
    let printed_mesure = l.spanned_text(&mut c, "mesure_affichee");
    let statuses = match c.take("statut") {
        Some(n) => l.one_or_many(n).iter().filter_map(|n| status(l, n)).collect(),
        None => Vec::new(),
    };
    let launch = meant_for(l, &mut c, "mise_en_place", "date", |l, n| l.imprecise_date(n));
    let duration = meant_for(l, &mut c, "duree", "duree", |l, n| l.duration(n));
    let partners = partners(l, &mut c);
    let mentions = mentions(l, &mut c);
    let budgets = c.take("budget").map(|n| budget::budgets(l, n)).unwrap_or_default();
    let bordereaux = c.take("bordereaux").map(|n| budget::bordereaux(l, n)).unwrap_or_default();
    let tables = c.take("tableaux").map(|n| table::tables(l, n)).unwrap_or_default();
    let figures = c.take("figures").map(|n| table::figures(l, n)).unwrap_or_default();
    let objectives = c.take("indicateurs").and_then(|n| objectives(l, n, year));
    let executions = c.take("executions").map(|n| executions(l, n)).unwrap_or_default();
    let printed_in_annexe = c.take("affiche_en_annexe").map(|n| printed_values(l, n)).unwrap_or_default();
    l.finish(&c);
    let (introduction, sections) = split(l, blocks, cadre);
    Some(Fiche {
        path,
        number: number?,
        annexe: annexe?,
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

fn whole(l: &mut Reader<'_>, node: &Node) -> Option<Spanned<u16>> {
    let figure = l.number(node)?;
    let whole =
        u16::try_from(figure.value).ok().filter(|n| (1..=999).contains(n) && figure.value.is_integer());
    if whole.is_none() {
        l.say(
            Diagnostic::error("VAL-002", figure.span, "le numéro d’une fiche est un entier de 1 à 999")
                .help("écrire « numero: 4 »"),
        );
    }
    whole.map(|n| Spanned::new(n, figure.span))
}

fn status(l: &mut Reader<'_>, node: &Node) -> Option<ActionStatus> {
    if let NodeKind::Map(_) = node.kind {
        let mut c = l.map_reader(node)?;
        let word = l.required_word(&mut c, "statut");
        let precision = l.optional_text(&mut c, "precision");
        l.finish(&c);
        return Some(ActionStatus { word: word?, precision });
    }
    l.word(node).map(|word| ActionStatus { word, precision: None })
}

/// A datum, an absence, or a list of data for parts of the action.
fn meant_for<T>(
    l: &mut Reader<'_>,
    c: &mut MapReader<'_>,
    key: &'static str,
    value_key: &'static str,
    read: fn(&mut Reader<'_>, &Node) -> Option<T>,
) -> HeaderField<Vec<MeantFor<T>>> {
    let node = c.take(key)?;
    if let Some(absence) = l.absence(node) {
        return Some(Err(absence));
    }
    let NodeKind::List(items) = &node.kind else {
        if let NodeKind::Scalar(text) = &node.kind {
            l.passage(PassageKind::Field, text, node.span);
        }
        let span = node.span;
        return read(l, node).map(|datum| Ok(vec![MeantFor { object: None, datum, span }]));
    };
    let mut list = Vec::new();
    for item in items {
        let mut c = l.map_reader(item)?;
        let object = l.optional_text(&mut c, "pour");
        let node = l.require(&mut c, value_key);
        let datum = node.and_then(|n| read(l, n));
        l.finish(&c);
        let span = node.map_or(item.span, |n| n.span);
        list.extend(datum.map(|datum| MeantFor { object, datum, span }));
    }
    Some(Ok(list))
}

fn partners(l: &mut Reader<'_>, c: &mut MapReader<'_>) -> HeaderField<Partners> {
    let node = c.take("partenaires")?;
    if let Some(absence) = l.absence(node) {
        return Some(Err(absence));
    }
    if matches!(&node.kind, NodeKind::Scalar(t) if t.trim().to_lowercase() == "aucun") {
        return Some(Ok(Partners::DeclaredNone(node.span)));
    }
    let names = l.one_or_many(node).iter().filter_map(|n| l.text(n)).collect();
    Some(Ok(Partners::List(names)))
}

fn mentions(l: &mut Reader<'_>, c: &mut MapReader<'_>) -> Vec<(Spanned<String>, Result<String, Absence>)> {
    let Some(node) = c.take("mentions") else { return Vec::new() };
    l.entries(node)
        .iter()
        .filter_map(|(key, value)| {
            let answer = match l.absence(value) {
                Some(absence) => Err(absence.value),
                None => Ok(l.text(value)?.value),
            };
            Some((key.clone(), answer))
        })
        .collect()
}

fn objectives(l: &mut Reader<'_>, node: &Node, year: u16) -> Option<Objectives> {
    let mut c = l.map_reader(node)?;
    let columns: Vec<Spanned<String>> = match c.take("colonnes") {
        Some(n) => l.one_or_many(n).iter().filter_map(|n| l.text(n)).collect(),
        None => vec![Spanned::new(year.to_string(), node.span)],
    };
    let default_value = c.take("par_defaut").and_then(|n| {
        let absence = l.absence(n);
        if absence.is_none() {
            l.expected(n, "un mot d’absence (« vide », « non renseigné »…)");
        }
        absence
    });
    let lines = match l.require(&mut c, "lignes") {
        Some(n) => {
            l.list(n).iter().filter_map(|n| objective(l, n, &columns, default_value.as_ref())).collect()
        }
        None => Vec::new(),
    };
    l.finish(&c);
    Some(Objectives { columns, lines })
}

fn objective(
    l: &mut Reader<'_>,
    node: &Node,
    columns: &[Spanned<String>],
    default_value: Option<&Spanned<Absence>>,
) -> Option<ObjectiveRow> {
    let mut c = l.map_reader(node)?;
    if let Some(n) = c.take("titre") {
        let title = l.text(n);
        l.finish(&c);
        return title.map(|t| ObjectiveRow::Heading(t.value));
    }
    let indicateur = c.take("indicateur").and_then(|n| l.word(n));
    let label = l.spanned_text(&mut c, "libelle");
    if !c.a("indicateur") && !c.a("libelle") {
        l.say(Diagnostic::error("CLE-002", node.span, "cette ligne ne nomme pas d’indicateur").help(
            "ajouter « indicateur: … » (du cadre), « libelle: … » (propre à la fiche) ou « titre: … »",
        ));
    }
    let single = c.take("valeur").and_then(|n| l.cell(n));
    if single.is_some() && columns.len() != 1 {
        l.say(
            Diagnostic::error(
                "CLE-005",
                c.span_of("valeur"),
                format!("le tableau a {} colonnes : une valeur ne suffit pas", columns.len()),
            )
            .help("écrire « valeurs: { \"titre de la colonne\": … } »"),
        );
    }
    let mut cells: Vec<Option<CellValues>> = vec![single; columns.len()];
    if let Some(n) = c.take("valeurs") {
        for (key, value) in l.entries(n) {
            match columns.iter().position(|t| t.value == key.value).and_then(|i| cells.get_mut(i)) {
                Some(cell) => *cell = l.cell(value),
                None => l.unknown(key, "titre de colonne", columns.iter().map(|c| c.value.as_str())),
            }
        }
    }
    l.finish(&c);
    let mut completed = Vec::new();
    for cell in cells {
        match (cell, default_value) {
            (Some(cell), _) => completed.push(cell),
            (None, Some(absence)) => completed
                .push(vec![super::scalars::simple(absence.clone().map(crate::model::Measured::Absent))]),
            (None, None) => {
                l.say(
                    Diagnostic::error("CLE-002", node.span, "cette ligne n’a pas de valeur pour chaque colonne")
                        .help("écrire la valeur, une absence (« vide », « non renseigné »…), ou « par_defaut: vide » pour tout le tableau"),
                );
                return None;
            }
        }
    }
    Some(ObjectiveRow::Indicateur { indicateur, label, cells: completed, span: node.span })
}

fn executions(l: &mut Reader<'_>, node: &Node) -> Vec<Execution> {
    let mut output = Vec::new();
    for (financeur, years) in l.entries(node) {
        let mut readings = Vec::new();
        for (key, value) in l.entries(years) {
            let year = key.value.parse::<u16>().ok().filter(|a| (1900..=2200).contains(a));
            if year.is_none() {
                l.say(
                    Diagnostic::error("VAL-004", key.span, format!("« {} » n’est pas une année", key.value))
                        .help("écrire « \"2021\": 150 000 € »"),
                );
            }
            let executed = executed(l, value);
            readings.extend(year.map(|a| Spanned::new(a, key.span)).zip(executed));
        }
        output.push(Execution { financeur: financeur.clone(), years: readings });
    }
    output
}

fn executed(l: &mut Reader<'_>, node: &Node) -> Option<Executed> {
    if let NodeKind::Map(_) = node.kind {
        let mut c = l.map_reader(node)?;
        let absence = l.require(&mut c, "absence").and_then(|n| {
            let matched = l.absence(n);
            if matched.is_none() {
                l.expected(n, "un mot d’absence (« vide », « non renseigné »…)");
            }
            matched
        });
        let printed = l.optional_text(&mut c, "affiche");
        l.finish(&c);
        return Some(Executed::Absent(absence?.value, printed));
    }
    match l.absence(node) {
        Some(absence) => Some(Executed::Absent(absence.value, None)),
        None => l.montant(node).map(Executed::Montant),
    }
}

fn printed_values(l: &mut Reader<'_>, node: &Node) -> Vec<(Spanned<String>, Spanned<Montant>)> {
    l.entries(node).iter().filter_map(|(key, v)| Some((key.clone(), l.montant(v)?))).collect()
}

/// Cuts the text at its second level headings and recognises the sections of the framework.
fn split(l: &mut Reader<'_>, blocks: Vec<Block>, cadre: &Cadre) -> (Vec<Block>, Vec<Section>) {
    let mut introduction = Vec::new();
    let mut sections: Vec<Section> = Vec::new();
    for block in blocks {
        match block {
            Block::Heading { level: 2, content, anchor, span } => {
                let rubrique = match &anchor {
                    Some(r) if cadre.rubriques.iter().any(|c| c.id == r.value) => Some(r.value.clone()),
                    Some(r) => {
                        l.unknown(r, "repère de rubrique", cadre.rubriques.iter().map(|c| c.id.as_str()));
                        None
                    }
                    None => recognize(&plain_text(&content), cadre),
                };
                sections.push(Section { title: content, rubrique, body: Vec::new(), span });
            }
            block => match sections.last_mut() {
                Some(section) => section.body.push(block),
                None => introduction.push(block),
            },
        }
    }
    (introduction, sections)
}

/// The section of the framework whose title the printed one starts with, number aside:
/// « IV. Budget détaillé sur 2022 : » is « Budget détaillé ».
fn recognize(title: &str, cadre: &Cadre) -> Option<String> {
    let title = flat(without_number(title));
    cadre
        .rubriques
        .iter()
        .filter(|r| title.starts_with(&flat(&r.title)))
        .max_by_key(|r| r.title.len())
        .map(|r| r.id.clone())
}

fn without_number(title: &str) -> &str {
    let mut remainder = title.trim();
    while let Some((number, rest)) = remainder.split_once(' ') {
        let digits = number.trim_end_matches(['.', ')']);
        let is_number = number != digits
            && !digits.is_empty()
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.' || "IVXLC".contains(c));
        if !is_number {
            break;
        }
        remainder = rest.trim_start();
    }
    remainder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_number_is_not_the_title() {
        assert_eq!(without_number("VI. VI. Action déjà financée"), "Action déjà financée");
        assert_eq!(without_number("5. Budget détaillé"), "Budget détaillé");
        assert_eq!(without_number("Date de mise en place"), "Date de mise en place");
    }
}
