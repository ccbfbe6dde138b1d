//! What is said of an act that is sent, for a program.

use serde::Serialize;

use super::{NATURE, SentAct, SentPiece};
use crate::project::sha256;

#[derive(Debug, Serialize)]
struct TransmissionView<'a> {
    format: &'static str,
    identifiant: String,
    collectivite: &'a str,
    departement: &'a str,
    siren: &'a str,
    arrondissement: Option<&'a str>,
    nature: NatureView,
    numero: &'a str,
    date: String,
    matiere: MatiereView<'a>,
    objet: &'a str,
    classification: Option<String>,
    etat: &'static str,
    empreinte: &'a str,
    fichiers: Vec<SentFileView<'a>>,
}

#[derive(Debug, Serialize)]
struct NatureView {
    code: u8,
    lettres: &'static str,
    libelle: &'static str,
}

#[derive(Debug, Serialize)]
struct MatiereView<'a> {
    code: String,
    libelle: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct SentFileView<'a> {
    nom: String,
    role: &'static str,
    origine: &'a str,
    octets: usize,
    signatures: usize,
    sha256: String,
}

/// The act and its pieces, as JSON.
pub(super) fn json(act: &SentAct, pieces: &[SentPiece]) -> String {
    let (code, lettres, libelle) = NATURE;
    let files = act.names(pieces).into_iter().zip(pieces).enumerate();
    let view = TransmissionView {
        format: "calpae-actes-1",
        identifiant: act.identifier(),
        collectivite: &act.collectivite,
        departement: &act.departement,
        siren: &act.siren,
        arrondissement: act.arrondissement.as_deref(),
        nature: NatureView { code, lettres, libelle },
        numero: &act.number,
        date: act.day.iso(),
        matiere: MatiereView { code: act.matiere.code(), libelle: act.matiere.title.as_deref() },
        objet: &act.object,
        classification: act.classification.map(|day| day.iso()),
        etat: act.status.word(),
        empreinte: &act.digest,
        fichiers: files
            .map(|(rank, (nom, piece))| SentFileView {
                nom,
                role: if rank == 0 { "acte" } else { "annexe" },
                origine: &piece.name,
                octets: piece.bytes.len(),
                signatures: piece.signatures,
                sha256: sha256(&piece.bytes),
            })
            .collect(),
    };
    // Plain structs of texts always serialise.
    let mut text = serde_json::to_string_pretty(&view).unwrap_or_default();
    text.push('\n');
    text
}
