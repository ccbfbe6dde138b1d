//! The structure tree told in lines, in the order and with the words of a screen reader: the level of a heading, the
//! length of a list, the column and the row of a cell, where a link leads.

use std::collections::BTreeMap;

use super::{Element, ElementPart, one_line};

/// What is heard of a document, for a person who reads it: one line a paragraph, an item, or a cell.
pub fn told(tree: &Element) -> String {
    let mut voice = Voice::default();
    voice.parts(&tree.parts, "");
    voice.lines.iter().map(|line| format!("{line}\n")).collect()
}

/// The header cells of a table, by what cells call them: whether they name a column, and their words.
type Heads<'a> = BTreeMap<&'a str, (bool, String)>;

#[derive(Default)]
struct Voice {
    lines: Vec<String>,
    depth: usize,
}

impl Voice {
    fn say(&mut self, before: &str, text: &str) {
        let text = one_line(text);
        if !text.is_empty() {
            self.lines.push(format!("{}{before}{text}", "  ".repeat(self.depth)));
        }
    }

    /// What stands side by side: parts of a sentence in one line, and what is a line of its own. The first line has a
    /// mark before it.
    fn parts(&mut self, parts: &[ElementPart], mark: &str) {
        let start = self.lines.len();
        let mut sentence = String::new();
        for part in parts {
            match part {
                ElementPart::Element(element) if !element.is_inline() => {
                    self.say("", &std::mem::take(&mut sentence));
                    self.block(element);
                }
                part => add(&mut sentence, part),
            }
        }
        self.say("", &sentence);
        if let Some(first) = self.lines.get_mut(start) {
            let indent = first.len() - first.trim_start().len();
            first.insert_str(indent, mark);
        }
    }

    fn block(&mut self, element: &Element) {
        let said = || element.alternative.clone().unwrap_or_else(|| words_of(element));
        match element.role.as_str() {
            "Table" => self.table(element),
            "L" => {
                let items = element.children().filter(|child| child.role == "LI").count();
                self.say("", &format!("Liste de {}", counted(items, "élément")));
                self.inside(|voice| voice.items(element));
            }
            "TOC" => self.inside(|voice| voice.parts(&element.parts, "")),
            "TOCI" => self.say("– ", &words_of(element)),
            "Title" => self.say("Titre du document : ", &words_of(element)),
            "Caption" => self.say("Légende : ", &words_of(element)),
            "Formula" => self.say("Formule : ", &said()),
            "Figure" if element.alternative.is_some() => self.say("Illustration : ", &said()),
            "BlockQuote" => {
                self.say("", "Citation :");
                self.inside(|voice| voice.parts(&element.parts, ""));
            }
            role => match heading(role) {
                Some(level) => self.say(&format!("Titre {level} : "), &words_of(element)),
                None if element.alternative.is_some() => self.say("", &said()),
                None => self.parts(&element.parts, ""),
            },
        }
    }

    fn inside(&mut self, tell: impl FnOnce(&mut Self)) {
        self.depth += 1;
        tell(self);
        self.depth -= 1;
    }

    /// The items of a list; a list within it is under the item before it.
    fn items(&mut self, list: &Element) {
        for child in list.children() {
            match child.role.as_str() {
                "LI" => self.item(child),
                _ => self.inside(|voice| voice.block(child)),
            }
        }
    }

    /// An item of a list: its number, or a dash, and what it says.
    fn item(&mut self, item: &Element) {
        let label = item.children().find(|child| child.role == "Lbl").map(words_of).unwrap_or_default();
        let is_number = label.ends_with(['.', ')']) || label.chars().all(|c| c.is_ascii_digit());
        let mark = match label.chars().any(char::is_alphanumeric) {
            false => "– ".to_owned(),
            true if is_number => format!("{label} "),
            // A term before what it means.
            true => format!("– {label} : "),
        };
        let body: Vec<ElementPart> = item
            .children()
            .filter(|child| child.role != "Lbl")
            .flat_map(|child| {
                if child.role == "LBody" {
                    child.parts.clone()
                } else {
                    vec![ElementPart::Element(child.clone())]
                }
            })
            .collect();
        // What follows the first line of an item is under it.
        let split =
            body.iter().skip(1).position(|part| matches!(part, ElementPart::Element(e) if !e.is_inline()));
        let (first, others) = body.split_at(split.map_or(body.len(), |at| at + 1));
        self.parts(first, &mark);
        self.inside(|voice| voice.parts(others, ""));
    }

    fn table(&mut self, table: &Element) {
        let rows = table.all("TR");
        let cells = rows.iter().flat_map(|row| row.children()).filter(|cell| cell.role == "TH");
        let heads: Heads<'_> =
            cells.map(|cell| (cell.id.as_str(), (cell.scope == "Column", words_of(cell)))).collect();
        let columns = |row: &&Element| row.children().map(|cell| cell.columns.unwrap_or(1)).sum::<usize>();
        let size = format!(
            "Tableau de {} et {}",
            counted(rows.iter().map(columns).max().unwrap_or(0), "colonne"),
            counted(rows.len(), "ligne")
        );
        let caption = table.children().find(|child| child.role == "Caption").map(words_of);
        self.say("", &caption.map_or(size.clone(), |caption| format!("{size} : {caption}")));
        self.inside(|voice| rows.iter().for_each(|row| voice.row(row, &heads)));
    }

