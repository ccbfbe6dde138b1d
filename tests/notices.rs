//! What the binary is made of: the licence of each crate is one that we accept, and `NOTICES.txt` bears its text.
//! `CALPAE_MAJ=1 cargo test notices` writes that file again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::common::repository;

/// Licences of the crates in the binary; `deny.toml` has the same list.
const ACCEPTED: [&str; 9] = [
    "MIT",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Unicode-3.0",
    "Zlib",
    "Unlicense",
    "0BSD",
    "MIT-0",
];

/// A crate of the binary.
struct Crate {
    name: String,
    version: String,
    licence: String,
    /// Its licence files, by name.
    texts: BTreeMap<String, String>,
}

/// The crates that the binary is made of, on one platform so that the list is the same on every machine.
fn crates() -> Vec<Crate> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let nodes: BTreeMap<String, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (text(&node["id"]), node))
        .collect();
    let root = text(&metadata["resolve"]["root"]);
    let mut within = BTreeSet::new();
    let mut ahead = vec![root.clone()];
    while let Some(id) = ahead.pop() {
        for edge in nodes[&id]["deps"].as_array().unwrap() {
            // Neither what only the tests need, nor what only a build script runs.
            let is_linked = edge["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
            let target = text(&edge["pkg"]);
            if is_linked && within.insert(target.clone()) {
                ahead.push(target);
            }
        }
    }
    let packages = metadata["packages"].as_array().unwrap().iter();
    let mut crates: Vec<Crate> = packages
        .filter(|package| within.contains(&text(&package["id"])))
        .map(|package| Crate {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: text(&package["license"]),
            texts: licence_files(Path::new(&text(&package["manifest_path"])).parent().unwrap()),
        })
        .collect();
    crates.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    crates
}

fn licence_files(folder: &Path) -> BTreeMap<String, String> {
    let is_licence = |name: &str| {
        let name = name.to_uppercase();
        ["LICEN", "COPYING", "NOTICE", "UNLICENSE"].iter().any(|start| name.starts_with(start))
    };
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path())))
        .filter(|(name, _)| is_licence(name))
        .map(|(name, path)| (name, String::from_utf8_lossy(&fs::read(path).unwrap()).replace("\r\n", "\n")))
        .collect()
}

/// The file: the list of the crates, then each text once, under the crates that bear it.
fn notices(crates: &[Crate]) -> String {
    let mut file = "calpae is made of the crates below, each under its licence. Written by `CALPAE_MAJ=1 cargo test notices`.\n\n".to_owned();
    let mut bearers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for one in crates {
        file.push_str(&format!("{} {} ({})\n", one.name, one.version, one.licence));
        for text in one.texts.values() {
            bearers.entry(text.trim()).or_default().push(format!("{} {}", one.name, one.version));
        }
    }
    let mut texts: Vec<(String, &str)> = bearers
        .into_iter()
        .map(|(text, bearers)| {
            (bearers.into_iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(", "), text)
        })
        .collect();
    texts.sort();
    for (bearers, text) in texts {
        file.push_str(&format!("\n{}\n{bearers}\n{}\n\n{text}\n", "=".repeat(100), "=".repeat(100)));
    }
    file
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the notices are written again on request")]
fn the_notices_bear_every_crate_of_the_binary() {
    let crates = crates();
    assert!(crates.len() > 100, "{} caisses seulement", crates.len());
    let expected = notices(&crates);
    let path = repository().join("NOTICES.txt");
    if std::env::var("CALPAE_MAJ").is_ok() {
        fs::write(&path, &expected).unwrap();
    }
    assert!(fs::read_to_string(path).unwrap_or_default() == expected, "CALPAE_MAJ=1 cargo test notices");
}

#[test]
fn every_licence_is_one_that_we_accept() {
    let refused: Vec<String> = crates()
        .into_iter()
        .filter(|one| !is_accepted(&one.licence))
        .map(|one| format!("{} {} : {}", one.name, one.version, one.licence))
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
    let deny = fs::read_to_string(repository().join("deny.toml")).unwrap();
    for licence in ACCEPTED {
        assert!(deny.contains(&format!("\"{licence}\"")), "deny.toml ne connaît pas {licence}");
    }
}

/// Whether one choice of an expression is accepted: `A OR B` wants one, `A AND B` both.
fn is_accepted(expression: &str) -> bool {
    let plain = expression.replace(['(', ')'], " ").replace('/', " OR ");
    plain.split(" AND ").all(|clause| {
        clause
            .split(" OR ")
            .any(|one| ACCEPTED.contains(&one.split(" WITH ").next().unwrap_or_default().trim()))
    })
}

#[test]
fn a_licence_is_accepted_when_one_of_its_choices_is() {
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT AND GPL-3.0", false),
        ("Unlicense/MIT", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("", false),
    ] {
        assert_eq!(is_accepted(expression), expected, "{expression}");
    }
}
