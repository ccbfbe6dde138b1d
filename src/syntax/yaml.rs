//! YAML as a tree of texts with their places. Types come afterwards, so that all the mistakes of a
//! file are told at once; amounts are taken from the raw text and never pass by binary floats.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};

use super::{characters, layout, yaml_faults, yaml_lines, yaml_margins, yaml_misread};
use crate::diagnostic::Diagnostic;
use crate::text::lookalikes::{joined_accents, with_ordinary_blanks};
use crate::text::{Sources, Span, Spanned};

/// Deepest nesting accepted in a YAML text.
const DEPTH_MAX: usize = 24;
/// Most nodes accepted in a YAML text.
const NODES_MAX: usize = 50_000;

/// A key and its value.
pub type Entry = (Spanned<String>, Node);

/// A node of YAML and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// What a message underlines: a scalar, the opening bracket of a collection, an empty range at the start of a
    /// collection without brackets or of nothing.
    pub span: Span,
    /// All that it is made of: closing bracket, dashes and last descendant of a collection, `|` of a block of text.
    /// Empty, after the key or the dash, when nothing is written.
    pub extent: Span,
    /// How it is written.
    pub style: Style,
    /// The `!name` before it, by which YAML would change what it is.
    pub tag: Option<Span>,
}

/// The two ways of writing a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// By lines and margins: `- item`, `key: value`, `|` and `>`.
    Block,
    /// Inside a line or brackets: plain and quoted scalars, `[ ]`, `{ }`, and all that stands between brackets.
    Flow,
}

impl Node {
    /// The entries of a mapping, doubles included; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            NodeKind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The first entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|(name, _)| name.value == key)
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            NodeKind::List(items) => items,
            _ => &[],
        }
    }

    /// The items of a list, or the node alone.
    pub fn one_or_many(&self) -> &[Node] {
        match &self.kind {
            NodeKind::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The scalars that it holds, itself or below it, in the order written; keys are not among them.
    pub fn scalars(&self) -> Vec<&Node> {
        match &self.kind {
            NodeKind::Null => Vec::new(),
            NodeKind::Scalar(_) => vec![self],
            NodeKind::List(items) => items.iter().flat_map(Node::scalars).collect(),
            NodeKind::Map(entries) => entries.iter().flat_map(|(_, value)| value.scalars()).collect(),
        }
    }
}

/// The kinds of nodes.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// Nothing after the key, `null` or `~`.
    Null,
    /// A text, decoded from its quotes, its accents joined to their letters.
    Scalar(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order written, doubles included.
    Map(Vec<Entry>),
}

impl NodeKind {
    /// What it is called in a message.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Null => "rien",
            Self::Scalar(_) => "un texte",
            Self::List(_) => "une liste",
            Self::Map(_) => "des clés et leurs valeurs",
        }
    }
}

/// Reads the YAML of a range of a file, and tells what YAML itself reads without a fault and not as it was meant. `None`
/// past a fault of syntax: nothing is sure.
pub fn read_as_meant(sources: &Sources, zone: Span) -> (Option<Node>, Vec<Diagnostic>) {
    match read(sources, zone) {
        Ok(mut root) => {
            let mut faults = escapes(&root, sources);
            faults.extend(yaml_misread::mend(&mut root, sources.source(zone.file).text()));
            (Some(root), faults)
        }
        Err(fault) => (None, vec![*fault]),
    }
}

/// The characters that nobody sees and that escapes name, in keys and values.
fn escapes(node: &Node, sources: &Sources) -> Vec<Diagnostic> {
    let of = |span: Span| characters::unseen_escapes(sources.text(span), span);
    match &node.kind {
        NodeKind::Scalar(_) if node.style == Style::Flow => of(node.span),
        NodeKind::Null | NodeKind::Scalar(_) => Vec::new(),
        NodeKind::List(items) => items.iter().flat_map(|item| escapes(item, sources)).collect(),
        NodeKind::Map(entries) => {
            entries.iter().flat_map(|(key, value)| [of(key.span), escapes(value, sources)].concat()).collect()
        }
    }
}