    /// A row: what names it, then each of its cells after what names its column.
    fn row(&mut self, row: &Element, heads: &Heads<'_>) {
        let cells: Vec<&Element> = row.children().filter(|cell| cell.role != "TH").collect();
        let own = row.children().filter(|cell| cell.role == "TH").map(words_of);
        let own: Vec<String> = own.filter(|words| !words.is_empty()).collect();
        if cells.is_empty() {
            let name = if own.len() > 1 { "Colonnes : " } else { "" };
            return self.say(name, &own.join(" ; "));
        }
        let announced = |cell: &Element, of_column: bool| -> Vec<String> {
            let named = cell.headers.iter().filter_map(|id| heads.get(id.as_str()));
            let of_side = named.filter(|(is_column, words)| *is_column == of_column && !words.is_empty());
            of_side.map(|(_, words)| words.clone()).collect()
        };
        // A head that spans several rows names those below as well.
        let mut names: Vec<String> = cells.first().map(|cell| announced(cell, false)).unwrap_or_default();
        names.retain(|name| !own.contains(name));
        names.extend(own);
        self.say("– ", &names.join(", "));
        for (rank, cell) in cells.iter().enumerate() {
            let others = announced(cell, false).into_iter().filter(|words| !names.contains(words));
            let before: Vec<String> = announced(cell, true).into_iter().chain(others).collect();
            let said = words_of(cell);
            // A column without a name is there for the eye.
            if said.is_empty() && before.is_empty() {
                continue;
            }
            let said = if said.is_empty() { "(vide)" } else { &said };
            let said =
                if before.is_empty() { said.to_owned() } else { format!("{} : {said}", before.join(", ")) };
            let mark = if names.is_empty() && rank == 0 { "– " } else { "  " };
            self.say(mark, &said);
        }
    }
}

/// The words of an element in one line: notes in brackets, and after a link where it leads.
fn words_of(element: &Element) -> String {
    let mut words = String::new();
    match &element.alternative {
        Some(alternative) => words.push_str(alternative),
        None => element.parts.iter().for_each(|part| add(&mut words, part)),
    }
    one_line(&words)
}

fn add(words: &mut String, part: &ElementPart) {
    let element = match part {
        ElementPart::Text(text) => return words.push_str(text),
        ElementPart::Element(element) => element,
    };
    let said = words_of(element);
    match element.role.as_str() {
        "Note" => words.push_str(&note(element)),
        "Link" => add_link(words, element, &said),
        _ if element.is_inline() && element.alternative.is_none() => {
            element.parts.iter().for_each(|part| add(words, part));
        }
        _ if element.is_inline() => words.push_str(&said),
        _ => words.push_str(&format!(" {said} ")),
    }
}

/// A note where it is called, and not at the foot of a page that one does not see.
fn note(element: &Element) -> String {
    let (label, rest): (Vec<&ElementPart>, Vec<&ElementPart>) = element
        .parts
        .iter()
        .partition(|part| matches!(part, ElementPart::Element(element) if element.role == "Lbl"));
    let said = |parts: Vec<&ElementPart>| {
        let mut words = String::new();
        parts.into_iter().for_each(|part| add(&mut words, part));
        one_line(&words)
    };
    let label: Vec<String> = label
        .into_iter()
        .filter_map(|part| match part {
            ElementPart::Element(element) => Some(element.text()),
            ElementPart::Text(_) => None,
        })
        .collect();
    format!(" (note {} : {}) ", label.concat(), said(rest))
}

/// A link by its words, and by what it says of where it leads when that is something else.
fn add_link(words: &mut String, link: &Element, said: &str) {
    let Some(target) = link.target.as_deref().map(one_line) else { return words.push_str(said) };
    // An entry of a contents ends with the number of its page.
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let bare = letters(said.trim_end_matches(|c: char| c.is_ascii_digit()));
    if target == format!("Note {said}") {
        // The note itself comes next.
        return;
    }
    if !bare.is_empty() && letters(&target).contains(&bare) {
        return words.push_str(&target);
    }
    // Spaces around the words are parts of the sentence.
    link.parts.iter().for_each(|part| add(words, part));
    words.push_str(&format!(" (lien : {target})"));
}

/// The level of a heading.
fn heading(role: &str) -> Option<u8> {
    role.strip_prefix('H')?.parse().ok()
}

/// « 3 colonnes », « 1 ligne ».
fn counted(count: usize, noun: &str) -> String {
    let s = if count > 1 { "s" } else { "" };
    format!("{count} {noun}{s}")
}
