//! Lists, and lines that were meant to be: numbers and signs stay as typed, nothing is run together.

use super::{faults, kept, parsed, told};
use crate::model::text::Block;

#[test]
fn a_list_prints_the_numbers_and_the_signs_that_are_typed() {
    told("3. Trois\n4. Quatre", &[]);
    told("3. Trois\n5. Cinq", &["MD-015 2:1"]);
    told("1. Un\n3. Trois\n2. Deux", &["MD-015 2:1"]);
    told("1. Un\n1. Un", &["MD-015 2:1"]);
    told("01. Un\n02. Deux", &["MD-015 1:1"]);
    let bracket = parsed("12) Douze\n13) Treize").1;
    assert!(matches!(bracket.blocks[0], Block::List { start: Some(12), bracket: true, .. }));
    told("12) Douze\n13) Treize", &[]);
    told("Le texte est signé par\n1. Le préfet", &["MD-015 2:1"]);
    told("Deux agents\n+ 2 agents", &["MD-015 2:1"]);
    told("Le coût\n* 2", &["MD-015 2:1"]);
    told("Le coût de 12\n- 3", &["MD-015 2:1"]);
    told("Comme suit :\n- un\n- deux", &[]);
    told("**Comme suit :**\n- un\n- deux", &[]);
    told("Le coût\n\n- un\n- deux", &[]);
    told("| a | b |\n|---|---|\n| un* | deux |\n\n* hors FSE", &["MD-015 5:1"]);
    told("* un\n* deux", &[]);
    assert!(faults("3. Trois\n5. Cinq")[0].contains("le point « 5. » s’imprimerait « 4. »"));
    assert!(faults("Le texte est signé par\n1. Le préfet")[0].contains("écrire « 1\\. Le préfet »"));
}

#[test]
fn a_point_is_where_its_margin_says() {
    told("1. Un\n  * point", &["MD-015 2:3"]);
    told("1. Un\n   * point", &[]);
    told("100. Cent\n    - b", &["MD-015 2:5"]);
    told("- un\n  - deux\n    - trois", &[]);
    told("Texte.\n\n    avec marge", &["MD-017 3:5"]);
    told("Texte.\n\n\tavec tabulation", &["MD-017 3:2"]);
    told("- un\n\n  suite\n", &[]);
}

#[test]
fn lines_that_begin_alike_are_not_run_together() {
    for (text, place) in [
        ("•\tun\n•\tdeux", "MD-016 2:1"),
        ("Les actions :\n• un", "MD-016 2:1"),
        ("– un\n– deux", "MD-016 2:1"),
        ("· un\n· deux", "MD-016 2:1"),
        ("o\tun\no\tdeux", "MD-016 2:1"),
        ("Ø un\nØ deux", "MD-016 2:1"),
        ("➢ un\n➢ deux", "MD-016 2:1"),
        ("\u{f0b7}\tun\n\u{f0b7}\tdeux", "MD-016 2:1"),
        ("-point\n-virgule", "MD-016 2:1"),
        ("a) un\nb) deux", "MD-016 2:1"),
        ("2.1. un\n2.2. deux", "MD-016 2:1"),
        ("2.1 un\n2.2 deux", "MD-016 2:1"),
        ("1° un\n2° deux", "MD-016 2:1"),
        ("I. un\nII. deux", "MD-016 2:1"),
        ("III – un\nIV – deux", "MD-016 2:1"),
        ("Texte\n2. deux\n3. trois", "MD-016 3:1"),
        ("- un\n  a) deux\n  b) trois", "MD-016 3:3"),
    ] {
        told(text, &[place]);
    }
    for text in [
        "une – incise\n– longue – dans une phrase",
        "l’article\n2. Le préfet",
        "M. Martin\nM. Durand",
        "a) seul ici",
        "le 12\n13 mai",
        "il vaut\n-12 degrés\n-13 degrés",
        "ou l’un\nou l’autre",
    ] {
        kept(text);
    }
    assert!(
        faults("•\tun\n•\tdeux")[0]
            .ends_with("écrire « - deux », et de même les autres lignes, après une ligne vide")
    );
}

