//! A small PDF as the typesetter makes them (classic table, no end of line after `%%EOF`), and ways to spoil one.

use time::{OffsetDateTime, macros::datetime};

use super::certificates::{AUTHORITY, RSA_3072, STATE, TestSigner};
use crate::sign::{
    SignatureField, SignedFileReport, SigningIdentity, SigningRequest, TrustedCertificates,
    pdf::{IncrementalUpdate, PdfFile, PdfId, PdfObject},
    prepare, sign, verify,
};

impl TestSigner {
    pub(super) fn identity(&self) -> SigningIdentity {
        SigningIdentity::from_parts(&self.certificate, &self.key, None, &[&AUTHORITY.certificate]).unwrap()
    }
}

pub(super) const AT: OffsetDateTime = datetime!(2026-11-27 20:56:09 UTC);

/// Two pages and an attached file.
pub(super) fn typeset() -> Vec<u8> {
    let bodies = [
        "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>",
        "<</Type/Page/Parent 1 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Tabs/S>>",
        "<</Type/Page/Parent 1 0 R/MediaBox[0 0 595 842]/Contents 5 0 R>>",
        "<</Length 31>>\nstream\n0 0 m 100 100 l S % 12 000 euro\nendstream",
        "<</Length 12>>\nstream\n0 0 m 9 9 l \nendstream",
        "<</Type/EmbeddedFile/Subtype/text#2Fyaml/Length 13>>\nstream\nmontant: 12 \n\nendstream",
        "<</Type/Filespec/F(acte.yaml)/UF(acte.yaml)/Desc(L'acte)/AFRelationship/Source/EF<</F 6 0 R>>>>",
        "<</Type/Catalog/Pages 1 0 R/Lang(fr-FR)/Names<</EmbeddedFiles<</Names[(acte.yaml)7 0 R]>>>>/AF[7 0 R]>>",
    ];
    let mut pdf = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n".to_vec();
    let mut offsets = Vec::new();
    for (index, body) in bodies.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n{body}\nendobj\n\n", index + 1).bytes());
    }
    let xref = pdf.len();
    pdf.extend(b"xref\n0 9\n0000000000 65535 f\r\n");
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n\r\n").bytes());
    }
    pdf.extend(format!("trailer\n<</Size 9/Root 8 0 R/ID[(aaaa)(bbbb)]>>\nstartxref\n{xref}\n%%EOF").bytes());
    pdf
}

pub(super) fn fields() -> Vec<SignatureField> {
    ["Signature_departement", "Signature_etat"]
        .map(|name| SignatureField {
            name: name.to_owned(),
            description: format!("Signature « {name} »"),
            page: None,
        })
        .to_vec()
}

pub(super) fn signed_by(pdf: &[u8], field: &str, signer: &TestSigner) -> Vec<u8> {
    let identity = signer.identity();
    let request = SigningRequest {
        field,
        identity: &identity,
        at: AT,
        reason: Some("Pour accord"),
        location: Some("Bourg"),
    };
    sign(pdf, &request, None).unwrap()
}

pub(super) fn prepared() -> Vec<u8> {
    prepare(&typeset(), &fields()).unwrap()
}

pub(super) fn signed_once() -> Vec<u8> {
    signed_by(&prepared(), "Signature_departement", &RSA_3072)
}

pub(super) fn signed_twice() -> Vec<u8> {
    signed_by(&signed_once(), "Signature_etat", &STATE)
}

pub(super) fn trust() -> TrustedCertificates {
    TrustedCertificates::read(&[&AUTHORITY.certificate]).unwrap()
}

pub(super) fn verified(pdf: &[u8]) -> SignedFileReport {
    verify(pdf, Some(&trust())).unwrap()
}

/// An update that puts these objects, as somebody with an ordinary tool would.
pub(super) fn updated(pdf: &[u8], change: impl FnOnce(&PdfFile<'_>, &mut IncrementalUpdate<'_>)) -> Vec<u8> {
    let file = PdfFile::read(pdf).unwrap();
    let mut update = IncrementalUpdate::new(&file).unwrap();
    change(&file, &mut update);
    update.finish().0
}

pub(super) fn id(number: u32) -> PdfId {
    PdfId { number, generation: 0 }
}

/// The dictionary of an object, in the last revision.
pub(super) fn dictionary(file: &PdfFile<'_>, number: u32) -> crate::sign::pdf::PdfDictionary {
    file.resolve(&PdfObject::Reference(id(number)), file.last()).unwrap().as_dictionary().unwrap().clone()
}

pub(super) fn find(pdf: &[u8], needle: &[u8]) -> usize {
    pdf.windows(needle.len()).position(|window| window == needle).unwrap()
}

pub(super) fn rfind(pdf: &[u8], needle: &[u8]) -> usize {
    pdf.windows(needle.len()).rposition(|window| window == needle).unwrap()
}

/// A small deterministic generator (SplitMix64): the same changes at each run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((value ^ (value >> 31)) % u64::try_from(bound).unwrap()).unwrap()
    }
}
