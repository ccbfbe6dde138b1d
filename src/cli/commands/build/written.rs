//! A document that was made, on its way to the disk, and what is said of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::cli::Console;
use crate::cli::args::BuildArgs;
use crate::cli::error::CommandError;
use crate::pipeline::{DocumentKind, Formats, MadeDocument, WantedDocument};
use crate::project::output::{self, WriteOptions, WriteSummary};
use crate::snapshot::Snapshot;

/// What the names of the PDF and of the images begin with: `convention`, or `convention-77-2022` when asked.
pub(super) fn stem(document: WantedDocument<'_>, args: &BuildArgs, snapshot: &Snapshot) -> String {
    let word = document.word(args.public);
    let code = snapshot.dossier.as_ref().map(|dossier| dossier.organisation.collectivite.code.value.as_str());
    match code.filter(|_| args.nom_complet) {
        Some(code) => [&word, code, &snapshot.edition].map(in_a_file_name).join("-"),
        None => word,
    }
}

/// A text with a dash for whatever a program or a mail server might not admit in the name of a file.
fn in_a_file_name(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// A document that was made, on its way to the disk.
pub(super) struct Build<'a> {
    /// The word of the document on the command line.
    pub(super) document: String,
    /// The stem of its files, which names its Typst folder.
    pub(super) word: String,
    pub(super) formats: Formats,
    pub(super) folder: &'a Path,
    pub(super) stem: String,
    pub(super) begun: Instant,
}

impl Build<'_> {
    pub(super) fn write(
        &self,
        made: MadeDocument,
        replaces: bool,
        console: &Console,
    ) -> Result<(), CommandError> {
        let word = self.word.as_str();
        let MadeDocument { files, pages, typst_folder } = made;
        let files: BTreeMap<_, _> =
            files.into_iter().map(|(path, bytes)| (self.named(path), bytes)).collect();
        let is_asked = |path: &str| self.formats.has(word, path);
        let options = WriteOptions { is_asked: &is_asked, replaces };
        let summary = output::write(self.folder, word, &files, options)?;
        console.write(&self.line(&summary, pages, console.output_terminal.then(|| self.begun.elapsed())))?;
        for path in summary.removed.iter().filter(|path| path.ends_with(".pdf")) {
            console.write(&format!("retiré : {}\n", self.place(path).display()))?;
        }
        if let Some(kept) = summary.kept.first().and_then(|path| path.split('/').next()) {
            console
                .write(&format!("gardé : ce qui a été remplacé, dans {}\n", self.place(kept).display()))?;
        }
        for left in &summary.left_alone {
            console.say(&format!("laissé en place, car modifié à la main : {left}\n"))?;
        }
        self.tell_old_name(console)?;
        let again = |format: &str| {
            let public = if self.document == self.word { "" } else { " --public" };
            format!("« calpae build {}{public} --format {format} »", self.document)
        };
        let main_file = format!("{word}.typ");
        if output::has_another_version(self.folder, &main_file, &typst_folder) {
            console.say(&format!(
                "{} est d’une autre version que ce qui vient d’être écrit ; {} le refait\n",
                self.place(&main_file).display(),
                again("typ"),
            ))?;
        }
        let none = Formats { typ: false, pdf: false, png: false, heard: false };
        let others = [
            ("pdf", Formats { pdf: true, ..none }),
            ("png", Formats { png: true, ..none }),
            ("lecture", Formats { heard: true, ..none }),
        ];
        for (name, format) in others {
            let mut kept = summary.others.iter().filter(|path| format.has(word, path));
            let Some(first) = kept.next() else { continue };
            let what = match kept.count() {
                0 => " n’a pas été refait".to_owned(),
                1 => " et un autre fichier n’ont pas été refaits".to_owned(),
                count => format!(" et {count} autres fichiers n’ont pas été refaits"),
            };
            console.say(&format!(
                "{}{what} avec ce qui vient d’être écrit : {}\n",
                self.place(first).display(),
                again(name)
            ))?;
        }
        Ok(())
    }

    /// The name of a file: that of the PDF or of a page may begin otherwise than the document's.
    fn named(&self, path: String) -> String {
        let others = Formats { typ: false, pdf: true, png: true, heard: true };
        match path.strip_prefix(self.word.as_str()).filter(|_| others.has(&self.word, &path)) {
            Some(rest) => format!("{}{rest}", self.stem),
            None => path,
        }
    }

    /// Tells the report that the first versions made without its name: it is not made any more.
    fn tell_old_name(&self, console: &Console) -> Result<(), CommandError> {
        let kind = DocumentKind::Rapport.word();
        let old = self.place(&format!("{kind}.pdf"));
        if self.word.starts_with(kind) && old.is_file() {
            console.say(&format!(
                "{} vient d’une version précédente, et n’est plus fait : c’est maintenant {}.pdf\n",
                old.display(),
                self.word
            ))?;
        }
        Ok(())
    }

    fn place(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// « écrit : output/2022/convention.pdf, 53 pages ». The time is for a terminal alone: elsewhere, the same sources give
    /// the same text.
    fn line(&self, summary: &WriteSummary, pages: Option<usize>, time: Option<Duration>) -> String {
        let Formats { typ: _, pdf, png, heard } = self.formats;
        let mut line = match summary.written.is_empty() && summary.removed.is_empty() {
            true => "inchangé : ".to_owned(),
            false => "écrit : ".to_owned(),
        };
        let name = match (pdf, png, heard) {
            (true, ..) => format!("{}.pdf", self.stem),
            (false, true, _) => format!("{}-001.png", self.stem),
            (false, false, true) => format!("{}{}", self.stem, Formats::HEARD),
            (false, false, false) => format!("{}.typ", self.word),
        };
        line.push_str(&self.place(&name).display().to_string());
        if let Some(pages) = pages {
            let s = if pages > 1 { "s" } else { "" };
            line.push_str(&format!(", {pages} page{s}"));
        }
        if pdf && png {
            line.push_str(", et une image par page");
        }
        if heard && (pdf || png) {
            line.push_str(", et ce qu’on en entend");
        }
        if let Some(time) = time {
            line.push_str(&format!(", en {:.1} s", time.as_secs_f64()).replace('.', ","));
        }
        line.push('\n');
        line
    }
}
