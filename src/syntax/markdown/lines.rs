//! Lines that Markdown would run together: bullets and numbers pasted from a word processor, a heading glued to its
//! signs. Each is told at the line, with the line to write.

use std::sync::LazyLock;

use regex::Regex;

use super::leaf::{Leaf, Line};
use super::{Page, Prose};
use crate::diagnostic::Diagnostic;
use crate::text::{LETTERS, pattern};

/// Signs that only bullets bear.
const BULLETS: &str = "•◦‣▪■●○➢➤❖";
/// Signs that open a point when two lines bear them.
const DASHES: &str = "–—−‐‑·∙→⇒►✓✔□";
/// Letters that are bullets in the fonts of symbols: a tab follows them, or two lines bear them.
const SYMBOL_LETTERS: &str = "oØ§üqvnlu";
/// Signs typed in several strokes.
const STROKES: [&str; 6] = ["-->", "==>", "->", "=>", "--", ">>"];

/// How a line opens.
#[derive(Debug, PartialEq)]
enum Opening {
    /// A bullet.
    Bullet(char),
    /// A sign that is a bullet when another line has it too.
    Sign(String),
    /// A sign before a figure, which is a bullet when all the lines have one.
    Figure(char),
    /// A rank, in the form of its series: `a)` for `b)`, `#.` for `12.`.
    Rank(String, u32),
}

impl Prose<'_> {
    /// What the lines of a paragraph would lose by being one.
    pub(super) fn lines_of(&mut self, leaf: &Leaf) {
        let lines = leaf.lines(self.page);
        let page = self.page;
        let fault = super::tables::written_as_text(page, &lines, self.table_above)
            .or_else(|| lines.iter().find_map(|line| glued_heading(page, line)))
            .or_else(|| lines.iter().skip(1).find_map(|line| too_far(page, line)))
            .or_else(|| run_together(page, &lines))
            .or_else(|| super::tables::written_with_tabs(page, &lines));
        self.said.diagnostics.extend(fault);
    }
}

pub(super) fn at(page: Page<'_>, line: &Line<'_>) -> crate::text::Span {
    page.span(&(line.start..line.start + line.written.trim_end().len()))
}

static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(#{2,6})([^#\s].*)$|^(#{1,6})[\u{a0}\u{202f}\u{2007}]+(.*)$|^(#{7,})\s*(.*)$")
});

fn glued_heading(page: Page<'_>, line: &Line<'_>) -> Option<Diagnostic> {
    // A heading that Markdown reads is no line of a paragraph.
    let is_marked = line.written.starts_with('#') && !line.is_escaped;
    let found = is_marked.then(|| GLUED.captures(line.written)).flatten()?;
    let text = |n: usize| found.get(n).map_or("", |m| m.as_str());
    let (message, signs, title) = if found.get(5).is_some() {
        ("un titre a six « # » au plus : ceux-ci s’imprimeraient", "###", text(6))
    } else if found.get(3).is_some() {
        ("une espace insécable suit « # » : ce titre s’imprimerait comme du texte", text(3), text(4))
    } else {
        ("« # » touche le mot qui suit : ce titre s’imprimerait comme du texte", text(1), text(2))
    };
    Some(
        Diagnostic::error("MD-012", at(page, line), message)
            .help(format!("écrire « {signs} {} »", title.trim())),
    )
}

/// A point that was meant for a list, with too much margin to open one.
fn too_far(page: Page<'_>, line: &Line<'_>) -> Option<Diagnostic> {
    let mut letters = line.written.chars();
    let sign = letters.next().filter(|c| matches!(c, '-' | '*' | '+'))?;
    let blank = letters.next().is_some_and(|c| matches!(c, ' ' | '\t'));
    let margin = page.column(line.start);
    (blank && margin >= 4 && !line.is_escaped).then(|| {
        Diagnostic::error("MD-015", at(page, line), format!("« {sign} » est trop loin de la marge : ce point s’imprimerait à la suite de la ligne d’avant"))
            .help("aligner ce signe sous le premier mot du point dont il dépend, ou laisser une ligne vide avant lui")
    })
}

