//! Edges of words (`\b`) in a pattern. They need a table of Unicode, at which the fast engine gives up at the first
//! accent: a larger pattern asks for edges of words of ASCII, and finds wherever the pattern does.

use regex_syntax::hir::{Capture, Class, Hir, HirKind, Look, Repetition};

/// Where a pattern asks for edges of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bords {
    /// Nowhere.
    Aucun,
    /// At its start (first) or at its end (second) and nowhere else.
    Bouts(bool, bool),
    /// Inside.
    Dedans,
}

/// Where a pattern asks for edges.
pub(super) fn bords(hir: &Hir) -> Bords {
    let a_des_bords = |h: &Hir| h.properties().look_set().contains(Look::WordUnicode);
    if !a_des_bords(hir) {
        return Bords::Aucun;
    }
    let HirKind::Concat(parts) = hir.kind() else { return Bords::Dedans };
    let [premier, milieu @ .., dernier] = parts.as_slice() else { return Bords::Dedans };
    if milieu.iter().any(a_des_bords) || [premier, dernier].into_iter().any(|p| a_des_bords(p) && !bord(p)) {
        return Bords::Dedans;
    }
    Bords::Bouts(bord(premier), bord(dernier))
}

/// A pattern that finds wherever a pattern does, and whether both find the same where all characters are of ASCII.
#[derive(Debug)]
pub(super) struct Large {
    /// The pattern.
    pub(super) hir: Hir,
    /// Whether it differs by letters with an accent only.
    pub(super) net: bool,
}

impl Large {
    /// The larger pattern of one.
    pub(super) fn de(hir: &Hir) -> Self {
        let mut net = true;
        let hir = elargir(hir, &mut net);
        Self { hir, net }
    }
}

fn elargir(hir: &Hir, net: &mut bool) -> Hir {
    match hir.kind() {
        HirKind::Look(Look::WordUnicode) => demi(None, None, net),
        HirKind::Concat(parts) => Hir::concat(
            (0..)
                .zip(parts)
                .map(|(i, part): (usize, _)| {
                    if !bord(part) {
                        return elargir(part, net);
                    }
                    let pleine = |h: &&Hir| !matches!(h.kind(), HirKind::Look(_));
                    demi(parts.iter().take(i).rev().find(pleine), parts.iter().skip(i + 1).find(pleine), net)
                })
                .collect(),
        ),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(|p| elargir(p, net)).collect()),
        HirKind::Repetition(r) => {
            let sub = Box::new(elargir(&r.sub, net));
            Hir::repetition(Repetition { sub, ..r.clone() })
        }
        HirKind::Capture(c) => {
            let sub = Box::new(elargir(&c.sub, net));
            Hir::capture(Capture { sub, ..c.clone() })
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
    }
}

fn bord(hir: &Hir) -> bool {
    matches!(hir.kind(), HirKind::Look(Look::WordUnicode))
}

/// What holds wherever an edge does: after a word, that no letter of ASCII follows; before a word, that none stands
/// before; or else one of both.
fn demi(avant: Option<&Hir>, apres: Option<&Hir>, net: &mut bool) -> Hir {
    if avant.is_some_and(|h| est_mot(h, Cote::Fin)) {
        return Hir::look(Look::WordEndHalfAscii);
    }
    if apres.is_some_and(|h| est_mot(h, Cote::Debut)) {
        return Hir::look(Look::WordStartHalfAscii);
    }
    *net = false;
    Hir::alternation(vec![Hir::look(Look::WordStartHalfAscii), Hir::look(Look::WordEndHalfAscii)])
}

/// A side of what a pattern finds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cote {
    Debut,
    Fin,
}

/// Whether all that a pattern finds starts, or ends, with a character of a word.
fn est_mot(hir: &Hir, cote: Cote) -> bool {
    match hir.kind() {
        HirKind::Literal(texte) => std::str::from_utf8(&texte.0).is_ok_and(|t| {
            let lettre = if cote == Cote::Debut { t.chars().next() } else { t.chars().next_back() };
            lettre.is_some_and(de_mot)
        }),
        HirKind::Class(Class::Unicode(classe)) => {
            classe.iter().all(|plage| (plage.start()..=plage.end()).all(de_mot))
        }
        HirKind::Repetition(r) => r.min > 0 && est_mot(&r.sub, cote),
        HirKind::Capture(c) => est_mot(&c.sub, cote),
        HirKind::Alternation(parts) => parts.iter().all(|p| est_mot(p, cote)),
        HirKind::Concat(parts) => {
            let bout = if cote == Cote::Debut { parts.first() } else { parts.last() };
            bout.is_some_and(|p| est_mot(p, cote))
        }
        HirKind::Empty | HirKind::Class(Class::Bytes(_)) | HirKind::Look(_) => false,
    }
}

/// Whether a character is one of those of a word, as `\w` of Unicode has it for Latin letters.
pub(super) fn de_mot(c: char) -> bool {
    c == '_'
        || c.is_ascii_alphanumeric()
        || !c.is_ascii()
            && (c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}'))
}
