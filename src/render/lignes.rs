//! From a line of an emitted file to the line of the template that made it: marks are put in the templates,
//! go through tera, and are taken out of what it gives. Content can hold no such mark: escaping drops
//! private-use characters.

use super::gabarits::Rendu;
use crate::text::{Fichier, Sources, Span};

const OUVRE: char = '\u{e000}';
const FERME: char = '\u{e001}';

/// Line by line, where an emitted file comes from.
#[derive(Debug, Default)]
pub struct Lignes(Vec<Option<(Fichier, usize)>>);

impl Lignes {
    /// The place in a template of a line of the emitted file, counted from 1: that line's, or the nearest above.
    pub fn origine(&self, ligne: usize, sources: &Sources) -> Option<Span> {
        let (fichier, ligne) = self.0.iter().take(ligne).rev().find_map(|o| *o)?;
        let source = sources.source(fichier);
        let debut = source.debut_de_ligne(ligne);
        let texte = source.texte().get(debut..).unwrap_or("").lines().next().unwrap_or("");
        let blancs = texte.len() - texte.trim_start().len();
        Some(Span { fichier, debut: debut + blancs, fin: debut + texte.len() })
    }
}

/// Puts a mark before the first character of each line that is text for tera.
pub fn marquer(texte: &str, fichier: Fichier) -> String {
    let mut sortie = String::with_capacity(texte.len() * 2);
    let mut fin_de_balise: Option<&str> = None;
    for (i, ligne) in texte.split_inclusive('\n').enumerate() {
        let blancs = ligne.len() - ligne.trim_start().len();
        let (marge, reste) = ligne.split_at_checked(blancs).unwrap_or(("", ligne));
        sortie.push_str(marge);
        if fin_de_balise.is_none()
            && !reste.is_empty()
            && !["{{", "{%", "{#"].iter().any(|b| reste.starts_with(b))
        {
            sortie.push_str(&format!("{OUVRE}{}:{}{FERME}", fichier.rang(), i + 1));
        }
        sortie.push_str(reste);
        fin_de_balise = balise_ouverte(reste, fin_de_balise);
    }
    sortie
}

/// The end awaited of a tera tag that a line leaves open.
fn balise_ouverte(ligne: &str, ouverte: Option<&'static str>) -> Option<&'static str> {
    let mut reste = ligne;
    let mut attendue = ouverte;
    loop {
        if let Some(fin) = attendue {
            let Some((_, suite)) = reste.split_once(fin) else { return attendue };
            reste = suite;
            attendue = None;
        } else {
            let paires = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
            let premiere = paires.iter().filter_map(|(o, f)| reste.find(o).map(|i| (i, *o, *f))).min()?;
            let (_, suite) = reste.split_once(premiere.1)?;
            reste = suite;
            attendue = Some(premiere.2);
        }
    }
}

/// How many characters the mark of a line adds to it.
pub fn longueur_de_marque(texte: &str, ligne: usize, fichier: Fichier) -> usize {
    let marquee = marquer(texte, fichier);
    let longueur = |t: &str| t.lines().nth(ligne.saturating_sub(1)).map_or(0, |l| l.chars().count());
    longueur(&marquee).saturating_sub(longueur(texte))
}

/// Takes the marks out and keeps what they say.
pub fn demarquer(marque: &str, sources: &Sources) -> Rendu {
    let mut texte = String::with_capacity(marque.len());
    let mut lignes = Lignes(vec![None]);
    let mut reste = marque;
    while let Some(i) = reste.find([OUVRE, '\n']) {
        let (avant, suite) = reste.split_at_checked(i).unwrap_or((reste, ""));
        texte.push_str(avant);
        if let Some(apres) = suite.strip_prefix('\n') {
            texte.push('\n');
            lignes.0.push(None);
            reste = apres;
            continue;
        }
        let Some((corps, apres)) = suite.split_once(FERME) else { break };
        let lu = corps.trim_start_matches(OUVRE).split_once(':');
        let lieu = lu.and_then(|(f, l)| Some((sources.fichier(f.parse().ok()?)?, l.parse().ok()?)));
        if let Some(derniere) = lignes.0.last_mut() {
            *derniere = derniere.or(lieu);
        }
        reste = apres;
    }
    texte.push_str(reste);
    Rendu { texte, lignes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Chemin;

    #[test]
    fn marks_go_in_and_come_out() {
        let mut sources = Sources::default();
        let gabarit = "#a(\n  b: {{ x }},\n{%- if y -%}\n  c\n{%- endif %}\n{# x\n y #} d\n)\n";
        let fichier = sources.ajouter(Chemin::new("templates/a.typ.tera").unwrap(), gabarit);
        let marque = marquer(gabarit, fichier);
        let rendu = demarquer(&marque, &sources);
        assert_eq!(rendu.texte, gabarit);
        assert_eq!(sources.lieu(rendu.lignes.origine(2, &sources).unwrap()), "templates/a.typ.tera:2:3");
        assert_eq!(sources.lieu(rendu.lignes.origine(5, &sources).unwrap()), "templates/a.typ.tera:4:3");
        assert_eq!(sources.lieu(rendu.lignes.origine(8, &sources).unwrap()), "templates/a.typ.tera:8:1");
    }
}
