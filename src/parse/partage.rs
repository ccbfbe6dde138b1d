//! Reading parts of an edition on all the cores: each is read apart, and what they find is gathered in their
//! order, as if they had been read one after the other.

use rayon::prelude::*;

use super::lecteur::Lecteur;

/// A part that was read apart, and what was found in it.
#[derive(Debug)]
pub struct Lu<'a, R>(R, Lecteur<'a>);

impl<'a> Lecteur<'a> {
    /// Reads parts of the same kind.
    pub fn chacun<T: Sync, R: Send>(
        &mut self,
        parts: &[T],
        lire: impl Fn(&mut Lecteur<'a>, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        let lus = self.essayer(parts, lire);
        lus.into_iter().map(|lu| self.reprendre(lu)).collect()
    }

    /// Reads parts of which only some will serve, each to be taken by [`Self::reprendre`].
    pub fn essayer<T: Sync, R: Send>(
        &self,
        parts: &[T],
        lire: impl Fn(&mut Lecteur<'a>, &T) -> R + Sync + Send,
    ) -> Vec<Lu<'a, R>> {
        let (sources, images) = (self.sources, self.images);
        let lire = |part| {
            let mut l = Lecteur::new(sources, images);
            Lu(lire(&mut l, part), l)
        };
        parts.par_iter().with_max_len(1).map(lire).collect()
    }

    /// Reads two parts.
    pub fn deux<A: Send, B: Send>(
        &mut self,
        a: impl FnOnce(&mut Lecteur<'a>) -> A + Send,
        b: impl FnOnce(&mut Lecteur<'a>) -> B + Send,
    ) -> (A, B) {
        let (mut la, mut lb) =
            (Lecteur::new(self.sources, self.images), Lecteur::new(self.sources, self.images));
        let (a, b) = rayon::join(|| a(&mut la), || b(&mut lb));
        (self.reprendre(Lu(a, la)), self.reprendre(Lu(b, lb)))
    }

    /// Takes a part, and what was found in it.
    pub fn reprendre<R>(&mut self, Lu(lu, l): Lu<'a, R>) -> R {
        self.diagnostics.extend(l.diagnostics);
        self.passages.extend(l.passages);
        self.a_decider.extend(l.a_decider);
        lu
    }
}
