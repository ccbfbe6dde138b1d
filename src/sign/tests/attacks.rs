//! Attacks on signed files: each must be told, none be called valid.

use super::{
    certificates::{CertificateModel, RSA_3072, STATE, TestSigner, p256_signer, rsa_signer},
    samples::{
        AT, Dice, dictionary, fields, find, id, prepared, rfind, signed_by, signed_once, signed_twice, trust,
        typeset, updated, verified,
    },
};
use crate::sign::{
    ObjectChangeKind, SignatureDefect, SignatureField, SignatureReport, SignatureVerdict, SignedFileReport,
    fields::form,
    keys::has_short_key,
    pdf::{PdfDictionary, PdfObject},
    prepare, verify,
};

const CHANGED: &[u8] = b"0 0 m 9 9 l S % 99 000";

fn kinds_refused(report: &SignedFileReport) -> Vec<ObjectChangeKind> {
    let changes = report.revisions.iter().flat_map(|revision| &revision.changes);
    changes.filter(|change| !change.allowed).map(|change| change.kind).collect()
}

fn none_valid(report: &SignedFileReport) -> bool {
    report.signatures.iter().all(|signature| signature.verdict() == SignatureVerdict::Invalid)
}

#[test]
fn five_hundred_changed_bytes_are_all_told() {
    let pdf = signed_twice();
    let trust = trust();
    let mut dice = Dice(17);
    let (mut broken, mut undecided, mut unreadable) = (0, 0, 0);
    for _ in 0..500 {
        let mut changed = pdf.clone();
        let at = dice.below(changed.len());
        let byte = u8::try_from(1 + dice.below(255)).unwrap();
        changed[at] ^= byte;
        match verify(&changed, Some(&trust)) {
            Err(_) => unreadable += 1,
            Ok(report) => {
                let worst = report.signatures.iter().map(|signature| signature.verdict());
                let worst: Vec<_> = worst.collect();
                if worst.len() == 2 && worst.contains(&SignatureVerdict::Invalid) {
                    broken += 1;
                } else if worst.len() < 2 || worst.contains(&SignatureVerdict::Undecided) {
                    undecided += 1;
                } else {
                    panic!("byte {at} ^ {byte:#x} went unseen: {report:#?}");
                }
            }
        }
    }
    assert_eq!(broken + undecided + unreadable, 500);
    // Of so small a file most bytes are hexadecimal: another byte there is no PDF any more.
    assert!(broken > 50 && undecided < 10, "{broken} broken, {undecided} undecided, {unreadable} unreadable");
}

/// The hole of the last signature is covered by nobody: every byte of it is tried, with the changes that keep it hexadecimal.
#[test]
fn every_byte_of_the_last_hole_counts() {
    let pdf = signed_twice();
    let trust = trust();
    let start = rfind(&pdf, b"/Contents<") + 10;
    let end = start + pdf[start..].iter().position(|byte| *byte == b'>').unwrap();
    for at in (start..end).filter(|at| at % 41 == 0 || (*at < start + 600 && at % 3 == 0)) {
        for byte in *b"0bA" {
            if pdf[at] == byte {
                continue;
            }
            let mut changed = pdf.clone();
            changed[at] = byte;
            let Ok(report) = verify(&changed, Some(&trust)) else { continue };
            assert_eq!(report.signatures.len(), 2);
            assert_ne!(report.signatures[1].verdict(), SignatureVerdict::Valid, "byte {at}: {report:#?}");
        }
    }
}

#[test]
fn appended_page_is_told() {
    let forged = updated(&signed_twice(), |file, update| {
        let page = update.reserve();
        let mut pages = dictionary(file, 1);
        let Some(PdfObject::Array(kids)) = pages.get_mut(b"Kids".as_slice()) else { panic!("kids") };
        kids.push(PdfObject::Reference(page));
        pages.insert(b"Count".to_vec(), PdfObject::Integer(3));
        update.put(id(1), &PdfObject::Dictionary(pages));
        update.put(page, &PdfObject::Dictionary(dictionary(file, 2)));
    });
    let report = verified(&forged);
    assert!(none_valid(&report));
    assert_eq!(kinds_refused(&report), [ObjectChangeKind::PageTree, ObjectChangeKind::Page]);
    assert!(report.signatures[1].defects.contains(&SignatureDefect::ChangedAfter { revision: 4 }));
}

