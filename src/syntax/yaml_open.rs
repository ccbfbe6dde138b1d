//! What a line opens and does not close: a quote, a bracket, or a bracket whose end a remark hides.

use super::yaml_lines::{Cause, SIGNS_MAX, YamlLine, line_to_write};

/// The comment that hides the end of a bracket: `{ titre: Plateforme #2, montant: 3 }`.
pub(super) fn cut_by_comment(text: &str) -> Option<Cause> {
    let mut start = 0;
    let mut found = None;
    for line in text.split('\n') {
        let Some(sign) = line.match_indices('#').take(SIGNS_MAX).map(|(place, _)| place).find(|place| {
            let before = line.get(..*place).unwrap_or_default();
            before.ends_with([' ', '\t']) && !before.trim().is_empty() && is_open(before)
        }) else {
            start += line.len() + 1;
            continue;
        };
        let comment = line.get(sign..).unwrap_or_default().trim_end();
        let is_glued = comment.chars().nth(1).is_some_and(|c| !c.is_whitespace());
        // What follows must have been the end of the bracket.
        if comment.contains(['}', ']']) && (is_glued || found.is_none()) {
            let before = line.get(..sign).unwrap_or_default();
            let piece_start = before.rfind(['{', '[', ',']).map_or(0, |place| place + 1);
            let piece_end =
                line.get(sign..).and_then(|t| t.find([',', '}', ']'])).map_or(line.len(), |n| sign + n);
            let piece = line.get(piece_start..piece_end).unwrap_or_default().trim();
            let (key, value) = match piece.split_once(": ") {
                Some((key, value)) => (Some(key.trim()), value),
                None => (None, piece),
            };
            found = Some(Cause {
                place: start + sign..start + sign + comment.len(),
                message: "« # » après une espace ouvre une remarque : la fin de l’accolade ou du crochet n’est pas lue"
                    .to_owned(),
                help: line_to_write(key, value),
            });
        }
        start += line.len() + 1;
    }
    found
}

/// The first sign that opens a value and that nothing closes before the next key or item: a quote, a bracket. The parser
/// goes on, and stops at a sign of another line. Lines past `end` are only looked at to see what follows.
pub(super) fn left_open(text: &str, end: usize) -> Option<Cause> {
    let margin = |line: &str| line.len() - line.trim_start().len();
    let mut start = 0;
    let mut lines = text.split('\n').peekable();
    while let Some(text) = lines.next().filter(|_| start <= end) {
        let line = YamlLine { text, start };
        start += text.len() + 1;
        let (key, value) = line.key_and_value();
        let Some((place, sign)) = never_closed(value.text) else { continue };
        // Between brackets or quotes, what goes on is further to the right than the key.
        let Some(next) = lines.peek().filter(|next| !next.trim().is_empty()) else { continue };
        let goes_on = margin(next) > margin(text) || next.trim_start().starts_with([']', '}']);
        if goes_on || next.trim_start().starts_with('#') {
            continue;
        }
        let what = match sign {
            '"' => "le guillemet ouvert ici n’est pas fermé",
            '\'' => "l’apostrophe ouverte ici n’est pas fermée",
            '[' => "le crochet ouvert ici n’est pas fermé",
            _ => "l’accolade ouverte ici n’est pas fermée",
        };
        let close = match sign {
            '[' => ']',
            '{' => '}',
            quote => quote,
        };
        let help = match (key, value.text.len() == 1) {
            (Some(key), true) if matches!(sign, '"' | '\'') => {
                format!("écrire la valeur et la fermer sur cette ligne : « {key}: {sign}…{sign} »")
            }
            _ => format!("fermer par « {close} » sur cette ligne, ou retirer « {sign} »"),
        };
        let start = value.start + place;
        return Some(Cause { place: start..start + sign.len_utf8(), message: what.to_owned(), help });
    }
    None
}

/// The quote, or else the bracket, that a value opens and never closes: its place and what it is. None for a value that
/// begins with neither.
fn never_closed(value: &str) -> Option<(usize, char)> {
    if !value.starts_with(['"', '\'', '{', '[']) {
        return None;
    }
    let mut brackets = Vec::new();
    let mut quote: Option<(usize, char)> = None;
    let mut before = ' ';
    for (place, letter) in value.char_indices() {
        match (quote, letter) {
            (Some((_, '"')), '"') if before == '\\' => {}
            (Some((_, open)), _) if open == letter => quote = None,
            (Some(_), _) => {}
            // A quote opens a value; elsewhere it is a letter of it.
            (None, '"' | '\'') if value.get(..place).is_some_and(opens_a_value) => {
                quote = Some((place, letter))
            }
            (None, '{' | '[') => brackets.push((place, letter)),
            (None, '}' | ']') => drop(brackets.pop()),
            (None, '#') if before == ' ' => break,
            _ => {}
        }
        before = letter;
    }
    quote.or_else(|| brackets.pop())
}

/// Whether a value may begin after a text between brackets.
fn opens_a_value(before: &str) -> bool {
    let text = before.trim_end();
    text.is_empty() || text.ends_with(['{', '[', ',']) || (text.ends_with(':') && text.len() < before.len())
}

/// Whether a bracket is open at the end of a text, quotes put aside.
fn is_open(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut before = ' ';
    for letter in text.chars() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(letter),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = letter;
    }
    depth > 0 && quote.is_none()
}
