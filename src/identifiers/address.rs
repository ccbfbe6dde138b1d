//! Where a place stands, told by the identity of what is around it: fiche by its title, file without its number, keys,
//! items by what names them, headings, words. Nothing of it moves when something else is added, sorted or renumbered.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::fiche_names::fiche_names;
use super::nearby::nearby_words;
use crate::diagnostic::Diagnostic;
use crate::lang;
use crate::model::edition::{as_amended, unmoved};
use crate::syntax::{Entry, Node, NodeKind, header, yaml};
use crate::text::{FileId, ProjectPath, Sources, Span};

/// Keys that name an item alone.
const NAMES: [&str; 2] = ["id", "indicateur"];
/// Keys that name an item together.
const PARTS_OF_NAME: [&str; 16] = [
    "regle",
    "lieu",
    "extrait",
    "financeur",
    "libelle",
    "titre",
    "intitule",
    "nom",
    "designation",
    "sigle",
    "mesure",
    "objet",
    "annee",
    "exercice",
    "periode",
    "article",
];
/// Keys that name an item for want of anything else.
const RANKS: [&str; 2] = ["numero", "code"];
/// Most words of a text that count in an address: what is edited further on does not change it.
const WORDS_MAX: usize = 12;
/// Most words of a text that is known by those beside it too.
const FEW_WORDS: usize = 3;

/// The addresses of the places of an edition; each file is looked at once.
pub(super) struct Addresses<'s> {
    sources: &'s Sources,
    edition: &'s str,
    outlines: BTreeMap<FileId, OnceLock<Outline>>,
    /// Files by their name without number, to see which share one.
    names: BTreeMap<String, usize>,
    /// The names of the fiches that have a title, by path.
    fiches: BTreeMap<String, String>,
}

/// What names the items of the lists of a file, by where the items are kept.
type ListNames = FxHashMap<usize, Arc<[String]>>;

/// What a file is made of.
struct Outline {
    name: String,
    /// Where its YAML stands; none in a page without a header.
    zone: Option<Span>,
    /// The YAML.
    data: Option<Arc<Result<Node, Box<Diagnostic>>>>,
    /// What names the items of its lists that were asked for: those of a list are named once.
    lists: Mutex<ListNames>,
    /// Start, level and title of each heading.
    headings: Vec<(usize, usize, String)>,
}

impl Outline {
    /// What names the items of one of its lists.
    fn names(&self, items: &[Node]) -> Arc<[String]> {
        // A naming that panicked has left no list half named.
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lists.entry(items.as_ptr().addr()).or_insert_with(|| names(items)))
    }

    /// The YAML, when it can be read.
    fn data(&self) -> Option<&Node> {
        self.data.as_deref()?.as_ref().ok()
    }
}

impl<'s> Addresses<'s> {
    pub(super) fn new(sources: &'s Sources, edition: &'s str) -> Self {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for (_, source) in sources.iter() {
            *names.entry(without_number(source.path(), edition)).or_default() += 1;
        }
        let outlines = sources.iter().map(|(file, _)| (file, OnceLock::new())).collect();
        Self { sources, edition, outlines, names, fiches: fiche_names(sources, edition) }
    }

