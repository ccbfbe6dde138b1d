//! A slip of one digit in what the act states twice is found: every digit is changed in turn, in memory, and
//! the check must say something that it does not say of the content as it is.

mod jetons;

use std::collections::{BTreeMap, BTreeSet};

use calpae::check::{Reglages, verifier};
use calpae::diagnostic::Diagnostic;
use calpae::project::Projet;
use calpae::text::{Sources, Span};
use calpae::{document, parse};

/// A finding, as one compares it: code, sentence, place.
type Constat = (&'static str, String, Option<(u32, usize)>);

/// A change that nothing was said of.
pub(crate) struct Survivant {
    pub(crate) lieu: String,
    raison: &'static str,
    pub(crate) avant: String,
    pub(crate) apres: String,
}

/// What was tried, by reason: found and tried; and what nothing was said of.
pub(crate) struct Bilan {
    mutants: BTreeMap<&'static str, (usize, usize)>,
    pub(crate) survivants: Vec<Survivant>,
}

impl Bilan {
    /// The counts by reason, the survivors, the rate.
    pub(crate) fn dire(&self) -> String {
        let mut texte = String::new();
        for (raison, (trouves, mutants)) in &self.mutants {
            texte.push_str(&format!("{trouves:>5} / {mutants:<5} {raison}\n"));
        }
        for s in &self.survivants {
            texte
                .push_str(&format!("survit : {} ({}) « {} » → « {} »\n", s.lieu, s.raison, s.avant, s.apres));
        }
        let (trouves, mutants) = self.taux();
        let pour_mille = trouves * 1000 / mutants.max(1);
        texte
            + &format!(
                "{trouves} mutants trouvés sur {mutants} : {},{} %\n",
                pour_mille / 10,
                pour_mille % 10
            )
    }

    /// Mutants found and mutants tried.
    pub(crate) fn taux(&self) -> (usize, usize) {
        self.mutants.values().fold((0, 0), |(t, n), (a, b)| (t + a, n + b))
    }
}

fn constats(sources: &Sources, projet: &Projet) -> BTreeSet<Constat> {
    let lecture = parse::lire(sources, &projet.plan);
    let mut trouves = lecture.diagnostics;
    if trouves.is_empty()
        && let Some(dossier) = lecture.dossier
    {
        trouves.extend(document::convention(&dossier, "").1);
        if trouves.is_empty() {
            // What the report recorded when the act was signed would give every slip away: before the vote it is
            // not there yet.
            let avant_le_vote = Reglages { ignorees: ["RAP".to_owned()].into(), ..Reglages::default() };
            let bilan = verifier(&dossier, sources, &avant_le_vote);
            trouves.extend(bilan.constats);
            trouves.extend(bilan.toleres.into_iter().map(|t| t.constat));
        }
    }
    let place = |d: &Diagnostic| d.etiquettes.first().map(|e| (e.span.fichier.rang(), e.span.debut));
    trouves.into_iter().map(|d| (d.code, d.message.clone(), place(&d))).collect()
}

/// The sources with one byte changed.
fn muter(sources: &Sources, span: Span, octet: usize, chiffre: char) -> Sources {
    let mut autres = Sources::default();
    for (fichier, source) in sources.iter() {
        let mut texte = source.texte().to_owned();
        if fichier == span.fichier {
            texte.replace_range(octet..=octet, &chiffre.to_string());
        }
        autres.ajouter(source.chemin().clone(), &texte);
    }
    autres
}

/// Another digit, at a distance of one.
fn voisin(chiffre: char) -> char {
    let n = chiffre.to_digit(10).unwrap();
    char::from_digit(if n == 9 { 8 } else { n + 1 }, 10).unwrap()
}

/// Every digit of every place, changed in turn.
pub(crate) fn essayer(projet: &Projet) -> Bilan {
    let sources = &projet.sources;
    let dossier = parse::lire(sources, &projet.plan).dossier.unwrap();
    let avant = constats(sources, projet);
    let mut changements = Vec::new();
    for (span, raison) in jetons::trouver(&dossier, sources) {
        let texte = sources.texte(span);
        // A heading: its number alone. A key of the matrix: its number, not its word.
        let fin = if raison == "suite des numéros" || raison == "renvoi à un indicateur" {
            texte.find(|c: char| c == '/' || c.is_alphabetic() && c.is_lowercase()).unwrap_or(texte.len())
        } else {
            texte.len()
        };
        for (i, c) in texte.get(..fin).unwrap_or("").char_indices().filter(|(_, c)| c.is_ascii_digit()) {
            changements.push((span, raison, span.debut + i, c));
        }
    }
    let lot = changements.len().div_ceil(std::thread::available_parallelism().map_or(1, usize::from));
    let resultats: Vec<bool> = std::thread::scope(|s| {
        let fils: Vec<_> = changements
            .chunks(lot.max(1))
            .map(|lot| {
                let avant = &avant;
                s.spawn(move || {
                    let essai = |(span, _, octet, c): &(Span, &str, usize, char)| {
                        let apres = constats(&muter(sources, *span, *octet, voisin(*c)), projet);
                        apres.iter().any(|d| !avant.contains(d))
                    };
                    lot.iter().map(essai).collect::<Vec<_>>()
                })
            })
            .collect();
        fils.into_iter().flat_map(|f| f.join().unwrap()).collect()
    });
    let mut bilan = Bilan { mutants: BTreeMap::new(), survivants: Vec::new() };
    for ((span, raison, octet, c), trouve) in changements.into_iter().zip(resultats) {
        let compte = bilan.mutants.entry(raison).or_default();
        compte.0 += usize::from(trouve);
        compte.1 += 1;
        if !trouve {
            let texte = sources.texte(span);
            let mut apres = texte.to_owned();
            apres.replace_range(octet - span.debut..=octet - span.debut, &voisin(c).to_string());
            let lieu = sources.lieu(Span { debut: octet, ..span });
            bilan.survivants.push(Survivant { lieu, raison, avant: texte.to_owned(), apres });
        }
    }
    bilan
}
