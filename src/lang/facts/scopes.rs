//! Sentences and clauses. A clause is what one verb says: it ends at a semicolon, a colon, a bracket or a relative
//! pronoun, and at a comma or « et » when another verb follows.

use std::ops::Range;

use super::said::{SaidClause, Tense};
use super::tokens::Tokens;
use super::verbs::{Verb, verb};

/// Abbreviations whose dot ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "art", "n", "m", "mm", "mme", "cf", "p", "pp", "al", "env", "max", "min", "dept", "st", "ste", "ex",
    "hab", "tel", "resp", "ref", "l", "r", "d", "av", "bd", "no", "dr", "par",
];

/// A clause over tokens.
#[derive(Debug, Clone)]
pub(super) struct ClauseRead {
    pub tokens: Range<usize>,
    pub sentence: usize,
    pub tense: Tense,
    pub is_negated: bool,
    /// Whether a bracket opens it.
    pub is_aside: bool,
}

/// The sentences and the clauses of a text.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    pub sentences: Vec<Range<usize>>,
    pub clauses: Vec<ClauseRead>,
    /// The clause of each token.
    clause_of: Vec<usize>,
    /// The finite verb at each token.
    verbs: Vec<Option<Verb>>,
    /// The bracket that answers each bracket.
    answers: Vec<Option<usize>>,
}

impl Scopes {
    /// Cuts the tokens.
    pub(super) fn new(tokens: &Tokens<'_>) -> Self {
        let mut scopes = Self {
            verbs: (0..tokens.len()).map(|at| verb(tokens, at)).collect(),
            clause_of: vec![0; tokens.len()],
            answers: brackets(tokens),
            ..Self::default()
        };
        let mut start = 0;
        for at in 0..tokens.len() {
            if at + 1 == tokens.len() || ends_sentence(tokens, at) {
                scopes.cut_sentence(tokens, start..at + 1);
                start = at + 1;
            }
        }
        scopes
    }

    /// The clause of a token.
    pub(super) fn clause(&self, at: usize) -> usize {
        self.clause_of.get(at).copied().unwrap_or_default()
    }

    /// The tokens of the sentence of a token.
    pub(super) fn sentence(&self, at: usize) -> Range<usize> {
        let clause = self.clauses.get(self.clause(at));
        clause.and_then(|clause| self.sentences.get(clause.sentence)).cloned().unwrap_or(at..at)
    }

    /// The clause of a token, with all that is known of it.
    pub(super) fn scope(&self, at: usize) -> Option<&ClauseRead> {
        self.clauses.get(self.clause(at))
    }

    /// The finite verb at a token.
    pub(super) fn verb(&self, at: usize) -> Option<Verb> {
        self.verbs.get(at).copied().flatten()
    }

    /// The bracket that answers the bracket at a token.
    pub(super) fn answer(&self, at: usize) -> Option<usize> {
        self.answers.get(at).copied().flatten()
    }

    fn cut_sentence(&mut self, tokens: &Tokens<'_>, sentence: Range<usize>) {
        let rank = self.sentences.len();
        self.sentences.push(sentence.clone());
        let mut start = sentence.start;
        // The piece since the last soft limit, and whether the clause has a verb before it.
        let (mut piece, mut has_verb) = (start, false);
        let mut piece_has_verb = false;
        let mut is_aside = false;
        for at in sentence.clone() {
            let limit = limit(tokens, at);
            match limit {
                Limit::Hard => {
                    if has_verb && piece_has_verb && piece > start {
                        self.add(tokens, start..piece, rank, is_aside);
                        is_aside = false;
                        start = piece;
                    }
                    self.add(tokens, start..at + 1, rank, is_aside);
                    is_aside = matches!(tokens.word(at), "(" | "[");
                    (start, piece, has_verb, piece_has_verb) = (at + 1, at + 1, false, false);
                }
                Limit::Relative | Limit::Soft => {
                    if has_verb && piece_has_verb && piece > start {
                        self.add(tokens, start..piece, rank, is_aside);
                        is_aside = false;
                        start = piece;
                    }
                    has_verb = has_verb || piece_has_verb;
                    (piece, piece_has_verb) = (at, false);
                    if limit == Limit::Relative && at > start {
                        self.add(tokens, start..at, rank, is_aside);
                        is_aside = false;
                        (start, has_verb) = (at, false);
                    }
                }
                Limit::None => piece_has_verb = piece_has_verb || self.verb(at).is_some(),
            }
        }
        if has_verb && piece_has_verb && piece > start {
            self.add(tokens, start..piece, rank, is_aside);
            is_aside = false;
            start = piece;
        }
        self.add(tokens, start..sentence.end, rank, is_aside);
    }

