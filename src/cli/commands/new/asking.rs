//! Questions on a terminal, one a line: the default is shown, a faulty answer is said and asked again twice, and the end
//! of the input is a refusal.

use std::io::{self, BufRead, IsTerminal as _};

use crate::cli::Console;
use crate::cli::error::CommandError;

/// Times that a question is asked.
const ATTEMPTS: usize = 3;

/// Whether someone is there to answer.
pub(super) fn can_ask(console: &Console) -> bool {
    console.terminal && io::stdin().is_terminal()
}

/// Asks on standard input.
///
/// # Errors
/// When nobody answers, or nothing that will do.
pub(super) fn ask<T>(
    console: &Console,
    question: &str,
    default: Option<&str>,
    read: impl Fn(&str) -> Result<T, CommandError>,
) -> Result<T, CommandError> {
    ask_of(&mut io::stdin().lock(), |text| console.say(text), question, default, read)
}

fn ask_of<T>(
    input: &mut dyn BufRead,
    say: impl Fn(&str) -> Result<(), CommandError>,
    question: &str,
    default: Option<&str>,
    read: impl Fn(&str) -> Result<T, CommandError>,
) -> Result<T, CommandError> {
    let shown = default.map(|default| format!(" [{default}]")).unwrap_or_default();
    let unanswered = || {
        CommandError::with_help(format!("« {question} » est resté sans réponse ; rien n’a été écrit"), HELP)
    };
    for _ in 0..ATTEMPTS {
        say(&format!("{question}{shown} : "))?;
        let mut line = String::new();
        // A line that is not text, or that cannot be read, is no answer.
        if input.read_line(&mut line).unwrap_or(0) == 0 {
            say("\n")?;
            return Err(unanswered());
        }
        let answer = match (line.trim(), default) {
            ("", Some(default)) => default,
            ("", None) => continue,
            (answer, _) => answer,
        };
        match read(answer) {
            Ok(answer) => return Ok(answer),
            Err(refusal) => say(&refusal.to_string())?,
        }
    }
    Err(unanswered())
}

const HELP: &str =
    "relancer la commande, ou répondre par ses options : « calpae new projet --help » les donne";

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn year(input: &str, default: Option<&str>) -> (Result<u16, String>, String) {
        let said = RefCell::new(String::new());
        let say = |text: &str| {
            said.borrow_mut().push_str(text);
            Ok(())
        };
        let read = |text: &str| text.parse().map_err(|_| CommandError::new(format!("« {text} » non")));
        let answer = ask_of(&mut input.as_bytes(), say, "Année", default, read);
        (answer.map_err(|e| e.to_string()), said.into_inner())
    }

    #[test]
    fn the_default_is_shown_and_taken() {
        assert_eq!(year("\n", Some("2025")), (Ok(2025), "Année [2025] : ".into()));
        assert_eq!(year("2027\n", Some("2025")).0, Ok(2027));
    }

    #[test]
    fn a_faulty_answer_is_said_and_asked_again() {
        assert_eq!(year("an\n2027\n", None), (Ok(2027), "Année : erreur : « an » non\nAnnée : ".into()));
    }

    #[test]
    fn the_end_of_the_input_is_a_refusal_and_so_are_three_faults() {
        for input in ["", "a\nb\nc\nd\n", "\n\n\n2027\n"] {
            let refusal = year(input, None).0.unwrap_err();
            assert!(refusal.contains("sans réponse ; rien n’a été écrit"), "{refusal}");
        }
    }
}
