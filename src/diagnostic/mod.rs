//! What is wrong in the user's files: code, severity, places, what to do. Stages return diagnostics beside what they could
//! make, never instead of it; [`human`], [`machine`] and [`markdown`] show them.

pub mod causes;
pub mod coverage;
pub mod first_screen;
pub mod human;
pub mod machine;
pub mod markdown;
mod names;
mod order;
mod report;
pub mod since;
pub mod summary;
pub mod view;
mod visible;
mod weight;

use std::fmt;

pub use report::{LeftAside, LookedAt, Report, Tolerated};
pub use visible::visible;
pub use weight::Weight;

use rust_decimal::Decimal;

use crate::text::{FileId, ProjectPath, Span};

/// How serious a diagnostic is, the most serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The document cannot be made, or would be wrong.
    Error,
    /// The document can be made; something in it is probably wrong.
    Warning,
    /// Nothing is wrong; something could be clearer or is worth knowing.
    Advice,
}

impl Severity {
    /// All the severities, the most serious first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Advice];

    /// The word that users read, and write in the content and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "erreur",
            Self::Warning => "avertissement",
            Self::Advice => "conseil",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The stage that a diagnostic comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// Opens the project and reads its files.
    #[default]
    Read,
    /// Follows names and references.
    Resolve,
    /// Runs the rules.
    Check,
    /// Fills the templates.
    Render,
    /// Lays out the pages.
    Typeset,
}

/// What the model lacks because of what an error tells. Later stages leave aside what depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Gap {
    /// Nothing: all that the program could use was read.
    Nothing,
    /// Where a name, a reference or a path leads: the rest of its file was read.
    Link,
    /// Some data or text of the file.
    #[default]
    Part,
    /// All of the file: nothing of it was read.
    File,
    /// Pages of the act, which stand where nothing reads them: the rest of the act was read.
    Pages,
}

/// What a finding is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Topic {
    /// What stands at its first place.
    #[default]
    Place,
    /// The words of its first place: a word of the whole act, shown where it comes first. Another fiche that holds it
    /// changes nothing.
    Words,
    /// What stands at another place: the budget, when the first place is the first of its lines.
    At(Span),
    /// What the rule names, which several of its findings may share.
    Named(String),
}

/// Whose money a finding is about. That of two fiches is different money; that of the act is theirs, counted again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The act, or what is not of one fiche alone.
    #[default]
    Act,
    /// A fiche, by its file.
    Fiche(FileId),
}

/// A place that a diagnostic shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The bytes under the carets.
    pub span: Span,
    /// A few words beside the carets; may be empty.
    pub text: String,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, such as `YAML-001`, never reused. Empty until the registry names the rule of a finding.
    pub code: &'static str,
    /// Where it comes from.
    pub stage: Stage,
    /// How serious it is; a rule may lower it, never raise it.
    pub severity: Severity,
    /// What is at stake. Reading, until the registry gives that of a rule.
    pub weight: Weight,
    /// The same from one run to the next, such as `FIN-003-7k2q`. Empty until the report is whole and named.
    pub identifier: String,
    /// What it is about, which names it from one run to the next.
    pub topic: Topic,
    /// The part of the act whose money it is about. The act, until the report is named.
    pub subject: Subject,
    /// What the model lacks because of it, when it is an error of reading.
    pub gap: Gap,
    /// One French sentence, without its capital and its final period.
    pub message: String,
    /// The place, then those it is compared with. Empty when no file is concerned.
    pub labels: Vec<Label>,
    /// The arithmetic in figures: terms, sum, gap.
    pub arithmetic: Option<String>,
    /// One thing to do.
    pub help: Option<String>,
    /// Euros at stake, never negative, when the finding is a difference of money.
    pub stake: Option<Decimal>,
    /// The repair, when it is certain and mechanical; empty otherwise. It never changes a figure.
    pub fix: Vec<TextEdit>,
    /// The folder that repairs it by taking another name, whatever it has.
    pub folder_move: Option<FolderMove>,
    /// The page that its repair writes, with the edits of `fix`.
    pub new_page: Option<NewPage>,
}

/// A text that a repair adds to the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPage {
    /// Its path; nothing stands there.
    pub path: ProjectPath,
    /// What it has.
    pub text: String,
}

/// A folder of the project, and the name that it should have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderMove {
    /// Its path.
    pub from: ProjectPath,
    /// The path that it should have; nothing stands there.
    pub to: ProjectPath,
}

