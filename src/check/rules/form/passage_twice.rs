//! A paragraph appears twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::check::readings::Reading;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::text::FileId;

pub(crate) static PAGE: Page = Page {
    title: "un passage figure deux fois",
    severity: Severity::Advice,
    checks: "Les paragraphes et les points de liste de quinze mots et plus qui se lisent deux fois, mot pour mot, dans un \
              fichier ou d’un fichier à l’autre. Un constat par couple de fichiers ; la ponctuation, les accents et les \
              capitales ne comptent pas. Les titres, les tableaux et les données ne sont pas comparés.",
    why: "Une copie se corrige une fois sur deux : le texte répété finit par se contredire. Dans un même fichier, c’est \
               souvent un collage de trop.",
    source: "Usage éditorial : une information, une place.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "dont le parcours s'interrompt, là où ils sont.",
            to: "dont le parcours s'interrompt, là où ils sont.\n\nUne équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "dont le parcours s'interrompt, là où ils sont.",
            to: "dont le parcours s'interrompt, là où ils sont.\n\nUne équipe mobile va vers eux.\n\nUne équipe mobile va vers eux.",
        }],
    },
};

/// Fewest words of a compared paragraph: shorter ones repeat legitimately.
const WORDS_MIN: usize = 15;

/// A folded text, when it is long enough to be compared.
#[derive(Debug, PartialEq, Eq, Hash)]
struct LongText(Option<String>);

impl Reading for LongText {
    fn read(text: &str) -> Self {
        let folded = flat(text);
        Self((folded.split(' ').count() >= WORDS_MIN).then_some(folded))
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let readings = context.readings::<LongText>();
    let mut first_ones: FxHashMap<Arc<LongText>, &Passage> = FxHashMap::default();
    let mut couples: BTreeMap<(FileId, FileId), Vec<(&Passage, &Passage)>> = BTreeMap::new();
    for passage in context.dossier.passages.iter().filter(|p| p.kind == PassageKind::Paragraph) {
        let key = readings.read(&passage.text);
        if key.0.is_none() {
            continue;
        }
        match first_ones.get(&key) {
            Some(first) => couples.entry((first.file(), passage.file())).or_default().push((first, passage)),
            None => {
                first_ones.insert(key, passage);
            }
        }
    }
    couples.values().filter_map(|pairs| say(context, pairs)).collect()
}

fn say(context: &Context<'_>, pairs: &[(&Passage, &Passage)]) -> Option<Diagnostic> {
    let (first, copy) = pairs.first()?;
    let elsewhere = first.file() != copy.file();
    let path = context.sources.source(first.file()).path();
    let at = if elsewhere { format!("dans {path}") } else { "plus haut".to_owned() };
    let what = match pairs.len() {
        1 => format!("ce passage est déjà écrit, mot pour mot, {at}"),
        n => format!("{n} passages se lisent déjà, mot pour mot, {at}"),
    };
    let place = |p: &Passage| p.span_of(&(0..p.text.len()));
    let mut finding = Diagnostic::finding(place(copy), what).help(if elsewhere {
        "l’écrire à une place et y renvoyer, ou s’assurer que les deux resteront les mêmes"
    } else {
        "retirer l’un des deux"
    });
    for (first, _) in pairs.iter().take(3) {
        finding = finding.also(place(first), "le même texte");
    }
    Some(finding)
}
