//! Acronyms in prose: where they stand, and whether the words around develop them.

use std::ops::Range;

use super::forme::a_des_sigles;
use super::outils::plat;
use crate::text::mots_et_nombres;

/// An acronym in capitals.
#[derive(Debug)]
pub struct Sigle<'t> {
    /// Its letters.
    pub lettres: &'t str,
    /// Where it stands.
    pub octets: Range<usize>,
    /// Whether a determiner stands before it: then it is a common name, and not that of a firm.
    pub determine: bool,
}

/// The words that make of what follows a common name.
const DETERMINANTS: [&str; 22] = [
    "le", "la", "les", "l", "du", "des", "au", "aux", "un", "une", "ce", "cette", "cet", "ces", "son", "sa",
    "ses", "leur", "leurs", "chaque", "notre", "nos",
];

/// Words that no name starts with.
const PETITS: [&str; 12] = ["pour", "par", "de", "du", "des", "d", "l", "le", "la", "les", "et", "en"];

/// The acronyms of a text: words of two to eight capitals that do not stand among other words in capitals.
pub fn sigles(texte: &str) -> Vec<Sigle<'_>> {
    if !a_des_sigles(texte) || !texte.contains(char::is_lowercase) {
        return Vec::new();
    }
    let mots: Vec<(usize, &str)> = mots_et_nombres(texte).collect();
    let crie = |i: Option<usize>| {
        let mot = i.and_then(|i| mots.get(i));
        mot.is_some_and(|(_, m)| m.chars().count() > 1 && m.chars().all(char::is_uppercase))
    };
    let mut sortie = Vec::new();
    for (i, (debut, mot)) in mots.iter().enumerate() {
        let capitales = mot.len() >= 2 && mot.len() <= 8 && mot.chars().all(|l| l.is_ascii_uppercase());
        let avant = i.checked_sub(1).and_then(|p| mots.get(p));
        let colle = |autre: Option<&(usize, &str)>, fin: usize| {
            autre.is_some_and(|(d, _)| texte.get(fin..*d).is_some_and(|t| t == " " || t == "-"))
        };
        let cri_avant =
            crie(i.checked_sub(1)) && avant.is_some_and(|(d, m)| colle(Some(&(*debut, mot)), d + m.len()));
        let cri_apres = crie(Some(i + 1)) && colle(mots.get(i + 1), debut + mot.len());
        if !capitales || romain(mot) || cri_avant || cri_apres {
            continue;
        }
        let determine = avant.is_some_and(|(d, m)| {
            let entre = texte.get(d + m.len()..*debut).unwrap_or("");
            let proche = matches!(entre, " " | "\u{a0}" | "'" | "’" | " « " | " **");
            proche
                && DETERMINANTS.contains(&m.to_lowercase().as_str())
                && (*m != "l" && *m != "L" || entre != " ")
        });
        sortie.push(Sigle { lettres: mot, octets: *debut..debut + mot.len(), determine });
    }
    sortie
}

fn romain(mot: &str) -> bool {
    mot.chars().all(|l| "IVXLCDM".contains(l)) && mot.contains(['I', 'V', 'X'])
}

/// The words that may develop an acronym: those before its parenthesis, or within the one that follows it.
pub fn voisinage<'t>(texte: &'t str, sigle: &Sigle<'_>) -> Option<&'t str> {
    let avant = texte.get(..sigle.octets.start)?.trim_end().trim_end_matches(['«', ' ', '*', '“']);
    let apres = texte.get(sigle.octets.end..)?.trim_start_matches(['»', '*', ' ', '”']);
    let phrase = |t: &'t str| t.rsplit(['(', ')', ';', '.', ':']).next();
    if let Some(nom) = ["(", "(dit", "(dite", "(dits"].iter().find_map(|p| avant.strip_suffix(p)) {
        return phrase(nom.trim_end());
    }
    if let Some(nom) = apres.strip_prefix('(') {
        return nom.split(')').next();
    }
    // « un PLIE, ou Plan local pour l’insertion et l’emploi »; « conventions d’appui…, dites CEI ».
    if let Some(nom) = [", ou ", ", soit ", ": "].iter().find_map(|p| apres.strip_prefix(p)) {
        return nom.split([',', '.', ';', '(']).next();
    }
    let dit = [", dit", ", dits", ", dite", ", dites", ", dit le", ", dite la", " ou"];
    dit.iter().find_map(|d| avant.strip_suffix(d)).and_then(phrase)
}

/// The words that develop an acronym: those that start as its letters, or else that hold them in order.
pub fn developpement<'t>(texte: &'t str, sigle: &Sigle<'_>) -> Option<&'t str> {
    let autour = voisinage(texte, sigle)?;
    let mots: Vec<(usize, &str)> = mots_et_nombres(autour).collect();
    let premiere = sigle.lettres.chars().next()?;
    let limite = mots.len().saturating_sub(sigle.lettres.len() * 2 + 2);
    // Nearest first: the shortest run of words that gives the letters.
    let suites = || {
        let plein = |m: &str| !PETITS.contains(&m.to_lowercase().as_str());
        let debuts = mots
            .iter()
            .skip(limite)
            .rev()
            .filter(move |(_, m)| plein(m) && initiales(m, &premiere.to_string()));
        debuts.filter_map(|(debut, _)| autour.get(*debut..))
    };
    let juste = suites().find(|nom| initiales(nom, sigle.lettres));
    juste.or_else(|| suites().find(|nom| contient(&plat(nom), sigle.lettres))).map(str::trim_end)
}

/// Whether the letters are those that start some words, in order.
pub fn initiales(texte: &str, lettres: &str) -> bool {
    let propre = plat(texte);
    let mut mots = propre.split(' ');
    lettres.chars().all(|l| mots.any(|m| m.starts_with(l.to_ascii_lowercase())))
}

/// Whether the letters of an acronym follow one another in a text.
fn contient(texte: &str, lettres: &str) -> bool {
    let mut reste = texte.chars();
    lettres.chars().all(|l| reste.any(|c| c == l.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lus(texte: &str) -> Vec<(&str, bool)> {
        sigles(texte).into_iter().map(|s| (s.lettres, s.determine)).collect()
    }

    #[test]
    fn acronyms_are_told_from_capitals_and_numbers() {
        assert_eq!(lus("le RSA et la CAF, hors ACME"), [("RSA", true), ("CAF", true), ("ACME", false)]);
        assert_eq!(lus("à ROISSY EN BRIE, chapitre XIV"), []);
        assert_eq!(lus("TOUT EN CAPITALES"), []);
        assert_eq!(lus("l’IAE, d'APSIE"), [("IAE", true), ("APSIE", false)]);
    }

    #[test]
    fn the_words_around_develop_an_acronym() {
        for (texte, attendu) in [
            ("le revenu de solidarité active (RSA) est", Some("revenu de solidarité active")),
            (
                "crèches à vocation d'insertion professionnelle (AVIP)",
                Some("à vocation d'insertion professionnelle"),
            ),
            (
                "un PLIE, ou Plan local pour l'insertion et l'emploi, suit",
                Some("Plan local pour l'insertion et l'emploi"),
            ),
            ("dite SPA (« Service des Personnes Âgées »)", Some("Service des Personnes Âgées »")),
            ("des conventions d'appui, dites CA, ont", Some("conventions d'appui")),
            ("l'Itinéraire Tremplin (COS)", None),
            ("la CAF a dit", None),
        ] {
            let sigle = &sigles(texte)[0];
            let lu = developpement(texte, sigle);
            assert_eq!(lu, attendu, "{texte}");
        }
    }
}
