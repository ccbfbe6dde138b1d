//! Reading parts of an edition on all the cores: each is read apart, and what they find is gathered in their
//! order, as if they had been read one after the other.

use rayon::prelude::*;

use super::reader::Reader;

/// A part that was read apart, and what was found in it.
#[derive(Debug)]
pub struct PartRead<'a, R>(R, Reader<'a>);

impl<'a> Reader<'a> {
    /// Reads parts of the same kind.
    pub fn each<T: Sync, R: Send>(
        &mut self,
        shares: &[T],
        read: impl Fn(&mut Reader<'a>, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        let scanned = self.attempt(shares, read);
        scanned.into_iter().map(|parsed| self.absorb(parsed)).collect()
    }

    /// Reads parts of which only some will serve, each to be taken by [`Self::absorb`].
    pub fn attempt<T: Sync, R: Send>(
        &self,
        shares: &[T],
        read: impl Fn(&mut Reader<'a>, &T) -> R + Sync + Send,
    ) -> Vec<PartRead<'a, R>> {
        let (sources, images) = (self.sources, self.images);
        let read = |share| {
            let mut l = Reader::new(sources, images);
            PartRead(read(&mut l, share), l)
        };
        shares.par_iter().with_max_len(1).map(read).collect()
    }

    /// Reads two parts.
    pub fn two<A: Send, B: Send>(
        &mut self,
        a: impl FnOnce(&mut Reader<'a>) -> A + Send,
        b: impl FnOnce(&mut Reader<'a>) -> B + Send,
    ) -> (A, B) {
        let (mut there, mut lb) =
            (Reader::new(self.sources, self.images), Reader::new(self.sources, self.images));
        let (a, b) = rayon::join(|| a(&mut there), || b(&mut lb));
        (self.absorb(PartRead(a, there)), self.absorb(PartRead(b, lb)))
    }

    /// Takes a part, and what was found in it.
    pub fn absorb<R>(&mut self, PartRead(parsed, l): PartRead<'a, R>) -> R {
        self.diagnostics.extend(l.diagnostics);
        self.passages.extend(l.passages);
        self.to_decide.extend(l.to_decide);
        parsed
    }
}
