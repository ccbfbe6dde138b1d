//! The articles of the act, as an avenant amends them: « au deuxième alinéa de l’article 2.2, les mots … ».

use super::AvenantClause;
use crate::compare::delta::{Delta, DeltaChange, RowStep};
use crate::compare::portion::{Datum, Form, Paragraph, Portion, PortionContent};
use crate::compare::words::{self, Fate, LINE_END, ProseWord, WordStyle};
use crate::lang::opening_number;

/// An article, or the numbered part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvisionPlace {
    /// « 2 », « 2.2 »; none for the preamble.
    pub number: Option<String>,
    /// Its title; none when it has none, and for a numbered part.
    pub title: Option<String>,
}

/// What becomes of a paragraph, or of a title. Ranks count the paragraphs of the place, from 1, as they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProvisionEdit {
    /// The title is another.
    Title(String),
    /// Some words of a paragraph are others.
    Words {
        /// Its rank.
        rank: usize,
        /// The words that go.
        before: String,
        /// Those that come; none when they only go.
        after: Option<String>,
    },
    /// A paragraph is another.
    Replaced {
        /// Its rank.
        rank: usize,
        /// The new one.
        text: String,
    },
    /// Paragraphs come.
    Added {
        /// The rank of the one before them; 0 at the head.
        after: usize,
        /// Their texts, in order.
        texts: Vec<String>,
    },
    /// A paragraph goes.
    Removed {
        /// Its rank.
        rank: usize,
    },
}

/// The clauses of the articles that changed, in the order of the act.
pub(super) fn of_articles(
    delta: Option<&Delta>,
    before: Option<&Portion>,
    after: Option<&Portion>,
    clauses: &mut Vec<AvenantClause>,
) {
    let Some(delta) = delta else {
        let all = |side: Option<&Portion>| side.map(|part| part.parts().to_vec()).unwrap_or_default();
        if before.is_none() != after.is_none() {
            clauses
                .extend(all(after).iter().map(|part| AvenantClause::ArticleAdded { page: part.key.clone() }));
            let gone = all(before);
            clauses.extend(gone.iter().map(|part| AvenantClause::ArticleWithdrawn { place: place(part) }));
        }
        return;
    };
    let DeltaChange::Rows { steps, removed, .. } = &delta.change else { return };
    for step in steps {
        match step {
            RowStep::Kept { change: None, .. } => {}
            RowStep::Kept { row, change: Some(delta), .. } => amended(row, delta, clauses),
            RowStep::Added(part) => {
                clauses.push(AvenantClause::ArticleAdded { page: part.key.clone() });
            }
        }
    }
    clauses.extend(removed.iter().map(|(_, part)| AvenantClause::ArticleWithdrawn { place: place(part) }));
}

/// The name of an article.
fn place(article: &Portion) -> ProvisionPlace {
    let said = |key: &str| article.part(key).and_then(Portion::said).map(ToString::to_string);
    ProvisionPlace { number: said("numero"), title: said("titre") }
}

/// An article that changed: edits by numbered part when they are few and of running text; else the whole article.
fn amended(article: &Portion, delta: &Delta, clauses: &mut Vec<AvenantClause>) {
    let own = place(article);
    let whole = || AvenantClause::ArticleReplaced { place: own.clone(), page: delta.keys.1.clone() };
    let DeltaChange::Fields { changed, added, removed } = &delta.change else {
        return clauses.push(whole());
    };
    let mut title = None;
    let mut groups: Vec<(ProvisionPlace, Vec<ProvisionEdit>)> = Vec::new();
    let mut is_whole = !added.is_empty() || !removed.is_empty();
    for part in changed {
        match (part.keys.1.as_str(), &part.change) {
            ("titre", DeltaChange::Content(_, PortionContent::Datum(datum))) => {
                title = Some(datum.to_string())
            }
            ("texte", DeltaChange::Rows { steps, removed, .. }) => {
                let rows = article.part("texte").map(Portion::parts).unwrap_or_default();
                match edits(&own, rows, steps, removed) {
                    Some(found) => groups = found,
                    None => is_whole = true,
                }
            }
            _ => is_whole = true,
        }
    }
    if is_whole {
        return clauses.push(whole());
    }
    if let Some(title) = title {
        clauses.push(AvenantClause::ArticleAmended {
            place: own.clone(),
            edits: vec![ProvisionEdit::Title(title)],
        });
    }
    clauses.extend(groups.into_iter().map(|(place, edits)| AvenantClause::ArticleAmended { place, edits }));
}

