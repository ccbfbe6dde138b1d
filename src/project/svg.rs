//! What an SVG may hold: shapes and words. What would fill the memory, take no end of time, read other files or lose its
//! words is refused before it is drawn.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::pictures::PictureFault;
use crate::text::unseen::{Unseen, unseen_kind};

/// Largest SVG accepted, in bytes.
const BYTES_MAX: usize = 1_000_000;
/// Most elements, repetitions included: a drawing that uses itself ten times, ten times over, has them all.
const ELEMENTS_MAX: u64 = 100_000;
/// Most elements times bytes of style: each rule is tried on each element.
const STYLE_MAX: u64 = 50_000_000;

const AS_PNG: &str = "l’exporter en PNG, depuis le programme qui l’a faite";

/// Looks at an SVG.
///
/// # Errors
/// What prevents printing it.
pub(super) fn inspect(bytes: &[u8]) -> Result<(), PictureFault> {
    let refuse = |what: &str| Err(PictureFault::new(what, AS_PNG));
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return refuse("est un SVG compressé");
    }
    if bytes.len() > BYTES_MAX {
        return refuse("dépasse 1 Mo : c’est trop pour un SVG");
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return refuse("est un SVG qui n’est pas en UTF-8") };
    let text = text.trim_start_matches('\u{feff}');
    if text.contains("<!ENTITY") {
        return refuse("définit des entités (DTD), qui sont refusées");
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 500_000, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => {
            let what = format!("n’est pas un SVG lisible, à la ligne {}", error.pos().row);
            return Err(PictureFault::new(what, AS_PNG));
        }
    };
    if !document.root_element().has_tag_name("svg") && document.root_element().tag_name().name() != "svg" {
        return refuse("n’est pas un SVG");
    }
    for node in document.descendants() {
        if node.is_element() {
            element(&node)?;
        } else if let Some(letter) = node.text().and_then(turns_the_text) {
            let what = format!(
                "contient le caractère invisible U+{:04X}, qui change le sens de l’écriture",
                u32::from(letter)
            );
            return Err(PictureFault::new(what, "le retirer du texte de l’image, ou l’exporter en PNG"));
        }
    }
    cost(&document)
}

/// Refuses what an element must not be.
fn element(node: &Node<'_, '_>) -> Result<(), PictureFault> {
    let refuse = |what: &str| Err(PictureFault::new(what, AS_PNG));
    match node.tag_name().name() {
        "foreignObject" => {
            let what = "contient du texte mis en page par un navigateur (foreignObject), qui serait perdu";
            let help = "l’exporter sans « texte mis en forme » ou sans HTML (dans draw.io : décocher ces options du texte), ou en PNG";
            return Err(PictureFault::new(what, help));
        }
        "script" => return refuse("contient un programme (script)"),
        "image" | "feImage" => return refuse("contient une autre image, ou un lien vers elle"),
        _ => {}
    }
    let filtered = node.attribute("filter").is_some_and(|filter| filter.trim() != "none")
        || node.attribute("style").is_some_and(has_filter)
        || (node.tag_name().name() == "style" && node.text().is_some_and(has_filter));
    if filtered {
        return refuse("contient un filtre (ombre, flou…)");
    }
    let overridden =
        node.attribute("unicode-bidi").is_some_and(|value| is_overridden(&format!("unicode-bidi:{value}")))
            || node.attribute("style").is_some_and(is_overridden)
            || (node.tag_name().name() == "style" && node.text().is_some_and(is_overridden));
    if overridden {
        return refuse("impose un sens d’écriture (unicode-bidi) : des mots s’imprimeraient à l’envers");
    }
    if target(node).is_some_and(|link| !link.starts_with('#') && node.tag_name().name() != "a") {
        return refuse("renvoie à un autre fichier");
    }
    Ok(())
}

/// The first character of a text that changes the direction of what follows.
fn turns_the_text(text: &str) -> Option<char> {
    text.chars().find(|letter| unseen_kind(*letter) == Some(Unseen::Direction))
}

/// Whether a style writes letters from right to left whatever they are.
fn is_overridden(style: &str) -> bool {
    style.split("unicode-bidi").skip(1).any(|rest| {
        let value = rest.trim_start_matches([' ', ':', '\n', '\t']);
        value.starts_with("bidi-override") || value.starts_with("isolate-override")
    })
}

/// Whether some style sets a filter.
fn has_filter(style: &str) -> bool {
    style.split("filter").skip(1).any(|rest| {
        let rest = rest.trim_start();
        rest.strip_prefix(':').is_some_and(|value| !value.trim_start().starts_with("none"))
    })
}

