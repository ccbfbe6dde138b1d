//! Edits of random documents: the tree read again has that change and no other, and every other byte is there.

use proptest::prelude::*;

use super::*;
use crate::syntax::yaml;
use crate::text::ProjectPath;

/// A value, whatever the way of writing it.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Nothing,
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    fn of(node: &Node) -> Self {
        match &node.kind {
            NodeKind::Null => Self::Nothing,
            NodeKind::Scalar(text) => Self::Text(text.trim_end().to_owned()),
            NodeKind::List(items) => Self::List(items.iter().map(Self::of).collect()),
            NodeKind::Map(entries) => {
                Self::Map(entries.iter().map(|(key, value)| (key.value.clone(), Self::of(value))).collect())
            }
        }
    }
}

fn value() -> impl Strategy<Value = Value> {
    let texts = [
        "mot",
        "deux mots",
        "a # b",
        "c: d",
        "l'été",
        "- x",
        "12,5 %",
        "# à décider",
        "un\n# deux\ntrois",
        "",
    ];
    let leaf = prop_oneof![
        1 => Just(Value::Nothing),
        6 => proptest::sample::select(texts.to_vec()).prop_map(|text| Value::Text(text.to_owned())),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            proptest::collection::vec(inner, 0..4).prop_map(map),
        ]
    })
}

fn map(values: Vec<Value>) -> Value {
    let keys = ["a", "budget", "\"2024\"", "été"];
    let named = values.into_iter().zip(keys).map(|(value, key)| (key.trim_matches('"').to_owned(), value));
    Value::Map(named.collect())
}

/// A document being written; the choices say in which style.
struct Writer {
    text: String,
    choices: std::vec::IntoIter<u8>,
    comments: usize,
}

impl Writer {
    fn choose(&mut self, among: u8) -> u8 {
        self.choices.next().unwrap_or(0) % among
    }

    /// The end of a line: nothing, or a comment; then perhaps blank lines and comments.
    fn newline(&mut self, margin: usize) {
        if self.choose(4) == 1 {
            self.comments += 1;
            self.text.push_str(&format!(" # c{}", self.comments));
        }
        self.text.push('\n');
        match self.choose(6) {
            1 => self.text.push('\n'),
            2 => {
                self.comments += 1;
                self.text.push_str(&format!("{}# c{}\n", " ".repeat(margin), self.comments));
            }
            _ => {}
        }
    }

    fn quoted(&mut self, text: &str) {
        let plain = !text.is_empty() && !text.contains(['#', ':', '\n', ',', '-']);
        let single = !text.contains('\n') && self.choose(2) == 1;
        match self.choose(2) {
            1 if plain => self.text.push_str(text),
            _ if single => self.text.push_str(&format!("'{}'", text.replace('\'', "''"))),
            _ => self.text.push_str(&serde_json::to_string(text).unwrap()),
        }
    }

    fn flow(&mut self, value: &Value) {
        match value {
            Value::Nothing => self.text.push('~'),
            Value::Text(text) => self.quoted(text),
            Value::List(items) => {
                self.text.push('[');
                for (rank, item) in items.iter().enumerate() {
                    self.separate(rank);
                    self.flow(item);
                }
                self.close(items.len());
                self.text.push(']');
            }
            Value::Map(entries) => {
                self.text.push('{');
                for (rank, (key, value)) in entries.iter().enumerate() {
                    self.separate(rank);
                    self.key(key);
                    // `{ a: , b }` reads as nothing too.
                    if *value != Value::Nothing || self.choose(2) == 0 {
                        self.text.push(' ');
                        self.flow(value);
                    }
                }
                self.close(entries.len());
                self.text.push('}');
            }
        }
    }

    fn separate(&mut self, rank: usize) {
        let comma = if rank == 0 { "" } else { "," };
        match self.choose(4) {
            0 => self.text.push_str(&format!("{comma}\n        ")),
            1 => {
                self.comments += 1;
                self.text.push_str(&format!("{comma} # c{}, x\n        ", self.comments));
            }
            _ => self.text.push_str(&format!("{comma} ")),
        }
    }