/// The edits of a text by the numbered part that they are in; none when they are too many to be read, or touch something else
/// than paragraphs.
fn edits(
    article: &ProvisionPlace,
    rows: &[Portion],
    steps: &[RowStep],
    removed: &[(usize, Portion)],
) -> Option<Vec<(ProvisionPlace, Vec<ProvisionEdit>)>> {
    let places = ranks(article, rows);
    let mut found: Vec<(usize, ProvisionPlace, ProvisionEdit)> = Vec::new();
    let mut last: Option<usize> = None;
    for step in steps {
        match step {
            RowStep::Kept { moved: true, .. } => return None,
            RowStep::Kept { from, change: None, .. } => last = Some(*from),
            RowStep::Kept { from, change: Some(delta), .. } => {
                last = Some(*from);
                let DeltaChange::Content(
                    PortionContent::Datum(Datum::Prose(before)),
                    PortionContent::Datum(Datum::Prose(after)),
                ) = &delta.change
                else {
                    return None;
                };
                let (place, rank) = places.get(*from)?.clone().filter(|_| before.stands_as(after))?;
                match of_paragraph(rank, before, after) {
                    Rewording::None => {}
                    Rewording::Edit(edit) => found.push((*from, place, edit)),
                    Rewording::WholeArticle => return None,
                }
            }
            RowStep::Added(part) => {
                let text = quotable(part)?;
                let (place, rank) = match last {
                    Some(last) => after_row(article, rows, &places, last)?,
                    None => (article.clone(), 0),
                };
                let from = last.unwrap_or(0);
                match found.last_mut() {
                    // What follows one another is added at once, or its order would be turned round.
                    Some((known, own, ProvisionEdit::Added { after, texts }))
                        if (*known, &*own, *after) == (from, &place, rank) =>
                    {
                        texts.push(text);
                    }
                    _ => found.push((from, place, ProvisionEdit::Added { after: rank, texts: vec![text] })),
                }
            }
        }
    }
    for (from, part) in removed {
        running(part)?;
        let (place, rank) = places.get(*from)?.clone()?;
        found.push((*from, place, ProvisionEdit::Removed { rank }));
    }
    // Past a half, the article is better written again.
    if found.len() > 2 && found.len() * 2 > rows.len() {
        return None;
    }
    found.sort_by_key(|(from, ..)| *from);
    let mut groups: Vec<(ProvisionPlace, Vec<ProvisionEdit>)> = Vec::new();
    for (_, place, edit) in found {
        match groups.last_mut() {
            Some((last, edits)) if *last == place => edits.push(edit),
            _ => groups.push((place, vec![edit])),
        }
    }
    Some(groups)
}

/// For each row, the numbered part that it is in and its rank among the paragraphs there; none for what is no paragraph.
fn ranks(article: &ProvisionPlace, rows: &[Portion]) -> Vec<Option<(ProvisionPlace, usize)>> {
    let mut place = article.clone();
    let mut count = 0;
    let rank = |row: &Portion| {
        if let Some(number) = numbered_heading(row) {
            place = ProvisionPlace { number: Some(number), title: None };
            count = 0;
            return None;
        }
        running(row)?;
        count += 1;
        Some((place.clone(), count))
    };
    rows.iter().map(rank).collect()
}

/// Where a paragraph that comes after a row stands.
fn after_row(
    article: &ProvisionPlace,
    rows: &[Portion],
    places: &[Option<(ProvisionPlace, usize)>],
    last: usize,
) -> Option<(ProvisionPlace, usize)> {
    if let Some(number) = rows.get(last).and_then(numbered_heading) {
        return Some((ProvisionPlace { number: Some(number), title: None }, 0));
    }
    let before = places.get(..=last)?.iter().flatten().last();
    Some(before.cloned().unwrap_or_else(|| (article.clone(), 0)))
}

