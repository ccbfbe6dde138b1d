//! Words as they are printed, each run with what became of it.

use serde::Serialize;

use super::sides::Sides;
use crate::compare::portion::{Datum, Portion};
use crate::compare::words::{self, Fate, LINE_END, ProseWord, Run, WordStyle};

/// What became of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RedlineFate {
    /// It is on both sides.
    Egal,
    /// It came.
    Ajout,
    /// It went.
    Retrait,
    /// Something in it changed.
    Modifie,
    /// It came from elsewhere.
    Deplace,
}

/// Words of one look and one fate.
#[derive(Debug, Clone, Serialize)]
pub struct ComparedText {
    /// What became of them.
    pub sort: RedlineFate,
    /// The words; empty for the end of a line.
    pub texte: String,
    /// The blank that stands before them, which may be one that no line ends at; or nothing.
    pub avant: &'static str,
    /// In bold.
    pub gras: bool,
    /// In italic.
    pub italique: bool,
    /// Literal.
    pub code: bool,
    /// Of a note at the foot of the page.
    pub note: bool,
    /// Where a link leads.
    pub lien: Option<String>,
    /// Whether the line ends here.
    pub saut: bool,
}

impl Sides<'_> {
    /// What became of it: moved when it says the same elsewhere.
    pub(super) fn fate(&self) -> RedlineFate {
        match (self.before, self.after) {
            (None, _) => RedlineFate::Ajout,
            (_, None) => RedlineFate::Retrait,
            _ if self.is_moved => RedlineFate::Deplace,
            _ if self.is_changed() => RedlineFate::Modifie,
            _ => RedlineFate::Egal,
        }
    }

    /// Its words, when it says one thing.
    pub(super) fn pieces(&self) -> Vec<ComparedText> {
        pieces(&compared(self.said().0, self.said().1))
    }

    /// The name that a reader gives it.
    pub(super) fn name(&self) -> Vec<ComparedText> {
        let name = |part: &Portion| Datum::Words(part.name.clone());
        pieces(&compared(self.before.map(name).as_ref(), self.after.map(name).as_ref()))
    }
}

/// What became of the words of a datum.
pub(super) fn compared(before: Option<&Datum>, after: Option<&Datum>) -> Vec<Run> {
    let tokens = |datum: Option<&Datum>| datum.map(tokens).unwrap_or_default();
    let (a, b) = (tokens(before), tokens(after));
    match (a.is_empty(), b.is_empty()) {
        (true, true) => Vec::new(),
        (true, false) => vec![Run { fate: Fate::Added, tokens: b }],
        (false, true) => vec![Run { fate: Fate::Removed, tokens: a }],
        (false, false) => words::compare(&a, &b),
    }
}

/// The words of a datum.
fn tokens(datum: &Datum) -> Vec<ProseWord> {
    if let Datum::Prose(paragraph) = datum {
        return paragraph.tokens.to_vec();
    }
    let mut tokens = Vec::new();
    for (rank, line) in datum.to_string().lines().enumerate() {
        if rank > 0 {
            let style = WordStyle::default();
            let text = LINE_END.to_owned();
            tokens.push(ProseWord { text, spaced: false, style, target: None, printed: None });
        }
        words::cut(line, WordStyle::default(), None, &mut tokens);
    }
    words::join(tokens)
}

/// Runs as they are printed: cut where the look changes.
pub(super) fn pieces(runs: &[Run]) -> Vec<ComparedText> {
    let mut pieces: Vec<ComparedText> = Vec::new();
    for run in runs {
        let sort = match run.fate {
            Fate::Same => RedlineFate::Egal,
            Fate::Added => RedlineFate::Ajout,
            Fate::Removed => RedlineFate::Retrait,
        };
        for (rank, token) in run.tokens.iter().enumerate() {
            // What replaces stands apart from what it replaces.
            let is_apart = rank == 0
                && sort == RedlineFate::Ajout
                && pieces.last().is_some_and(|last| last.sort == RedlineFate::Retrait);
            let piece = piece(token, sort, is_apart);
            match pieces.last_mut().filter(|last| rank > 0 && last.goes_on_with(&piece)) {
                Some(last) => {
                    last.texte.push_str(piece.avant);
                    last.texte.push_str(&piece.texte);
                }
                None => {
                    let is_quoted = pieces.last().is_some_and(|last| last.texte.ends_with('«'));
                    let avant = if is_quoted && !piece.avant.is_empty() { HARD } else { piece.avant };
                    pieces.push(ComparedText { avant, ..piece });
                }
            }
        }
    }
    if let Some(first) = pieces.first_mut() {
        first.avant = "";
    }
    pieces
}

/// A blank that no line ends at, and the signs that have one before them.
const HARD: &str = "\u{a0}";
const STUCK: [char; 7] = ['€', '%', ';', ':', '!', '?', '»'];

fn piece(token: &ProseWord, sort: RedlineFate, is_apart: bool) -> ComparedText {
    let is_end = token.text == LINE_END;
    let WordStyle { bold, italic, code, note } = token.style;
    ComparedText {
        sort,
        texte: if is_end { String::new() } else { token.shown().to_owned() },
        avant: match (token.spaced || is_apart) && !is_end {
            true if token.shown().starts_with(STUCK) => HARD,
            true => " ",
            false => "",
        },
        gras: bold,
        italique: italic,
        code,
        note,
        lien: token.target.clone().filter(|_| sort != RedlineFate::Retrait),
        saut: is_end,
    }
}

impl ComparedText {
    fn goes_on_with(&self, next: &Self) -> bool {
        let look = |piece: &Self| (piece.gras, piece.italique, piece.code, piece.note, piece.saut);
        self.sort == next.sort && look(self) == look(next) && self.lien == next.lien && !self.saut
    }
}

/// The words of one side on one line: those that were, or those that are.
pub(super) fn plain(pieces: &[ComparedText], without: RedlineFate) -> String {
    let mut line = String::new();
    for piece in pieces.iter().filter(|piece| piece.sort != without) {
        if (!piece.avant.is_empty() || piece.saut) && !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&piece.texte);
    }
    line
}

impl ComparedText {
    /// The end of a line, of the same fate as this.
    pub(super) fn line_end(self) -> Self {
        Self { texte: String::new(), avant: "", lien: None, saut: true, ..self }
    }
}
