//! What prevents an image from being printed, told from its bytes before anything decodes it: a wrong name, a cut file,
//! colours that a PDF/A refuses, a size that would fill the memory.

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

use super::svg;

/// Largest image accepted, in points.
const PIXELS_MAX: usize = 40_000_000;
/// Largest side that decoders accept, in points.
const SIDE_MAX: usize = 16_384;
/// Most bytes that the colour profile and the texts of a PNG may unpack to, all together: a profile has some thousands,
/// and a thousand times the size of the file may come out of it.
const UNPACKED_MAX: usize = 4_000_000;

/// Why an image cannot be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PictureFault {
    /// What follows « l’image « … » ».
    pub(super) what: String,
    /// What to do.
    pub(super) help: &'static str,
}

/// To save an image again, in any program that opens it.
const SAVE_AGAIN: &str = "l’ouvrir et l’enregistrer de nouveau, en PNG ou en JPEG";

impl PictureFault {
    pub(super) fn new(what: impl Into<String>, help: &'static str) -> Self {
        Self { what: what.into(), help }
    }
}

/// Looks at an image whose name ends in `extension`.
///
/// # Errors
/// What prevents printing it.
pub(super) fn inspect(extension: &str, bytes: &[u8]) -> Result<(), PictureFault> {
    if bytes.is_empty() {
        return Err(PictureFault::new("est un fichier vide", "la copier de nouveau dans le projet"));
    }
    let named = format_of(extension);
    let real = sniff(bytes);
    match (named, real) {
        (Some("SVG"), None) => return svg::inspect(bytes),
        (_, None) => {
            return Err(PictureFault::new("n’est pas une image lisible", SAVE_AGAIN));
        }
        (Some(named), Some(real)) if named == real => {}
        (_, Some(real)) => {
            let what = format!("est en fait au format {real} : son nom finit par « .{extension} »");
            return Err(PictureFault::new(what, misnamed_help(real)));
        }
    }
    size(bytes)?;
    match real {
        Some("PNG") => png(bytes),
        Some("JPEG") => jpeg(bytes),
        Some("GIF") => gif(bytes),
        Some("WebP") => webp(bytes),
        _ => Ok(()),
    }
}

/// The format that a name announces.
fn format_of(extension: &str) -> Option<&'static str> {
    Some(match extension.to_lowercase().as_str() {
        "png" => "PNG",
        "jpg" | "jpeg" => "JPEG",
        "gif" => "GIF",
        "webp" => "WebP",
        "svg" => "SVG",
        _ => return None,
    })
}

/// The format that the first bytes tell.
fn sniff(bytes: &[u8]) -> Option<&'static str> {
    use imagesize::ImageType;
    if bytes.starts_with(b"%PDF") {
        return Some("PDF");
    }
    Some(match imagesize::image_type(bytes).ok()? {
        ImageType::Png => "PNG",
        ImageType::Jpeg => "JPEG",
        ImageType::Gif => "GIF",
        ImageType::Webp => "WebP",
        ImageType::Bmp => "BMP",
        ImageType::Tiff => "TIFF",
        ImageType::Heif(imagesize::Compression::Av1) => "AVIF",
        ImageType::Heif(..) => "HEIC",
        _ => return None,
    })
}

fn misnamed_help(real: &str) -> &'static str {
    match real {
        "PNG" => "renommer le fichier en « .png »",
        "JPEG" => "renommer le fichier en « .jpg »",
        "GIF" => "renommer le fichier en « .gif »",
        "WebP" => "renommer le fichier en « .webp »",
        _ => SAVE_AGAIN,
    }
}

fn size(bytes: &[u8]) -> Result<(), PictureFault> {
    let Ok(imagesize::ImageSize { width, height }) = imagesize::blob_size(bytes) else {
        return Err(PictureFault::new("n’est pas une image lisible", SAVE_AGAIN));
    };
    if width == 0 || height == 0 {
        return Err(PictureFault::new(format!("a {width} × {height} points : elle est vide"), SAVE_AGAIN));
    }
    if width.saturating_mul(height) > PIXELS_MAX {
        let what = format!("a {width} × {height} points : le maximum est de 40 millions");
        return Err(PictureFault::new(what, "la réduire"));
    }
    if width > SIDE_MAX || height > SIDE_MAX {
        let what = format!("a {width} × {height} points : le maximum est de 16 384 de côté");
        return Err(PictureFault::new(what, "la réduire"));
    }
    Ok(())
}

