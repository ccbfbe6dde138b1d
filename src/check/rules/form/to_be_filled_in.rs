//! Placeholders that a draft leaves.

use std::ops::Range;
use std::sync::LazyLock;

use crate::check::pieces::{TextPiece, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{flat, sentence_start, singular};
use crate::model::passage::PassageKind;
use crate::model::time::MONTHS;
use crate::text::{LETTERS, head, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un texte attend encore d’être rempli",
    severity: Severity::Error,
    checks: "Les marques d’un brouillon : « ??? », « TODO », « xxx », « XX € », « XX bénévoles », « lorem ipsum », un numéro laissé en blanc ou à venir (« n°   du 3 mai 2024 », « n° XX », « 2024-XX »), une date ou un montant laissés en blanc (« le XX mai », « __/__/2024 », « … € »), des points ou des tirets \
              de conduite (« ………… », « ____ »), un texte réduit à « … », « à compléter », « à définir » ou « à préciser » \
              entre crochets, accolades ou parenthèses (« {XXX} », « {…} » aussi), des mots ou un blanc entre accolades (« {nom du partenaire} », « {NB} », « { } »), à la place d’une valeur ou d’une dernière phrase, un champ de modèle (« [nom] », « [date] »), une case à cocher vide (« [ ] »). \
              Dans une phrase, « à définir » est admis (« les sites à définir avec les communes »). Un paragraphe qui \
              finit par deux points et que rien ne suit est donné en avertissement. Les exemples entre accents graves et \
              les blocs de texte à la lettre ne sont pas lus.",
    why: "L’acte signé engage sur ce qu’il dit : une place laissée à remplir laisse l’engagement indéterminé, et \
               montre que la version votée n’est pas la dernière.",
    source: "Complétude de l’acte soumis au vote : CGCT, art. L. 3131-1 (l’acte transmis est l’acte signé) ; usage éditorial.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "deux mois à l'avance",
            to: "[à compléter] mois à l'avance",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "deux mois à l'avance",
                to: "selon des modalités à définir ensemble",
            },
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "deux mois à l'avance",
                to: "avec un préavis (deux mois…)",
            },
        ],
    },
};

/// Marks that are surely placeholders, outside of brackets.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    // A number left blank; « le n° du 3 mai » may be that of a review.
    let blank = r"[ \x{a0}\x{202f}]";
    let day = format!("(?:du|en date du){blank}[0-9]");
    let texts = "(?:loi|ordonnance|décret|arrêté|instruction|circulaire|délibération|décision)";
    // A day left blank, and an amount.
    let part = "(?:XX+|xx+|__+|[0-9]{1,4})";
    let date = format!(
        r"(?:XX|xx|__)[./-]{part}[./-]{part}|[0-9]{{1,2}}[./-](?:XX|xx|__)[./-]{part}|(?:XX+|xx|__+){blank}(?:{})(?-u:\b)",
        MONTHS.join("|")
    );
    let amount = format!(r"(?:…|\.{{3,}}|_{{2,}}){blank}?(?:€|%|euros)");
    pattern(&format!(
        r"^[Tt]exte à remplacer(?-u:\b)|\?\?\?+|(?-u:\b)(?:TODO|FIXME|TBD|XXX+|xxx+)(?-u:\b)|(?-u:\b)XX+{blank}?(?:€|%|euros|ETP|/ ?XX|[a-zà-öø-ÿœ][0-9{LETTERS}’'-]{{2,}}[sx](?-u:\b))|[Ll]orem{blank}ipsum|[nN]°{blank}*(?:X{{2,}}|x{{2,}}|…+|\.{{2,}}|_{{2,}}|-{{2,}})(?:[ ,;)]|$)|[nN]°{blank}{{2,}}{day}|{texts}s? n°{blank}*(?:[,;]|{day})|[0-9][-/]X{{2,}}(?-u:\b)|{date}|{amount}|_{{4,}}|\.{{5,}}|…{{3,}}"
    ))
});

/// What « à » announces in brackets.
#[rustfmt::skip]
const VERBS: [&str; 11] = [
    "compléter", "completer", "définir", "definir", "préciser", "preciser", "renseigner", "remplir", "confirmer",
    "valider", "vérifier",
];

