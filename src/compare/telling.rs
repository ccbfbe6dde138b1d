//! From a delta to the changes that are told: each difference once.

use std::collections::BTreeMap;

use super::by_exercice;
use super::changes::{AMOUNTS, ChangeKind, Difference, Trail, amount, summary};
use super::delta::{Delta, DeltaChange, RowStep};
use super::portion::{ChangeTopic, Datum, Paragraph, Portion, PortionContent};
use super::words::{self, Fate};
use crate::model::Montant;

/// The changes of a part and of all that is in it.
pub(super) fn tell(delta: &Delta, trail: &Trail, told: &mut Vec<Difference>) {
    let known = told.len();
    match &delta.change {
        DeltaChange::Content(before, after) => of_content(delta, before, after, trail, told),
        DeltaChange::Fields { changed, added, removed } => {
            let mut own = Vec::new();
            of_fields(changed, added, removed, trail, &mut own);
            told.extend(by_exercice::gathered(own, trail.names.len()));
        }
        DeltaChange::Rows { steps, removed, .. } => of_rows(steps, removed, trail, told),
    }
    // The path of the file of a page is not printed.
    let is_page = trail.keys.len() == 2
        && trail.keys.first().is_some_and(|rows| matches!(rows.as_str(), "fiches" | "articles"));
    if told.len() == known && delta.keys.0 != delta.keys.1 && !is_page {
        let mut change = Difference::new(ChangeKind::Changed, delta.heads.1.topic, trail);
        (change.before, change.after) = (Some(delta.keys.0.clone()), Some(delta.keys.1.clone()));
        told.push(change);
    }
}

/// The trail of a delta under that of what holds it: by the name of today.
pub(super) fn below(trail: &Trail, delta: &Delta) -> Trail {
    trail.to(&delta.keys.1, &delta.names.1).at(delta.places())
}

fn of_content(
    delta: &Delta,
    before: &PortionContent,
    after: &PortionContent,
    trail: &Trail,
    told: &mut Vec<Difference>,
) {
    let topic = delta.heads.1.topic;
    // Another name, the same content.
    if before.says_as(after) {
        return;
    }
    if let (PortionContent::Datum(Datum::Prose(a)), PortionContent::Datum(Datum::Prose(b))) = (before, after)
    {
        let runs = words::compare(&a.tokens, &b.tokens);
        // A typed figure became the reference that prints it: nothing in the document changes.
        if a.stands_as(b) && runs.iter().all(|run| run.fate == Fate::Same) {
            return;
        }
        let mut change = Difference::new(ChangeKind::Reworded, topic, trail);
        change.before = Some(a.text());
        change.after = Some(b.text());
        change.runs = runs;
        if change.before == change.after {
            // The same words, set otherwise.
            change.kind = ChangeKind::Changed;
            change.runs.clear();
            let (mut before, mut after) = (looks(a), looks(b));
            if before == after {
                (before, after) = (marked(a), marked(b));
            }
            let words = brief(&a.text());
            let of_which =
                |look: String| if words.is_empty() { look } else { format!("{look}, « {words} »") };
            (change.before, change.after) = (Some(of_which(before)), Some(of_which(after)));
        }
        told.push(change);
        return;
    }
    let whole =
        |content: &PortionContent, head: &Portion| Portion { content: content.clone(), ..head.clone() };
    told.push(changed(&whole(before, &delta.heads.0), &whole(after, &delta.heads.1), trail));
}

/// How a paragraph looks, for one whose words are the same: its place in the page, what is set off, where its links lead.
fn looks(paragraph: &Paragraph) -> String {
    let mut looks = vec![paragraph.stands()];
    let sets_off = |what: fn(&words::ProseWord) -> bool| {
        let words: Vec<&str> =
            paragraph.tokens.iter().filter(|token| what(token)).map(|t| t.text.as_str()).collect();
        words.join(" ")
    };
    for (name, words) in [
        ("gras", sets_off(|token| token.style.bold)),
        ("italique", sets_off(|token| token.style.italic)),
        ("littéral", sets_off(|token| token.style.code)),
        ("note", sets_off(|token| token.style.note)),
    ] {
        if !words.is_empty() {
            looks.push(format!("{name}\u{a0}: {words}"));
        }
    }
    let mut targets: Vec<&String> =
        paragraph.tokens.iter().filter_map(|token| token.target.as_ref()).collect();
    targets.dedup();
    looks.extend(targets.into_iter().map(|target| format!("lien vers {target}")));
    looks.join(", ")
}

