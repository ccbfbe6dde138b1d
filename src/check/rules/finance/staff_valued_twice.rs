//! Checks that no group of staff is valued for more than its time, in one fiche or in several.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::stated_numbers::{RootsRead, begins, roots};
use super::texts::{amounts, by_file, by_section, passages};
use super::valued_posts::{ValuedPost, posts};
use crate::check::figures_and_words::{number, percent};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::SaidValue;
use crate::lang::{flat, sentence_bytes, sentences, valued_name};
use crate::model::budget::FactorKind;
use crate::model::passage::is_prose;
use crate::model::{Fiche, Passage};
use crate::text::{Span, words};

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const CHARGE: &str = "    - { libelle: Accompagnement, montant: 30 880 € }";

pub(crate) static PAGE: Page = Page {
    title: "le même personnel est valorisé dans deux fiches",
    severity: Severity::Warning,
    checks: "Les charges de personnel au coût annuel dont le libellé est le même : la somme de leurs parts de temps dans \
              l’acte ne peut dépasser 100 %. Le nom d’un groupe valorisé dans une fiche (ou son sigle) est cherché dans les \
              sections d’une autre fiche qui chiffrent des moyens (ETP ou euros), là où la phrase, ou celle d’avant, parle \
              d’euros ou de postes : en avertissement si le groupe est déjà \
              valorisé pour tout son temps, en conseil sinon. Un groupe nommé d’un seul mot, un autre nombre des mêmes \
              personnes et le public d’une formation (« formation de », « destiné à ») sont laissés de côté.",
    why: "Le temps d’un agent ne se finance qu’une fois : un double compte gonfle la part d’une partie.",
    source: "Sincérité des prévisions, CGCT, art. L. 3312-1 et suivants ; non-cumul du financement d’une même dépense.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: CHARGE,
            to: "    - { libelle: Travailleurs sociaux, valorisation: { quotite: 60 %, effectif: 1, cout_annuel: 48 000 € } }\n    - { libelle: Autres frais, montant: 2 080 € }",
        }],
        admitted: &[
            Change {
                file: FILE,
                from: CHARGE,
                to: "    - { libelle: Travailleurs sociaux, valorisation: { quotite: 50 %, effectif: 1, cout_annuel: 48 000 € } }\n    - { libelle: Autres frais, montant: 6 880 € }",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont.\n\nUne soirée coûte 200 € en moyenne.\n\nLes familles y viennent aussi. Les travailleurs sociaux apprennent à les accueillir.",
            },
        ],
    },
};

/// Words before those whom the means are for.
const PUBLIC_BEFORE: [&str; 15] = [
    "formation",
    "formations",
    "former",
    "sensibilisation",
    "sensibiliser",
    "profit",
    "benefice",
    "faveur",
    "intention",
    "attention",
    "destination",
    "destine",
    "destines",
    "destinee",
    "destinees",
];

/// A group of staff: the roots of its names (label, acronym), and the charges that value it.
struct StaffGroup<'d> {
    names: Vec<Vec<String>>,
    posts: Vec<ValuedPost<'d>>,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_name: BTreeMap<Vec<String>, Vec<ValuedPost<'_>>> = BTreeMap::new();
    for post in context.fiches().flat_map(posts).filter(|p| p.is_annual() && p.head.len() > 1) {
        by_name.entry(post.head.clone()).or_default().push(post);
    }
    let acronyms: BTreeMap<Vec<String>, &str> = context
        .dossier
        .convention
        .acronyms
        .iter()
        .map(|(acronym, expansion)| (roots(expansion), acronym.value.as_str()))
        .collect();
    let groups: Vec<StaffGroup<'_>> = by_name
        .into_iter()
        .map(|(name, posts)| {
            let acronym = acronyms.get(&name).map(|acronym| roots(acronym));
            StaffGroup { names: std::iter::once(name).chain(acronym).collect(), posts }
        })
        .collect();
    let mut findings: Vec<Diagnostic> = groups.iter().filter_map(over_full_time).collect();
    findings.extend(cited_elsewhere(context, &groups));
    findings
}

