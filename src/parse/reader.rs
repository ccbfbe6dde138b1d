//! From YAML nodes to typed fields: a [`Reader`] gathers every mistake.

use super::images::Images;
use super::kept::KeptParts;
use super::keys::MapReader;
use crate::diagnostic::Diagnostic;
use crate::model::Absence;
use crate::model::passage::{Passage, PassageKind};
use crate::model::text::Block;
use crate::syntax::{Node, NodeKind, bullet, characters, comments, header, line_to_write, markdown, yaml};
use crate::text::lookalikes::{bare_name, plain_form, same_name};
use crate::text::{FileId, ProjectPath, Sources, Span, Spanned};

/// Longest text accepted in a YAML field or in a paragraph, in bytes: some seven pages.
const TEXT_MAX: usize = 20_000;
/// What is asked for where a budget is a text: the help says how one is written.
pub(super) const BUDGET: &str = "un budget, avec ses charges et ses financements";

/// What a run of parsing has found.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// The images of the project, and where the paths of the edition start.
    pub images: &'a Images,
    /// The parts of the last reading, when there was one.
    pub(super) kept: Option<&'a KeptParts>,
    /// What was gathered on the way.
    pub gathered: Gathered,
}

/// What reading gathers beside the values that it gives, whatever part it reads.
#[derive(Debug, Default, Clone)]
pub struct Gathered {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that will be printed, in the order read.
    pub passages: Vec<Passage>,
    /// What comments say is to be decided.
    pub to_decide: Vec<Spanned<String>>,
    /// The braces of the prose that open no reference.
    pub braces: Vec<Spanned<String>>,
}

impl Gathered {
    /// Adds what another part gathered, after its own.
    pub fn append(&mut self, other: Self) {
        let Self { diagnostics, passages, to_decide, braces } = other;
        self.diagnostics.extend(diagnostics);
        self.passages.extend(passages);
        self.to_decide.extend(to_decide);
        self.braces.extend(braces);
    }
}

impl<'a> Reader<'a> {
    /// Starts a run.
    pub fn new(sources: &'a Sources, images: &'a Images, kept: Option<&'a KeptParts>) -> Self {
        Self { sources, images, kept, gathered: Gathered::default() }
    }

    /// Adds a finding.
    pub fn say(&mut self, diagnostic: Diagnostic) {
        self.gathered.diagnostics.push(diagnostic);
    }

    /// Reads the YAML of a zone; an empty one is an empty mapping.
    pub fn tree(&mut self, zone: Span) -> Option<Node> {
        if !self.characters(zone) {
            return None;
        }
        let (node, faults) = yaml::read_as_meant(self.sources, zone);
        self.gathered.diagnostics.extend(faults);
        let node = node?;
        self.note_decisions(zone, &node);
        Some(match node {
            Node { kind: NodeKind::Null, .. } => Node { kind: NodeKind::Map(Vec::new()), ..node },
            node => node,
        })
    }

    /// The zones of the YAML and of the Markdown of a page.
    pub fn page(&mut self, file: FileId) -> Option<(Span, Span)> {
        let whole = Span { file, start: 0, end: self.sources.source(file).text().len() };
        if let Some(fault) = characters::unfinished_merge(self.sources, whole) {
            self.say(fault);
            return None;
        }
        header::separate(self.sources, file).map_err(|fault| self.say(*fault)).ok()
    }

    /// Reads the Markdown of a zone.
    pub fn markdown(&mut self, zone: Span) -> Vec<Block> {
        if !self.characters(zone) {
            return Vec::new();
        }
        let images = self.images;
        let said = markdown::read(self.sources, zone, &|written| images.find(written));
        self.gathered.diagnostics.extend(said.diagnostics);
        self.gathered.braces.extend(said.braces);
        said.passages.into_iter().for_each(|passage| self.record(passage));
        said.blocks
    }

