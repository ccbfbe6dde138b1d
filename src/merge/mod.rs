//! A source file as fields, and three versions of it merged field by field: what git asks when two people changed one
//! fiche, and what its differences are told in.

mod blend;
mod commas;
mod cut;
mod lines;
mod names;
mod pairs;
mod piece;
mod prose_pieces;
mod rows;
mod shape;
mod shown;
#[cfg(test)]
mod tests;
mod three_way;
mod yaml_pieces;

use std::fmt;

pub use cut::{Field, fields};
pub use shown::shown;

use blend::{Blend, Clash, MergeSide};
use lines::{Chunk, Chunks};
use piece::{NOTHING, SourcePiece, words};
use shape::Shape;

/// How a source file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// YAML alone.
    Yaml,
    /// Markdown under a header of YAML.
    Page,
}

impl SourceKind {
    /// The kind of a file by the end of its name, or by its first line.
    pub fn of(name: &str, text: &str) -> Self {
        let end = name.rsplit('.').next().unwrap_or("").to_lowercase();
        match end.as_str() {
            "yaml" | "yml" => Self::Yaml,
            "md" => Self::Page,
            _ if text.trim_start_matches('\u{feff}').starts_with("---") => Self::Page,
            _ => Self::Yaml,
        }
    }
}

/// Three versions of a file.
#[derive(Debug, Clone, Copy)]
pub struct Versions<'v> {
    /// What both come from.
    pub base: &'v [u8],
    /// What is here.
    pub ours: &'v [u8],
    /// What comes.
    pub theirs: &'v [u8],
}

/// A merged file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Its bytes; what clashes stands between marks.
    pub bytes: Vec<u8>,
    /// What both sides changed, each in its way.
    pub conflicts: Vec<Conflict>,
}

/// A field that both sides changed, each in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// What leads to it; nothing when it is the file as a whole.
    pub path: Vec<String>,
    /// What it said before both.
    pub base: Option<String>,
    /// What it says here; none when it is removed.
    pub ours: Option<String>,
    /// What it says there; none when it is removed.
    pub theirs: Option<String>,
}

impl fmt::Display for Conflict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |text: &Option<String>| text.as_deref().map_or("rien".to_owned(), brief);
        if !self.path.is_empty() {
            write!(formatter, "{} : ", self.path.join(" › "))?;
        }
        match (&self.ours, &self.theirs) {
            (None, Some(theirs)) if self.base.is_some() => {
                write!(formatter, "retiré ici, {} là", brief(theirs))?
            }
            (Some(ours), None) if self.base.is_some() => write!(formatter, "{} ici, retiré là", brief(ours))?,
            (ours, theirs) => write!(formatter, "{} ici, {} là", said(ours), said(theirs))?,
        }
        match &self.base {
            Some(base) => write!(formatter, ", {} à l’origine", brief(base)),
            None => write!(formatter, ", rien à l’origine"),
        }
    }
}

/// Most letters of a text that a message cites.
const BRIEF_MAX: usize = 60;

/// The beginning of a text, for a message.
fn brief(text: &str) -> String {
    let text = words(text);
    match text.char_indices().nth(BRIEF_MAX) {
        None => text,
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("").trim_end()),
    }
}

/// Most bytes of a file that is merged by fields: past it, lines are enough.
const SIZE_MAX: usize = 4_000_000;

/// Merges three versions of a file; `size` is the number of signs of the marks of a conflict.
pub fn merge(versions: Versions<'_>, kind: SourceKind, size: usize) -> Merged {
    let Versions { base, ours, theirs } = versions;
    if ours == theirs || theirs == base {
        return Merged { bytes: ours.to_vec(), conflicts: Vec::new() };
    }
    if ours == base {
        return Merged { bytes: theirs.to_vec(), conflicts: Vec::new() };
    }
    let texts = [base, ours, theirs].map(std::str::from_utf8);
    let [Ok(base_text), Ok(ours_text), Ok(theirs_text)] = texts else {
        // Any byte is a letter of Latin-1, and comes back from it as it was.
        let [base, ours, theirs] =
            [base, ours, theirs].map(|bytes| bytes.iter().copied().map(char::from).collect::<String>());
        let chunks = lines::merge(&base, &ours, &theirs);
        let text = chunks.marked(size);
        let bytes = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
        return Merged { bytes, conflicts: of_lines(&chunks) };
    };
    let shapes = [base_text, ours_text, theirs_text].map(Shape::separate);
    let (text, conflicts) = match shapes {
        [Some((was, base)), Some((own, ours)), Some((other, theirs))] => {
            let (text, conflicts) = merge_texts(&base, &ours, &theirs, kind, size);
            // An empty base says nothing of how a file is written.
            let shape = if base.is_empty() { own.of_both(other) } else { Shape::merge(was, own, other) };
            (shape.apply(&text), conflicts)
        }
        _ => merge_texts(base_text, ours_text, theirs_text, kind, size),
    };
    Merged { bytes: text.into_bytes(), conflicts }
}

