//! A verification in words, for a person.

use std::path::Path;

use time::OffsetDateTime;

use crate::cli::verification::pages::{PageDifference, PagesVerdict};
use crate::cli::verification::signatories::SignatureSlot;
use crate::cli::verification::sources::{ComparedSources, SourcesReport};
use crate::cli::verification::{Verification, worst};
use crate::lang::numbers::format_plain;
use crate::sign::{
    ObjectChangeKind, SignatureDefect, SignatureReport, SignatureVerdict, SignedFileReport,
    SignerCertificate, TrustStatus, UntrustedReason,
};
use crate::text::short_digest;

/// The whole verification.
pub(super) fn told(file: &Path, verification: &Verification) -> String {
    let mut text = format!("{}\n", file.display());
    if let Some(title) = &verification.sources.title {
        text.push_str(&format!("  {title}\n"));
    }
    if let Some(manifest) = &verification.sources.manifest {
        let short = short_digest(&manifest.empreinte);
        text.push_str(&format!(
            "  {}, édition {}, version {}, version des sources {short}, fait par {}\n",
            manifest.document, manifest.edition, manifest.presentation, manifest.programme
        ));
    }
    text.push_str("\nSignatures\n");
    match &verification.signatures {
        Err(why) => text.push_str(&format!("  rien n’en peut être dit : {why}\n")),
        Ok(report) => signatures(report, verification, &mut text),
    }
    text.push_str("\nPages et sources\n");
    sources(&verification.sources, &mut text);
    text.push_str(&format!("\n{}\n", conclusion(verification)));
    text
}

fn signatures(report: &SignedFileReport, verification: &Verification, text: &mut String) {
    if report.signatures.is_empty() {
        text.push_str("  aucune\n");
    }
    for (signature, number) in report.signatures.iter().zip(1..) {
        let signer = signature.signer.as_ref().map(|signer| signer.name.clone());
        let who =
            signer.or_else(|| signature.name.clone()).unwrap_or_else(|| "signataire inconnu".to_owned());
        text.push_str(&format!(
            "  {number}. {who}, champ {} : {}\n",
            signature.field,
            integrity(signature.integrity())
        ));
        for line in awaited(signature, verification).into_iter().chain(lines(signature)) {
            text.push_str(&format!("     {line}\n"));
        }
    }
    for field in &report.unsigned_fields {
        let who = verification.slot(field).map(|slot| format!(", par {}", expected(slot)));
        text.push_str(&format!("  reste à signer : champ {field}{}\n", who.unwrap_or_default()));
    }
    let unexpected: Vec<String> = unexpected(report);
    if !unexpected.is_empty() {
        text.push_str(&format!(
            "  ajouté ou changé après coup, et qui ne devait pas l’être : {}\n",
            unexpected.join(", ")
        ));
    } else if !report.signatures.is_empty()
        && report.signatures.iter().all(|one| one.integrity() == SignatureVerdict::Valid)
    {
        text.push_str("  rien d’autre que des signatures n’a été ajouté au document composé\n");
    }
}

/// Who was to sign, beside who did.
fn awaited(signature: &SignatureReport, verification: &Verification) -> Option<String> {
    let slot = verification.slot(&signature.field)?;
    Some(match verification.stranger_of(signature) {
        Some(other) => format!(
            "AUTRE PARTIE : ce certificat est au nom de « {} », et ce champ attend {}",
            other.of,
            expected(slot)
        ),
        None => format!("signataire attendu par l’acte : {}", expected(slot)),
    })
}

/// « Jeanne Martin, présidente (Département) ».
fn expected(slot: &SignatureSlot) -> String {
    format!("{}, {} ({})", slot.name, slot.title_held, slot.of)
}

fn integrity(verdict: SignatureVerdict) -> &'static str {
    match verdict {
        SignatureVerdict::Valid => "intacte",
        SignatureVerdict::Invalid => "NON VALABLE",
        SignatureVerdict::Undecided => "on ne peut le dire",
    }
}

fn lines(signature: &SignatureReport) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(signature.defects.iter().map(defect));
    match (&signature.timestamp, signature.claimed_time) {
        (Some(stamp), _) if stamp.time.is_some() && stamp.defects.is_empty() => {
            let by = stamp.signer.as_ref().map(|signer| format!(" par {}", signer.name));
            let time = stamp.time.map(moment).unwrap_or_default();
            lines.push(format!("le {time}, heure certifiée{}", by.unwrap_or_default()));
            lines.push(format!("confiance en ce service : {}", trust(&stamp.trust)));
        }
        (_, Some(time)) => {
            lines.push(format!("le {}, heure que le signataire déclare : rien ne la prouve", moment(time)));
        }
        (_, None) => {}
    }
    let mut said = Vec::new();
    said.extend(signature.reason.as_ref().map(|reason| format!("motif : {reason}")));
    said.extend(signature.location.as_ref().map(|location| format!("lieu : {location}")));
    if !said.is_empty() {
        lines.push(said.join(" ; "));
    }
    lines.extend(signature.signer.as_ref().map(certificate));
    lines.push(format!("confiance : {}", trust(&signature.trust)));
    if signature.certification.is_some() {
        lines.push("certifie le document : seules des signatures peuvent suivre".to_owned());
    }
    lines
}

