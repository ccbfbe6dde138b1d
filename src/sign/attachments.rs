//! The files attached to a PDF (ISO 32000-1 §7.11.4; ISO 19005-3 §6.8 for their relationship).

use std::collections::BTreeSet;

use super::pdf::{MAX_NODES, PdfDictionary, PdfError, PdfFile, PdfObject, pdf_text};

/// Attached files that are read at most.
const MAX_FILES: usize = 4096;

/// What all the attached files may unpack to, in bytes.
const MAX_BYTES: usize = 256 << 20;

/// A file attached to a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedFile {
    /// Its name (/UF, or else /F): never to be used as a path unchecked.
    pub name: String,
    /// What it is said to be (/Desc).
    pub description: Option<String>,
    /// What it is to the document (/AFRelationship), such as `Source` or `Data`.
    pub relationship: Option<String>,
    /// Its media type (/Subtype).
    pub media_type: Option<String>,
    /// Its bytes, decoded.
    pub bytes: Vec<u8>,
}

/// The files of the name tree /EmbeddedFiles, in its order, as the last revision has them.
///
/// # Errors
/// [`PdfError`] when the PDF cannot be read with certainty, or its files go beyond the bounds (4096 files, 256 MiB).
pub fn attachments(pdf: &[u8]) -> Result<Vec<EmbeddedFile>, PdfError> {
    let file = PdfFile::read(pdf)?;
    let revision = file.last();
    let (_, catalog) = file.catalog(revision)?;
    let names = file.get(&catalog, "Names", revision)?;
    let Some(names) = names.as_dictionary() else {
        return Ok(Vec::new());
    };
    let mut waiting: Vec<PdfObject> = names.get(b"EmbeddedFiles".as_slice()).cloned().into_iter().collect();
    let mut seen = BTreeSet::new();
    let mut visited = 0_usize;
    let mut files = Vec::new();
    let mut left = MAX_BYTES;
    while let Some(node) = waiting.pop() {
        visited += 1;
        if visited > MAX_NODES || node.as_reference().is_some_and(|id| !seen.insert(id)) {
            return Err(PdfError::Missing { what: "un arbre de fichiers joints sans boucle" });
        }
        let node = file.resolve(&node, revision)?;
        let Some(node) = node.as_dictionary() else { continue };
        if let PdfObject::Array(kids) = file.get(node, "Kids", revision)? {
            waiting.extend(kids.into_iter().rev());
        }
        let PdfObject::Array(pairs) = file.get(node, "Names", revision)? else { continue };
        for pair in pairs.chunks_exact(2) {
            let [_, specification] = pair else { continue };
            let specification = file.resolve(specification, revision)?;
            let Some(specification) = specification.as_dictionary() else { continue };
            if files.len() == MAX_FILES {
                return Err(PdfError::TooLarge { limit: MAX_FILES });
            }
            if let Some(attached) = read_file(&file, specification, left)? {
                left = left.saturating_sub(attached.bytes.len());
                files.push(attached);
            }
        }
    }
    Ok(files)
}

fn read_file(
    file: &PdfFile<'_>,
    specification: &PdfDictionary,
    limit: usize,
) -> Result<Option<EmbeddedFile>, PdfError> {
    let revision = file.last();
    let embedded = file.get(specification, "EF", revision)?;
    let Some(embedded) = embedded.as_dictionary() else {
        return Ok(None);
    };
    let stream = match file.get(embedded, "UF", revision)? {
        PdfObject::Null => file.get(embedded, "F", revision)?,
        unicode => unicode,
    };
    let PdfObject::Stream(stream) = stream else {
        return Ok(None);
    };
    let text = |key: &str| -> Result<Option<String>, PdfError> {
        Ok(file.get(specification, key, revision)?.as_string().map(pdf_text))
    };
    let name = |dictionary: &PdfDictionary, key: &str| -> Result<Option<String>, PdfError> {
        Ok(file
            .get(dictionary, key, revision)?
            .as_name()
            .map(|name| String::from_utf8_lossy(name).into_owned()))
    };
    Ok(Some(EmbeddedFile {
        name: text("UF")?.or(text("F")?).unwrap_or_default(),
        description: text("Desc")?,
        relationship: name(specification, "AFRelationship")?,
        media_type: name(&stream.dictionary, "Subtype")?,
        bytes: file.decode(&stream, limit)?,
    }))
}