/// Shares of time whose sum exceeds 100 %.
fn over_full_time(group: &StaffGroup<'_>) -> Option<Diagnostic> {
    let time_shares: Vec<(&ValuedPost<'_>, Decimal, Span)> = group
        .posts
        .iter()
        .filter_map(|post| post.factor(FactorKind::TIME_SHARE).map(|f| (post, f.value.value, f.value.span)))
        .collect();
    let total = time_shares.iter().fold(Decimal::ZERO, |a, (_, time_share, _)| a.saturating_add(*time_share));
    if time_shares.len() < 2 || total <= Decimal::ONE_HUNDRED {
        return None;
    }
    let (last, _, span) = time_shares.last()?;
    let written: Vec<String> = time_shares.iter().map(|(_, time_share, _)| percent(*time_share)).collect();
    let name = valued_name(&last.charge.label.value);
    let Agreement { is, valued, their, .. } = agreement(name);
    let mut finding = Diagnostic::finding(
        *span,
        format!("« {name} » {is} {valued}, dans l’acte, à {} de {their} temps", percent(total)),
    )
    .arithmetic(format!("{} = {}", written.join(" + "), percent(total)))
    .help("réduire une part de temps, ou distinguer les personnes par leur libellé");
    for (post, time_share, span) in time_shares.iter().rev().skip(1).take(12) {
        finding =
            finding.also(*span, format!("fiche {} : {}", post.fiche.number.value, percent(*time_share)));
    }
    Some(finding)
}

/// French words that agree in number with the name of a group.
struct Agreement {
    is: &'static str,
    valued: &'static str,
    their: &'static str,
    count: &'static str,
}

/// Plural when the first word of the name is: « Conseillers ».
fn agreement(name: &str) -> Agreement {
    let first = name.split_whitespace().next().unwrap_or(name);
    if first.ends_with(['s', 'x']) {
        Agreement { is: "sont", valued: "valorisés", their: "leur", count: "comptent" }
    } else {
        Agreement { is: "est", valued: "valorisé", their: "son", count: "compte" }
    }
}

/// Groups that another fiche names in a section that counts means.
fn cited_elsewhere(context: &Context<'_>, groups: &[StaffGroup<'_>]) -> Vec<Diagnostic> {
    let mut by_word: BTreeMap<&str, Vec<(&[String], &StaffGroup<'_>)>> = BTreeMap::new();
    for group in groups {
        for name in &group.names {
            if let Some(first) = name.first() {
                by_word.entry(first).or_default().push((name, group));
            }
        }
    }
    let readings = context.readings::<RootsRead>();
    let all = by_file(context.dossier);
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        let mut already: Vec<Span> = Vec::new();
        for section in by_section(fiche, passages(&all, fiche)).into_iter().filter(|s| has_means(s)) {
            let mut before = "";
            for passage in section.iter().filter(|p| is_prose(p)) {
                for group in groups_named(&readings.read(&passage.text).0, &by_word) {
                    let Some(post) = group.posts.first().filter(|p| is_valued_elsewhere(p, fiche, group))
                    else {
                        continue;
                    };
                    let place = places_of_name(passage, group)
                        .into_iter()
                        .find(|place| counts_means(before, &passage.text, place));
                    let Some(place) = place else { continue };
                    if !already.contains(&post.charge.label.span) {
                        already.push(post.charge.label.span);
                        findings.push(finding(fiche, passage.span_of(&place), post));
                    }
                }
                before = &passage.text;
            }
        }
    }
    findings
}

/// Whether a section counts means: posts or euros.
fn has_means(section: &[Passage]) -> bool {
    let mut texts = section.iter().filter(|p| is_prose(p));
    texts.any(|p| p.text.contains("ETP") || amounts(p).next().is_some())
}

/// Whether the sentence of a place, or the one before it, speaks of means: euros or posts. `before` is the paragraph
/// before.
fn counts_means(before: &str, text: &str, place: &Range<usize>) -> bool {
    let sentence = sentence_bytes(text, place);
    let previous = match text.get(..sentence.start).map(str::trim_end) {
        None | Some("") => before,
        Some(start) => start,
    };
    let previous = sentences(previous).pop().and_then(|bytes| previous.get(bytes)).unwrap_or("");
    [previous, text.get(sentence).unwrap_or("")]
        .iter()
        .any(|sentence| ["€", "euro", "ETP", "poste", "{budget."].iter().any(|word| sentence.contains(word)))
}

