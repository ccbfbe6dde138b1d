//! YAML as a person would write it: quotes where they are needed, comments on one line, the end of a list.

use crate::model::rapport::Releve;
use crate::model::{Absence, Case, Fenetre, Mesurage, Montant, Valeur};
use crate::text::{Sources, Span};

/// A text between quotes.
pub(super) fn cite(texte: &str) -> String {
    let mut sortie = String::from("\"");
    for c in texte.chars() {
        match c {
            '"' | '\\' => {
                sortie.push('\\');
                sortie.push(c);
            }
            '\n' => sortie.push_str("\\n"),
            '\t' => sortie.push_str("\\t"),
            c if c.is_control() => {}
            c => sortie.push(c),
        }
    }
    sortie.push('"');
    sortie
}

/// A text on one line, for a comment.
pub(super) fn ligne(texte: &str) -> String {
    let plat: Vec<&str> = texte.split_whitespace().collect();
    plat.join(" ").chars().filter(|c| !c.is_control()).collect()
}

/// A comment, shortened so that a line can be read.
pub(super) fn remarque(texte: &str) -> String {
    let plat = ligne(texte);
    if plat.chars().count() <= 90 {
        return plat;
    }
    let debut: String = plat.chars().take(88).collect();
    format!("{} […]", debut.trim_end())
}

/// An amount with ordinary spaces: « 835 580,45 € ».
pub(super) fn euros(montant: Montant) -> String {
    montant.en_prose().replace('\u{202f}', " ")
}

/// An amount or the word of its absence, as a value.
pub(super) fn engage(montant: &Result<Montant, Absence>) -> String {
    match montant {
        Ok(m) => cite(&euros(*m)),
        Err(a) => a.mot().to_owned(),
    }
}

/// An amount or the word of its absence, in a sentence.
pub(super) fn releve(r: &Releve) -> String {
    match r {
        Ok(m) => euros(m.valeur),
        Err(a) => a.valeur.mot().to_owned(),
    }
}

/// A box as it was written, with its dates and its sources.
pub(super) fn case(case: &Case, sources: &Sources) -> String {
    let valeurs: Vec<String> = case.iter().map(|v| valeur(v, sources)).collect();
    match valeurs.as_slice() {
        [seule] => seule.clone(),
        plusieurs => format!("[{}]", plusieurs.join(", ")),
    }
}

fn valeur(v: &Valeur, sources: &Sources) -> String {
    let brut = sources.texte(v.mesurage.span).trim().trim_matches(['"', '\'']);
    let (cle, mot) = match &v.mesurage.valeur {
        Mesurage::Absent(a) => ("valeur", a.mot().to_owned()),
        Mesurage::Texte(t) => ("texte", cite(t)),
        _ => ("valeur", cite(brut)),
    };
    let mut cles = vec![format!("{cle}: {mot}")];
    match v.fenetre {
        Some(Fenetre::DuAu(a, b)) => cles.push(format!("du: {}, au: {}", a.iso(), b.iso())),
        Some(Fenetre::Au(b)) => cles.push(format!("au: {}", b.iso())),
        None => {}
    }
    for (cle, texte) in [("perimetre", &v.perimetre), ("source", &v.source), ("note", &v.note)] {
        cles.extend(texte.as_ref().map(|t| format!("{cle}: {}", cite(t))));
    }
    if cles.len() == 1 && cle == "valeur" { mot } else { format!("{{ {} }}", cles.join(", ")) }
}

/// Where a line can be added at the end of a block list one item of which starts there, and the blanks before
/// its dash; `None` when the list is written on one line, between brackets.
pub(super) fn fin_de_liste(sources: &Sources, item: Span) -> Option<(Span, String)> {
    let texte = sources.source(item.fichier).texte();
    let debut = texte.get(..item.debut)?.rfind('\n').map_or(0, |i| i + 1);
    let premiere = texte.get(debut..)?.lines().next()?;
    let marge = premiere.len() - premiere.trim_start().len();
    if !premiere.trim_start().starts_with('-') {
        return None;
    }
    let fin = fin_de_bloc(texte, debut, |ligne, retrait| {
        retrait > marge || (retrait == marge && ligne.starts_with('-'))
    });
    Some((Span { fichier: item.fichier, debut: fin, fin }, premiere.get(..marge)?.to_owned()))
}

