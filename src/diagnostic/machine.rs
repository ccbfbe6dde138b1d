//! Findings for other programs: our JSON, SARIF 2.1.0 for code platforms, GitHub workflow commands, and one line per
//! finding for editors.

use serde::Serialize;
use serde_json::{Value, json};

use super::coverage::CheckCoverage;
use super::view::{Counts, FindingView, findings};
use super::visible::escaped_json;
use super::{LeftAside, Report, Severity};
use crate::text::Sources;

/// Version of our JSON. Raise it when a reader of the previous one could misunderstand the new one.
pub const VERSION: u32 = 1;

/// What SARIF says of a rule.
#[derive(Debug, Clone)]
pub struct Description {
    /// Stable code, such as `FIN-001`.
    pub code: &'static str,
    /// One line without a final period.
    pub title: &'static str,
    /// What the rule checks, and why.
    pub explanation: String,
    /// Severity when nothing lowers it.
    pub severity: Severity,
}

#[derive(Debug, Serialize)]
struct Document<'a> {
    format: u32,
    calpae: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    collectivite: Option<&'a str>,
    edition: &'a str,
    #[serde(skip_serializing_if = "CheckCoverage::is_whole")]
    portee: &'a CheckCoverage,
    bilan: Counts,
    constats: Vec<FindingView>,
    toleres: Vec<FindingView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    regles_non_passees: Option<LeftAsideView>,
}

/// The rules that did not run.
#[derive(Debug, Serialize)]
pub(super) struct LeftAsideView {
    /// A sentence for a person.
    message: String,
    regles: Vec<&'static str>,
    fichiers: Vec<String>,
}

impl From<&LeftAside> for LeftAsideView {
    fn from(left: &LeftAside) -> Self {
        let fichiers = left.files.iter().map(ToString::to_string).collect();
        Self { message: left.to_string(), regles: left.rules.clone(), fichiers }
    }
}

/// What a record is of.
#[derive(Debug, Clone, Default)]
pub struct Recorded {
    /// Name of the collectivité of the project; none when it could not be read.
    pub collectivite: Option<String>,
    /// Name of the edition.
    pub edition: String,
    /// What of its findings is shown.
    pub coverage: CheckCoverage,
}

/// A report in our JSON, described by `docs/schemas/constats-1.schema.json`.
pub fn json(report: &Report, sources: &Sources, recorded: &Recorded) -> String {
    let (findings, tolerated) = findings(report, sources);
    let calpae = env!("CARGO_PKG_VERSION");
    write(&Document {
        format: VERSION,
        calpae,
        collectivite: recorded.collectivite.as_deref(),
        edition: &recorded.edition,
        portee: &recorded.coverage,
        bilan: Counts::new(report),
        constats: findings,
        toleres: tolerated,
        regles_non_passees: report.left_aside().map(LeftAsideView::from),
    })
}

/// A value as the JSON that programs read: control characters are escaped.
pub fn write(value: &impl Serialize) -> String {
    // Cannot fail: the keys of our maps are strings, and nothing we serialise returns an error.
    serde_json::to_string_pretty(value)
        .map(|text| escaped_json(&text).into_owned() + "\n")
        .unwrap_or_default()
}

/// A report in SARIF 2.1.0. Columns count Unicode code points; tolerated findings are suppressed, with their reason.
pub fn sarif(report: &Report, sources: &Sources, rules: &[Description]) -> String {
    let (findings, tolerated) = findings(report, sources);
    let index = |code: &str| rules.iter().position(|r| r.code == code);
    let results: Vec<Value> =
        findings.iter().chain(&tolerated).map(|finding| sarif_result(finding, index(finding.code))).collect();
    let rules: Vec<Value> = rules
        .iter()
        .map(|rule| {
            json!({
                "id": rule.code,
                "shortDescription": { "text": rule.title },
                "fullDescription": { "text": rule.explanation },
                "defaultConfiguration": { "level": level(rule.severity.word()) },
            })
        })
        .collect();
    let mut run = json!({
            "tool": { "driver": {
                "name": "calpae",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "language": "fr",
            "columnKind": "unicodeCodePoints",
            "results": results,
    });
    if let (Some(left), Some(run)) = (report.left_aside(), run.as_object_mut()) {
        let note = json!({ "level": "warning", "message": { "text": left.to_string() } });
        let invocation = json!({ "executionSuccessful": true, "toolExecutionNotifications": [note] });
        run.insert("invocations".into(), json!([invocation]));
    }
    write(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }))
}

