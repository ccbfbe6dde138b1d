//! Rates of funders told in prose: against the budget, and together.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::aggregate::budget;
use crate::check::grandeurs::{self, Grandeur, Sorte, racines};
use crate::check::outils::{part, plat, pourcent};
use crate::check::textes::{est_prose, par_fichier, passages};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::Budget;
use crate::model::{Cadre, Fiche, Passage};
use crate::text::{Motif, Span, motif};

const FICHIER: &str = "content/2024/fiches/02-diagnostics.md";
const PHRASE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-023",
    titre: "un taux de financement du texte contredit le budget ou dépasse le coût",
    gravite: Gravite::Avertissement,
    verifie: "Un taux du coût, du montant ou du budget que la prose donne pour un financeur nommé dans la phrase (ou au \
              début de la précédente) est comparé au taux que le budget annonce pour lui ou, à défaut, à sa part. Les \
              taux d’une même liste, donnés par des financeurs différents pour le même coût, ne peuvent dépasser \
              100 % ensemble, ni un seul à lui seul. Un taux « maximum » n’est pas comparé à la part ; une fiche qui a plusieurs budgets comptés \
              est laissée de côté.",
    pourquoi: "Un taux qui ne correspond pas aux montants rend le versement contestable ; des maxima qui dépassent \
               ensemble le coût ouvrent la voie à un double financement.",
    source: "Cohérence interne de l’acte ; interdiction du double financement d’une même dépense par les fonds européens, \
             règlement (UE) 2021/1060, art. 63, paragraphe 9.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: FICHIER, de: PHRASE, a: "Le FSE prend 15 % du montant total." }],
        admis: &[
            Changement { fichier: FICHIER, de: PHRASE, a: "Le FSE prend 12,5 % du montant total." },
            Changement {
                fichier: FICHIER,
                de: PHRASE,
                a: "- Subvention départementale : 40 % maximum du coût du projet.\n- Cofinancement du FSE : 60 % maximum du coût du projet.",
            },
        ],
    },
    chercher,
};

struct Motifs {
    base: Motif,
    maximum: Motif,
    apport: Motif,
    reprise: Motif,
}

static MOTIFS: LazyLock<Motifs> = LazyLock::new(|| Motifs {
    base: motif(
        r"(?i)^[\s\x{a0}]*(?:au maximum|au plus|maximum|max\.?)?[\s\x{a0}]*(?:du|des|de la|de l['’])[\s\x{a0}]*((?:coût|montant|dépense|budget|financement)s?\b.*)",
    ),
    maximum: motif(r"(?i)^[\s\x{a0}]*(?:au maximum|au plus|maximum|max\b)"),
    apport: motif(
        r"(?i)\b(?:subvention|cofinancement|financement|participation|contribution|part|aide)\b(.*)$",
    ),
    reprise: motif(r"(?i)^(?:sa part|il|elle|cette part|ce financement|ce taux)\b"),
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tous = par_fichier(c.dossier);
    let dans = |f: &Fiche| {
        let passages = passages(&tous, f);
        let mut constats = cumuls(passages);
        constats.extend(contre_le_budget(f, passages, &c.dossier.cadre));
        constats
    };
    c.fiches().flat_map(dans).collect()
}

/// A rate and who pays it.
type Taux<'p> = (Grandeur<'p>, String);

/// Rates of one list for one cost.
fn cumuls(passages: &[Passage]) -> Vec<Diagnostic> {
    let mut listes: BTreeMap<(usize, Vec<String>), Vec<Taux<'_>>> = BTreeMap::new();
    for passage in passages.iter().filter(|p| est_prose(p)) {
        let Some(item) = passage.item else { continue };
        for g in grandeurs::lire(passage).into_iter().filter(|g| g.sorte == Sorte::Pourcentage) {
            let Some(base) = MOTIFS.base.captures(g.suite()).and_then(|c| c.get(1)) else { continue };
            let Some(qui) = MOTIFS.apport.captures(g.avant(80)).and_then(|c| Some(plat(c.get(1)?.as_str())))
            else {
                continue;
            };
            let mut cle = racines(base.as_str());
            cle.truncate(3);
            listes.entry((item.liste, cle)).or_default().push((g, qui));
        }
    }
    listes.into_values().filter_map(|taux| cumul(&taux)).collect()
}

