//! The names of the code: English words, the nouns of `docs/glossaire.md`, and French only where an agent or a
//! designer reads the name. No public type twice, no letter where a word is needed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::common::rust_tokens::{Kind, Token, closing, tokens};
use crate::common::{read_tree, repository};

/// Where the French names of fields that users read may be used as names.
const FRENCH_FIELDS: [&str; 9] = [
    "src/compare/shown/view.rs",
    "src/history/view.rs",
    "src/standing/view.rs",
    "src/document/",
    "src/export/",
    "src/render/",
    "src/diagnostic/",
    "src/cli/",
    "tests/",
];

/// Names of organisations: their words do not count.
const PROPER_NOUNS: [&str; 1] = ["LA_POSTE"];

/// Letters that everybody reads the same way: indices, counts, coordinates, the two sides of a comparison.
const USUAL_LETTERS: [&str; 7] = ["i", "j", "n", "x", "y", "a", "b"];

/// All the Rust files, as tokens.
fn files() -> BTreeMap<String, Vec<Token>> {
    let mut files = BTreeMap::new();
    for folder in ["src", "tests", "benches"] {
        for (name, bytes) in read_tree(&repository().join(folder)) {
            if name.ends_with(".rs") {
                files.insert(format!("{folder}/{name}"), tokens(&String::from_utf8(bytes).unwrap()));
            }
        }
    }
    files
}

fn is_letter(word: &str) -> bool {
    word.chars().count() == 1
}

/// The words of a name, in lower case: `budget_total` and `BudgetTotal` have two. Digits separate words.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for piece in name.split(|c: char| !c.is_alphabetic()) {
        let chars: Vec<char> = piece.chars().collect();
        let mut word = String::new();
        for (at, c) in chars.iter().enumerate() {
            let after = chars.get(at + 1).is_some_and(|next| next.is_lowercase());
            let before = at > 0 && chars[at - 1].is_lowercase();
            if c.is_uppercase() && (before || after) && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            word.extend(c.to_lowercase());
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

/// The nouns of the glossary in lower case, singular and plural.
fn glossary() -> BTreeSet<String> {
    let text = fs::read_to_string(repository().join("docs/glossaire.md")).unwrap();
    let mut nouns = BTreeSet::new();
    for row in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Nom ")) {
        let nouns_of_row = row.trim_start_matches('|').split('|').next().unwrap_or_default();
        for noun in nouns_of_row.split(',').map(|noun| noun.trim().to_lowercase()) {
            nouns.insert(format!("{noun}s"));
            nouns.insert(format!("{noun}x"));
            nouns.insert(noun);
        }
    }
    nouns
}

/// The fields and variants that serde writes, and the arguments of the command line.
fn french_fields(name: &str, tokens: &[Token]) -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    let all = name.starts_with("src/cli/args/");
    let mut serialized = false;
    let mut at = 0;
    while at < tokens.len() {
        let token = &tokens[at];
        if token.is_sign('#') && tokens.get(at + 1).is_some_and(|t| t.is_sign('[')) {
            let end = closing(tokens, at + 1);
            let attribute = &tokens[at + 2..end];
            let derived = attribute.first().is_some_and(|t| t.is_word("derive"));
            serialized |= derived && attribute.iter().any(|t| t.is_word("Serialize"));
            at = end;
            continue;
        }
        if token.is_word("struct") || token.is_word("enum") {
            let stop = |t: &Token| t.is_sign('{') || t.is_sign(';') || t.is_sign('(');
            let open = tokens.iter().skip(at).position(stop).map_or(tokens.len(), |n| at + n);
            if tokens.get(open).is_some_and(|t| t.is_sign('{')) {
                let end = closing(tokens, open);
                if all || serialized {
                    fields.extend(declared(&tokens[open..end]));
                }
                at = open;
            }
            serialized = false;
        }
        if token.is_word("fn") || token.is_word("impl") {
            serialized = false;
        }
        at += 1;
    }
    fields
}

/// The fields and variants that a body declares.
fn declared(body: &[Token]) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < body.len() {
        if body[at].is_sign('#') {
            at = closing(body, at + 1);
            continue;
        }
        if let Some(word) = body[at].word() {
            let before = at.checked_sub(1).map(|b| &body[b].kind);
            let first =
                matches!(before, Some(Kind::Sign('{' | ',' | ']' | ')'))) || body[at - 1].is_word("pub");
            let single = |n: usize, c| body.get(n).is_some_and(|t| t.is_sign(c));
            let field = single(at + 1, ':') && !single(at + 2, ':');
            let variant = word.starts_with(char::is_uppercase)
                && (single(at + 1, ',') || single(at + 1, '}') || single(at + 1, '{') || single(at + 1, '('));
            if first && (field || variant) {
                names.push(word.to_owned());
            }
        }
        at += 1;
    }
    names
}