    fn close(&mut self, length: usize) {
        if length > 0 && self.choose(4) == 1 {
            self.text.push(',');
        }
        self.text.push(' ');
    }

    fn key(&mut self, key: &str) {
        let quoted = key.starts_with(|c: char| c.is_ascii_digit());
        let key = if quoted { format!("\"{key}\":") } else { format!("{key}:") };
        self.text.push_str(&key);
    }

    /// A value after a colon or a dash whose line has `margin` blanks.
    fn block(&mut self, value: &Value, margin: usize, after_dash: bool) {
        let inside = margin + 2;
        let blanks = " ".repeat(inside);
        match value {
            Value::List(items) if !items.is_empty() && self.choose(3) != 0 => {
                if !after_dash {
                    self.newline(inside);
                }
                for (rank, item) in items.iter().enumerate() {
                    self.text.push_str(if rank == 0 && after_dash { " " } else { &blanks });
                    self.text.push('-');
                    self.block(item, inside, true);
                }
            }
            Value::Map(entries) if !entries.is_empty() && self.choose(3) != 0 => {
                if !after_dash {
                    self.newline(inside);
                }
                for (rank, (key, value)) in entries.iter().enumerate() {
                    self.text.push_str(if rank == 0 && after_dash { " " } else { &blanks });
                    self.key(key);
                    self.block(value, inside, false);
                }
            }
            Value::Nothing if self.choose(2) == 0 => self.newline(margin),
            Value::Text(text) if !text.is_empty() && !text.starts_with(['#', ' ']) && self.choose(3) == 1 => {
                let folded = ["|", ">-"][usize::from(self.choose(2))];
                let sign = if text.contains('\n') { "|" } else { folded };
                self.text.push_str(&format!(" {sign}\n"));
                text.lines().for_each(|line| self.text.push_str(&format!("{blanks}  {line}\n")));
            }
            _ => {
                self.text.push(' ');
                self.flow(value);
                self.newline(margin);
            }
        }
    }
}

/// A document whose root is a block mapping, and its value.
fn document() -> impl Strategy<Value = (String, Value)> {
    let entries = proptest::collection::vec(value(), 1..5).prop_map(map);
    (entries, proptest::collection::vec(any::<u8>(), 120)).prop_map(|(root, choices)| {
        let mut writer = Writer { text: "# c0\n".to_owned(), choices: choices.into_iter(), comments: 0 };
        let Value::Map(entries) = &root else { unreachable!() };
        for (key, value) in entries {
            writer.key(key);
            writer.block(value, 0, false);
        }
        let value = Value::of(&parse(&writer.text).1);
        (writer.text, value)
    })
}

fn parse(text: &str) -> (Sources, Node, Span) {
    let mut sources = Sources::default();
    let file = sources.add(ProjectPath::new("a.yaml").unwrap(), text);
    let zone = Span { file, start: 0, end: text.len() };
    let root = yaml::read(&sources, zone).unwrap_or_else(|fault| panic!("{}\n{text}", fault.message));
    (sources, root, zone)
}

/// The collections of a tree, each with the path of ranks that leads to it.
fn collections<'n>(node: &'n Node, path: Vec<usize>, found: &mut Vec<(Vec<usize>, &'n Node)>) {
    found.push((path.clone(), node));
    let children: Vec<&Node> = match &node.kind {
        NodeKind::List(items) => items.iter().collect(),
        NodeKind::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    for (rank, child) in children.into_iter().enumerate() {
        collections(child, [path.clone(), vec![rank]].concat(), found);
    }
}

fn at<'v>(value: &'v mut Value, path: &[usize]) -> &'v mut Value {
    match (path.split_first(), value) {
        (None, value) => value,
        (Some((rank, rest)), Value::List(items)) => at(&mut items[*rank], rest),
        (Some((rank, rest)), Value::Map(entries)) => at(&mut entries[*rank].1, rest),
        _ => unreachable!(),
    }
}

