//! The facts that a text states: amounts, percentages, days, references. Whatever is not surely one of them
//! is left aside: a rule never sees a fact that is not there.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::scalaires::{lire_jour, numero_de_mois};
use crate::model::montant::Montant;
use crate::model::nombre::lire_decimal;
use crate::model::passage::{Cible, Fait, Mention};
use crate::text::{Motif, motif};

/// The patterns, in the order in which they claim their bytes.
static MOTIFS: LazyLock<[(Motif, Lecture); 5]> = LazyLock::new(|| {
    const MOIS: &str =
        "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)";
    const NOMBRE: &str = r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?";
    [
        (
            motif(&format!(r"(?:1er|[0-9]{{1,2}})[ \x{{a0}}]{MOIS}(?:[ \x{{a0}}][0-9]{{4}})?")),
            jour as Lecture,
        ),
        (motif(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}"), jour_chiffre),
        (motif(&format!(r"{MOIS}[ \x{{a0}}][0-9]{{4}}")), mois),
        (motif(&format!(r"(?:{NOMBRE})[ \x{{a0}}\x{{202f}}]?(?:€|euros?|k€|M€|%)")), unite),
        (
            motif(
                r"(?:[Aa]rticles?|[Aa]nnexes?|[Ff]iches?(?:[- ]actions?)?|[Mm]esures?)[ \x{a0}](?:n°[ \x{a0}]?)?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[A-H])",
            ),
            renvoi,
        ),
    ]
});

type Lecture = fn(&str) -> Option<Fait>;

/// The facts of a text, in order; none overlaps another.
pub fn lire(texte: &str) -> Vec<Mention> {
    // Every fact has a digit, but a reference to an annexe.
    if !texte.bytes().any(|b| b.is_ascii_digit()) && !texte.contains("nnexe") {
        return Vec::new();
    }
    // A day that does not exist claims its bytes too: its month alone would be another fact.
    let mut lus: BTreeMap<usize, (Range<usize>, Option<Fait>)> = BTreeMap::new();
    for (motif, lecture) in MOTIFS.iter() {
        for trouve in motif.find_iter(texte) {
            let octets = trouve.range();
            let precedent = lus.range(..octets.end).next_back();
            let pris = precedent.is_some_and(|(_, (pris, _))| octets.start < pris.end);
            if pris || !isole(texte, octets.start, octets.end) {
                continue;
            }
            lus.insert(octets.start, (octets, lecture(trouve.as_str())));
        }
    }
    lus.into_values().filter_map(|(octets, fait)| Some(Mention { fait: fait?, octets })).collect()
}

/// Whether what stands around is not a part of the same number or word.
fn isole(texte: &str, debut: usize, fin: usize) -> bool {
    let avant = texte.get(..debut).and_then(|t| t.chars().next_back());
    let mut apres = texte.get(fin..).unwrap_or("").chars();
    let suivant = apres.next();
    let mot = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
    // « 12,5 % » is not « 5 % »; « article 2.1 » is not « article 2 ».
    let decimale = avant.is_some_and(|c| matches!(c, ',' | '.' | '/'));
    let suite = matches!(suivant, Some('.' | ',' | '/')) && apres.next().is_some_and(|c| c.is_ascii_digit());
    !mot(avant) && !mot(suivant) && !decimale && !suite
}

fn jour(texte: &str) -> Option<Fait> {
    let texte = texte.replace('\u{a0}', " ");
    if let Some(jour) = lire_jour(&texte) {
        return Some(Fait::Jour(jour));
    }
    let (jour, mois) = texte.split_once(' ')?;
    let jour = jour.strip_suffix("er").unwrap_or(jour).parse().ok()?;
    Some(Fait::JourSansAnnee(jour, numero_de_mois(mois)?))
}

fn jour_chiffre(texte: &str) -> Option<Fait> {
    lire_jour(texte).map(Fait::Jour)
}

fn mois(texte: &str) -> Option<Fait> {
    let (mois, annee) = texte.split_once([' ', '\u{a0}'])?;
    Some(Fait::Mois(numero_de_mois(mois)?, annee.parse().ok()?))
}

fn unite(texte: &str) -> Option<Fait> {
    let fin = texte.find(|c: char| c.is_alphabetic() || c == '€' || c == '%')?;
    let (nombre, unite) = texte.split_at_checked(fin)?;
    let nombre = nombre.trim();
    match unite {
        "%" => lire_decimal(nombre).ok().map(Fait::Pourcentage),
        // Thousands and millions of euros are round on purpose: they state no amount to the euro.
        "k€" | "M€" => None,
        _ => Montant::lire(nombre).ok().map(Fait::Montant),
    }
}

fn renvoi(texte: &str) -> Option<Fait> {
    let nom = texte.get(texte.rfind([' ', '\u{a0}', '°'])?..)?;
    let nom = nom.trim_start_matches([' ', '\u{a0}', '°']).to_owned();
    let lettre = nom.starts_with(|c: char| c.is_ascii_uppercase());
    Some(Fait::Renvoi(match texte.chars().next()?.to_ascii_lowercase() {
        'f' if !lettre && !nom.contains('.') => Cible::Fiche(nom.parse().ok()?),
        'm' if nom.contains('.') => Cible::Mesure(nom),
        'a' if texte.to_lowercase().starts_with("article") && !lettre => Cible::Article(nom),
        'a' if texte.to_lowercase().starts_with("annexe") => Cible::Annexe(nom),
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Jour;
    use proptest::prelude::*;

    fn faits(texte: &str) -> Vec<(Fait, &str)> {
        lire(texte).into_iter().map(|m| (m.fait, texte.get(m.octets).unwrap())).collect()
    }

    #[test]
    fn facts_are_found_in_prose() {
        let m = |t: &str| Fait::Montant(Montant::lire(t).unwrap());
        let j = |a, m, j| Fait::Jour(Jour::new(a, m, j).unwrap());
        let r = Fait::Renvoi;
        for (texte, attendu) in [
            ("soit 2 574 959 € en 2022", vec![(m("2574959"), "2 574 959 €")]),
            (
                "835 580,45 € et 60 500 euros",
                vec![(m("835580.45"), "835 580,45 €"), (m("60500"), "60 500 euros")],
            ),
            ("le 1er juillet 2022", vec![(j(2022, 7, 1), "1er juillet 2022")]),
            ("au 30/06/2022.", vec![(j(2022, 6, 30), "30/06/2022")]),
            ("depuis mars 2022", vec![(Fait::Mois(3, 2022), "mars 2022")]),
            ("avant le 31 mars", vec![(Fait::JourSansAnnee(31, 3), "31 mars")]),
            (
                "12,5 % ou 10%",
                vec![
                    (Fait::Pourcentage("12.5".parse().unwrap()), "12,5 %"),
                    (Fait::Pourcentage("10".parse().unwrap()), "10%"),
                ],
            ),
            (
                "l’article 2.1 et l’annexe A",
                vec![
                    (r(Cible::Article("2.1".into())), "article 2.1"),
                    (r(Cible::Annexe("A".into())), "annexe A"),
                ],
            ),
            (
                "la fiche-action n° 4, mesure 3.2",
                vec![
                    (r(Cible::Fiche(4)), "fiche-action n° 4"),
                    (r(Cible::Mesure("3.2".into())), "mesure 3.2"),
                ],
            ),
        ] {
            assert_eq!(faits(texte), attendu, "{texte}");
        }
    }

    #[test]
    fn what_only_resembles_a_fact_is_left_aside() {
        for texte in [
            "2 parts",
            "150 k€",
            "n° 2021-1900",
            "Annexe Bis",
            "la mesure 3 fois",
            "v12 %x",
            "1,2,3 €",
            "31 février 2022",
            "{budget.total}",
        ] {
            assert_eq!(lire(texte), [], "{texte}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(texte in "\\PC{0,60}") {
            let mentions = lire(&texte);
            prop_assert!(mentions.windows(2).all(|w| w[0].octets.end <= w[1].octets.start));
            prop_assert!(mentions.iter().all(|m| texte.get(m.octets.clone()).is_some()));
        }
    }
}
