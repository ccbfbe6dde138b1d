//! The engine that runs a pattern: those of `regex-automata`, put together for patterns that are compiled on every
//! run and searched some hundred times. What a pattern does not come to need is not built: the way back to the start
//! of a match, the groups.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use regex_automata::hybrid::dfa::{self, DFA};
use regex_automata::nfa::thompson::backtrack::{self, BoundedBacktracker};
use regex_automata::nfa::thompson::pikevm::{self, PikeVM};
use regex_automata::nfa::thompson::{self, Compiler, NFA, WhichCaptures};
use regex_automata::util::captures::Captures;
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::{Anchored, Input, MatchKind, PatternID, Span};
use regex_syntax::hir::Hir;

thread_local! {
    /// A compiler holds tables that cost more to make than most patterns to compile.
    static COMPILATEURS: [Compiler; 2] = [(false, WhichCaptures::All), (true, WhichCaptures::None)].map(|(arriere, groupes)| {
        let mut compilateur = Compiler::new();
        compilateur.configure(thompson::Config::new().reverse(arriere).which_captures(groupes));
        compilateur
    });
}

/// Matches after which the way back is worth being built: most patterns find less.
const RARE: usize = 12;
/// Bits that the engine which remembers where it was may use.
const MEMOIRE: usize = 1 << 16;

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Moteur {
    hir: Hir,
    nfa: NFA,
    /// Tells whether there is a match, and where it ends. None for a pattern past its limits.
    avant: Option<DFA>,
    /// Tells where a match starts, from its end.
    arriere: OnceLock<Option<DFA>>,
    /// Tells the groups, and what the others do not know.
    retour: Option<BoundedBacktracker>,
    pike: PikeVM,
    /// How many matches it has found.
    trouves: AtomicUsize,
    /// What searches write in: one at a time. Boxed, since they are moved at each search.
    #[expect(clippy::vec_box, reason = "a cache is a kilobyte, moved twice at each search")]
    caches: Mutex<Vec<Box<Cache>>>,
}

/// What a search writes in.
#[derive(Debug, Default)]
struct Cache {
    avant: Option<dfa::Cache>,
    arriere: Option<dfa::Cache>,
    retour: Option<backtrack::Cache>,
    pike: Option<pikevm::Cache>,
}

/// A part of the engine does not know: another has to tell.
struct NeSaitPas;

impl Moteur {
    /// Compiles a pattern.
    #[expect(clippy::expect_used, reason = "the patterns are constants, compiled by the test of their rule")]
    pub(super) fn new(hir: Hir) -> Self {
        let nfa = compiler(&hir, false).expect("a constant pattern");
        Self {
            avant: automate(nfa.clone(), MatchKind::LeftmostFirst),
            arriere: OnceLock::new(),
            retour: BoundedBacktracker::new_from_nfa(nfa.clone()).ok(),
            pike: PikeVM::new_from_nfa(nfa.clone()).expect("a machine for any pattern"),
            trouves: AtomicUsize::new(0),
            caches: Mutex::default(),
            hir,
            nfa,
        }
    }

    /// Whether there is a match.
    pub(super) fn est_la(&self, texte: &str) -> bool {
        let entree = Input::new(texte).earliest(true);
        self.avec(|cache| match self.fin(cache, &entree) {
            Ok(fin) => fin.is_some(),
            Err(NeSaitPas) => self.place(cache, &entree, &mut []).is_some(),
        })
    }

    /// The first match from a byte on.
    pub(super) fn trouver(&self, texte: &str, de: usize) -> Option<Span> {
        let entree = Input::new(texte).range(de..);
        self.avec(|cache| {
            self.par_automates(cache, &entree).unwrap_or_else(|NeSaitPas| self.par_groupes(cache, &entree))
        })
    }

    fn par_groupes(&self, cache: &mut Cache, entree: &Input<'_>) -> Option<Span> {
        let mut bouts = [None; 2];
        self.place(cache, entree, &mut bouts)?;
        let [Some(debut), Some(fin)] = bouts else { return None };
        Some(Span { start: debut.get(), end: fin.get() })
    }