/// SARIF's name of a severity, from our word for it.
fn level(severity: &str) -> &'static str {
    match severity {
        "erreur" => "error",
        "avertissement" => "warning",
        _ => "note",
    }
}

/// One result; `index` is the rank of its rule in the tool section, which codes of reading do not have.
fn sarif_result(finding: &FindingView, index: Option<usize>) -> Value {
    let place = |label: &super::view::LabelView| {
        json!({
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&label.fichier) },
                "region": {
                    "startLine": label.debut.ligne,
                    "startColumn": label.debut.colonne,
                    "endLine": label.fin.ligne,
                    "endColumn": label.fin.colonne,
                },
            },
            "message": { "text": if label.texte.is_empty() { &finding.message } else { &label.texte } },
        })
    };
    let mut text = finding.message.clone();
    for rest in [&finding.calcul, &finding.a_faire].into_iter().flatten() {
        text.push_str("\n\n");
        text.push_str(rest);
    }
    let (first, others) = finding.lieux.split_at(finding.lieux.len().min(1));
    let mut value = json!({
        "ruleId": finding.code,
        "level": level(finding.gravite),
        "message": { "text": text },
        "locations": first.iter().map(place).collect::<Vec<_>>(),
        "relatedLocations": others.iter().map(place).collect::<Vec<_>>(),
    });
    if let Some(object) = value.as_object_mut() {
        if let Some(index) = index {
            object.insert("ruleIndex".into(), json!(index));
        }
        if !finding.identifiant.is_empty() {
            object.insert("partialFingerprints".into(), json!({ "calpae/1": finding.identifiant }));
        }
        if let Some(reason) = &finding.raison {
            object.insert("suppressions".into(), json!([{ "kind": "external", "justification": reason }]));
        }
    }
    value
}

/// A path as a URI reference, percent-encoded.
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

/// One workflow command per finding, which GitHub shows beside the line; tolerated ones are left out.
pub fn github(report: &Report, sources: &Sources) -> String {
    let escape_data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let escape_property = |text: &str| escape_data(text).replace(':', "%3A").replace(',', "%2C");
    let mut output = String::new();
    for finding in findings(report, sources).0 {
        let command = match finding.gravite {
            "erreur" => "error",
            "avertissement" => "warning",
            _ => "notice",
        };
        let mut text = finding.message.clone();
        for rest in [&finding.calcul, &finding.a_faire].into_iter().flatten() {
            text.push('\n');
            text.push_str(rest);
        }
        let place = finding.lieux.first().map_or(String::new(), |label| {
            format!(
                "file={},line={},col={},endLine={},endColumn={},",
                escape_property(&label.fichier),
                label.debut.ligne,
                label.debut.colonne,
                label.fin.ligne,
                label.fin.colonne
            )
        });
        output.push_str(&format!("::{command} {place}title={}::{}\n", finding.code, escape_data(&text)));
    }
    if let Some(left) = report.left_aside() {
        output.push_str(&format!("::warning::{}\n", escape_data(&left.to_string())));
    }
    output
}

/// One line per finding: `file:line:column: severity CODE-xxxx: message`, the form that editors parse.
pub fn short(report: &Report, sources: &Sources) -> String {
    let mut output = String::new();
    let (findings, tolerated) = findings(report, sources);
    for finding in findings.iter().chain(&tolerated) {
        let place = finding.lieux.first().map_or(String::new(), |label| {
            format!("{}:{}:{}: ", label.fichier, label.debut.ligne, label.debut.colonne)
        });
        let FindingView { gravite, message, .. } = finding;
        let tolerated =
            finding.raison.as_ref().map_or(String::new(), |reason| format!(" (toléré : {reason})"));
        output.push_str(&format!("{place}{gravite} {}: {message}{tolerated}\n", finding.name()));
    }
    if let Some(left) = report.left_aside() {
        output.push_str(&format!("avertissement: {left}\n"));
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
