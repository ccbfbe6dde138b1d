//! Checks that no article numbered as in a code (L., R., D.) is cited as an article of a law.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{ReferenceKind, SaidFact, SaidValue};
use crate::lang::flat;
use crate::model::Passage;
use crate::text::{head, words};

const FILE: &str = "content/2024/fiches/03-prevention.md";
const SENTENCE: &str = "là où ils sont.";

pub(crate) static PAGE: Page = Page {
    title: "un article de code est cité comme celui d’une loi",
    severity: Severity::Warning,
    checks: "Dans la prose, « article » suivi d’un numéro précédé de L., R. ou D., puis de « de la loi » : la lettre est \
              celle de la partie d’un code. Un article de loi (« article 3 de la loi »), un article suivi de son code, et \
              un renvoi où d’autres mots viennent entre le numéro et la loi, ne sont pas retenus.",
    why: "La loi ainsi désignée n’a pas cet article : le lecteur ne peut pas trouver le texte qui oblige.",
    source: "Numérotation des codes : L. pour la partie législative, R. et D. pour la partie réglementaire (guide de \
             légistique, Secrétariat général du Gouvernement et Conseil d’État).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "là où ils sont, selon l'article L. 262-29 de la loi.",
        }],
        admitted: &[
            Change {
                file: FILE,
                from: SENTENCE,
                to: "là où ils sont, selon l'article L. 262-29 du code de l'action sociale et des familles.",
            },
            Change { file: FILE, from: SENTENCE, to: "là où ils sont, selon l'article 3 de la loi." },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.prose().flat_map(in_passage).collect()
}

fn in_passage(passage: &Passage) -> Vec<Diagnostic> {
    let text = passage.text.as_str();
    let read = |fact: &SaidFact| {
        let SaidValue::Reference { kind: ReferenceKind::Law, number } = &fact.value else { return None };
        let is_of_code = ["L.", "R.", "D."].iter().any(|part| number.starts_with(part));
        let before = text.get(..fact.bytes.start)?.trim_end();
        let named = before.rsplit(|c: char| !c.is_alphabetic()).next()?;
        let start = before.len() - named.len();
        let named = flat(named);
        let after = text.get(fact.bytes.end..)?;
        let of_a_law =
            ["de la loi", "de cette loi"].iter().any(|words| flat(head(after, 20)).trim().starts_with(words));
        if !is_of_code || !of_a_law || !["article", "articles"].contains(&named.as_str()) {
            return None;
        }
        let (law, word) = words(after).find(|(_, word)| flat(word) == "loi")?;
        let bytes = start..fact.bytes.end + law + word.len();
        let citation = text.get(bytes.clone())?;
        let message = format!("« {citation} » : l’article {number} est d’un code, et non d’une loi");
        let help = format!("nommer le code : « article {number} du code… »");
        Some(Diagnostic::finding(passage.span_of(&bytes), message).help(help))
    };
    passage.facts().facts.iter().filter_map(read).collect()
}