#[test]
fn replaced_page_is_told() {
    let content =
        updated(&signed_twice(), |_, update| update.put_stream(id(4), PdfDictionary::new(), CHANGED));
    assert_eq!(kinds_refused(&verified(&content)), [ObjectChangeKind::Content]);
    assert!(none_valid(&verified(&content)));
    let page = updated(&signed_twice(), |file, update| {
        let mut page = dictionary(file, 3);
        page.insert(b"Contents".to_vec(), PdfObject::Reference(id(5)));
        page.insert(b"Rotate".to_vec(), PdfObject::Integer(90));
        update.put(id(3), &PdfObject::Dictionary(page));
    });
    assert_eq!(kinds_refused(&verified(&page)), [ObjectChangeKind::Page]);
    assert!(none_valid(&verified(&page)));
}

#[test]
fn removed_signature_is_told() {
    let pdf = signed_twice();
    let number = u32::try_from(11).unwrap();
    let forged = updated(&pdf, |file, update| {
        let mut field = dictionary(file, number);
        assert!(field.remove(b"V".as_slice()).is_some());
        update.put(id(number), &PdfObject::Dictionary(field));
    });
    let report = verified(&forged);
    assert!(report.signatures[1].defects.contains(&SignatureDefect::Removed), "{report:#?}");
    assert!(none_valid(&report));
    // Cut back to the first signature, the file is what the first signer made: the empty field tells.
    let report = verified(&signed_once());
    assert_eq!(report.unsigned_fields, ["Signature_etat"]);
}

#[test]
fn swapped_certificate_is_told() {
    let pdf = signed_twice();
    let other = p256_signer(2, CertificateModel { subject: "CN=Autre,O=Essai", ..Default::default() });
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes();
    let (own, other) = (hex(&STATE.certificate), hex(&other.certificate));
    // Same length or not, the certificate in the last hole is another's, for the same key.
    let at = rfind(&pdf, &own[..200]);
    let mut forged = pdf.clone();
    let length = own.len().min(other.len());
    forged[at..at + length].copy_from_slice(&other[..length]);
    match verify(&forged, Some(&trust())) {
        Err(_) => {}
        Ok(report) => assert_ne!(report.signatures[1].verdict(), SignatureVerdict::Valid),
    }
}

#[test]
fn certificate_of_the_same_name_and_key_is_told() {
    let honest = signed_by(&prepared(), "Signature_etat", &STATE);
    // Same key, same name, same serial, same length, other dates: only signing-certificate-v2 tells them apart.
    let other =
        p256_signer(2, CertificateModel { subject: "CN=État,O=Essai", until: 2030, ..Default::default() });
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes();
    let (own, other) = (hex(&STATE.certificate), hex(&other.certificate));
    if own.len() != other.len() {
        return;
    }
    let at = rfind(&honest, &own[..300]);
    let mut forged = honest.clone();
    forged[at..at + own.len()].copy_from_slice(&other);
    let report = verified(&forged);
    assert!(
        report.signatures[0].defects.contains(&SignatureDefect::SigningCertificateMismatch),
        "{report:#?}"
    );
}

/// « Hide »: the content that was signed gives way to another that was in the signed bytes too.
#[test]
fn shadow_content_is_told() {
    let mut shadow = typeset();
    let at = find(&shadow, b"1 0 obj");
    assert_eq!(at, 16);
    shadow = updated(&shadow, |_, update| {
        let hidden = update.reserve();
        update.put_stream(hidden, PdfDictionary::new(), CHANGED);
    });
    let signed = signed_by(&prepare(&shadow, &fields()).unwrap(), "Signature_departement", &STATE);
    // Before signing already, the hidden object is not one that preparing brings.
    let report = verified(&signed);
    assert!(!report.is_only_signed());
    assert_eq!(report.signatures[0].verdict(), SignatureVerdict::Valid, "the signer did sign that");
    // After signing, a table alone brings it to light.
    let hidden = find(&signed, b"9 0 obj");
    let previous = rfind(&signed, b"startxref\n");
    let previous: usize =
        std::str::from_utf8(&signed[previous + 10..]).unwrap().split('\n').next().unwrap().parse().unwrap();
    let mut forged = signed.clone();
    let body = format!(
        "4 0 obj\n<</Length {}>>\nstream\n{}\nendstream\nendobj\n",
        CHANGED.len(),
        String::from_utf8_lossy(CHANGED)
    );
    let object = forged.len();
    forged.extend(body.bytes());
    let xref = forged.len();
    forged.extend(format!("xref\n4 1\n{object:010} 00000 n\r\ntrailer\n<</Size 20/Root 8 0 R/ID[(aaaa)(c)]/Prev {previous}>>\nstartxref\n{xref}\n%%EOF\n").bytes());
    assert!(none_valid(&verified(&forged)));
    let mut forged = signed;
    let xref = forged.len();
    forged.extend(format!("xref\n9 1\n{hidden:010} 00000 n\r\ntrailer\n<</Size 20/Root 8 0 R/ID[(aaaa)(c)]/Prev {previous}>>\nstartxref\n{xref}\n%%EOF\n").bytes());
    let report = verified(&forged);
    assert!(!report.revisions.last().unwrap().stray_bytes.is_empty(), "an object of before is brought back");
    assert!(none_valid(&report));
}

