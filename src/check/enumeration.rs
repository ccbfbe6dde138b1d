//! Enumerations: the counts that a sentence announces, and how many things follow, in a list or in the sentence.

use std::ops::Range;
use std::sync::LazyLock;

use super::outils::plat;
use crate::model::passage::Passage;
use crate::text::{Motif, motif};

/// Number words from two up.
pub const MOTS: [&str; 15] = [
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
];

/// What a number of things written in figures or in letters is worth.
pub fn lire_compte(mot: &str) -> Option<u32> {
    let mot = mot.to_lowercase();
    let rang = MOTS.iter().position(|m| *m == mot);
    rang.and_then(|r| u32::try_from(r + 2).ok()).or_else(|| mot.parse().ok())
}

/// What a sentence announces in order to enumerate it: other nouns count people and things that nobody lists.
#[rustfmt::skip]
const NOMS: [&str; 107] = [
    "accompagnement", "action", "annexe", "antenne", "article", "atelier", "atout", "attente",
    "avantage", "axe", "besoin", "bloc", "cas", "categorie", "champ", "chantier", "cible",
    "circonstance", "cofinanceur", "composante", "condition", "constat", "contrainte", "critere",
    "difficulte", "dimension", "directive", "dispositif", "domaine", "dossier", "element", "engagement",
    "enjeu", "etape", "exigence", "facon", "fiche", "finalite", "financeur", "fonction", "formation",
    "forme", "frein", "indicateur", "institution", "levier", "lieu", "lot", "maniere", "mesure",
    "methode", "mission", "modalite", "mode", "module", "moment", "motif", "moyen", "niveau",
    "objectif", "objet", "operateur", "option", "ordre", "orientation", "outil", "part", "partenaire",
    "partie", "permanence", "phase", "pilier", "point", "porteur", "possibilite", "preconisation",
    "principe", "priorite", "profil", "projet", "proposition", "public", "question", "raison",
    "recommandation", "regle", "ressource", "resultat", "role", "scenario", "sequence", "signataire",
    "site", "solution", "source", "sous action", "sujet", "temps", "thematique", "theme", "titre",
    "type", "usage", "vague", "valeur", "visee", "volet",
];

/// The singular of a noun that announces an enumeration.
pub fn denombrable(mot: &str) -> Option<&'static str> {
    let plat = plat(mot);
    let singulier = plat.trim_end_matches(['s', 'x']);
    NOMS.iter().find(|n| n.trim_end_matches(['s', 'x']) == singulier).copied()
}

/// A count and the noun that it counts.
#[derive(Debug, Clone)]
pub struct Annonce {
    /// How many.
    pub compte: u32,
    /// Of what: the singular, without accents.
    pub nom: &'static str,
    /// Bytes of both.
    pub octets: Range<usize>,
}

static ANNONCE: LazyLock<Motif> = LazyLock::new(|| {
    let mots = MOTS.join("|");
    motif(&format!(r"(?i)\b([0-9]{{1,2}}|{mots})\s+([^\W\d_]+(?:-[^\W\d_]+)?)"))
});

/// The counts of a text, of nouns that announce an enumeration.
pub fn annonces(texte: &str) -> Vec<Annonce> {
    ANNONCE
        .captures_iter(texte)
        .filter_map(|trouve| {
            let (tout, compte, nom) = (trouve.get(0)?, trouve.get(1)?, trouve.get(2)?);
            // « 2,5 actions », « 1 200 sites », « n° 2 » are no counts.
            let avant = texte.get(..tout.start())?;
            let chiffre = compte.as_str().starts_with(|c: char| c.is_ascii_digit());
            let suite = |c: char| matches!(c, '°' | '#') || c.is_ascii_digit();
            let colle = avant.ends_with([',', '.', '/', '-']) || chiffre && avant.trim_end().ends_with(suite);
            let nom = denombrable(nom.as_str())?;
            let compte = lire_compte(compte.as_str()).filter(|_| !colle)?;
            Some(Annonce { compte, nom, octets: tout.range() })
        })
        .collect()
}

