//! Acronyms in prose: where they stand, and whether the words around develop them.

use std::ops::Range;

use super::outils::plat;

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

/// The acronyms of a text: words of two to eight capitals that do not stand among other words in capitals.
pub fn sigles(texte: &str) -> Vec<Sigle<'_>> {
    if !texte.contains(char::is_lowercase) {
        return Vec::new();
    }
    let mots = mots_entiers(texte);
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

/// Words with their figures, and where they start.
fn mots_entiers(texte: &str) -> Vec<(usize, &str)> {
    let mut sortie = Vec::new();
    let mut debut = 0;
    for part in texte.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let mot = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !mot.is_empty() {
            sortie.push((debut, mot));
        }
        debut += part.len();
    }
    sortie
}

fn romain(mot: &str) -> bool {
    mot.chars().all(|l| "IVXLCDM".contains(l)) && mot.contains(['I', 'V', 'X'])
}

/// The words that develop an acronym, just before its parenthesis or within the one that follows it.
pub fn developpement(texte: &str, sigle: &Sigle<'_>) -> Option<String> {
    let avant = texte.get(..sigle.octets.start)?.trim_end();
    let apres = texte.get(sigle.octets.end..)?.trim_start();
    let avant = avant.trim_end_matches(['«', ' ', '*', '“']);
    if let Some(nom) =
        avant.strip_suffix('(').or_else(|| avant.strip_suffix("(dit")).or_else(|| avant.strip_suffix("(dite"))
    {
        return fin_qui_donne(nom, sigle.lettres);
    }
    let suite = apres.trim_start_matches(['»', '*', ' ', '”']);
    if let Some(nom) = suite.strip_prefix('(') {
        let nom = nom.split(')').next().unwrap_or(nom);
        return contient(&plat(nom), sigle.lettres).then(|| nom.to_owned());
    }
    // « un PLIE, ou Plan local pour l’insertion et l’emploi »; « conventions d’appui…, dites CEI ».
    if let Some(nom) = suite
        .strip_prefix(", ou ")
        .or_else(|| suite.strip_prefix(", soit "))
        .or_else(|| suite.strip_prefix(": "))
    {
        let nom: String = nom.chars().take_while(|l| !matches!(l, ',' | '.' | ';' | '(')).collect();
        return fin_qui_donne(&nom, sigle.lettres);
    }
    let dit = [", dit", ", dits", ", dite", ", dites", ", dit le", ", dite la", " ou"];
    dit.iter().find_map(|d| avant.strip_suffix(d)).and_then(|nom| fin_qui_donne(nom, sigle.lettres))
}

/// The last words of a text, from the one that starts as the acronym, when they hold its letters in order.
fn fin_qui_donne(texte: &str, lettres: &str) -> Option<String> {
    let phrase = texte.rsplit(['(', ')', ';', '.', ':']).next().unwrap_or(texte);
    let propre = plat(phrase);
    let mots: Vec<&str> = propre.split(' ').collect();
    let premiere = lettres.chars().next()?.to_ascii_lowercase();
    let limite = mots.len().saturating_sub(lettres.len() * 2 + 2);
    // Nearest first: the shortest run of words that gives the letters.
    (limite..mots.len()).rev().filter(|i| mots.get(*i).is_some_and(|m| m.starts_with(premiere))).find_map(
        |i| {
            let nom = mots.get(i..)?.join(" ");
            contient(&nom, lettres).then_some(nom)
        },
    )
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
            ("le revenu de solidarité active (RSA) est", Some("revenu de solidarite active")),
            (
                "crèches à vocation d'insertion professionnelle (AVIP)",
                Some("a vocation d insertion professionnelle"),
            ),
            (
                "un PLIE, ou Plan local pour l'insertion et l'emploi, suit",
                Some("plan local pour l insertion et l emploi"),
            ),
            ("dite SPA (« Service des Personnes Âgées »)", Some("« Service des Personnes Âgées »")),
            ("des conventions d'appui, dites CA, ont", Some("conventions d appui")),
            ("l'Itinéraire Tremplin (COS)", None),
            ("la CAF a dit", None),
        ] {
            let sigle = &sigles(texte)[0];
            let lu = developpement(texte, sigle);
            assert_eq!(lu.as_deref(), attendu, "{texte}");
        }
    }
}
