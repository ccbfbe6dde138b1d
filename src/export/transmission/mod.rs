//! An act as it is sent to the préfecture through @CTES: its identifier, what is said of it, its files under their names, a
//! slip to read, and the digests of all. What nobody wrote is asked for, and never made up.

mod asked;
mod message;
mod metadata;
mod piece;
mod slip;

use std::borrow::Cow;

use crate::model::Day;
use crate::model::life::ActStatus;
use crate::model::transmission::Matiere;
use crate::project::sha256;

pub use asked::read;
pub use piece::{PieceError, PieceFormat, SentPiece};

/// The nature of a convention and of its avenants: « contrats, conventions et avenants », by its number and its letters
/// (cahier des charges of @CTES).
const NATURE: (u8, &str, &str) = (4, "CC", "contrats, conventions et avenants");
/// The code of the message by which an act is sent.
const MESSAGE: &str = "1-1";
/// The file of the digests, which `sha256sum -c` reads.
pub const MANIFEST: &str = "manifeste.sha256";
/// The page that says to a person what is sent.
pub const SLIP: &str = "bordereau.txt";

/// An act, as it is sent.
#[derive(Debug, Clone)]
pub struct SentAct {
    /// The collectivité, by its name.
    pub collectivite: String,
    /// Its département, on three characters.
    pub departement: String,
    /// Its SIREN, nine digits.
    pub siren: String,
    /// The day of the act: that of its last signature.
    pub day: Day,
    /// Its number, in capitals.
    pub number: String,
    /// What it is about.
    pub matiere: Matiere,
    /// What it is.
    pub object: String,
    /// The date of the préfecture's list of matières; none when nobody wrote it.
    pub classification: Option<Day>,
    /// The digit of the arrondissement; none when nobody wrote it.
    pub arrondissement: Option<String>,
    /// How far it has gone.
    pub status: ActStatus,
    /// The digest of what is signed, in hexadecimal.
    pub digest: String,
}

/// A file of the folder that is sent.
pub type SentFile<'p> = (String, Cow<'p, [u8]>);

impl SentAct {
    /// What names the act on the platform: département, SIREN, day, number, nature.
    pub fn identifier(&self) -> String {
        let Self { departement, siren, day, number, .. } = self;
        let day = day.iso().replace('-', "");
        format!("{departement}-{siren}-{day}-{number}-{}", NATURE.1)
    }

    /// The name of one of its files: 0 is the message, 1 the act, then its annexes.
    fn file_name(&self, rank: usize, extension: &str) -> String {
        format!("{}-{MESSAGE}_{rank}.{extension}", self.identifier())
    }

    /// The names of its pieces: the act, then its annexes.
    fn names(&self, pieces: &[SentPiece]) -> Vec<String> {
        let name = |(rank, piece): (usize, &SentPiece)| self.file_name(rank + 1, piece.format.extension());
        pieces.iter().enumerate().map(name).collect()
    }

    /// All the files: the pieces as they are, the message when all that it says is known, what is said of the act for a
    /// program and for a person, and the digests.
    pub fn files<'p>(&self, pieces: &'p [SentPiece]) -> Vec<SentFile<'p>> {
        let names = self.names(pieces);
        let mut files: Vec<SentFile<'p>> = names
            .iter()
            .zip(pieces)
            .map(|(name, piece)| (name.clone(), Cow::Borrowed(piece.bytes.as_slice())))
            .collect();
        if let Some(message) = message::write(self, &names) {
            files.insert(0, (self.file_name(0, "xml"), message.into()));
        }
        files.push(("metadonnees.json".to_owned(), metadata::json(self, pieces).into_bytes().into()));
        files.push((SLIP.to_owned(), slip::text(self, pieces).into_bytes().into()));
        let digests: String =
            files.iter().map(|(name, bytes)| format!("{}  {name}\n", sha256(bytes))).collect();
        files.push((MANIFEST.to_owned(), digests.into_bytes().into()));
        files
    }
}

#[cfg(test)]
fn example() -> SentAct {
    SentAct {
        collectivite: "Rive-Claire".to_owned(),
        departement: "02A".to_owned(),
        siren: "732829320".to_owned(),
        day: Day::new(2024, 5, 3).unwrap(),
        number: "CD2024_05".to_owned(),
        matiere: Matiere::read("8.2 Aide sociale").unwrap(),
        object: "Convention d’appui « A & B » <1>".to_owned(),
        classification: Day::new(2019, 4, 18),
        arrondissement: Some("1".to_owned()),
        status: ActStatus::Signed,
        digest: "0123".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_bear_their_regulated_names_and_their_digests() {
        let pieces = [
            SentPiece::act("signé.pdf", b"%PDF-1.7\n%%EOF\n".to_vec()).unwrap(),
            SentPiece::annexe("plan.JPG", b"\xff\xd8\xff\xe0".to_vec()).unwrap(),
        ];
        let act = example();
        let files = act.files(&pieces);
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "02A-732829320-20240503-CD2024_05-CC-1-1_0.xml",
                "02A-732829320-20240503-CD2024_05-CC-1-1_1.pdf",
                "02A-732829320-20240503-CD2024_05-CC-1-1_2.jpg",
                "metadonnees.json",
                "bordereau.txt",
                "manifeste.sha256",
            ]
        );
        let digests = String::from_utf8(files.last().unwrap().1.to_vec()).unwrap();
        for (name, bytes) in &files[..files.len() - 1] {
            assert!(digests.contains(&format!("{}  {name}\n", sha256(bytes))), "{digests}");
        }
        let without = SentAct { classification: None, ..act };
        assert!(!without.files(&pieces).iter().any(|(name, _)| name.ends_with(".xml")));
    }
}
