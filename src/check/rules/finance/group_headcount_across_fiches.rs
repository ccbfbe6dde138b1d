//! The head count of a valued group told otherwise in another fiche.

use std::collections::BTreeMap;

use crate::check::figures_and_words::number;
use crate::check::rules::finance::magnitudes::{self, Kind, Magnitude, begins, roots};
use crate::check::rules::finance::texts::{by_file, passages};
use crate::check::rules::finance::valued_posts::{Post, head, posts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::budget::{BudgetKind, Factor};

const FILE: &str = "content/2024/fiches/03-prevention.md";
const SENTENCE: &str = "Une équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.";

pub(crate) static PAGE: Page = Page {
    title: "l’effectif d’un groupe valorisé n’est pas le même dans une autre fiche",
    severity: Severity::Warning,
    checks: "Un groupe nommé d’au moins deux mots, qu’une fiche valorise avec un effectif, et qu’une autre fiche cite en \
              entier avec son nombre : « les 14 directeurs d’accueil » ou « directeurs d’accueil (14) ». « 3 directeurs \
              d’accueil », sans article défini, n’est qu’une partie du groupe et n’est pas comparé.",
    why: "Le même groupe valorisé à deux effectifs donne deux coûts.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "Le suivi revient aux travailleurs sociaux (4), en lien avec la fiche 1.",
        }],
        admitted: &[
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Le suivi revient aux travailleurs sociaux (3), en lien avec la fiche 1.",
            },
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Le suivi revient à 2 travailleurs sociaux, en lien avec la fiche 1.",
            },
        ],
    },
};

/// A group: the facteur that counts it, in each fiche that values it.
type Groups<'d> = BTreeMap<Vec<String>, Vec<(&'d Factor, Post<'d>)>>;

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let mut groups: Groups<'_> = BTreeMap::new();
    for post in c.fiches().flat_map(posts).filter(|p| p.head.len() > 1) {
        let factor =
            post.factor(BudgetKind::Number("")).or_else(|| post.factor(BudgetKind::Number("personnes")));
        if let Some(factor) = factor {
            groups.entry(post.head.clone()).or_default().push((factor, post));
        }
    }
    let mut by_word: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
    for head in groups.keys() {
        for word in head.first().into_iter().chain(head.last()) {
            by_word.entry(word).or_default().push(head);
        }
    }
    let all = by_file(c.dossier);
    let mut findings = Vec::new();
    for fiche in c.fiches() {
        for g in magnitudes::of_prose(passages(&all, fiche)).filter(|g| g.sort == Kind::Count) {
            let Some(values) = named(&g, &by_word).and_then(|t| groups.get(t)) else { continue };
            let known = |(f, p): &(&Factor, Post<'_>)| {
                p.fiche.number.value == fiche.number.value || f.value.value == g.value
            };
            if let Some((factor, post)) = values.first().filter(|_| !values.iter().any(known)) {
                findings.push(finding(&g, factor, post));
            }
        }
    }
    findings
}

fn finding(g: &Magnitude<'_>, factor: &Factor, post: &Post<'_>) -> Diagnostic {
    let (number, headcount) = (post.fiche.number.value, number(factor.value.value));
    let label = head(&post.charge.label.value);
    Diagnostic::finding(
        g.span(),
        format!("{} ici, et la fiche {number} valorise {headcount} « {label} »", g.as_written()),
    )
    .also(factor.value.span, format!("fiche {number} : {headcount}"))
    .help("écrire le même effectif dans les deux fiches, ou dire de quelle partie du groupe il s’agit")
}

/// The group that a number counts as a whole.
fn named<'t>(g: &Magnitude<'_>, by_word: &BTreeMap<&str, Vec<&'t Vec<String>>>) -> Option<&'t Vec<String>> {
    let before = g.before(80);
    if let Some(start) = before.trim_end().strip_suffix('(') {
        let after = g.passage.text.get(g.bytes.end..).unwrap_or("");
        let words = roots(start);
        let candidates = by_word.get(words.last()?.as_str()).filter(|_| after.starts_with(')'))?;
        return candidates.iter().find(|t| words.ends_with(t)).copied();
    }
    let article = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next()?.to_lowercase();
    if !["les", "ses", "des", "ces", "aux", "leurs"].contains(&article.as_str()) {
        return None;
    }
    let names = g.names();
    by_word.get(names.first()?.as_str())?.iter().find(|t| begins(&names, t)).copied()
}
