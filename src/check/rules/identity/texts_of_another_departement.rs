//! Texts that name the préfet and the council of another département than that of the parties: they were copied.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::names::{Word, compact, long_code, words};
use crate::check::readings::Reading;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::departements::{DEPARTEMENTS, KnownDepartement, authority};
use crate::lang::flat;
use crate::model::Dossier;
use crate::model::convention::{Convention, Visa, VisaKind};
use crate::model::parties::PartyRole;
use crate::model::receipt::ReceiptNumber;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "les textes sont ceux d’un autre département",
    severity: Severity::Error,
    checks: "Dans les articles, les fiches, les visas et les parties, « Préfet de… », « Conseil départemental de… » et \
              « Département de… », suivis du nom d’un département. Le constat est donné une fois pour tout l’acte, quand un \
              autre département que celui des parties est nommé plus souvent que lui, dont deux fois au moins à une place \
              qui engage : son préfet dans un article, son assemblée ou son préfet dans un visa ou chez les parties. La délibération d’une autre \
              assemblée, dans le visa du vote, suffit à elle seule. Un préfet de région, un voisin, un partenaire nommés en passant sont admis.",
    why: "Un acte qui reprend celui d’une autre collectivité en garde le préfet, le compte et les délibérations : il \
               engagerait des autorités qui ne le signent pas.",
    source: "Code officiel géographique (Insee) : libellés officiels des départements.",
    example: Example {
        context: &[],
        fault: &[
            Change {
                file: "content/2024/convention.yaml",
                from: "du Conseil départemental de la Haute-Vaunoise",
                to: "du Conseil départemental de la Lozère",
            },
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "deux mois à l'avance",
                to: "deux mois à l'avance, par lettre au préfet de la Lozère",
            },
        ],
        admitted: &[
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "deux mois à l'avance",
                to: "deux mois à l'avance, avec copie au Conseil départemental de la Lozère",
            },
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "deux mois à l'avance",
                to: "deux mois à l'avance, par lettre au préfet de la région, préfet de la Lozère",
            },
        ],
    },
};

/// Where a text names the authority of a département.
#[derive(Debug)]
struct Naming {
    departement: &'static KnownDepartement,
    is_prefet: bool,
    bytes: Range<usize>,
}

/// All the namings of a text.
#[derive(Debug)]
struct NamedPlaces(Vec<Naming>);

/// Parts of words of which every naming has one, to skip most texts without cutting them into words.
const HINTS: [&str; 7] = ["réfe", "réfè", "refe", "PRÉFE", "PREFE", "partement", "PARTEMENT"];

impl Reading for NamedPlaces {
    fn read(text: &str) -> Self {
        if !HINTS.iter().any(|hint| text.contains(hint)) {
            return Self(Vec::new());
        }
        let words = words(text);
        Self((0..words.len()).filter_map(|index| naming(text, &words, index)).collect())
    }
}

