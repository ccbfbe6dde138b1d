//! Repairs made in memory, pass after pass, then written into the sources: all of them or none, each file whole,
//! the bytes around kept, a byte order mark and the line ends of Windows too.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::system::in_french;
use crate::diagnostic::TextEdit;
use crate::text::{FileId, Sources};

/// A file and its text before and after.
#[derive(Debug)]
pub struct FixedFile {
    /// Path from the root of the project.
    pub path: String,
    /// Text read, as the rules saw it.
    pub before: String,
    /// Text repaired, as the rules will see it.
    pub after: String,
    /// Number of changes.
    pub number: usize,
    /// The bytes of the disk, and those that will replace them.
    scanned: Vec<u8>,
    bytes: Vec<u8>,
}

/// The files repaired so far.
#[derive(Debug, Default)]
pub struct FixedFiles(BTreeMap<FileId, FixedFile>);

impl FixedFiles {
    /// The files, in the order they were read.
    pub fn iter(&self) -> impl Iterator<Item = &FixedFile> {
        self.0.values()
    }

    /// Puts the repaired texts in the place of those of the disk.
    pub fn overlay(&self, sources: &mut Sources) {
        for (file, fixed) in &self.0 {
            sources.replace(*file, &fixed.after);
        }
    }

    /// Applies changes in memory and says how many. Of two changes of the same bytes the first stands: the next
    /// pass sees the other.
    ///
    /// # Errors
    /// A sentence, when a file cannot be read again or is no longer the one that was read.
    pub fn apply(&mut self, root: &Path, sources: &Sources, editions: &[TextEdit]) -> Result<usize, String> {
        let mut by_file: BTreeMap<FileId, Vec<&TextEdit>> = BTreeMap::new();
        for edition in editions.iter().filter(|e| sources.text(e.span) != e.text) {
            by_file.entry(edition.span.file).or_default().push(edition);
        }
        let mut number = 0;
        for (file, own_items) in by_file {
            let fixed = match self.0.remove(&file) {
                Some(fixed) => fixed,
                None => read(root, sources, file)?,
            };
            let fixed = apply(fixed, own_items)?;
            number += fixed.1;
            self.0.insert(file, fixed.0);
        }
        Ok(number)
    }

    /// Writes the repaired files, each beside its place and then renamed to it.
    ///
    /// # Errors
    /// A sentence: a file changed meanwhile, and nothing is written; or one could not be written, and those
    /// before it are.
    pub fn write(&self, root: &Path) -> Result<(), String> {
        for fixed in self.iter() {
            let scanned = fs::read(root.join(&fixed.path)).map_err(|e| unreadable(&fixed.path, &e))?;
            if scanned != fixed.scanned {
                return Err(changed(&fixed.path));
            }
        }
        for fixed in self.iter() {
            let place = root.join(&fixed.path);
            let error =
                |e: std::io::Error| format!("« {} » ne peut être écrit : {}", fixed.path, in_french(&e));
            let dossier = place.parent().unwrap_or(root);
            let mut fresh = tempfile::NamedTempFile::new_in(dossier).map_err(error)?;
            fresh.write_all(&fixed.bytes).map_err(error)?;
            let straight_quotes = fs::metadata(&place).map_err(error)?.permissions();
            fresh.as_file().set_permissions(straight_quotes).map_err(error)?;
            fresh.as_file().sync_all().map_err(error)?;
            fresh.persist(&place).map_err(|e| error(e.error))?;
        }
        Ok(())
    }
}

fn unreadable(path: &str, e: &std::io::Error) -> String {
    format!("« {path} » ne peut être lu : {}", in_french(e))
}

fn changed(path: &str) -> String {
    format!("« {path} » a changé pendant la vérification : relancer la commande")
}

/// A file of the disk, if it still is the one that the rules saw.
fn read(root: &Path, sources: &Sources, file: FileId) -> Result<FixedFile, String> {
    let source = sources.source(file);
    let path = source.path().to_string();
    let scanned = fs::read(root.join(&path)).map_err(|e| unreadable(&path, &e))?;
    let text = std::str::from_utf8(&scanned).map_err(|_| changed(&path))?;
    let before = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    if before != source.text() {
        return Err(changed(&path));
    }
    let bytes = scanned.clone();
    Ok(FixedFile { path, after: before.clone(), before, number: 0, scanned, bytes })
}

