//! Blocks of prose to Typst: one call per element, every run of text through the escape.

use super::echappement::{chaine, texte};
use crate::document::references::chemin_emis;
use crate::document::vue::{Prose, Proses};
use crate::model::texte::{Alignement, Bloc, Image, Inline, Table, texte_nu};
use crate::text::Chemin;

/// How prose is set in an emitted file.
#[derive(Debug, Clone, Copy)]
pub struct Cadrage {
    /// What is added to the level of headings.
    pub decalage: u8,
    /// Where an image stands, from the emitted file.
    pub image: fn(&Chemin) -> String,
}

/// Typst of the prose of a document, by rank, for files that stand one folder below the images.
pub(super) fn proses(proses: &Proses) -> Vec<String> {
    let cadrage = |decalage| Cadrage { decalage, image: |c| format!("../{}", chemin_emis(c)) };
    let typst = |p: &Prose| match p {
        Prose::Blocs(blocs, decalage) => prose(blocs, cadrage(*decalage)),
        Prose::Ligne(texte) => inlines(texte, cadrage(0)),
    };
    proses.iter().map(typst).collect()
}

/// Typst of some prose, a blank line between blocks.
pub fn prose(blocs: &[Bloc], cadrage: Cadrage) -> String {
    blocs.iter().map(|b| bloc(b, cadrage)).collect::<Vec<_>>().join("\n\n")
}

fn bloc(bloc: &Bloc, cadrage: Cadrage) -> String {
    match bloc {
        Bloc::Titre { niveau, contenu, .. } => {
            format!("#heading(level: {})[{}]", niveau + cadrage.decalage, inlines(contenu, cadrage))
        }
        // « … comme suit : » stays with what it announces.
        Bloc::Paragraphe(contenu) if texte_nu(contenu).trim_end().ends_with(':') => {
            format!("#annonce[{}]", inlines(contenu, cadrage))
        }
        Bloc::Paragraphe(contenu) => inlines(contenu, cadrage),
        Bloc::Liste { debut, items } => liste(*debut, items, cadrage),
        Bloc::Citation(blocs) => format!("#citation[{}]", prose(blocs, cadrage)),
        Bloc::Code(code) => format!("#raw(block: true, {})", chaine(code)),
        Bloc::Filet => "#separation()".to_owned(),
        Bloc::Table(t) => table(t, cadrage),
        Bloc::Image(i) => image(i, cadrage),
        Bloc::Reference(r) => texte(&format!("{{{}}}", r.valeur)),
    }
}

fn liste(debut: Option<u64>, items: &[Vec<Bloc>], cadrage: Cadrage) -> String {
    let appel = match debut {
        Some(n) => format!("#enum(start: {n},"),
        None => "#list(".to_owned(),
    };
    let items: Vec<String> = items.iter().map(|i| format!("  [{}],", decaler(&prose(i, cadrage)))).collect();
    format!("{appel}\n{}\n)", items.join("\n"))
}

/// Indents the lines after the first, so that the emitted file reads as a tree.
fn decaler(typst: &str) -> String {
    typst.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}

fn table(table: &Table, cadrage: Cadrage) -> String {
    let aligne = |rang: usize| match table.alignements.get(rang) {
        Some(Alignement::Droite) => "right",
        Some(Alignement::Centre) => "center",
        Some(Alignement::Gauche) | None => "left",
    };
    let colonnes: Vec<String> = table
        .entete
        .iter()
        .enumerate()
        .map(|(rang, titre)| format!("    (titre: [{}], align: {}),", inlines(titre, cadrage), aligne(rang)))
        .collect();
    let lignes: Vec<String> = table
        .lignes
        .iter()
        .map(|ligne| {
            let cellules: Vec<String> = ligne.iter().map(|c| format!("[{}],", inlines(c, cadrage))).collect();
            format!("    (genre: \"ligne\", cellules: ({})),", cellules.join(" "))
        })
        .collect();
    format!(
        "#tableau(\n  colonnes: (\n{}\n  ),\n  lignes: (\n{}\n  ),\n)",
        colonnes.join("\n"),
        lignes.join("\n")
    )
}

fn image(image: &Image, cadrage: Cadrage) -> String {
    let chemin = (cadrage.image)(&image.fichier.valeur);
    format!("#illustration(image({}, alt: {}))", chaine(&chemin), chaine(&image.alternative))
}

/// Typst of a run of text.
pub fn inlines(inlines: &[Inline], cadrage: Cadrage) -> String {
    inlines.iter().map(|i| inline(i, cadrage)).collect()
}

/// A call in a line ends with `;`: what follows can then be neither its arguments nor one of its fields.
fn inline(inline: &Inline, cadrage: Cadrage) -> String {
    match inline {
        Inline::Texte(t) => texte(t),
        Inline::Gras(c) => format!("#strong[{}];", inlines(c, cadrage)),
        Inline::Italique(c) => format!("#emph[{}];", inlines(c, cadrage)),
        Inline::Barre(c) => format!("#strike[{}];", inlines(c, cadrage)),
        Inline::Code(t) => format!("#raw({});", chaine(t)),
        Inline::Lien { url, contenu } => format!("#link({})[{}];", chaine(url), inlines(contenu, cadrage)),
        Inline::Note(blocs) => format!("#footnote[{}];", prose(blocs, cadrage)),
        Inline::RetourLigne => "#linebreak();".to_owned(),
        Inline::Reference(r) => texte(&format!("{{{}}}", r.valeur)),
    }
}
