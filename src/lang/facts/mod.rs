//! The one reader of French prose: tokens, then clauses, then figures and what their clause binds them to. It knows
//! French and no act: parties stay words, and nothing is looked up.

mod acronyms;
mod ages;
mod amounts;
mod assembly;
mod clause_verbs;
mod complements;
mod date_roles;
mod dates;
mod durations;
mod frames;
mod letters;
mod measures;
mod modality;
mod nouns;
mod numerals;
mod participles;
mod parties;
mod periods;
mod phrases;
mod references;
mod said;
mod scan;
mod scopes;
mod things;
mod tokens;
mod verbs;
mod years;

pub use acronyms::names_in_full;
pub use participles::qualifiers_end;
pub use said::{
    CalendarUnit, DateRole, Facts, FigureLink, Frame, Modality, PerUnit, ReferenceKind, SaidAmount,
    SaidClause, SaidDate, SaidFact, SaidNumber, SaidPercentage, SaidValue, TaxSaid, Tense, Thing, Trend,
};

/// Reads a text: its sentences, its clauses and the facts that they state, in time that grows with its length only.
pub fn read(text: &str) -> Facts {
    let tokens = tokens::Tokens::new(text);
    let scopes = scopes::Scopes::new(&tokens);
    let drafts = scan::scan(&tokens, &scopes);
    assembly::assemble(&tokens, &scopes, drafts)
}
