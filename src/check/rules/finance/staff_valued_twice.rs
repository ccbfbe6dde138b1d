//! The same group of persons valued twice.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::figures_and_words::{number, percent};
use crate::check::rules::finance::magnitudes::{begins, roots};
use crate::check::rules::finance::texts::{by_file, by_section, is_prose, passages};
use crate::check::rules::finance::valued_posts::{Post, head, posts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::budget::BudgetKind;
use crate::model::passage::Fact;
use crate::model::{Fiche, Passage};
use crate::text::Span;

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const CHARGE: &str = "    - { libelle: Accompagnement, montant: 30 880 € }";

pub(crate) static PAGE: Page = Page {
    title: "le même personnel est valorisé dans deux fiches",
    severity: Severity::Warning,
    checks: "Les charges de personnel au coût annuel dont le libellé est le même : la somme de leurs parts de temps dans \
              l’acte ne peut dépasser 100 %. Le nom d’un groupe valorisé dans une fiche (ou son sigle) est cherché dans les \
              sections d’une autre fiche qui chiffrent des moyens (ETP ou euros) : en avertissement si le groupe est déjà \
              valorisé pour tout son temps, en conseil sinon. Un groupe nommé d’un seul mot est laissé de côté.",
    why: "Le temps d’un agent ne se finance qu’une fois : un double compte gonfle la part d’une partie.",
    source: "Sincérité des prévisions, CGCT, art. L. 3312-1 et suivants ; non-cumul du financement d’une même dépense.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: CHARGE,
            to: "    - { libelle: Travailleurs sociaux, valorisation: { quotite: 60 %, effectif: 1, cout_annuel: 48 000 € } }\n    - { libelle: Autres frais, montant: 2 080 € }",
        }],
        admitted: &[Change {
            file: FILE,
            from: CHARGE,
            to: "    - { libelle: Travailleurs sociaux, valorisation: { quotite: 50 %, effectif: 1, cout_annuel: 48 000 € } }\n    - { libelle: Autres frais, montant: 6 880 € }",
        }],
    },
};

/// A group: its names in roots, and where it is valued.
struct Group<'d> {
    names: Vec<Vec<String>>,
    posts: Vec<Post<'d>>,
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_name: BTreeMap<Vec<String>, Vec<Post<'_>>> = BTreeMap::new();
    for post in c.fiches().flat_map(posts).filter(|p| p.is_annual() && p.head.len() > 1) {
        by_name.entry(post.head.clone()).or_default().push(post);
    }
    let acronyms: BTreeMap<Vec<String>, &str> = c
        .dossier
        .convention
        .acronyms
        .iter()
        .map(|(s, direction)| (roots(direction), s.value.as_str()))
        .collect();
    let groups: Vec<Group<'_>> = by_name
        .into_iter()
        .map(|(name, posts)| {
            let acronym = acronyms.get(&name).map(|s| roots(s));
            Group { names: std::iter::once(name).chain(acronym).collect(), posts }
        })
        .collect();
    let mut findings: Vec<Diagnostic> = groups.iter().filter_map(cumulated).collect();
    findings.extend(cited(c, &groups));
    findings
}