fn run_together(page: Page<'_>, lines: &[Line<'_>]) -> Option<Diagnostic> {
    if lines.len() < 2 {
        return None;
    }
    let mut openings: Vec<Vec<Opening>> =
        lines.iter().map(|line| openings(line.text, line.is_escaped)).collect();
    // The number of an item is the rank of its first line.
    if let (Some(first), Some(line)) = (openings.first_mut(), lines.first()) {
        let number = page.text.get(page.line_start(line.start)..line.start).unwrap_or("").trim_start();
        if first.is_empty() && number.starts_with(|c: char| c.is_ascii_digit()) {
            first.extend(self::openings(&format!("{number}{}", line.text), false));
        }
    }
    for (rank, (line, here)) in lines.iter().zip(&openings).enumerate().skip(1) {
        let before = || openings.iter().take(rank).flatten();
        for opening in here {
            let (is_point, shown) = match opening {
                Opening::Bullet(sign) => (true, sign.to_string()),
                Opening::Figure(sign) => {
                    (openings.iter().take(rank).all(|line| line.contains(opening)), sign.to_string())
                }
                Opening::Sign(sign) => (before().any(|o| o == opening), sign.clone()),
                Opening::Rank(form, value) => (
                    before().any(|o| matches!(o, Opening::Rank(f, v) if f == form && v + 1 == *value))
                        && !(is_worded(form) && ends_a_phrase(lines.get(rank - 1))),
                    line.text.split(char::is_whitespace).next().unwrap_or("").to_owned(),
                ),
            };
            if is_point {
                return Some(say(page, line, opening, &shown));
            }
        }
    }
    None
}

fn say(page: Page<'_>, line: &Line<'_>, opening: &Opening, shown: &str) -> Diagnostic {
    let shown = if shown.chars().any(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)) { "" } else { shown };
    let named = if shown.is_empty() { "une puce".to_owned() } else { format!("« {shown} »") };
    let rest: String = match opening {
        Opening::Rank(..) => line.text.chars().take(50).collect(),
        Opening::Sign(sign) => {
            line.text.strip_prefix(sign.as_str()).unwrap_or("").trim_start().chars().take(50).collect()
        }
        Opening::Bullet(_) | Opening::Figure(_) => {
            line.text.chars().skip(1).collect::<String>().trim_start().chars().take(50).collect()
        }
    };
    let rest = rest.trim_end();
    let help = match opening {
        Opening::Rank(..) => format!(
            "laisser une ligne vide avant chaque ligne de la série ; pour une liste, écrire « - {rest} »"
        ),
        _ => format!("écrire « - {rest} », et de même les autres lignes, après une ligne vide"),
    };
    Diagnostic::error(
        "MD-016",
        at(page, line),
        format!("cette ligne commence par {named} : elle s’imprimerait à la suite de la ligne d’avant"),
    )
    .help(help)
}

/// A number, a letter or a Roman numeral, what opens it, what closes it, and what follows.
static RANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?P<before>\(|[nN]°\s?|[A-ZÀ-ÖØ-ÞŒ][{LETTERS}]{{1,14}}\s)?(?:(?P<number>[0-9]{{1,3}}(?:\.[0-9]{{1,3}})*)|(?P<letters>[a-zA-Z]{{1,6}}))(?P<closing>\)|[.°/]|\s?[-–—:])?(?P<after>.)?",
    ))
});