    /// The text under the carets.
    pub(super) fn text(&self, span: Span) -> &'s str {
        self.sources.text(span)
    }

    /// The address of a place.
    pub(super) fn of(&self, span: Span) -> String {
        self.outline(span.file).map_or_else(String::new, |outline| self.within(outline, span))
    }

    /// The keys down to the first list of YAML that a place stands in; none elsewhere. An item that comes or goes leaves
    /// it.
    pub(super) fn list_of(&self, span: Span) -> Option<String> {
        let outline = self.outline(span.file)?;
        let root = outline.data().filter(|_| outline.zone.is_some_and(|zone| holds(zone, span)));
        root.and_then(|root| path_to_list(root, span))
    }

    fn outline(&self, file: FileId) -> Option<&Outline> {
        Some(self.outlines.get(&file)?.get_or_init(|| self.read_outline(file)))
    }

    fn read_outline(&self, file: FileId) -> Outline {
        let source = self.sources.source(file);
        let whole = Span { file, start: 0, end: source.text().len() };
        let is_page = source.path().as_str().ends_with(".md");
        let parts = if is_page { header::separate(self.sources, file).ok() } else { None };
        let zone = if is_page { parts.map(|(yaml, _)| yaml) } else { Some(whole) };
        let data = zone.map(|zone| yaml::shared(self.sources, zone));
        let body = parts.map_or(0, |(_, body)| body.start);
        let headings = if is_page { markdown_headings(source.text(), body) } else { Vec::new() };
        let root = data.as_deref().and_then(|data| data.as_ref().ok());
        let name = self.file_name(source.path(), root);
        Outline { name, zone, data, lists: Mutex::default(), headings }
    }

    /// A fiche by its title, which stays when its file is renamed, moved or renumbered; another file by its name without
    /// number: renaming `04-mobilite.md` to `05-mobilite.md` leaves it. One that has only a number is named by its title,
    /// and one that shares its name by its whole name.
    fn file_name(&self, path: &ProjectPath, root: Option<&Node>) -> String {
        if let Some(name) = self.fiches.get(path.as_str()) {
            return name.clone();
        }
        let name = without_number(path, self.edition);
        let (folder, own) = name.rsplit_once('/').unwrap_or(("", &name));
        if own.is_empty() {
            let title = ["titre", "intitule"].iter().find_map(|key| root?.entry(key)?.1.scalar());
            return format!("{folder}/{}", title.map_or_else(|| path.stem().to_owned(), lang::flat));
        }
        let is_shared = self.names.get(&name).is_some_and(|count| *count > 1);
        if is_shared { format!("{folder}/{}", path.stem()) } else { name }
    }

    fn within(&self, outline: &Outline, span: Span) -> String {
        let mut address = outline.name.clone();
        if outline.zone.is_some_and(|zone| holds(zone, span)) {
            let words = match outline.data() {
                Some(root) => self.in_yaml(root, outline, span, &mut address),
                None => self.line_key(span),
            };
            if !words.is_empty() {
                address.push_str(&format!("/«{words}»"));
            }
            return address;
        }
        let mut level = usize::MAX;
        let mut above = Vec::new();
        for (_, depth, title) in outline.headings.iter().rev().filter(|(start, ..)| *start < span.start) {
            if *depth < level {
                level = *depth;
                above.push(title.as_str());
            }
        }
        for title in above.iter().rev() {
            address.push_str(&format!("/#{title}"));
        }
        let paragraph = self.paragraph(span);
        address.push_str(&format!("/«{}»", self.words_of(span, paragraph)));
        address
    }

    /// Adds the path of keys and items to a place of YAML; gives the words that it is known by below them.
    fn in_yaml(&self, root: &Node, outline: &Outline, span: Span, address: &mut String) -> String {
        let above = address.len();
        match walk(root, outline, span, address) {
            Reached::Key => String::new(),
            // Part of a text is known by its words; an amount is what changes when it is corrected.
            Reached::Scalar(scalar) => {
                let is_part = scalar.extent.start < span.start || span.end < scalar.extent.end;
                let words = self.words_of(span, scalar.extent);
                if is_part && !words.chars().any(|c| c.is_ascii_digit()) { words } else { String::new() }
            }
            // A remark is of the line that it ends.
            Reached::Nothing => {
                address.truncate(above);
                let source = self.sources.source(span.file);
                let start = source.line_start(source.line_column(span.start).0);
                let line = source.text().get(start..span.start).unwrap_or_default();
                let margin = line.len() - line.trim_start_matches([' ', '-']).len();
                let owner = Span { start: start + margin, end: span.start, ..span };
                if owner.start < owner.end {
                    walk(root, outline, owner, address);
                }
                without_figures(self.text(span))
            }
        }
    }

    /// The words of a place, with those beside them when they are too few to be a name: « [à compléter] ».
    fn words_of(&self, span: Span, around: Span) -> String {
        let words = first_words(self.text(span));
        if words.split(' ').count() > FEW_WORDS {
            return words;
        }
        let text = self.text(around);
        let within = span.start.saturating_sub(around.start)..span.end.saturating_sub(around.start);
        match nearby_words(text, within) {
            nearby if nearby.is_empty() => words,
            nearby => format!("{words}|{nearby}"),
        }
    }

    /// The paragraph, item or row of Markdown that a place stands in.
    fn paragraph(&self, span: Span) -> Span {
        let text = self.sources.source(span.file).text();
        let head = text.get(..span.start).unwrap_or_default();
        let mut start = head.rfind('\n').map_or(0, |end| end + 1);
        while !opens_a_block(text.get(start..).unwrap_or_default()) {
            let Some(before) = start.checked_sub(1).and_then(|end| text.get(..end)) else { break };
            let line = before.rfind('\n').map_or(0, |end| end + 1);
            if before.get(line..).is_none_or(|line| line.trim().is_empty() || line.starts_with('#')) {
                break;
            }
            start = line;
        }
        let mut end = span.end;
        loop {
            let rest = text.get(end..).unwrap_or_default();
            let Some(line) = rest.find('\n') else {
                end = text.len();
                break;
            };
            end += line;
            let next = text.get(end + 1..).unwrap_or_default();
            if next.lines().next().is_none_or(|line| line.trim().is_empty()) || opens_a_block(next) {
                break;
            }
            end += 1;
        }
        Span { start, end, ..span }
    }

    /// The words of the line of a place, its figures left aside, when its YAML cannot be read; those of the line above
    /// when it has none.
    fn line_key(&self, span: Span) -> String {
        let source = self.sources.source(span.file);
        let lines = (1..=source.line_column(span.start).0).rev();
        let line = |n| source.text().get(source.line_start(n)..source.line_start(n + 1)).unwrap_or_default();
        let words = lines.map(|n| without_figures(line(n)));
        words.into_iter().find(|words| !words.is_empty()).unwrap_or_default()
    }
}