/// Where the last sentence of a text begins.
pub fn derniere_phrase(texte: &str) -> usize {
    let corps = texte.trim_end().trim_end_matches([':', '.', ' ', '\u{a0}']);
    [". ", "! ", "? ", "… ", "; ", "\u{a0}: ", " : "]
        .iter()
        .filter_map(|fin| corps.rfind(fin).map(|i| i + fin.len()))
        .max()
        .unwrap_or(0)
}

/// The passages of a list that begins at a rank: the first of each of its items.
pub fn items(passages: &[Passage], debut: usize) -> Vec<&Passage> {
    let Some(premier) = passages.get(debut) else { return Vec::new() };
    let Some(liste) = premier.item.filter(|i| i.rang == 1).map(|i| i.liste) else { return Vec::new() };
    let mut sortie: Vec<&Passage> = Vec::new();
    let mut rang = 0;
    for passage in passages.get(debut..).unwrap_or(&[]) {
        // A list within an item has a greater number.
        let Some(item) = passage.item.filter(|i| i.liste >= liste) else { break };
        if passage.fichier() != premier.fichier() {
            break;
        }
        if item.liste == liste && item.rang > rang {
            rang = item.rang;
            sortie.push(passage);
        }
    }
    sortie
}

/// Words after which what is listed is not surely what was counted.
#[rustfmt::skip]
const DETOURS: [&str; 30] = [
    "aux", "dont", "parmi", "notamment", "particulier", "autres", "chez", "contre", "sauf", "selon", "sans", "puis",
    "sont", "ont", "doivent", "exemple", "savoir", "chacun", "chacune", "forment", "animent", "assument", "expriment",
    "affirment", "confirment", "nomment", "resument", "est", "a", "afin",
];

/// Verbs whose subject is what the list then gives: « deux constats le fondent : ».
#[rustfmt::skip]
const PRESENTATION: [&str; 14] = [
    "fondent", "presentent", "comptent", "ouvrent", "existent", "apparaissent", "degagent", "suivent", "ajoutent",
    "composent", "structurent", "guident", "distinguent", "restent",
];

/// Whether what separates a count from the end of its sentence lets the count announce what comes after: a few
/// words, no comma, no other noun that is enumerated, and no verb that governs something else, as in « les deux
/// partenaires s’engagent à : ». `None` when the sentence does not end there.
pub fn portee(reste: &str) -> Option<bool> {
    let reste = reste.trim();
    if reste == "." {
        return Some(true);
    }
    let milieu = reste.strip_suffix(':')?.trim();
    let simple = !milieu.contains([',', ';', '(', '.', ':', '«', '|', '/']);
    let plat = plat(milieu);
    let mots: Vec<&str> = plat.split(' ').filter(|m| !m.is_empty()).collect();
    let pluriel = |m: &str| m.ends_with(['s', 'x']) && denombrable(m).is_some();
    let chiffres = |m: &str| m.chars().all(|c| c.is_ascii_digit());
    let detour = mots.iter().any(|m| DETOURS.contains(m) || pluriel(m) || chiffres(m));
    // « Les 6 conditions suivantes », but not « deux équipes traitent les demandes suivantes ».
    let suivants = mots.iter().skip(2).any(|m| m.starts_with("suivant"));
    // « Pour traiter » says what for; « pour les années à venir » only when.
    let but = mots.windows(2).any(
        |m| matches!(m, ["pour", but] if but.ends_with("er") || but.ends_with("ir") || but.ends_with("re")),
    );
    let verbe = |m: &str| m.len() > 4 && (m.ends_with("ent") && !m.ends_with("ment") || m.ends_with("ont"));
    let principale = mots.iter().take_while(|m| !matches!(**m, "qui" | "que"));
    let gouverne = principale.clone().any(|m| verbe(m) && !PRESENTATION.contains(m));
    Some(simple && !detour && !suivants && !but && !gouverne && mots.len() <= 8)
}

/// Words that open something else than a term of an enumeration.
#[rustfmt::skip]
const INCISES: [&str; 24] = [
    "notamment", "dont", "y", "selon", "entre", "en", "soit", "a", "par", "comme", "d une", "d autre",
    "qui", "que", "ou", "lorsque", "quand", "afin", "pour", "sous", "sans", "avec", "puis", "si",
];

