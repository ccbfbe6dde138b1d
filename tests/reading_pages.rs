//! The page of each code of reading, on the smallest project: its faulty text gives the code, its repair does not.

use calpae::check::reading_codes::{Illustration, TextChange, pages};

use crate::common::Scenario;

/// The findings on the smallest project with one state of an example.
fn findings(changes: &[TextChange], state: fn(&TextChange) -> &'static str) -> String {
    let mut scenario = Scenario::new().project("minimal").args(["check", "--format", "short"]);
    for change in changes {
        scenario = match change.replaced {
            Some(text) => scenario.replace(change.file, text, state(change)),
            None if state(change).is_empty() => scenario,
            None => scenario.write(change.file, state(change)),
        };
    }
    scenario.run().stdout
}

/// The codes of reading that findings in short form bear.
fn codes(findings: &str) -> Vec<&'static str> {
    let known = pages().map(|page| page.code);
    known.filter(|code| findings.contains(&format!(" {code}-"))).collect()
}

#[test]
fn the_fault_of_each_page_gives_its_code_and_its_repair_gives_none() {
    let mut lacks = Vec::new();
    for page in pages() {
        let Illustration::Changes(changes) = page.example else { continue };
        let (faulty, repaired) = (findings(changes, |c| c.faulty), findings(changes, |c| c.repaired));
        if codes(&faulty) != [page.code] {
            lacks.push(format!("{} : sa faute donne\n{faulty}", page.code));
        }
        if !codes(&repaired).is_empty() {
            lacks.push(format!("{} : sa réparation donne\n{repaired}", page.code));
        }
        let is_shown = changes.iter().any(|change| change.repaired != change.faulty);
        assert!(is_shown, "{} : rien ne change", page.code);
    }
    assert!(lacks.is_empty(), "{}", lacks.join("\n"));
}

#[test]
fn a_page_says_what_why_and_what_to_do() {
    let mut without_example = 0;
    for page in pages() {
        for text in [page.means, page.why, page.help] {
            assert!(text.len() > 14 && text.ends_with(['.', '»', ')']), "{} : « {text} »", page.code);
            assert!(!text.contains('\''), "{} : apostrophe droite dans « {text} »", page.code);
        }
        assert!(!page.title.ends_with('.'), "{}", page.code);
        without_example += usize::from(matches!(page.example, Illustration::Told(_)));
    }
    // What no short text can show: an encoding, a file too large, the name of a folder, a build of the program, a command, a signed PDF, the clock.
    assert_eq!(without_example, 19);
}