/// Whether a line of Markdown is no continuation of the one above.
fn opens_a_block(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    line.starts_with(['|', '#', '>'])
        || ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark))
        || (number.len() < line.len() && number.starts_with([')', '.']))
}

/// The path of a file in its edition, without the number that opens the name of a page.
fn without_number(path: &ProjectPath, edition: &str) -> String {
    let path = as_amended(path.as_str(), edition);
    let path = &*unmoved(&path, edition);
    let path = path.strip_prefix("content/").unwrap_or(path);
    let path = path.strip_prefix(edition).and_then(|rest| rest.strip_prefix('/')).unwrap_or(path);
    let Some(page) = path.strip_suffix(".md") else { return path.to_owned() };
    let (folder, stem) = page.rsplit_once('/').unwrap_or(("", page));
    let name = stem.trim_start_matches(|c: char| c.is_ascii_digit() || "-_. ".contains(c));
    format!("{folder}/{name}")
}

/// Whether a place starts in a zone.
fn holds(zone: Span, span: Span) -> bool {
    zone.start <= span.start && span.start <= zone.end
}

/// The keys from a node down to the first list that holds a place.
fn path_to_list(root: &Node, span: Span) -> Option<String> {
    let (mut node, mut path) = (root, String::new());
    while let NodeKind::Map(_) = node.kind {
        let (key, value) = entry_at(node, span)?;
        path.push_str(&format!("/{}", key.value));
        node = value;
    }
    matches!(node.kind, NodeKind::List(_)).then_some(path)
}

/// The entry of a mapping that holds a place.
fn entry_at(node: &Node, span: Span) -> Option<&Entry> {
    // They are in the order of the file.
    let entries = node.entries();
    let last = entries.partition_point(|(key, _)| key.span.start <= span.start).checked_sub(1)?;
    let entry @ (key, value) = entries.get(last)?;
    (span.start <= value.extent.end.max(key.span.end)).then_some(entry)
}

/// What stands at a place of YAML.
enum Reached<'n> {
    Key,
    Scalar(&'n Node),
    /// A remark, a blank, a mark of the list.
    Nothing,
}

