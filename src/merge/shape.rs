//! How a text is written as a whole: its mark of order, the ends of its lines, the end of its last line. A side that only
//! saved the file with another program changed these, and nothing that the other side wrote.

use crate::text::as_read;

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    marks: usize,
    /// None in a text of one line.
    end: Option<&'static str>,
    ends_its_last_line: bool,
}

/// The mark that Windows writes at the start of a file.
const MARK: char = '\u{feff}';

impl Shape {
    /// The shape of a text, and the text without it: lines that all end, by `\n`. None when its lines do not all end in
    /// the same way.
    pub(super) fn separate(text: &str) -> Option<(Self, String)> {
        let body = text.trim_start_matches(MARK);
        let marks = text.chars().take_while(|c| *c == MARK).count();
        let windows = body.matches("\r\n").count();
        let (lines, returns) = (body.matches('\n').count(), body.matches('\r').count());
        let end = match (windows, lines, returns) {
            (0, 0, 0) => None,
            (0, _, 0) => Some("\n"),
            (0, 0, _) => Some("\r"),
            (n, lines, returns) if n == lines && n == returns => Some("\r\n"),
            _ => return None,
        };
        let mut plain = as_read(body);
        let ends_its_last_line = plain.is_empty() || plain.ends_with('\n');
        if !ends_its_last_line {
            plain.push('\n');
        }
        Some((Self { marks, end, ends_its_last_line }, plain))
    }

    /// The shape of the side that changed it, each of its aspects apart; the same one whatever the side when both did.
    pub(super) fn merge(base: Self, ours: Self, theirs: Self) -> Self {
        fn one<T: PartialEq>(base: T, ours: T, theirs: T, first: impl Fn(T, T) -> T) -> T {
            if ours == base {
                theirs
            } else if theirs == base || ours == theirs {
                ours
            } else {
                first(ours, theirs)
            }
        }
        Self {
            marks: one(base.marks, ours.marks, theirs.marks, usize::max),
            end: one(base.end, ours.end, theirs.end, Option::max),
            ends_its_last_line: one(
                base.ends_its_last_line,
                ours.ends_its_last_line,
                theirs.ends_its_last_line,
                |a, b| a || b,
            ),
        }
    }

    /// The shape of a file that both sides made: the same one whatever the side.
    pub(super) fn of_both(self, other: Self) -> Self {
        Self {
            marks: self.marks.max(other.marks),
            end: self.end.max(other.end),
            ends_its_last_line: self.ends_its_last_line || other.ends_its_last_line,
        }
    }

    /// Gives the shape to a text.
    pub(super) fn apply(self, text: &str) -> String {
        let text = match self.ends_its_last_line {
            true => text,
            false => text.strip_suffix('\n').unwrap_or(text),
        };
        let text = text.replace('\n', self.end.unwrap_or("\n"));
        format!("{}{text}", String::from(MARK).repeat(self.marks))
    }
}
