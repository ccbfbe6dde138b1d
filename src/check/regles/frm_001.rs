//! What a draft leaves to be filled in.

use std::sync::LazyLock;

use crate::check::forme::{Morceau, morceaux};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Nature;
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-001",
    titre: "un texte attend encore d’être rempli",
    gravite: Gravite::Erreur,
    verifie: "Les marques d’un brouillon : « ??? », « TODO », « xxx », « XX € », « XX bénévoles », « lorem ipsum », des points ou des tirets \
              de conduite (« ………… », « ____ »), un texte réduit à « … », « à compléter », « à définir » ou « à préciser » \
              entre crochets, entre parenthèses, à la place d’une valeur ou d’une dernière phrase, un champ de modèle (« [nom] », « [date] »). \
              Dans une phrase, « à définir » est admis (« les sites à définir avec les communes »). Un paragraphe qui \
              finit par deux points et que rien ne suit est donné en avertissement. Les exemples entre accents graves et \
              les blocs de texte à la lettre ne sont pas lus.",
    pourquoi: "L’acte signé engage sur ce qu’il dit : une place laissée à remplir laisse l’engagement indéterminé, et \
               montre que la version votée n’est pas la dernière.",
    source: "Complétude de l’acte soumis au vote : CGCT, art. L. 3131-1 (l’acte transmis est l’acte signé) ; usage éditorial.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "deux mois à l'avance",
            a: "[à compléter] mois à l'avance",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "deux mois à l'avance",
                a: "selon des modalités à définir ensemble",
            },
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "deux mois à l'avance",
                a: "avec un préavis (deux mois…)",
            },
        ],
    },
    chercher,
};

/// What is surely a place to fill in.
static MARQUE: LazyLock<Motif> = LazyLock::new(|| {
    let verbes = "(?:compléter|completer|définir|definir|préciser|preciser|renseigner|remplir|confirmer|valider|vérifier)";
    let champs = "(?:nom|prénom|date|lieu|montant|numéro|n°|année|intitulé|adresse|titre|commune|signataire|signature|x+|X+|…|\\.\\.\\.)";
    motif(&format!(
        r"\?\?\?+|(?-u:\b)(?:TODO|FIXME|TBD|XXX+|xxx+)(?-u:\b)|(?-u:\b)XX+ ?(?:€|%|euros|ETP|/ ?XX|[a-zà-öø-ÿœ][\w’'-]{{2,}}[sx](?-u:\b))|[Ll]orem ipsum|_{{4,}}|\.{{5,}}|…{{3,}}|[\[(<](?i:à {verbes}|a {verbes}|à faire)[^\])>]{{0,40}}[\])>]|\[(?i:{champs})(?: (?:de|du|des|en|à|et|d['’])[^\]\[]{{0,30}})?\]"
    ))
});

/// What each mark holds: a text without them is not searched.
const INDICES: [&str; 15] =
    ["???", "TODO", "FIXME", "TBD", "XX", "xxx", "orem", "____", ".....", "………", "[", "<", "(à", "(a", "(À"];

/// Bytes of the longest of the texts that say so, with room for capitals.
const LONGUEUR: usize = 24;

/// A whole text that says that it is to come.
fn attente(texte: &str) -> bool {
    let texte = texte.trim();
    // Three points written one by one.
    if texte.len() > 1 && texte.bytes().all(|o| o == b'.') {
        return true;
    }
    let texte = texte.trim_end_matches(['.', ' ']);
    if texte.len() > LONGUEUR {
        return false;
    }
    let texte = texte.to_lowercase();
    matches!(
        texte.as_str(),
        "…" | "à compléter"
            | "à définir"
            | "à préciser"
            | "à renseigner"
            | "à remplir"
            | "à confirmer"
            | "à faire"
            | "?"
            | "??"
    )
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats: Vec<Diagnostic> = morceaux(c).flat_map(marques).collect();
    constats.extend(annonces(c));
    constats
}

