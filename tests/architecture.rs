//! What the sources must not contain: uses of a room that goes up, facts of one département, unescaped output.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::rust_tokens::{Token, closing, tokens, without_tests};
use crate::common::{read_tree, repository};

/// Each room of `src/`, and the rooms that it may use. `docs/architecture.md` says what each is for.
const ARROWS: [(&str, &[&str]); 28] = [
    ("text", &[]),
    ("lang", &["text"]),
    ("diagnostic", &["text", "lang"]),
    ("model", &["text", "lang", "diagnostic"]),
    ("syntax", &["text", "diagnostic", "model"]),
    ("merge", &["text", "lang", "syntax"]),
    ("parse", &["text", "lang", "diagnostic", "model", "syntax"]),
    ("resolve", &["text", "lang", "diagnostic", "model"]),
    ("project", &["text", "lang", "diagnostic", "model", "syntax", "parse"]),
    ("snapshot", &["text", "lang", "diagnostic", "model", "parse", "resolve", "project"]),
    ("publication", &["text", "lang", "diagnostic", "model", "syntax", "project", "snapshot"]),
    ("ledger", &["text", "lang", "model", "resolve"]),
    ("scaffold", &["text", "lang", "diagnostic", "model", "syntax", "project", "ledger"]),
    ("identifiers", &["text", "lang", "diagnostic", "model", "syntax", "project"]),
    ("figures", &["text", "lang", "model", "resolve", "ledger"]),
    ("check", &["text", "lang", "diagnostic", "model", "snapshot", "ledger", "figures", "identifiers"]),
    ("compare", &["text", "lang", "diagnostic", "model", "resolve", "snapshot", "ledger"]),
    ("history", &["text", "diagnostic", "model", "resolve", "project", "snapshot", "ledger", "compare"]),
    ("standing", &["text", "lang", "diagnostic", "model", "parse"]),
    ("census", &["text", "diagnostic", "model", "syntax", "project", "ledger", "snapshot"]),
    ("export", &["text", "lang", "diagnostic", "model", "ledger", "project", "snapshot"]),
    ("sign", &[]),
    ("document", &["text", "lang", "diagnostic", "model", "resolve", "ledger", "figures", "compare"]),
    ("render", &["text", "lang", "diagnostic", "model", "snapshot", "export", "document"]),
    ("typeset", &["text", "diagnostic", "render"]),
    (
        "pipeline",
        &[
            "text",
            "diagnostic",
            "model",
            "project",
            "snapshot",
            "ledger",
            "scaffold",
            "check",
            "compare",
            "census",
            "identifiers",
            "publication",
            "export",
            "document",
            "render",
            "typeset",
        ],
    ),
    (
        "cli",
        &[
            "text",
            "lang",
            "diagnostic",
            "model",
            "project",
            "ledger",
            "figures",
            "snapshot",
            "scaffold",
            "check",
            "compare",
            "history",
            "standing",
            "export",
            "sign",
            "render",
            "typeset",
            "pipeline",
            "merge",
        ],
    ),
    ("main", &["cli"]),
];