/// Adds the path of keys and items to a place; says what stands there.
fn walk<'n>(node: &'n Node, outline: &Outline, span: Span, address: &mut String) -> Reached<'n> {
    match &node.kind {
        NodeKind::Map(_) => {
            let Some((key, value)) = entry_at(node, span) else { return Reached::Nothing };
            address.push_str(&format!("/{}", key.value));
            if span.start < key.span.end { Reached::Key } else { walk(value, outline, span, address) }
        }
        NodeKind::List(items) => {
            let holds = |item: &&Node| item.extent.start <= span.start && span.start <= item.extent.end;
            let Some((rank, item)) = items.iter().enumerate().rfind(|(_, item)| holds(item)) else {
                return Reached::Nothing;
            };
            let names = outline.names(items);
            address.push_str(&format!("/{}", names.get(rank).map_or("", String::as_str)));
            walk(item, outline, span, address)
        }
        // What follows `key:` and is no value is a remark.
        NodeKind::Scalar(_) if node.extent.start <= span.start => Reached::Scalar(node),
        NodeKind::Scalar(_) | NodeKind::Null => Reached::Nothing,
    }
}

/// What names the items of a list: each by its name and its rank among those that share it, or by its rank among those
/// that have none.
fn names(items: &[Node]) -> Arc<[String]> {
    let mut ranks: FxHashMap<String, usize> = FxHashMap::default();
    let named = items.iter().map(|item| {
        let name = item_name(item);
        let rank = ranks.entry(name.clone()).or_default();
        *rank += 1;
        if *rank == 1 { name } else { format!("{name}#{}", *rank - 1) }
    });
    named.collect()
}

/// What names an item of a list; empty when nothing does.
fn item_name(item: &Node) -> String {
    let of = |key: &&str| item.entry(key).and_then(|(_, value)| value.scalar());
    match &item.kind {
        NodeKind::Map(_) => {
            let own = NAMES.iter().find_map(of).map(lang::flat);
            let together =
                || -> Vec<String> { PARTS_OF_NAME.iter().filter_map(of).map(lang::flat).collect() };
            let name = own.unwrap_or_else(|| together().join("+"));
            if name.is_empty() { RANKS.iter().find_map(of).unwrap_or_default().to_owned() } else { name }
        }
        // A row of a table is known by its first cell.
        NodeKind::List(cells) => cells.first().and_then(Node::scalar).map(lang::flat).unwrap_or_default(),
        NodeKind::Scalar(text) => words_without_digits(text),
        NodeKind::Null => String::new(),
    }
}

/// The words of a text, without those that hold a figure; nothing for a value and its unit.
fn words_without_digits(text: &str) -> String {
    let flat = lang::flat(text);
    let is_word = |word: &&str| word.chars().count() > 1 && !word.chars().any(|c| c.is_ascii_digit());
    let words: Vec<&str> = flat.split_whitespace().filter(is_word).take(WORDS_MAX).collect();
    if words.len() < 2 { String::new() } else { words.join(" ") }
}

/// The first words of a text that hold no figure.
fn without_figures(text: &str) -> String {
    let flat = lang::flat(text);
    let words = flat.split_whitespace().filter(|word| !word.chars().any(|c| c.is_ascii_digit()));
    words.take(WORDS_MAX).collect::<Vec<_>>().join(" ")
}

fn first_words(text: &str) -> String {
    let flat = lang::flat(text);
    flat.split_whitespace().take(WORDS_MAX).collect::<Vec<_>>().join(" ")
}

/// Start, level and title of the headings of a page, what is in its fences left aside. `body` is where its header ends.
fn markdown_headings(text: &str, body: usize) -> Vec<(usize, usize, String)> {
    let mut headings = Vec::new();
    let (mut start, mut is_fenced) = (body, false);
    for line in text.get(body..).unwrap_or_default().split_inclusive('\n') {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let title = line.get(level..).filter(|rest| rest.starts_with(' '));
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        }
        if let Some(title) = title.filter(|_| (1..=6).contains(&level) && !is_fenced) {
            headings.push((start, level, lang::flat(lang::without_number(title))));
        }
        start += line.len();
    }
    headings
}