fn merge_texts(
    base: &str,
    ours: &str,
    theirs: &str,
    kind: SourceKind,
    size: usize,
) -> (String, Vec<Conflict>) {
    let is_long = [base, ours, theirs].iter().any(|text| text.len() > SIZE_MAX);
    let cut = |text: &str| if is_long { None } else { cut::cut(kind, text) };
    // Both sides may have made the file: there is nothing before them.
    let is_new = base.trim().is_empty();
    let Some((own, other)) = cut(ours).zip(cut(theirs)) else {
        return by_lines(&lines::merge(base, ours, theirs), size);
    };
    let was = if is_new { None } else { cut(base) };
    if was.is_none() && !is_new {
        return by_lines(&lines::merge(base, ours, theirs), size);
    }
    let blend = three_way::merge(was.as_ref(), &own, &other, &[]);
    if is_as_said(&blend, kind) {
        let mut chunks = Vec::new();
        add_chunks(&blend, &mut chunks);
        let conflicts = blend.clashes().into_iter().map(conflict).collect();
        return (Chunks(chunks).marked(size), conflicts);
    }
    let chunks = lines::merge(base, ours, theirs);
    match chunks.settled() {
        // Lines that do not clash and that nothing reads any more.
        Some(text) if cut(&text).is_none() => by_lines(&lines::whole(base, ours, theirs), size),
        _ => by_lines(&chunks, size),
    }
}

/// Whether the merged text, read again, says what was taken of each side: with our side of what clashes, and with theirs.
fn is_as_said(blend: &Blend, kind: SourceKind) -> bool {
    [MergeSide::Ours, MergeSide::Theirs].into_iter().all(|side| {
        let (mut text, mut said) = (String::new(), Vec::new());
        blend.write(side, &mut text);
        blend.events(side, &mut said);
        cut::events(kind, &text).is_some_and(|read| read == said)
    })
}

fn add_chunks(blend: &Blend, chunks: &mut Vec<Chunk>) {
    match blend {
        Blend::Settled(piece) => chunks.push(Chunk::Settled(piece.written())),
        Blend::Parts(_, _, parts) => parts.iter().for_each(|part| add_chunks(part, chunks)),
        Blend::Clash(clash) => {
            let text = |pieces: &[SourcePiece]| pieces.iter().map(SourcePiece::written).collect();
            let Clash { base, ours, theirs, .. } = clash.as_ref();
            chunks.push(Chunk::Clash { base: text(base), ours: text(ours), theirs: text(theirs) });
        }
    }
}

fn conflict(clash: &Clash) -> Conflict {
    let text = |pieces: &[SourcePiece]| {
        let text: String = pieces
            .iter()
            .map(|piece| match piece.value() {
                "" => piece.written(),
                NOTHING => String::new(),
                value => value.to_owned(),
            })
            .collect();
        (!text.trim().is_empty()).then_some(words(&text))
    };
    Conflict {
        path: clash.path.clone(),
        base: text(&clash.base),
        ours: text(&clash.ours),
        theirs: text(&clash.theirs),
    }
}

fn by_lines(chunks: &Chunks, size: usize) -> (String, Vec<Conflict>) {
    (chunks.marked(size), of_lines(chunks))
}

/// The conflicts of lines, which have no name.
fn of_lines(chunks: &Chunks) -> Vec<Conflict> {
    let said = |text: &str| (!text.trim().is_empty()).then(|| words(text));
    let conflicts = chunks.0.iter().filter_map(|chunk| match chunk {
        Chunk::Settled(_) => None,
        Chunk::Clash { base, ours, theirs } => {
            Some(Conflict { path: Vec::new(), base: said(base), ours: said(ours), theirs: said(theirs) })
        }
    });
    conflicts.collect()
}
