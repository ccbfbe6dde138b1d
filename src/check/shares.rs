//! What a rule of the whole act takes of each file before it compares them all: taken once of a file that does not
//! change, so that a check after an edit takes it of the edited file alone.

use std::any::{Any, TypeId};
use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Context;
use super::pieces::TextPiece;
use crate::model::Passage;
use crate::text::FileId;

/// What is taken of one file. Only the file, the frame of the act and what is given may count, as for a rule of
/// [`Scope::File`](super::Scope::File).
pub(crate) trait FileShare: Debug + Send + Sync + 'static {
    /// What the whole act gives to each file: names to look for. Another one makes all be taken again.
    type Given: PartialEq + Debug + Send + Sync + 'static;

    /// Takes it of a file.
    fn of(context: &Context<'_>, file: &FileTexts<'_>, given: &Self::Given) -> Self;
}

/// A file and the texts of it that are printed.
#[derive(Debug)]
pub(crate) struct FileTexts<'d> {
    /// The file.
    pub(crate) file: FileId,
    /// Its passages, in order.
    pub(crate) passages: &'d [Passage],
    /// The pieces of text that these are made of.
    pub(super) pieces: std::sync::OnceLock<Vec<TextPiece<'d>>>,
}

/// What was taken of the files of an act, of every kind.
#[derive(Debug, Default)]
pub(super) struct Shares(Mutex<Taken>);

/// What was taken of one file, of whatever type.
type AnyShare = Arc<dyn Any + Send + Sync>;

#[derive(Debug, Default)]
struct Taken {
    given: FxHashMap<TypeId, AnyShare>,
    of_files: FxHashMap<(TypeId, FileId), AnyShare>,
}

impl Shares {
    /// Forgets what was taken of the files that changed.
    pub(super) fn keep(&self, is_same: impl Fn(FileId) -> bool) {
        self.taken().of_files.retain(|(_, file), _| is_same(*file));
    }

    /// What is taken of some files, in their order.
    pub(super) fn of<S: FileShare>(
        &self,
        context: &Context<'_>,
        files: &[FileTexts<'_>],
        given: S::Given,
    ) -> Vec<Arc<S>> {
        let kind = TypeId::of::<S>();
        let (given, known) = self.known::<S>(given, files);
        let take = |(file, known): (&FileTexts<'_>, Option<Arc<S>>)| {
            known.unwrap_or_else(|| {
                let share = Arc::new(S::of(context, file, &given));
                // What another rule took meanwhile is the same.
                self.taken().of_files.insert((kind, file.file), Arc::<S>::clone(&share));
                share
            })
        };
        match known.iter().filter(|known| known.is_none()).count() {
            0 | 1 => files.iter().zip(known).map(take).collect(),
            _ => files.par_iter().zip(known).with_max_len(1).map(take).collect(),
        }
    }

    fn known<S: FileShare>(
        &self,
        given: S::Given,
        files: &[FileTexts<'_>],
    ) -> (Arc<S::Given>, Vec<Option<Arc<S>>>) {
        let kind = TypeId::of::<S>();
        let mut taken = self.taken();
        let before = taken.given.get(&kind).and_then(|before| Arc::clone(before).downcast::<S::Given>().ok());
        if let Some(before) = before.filter(|before| **before == given) {
            let of =
                |file: &FileTexts<'_>| Arc::clone(taken.of_files.get(&(kind, file.file))?).downcast().ok();
            return (before, files.iter().map(of).collect());
        }
        let given = Arc::new(given);
        taken.given.insert(kind, Arc::<S::Given>::clone(&given));
        taken.of_files.retain(|(of, _), _| *of != kind);
        (given, files.iter().map(|_| None).collect())
    }

    /// A rule that panicked has left nothing half taken.
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
