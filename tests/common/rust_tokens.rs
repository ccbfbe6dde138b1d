//! A small lexer of Rust, for the tests that look at names and uses and must see neither strings nor comments.

/// A token and its line, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An identifier or a keyword.
    Word(String),
    /// One character of punctuation.
    Sign(char),
    /// A number, a character, or a string.
    Literal,
}

impl Token {
    /// Its text, when it is an identifier or a keyword.
    pub(crate) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.word() == Some(word)
    }

    pub(crate) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }
}

/// The tokens of a file, but lifetimes.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let (kind, end) = next(&chars, at);
        tokens.extend(kind.map(|kind| Token { kind, line }));
        line += chars[at..end].iter().filter(|c| **c == '\n').count();
        at = end;
    }
    tokens
}

/// The token at a place, unless it is skipped, and where it ends.
fn next(chars: &[char], at: usize) -> (Option<Kind>, usize) {
    let peek = |offset: usize| chars.get(at + offset).copied().unwrap_or('\0');
    let c = chars[at];
    if c.is_whitespace() {
        return (None, at + 1);
    }
    if c == '/' && peek(1) == '/' {
        return (None, find(chars, at, |c| c == '\n'));
    }
    if c == '/' && peek(1) == '*' {
        let mut end = at + 2;
        while end < chars.len() && !(chars[end - 1] == '*' && chars[end] == '/' && end > at + 2) {
            end += 1;
        }
        return (None, (end + 1).min(chars.len()));
    }
    if c == '"' {
        return (Some(Kind::Literal), quoted(chars, at, '"'));
    }
    if c == '\'' {
        // `'a'` and `'\n'` are characters, `'a` is a lifetime.
        if peek(1) == '\\' || peek(2) == '\'' {
            return (Some(Kind::Literal), quoted(chars, at, '\''));
        }
        return (None, find(chars, at + 1, |c| !is_word(c)));
    }
    if c.is_ascii_digit() {
        return (Some(Kind::Literal), find(chars, at, |c| !is_word(c)));
    }
    if is_word(c) {
        let end = find(chars, at, |c| !is_word(c));
        let word: String = chars[at..end].iter().collect();
        return prefixed(chars, &word, end).unwrap_or((Some(Kind::Word(word)), end));
    }
    (Some(Kind::Sign(c)), at + 1)
}

/// The end of a literal with a prefix: `b'x'`, `b"…"`, `r"…"`, `r##"…"##`.
fn prefixed(chars: &[char], word: &str, end: usize) -> Option<(Option<Kind>, usize)> {
    let sign = chars.get(end).copied()?;
    match (word, sign) {
        ("b", '\'') => Some((Some(Kind::Literal), quoted(chars, end, '\''))),
        ("b" | "c", '"') => Some((Some(Kind::Literal), quoted(chars, end, '"'))),
        ("r" | "br" | "cr", '"' | '#') => {
            let open = find(chars, end, |c| c != '#');
            if chars.get(open) != Some(&'"') {
                return None;
            }
            let close: Vec<char> = std::iter::once('"').chain(vec!['#'; open - end]).collect();
            let inside = &chars[open + 1..];
            let length = inside.windows(close.len()).position(|w| w == close).unwrap_or(inside.len());
            Some((Some(Kind::Literal), (open + 1 + length + close.len()).min(chars.len())))
        }
        _ => None,
    }
}

/// The end of a literal between two delimiters, which `\` may escape.
fn quoted(chars: &[char], at: usize, mark: char) -> usize {
    let mut end = at + 1;
    while end < chars.len() && chars[end] != mark {
        end += if chars[end] == '\\' { 2 } else { 1 };
    }
    (end + 1).min(chars.len())
}

fn find(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    chars.iter().skip(from).position(|c| wanted(*c)).map_or(chars.len(), |n| from + n)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The place just past the bracket that closes the one at `at`.
pub(crate) fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// The tokens of a file but those of its test modules.
pub(crate) fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let attribute = tokens[at].is_sign('#')
            && tokens.get(at + 2).is_some_and(|t| t.is_word("cfg"))
            && tokens.get(at + 4).is_some_and(|t| t.is_word("test"));
        if attribute {
            let item = closing(tokens, at + 1);
            let stop = |t: &Token| t.is_sign('{') || t.is_sign(';');
            let end = tokens.iter().skip(item).position(stop).map_or(tokens.len(), |n| item + n);
            at = match tokens.get(end) {
                Some(token) if token.is_sign('{') => closing(tokens, end),
                _ => end + 1,
            };
            continue;
        }
        kept.push(tokens[at].clone());
        at += 1;
    }
    kept
}
