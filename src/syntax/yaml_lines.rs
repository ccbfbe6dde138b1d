//! A line of YAML that the parser refuses, read again as a person meant it: the sign or the blank that stops it, and
//! the line to write.

use std::ops::Range;

use super::yaml_commas::missing_comma;
use super::yaml_open::{cut_by_comment, left_open};
use crate::text::lookalikes::{character_name, lookalike};

/// What stops the parser.
pub(super) struct Cause {
    /// Bytes of the text.
    pub(super) place: Range<usize>,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
}

/// Signs with which a plain value cannot begin, whatever follows.
const ALWAYS: &str = "&*!%@`,]}";
/// Signs that open a list, a key or a text when a blank follows.
const BEFORE_A_BLANK: &str = "-?";
/// Keys whose value is an amount, beside those that end with « montant ».
const AMOUNTS: [&str; 7] = ["engage", "liquide", "tarif", "ht", "ttc", "montant_etat", "total_affiche"];
/// Longest value quoted in advice, in characters.
const QUOTED_MAX: usize = 60;
/// Lines read above the one where the parser stopped, itself included.
const LINES_ABOVE: usize = 6;
/// Signs « # » of one line that may open the remark looked for.
pub(super) const SIGNS_MAX: usize = 20;

/// What stops the parser, looked for where it stopped and in the few lines above: a fault is often seen late.
pub(super) fn cause(text: &str, stop: usize, in_brackets: bool) -> Option<Cause> {
    let end = text.get(stop..)?.find('\n').map_or(text.len(), |length| stop + length);
    let before = text.get(..end)?;
    if let Some(cause) = control_character(text) {
        return Some(cause);
    }
    if let Some(cause) = cut_by_comment(before) {
        return Some(cause);
    }
    if let Some(cause) = left_open(text, end) {
        return Some(cause);
    }
    let mut end = end;
    for rank in 0..LINES_ABOVE {
        let start = before.get(..end)?.rfind('\n').map_or(0, |place| place + 1);
        let line = YamlLine { text: before.get(start..end)?, start };
        // A line above is to blame for its signs only when nothing was read of the one where the parser stopped; for a
        // blank in its margin, in any case.
        let is_blamed = rank == 0 || in_brackets || before.get(end..stop.max(end))?.trim().is_empty();
        let found = if is_blamed { line.cause() } else { line.odd_blank(true) };
        let has_bullet = is_blamed && (rank == 0 || line.text.contains('{'));
        let found = line.bullet_and_keys().filter(|_| has_bullet).or(found);
        if found.is_some() {
            return found;
        }
        end = start.checked_sub(1)?;
    }
    None
}

/// The blank that keeps a scalar from being keys or items: « titre:\u{a0}Objet », « -\u{a0}État ».
pub(super) fn odd_blank_of(text: &str, start: usize, end: usize) -> Option<Cause> {
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |place| place + 1);
    let mut place = line_start;
    for line in text.get(line_start..end.max(start))?.split('\n') {
        if let Some(cause) = (YamlLine { text: line, start: place }).odd_blank(false) {
            return Some(cause);
        }
        place += line.len() + 1;
    }
    None
}

/// The value to write in quotes, cut when it is long.
fn quoted(value: &str) -> String {
    let value = value.trim();
    let shown = match value.char_indices().nth(QUOTED_MAX) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    };
    between_quotes(&shown)
}

/// The bullet of a word processor with which a line begins.
pub fn bullet(line: &str) -> Option<char> {
    let line = line.trim_start();
    let sign = line.chars().next().filter(|sign| "•‣◦▪●○➢–—".contains(*sign))?;
    line.get(sign.len_utf8()..)?.starts_with(char::is_whitespace).then_some(sign)
}

/// A text as YAML reads it in quotes: double ones, or single ones around what double ones would change.
pub fn between_quotes(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// The advice to write a value in quotes: the line to write, key included.
pub fn line_to_write(key: Option<&str>, value: &str) -> String {
    match key {
        Some(key) => format!("mettre la valeur entre guillemets : « {key}: {} »", quoted(value)),
        None => format!("mettre la valeur entre guillemets : « {} »", quoted(value)),
    }
}

fn control_character(text: &str) -> Option<Cause> {
    let (place, letter) =
        text.char_indices().find(|(_, c)| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))?;
    Some(Cause {
        place: place..place + letter.len_utf8(),
        message: format!("le caractère {}, arrête la lecture", character_name(letter)),
        help: "le retirer : placer le curseur juste après lui et effacer".to_owned(),
    })
}

