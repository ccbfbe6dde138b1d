//! The page of a rule: one text for `calpae explain` and for `docs/regles/`.

use crate::check::reading_codes;
use crate::check::registry::{FAMILIES, RULES};
use crate::check::{Change, Rule, Status};
use crate::diagnostic::Severity;

/// The page of a rule, in Markdown.
pub fn markdown(rule: &Rule) -> String {
    let mut page = format!("# {} : {}\n\n", rule.code, rule.page.title);
    page.push_str(&format!("Gravité par défaut : **{}**.\n\n", rule.page.severity));
    if rule.status == Status::Preview {
        page.push_str(
            "Règle à l’essai : un seul acte l’a montrée utile. Elle ne passe qu’avec `calpae check --preview`, ou quand \
             on la nomme (`--select`).\n\n",
        );
    }
    for (title, text) in [
        ("Ce que la règle vérifie", rule.page.checks),
        ("Pourquoi", rule.page.why),
        ("Source", rule.page.source),
    ] {
        page.push_str(&format!("## {title}\n\n{text}\n\n"));
    }
    page.push_str("## Fautif\n\n");
    page.push_str(&examples(rule.page.example.fault, |c| c.to));
    page.push_str("## Réparé\n\n");
    page.push_str(&examples(rule.page.example.fault, |c| c.from));
    if !rule.page.example.admitted.is_empty() {
        page.push_str("## Admis\n\nCes textes ressemblent à la faute et ne donnent aucun constat.\n\n");
        page.push_str(&examples(rule.page.example.admitted, |c| c.to));
    }
    page.push_str(
        "## Tolérer\n\nDans un acte signé, le constat se garde avec sa raison, dans `convention.yaml` :\n\n",
    );
    page.push_str(&format!(
        "```yaml\ntolerances:\n  - regle: {}\n    lieu: fiches/01\n    raison: l’acte est signé ; à reprendre dans l’avenant\n```\n",
        rule.code
    ));
    page
}

fn examples(changes: &[Change], text: fn(&Change) -> &'static str) -> String {
    let mut output = String::new();
    for c in changes {
        let text = text(c);
        let shown = if text.trim().is_empty() { "(rien)" } else { text.trim_matches('\n') };
        output.push_str(&format!("`{}`\n\n```text\n{shown}\n```\n\n", c.file));
    }
    output
}

/// Index of the rules by family, in Markdown.
pub fn index() -> String {
    let mut page = String::from(
        "# Les règles de `calpae check`\n\nCes pages sont écrites par le programme : le même texte est donné par `calpae explain FIN-001`.\n",
    );
    for (family, title) in FAMILIES {
        let mut rules = RULES.iter().filter(|r| r.code.starts_with(family)).peekable();
        if rules.peek().is_none() {
            continue;
        }
        page.push_str(&format!(
            "\n## {family} · {title}\n\n| Règle | Gravité | Ce qui est trouvé |\n| --- | --- | --- |\n"
        ));
        for r in rules {
            page.push_str(&format!(
                "| [{}]({}.md) | {} | {} |\n",
                r.code, r.code, r.page.severity, r.page.title
            ));
        }
    }
    page.push_str("\n## Tolérances\n\n| Code | Gravité | Ce qui est trouvé |\n| --- | --- | --- |\n");
    for (code, title) in TOLERANCES {
        page.push_str(&format!("| {code} | {} | {title} |\n", Severity::Warning));
    }
    page.push_str("\n## Lecture et composition\n\nCes fautes empêchent de lire ou de composer : elles sont dites avant les règles.\n\n| Code | Ce qui est dit |\n| --- | --- |\n");
    for (code, title) in reading_codes::CODES {
        page.push_str(&format!("| {code} | {title} |\n"));
    }
    page
}

/// Codes of the tolerances, with their French titles.
pub const TOLERANCES: [(&str, &str); 2] = [
    (super::tolerances::UNUSED_TOLERANCE, "une tolérance ne s’applique plus à rien"),
    (super::tolerances::UNKNOWN_RULE, "une tolérance ou une gravité nomme une règle qui n’existe pas"),
];

/// Explains any code in Markdown: a page for a rule, one line for the other stages. `None` for an unknown code.
pub fn explain(code: &str) -> Option<String> {
    if let Some(rule) = crate::check::registry::rule(code) {
        return Some(markdown(rule));
    }
    let title = reading_codes::title(code)
        .or_else(|| TOLERANCES.iter().find(|(c, _)| *c == code).map(|(_, title)| *title))?;
    Some(format!("# {code} : {title}\n\nLe constat lui-même dit où et que faire.\n"))
}