#[test]
fn names_are_of_english_words_and_of_the_glossary() {
    let english = fs::read_to_string(repository().join("tests/words.txt")).unwrap();
    let english: Vec<&str> = english.lines().collect();
    assert!(english.is_sorted_by(|a, b| a < b), "tests/words.txt : un mot par ligne, dans l’ordre, une fois");
    let english: BTreeSet<&str> = english.into_iter().collect();
    let glossary = glossary();
    let files = files();
    let french: BTreeSet<String> = files
        .iter()
        .filter(|(name, _)| name.starts_with("src/"))
        .flat_map(|(name, tokens)| french_fields(name, tokens))
        .collect();
    let mut faults = BTreeSet::new();
    for (file, tokens) in &files {
        let fields_are_known = FRENCH_FIELDS.iter().any(|folder| file.starts_with(folder));
        for (at, token) in tokens.iter().enumerate() {
            let Some(name) = token.word() else { continue };
            let admitted =
                |w: &String| is_letter(w) || english.contains(w.as_str()) || glossary.contains(w.as_str());
            let read = at > 0 && tokens[at - 1].is_sign('.');
            let french_field = french.contains(name) && (fields_are_known || read);
            if words(name).iter().all(admitted) || french_field || PROPER_NOUNS.contains(&name) {
                continue;
            }
            faults.insert(format!("{file} {name}"));
        }
    }
    settle("FRENCH_FOR_NOW", faults, list(FRENCH_FOR_NOW), "");
}

/// Fails on what is missing from a list, and on what is in it but no longer in the code.
fn settle(list: &str, found: BTreeSet<String>, known: BTreeSet<String>, places: &str) {
    let lines = |set: Vec<&String>| set.iter().map(|line| format!("    {line:?},\n")).collect::<String>();
    let (new, settled) =
        (lines(found.difference(&known).collect()), lines(known.difference(&found).collect()));
    assert!(
        new.is_empty() && settled.is_empty(),
        "à renommer (un mot anglais juste s’ajoute à tests/words.txt, un nom du métier à docs/glossaire.md) :\n\
         {new}à ôter de {list} :\n{settled}{places}"
    );
}

fn list(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn no_public_type_name_is_defined_twice() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (file, tokens) in files().iter().filter(|(name, _)| name.starts_with("src/")) {
        for (name, line) in public_types(tokens) {
            places.entry(name).or_default().push(format!("{file}:{line}"));
        }
    }
    places.retain(|_, places| places.len() > 1);
    let told = format!("{places:#?}");
    settle("DUPLICATES_FOR_NOW", places.into_keys().collect(), list(DUPLICATES_FOR_NOW), &told);
}

/// The types that are `pub` or `pub(…)`, with their lines.
fn public_types(tokens: &[Token]) -> Vec<(String, usize)> {
    let mut types = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, t)| t.is_word("pub")) {
        let after =
            if tokens.get(at + 1).is_some_and(|t| t.is_sign('(')) { closing(tokens, at + 1) } else { at + 1 };
        let keyword = tokens.get(after).and_then(Token::word).unwrap_or_default();
        if ["struct", "enum", "trait", "type", "union"].contains(&keyword) {
            let name = tokens.get(after + 1).and_then(Token::word).unwrap_or_default();
            types.push((name.to_owned(), token.line));
        }
    }
    types
}

#[test]
fn no_letter_stands_for_a_thing_in_more_than_three_lines() {
    let mut found = BTreeSet::new();
    let mut places = Vec::new();
    for (file, tokens) in files().iter().filter(|(name, _)| name.starts_with("src/")) {
        for (letter, line, count) in long_lived_letters(tokens) {
            found.insert(file.clone());
            if !LETTERS_FOR_NOW.contains(&file.as_str()) {
                places.push(format!("{file}:{line} : « {letter} » sur {count} lignes"));
            }
        }
    }
    settle("LETTERS_FOR_NOW", found, list(LETTERS_FOR_NOW), &places.join("\n"));
}

