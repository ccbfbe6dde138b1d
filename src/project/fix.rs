//! Applies text edits to a project in memory, pass after pass, then writes the edited files back, and gives folders their
//! other names. Every byte outside an edit is kept, a byte order mark and Windows line ends included.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::error::{TreeError, WriteError};
use super::staging::{Before, Staging, put, sync_folder};
use super::tree::{Disk, EntryKind, Overlay, Tree};
use crate::diagnostic::{FolderMove, NewPage, TextEdit};
use crate::text::{FileId, ProjectPath, Sources, as_read};

/// A file with edits applied.
#[derive(Debug, Clone)]
pub struct FixedFile {
    /// Path from the root of the project.
    pub path: ProjectPath,
    /// Number of edits applied.
    pub number: usize,
    /// The bytes on the disk, and the text that will replace them.
    before: Vec<u8>,
    after: String,
}

impl FixedFile {
    /// The original text, as rules saw it.
    pub fn text_before(&self) -> String {
        as_read(&String::from_utf8_lossy(&self.before))
    }

    /// The edited text, as rules will see it.
    pub fn text_after(&self) -> String {
        as_read(&self.after)
    }
}

/// A project with the edits made to it so far.
#[derive(Debug, Clone)]
pub struct FixedFiles<'a> {
    tree: Overlay<'a>,
    files: BTreeMap<ProjectPath, FixedFile>,
    moves: Vec<FolderMove>,
    created: Vec<NewPage>,
}

impl<'a> FixedFiles<'a> {
    /// A project without edits.
    pub fn new(base: &'a dyn Tree) -> Self {
        Self { tree: Overlay::new(base), files: BTreeMap::new(), moves: Vec::new(), created: Vec::new() }
    }

    /// The project as edited.
    pub fn tree(&self) -> &dyn Tree {
        &self.tree
    }