fn cut() -> PictureFault {
    PictureFault::new("est coupée : le fichier s’arrête avant la fin", "la copier de nouveau dans le projet")
}

/// Walks the chunks of a PNG, to its end.
fn png(bytes: &[u8]) -> Result<(), PictureFault> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    let mut most = UNPACKED_MAX;
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let data = after.get(..length).unwrap_or_default();
        if let Some(packed) = packed(kind, data) {
            most = unpacked(packed, most).and_then(|length| most.checked_sub(length)).ok_or_else(|| {
                let (what, help) = match &kind {
                    b"iCCP" => {
                        ("un profil de couleurs démesuré", "l’enregistrer de nouveau sans profil de couleurs")
                    }
                    _ => ("une remarque démesurée", SAVE_AGAIN),
                };
                PictureFault::new(format!("contient {what} : plus de 4 Mo une fois décompressé"), help)
            })?;
        }
        if &kind == b"IEND" {
            return Ok(());
        }
        let Some(next) = after.get(length.saturating_add(4)..) else { break };
        rest = next;
    }
    Err(cut())
}

/// The compressed bytes of a chunk of a PNG that unpacks to a colour profile or to a text.
fn packed(kind: [u8; 4], data: &[u8]) -> Option<&[u8]> {
    match &kind {
        // A name, the method, the bytes.
        b"iCCP" | b"zTXt" => after_name(data)?.get(1..),
        // A name, whether it is compressed, the method, a language, the name in this language, the bytes.
        b"iTXt" => match after_name(data)? {
            [1, _, rest @ ..] => after_name(after_name(rest)?),
            _ => None,
        },
        _ => None,
    }
}

/// What follows the zero that ends a name.
fn after_name(data: &[u8]) -> Option<&[u8]> {
    data.get(data.iter().position(|byte| *byte == 0)? + 1..)
}

/// The length of what bytes unpack to, before a fault if they have one; none past `most`.
fn unpacked(packed: &[u8], most: usize) -> Option<usize> {
    match decompress_to_vec_zlib_with_limit(packed, most) {
        Ok(bytes) => Some(bytes.len()),
        Err(fault) if fault.status == TINFLStatus::HasMoreOutput => None,
        Err(fault) => Some(fault.output.len()),
    }
}

/// Walks the blocks of a GIF, to the end of its first picture: no other is printed.
fn gif(bytes: &[u8]) -> Result<(), PictureFault> {
    let walked = gif_picture(bytes);
    if walked == Some(()) { Ok(()) } else { Err(cut()) }
}

fn gif_picture(bytes: &[u8]) -> Option<()> {
    // Length of a table of colours, by the byte that tells it.
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut rest = bytes.get(13 + table(*bytes.get(10)?)..)?;
    loop {
        let (block, after) = rest.split_first()?;
        let is_picture = *block == 0x2c;
        rest = match block {
            0x21 => after.get(1..)?,
            0x2c => after.get(10 + table(*after.get(8)?)..)?,
            // The end, or what the decoder will name.
            _ => return Some(()),
        };
        loop {
            let (length, after) = rest.split_first()?;
            rest = after.get(usize::from(*length)..)?;
            if *length == 0 {
                break;
            }
        }
        if is_picture {
            return Some(());
        }
    }
}

/// Compares the length that a WebP states with its own; the byte that makes it even may be missing.
fn webp(bytes: &[u8]) -> Result<(), PictureFault> {
    let Some(&[a, b, c, d]) = bytes.get(4..8) else { return Err(cut()) };
    let stated = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
    if bytes.len().saturating_add(1) < stated.saturating_add(8) { Err(cut()) } else { Ok(()) }
}

