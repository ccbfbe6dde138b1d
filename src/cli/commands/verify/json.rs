//! A verification for programs (`docs/schemas/verification-1.schema.json`).

use std::path::Path;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::words;
use crate::cli::verification::Verification;
use crate::cli::verification::pages::{PageDifference, PagesVerdict};
use crate::cli::verification::sources::SourcesComparison;
use crate::sign::{SignatureReport, SignatureVerdict, SignerCertificate, TrustStatus};

/// The whole verification.
pub(super) fn told(file: &Path, verification: &Verification) -> String {
    let (signatures, unsigned, unexpected, unreadable) = match &verification.signatures {
        Ok(report) => {
            let signatures: Vec<Value> =
                report.signatures.iter().map(|signature| told_of(signature, verification)).collect();
            (signatures, report.unsigned_fields.clone(), words::unexpected(report), None)
        }
        Err(why) => (Vec::new(), Vec::new(), Vec::new(), Some(why)),
    };
    let sources = &verification.sources;
    let value = json!({
        "format": 1,
        "calpae": env!("CARGO_PKG_VERSION"),
        "fichier": file.display().to_string(),
        "verdict": verdict(verification.verdict()),
        "verdict_du_document": verdict(verification.of_document()),
        "signatures": signatures,
        "illisible": unreadable,
        "reste_a_signer": unsigned,
        "ajouts_refuses": unexpected,
        "document": sources.manifest.as_ref().map(|manifest| json!({
            "document": manifest.document,
            "edition": manifest.edition,
            "presentation": manifest.presentation,
            "empreinte": manifest.empreinte,
            "programme": manifest.programme,
        })),
        "pages": pages(&sources.pages),
        "acte": sources.title,
        "gabarits_emportes": sources.templates,
        "sources_modifiees": sources.altered,
        "sources_manquantes": sources.missing,
        "changees_ensuite": sources.changed_since.as_ref().map(comparison),
        "contre": sources.against.as_ref().map(comparison),
    });
    // A value made of texts and numbers always serialises.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

fn verdict(verdict: SignatureVerdict) -> &'static str {
    match verdict {
        SignatureVerdict::Valid => "oui",
        SignatureVerdict::Invalid => "non",
        SignatureVerdict::Undecided => "indécidable",
    }
}

fn told_of(signature: &SignatureReport, verification: &Verification) -> Value {
    let slot = verification.slot(&signature.field);
    json!({
        "champ": signature.field,
        "attendu": slot.map(|slot| json!({
            "partie": slot.of,
            "nom": slot.name,
            "qualite": slot.title_held,
        })),
        "certificat_d_une_autre_partie": verification.stranger_of(signature).map(|other| other.of.clone()),
        "format": signature.sub_filter,
        "integrite": verdict(signature.integrity()),
        "defauts": signature.defects.iter().map(words::defect).collect::<Vec<_>>(),
        "octets_couverts": signature.covered,
        "certifie": signature.certification,
        "signataire": signature.signer.as_ref().map(certificate),
        "heure_declaree": signature.claimed_time.map(moment),
        "heure_certifiee": signature.timestamp.as_ref().map(|stamp| json!({
            "heure": stamp.time.map(moment),
            "service": stamp.signer.as_ref().map(certificate),
            "confiance": trust(&stamp.trust),
            "defauts": stamp.defects.iter().map(words::defect).collect::<Vec<_>>(),
        })),
        "motif": signature.reason,
        "lieu": signature.location,
        "confiance": trust(&signature.trust),
    })
}

fn certificate(signer: &SignerCertificate) -> Value {
    json!({
        "sujet": signer.subject,
        "emetteur": signer.issuer,
        "numero": signer.serial,
        "valable_du": moment(signer.not_before),
        "valable_au": moment(signer.not_after),
    })
}

fn trust(status: &TrustStatus) -> Value {
    let word = match status {
        TrustStatus::NotGiven => "non demandée",
        TrustStatus::Trusted(_) => "oui",
        TrustStatus::Untrusted(_) => "non",
        TrustStatus::Undecided => "indécidable",
    };
    let chain: &[String] = if let TrustStatus::Trusted(chain) = status { chain } else { &[] };
    json!({ "verdict": word, "en_toutes_lettres": words::trust(status), "chaine": chain })
}

fn pages(pages: &PagesVerdict) -> Value {
    match pages {
        PagesVerdict::Same { bytes } => json!({ "verdict": "oui", "octets": bytes }),
        PagesVerdict::Others { at, differences } => json!({
            "verdict": "non",
            "premier_octet_different": at,
            "differences": told_differences(differences),
        }),
        PagesVerdict::Unknown { why, differences } if differences.is_empty() => {
            json!({ "verdict": "indécidable", "raison": why })
        }
        PagesVerdict::Unknown { why, differences } => {
            json!({ "verdict": "indécidable", "raison": why, "differences": told_differences(differences) })
        }
    }
}

fn told_differences(differences: &[PageDifference]) -> Vec<Value> {
    let told = |difference: &PageDifference| {
        json!({
            "titre": difference.place,
            "pages": difference.printed,
            "sources": difference.made,
        })
    };
    differences.iter().map(told).collect()
}

/// A comparison as `calpae diff --format json` writes it.
fn comparison(compared: &SourcesComparison) -> Value {
    match compared {
        Ok(found) => json!({
            "version": found.name,
            "differences": found.count,
            "lu_en_entier": found.is_whole,
            "autres_fichiers": found.others.iter().map(|file| json!({
                "chemin": file.path,
                "gabarit": file.is_template,
                "lignes": file.lines,
            })).collect::<Vec<_>>(),
            "detail": serde_json::from_str::<Value>(&found.json).ok(),
        }),
        Err(why) => json!({ "impossible": why }),
    }
}

/// ISO 8601, in UTC.
fn moment(time: OffsetDateTime) -> String {
    let time = time.to_offset(time::UtcOffset::UTC);
    let (date, hours, minutes, seconds) = (time.date(), time.hour(), time.minute(), time.second());
    format!("{date}T{hours:02}:{minutes:02}:{seconds:02}Z")
}