    /// The edited files, by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &FixedFile> {
        self.files.values()
    }

    /// The folders that are moved.
    pub fn moves(&self) -> &[FolderMove] {
        &self.moves
    }

    /// The pages that are added.
    pub fn created(&self) -> &[NewPage] {
        &self.created
    }

    /// Whether nothing is edited, added or moved.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.moves.is_empty() && self.created.is_empty()
    }

    /// Adds a page in memory, once all is edited.
    pub fn create(&mut self, page: NewPage) {
        self.tree.insert(page.path.clone(), page.text.clone());
        self.created.push(page);
    }

    /// Moves a folder in memory, once all is edited.
    pub fn move_folder(&mut self, moved: FolderMove) {
        self.tree.move_folder(moved.clone());
        self.moves.push(moved);
    }

    /// Applies edits in memory and returns how many. Of two overlapping edits only the first is applied; the next
    /// pass will propose the other again.
    ///
    /// # Errors
    /// When a file cannot be read again, or is no longer what `sources` has.
    pub fn apply(&mut self, sources: &Sources, edits: &[TextEdit]) -> Result<usize, WriteError> {
        let mut by_file: BTreeMap<FileId, Vec<&TextEdit>> = BTreeMap::new();
        for edit in edits.iter().filter(|e| sources.text(e.span) != e.text) {
            by_file.entry(edit.span.file).or_default().push(edit);
        }
        let mut number = 0;
        for (file, edits) in by_file {
            let source = sources.source(file);
            let path = source.path();
            let bytes = read(&self.tree, path)?;
            let raw = String::from_utf8(bytes.clone()).map_err(|_| WriteError::Changed(path.clone()))?;
            if as_read(&raw) != source.text() {
                return Err(WriteError::Changed(path.clone()));
            }
            let (after, applied) = apply(&raw, edits).ok_or_else(|| WriteError::Changed(path.clone()))?;
            number += applied;
            self.tree.insert(path.clone(), after.clone());
            let fixed = self.files.entry(path.clone()).or_insert_with(|| FixedFile {
                path: path.clone(),
                number: 0,
                before: bytes,
                after: String::new(),
            });
            fixed.number += applied;
            fixed.after = after;
        }
        Ok(number)
    }

    /// Writes the new pages, then the edited files: each is written aside, compared once more with what was checked, then
    /// renamed over the original. Then folders take their other names, each at once with all that it has. Returns the files that are
    /// written, even when another cannot be.
    ///
    /// # Errors
    /// When a file changed meanwhile, is protected, or cannot be written: those returned are whole, the others are as
    /// they were. When a folder cannot be moved, or when something stands where it should go: it is where it was.
    pub fn write(&self, disk: &Disk) -> (Vec<Written<'_>>, Result<(), WriteError>) {
        self.write_with(disk, &mut || Ok(()))
    }

    /// [`FixedFiles::write`], with a hook called before each change of the disk, which tests make fail.
    pub(super) fn write_with(
        &self,
        disk: &Disk,
        before: Before<'_>,
    ) -> (Vec<Written<'_>>, Result<(), WriteError>) {
        let mut written = Vec::new();
        let result = self.write_each(disk, before, &mut written);
        (written, result)
    }

    fn write_each<'s>(
        &'s self,
        disk: &Disk,
        before: Before<'_>,
        written: &mut Vec<Written<'s>>,
    ) -> Result<(), WriteError> {
        if self.is_empty() {
            return Ok(());
        }
        // What cannot be moved is told before anything is written.
        self.moves.iter().try_for_each(|moved| ensure_free(disk, moved))?;
        self.created.iter().try_for_each(|page| ensure_absent(disk, &page.path))?;
        let mut staging = Staging::open(disk.root().join("content"), before).map_err(|_| WriteError::Busy)?;
        let mut ready = Vec::new();
        for fixed in self.iter() {
            ensure_unchanged(disk, fixed)?;
            let failed = |cause| WriteError::Unwritable { path: fixed.path.clone(), cause };
            let metadata = fs::symlink_metadata(disk.place(&fixed.path)).map_err(failed)?;
            if metadata.permissions().readonly() {
                return Err(WriteError::ReadOnly(fixed.path.clone()));
            }
            let place = staging.place().map_err(failed)?;
            staging.write(&place, fixed.after.as_bytes()).map_err(failed)?;
            staging.attempt(|| keep_owner(&place, &metadata)).map_err(failed)?;
            ready.push((fixed, place, has_other_names(&metadata)));
        }
        let mut pages = Vec::new();
        for NewPage { path, text } in &self.created {
            let failed = |cause| WriteError::Unwritable { path: path.clone(), cause };
            let place = staging.place().map_err(failed)?;
            staging.write(&place, text.as_bytes()).map_err(failed)?;
            pages.push((path, place));
        }
        // A new page comes first: the edits leave out what it says.
        for (path, place) in pages {
            let failed = |cause| WriteError::Unwritable { path: path.clone(), cause };
            staging.announce().map_err(failed)?;
            ensure_absent(disk, path)?;
            put(&place, &disk.place(path)).map_err(failed)?;
        }
        for (fixed, place, has_other_names) in ready {
            let failed = |cause| WriteError::Unwritable { path: fixed.path.clone(), cause };
            staging.announce().map_err(failed)?;
            // An editor may have saved the file while the others were written.
            ensure_unchanged(disk, fixed)?;
            put(&place, &disk.place(&fixed.path)).map_err(failed)?;
            written.push(Written { file: fixed, has_other_names });
        }
        self.moves.iter().try_for_each(|moved| move_on_disk(disk, moved, &mut staging))
    }
}

/// Refuses a move when the folder is no longer one, or when something stands where it should go.
fn ensure_free(disk: &Disk, FolderMove { from, to }: &FolderMove) -> Result<(), WriteError> {
    match disk.kind(from) {
        Ok(Some(EntryKind::Folder)) => {}
        Ok(Some(EntryKind::Link)) => return Err(WriteError::Link(from.clone())),
        _ => return Err(WriteError::Changed(from.clone())),
    }
    match disk.kind(to) {
        Ok(None) => Ok(()),
        Ok(Some(EntryKind::Link)) => Err(WriteError::Link(to.clone())),
        _ => Err(WriteError::Exists(to.clone())),
    }
}

