//! Pure types of the domain. What is meaningless cannot be written down; what is merely wrong
//! (a printed total that does not add up) can, for `check` to see.

pub mod budget;
pub mod cadre;
pub mod convention;
pub mod fiche;
pub mod montant;
pub mod nombre;
pub mod passage;
pub mod rapport;
pub mod tableau;
pub mod temps;
pub mod texte;
pub mod valeur;

pub use cadre::Cadre;
pub use convention::{Convention, Dossier};
pub use fiche::Fiche;
pub use montant::{ErreurMontant, Montant};
pub use passage::Passage;
pub use rapport::RapportExecution;
pub use temps::{DateImprecise, Duree, Fenetre, Jour};
pub use valeur::{Absence, Case, Comparaison, Mesurage, Nombre, Valeur};