/// Walks the segments of a JPEG, to its end.
fn jpeg(bytes: &[u8]) -> Result<(), PictureFault> {
    let mut rest = bytes.get(2..).unwrap_or_default();
    loop {
        // Between two segments, and inside the compressed data, skip what is not a marker.
        let Some(start) = rest.windows(2).position(is_marker) else { return Err(cut()) };
        let marker = rest.get(start + 1).copied().unwrap_or_default();
        rest = rest.get(start + 2..).unwrap_or_default();
        if marker == 0xd9 {
            return Ok(());
        }
        let Some((&[a, b], _)) = rest.split_first_chunk::<2>() else { return Err(cut()) };
        let length = usize::from(u16::from_be_bytes([a, b]));
        // Frames, but tables that share their numbers.
        if (0xc0..=0xcf).contains(&marker) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            frame(marker, rest.get(2..length).unwrap_or_default())?;
        }
        rest = rest.get(length.max(2)..).ok_or_else(cut)?;
    }
}

/// Whether two bytes announce a segment, or the end: neither data, nor a restart, nor filling.
fn is_marker(pair: &[u8]) -> bool {
    matches!(pair, [0xff, marker] if !matches!(marker, 0x00 | 0x01 | 0xd0..=0xd8 | 0xff))
}

/// Reads how a JPEG is coded: precision, height, width, number of colours.
fn frame(marker: u8, bytes: &[u8]) -> Result<(), PictureFault> {
    if bytes.get(5) == Some(&4) {
        let help = "l’enregistrer de nouveau en RVB (dans Word ou Paint : Enregistrer sous, PNG)";
        return Err(PictureFault::new("est en quadrichromie (CMJN), que l’archivage PDF/A refuse", help));
    }
    if !matches!(marker, 0xc0..=0xc2) || bytes.first().is_some_and(|precision| *precision != 8) {
        return Err(PictureFault::new("est un JPEG d’une sorte que le programme ne lit pas", SAVE_AGAIN));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(extension: &str, bytes: &[u8]) -> String {
        inspect(extension, bytes).err().map(|fault| fault.what).unwrap_or_default()
    }

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [length.as_slice(), kind, data, &[0; 4]].concat()
    }

    /// A PNG of some size; its data is not looked at here.
    fn a_png(width: u32, height: u32, others: &[u8]) -> Vec<u8> {
        let header = [width.to_be_bytes(), height.to_be_bytes()].concat();
        let header = chunk(b"IHDR", &[header.as_slice(), &[8, 2, 0, 0, 0]].concat());
        [b"\x89PNG\r\n\x1a\n", header.as_slice(), others, &chunk(b"IDAT", b"x"), &chunk(b"IEND", b"")]
            .concat()
    }

    /// A JPEG of some colours; its data is not looked at here.
    fn a_jpeg(colours: u8, marker: u8, width: u16) -> Vec<u8> {
        let mut frame = vec![0xff, marker, 0, 8 + 3 * colours, 8, 0, 9];
        frame.extend(width.to_be_bytes());
        frame.push(colours);
        frame.extend((0..colours).flat_map(|id| [id, 0x11, 0]));
        let scan = [0xff, 0xda, 0, 2, 1, 2, 0xff, 0, 3, 0xff, 0xd0, 4, 0xff, 0xd9];
        [&[0xff, 0xd8, 0xff, 0xe0, 0, 16], b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0".as_slice(), &frame, &scan]
            .concat()
    }

    /// A GIF of one point: an extension, a picture, the end.
    const A_GIF: [u8; 43] = *b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0\x21\xf9\x04\0\0\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b";

    /// A WebP of one point.
    const A_WEBP: [u8; 34] =
        *b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0";

    /// Bytes that unpack to zeros, after what a chunk says of them.
    fn packed_zeros(head: &[u8], length: usize) -> Vec<u8> {
        [head, &miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; length], 6)].concat()
    }

    /// Some thousands of bytes that unpack to more than what is admitted.
    fn bomb(head: &[u8]) -> Vec<u8> {
        packed_zeros(head, UNPACKED_MAX + 1)
    }

    #[test]
    fn sound_images_pass() {
        for (extension, bytes) in [
            ("png", a_png(40, 30, b"")),
            ("PNG", a_png(16_384, 10, &chunk(b"iCCP", &[0; 3000]))),
            ("png", a_png(9, 9, &chunk(b"iCCP", &packed_zeros(b"sRGB\0\0", 600_000)))),
            ("png", a_png(9, 9, &chunk(b"iTXt", b"a\0\0\0\0\0texte"))),
            ("jpg", a_jpeg(3, 0xc0, 40)),
            ("JPEG", a_jpeg(1, 0xc2, 40)),
            ("gif", A_GIF.to_vec()),
            ("gif", A_GIF[..A_GIF.len() - 1].to_vec()),
            ("webp", A_WEBP.to_vec()),
        ] {
            assert_eq!(said(extension, &bytes), "", "{extension}");
        }
    }

    #[test]
    fn each_fault_is_named() {
        let png = a_png(40, 30, b"");
        let jpeg = a_jpeg(3, 0xc0, 40);
        for (extension, bytes, expected) in [
            ("png", jpeg.clone(), "est en fait au format JPEG : son nom finit par « .png »"),
            ("jpg", png.clone(), "est en fait au format PNG : son nom finit par « .jpg »"),
            ("png", b"GIF89a\x05\0\x05\0\0\0\0;".to_vec(), "est en fait au format GIF"),
            ("svg", png.clone(), "est en fait au format PNG"),
            ("png", b"%PDF-1.7".to_vec(), "est en fait au format PDF"),
            ("png", Vec::new(), "est un fichier vide"),
            ("png", b"rien".to_vec(), "n’est pas une image lisible"),
            ("png", png[..png.len() - 9].to_vec(), "est coupée"),
            ("png", png[..40].to_vec(), "est coupée"),
            ("jpg", jpeg[..jpeg.len() - 2].to_vec(), "est coupée"),
            ("jpg", jpeg[..jpeg.len() - 12].to_vec(), "est coupée"),
            ("jpg", a_jpeg(4, 0xc0, 40), "est en quadrichromie (CMJN)"),
            ("jpg", a_jpeg(3, 0xc3, 40), "est un JPEG d’une sorte"),
            ("jpg", a_jpeg(3, 0xc0, 20_000), "a 20000 × 9 points : le maximum est de 16 384 de côté"),
            ("png", a_png(20_000, 9, b""), "a 20000 × 9 points"),
            ("png", a_png(60_000, 60_000, b""), "a 60000 × 60000 points : le maximum est de 40 millions"),
            ("png", a_png(0, 9, b""), "a 0 × 9 points : elle est vide"),
            ("png", a_png(9, 9, &chunk(b"iCCP", &bomb(b"a\0\0"))), "contient un profil de couleurs démesuré"),
            ("png", a_png(9, 9, &chunk(b"zTXt", &bomb(b"a\0\0"))), "contient une remarque démesurée"),
            (
                "png",
                a_png(9, 9, &chunk(b"iTXt", &bomb(b"a\0\x01\0fr\0titre\0"))),
                "contient une remarque démesurée",
            ),
            // Each is admitted; together they are not.
            ("png", a_png(9, 9, &chunk(b"zTXt", &packed_zeros(b"a\0\0", 900_000)).repeat(5)), "contient une"),
            ("gif", A_GIF[..A_GIF.len() - 4].to_vec(), "est coupée"),
            ("gif", A_GIF[..15].to_vec(), "est coupée"),
            ("webp", A_WEBP[..A_WEBP.len() - 2].to_vec(), "est coupée"),
            (
                "heic",
                [b"\0\0\0\x18ftypavif\0\0\0\0avifmif1".as_slice(), &[0; 40]].concat(),
                "est en fait au format AVIF",
            ),
        ] {
            assert!(
                said(extension, &bytes).starts_with(expected),
                "{expected} : {}",
                said(extension, &bytes)
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..80), cut in 0usize..90) {
            for whole in [a_png(40, 30, &bytes), a_jpeg(3, 0xc0, 40), [b"\xff\xd8\xff".as_slice(), &bytes].concat()] {
                let end = cut.min(whole.len());
                for extension in ["png", "jpg", "svg", "gif", "webp"] {
                    let _ = inspect(extension, &whole[..end]);
                }
            }
        }
    }
}