/// Applies the changes of one file to its text and to its bytes.
fn apply(fixed: FixedFile, mut editions: Vec<&TextEdit>) -> Result<(FixedFile, usize), String> {
    editions.sort_by_key(|e| (e.span.start, e.span.end));
    editions.dedup();
    let raw = String::from_utf8(fixed.bytes).map_err(|_| changed(&fixed.path))?;
    let windows = raw.contains("\r\n");
    let (mut after, mut bytes) = (String::new(), String::new());
    let (mut parsed, mut written, mut number) = (0, 0, 0);
    let place = places(&raw);
    for edition in editions {
        let span = edition.span;
        if span.start < parsed || span.end < span.start {
            continue;
        }
        let (start, end) = (place(span.start), place(span.end));
        after.push_str(fixed.after.get(parsed..span.start).ok_or_else(|| changed(&fixed.path))?);
        after.push_str(&edition.text);
        bytes.push_str(raw.get(written..start).ok_or_else(|| changed(&fixed.path))?);
        bytes.push_str(&if windows { edition.text.replace('\n', "\r\n") } else { edition.text.clone() });
        (parsed, written) = (span.end, end);
        number += 1;
    }
    after.push_str(fixed.after.get(parsed..).unwrap_or(""));
    bytes.push_str(raw.get(written..).unwrap_or(""));
    let total = fixed.number + number;
    Ok((FixedFile { after, bytes: bytes.into_bytes(), number: total, ..fixed }, number))
}

/// From a byte of the text that rules see to a byte of the file.
fn places(text: &str) -> impl Fn(usize) -> usize {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let newlines: Vec<usize> =
        text.get(mark..).unwrap_or("").match_indices("\r\n").enumerate().map(|(n, (i, _))| i - n).collect();
    move |byte| mark + byte + newlines.partition_point(|r| *r < byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{ProjectPath, Span};

    #[expect(clippy::disallowed_methods, reason = "the test writes what the command reads")]
    fn put(dossier: &Path, text: &str) {
        fs::write(dossier.join("a.md"), text).unwrap();
    }

    fn edition(sources: &Sources, file: FileId, from: &str, a: &str) -> TextEdit {
        let start = sources.source(file).text().find(from).unwrap();
        TextEdit { span: Span { file, start, end: start + from.len() }, text: a.into() }
    }

    #[test]
    fn the_bytes_around_are_kept_over_several_passes() {
        let dossier = tempfile::tempdir().unwrap();
        let raw = "\u{feff}un\r\ndeux  mots\r\nété   fin\r\n";
        put(dossier.path(), raw);
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a.md").unwrap(), raw);
        let mut fixed_files = FixedFiles::default();
        for (from, a) in [("deux  ", "trois\n"), ("été   ", "été ")] {
            let editions = [edition(&sources, file, from, a)];
            assert_eq!(fixed_files.apply(dossier.path(), &sources, &editions), Ok(1));
            fixed_files.overlay(&mut sources);
            assert_eq!(fs::read_to_string(dossier.path().join("a.md")).unwrap(), raw);
        }
        fixed_files.write(dossier.path()).unwrap();
        let parsed = fs::read_to_string(dossier.path().join("a.md")).unwrap();
        assert_eq!(parsed, "\u{feff}un\r\ntrois\r\nmots\r\nété fin\r\n");
    }

    #[test]
    fn of_two_changes_of_the_same_bytes_the_first_stands_and_none_is_no_change() {
        let dossier = tempfile::tempdir().unwrap();
        put(dossier.path(), "abc");
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a.md").unwrap(), "abc");
        let mut fixed_files = FixedFiles::default();
        let editions = [
            edition(&sources, file, "bc", "B"),
            edition(&sources, file, "ab", "A"),
            edition(&sources, file, "c", "c"),
        ];
        assert_eq!(fixed_files.apply(dossier.path(), &sources, &editions), Ok(1));
        assert_eq!(fixed_files.iter().map(|c| c.after.as_str()).collect::<Vec<_>>(), ["Ac"]);
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let dossier = tempfile::tempdir().unwrap();
        put(dossier.path(), "texte");
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a.md").unwrap(), "texte");
        let editions = [edition(&sources, file, "t", "T")];
        let mut fixed_files = FixedFiles::default();
        fixed_files.apply(dossier.path(), &sources, &editions).unwrap();
        put(dossier.path(), "autre");
        assert!(fixed_files.write(dossier.path()).unwrap_err().contains("a changé"));
        assert_eq!(fs::read_to_string(dossier.path().join("a.md")).unwrap(), "autre");
        let refusal = FixedFiles::default().apply(dossier.path(), &sources, &editions);
        assert!(refusal.unwrap_err().contains("a changé"));
    }
}
