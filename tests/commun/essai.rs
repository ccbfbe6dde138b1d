//! The builder of the tests: `Essai::new().projet("minimal").remplacer(…).args([…]).lancer()`.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::arbre::{Arbre, fichiers, lire_arbre};

/// A project in a folder of its own, and the command to run there.
pub(crate) struct Essai {
    racine: TempDir,
    args: Vec<String>,
    env: Vec<(&'static str, &'static str)>,
}

/// What a run said, paths of the machine redacted. Its text is the whole of it: what a test does not expect
/// shows in the snapshot.
#[must_use = "compare it with a snapshot: what is not asserted must be empty"]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Issue {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Essai {
    /// An empty folder, and `calpae build`.
    pub(crate) fn new() -> Self {
        let racine = tempfile::Builder::new().prefix("calpae-essai-").tempdir().unwrap();
        Self { racine, args: vec!["build".to_owned()], env: vec![("TZ", "UTC"), ("LANG", "C.UTF-8")] }
    }

    /// A project of `tests/fixtures`, copied.
    pub(crate) fn projet(self, nom: &str) -> Self {
        self.copier(&depot().join("tests/fixtures").join(nom))
    }

    /// The convention of the repository, copied.
    pub(crate) fn projet_du_depot(self) -> Self {
        let origine = depot().join("content");
        for (nom, place) in fichiers(&origine) {
            self.poser(&format!("content/{nom}"), &fs::read(place).unwrap());
        }
        self
    }

    fn copier(self, origine: &Path) -> Self {
        for (nom, octets) in lire_arbre(origine) {
            self.poser(&nom, &octets);
        }
        self
    }

    /// Writes a text, over the one that is there.
    pub(crate) fn ecrire(self, chemin: &str, texte: &str) -> Self {
        self.octets(chemin, texte.as_bytes())
    }

    /// Writes bytes.
    pub(crate) fn octets(self, chemin: &str, octets: &[u8]) -> Self {
        self.poser(chemin, octets);
        self
    }

    /// Changes the one place of a file where a text stands.
    pub(crate) fn remplacer(self, chemin: &str, de: &str, a: &str) -> Self {
        let texte = self.lire(chemin);
        assert_eq!(texte.matches(de).count(), 1, "« {de} » dans {chemin}");
        self.ecrire(chemin, &texte.replacen(de, a, 1))
    }

    /// Adds a text at the end of a file.
    pub(crate) fn ajouter(self, chemin: &str, texte: &str) -> Self {
        let entier = format!("{}{texte}", self.lire(chemin));
        self.ecrire(chemin, &entier)
    }

    /// Removes a file.
    pub(crate) fn supprimer(self, chemin: &str) -> Self {
        fs::remove_file(self.chemin(chemin)).unwrap();
        self
    }

    /// The arguments, after `calpae`; `build` when this is not called.
    pub(crate) fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.args = args.into_iter().map(str::to_owned).collect();
        self
    }

    /// A variable of the environment.
    pub(crate) fn env(mut self, nom: &'static str, valeur: &'static str) -> Self {
        self.env.retain(|(n, _)| *n != nom);
        self.env.push((nom, valeur));
        self
    }

    /// Runs the command in the folder, with nothing of the machine's environment.
    pub(crate) fn lancer(&self) -> Issue {
        let sortie = Command::new(env!("CARGO_BIN_EXE_calpae"))
            .args(&self.args)
            .current_dir(self.racine.path())
            .env_clear()
            .envs(self.env.iter().copied())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let texte = |octets| {
            let texte = String::from_utf8(octets).unwrap();
            texte.replace(self.racine.path().to_str().unwrap(), "[ESSAI]")
        };
        Issue {
            stdout: texte(sortie.stdout),
            stderr: texte(sortie.stderr),
            code: sortie.status.code().unwrap_or(-1),
        }
    }

    /// Runs it on a content that has mistakes, and gives what it says of them: exit code 1, nothing on
    /// standard output, nothing written.
    pub(crate) fn fautes(&self) -> String {
        let issue = self.lancer();
        assert_eq!((issue.code, issue.stdout.as_str()), (1, ""), "{issue}");
        assert!(!self.chemin("output").exists(), "quelque chose a été écrit dans output/");
        assert!(!issue.stderr.contains('\u{1b}'), "des couleurs hors d’un terminal");
        let (fautes, reste) = issue.stderr.split_at(issue.stderr.rfind("rien n’a été écrit").unwrap());
        assert_eq!(reste, "rien n’a été écrit\n");
        fautes.trim_end().to_owned()
    }

    /// Runs it on a content that has none, and gives what it wrote in `output/`. It says nothing.
    pub(crate) fn sortie(&self) -> Arbre {
        let issue = self.lancer();
        assert_eq!(issue, Issue { stdout: String::new(), stderr: String::new(), code: 0 }, "{issue}");
        lire_arbre(&self.chemin("output"))
    }

    /// A place in the folder.
    pub(crate) fn chemin(&self, chemin: &str) -> PathBuf {
        self.racine.path().join(chemin)
    }

    /// A text of the folder.
    pub(crate) fn lire(&self, chemin: &str) -> String {
        fs::read_to_string(self.chemin(chemin)).unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "half a file would be a failed test, not a lost work")]
    fn poser(&self, chemin: &str, octets: &[u8]) {
        let place = self.chemin(chemin);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, octets).unwrap();
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "code {}", self.code)?;
        for (nom, texte) in [("sortie", &self.stdout), ("erreurs", &self.stderr)] {
            if !texte.is_empty() {
                write!(f, "--- {nom}\n{texte}")?;
            }
        }
        Ok(())
    }
}

/// The folder of the repository.
pub(crate) fn depot() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
