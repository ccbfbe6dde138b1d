//! What the public version of an act does not have, and the marks of the act that say so.

use serde::Serialize;

use super::edition::designates;
use crate::text::{ProjectPath, Span, Spanned};

/// The key that keeps a group of keys from being published, and that of the list of what else is not.
pub const CONFIDENTIAL: &str = "confidentiel";
/// What stands for what is not published, wherever it stood.
pub const MASK: &str = "[non\u{a0}publié]";

/// What is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum MaskedKind {
    /// The bank account of the collectivité.
    #[serde(rename = "compte")]
    Account,
    /// Telephone numbers and addresses of electronic mail.
    #[serde(rename = "lignes")]
    Contact,
    /// Words, or pages, that the act says confidential.
    #[serde(rename = "mots")]
    Words,
    /// Images that the act says confidential.
    #[serde(rename = "images")]
    Image,
}

/// Words, a page or an image that an act keeps from being published.
#[derive(Debug, Clone)]
pub struct ConfidentialMark {
    /// File, from the folder of the edition, with or without its ending: `fiches/04-aave`, `images/plan.png`.
    pub file: Spanned<String>,
    /// The words; the whole of the file when there are none.
    pub excerpt: Option<Spanned<String>>,
    /// Why.
    pub reason: Option<String>,
}

impl ConfidentialMark {
    /// Whether it speaks of a file.
    pub fn is_of(&self, path: &ProjectPath) -> bool {
        designates(&self.file.value, path)
    }

    /// Where to show it.
    pub fn place(&self) -> Span {
        self.excerpt.as_ref().map_or(self.file.span, |excerpt| excerpt.span)
    }
}

/// What is known of the act itself in its public version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicVersion {
    /// The digest of the act, in hexadecimal.
    pub act_digest: String,
    /// The same with what amends it.
    pub digest_with_avenants: String,
    /// What was left out.
    pub masked: Vec<MaskedKind>,
}
