//! The same action funded in two fiches.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use crate::aggregate::budget::total_de_fiche;
use crate::check::outils::plat;
use crate::check::textes::{est_prose, par_fichier, passages};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::{Fiche, Passage};
use crate::text::{Motif, Span, motif};

const FICHIER_1: &str = "content/2024/fiches/01-accueil.md";
const FICHIER_2: &str = "content/2024/fiches/02-diagnostics.md";
const PHRASE_1: &str = "Les CCAS en témoignent, et le RSA n'est pas seul en cause.";
const PHRASE_2: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-036",
    titre: "la même action est valorisée dans deux fiches",
    gravite: Gravite::Conseil,
    verifie: "Une action qui a un nom propre en capitales (« l’expérimentation NOVA », « le projet NOVA »), que deux fiches \
              financées disent « valoriser » ; et deux fiches financées dont au moins la moitié du texte de la plus courte \
              est recopiée de l’autre. Un dispositif nommé sans être valorisé dans la phrase est laissé de côté.",
    pourquoi: "Une même dépense ne se finance qu’une fois ; deux fiches pour une action demandent de dire ce que chacune \
               paie.",
    source: "Sincérité des prévisions, CGCT, art. L. 3312-1 et suivants ; non-cumul du financement d’une même dépense.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: FICHIER_1,
            de: PHRASE_1,
            a: "Les CCAS en témoignent. La convention valorise ici le projet « NOVATEUR ».",
        }],
        faute: &[Changement {
            fichier: FICHIER_2,
            de: PHRASE_2,
            a: "Cette fiche valorise le projet « NOVATEUR ».",
        }],
        admis: &[Changement {
            fichier: FICHIER_2,
            de: PHRASE_2,
            a: "Les personnes viennent du projet « NOVATEUR » (fiche 1).",
        }],
    },
    chercher,
};

/// Words of a shingle, and fewest shingles of a text that is compared.
const MOTS: usize = 6;
const BARDEAUX: usize = 40;

static NOM: LazyLock<Motif> = LazyLock::new(|| {
    let nom = r"\b(?:expérimentation|projet|programme|dispositif|démarche|opération|action|plateforme)s?\s+(?:dite?s?\s+|nommée?s?\s+)?«?[\s\x{a0}]*([A-ZÉÈÀ]{4,})\b";
    motif(nom)
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tous = par_fichier(c.dossier);
    let financees: Vec<(&Fiche, &[Passage])> =
        c.fiches().filter(|f| !total_de_fiche(f).total.est_nul()).map(|f| (f, passages(&tous, f))).collect();
    let mut constats = nommees(c, &financees);
    constats.extend(recopiees(&financees));
    constats
}

fn nommees(c: &Contexte<'_>, fiches: &[(&Fiche, &[Passage])]) -> Vec<Diagnostic> {
    let sigles: BTreeSet<&str> = c.dossier.convention.sigles.iter().map(|(s, _)| s.valeur.as_str()).collect();
    let mut par_nom: BTreeMap<&str, Vec<(&Fiche, Span)>> = BTreeMap::new();
    for (fiche, texte) in fiches {
        for passage in texte.iter().filter(|p| est_prose(p)) {
            for nom in NOM.captures_iter(&passage.texte).filter_map(|p| p.get(1)) {
                let phrase = passage.phrase(&nom.range()).to_lowercase();
                let lieux = par_nom.entry(nom.as_str()).or_default();
                let deja = lieux.last().is_some_and(|(f, _)| f.numero.valeur == fiche.numero.valeur);
                if phrase.contains("valoris") && !deja && !sigles.contains(nom.as_str()) {
                    lieux.push((fiche, passage.span_de(&nom.range())));
                }
            }
        }
    }
    let doubles = par_nom.into_iter().filter(|(_, lieux)| lieux.len() > 1);
    doubles
        .filter_map(|(nom, lieux)| {
            let ((dernier, span), autres) = lieux.split_last()?;
            let numeros: Vec<String> =
                autres.iter().take(12).map(|(f, _)| f.numero.valeur.to_string()).collect();
            let message = format!(
                "« {nom} » est valorisé dans la fiche {} comme dans la fiche {}",
                dernier.numero.valeur,
                numeros.join(", ")
            );
            Some(constat(*span, message, autres))
        })
        .collect()
}

fn constat(span: Span, message: String, autres: &[(&Fiche, Span)]) -> Diagnostic {
    let mut constat = Diagnostic::constat(span, message)
        .aide("vérifier qu’aucune dépense n’est comptée deux fois, et dire ce que chaque fiche finance");
    for (f, span) in autres.iter().take(12) {
        constat = constat.voir(*span, format!("fiche {}", f.numero.valeur));
    }
    constat
}

/// Fiches half of whose text is that of another one.
fn recopiees(fiches: &[(&Fiche, &[Passage])]) -> Vec<Diagnostic> {
    let ensembles: Vec<Vec<u64>> = fiches.iter().map(|(_, t)| bardeaux(t)).collect();
    let mut index: Vec<(u64, usize)> =
        ensembles.iter().enumerate().flat_map(|(rang, e)| e.iter().map(move |b| (*b, rang))).collect();
    index.sort_unstable();
    // A shingle of many fiches is a formula of the act; each fiche is compared with the first that shares it.
    let mut paires: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for memes in index.chunk_by(|(a, _), (b, _)| a == b) {
        if let [(_, premier), suite @ ..] = memes {
            for (_, autre) in suite {
                *paires.entry((*premier, *autre)).or_default() += 1;
            }
        }
    }
    let copies = paires.into_iter().filter_map(|((a, b), communs)| {
        let court = ensembles.get(a)?.len().min(ensembles.get(b)?.len());
        let ((x, _), (y, _)) = (fiches.get(a)?, fiches.get(b)?);
        (court >= BARDEAUX && communs * 2 >= court).then_some((*x, *y, communs * 100 / court))
    });
    copies
        .map(|(a, b, taux)| {
            let message = format!(
                "la fiche {} reprend le texte de la fiche {}, à {taux} %",
                b.numero.valeur, a.numero.valeur
            );
            constat(b.intitule.span, message, &[(a, a.intitule.span)])
        })
        .collect()
}

/// What stands for the shingles of a text, in order, each once.
fn bardeaux(texte: &[Passage]) -> Vec<u64> {
    let mut ensemble = Vec::new();
    for passage in texte.iter().filter(|p| est_prose(p)) {
        let plat = plat(&passage.texte);
        let mots: Vec<u64> = plat.split(' ').map(|mot| FxBuildHasher.hash_one(mot)).collect();
        ensemble.extend(mots.windows(MOTS).map(|suite| FxBuildHasher.hash_one(suite)));
    }
    ensemble.sort_unstable();
    ensemble.dedup();
    ensemble
}
