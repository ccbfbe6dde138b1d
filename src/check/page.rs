//! The page of a code: one text for `calpae explain` and for `docs/regles/`.

use crate::check::example_text::{self, ShownFile, State};
use crate::check::reading_codes::{self, Illustration, ReadingPage};
use crate::check::registry::{FAMILIES, RULES};
use crate::check::{Change, Rule, Scope, Status};

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
    if rule.scope == Scope::OtherAct {
        page.push_str(
            "Règle de deux actes : elle ne passe qu’avec `calpae check --avec` et une autre édition du projet, ou le dossier \
             d’un autre projet. L’exemple se lit à côté d’un acte qui a déjà ce que montre le texte fautif.\n\n",
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
    let example = example_text::of_rule(rule);
    page.push_str(&shown(&example, State::Faulty));
    page.push_str("## Réparé\n\n");
    page.push_str(&shown(&example, State::Repaired));
    if !rule.page.example.admitted.is_empty() {
        page.push_str("## Admis\n\nCes textes ressemblent à la faute et ne donnent aucun constat.\n\n");
        page.push_str(&admitted(rule));
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

/// One state of the files of an example.
fn shown(files: &[ShownFile], state: State) -> String {
    files.iter().map(|shown| block(shown.file, &shown.lines(state))).collect()
}

/// The texts that are right; one that only takes words away is shown with what is left around.
fn admitted(rule: &Rule) -> String {
    let one = |change: &Change| match change.to.trim() {
        "" => shown(&example_text::of_changes(rule, &[*change]), State::Faulty),
        _ => block(change.file, change.to),
    };
    rule.page.example.admitted.iter().map(one).collect()
}

/// A text of a file, as a block to the letter.
fn block(file: &str, text: &str) -> String {
    let text = text.trim_matches('\n');
    let fence = if text.contains("```") { "````" } else { "```" };
    format!("`{file}`\n\n{fence}text\n{text}\n{fence}\n\n")
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
    page.push_str(
        "\n## Lecture et composition\n\nCes constats disent ce qui ne se lit pas, ou ne peut être composé. Ils viennent \
         avant ceux des règles.\n\n| Code | Ce qui est dit |\n| --- | --- |\n",
    );
    for p in reading_codes::pages() {
        page.push_str(&format!("| [{}]({}.md) | {} |\n", p.code, p.code, p.title));
    }
    page
}

/// The page of a code of the other stages, in Markdown.
pub fn reading_markdown(page: &ReadingPage) -> String {
    let mut text = format!("# {} : {}\n\n", page.code, page.title);
    for (title, said) in
        [("Ce que cela veut dire", page.means), ("Pourquoi", page.why), ("Que faire", page.help)]
    {
        text.push_str(&format!("## {title}\n\n{said}\n\n"));
    }
    match page.example {
        Illustration::Changes(changes) => {
            text.push_str("## Fautif\n\n");
            let example = example_text::of_reading(changes);
            text.push_str(&shown(&example, State::Faulty));
            text.push_str("## Réparé\n\n");
            text.push_str(&shown(&example, State::Repaired));
        }
        Illustration::Told(why) => text.push_str(&format!("## Exemple\n\n{why}\n\n")),
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// Explains any code in Markdown. `None` for an unknown code.
pub fn explain(code: &str) -> Option<String> {
    let rule = crate::check::registry::rule(code).map(markdown);
    rule.or_else(|| reading_codes::page(code).map(reading_markdown))
}
