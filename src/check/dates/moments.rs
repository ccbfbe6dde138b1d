//! What a passage says of time: its moments, its sentences, and whether a sentence tells of the past.

use std::ops::Range;
use std::sync::LazyLock;

use super::{Intervalle, bornes};
use crate::check::outils::fin;
use crate::model::passage::Fait;
use crate::model::{DateImprecise, Jour, Passage};
use crate::text::{Captures, Motif, motif};

/// A verb at the past of what is accomplished: « a rendu », « s’est réuni », « est paru ». « Sont évaluées » is
/// a present: with « être », only the verbs that make their past with it.
static PASSE: LazyLock<Motif> = LazyLock::new(|| {
    motif(
        r"(?i)(?:\b(?:a|ont|avait|avaient|ayant) (?:(?:\w+ment|ainsi|aussi|bien|déjà|depuis|donc|enfin|plus|par conséquent|par ailleurs|en outre|en effet|de plus) )?(?:été )?\w+(?:é|ée|és|ées|i|ie|is|it|u|ue|us|ues|t)\b|\b(?:s['’]est|se sont|s['’]était|s['’]étaient) \w+(?:é|ée|és|ées|i|ie|is|u|ue|us|ues)\b|\b(?:est|sont) (?:paru|entré|sorti|né|intervenu|devenu|arrivé|venu)e?s?\b)",
    )
});

/// Words that end as a participle does and are none: « a lieu », « ont droit », « A cet effet ».
const NON_PARTICIPES: [&str; 17] = [
    "lieu", "droit", "tout", "plus", "huit", "sept", "vingt", "cent", "cet", "ainsi", "aussi", "depuis",
    "qui", "trait", "effet", "sujet", "jusqu",
];

/// Whether a sentence tells of something accomplished.
pub(in crate::check) fn accompli(phrase: &str) -> bool {
    PASSE.find_iter(phrase).any(|verbe| {
        let dernier = verbe.as_str().rsplit(' ').next().unwrap_or("").to_lowercase();
        !NON_PARTICIPES.contains(&dernier.as_str())
    })
}

/// A year, and what makes it narrower: « second semestre 2022 », « fin 2019 », « rentrée 2022 ».
static ANNEE: LazyLock<Motif> = LazyLock::new(|| {
    motif(
        r"(?i)(?:\b(?P<rang>premier|1er|second|deuxième|2e|2nd|2ème|troisième|3e|3ème|quatrième|4e|4ème|dernier) (?P<part>semestre|trimestre) (?:de )?|\b(?P<bord>début|fin)(?: d['’]année| de l['’]année)? |\b(?P<rentree>rentrée) (?:de )?)?\b(?P<an>(?:19|20)[0-9]{2})\b",
    )
});

/// A moment that a text states.
#[derive(Debug, Clone)]
pub(in crate::check) struct Moment {
    /// Its days.
    pub jours: Intervalle,
    /// Where the text states it.
    pub octets: Range<usize>,
}

/// The days, months, seasons and years of a passage, in order; days without a year are left aside.
pub(in crate::check) fn moments(passage: &Passage) -> Vec<Moment> {
    let mut sortie: Vec<Moment> = Vec::new();
    for mention in &passage.mentions {
        let jours = match mention.fait {
            Fait::Jour(jour) => Some((jour, jour)),
            // « Le premier janvier 2021 » is a day, written in letters.
            Fait::Mois(mois, annee) if precede(&passage.texte, mention.octets.start, "premier") => {
                Jour::new(annee, mois, 1).map(|j| (j, j))
            }
            Fait::Mois(mois, annee) => bornes(&DateImprecise::Mois(mois, annee)),
            Fait::Montant(_) | Fait::JourSansAnnee(..) | Fait::Pourcentage(_) | Fait::Renvoi(_) => None,
        };
        sortie.extend(jours.map(|jours| Moment { jours, octets: mention.octets.clone() }));
    }
    if !["19", "20"].iter().any(|siecle| passage.texte.contains(siecle)) {
        return sortie;
    }
    for trouve in ANNEE.captures_iter(&passage.texte) {
        let Some(octets) = trouve.get(0).map(|m| m.range()) else { continue };
        if passage.mention_dans(&octets).is_none() && nue(&passage.texte, &octets) {
            sortie.extend(saison(&trouve).map(|jours| Moment { jours, octets }));
        }
    }
    sortie.sort_by_key(|m| m.octets.start);
    sortie
}

