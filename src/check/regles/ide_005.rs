//! Keys of SIREN and SIRET.

use std::sync::LazyLock;

use crate::check::identite::{acte, compact, extrait, luhn};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-005",
    titre: "un numéro SIREN ou SIRET est faux",
    gravite: Gravite::Erreur,
    verifie: "Le SIREN du Département, et tout numéro qui suit les mots SIREN ou SIRET dans un texte : 9 ou 14 chiffres, \
              dont le dernier est la clé de Luhn. Les SIRET de La Poste, qui ont leur propre clé, sont admis. Un numéro \
              sans l’un de ces mots n’est pas retenu ; l’existence du numéro au répertoire n’est pas vérifiée.",
    pourquoi: "Le SIREN désigne la personne publique qui s’engage : faux, il en désigne une autre, ou aucune.",
    source: "Code de commerce, art. R. 123-220 et suivants (répertoire Sirene) ; norme ISO/IEC 7812 (formule de \
             Luhn).",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "La convention vaut un an.",
            a: "La convention vaut un an. Elle engage le Département, SIREN 229 800 040.",
        }],
        faute: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "SIREN 229 800 040.",
            a: "SIREN 229 800 004.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "SIREN 229 800 040.",
                a: "et La Poste (SIRET 35600000049837).",
            },
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "SIREN 229 800 040.",
                a: "dont le numéro SIREN compte 9 chiffres.",
            },
        ],
    },
    chercher,
};

/// The SIREN of La Poste, whose establishments have another key.
const LA_POSTE: &str = "356000000";

static MOTIF: LazyLock<Motif> = LazyLock::new(|| {
    let chiffres = "[0-9](?:[ \u{a0}\u{202f}.]?[0-9]){5,}";
    motif(&format!(r"\b(SIRE[NT])\b[ \x{{a0}}:n°]{{0,8}}({chiffres})"))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let siren = &c.dossier.organisation.departement.siren;
    let mut constats: Vec<Diagnostic> = Vec::new();
    if let Some(faute) = faute("SIREN", &siren.valeur) {
        let mut constat = Diagnostic::constat(siren.span, faute.0).calcul(faute.1).aide(AIDE);
        let recu = c.dossier.convention.accuse_de_reception.as_ref();
        if let Some((recu, parties)) = recu.and_then(|n| Some((n, acte(&n.valeur)?)))
            && parties.siren.0 != compact(&siren.valeur)
        {
            let place = extrait(c, recu.span, &parties.siren.1);
            constat = constat.voir(place, format!("le numéro de l’acte dit {}", parties.siren.0));
        }
        constats.push(constat);
    }
    for passage in c.dossier.passages.iter().filter(|p| p.texte.contains("SIRE")) {
        for trouve in MOTIF.captures_iter(&passage.texte) {
            let (Some(nom), Some(numero)) = (trouve.get(1), trouve.get(2)) else { continue };
            if let Some((message, calcul)) = faute(nom.as_str(), numero.as_str()) {
                let span = passage.span_de(&numero.range());
                constats.push(Diagnostic::constat(span, message).calcul(calcul).aide(AIDE));
            }
        }
    }
    constats
}

const AIDE: &str = "recopier le numéro de l’avis de situation au répertoire Sirene";

/// What is wrong in a number, and the count that shows it.
fn faute(nom: &str, numero: &str) -> Option<(String, String)> {
    let chiffres: String = numero.chars().filter(char::is_ascii_digit).collect();
    let voulus = if nom == "SIREN" { 9 } else { 14 };
    let autres = numero.chars().any(|c| !(c.is_ascii_digit() || c.is_whitespace() || c == '.'));
    if autres || chiffres.len() != voulus {
        return Some((
            format!("le {nom} « {numero} » n’a pas {voulus} chiffres"),
            format!("{} chiffres ; il en faut {voulus}", chiffres.len()),
        ));
    }
    let somme = luhn(&chiffres);
    let simple: u32 = chiffres.chars().filter_map(|c| c.to_digit(10)).sum();
    let poste = voulus == 14 && chiffres.starts_with(LA_POSTE) && simple.is_multiple_of(5);
    (!somme.is_multiple_of(10) && !poste).then(|| {
        (
            format!("le {nom} « {numero} » ne passe pas le contrôle de sa clé"),
            format!("la somme de Luhn est {somme} ; elle doit être un multiple de 10"),
        )
    })
}
