use std::collections::BTreeSet;
use std::process::Command;

use typst::text::is_default_ignorable;

use super::polices::POLICES;
use super::{Composition, Couverture, Erreur, composer};
use crate::diagnostic::Gravite;
use crate::render::Liasse;

const JOUR: (i32, u8, u8) = (2022, 9, 29);

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="navy"/><text x="2" y="14" fill="white" font-size="10">État</text></svg>"#;

fn liasse(fichiers: &[(&str, &str)]) -> Liasse {
    let principal = fichiers[0].0.to_owned();
    let fichiers = fichiers.iter().map(|(chemin, texte)| ((*chemin).to_owned(), texte.as_bytes().to_vec()));
    Liasse { principal, fichiers: fichiers.collect() }
}

/// A document of one file, with the title that PDF/UA wants.
fn une_page(corps: &str) -> Liasse {
    liasse(&[("a.typ", &format!("#set document(title: [Essai])\n#set text(lang: \"fr\")\n{corps}"))])
}

/// Several files, both kinds of images, data, outline, footnote, repeated table head.
fn convention() -> Liasse {
    let mut liasse = liasse(&[
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
    let logo = composer(&une_page("#rect(fill: blue)")).unwrap_or_else(echec).png(20).unwrap().remove(0);
    liasse.fichiers.insert("images/logo.png".to_owned(), logo);
    liasse
}

fn echec(erreurs: Vec<Erreur>) -> Composition {
    panic!("{}", dire(&erreurs))
}

fn dire(erreurs: &[Erreur]) -> String {
    erreurs.iter().map(Erreur::to_string).collect::<Vec<_>>().join("\n")
}

/// The errors of a folder, as text.
fn refus(liasse: &Liasse) -> String {
    dire(&composer(liasse).err().expect("it compiled"))
}

#[test]
fn the_same_folder_makes_the_same_bytes() {
    let liasse = convention();
    let premiere = composer(&liasse).unwrap_or_else(echec);
    assert_eq!(premiere.avertissements(), []);
    assert_eq!(premiere.pages(), 3);
    let pdf = premiere.pdf(JOUR).unwrap();
    typst::comemo::evict(0);
    assert_eq!(composer(&liasse).unwrap_or_else(echec).pdf(JOUR).unwrap(), pdf);
    assert_ne!(premiere.pdf((2022, 9, 30)).unwrap(), pdf, "the date is in the file");
    let texte = String::from_utf8_lossy(&pdf);
    assert!(
        texte.contains("<pdfaid:part>2</pdfaid:part>") && texte.contains("<pdfuaid:part>1</pdfuaid:part>")
    );
    assert!(texte.contains("2022-09-29T00:00:00+00:00"));
    assert!(pdf.ends_with(b"%%EOF"));
}

#[test]
fn the_text_of_a_page_reads_as_the_page() {
    let textes = composer(&convention()).unwrap_or_else(echec).textes();
    assert!(textes[0].contains("1.1 Premier accueil"), "{}", textes[0]);
    assert!(textes[0].contains("Texte1 avec 415 000 €."), "{}", textes[0]);
    assert!(textes[1].starts_with("Année Montant\n2022 110000\n"), "{}", textes[1]);
    assert!(textes[2].ends_with("3 / 3"), "{}", textes[2]);
}

#[test]
fn an_error_of_the_charte_tells_which_fiche_called_it() {
    let principal = "#set document(title: [x])\n#include \"fiches/01.typ\"";
    let fiche = "#import \"../charte.typ\": double\nÀ #double(\"x\")";
    let liasse =
        liasse(&[("a.typ", principal), ("charte.typ", "\n#let double(x) = 2 + x"), ("fiches/01.typ", fiche)]);
    let erreurs = composer(&liasse).err().unwrap();
    assert_eq!(
        dire(&erreurs),
        "charte.typ:2:18: cannot add integer and string\n  while calling `double` (fiches/01.typ:2:4)\n  \
         while including `fiches/01.typ` (a.typ:2:2)"
    );
    let lieux: Vec<_> = erreurs[0].lieux().map(|lieu| (lieu.fichier.as_str(), lieu.ligne)).collect();
    assert_eq!(lieux, [("charte.typ", 2), ("fiches/01.typ", 2), ("a.typ", 2)]);
}

#[test]
fn lines_end_at_line_feeds_and_columns_count_characters() {
    // U+2028 ends a line for Typst, not for an editor.
    assert_eq!(refus(&une_page("a\u{2028}b\né #x")).lines().next(), Some("a.typ:4:4: unknown variable: x"));
    let json = liasse(&[("a.typ", "#json(\"d.json\")"), ("d.json", "{\n  \"é\": ?}")]);
    assert!(refus(&json).starts_with("d.json:2:9: failed to parse JSON"), "{}", refus(&json));
}

#[test]
fn nothing_exists_outside_of_the_folder() {
    assert!(refus(&une_page("#read(\"b.txt\")")).contains("file not found (searched at b.txt)"));
    assert!(refus(&une_page("#read(\"../b.txt\")")).contains("would escape the project root"));
    assert!(refus(&une_page("#read(\"/etc/hostname\")")).contains("(searched at etc/hostname)"));
    assert!(refus(&une_page("#import \"@preview/x:1.0.0\": y")).contains("package not found"));
    assert!(refus(&une_page("#datetime.today()")).contains("unable to get the current date"));
    assert!(refus(&Liasse { principal: "a.typ".into(), ..Liasse::default() }).contains("file not found"));
    assert!(refus(&liasse(&[("../a.typ", "")])).contains("« ../a.typ »"));
}

#[test]
fn a_source_that_is_not_text_is_refused() {
    let mut liasse = une_page("#include \"b.typ\"");
    liasse.fichiers.insert("b.typ".into(), vec![0xff]);
    assert!(refus(&liasse).contains("file is not valid UTF-8"));
    liasse.fichiers.insert("b.typ".into(), "\u{feff}bonjour".into());
    assert_eq!(composer(&liasse).unwrap_or_else(echec).textes(), ["bonjour"]);
}

#[test]
fn warnings_come_with_the_document_and_with_the_errors() {
    let composition = composer(&une_page("#set text(font: \"Marianne\")\nx")).unwrap_or_else(echec);
    let [avis] = composition.avertissements() else { panic!("one warning") };
    assert_eq!(
        (avis.gravite, avis.to_string().as_str()),
        (Gravite::Avertissement, "a.typ:3:17: unknown font family: marianne")
    );
    let erreurs = composer(&une_page("#set text(font: \"Marianne\")\n#x")).err().unwrap();
    assert_eq!(
        erreurs.iter().map(|e| e.gravite).collect::<Vec<_>>(),
        [Gravite::Erreur, Gravite::Avertissement]
    );
}

#[test]
fn what_the_standards_refuse_has_a_place() {
    let pdf = |liasse: &Liasse| dire(&composer(liasse).unwrap_or_else(echec).pdf(JOUR).unwrap_err());
    assert!(pdf(&liasse(&[("a.typ", "x")])).contains("missing document title"));
    assert!(pdf(&une_page("x 😀")).starts_with("a.typ:3:3: PDF/A-2a, PDF/UA-1 error: the text `\"😀\"`"));
    let mut sans_alternative = une_page("\n#image(\"a.svg\")");
    sans_alternative.fichiers.insert("a.svg".to_owned(), SVG.into());
    assert!(pdf(&sans_alternative).starts_with("a.typ:4:2: PDF/A-2a, PDF/UA-1 error: missing alt text\n"));
}

#[test]
fn a_date_that_does_not_exist_is_refused() {
    let composition = composer(&une_page("x")).unwrap_or_else(echec);
    assert_eq!(dire(&composition.pdf((2022, 2, 29)).unwrap_err()), "date impossible : 2022-02-29");
}

#[test]
fn each_page_makes_a_png() {
    let composition =
        composer(&une_page("#set page(width: 72pt, height: 36pt)\n#pagebreak()")).unwrap_or_else(echec);
    let images = composition.png(144).unwrap();
    assert_eq!(images.len(), 2);
    assert!(images[0].starts_with(b"\x89PNG") && images[0][16..24] == [0, 0, 0, 144, 0, 0, 0, 72]);
    let immense = composer(&une_page("#set page(width: 100cm, height: 100cm)\nx")).unwrap_or_else(echec);
    assert_eq!(dire(&immense.png(1200).unwrap_err()), "page 1 : image trop grande à 1200 points par pouce");
}

#[test]
fn french_is_covered_and_emoji_is_not() {
    let couverture = Couverture::embarquee();
    for c in "aÉœÆŸçñ€«»’–—…\u{a0}\u{202f}\u{2009}\u{ad}\u{200b}²°№½→≤≥×−✔☐☑\u{301}\t\n".chars()
    {
        assert!(couverture.couvre(c), "U+{:04X}", u32::from(c));
    }
    // New Computer Modern claims the last two without having them; U+20E3 combines with nothing of ours.
    for c in "😀漢\0\u{7}\u{9f}\u{e000}\u{f8ff}\u{10ffff}\u{1680}\u{20e3}✕⁃".chars() {
        assert!(!couverture.couvre(c), "U+{:04X}", u32::from(c));
    }
}

/// All the characters accepted, alone and inside a word, in each face of the running families.
#[test]
fn what_is_covered_makes_a_valid_pdf() {
    let mut candidats: BTreeSet<char> = (0..)
        .map_while(|rang| POLICES.font(rang))
        .flat_map(|police| police.info().coverage.iter().collect::<Vec<_>>())
        .filter_map(char::from_u32)
        .collect();
    // Beyond U+E01EF nothing is assigned.
    let invisibles = |c: &char| c.is_whitespace() || c.is_control() || is_default_ignorable(*c);
    candidats.extend(('\0'..'\u{e01f0}').filter(invisibles));
    candidats.retain(|&c| Couverture::embarquee().couvre(c));
    assert!(candidats.len() > 7000);
    // Short paragraphs: the time of line breaking grows faster than their length.
    let candidats: Vec<_> = candidats.into_iter().collect();
    let paragraphes: Vec<String> = candidats
        .chunks(8)
        .map(|groupe| groupe.iter().map(|c| format!("x {c} y é{c}b ")).collect())
        .collect();
    let mut liasse = une_page(
        "#for (police, graisses) in ((\"Libertinus Serif\", (400, 600, 700)), (\"DejaVu Sans Mono\", (400, 700))) {
          for graisse in graisses { for style in (\"normal\", \"italic\") {
            set text(font: police, weight: graisse, style: style)
            for p in json(\"c.json\") { par(p) }
        } } }",
    );
    liasse.fichiers.insert("c.json".to_owned(), serde_json::to_vec(&paragraphes).unwrap());
    let erreurs = composer(&liasse).unwrap_or_else(echec).pdf(JOUR).err().unwrap_or_default();
    assert!(erreurs.is_empty(), "{} errors, {}", erreurs.len(), erreurs[0]);
}

/// `pip install typst==0.15.2`, then `cargo test -- --ignored`.
#[test]
#[ignore = "needs Python and its package typst"]
#[expect(clippy::disallowed_methods, reason = "the stock compiler reads files")]
fn the_stock_compiler_makes_the_same_bytes() {
    let liasse = convention();
    let dossier = tempfile::tempdir().unwrap();
    for (chemin, octets) in &liasse.fichiers {
        let place = dossier.path().join(chemin);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, octets).unwrap();
    }
    let pdf = dossier.path().join("convention.pdf");
    std::fs::write(&pdf, composer(&liasse).unwrap_or_else(echec).pdf(JOUR).unwrap()).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/meme-octets.py");
    let principal = dossier.path().join(&liasse.principal);
    let etat = Command::new("python3").arg(script).args([&principal, &pdf]).arg("2022-09-29").status();
    assert!(etat.unwrap().success());
}