/// Refuses to add a page where something stands.
fn ensure_absent(disk: &Disk, path: &ProjectPath) -> Result<(), WriteError> {
    match disk.kind(path) {
        Ok(None) => Ok(()),
        Ok(Some(EntryKind::Link)) => Err(WriteError::Link(path.clone())),
        _ => Err(WriteError::Exists(path.clone())),
    }
}

/// Gives a folder its other name: one change of the disk, after those that make the folder where it goes.
fn move_on_disk(disk: &Disk, moved: &FolderMove, staging: &mut Staging<'_>) -> Result<(), WriteError> {
    let FolderMove { from, to } = moved;
    ensure_free(disk, moved)?;
    let failed = |cause| WriteError::NotMoved { from: from.clone(), to: to.clone(), cause };
    let (place, target) = (disk.place(from), disk.place(to));
    let parent = target.parent().unwrap_or(disk.root());
    let is_new = parent.symlink_metadata().is_err();
    if is_new {
        staging.attempt(|| fs::create_dir(parent)).map_err(failed)?;
    }
    let result = staging.attempt(|| put(&place, &target));
    if result.is_err() && is_new {
        // It is empty.
        let _ = fs::remove_dir(parent);
    }
    result.map_err(failed)?;
    if let Some(former) = place.parent() {
        sync_folder(former);
    }
    Ok(())
}

/// A file that was written.
#[derive(Debug)]
pub struct Written<'a> {
    /// The file.
    pub file: &'a FixedFile,
    /// Whether the original had other names on the disk (hard links): they keep its former text.
    pub has_other_names: bool,
}

fn ensure_unchanged(disk: &Disk, fixed: &FixedFile) -> Result<(), WriteError> {
    match disk.kind(&fixed.path) {
        Ok(Some(EntryKind::Link)) => Err(WriteError::Link(fixed.path.clone())),
        _ if read(disk, &fixed.path)? != fixed.before => Err(WriteError::Changed(fixed.path.clone())),
        _ => Ok(()),
    }
}

/// Gives a new file the permissions and the owner of the one that it replaces.
fn keep_owner(place: &Path, metadata: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, chown};
        let fresh = fs::symlink_metadata(place)?;
        if (fresh.uid(), fresh.gid()) != (metadata.uid(), metadata.gid()) {
            chown(place, Some(metadata.uid()), Some(metadata.gid()))?;
        }
    }
    fs::set_permissions(place, metadata.permissions())
}

#[cfg(unix)]
fn has_other_names(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    metadata.nlink() > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &fs::Metadata) -> bool {
    false
}

/// Reads a file that was within its size limit when the project was opened.
fn read(tree: &dyn Tree, path: &ProjectPath) -> Result<Vec<u8>, WriteError> {
    tree.read(path, u64::MAX).map_err(|error| match error {
        TreeError::File { path, cause } => WriteError::Unreadable { path, cause },
        _ => WriteError::Changed(path.clone()),
    })
}

/// Applies edits to the raw text of their file and counts them; `None` when one does not fit the text.
fn apply(raw: &str, mut edits: Vec<&TextEdit>) -> Option<(String, usize)> {
    edits.sort_by_key(|e| (e.span.start, e.span.end));
    edits.dedup();
    let newline = newline(raw);
    let place = places(raw);
    let (mut after, mut number) = (String::new(), 0);
    // End of the last edit, in the text that rules see and in the raw text.
    let (mut done, mut copied) = (0, 0);
    for edit in edits {
        let span = edit.span;
        if span.start < done || span.end < span.start {
            continue;
        }
        after.push_str(raw.get(copied..place(span.start))?);
        after.push_str(&edit.text.replace('\n', newline));
        (done, copied) = (span.end, place(span.end));
        number += 1;
    }
    after.push_str(raw.get(copied..)?);
    Some((after, number))
}