#[test]
fn byte_range_that_skips_bytes_is_told() {
    let pdf = signed_by(&prepared(), "Signature_departement", &STATE);
    let at = rfind(&pdf, b"/ByteRange[0 ") + 13;
    let numbers: Vec<usize> = std::str::from_utf8(&pdf[at..at + 32])
        .unwrap()
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect();
    let write = |from: usize, to: usize, length: usize| {
        let mut forged = pdf.clone();
        forged[at..at + 32].copy_from_slice(format!("{from:<10} {to:<10} {length:<10}").as_bytes());
        verified(&forged)
    };
    let report = write(numbers[0] - 20, numbers[1], numbers[2]);
    assert!(matches!(report.signatures[0].defects[0], SignatureDefect::ByteRangeSkips { .. }), "{report:#?}");
    let report = write(numbers[0], numbers[1] + 5, numbers[2] - 5);
    assert!(matches!(report.signatures[0].defects[0], SignatureDefect::ByteRangeSkips { .. }));
    let report = write(numbers[0], numbers[1], numbers[2] - 30);
    assert!(report.signatures[0].defects.contains(&SignatureDefect::NotWholeRevision));
    let report = write(numbers[0], numbers[1], numbers[2] + 30);
    assert!(report.signatures[0].defects.contains(&SignatureDefect::ByteRangeMalformed));
}

#[test]
fn changed_attachment_is_told() {
    let forged = updated(&signed_twice(), |file, update| {
        let mut file_stream = dictionary(file, 6);
        file_stream.remove(b"Length".as_slice());
        update.put_stream(id(6), file_stream, b"montant: 99 \n");
    });
    let report = verified(&forged);
    assert_eq!(kinds_refused(&report), [ObjectChangeKind::AttachedFile]);
    assert!(none_valid(&report));
}

#[test]
fn other_catalog_annotation_and_visible_field_are_told() {
    let annotation = updated(&signed_twice(), |file, update| {
        let note = update.reserve();
        let body = PdfObject::dictionary([
            ("Type", PdfObject::name("Annot")),
            ("Subtype", PdfObject::name("FreeText")),
            ("Rect", PdfObject::Array(vec![PdfObject::Integer(9); 4])),
        ]);
        update.put(note, &PdfObject::Dictionary(body));
        let mut page = dictionary(file, 3);
        let Some(PdfObject::Array(annotations)) = page.get_mut(b"Annots".as_slice()) else {
            panic!("annotations")
        };
        annotations.push(PdfObject::Reference(note));
        update.put(id(3), &PdfObject::Dictionary(page));
    });
    assert_eq!(kinds_refused(&verified(&annotation)), [ObjectChangeKind::Page, ObjectChangeKind::Annotation]);
    let catalog = updated(&signed_twice(), |file, update| {
        let mut catalog = dictionary(file, 8);
        catalog.insert(b"OpenAction".to_vec(), PdfObject::Null);
        update.put(id(8), &PdfObject::Dictionary(catalog));
    });
    assert_eq!(kinds_refused(&verified(&catalog)), [ObjectChangeKind::Catalog]);
    let visible = updated(&prepared(), |file, update| {
        let mut field = dictionary(file, 9);
        let sides = [0, 0, 300, 300].map(PdfObject::Integer);
        field.insert(b"Rect".to_vec(), PdfObject::Array(sides.to_vec()));
        update.put(id(9), &PdfObject::Dictionary(field));
    });
    assert!(!verified(&visible).is_only_signed());
}

