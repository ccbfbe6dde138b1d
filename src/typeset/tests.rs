use std::collections::BTreeSet;
use std::process::Command;

use typst::text::is_default_ignorable;

use super::fonts::FONTS;
use super::{Composition, Coverage, Error, compose};
use crate::diagnostic::Severity;
use crate::render::Bundle;

const DAY: (i32, u8, u8) = (2022, 9, 29);

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="navy"/><text x="2" y="14" fill="white" font-size="10">État</text></svg>"#;

fn bundle(files: &[(&str, &str)]) -> Bundle {
    let main_file = files[0].0.to_owned();
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Bundle { main_file, files: files.collect() }
}

/// A document of one file, with the title that PDF/UA wants.
fn one_page(body: &str) -> Bundle {
    bundle(&[("a.typ", &format!("#set document(title: [Essai])\n#set text(lang: \"fr\")\n{body}"))])
}

/// Several files, both kinds of image, JSON data, an outline, a footnote, a repeated table header.
fn convention() -> Bundle {
    let mut bundle = bundle(&[
        (
            "convention.typ",
            "#import \"charte/charte.typ\": convention, montant\n#show: convention\n= Préambule\n\
             #outline()\n#include \"fiches/01.typ\"\n#include \"fiches/02.typ\"\n",
        ),
        (
            "charte/charte.typ",
            "#let montant(t) = text(weight: \"bold\")[#t €]\n#let convention(corps) = {\n  set document(\
             title: [Convention], author: \"Département\")\n  set text(font: \"Libertinus Serif\", lang: \"fr\")\n  \
             set page(numbering: \"1 / 1\")\n  set heading(numbering: \"1.1\")\n  corps\n}\n",
        ),
        (
            "fiches/01.typ",
            "#import \"../charte/charte.typ\": montant\n== Premier accueil\nTexte#footnote[Une note.] avec \
             #montant[415 000].\n#image(\"../images/carte.svg\", alt: \"Carte\")\n#raw(\"let x = 1\")\n",
        ),
        (
            "fiches/02.typ",
            "== Garantie d’activité\n#let lignes = json(\"/donnees.json\")\n#table(columns: 2, \
             table.header[Année][Montant], ..lignes.flatten().map(str))\n#image(\"/images/logo.png\", alt: \
             \"Logo\", width: 2cm)\n",
        ),
        ("donnees.json", &format!("[{}]", vec!["[2022, 110000], [2023, 305000]"; 40].join(", "))),
        ("images/carte.svg", SVG),
    ]);
    let logo = compose(&one_page("#rect(fill: blue)")).unwrap_or_else(fail).png(20).unwrap().remove(0);
    bundle.files.insert("images/logo.png".to_owned(), logo);
    bundle
}

fn fail(errors: Vec<Error>) -> Composition {
    panic!("{}", say(&errors))
}

fn say(errors: &[Error]) -> String {
    errors.iter().map(Error::to_string).collect::<Vec<_>>().join("\n")
}

/// The errors of a folder that must not compile.
fn refusal(bundle: &Bundle) -> String {
    say(&compose(bundle).err().expect("it compiled"))
}

#[test]
fn the_same_folder_makes_the_same_bytes() {
    let bundle = convention();
    let first = compose(&bundle).unwrap_or_else(fail);
    assert_eq!(first.typst_warnings(), []);
    assert_eq!(first.pages(), 3);
    let pdf = first.pdf(DAY).unwrap();
    typst::comemo::evict(0);
    assert_eq!(compose(&bundle).unwrap_or_else(fail).pdf(DAY).unwrap(), pdf);
    assert_ne!(first.pdf((2022, 9, 30)).unwrap(), pdf, "the date is in the file");
    let text = String::from_utf8_lossy(&pdf);
    assert!(text.contains("<pdfaid:part>2</pdfaid:part>") && text.contains("<pdfuaid:part>1</pdfuaid:part>"));
    assert!(text.contains("2022-09-29T00:00:00+00:00"));
    assert!(pdf.ends_with(b"%%EOF"));
}

#[test]
fn the_text_of_a_page_reads_as_the_page() {
    let texts = compose(&convention()).unwrap_or_else(fail).texts();
    assert!(texts[0].contains("1.1 Premier accueil"), "{}", texts[0]);
    assert!(texts[0].contains("Texte1 avec 415 000 €."), "{}", texts[0]);
    assert!(texts[1].starts_with("Année Montant\n2022 110000\n"), "{}", texts[1]);
    assert!(texts[2].ends_with("3 / 3"), "{}", texts[2]);
}