/// What ends the lines of a raw text.
fn newline(raw: &str) -> &'static str {
    match (raw.contains("\r\n"), raw.contains('\n'), raw.contains('\r')) {
        (true, ..) => "\r\n",
        (false, false, true) => "\r",
        _ => "\n",
    }
}

/// Maps an offset of the text that rules see to an offset of the raw text: the inverse of [`as_read`].
fn places(raw: &str) -> impl Fn(usize) -> usize {
    let mark = raw.len() - raw.trim_start_matches('\u{feff}').len();
    let newlines: Vec<usize> =
        raw.get(mark..).unwrap_or("").match_indices("\r\n").enumerate().map(|(n, (i, _))| i - n).collect();
    move |byte| mark + byte + newlines.partition_point(|r| *r < byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn a() -> ProjectPath {
        ProjectPath::new("content/a.md").unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "the test writes what the command reads")]
    fn put(disk: &Disk, text: &str) {
        fs::create_dir_all(disk.root().join("content")).unwrap();
        fs::write(disk.place(&a()), text).unwrap();
    }

    fn text(tree: &dyn Tree) -> String {
        String::from_utf8(tree.read(&a(), u64::MAX).unwrap()).unwrap()
    }

    /// What a run reads: the only file, at each pass.
    fn sources(tree: &dyn Tree) -> (Sources, FileId) {
        let mut sources = Sources::default();
        let file = sources.add(a(), &text(tree));
        (sources, file)
    }

    fn edit((sources, file): &(Sources, FileId), from: &str, to: &str) -> TextEdit {
        let start = sources.source(*file).text().find(from).unwrap();
        TextEdit { span: Span { file: *file, start, end: start + from.len() }, text: to.into() }
    }

    #[test]
    fn the_bytes_around_are_kept_over_several_passes() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::new(folder.path());
        let raw = "\u{feff}un\r\ndeux  mots\r\nété   fin\r\n";
        put(&disk, raw);
        let mut fixed_files = FixedFiles::new(&disk);
        for (from, to) in [("deux  ", "trois\n"), ("été   ", "été ")] {
            let read = sources(fixed_files.tree());
            assert_eq!(fixed_files.apply(&read.0, &[edit(&read, from, to)]).unwrap(), 1);
            assert_eq!(text(&disk), raw);
        }
        let seen: Vec<_> = fixed_files.iter().map(|f| (f.number, f.text_before(), f.text_after())).collect();
        let expected = ("un\ndeux  mots\nété   fin\n".to_owned(), "un\ntrois\nmots\nété fin\n".to_owned());
        assert_eq!(seen, [(2, expected.0, expected.1)]);
        fixed_files.write(&disk).1.unwrap();
        assert_eq!(text(&disk), "\u{feff}un\r\ntrois\r\nmots\r\nété fin\r\n");
    }

    #[test]
    fn of_two_changes_of_the_same_bytes_the_first_stands_and_none_is_no_change() {
        let memory = [(a(), b"abc".to_vec())].into_iter().collect::<super::super::tree::Memory>();
        let mut fixed_files = FixedFiles::new(&memory);
        let read = sources(&memory);
        let edits = [edit(&read, "bc", "B"), edit(&read, "ab", "A"), edit(&read, "c", "c")];
        assert_eq!(fixed_files.apply(&read.0, &edits).unwrap(), 1);
        assert_eq!((text(fixed_files.tree()), text(&memory)), ("Ac".to_owned(), "abc".to_owned()));
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let disk = Disk::new(folder.path());
        put(&disk, "texte");
        let read = sources(&disk);
        let edits = [edit(&read, "t", "T")];
        let mut fixed_files = FixedFiles::new(&disk);
        fixed_files.apply(&read.0, &edits).unwrap();
        put(&disk, "autre");
        assert!(fixed_files.write(&disk).1.unwrap_err().to_string().contains("a changé"));
        assert_eq!(text(&disk), "autre");
        let refusal = FixedFiles::new(&disk).apply(&read.0, &edits);
        assert!(refusal.unwrap_err().to_string().contains("a changé"));
    }
}
