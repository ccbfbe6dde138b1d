//! Prepared, signed, signed again: what must hold.

use super::{
    certificates::{CertificateModel, RSA_3072, STATE, p256_signer, p384_signer},
    samples::{AT, fields, prepared, signed_by, signed_once, signed_twice, typeset, verified},
};
use crate::sign::{
    SignatureVerdict, SigningError, SigningRequest, Timestamping, TrustStatus, attachments, first_revision,
    prepare, sign, verify,
};

#[test]
fn prepare_keeps_the_bytes_and_is_idempotent() {
    let (before, after) = (typeset(), prepared());
    assert!(after.starts_with(&before));
    assert_eq!(after[before.len()], b'\n', "PDF/A wants an end of line after the marker");
    assert_eq!(prepare(&before, &fields()).unwrap(), after, "same input, same bytes");
    assert_eq!(prepare(&after, &fields()).unwrap(), after);
    assert_eq!(first_revision(&after), Some(before.len()));
    assert_eq!(first_revision(&before), Some(before.len()));
}

#[test]
fn first_revision_that_ends_with_a_line_is_kept_whole() {
    let mut before = typeset();
    before.push(b'\n');
    assert_eq!(first_revision(&prepare(&before, &fields()).unwrap()), Some(before.len()));
}

#[test]
fn prepare_refuses_other_fields_pages_and_names() {
    let mut other = fields();
    other.pop();
    assert!(matches!(prepare(&prepared(), &other), Err(SigningError::OtherFields { .. })));
    let mut absent = fields();
    absent[0].page = Some(2);
    assert_eq!(prepare(&typeset(), &absent), Err(SigningError::NoSuchPage { page: 2, pages: 2 }));
    let mut same = fields();
    same[0].name = same[1].name.clone();
    assert!(matches!(prepare(&typeset(), &same), Err(SigningError::FieldName { .. })));
}

#[test]
fn two_signatures_hold_and_nothing_else_changed() {
    let (once, twice) = (signed_once(), signed_twice());
    assert!(once.starts_with(&prepared()));
    assert!(twice.starts_with(&once));
    assert_eq!(first_revision(&twice), Some(typeset().len()));
    let report = verified(&twice);
    assert!(report.is_only_signed(), "{report:#?}");
    assert_eq!(report.revisions.len(), 4);
    assert!(report.unsigned_fields.is_empty());
    let [first, second] = report.signatures.as_slice() else { panic!("two signatures") };
    assert_eq!(
        (first.verdict(), second.verdict()),
        (SignatureVerdict::Valid, SignatureVerdict::Valid),
        "{report:#?}"
    );
    assert_eq!((first.certification, second.certification), (Some(2), None));
    assert_eq!((first.revision, second.revision), (Some(2), Some(3)));
    assert_eq!(first.claimed_time, Some(AT));
    assert_eq!(first.name.as_deref(), Some("Département"));
    assert_eq!(second.signer.as_ref().unwrap().serial, "66");
    assert!(matches!(&first.trust, TrustStatus::Trusted(path) if path.len() == 2));
    assert_eq!(verified(&once).unsigned_fields, ["Signature_etat"]);
}

#[test]
fn p384_signs_with_sha384() {
    let report = verified(&signed_by(&prepared(), "Signature_etat", &p384_signer()));
    assert_eq!(report.signatures[0].verdict(), SignatureVerdict::Valid, "{report:#?}");
}

#[test]
fn no_trust_is_not_distrust() {
    let pdf = signed_once();
    let report = verify(&pdf, None).unwrap();
    assert_eq!(report.signatures[0].trust, TrustStatus::NotGiven);
    assert_eq!(report.signatures[0].integrity(), SignatureVerdict::Valid);
    assert_eq!(report.signatures[0].verdict(), SignatureVerdict::Undecided);
    let stranger = p256_signer(9, CertificateModel::default());
    let other = crate::sign::TrustedCertificates::read(&[&stranger.certificate]).unwrap();
    let report = verify(&pdf, Some(&other)).unwrap();
    assert!(matches!(report.signatures[0].trust, TrustStatus::Untrusted(_)));
    assert_eq!(report.signatures[0].verdict(), SignatureVerdict::Invalid);
}

#[test]
fn sign_refuses_what_cannot_be_signed() {
    let identity = STATE.identity();
    let request = |field| SigningRequest { field, identity: &identity, at: AT, reason: None, location: None };
    let once = signed_once();
    assert!(matches!(
        sign(&once, &request("Signature_departement"), None),
        Err(SigningError::AlreadySigned { .. })
    ));
    assert!(matches!(sign(&once, &request("Signature_x"), None), Err(SigningError::NoSuchField { .. })));
    assert!(matches!(
        sign(&typeset(), &request("Signature_etat"), None),
        Err(SigningError::NoSuchField { .. })
    ));
    let mut longer = once.clone();
    longer.extend(b"more");
    assert_eq!(sign(&longer, &request("Signature_etat"), None), Err(SigningError::TrailingBytes));
}

#[test]
fn timestamp_that_fails_signs_nothing() {
    let identity = RSA_3072.identity();
    let request =
        SigningRequest { field: "Signature_etat", identity: &identity, at: AT, reason: None, location: None };
    let stamp = |answer: Result<Vec<u8>, String>| {
        let mut transport = move |_: &[u8]| answer.clone();
        sign(&prepared(), &request, Some(Timestamping { nonce: 1, transport: &mut transport }))
    };
    assert!(matches!(stamp(Err("absent".to_owned())), Err(SigningError::Transport(_))));
    assert!(matches!(stamp(Ok(vec![0x30, 0])), Err(SigningError::Token(_))));
    let refused = vec![0x30, 5, 0x30, 3, 2, 1, 2];
    assert_eq!(stamp(Ok(refused)), Err(SigningError::Token(crate::sign::TokenError::Refused { status: 2 })));
}

#[test]
fn attached_files_are_read() {
    let files = attachments(&signed_twice()).unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!(
        (files[0].name.as_str(), files[0].bytes.as_slice()),
        ("acte.yaml", b"montant: 12 \n".as_slice())
    );
    assert_eq!(files[0].relationship.as_deref(), Some("Source"));
    assert_eq!(files[0].media_type.as_deref(), Some("text/yaml"));
    assert_eq!(files[0].description.as_deref(), Some("L'acte"));
}