/// The naming that begins at a word.
fn naming(text: &str, words: &[Word<'_>], index: usize) -> Option<Naming> {
    let flat_at = |index: usize| words.get(index).map(Word::flat);
    let head = flat_at(index)?;
    let before = |steps: usize| index.checked_sub(steps).and_then(flat_at);
    let is_prefet = match head.as_ref() {
        "prefet" | "prefete" | "prefecture" => true,
        "departement" => before(2).is_some_and(|word| word.starts_with("prefet") || word == "prefecture"),
        "departemental" if before(1).as_deref() == Some("conseil") => false,
        _ => return None,
    };
    // « Préfet de la région R, préfet de D »: the préfet of the region's main town signs for the State.
    let is_of_region = (1..=12).filter_map(before).any(|word| word == "region");
    let mut name = index + 1;
    if !matches!(flat_at(name)?.as_ref(), "de" | "du" | "des" | "d") || is_prefet && is_of_region {
        return None;
    }
    name += 1;
    let article = matches!(flat_at(name)?.as_ref(), "la" | "le" | "les" | "l");
    let found = departement_at(text, words, name);
    let (departement, end) =
        found.or_else(|| article.then(|| departement_at(text, words, name + 1)).flatten())?;
    let bytes = words.get(index)?.bytes.start..words.get(end.checked_sub(1)?)?.bytes.end;
    Some(Naming { departement, is_prefet, bytes })
}

/// The département whose whole name stands at a word, and the rank of the word after it; the longest name wins.
fn departement_at(text: &str, words: &[Word<'_>], at: usize) -> Option<(&'static KnownDepartement, usize)> {
    let is_capital = words.get(at)?.raw.starts_with(char::is_uppercase);
    let matches = |known: &KnownDepartement| {
        let name = flat(known.name);
        let end = at + name.split(' ').count();
        let typed = words.get(at..end)?;
        let same = typed.iter().zip(name.split(' ')).all(|(word, wanted)| word.flat() == wanted);
        same.then_some(end)
    };
    let found = DEPARTEMENTS.iter().filter_map(|known| Some((known, matches(known)?)));
    let (departement, end) = found.max_by_key(|(_, end)| *end)?;
    // « le pays de Loire-Forez » is not the Loire, nor « le nord » the Nord.
    let after = text.get(words.get(end - 1)?.bytes.end..)?;
    let goes_on =
        after.strip_prefix(['-', '‐', '\u{2011}']).is_some_and(|t| t.starts_with(char::is_alphanumeric));
    let is_capital = is_capital || departement.name.starts_with("La ");
    (is_capital && !goes_on).then_some((departement, end))
}

/// How an act names a département.
#[derive(Default)]
struct Named {
    places: Vec<Span>,
    /// The passages where the State or the assembly is bound.
    binding: BTreeSet<Span>,
    /// Whether the vote that lets the act be signed is theirs: it is enough.
    voted: bool,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let own = own(context);
    let readings = context.readings::<NamedPlaces>();
    let articles: BTreeSet<_> = context.dossier.articles.iter().map(|a| a.span.file).collect();
    let organisation = context.dossier.organisation.collectivite.name.span.file;
    let convention = context.dossier.convention.cadre.span.file;
    let replaced = replaced_parties(context.dossier);
    let fiches: BTreeSet<_> = context.fiches().map(|f| f.span.file).collect();
    let mut named: BTreeMap<&str, Named> = BTreeMap::new();
    let mut own_number = 0;
    let of_vote = |visa: &&Visa| visa.kind == VisaKind::Vote;
    let texts = |visa: &Visa| [Some(visa.designation.span), visa.object.as_ref().map(|object| object.span)];
    let votes: BTreeSet<Span> =
        context.dossier.convention.visas.iter().filter(of_vote).flat_map(texts).flatten().collect();
    for passage in &context.dossier.passages {
        let file = passage.file();
        if replaced.is_some_and(|parties| is_within(passage.span, parties)) {
            continue;
        }
        let is_frame = file == organisation || file == convention;
        if !(is_frame || articles.contains(&file) || fiches.contains(&file)) {
            continue;
        }
        for naming in &readings.read(&passage.text).0 {
            if own.contains(naming.departement.code) {
                own_number += usize::from(file != organisation);
                continue;
            }
            let entry = named.entry(naming.departement.code).or_default();
            entry.places.push(passage.span_of(&naming.bytes));
            if is_frame || naming.is_prefet && articles.contains(&file) {
                entry.binding.insert(passage.span);
            }
            entry.voted |= votes.contains(&passage.span);
        }
    }
    let is_copied = |n: &Named| n.voted || n.binding.len() >= 2 && n.places.len() > own_number;
    let copied = named.into_iter().filter(|(_, n)| is_copied(n));
    let Some((code, named)) = copied.max_by_key(|(_, n)| n.places.len()) else { return Vec::new() };
    finding(context, code, &named).into_iter().collect()
}

/// Where an organisation writes parties that are not those of the act, which has its own.
fn replaced_parties(dossier: &Dossier) -> Option<Span> {
    dossier.organisation.parties_span.filter(|_| dossier.convention.parties_span.is_some())
}

fn is_within(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
}

/// The codes of the territory of the parties.
fn own(context: &Context<'_>) -> BTreeSet<&'static str> {
    let convention = &context.dossier.convention;
    let declared = &context.dossier.organisation.collectivite;
    let (name, code) = (flat(&declared.name.value), long_code(&declared.code.value));
    let is_own = |known: &&KnownDepartement| long_code(known.code) == code || flat(known.name) == name;
    let mut own: BTreeSet<_> = DEPARTEMENTS.iter().filter(is_own).map(|known| known.code).collect();
    let authorities = || convention.parties_of(PartyRole::Authority);
    for name in std::iter::once(&declared.name.value).chain(authorities().map(|party| &party.name.value)) {
        own.extend(authority(name).into_iter().flat_map(|authority| authority.departements.iter().copied()));
    }
    own.extend(other_parties(convention).flat_map(named_in));
    own
}

/// The texts of the parties that are more than one of their role, or of another body: their territories are of the act.
fn other_parties(convention: &Convention) -> impl Iterator<Item = &str> {
    let several = |role| convention.parties_of(role).map(|party| party.signatories.len()).sum::<usize>() > 1;
    let parties = convention
        .parties
        .iter()
        .filter(move |party| party.role == PartyRole::ThirdParty || several(party.role));
    parties.flat_map(|party| {
        let of_signatories =
            party.signatories.iter().flat_map(|s| std::iter::once(&s.title_held).chain(&s.block));
        [&party.name, &party.designation].into_iter().chain(of_signatories).map(|text| text.value.as_str())
    })
}

fn named_in(text: &str) -> Vec<&'static str> {
    NamedPlaces::read(text).0.into_iter().map(|naming| naming.departement.code).collect()
}

fn finding(context: &Context<'_>, code: &str, named: &Named) -> Option<Diagnostic> {
    let (first, others) = named.places.split_first()?;
    let departement = DEPARTEMENTS.iter().find(|known| known.code == code)?;
    let declared = &context.dossier.organisation.collectivite;
    let (passages, come) = match named.places.len() {
        1 => ("un passage nomme".to_owned(), "le texte vient"),
        count => (format!("{count} passages nomment"), "les textes viennent"),
    };
    let message = format!(
        "{passages} le préfet ou le Département {}, et l’acte est celui {} : {come} d’un autre acte",
        departement.name_with_de, declared.name_with_de
    );
    let finding = Diagnostic::finding(*first, message)
        .help("relire ces passages et y écrire les parties de cet acte ; {departement.de} donne le nom");
    let finding = others.iter().fold(finding, |finding, place| finding.also(*place, "et ici"));
    let finding = finding.also(declared.name.span, "le nom déclaré");
    let receipt = context.dossier.convention.life.receipt_number();
    let is_theirs = receipt
        .and_then(|number| ReceiptNumber::read(&number.value))
        .is_some_and(|parts| compact(parts.departement.0) == long_code(code));
    Some(match receipt.filter(|_| is_theirs) {
        Some(receipt) => finding.also(receipt.span, "le numéro de l’acte est de ce département"),
        None => finding,
    })
}