/// The fields of a model, between square brackets.
#[rustfmt::skip]
const FIELDS: [&str; 19] = [
    "nom", "prénom", "date", "lieu", "montant", "numéro", "n°", "année", "intitulé", "adresse", "titre", "commune",
    "signataire", "signature", "jour", "mois", "heure", "jj/mm/aaaa", "jj",
];

/// Marks in brackets. Their lengths are bounded by [`bracketed`]: in the pattern, they would be compiled as many times.
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    let blank = r"[ \x{a0}\x{202f}]";
    let (verbs, fields) = (VERBS.join("|"), FIELDS.join("|"));
    pattern(&format!(
        r"[\[(<{{](?i:[àa]{blank}(?:{verbs})|à{blank}faire)(?P<suite>[^\])>}}]*)[\])>}}]|^\[ {{1,3}}\]|\[(?i:{fields}|x+|…|\.\.\.)(?: (?:de|du|des|en|à|et|d['’])(?P<objet>[^\]\[]*))?\]"
    ))
});

/// Substrings of which every mark outside of brackets has one, but for a number left blank.
const HINTS: [&str; 15] = [
    "exte à remplacer",
    "???",
    "TODO",
    "FIXME",
    "TBD",
    "XX",
    "xxx",
    "xx/",
    "xx.",
    "xx-",
    " xx",
    "orem",
    "__",
    ".....",
    "………",
];

/// Bytes past which no name of a place to fill goes.
const PLACE: usize = 60;

/// Bytes past which no text is a placeholder.
const LENGTH: usize = 24;

/// Whether a whole text is a placeholder: « à compléter », « … ».
fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    // Ellipsis typed as full stops.
    if text.len() > 1 && text.bytes().all(|o| o == b'.') {
        return true;
    }
    let text = text.trim_end_matches(['.', ' ']);
    if text.len() > LENGTH {
        return false;
    }
    let text = text.to_lowercase().replace(['\u{a0}', '\u{202f}'], " ");
    matches!(
        text.as_str(),
        "…" | "à compléter"
            | "à définir"
            | "à préciser"
            | "à renseigner"
            | "à remplir"
            | "à confirmer"
            | "à faire"
            | "?"
            | "??"
    )
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = pieces(context).flat_map(marks).collect();
    findings.extend(announcements(context));
    findings.extend(numbers_to_come(context));
    findings.extend(named_places(context));
    findings
}

/// The places to fill that braces name, « {nom du partenaire} », « {NB} », « { } », and that are no reference: of the prose,
/// where a backslash makes a brace a letter, and of the fields, which read no reference.
fn named_places(context: &Context<'_>) -> Vec<Diagnostic> {
    let say = |span, shown: &str| {
        Diagnostic::finding(span, format!("« {shown} » attend d’être rempli"))
            .help("écrire ce qui manque, ou retirer le passage")
    };
    let is_told =
        |shown: &str| in_braces(shown).next().is_some() || bracketed(shown).into_iter().next().is_some();
    let of_prose =
        context.dossier.braces.iter().filter(|brace| names_a_place(&brace.value) && !is_told(&brace.value));
    let mut findings: Vec<Diagnostic> = of_prose.map(|brace| say(brace.span, &brace.value)).collect();
    let fields = pieces(context).filter(|p| matches!(p.passage.kind, PassageKind::Field | PassageKind::Row));
    for piece in fields.filter(|piece| piece.text.contains('{')) {
        for (start, _) in piece.text.match_indices('{') {
            let rest = piece.text.get(start..).unwrap_or("");
            let Some(end) = rest.find('}') else { break };
            let closing = rest.get(end..).map_or(0, |rest| rest.len() - rest.trim_start_matches('}').len());
            let shown = rest.get(..end + closing).unwrap_or("");
            if names_a_place(shown)
                && !is_told(shown)
                && !piece.text.get(..start).unwrap_or("").ends_with(['{', '\\'])
            {
                findings.push(say(piece.span(&(start..start + shown.len())), shown));
            }
        }
    }
    findings
}