fn numbered_heading(row: &Portion) -> Option<String> {
    match row.said() {
        Some(Datum::Prose(Paragraph { form: Form::Heading(_), tokens, .. })) => {
            opening_number(&words::text(tokens)).map(str::to_owned)
        }
        _ => None,
    }
}

/// A paragraph or an item; none for anything else.
fn running(row: &Portion) -> Option<&Paragraph> {
    match row.said() {
        Some(Datum::Prose(paragraph)) => {
            matches!(paragraph.form, Form::Running | Form::Continued(_) | Form::Item(..)).then_some(paragraph)
        }
        _ => None,
    }
}

/// The words of a paragraph or of an item that can be quoted between guillemets: neither note, nor link, nor quotation, nor
/// word set off, which would be lost there.
fn quotable(row: &Portion) -> Option<String> {
    text_of(running(row)?)
}

fn text_of(paragraph: &Paragraph) -> Option<String> {
    if paragraph.quoted > 0 || !paragraph.tokens.iter().all(is_plain) {
        return None;
    }
    match paragraph.form {
        Form::Item(..) => Some(format!("– {}", paragraph.text())),
        _ => Some(paragraph.text()),
    }
}

fn is_plain(word: &ProseWord) -> bool {
    word.style == WordStyle::default() && word.target.is_none() && word.text != LINE_END
}

/// What becomes of the words of a paragraph.
enum Rewording {
    /// Nothing.
    None,
    /// What an avenant says of it.
    Edit(ProvisionEdit),
    /// More than words between guillemets can say.
    WholeArticle,
}

/// Most words that are replaced in a paragraph without writing it again.
const FEW_WORDS: usize = 20;

fn of_paragraph(rank: usize, before: &Paragraph, after: &Paragraph) -> Rewording {
    let runs = words::compare(&before.tokens, &after.tokens);
    let changed: Vec<_> = runs.iter().filter(|run| run.fate != Fate::Same).collect();
    if changed.is_empty() {
        return Rewording::None;
    }
    let whole = || match text_of(after) {
        Some(text) => Rewording::Edit(ProvisionEdit::Replaced { rank, text }),
        None => Rewording::WholeArticle,
    };
    let (gone, come): (&[ProseWord], &[ProseWord]) = match changed.as_slice() {
        [gone, come] if gone.fate == Fate::Removed && come.fate == Fate::Added => {
            (&gone.tokens, &come.tokens)
        }
        [gone] if gone.fate == Fate::Removed => (&gone.tokens, &[]),
        _ => return whole(),
    };
    // The sign of a figure goes with it: « 80 000 € ».
    let last = runs.iter().rposition(|run| run.fate != Fate::Same).and_then(|rank| runs.get(rank + 1));
    let sign =
        last.and_then(|run| run.tokens.first()).filter(|word| ["€", "%"].contains(&word.text.as_str()));
    let with_sign = |words: &[ProseWord]| -> Vec<ProseWord> {
        let is_figure = words.last().is_some_and(|word| word.text.ends_with(|c: char| c.is_ascii_digit()));
        words.iter().chain(sign.filter(|_| is_figure)).cloned().collect()
    };
    let (gone, come) = (&*with_sign(gone), &*with_sign(come));
    // Words that stand twice in the paragraph would not say which.
    let times = before.tokens.windows(gone.len().max(1)).filter(|words| says(words, gone)).count();
    let says_letters = gone.iter().any(|word| word.text.chars().any(char::is_alphanumeric));
    let are_plain = gone.iter().chain(come).all(is_plain);
    if times != 1 || !says_letters || !are_plain || gone.len().max(come.len()) > FEW_WORDS {
        return whole();
    }
    let after = (!come.is_empty()).then(|| words::text(come));
    Rewording::Edit(ProvisionEdit::Words { rank, before: words::text(gone), after })
}

fn says(words: &[ProseWord], gone: &[ProseWord]) -> bool {
    words.len() == gone.len() && words.iter().zip(gone).all(|(a, b)| a.text == b.text)
}
