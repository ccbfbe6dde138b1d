//! References to parts of the act that are not there, or not once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::check::numerotation::{par_fichier, titres};
use crate::check::renvois::{Cibles, Renvoi, cibles, fichiers_de_l_acte, parle_de_droit, renvois};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::{Cible, Passage};
use crate::text::{Motif, Span, Spanned, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-008",
    titre: "un renvoi vise une partie de l’acte qui n’existe pas, ou qui n’est pas seule",
    gravite: Gravite::Erreur,
    verifie: "Dans les articles et les fiches, « article 2.1 », « annexe A », « fiche 3 », « mesure 1.2 » désignent une \
              partie qui existe et qui est seule à porter ce numéro ; un article ne renvoie pas à lui-même par son \
              numéro ; « la partie 1.3 de cette fiche » est un titre de la fiche ; l’article d’une pièce annoncée \
              existe. « L’article 3 de la loi », « son article 2 » visent un autre texte et ne sont pas retenus, pas \
              plus qu’un numéro inconnu dans une phrase qui cite une loi, un décret, une instruction.",
    pourquoi: "Une obligation qui s’appuie sur un article introuvable ne peut être ni exécutée ni opposée.",
    source: "Cohérence interne de l’acte ; les clauses d’un contrat s’interprètent les unes par rapport aux \
             autres (code civil, art. 1189).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/02-financement.md",
            de: "mentionnée à l'article 2.1",
            a: "mentionnée à l'article 2.3",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/03-suivi.md",
                de: "Ce rapport rend compte des engagements de l'article 2.",
                a: "Ce rapport est prévu par l'article 12 du règlement budgétaire.",
            },
            Changement {
                fichier: "content/2024/articles/03-suivi.md",
                de: "Ce rapport rend compte des engagements de l'article 2.",
                a: "Ce rapport rend compte des engagements des articles 1 et 2.",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let cibles = cibles(c);
    let annexes: BTreeSet<&str> = c.dossier.cadre.annexes.iter().map(|a| a.id.as_str()).collect();
    let fiches: BTreeSet<u16> = c.fiches().map(|f| f.numero.valeur).collect();
    let mut constats = Vec::new();
    for renvoi in renvois(c) {
        let constat = match &renvoi.cible {
            Cible::Article(cle) => article(&renvoi, cle, &cibles),
            Cible::Annexe(id) if !annexes.contains(id.as_str()) => {
                absent(&renvoi, &format!("l’annexe {id}"), "les annexes sont", annexes.iter().copied())
            }
            Cible::Fiche(numero) if !fiches.contains(numero) => {
                let (debut, fin) = (fiches.first(), fiches.last());
                let bornes = debut.into_iter().chain(fin).map(u16::to_string).collect::<Vec<_>>().join(" à ");
                absent(
                    &renvoi,
                    &format!("la fiche {numero}"),
                    "les fiches vont de",
                    [bornes.as_str()].into_iter(),
                )
            }
            Cible::Mesure(numero) if c.dossier.cadre.mesure(numero).is_none() => {
                let mesures = c.dossier.cadre.themes.iter().flat_map(|t| &t.mesures);
                absent(
                    &renvoi,
                    &format!("la mesure {numero}"),
                    "les mesures du cadre sont",
                    mesures.map(|m| m.numero.as_str()),
                )
            }
            _ => None,
        };
        constats.extend(constat);
    }
    for annoncee in &c.dossier.convention.annexes_annoncees {
        constats.extend(annoncee.article.as_ref().and_then(|a| piece(a, &cibles)));
    }
    constats.extend(rubriques(c));
    constats
}

fn article(renvoi: &Renvoi<'_>, cle: &str, cibles: &Cibles) -> Option<Diagnostic> {
    let trouves = cibles.article(cle);
    let Some(premier) = trouves.first() else {
        let connus = cibles.parties.iter().map(|p| p.cle.as_str());
        return absent(renvoi, &format!("l’article {cle}"), "les articles sont", connus);
    };
    if trouves.len() > 1 {
        let mut constat = Diagnostic::constat(
            renvoi.span,
            format!("ce renvoi à l’article {cle} est ambigu : {} articles portent ce numéro", trouves.len()),
        )
        .aide("renuméroter les articles, puis le renvoi");
        for partie in trouves {
            constat = constat.voir(partie.span, format!("article {cle}"));
        }
        return Some(constat);
    }
    let ici = cibles.autour(renvoi.span).filter(|p| p.cle == cle)?;
    Some(
        Diagnostic::constat(renvoi.span, format!("l’article {cle} renvoie à lui-même par son numéro"))
            .voir(if ici.span == premier.span { premier.span } else { ici.span }, format!("l’article {cle}"))
            .aide("écrire « le présent article », ou corriger le numéro")
            .avertissement(),
    )
}

/// Tells what is not there, and what there is.
fn absent<'m>(
    renvoi: &Renvoi<'_>,
    quoi: &str,
    suite: &str,
    connus: impl Iterator<Item = &'m str>,
) -> Option<Diagnostic> {
    if parle_de_droit(renvoi.phrase()) {
        return None;
    }
    let mut vus = BTreeSet::new();
    let connus: Vec<&str> = connus.filter(|k| vus.insert(*k)).take(16).collect();
    let aide = if connus.is_empty() {
        "corriger le numéro".to_owned()
    } else {
        format!("corriger le numéro ; {suite} {}", connus.join(", "))
    };
    Some(Diagnostic::constat(renvoi.span, format!("{quoi} n’existe pas dans l’acte")).aide(aide))
}

/// The article that is said to announce a document.
fn piece(article: &Spanned<String>, cibles: &Cibles) -> Option<Diagnostic> {
    if cibles.articles.contains_key(&article.valeur) {
        return None;
    }
    let message = format!("cette pièce serait annoncée par l’article {}, qui n’existe pas", article.valeur);
    Some(Diagnostic::constat(article.span, message).aide("corriger le numéro de l’article"))
}

static RUBRIQUE: LazyLock<Motif> = LazyLock::new(|| {
    let texte = r"(?i)\b(?:partie|rubrique|section|paragraphe|point)\s([0-9]{1,2}(?:\.[0-9]{1,2})*)\s(?:de (?:cette|la présente) fiche|du présent article|ci-dessus|ci-dessous|ci-après)";
    motif(texte)
});

/// References to a section of the same text.
fn rubriques(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let fichiers = fichiers_de_l_acte(c);
    let mut constats = Vec::new();
    for passages in par_fichier(&c.dossier.passages) {
        if !passages.first().is_some_and(|p| fichiers.contains(&p.fichier())) {
            continue;
        }
        let mut renvois = passages.iter().flat_map(vises).peekable();
        if renvois.peek().is_none() {
            continue;
        }
        let titres = titres(passages.iter());
        let connus: BTreeMap<String, Span> =
            titres.iter().filter_map(|t| t.numero.as_ref().map(|n| (n.cle(), t.span()))).collect();
        for (cle, span) in renvois.filter(|(cle, _)| !connus.contains_key(cle)) {
            constats.push(
                Diagnostic::constat(span, format!("la partie {cle} n’existe pas dans ce texte"))
                    .aide("corriger le numéro, ou celui du titre visé"),
            );
        }
    }
    constats
}

fn vises(passage: &Passage) -> Vec<(String, Span)> {
    let texte = passage.texte.as_str();
    let trouves = RUBRIQUE.captures_iter(texte).filter_map(|t| t.get(1));
    trouves.map(|m| (m.as_str().to_owned(), passage.span_de(&m.range()))).collect()
}