/// What an element links to.
fn target<'a>(node: &Node<'a, '_>) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == "href").map(|attribute| attribute.value().trim())
}

/// Refuses a drawing that would take too long.
fn cost(document: &Document<'_>) -> Result<(), PictureFault> {
    let by_id: BTreeMap<&str, Node<'_, '_>> =
        document.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let style: usize = document
        .descendants()
        .filter(|node| node.tag_name().name() == "style")
        .flat_map(|node| node.descendants())
        .filter_map(|node| node.text())
        .map(str::len)
        .sum();
    let elements = Elements { by_id: &by_id, known: BTreeMap::new() }.count(document.root_element(), 0);
    let style = u64::try_from(style).unwrap_or(u64::MAX);
    if elements > ELEMENTS_MAX || elements.saturating_mul(style) > STYLE_MAX {
        return Err(PictureFault::new("a trop d’éléments ou de styles", AS_PNG));
    }
    Ok(())
}

/// Counts elements, those that a drawing repeats included.
struct Elements<'a, 'd, 'i> {
    by_id: &'a BTreeMap<&'d str, Node<'d, 'i>>,
    /// By element; nothing yet for one that is being counted, so that a circle ends.
    known: BTreeMap<usize, u64>,
}

/// Deepest nesting counted; deeper is refused as too large.
const DEPTH_MAX: usize = 200;

impl<'d, 'i> Elements<'_, 'd, 'i> {
    fn count(&mut self, node: Node<'d, 'i>, depth: usize) -> u64 {
        if depth > DEPTH_MAX {
            return u64::MAX;
        }
        if let Some(&known) = self.known.get(&node.id().get_usize()) {
            return known;
        }
        self.known.insert(node.id().get_usize(), 0);
        let mut total = 1u64;
        for child in node.children().filter(Node::is_element) {
            total = total.saturating_add(self.count(child, depth + 1));
        }
        for id in cited(&node) {
            if let Some(&drawn) = self.by_id.get(id) {
                total = total.saturating_add(self.count(drawn, depth + 1));
            }
        }
        self.known.insert(node.id().get_usize(), total);
        total
    }
}

/// The elements that an element draws: those it uses, and those its marks, masks, clips and patterns are.
fn cited<'a>(node: &Node<'a, '_>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = target(node).and_then(|link| link.strip_prefix('#')).into_iter().collect();
    for attribute in node.attributes() {
        for rest in attribute.value().split("url(").skip(1) {
            let id = rest.trim_start_matches(['"', '\'', ' ']).strip_prefix('#');
            ids.extend(id.and_then(|id| id.split(['"', '\'', ')', ' ']).next()));
        }
    }
    ids
}

/// The words of an SVG, and the fonts that it asks for.
#[cfg(feature = "pdf")]
pub(crate) fn words(bytes: &[u8]) -> (String, Vec<String>) {
    let text = std::str::from_utf8(bytes).unwrap_or_default().trim_start_matches('\u{feff}');
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 500_000, ..ParsingOptions::default() };
    let Ok(document) = Document::parse_with_options(text, options) else { return Default::default() };
    let mut words = String::new();
    let mut families = Vec::new();
    for node in document.descendants() {
        if node.is_text() && node.ancestors().any(|parent| parent.tag_name().name() == "text") {
            words.push_str(node.text().unwrap_or_default());
            words.push(' ');
        }
        let asked = node.attribute("font-family").map(str::to_owned).into_iter();
        let styles = node.attribute("style").into_iter().chain(
            node.text().filter(|_| node.parent().is_some_and(|parent| parent.tag_name().name() == "style")),
        );
        for family in asked.chain(styles.flat_map(families_of)) {
            if !families.contains(&family) {
                families.push(family);
            }
        }
    }
    if words.trim().is_empty() { Default::default() } else { (words, families) }
}