fn certificate(signer: &SignerCertificate) -> String {
    format!(
        "certificat « {} », délivré par « {} », n° {}, valable du {} au {}",
        signer.subject,
        signer.issuer,
        signer.serial,
        day(signer.not_before),
        day(signer.not_after)
    )
}

pub(super) fn trust(status: &TrustStatus) -> String {
    match status {
        TrustStatus::NotGiven => {
            "aucune autorité n’est donnée (« --confiance »), rien ne garantit l’identité du signataire"
                .to_owned()
        }
        TrustStatus::Trusted(chain) => match chain.last() {
            Some(authority) => format!("oui, par « {authority} » ; la révocation n’est pas vérifiée"),
            None => "oui ; la révocation n’est pas vérifiée".to_owned(),
        },
        TrustStatus::Untrusted(UntrustedReason::UnknownIssuer) => {
            "NON : aucune des autorités données n’a délivré ce certificat".to_owned()
        }
        TrustStatus::Untrusted(UntrustedReason::NotValidThen) => {
            "NON : un certificat de la chaîne n’était pas valable à ce moment".to_owned()
        }
        TrustStatus::Untrusted(UntrustedReason::NotAnAuthority) => {
            "NON : la chaîne passe par un certificat qui ne peut en délivrer".to_owned()
        }
        TrustStatus::Undecided => "on ne peut le dire : la chaîne a quelque chose d’inconnu ici".to_owned(),
    }
}

/// What is wrong with a signature.
pub(super) fn defect(defect: &SignatureDefect) -> String {
    match defect {
        SignatureDefect::UnknownFormat => "le format de signature n’est pas connu ici".to_owned(),
        SignatureDefect::ByteRangeMalformed => "elle ne dit pas ce qu’elle couvre".to_owned(),
        SignatureDefect::ByteRangeSkips { skipped } => {
            format!(
                "elle laisse de côté les octets {} à {} du document",
                format_plain(skipped.start.into(), None),
                format_plain(skipped.end.into(), None)
            )
        }
        SignatureDefect::NotWholeRevision => "elle ne couvre pas le document entier".to_owned(),
        SignatureDefect::OutsideItsRevision => "elle n’est pas là où elle dit être".to_owned(),
        SignatureDefect::ContentsMalformed => "sa valeur est mal écrite".to_owned(),
        SignatureDefect::MessageUnreadable => "sa valeur ne peut être lue".to_owned(),
        SignatureDefect::DigestMismatch => "le document a changé depuis qu’il a été signé".to_owned(),
        SignatureDefect::SignatureMismatch => "elle n’est pas de la clé de ce certificat".to_owned(),
        SignatureDefect::ContentTypeMismatch => "elle signe autre chose qu’un document".to_owned(),
        SignatureDefect::CertificateMissing => "le certificat du signataire n’y est pas".to_owned(),
        SignatureDefect::CertificateAmbiguous => "deux certificats répondent au nom du signataire".to_owned(),
        SignatureDefect::SigningCertificateMissing => "rien ne dit quel certificat a signé".to_owned(),
        SignatureDefect::SigningCertificateMismatch => {
            "le certificat n’est pas celui que le signataire a nommé".to_owned()
        }
        SignatureDefect::AlgorithmMismatch => {
            "les procédés ne sont pas ceux que le signataire a nommés".to_owned()
        }
        SignatureDefect::UnknownAlgorithm(oid) => format!("le procédé {oid} n’est pas connu ici"),
        SignatureDefect::UnverifiedCertificate => "un certificat joint n’est garanti par personne".to_owned(),
        SignatureDefect::UncheckedPart => "une partie de la signature n’est protégée par rien".to_owned(),
        SignatureDefect::UnfitCertificate => "ce certificat n’est pas fait pour signer".to_owned(),
        SignatureDefect::CertificateNotValidThen => {
            "le certificat n’était pas valable à ce moment".to_owned()
        }
        SignatureDefect::WeakKey => "sa clé est trop courte pour prouver quoi que ce soit".to_owned(),
        SignatureDefect::ClaimedLater => {
            "l’heure qu’elle déclare n’est pas encore venue : elle ne dit rien de ce qui était valable"
                .to_owned()
        }
        SignatureDefect::TimesDiffer => "elle déclare deux heures différentes".to_owned(),
        SignatureDefect::FieldNameShared => "un autre champ porte le même nom".to_owned(),
        SignatureDefect::NoTime => "rien ne dit quand elle a été faite".to_owned(),
        SignatureDefect::TimestampBroken => "l’heure certifiée ne tient pas".to_owned(),
        SignatureDefect::TimestampOfOther => "l’heure certifiée est celle d’autre chose".to_owned(),
        SignatureDefect::Removed => "elle a été ôtée de son champ ensuite".to_owned(),
        SignatureDefect::ChangedAfter { revision } => {
            format!("le document a été changé après elle (ajout n° {revision})")
        }
        SignatureDefect::TrailingBytes => "des octets suivent la fin du document".to_owned(),
        SignatureDefect::PermissionsMismatch => {
            "ce qu’elle permet ensuite n’est pas ce que le document dit".to_owned()
        }
        SignatureDefect::CertifiedAfterAnother => {
            "elle certifie le document, et n’est pas la première".to_owned()
        }
    }
}

