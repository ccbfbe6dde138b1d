//! Pure types of the domain. What is meaningless cannot be written down; what is merely wrong
//! (a printed total that does not add up) can, for `check` to see.

pub mod asked_rapport;
pub mod avenant;
pub mod budget;
pub mod cadre;
pub mod column;
pub mod convention;
pub mod edition;
pub mod exercice;
pub mod fiche;
pub mod in_force;
pub mod indicateur;
pub mod life;
pub mod masked;
pub mod meeting;
pub mod montant;
pub mod numero;
pub mod parties;
pub mod passage;
pub mod payer_words;
pub mod pictures;
pub mod rapport;
pub mod receipt;
pub mod refaction;
pub mod table;
pub mod text;
pub mod time;
pub mod transmission;
pub mod tree;
pub mod value;

pub use avenant::Avenant;
pub use cadre::Cadre;
pub use convention::{Convention, Dossier};
pub use exercice::{Exercice, Exercices};
pub use fiche::Fiche;
pub use life::Life;
pub use montant::{Montant, MontantError};
pub use numero::Numero;
pub use passage::{Passage, PassageText};
pub use rapport::Rapport;
pub use refaction::Refaction;
pub use time::{Day, Duration, ImpreciseDate, Window};
pub use value::{Absence, CellValues, Comparison, Lack, Measured, Number, Value};