#[test]
fn an_error_of_the_charte_tells_which_fiche_called_it() {
    let main_file = "#set document(title: [x])\n#include \"fiches/01.typ\"";
    let fiche = "#import \"../charte.typ\": double\nÀ #double(\"x\")";
    let bundle =
        bundle(&[("a.typ", main_file), ("charte.typ", "\n#let double(x) = 2 + x"), ("fiches/01.typ", fiche)]);
    let errors = compose(&bundle).err().unwrap();
    assert_eq!(
        say(&errors),
        "charte.typ:2:18: cannot add integer and string\n  while calling `double` (fiches/01.typ:2:4)\n  \
         while including `fiches/01.typ` (a.typ:2:2)"
    );
    let locations: Vec<_> =
        errors[0].locations().map(|location| (location.file.as_str(), location.line)).collect();
    assert_eq!(locations, [("charte.typ", 2), ("fiches/01.typ", 2), ("a.typ", 2)]);
}

#[test]
fn lines_end_at_line_feeds_and_columns_count_characters() {
    // U+2028 ends a line for Typst, not for an editor.
    assert_eq!(refusal(&one_page("a\u{2028}b\né #x")).lines().next(), Some("a.typ:4:4: unknown variable: x"));
    let json = bundle(&[("a.typ", "#json(\"d.json\")"), ("d.json", "{\n  \"é\": ?}")]);
    assert!(refusal(&json).starts_with("d.json:2:9: failed to parse JSON"), "{}", refusal(&json));
}

#[test]
fn nothing_exists_outside_of_the_folder() {
    assert!(refusal(&one_page("#read(\"b.txt\")")).contains("file not found (searched at b.txt)"));
    assert!(refusal(&one_page("#read(\"../b.txt\")")).contains("would escape the project root"));
    assert!(refusal(&one_page("#read(\"/etc/hostname\")")).contains("(searched at etc/hostname)"));
    assert!(refusal(&one_page("#import \"@preview/x:1.0.0\": y")).contains("package not found"));
    assert!(refusal(&one_page("#datetime.today()")).contains("unable to get the current date"));
    assert!(refusal(&Bundle { main_file: "a.typ".into(), ..Bundle::default() }).contains("file not found"));
    assert!(refusal(&bundle(&[("../a.typ", "")])).contains("« ../a.typ »"));
}

#[test]
fn a_source_that_is_not_text_is_refused() {
    let mut bundle = one_page("#include \"b.typ\"");
    bundle.files.insert("b.typ".into(), vec![0xff]);
    assert!(refusal(&bundle).contains("file is not valid UTF-8"));
    bundle.files.insert("b.typ".into(), "\u{feff}bonjour".into());
    assert_eq!(compose(&bundle).unwrap_or_else(fail).texts(), ["bonjour"]);
}

#[test]
fn warnings_come_with_the_document_and_with_the_errors() {
    let composition = compose(&one_page("#set text(font: \"Marianne\")\nx")).unwrap_or_else(fail);
    let [warning] = composition.typst_warnings() else { panic!("one warning") };
    assert_eq!(
        (warning.severity, warning.to_string().as_str()),
        (Severity::Warning, "a.typ:3:17: unknown font family: marianne")
    );
    let errors = compose(&one_page("#set text(font: \"Marianne\")\n#x")).err().unwrap();
    assert_eq!(errors.iter().map(|e| e.severity).collect::<Vec<_>>(), [Severity::Error, Severity::Warning]);
}

#[test]
fn what_the_standards_refuse_has_a_place() {
    let pdf = |bundle: &Bundle| say(&compose(bundle).unwrap_or_else(fail).pdf(DAY).unwrap_err());
    assert!(pdf(&bundle(&[("a.typ", "x")])).contains("missing document title"));
    assert!(pdf(&one_page("x 😀")).starts_with("a.typ:3:3: PDF/A-2a, PDF/UA-1 error: the text `\"😀\"`"));
    let mut without_alternative = one_page("\n#image(\"a.svg\")");
    without_alternative.files.insert("a.svg".to_owned(), SVG.into());
    assert!(pdf(&without_alternative).starts_with("a.typ:4:2: PDF/A-2a, PDF/UA-1 error: missing alt text\n"));
}

