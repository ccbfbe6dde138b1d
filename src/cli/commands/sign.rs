//! `calpae sign`: fields of signature put in a PDF, and a signature put in one of them. The file that is read stays as it is,
//! unless it is one that this command made: a signature only adds to it.

use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use crate::cli::args::SignArgs;
use crate::cli::carried_pdf;
use crate::cli::clock::now;
use crate::cli::error::CommandError;
use crate::cli::verification::Verification;
use crate::cli::verification::pages::PagesVerdict;
use crate::cli::verification::signatories::{SignatureSlot, field_name};
use crate::cli::verification::sources::{AskedComparison, SourcesReport};
use crate::cli::{Console, Outcome};
use crate::pipeline::Presentation;
use crate::project::{self, lone_file};
use crate::sign::{
    self, KeyError, SignatureField, SignatureReport, SignatureVerdict, SigningIdentity, SigningRequest,
    Timestamping,
};
use crate::text::one_line;

/// Most bytes of a key, of a certificate, or of an answer of a timestamping service.
const SMALL_MAX: u64 = 1_000_000;

/// What the name of a prepared file ends with.
const PREPARED: &str = "-a-signer";
/// What the name of a signed file ends with.
const SIGNED: &str = "-signe";

/// Runs the command.
pub fn run(args: &SignArgs, console: &Console) -> Result<Outcome, CommandError> {
    let before = carried_pdf::bytes(&args.fichier)?;
    console.progress("vérification du PDF…");
    let verification = verified(&before, &args.fichier)?;
    console.progress("");
    let manifest = verification.sources.manifest.as_ref();
    if manifest.is_some_and(|manifest| manifest.presentation != Presentation::Clean.word()) {
        console.say("attention : ce PDF est une version annotée, faite pour une réunion ; l’acte à signer est la version nette\n")?;
    }
    let (prepared, fields) = prepared(&before, &verification.sources, args)?;
    if args.prepare && prepared == before {
        return Err(CommandError::with_help(
            format!("« {} » a déjà ses champs de signature : {}", args.fichier.display(), fields.join(", ")),
            "le signer, ou le déposer dans le parapheur, tel qu’il est",
        ));
    }
    if args.prepare {
        let target = args.sortie.clone().unwrap_or_else(|| beside(&args.fichier, PREPARED));
        write(&args.fichier, &before, &target, &prepared)?;
        console.write(&format!(
            "écrit : {}, {} champ{} de signature : {}\n",
            target.display(),
            fields.len(),
            if fields.len() > 1 { "s" } else { "" },
            one_line(&fields.join(", "))
        ))?;
        return Ok(Outcome::Success);
    }
    let identity = identity(args)?;
    let field = field(&fields, args)?;
    warn_of_another_party(&verification, &field, &identity, console)?;
    let request = SigningRequest {
        field: &field,
        identity: &identity,
        at: now().ok_or_else(|| CommandError::new("l’horloge du poste ne dit pas l’heure"))?,
        reason: args.motif.as_deref(),
        location: args.lieu.as_deref(),
    };
    console.progress("signature…");
    let mut transport = |asked: &[u8]| asked_of(args.tsa.as_deref().unwrap_or_default(), asked);
    let timestamping = match &args.tsa {
        None => None,
        Some(address) => {
            refuse_other_than_http(address)?;
            let nonce = getrandom::u64().map_err(|cause| {
                CommandError::new(format!("le système ne donne pas de nombre au hasard : {cause}"))
            })?;
            Some(Timestamping { nonce, transport: &mut transport })
        }
    };
    let signed = sign::sign(&prepared, &request, timestamping)?;
    console.progress("");
    let target = args.sortie.clone().unwrap_or_else(|| beside(&args.fichier, SIGNED));
    write(&args.fichier, &before, &target, &signed)?;
    console.write(&format!(
        "écrit : {}, signé par {} dans le champ {field}{}\n",
        target.display(),
        one_line(&identity.name()),
        if args.tsa.is_some() { ", heure certifiée" } else { "" }
    ))?;
    let left = sign::verify(&signed, None).map(|report| report.unsigned_fields).unwrap_or_default();
    if !left.is_empty() {
        console.write(&format!("reste à signer : {}\n", one_line(&left.join(", "))))?;
    }
    Ok(Outcome::Success)
}