/// The finding (YAML-001) of a blank that keeps what is written at a place from being keys or items.
pub fn odd_blank(sources: &Sources, place: Span) -> Option<Diagnostic> {
    let text = sources.source(place.file).text();
    yaml_lines::odd_blank_of(text, place.start, place.end).map(|cause| of_cause("YAML-001", cause, 0, place))
}

/// Reads the YAML of a range of a file.
///
/// # Errors
/// One diagnostic: past a fault of syntax nothing is sure.
pub fn read(sources: &Sources, zone: Span) -> Result<Node, Box<Diagnostic>> {
    shared(sources, zone).as_ref().clone()
}

/// The same for who only looks at it: read once for all.
pub fn shared(sources: &Sources, zone: Span) -> Arc<Result<Node, Box<Diagnostic>>> {
    sources.read_once(zone, || parse(sources, zone))
}

fn parse(sources: &Sources, zone: Span) -> Result<Node, Box<Diagnostic>> {
    let text = sources.text(zone);
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        // « .nan » is a text like another.
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        no_schema: false,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
            max_depth: DEPTH_MAX,
            max_nodes: NODES_MAX,
            max_events: NODES_MAX * 3,
        },
    };
    match serde_saphyr::from_str_with_options::<Option<serde_saphyr::Spanned<Raw>>>(text, options) {
        Ok(Some(raw)) => {
            let mut root = locate_node(raw, sources, zone);
            layout::measure(&mut root, sources.source(zone.file).text(), zone);
            Ok(root)
        }
        Ok(None) => {
            let span = Span { end: zone.start, ..zone };
            Ok(Node { kind: NodeKind::Null, span, extent: span, style: Style::Block, tag: None })
        }
        Err(error) => Err(Box::new(translate(&error, sources, zone))),
    }
}

/// What serde gives; scalars that YAML takes for numbers are read again from the raw text.
#[derive(Debug)]
enum Raw {
    Null,
    Text(String),
    /// A number or a boolean: the raw text is the truth.
    Plain,
    List(Vec<serde_saphyr::Spanned<Raw>>),
    Map(Vec<(serde_saphyr::Spanned<Raw>, serde_saphyr::Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NodeVisitor;
        impl<'de> Visitor<'de> for NodeVisitor {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("une valeur YAML")
            }

            fn visit_str<E: Error>(self, s: &str) -> Result<Raw, E> {
                Ok(Raw::Text(s.to_owned()))
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_u64<E: Error>(self, _: u64) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_i128<E: Error>(self, _: i128) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_u128<E: Error>(self, _: u128) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_unit<E: Error>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }

            fn visit_none<E: Error>(self) -> Result<Raw, E> {
                Ok(Raw::Null)
            }

            fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Raw, D::Error> {
                Raw::deserialize(d)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut a: A) -> Result<Raw, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = a.next_element()? {
                    items.push(item);
                }
                Ok(Raw::List(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut a: A) -> Result<Raw, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = a.next_entry()? {
                    entries.push(entry);
                }
                Ok(Raw::Map(entries))
            }
        }
        deserializer.deserialize_any(NodeVisitor)
    }
}

fn locate_node(raw: serde_saphyr::Spanned<Raw>, sources: &Sources, zone: Span) -> Node {
    let span = extent(&raw.referenced, sources, zone);
    let kind = match raw.value {
        Raw::Null => NodeKind::Null,
        Raw::Text(t) => NodeKind::Scalar(joined_accents(&t).into_owned()),
        Raw::Plain => NodeKind::Scalar(sources.text(span).trim().to_owned()),
        Raw::List(items) => {
            NodeKind::List(items.into_iter().map(|n| locate_node(n, sources, zone)).collect())
        }
        Raw::Map(entries) => NodeKind::Map(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let key = locate_node(key, sources, zone);
                    let name = match key.kind {
                        NodeKind::Scalar(t) => with_ordinary_blanks(&t).into_owned(),
                        // A list or a map as a key: its raw text, which no known key equals.
                        _ => sources.text(key.span).to_owned(),
                    };
                    (Spanned::new(name, key.span), locate_node(value, sources, zone))
                })
                .collect(),
        ),
    };
    Node { kind, span, extent: span, style: Style::Flow, tag: None }
}