#[test]
fn hidden_objects_duplicates_and_trailing_bytes_are_told() {
    let pdf = signed_twice();
    let mut trailing = pdf.clone();
    trailing.extend(b"\n99 0 obj\n<<>>\nendobj\n");
    assert!(
        verified(&trailing)
            .signatures
            .iter()
            .all(|signature| signature.defects.contains(&SignatureDefect::TrailingBytes))
    );
    let mut space = pdf.clone();
    space.push(b'\n');
    assert!(verified(&space).signatures[1].defects.contains(&SignatureDefect::TrailingBytes));
    // An object that the table of its revision does not name.
    let update = updated(&pdf, |_, update| {
        let id = update.reserve();
        update.put_raw(id, b"null\nendobj\n77 0 obj\n<</Type/Page>>".to_vec());
    });
    let report = verified(&update);
    assert_eq!(report.revisions[4].stray_bytes.len(), 1, "{report:#?}");
    assert!(none_valid(&report));
}

#[test]
fn second_certification_is_told() {
    let pdf = signed_once();
    let at = rfind(&pdf, b"/Perms");
    let mut forged = pdf.clone();
    forged[at + 1] = b'Q';
    let report = verified(&forged);
    assert!(report.signatures[0].defects.contains(&SignatureDefect::PermissionsMismatch));
}

#[test]
fn validation_data_may_follow_but_not_under_a_false_name() {
    let honest = updated(&signed_twice(), |file, update| {
        let (certificate, dss) = (update.reserve(), update.reserve());
        update.put_stream(certificate, PdfDictionary::new(), &STATE.certificate);
        let list = PdfObject::Array(vec![PdfObject::Reference(certificate)]);
        update.put(
            dss,
            &PdfObject::Dictionary(PdfObject::dictionary([
                ("Type", PdfObject::name("DSS")),
                ("Certs", list),
            ])),
        );
        let mut catalog = dictionary(file, 8);
        catalog.insert(b"DSS".to_vec(), PdfObject::Reference(dss));
        update.put(id(8), &PdfObject::Dictionary(catalog));
    });
    let report = verified(&honest);
    assert!(report.is_only_signed(), "{report:#?}");
    assert_eq!(report.signatures[1].verdict(), SignatureVerdict::Valid);
    let false_name = updated(&signed_twice(), |file, update| {
        update.put_stream(id(4), PdfDictionary::new(), CHANGED);
        let dss = update.reserve();
        let list = PdfObject::Array(vec![PdfObject::Reference(id(4))]);
        update.put(dss, &PdfObject::Dictionary(PdfObject::dictionary([("Certs", list)])));
        let mut catalog = dictionary(file, 8);
        catalog.insert(b"DSS".to_vec(), PdfObject::Reference(dss));
        update.put(id(8), &PdfObject::Dictionary(catalog));
    });
    assert!(none_valid(&verified(&false_name)));
}

/// Long-term archiving adds a field of its own, after all signatures; nobody else may.
#[test]
fn timestamp_of_the_document_may_follow_and_no_other_new_field() {
    let with_field = |sub_filter: &str| {
        updated(&signed_twice(), |file, update| {
            let (field, value) = (update.reserve(), update.reserve());
            let range = [0, 1, 2, 3].map(PdfObject::Integer).to_vec();
            let signature = PdfObject::dictionary([
                ("Type", PdfObject::name("DocTimeStamp")),
                ("SubFilter", PdfObject::name(sub_filter)),
                ("ByteRange", PdfObject::Array(range)),
                ("Contents", PdfObject::String(vec![0; 8])),
            ]);
            update.put(value, &PdfObject::Dictionary(signature));
            let body = PdfObject::dictionary([
                ("Type", PdfObject::name("Annot")),
                ("Subtype", PdfObject::name("Widget")),
                ("FT", PdfObject::name("Sig")),
                ("T", PdfObject::String(b"Horodatage".to_vec())),
                ("Rect", PdfObject::Array(vec![PdfObject::Integer(0); 4])),
                ("V", PdfObject::Reference(value)),
            ]);
            update.put(field, &PdfObject::Dictionary(body));
            let (form_id, mut form) = form(file, file.last()).unwrap().unwrap();
            let Some(PdfObject::Array(list)) = form.get_mut(b"Fields".as_slice()) else { panic!("fields") };
            list.push(PdfObject::Reference(field));
            match form_id {
                Some(own) => update.put(own, &PdfObject::Dictionary(form)),
                None => {
                    let mut catalog = dictionary(file, 8);
                    catalog.insert(b"AcroForm".to_vec(), PdfObject::Dictionary(form));
                    update.put(id(8), &PdfObject::Dictionary(catalog));
                }
            }
        })
    };
    let stamped = verified(&with_field("ETSI.RFC3161"));
    assert!(stamped.is_only_signed(), "{stamped:#?}");
    // This one stamps nothing: the two signatures hold, it does not.
    let verdicts: Vec<_> = stamped.signatures.iter().map(SignatureReport::integrity).collect();
    assert_eq!(verdicts[..2], [SignatureVerdict::Valid; 2]);
    assert_ne!(verdicts[2], SignatureVerdict::Valid);
    assert!(!verified(&with_field("ETSI.CAdES.detached")).is_only_signed());
}