    /// The groups of the match that starts with some bytes and does not go past them.
    pub(super) fn groupes(&self, texte: &str, span: Span) -> Option<Captures> {
        let entree = Input::new(texte).span(span).anchored(Anchored::Yes);
        let mut groupes = Captures::all(self.nfa.group_info().clone());
        let pid = self.avec(|cache| self.place(cache, &entree, groupes.slots_mut()))?;
        groupes.set_pattern(Some(pid));
        Some(groupes)
    }

    /// Where a match ends.
    fn fin(&self, cache: &mut Cache, entree: &Input<'_>) -> Result<Option<usize>, NeSaitPas> {
        let avant = self.avant.as_ref().ok_or(NeSaitPas)?;
        let cache = cache.avant.get_or_insert_with(|| avant.create_cache());
        let fin = avant.try_search_fwd(cache, entree).map_err(|_| NeSaitPas)?;
        Ok(fin.map(|fin| fin.offset()))
    }

    fn par_automates(&self, cache: &mut Cache, entree: &Input<'_>) -> Result<Option<Span>, NeSaitPas> {
        let Some(fin) = self.fin(cache, entree)? else { return Ok(None) };
        // Nothing before the start of the search: the match is empty.
        if fin == entree.start() {
            return Ok(Some(Span { start: fin, end: fin }));
        }
        let avant = entree.clone().span(entree.start()..fin);
        if self.trouves.fetch_add(1, Ordering::Relaxed) < RARE {
            return Ok(self.par_groupes(cache, &avant));
        }
        let arriere = self
            .arriere
            .get_or_init(|| compiler(&self.hir, true).and_then(|nfa| automate(nfa, MatchKind::All)));
        let arriere = arriere.as_ref().ok_or(NeSaitPas)?;
        let cache = cache.arriere.get_or_insert_with(|| arriere.create_cache());
        let debut = arriere
            .try_search_rev(cache, &avant.anchored(Anchored::Yes))
            .map_err(|_| NeSaitPas)?
            .ok_or(NeSaitPas)?;
        Ok(Some(Span { start: debut.offset(), end: fin }))
    }

    /// The places of the groups, by the engines that know all patterns.
    fn place(
        &self,
        cache: &mut Cache,
        entree: &Input<'_>,
        places: &mut [Option<NonMaxUsize>],
    ) -> Option<PatternID> {
        // One is quick where it has little to remember.
        let peu = self.nfa.states().len() * (entree.get_span().len() + 1) <= MEMOIRE;
        if let Some(retour) = self.retour.as_ref().filter(|_| peu) {
            let cache = cache.retour.get_or_insert_with(|| retour.create_cache());
            if let Ok(trouve) = retour.try_search_slots(cache, entree, places) {
                return trouve;
            }
        }
        let cache = cache.pike.get_or_insert_with(|| self.pike.create_cache());
        self.pike.search_slots(cache, entree, places)
    }

    /// Searches with a cache that no other thread uses.
    fn avec<R>(&self, chercher: impl FnOnce(&mut Cache) -> R) -> R {
        let caches = || self.caches.lock().unwrap_or_else(PoisonError::into_inner);
        let libre = caches().pop();
        let mut cache = libre.unwrap_or_default();
        let trouve = chercher(&mut cache);
        caches().push(cache);
        trouve
    }
}

fn compiler(hir: &Hir, arriere: bool) -> Option<NFA> {
    COMPILATEURS.with(|[avant, retour]| if arriere { retour } else { avant }.build_from_hir(hir).ok())
}

fn automate(nfa: NFA, genre: MatchKind) -> Option<DFA> {
    let config = dfa::Config::new().match_kind(genre).unicode_word_boundary(true);
    dfa::Builder::new().configure(config).build_from_nfa(nfa).ok()
}
