//! Parts of an edition that are as they were at the last reading are taken from it, with what was said of them.

use std::any::{Any, TypeId};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::Images;
use super::images::NO_IMAGE;
use super::parallel::PartRead;
use super::reader::{Gathered, Reader};
use crate::model::passage::{Passage, SharedTexts};
use crate::text::{FileId, Sources};

/// What a part depends on: what it is, its files, the exercices of the act when they count.
type Key = (TypeId, Vec<FileId>, Option<String>);

/// The parts of the last reading of an edition.
#[derive(Debug, Default)]
pub struct KeptParts {
    sources: Sources,
    images: Option<Images>,
    parts: Mutex<FxHashMap<Key, Kept>>,
    texts: Mutex<SharedTexts>,
}

/// A part, and whether the present reading has taken it.
#[derive(Debug)]
struct Kept {
    part: Arc<dyn Any + Send + Sync>,
    /// Whether it names an image that is not there: what is said of it depends on the other files.
    lacks_an_image: bool,
    used: bool,
}

/// A part that was read, and what was found in it.
#[derive(Debug)]
struct KeptPart<R> {
    value: R,
    gathered: Gathered,
}

impl KeptParts {
    /// Gives to the sources of the next reading what was read of the files that did not change.
    pub fn hand_down(&self, sources: &mut Sources) {
        sources.take_readings(&self.sources);
    }

    /// Starts a reading: forgets what depends on a file that changed.
    pub(super) fn start(&mut self, sources: &Sources, images: &Images) {
        let again = sources.found_again(&self.sources);
        let same_images = self.images.as_ref().is_some_and(|last| last.has_those_of(images));
        let same_others = self.images.as_ref().is_some_and(|last| last.others == images.others);
        // A part holds places: its files must have the rank that they had.
        let is_same = |file: &FileId| again.get(file) == Some(file);
        self.parts().retain(|(_, files, _), kept| {
            same_images && (same_others || !kept.lacks_an_image) && files.iter().all(is_same)
        });
        self.sources = sources.clone();
        if !(same_images && same_others) {
            self.images = Some(images.clone());
        }
    }

    /// Ends a reading: forgets what it did not take.
    pub(super) fn finish(&self) {
        self.parts().retain(|_, kept| std::mem::take(&mut kept.used));
    }

    fn take<R: Send + Sync + 'static>(&self, key: &Key) -> Option<Arc<KeptPart<R>>> {
        let mut parts = self.parts();
        let kept = parts.get_mut(key)?;
        kept.used = true;
        Arc::clone(&kept.part).downcast().ok()
    }

    fn keep<R: Send + Sync + 'static>(&self, key: Key, part: KeptPart<R>) {
        let lacks_an_image = part.gathered.diagnostics.iter().any(|told| told.code == NO_IMAGE);
        self.parts().insert(key, Kept { part: Arc::new(part), lacks_an_image, used: true });
    }

    /// Makes what a text states read once, when the last reading had it.
    pub(super) fn share_texts(&self, passages: &mut [Passage]) {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner).share(passages);
    }

    /// A reading that panicked has left no part half kept.
    fn parts(&self) -> MutexGuard<'_, FxHashMap<Key, Kept>> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'a> Reader<'a> {
    /// Reads a part that depends on some files, and maybe on the exercices of the act; takes it from the last reading
    /// when they are the same.
    pub fn once<R: Clone + Send + Sync + 'static>(
        &mut self,
        files: &[FileId],
        act: Option<&str>,
        read: impl FnOnce(&mut Reader<'a>) -> R,
    ) -> R {
        let Some(kept) = self.kept else { return read(self) };
        let key = (TypeId::of::<R>(), files.to_vec(), act.map(str::to_owned));
        if let Some(part) = kept.take::<R>(&key) {
            self.gathered.append(part.gathered.clone());
            return part.value.clone();
        }
        let mut reader = Reader::new(self.sources, self.images, self.kept);
        let value = read(&mut reader);
        let part = KeptPart { value: value.clone(), gathered: reader.gathered.clone() };
        kept.keep(key, part);
        self.absorb(PartRead(value, reader))
    }
}
