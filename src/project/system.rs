//! What the system says of a file, in French.

use std::io;

/// The commonest refusals of a system; the others keep its words.
pub(super) fn in_french(cause: &io::Error) -> String {
    let text = match cause.kind() {
        io::ErrorKind::PermissionDenied => "permission refusée",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "plus de place sur le disque",
        io::ErrorKind::ReadOnlyFilesystem => "disque en lecture seule",
        io::ErrorKind::NotFound => "introuvable",
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => "ce n’est pas un dossier",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => "ouvert par un autre programme",
        _ => return cause.to_string(),
    };
    text.to_owned()
}
