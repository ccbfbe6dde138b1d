//! Names of persons in the prose against those who sign.

use std::sync::LazyLock;

use crate::check::identite::corps;
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-010",
    titre: "un signataire est nommé autrement dans le texte",
    gravite: Gravite::Avertissement,
    verifie: "Les noms qui suivent « Monsieur », « Madame », « M. » ou « Mme » dans les articles et les fiches sont comparés \
              aux représentants des deux parties : est retenu un nom qui en diffère de deux lettres au plus, ou d’un \
              accent, ou dont seul le prénom change. Un nom sans ressemblance est celui d’une autre personne, et un nom de \
              famille seul n’est pas comparé.",
    pourquoi: "L’identité du signataire fonde sa compétence pour engager sa collectivité ou l’État.",
    source: "CRPA, art. L. 212-1 (l’acte porte le prénom, le nom et la qualité de son auteur) ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/00-preambule.md",
            de: "Monsieur Barnabé Ostrevent",
            a: "Monsieur Barnabé Ostrévant",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/00-preambule.md",
                de: "Monsieur Barnabé Ostrevent",
                a: "M. Ostrevent",
            },
            Changement {
                fichier: "content/2024/articles/00-preambule.md",
                de: "Monsieur Barnabé Ostrevent",
                a: "Madame Hermine Delaroche",
            },
        ],
    },
    chercher,
};

/// Starts of the words before a name: a quick look before the pattern.
const CIVILITES: [&str; 6] = ["Monsieur", "Madame", "MONSIEUR", "MADAME", "M.", "Mme"];

static NOMME: LazyLock<Motif> = LazyLock::new(|| {
    let mot = r"[A-ZÀ-ÖØ-Þ][\w’'-]+";
    motif(&format!(
        r"\b(?:Monsieur|Madame|M\.|Mme|MONSIEUR|MADAME)[ \x{{a0}}]({mot}(?:[ \x{{a0}}](?:(?:de|du|des|d['’]|la|le)[ \x{{a0}}])*{mot}){{1,3}})"
    ))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let organisation = &c.dossier.organisation;
    let signataires = [&organisation.etat.representant, &organisation.collectivite.representant];
    let mut constats = Vec::new();
    for passage in corps(c).filter(|p| CIVILITES.iter().any(|m| p.texte.contains(m))) {
        for nom in NOMME.captures_iter(&passage.texte).filter_map(|t| t.get(1)) {
            let proche = signataires.into_iter().find(|s| presque(nom.as_str(), &s.valeur));
            if signataires.iter().any(|s| meme(nom.as_str(), &s.valeur)) {
                continue;
            }
            if let Some(signataire) = proche {
                constats.push(
                    Diagnostic::constat(
                        passage.span_de(&nom.range()),
                        format!(
                            "« {} » est presque le nom du signataire, « {} »",
                            nom.as_str(),
                            signataire.valeur
                        ),
                    )
                    .voir(signataire.span, "nom du signataire")
                    .aide("écrire le même nom aux deux endroits"),
                );
            }
        }
    }
    constats
}

/// The same name: capitals and no-break spaces are no difference.
fn meme(nom: &str, signataire: &str) -> bool {
    let propre = |t: &str| t.to_lowercase().replace('\u{a0}', " ").replace('’', "'");
    let (nom, signataire) = (propre(nom), propre(signataire));
    nom == signataire || nom.strip_prefix(&signataire).is_some_and(|suite| suite.starts_with(' '))
}

fn presque(nom: &str, signataire: &str) -> bool {
    let (nom, signataire) = (plat(nom), plat(signataire));
    let famille = |t: &str| t.split_once(' ').map(|(_, f)| f.to_owned());
    let meme_famille =
        famille(&nom).is_some_and(|f| f.chars().count() > 3 && famille(&signataire) == Some(f));
    meme_famille || (strsim::osa_distance(&nom, &signataire) <= 2)
}
