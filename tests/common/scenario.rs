//! The builder of a test: `Scenario::new().project("minimal").replace(…).args([…]).run()`.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::tree::{Tree, files, read_tree};

/// A project in a temporary folder, and the command to run there.
pub(crate) struct Scenario {
    root: TempDir,
    from: String,
    args: Vec<String>,
    env: Vec<(&'static str, &'static str)>,
}

/// What a run printed, with the path of the folder redacted. Displays all of it, so that a snapshot shows what a test does
/// not expect.
#[must_use = "compare it with a snapshot: what is not asserted must be empty"]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Scenario {
    /// `calpae build` in an empty folder.
    pub(crate) fn new() -> Self {
        let root = tempfile::Builder::new().prefix("calpae-essai-").tempdir().unwrap();
        let env = vec![("TZ", "UTC"), ("LANG", "C.UTF-8")];
        Self { root, from: String::new(), args: vec!["build".to_owned()], env }
    }

    /// Copies a project of `tests/fixtures`.
    pub(crate) fn project(self, name: &str) -> Self {
        self.copy(&repository().join("tests/fixtures").join(name))
    }

    /// Copies the convention of the repository.
    pub(crate) fn repository_project(self) -> Self {
        let origin = repository().join("content");
        for (name, place) in files(&origin) {
            self.put(&format!("content/{name}"), &fs::read(place).unwrap());
        }
        self
    }

    /// Copies a project of `tests/fixtures` in a folder of the scenario.
    pub(crate) fn project_in(self, name: &str, folder: &str) -> Self {
        for (path, bytes) in read_tree(&repository().join("tests/fixtures").join(name)) {
            self.put(&format!("{folder}/{path}"), &bytes);
        }
        self
    }

    fn copy(self, origin: &Path) -> Self {
        for (name, bytes) in read_tree(origin) {
            self.put(&name, &bytes);
        }
        self
    }

    /// Writes a file, over any that is there.
    pub(crate) fn write(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    /// Writes a file that need not be UTF-8.
    pub(crate) fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        self.put(path, bytes);
        self
    }

    /// Replaces the only occurrence of a text in a file.
    pub(crate) fn replace(self, path: &str, from: &str, to: &str) -> Self {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "« {from} » dans {path}");
        self.write(path, &text.replacen(from, to, 1))
    }

    /// Appends to a file.
    pub(crate) fn add(self, path: &str, text: &str) -> Self {
        let whole = format!("{}{text}", self.read(path));
        self.write(path, &whole)
    }

    /// Appends to a file that need not be UTF-8.
    pub(crate) fn add_bytes(self, path: &str, bytes: &[u8]) -> Self {
        let whole = [fs::read(self.path(path)).unwrap(), bytes.to_vec()].concat();
        self.bytes(path, &whole)
    }

    /// Removes a file.
    pub(crate) fn delete(self, path: &str) -> Self {
        fs::remove_file(self.path(path)).unwrap();
        self
    }

    /// Sets the arguments after `calpae`, `build` by default.
    pub(crate) fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.args = args.into_iter().map(str::to_owned).collect();
        self
    }

    /// Sets the folder to run from, which is made if needed; that of the scenario by default.
    pub(crate) fn from(mut self, folder: &str) -> Self {
        fs::create_dir_all(self.path(folder)).unwrap();
        folder.clone_into(&mut self.from);
        self
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.env.retain(|(n, _)| *n != name);
        self.env.push((name, value));
        self
    }

    /// The command, in the folder and without the environment of the machine.
    pub(crate) fn command(&self) -> Command {
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        self.command_with(&args)
    }

    /// The command with other arguments.
    pub(crate) fn command_with(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_calpae"));
        command
            .args(args)
            .current_dir(self.root.path().join(&self.from))
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

    /// Builds a content that has errors and returns them. Asserts exit code 1, nothing on standard output, nothing
    /// written.
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

    /// Builds a content that prevents nothing and returns `output/`. Asserts success, and that nothing is said but what was
    /// written and what the check finds.
    pub(crate) fn output(&self) -> Tree {
        let outcome = self.run();
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
        assert!(outcome.stdout.starts_with("écrit : "), "{outcome}");
        read_tree(&self.path("output"))
    }

    /// The path of a file of the folder.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    /// The text of a file of the folder.
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

/// The root of the repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