fn extent(location: &serde_saphyr::Location, sources: &Sources, zone: Span) -> Span {
    let bytes = |n: Option<u64>| n.and_then(|n| usize::try_from(n).ok());
    let span = location.span();
    let text = sources.text(zone);
    // The scanner tells its faults by characters alone.
    let letter = || bytes(Some(span.offset())).and_then(|n| text.char_indices().nth(n)).map(|(i, _)| i);
    let start = bytes(span.byte_offset()).or_else(letter).unwrap_or(text.len()).min(text.len());
    let end = start.saturating_add(bytes(span.byte_len()).unwrap_or(0)).min(text.len());
    // A block scalar or a mapping ends with its last line break: the carets should not.
    let trimmed = text.get(start..end).map_or(0, |t| t.trim_end().len());
    Span { file: zone.file, start: zone.start + start, end: zone.start + start + trimmed }
}

/// Says in French what the YAML parser found.
fn translate(error: &serde_saphyr::Error, sources: &Sources, zone: Span) -> Diagnostic {
    use serde_saphyr::Error as E;
    let error = error.without_snippet();
    let span = error.location().map_or(zone, |l| {
        let s = extent(&l, sources, zone);
        Span { end: s.end.max(s.start), ..s }
    });
    let refused = |message: &str| Diagnostic::error("YAML-002", span, message);
    match error {
        E::Budget { breach: BudgetBreach::Depth { .. }, .. } => {
            return refused("plus de 24 groupes de clés sont emboîtés ici").help(
                "fermer les crochets et les accolades ouverts plus haut, ou emboîter moins de groupes",
            );
        }
        E::Budget { breach: BudgetBreach::Documents { .. }, .. } | E::MultipleDocuments { .. } => {
            return Diagnostic::error("YAML-001", span, "une ligne « --- » coupe ce fichier en deux")
                .help("retirer cette ligne");
        }
        E::Budget { breach: BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. }, .. } => {
            return refused("ce fichier a plus de 50 000 clés et valeurs")
                .help("répartir ses données entre plusieurs fiches, ou en retirer");
        }
        E::MergeKeyNotAllowed { .. } => {
            return refused("la clé « << » n’est pas admise").help("recopier les clés voulues");
        }
        _ => {}
    }
    let code = match error {
        E::Budget { .. } | E::UnknownAnchor { .. } | E::AliasError { .. } => "YAML-002",
        _ => "YAML-001",
    };
    let words = error.to_string();
    let text = sources.text(zone);
    if let Some(cause) =
        yaml_lines::cause(text, span.start.saturating_sub(zone.start), yaml_faults::in_brackets(&words))
    {
        return of_cause(code, cause, zone.start, zone);
    }
    if code == "YAML-002" {
        return refused("les valeurs qui commencent par « & » ou « * » sans guillemets ne sont pas admises")
            .help("mettre la valeur entre guillemets");
    }
    let before = sources.text(Span { start: zone.start, end: span.start, ..zone });
    let fault = yaml_faults::fault(&words, before.rsplit('\n').next().unwrap_or(""));
    let (message, help) = fault;
    let finding = Diagnostic::error(code, span, message);
    let orphan = yaml_margins::orphan(text, before.len()).filter(|_| fault == yaml_faults::ALIGNMENT);
    match orphan {
        Some(place) => {
            let (line, _) = sources.source(zone.file).line_column(zone.start + place);
            finding.help(format!("{help} ; ou remettre la clé qui manque au-dessus de la ligne {line}, si une ligne a été effacée"))
        }
        None => finding.help(help),
    }
}