/// Bindings of one letter that are used on more than three lines: the letter, the line that binds it, the number of
/// lines.
fn long_lived_letters(tokens: &[Token]) -> Vec<(String, usize, usize)> {
    let mut found = BTreeMap::new();
    for (at, token) in tokens.iter().enumerate() {
        let scope = if token.is_word("fn") {
            parameters_of_function(tokens, at)
        } else if token.is_sign('|') {
            parameters_of_closure(tokens, at)
        } else if token.is_word("let") || token.is_word("for") {
            pattern_of_statement(tokens, at)
        } else if token.is_sign('=') && tokens.get(at + 1).is_some_and(|t| t.is_sign('>')) {
            pattern_of_arm(tokens, at)
        } else {
            None
        };
        let Some((pattern, body)) = scope else { continue };
        for (place, letter) in letters(tokens, pattern) {
            let lines: BTreeSet<usize> =
                std::iter::once(tokens[place].line).chain(uses(tokens, body.clone(), &letter)).collect();
            if lines.len() > 3 {
                found.insert((tokens[place].line, letter), lines.len());
            }
        }
    }
    found.into_iter().map(|((line, letter), count)| (letter, line, count)).collect()
}

type Scope = Option<(std::ops::Range<usize>, std::ops::Range<usize>)>;

/// The letters that a pattern binds.
fn letters(tokens: &[Token], pattern: std::ops::Range<usize>) -> Vec<(usize, String)> {
    let mut letters = Vec::new();
    for at in pattern {
        let Some(word) = tokens[at].word().filter(|w| is_letter(w)) else { continue };
        let lower = word.starts_with(char::is_lowercase) && !USUAL_LETTERS.contains(&word);
        let part = at > 0 && (tokens[at - 1].is_sign('.') || tokens[at - 1].is_sign('\''));
        if lower && !part {
            letters.push((at, word.to_owned()));
        }
    }
    letters
}

/// The lines that use a letter.
fn uses(tokens: &[Token], body: std::ops::Range<usize>, letter: &str) -> Vec<usize> {
    body.filter(|at| {
        tokens[*at].is_word(letter)
            && !(*at > 0 && tokens[at - 1].is_sign('.') && !tokens[at.saturating_sub(2)].is_sign('.'))
    })
    .map(|at| tokens[at].line)
    .collect()
}

fn parameters_of_function(tokens: &[Token], at: usize) -> Scope {
    let open = (at..tokens.len()).find(|n| tokens[*n].is_sign('('))?;
    let end = closing(tokens, open);
    let body = (end..tokens.len()).find(|n| tokens[*n].is_sign('{') || tokens[*n].is_sign(';'))?;
    if tokens[body].is_sign(';') || open > at + 30 {
        return None;
    }
    Some((open..end, end..closing(tokens, body)))
}

fn parameters_of_closure(tokens: &[Token], at: usize) -> Scope {
    let before = tokens.get(at.checked_sub(1)?)?;
    let opens = matches!(before.kind, Kind::Sign('(' | ',' | '=' | '{' | ';' | '>' | '['))
        || before.is_word("move")
        || before.is_word("return");
    if !opens {
        return None;
    }
    let end = (at + 1..tokens.len()).find(|n| tokens[*n].is_sign('|'))?;
    Some((at + 1..end, end + 1..end_of_expression(tokens, end + 1)))
}

/// The end of an expression: the first comma, semicolon or closing bracket that is not its own.
fn end_of_expression(tokens: &[Token], from: usize) -> usize {
    let mut at = from;
    while at < tokens.len() {
        match tokens[at].kind {
            Kind::Sign('(' | '[' | '{') => at = closing(tokens, at),
            Kind::Sign(')' | ']' | '}' | ',' | ';') => return at,
            _ => at += 1,
        }
    }
    at
}