/// Shares of time that pass one hundred per cent together.
fn cumulated(group: &Group<'_>) -> Option<Diagnostic> {
    let time_shares: Vec<(&Post<'_>, Decimal, Span)> = group
        .posts
        .iter()
        .filter_map(|p| {
            p.factor(BudgetKind::Percentage("du temps")).map(|f| (p, f.value.value, f.value.span))
        })
        .collect();
    let total = time_shares.iter().fold(Decimal::ZERO, |a, (_, q, _)| a.saturating_add(*q));
    if time_shares.len() < 2 || total <= Decimal::ONE_HUNDRED {
        return None;
    }
    let (last, _, span) = time_shares.last()?;
    let written_texts: Vec<String> = time_shares.iter().map(|(_, q, _)| percent(*q)).collect();
    let name = head(&last.charge.label.value);
    let Agreement { is, valued, their, .. } = agreement(name);
    let mut finding = Diagnostic::finding(
        *span,
        format!("« {name} » {is} {valued}, dans l’acte, à {} de {their} temps", percent(total)),
    )
    .arithmetic(format!("{} = {}", written_texts.join(" + "), percent(total)))
    .help("réduire une part de temps, ou distinguer les personnes par leur libellé");
    for (p, q, span) in time_shares.iter().rev().skip(1).take(12) {
        finding = finding.also(*span, format!("fiche {} : {}", p.fiche.number.value, percent(*q)));
    }
    Some(finding)
}

/// The words that agree with the name of a group.
struct Agreement {
    is: &'static str,
    valued: &'static str,
    their: &'static str,
    count: &'static str,
}

/// « Conseillers » : several persons, by the first word of the name.
fn agreement(name: &str) -> Agreement {
    let first = name.split_whitespace().next().unwrap_or(name);
    if first.ends_with(['s', 'x']) {
        Agreement { is: "sont", valued: "valorisés", their: "leur", count: "comptent" }
    } else {
        Agreement { is: "est", valued: "valorisé", their: "son", count: "compte" }
    }
}

/// The groups that another fiche names among what it values.
fn cited(c: &Context<'_>, groups: &[Group<'_>]) -> Vec<Diagnostic> {
    let mut by_word: BTreeMap<&str, Vec<(&[String], &Group<'_>)>> = BTreeMap::new();
    for group in groups {
        for name in &group.names {
            if let Some(first) = name.first() {
                by_word.entry(first).or_default().push((name, group));
            }
        }
    }
    let all = by_file(c.dossier);
    let mut findings = Vec::new();
    for fiche in c.fiches() {
        let mut already: Vec<Span> = Vec::new();
        for section in by_section(fiche, passages(&all, fiche)).into_iter().filter(|s| digit(s)) {
            for passage in section.iter().filter(|p| is_prose(p)) {
                for group in named_ones(passage, &by_word) {
                    let Some(post) = group.posts.first().filter(|p| other(p, fiche, group)) else {
                        continue;
                    };
                    if !already.contains(&post.charge.label.span) {
                        already.push(post.charge.label.span);
                        findings.extend(finding(fiche, passage, post, group));
                    }
                }
            }
        }
    }
    findings
}

/// Whether a section tells means: posts or euros.
fn digit(section: &[Passage]) -> bool {
    section
        .iter()
        .filter(|p| is_prose(p))
        .any(|p| p.mentions.iter().any(|m| matches!(m.fact, Fact::Montant(_))) || p.text.contains("ETP"))
}

fn other(post: &Post<'_>, fiche: &Fiche, group: &Group<'_>) -> bool {
    post.fiche.number.value != fiche.number.value
        && group.posts.iter().all(|p| p.fiche.number.value != fiche.number.value)
}

/// The groups that a text names.
fn named_ones<'g>(
    passage: &Passage,
    by_word: &BTreeMap<&str, Vec<(&'g [String], &'g Group<'g>)>>,
) -> Vec<&'g Group<'g>> {
    let words = roots(&passage.text);
    let mut hits = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let Some(candidates) = by_word.get(word.as_str()) else { continue };
        let remainder = words.get(index..).unwrap_or(&[]);
        hits.extend(candidates.iter().filter(|(name, _)| begins(remainder, name)).map(|(_, g)| *g));
    }
    hits
}

fn finding(fiche: &Fiche, passage: &Passage, post: &Post<'_>, group: &Group<'_>) -> Option<Diagnostic> {
    let time_share =
        post.factor(BudgetKind::Percentage("du temps")).map_or(Decimal::ONE_HUNDRED, |f| f.value.value);
    let name = head(&post.charge.label.value);
    let Agreement { valued, their, count, .. } = agreement(name);
    let headcount = post
        .factor(BudgetKind::Number(""))
        .map(|f| format!(" ({} postes)", number(f.value.value)))
        .unwrap_or_default();
    let finding = Diagnostic::finding(
        passage.span_of(&spot(passage, group)?),
        format!(
            "« {name} »{headcount}, déjà {valued} à {} de {their} temps dans la fiche {}, {count} aussi parmi les moyens de la fiche {}",
            percent(time_share),
            post.fiche.number.value,
            fiche.number.value
        ),
    )
    .also(post.charge.label.span, format!("valorisé ici à {}", percent(time_share)))
    .help("vérifier que le même temps de travail n’est pas compté deux fois, et l’écrire");
    Some(if time_share < Decimal::ONE_HUNDRED { finding.advice() } else { finding })
}

/// The first word of the text whose root starts a name of the group.
fn spot(passage: &Passage, group: &Group<'_>) -> Option<std::ops::Range<usize>> {
    let text = passage.text.as_str();
    let mut start = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let bytes = start..start + word.len();
        start = bytes.end + text.get(bytes.end..)?.chars().next().map_or(0, char::len_utf8);
        let near: String = text.get(bytes.start..)?.chars().take(120).collect();
        let remainder = roots(&near);
        if word.len() > 1 && group.names.iter().any(|name| begins(&remainder, name)) && roots(word).len() == 1
        {
            return Some(bytes);
        }
    }
    None
}