/// The replacement of a range of bytes of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextEdit {
    /// The bytes to remove; an empty range inserts.
    pub span: Span,
    /// What to put in their place.
    pub text: String,
}

impl Diagnostic {
    /// An error of reading at a place.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { labels: vec![Label { span, text: String::new() }], ..Self::without_place(code, message) }
    }

    /// An error that no place in a file shows.
    pub fn without_place(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            stage: Stage::default(),
            severity: Severity::Error,
            weight: Weight::default(),
            identifier: String::new(),
            topic: Topic::default(),
            subject: Subject::default(),
            gap: Gap::default(),
            message: message.into(),
            labels: Vec::new(),
            arithmetic: None,
            help: None,
            stake: None,
            fix: Vec::new(),
            folder_move: None,
            new_page: None,
        }
    }

    /// A finding of a rule. `check` gives it the code and the severity of the rule afterwards.
    pub fn finding(span: Span, message: impl Into<String>) -> Self {
        Self::error("", span, message)
    }

    /// Sets the stage. Each stage does so once, where it collects its findings; reading is the default.
    #[must_use]
    pub fn at_stage(mut self, stage: Stage) -> Self {
        self.stage = stage;
        self
    }

    /// Says that the model lacks less than a part of the file.
    #[must_use]
    pub fn leaves(mut self, gap: Gap) -> Self {
        self.gap = gap;
        self
    }

    /// Says what is at stake.
    #[must_use]
    pub fn weighs(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// Says what it is about, whatever its first place: « mesure 3.2 ». It then names the finding.
    #[must_use]
    pub fn on(mut self, topic: impl Into<String>) -> Self {
        self.topic = Topic::Named(topic.into());
        self
    }

    /// Says that it is about what stands at a place, whichever of its parts is shown first.
    #[must_use]
    pub fn about(mut self, place: Span) -> Self {
        self.topic = Topic::At(place);
        self
    }

    /// Says that it is about the words of its first place, wherever they stand in the act.
    #[must_use]
    pub fn on_its_words(mut self) -> Self {
        self.topic = Topic::Words;
        self
    }

    /// What to call it: its identifier, or its code when its report was not named.
    pub fn name(&self) -> &str {
        if self.identifier.is_empty() { self.code } else { &self.identifier }
    }

    /// Lowers the severity to an advice.
    #[must_use]
    pub fn advice(mut self) -> Self {
        self.severity = Severity::Advice;
        self
    }

    /// Adds the arithmetic.
    #[must_use]
    pub fn arithmetic(mut self, arithmetic: impl Into<String>) -> Self {
        self.arithmetic = Some(arithmetic.into());
        self
    }

    /// Sets the euros at stake; the sign is dropped.
    #[must_use]
    pub fn stake(mut self, euros: Decimal) -> Self {
        self.stake = Some(euros.abs());
        self
    }

    /// Adds an edit to the repair.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.push(TextEdit { span, text: text.into() });
        self
    }

    /// Family of the code: `FIN` for `FIN-003`.
    pub fn family(&self) -> &'static str {
        self.code.split_once('-').map_or(self.code, |(family, _)| family)
    }

    /// Lowers the severity to a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds words to the first place.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        if let Some(label) = self.labels.first_mut() {
            label.text = text.into();
        }
        self
    }

    /// The same, of files that have other ranks.
    pub fn moved(&self, to: impl Fn(FileId) -> FileId) -> Self {
        let moved = |span: Span| Span { file: to(span.file), ..span };
        let mut finding = self.clone();
        finding.labels.iter_mut().for_each(|label| label.span = moved(label.span));
        finding.fix.iter_mut().for_each(|edit| edit.span = moved(edit.span));
        if let Topic::At(place) = &mut finding.topic {
            *place = moved(*place);
        }
        if let Subject::Fiche(file) = &mut finding.subject {
            *file = to(*file);
        }
        finding
    }

    /// Adds a place that the first one is compared with.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }
}

/// The candidate nearest to a word, within one edit per three letters and ignoring case: what to suggest for a typo. A
/// letter alone resembles no other.
pub fn near<'m>(word: &str, candidates: impl Iterator<Item = &'m str>) -> Option<&'m str> {
    candidates
        .map(|c| (strsim::osa_distance(&word.to_lowercase(), &c.to_lowercase()), c))
        .filter(|(distance, c)| *distance <= (c.chars().count() / 3).max(1) && *distance < c.chars().count())
        .min()
        .map(|(_, c)| c)
}
