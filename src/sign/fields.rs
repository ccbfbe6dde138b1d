//! The signature fields of a form, wherever they are in its tree (ISO 32000-1 §12.7.3, §12.7.4.5).

use std::collections::BTreeSet;

use super::pdf::{MAX_NODES, PdfDictionary, PdfError, PdfFile, PdfId, PdfObject, pdf_text};

/// A signature field as it stands in a revision.
#[derive(Debug, Clone)]
pub(super) struct FormField {
    /// Its full name, partial names joined by dots.
    pub(super) name: String,
    /// Its object; `None` when it is written in the array itself.
    pub(super) id: Option<PdfId>,
    pub(super) dictionary: PdfDictionary,
}

impl FormField {
    /// /V, unless it is null or absent.
    pub(super) fn value(&self) -> Option<&PdfObject> {
        self.dictionary.get(b"V".as_slice()).filter(|value| **value != PdfObject::Null)
    }

    /// /TU: what a screen reader says.
    pub(super) fn description(&self) -> String {
        self.dictionary.get(b"TU".as_slice()).and_then(PdfObject::as_string).map(pdf_text).unwrap_or_default()
    }
}

/// The form: where it is (`None` when it lies in the catalog) and its dictionary; `None` when there is none.
///
/// # Errors
/// [`PdfError`] when the catalog cannot be read.
pub(super) fn form(
    file: &PdfFile<'_>,
    revision: usize,
) -> Result<Option<(Option<PdfId>, PdfDictionary)>, PdfError> {
    let (_, catalog) = file.catalog(revision)?;
    let Some(form) = catalog.get(b"AcroForm".as_slice()) else {
        return Ok(None);
    };
    match file.resolve(form, revision)? {
        PdfObject::Dictionary(dictionary) => Ok(Some((form.as_reference(), dictionary))),
        _ => Ok(None),
    }
}

/// All the fields of a revision: those of signature, and how many others there are.
///
/// # Errors
/// [`PdfError`] when the tree loops or cannot be read.
pub(super) fn signature_fields(
    file: &PdfFile<'_>,
    revision: usize,
) -> Result<(Vec<FormField>, usize), PdfError> {
    let Some((_, form)) = form(file, revision)? else {
        return Ok((Vec::new(), 0));
    };
    let roots = match file.get(&form, "Fields", revision)? {
        PdfObject::Array(roots) => roots,
        _ => Vec::new(),
    };
    let mut waiting: Vec<(PdfObject, String, bool)> =
        roots.into_iter().rev().map(|root| (root, String::new(), false)).collect();
    let mut seen = BTreeSet::new();
    let mut visited = 0_usize;
    let mut fields = Vec::new();
    let mut others = 0_usize;
    while let Some((node, parent, inherited)) = waiting.pop() {
        visited += 1;
        let id = node.as_reference();
        if visited > MAX_NODES || id.is_some_and(|id| !seen.insert(id)) {
            return Err(PdfError::Missing { what: "un arbre de champs sans boucle" });
        }
        let PdfObject::Dictionary(dictionary) = file.resolve(&node, revision)? else {
            continue;
        };
        let own = file.get(&dictionary, "T", revision)?.as_string().map(pdf_text);
        let name = match (own, parent.as_str()) {
            (None, _) => parent,
            (Some(own), "") => own,
            (Some(own), parent) => format!("{parent}.{own}"),
        };
        let is_signature = match file.get(&dictionary, "FT", revision)? {
            PdfObject::Name(kind) => kind == b"Sig",
            _ => inherited,
        };
        // Kids that have a name are fields; the others are only widgets of this one.
        let mut has_fields = false;
        if let PdfObject::Array(kids) = file.get(&dictionary, "Kids", revision)? {
            for kid in kids.into_iter().rev() {
                if let Some(kid_dictionary) = file.resolve(&kid, revision)?.as_dictionary()
                    && kid_dictionary.contains_key(b"T".as_slice())
                {
                    has_fields = true;
                    waiting.push((kid, name.clone(), is_signature));
                }
            }
        }
        if has_fields {
            continue;
        }
        if is_signature {
            fields.push(FormField { name, id, dictionary });
        } else {
            others += 1;
        }
    }
    Ok((fields, others))
}

/// The names of the signature fields of a PDF, in the order of its form.
///
/// # Errors
/// [`PdfError`] when the PDF cannot be read with certainty.
pub fn field_names(pdf: &[u8]) -> Result<Vec<String>, PdfError> {
    let file = PdfFile::read(pdf)?;
    let (fields, _) = signature_fields(&file, file.last())?;
    Ok(fields.into_iter().map(|field| field.name).collect())
}