/// The `font-family` declarations of a style.
#[cfg(feature = "pdf")]
fn families_of(style: &str) -> Vec<String> {
    style
        .split("font-family")
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix(':'))
        .filter_map(|value| value.split([';', '}']).next())
        .map(|value| value.trim().to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"9\" height=\"9\">{inside}</svg>"
        )
    }

    fn said(text: &str) -> String {
        inspect(text.as_bytes()).err().map(|fault| fault.what).unwrap_or_default()
    }

    #[test]
    fn shapes_and_words_pass() {
        for inside in [
            "<rect width=\"9\" height=\"9\"/><text x=\"1\" y=\"8\">Été</text>",
            "<defs><filter id=\"f\"><feGaussianBlur/></filter><circle id=\"c\" r=\"2\"/></defs><use href=\"#c\"/>",
            "<linearGradient id=\"a\"/><linearGradient id=\"b\" xlink:href=\"#a\"/><rect fill=\"url(#b)\"/>",
            "<a href=\"https://example.org\"><text>lien</text></a>",
            "<style>.a { filter: none; fill: red }</style>",
            "<text style=\"unicode-bidi:normal;direction:ltr\">12 345 €</text>",
        ] {
            assert_eq!(said(&svg(inside)), "", "{inside}");
        }
        let word = format!(
            "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">{}",
            svg("")
        );
        assert_eq!(said(&word), "", "Inkscape et Illustrator l’écrivent");
    }

    #[test]
    fn each_fault_is_named() {
        let nested = (0..10).fold(String::from("<g id=\"g0\"><rect/></g>"), |text, n| {
            format!("{text}<g id=\"g{}\">{}</g>", n + 1, format!("<use href=\"#g{n}\"/>").repeat(10))
        });
        let rules: String = (0..3_000).map(|n| format!(".c{n}{{fill:red}}")).collect();
        for (text, expected) in [
            (
                svg("<foreignObject><p>x</p></foreignObject>"),
                "contient du texte mis en page par un navigateur",
            ),
            (svg("<image href=\"data:image/png;base64,AAAA\"/>"), "contient une autre image"),
            (svg("<image xlink:href=\"https://example.org/a.png\"/>"), "contient une autre image"),
            (svg("<use href=\"autre.svg#x\"/>"), "renvoie à un autre fichier"),
            (svg("<text>12 \u{202e}345 €</text>"), "contient le caractère invisible U+202E"),
            (svg("<text><tspan>12 &#x202e;345 €</tspan></text>"), "contient le caractère invisible U+202E"),
            (svg("<title>a\u{2067}b</title>"), "contient le caractère invisible U+2067"),
            (
                svg("<text direction=\"rtl\" unicode-bidi=\"bidi-override\">12</text>"),
                "impose un sens d’écriture",
            ),
            (svg("<style>text { unicode-bidi : bidi-override }</style>"), "impose un sens d’écriture"),
            (svg("<rect filter=\"url(#f)\"/>"), "contient un filtre"),
            (svg("<rect style=\"fill:red; filter : url(#f)\"/>"), "contient un filtre"),
            (svg("<style>rect{filter:blur(2px)}</style>"), "contient un filtre"),
            (svg("<script>x()</script>"), "contient un programme"),
            (
                format!("<!DOCTYPE svg [<!ENTITY a \"aa\">]>{}", svg("<text>&a;</text>")),
                "définit des entités",
            ),
            ("\u{1f}\u{8b}".to_owned(), "n’est pas un SVG lisible"),
            (svg("<rect"), "n’est pas un SVG lisible, à la ligne 1"),
            ("<html/>".to_owned(), "n’est pas un SVG"),
            (svg(&nested), "a trop d’éléments"),
            (
                svg(&format!("<style>{rules}</style>{}", "<rect/>".repeat(3_000))),
                "a trop d’éléments ou de styles",
            ),
            (svg(&"<g>".repeat(300)), "n’est pas un SVG lisible"),
            (svg(&format!("{}{}", "<g>".repeat(300), "</g>".repeat(300))), "a trop d’éléments"),
            (svg(&" ".repeat(1_000_001)), "dépasse 1 Mo"),
        ] {
            assert!(said(&text).starts_with(expected), "{expected} : {}", said(&text));
        }
        assert!(inspect(&[0x1f, 0x8b, 8]).is_err_and(|fault| fault.what == "est un SVG compressé"));
    }

    #[test]
    #[cfg(feature = "pdf")]
    fn words_and_fonts_are_read() {
        let text = svg(
            "<style>text{font-family: Arial, sans-serif}</style><text font-family=\"Marianne\">Été<tspan style=\"font-family:'DejaVu Sans Mono'\"> chaud</tspan></text>",
        );
        let (words, families) = super::words(text.as_bytes());
        assert_eq!(words.split_whitespace().collect::<Vec<_>>(), ["Été", "chaud"]);
        assert_eq!(families, ["Arial, sans-serif", "Marianne", "'DejaVu Sans Mono'"]);
    }
}
