//! A text may be saved in any encoding, with any ends of lines and marks: it is read, or told for what it is.

use calpae::pipeline;
use calpae::project::{self, Tree};
use calpae::snapshot::Snapshot;

use crate::common::Scenario;
use crate::common::trees::{fixture, in_memory, path};

/// Encodings of Windows: each text of the project, in each of them, is told by what it is and never as missing.
#[test]
fn a_text_in_another_encoding_is_named_and_never_said_missing() {
    let utf16 = |text: &str| -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let ansi = |text: &str| -> Vec<u8> {
        text.replace('’', "'").chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect()
    };
    for (file, code) in [
        ("content/2024/convention.yaml", 1),
        ("content/organisation.yaml", 1),
        ("content/cadres/essai.yaml", 1),
        ("content/2024/indicateurs.yaml", 1),
        ("content/2024/articles/01-objet.md", 1),
        ("content/2024/fiches/01.md", 1),
    ] {
        let base = Scenario::new().project("minimal");
        let text = format!("{}\n# é\n", base.read(file)).replace('\n', "\r\n");
        for (bytes, expected) in [(utf16(&text), "UTF-16"), (ansi(&text), "ANSI")] {
            let outcome = Scenario::new()
                .project("minimal")
                .bytes(file, &bytes)
                .args(["check", "--format", "short"])
                .run();
            assert_eq!(outcome.code, code, "{file} : {outcome}");
            let said = format!("{}{}", outcome.stdout, outcome.stderr);
            assert!(said.contains(file) && said.contains(expected), "{file} : {said}");
            for wrong in ["manque", "n’existe pas", "n’est pas un cadre du projet"] {
                assert!(!said.contains(wrong), "{file} : {said}");
            }
        }
    }
}

/// A Windows program saves each text of a project, in « ANSI » with its ends of lines, with or without a mark: 34 of 97
/// such files used to stop the program.
#[test]
fn no_page_saved_by_windows_stops_the_program() {
    let base = in_memory(&fixture("temoin-rapport"));
    let mut tried = 0;
    for file in base.files(&[path("content")]).unwrap() {
        let Ok(text) = String::from_utf8(base.read(&file, u64::MAX).unwrap()) else { continue };
        for newline in ["\r\n", "\n", "\r"] {
            for mark in [&b""[..], b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf", b"\xff\xfe"] {
                let mut bytes = mark.to_vec();
                let text = text.replace('\n', newline).replace(['’', '‘'], "'");
                bytes.extend(text.chars().map(|c| u8::try_from(c).unwrap_or(0x80)));
                let mut tree = project::Overlay::new(&base);
                tree.insert(file.clone(), bytes);
                let Ok(project) = project::open(&tree, None) else { continue };
                let snapshot = Snapshot::read(project);
                let report = pipeline::check(
                    &snapshot,
                    &calpae::check::Selection { chosen: ["FRM-001".to_owned()].into(), ..Default::default() },
                );
                for colour in [false, true] {
                    assert!(
                        !calpae::diagnostic::human::render(&report, &snapshot.sources, colour).is_empty()
                    );
                }
                assert!(
                    calpae::diagnostic::machine::json(&report, &snapshot.sources, &Default::default())
                        .contains("constats")
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

/// Old Macs and Excel end lines with one sign; two programs each add a byte order mark.
#[test]
fn ends_of_line_and_marks_change_nothing() {
    let expected = told_all(&in_memory(&fixture("temoin")));
    for (newline, marks) in [("\r", 0), ("\r", 1), ("\r\n", 2), ("\n", 2), ("\r", 3)] {
        let base = in_memory(&fixture("temoin"));
        let mut tree = project::Overlay::new(&base);
        for file in base.files(&[path("content")]).unwrap() {
            if let Ok(text) = String::from_utf8(base.read(&file, u64::MAX).unwrap()) {
                tree.insert(file, format!("{}{}", "\u{feff}".repeat(marks), text.replace('\n', newline)));
            }
        }
        assert_eq!(told_all(&tree), expected, "{newline:?} {marks}");
    }
}

fn told_all(tree: &dyn Tree) -> String {
    let snapshot = Snapshot::read(project::open(tree, None).unwrap());
    let report = pipeline::check(&snapshot, &calpae::check::Selection::default());
    calpae::diagnostic::machine::short(&report, &snapshot.sources)
}
