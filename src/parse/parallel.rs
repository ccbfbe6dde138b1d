//! Reading parts of an edition on all the cores: each is read apart, and what they find is gathered in their
//! order, as if they had been read one after the other.

use rayon::prelude::*;

use super::reader::Reader;

/// A part that was read apart, and what was found in it.
#[derive(Debug)]
pub struct PartRead<'a, R>(pub(super) R, pub(super) Reader<'a>);

impl<'a> Reader<'a> {
    /// Reads parts of the same kind.
    pub fn each<T: Sync, R: Send>(
        &mut self,
        parts: &[T],
        read: impl Fn(&mut Reader<'a>, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        let parts = self.attempt(parts, read);
        parts.into_iter().map(|part| self.absorb(part)).collect()
    }

    /// Reads parts of which only some will serve, each to be taken by [`Self::absorb`].
    pub fn attempt<T: Sync, R: Send>(
        &self,
        parts: &[T],
        read: impl Fn(&mut Reader<'a>, &T) -> R + Sync + Send,
    ) -> Vec<PartRead<'a, R>> {
        let (sources, images, kept) = (self.sources, self.images, self.kept);
        let read = |part| {
            let mut reader = Reader::new(sources, images, kept);
            PartRead(read(&mut reader, part), reader)
        };
        parts.par_iter().with_max_len(1).map(read).collect()
    }

    /// Reads two parts.
    pub fn two<A: Send, B: Send>(
        &mut self,
        a: impl FnOnce(&mut Reader<'a>) -> A + Send,
        b: impl FnOnce(&mut Reader<'a>) -> B + Send,
    ) -> (A, B) {
        let fresh = || Reader::new(self.sources, self.images, self.kept);
        let (mut first, mut second) = (fresh(), fresh());
        let (a, b) = rayon::join(|| a(&mut first), || b(&mut second));
        (self.absorb(PartRead(a, first)), self.absorb(PartRead(b, second)))
    }

    /// Takes a part, and what was found in it.
    pub fn absorb<R>(&mut self, PartRead(parsed, reader): PartRead<'a, R>) -> R {
        self.gathered.append(reader.gathered);
        parsed
    }
}