#[test]
fn a_date_that_does_not_exist_is_refused() {
    let composition = compose(&one_page("x")).unwrap_or_else(fail);
    assert_eq!(say(&composition.pdf((2022, 2, 29)).unwrap_err()), "date impossible : 2022-02-29");
}

#[test]
fn each_page_makes_a_png() {
    let composition =
        compose(&one_page("#set page(width: 72pt, height: 36pt)\n#pagebreak()")).unwrap_or_else(fail);
    let images = composition.png(144).unwrap();
    assert_eq!(images.len(), 2);
    assert!(images[0].starts_with(b"\x89PNG") && images[0][16..24] == [0, 0, 0, 144, 0, 0, 0, 72]);
    let huge = compose(&one_page("#set page(width: 100cm, height: 100cm)\nx")).unwrap_or_else(fail);
    assert_eq!(say(&huge.png(1200).unwrap_err()), "page 1 : image trop grande à 1200 points par pouce");
}

#[test]
fn french_is_covered_and_emoji_is_not() {
    let coverage = Coverage::built_in();
    for c in "aÉœÆŸçñ€«»’–—…\u{a0}\u{202f}\u{2009}\u{ad}\u{200b}²°№½→≤≥×−✔☐☑\u{301}\t\n".chars()
    {
        assert!(coverage.covers(c), "U+{:04X}", u32::from(c));
    }
    // New Computer Modern claims the last two without having them; U+20E3 combines with nothing of ours.
    for c in "😀漢\0\u{7}\u{9f}\u{e000}\u{f8ff}\u{10ffff}\u{1680}\u{20e3}✕⁃".chars() {
        assert!(!coverage.covers(c), "U+{:04X}", u32::from(c));
    }
}

/// Every accepted character, alone and inside a word, in each face of the common families.
#[test]
fn what_is_covered_makes_a_valid_pdf() {
    let mut candidates: BTreeSet<char> = (0..)
        .map_while(|index| FONTS.font(index))
        .flat_map(|typeface| typeface.info().coverage.iter().collect::<Vec<_>>())
        .filter_map(char::from_u32)
        .collect();
    // Nothing is assigned beyond U+E01EF.
    let invisibles = |c: &char| c.is_whitespace() || c.is_control() || is_default_ignorable(*c);
    candidates.extend(('\0'..'\u{e01f0}').filter(invisibles));
    candidates.retain(|&c| Coverage::built_in().covers(c));
    assert!(candidates.len() > 7000);
    // Short paragraphs: line breaking takes more than linear time.
    let candidates: Vec<_> = candidates.into_iter().collect();
    let paragraphs: Vec<String> =
        candidates.chunks(8).map(|group| group.iter().map(|c| format!("x {c} y é{c}b ")).collect()).collect();
    let mut bundle = one_page(
        "#for (police, graisses) in ((\"Libertinus Serif\", (400, 600, 700)), (\"DejaVu Sans Mono\", (400, 700))) {
          for graisse in graisses { for style in (\"normal\", \"italic\") {
            set text(font: police, weight: graisse, style: style)
            for p in json(\"c.json\") { par(p) }
        } } }",
    );
    bundle.files.insert("c.json".to_owned(), serde_json::to_vec(&paragraphs).unwrap());
    let errors = compose(&bundle).unwrap_or_else(fail).pdf(DAY).err().unwrap_or_default();
    assert!(errors.is_empty(), "{} errors, {}", errors.len(), errors[0]);
}

/// Needs the command `typst`, 0.15, then `cargo test -- --ignored`.
#[test]
#[ignore = "needs Python and the command typst"]
#[expect(clippy::disallowed_methods, reason = "the stock compiler reads files")]
fn the_stock_compiler_makes_the_same_bytes() {
    let bundle = convention();
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in &bundle.files {
        let place = folder.path().join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, bytes).unwrap();
    }
    let pdf = folder.path().join("convention.pdf");
    std::fs::write(&pdf, compose(&bundle).unwrap_or_else(fail).pdf(DAY).unwrap()).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/meme-octets.py");
    let main_file = folder.path().join(&bundle.main_file);
    let status = Command::new("python3").arg(script).args([&main_file, &pdf]).arg("2022-09-29").status();
    assert!(status.unwrap().success());
}
