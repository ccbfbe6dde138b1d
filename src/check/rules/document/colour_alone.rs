//! Colour alone carries a meaning.

use std::ops::Range;
use std::sync::LazyLock;

use crate::check::blocks::Places;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{PlainText, flat};
use crate::model::passage::PassageKind;
use crate::model::table::Figure;
use crate::text::{pattern, words};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une couleur seule porte un sens",
    severity: Severity::Warning,
    checks: "Dans la légende ou le titre d’une figure, une expression comme « en rouge », « couleur \
              verte », « points bleus » ; dans un paragraphe, la même expression quand il y est question d’une carte, d’un \
              graphique, d’un tableau ou d’une légende. Un seul constat par figure. Le texte de remplacement, qu’écrit celui qui saisit, est laissé de côté. Une couleur qui ne désigne rien (« espaces \
              verts », « carte grise ») n’est pas retenue.",
    why: "Une personne qui ne distingue pas les couleurs, un lecteur d’écran, une impression en noir : l’information \
               est perdue.",
    source: "Référentiel général d’amélioration de l’accessibilité (RGAA 4.1), critère 3.1.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "    alternative: Un point noir figure l'entrée du parcours.",
            to: "    alternative: Un point noir figure l'entrée du parcours.\n    legende: [\"Étapes, la dernière en rouge\"]",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "- Roquenoire, sur la place du marché.",
                to: "- Roquenoire, près des espaces verts, où un numéro vert renseigne.",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "    alternative: Un point noir figure l'entrée du parcours.",
                to: "    alternative: Sur l'image, un point rouge figure l'entrée du parcours.",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "    alternative: Un point noir figure l'entrée du parcours.",
                to: "    alternative: Un cercle figure l'entrée du parcours, un carré sa fin.",
            },
        ],
    },
};

static CARRIES: LazyLock<Regex> = LazyLock::new(|| {
    let colour = "(?:rouges?|verte?s?|bleue?s?|jaunes?|oranges?|violette?s?|roses?|grise?s?|mauves?)";
    let object = "(?:point|zone|barre|flèche|case|ligne|pastille|trait|secteur)s?";
    pattern(&format!(r"\b(?:(?:en|par du|couleur) {colour}|{object} (?:en )?{colour})\b"))
});

/// Where a text lets a colour alone carry a meaning. A colour with a capital is a name, « la ville d’Orange », unless all
/// the words have theirs.
fn colour_alone(text: &str) -> Option<Range<usize>> {
    let plain = PlainText::of(text);
    let mut found = CARRIES.find_iter(plain.as_str()).map(|found| plain.written(&found.range()));
    found.find(|bytes| {
        let written = text.get(bytes.clone()).unwrap_or("");
        let colour = words(written).last().map_or("", |(_, word)| word);
        !colour.starts_with(char::is_uppercase) || !written.chars().any(char::is_lowercase)
    })
}

/// Starts of words that name an image.
const IMAGES: [&str; 8] =
    ["carte", "graphique", "tableau", "legende", "schema", "diagramme", "figure", "surligne"];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let places = Places::new(context);
    let mut findings: Vec<Diagnostic> =
        context.fiches().flat_map(|f| &f.figures).filter_map(|figure| of_figure(&places, figure)).collect();
    for passage in context.prose().filter(|p| p.kind == PassageKind::Paragraph) {
        // Require an image in the sentence, and « carte grise » is no map in grey.
        if mentions_colour(&passage.text)
            && names_image(&passage.text)
            && let Some(found) = colour_alone(&passage.text)
            && names_image(passage.sentence(&found))
        {
            findings.push(say(passage.span_of(&found), passage.text.get(found.clone()).unwrap_or("")));
        }
    }
    findings
}

/// Whether a text may name a colour: cheap test before the pattern.
fn mentions_colour(text: &str) -> bool {
    const COLOURS: [&str; 18] = [
        "rouge", "vert", "bleu", "jaune", "orange", "violet", "rose", "gris", "mauve", "ROUGE", "VERT",
        "BLEU", "JAUNE", "ORANGE", "VIOLET", "ROSE", "GRIS", "MAUVE",
    ];
    COLOURS.iter().any(|colour| text.contains(colour))
}

fn names_image(text: &str) -> bool {
    words(text).map(|(_, word)| flat(word)).any(|word| IMAGES.iter().any(|image| word.starts_with(image)))
}

fn of_figure(places: &Places<'_>, figure: &Figure) -> Option<Diagnostic> {
    let texts = figure.legend.iter().chain([&figure.title]);
    let mut found = texts.filter(|t| mentions_colour(t)).filter_map(|text| Some((text, colour_alone(text)?)));
    let (text, first) = found.next()?;
    let place = |text: &str, bytes: Range<usize>| places.place(figure.id.span, text, bytes);
    let shown = text.get(first.clone()).unwrap_or("");
    let finding = say(place(text, first), shown);
    let finding = finding.also(figure.id.span, format!("figure « {} »", figure.title));
    Some(found.fold(finding, |d, (text, word)| d.also(place(text, word), "et ici")))
}

fn say(span: crate::text::Span, expression: &str) -> Diagnostic {
    Diagnostic::finding(span, format!("« {expression} » : la couleur est seule à porter l’information")).help(
        "ajouter à la couleur un signe, un motif ou une lettre, et dire ce qu’elle distingue dans le texte",
    )
}
