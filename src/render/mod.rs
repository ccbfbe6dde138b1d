//! Documents to Typst source: tera templates, one escape, prose by its tree, the emitted folder in memory.

pub mod controle;
pub mod convention;
pub mod echappement;
pub mod emission;
pub mod gabarits;
pub mod liasse;
pub mod lignes;
pub mod prose;
pub mod rapport;

pub use emission::Emission;
pub use gabarits::Gabarits;
pub use liasse::Liasse;
