//! Spaces and signs that French typography wants otherwise, and that setting the text does not set right.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::forme::{Morceau, autres, corriger, morceaux};
use crate::check::signes::{Faute, Sorte, fautes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Nature;
use crate::text::Fichier;

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-009",
    titre: "un signe ou une espace n’est pas celui de la typographie française",
    gravite: Gravite::Conseil,
    verifie: "Espaces doubles ; espace avant « , » et « . » ; espace qui manque après « , », avant « : ; ? ! % € » et à \
              l’intérieur des « guillemets » ; guillemets droits autour d’un mot ; trois points au lieu de « … » et points après \
              « etc. » ; « 1ère », « 2ème », « 1ier » ; « n ° » et « n°5 » ; « Mr » ; « oeuvre », « coeur » sans ligature ; \
              milliers séparés par des points. Un constat par sorte et par fichier ; « --fix » les corrige, sans jamais toucher \
              un chiffre. Les apostrophes et les espaces insécables sont mises par la composition et ne sont pas des \
              fautes. Le cadre, les textes à la lettre, les références, les adresses et l’« alternative » des \
              figures, qui n’est pas de l’acte, ne sont pas lus.",
    pourquoi: "Le document imprimé montre ces signes tels quels ; leur relevé automatique laisse les relecteurs lire le fond.",
    source: "Lexique des règles typographiques en usage à l’Imprimerie nationale.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "La convention vaut un an.",
            a: "La convention  vaut un an , etc...",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "La convention vaut un an.",
                a: "L'accord, à 10:30, vaut 12,5 % (…) : voir https://a.example/b?c=d;e, §\u{a0}1 ; « oui » ?",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "alternative: Un point noir figure l'entrée du parcours.",
                a: "alternative: Un point noir figure l'entrée du parcours, etc...",
            },
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "La convention vaut un an.",
                a: "Les 1ers accueils, au 2e étage, `a  b,c...`, valent 1 200 €.",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut trouvees: BTreeMap<(Fichier, Sorte), Vec<(&Morceau<'_>, Faute)>> = BTreeMap::new();
    let alternatives: BTreeSet<(Fichier, &str)> =
        c.fiches().flat_map(|f| f.figures.iter().map(|i| (f.span.fichier, i.alternative.trim()))).collect();
    let decrit = |m: &Morceau<'_>| {
        m.passage.nature == Nature::Champ && alternatives.contains(&(m.fichier(), m.passage.texte.trim()))
    };
    for m in morceaux(c).filter(|m| !m.du_cadre && !decrit(m)) {
        for faute in fautes(m.texte).into_iter().filter(|f| m.libre(&f.octets)) {
            // A blank that the source does not have comes from a line that was folded.
            if c.sources.texte(m.span(&faute.octets)) == m.texte.get(faute.octets.clone()).unwrap_or("") {
                trouvees.entry((m.fichier(), faute.sorte)).or_default().push((m, faute));
            }
        }
    }
    trouvees.iter().filter_map(|((_, sorte), liste)| dire(c, *sorte, liste)).collect()
}

fn dire(c: &Contexte<'_>, sorte: Sorte, liste: &[(&Morceau<'_>, Faute)]) -> Option<Diagnostic> {
    let ((m, faute), suite) = liste.split_first()?;
    let (quoi, geste) = sorte.mots();
    let vu = |m: &Morceau<'_>, f: &Faute| entoure(m.texte, &f.octets);
    let constat = Diagnostic::constat(
        m.span(&faute.octets),
        format!("{quoi} : « {} »{}", vu(m, faute), autres(suite.len())),
    );
    let mut sures = liste.iter().filter_map(|(m, f)| m.edition(c, &f.octets, f.neuf.as_deref()?)).peekable();
    let fait = if sures.peek().is_some() { " ; « calpae check --fix » le fait" } else { "" };
    let constat = corriger(constat.aide(format!("{geste}{fait}")), sures);
    Some(suite.iter().take(2).fold(constat, |d, (m, f)| d.voir(m.span(&f.octets), "de même")))
}

/// A fault with the words that it touches.
fn entoure(texte: &str, octets: &Range<usize>) -> String {
    let coupe = |l: char| l.is_whitespace();
    let avant = texte.get(..octets.start).unwrap_or("");
    let debut = avant
        .trim_end()
        .rfind(coupe)
        .map_or(0, |i| avant.get(i..).map_or(i, |t| i + t.chars().next().map_or(0, char::len_utf8)));
    let apres = texte.get(octets.end..).unwrap_or("");
    let marge = apres.len() - apres.trim_start().len();
    let fin = apres.trim_start().find(coupe).map_or(texte.len(), |i| octets.end + marge + i);
    texte.get(debut..fin).unwrap_or("").trim().to_owned()
}