fn precede(texte: &str, debut: usize, mot: &str) -> bool {
    texte.get(..debut).is_some_and(|t| fin(t.trim_end(), 4 * mot.len()).to_lowercase().ends_with(mot))
}

/// Whether a year is not a part of a number or of a reference: « n° 2021-1900 », « {budget.an2024} », « 2019/24 ».
fn nue(texte: &str, octets: &Range<usize>) -> bool {
    let avant = texte.get(..octets.start).and_then(|t| t.chars().next_back());
    let mut apres = texte.get(octets.end..).unwrap_or("").chars();
    let (suivant, ensuite) = (apres.next(), apres.next());
    let joint = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "_{+.,".contains(c));
    let tiret = |c: Option<char>| c.is_some_and(|c| c == '-' || c == '/');
    let annee = || {
        let suite = texte.get(octets.end + 1..octets.end + 5);
        let mot = texte.get(octets.end + 5..).and_then(|t| t.chars().next());
        suite.is_some_and(|s| s.starts_with("19") || s.starts_with("20"))
            && !mot.is_some_and(char::is_alphanumeric)
            && !tiret(mot)
    };
    let numero = tiret(suivant) && ensuite.is_some_and(|c| c.is_ascii_digit()) && !annee();
    let decimale = matches!(suivant, Some('.' | ',')) && ensuite.is_some_and(|c| c.is_ascii_digit());
    !joint(avant) && !numero && !decimale && !suivant.is_some_and(|c| c.is_alphanumeric() || c == '}')
}

fn saison(trouve: &Captures<'_>) -> Option<Intervalle> {
    let annee: u16 = trouve.name("an")?.as_str().parse().ok()?;
    let mois = |de: u8, a: u8| {
        Some((
            bornes(&DateImprecise::Mois(de, annee)).map(|i| i.0)?,
            bornes(&DateImprecise::Mois(a, annee)).map(|i| i.1)?,
        ))
    };
    if trouve.name("rentree").is_some() {
        return mois(8, 10);
    }
    if let Some(bord) = trouve.name("bord") {
        let debut = bord.as_str().to_lowercase().starts_with('d');
        return bornes(&if debut { DateImprecise::Debut(annee) } else { DateImprecise::Fin(annee) });
    }
    let (Some(rang), Some(part)) = (trouve.name("rang"), trouve.name("part")) else {
        return bornes(&DateImprecise::Annee(annee));
    };
    let trimestre = part.as_str().to_lowercase() == "trimestre";
    let rang = match rang.as_str().to_lowercase().as_str() {
        "premier" | "1er" => 0,
        "troisième" | "3e" | "3ème" => 2,
        "quatrième" | "4e" | "4ème" => 3,
        "dernier" if trimestre => 3,
        _ => 1,
    };
    let longueur = if trimestre { 3 } else { 6 };
    mois(rang * longueur + 1, rang * longueur + longueur)
}

/// The bytes of the sentences of a text.
pub(in crate::check) fn phrases(texte: &str) -> Vec<Range<usize>> {
    let mut sortie = Vec::new();
    let mut debut = 0;
    for (i, signe) in texte.match_indices(['.', '!', '?', ';', '…']) {
        let fin = i + signe.len();
        if texte.get(fin..).is_none_or(|s| s.is_empty() || s.starts_with(' ')) {
            sortie.push(debut..fin);
            debut = fin;
        }
    }
    if texte.get(debut..).is_some_and(|s| !s.trim().is_empty()) {
        sortie.push(debut..texte.len());
    }
    sortie
}
