//! The builder of the tests: `Essai::new().projet("minimal").remplacer(…).args([…]).lancer()`.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::tree::{Tree, files, read_tree};

/// A project in a folder of its own, and the command to run there.
pub(crate) struct Scenario {
    root: TempDir,
    args: Vec<String>,
    env: Vec<(&'static str, &'static str)>,
}

/// What a run said, paths of the machine redacted. Its text is the whole of it: what a test does not expect
/// shows in the snapshot.
#[must_use = "compare it with a snapshot: what is not asserted must be empty"]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Scenario {
    /// An empty folder, and `calpae build`.
    pub(crate) fn new() -> Self {
        let root = tempfile::Builder::new().prefix("calpae-essai-").tempdir().unwrap();
        Self { root, args: vec!["build".to_owned()], env: vec![("TZ", "UTC"), ("LANG", "C.UTF-8")] }
    }

    /// A project of `tests/fixtures`, copied.
    pub(crate) fn project(self, name: &str) -> Self {
        self.copy(&repository().join("tests/fixtures").join(name))
    }

    /// The convention of the repository, copied.
    pub(crate) fn repository_project(self) -> Self {
        let origin = repository().join("content");
        for (name, place) in files(&origin) {
            self.put(&format!("content/{name}"), &fs::read(place).unwrap());
        }
        self
    }

    fn copy(self, origin: &Path) -> Self {
        for (name, bytes) in read_tree(origin) {
            self.put(&name, &bytes);
        }
        self
    }

    /// Writes a text, over the one that is there.
    pub(crate) fn write(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    /// Writes bytes.
    pub(crate) fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        self.put(path, bytes);
        self
    }

    /// Changes the one place of a file where a text stands.
    pub(crate) fn replace(self, path: &str, from: &str, a: &str) -> Self {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "« {from} » dans {path}");
        self.write(path, &text.replacen(from, a, 1))
    }

    /// Adds a text at the end of a file.
    pub(crate) fn add(self, path: &str, text: &str) -> Self {
        let whole = format!("{}{text}", self.read(path));
        self.write(path, &whole)
    }

    /// Removes a file.
    pub(crate) fn delete(self, path: &str) -> Self {
        fs::remove_file(self.path(path)).unwrap();
        self
    }

    /// The arguments, after `calpae`; `build` when this is not called.
    pub(crate) fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.args = args.into_iter().map(str::to_owned).collect();
        self
    }

    /// A variable of the environment.
    pub(crate) fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.env.retain(|(n, _)| *n != name);
        self.env.push((name, value));
        self
    }

    /// The command in the folder, with nothing of the machine's environment.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_calpae"));
        command
            .args(&self.args)
            .current_dir(self.root.path())
            .env_clear()
            .envs(self.env.iter().copied())
            .stdin(Stdio::null());
        command
    }

    /// Runs the command.
    pub(crate) fn run(&self) -> Outcome {
        let output = self.command().output().unwrap();
        let text = |bytes| {
            let text = String::from_utf8(bytes).unwrap();
            text.replace(self.root.path().to_str().unwrap(), "[ESSAI]")
        };
        Outcome {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code().unwrap_or(-1),
        }
    }

    /// Runs it on a content that has mistakes, and gives what it says of them: exit code 1, nothing on
    /// standard output, nothing written.
    pub(crate) fn faults(&self) -> String {
        let outcome = self.run();
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{outcome}");
        assert!(!self.path("output").exists(), "quelque chose a été écrit dans output/");
        assert!(!outcome.stderr.contains('\u{1b}'), "des couleurs hors d’un terminal");
        let (faults, remainder) =
            outcome.stderr.split_at(outcome.stderr.rfind("rien n’a été écrit").unwrap());
        assert_eq!(remainder, "rien n’a été écrit\n");
        faults.trim_end().to_owned()
    }

    /// Runs it on a content that has none, and gives what it wrote in `output/`. It says nothing.
    pub(crate) fn output(&self) -> Tree {
        let outcome = self.run();
        assert_eq!(outcome, Outcome { stdout: String::new(), stderr: String::new(), code: 0 }, "{outcome}");
        read_tree(&self.path("output"))
    }

    /// A place in the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// A text of the folder.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "half a file would be a failed test, not a lost work")]
    fn put(&self, path: &str, bytes: &[u8]) {
        let place = self.path(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "code {}", self.code)?;
        for (name, text) in [("sortie", &self.stdout), ("erreurs", &self.stderr)] {
            if !text.is_empty() {
                write!(f, "--- {name}\n{text}")?;
            }
        }
        Ok(())
    }
}

/// The folder of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
