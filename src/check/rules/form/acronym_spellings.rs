//! One acronym is written in several ways.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::pieces::{TextPiece, fix, has_acronyms, others};
use crate::check::shares::{FileShare, FileTexts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::passage::PassageKind;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un sigle est écrit de plusieurs façons",
    severity: Severity::Advice,
    checks: "Les formes d’un même sigle : avec ou sans points (« R.S.A. », « RSA »), avec un trait d’union ou une minuscule \
              (« b-RSA », « bRSA », « BRSA »), avec un « s » de pluriel (« ETPs »). Un constat par sigle. La forme retenue est \
              celle de `sigles`, ou la plus fréquente ; « --fix » l’écrit partout, hors du cadre et des libellés nationaux \
              d’indicateurs. Un sigle écrit comme un nom (« Caf ») est admis.",
    why: "Deux écritures font chercher deux notions ; une recherche dans le texte n’en trouve qu’une.",
    source: "Lexique des règles typographiques en usage à l’Imprimerie nationale, entrée « sigles » (sans points, invariables).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "et le RSA n'est pas seul en cause",
            to: "et le R.S.A. n'est pas seul en cause",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "et le RSA n'est pas seul en cause",
            to: "et M. R. A. Solis le dit du RSA",
        }],
    },
};

/// The spellings of acronyms that a file has.
#[derive(Debug)]
struct OfFile(Vec<Form>);

/// One spelling of an acronym and its place.
#[derive(Debug)]
struct Form {
    /// Its letters.
    key: String,
    written: String,
    /// Its bytes in the piece of a rank.
    bytes: Range<usize>,
    piece: usize,
    place: Span,
    of_cadre: bool,
}

impl FileShare for OfFile {
    type Given = ();