    fn add(&mut self, tokens: &Tokens<'_>, range: Range<usize>, sentence: usize, is_aside: bool) {
        if range.is_empty() {
            return;
        }
        let verb = range.clone().find(|at| self.verb(*at).is_some());
        let said = verb.and_then(|at| self.verb(at));
        let previous = self.clauses.last().filter(|clause| clause.sentence == sentence);
        // After a semicolon, another thing is said.
        let is_apart = range.start.checked_sub(1).is_some_and(|at| tokens.word(at) == ";");
        let inherited = previous.filter(|_| !is_apart).map_or(Tense::Present, |clause| clause.tense);
        let aims = range.clone().any(|at| is_aim(tokens, at));
        let tense = match said {
            _ if aims => Tense::Planned,
            Some(verb) => verb.tense,
            None => inherited,
        };
        let is_negated = range.clone().any(|at| is_negation(tokens, at));
        let rank = self.clauses.len();
        self.clause_of.get_mut(range.clone()).into_iter().flatten().for_each(|clause| *clause = rank);
        self.clauses.push(ClauseRead { tokens: range, sentence, tense, is_negated, is_aside });
    }

    /// The clauses as they are given out.
    pub(super) fn said(&self, tokens: &Tokens<'_>) -> Vec<SaidClause> {
        let said = |scope: &ClauseRead| SaidClause {
            bytes: tokens.bytes(&scope.tokens),
            sentence: scope.sentence,
            tense: scope.tense,
            is_negated: scope.is_negated,
        };
        self.clauses.iter().map(said).collect()
    }
}

/// A word that sets an aim or foresees.
fn is_aim(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(
        tokens.word(at),
        "prevu"
            | "prevue"
            | "prevus"
            | "prevues"
            | "objectif"
            | "objectifs"
            | "cible"
            | "cibles"
            | "vise"
            | "visent"
    )
}

/// « ne … pas », but for « n'excède pas », which is a ceiling.
fn is_negation(tokens: &Tokens<'_>, at: usize) -> bool {
    if !matches!(tokens.word(at), "ne" | "n'") {
        return false;
    }
    let is_ceiling = (1..5).any(|step| {
        let word = tokens.word(at + step);
        word.starts_with("exced") || word.starts_with("depass")
    });
    !is_ceiling
        && (1..6).any(|step| {
            matches!(tokens.word(at + step), "pas" | "plus" | "jamais" | "aucun" | "aucune" | "point")
        })
}

#[derive(Debug, PartialEq, Eq)]
enum Limit {
    None,
    Soft,
    Relative,
    Hard,
}

fn limit(tokens: &Tokens<'_>, at: usize) -> Limit {
    match tokens.word(at) {
        ";" | ":" | "(" | ")" | "[" | "]" | "→" | "•" | "|" => Limit::Hard,
        // A dash between blanks, but for a range of numbers or a minus.
        "-" if !tokens.is_glued(at) && !tokens.is_glued(at + 1) && !tokens.is_digits(at + 1) => Limit::Hard,
        "," | "et" | "mais" | "puis" | "tandis" | "alors" | "ou" | "lorsque" | "lorsqu'" | "puisque"
        | "si" => Limit::Soft,
        "qui" | "lequel" | "laquelle" | "lesquels" | "lesquelles" => Limit::Relative,
        _ => Limit::None,
    }
}

fn ends_sentence(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(next) = tokens.at(at + 1) else { return true };
    if next.after_gap {
        return true;
    }
    match tokens.word(at) {
        "!" | "?" => next.spaced,
        "…" => next.spaced && (next.is_capitalized || tokens.is_digits(at + 1)),
        "." => {
            let is_abbreviation = at.checked_sub(1).is_some_and(|before| {
                tokens.is_glued(at) && tokens.is_word(before) && ABBREVIATIONS.contains(&tokens.word(before))
            });
            // « rdv. individuels »: a small letter goes on.
            let goes_on = tokens.is_word(at + 1) && !next.is_capitalized;
            next.spaced && !is_abbreviation && !goes_on
        }
        // « du P.D.I. Il est »: the last dot ends the sentence too.
        _ => {
            tokens.at(at).is_some_and(|token| {
                token.is_dotted && tokens.text.get(..token.bytes.end).is_some_and(|t| t.ends_with('.'))
            }) && next.spaced
                && next.is_capitalized
                && OPENERS.contains(&tokens.word(at + 1))
        }
    }
}

/// Words that open a sentence after an acronym.
const OPENERS: &[&str] = &[
    "le", "la", "les", "l'", "il", "elle", "ils", "elles", "ce", "cette", "ces", "un", "une", "des", "en",
    "au", "aux", "a", "pour", "son", "sa", "leur", "chaque", "dans",
];

fn brackets(tokens: &Tokens<'_>) -> Vec<Option<usize>> {
    let mut answers = vec![None; tokens.len()];
    let mut open = Vec::new();
    for at in 0..tokens.len() {
        match tokens.word(at) {
            "(" | "[" => open.push(at),
            ")" | "]" => {
                if let Some(opening) = open.pop() {
                    if let Some(answer) = answers.get_mut(opening) {
                        *answer = Some(at);
                    }
                    if let Some(answer) = answers.get_mut(at) {
                        *answer = Some(opening);
                    }
                }
            }
            _ => {}
        }
    }
    answers
}