/// What is found of a PDF. One that was changed since it was made or signed is refused: nobody must put a name to what
/// others did to it.
fn verified(pdf: &[u8], path: &Path) -> Result<Verification, CommandError> {
    let verification = Verification::new(pdf, None, AskedComparison::default(), Path::new("."))?;
    let is_broken = |one: &SignatureReport| one.integrity() == SignatureVerdict::Invalid;
    let is_known = verification.sources.manifest.is_some() || !verification.signed().is_empty();
    let has_additions = verification.signatures.as_ref().is_ok_and(|report| !report.is_only_signed());
    let is_altered = verification.signed().iter().any(is_broken)
        || (is_known && has_additions)
        || verification.sources.verdict() == SignatureVerdict::Invalid;
    match is_altered {
        false => Ok(verification),
        true => Err(CommandError::with_help(
            format!("« {} » a été changé après avoir été fait ou signé : il n’est pas signé", path.display()),
            "« calpae verify » dit ce qui diffère ; demander le fichier d’origine à qui l’a fait",
        )),
    }
}

/// The PDF with its fields, and their names: those that it has, or one for each signatory.
fn prepared(
    pdf: &[u8],
    sources: &SourcesReport,
    args: &SignArgs,
) -> Result<(Vec<u8>, Vec<String>), CommandError> {
    let existing = sign::field_names(pdf)?;
    if !existing.is_empty() {
        return Ok((pdf.to_vec(), existing));
    }
    let wanted: Vec<SignatureField> = match sources.slots.as_slice() {
        [] if sources.manifest.is_some() || args.partie.is_empty() => {
            let why = match &sources.pages {
                PagesVerdict::Unknown { why, .. } => why,
                _ => "les sources n’en nomment aucun",
            };
            return Err(CommandError::with_help(
                format!("les signataires ne sont pas connus : {why}"),
                "nommer chaque champ : --partie etat --partie departement",
            ));
        }
        [] => args.partie.iter().map(|name| plain_field(name, args)).collect(),
        slots => slots.iter().map(|slot| field_of(slot, args)).collect(),
    };
    let pdf = sign::prepare(pdf, &wanted)?;
    Ok((pdf, wanted.into_iter().map(|field| field.name).collect()))
}

/// The field of a signatory.
fn field_of(slot: &SignatureSlot, args: &SignArgs) -> SignatureField {
    SignatureField {
        name: slot.field.clone(),
        description: format!("Signature de {}, {}, pour {}", slot.name, slot.title_held, slot.of),
        page: args.page.map(|page| page.get() - 1),
    }
}

/// Says that a certificate bears the name of another party: it may have been taken for another.
fn warn_of_another_party(
    verification: &Verification,
    field: &str,
    identity: &SigningIdentity,
    console: &Console,
) -> Result<(), CommandError> {
    let other = verification.stranger(field, &identity.certificate());
    if let (Some(own), Some(other)) = (verification.slot(field), other) {
        console.say(&format!(
            "attention : ce certificat est au nom de « {} », et le champ {field} attend {}, pour « {} »\n",
            other.of, own.name, own.of
        ))?;
    }
    Ok(())
}

fn plain_field(name: &str, args: &SignArgs) -> SignatureField {
    SignatureField {
        name: field_name(name),
        description: format!("Signature : {name}"),
        page: args.page.map(|page| page.get() - 1),
    }
}

/// The field to fill: that of the party, or the only one.
fn field(fields: &[String], args: &SignArgs) -> Result<String, CommandError> {
    let list = || format!("champs : {}", fields.join(", "));
    match (args.partie.as_slice(), fields) {
        ([], [only]) => Ok(only.clone()),
        ([], _) => Err(CommandError::with_help(
            "il y a plusieurs champs de signature",
            format!("dire lequel remplir par « --partie » ; {}", list()),
        )),
        ([asked], _) => {
            let of_party = field_name(asked);
            let found = fields.iter().find(|field| *field == asked || **field == of_party);
            found.cloned().ok_or_else(|| {
                let known = fields.iter().map(|field| field.strip_prefix("Signature_").unwrap_or(field));
                CommandError::unknown(format!("aucun champ n’est de « {asked} »"), asked, known, &list())
            })
        }
        _ => Err(CommandError::with_help(
            "une signature remplit un champ à la fois",
            "garder une seule « --partie »",
        )),
    }
}

fn identity(args: &SignArgs) -> Result<SigningIdentity, CommandError> {
    let small = |path: &Path| lone_file::read(path, SMALL_MAX);
    if let Some(path) = &args.p12 {
        let file = small(path)?;
        let phrase = phrase(args)?;
        return Ok(SigningIdentity::from_pkcs12(&file, &phrase)?);
    }
    let (Some(cert), Some(key)) = (&args.cert, &args.key) else {
        return Err(CommandError::with_help(
            "rien ne dit qui signe",
            "donner « --p12 FICHIER », ou « --cert FICHIER --cle FICHIER » ; « --prepare » ne signe pas",
        ));
    };
    let (cert, key) = (small(cert)?, zeroize::Zeroizing::new(small(key)?));
    let chain = args.chaine.iter().map(|path| small(path)).collect::<Result<Vec<_>, _>>()?;
    let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    match SigningIdentity::from_parts(&cert, &key, None, &chain) {
        Err(KeyError::PassphraseNeeded) => {
            let phrase = phrase(args)?;
            Ok(SigningIdentity::from_parts(&cert, &key, Some(&phrase), &chain)?)
        }
        read => Ok(read?),
    }
}

