//! Streams decoded within a bound: Flate, with the PNG predictors (ISO 32000-1 §7.4.4).

use super::{PdfDictionary, PdfError, PdfObject};

/// The bytes of a stream, decoded; at most `limit` bytes.
///
/// # Errors
/// [`PdfError::TooLarge`] beyond the bound, [`PdfError::Unsupported`] for another filter.
pub(super) fn decode(dictionary: &PdfDictionary, raw: &[u8], limit: usize) -> Result<Vec<u8>, PdfError> {
    let filter = match dictionary.get(b"Filter".as_slice()) {
        None | Some(PdfObject::Null) => None,
        Some(PdfObject::Array(filters)) if filters.len() < 2 => filters.first(),
        Some(PdfObject::Array(_)) => {
            return Err(PdfError::Unsupported { what: "plusieurs filtres l’un sur l’autre" });
        }
        Some(filter) => Some(filter),
    };
    let Some(filter) = filter else {
        return if raw.len() > limit { Err(PdfError::TooLarge { limit }) } else { Ok(raw.to_vec()) };
    };
    if filter.as_name() != Some(b"FlateDecode") {
        return Err(PdfError::Unsupported { what: "un filtre autre que Flate" });
    }
    let data = miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(raw, limit).map_err(|error| {
        if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput {
            PdfError::TooLarge { limit }
        } else {
            PdfError::Unsupported { what: "un flux Flate abîmé" }
        }
    })?;
    let parameters = match dictionary.get(b"DecodeParms".as_slice()) {
        Some(PdfObject::Array(parameters)) => parameters.first().and_then(PdfObject::as_dictionary),
        other => other.and_then(PdfObject::as_dictionary),
    };
    let read = |key: &[u8], default| {
        parameters
            .and_then(|parameters| parameters.get(key))
            .and_then(PdfObject::as_length)
            .unwrap_or(default)
    };
    match read(b"Predictor", 1) {
        1 => Ok(data),
        10..=15 if read(b"Colors", 1) == 1 && read(b"BitsPerComponent", 8) == 8 => {
            unpredict(&data, read(b"Columns", 1))
        }
        _ => Err(PdfError::Unsupported { what: "un prédicteur rare" }),
    }
}

/// Undoes the PNG predictors on rows of one byte a sample.
fn unpredict(data: &[u8], columns: usize) -> Result<Vec<u8>, PdfError> {
    let broken = PdfError::Unsupported { what: "un flux Flate abîmé" };
    if columns == 0 || columns > data.len().max(1) {
        return Err(broken);
    }
    let mut previous = vec![0_u8; columns];
    let mut out = Vec::with_capacity(data.len());
    for row in data.chunks(columns + 1) {
        let Some((kind, row)) = row.split_first().filter(|(_, row)| row.len() == columns) else {
            return Err(broken);
        };
        let mut left = 0_u8;
        let mut corner = 0_u8;
        for (value, up) in row.iter().zip(&mut previous) {
            let predicted = match kind {
                0 => 0,
                1 => left,
                2 => *up,
                3 => left.midpoint(*up),
                4 => paeth(left, *up, corner),
                _ => return Err(broken),
            };
            corner = *up;
            left = value.wrapping_add(predicted);
            *up = left;
        }
        out.extend_from_slice(&previous);
    }
    Ok(out)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |value: u8| (estimate - i16::from(value)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}