/// What was changed and may not be, each once.
pub(super) fn unexpected(report: &SignedFileReport) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for revision in &report.revisions {
        let refused =
            revision.changes.iter().filter(|change| !change.allowed).map(|change| change_of(change.kind));
        let stray = revision.stray_bytes.iter().map(|_| "des octets qu’aucun objet ne contient");
        for what in refused.chain(stray) {
            if !found.iter().any(|known| known == what) {
                found.push(what.to_owned());
            }
        }
    }
    found
}

fn change_of(kind: ObjectChangeKind) -> &'static str {
    match kind {
        ObjectChangeKind::SignatureField => "un champ de signature",
        ObjectChangeKind::SignatureValue => "une signature",
        ObjectChangeKind::EmptyAppearance => "l’apparence d’un champ",
        ObjectChangeKind::Form => "le formulaire",
        ObjectChangeKind::Catalog => "le catalogue",
        ObjectChangeKind::Permissions => "ce que le premier signataire permet",
        ObjectChangeKind::ValidationData => "des données de validation",
        ObjectChangeKind::Page => "une page",
        ObjectChangeKind::Annotations | ObjectChangeKind::Annotation => "une annotation",
        ObjectChangeKind::PageTree => "l’ordre ou le nombre des pages",
        ObjectChangeKind::Content => "ce qui est imprimé sur une page",
        ObjectChangeKind::AttachedFile => "une pièce jointe",
        ObjectChangeKind::Metadata => "les métadonnées",
        ObjectChangeKind::Information => "le titre, l’auteur ou les dates",
        ObjectChangeKind::Structure => "ce qu’entend un lecteur d’écran",
        ObjectChangeKind::Container => "la table des objets",
        ObjectChangeKind::Freed => "un objet retiré",
        ObjectChangeKind::Trailer => "l’identité du fichier",
        ObjectChangeKind::Other => "un autre objet",
    }
}

fn sources(report: &SourcesReport, text: &mut String) {
    match &report.pages {
        PagesVerdict::Same { bytes } => text.push_str(&format!(
            "  identiques : les {} premiers octets sont exactement ce que font les sources jointes\n",
            format_plain((*bytes).into(), None)
        )),
        PagesVerdict::Others { at, differences } => {
            text.push_str(&format!(
                "  DIFFÉRENTES : ces pages ne sont pas celles que font les sources jointes (à partir de l’octet {})\n",
                format_plain((*at).into(), None)
            ));
            told_differences(differences, text);
            if differences.is_empty() {
                text.push_str(
                    "  le texte est le même ; la mise en page, les images ou les pièces jointes diffèrent\n",
                );
            }
        }
        PagesVerdict::Unknown { why, differences } => {
            text.push_str(&format!("  on ne peut le dire : {why}\n"));
            told_differences(differences, text);
        }
    }
    if !report.templates.is_empty() {
        text.push_str(&format!(
            "  PROPRES GABARITS : {} ; ils peuvent imprimer autre chose que ce que disent les sources\n",
            report.templates.join(", ")
        ));
    }
    for path in &report.altered {
        text.push_str(&format!("  source qui n’est plus celle dont le PDF a été fait : {path}\n"));
    }
    for path in &report.missing {
        text.push_str(&format!("  source qui manque : {path}\n"));
    }
    match &report.changed_since {
        None => {}
        Some(Ok(changed)) => {
            text.push_str("  les sources jointes ont été changées après que le document a été fait :\n");
            told_comparison(changed, text);
        }
        Some(Err(why)) => text.push_str(&format!("  les sources jointes ont été changées ensuite : {why}\n")),
    }
    match &report.against {
        None => {}
        Some(Ok(against)) if against.count == 0 && against.is_whole => {
            text.push_str(&format!("  aucune différence avec {}\n", against.name));
        }
        Some(Ok(against)) if against.count == 0 => {
            text.push_str(&format!(
                "  {} n’a pu être lu en entier : on ne peut dire s’il diffère\n",
                against.name
            ));
            told_comparison(against, text);
        }
        Some(Ok(against)) => {
            text.push_str(&format!("  {} diffère des sources du PDF :\n", against.name));
            told_comparison(against, text);
        }
        Some(Err(why)) => text.push_str(&format!("  la comparaison ne peut être faite : {why}\n")),
    }
}

