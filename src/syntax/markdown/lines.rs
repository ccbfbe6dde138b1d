//! Lines that Markdown would run together: bullets and numbers pasted from a word processor, a heading glued to its
//! signs, a table without its rule. Each is told at the line, with the line to write.

use std::sync::LazyLock;

use regex::Regex;

use super::leaf::{Leaf, Line};
use super::tables::{cell_count, has_bar, rule_columns};
use super::{Page, Prose};
use crate::diagnostic::Diagnostic;
use crate::text::pattern;

/// Signs that only bullets bear.
const BULLETS: &str = "•◦‣▪■●○➢➤❖";
/// Signs that open a point when two lines bear them.
const DASHES: &str = "–—−‐‑·∙→⇒►✓✔□";
/// Letters that are bullets in the fonts of symbols; a tab follows them.
const SYMBOL_LETTERS: &str = "oØ§üqv";

/// How a line opens.
#[derive(Debug, PartialEq)]
enum Opening {
    /// A bullet.
    Bullet(char),
    /// A sign that is a bullet when another line has it too.
    Sign(char),
    /// A rank, in the form of its series: `#)` for `a)`.
    Rank(String, u32),
}

impl Prose<'_> {
    /// What the lines of a paragraph would lose by being one.
    pub(super) fn lines_of(&mut self, leaf: &Leaf) {
        let lines = leaf.lines(self.page);
        let page = self.page;
        let fault = table_without_rule(page, &lines)
            .or_else(|| lines.iter().find_map(|line| glued_heading(page, line)))
            .or_else(|| lines.iter().skip(1).find_map(|line| too_far(page, line)))
            .or_else(|| run_together(page, &lines));
        self.said.diagnostics.extend(fault);
    }
}

fn at(page: Page<'_>, line: &Line<'_>) -> crate::text::Span {
    page.span(&(line.start..line.start + line.written.trim_end().len()))
}

fn table_without_rule(page: Page<'_>, lines: &[Line<'_>]) -> Option<Diagnostic> {
    let rows = lines.iter().zip(lines.iter().skip(1));
    let (first, second) = rows.into_iter().find(|(first, second)| {
        let outer = |line: &Line<'_>| line.written.starts_with('|') && has_bar(line.written);
        has_bar(first.written) && (rule_columns(second.written).is_some() || outer(first) && outer(second))
    })?;
    let columns = cell_count(first.written);
    let rule = format!("|{}", "---|".repeat(columns.min(12)));
    Some(match rule_columns(second.written) {
        Some(found) if found != columns => Diagnostic::error(
            "TAB-004",
            at(page, second),
            format!("le trait de ce tableau a {found} colonnes, et ses titres {columns}"),
        )
        .help(format!("écrire « {rule} »")),
        Some(_) => Diagnostic::error("TAB-004", at(page, first), "ce tableau touche le texte qui le précède")
            .help("laisser une ligne vide avant la ligne des titres, et n’écrire dans le trait que « | », « - » et « : »"),
        None => Diagnostic::error(
            "TAB-004",
            at(page, first),
            "ces lignes ont la forme d’un tableau, mais le trait sous les titres manque",
        )
        .help(format!("écrire « {rule} » sous la ligne des titres")),
    })
}

static GLUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(#{2,6})([^#\s].*)$|^(#{1,6})[\u{a0}\u{202f}\u{2007}]+(.*)$|^(#{7,})\s*(.*)$")
});

fn glued_heading(page: Page<'_>, line: &Line<'_>) -> Option<Diagnostic> {
    let found = GLUED.captures(line.written).filter(|_| !line.is_escaped)?;
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
    let openings: Vec<Vec<Opening>> = lines.iter().map(openings).collect();
    for (rank, (line, here)) in lines.iter().zip(&openings).enumerate().skip(1) {
        let before = || openings.iter().take(rank).flatten();
        for opening in here {
            let (is_point, shown) = match opening {
                Opening::Bullet(sign) => (true, sign.to_string()),
                Opening::Sign(sign) => (before().any(|o| o == opening), sign.to_string()),
                Opening::Rank(form, value) => (
                    before().any(|o| matches!(o, Opening::Rank(f, v) if f == form && v + 1 == *value)),
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
        _ => line.text.chars().skip(1).collect::<String>().trim_start().chars().take(50).collect(),
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

static RANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:([0-9]{1,3}(?:\.[0-9]{1,3})*)([.)°/]|\s?[-–—])?|([a-zA-Z])([.)])|([IVXL]{1,6})([.)]|\s?[-–—]))[\s\u{a0}]",
    )
});

/// How a line may open: a letter may be a Roman numeral too.
fn openings(line: &Line<'_>) -> Vec<Opening> {
    let text = line.text;
    let mut letters = text.chars();
    let (Some(first), second) = (letters.next(), letters.next().unwrap_or(' ')) else { return Vec::new() };
    let blank = matches!(second, ' ' | '\t' | '\u{a0}' | '\u{202f}');
    if BULLETS.contains(first) || ('\u{f000}'..='\u{f0ff}').contains(&first) {
        return vec![Opening::Bullet(first)];
    }
    if SYMBOL_LETTERS.contains(first) && second == '\t' {
        return vec![Opening::Bullet(first)];
    }
    let sign = DASHES.contains(first)
        || matches!(first, 'o' | 'Ø' | '§') && blank
        || matches!(first, '-' | '+' | '*') && second.is_alphabetic() && !line.is_escaped;
    if sign {
        return vec![Opening::Sign(first)];
    }
    let Some(found) = RANK.captures(text) else { return Vec::new() };
    let group = |n: usize| found.get(n).map(|m| m.as_str());
    let mut ranks = Vec::new();
    if let Some(number) = group(1) {
        let (parents, last) = number.rsplit_once('.').map_or(("", number), |(parents, last)| (parents, last));
        let closing = group(2).map(str::trim);
        if closing.is_some() || !parents.is_empty() {
            ranks.extend(
                last.parse()
                    .ok()
                    .map(|value| Opening::Rank(format!("{parents}#{}", closing.unwrap_or("")), value)),
            );
        }
    }
    if let (Some(letter), Some(closing)) = (group(3).and_then(|l| l.chars().next()), group(4)) {
        let case = if letter.is_lowercase() { 'a' } else { 'A' };
        ranks.push(Opening::Rank(format!("{case}{closing}"), u32::from(letter)));
    }
    let roman = text.split(|c: char| !"IVXL".contains(c)).next().unwrap_or("");
    let closing = text.get(roman.len()..).unwrap_or("").trim_start().chars().next();
    if let (Some(value), Some(closing)) = (roman_value(roman), closing.filter(|c| ".)-–—".contains(*c))) {
        ranks.push(Opening::Rank(format!("I{closing}"), value));
    }
    ranks
}

/// The value of a Roman numeral of `I`, `V`, `X` and `L`; its form is not verified.
fn roman_value(numeral: &str) -> Option<u32> {
    let mut total = 0_u32;
    let mut last = 0;
    for sign in numeral.chars().rev() {
        let value = match sign {
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