fn is_valued_elsewhere(post: &ValuedPost<'_>, fiche: &Fiche, group: &StaffGroup<'_>) -> bool {
    post.fiche.number.value != fiche.number.value
        && group.posts.iter().all(|p| p.fiche.number.value != fiche.number.value)
}

/// The groups that the roots of a passage name.
fn groups_named<'g>(
    words: &[String],
    by_word: &BTreeMap<&str, Vec<(&'g [String], &'g StaffGroup<'g>)>>,
) -> Vec<&'g StaffGroup<'g>> {
    let mut named = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let Some(candidates) = by_word.get(word.as_str()) else { continue };
        let following = words.get(index..).unwrap_or(&[]);
        named.extend(candidates.iter().filter(|(name, _)| begins(following, name)).map(|(_, g)| *g));
    }
    named
}

fn finding(fiche: &Fiche, here: Span, post: &ValuedPost<'_>) -> Diagnostic {
    let time_share = post.factor(FactorKind::TIME_SHARE).map_or(Decimal::ONE_HUNDRED, |f| f.value.value);
    let name = valued_name(&post.charge.label.value);
    let Agreement { valued, their, count, .. } = agreement(name);
    let headcount = post
        .factor(FactorKind::HEADCOUNT)
        .map(|f| format!(" ({} postes)", number(f.value.value)))
        .unwrap_or_default();
    let finding = Diagnostic::finding(
        here,
        format!(
            "« {name} »{headcount}, déjà {valued} à {} de {their} temps dans la fiche {}, {count} aussi parmi les moyens de la fiche {}",
            percent(time_share),
            post.fiche.number.value,
            fiche.number.value
        ),
    )
    .also(post.charge.label.span, format!("valorisé ici à {}", percent(time_share)))
    .help("vérifier que le même temps de travail n’est pas compté deux fois, et l’écrire");
    if time_share < Decimal::ONE_HUNDRED { finding.advice() } else { finding }
}

/// The bytes of the words that start a name of the group, where the text may mean its staff.
fn places_of_name(passage: &Passage, group: &StaffGroup<'_>) -> Vec<Range<usize>> {
    let text = passage.text.as_str();
    let is_named = |start: usize, word: &str| {
        let following = roots(crate::text::head(text.get(start..).unwrap_or(""), 160));
        group.names.iter().any(|name| begins(&following, name)) && roots(word).len() == 1
    };
    words(text)
        .filter(|(start, word)| word.len() > 1 && is_named(*start, word))
        .filter(|(start, _)| !is_another_number(passage, *start, group) && !is_public(text, *start))
        .map(|(start, word)| start..start + word.len())
        .collect()
}

/// Whether the text counts otherwise what it names at a place: it is not the whole group that is valued.
fn is_another_number(passage: &Passage, place: usize, group: &StaffGroup<'_>) -> bool {
    let mut headcounts = group
        .posts
        .iter()
        .filter_map(|post| post.factor(FactorKind::HEADCOUNT))
        .map(|factor| factor.value.value)
        .peekable();
    let said = passage.facts().facts.iter().find_map(|fact| match &fact.value {
        SaidValue::Count { number, noun, .. } if noun.start == place => Some(number.low),
        _ => None,
    });
    headcounts.peek().is_some() && said.is_some_and(|said| headcounts.all(|headcount| headcount != said))
}

/// Whether what is named at a place receives the means, and does not bring them: « la formation de », « destinés à ».
fn is_public(text: &str, place: usize) -> bool {
    let before = flat(crate::text::tail(text.get(..place).unwrap_or(""), 120));
    let is_small = |word: &&str| {
        matches!(
            *word,
            "de" | "des" | "d" | "du" | "la" | "le" | "les" | "l" | "a" | "aux" | "tous" | "ces" | "leurs"
        ) || word.bytes().all(|b| b.is_ascii_digit())
    };
    let mut words = before.rsplit(' ').skip_while(is_small);
    words.next().is_some_and(|word| PUBLIC_BEFORE.contains(&word))
}
