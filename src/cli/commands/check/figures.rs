//! `calpae check --figures`: what each figure of the prose rests on, and the references that free ones may become.

use serde_json::json;

use crate::cli::args::FindingsFormat;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::figures::{FigureStanding, FigureTally, FigureUse, Inventory, inventory};
use crate::snapshot::Snapshot;
use crate::text::{ProjectPath, Sources};

fn line(tally: FigureTally, name: &str) -> String {
    let FigureTally { computed, linked, with_source, declared, free } = tally;
    let held = tally.held().map_or("–".to_owned(), |held| format!("{held} %"));
    format!("{name:<44} {computed:>8} {linked:>6} {with_source:>8} {declared:>9} {free:>7} {held:>7}\n")
}

fn counts(tally: FigureTally) -> serde_json::Value {
    json!({
        "calcules": tally.computed, "lies": tally.linked, "sources": tally.with_source, "declares": tally.declared,
        "libres": tally.free, "tenus_pour_cent": tally.held(),
    })
}

/// How many figures of the prose rest on something, in a sentence; empty when there is none.
pub(super) fn sentence(snapshot: &Snapshot) -> String {
    let tally = snapshot.dossier.as_ref().map(|d| inventory(d, &snapshot.links).tally()).unwrap_or_default();
    let Some(held) = tally.held() else { return String::new() };
    format!("Chiffres du texte : {held} % tenus ({} libres sur {})\n", tally.free, tally.all())
}

/// Writes the inventory of the figures of an edition.
pub(super) fn write(
    snapshot: &Snapshot,
    format: Option<FindingsFormat>,
    is_wanted: impl Fn(&ProjectPath) -> bool,
    shows_all: bool,
    console: &Console,
) -> Result<Outcome, CommandError> {
    let Some(dossier) = &snapshot.dossier else {
        console.say("l’acte n’a pas pu être lu : « calpae check » dit pourquoi\n")?;
        return Ok(Outcome::Faults);
    };
    let mut inventory = inventory(dossier, &snapshot.links);
    inventory.files.retain(|file| is_wanted(file.path));
    match format {
        Some(FindingsFormat::Json) => console.write(&json_text(&inventory, snapshot))?,
        _ => console.write(&human(&inventory, snapshot, shows_all))?,
    }
    Ok(Outcome::Success)
}

fn short(path: &ProjectPath, edition: &str) -> String {
    let path = path.as_str();
    path.strip_prefix(&format!("content/{edition}/")).unwrap_or(path).to_owned()
}

fn human(inventory: &Inventory<'_>, snapshot: &Snapshot, shows_all: bool) -> String {
    let mut text = format!(
        "{:<44} {:>8} {:>6} {:>8} {:>9} {:>7} {:>7}\n",
        "Chiffres du texte", "calculés", "liés", "sourcés", "déclarés", "libres", "tenus"
    );
    let mut total = FigureTally::default();
    for file in &inventory.files {
        let tally = file.tally();
        total = total.plus(tally);
        text.push_str(&line(tally, &short(file.path, &snapshot.edition)));
    }
    text.push_str(&line(total, "Ensemble"));
    let listed: Vec<String> = inventory
        .files
        .iter()
        .flat_map(|file| {
            file.uses.iter().filter_map(|figure| free_line(figure, &snapshot.sources, shows_all))
        })
        .collect();
    if !listed.is_empty() {
        let title =
            if shows_all { "Chiffres libres" } else { "Chiffres libres qui peuvent citer une donnée" };
        text.push_str(&format!("\n{title} ({}) :\n", listed.len()));
        listed.iter().for_each(|line| text.push_str(line));
    }
    if !shows_all && total.free > listed.len() {
        text.push_str("\n« --tout » montre aussi ceux que l’acte ne tient nulle part.\n");
    }
    text
}

/// A free figure, with what it can cite.
fn free_line(figure: &FigureUse, sources: &Sources, shows_all: bool) -> Option<String> {
    let FigureStanding::Free(proposal) = &figure.standing else { return None };
    if proposal.names.is_empty() && !shows_all {
        return None;
    }
    let source = sources.source(figure.span.file);
    let (line, column) = source.line_column(figure.span.start);
    let names: Vec<String> = proposal.names.iter().take(4).map(|name| format!("{{{name}}}")).collect();
    let cites = match (names.is_empty(), proposal.certain.is_some()) {
        (true, _) => String::new(),
        (false, true) => format!(" : {}, par « --fix »", names.join(", ")),
        (false, false) => format!(" : peut-être {}", names.join(", ")),
    };
    Some(format!("{}:{line}:{column} « {} »{cites}\n", source.path(), sources.text(figure.span)))
}

fn json_text(inventory: &Inventory<'_>, snapshot: &Snapshot) -> String {
    let mut total = FigureTally::default();
    let files: Vec<serde_json::Value> = inventory
        .files
        .iter()
        .map(|file| {
            let tally = file.tally();
            total = total.plus(tally);
            let free: Vec<_> = file.uses.iter().filter_map(|f| free_json(f, &snapshot.sources)).collect();
            json!({
                "fichier": file.path.as_str(),
                "fiche": file.fiche.map(|fiche| fiche.number.value.to_string()),
                "chiffres": counts(tally),
                "chiffres_libres": free,
            })
        })
        .collect();
    let record = json!({
        "format": 1, "edition": snapshot.edition, "ensemble": counts(total), "fichiers": files,
    });
    format!("{record:#}\n")
}

fn free_json(figure: &FigureUse, sources: &Sources) -> Option<serde_json::Value> {
    let FigureStanding::Free(proposal) = &figure.standing else { return None };
    let (line, column) = sources.source(figure.span.file).line_column(figure.span.start);
    Some(json!({
        "ligne": line, "colonne": column, "extrait": sources.text(figure.span), "propositions": proposal.names,
        "certain": proposal.certain.is_some(),
    }))
}
