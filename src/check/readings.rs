//! What rules read in a text depends on that text alone: read once, it serves all the rules of a run, and the next
//! checks of the act as long as the text is there.

use std::any::{Any, TypeId};
use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

use super::shares::Shares;

/// What is read in a text: words, numbers, names.
pub(crate) trait Reading: Debug + Send + Sync + 'static {
    /// Reads a text. Nothing but the text may count.
    fn read(text: &str) -> Self;
}

/// The readings of an act, of every kind.
#[derive(Debug, Default)]
pub struct Readings {
    /// What rules took of each file.
    pub(super) shares: Shares,
    kinds: Mutex<FxHashMap<TypeId, Arc<dyn Forget>>>,
}

/// The readings of one kind, by text.
#[derive(Debug)]
pub(crate) struct ReadingsOf<R>(Mutex<FxHashMap<Box<str>, Kept<R>>>);

#[derive(Debug)]
struct Kept<R> {
    reading: Arc<R>,
    /// Whether it served in the present run.
    used: bool,
}

/// Readings of some kind, whichever it is.
trait Forget: Any + Debug + Send + Sync {
    /// Ends a run: forgets what did not serve in it.
    fn forget_unused(&self);
}

impl Readings {
    /// The readings of a kind.
    pub(crate) fn of<R: Reading>(&self) -> Arc<ReadingsOf<R>> {
        let empty = || -> Arc<dyn Forget> { Arc::new(ReadingsOf::<R>::default()) };
        let found = Arc::clone(locked(&self.kinds).entry(TypeId::of::<R>()).or_insert_with(empty));
        let found: Arc<dyn Any + Send + Sync> = found;
        // Each kind stands under its own type: the other branch is never taken.
        found.downcast().unwrap_or_default()
    }

    /// Ends a run: forgets what did not serve in it.
    pub(super) fn forget_unused(&self) {
        let kinds: Vec<Arc<dyn Forget>> = locked(&self.kinds).values().cloned().collect();
        kinds.iter().for_each(|kind| kind.forget_unused());
    }
}

impl<R> Default for ReadingsOf<R> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<R: Reading> ReadingsOf<R> {
    /// What is read in a text.
    pub(crate) fn read(&self, text: &str) -> Arc<R> {
        if let Some(kept) = locked(&self.0).get_mut(text) {
            kept.used = true;
            return Arc::clone(&kept.reading);
        }
        // Rules that wait for the lock would run one after the other: read without it, at worst twice.
        let reading = Arc::new(R::read(text));
        locked(&self.0).insert(text.into(), Kept { reading: Arc::clone(&reading), used: true });
        reading
    }
}

impl<R: Reading> Forget for ReadingsOf<R> {
    fn forget_unused(&self) {
        locked(&self.0).retain(|_, kept| std::mem::take(&mut kept.used));
    }
}

/// A rule that panicked has left no reading half made.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Length(usize);

    impl Reading for Length {
        fn read(text: &str) -> Self {
            Self(text.len())
        }
    }

    #[test]
    fn a_text_is_read_once_and_forgotten_when_it_is_gone() {
        let readings = Readings::default();
        let first = readings.of::<Length>().read("un texte");
        assert_eq!(first.0, 8);
        readings.forget_unused();
        assert!(Arc::ptr_eq(&first, &readings.of::<Length>().read("un texte")));
        readings.forget_unused();
        let _ = readings.of::<Length>().read("un autre");
        readings.forget_unused();
        assert!(!Arc::ptr_eq(&first, &readings.of::<Length>().read("un texte")));
    }
}
