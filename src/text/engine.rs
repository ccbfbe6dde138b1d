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
    static COMPILERS: [Compiler; 2] = [(false, WhichCaptures::All), (true, WhichCaptures::None)].map(|(backward, groups)| {
        let mut compiler = Compiler::new();
        compiler.configure(thompson::Config::new().reverse(backward).which_captures(groups));
        compiler
    });
}

/// Matches after which the way back is worth being built: most patterns find less.
const RARE: usize = 12;
/// Bits that the engine which remembers where it was may use.
const MEMORY: usize = 1 << 16;

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Engine {
    hir: Hir,
    nfa: NFA,
    /// Tells whether there is a match, and where it ends. None for a pattern past its limits.
    before: Option<DFA>,
    /// Tells where a match starts, from its end.
    backward: OnceLock<Option<DFA>>,
    /// Tells the groups, and what the others do not know.
    backtracker: Option<BoundedBacktracker>,
    pike: PikeVM,
    /// How many matches it has found.
    hits: AtomicUsize,
    /// What searches write in: one at a time. Boxed, since they are moved at each search.
    #[expect(clippy::vec_box, reason = "a cache is a kilobyte, moved twice at each search")]
    caches: Mutex<Vec<Box<Cache>>>,
}

/// What a search writes in.
#[derive(Debug, Default)]
struct Cache {
    before: Option<dfa::Cache>,
    backward: Option<dfa::Cache>,
    backtracker: Option<backtrack::Cache>,
    pike: Option<pikevm::Cache>,
}

/// A part of the engine does not know: another has to tell.
struct Undecided;

impl Engine {
    /// Compiles a pattern.
    #[expect(clippy::expect_used, reason = "the patterns are constants, compiled by the test of their rule")]
    pub(super) fn new(hir: Hir) -> Self {
        let nfa = compile(&hir, false).expect("a constant pattern");
        Self {
            before: automaton(nfa.clone(), MatchKind::LeftmostFirst),
            backward: OnceLock::new(),
            backtracker: BoundedBacktracker::new_from_nfa(nfa.clone()).ok(),
            pike: PikeVM::new_from_nfa(nfa.clone()).expect("a machine for any pattern"),
            hits: AtomicUsize::new(0),
            caches: Mutex::default(),
            hir,
            nfa,
        }
    }

    /// Whether there is a match.
    pub(super) fn occurs_in(&self, text: &str) -> bool {
        let entry = Input::new(text).earliest(true);
        self.with(|cache| match self.stop(cache, &entry) {
            Ok(stop) => stop.is_some(),
            Err(Undecided) => self.place(cache, &entry, &mut []).is_some(),
        })
    }

    /// The first match from a byte on.
    pub(super) fn locate(&self, text: &str, from: usize) -> Option<Span> {
        let entry = Input::new(text).range(from..);
        self.with(|cache| {
            self.by_automata(cache, &entry).unwrap_or_else(|Undecided| self.by_groups(cache, &entry))
        })
    }

    fn by_groups(&self, cache: &mut Cache, entry: &Input<'_>) -> Option<Span> {
        let mut slots = [None; 2];
        self.place(cache, entry, &mut slots)?;
        let [Some(start), Some(stop)] = slots else { return None };
        Some(Span { start: start.get(), end: stop.get() })
    }

    /// The groups of the match that starts with some bytes and does not go past them.
    pub(super) fn groups(&self, text: &str, span: Span) -> Option<Captures> {
        let entry = Input::new(text).span(span).anchored(Anchored::Yes);
        let mut groups = Captures::all(self.nfa.group_info().clone());
        let pid = self.with(|cache| self.place(cache, &entry, groups.slots_mut()))?;
        groups.set_pattern(Some(pid));
        Some(groups)
    }

    /// Where a match ends.
    fn stop(&self, cache: &mut Cache, entry: &Input<'_>) -> Result<Option<usize>, Undecided> {
        let before = self.before.as_ref().ok_or(Undecided)?;
        let cache = cache.before.get_or_insert_with(|| before.create_cache());
        let stop = before.try_search_fwd(cache, entry).map_err(|_| Undecided)?;
        Ok(stop.map(|stop| stop.offset()))
    }

    fn by_automata(&self, cache: &mut Cache, entry: &Input<'_>) -> Result<Option<Span>, Undecided> {
        let Some(stop) = self.stop(cache, entry)? else { return Ok(None) };
        // Nothing before the start of the search: the match is empty.
        if stop == entry.start() {
            return Ok(Some(Span { start: stop, end: stop }));
        }
        let before = entry.clone().span(entry.start()..stop);
        if self.hits.fetch_add(1, Ordering::Relaxed) < RARE {
            return Ok(self.by_groups(cache, &before));
        }
        let backward = self
            .backward
            .get_or_init(|| compile(&self.hir, true).and_then(|nfa| automaton(nfa, MatchKind::All)));
        let backward = backward.as_ref().ok_or(Undecided)?;
        let cache = cache.backward.get_or_insert_with(|| backward.create_cache());
        let start = backward
            .try_search_rev(cache, &before.anchored(Anchored::Yes))
            .map_err(|_| Undecided)?
            .ok_or(Undecided)?;
        Ok(Some(Span { start: start.offset(), end: stop }))
    }

    /// The places of the groups, by the engines that know all patterns.
    fn place(
        &self,
        cache: &mut Cache,
        entry: &Input<'_>,
        places: &mut [Option<NonMaxUsize>],
    ) -> Option<PatternID> {
        // One is quick where it has little to remember.
        let fits = self.nfa.states().len() * (entry.get_span().len() + 1) <= MEMORY;
        if let Some(backtracker) = self.backtracker.as_ref().filter(|_| fits) {
            let cache = cache.backtracker.get_or_insert_with(|| backtracker.create_cache());
            if let Ok(found) = backtracker.try_search_slots(cache, entry, places) {
                return found;
            }
        }
        let cache = cache.pike.get_or_insert_with(|| self.pike.create_cache());
        self.pike.search_slots(cache, entry, places)
    }

    /// Searches with a cache that no other thread uses.
    fn with<R>(&self, check: impl FnOnce(&mut Cache) -> R) -> R {
        let caches = || self.caches.lock().unwrap_or_else(PoisonError::into_inner);
        let free = caches().pop();
        let mut cache = free.unwrap_or_default();
        let found = check(&mut cache);
        caches().push(cache);
        found
    }
}

fn compile(hir: &Hir, backward: bool) -> Option<NFA> {
    COMPILERS
        .with(|[before, backtracker]| if backward { backtracker } else { before }.build_from_hir(hir).ok())
}

fn automaton(nfa: NFA, kind: MatchKind) -> Option<DFA> {
    let config = dfa::Config::new().match_kind(kind).unicode_word_boundary(true);
    dfa::Builder::new().configure(config).build_from_nfa(nfa).ok()
}