fn texts(dossier: &str) -> BTreeMap<String, String> {
    let tree = read_tree(&repository().join(dossier));
    tree.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// A file without its comments and its tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The rooms that a file uses and may not.
fn faults(file: &str, text: &str) -> Vec<String> {
    let room = file.split(['/', '.']).next().unwrap();
    if room == "lib" {
        return Vec::new();
    }
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else {
        return vec![format!("{file} : la pièce « {room} » est inconnue")];
    };
    targets(file, &without_tests(&tokens(text)))
        .into_iter()
        .filter(|target| target != room && !allowed.contains(&target.as_str()))
        .map(|target| format!("{file} → {target}"))
        .collect()
}

/// The rooms that a file uses: `crate::a`, `crate::{a, b::{c}}`, `calpae::a`, and `super::` up to the root.
fn targets(file: &str, tokens: &[Token]) -> BTreeSet<String> {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = path.split('/').count();
    let mut targets = BTreeSet::new();
    let mut at = 0;
    while at < tokens.len() {
        let colons = |at: usize| [at, at + 1].iter().all(|n| tokens.get(*n).is_some_and(|t| t.is_sign(':')));
        let mut after = at;
        if tokens[at].is_word("crate") || tokens[at].is_word("calpae") {
            after = at + 1;
        } else {
            for step in 0..depth {
                let place = at + 3 * step;
                if !(tokens.get(place).is_some_and(|t| t.is_word("super")) && colons(place + 1)) {
                    after = at;
                    break;
                }
                after = place + 1;
            }
        }
        if after > at && colons(after) {
            targets.extend(heads(tokens, after + 2));
        }
        at = after.max(at + 1);
    }
    targets
}

/// The first name of the path at a place, or of each path between braces.
fn heads(tokens: &[Token], at: usize) -> Vec<String> {
    let Some(token) = tokens.get(at) else { return Vec::new() };
    if !token.is_sign('{') {
        return token.word().map(str::to_owned).into_iter().collect();
    }
    let end = closing(tokens, at) - 1;
    let mut heads = Vec::new();
    let mut place = at + 1;
    while place < end {
        heads.extend(tokens[place].word().map(str::to_owned));
        while place < end && !tokens[place].is_sign(',') {
            place = if tokens[place].is_sign('{') { closing(tokens, place) } else { place + 1 };
        }
        place += 1;
    }
    heads
}

#[test]
fn dependencies_go_one_way() {
    let faults: Vec<String> = texts("src").iter().flat_map(|(name, text)| faults(name, text)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn an_arrow_that_goes_up_is_seen_however_it_is_written() {
    let all = |file: &str, text: &str| faults(file, text).join(" ; ");
    assert_eq!(all("text/a.rs", "use crate::model::Dossier;"), "text/a.rs → model");
    assert_eq!(
        all("text/a.rs", "use crate::{text::Span, check::{self, rules}, ledger};"),
        "text/a.rs → check ; text/a.rs → ledger"
    );
    assert_eq!(all("text/a.rs", "fn a() { crate::cli::run(); }"), "text/a.rs → cli");
    assert_eq!(all("text/mod.rs", "use super::parse;"), "text/mod.rs → parse");
    assert_eq!(all("text/b/c.rs", "use super::super::super::parse;"), "text/b/c.rs → parse");
    assert_eq!(all("text/b/c.rs", "use super::super::path;"), "");
    assert_eq!(all("cli/mod.rs", "use crate::pipeline;"), "");
    assert_eq!(all("text/a.rs", "// use crate::cli;\nconst A: &str = \"crate::cli\";"), "");
    assert_eq!(
        all("text/a.rs", "#[cfg(test)]\nmod tests { use crate::cli; }\nuse crate::parse;"),
        "text/a.rs → parse"
    );
    assert_eq!(all("helpers/a.rs", ""), "helpers/a.rs : la pièce « helpers » est inconnue");
    assert_eq!(all("helpers.rs", ""), "helpers.rs : la pièce « helpers » est inconnue");
}

#[test]
fn the_design_draws_no_circle() {
    for (place, (room, allowed)) in ARROWS.iter().enumerate() {
        for target in *allowed {
            let known = ARROWS.iter().position(|(name, _)| name == target);
            assert!(known.is_some_and(|known| known < place), "{room} → {target}");
        }
    }
}

/// Facts of one département and one year, read from its content: names, amounts, years.
fn content_facts() -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for (name, text) in texts("content") {
        if name.ends_with("organisation.yaml") || name.ends_with("convention.yaml") {
            for value in
                text.lines().filter_map(|l| l.split_once(": ")).map(|(_, v)| v.trim().trim_matches('"'))
            {
                let own = value.split_whitespace().all(|m| m.starts_with(char::is_uppercase));
                if own && value.len() > 5 && !["IBAN", "absente"].contains(&value) {
                    facts.insert(value.to_owned());
                }
            }
        }
        // Amounts of a thousand euros or more, with and without their spaces.
        for piece in text.split('€') {
            let end: String =
                piece.chars().rev().take_while(|c| c.is_ascii_digit() || " ,.".contains(*c)).collect();
            let montant: String = end.chars().rev().collect::<String>().trim().to_owned();
            let digits: String = montant.chars().filter(char::is_ascii_digit).collect();
            if digits.len() >= 5 && !digits.ends_with("0000") {
                facts.insert(montant);
                facts.insert(digits);
            }
        }
    }
    facts.extend(
        ["Seine", "Marne", "Melun", "Beffre", "Parigi", "2022", "CALPAE", "KPMG", "AAVE"].map(str::to_owned),
    );
    facts
}

#[test]
fn no_fact_of_one_departement_in_the_program() {
    let facts = content_facts();
    assert!(facts.len() > 40, "le contenu n’a donné que {} faits", facts.len());
    let mut faults = Vec::new();
    for (dossier, comments) in [("src", "//"), ("templates", "//")] {
        for (name, text) in texts(dossier) {
            // Test files may contain `2022`, to test that it is read.
            if name.ends_with("tests.rs") {
                continue;
            }
            for line in code(&text).lines() {
                let line = line.split(&format!(" {comments} ")).next().unwrap();
                // Help and advice show how to write a date: the year of an example is no fact.
                let line = if dossier == "src" { without_examples(line) } else { line.to_owned() };
                faults.extend(
                    facts
                        .iter()
                        .filter(|f| line.contains(f.as_str()))
                        .map(|f| format!("{name} : {f} : {line}")),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// A line of code without the examples that its messages put between guillemets.
fn without_examples(line: &str) -> String {
    let mut output = String::new();
    let mut inside = 0usize;
    for c in line.chars() {
        match c {
            '«' => inside += 1,
            '»' => inside = inside.saturating_sub(1),
            c if inside == 0 => output.push(c),
            _ => {}
        }
    }
    output
}

#[test]
fn templates_escape_everything_and_speak_french() {
    for (name, text) in texts("templates").into_iter().filter(|(n, _)| n.ends_with(".tera")) {
        for forbidden in ["| safe", "|safe", "autoescape"] {
            assert!(!text.contains(forbidden), "{name} : {forbidden}");
        }
        for line in text.lines().filter(|l| !l.trim_start().starts_with("//") && !l.contains("{#")) {
            for (i, _) in line.match_indices('\'') {
                let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
                let (before, after) = (line[..i].chars().next_back(), line[i + 1..].chars().next());
                assert!(!(letter(before) && letter(after)), "{name} : apostrophe droite : {line}");
            }
            let line = outside_tags(line);
            for sign in [" ;", " !", " ?", " »"] {
                assert!(!line.contains(sign), "{name} : espace ordinaire avant « {sign} » : {line}");
            }
        }
    }
}

/// A line of a template without its tera tags.
fn outside_tags(line: &str) -> String {
    let mut output = String::new();
    let mut remainder = line;
    while let Some(i) = ["{{", "{%"].iter().filter_map(|b| remainder.find(b)).min() {
        output.push_str(&remainder[..i]);
        let end = ["}}", "%}"]
            .iter()
            .filter_map(|b| remainder[i..].find(b))
            .min()
            .map_or(remainder.len(), |f| i + f + 2);
        remainder = &remainder[end..];
    }
    output + remainder
}