fn cumul(taux: &[Taux<'_>]) -> Option<Diagnostic> {
    let total = taux.iter().fold(Decimal::ZERO, |a, (g, _)| a.saturating_add(g.valeur));
    let (dernier, qui) = taux.last()?;
    if total <= Decimal::ONE_HUNDRED {
        return None;
    }
    if taux.len() == 1 {
        let message = format!("un seul financement atteint {} du coût", pourcent(total));
        let constat = Diagnostic::constat(dernier.span(), message);
        return Some(constat.aide("corriger le taux : il ne peut dépasser 100 % de ce qu’il finance"));
    }
    if qui.is_empty() || taux.iter().filter(|(_, q)| q == qui).count() > 1 {
        return None;
    }
    let ecrits: Vec<&str> = taux.iter().map(|(g, _)| g.ecrite()).collect();
    // Maxima together are what may be paid, not what is.
    let maxima = taux.iter().any(|(g, _)| MOTIFS.maximum.is_match(g.suite()));
    let verbe = if maxima { "peuvent atteindre" } else { "atteignent" };
    let mut constat = Diagnostic::constat(
        dernier.span(),
        format!("les financements d’un même coût {verbe} ensemble {}", pourcent(total)),
    )
    .calcul(format!(
        "{} = {} ; dépassement : {}",
        ecrits.join(" + "),
        pourcent(total),
        pourcent(total - Decimal::ONE_HUNDRED)
    ))
    .aide("donner des taux dont la somme ne dépasse pas 100 %, ou dire lequel vient en déduction de l’autre");
    for (g, _) in taux.iter().rev().skip(1) {
        constat = constat.voir(g.span(), g.ecrite().to_owned());
    }
    Some(constat)
}

/// The funders of the budget that is counted: name in plain letters, and the rate that the budget gives.
fn financeurs(cadre: &Cadre, budget: &Budget) -> BTreeMap<String, (Decimal, Span, bool)> {
    let total = budget::financements(budget).total.euros();
    let mut noms: BTreeMap<String, (Decimal, Span, bool)> = BTreeMap::new();
    let mut doubles: Vec<String> = Vec::new();
    for ligne in &budget.financements {
        let Some(financeur) = ligne.financeur.as_ref().and_then(|f| cadre.financeur(&f.valeur)) else {
            continue;
        };
        let somme = budget::part(budget, Some(&financeur.id)).total.euros();
        let annonce = ligne.mentions.taux.as_ref();
        let Some(taux) = annonce.map(|t| t.valeur).or_else(|| part(somme, total)) else { continue };
        let span = annonce.map_or(ligne.span, |t| t.span);
        let nom = plat(&financeur.nom);
        if noms.insert(nom.clone(), (taux, span, annonce.is_some())).is_some() {
            doubles.push(nom);
        }
    }
    doubles.iter().for_each(|d| {
        noms.remove(d);
    });
    noms
}

fn contre_le_budget(fiche: &Fiche, passages: &[Passage], cadre: &Cadre) -> Vec<Diagnostic> {
    let mut comptes = budget::comptes(fiche);
    let (Some(compte), None) = (comptes.next(), comptes.next()) else { return Vec::new() };
    let noms = financeurs(cadre, compte);
    let mut constats = Vec::new();
    for passage in passages.iter().filter(|p| est_prose(p) && p.texte.contains('%')) {
        for g in grandeurs::lire(passage).into_iter().filter(|g| g.sorte == Sorte::Pourcentage && g.exacte) {
            if !MOTIFS.base.is_match(g.suite()) || MOTIFS.maximum.is_match(g.suite()) {
                continue;
            }
            let Some((nom, (taux, span, annonce))) = nomme(&g, &noms) else { continue };
            let marge = if *annonce { Decimal::ZERO } else { Decimal::ONE / Decimal::TWO };
            if (g.valeur - *taux).abs() <= marge {
                continue;
            }
            let quoi = if *annonce { "le budget annonce" } else { "sa part dans le budget est de" };
            let nom = cadre.financeurs.iter().find(|f| plat(&f.nom) == *nom).map_or(nom.as_str(), |f| &f.nom);
            constats.push(
                Diagnostic::constat(
                    g.span(),
                    format!(
                        "le texte donne {} pour le financeur « {nom} », et {quoi} {}",
                        g.ecrite(),
                        pourcent(*taux)
                    ),
                )
                .voir(*span, format!("dans le budget : {}", pourcent(*taux)))
                .aide("corriger le taux du texte ou celui du budget"),
            );
        }
    }
    constats
}

/// The only funder that the sentence names or, when it takes up the one before, the one that this one names first.
fn nomme<'n>(
    g: &Grandeur<'_>,
    noms: &'n BTreeMap<String, (Decimal, Span, bool)>,
) -> Option<(&'n String, &'n (Decimal, Span, bool))> {
    let texte = g.passage.texte.as_str();
    let phrase = g.passage.phrase(&g.octets);
    let dans = |t: &str| {
        let plat = format!(" {} ", plat(t));
        let trouves: Vec<_> = noms.iter().filter(|(nom, _)| plat.contains(&format!(" {nom} "))).collect();
        (trouves.len() == 1).then(|| trouves.first().copied()).flatten()
    };
    if let Some(trouve) = dans(phrase) {
        return Some(trouve);
    }
    if !MOTIFS.reprise.is_match(phrase) {
        return None;
    }
    let debut = texte.find(phrase)?;
    let avant = texte.get(..debut)?.trim_end();
    let fin = avant.len().checked_sub(1)?;
    let precedente = g.passage.phrase(&(fin.saturating_sub(1)..fin));
    let tete: Vec<&str> = precedente.split_whitespace().take(3).collect();
    dans(&tete.join(" "))
}
