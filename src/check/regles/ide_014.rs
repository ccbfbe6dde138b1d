//! The number of the département in the names of its institutions.

use std::sync::LazyLock;

use crate::check::identite::{champ, code_long, organisation};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-014",
    titre: "une institution porte le numéro d’un autre département",
    gravite: Gravite::Erreur,
    verifie: "Le numéro joint au nom du département (« 23-Creuse », « Creuse (23) ») est comparé à son code : un autre est \
              une erreur. Celui qui suit le sigle d’une institution départementale (CAF, CD, CPAM, MDPH, DDETS, UDAF, SDIS…) \
              ou les mots « Département », « dans le » ne donne qu’un conseil quand il diffère, car un autre département \
              peut être cité à dessein. Les noms propres à chiffres (« Initiatives 23 ») ne sont pas retenus, et rien ne l’est quand le \
              code lui-même est contesté par IDE-008.",
    pourquoi: "Une convention reprise d’un autre département garde parfois ses partenaires : le numéro le trahit.",
    source: "Code officiel géographique (Insee).",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/articles/01-objet.md",
                de: "La convention réunit deux annexes.",
                a: "La convention, que suit la CAF 98, réunit deux annexes.",
            },
            Changement {
                fichier: "content/2024/convention.yaml",
                de: "  CCAS: ",
                a: "  CAF: Caisse d'allocations familiales\n  CCAS: ",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/articles/01-objet.md",
            de: "la CAF 98, réunit",
            a: "la CAF 89, réunit",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/01-objet.md",
                de: "la CAF 98, réunit",
                a: "la CAF (20 agents), réunit",
            },
            Changement {
                fichier: "content/2024/articles/01-objet.md",
                de: "la CAF 98, réunit",
                a: "la CAF 12 fois par an, réunit",
            },
        ],
    },
    chercher,
};

static INSTITUTION: LazyLock<Motif> = LazyLock::new(|| {
    let sigles = "C[Aa][Ff]|caf|CD|CG|CPAM|MDPH|MSA|DDETS|DDETSPP|DDCS|UDAF|SDIS|CIDFF|CAF|CDG|EPE|DSDEN|UD|Département|Conseil départemental|[Dd]ans le|territoire du";
    motif(&format!(r"\b(?:{sigles})[ \x{{a0}}-]?(97[1-6]|2[AB]|[0-9]{{2}})\b"))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    // A code that the SIREN and the number of the act contradict is told once, there.
    if !(super::ide_008::REGLE.chercher)(c).is_empty() {
        return Vec::new();
    }
    let departement = &c.dossier.organisation.departement;
    let code = code_long(&departement.code);
    let declare = champ(c, organisation(c), 0, &departement.code);
    let mut constats = Vec::new();
    for passage in &c.dossier.passages {
        let texte = passage.texte.as_str();
        if !texte.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        let mut dire = |octets: std::ops::Range<usize>, numero: &str, quoi: &str, sur: bool| {
            if code_long(numero) == code {
                return;
            }
            let mut constat = Diagnostic::constat(
                passage.span_de(&octets),
                format!(
                    "« {quoi} » porte le numéro {numero}, et le département le code {}",
                    departement.code
                ),
            )
            .aide("corriger le numéro, s’il ne s’agit pas d’un autre département");
            if let Some(span) = declare {
                constat = constat.voir(span, "code du département");
            }
            constats.push(if sur { constat } else { constat.conseil() });
        };
        if let Some((octets, numero, quoi)) = accole(texte, &departement.nom) {
            dire(octets, numero, quoi, true);
        }
        for trouve in INSTITUTION.captures_iter(texte) {
            let (Some(tout), Some(numero)) = (trouve.get(0), trouve.get(1)) else { continue };
            if isole(texte, tout.start(), numero.end()) {
                dire(numero.range(), numero.as_str(), tout.as_str(), false);
            }
        }
    }
    constats
}

/// Whether nothing after makes the number a quantity, a date or another number.
fn isole(texte: &str, debut: usize, fin: usize) -> bool {
    let dedans = texte.get(..debut).is_some_and(|t| t.ends_with(|c: char| c.is_alphanumeric() || c == '-'));
    let suite = texte.get(fin..).unwrap_or("");
    let mut lettres = suite.chars();
    let premiere = lettres.next();
    let seconde = lettres.next();
    let signe =
        premiere.is_none_or(|c| matches!(c, '.' | ';' | ':' | ')' | '»' | '?' | '!' | '|') || c == ',');
    let decimale = matches!(premiere, Some(',' | '.')) && seconde.is_some_and(|c| c.is_ascii_digit());
    let ponctue = premiere == Some(' ')
        && seconde.is_some_and(|c| matches!(c, '|' | '»' | ';' | ':' | '/' | '–' | '-' | '('));
    !dedans && !decimale && (signe || ponctue)
}

/// A number written before the name of the département, « 23-Creuse », or in brackets after it.
fn accole<'t>(texte: &'t str, nom: &str) -> Option<(std::ops::Range<usize>, &'t str, &'t str)> {
    let rang = texte.find(nom)?;
    let code = |t: &str| (2..=3).contains(&t.len()) && plat(t).bytes().all(|b| b.is_ascii_digit());
    let avant = texte.get(..rang)?;
    if let Some(joint) = avant.strip_suffix(['-', '–']) {
        let debut = joint
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |i| i + joint.get(i..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8));
        let numero = joint.get(debut..)?;
        return code(numero)
            .then(|| (debut..joint.len(), numero, texte.get(debut..rang + nom.len()).unwrap_or("")));
    }
    let apres = texte.get(rang + nom.len()..)?;
    let numero = apres.strip_prefix(" (")?.split(')').next()?;
    let debut = rang + nom.len() + 2;
    code(numero).then(|| {
        (debut..debut + numero.len(), numero, texte.get(rang..debut + numero.len() + 1).unwrap_or(""))
    })
}
