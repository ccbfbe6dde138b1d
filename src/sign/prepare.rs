//! Empty signature fields added to a PDF, before anybody signs.
//!
//! Field and widget are one object with no surface: such a widget is exempt from the tags of PDF/UA (ISO 14289-1
//! §7.18.1) and poppler, pyHanko and Acrobat all fill it. The cartouche that people see is drawn in the page.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    SigningError,
    fields::{form, signature_fields},
    pdf::{IncrementalUpdate, PdfDictionary, PdfFile, PdfId, PdfObject},
};

/// An empty signature field to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureField {
    /// Its name (/T), such as `Signature_etat`: no dot.
    pub name: String,
    /// What a screen reader says of it (/TU).
    pub description: String,
    /// Its page, counted from 0; the last when `None`.
    pub page: Option<usize>,
}

/// Adds the fields by an incremental update (ISO 32000-1 §7.5.6): the same input gives the same bytes, and a file that
/// already has these fields is given back as it is.
///
/// # Errors
/// [`SigningError`]: the PDF cannot be read, has other fields, or a field is badly named.
pub fn prepare(pdf: &[u8], fields: &[SignatureField]) -> Result<Vec<u8>, SigningError> {
    let mut names = BTreeSet::new();
    for field in fields {
        if field.name.is_empty() || field.name.contains('.') || !names.insert(&field.name) {
            return Err(SigningError::FieldName { name: field.name.clone() });
        }
    }
    let file = PdfFile::read(pdf)?;
    let revision = file.last();
    let (existing, others) = signature_fields(&file, revision)?;
    if !existing.is_empty() || others > 0 {
        let same = others == 0
            && existing
                .iter()
                .map(|field| (field.name.clone(), field.description()))
                .collect::<BTreeSet<_>>()
                == fields.iter().map(|field| (field.name.clone(), field.description.clone())).collect();
        return if same {
            Ok(pdf.to_vec())
        } else {
            Err(SigningError::OtherFields {
                existing: existing.into_iter().map(|field| field.name).collect(),
            })
        };
    }
    if fields.is_empty() {
        return Ok(pdf.to_vec());
    }
    write(&file, fields)
}

fn write(file: &PdfFile<'_>, fields: &[SignatureField]) -> Result<Vec<u8>, SigningError> {
    let revision = file.last();
    let mut update = IncrementalUpdate::new(file)?;
    let pages = file.pages(revision)?;
    let mut changed: BTreeMap<PdfId, PdfDictionary> = BTreeMap::new();
    let mut references = Vec::new();
    for field in fields {
        let index = field.page.unwrap_or(pages.len().saturating_sub(1));
        let (page_id, page) =
            pages.get(index).ok_or(SigningError::NoSuchPage { page: index, pages: pages.len() })?;
        let widget = update.reserve();
        let appearance = update.reserve();
        update.put(widget, &PdfObject::Dictionary(widget_dictionary(field, *page_id, appearance)));
        let empty = PdfObject::dictionary([
            ("Type", PdfObject::name("XObject")),
            ("Subtype", PdfObject::name("Form")),
            ("BBox", zero_rectangle()),
            ("Resources", PdfObject::Dictionary(PdfDictionary::new())),
        ]);
        update.put_stream(appearance, empty, &[]);
        let page = changed.entry(*page_id).or_insert_with(|| page.clone());
        let mut annotations = match file.get(page, "Annots", revision)? {
            PdfObject::Array(annotations) => annotations,
            _ => Vec::new(),
        };
        annotations.push(PdfObject::Reference(widget));
        page.insert(b"Annots".to_vec(), PdfObject::Array(annotations));
        // PDF/UA (ISO 14289-1 §7.18.3) wants the order of tabulation on every page that has annotations.
        page.entry(b"Tabs".to_vec()).or_insert_with(|| PdfObject::name("S"));
        references.push(PdfObject::Reference(widget));
    }
    for (id, page) in changed {
        update.put(id, &PdfObject::Dictionary(page));
    }
    let (catalog_id, mut catalog) = file.catalog(revision)?;
    let mut form = form(file, revision)?.map(|(_, form)| form).unwrap_or_default();
    form.insert(b"Fields".to_vec(), PdfObject::Array(references));
    // SignaturesExist, AppendOnly (ISO 32000-1 table 219): so that no later signer has to touch the form.
    form.insert(b"SigFlags".to_vec(), PdfObject::Integer(3));
    catalog.insert(b"AcroForm".to_vec(), PdfObject::Dictionary(form));
    update.put(catalog_id, &PdfObject::Dictionary(catalog));
    Ok(update.finish().0)
}

fn widget_dictionary(field: &SignatureField, page: PdfId, appearance: PdfId) -> PdfDictionary {
    let appearances = PdfObject::dictionary([("N", PdfObject::Reference(appearance))]);
    PdfObject::dictionary([
        ("Type", PdfObject::name("Annot")),
        ("Subtype", PdfObject::name("Widget")),
        ("FT", PdfObject::name("Sig")),
        ("T", PdfObject::text(&field.name)),
        ("TU", PdfObject::text(&field.description)),
        // Print, Locked (table 165): PDF/A wants the first.
        ("F", PdfObject::Integer(132)),
        ("Rect", zero_rectangle()),
        ("P", PdfObject::Reference(page)),
        ("AP", PdfObject::Dictionary(appearances)),
    ])
}

fn zero_rectangle() -> PdfObject {
    PdfObject::Array(vec![PdfObject::Integer(0); 4])
}