fn told_differences(differences: &[PageDifference], text: &mut String) {
    for difference in differences {
        let place = if difference.place.is_empty() { "page de titre" } else { &difference.place };
        text.push_str(&format!("  – {place}\n"));
        text.push_str(&format!("      les pages disent   : {}\n", excerpt(&difference.printed)));
        text.push_str(&format!("      les sources disent : {}\n", excerpt(&difference.made)));
    }
}

fn told_comparison(compared: &ComparedSources, text: &mut String) {
    for line in compared.human.lines() {
        text.push_str(if line.is_empty() { "" } else { "    " });
        text.push_str(line);
        text.push('\n');
    }
    for file in &compared.others {
        let what =
            if file.is_template { "gabarit, qui décide de ce qui est imprimé" } else { "page du rapport" };
        text.push_str(&format!("    {} ({what})\n", file.path));
        file.lines.iter().for_each(|line| text.push_str(&format!("      {}\n", excerpt(line))));
    }
}

/// A line that fits a screen.
fn excerpt(text: &str) -> String {
    const MOST: usize = 200;
    match (text.is_empty(), text.chars().count() > MOST) {
        (true, _) => "(rien)".to_owned(),
        (_, true) => format!("{}…", text.chars().take(MOST).collect::<String>()),
        _ => text.to_owned(),
    }
}

fn conclusion(verification: &Verification) -> String {
    let is_signed = !verification.signed().is_empty();
    let missing = match verification.left() {
        [] => String::new(),
        left => format!("il manque {}", missing(left.len())),
    };
    let differs = verification.sources.verdict_against() == SignatureVerdict::Invalid;
    let document = match verification.of_document() {
        SignatureVerdict::Invalid => {
            return "Ce document n’est pas fiable : voir ce qui est en capitales ou différent ci-dessus."
                .to_owned();
        }
        SignatureVerdict::Valid
            if is_signed && !differs && verification.verdict() == SignatureVerdict::Valid =>
        {
            return "Tout ce qui a été demandé est vérifié : signatures et pages.".to_owned();
        }
        SignatureVerdict::Valid if is_signed => "Le document est vérifié, signatures et pages".to_owned(),
        SignatureVerdict::Valid => {
            "Le document est celui que font ses sources ; il n’est pas signé".to_owned()
        }
        SignatureVerdict::Undecided if verification.has_stranger() => {
            "Une signature n’est pas de la partie attendue : demander à cette partie si elle a donné pouvoir"
                .to_owned()
        }
        SignatureVerdict::Undecided
            if verification.trusts && !is_signed && verification.signatures.is_ok() =>
        {
            "Ce document n’est pas signé : il n’y a pas de signature à vérifier".to_owned()
        }
        SignatureVerdict::Undecided if is_signed && !verification.trusts => {
            let who = "Rien ne contredit ce document, mais l’identité des signataires n’a pas été vérifiée : donner « --confiance »";
            match missing.is_empty() {
                true => who.to_owned(),
                false => format!("{who} ; et {missing}"),
            }
        }
        SignatureVerdict::Undecided if !missing.is_empty() && is_settled(verification) => {
            format!("Incomplet : ce qui est signé est vérifié, et {missing}")
        }
        SignatureVerdict::Undecided => "Tout n’a pas pu être vérifié : voir ci-dessus".to_owned(),
    };
    match differs {
        true => format!("{document} ; mais la version à laquelle on le compare diffère : voir ci-dessus."),
        false => format!("{document}."),
    }
}

/// Whether only signatures are missing.
fn is_settled(verification: &Verification) -> bool {
    worst([verification.of_signatures(), verification.sources.verdict()]) == SignatureVerdict::Valid
}

fn missing(count: usize) -> String {
    match count {
        1 => "une signature".to_owned(),
        count => format!("{count} signatures"),
    }
}

fn day(time: OffsetDateTime) -> String {
    format!("{:02}/{:02}/{}", time.day(), u8::from(time.month()), time.year())
}

fn moment(time: OffsetDateTime) -> String {
    let time = time.to_offset(time::UtcOffset::UTC);
    format!("{} à {:02} h {:02} (UTC)", day(time), time.hour(), time.minute())
}