/// A paragraph with what is set off in it, where two others say the same words and set off as many.
fn marked(paragraph: &Paragraph) -> String {
    let mut line = String::new();
    for token in paragraph.tokens.iter() {
        let style = token.style;
        let signs = [(style.bold, "**"), (style.italic, "*"), (style.code, "`")];
        let mut word = token.text.clone();
        for (_, sign) in signs.iter().filter(|(is_set, _)| *is_set) {
            word = format!("{sign}{word}{sign}");
        }
        if let Some(target) = &token.target {
            word = format!("[{word}]({target})");
        }
        if token.spaced && !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    line
}

/// The first words of a text, for a reader to find it.
fn brief(text: &str) -> String {
    let mut words = text.split_whitespace();
    let first: Vec<&str> = words.by_ref().take(BRIEF_WORDS).collect();
    let end = if words.next().is_some() { "…" } else { "" };
    format!("{}{end}", first.join(" "))
}

/// Words that find a paragraph again.
const BRIEF_WORDS: usize = 8;

/// A part that says something else, as one change.
fn changed(before: &Portion, after: &Portion, trail: &Trail) -> Difference {
    let mut change = Difference::new(ChangeKind::Changed, after.topic, trail);
    change.before = Some(summary(before));
    change.after = Some(summary(after));
    change.euros = (euros(before), euros(after));
    change.places = (before.place.or(trail.places.0), after.place.or(trail.places.1));
    change
}

/// The amount of a part that is about money, or of a fiche.
fn euros(part: &Portion) -> Option<Montant> {
    (part.topic == ChangeTopic::Money || is_fiche(part)).then(|| amount(part)).flatten()
}

/// The amount of a part that came or went. What an act prints beside what is computed commits nothing by itself.
fn committed(part: &Portion) -> Option<Montant> {
    euros(part).filter(|_| !part.key.starts_with("affiche") && part.key != "total_affiche")
}

fn is_fiche(part: &Portion) -> bool {
    part.part("budgets").is_some()
}

/// What a part that came or went is about: a fiche with its money commits money.
fn topic(part: &Portion) -> ChangeTopic {
    if is_fiche(part) && euros(part).is_some() { ChangeTopic::Money } else { part.topic }
}

fn of_fields(
    changed_parts: &[Delta],
    added: &[Portion],
    removed: &[Portion],
    trail: &Trail,
    told: &mut Vec<Difference>,
) {
    let mut rest: (Vec<&Portion>, Vec<&Portion>) = (removed.iter().collect(), added.iter().collect());
    // Budgets, and the reason why there is none.
    let is_budget = |part: &&Portion| matches!(part.key.as_str(), "budgets" | "sans_budget");
    if let (Some(a), Some(b)) = (rest.0.iter().position(is_budget), rest.1.iter().position(is_budget)) {
        let (before, after) = (rest.0.remove(a), rest.1.remove(b));
        told.push(changed(before, after, &trail.to(&after.key, "Budget")));
    }
    // An amount that takes another shape is one change.
    let amount_of = |parts: &[&Portion]| parts.iter().position(|part| AMOUNTS.contains(&part.key.as_str()));
    if let (Some(a), Some(b)) = (amount_of(&rest.0), amount_of(&rest.1)) {
        let (before, after) = (rest.0.remove(a), rest.1.remove(b));
        let mut change = changed(before, after, &trail.to(&after.key, "Montant"));
        if change.before == change.after {
            // The same amount, counted otherwise.
            let shape =
                |part: &Portion| Some(format!("{}\u{a0}: {}", part.name.to_lowercase(), told_whole(part)));
            (change.before, change.after) = (shape(before), shape(after));
            change.euros = (None, None);
        }
        told.push(change);
    }
    let titles = changed_parts.iter().find(|delta| delta.keys.1 == "colonnes").map(Columns::of);
    for delta in changed_parts {
        let trail = below(trail, delta);
        match (delta.keys.1.as_str(), &titles, &delta.change) {
            ("valorisation", ..) => told.push(of_product(delta, &trail)),
            ("lignes", Some(columns), DeltaChange::Rows { steps, removed, .. }) => {
                columns.tell(steps, removed, &trail, told);
            }
            _ => tell(delta, &trail, told),
        }
    }
    rest.0.into_iter().for_each(|part| told.push(gone(part, trail)));
    rest.1.into_iter().for_each(|part| told.push(come(part, trail)));
}

/// All that a part says, on one line.
fn told_whole(part: &Portion) -> String {
    let data: Vec<String> = part.data().iter().map(|(_, datum)| datum.to_string()).collect();
    data.join(" · ")
}

/// A product whose factors changed: one change, the factors below it.
fn of_product(delta: &Delta, trail: &Trail) -> Difference {
    let mut change = Difference::new(ChangeKind::Changed, ChangeTopic::Money, trail);
    let mut factors = Vec::new();
    tell(delta, trail, &mut factors);
    for factor in factors {
        if factor.path.ends_with("/produit") {
            (change.before, change.after) = (factor.before.clone(), factor.after.clone());
            change.euros = factor.euros;
        } else {
            change.details.push(factor);
        }
    }
    if change.after.is_none() {
        // Other factors, the same product.
        let words = |pick: fn(&Difference) -> Option<&String>| {
            change.details.iter().filter_map(pick).cloned().collect::<Vec<_>>().join(", ")
        };
        (change.before, change.after) =
            (Some(words(|detail| detail.before.as_ref())), Some(words(|detail| detail.after.as_ref())));
    }
    change
}

/// Most details of what came or went whole.
const MAX_DETAILS: usize = 400;

/// What is said in a page or a table that came or went: its summary does not show it.
fn details(part: &Portion, told: fn(&Portion, &Trail) -> Difference, trail: &Trail) -> Vec<Difference> {
    let is_long = ["lignes", "sections", "texte", "financements"].iter().any(|key| part.part(key).is_some());
    let data = part.data().into_iter().filter(|_| is_long).take(MAX_DETAILS);
    data.map(|(datum, _)| told(datum, trail)).collect()
}

/// A part that came.
pub(super) fn come(part: &Portion, trail: &Trail) -> Difference {
    let mut change = Difference::new(ChangeKind::Added, topic(part), &trail.to(&part.key, &part.name));
    change.after = Some(summary(part));
    change.euros = (None, committed(part));
    change.places = (None, part.place.or(trail.places.1));
    change.details = details(part, come, &trail.to(&part.key, &part.name));
    change.part = Some(Box::new(part.clone()));
    change
}

/// A part that went.
pub(super) fn gone(part: &Portion, trail: &Trail) -> Difference {
    let mut change = Difference::new(ChangeKind::Removed, topic(part), &trail.to(&part.key, &part.name));
    change.before = Some(summary(part));
    change.euros = (committed(part), None);
    change.places = (part.place.or(trail.places.0), None);
    change.details = details(part, gone, &trail.to(&part.key, &part.name));
    change.part = Some(Box::new(part.clone()));
    change
}

fn of_rows(steps: &[RowStep], removed: &[(usize, Portion)], trail: &Trail, told: &mut Vec<Difference>) {
    let mut alike: Option<StandAlike> = None;
    for step in steps {
        let own = StandAlike::of(step, told.len());
        if let (Some(before), Some(own)) = (&alike, &own)
            && before.looks == own.looks
            && let Some(change) = told.get_mut(before.at)
        {
            (change.before, change.after) = before.to(own);
            continue;
        }
        alike = own;
        match step {
            RowStep::Added(part) => told.push(come(part, trail)),
            RowStep::Kept { moved, row, change, .. } => {
                if *moved {
                    told.push(moved_row(row, change.as_deref(), trail));
                }
                if let Some(delta) = change {
                    tell(delta, &below(trail, delta), told);
                }
            }
        }
    }
    removed.iter().for_each(|(_, part)| told.push(gone(part, trail)));
}

/// Paragraphs that follow one another, say what they said, and stand otherwise in one way: a list is numbered, a quotation
/// is one no more. It is one change.
struct StandAlike {
    /// How they stood, and stand.
    looks: (String, String),
    /// The first words of the first.
    first: String,
    /// The rank of the change that tells it.
    at: usize,
}

impl StandAlike {
    fn of(step: &RowStep, at: usize) -> Option<Self> {
        let RowStep::Kept { moved: false, change: Some(delta), .. } = step else { return None };
        match &delta.change {
            DeltaChange::Content(
                PortionContent::Datum(Datum::Prose(a)),
                PortionContent::Datum(Datum::Prose(b)),
            ) if a.tokens == b.tokens && !a.stands_as(b) => {
                Some(Self { looks: (a.stands(), b.stands()), first: brief(&a.text()), at })
            }
            _ => None,
        }
    }

    /// How all of them stood, and stand, from the first to the last.
    fn to(&self, last: &Self) -> (Option<String>, Option<String>) {
        let told = |look: &str| Some(format!("{look}, de « {} » à « {} »", self.first, last.first));
        (told(&self.looks.0), told(&self.looks.1))
    }
}

/// A row that has another place among its neighbours. It says so, and no more.
fn moved_row(row: &Portion, change: Option<&Delta>, trail: &Trail) -> Difference {
    let topic = if row.topic == ChangeTopic::Section { ChangeTopic::Section } else { ChangeTopic::Wording };
    let mut moved = Difference::new(ChangeKind::Moved, topic, &trail.to(&row.key, &row.name));
    (moved.before, moved.after) = (Some(summary(row)), Some(summary(row)));
    moved.places.0 = row.place.or(trail.places.0);
    moved.places.1 = change.and_then(|delta| delta.places().1).or(trail.places.1);
    moved
}

/// The columns of a table: what came and went, and what was renamed.
struct Columns {
    /// Keys of the columns of before that are still there under another name.
    renamed: BTreeMap<String, String>,
    /// Keys of the columns that came or went: their cells are not told one by one.
    others: Vec<String>,
}

impl Columns {
    fn of(delta: &Delta) -> Self {
        let mut columns = Self { renamed: BTreeMap::new(), others: Vec::new() };
        if let DeltaChange::Rows { steps, removed, .. } = &delta.change {
            for step in steps {
                match step {
                    RowStep::Added(part) => columns.others.push(part.key.clone()),
                    RowStep::Kept { change: Some(delta), .. } if delta.keys.0 != delta.keys.1 => {
                        columns.renamed.insert(delta.keys.0.clone(), delta.keys.1.clone());
                    }
                    RowStep::Kept { .. } => {}
                }
            }
            columns.others.extend(removed.iter().map(|(_, part)| part.key.clone()));
        }
        columns
    }

    /// Takes out the cells that only follow their column, and makes them details of its change.
    fn give_cells(
        &self,
        cells: &mut Vec<Portion>,
        line: &Trail,
        kind: fn(&Portion, &Trail) -> Difference,
        told: &mut [Difference],
    ) {
        cells.retain(|cell| {
            let title = bare(&cell.key);
            if !self.others.iter().any(|other| other == title) {
                return true;
            }
            let end = format!("colonnes/{title}");
            let of_column = |change: &&mut Difference| {
                matches!(change.kind, ChangeKind::Added | ChangeKind::Removed) && change.path.ends_with(&end)
            };
            let column = told.iter_mut().rev().find(of_column);
            column.into_iter().for_each(|column| column.details.push(kind(cell, line)));
            false
        });
    }

    /// The changes of the lines, but for the cells that only follow their column.
    fn tell(
        &self,
        steps: &[RowStep],
        removed: &[(usize, Portion)],
        trail: &Trail,
        told: &mut Vec<Difference>,
    ) {
        for step in steps {
            let RowStep::Kept { change: Some(delta), .. } = step else { continue };
            let DeltaChange::Fields { changed, added, removed } = &delta.change else { continue };
            let own = below(trail, delta);
            let (mut came, mut went): (Vec<Portion>, Vec<Portion>) = (Vec::new(), removed.clone());
            for part in added {
                let twin = went.iter().position(|gone| {
                    self.renamed.get(bare(&gone.key)).is_some_and(|title| title == bare(&part.key))
                });
                match twin.map(|twin| went.remove(twin)) {
                    Some(gone) if gone.content.says_as(&part.content) => {}
                    Some(gone) => told.push(self::changed(&gone, part, &own.to(&part.key, &part.name))),
                    None => came.push(part.clone()),
                }
            }
            self.give_cells(&mut came, &own, come, told);
            self.give_cells(&mut went, &own, gone, told);
            of_fields(changed, &came, &went, &own, told);
        }
        let rest: Vec<RowStep> = steps
            .iter()
            .filter(|step| matches!(step, RowStep::Added(_) | RowStep::Kept { moved: true, .. }))
            .map(|step| match step {
                RowStep::Kept { from, moved, row, .. } => {
                    RowStep::Kept { from: *from, moved: *moved, row: row.clone(), change: None }
                }
                RowStep::Added(part) => RowStep::Added(part.clone()),
            })
            .collect();
        of_rows(&rest, removed, trail, told);
    }
}

/// The title of the column that a cell is in.
fn bare(key: &str) -> &str {
    key.strip_prefix("colonne ").unwrap_or(key)
}