/// Words that open a part of a sentence, and no name of a place to fill: « {à Meaux} ».
#[rustfmt::skip]
const LINKS: [&str; 18] = [
    "a", "au", "aux", "en", "dans", "sur", "pour", "par", "avec", "de", "du", "des", "chez", "hors", "et", "ou", "qui",
    "dont",
];

/// Whether what is between braces is a blank, or words: no sign of a set, « {1, 2} », or of another language, « {% y %} ».
fn names_a_place(braces: &str) -> bool {
    let Some(inside) = braces.strip_suffix('}') else { return false };
    let inside = inside.trim_start_matches('{').trim_end_matches('}');
    let words = inside.trim();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let is_word = |c: char| c.is_alphanumeric() || c.is_whitespace() || "-_’'°()/".contains(c);
    let folded = flat(words);
    let is_part =
        folded.split(' ').next().is_some_and(|first| LINKS.contains(&first) && first.len() < folded.len());
    words.is_empty()
        || letters > 1
            && words.len() <= PLACE
            && words.starts_with(char::is_alphabetic)
            && words.chars().all(is_word)
            && !is_part
}

/// Numbers of visas that stand for one to come: « XX ».
fn numbers_to_come(context: &Context<'_>) -> Vec<Diagnostic> {
    let visas = context.dossier.convention.visas.iter().chain(&context.dossier.cadre.visas);
    let numbers = visas.filter_map(|visa| visa.number.as_ref());
    let only_signs = |text: &str| {
        let text = text.trim();
        text.chars().count() > 1 && text.chars().all(|c| matches!(c, 'X' | 'x' | '.' | '_' | '-'))
    };
    numbers
        .filter(|number| only_signs(&number.value))
        .map(|number| {
            Diagnostic::finding(number.span, format!("« {} » attend d’être rempli", number.value))
                .help("écrire le numéro, ou retirer « numero » tant qu’il n’est pas connu")
        })
        .collect()
}

fn marks(piece: &TextPiece<'_>) -> Vec<Diagnostic> {
    let say = |bytes: &Range<usize>| {
        let shown = piece.text.get(bytes.clone()).unwrap_or("").trim();
        Diagnostic::finding(piece.span(bytes), format!("« {shown} » attend d’être rempli"))
            .help("écrire ce qui manque, ou retirer le passage")
    };
    // « Valeur : à préciser »: judge what follows the colon.
    let value = piece.text.rsplit_once(": ").map_or(piece.text, |(_, end)| end);
    // A lone « ? » in a cell is a code, which FRM-003 handles.
    let code = piece.passage.kind == PassageKind::Row && value.contains('?');
    if is_placeholder(value) && !code {
        let start = piece.text.len() - value.len();
        return vec![say(&(start..start + value.trim_end().len()))];
    }
    if let Some(bytes) = last_sentence(piece.text) {
        return vec![say(&bytes)];
    }
    let mut marks: Vec<Range<usize>> = in_braces(piece.text).collect();
    if may_have_mark(piece.text) {
        marks.extend(MARK.find_iter(piece.text).map(|found| found.range()));
    }
    if may_have_bracketed(piece.text) {
        marks.extend(bracketed(piece.text));
    }
    // What is inside of a mark is one with it.
    marks.sort_by_key(|mark| mark.start);
    let mut end = 0;
    marks.retain(|mark| {
        mark.start >= end && {
            end = mark.end;
            true
        }
    });
    // Braces are kept for references, which no mark resembles.
    let is_read =
        |o: &Range<usize>| piece.free(o) || piece.text.get(o.start..).is_some_and(|t| t.starts_with('{'));
    marks.iter().filter(|o| is_read(o) && !is_roman_number(piece.text, o)).map(say).collect()
}

/// The braces that hold a place to fill, « {XXX} », « {…} », « {XX €} », and are no reference.
fn in_braces(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('{').filter_map(|(start, _)| {
        let inside = head(text.get(start + 1..)?, LENGTH).split_once('}')?.0;
        let word = inside.split_whitespace().next()?;
        let is_left = |signs: &str| inside.chars().all(|c| signs.contains(c) || c.is_whitespace());
        // « {xx} » is the name of a datum.
        let is_name = inside.chars().all(|c| c == 'x');
        let is_blank = word.starts_with("XX") && word.chars().all(|c| c == 'X')
            || is_left("Xx….?_") && word.len() > 1 && !is_name
            || is_placeholder(inside);
        is_blank.then(|| start..start + inside.len() + 2)
    })
}