/// A line and where it starts.
pub(super) struct YamlLine<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
}

impl YamlLine<'_> {
    fn cause(&self) -> Option<Cause> {
        self.odd_blank(false).or_else(|| self.pasted_row()).or_else(|| self.glued_value()).or_else(|| {
            let (key, value) = self.key_and_value();
            if value.text.starts_with(['{', '[']) {
                return self.after_bracket(key, &value).or_else(|| self.in_brackets());
            }
            // A line that ends with a comma goes on with a bracket opened above.
            let goes_on = self.text.trim_end().ends_with(',');
            self.sign(key, &value).or_else(|| self.in_brackets().filter(|_| goes_on))
        })
    }

    /// A blank other than a space in the margin, after a dash or, unless only the margin is read, after a colon.
    fn odd_blank(&self, only_margin: bool) -> Option<Cause> {
        let is_odd = |c: char| c != '\t' && lookalike(c) == Some(' ');
        let is_in_brackets = self.text.contains('{');
        let (mut in_margin, mut seen_key) = (true, false);
        let (mut earlier, mut before) = ('\n', '\n');
        for (place, letter) in self.text.char_indices() {
            let ends_key =
                before == ':' && (earlier.is_alphanumeric() || matches!(earlier, '_' | '"' | '\''));
            let after_colon = ends_key && !only_margin && (!seen_key || is_in_brackets);
            if is_odd(letter) && (in_margin || after_colon) {
                let start = self.start + place;
                let place = match before {
                    ':' => "après « : »",
                    '-' => "après le tiret",
                    _ => "dans la marge",
                };
                return Some(Cause {
                    place: start..start + letter.len_utf8(),
                    message: format!(
                        "il faut une espace ordinaire {place}, et c’est {}",
                        character_name(letter)
                    ),
                    help: "effacer ce caractère et taper une espace".to_owned(),
                });
            }
            if matches!(letter, '#' | '|') {
                return None;
            }
            seen_key |= ends_key && letter == ' ';
            in_margin &= letter == ' ' || letter == '-';
            (earlier, before) = (before, letter);
        }
        None
    }

    /// `• { libelle: … }`: a word processor puts this sign where YAML has a dash.
    fn bullet_and_keys(&self) -> Option<Cause> {
        let sign = bullet(self.text).filter(|_| self.text.contains([':', '{']))?;
        let start = self.start + self.text.find(sign)?;
        Some(Cause {
            place: start..start + sign.len_utf8(),
            message: format!(
                "cette ligne commence par « {sign} », et c’est « - » qui ouvre une ligne de liste"
            ),
            help: format!("remplacer « {sign} » par « - » en tête de chaque ligne"),
        })
    }

    /// A row pasted from a spreadsheet: words, a tab, a figure.
    fn pasted_row(&self) -> Option<Cause> {
        let (words, figure) = self.text.split_once('\t').map(|(words, rest)| (words.trim(), rest.trim()))?;
        let is_row = words.starts_with(char::is_alphabetic)
            && !words.contains([':', '{', '['])
            && figure.starts_with(|c: char| c.is_ascii_digit());
        let margin = self.text.len() - self.text.trim_start().len();
        is_row.then(|| Cause {
            place: self.start + margin..self.start + self.text.trim_end().len(),
            message: "cette ligne vient d’un tableur : une tabulation y sépare deux cases".to_owned(),
            help: "écrire une clé devant chaque case ; pour une charge : « - { libelle: …, montant: … } »"
                .to_owned(),
        })
    }

    /// `intitule:Ouvrir un accueil`: YAML sees no key there.
    fn glued_value(&self) -> Option<Cause> {
        let written = self.text.trim_start().trim_start_matches("- ").trim_start();
        let (key, value) = written.split_once(':')?;
        let is_key = !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        // An address is a value.
        let is_value = value.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '/' | ':'));
        if !is_key || !is_value {
            return None;
        }
        let start = self.start + self.text.find(written)?;
        let shown: String = value.trim_end().chars().take(QUOTED_MAX).collect();
        Some(Cause {
            place: start..start + key.len() + 1,
            message: "il manque une espace après « : »".to_owned(),
            help: format!("écrire « {key}: {shown} »"),
        })
    }

    /// The key of a line of a block, and its value; dashes put aside.
    pub(super) fn key_and_value(&self) -> (Option<&str>, Piece<'_>) {
        let mut rest = self.text;
        loop {
            let trimmed = rest.trim_start();
            match trimmed.strip_prefix("- ") {
                Some(after) if !after.trim().is_empty() => rest = after,
                _ => {
                    rest = trimmed;
                    break;
                }
            }
        }
        let (key, value) = match rest.split_once(": ") {
            Some((key, value)) if !key.is_empty() && !key.starts_with(['"', '\'', '{', '[']) => {
                (Some(key), value)
            }
            Some((key, value)) if is_quoted(key) => (Some(key), value),
            _ => (None, rest),
        };
        (key, self.piece(value))
    }

    /// A part of the line as it is written, blanks around it put aside.
    fn piece<'p>(&'p self, part: &'p str) -> Piece<'p> {
        let offset = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let trimmed = part.trim_start();
        Piece { text: trimmed.trim_end(), start: self.start + offset + (part.len() - trimmed.len()) }
    }

    /// The sign that a value cannot begin with, or a colon inside it.
    fn sign(&self, key: Option<&str>, value: &Piece<'_>) -> Option<Cause> {
        let text = value.text;
        let first = text.chars().next()?;
        let second = text.chars().nth(1);
        if first == '"' {
            return self.backslash(key, value);
        }
        if first == '\'' || first == '#' {
            return None;
        }
        let is_block = matches!(first, '>' | '|') && key.is_some();
        let is_sign = ALWAYS.contains(first)
            || (BEFORE_A_BLANK.contains(first) && key.is_some() && second.is_none_or(|c| c == ' '))
            || (is_block && !is_block_header(text));
        if is_sign
            && BEFORE_A_BLANK.contains(first)
            && let Some(cause) = key.and_then(|key| amount_after_sign(key, value))
        {
            return Some(cause);
        }
        if is_sign {
            let end = value.start + first.len_utf8();
            return Some(Cause {
                place: value.start..end,
                message: format!(
                    "une valeur sans guillemets ne peut pas commencer par « {first} », un signe réservé"
                ),
                help: line_to_write(key, text),
            });
        }
        // « : » in a value; one alone is that of a key out of its group.
        key?;
        let colon = text.find(": ").or_else(|| text.strip_suffix(':').map(str::len))?;
        let comment = text.find(" #").unwrap_or(text.len());
        (colon < comment).then(|| colon_cause(key, value, colon))
    }

    /// `"C:\dossier"`: a backslash announces a sign in double quotes.
    fn backslash(&self, key: Option<&str>, value: &Piece<'_>) -> Option<Cause> {
        let inside = value.text.strip_prefix('"')?;
        let mut letters = inside.char_indices();
        while let Some((place, letter)) = letters.next() {
            match letter {
                '"' => return None,
                '\\' => {
                    let (_, escaped) = letters.next()?;
                    let known = "0abt\tnvfre \"/\\N_LPxuU";
                    if known.contains(escaped) {
                        continue;
                    }
                    let start = value.start + 1 + place;
                    let content = inside.strip_suffix('"').unwrap_or(inside).replace('\'', "''");
                    let key = key.map(|key| format!("{key}: ")).unwrap_or_default();
                    return Some(Cause {
                        place: start..start + 1 + escaped.len_utf8(),
                        message: format!(
                            "« \\{escaped} » ne se lit pas entre guillemets : « \\ » y annonce un signe"
                        ),
                        help: format!("mettre la valeur entre apostrophes : « {key}'{content}' »"),
                    });
                }
                _ => {}
            }
        }
        None
    }

    /// `[accueil] ouvert`: a text that begins with a bracket.
    fn after_bracket(&self, key: Option<&str>, value: &Piece<'_>) -> Option<Cause> {
        let open = value.text.chars().next()?;
        let close = if open == '[' { ']' } else { '}' };
        let after = value.text.get(value.text.find(close)? + 1..)?;
        let is_link = open == '[' && after.starts_with('(');
        let is_text = is_link
            || after.starts_with(' ') && after.trim_start().starts_with(|c: char| c.is_alphanumeric());
        is_text.then(|| Cause {
            place: value.start..value.start + 1,
            message: format!(
                "une valeur sans guillemets ne peut pas commencer par « {open} », un signe réservé"
            ),
            help: line_to_write(key, value.text),
        })
    }

    /// The pieces between brackets, one after the other.
    fn in_brackets(&self) -> Option<Cause> {
        let mut rest = self.text;
        // Past the key of the line, its own colon is not in a value.
        if let Some(open) = rest.find(['{', '[']) {
            rest = rest.get(open..)?;
        }
        for part in pieces(rest) {
            let piece = self.piece(part);
            let (key, value) = match piece.text.split_once(": ") {
                Some((key, value)) if !value.trim().is_empty() => (Some(key), self.piece(value)),
                Some(_) => continue,
                None => (None, Piece { text: piece.text, start: piece.start }),
            };
            if let Some(cause) = key.and_then(|key| missing_comma(key, &value)) {
                return Some(cause);
            }
            let found = match key {
                None if value.text.starts_with(|c: char| "&*!%@`".contains(c)) => self.sign(None, &value),
                None => None,
                Some(_) => self.sign(key, &value),
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// A part of a line and where it starts in the text.
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
}

fn colon_cause(key: Option<&str>, value: &Piece<'_>, colon: usize) -> Cause {
    let place = value.start + colon;
    Cause {
        place: place..place + 1,
        message: "« : » ne peut pas se lire dans une valeur sans guillemets".to_owned(),
        help: line_to_write(key, value.text),
    }
}

/// What is wrong with an amount that begins with a dash or a question mark and a blank: nothing else, or a number.
fn amount_after_sign(key: &str, value: &Piece<'_>) -> Option<Cause> {
    let key = key.trim();
    if !key.ends_with("montant") && !AMOUNTS.contains(&key) {
        return None;
    }
    let text = value.text.split(" #").next().unwrap_or("").trim_end();
    let place = value.start..value.start + text.len();
    let amount = text.strip_prefix('-').map_or("", str::trim_start);
    if amount.starts_with(|c: char| c.is_ascii_digit()) {
        let message =
            "une espace après « - » en fait une ligne de liste : ce montant ne se lit pas".to_owned();
        return Some(Cause { place, message, help: format!("écrire « {key}: -{amount} »") });
    }
    let is_a_mark = !text.chars().any(char::is_alphanumeric);
    is_a_mark.then(|| Cause {
        place,
        message: format!("le montant manque : « {text} » ne dit ni zéro, ni pourquoi il manque"),
        help: "écrire un montant, comme « 415 000 € », ou « non renseigné »".to_owned(),
    })
}

fn is_quoted(key: &str) -> bool {
    let closed = |sign: char| key.len() > 1 && key.starts_with(sign) && key.ends_with(sign);
    closed('"') || closed('\'')
}

/// `|`, `>-`, `|2+`, with or without a comment.
fn is_block_header(text: &str) -> bool {
    let signs = text.get(1..).unwrap_or_default();
    let rest = signs.trim_start_matches(|c: char| matches!(c, '+' | '-') || c.is_ascii_digit());
    rest.trim().is_empty() || rest.starts_with(" #")
}

/// What stands between brackets and commas, quotes respected.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut quote = None;
    let mut before = ' ';
    for (place, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if !before.is_alphanumeric() => quote = Some(letter),
            (None, '{' | '[' | ',' | ']' | '}') => {
                pieces.extend(text.get(start..place));
                start = place + 1;
            }
            _ => {}
        }
        before = letter;
    }
    pieces.extend(text.get(start..));
    pieces.retain(|piece| !piece.trim().is_empty());
    pieces
}