/// Where a line can be added after a key and what it holds, and the blanks before the key.
pub(super) fn fin_de_cle(sources: &Sources, cle: Span) -> Option<(Span, String)> {
    let texte = sources.source(cle.fichier).texte();
    let debut = texte.get(..cle.debut)?.rfind('\n').map_or(0, |i| i + 1);
    let blancs = texte.get(debut..cle.debut)?;
    if !blancs.trim().is_empty() {
        return None;
    }
    let marge = blancs.len();
    let fin = fin_de_bloc(texte, debut, |_, retrait| retrait > marge);
    Some((Span { fichier: cle.fichier, debut: fin, fin }, blancs.to_owned()))
}

/// The end of the last line, from `debut` on, that still belongs to a block: blank lines do when something of
/// the block follows them.
fn fin_de_bloc(texte: &str, debut: usize, dedans: impl Fn(&str, usize) -> bool) -> usize {
    let mut place = debut;
    let mut fin = debut;
    for (rang, ligne) in texte.get(debut..).unwrap_or("").split_inclusive('\n').enumerate() {
        let nu = ligne.trim();
        let retrait = ligne.len() - ligne.trim_start().len();
        place += ligne.len();
        // A comment belongs to what follows it.
        if rang > 0 && (nu.is_empty() || nu.starts_with('#')) {
            continue;
        }
        if rang == 0 || (nu != "---" && dedans(nu, retrait)) {
            fin = place;
        } else {
            break;
        }
    }
    fin
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Chemin;

    fn ajoute(texte: &str, item: &str) -> Option<String> {
        let mut sources = Sources::default();
        let fichier = sources.ajouter(Chemin::new("a.md").unwrap(), texte);
        let debut = texte.find(item).unwrap();
        let (span, marge) = fin_de_liste(&sources, Span { fichier, debut, fin: debut + item.len() })?;
        let (avant, apres) = texte.split_at(span.debut);
        Some(format!("{avant}{marge}- neuf\n{apres}"))
    }

    #[test]
    fn a_line_goes_at_the_end_of_its_list_whatever_stands_around() {
        // Comments between items, a blank line, a comment of the next key, which stays with it.
        let texte = "a:\n  # un\n  - x: 1\n    y:\n\n  # deux\n  - x: 2\n    y: |\n      # mot\n      fin\n\n# de b\nb: 3\n---\n";
        let attendu = texte.replace("      fin\n", "      fin\n  - neuf\n");
        assert_eq!(ajoute(texte, "x: 1"), Some(attendu));
        // A list at the margin of its key; the end of the header.
        assert_eq!(
            ajoute("a:\n- x: 1\n- x: 2\n---\ntexte\n", "x: 1").unwrap(),
            "a:\n- x: 1\n- x: 2\n- neuf\n---\ntexte\n"
        );
        assert_eq!(ajoute("a:\n  - x: 1\n  b: 2\n", "x: 1").unwrap(), "a:\n  - x: 1\n  - neuf\n  b: 2\n");
        // Between brackets, the end of a line is not the end of the list.
        assert_eq!(ajoute("a: [{ x: 1 }]\n", "x: 1"), None);
    }

    #[test]
    fn quotes_hold_any_text() {
        let texte = "un « b » : \\ \"c\" # d\te\nf";
        let yaml = format!("a: {}\n", cite(texte));
        let mut sources = Sources::default();
        let fichier = sources.ajouter(Chemin::new("a.yaml").unwrap(), &yaml);
        assert!(!yaml.trim_end().contains('\n') && sources.source(fichier).texte() == yaml);
        assert_eq!(ligne("un\n  deux"), "un deux");
    }
}
