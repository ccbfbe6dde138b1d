//! `docs/tutoriel.md` never lies: its commands are run to the letter from an empty folder, its files written, its changes
//! made, and each line that it shows is one that the command prints.

use std::fs;

use crate::common::{Outcome, Scenario, repository};

/// The scenario of the tutorial, as far as it was followed.
struct Reader {
    scenario: Scenario,
    /// Folder that the reader is in, with its final « / ».
    folder: String,
    commands: usize,
}

impl Reader {
    fn run(&mut self, line: &str) -> Outcome {
        let args = words(line);
        let (verb, args) = args.split_first().unwrap();
        if verb == "cd" {
            self.folder = format!("{}{}/", self.folder, args[0]);
            assert!(self.scenario.path(&self.folder).is_dir(), "{line}");
            return Outcome { stdout: String::new(), stderr: String::new(), code: 0 };
        }
        assert_eq!(verb, "calpae", "{line}");
        self.commands += 1;
        let scenario = std::mem::replace(&mut self.scenario, Scenario::new());
        self.scenario = scenario.from(&self.folder).args(args.iter().map(String::as_str));
        let outcome = self.scenario.run();
        assert_ne!(outcome.code, 2, "{line} : {outcome}");
        outcome
    }

    /// Runs the commands of a block, and compares what is shown: in order, « … » standing for any lines.
    fn console(&mut self, body: &str) {
        let mut said = String::new();
        for line in body.lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                let outcome = self.run(command);
                said = format!("{}{}", outcome.stdout, outcome.stderr);
            } else if line != "…" && !line.is_empty() {
                let Some((_, rest)) = said.split_once(&format!("{line}\n")) else {
                    panic!("« {line} » n’est pas dit, ou pas dans cet ordre :\n{said}");
                };
                said = rest.to_owned();
            }
        }
    }

    /// Replaces the line marked « - » of a file by that marked « + », or removes it.
    fn change(&mut self, file: &str, body: &str) {
        let path = format!("{}{file}", self.folder);
        let marked = |mark: char| body.lines().filter_map(move |line| line.strip_prefix(mark));
        let lines = |mark: char| marked(mark).map(|line| format!("{line}\n")).collect::<String>();
        let text = self.scenario.read(&path);
        assert_eq!(text.matches(&lines('-')).count(), 1, "{file} : {body}");
        self.write(file, &text.replacen(&lines('-'), &lines('+'), 1));
    }

    fn write(&mut self, file: &str, text: &str) {
        let path = format!("{}{file}", self.folder);
        assert!(self.scenario.path(&path).exists(), "{path} : le tutoriel remplace un fichier qui existe");
        let scenario = std::mem::replace(&mut self.scenario, Scenario::new());
        self.scenario = scenario.write(&path, text);
    }
}

/// The words of a command, those between quotes whole.
fn words(line: &str) -> Vec<String> {
    let pieces = line.split('"').enumerate();
    pieces
        .flat_map(|(place, piece)| match place % 2 {
            0 => piece.split_whitespace().map(str::to_owned).collect(),
            _ => vec![piece.to_owned()],
        })
        .collect()
}

/// The fenced blocks of a page: what follows the fence, and the text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => open = Some((info.to_owned(), String::new())),
            (None, Some((_, body))) => *body += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "un bloc n’est pas fermé : {open:?}");
    blocks
}

#[test]
fn followed_to_the_letter_the_tutorial_ends_with_a_pdf_and_no_error() {
    let page = fs::read_to_string(repository().join("docs/tutoriel.md")).unwrap();
    let mut reader = Reader { scenario: Scenario::new(), folder: String::new(), commands: 0 };
    let mut files = 0;
    for (info, body) in blocks(&page) {
        match info.split_once(' ') {
            None if info == "console" => reader.console(&body),
            Some(("diff", file)) => reader.change(file, &body),
            Some((_, file)) => {
                files += 1;
                reader.write(file, &body);
            }
            None => panic!("un bloc ne dit pas ce qu’il est : {body}"),
        }
    }
    assert!(reader.commands >= 10 && files == 3, "{} commandes, {files} fichiers", reader.commands);

    let build = reader.run("calpae build");
    assert_eq!((build.code, build.stderr.as_str()), (0, ""), "{build}");
    let check = reader.run("calpae check --format short");
    assert_eq!((check.code, check.stderr.as_str()), (0, ""), "{check}");
    let undecided = |line: &str| line.contains("avertissement RAP-013");
    assert!(check.stdout.lines().all(undecided), "{check}");
    let path = |name: &str| reader.scenario.path(&format!("{}{name}", reader.folder));
    assert_eq!(fs::read_dir(path("content/2026/fiches")).unwrap().count(), 3);
    if cfg!(feature = "pdf") {
        assert!(fs::read(path("output/2026/convention.pdf")).unwrap().starts_with(b"%PDF-"));
    }
}