/// Fewest and most terms of an enumeration: « A, B et C » has three, or two when « B et C » is one. `None`
/// when it cannot be cut surely.
pub fn compter(texte: &str, cellule: bool) -> Option<(u32, u32)> {
    let phrase = texte.split(". ").next()?.split(';').next()?;
    let phrase = sans_incidentes(phrase.trim().trim_end_matches('.'));
    if phrase.contains([':', '?', '/']) || phrase.contains("etc") || phrase.contains('…') {
        return None;
    }
    let termes: Vec<&str> = phrase.split(',').map(str::trim).collect();
    let (dernier, premiers) = termes.split_last()?;
    let dernier = dernier.strip_prefix("et ").or_else(|| dernier.strip_prefix("ou ")).unwrap_or(dernier);
    let plats = premiers.iter().chain([&dernier]).map(|t| plat(t));
    for terme in plats {
        let mots = terme.split(' ').count();
        let incise =
            INCISES.iter().any(|i| terme.strip_prefix(i).is_some_and(|s| s.is_empty() || s.starts_with(' ')));
        if terme.is_empty() || mots > 6 || incise {
            return None;
        }
    }
    let liaisons = dernier.matches(" et ").count() + dernier.matches(" ou ").count();
    let bas = u32::try_from(termes.len()).ok()?;
    let haut = bas.checked_add(u32::try_from(liaisons).ok()?)?;
    // Terms within guillemets are told apart surely.
    let cites = u32::try_from(phrase.matches('«').count()).ok()?;
    if cites == haut && cites > 1 {
        return Some((haut, haut));
    }
    (cellule || haut > 1).then_some((bas, haut))
}

/// A text without what stands between brackets, and with nothing between guillemets.
fn sans_incidentes(texte: &str) -> String {
    let mut sortie = String::with_capacity(texte.len());
    let (mut parentheses, mut guillemets) = (0usize, 0usize);
    for c in texte.chars() {
        match c {
            '(' => parentheses += 1,
            ')' => parentheses = parentheses.saturating_sub(1),
            '«' if parentheses == 0 => {
                guillemets += 1;
                sortie.push_str("«cite");
            }
            '»' if parentheses == 0 => {
                guillemets = guillemets.saturating_sub(1);
                sortie.push('»');
            }
            c if parentheses == 0 && guillemets == 0 => sortie.push(c),
            _ => {}
        }
    }
    sortie
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_announces_what_its_sentence_ends_with() {
        assert_eq!(portee(" spécialisés :"), Some(true));
        assert_eq!(portee(" le fondent :"), Some(true));
        assert_eq!(portee("."), Some(true));
        assert_eq!(portee(" suivantes :"), Some(true));
        for reste in [
            " aux publics suivants :",
            " s’engagent à :",
            " permettent :",
            " se réunissent pour traiter les situations suivantes :",
        ] {
            assert_eq!(portee(reste), Some(false), "{reste}");
        }
        assert_eq!(portee(", selon les besoins :"), Some(false));
        assert_eq!(portee(" sont menées"), None);
    }

    #[test]
    fn an_enumeration_is_cut_when_it_can_be() {
        assert_eq!(compter(" Meaux, Lognes", true), Some((2, 2)));
        assert_eq!(compter(" La Ferté Gaucher", true), Some((1, 1)));
        assert_eq!(compter(" la faim, le froid et la peur.", false), Some((2, 3)));
        assert_eq!(compter(" « a, b », « c » et « d »", false), Some((3, 3)));
        for texte in [
            " le travail, dont l’accueil, et le soin",
            " réduire les délais",
            " les dossiers de l’un, de l’autre et du troisième répondaient à l’appel",
        ] {
            assert_eq!(compter(texte, false), None, "{texte}");
        }
    }

    #[test]
    fn a_count_is_that_of_a_noun_that_is_enumerated() {
        let dire = |t: &str| -> Vec<(u32, &str)> { annonces(t).iter().map(|a| (a.compte, a.nom)).collect() };
        assert_eq!(dire("vers 3 accompagnements spécialisés"), [(3, "accompagnement")]);
        assert_eq!(dire("Deux sous-actions ; 2 volets"), [(2, "sous action"), (2, "volet")]);
        for texte in ["1 200 sites", "deux ans", "n° 2 actions", "14 agents", "2,5 actions"] {
            assert_eq!(dire(texte), [], "{texte}");
        }
    }
}