fn comments(text: &str) -> Vec<String> {
    let (sources, root, zone) = parse(text);
    crate::syntax::comments::read(&sources, zone, &root).iter().map(|c| sources.text(*c).to_owned()).collect()
}

/// Makes an edit somewhere, and gives the text after, the value expected, and the bytes that may change.
fn edit(
    text: &str,
    mut expected: Value,
    which: usize,
    how: usize,
) -> Option<(String, Value, (usize, usize))> {
    let (sources, root, zone) = parse(text);
    let mut found = Vec::new();
    collections(&root, Vec::new(), &mut found);
    let (path, node) = found.swap_remove(which % found.len());
    let mut edits = Edits::new(&sources, zone, &root);
    let target = at(&mut expected, &path);
    let touched = match (target, how % 5) {
        (Value::Map(entries), 0) if !entries.is_empty() => {
            let rank = which % entries.len();
            let entry = &node.entries()[rank];
            edits.set(entry, "\"neuf # 1\"");
            entries[rank].1 = Value::Text("neuf # 1".to_owned());
            (entry.0.span.end, entry.1.extent.end)
        }
        (Value::Map(entries), 1) if !entries.is_empty() => {
            let rank = which % entries.len();
            let (key, value) = &node.entries()[rank];
            edits.remove(node, &[key.value.as_str()]);
            entries.remove(rank);
            let next = node.entries().get(rank + 1).map(|(key, _)| key.span.start);
            let line = edits.next_line(value.extent.end);
            (key.span.start.saturating_sub(40), next.unwrap_or(line).max(line))
        }
        (Value::Map(entries), 2) => {
            if !edits.append_entries(node, &["neuf: \"1\"\n".to_owned()]) {
                return None;
            }
            entries.push(("neuf".to_owned(), Value::Text("1".to_owned())));
            (node.extent.end, node.extent.end)
        }
        (Value::List(items), 3) => {
            if !edits.append_items(node, "- \"1\"\n- { k: \"2\" }") {
                return None;
            }
            let pair = Value::Map(vec![("k".to_owned(), Value::Text("2".to_owned()))]);
            items.extend([Value::Text("1".to_owned()), pair]);
            (node.extent.end, node.extent.end)
        }
        (Value::Map(entries), 4) if !entries.is_empty() => {
            let entry = &node.entries()[which % entries.len()];
            edits.comment(entry, "# à décider : 1");
            (entry.0.span.end, entry.1.extent.end)
        }
        _ => return None,
    };
    Some((apply(text, &edits.finish()), expected, touched))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn an_edit_changes_its_node_and_nothing_else((text, value) in document(), which in 0usize..1000, how in 0usize..5) {
        let Some((after, expected, (start, end))) = edit(&text, value, which, how) else { return Ok(()) };
        let (_, root, _) = parse(&after);
        prop_assert_eq!(Value::of(&root), expected, "\n{}\n→\n{}", text, after);
        // Comments elsewhere are all there, in their order; with edit 4 there is one more.
        let before = comments(&text);
        let left = comments(&after);
        let marks: Vec<_> = left.iter().filter(|c| c.contains("# à décider : 1")).collect();
        prop_assert_eq!(marks.len(), usize::from(how == 4), "\n{}\n→\n{}", text, after);
        let start = text.get(..start).map_or(0, |t| t.rfind('\n').map_or(0, |i| i + 1));
        let end = text.get(end..).and_then(|t| t.find('\n')).map_or(text.len(), |i| end + i);
        for comment in before.iter().filter(|c| !text.get(start..end).is_some_and(|t| t.contains(c.as_str()))) {
            prop_assert!(left.iter().any(|c| c.starts_with(comment.as_str())), "{comment}\n{text}\n→\n{after}");
        }
        // The bytes before and after are the same.
        let (head, tail) = (text.get(..start).unwrap_or(""), text.get(end..).unwrap_or(""));
        prop_assert!(after.starts_with(head.trim_end_matches([' ', '\n', ','])), "\n{}\n→\n{}", text, after);
        prop_assert!(after.ends_with(tail.trim_start_matches([' ', '\n'])), "\n{}\n→\n{}", text, after);
    }
}

