//! The codes of the stages around the rules, for what cannot be read or typeset: a page each, with a text that gives the
//! code and its repair.

mod keys;
mod markdown;
mod project;
mod references;
mod tables;
mod texts;
mod transmission;
mod values;
mod yaml;

const CADRE: &str = "content/cadres/essai.yaml";
const CONVENTION: &str = "content/2024/convention.yaml";
const FICHE: &str = "content/2024/fiches/01.md";

/// What is said of a code that is not that of a rule. All the texts are French Markdown.
#[derive(Debug)]
pub struct ReadingPage {
    /// Stable code: `CLE-001`.
    pub code: &'static str,
    /// One line, without a final period.
    pub title: &'static str,
    /// What the finding says of the text.
    pub means: &'static str,
    /// What would happen otherwise.
    pub why: &'static str,
    /// What to do.
    pub help: &'static str,
    /// The fault and its repair.
    pub example: Illustration,
}

/// How a code is shown.
#[derive(Debug)]
pub enum Illustration {
    /// Changes of `tests/fixtures/minimal`, where a test runs both texts.
    Changes(&'static [TextChange]),
    /// Why there is no text to show.
    Told(&'static str),
}

/// A place of the smallest project, in its repaired and in its faulty state.
#[derive(Debug)]
pub struct TextChange {
    /// The file, from the root of the project.
    pub file: &'static str,
    /// The text of the project that gives place to the other two; `None` when they are the whole of a new file, which
    /// does not exist when its text is empty.
    pub replaced: Option<&'static str>,
    /// The text without the fault.
    pub repaired: &'static str,
    /// The text with it.
    pub faulty: &'static str,
}

const FAMILIES: [&[ReadingPage]; 9] = [
    yaml::PAGES,
    keys::PAGES,
    values::PAGES,
    references::PAGES,
    markdown::PAGES,
    tables::PAGES,
    texts::PAGES,
    project::PAGES,
    transmission::PAGES,
];

/// All the pages, in the order of the stages.
pub fn pages() -> impl Iterator<Item = &'static ReadingPage> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// The page of a code.
pub fn page(code: &str) -> Option<&'static ReadingPage> {
    pages().find(|page| page.code == code)
}
