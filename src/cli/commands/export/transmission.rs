//! `calpae export actes`: the folder that an agent, or a platform, sends to the préfecture.

use std::path::Path;

use super::given_pdf::GivenPdf;
use super::{NewPlace, refuse};
use crate::cli::args::ExportTransmissionArgs;
use crate::cli::error::CommandError;
use crate::cli::verification::Verification;
use crate::cli::verification::sources::AskedComparison;
use crate::cli::{Console, Outcome, carried_pdf};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::export::transmission::{self, MANIFEST, SLIP, SentPiece};
use crate::pipeline::{self, DocumentForm, Formats, Presentation, WantedDocument};
use crate::project::{self, Disk, lone_file, output};
use crate::render::TemplateStore;
use crate::sign;
use crate::snapshot::Snapshot;

/// Largest file that is read. What the platform takes at most, it says itself.
const PIECE_MAX: u64 = 500_000_000;

/// Runs the command.
pub(super) fn run(
    args: &ExportTransmissionArgs,
    start: &Path,
    console: &Console,
) -> Result<Outcome, CommandError> {
    let named = args.sortie.as_deref().map(NewPlace::given).transpose()?;
    if let Some(place) = &named {
        place.ensure_free()?;
    }
    let root = project::find_project(start)?;
    let latest = Snapshot::read(project::open(&Disk::new(&root), args.edition.name())?);
    let document = args.avenant.map_or(WantedDocument::Convention, WantedDocument::Avenant);
    let Some(version) = document.version(&latest) else {
        return Err(CommandError::with_help(
            format!(
                "l’édition {} n’a pas d’avenant n°\u{a0}{}",
                latest.edition,
                args.avenant.unwrap_or_default()
            ),
            "« calpae etat » montre l’acte et ses avenants",
        ));
    };
    if version.dossier.is_none() {
        return refuse(version, console);
    }
    let found = pipeline::check(version, &Default::default());
    let (act, said) = transmission::read(version, args.avenant.is_some());
    let mut report = Report::default();
    report.extend(said);
    let warning = not_tolerated((document, version), &found, &report);
    report.extend(warning);
    let given = match args.pdf.as_deref() {
        Some(path) => Some(piece(path, SentPiece::act)?),
        None => None,
    };
    if let (Some(act), Some(piece)) = (&act, &given) {
        console.progress("vérification du PDF…");
        let verification = Verification::new(&piece.bytes, None, AskedComparison::default(), start)?;
        console.progress("");
        let given = GivenPdf { name: piece.name.clone(), bytes: &piece.bytes, verification };
        report.extend(given.against(act, &document.stem()));
    }
    console.say_findings(&report, &version.sources)?;
    let Some(act) = act.filter(|_| !report.has_errors()) else {
        console.say("rien n’a été écrit\n")?;
        return Ok(Outcome::Faults);
    };
    let mut pieces = vec![match given {
        Some(piece) => piece,
        None => own_pdf(document, version, &root, console)?,
    }];
    for path in &args.annexes {
        pieces.push(piece(path, SentPiece::annexe)?);
    }
    let place = match named {
        Some(place) => place,
        None => {
            output::folder(&root, &["output", &version.edition])?;
            let name = format!("output/{}/actes-{}", version.edition, act.identifier());
            NewPlace { folder: root, name }
        }
    };
    let files = act.files(&pieces);
    let bytes: Vec<(Option<&str>, &[u8])> =
        files.iter().map(|(name, bytes)| (Some(name.as_str()), bytes.as_ref())).collect();
    place.create(&bytes)?;
    let mut text = format!("écrit : {}\n", place.path().display());
    for (name, _) in &files {
        text.push_str(&format!("  {name}\n"));
    }
    text.push_str(&format!(
        "\n{SLIP} dit quoi recopier et où ; « sha256sum -c {MANIFEST} », dans ce dossier, vérifie les fichiers.\n"
    ));
    console.write(&text)?;
    Ok(Outcome::Success)
}

/// The errors of the act that nothing tolerates, as one warning: it may have been signed with them.
/// Those that are told beside it are not counted.
fn not_tolerated(
    (document, version): (WantedDocument<'_>, &Snapshot),
    found: &Report,
    told: &Report,
) -> Option<Diagnostic> {
    let mut errors = pipeline::prevents_clean(document, version, found);
    errors.retain(|error| {
        let is_same = |other: &Diagnostic| (other.code, &other.labels) == (error.code, &error.labels);
        !told.diagnostics().iter().any(is_same)
    });
    let first = errors.first()?;
    let message = match errors.len() {
        1 => "l’acte a 1 erreur que rien ne tolère".to_owned(),
        count => format!("l’acte a {count} erreurs que rien ne tolère"),
    };
    let mut finding = match first.labels.first() {
        Some(label) => Diagnostic::error("TEL-003", label.span, message).here(first.message.clone()),
        None => Diagnostic::without_place("TEL-003", message),
    };
    finding.severity = Severity::Warning;
    Some(finding.help("« calpae check » les montre ; s’il est signé ainsi, « calpae tolerer » les garde"))
}

/// A file that a person gives, as a piece.
fn piece<E: std::fmt::Display>(
    path: &Path,
    read: fn(&str, Vec<u8>) -> Result<SentPiece, E>,
) -> Result<SentPiece, CommandError> {
    let bytes = lone_file::read(path, PIECE_MAX)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let signatures = sign::verify(&bytes, None).map_or(0, |report| report.signatures.len());
    let piece = read(&name, bytes);
    let piece = piece.map(|piece| SentPiece { signatures, ..piece });
    piece.map_err(|error| CommandError::new(format!("« {} » : {error}", path.display())))
}

/// The PDF of the output folder, when it is the one that the sources make.
fn own_pdf(
    document: WantedDocument<'_>,
    version: &Snapshot,
    root: &Path,
    console: &Console,
) -> Result<SentPiece, CommandError> {
    let stem = document.stem();
    let folder = output::folder(root, &["output", &version.edition])?;
    let path = folder.join(format!("{stem}.pdf"));
    let help = format!(
        "donner le fichier signé : « --pdf signe.pdf » ; ou « calpae build {stem} », si l’acte est signé sur papier d’après ce PDF"
    );
    if !path.is_file() {
        return Err(CommandError::with_help(format!("« {} » n’existe pas", path.display()), help));
    }
    let piece = piece(&path, SentPiece::act)?;
    let (store, faults) = TemplateStore::new(version);
    let mut report = Report::default();
    report.extend(faults);
    let carries_sources = carried_pdf::project(&piece.bytes).is_ok();
    let form = DocumentForm { presentation: Presentation::Clean, carries_sources };
    let formats = Formats { typ: false, pdf: true, png: false, heard: false };
    console.progress("comparaison avec les sources…");
    let made = pipeline::make((document, form), version, &store, formats, &mut report, |_| ());
    console.progress("");
    if made.is_some_and(|made| made.files.into_values().any(|bytes| bytes == piece.bytes)) {
        return Ok(piece);
    }
    Err(CommandError::with_help(
        format!("« {} » n’est pas la version nette que font les sources", path.display()),
        help,
    ))
}
