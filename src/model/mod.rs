//! Pure types of the domain. What is meaningless cannot be written down; what is merely wrong can.

pub mod texte;