/// Whether a text has a sign of a mark outside of brackets; after « n° », most have a number.
fn may_have_mark(text: &str) -> bool {
    let opens = |rest: &str| {
        let rest = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        rest.is_empty() || rest.starts_with(['X', 'x', '…', '.', '_', '-', ',', ';', 'd', 'e'])
    };
    let counts = |rest: &str| {
        let rest = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        rest.starts_with(['€', '%']) || rest.starts_with("euros")
    };
    HINTS.iter().any(|hint| text.contains(hint))
        || text.split('°').skip(1).any(opens)
        || ["…", "..."].iter().any(|sign| text.split(sign).skip(1).any(counts))
}

/// The marks in brackets of a text.
fn bracketed(text: &str) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    let mut from = 0;
    while let Some(found) = BRACKETED.captures_at(text, from) {
        let Some(whole) = found.get(0) else { break };
        let is_short = |name, most| found.name(name).is_none_or(|part| part.as_str().chars().count() <= most);
        // « (à préciser avec les communes) » is a sentence of the act.
        let most = if whole.as_str().starts_with('(') { 1 } else { 40 };
        if is_short("suite", most) && is_short("objet", 30) {
            marks.push(whole.range());
            from = whole.end();
        } else {
            // Past the bracket that opens it.
            from = whole.start() + 1;
        }
    }
    marks
}

/// Whether a text has a bracket that may open a mark.
fn may_have_bracketed(text: &str) -> bool {
    text.match_indices(['[', '(', '<', '{']).any(|(at, sign)| {
        let inside = head(text.get(at + 1..).unwrap_or(""), 20);
        let rest = flat(inside);
        let is_verb = || {
            rest.strip_prefix("a ").is_some_and(|verb| {
                verb.starts_with("faire") || VERBS.iter().any(|wanted| verb.starts_with(&flat(wanted)))
            })
        };
        let is_field = || {
            sign == "["
                && (inside.starts_with([' ', '…', '.', 'x', 'X'])
                    || FIELDS.iter().any(|field| rest.starts_with(&flat(field))))
        };
        is_field() || is_verb()
    })
}

/// A last sentence that is a placeholder: « Deux conseillers y travaillent. À compléter. »
fn last_sentence(text: &str) -> Option<Range<usize>> {
    let body = text.trim_end().trim_end_matches(['.', '…', ' ']);
    let start = Some(sentence_start(body)).filter(|start| *start > 0)?;
    let sentence = body.get(start..)?;
    let margin = sentence.len() - sentence.trim_start().len();
    let announced = margin > 0 && sentence.trim_start().starts_with(['À', 'à', 'A', 'a']);
    (announced && is_placeholder(sentence)).then_some(start + margin..body.len())
}

/// Whether `XX` is a Roman numeral: « titre XX des statuts ».
fn is_roman_number(text: &str, bytes: &Range<usize>) -> bool {
    const DIVISIONS: [&str; 10] = [
        "titre",
        "chapitre",
        "article",
        "livre",
        "partie",
        "annexe",
        "section",
        "tome",
        "siècle",
        "protocole",
    ];
    let mark = text.get(bytes.clone()).unwrap_or("");
    let before = text.get(..bytes.start).unwrap_or("").trim_end().rsplit(|c: char| !c.is_alphabetic()).next();
    let before = before.unwrap_or("").to_lowercase();
    mark.starts_with("XX ") && DIVISIONS.iter().any(|d| singular(&before) == *d)
}