    fn of(context: &Context<'_>, file: &FileTexts<'_>, (): &()) -> Self {
        let pieces = file.pieces(context).iter().enumerate();
        let pieces = pieces.filter(|(_, piece)| has_acronyms(piece.text));
        let forms = pieces.flat_map(|(rank, piece)| {
            let free = forms(piece.text).into_iter().filter(|(_, bytes)| piece.free(bytes));
            free.filter_map(move |(key, bytes)| {
                let written = piece.text.get(bytes.clone())?.to_owned();
                let (place, of_cadre) = (piece.span(&bytes), piece.of_cadre);
                Some(Form { key, written, bytes, piece: rank, place, of_cadre })
            })
        });
        Self(forms.collect())
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_acronym: BTreeMap<&str, Vec<(usize, &Form)>> = BTreeMap::new();
    let files = context.shares::<OfFile>(());
    for (rank, file) in files.iter().enumerate() {
        for form in &file.0 {
            by_acronym.entry(&form.key).or_default().push((rank, form));
        }
    }
    let declared: BTreeSet<&str> = context
        .dossier
        .convention
        .acronyms
        .iter()
        .map(|(s, _)| s.value.as_str())
        .chain([context.dossier.cadre.acronym.as_str()])
        .collect();
    let mut declared_acronyms: BTreeMap<String, &str> = BTreeMap::new();
    for acronym in declared {
        declared_acronyms.entry(key(acronym)).or_insert(acronym);
    }
    by_acronym.values().filter_map(|forms| say(context, forms, &declared_acronyms)).collect()
}

/// What the spellings of an acronym share: its letters, in capitals.
fn key(acronym: &str) -> String {
    acronym.replace(['-', '.'], "").to_ascii_uppercase()
}

/// Finds the acronyms of a text: runs of letters, points and hyphens with at least two capitals.
fn forms(text: &str) -> Vec<(String, Range<usize>)> {
    let in_word = |l: char| l.is_alphanumeric() || l == '.' || l == '-';
    let mut output = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive(|l: char| !in_word(l)) {
        let here = start;
        start += part.len();
        let raw = part.trim_end_matches(|l: char| !in_word(l));
        let word = raw.trim_start_matches(['.', '-']);
        let here = here + raw.len() - word.len();
        if word.chars().filter(|l| l.is_ascii_uppercase()).count() < 2 {
            continue;
        }
        if let Some((key, length)) = read(word) {
            output.push((key, here..here + length));
        }
    }
    output
}

/// Reads a word as an acronym: its bare letters and the bytes that its spelling takes.
fn read(word: &str) -> Option<(String, usize)> {
    let letters: Vec<char> = word.chars().collect();
    let dotted = letters.len() > 3
        && letters.chunks(2).all(|p| matches!(p, [l, '.'] | [l] if l.is_ascii_alphabetic()));
    if dotted {
        let key: String = letters.iter().filter(|l| **l != '.').flat_map(|l| l.to_uppercase()).collect();
        return (key.len() > 1).then_some((key, word.len()));
    }
    let word = word.trim_end_matches(['.', '-']);
    let (body, plural) = match word.strip_suffix('s') {
        Some(body) if body.len() > 2 && body.chars().all(|l| l.is_ascii_uppercase()) => (body, true),
        _ => (word, false),
    };
    let full = body.chars().all(|l| l.is_ascii_alphabetic() || l == '-');
    let capitals = body.chars().filter(|l| l.is_ascii_uppercase()).count();
    let small_letters = body.chars().filter(|l| l.is_ascii_lowercase()).count();
    // Allow one small letter (« bRSA »); more makes a name, as « BimBamJob ».
    (full && capitals >= 2 && small_letters <= 1 && (plural || body.len() < 12))
        .then(|| (body.replace('-', "").to_uppercase(), word.len()))
}

fn say(
    context: &Context<'_>,
    forms: &[(usize, &Form)],
    declared_acronyms: &BTreeMap<String, &str>,
) -> Option<Diagnostic> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, form) in forms {
        *counted.entry(&form.written).or_default() += 1;
    }
    let key = forms.first()?.1.key.as_str();
    let declared = declared_acronyms.get(&key.to_ascii_uppercase());
    let frequent = counted.iter().max_by_key(|(written, n)| (**n, **written == key)).map(|(e, _)| *e)?;
    // Skip undeclared words never written in plain capitals: with points only, they may be initials of a person.
    if counted.len() == usize::from(counted.contains_key(declared.copied().unwrap_or(frequent)))
        || !counted.contains_key(key) && declared.is_none()
    {
        return None;
    }
    let retained = declared.copied().unwrap_or(frequent);
    let faulty: Vec<&(usize, &Form)> =
        forms.iter().filter(|(_, form)| form.written != retained && !form.of_cadre).collect();
    let ((_, first), rest) = faulty.split_first()?;
    let variants: Vec<String> =
        counted.iter().filter(|(e, _)| **e != retained).map(|(e, n)| format!("« {e} » ({n})")).collect();
    let finding = Diagnostic::finding(
        first.place,
        format!("le sigle « {retained} » est aussi écrit {}", variants.join(", ")),
    )
    .here(format!("ici « {} »{}", first.written, others(rest.len())))
    .on_its_words()
    .help(format!("écrire partout « {retained} » ; « calpae check --fix » le fait"));
    let also =
        |d: Diagnostic, (_, form): &&(usize, &Form)| d.also(form.place, format!("« {} »", form.written));
    let finding = rest.iter().take(2).fold(finding, also);
    let edits = faulty.iter().filter_map(|(file, form)| {
        let piece = context.files().get(*file)?.pieces(context).get(form.piece)?;
        piece.edit(context, &without_final_period(piece, form), retained)
    });
    Some(fix(finding, edits))
}

/// The bytes to rewrite: a final point that ends the sentence stays.
fn without_final_period(piece: &TextPiece<'_>, form: &Form) -> Range<usize> {
    let after = piece.text.get(form.bytes.end..).unwrap_or("");
    let end = match piece.passage.kind {
        PassageKind::Paragraph => {
            after.trim().is_empty()
                || after.strip_prefix(' ').is_some_and(|t| t.starts_with(char::is_uppercase))
        }
        _ => false,
    };
    if end && form.written.ends_with('.') { form.bytes.start..form.bytes.end - 1 } else { form.bytes.clone() }
}
