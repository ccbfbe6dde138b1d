//! Reading parts of an edition on all the cores: each is read apart, and what they find is gathered in their
//! order, as if they had been read one after the other.

use rayon::prelude::*;

use super::lecteur::Lecteur;

impl<'a> Lecteur<'a> {
    /// Reads parts of the same kind.
    pub fn chacun<T: Sync, R: Send>(
        &mut self,
        parts: &[T],
        lire: impl Fn(&mut Lecteur<'a>, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        let (sources, images) = (self.sources, self.images);
        let lus: Vec<_> = parts
            .par_iter()
            .with_max_len(1)
            .map(|part| {
                let mut l = Lecteur::new(sources, images);
                (lire(&mut l, part), l)
            })
            .collect();
        lus.into_iter().map(|(lu, l)| self.reprendre(lu, l)).collect()
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
        (self.reprendre(a, la), self.reprendre(b, lb))
    }

    /// Adds what another has found.
    fn reprendre<R>(&mut self, lu: R, l: Lecteur<'a>) -> R {
        self.diagnostics.extend(l.diagnostics);
        self.passages.extend(l.passages);
        self.a_decider.extend(l.a_decider);
        lu
    }
}