/// The passphrase: from a descriptor, from the environment, or from who is there. Never from the command line, which others see.
#[expect(clippy::disallowed_methods, reason = "the environment enters here, as a value")]
fn phrase(args: &SignArgs) -> Result<zeroize::Zeroizing<String>, CommandError> {
    if let Some(number) = args.phrase_fd {
        return from_descriptor(number);
    }
    if let Ok(phrase) = std::env::var("PHRASE_SECRETE") {
        return Ok(zeroize::Zeroizing::new(phrase));
    }
    if !std::io::stdin().is_terminal() {
        return Err(CommandError::with_help(
            "la clé demande une phrase secrète, et personne n’est au clavier",
            "la donner par « --phrase-fd 3 3<fichier », ou par la variable PHRASE_SECRETE",
        ));
    }
    let phrase = rpassword::prompt_password("Phrase secrète de la clé : ");
    phrase.map(zeroize::Zeroizing::new).map_err(|cause| {
        CommandError::new(format!("la phrase secrète n’a pu être lue : {}", project::in_french(&cause)))
    })
}

#[cfg(unix)]
fn from_descriptor(number: u32) -> Result<zeroize::Zeroizing<String>, CommandError> {
    let unreadable = |cause: &std::io::Error| {
        CommandError::new(format!("le descripteur {number} n’a pu être lu : {}", project::in_french(cause)))
    };
    let file = std::fs::File::open(format!("/dev/fd/{number}")).map_err(|cause| unreadable(&cause))?;
    let mut text = zeroize::Zeroizing::new(String::new());
    file.take(10_000).read_to_string(&mut text).map_err(|cause| unreadable(&cause))?;
    let line = text.lines().next().unwrap_or_default();
    Ok(zeroize::Zeroizing::new(line.to_owned()))
}

#[cfg(not(unix))]
fn from_descriptor(_: u32) -> Result<zeroize::Zeroizing<String>, CommandError> {
    Err(CommandError::with_help(
        "ce système n’a pas de descripteurs",
        "donner la phrase secrète par la variable PHRASE_SECRETE",
    ))
}

/// What is stamped is signed by the service: nothing of it needs to be hidden on the way.
fn refuse_other_than_http(address: &str) -> Result<(), CommandError> {
    match address.starts_with("http://") {
        true => Ok(()),
        false => Err(CommandError::with_help(
            format!("« {address} » n’est pas une adresse en « http:// »"),
            "donner l’adresse http du service : sa réponse est signée, et n’a pas besoin d’être chiffrée",
        )),
    }
}

/// Sends a request to a timestamping service (RFC 3161, § 3.4).
fn asked_of(address: &str, request: &[u8]) -> Result<Vec<u8>, String> {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(std::time::Duration::from_secs(30))).build().into();
    let sent = agent.post(address).header("Content-Type", "application/timestamp-query").send(request);
    let mut answer = sent.map_err(|cause| cause.to_string())?;
    answer.body_mut().with_config().limit(SMALL_MAX).read_to_vec().map_err(|cause| cause.to_string())
}

/// « convention-signe.pdf » for « convention.pdf », for « convention-a-signer.pdf » and for itself.
fn beside(file: &Path, end: &str) -> PathBuf {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("document");
    let stem = [PREPARED, SIGNED].iter().find_map(|known| stem.strip_suffix(known)).unwrap_or(stem);
    file.with_file_name(format!("{stem}{end}.pdf"))
}

/// Writes a file that was not there, or adds to the one that was read: its bytes are the first of the new ones.
fn write(read: &Path, before: &[u8], target: &Path, after: &[u8]) -> Result<(), CommandError> {
    let is_same = match (read.canonicalize(), target.canonicalize()) {
        (Ok(read), Ok(target)) => read == target,
        _ => false,
    };
    let is_own = read.file_stem().and_then(|stem| stem.to_str()).is_some_and(|stem| stem.ends_with(SIGNED));
    match is_same {
        true if before == after => Ok(()),
        true if is_own && after.starts_with(before) => Ok(lone_file::replace(target, before, after)?),
        true => Err(CommandError::with_help(
            format!("« {} » resterait signé sans sa première version", target.display()),
            "nommer un autre fichier par « --sortie »",
        )),
        false => match lone_file::create(target, after) {
            Err(lone_file::LoneFileError::Exists { .. }) => Err(CommandError::with_help(
                format!("« {} » existe déjà", target.display()),
                "le signer lui-même s’il porte la première signature, ou nommer un autre fichier par « --sortie »",
            )),
            written => Ok(written?),
        },
    }
}