fn marques(m: &Morceau<'_>) -> Vec<Diagnostic> {
    let dire = |octets: &std::ops::Range<usize>| {
        let vu = m.texte.get(octets.clone()).unwrap_or("").trim();
        Diagnostic::constat(m.span(octets), format!("« {vu} » attend d’être rempli"))
            .aide("écrire ce qui manque, ou retirer le passage")
    };
    // « Valeur : à préciser »: what follows the colon is the value.
    let valeur = m.texte.rsplit_once(": ").map_or(m.texte, |(_, fin)| fin);
    // A cell that holds a question mark alone is a code, and another rule's.
    let code = m.passage.nature == Nature::Ligne && valeur.contains('?');
    if attente(valeur) && !code {
        let debut = m.texte.len() - valeur.len();
        return vec![dire(&(debut..debut + valeur.trim_end().len()))];
    }
    if let Some(octets) = derniere_phrase(m.texte) {
        return vec![dire(&octets)];
    }
    if !INDICES.iter().any(|i| m.texte.contains(i)) {
        return Vec::new();
    }
    let marques = MARQUE.find_iter(m.texte).map(|t| t.range());
    marques.filter(|o| m.libre(o) && !numero(m.texte, o)).map(|o| dire(&o)).collect()
}

/// A last sentence that says that the text is to be completed: « Deux conseillers y travaillent. À compléter. »
fn derniere_phrase(texte: &str) -> Option<std::ops::Range<usize>> {
    let corps = texte.trim_end().trim_end_matches(['.', '…', ' ']);
    let debut = corps.rfind(['.', '!', '?', ';'])? + 1;
    let phrase = corps.get(debut..)?;
    let marge = phrase.len() - phrase.trim_start().len();
    let annonce = marge > 0 && phrase.trim_start().starts_with(['À', 'à', 'A', 'a']);
    (annonce && attente(phrase)).then_some(debut + marge..corps.len())
}

/// Whether the mark is a number in Roman figures: « titre XX des statuts ».
fn numero(texte: &str, octets: &std::ops::Range<usize>) -> bool {
    const DIVISIONS: [&str; 10] = [
        "titre",
        "chapitre",
        "article",
        "livre",
        "partie",
        "annexe",
        "section",
        "tome",
        "siècle",
        "protocole",
    ];
    let marque = texte.get(octets.clone()).unwrap_or("");
    let avant =
        texte.get(..octets.start).unwrap_or("").trim_end().rsplit(|c: char| !c.is_alphabetic()).next();
    let avant = avant.unwrap_or("").to_lowercase();
    marque.starts_with("XX ") && DIVISIONS.iter().any(|d| avant.strip_suffix('s').unwrap_or(&avant) == *d)
}

/// A paragraph that announces what does not come: a heading that is not below it follows, or nothing.
fn annonces(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let passages = &c.dossier.passages;
    let suivants = passages.iter().skip(1).map(Some).chain([None]);
    let mut niveau = (None, 0);
    let mut constats = Vec::new();
    for (p, suivant) in passages.iter().zip(suivants) {
        if niveau.0 != Some(p.fichier()) {
            niveau = (Some(p.fichier()), 0);
        }
        if let Nature::Titre(n) = p.nature {
            niveau.1 = n;
        }
        let rien = match suivant.filter(|s| s.fichier() == p.fichier()).map(|s| s.nature) {
            Some(Nature::Titre(n)) => n <= niveau.1,
            Some(_) => false,
            None => true,
        };
        let fin = p.texte.trim_end().len();
        if p.nature == Nature::Paragraphe && rien && p.texte.trim_end().ends_with(':') {
            let place = p.span_de(&(fin - 1..fin));
            constats.push(
                Diagnostic::constat(place, "ce paragraphe annonce une suite qui ne vient pas")
                    .avertissement()
                    .aide("écrire la suite, ou finir la phrase par un point"),
            );
        }
    }
    constats
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marque(texte: &str) -> bool {
        derniere_phrase(texte).is_some()
            || attente(texte)
            || MARQUE.find_iter(texte).any(|t| !numero(texte, &t.range()))
    }

    #[test]
    fn what_is_to_be_filled_in_is_known() {
        for texte in [
            "Les XX bénévoles y viennent.",
            "XX mois de préavis",
            "Deux conseillers y travaillent. À compléter.",
            "Les lieux sont choisis ; à préciser",
            "...",
            "…",
            "XX €",
        ] {
            assert!(marque(texte), "{texte}");
        }
        for texte in [
            "le titre XX des statuts",
            "les chapitres XX relatifs aux aides",
            "au XXe siècle",
            "Les sites sont à définir avec les communes.",
            "Il reste un point. À définir ensemble, il attendra.",
            "etc.",
            ".",
        ] {
            assert!(!marque(texte), "{texte}");
        }
    }
}