/// What is told of a field must be of that field alone.
#[test]
fn two_fields_of_one_name_are_told() {
    let named = |name: &str| SignatureField { name: name.to_owned(), description: String::new(), page: None };
    let mut pdf = prepare(&typeset(), &[named("Champ_A"), named("Champ_B")]).unwrap();
    let at = rfind(&pdf, b"Champ_B");
    pdf[at + 6] = b'A';
    let report = verified(&signed_by(&pdf, "Champ_A", &STATE));
    assert_eq!(report.signatures[0].defects, [SignatureDefect::FieldNameShared]);
    assert_eq!(report.signatures[0].verdict(), SignatureVerdict::Invalid);
}

#[test]
fn time_that_has_not_come_proves_nothing() {
    let report = verified(&signed_twice());
    let seen = |at| report.clone().seen_at(at).signatures[0].verdict();
    assert_eq!(seen(AT), SignatureVerdict::Valid);
    assert_eq!(seen(AT - time::Duration::HOUR * 3), SignatureVerdict::Valid, "another zone");
    assert_eq!(seen(AT - time::Duration::DAY * 2), SignatureVerdict::Undecided);
}

#[test]
fn key_that_is_too_short_proves_nothing() {
    use der::Decode;
    let certificate = |signer: &TestSigner| x509_cert::Certificate::from_der(&signer.certificate).unwrap();
    assert!(has_short_key(&certificate(&rsa_signer(1024))));
    assert!(!has_short_key(&certificate(&RSA_3072)));
    assert!(!has_short_key(&certificate(&STATE)));
}

/// What pyHanko rewrites is allowed; another title, another attached file under that cover are not.
#[test]
fn metadata_may_be_written_anew_but_for_its_title() {
    let xmp = |title: &str, tool: &str| {
        format!(
            "<x xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:rdf='r' xmlns:pdf='p'><dc:title><rdf:Alt><rdf:li>{title}</rdf:li></rdf:Alt></dc:title><pdf:Producer>{tool}</pdf:Producer></x>"
        )
    };
    let kind = || {
        PdfObject::dictionary([("Type", PdfObject::name("Metadata")), ("Subtype", PdfObject::name("XML"))])
    };
    let original = updated(&typeset(), |file, update| {
        let metadata = update.reserve();
        update.put_stream(metadata, kind(), xmp("Convention", "Typst").as_bytes());
        let mut catalog = dictionary(file, 8);
        catalog.insert(b"Metadata".to_vec(), PdfObject::Reference(metadata));
        update.put(id(8), &PdfObject::Dictionary(catalog));
    });
    let signed = signed_by(&prepare(&original, &fields()).unwrap(), "Signature_departement", &STATE);
    let with = |title: &str| {
        let text = xmp(title, "Autre");
        let changed = updated(&signed, |_, update| update.put_stream(id(9), kind(), text.as_bytes()));
        kinds_refused(&verified(&changed)).contains(&ObjectChangeKind::Metadata)
    };
    // The first update, which brought the metadata, is refused in both: only that of after the signature tells.
    let later = |title: &str| {
        let text = xmp(title, "Autre");
        let changed = updated(&signed, |_, update| update.put_stream(id(9), kind(), text.as_bytes()));
        verified(&changed).signatures[0].verdict()
    };
    assert!(with("Autre titre"));
    assert_eq!(later("Convention"), SignatureVerdict::Valid);
    assert_eq!(later("Autre titre"), SignatureVerdict::Invalid);
}