/// The finding of a cause looked for in a text that starts somewhere in a file.
fn of_cause(code: &'static str, cause: yaml_lines::Cause, start: usize, file: Span) -> Diagnostic {
    let place = Span { start: start + cause.place.start, end: start + cause.place.end, ..file };
    Diagnostic::error(code, place, cause.message).help(cause.help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ProjectPath;
    use proptest::prelude::*;

    fn tree(text: &str) -> (Sources, Result<Node, Box<Diagnostic>>) {
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a.yaml").unwrap(), text);
        let zone = Span { file, start: 0, end: sources.source(file).text().len() };
        let node = read(&sources, zone);
        (sources, node)
    }

    #[test]
    fn scalars_keep_their_text_and_their_place() {
        let (sources, node) = tree(
            "titre: été à l’école\nmontant: 25.10\ngros: 12345678901234567.89\nn: 855 883\nvrai: true\nvide:\nq: \"a\\tb\"\nh: 0x10\n",
        );
        let NodeKind::Map(entries) = node.unwrap().kind else { panic!() };
        let parsed: Vec<_> = entries
            .iter()
            .map(|(key, v)| {
                let value = match &v.kind {
                    NodeKind::Scalar(t) => t.clone(),
                    other => other.name().to_owned(),
                };
                format!("{}={value} @{}", key.value, sources.location(v.span))
            })
            .collect();
        assert_eq!(
            parsed,
            [
                "titre=été à l’école @a.yaml:1:8",
                "montant=25.10 @a.yaml:2:10",
                "gros=12345678901234567.89 @a.yaml:3:7",
                "n=855 883 @a.yaml:4:4",
                "vrai=true @a.yaml:5:7",
                "vide=rien @a.yaml:6:5",
                "q=a\tb @a.yaml:7:4",
                "h=0x10 @a.yaml:8:4",
            ]
        );
    }

    #[test]
    fn doubles_are_kept_for_a_later_message() {
        let (_, node) = tree("a: 1\na: 2\n");
        let NodeKind::Map(entries) = node.unwrap().kind else { panic!() };
        assert_eq!(entries.len(), 2);
    }

    #[test]
    fn a_fault_of_syntax_is_told_where_it_is_in_french() {
        for (text, location, word) in [
            ("é: 1\nb: 'l'été'\n", "2:7", "apostrophe"),
            ("é: 1\nb: c : d\n", "2:6", "« : »"),
            ("é: 1\n  b: c\n", "2:4", "alignée"),
            ("é:\n\t- b\n", "2:2", "tabulation"),
            ("é: 1\nb: \"c\n", "2:4", "n’est pas fermé"),
            ("é: 1\nb: [c\nd: e\n", "2:4", "crochet"),
            ("é: 1\nb:c\n", "2:1", "une espace après « : »"),
            ("é: 1\nb: @c\n", "2:4", "« @ »"),
            ("é: 1\nb: \"\\q\"\n", "2:5", "ne se lit pas entre guillemets"),
        ] {
            let mut sources = Sources::default();
            let file = sources.add(ProjectPath::new("a.yaml").unwrap(), &format!("à côté\n{text}"));
            let start = sources.source(file).line_start(2);
            let zone = Span { file, start, end: sources.source(file).text().len() };
            let d = read(&sources, zone).unwrap_err();
            let (line, column) = location.split_once(':').unwrap();
            let line = line.parse::<usize>().unwrap() + 1;
            let stated = sources.location(d.labels.first().unwrap().span);
            assert_eq!(stated, format!("a.yaml:{line}:{column}"), "{text}");
            assert!(d.message.contains(word), "{text}{}", d.message);
        }
    }

    #[test]
    fn what_multiplies_is_refused() {
        for text in ["a: &x 1\nb: *x\n", "<<: {a: 1}\n"] {
            assert_eq!(tree(text).1.unwrap_err().code, "YAML-002", "{text}");
        }
        let deep = format!("a: {}{}", "[".repeat(40), "]".repeat(40));
        assert_eq!(tree(&deep).1.unwrap_err().code, "YAML-002");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[ \\-a-cé:#\\[\\]{}&*!|>'\"%@`,\n0-9.]{0,80}") {
            let _ = tree(&text);
        }
    }
}
