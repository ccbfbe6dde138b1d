//! The configuration of a repository: how git calls calpae. Sections and keys of others stay, to the byte.

use gix::config::File;
use gix::config::file::Metadata;

/// The sections that calpae has, by their names.
const SECTIONS: [&str; 2] = ["diff", "merge"];

/// Our keys, each with its section and its value for a program.
fn settings(program: &str) -> [(&'static str, &'static str, String); 5] {
    let program = quoted(program);
    // In a driver, git takes « % » for the start of one of its names.
    let driver = program.replace('%', "%%");
    [
        ("diff", "textconv", format!("{program} git-textconv --")),
        ("diff", "cachetextconv", "true".to_owned()),
        ("diff", "xfuncname", "^(#+ .*)$".to_owned()),
        ("merge", "name", "calpae, champ par champ".to_owned()),
        ("merge", "driver", format!("{driver} git-merge %O %A %B --chemin=%P --taille-marque=%L")),
    ]
}

/// A word for the shell that git calls.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./:".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

fn parse(bytes: &[u8]) -> Option<File> {
    File::from_bytes_no_includes(bytes, Metadata::api(), Default::default()).ok()
}

/// The configuration with our keys; `None` when it cannot be read.
pub(super) fn with_ours(bytes: &[u8], program: &str) -> Option<Vec<u8>> {
    let mut file = parse(bytes)?;
    for (section, key, value) in settings(program) {
        let is_there = file.raw_value_by(section, "calpae", key).is_ok_and(|own| own == value);
        if !is_there {
            file.set_raw_value_by(section, "calpae", key, value.as_str()).ok()?;
        }
    }
    Some(file.to_bstring().into())
}

/// The configuration without our keys, nor the sections that had nothing else; `None` when it cannot be read.
pub(super) fn without_ours(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = parse(bytes)?;
    for name in SECTIONS {
        for (section, key, _) in settings("").iter().filter(|(section, ..)| *section == name) {
            while let Ok(mut section) = file.section_mut(section, "calpae") {
                if section.remove(key).is_none() {
                    break;
                }
            }
        }
        while file.section_mut(name, "calpae").is_ok_and(|section| section.num_values() == 0) {
            file.remove_section(name, "calpae");
        }
    }
    Some(file.to_bstring().into())
}