/// Paragraphs that end with a colon before a heading of the same or a higher level, or before the end of the file.
fn announcements(context: &Context<'_>) -> Vec<Diagnostic> {
    let passages = &context.dossier.passages;
    let following = passages.iter().skip(1).map(Some).chain([None]);
    let mut level = (None, 0);
    let mut findings = Vec::new();
    for (p, next) in passages.iter().zip(following) {
        if level.0 != Some(p.file()) {
            level = (Some(p.file()), 0);
        }
        if let PassageKind::Heading(n) = p.kind {
            level.1 = n;
        }
        let nothing = match next.filter(|s| s.file() == p.file()).map(|s| s.kind) {
            Some(PassageKind::Heading(n)) => n <= level.1,
            Some(_) => false,
            None => true,
        };
        let end = p.text.trim_end().len();
        if p.kind == PassageKind::Paragraph && nothing && p.text.trim_end().ends_with(':') {
            let place = p.span_of(&(end - 1..end));
            findings.push(
                Diagnostic::finding(place, "ce paragraphe annonce une suite qui ne vient pas")
                    .warning()
                    .help("écrire la suite, ou finir la phrase par un point"),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str) -> bool {
        last_sentence(text).is_some()
            || is_placeholder(text)
            || MARK.find_iter(text).any(|t| !is_roman_number(text, &t.range()))
    }

    #[test]
    fn what_is_between_brackets_is_all_to_be_filled_in() {
        let marked = |text: &str| may_have_bracketed(text) && !bracketed(text).is_empty();
        for text in [
            "(à compléter)",
            "[à\u{a0}préciser avec les communes]",
            "le (À DÉFINIR.) du",
            "[date]",
            "le [jour] du mois",
            "[jj/mm/aaaa]",
        ] {
            assert!(marked(text), "{text}");
        }
        for text in
            ["Les horaires (à préciser au contrat) sont fixes.", "(à définir avec chaque personne)", "[sic]"]
        {
            assert!(!marked(text), "{text}");
        }
    }

    #[test]
    fn braces_that_name_a_place_are_known() {
        for text in
            ["{NB}", "{ }", "{}", "{nom du partenaire}", "{préciser}", "{{ nom }}", "{Date de l’arrêté}"]
        {
            assert!(names_a_place(text), "{text}");
        }
        for text in ["{x}", "{{ x }}", "{1, 2}", "{% y %}", "{# z #}", "{à Meaux}", "{a ; b}", "{12}", "{NB"]
        {
            assert!(!names_a_place(text), "{text}");
        }
    }

    #[test]
    fn what_is_to_be_filled_in_is_known() {
        for text in [
            "Les XX bénévoles y viennent.",
            "XX mois de préavis",
            "Deux conseillers y travaillent. À compléter.",
            "Les lieux sont choisis ; à préciser",
            "...",
            "…",
            "XX €",
            "XX\u{a0}€",
            "un poste à\u{202f}XX\u{a0}%",
            "la délibération n°   du 21 mars 2024",
            "la délibération n° du 21 mars 2024",
            "la délibération n° XX du 21 mars 2024",
            "la délibération n°XX, jointe",
            "la délibération n° …… du 21 mars",
            "la délibération n° CD-2024-XX du 21 mars 2024",
            "la délibération n°, jointe",
            "signée le __/__/2024",
            "signée le XX/XX/2024",
            "signée le xx/05/2024",
            "signée le 12/xx/2024",
            "signée le xx.xx.2024",
            "le xx mai 2024",
            "le XX mai",
            "du __ mai 2024",
            "le 12/__/2024",
            "un montant de … €",
            "un montant de ... euros",
            "un taux de … %",
            "une dotation de __ €",
        ] {
            assert!(mark(text), "{text}");
        }
        for text in [
            "le titre XX des statuts",
            "le n° du dossier",
            "le n° du 3 mai de la revue",
            "N°",
            "le n° de téléphone du service",
            "le protocole n° XXI",
            "la délibération n° 12 du 21 mars 2024",
            "l’arrêté n° XX-12 du 3 mai 2024",
            "les chapitres XX relatifs aux aides",
            "au XXe siècle",
            "Les sites sont à définir avec les communes.",
            "Il reste un point. À définir ensemble, il attendra.",
            "etc.",
            ".",
            "les aides (logement, mobilité…) à 50 %",
            "la revue XX-12",
            "le protocole XX/12",
            "le dossier xx/12",
            "le protocole n° XX-2 le dit",
            "attendre… Euros et dollars",
        ] {
            assert!(!mark(text), "{text}");
        }
    }
}
