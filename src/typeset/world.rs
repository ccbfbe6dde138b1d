//! What Typst sees of the world: the files of one [`Bundle`] and the embedded fonts. No disk, package, network or
//! clock behind it.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::error::Error;
use super::fonts::FONTS;
use crate::render::Bundle;

/// With `pdf.header-cell`, which names the rows of a table to a screen reader.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(<Library as LibraryExt>::builder().with_features(features).build())
});

/// The files of one compilation.
pub(super) struct TypstWorld {
    main_file: FileId,
    files: HashMap<FileId, WorldFile>,
}

struct WorldFile {
    bytes: Bytes,
    /// Parsed on first use, which never comes for images and data.
    source: OnceLock<FileResult<Source>>,
}

impl TypstWorld {
    /// Fails when a path of the folder is not one that Typst accepts.
    pub(super) fn new(bundle: &Bundle) -> Result<Self, Vec<Error>> {
        let files = bundle
            .files
            .iter()
            .map(|(path, bytes)| {
                let file = WorldFile { bytes: Bytes::new(bytes.clone()), source: OnceLock::new() };
                Ok((identifier(path)?, file))
            })
            .collect::<Result<_, _>>();
        match (identifier(&bundle.main_file), files) {
            (Ok(main_file), Ok(files)) => Ok(Self { main_file, files }),
            (Err(error), _) | (_, Err(error)) => Err(vec![error]),
        }
    }

    fn file(&self, id: FileId) -> FileResult<&WorldFile> {
        self.files.get(&id).ok_or_else(|| match id.root() {
            VirtualRoot::Project => FileError::NotFound(id.vpath().get_without_slash().into()),
            VirtualRoot::Package(package) => FileError::Package(PackageError::NotFound(package.clone())),
        })
    }
}

fn identifier(path: &str) -> Result<FileId, Error> {
    match VirtualPath::new(path) {
        Ok(virtual_path) => Ok(RootedPath::new(VirtualRoot::Project, virtual_path).intern()),
        Err(cause) => {
            Err(Error::without_place(format!("chemin refusé dans la liasse : « {path} » ({cause})")))
        }
    }
}

impl World for TypstWorld {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        FONTS.book()
    }

    fn main(&self) -> FileId {
        self.main_file
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let file = self.file(id)?;
        file.source.get_or_init(|| Ok(Source::new(id, text(&file.bytes)?.into()))).clone()
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Ok(self.file(id)?.bytes.clone())
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.font(index)
    }

    /// `None` makes Typst refuse `datetime.today()`: a template that used it would make other bytes tomorrow. The
    /// dates of an act are data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Text of a source file without its byte order mark, as the stock compiler reads it.
fn text(bytes: &[u8]) -> FileResult<&str> {
    let text = std::str::from_utf8(bytes)?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
