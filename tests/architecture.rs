//! What the sources must not say: dependencies that go up, facts of one département, unescaped output.

use std::collections::{BTreeMap, BTreeSet};

use crate::commun::{depot, lire_arbre};

/// Each module and those that it may use.
const FLECHES: [(&str, &[&str]); 13] = [
    ("text", &[]),
    ("diagnostic", &["text"]),
    ("model", &["text", "diagnostic"]),
    ("parse", &["text", "diagnostic", "model"]),
    ("project", &["text", "diagnostic", "model", "parse"]),
    ("aggregate", &["text", "model"]),
    ("chantier", &["text", "diagnostic", "model", "aggregate"]),
    ("check", &["text", "diagnostic", "model", "aggregate"]),
    ("document", &["text", "diagnostic", "model", "aggregate"]),
    ("render", &["text", "diagnostic", "model", "document"]),
    ("typeset", &["text", "diagnostic", "render"]),
    (
        "atelier",
        &[
            "text",
            "diagnostic",
            "model",
            "parse",
            "project",
            "aggregate",
            "chantier",
            "check",
            "document",
            "render",
            "typeset",
        ],
    ),
    ("cli", &["text", "diagnostic", "model", "project", "aggregate", "check", "atelier"]),
];

fn textes(dossier: &str) -> BTreeMap<String, String> {
    let arbre = lire_arbre(&depot().join(dossier));
    arbre.into_iter().map(|(nom, octets)| (nom, String::from_utf8(octets).unwrap())).collect()
}

/// The code of a file: neither its comments nor its tests.
fn code(texte: &str) -> String {
    let texte = texte.split("#[cfg(test)]\nmod tests {").next().unwrap();
    texte.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn dependencies_go_one_way() {
    let mut fautes = Vec::new();
    for (nom, texte) in textes("src") {
        let module = nom.split(['/', '.']).next().unwrap();
        let Some((_, permis)) = FLECHES.iter().find(|(m, _)| *m == module) else { continue };
        for morceau in code(&texte).split("crate::").skip(1) {
            let cible = morceau.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            if cible.is_empty() || cible == module || permis.contains(&cible) {
                continue;
            }
            fautes.push(format!("{nom} → {cible}"));
        }
    }
    assert!(fautes.is_empty(), "{fautes:#?}");
}

/// What is of one département and one year: names, amounts, years, found in its content.
fn faits_du_contenu() -> BTreeSet<String> {
    let mut faits = BTreeSet::new();
    for (nom, texte) in textes("content") {
        if nom.ends_with("organisation.yaml") || nom.ends_with("convention.yaml") {
            for valeur in
                texte.lines().filter_map(|l| l.split_once(": ")).map(|(_, v)| v.trim().trim_matches('"'))
            {
                let propre = valeur.split_whitespace().all(|m| m.starts_with(char::is_uppercase));
                if propre && valeur.len() > 5 && !["IBAN", "absente"].contains(&valeur) {
                    faits.insert(valeur.to_owned());
                }
            }
        }
        // Amounts of a thousand euros and more, as written and without spaces.
        for morceau in texte.split('€') {
            let fin: String =
                morceau.chars().rev().take_while(|c| c.is_ascii_digit() || " ,.".contains(*c)).collect();
            let montant: String = fin.chars().rev().collect::<String>().trim().to_owned();
            let chiffres: String = montant.chars().filter(char::is_ascii_digit).collect();
            if chiffres.len() >= 5 && !chiffres.ends_with("0000") {
                faits.insert(montant);
                faits.insert(chiffres);
            }
        }
    }
    faits.extend(
        ["Seine", "Marne", "Melun", "Beffre", "Parigi", "2022", "CALPAE", "KPMG", "AAVE"].map(str::to_owned),
    );
    faits
}

#[test]
fn no_fact_of_one_departement_in_the_program() {
    let faits = faits_du_contenu();
    assert!(faits.len() > 40, "le contenu n’a donné que {} faits", faits.len());
    let mut fautes = Vec::new();
    for (dossier, commentaires) in [("src", "//"), ("templates", "//")] {
        for (nom, texte) in textes(dossier) {
            // Whole files of tests say `2022` to test reading it.
            if nom.ends_with("tests.rs") {
                continue;
            }
            for ligne in code(&texte).lines() {
                let ligne = ligne.split(&format!(" {commentaires} ")).next().unwrap();
                // Help and advice show how a date is written: an example year is no fact.
                let ligne = if dossier == "src" { sans_exemples(ligne) } else { ligne.to_owned() };
                fautes.extend(
                    faits
                        .iter()
                        .filter(|f| ligne.contains(f.as_str()))
                        .map(|f| format!("{nom} : {f} : {ligne}")),
                );
            }
        }
    }
    assert!(fautes.is_empty(), "{fautes:#?}");
}

/// A line of code without the examples between guillemets of its messages.
fn sans_exemples(ligne: &str) -> String {
    let mut sortie = String::new();
    let mut dedans = 0usize;
    for c in ligne.chars() {
        match c {
            '«' => dedans += 1,
            '»' => dedans = dedans.saturating_sub(1),
            c if dedans == 0 => sortie.push(c),
            _ => {}
        }
    }
    sortie
}

#[test]
fn templates_escape_everything_and_speak_french() {
    for (nom, texte) in textes("templates").into_iter().filter(|(n, _)| n.ends_with(".tera")) {
        for interdit in ["| safe", "|safe", "autoescape"] {
            assert!(!texte.contains(interdit), "{nom} : {interdit}");
        }
        for ligne in texte.lines().filter(|l| !l.trim_start().starts_with("//") && !l.contains("{#")) {
            for (i, _) in ligne.match_indices('\'') {
                let lettre = |c: Option<char>| c.is_some_and(char::is_alphabetic);
                let (avant, apres) = (ligne[..i].chars().next_back(), ligne[i + 1..].chars().next());
                assert!(!(lettre(avant) && lettre(apres)), "{nom} : apostrophe droite : {ligne}");
            }
            let ligne = hors_balises(ligne);
            for signe in [" ;", " !", " ?", " »"] {
                assert!(!ligne.contains(signe), "{nom} : espace ordinaire avant « {signe} » : {ligne}");
            }
        }
    }
}

/// A line of a template without what is for tera.
fn hors_balises(ligne: &str) -> String {
    let mut sortie = String::new();
    let mut reste = ligne;
    while let Some(i) = ["{{", "{%"].iter().filter_map(|b| reste.find(b)).min() {
        sortie.push_str(&reste[..i]);
        let fin =
            ["}}", "%}"].iter().filter_map(|b| reste[i..].find(b)).min().map_or(reste.len(), |f| i + f + 2);
        reste = &reste[fin..];
    }
    sortie + reste
}