/// How a line may open: a letter may be a Roman numeral too.
fn openings(text: &str, is_escaped: bool) -> Vec<Opening> {
    let mut letters = text.chars();
    let (Some(first), second) = (letters.next(), letters.next().unwrap_or(' ')) else { return Vec::new() };
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}');
    if BULLETS.contains(first) || ('\u{f000}'..='\u{f0ff}').contains(&first) {
        return vec![Opening::Bullet(first)];
    }
    if SYMBOL_LETTERS.contains(first) && second == '\t' {
        return vec![Opening::Bullet(first)];
    }
    let stroke = STROKES.iter().find(|stroke| {
        let rest = text.strip_prefix(**stroke).and_then(|rest| rest.chars().next());
        rest.is_some_and(|c| is_blank(c) || c.is_alphanumeric())
    });
    if let Some(stroke) = stroke {
        return vec![Opening::Sign((*stroke).to_owned())];
    }
    let sign = DASHES.contains(first)
        || SYMBOL_LETTERS.contains(first) && is_blank(second)
        || matches!(first, '-' | '+' | '*') && second.is_alphabetic() && !is_escaped;
    if sign {
        return vec![Opening::Sign(first.to_string())];
    }
    if matches!(first, '-' | '+') && second.is_ascii_digit() && !is_escaped {
        return vec![Opening::Figure(first)];
    }
    ranks(text).unwrap_or_default()
}

fn ranks(text: &str) -> Option<Vec<Opening>> {
    let found = RANK.captures(text)?;
    let group = |name: &str| found.name(name).map_or("", |m| m.as_str());
    let (before, closing) = (group("before").trim(), group("closing").trim());
    let after = group("after").chars().next();
    // A closing sign may touch the word after it: « 1.un ».
    let ends = after.is_none_or(|c| c.is_whitespace() || (c.is_alphabetic() && !matches!(closing, "" | ":")));
    if !ends || (before == "(") != (closing == ")" && text.starts_with('(')) {
        return None;
    }
    let form = |series: &str| format!("{before}{series}{closing}");
    let number = group("number");
    if !number.is_empty() {
        let (parents, last) = number.rsplit_once('.').map_or(("", number), |(parents, last)| (parents, last));
        let is_rank =
            !closing.is_empty() || (before.is_empty() && !parents.is_empty()) || before.ends_with('°');
        let value = last.parse().ok().filter(|_| is_rank)?;
        return Some(vec![Opening::Rank(form(&format!("{parents}#")), value)]);
    }
    let letters = group("letters");
    if closing.is_empty() || is_worded(before) {
        return None;
    }
    let mut letter = letters.chars();
    let mut ranks = Vec::new();
    if let (Some(only), None) = (letter.next(), letter.next()) {
        let case = if only.is_lowercase() { "a" } else { "A" };
        ranks.push(Opening::Rank(form(case), u32::from(only)));
    }
    let case = if letters.starts_with(char::is_lowercase) { "i" } else { "I" };
    ranks.extend(roman_value(letters).map(|value| Opening::Rank(form(case), value)));
    Some(ranks)
}

/// Whether a word opens the ranks of a series: « Axe 1 : ».
fn is_worded(form: &str) -> bool {
    form.chars().nth(1).is_some_and(char::is_alphabetic)
}

/// Whether a line ends like a part of a sentence: what follows it on the same line can still be read.
fn ends_a_phrase(line: Option<&Line<'_>>) -> bool {
    line.is_some_and(|line| line.text.trim_end().ends_with(['.', ';', ',', '!', '?', ':', '»']))
}

/// The value of a Roman numeral of `I`, `V`, `X` and `L`, all in one case; its form is not verified.
fn roman_value(numeral: &str) -> Option<u32> {
    if numeral.contains(char::is_lowercase) && numeral.contains(char::is_uppercase) {
        return None;
    }
    let mut total = 0_u32;
    let mut last = 0;
    for sign in numeral.chars().rev() {
        let value = match sign.to_ascii_uppercase() {
            'I' => 1,
            'V' => 5,
            'X' => 10,
            'L' => 50,
            _ => return None,
        };
        total = if value < last { total.saturating_sub(value) } else { total + value };
        last = value.max(last);
    }
    (!numeral.is_empty()).then_some(total)
}
