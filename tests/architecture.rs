//! What the sources must not say: dependencies that go up, facts of one département, unescaped output.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::{read_tree, repository};

/// Each module and those that it may use.
const ARROWS: [(&str, &[&str]); 17] = [
    ("text", &[]),
    ("lang", &["text"]),
    ("diagnostic", &["text"]),
    ("model", &["text", "lang", "diagnostic"]),
    ("syntax", &["text", "diagnostic", "model"]),
    ("parse", &["text", "lang", "diagnostic", "model", "syntax"]),
    ("resolve", &["text", "lang", "diagnostic", "model"]),
    ("project", &["text", "lang", "diagnostic", "model", "parse"]),
    ("snapshot", &["text", "lang", "diagnostic", "model", "parse", "resolve", "project"]),
    ("ledger", &["text", "lang", "model"]),
    ("scaffold", &["text", "lang", "diagnostic", "model", "syntax", "project", "ledger"]),
    ("check", &["text", "lang", "diagnostic", "model", "snapshot", "ledger"]),
    ("document", &["text", "lang", "diagnostic", "model", "resolve", "ledger"]),
    ("render", &["text", "lang", "diagnostic", "model", "snapshot", "document"]),
    ("typeset", &["text", "diagnostic", "render"]),
    (
        "pipeline",
        &[
            "text",
            "diagnostic",
            "model",
            "snapshot",
            "ledger",
            "scaffold",
            "check",
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
            "snapshot",
            "scaffold",
            "check",
            "render",
            "pipeline",
        ],
    ),
];

fn texts(dossier: &str) -> BTreeMap<String, String> {
    let tree = read_tree(&repository().join(dossier));
    tree.into_iter().map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect()
}

/// The code of a file: neither its comments nor its tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn dependencies_go_one_way() {
    let mut faults = Vec::new();
    for (name, text) in texts("src") {
        let module = name.split(['/', '.']).next().unwrap();
        let Some((_, allowed)) = ARROWS.iter().find(|(m, _)| *m == module) else { continue };
        for piece in code(&text).split("crate::").skip(1) {
            let target = piece.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            if target.is_empty() || target == module || allowed.contains(&target) {
                continue;
            }
            faults.push(format!("{name} → {target}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What is of one département and one year: names, amounts, years, found in its content.
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
        // Amounts of a thousand euros and more, as written and without spaces.
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
            // Whole files of tests say `2022` to test reading it.
            if name.ends_with("tests.rs") {
                continue;
            }
            for line in code(&text).lines() {
                let line = line.split(&format!(" {comments} ")).next().unwrap();
                // Help and advice show how a date is written: an example year is no fact.
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

/// A line of code without the examples between guillemets of its messages.
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

/// A line of a template without what is for tera.
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
