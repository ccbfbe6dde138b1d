//! Findings for other programs: JSON of ours, SARIF 2.1.0 for code platforms, GitHub's workflow commands, and
//! one line a finding for editors.

use serde::Serialize;
use serde_json::{Value, json};

use super::vue::{Comptes, Constat, constats};
use super::{Gravite, Rapport};
use crate::text::Sources;

/// Version of the JSON format: it changes when a reader of the former one could be wrong.
pub const VERSION: u32 = 1;

/// What SARIF says of a rule.
#[derive(Debug, Clone)]
pub struct Description {
    /// Code.
    pub code: &'static str,
    /// One line.
    pub titre: &'static str,
    /// What it verifies and why.
    pub explication: String,
    /// Default severity.
    pub gravite: Gravite,
}

#[derive(Debug, Serialize)]
struct Document {
    format: u32,
    calpae: &'static str,
    bilan: Comptes,
    constats: Vec<Constat>,
    toleres: Vec<Constat>,
}

/// The findings in our JSON; its schema is `docs/schemas/constats-1.schema.json`.
pub fn json(rapport: &Rapport, sources: &Sources) -> String {
    let (constats, toleres) = constats(rapport, sources);
    let calpae = env!("CARGO_PKG_VERSION");
    ecrire(&Document { format: VERSION, calpae, bilan: Comptes::new(rapport), constats, toleres })
}

fn ecrire(valeur: &impl Serialize) -> String {
    // Maps with keys of text and numbers always serialise.
    serde_json::to_string_pretty(valeur).map(|t| t + "\n").unwrap_or_default()
}

/// The findings in SARIF 2.1.0. Columns count Unicode code points; findings that the act keeps are suppressed
/// with their reason.
pub fn sarif(rapport: &Rapport, sources: &Sources, regles: &[Description]) -> String {
    let (vus, toleres) = constats(rapport, sources);
    let rang = |code: &str| regles.iter().position(|r| r.code == code);
    let resultats: Vec<Value> = vus.iter().chain(&toleres).map(|c| resultat(c, rang(c.code))).collect();
    let regles: Vec<Value> = regles
        .iter()
        .map(|r| {
            json!({
                "id": r.code,
                "shortDescription": { "text": r.titre },
                "fullDescription": { "text": r.explication },
                "defaultConfiguration": { "level": niveau(r.gravite.mot()) },
            })
        })
        .collect();
    ecrire(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "calpae",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": regles,
            } },
            "language": "fr",
            "columnKind": "unicodeCodePoints",
            "results": resultats,
        }],
    }))
}

fn niveau(gravite: &str) -> &'static str {
    match gravite {
        "erreur" => "error",
        "avertissement" => "warning",
        _ => "note",
    }
}

fn resultat(c: &Constat, rang: Option<usize>) -> Value {
    let lieu = |l: &super::vue::Lieu| {
        json!({
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&l.fichier) },
                "region": {
                    "startLine": l.debut.ligne,
                    "startColumn": l.debut.colonne,
                    "endLine": l.fin.ligne,
                    "endColumn": l.fin.colonne,
                },
            },
            "message": { "text": if l.texte.is_empty() { &c.message } else { &l.texte } },
        })
    };
    let mut texte = c.message.clone();
    for suite in [&c.calcul, &c.a_faire].into_iter().flatten() {
        texte.push_str("\n\n");
        texte.push_str(suite);
    }
    let (premier, autres) = c.lieux.split_at(c.lieux.len().min(1));
    let mut valeur = json!({
        "ruleId": c.code,
        "level": niveau(c.gravite),
        "message": { "text": texte },
        "locations": premier.iter().map(lieu).collect::<Vec<_>>(),
        "relatedLocations": autres.iter().map(lieu).collect::<Vec<_>>(),
    });
    if let Some(objet) = valeur.as_object_mut() {
        if let Some(rang) = rang {
            objet.insert("ruleIndex".into(), json!(rang));
        }
        if let Some(raison) = &c.raison {
            objet.insert("suppressions".into(), json!([{ "kind": "external", "justification": raison }]));
        }
    }
    valeur
}

/// A path as a URI reference: what is not plain is encoded.
fn uri(chemin: &str) -> String {
    let mut sortie = String::with_capacity(chemin.len());
    for octet in chemin.bytes() {
        if octet.is_ascii_alphanumeric() || b"-._~/".contains(&octet) {
            sortie.push(char::from(octet));
        } else {
            sortie.push_str(&format!("%{octet:02X}"));
        }
    }
    sortie
}

/// One workflow command a finding: GitHub shows them in the margin of the files.
pub fn github(rapport: &Rapport, sources: &Sources) -> String {
    let proprement = |texte: &str| texte.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let propriete = |texte: &str| proprement(texte).replace(':', "%3A").replace(',', "%2C");
    let mut sortie = String::new();
    for c in constats(rapport, sources).0 {
        let commande = match c.gravite {
            "erreur" => "error",
            "avertissement" => "warning",
            _ => "notice",
        };
        let mut texte = c.message.clone();
        for suite in [&c.calcul, &c.a_faire].into_iter().flatten() {
            texte.push('\n');
            texte.push_str(suite);
        }
        let lieu = c.lieux.first().map_or(String::new(), |l| {
            format!(
                "file={},line={},col={},endLine={},endColumn={},",
                propriete(&l.fichier),
                l.debut.ligne,
                l.debut.colonne,
                l.fin.ligne,
                l.fin.colonne
            )
        });
        sortie.push_str(&format!("::{commande} {lieu}title={}::{}\n", c.code, proprement(&texte)));
    }
    sortie
}

/// One line a finding: `file:line:column: severity CODE: message`.
pub fn court(rapport: &Rapport, sources: &Sources) -> String {
    let mut sortie = String::new();
    let (vus, toleres) = constats(rapport, sources);
    for c in vus.iter().chain(&toleres) {
        let lieu = c
            .lieux
            .first()
            .map_or(String::new(), |l| format!("{}:{}:{}: ", l.fichier, l.debut.ligne, l.debut.colonne));
        let tolere = c.raison.as_ref().map_or(String::new(), |r| format!(" (toléré : {r})"));
        sortie.push_str(&format!("{lieu}{} {}: {}{tolere}\n", c.gravite, c.code, c.message));
    }
    sortie
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(uri("content/2022/fiches/04 été.md"), "content/2022/fiches/04%20%C3%A9t%C3%A9.md");
    }
}
