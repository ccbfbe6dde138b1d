//! Findings for other programs: JSON of ours, SARIF 2.1.0 for code platforms, GitHub's workflow commands, and
//! one line a finding for editors.

use serde::Serialize;
use serde_json::{Value, json};

use super::view::{Counts, FindingView, findings};
use super::{Report, Severity};
use crate::text::Sources;

/// Version of the JSON format: it changes when a reader of the former one could be wrong.
pub const VERSION: u32 = 1;

/// What SARIF says of a rule.
#[derive(Debug, Clone)]
pub struct Description {
    /// Code.
    pub code: &'static str,
    /// One line.
    pub title: &'static str,
    /// What it verifies and why.
    pub explanation: String,
    /// Default severity.
    pub severity: Severity,
}

#[derive(Debug, Serialize)]
struct Document {
    format: u32,
    calpae: &'static str,
    bilan: Counts,
    constats: Vec<FindingView>,
    toleres: Vec<FindingView>,
}

/// The findings in our JSON; its schema is `docs/schemas/constats-1.schema.json`.
pub fn json(report: &Report, sources: &Sources) -> String {
    let (findings, tolerated) = findings(report, sources);
    let calpae = env!("CARGO_PKG_VERSION");
    write(&Document {
        format: VERSION,
        calpae,
        bilan: Counts::new(report),
        constats: findings,
        toleres: tolerated,
    })
}

fn write(value: &impl Serialize) -> String {
    // Maps with keys of text and numbers always serialise.
    serde_json::to_string_pretty(value).map(|t| t + "\n").unwrap_or_default()
}

/// The findings in SARIF 2.1.0. Columns count Unicode code points; findings that the act keeps are suppressed
/// with their reason.
pub fn sarif(report: &Report, sources: &Sources, rules: &[Description]) -> String {
    let (findings, tolerated) = findings(report, sources);
    let index = |code: &str| rules.iter().position(|r| r.code == code);
    let results: Vec<Value> =
        findings.iter().chain(&tolerated).map(|c| sarif_result(c, index(c.code))).collect();
    let rules: Vec<Value> = rules
        .iter()
        .map(|r| {
            json!({
                "id": r.code,
                "shortDescription": { "text": r.title },
                "fullDescription": { "text": r.explanation },
                "defaultConfiguration": { "level": level(r.severity.word()) },
            })
        })
        .collect();
    write(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "calpae",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "language": "fr",
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn level(severity: &str) -> &'static str {
    match severity {
        "erreur" => "error",
        "avertissement" => "warning",
        _ => "note",
    }
}

fn sarif_result(c: &FindingView, index: Option<usize>) -> Value {
    let place = |l: &super::view::LabelView| {
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
    let mut text = c.message.clone();
    for rest in [&c.calcul, &c.a_faire].into_iter().flatten() {
        text.push_str("\n\n");
        text.push_str(rest);
    }
    let (first, others) = c.lieux.split_at(c.lieux.len().min(1));
    let mut value = json!({
        "ruleId": c.code,
        "level": level(c.gravite),
        "message": { "text": text },
        "locations": first.iter().map(place).collect::<Vec<_>>(),
        "relatedLocations": others.iter().map(place).collect::<Vec<_>>(),
    });
    if let Some(object) = value.as_object_mut() {
        if let Some(index) = index {
            object.insert("ruleIndex".into(), json!(index));
        }
        if let Some(reason) = &c.raison {
            object.insert("suppressions".into(), json!([{ "kind": "external", "justification": reason }]));
        }
    }
    value
}

/// A path as a URI reference: what is not plain is encoded.
fn uri(path: &str) -> String {
    let mut output = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            output.push(char::from(byte));
        } else {
            output.push_str(&format!("%{byte:02X}"));
        }
    }
    output
}

/// One workflow command a finding: GitHub shows them in the margin of the files.
pub fn github(report: &Report, sources: &Sources) -> String {
    let escape_data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let escape_property = |text: &str| escape_data(text).replace(':', "%3A").replace(',', "%2C");
    let mut output = String::new();
    for c in findings(report, sources).0 {
        let command = match c.gravite {
            "erreur" => "error",
            "avertissement" => "warning",
            _ => "notice",
        };
        let mut text = c.message.clone();
        for rest in [&c.calcul, &c.a_faire].into_iter().flatten() {
            text.push('\n');
            text.push_str(rest);
        }
        let place = c.lieux.first().map_or(String::new(), |l| {
            format!(
                "file={},line={},col={},endLine={},endColumn={},",
                escape_property(&l.fichier),
                l.debut.ligne,
                l.debut.colonne,
                l.fin.ligne,
                l.fin.colonne
            )
        });
        output.push_str(&format!("::{command} {place}title={}::{}\n", c.code, escape_data(&text)));
    }
    output
}

/// One line a finding: `file:line:column: severity CODE: message`.
pub fn short(report: &Report, sources: &Sources) -> String {
    let mut output = String::new();
    let (findings, tolerated) = findings(report, sources);
    for c in findings.iter().chain(&tolerated) {
        let place = c
            .lieux
            .first()
            .map_or(String::new(), |l| format!("{}:{}:{}: ", l.fichier, l.debut.ligne, l.debut.colonne));
        let tolerated = c.raison.as_ref().map_or(String::new(), |r| format!(" (toléré : {r})"));
        output.push_str(&format!("{place}{} {}: {}{tolerated}\n", c.gravite, c.code, c.message));
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(uri("content/2022/fiches/04 été.md"), "content/2022/fiches/04%20%C3%A9t%C3%A9.md");
    }
}