    /// Tells the marks `{#rubrique}` of a text whose headings open no rubrique: they are not printed.
    pub fn refuse_marks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if let Block::Heading { anchor: Some(anchor), .. } = block {
                self.say(
                    Diagnostic::error(
                        "MD-013",
                        anchor.span,
                        format!("le repère « {} » ne sert à rien ici", anchor.value),
                    )
                    .help("le retirer : seules les fiches ont des rubriques"),
                );
            }
        }
    }

    /// Tells the characters of a zone that change what is read or that nobody sees; says whether it can be read.
    fn characters(&mut self, zone: Span) -> bool {
        if let Some(fault) = characters::unfinished_merge(self.sources, zone) {
            self.say(fault);
            return false;
        }
        self.gathered.diagnostics.extend(characters::unseen(self.sources, zone));
        true
    }

    /// The file of an image of the edition.
    pub fn image(&mut self, written: &Spanned<String>) -> Option<Spanned<ProjectPath>> {
        self.images.find(written).map_err(|fault| self.say(*fault)).ok()
    }

    /// Notes the comments « # à décider : … » of a zone: `calpae new edition` writes them, a person removes them.
    fn note_decisions(&mut self, zone: Span, root: &Node) {
        let sources = self.sources;
        for comment in comments::read(sources, zone, root) {
            // Several marks may share a line: each ends where the next one begins.
            let text = sources.text(comment);
            let starts: Vec<usize> = text.match_indices(comments::TO_DECIDE).map(|(i, _)| i).collect();
            for (rank, start) in starts.iter().enumerate() {
                let end = starts.get(rank + 1).copied().unwrap_or(text.len());
                let marked = text.get(*start..end).unwrap_or("").trim_end();
                let what =
                    marked.trim_start_matches(comments::TO_DECIDE).trim().trim_start_matches(':').trim();
                let span =
                    Span { start: comment.start + start, end: comment.start + start + marked.len(), ..zone };
                self.gathered.to_decide.push(Spanned::new(what.to_owned(), span));
            }
        }
    }

    /// The items of a list; anything else is an error.
    pub fn list<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.kind {
            NodeKind::List(items) => items,
            NodeKind::Null => &[],
            _ => {
                self.expected(node, "une liste (des lignes qui commencent par « - »)");
                &[]
            }
        }
    }

    /// Items of a list, or one item alone.
    pub fn one_or_many<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.kind {
            NodeKind::List(items) => items,
            NodeKind::Null => &[],
            _ => std::slice::from_ref(node),
        }
    }

    /// A text that is not empty, and that will be printed.
    pub fn text(&mut self, node: &Node) -> Option<Spanned<String>> {
        let text = self.word(node)?;
        self.passage(PassageKind::Field, &text.value, node.span);
        Some(text)
    }

    /// Notes that a text written there is printed.
    pub fn passage(&mut self, kind: PassageKind, text: &str, span: Span) {
        self.record(Passage::align(kind, text, self.sources.text(span), span));
    }

    /// Notes a text that is printed. One that nobody would read at one go is refused: what rules do with a passage
    /// grows faster than it.
    pub fn record(&mut self, passage: Passage) {
        if passage.text.len() > TEXT_MAX {
            self.say(
                Diagnostic::error(
                    "MD-008",
                    passage.span,
                    "ce passage est trop long : plus de 20 000 octets, sept pages environ",
                )
                .help("le couper en plusieurs paragraphes"),
            );
            return;
        }
        self.gathered.passages.push(passage);
    }

    /// A text that is not empty, and that is only a name for the program.
    pub fn word(&mut self, node: &Node) -> Option<Spanned<String>> {
        match &node.kind {
            NodeKind::Scalar(t) if t.len() > TEXT_MAX => {
                self.say(
                    Diagnostic::error(
                        "CLE-004",
                        node.span,
                        "ce texte est trop long : plus de 20 000 octets, sept pages environ",
                    )
                    .help("le placer dans le corps de la fiche ou de l’article"),
                );
                None
            }
            NodeKind::Scalar(t) if !t.trim().is_empty() => Some(Spanned::new(t.trim().to_owned(), node.span)),
            NodeKind::Scalar(_) | NodeKind::Null => {
                self.say(match comments::in_place_of(self.sources, node) {
                    Some(comment) => comments::taken_for_a_remark(self.sources, comment),
                    None => Diagnostic::error("CLE-003", node.span, "la valeur manque")
                        .help("écrire un texte, ou retirer la clé"),
                });
                None
            }
            _ => {
                self.expected(node, "un texte");
                None
            }
        }
    }

    /// A name that others use, or that is declared elsewhere: neither odd blanks nor curved
    /// quotes around it are a part of it, nor the form of its apostrophes and dashes.
    pub fn name(&mut self, node: &Node) -> Option<Spanned<String>> {
        self.word(node).map(|word| word.map(|text| plain_form(&bare_name(&text)).into_owned()))
    }

    /// The text of a key that must be there.
    pub fn required_text(&mut self, map: &mut MapReader<'_>, key: &'static str) -> Option<Spanned<String>> {
        let node = self.require(map, key)?;
        self.text(node)
    }

    /// The words, read only by the program, of a key that must be there.
    pub fn required_word(&mut self, map: &mut MapReader<'_>, key: &'static str) -> Option<Spanned<String>> {
        let node = self.require(map, key)?;
        self.word(node)
    }

    /// The name of a key that must be there, as [`Self::name`] reads it.
    pub fn required_name(&mut self, map: &mut MapReader<'_>, key: &'static str) -> Option<Spanned<String>> {
        let node = self.require(map, key)?;
        self.name(node)
    }

    /// The text of a key that may be absent.
    pub fn optional_text(&mut self, map: &mut MapReader<'_>, key: &'static str) -> Option<String> {
        self.spanned_text(map, key).map(|t| t.value)
    }

    /// The text of a key that may be absent, and its place.
    pub fn spanned_text(&mut self, map: &mut MapReader<'_>, key: &'static str) -> Option<Spanned<String>> {
        let node = map.take(key)?;
        self.text(node)
    }

    /// `oui` or `non`.
    pub fn yes_no(&mut self, node: &Node) -> Option<bool> {
        let word = self.name(node)?;
        match word.value.to_lowercase().as_str() {
            "oui" | "true" | "vrai" => Some(true),
            "non" | "false" | "faux" => Some(false),
            _ => {
                self.expected(node, "« oui » ou « non »");
                None
            }
        }
    }

    /// `oui` or `non` of a key that may be absent.
    pub fn optional_yes_no(&mut self, map: &mut MapReader<'_>, key: &'static str) -> Option<bool> {
        let node = map.take(key)?;
        self.yes_no(node)
    }

    /// One of the words of a vocabulary.
    pub fn one_of<T: Copy>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<T> {
        let word = self.word(node)?;
        let name = bare_name(&word.value);
        if let Some((_, value)) = words.iter().find(|(known, _)| same_name(known, &name)) {
            return Some(*value);
        }
        let list = words.iter().map(|(m, _)| format!("« {m} »")).collect::<Vec<_>>().join(", ");
        self.say(
            Diagnostic::error(
                "VAL-007",
                word.span,
                format!("« {} » n’est pas un mot attendu ici", word.value),
            )
            .help(format!("écrire l’un de ces mots : {list}"))
            .name_lookalike(&word.value),
        );
        None
    }

    /// An absence, if the node says one.
    pub fn absence(&self, node: &Node) -> Option<Spanned<Absence>> {
        match &node.kind {
            NodeKind::Scalar(t) => Absence::read(t).map(|a| Spanned::new(a, node.span)),
            _ => None,
        }
    }

    /// Tells that something else was expected.
    pub fn expected(&mut self, node: &Node, what: &str) {
        if node.scalar().is_some()
            && let Some(fault) = yaml::odd_blank(self.sources, node.extent)
        {
            self.say(fault);
            return;
        }
        let written = self.sources.text(node.extent).trim();
        let is_collection = matches!(node.kind, NodeKind::List(_) | NodeKind::Map(_));
        let help = match what {
            // « [Association : Emmaüs] » and « {budget.total} » are keys for YAML.
            what if what.starts_with("une liste") && bullet(written).is_some() => {
                format!("remplacer « {} » par « - » en tête de chaque ligne", bullet(written).unwrap_or('•'))
            }
            "un texte" if is_collection && !written.is_empty() && !written.contains('\n') => {
                line_to_write(None, written)
            }
            BUDGET => "écrire dessous « charges: » et « financements: », et sous chacun des lignes, « - { libelle: Personnel, \
                       montant: 12 300 € } » et « - { financeur: etat, montant: 12 300 € } »"
                .to_owned(),
            "« oui » ou « non »" => "écrire l’un de ces deux mots, sans rien d’autre".to_owned(),
            what => form(what),
        };
        self.expected_so(node, what, help);
    }

    /// Tells that something else was expected, and how it is written.
    pub fn expected_so(&mut self, node: &Node, what: &str, help: String) {
        let message = format!("il faut ici {what}, et c’est {}", node.kind.name());
        self.say(Diagnostic::error("CLE-003", node.span, message).help(help));
    }
}

/// How what was expected is written, whatever the key: the form itself, since who has the program alone has no manual.
fn form(what: &str) -> String {
    match what {
        what if what.starts_with("une liste") => {
            "écrire dessous une ligne par élément, « - … », ou entre crochets : « [l’un, l’autre] »".to_owned()
        }
        what if what.starts_with("des clés") => {
            "écrire une ligne « clé: valeur » par clé, en retrait de deux espaces sous une autre clé ; ou, sur la ligne, « { clé: \
             valeur, clé: valeur } »"
                .to_owned()
        }
        "un texte" => "écrire le texte sur la ligne de sa clé, entre guillemets droits".to_owned(),
        what => format!("écrire {what}"),
    }
}