/// A `let` is in scope to the end of the enclosing block; `if let` and `for`, to the end of their own.
fn pattern_of_statement(tokens: &[Token], at: usize) -> Scope {
    let is_for = tokens[at].is_word("for");
    let stop = |n: &usize| {
        if is_for { tokens[*n].is_word("in") } else { tokens[*n].is_sign('=') || tokens[*n].is_sign(';') }
    };
    let end = (at + 1..tokens.len()).find(stop)?;
    let before = at.checked_sub(1).map(|n| &tokens[n]);
    let conditional =
        is_for || before.is_some_and(|t| t.is_word("if") || t.is_word("while") || t.is_sign('&'));
    let mut last = end;
    let mut depth = 0usize;
    while let Some(token) = tokens.get(last) {
        match token.kind {
            Kind::Sign('{') if conditional && depth == 0 => {
                return Some((at + 1..end, end..closing(tokens, last)));
            }
            Kind::Sign('(' | '[' | '{') => depth += 1,
            Kind::Sign(')' | ']' | '}') if depth == 0 => break,
            Kind::Sign(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        last += 1;
    }
    Some((at + 1..end, end..last))
}

/// The pattern of a match arm, and its body.
fn pattern_of_arm(tokens: &[Token], arrow: usize) -> Scope {
    let mut start = arrow;
    let mut depth = 0usize;
    while let Some(token) = start.checked_sub(1).map(|n| &tokens[n]) {
        match token.kind {
            Kind::Sign('}') if depth == 0 => {
                // The body of the previous arm, unless the braces belong to the pattern.
                let open = opening(tokens, start - 1)?;
                if tokens.get(open.checked_sub(1)?)?.word().is_none() {
                    break;
                }
                depth += 1;
            }
            Kind::Sign(')' | ']' | '}') => depth += 1,
            Kind::Sign('(' | '[' | '{') if depth == 0 => break,
            Kind::Sign('(' | '[' | '{') => depth -= 1,
            Kind::Sign(',') if depth == 0 => break,
            _ => {}
        }
        start -= 1;
    }
    let body = arrow + 2;
    let end =
        if tokens.get(body)?.is_sign('{') { closing(tokens, body) } else { end_of_expression(tokens, body) };
    Some((start..arrow, start..end))
}

fn opening(tokens: &[Token], close: usize) -> Option<usize> {
    let mut depth = 0usize;
    for at in (0..=close).rev() {
        match tokens[at].kind {
            Kind::Sign(')' | ']' | '}') => depth += 1,
            Kind::Sign('(' | '[' | '{') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn a_name_is_cut_in_words_and_a_string_is_none() {
    assert_eq!(words("budget_total"), ["budget", "total"]);
    assert_eq!(words("HTMLView2"), ["html", "view"]);
    assert_eq!(words("FicheRow"), ["fiche", "row"]);
    let text = "fn a<'de>() { let b = \"un /* deux\"; r#\"trois\"# /* /* */ b'q' '\\'' } // quatre";
    let found: Vec<String> = tokens(text).iter().filter_map(|t| t.word().map(str::to_owned)).collect();
    assert_eq!(found, ["fn", "a", "let", "b"]);
}

#[test]
fn a_letter_is_counted_in_its_scope() {
    let of = |text: &str| -> Vec<String> {
        long_lived_letters(&tokens(text)).into_iter().map(|(letter, ..)| letter).collect()
    };
    assert_eq!(of("fn f(l: L) {\n l.a;\n l.b;\n l.c;\n}"), ["l"]);
    assert_eq!(
        of("fn f() {\n a(|l| l.a);\n a(|l| l.b);\n a(|l| l.c);\n a(|l| l.d);\n}"),
        Vec::<String>::new()
    );
    assert_eq!(of("fn f() {\n let k = 1;\n k;\n k;\n k;\n}"), ["k"]);
    assert_eq!(of("match m {\n A { c, .. } => {\n c;\n c;\n c;\n }\n B => {}\n}"), ["c"]);
    assert_eq!(of("if let Some(d) = e {\n 1;\n }\n d;\n d;\n d;"), Vec::<String>::new());
}

#[test]
fn the_names_that_users_read_are_found() {
    let text = "#[derive(Debug, Serialize)]\n#[serde(x)]\npub struct A {\n /// a\n #[y]\n pub titre: T,\n lieu: B::C }\n\
                #[derive(Debug)] struct D { autre: E }\n#[derive(Serialize)] enum F { Ligne { mot: G }, Vide }";
    let found: Vec<String> = french_fields("src/x.rs", &tokens(text)).into_iter().collect();
    assert_eq!(found, ["Ligne", "Vide", "lieu", "mot", "titre"]);
}

// ---- What is left of issue 10: these three lists only get shorter, and go with their last line. ----

/// File and name still in French.
const FRENCH_FOR_NOW: &[&str] = &[
    "src/check/rules/form/signs.rs oeu",
    "src/project/reading.rs RapportBilan",
    "src/project/role.rs RapportBilan",
];

/// Public types defined more than once.
const DUPLICATES_FOR_NOW: &[&str] = &[];

/// Files where a letter stands for a thing in more than three lines.
const LETTERS_FOR_NOW: &[&str] = &[
    "src/check/rules/form/acronyms.rs",
    "src/check/rules/form/signs.rs",
    "src/check/rules/form/to_be_filled_in.rs",
    "src/model/passage.rs",
    "src/model/time.rs",
    "src/parse/mod.rs",
    "src/parse/rapport/fiche.rs",
    "src/pipeline.rs",
    "src/scaffold/yaml.rs",
    "src/syntax/markdown/inlines.rs",
    "src/syntax/yaml.rs",
];