#[test]
fn a_list_keeps_the_signs_of_its_lines() {
    told("+ 2 agents\n+ 3 agents", &["MD-015 1:1"]);
    told("+ 2 agents", &["MD-015 1:1"]);
    told("- des moyens :\n  + 2 agents\n  + 3 agents", &["MD-015 2:3"]);
    told("+\t12 %\n+\t3 %", &["MD-015 1:1"]);
    told("+ un accueil\n+ une écoute", &[]);
    told("+ 2 agents\n+ un véhicule", &[]);
    told("* un accueil\n* une écoute", &[]);
    told("- 2 agents\n- 3 agents", &[]);
    told("* 2 agents\n* 3 agents", &[]);
    // Notes that a table or a sentence calls.
    told("| a | b |\n|---|---|\n| Total* | 5** |\n\n* hors FSE\n* hors État", &["MD-015 5:1"]);
    told("Soit 12 000 €* en 2024.\n\n* hors FSE\n* hors État", &["MD-015 3:1"]);
    told("Des agents* et des élus*.\n\n* hors FSE\n* hors État", &["MD-015 3:1"]);
    told("* hors FSE\n** hors État", &["MD-015 1:1"]);
    told("Des candidat*s, 2*3 = 6, et du *gras*.\n\n* un accueil\n* une écoute", &[]);
    told("`a*`\n\n- un\n- deux", &[]);
    told("Un accueil\\*.\n\n* un\n* deux\n\n\\* hors État", &[]);
    // Stars of emphasis that did not pair, a call far above, a long list.
    told("**Un accueil **: ouvert.\n\n* hors FSE\n* hors État", &[]);
    told("Un accueil*.\n\nUne écoute.\n\n* hors FSE\n* hors État", &[]);
    told("Un accueil*.\n\n* un\n* deux\n* trois\n* quatre\n* cinq", &[]);
}

#[test]
fn lines_that_open_alike_are_points() {
    for text in [
        "(1) un\n(2) deux",
        "(a) un\n(b) deux",
        "(i) un\n(ii) deux",
        "1.un\n2.deux",
        "1)un\n2)deux",
        "A- un\nB- deux",
        "A-un\nB-deux",
        "i) un\nii) deux",
        "i. un\nii. deux",
        "a/ un\nb/ deux",
        "a - un\nb - deux",
        "a – un\nb – deux",
        "-- un\n-- deux",
        "-> un\n-> deux",
        "=> un\n=> deux",
        "n°1 un\nn°2 deux",
        "N° 1 : un\nN° 2 : deux",
        "v un\nv deux",
        "ü un\nü deux",
        "n un\nn deux",
        "+2 agents\n+3 agents",
        "-2 agents\n-3 agents",
        "Axe 1 : logement\nAxe 2 : emploi",
        "Article 1 – objet\nArticle 2 – durée",
    ] {
        told(text, &["MD-016 2:1"]);
    }
    told("1. un\n   2. deux", &["MD-016 2:4"]);
    told("1) un\n   2) deux", &["MD-016 2:4"]);
    for text in [
        "Axe 1 : logement ;\nAxe 2 : emploi.",
        "En 2023, un accueil ouvre\nEn 2024, un autre",
        "M. Dupont, préfet\nM. Martin, président",
        "L. 115-1 du code\nL. 115-2 du code",
        "5-6 jours par mois\n6-7 jours par mois",
        "1,5 million\n2,5 millions",
        "1 accueil\n2 écoutes",
        "A la suite\nB en est une autre",
        "v un\nun v deux",
        "le taux (1) est\n(2) fois",
        "12 places\n13 places",
        "il y a\nà midi\nà minuit",
    ] {
        kept(text);
    }
}