/// A text before, the edits, the text after.
fn check(before: &str, prepare: impl Fn(&mut Edits<'_>, &Node), after: &str) {
    let (sources, root, zone) = parse(before);
    let mut edits = Edits::new(&sources, zone, &root);
    prepare(&mut edits, &root);
    assert_eq!(apply(before, &edits.finish()), after);
}

#[test]
fn entries_go_with_their_lines_or_their_comma() {
    let remove =
        |keys: &'static [&'static str]| move |edits: &mut Edits<'_>, root: &Node| edits.remove(root, keys);
    check("a: 1 # un\n\n# de b\nb:\n  - 2\nc: 3\n", remove(&["a"]), "# de b\nb:\n  - 2\nc: 3\n");
    check("a: 1\n# de b\nb:\n  - 2 # deux\n\nc: 3\n", remove(&["b"]), "a: 1\n# de b\nc: 3\n");
    check("{ a: 1, b: 2, c: 3 }\n", remove(&["a"]), "{ b: 2, c: 3 }\n");
    check("{ a: 1, b: 2, c: 3 }\n", remove(&["b", "c"]), "{ a: 1 }\n");
    check("a: 1\nb: 2", remove(&["b"]), "a: 1\n");
    let first = |edits: &mut Edits<'_>, root: &Node| edits.remove(&root.items()[0], &["a"]);
    check("- a: 1\n  b: 2\n- c: 3\n", first, "- b: 2\n- c: 3\n");
}

#[test]
fn a_line_goes_at_the_end_of_its_list_whatever_stands_around() {
    let append = |edits: &mut Edits<'_>, root: &Node| {
        assert!(edits.append_items(&root.entries()[0].1, "# neuf\n- x: 3\n  y:\n"));
    };
    // Comments between items, a blank line, a comment of the next key, which stays with it.
    let text = "a:\n  # un\n  - x: 1\n    y:\n\n  # deux\n  - x: 2\n    y: |\n      # mot\n      fin\n\n# de b\nb: 3\n";
    check(text, append, &text.replace("      fin\n", "      fin\n  # neuf\n  - x: 3\n    y:\n"));
    // A list at the margin of its key; one that ends the file without an end of line.
    check("a:\n- x: 1\nb: 2\n", append, "a:\n- x: 1\n# neuf\n- x: 3\n  y:\nb: 2\n");
    check("a:\n  - x: 1 # un", append, "a:\n  - x: 1 # un\n  # neuf\n  - x: 3\n    y:");
    // Between brackets, the end of a line is not the end of the list.
    let refuse =
        |edits: &mut Edits<'_>, root: &Node| assert!(!edits.append_items(&root.entries()[0].1, "- x: 3"));
    check("a: [{ x: 1 }]\n", refuse, "a: [{ x: 1 }]\n");
}

#[test]
fn a_comment_never_enters_a_text() {
    let mark =
        |edits: &mut Edits<'_>, root: &Node| root.entries().iter().for_each(|e| edits.comment(e, "# m"));
    check(
        "a: \"un # deux\n  trois\" # c\nb: >-\n  # mot\nc: un\n  deux\n",
        mark,
        "a: \"un # deux\n  trois\" # c     # m\nb: >-     # m\n  # mot\nc: un\n  deux     # m\n",
    );
    check("{ a: 1, b: [2,\n  3] }\n", mark, "{ a: 1, b: [2,     # m\n  3] }\n");
}

#[test]
fn a_new_value_keeps_the_comment_of_its_line() {
    let set = |edits: &mut Edits<'_>, root: &Node| root.entries().iter().for_each(|e| edits.set(e, "9"));
    check(
        "a: 1 # un\nb: # deux\nc: # trois\n  - 1\n  # quatre\n  - 2\nd: |\n  mot\n",
        set,
        "a: 9 # un\nb: 9 # deux\nc: 9 # trois\nd: 9\n",
    );
    check("{ a, b: , c: [1, 2], d: \"\" }\n", set, "{ a: 9, b: 9 , c: 9, d: 9 }\n");
}
