//! A paragraph that stands twice.

use std::collections::BTreeMap;

use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::passage::Nature;
use crate::text::Fichier;

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-007",
    titre: "un passage figure deux fois",
    gravite: Gravite::Conseil,
    verifie: "Les paragraphes et les points de liste de quinze mots et plus qui se lisent deux fois, mot pour mot, dans un \
              fichier ou d’un fichier à l’autre. Un constat par couple de fichiers ; la ponctuation, les accents et les \
              capitales ne comptent pas. Les titres, les tableaux et les données ne sont pas comparés.",
    pourquoi: "Une copie se corrige une fois sur deux : le texte répété finit par se contredire. Dans un même fichier, c’est \
               souvent un collage de trop.",
    source: "Usage éditorial : une information, une place.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "dont le parcours s'interrompt, là où ils sont.",
            a: "dont le parcours s'interrompt, là où ils sont.\n\nUne équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "dont le parcours s'interrompt, là où ils sont.",
            a: "dont le parcours s'interrompt, là où ils sont.\n\nUne équipe mobile va vers eux.\n\nUne équipe mobile va vers eux.",
        }],
    },
    chercher,
};

/// Fewest words of a paragraph that is compared.
const MOTS_MIN: usize = 15;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut premiers: BTreeMap<String, &Passage> = BTreeMap::new();
    let mut couples: BTreeMap<(Fichier, Fichier), Vec<(&Passage, &Passage)>> = BTreeMap::new();
    for passage in c.dossier.passages.iter().filter(|p| p.nature == Nature::Paragraphe) {
        let cle = plat(&passage.texte);
        if cle.split(' ').count() < MOTS_MIN {
            continue;
        }
        match premiers.get(&cle) {
            Some(premier) => {
                couples.entry((premier.fichier(), passage.fichier())).or_default().push((premier, passage))
            }
            None => {
                premiers.insert(cle, passage);
            }
        }
    }
    couples.values().filter_map(|paires| dire(c, paires)).collect()
}

fn dire(c: &Contexte<'_>, paires: &[(&Passage, &Passage)]) -> Option<Diagnostic> {
    let (premier, copie) = paires.first()?;
    let ailleurs = premier.fichier() != copie.fichier();
    let chemin = c.sources.source(premier.fichier()).chemin();
    let ou = if ailleurs { format!("dans {chemin}") } else { "plus haut".to_owned() };
    let quoi = match paires.len() {
        1 => format!("ce passage se lit déjà, mot pour mot, {ou}"),
        n => format!("{n} passages se lisent déjà, mot pour mot, {ou}"),
    };
    let place = |p: &Passage| p.span_de(&(0..p.texte.len()));
    let mut constat = Diagnostic::constat(place(copie), quoi).aide(if ailleurs {
        "l’écrire à une place et y renvoyer, ou s’assurer que les deux resteront les mêmes"
    } else {
        "retirer l’un des deux"
    });
    for (premier, _) in paires.iter().take(3) {
        constat = constat.voir(place(premier), "le même texte");
    }
    Some(constat)
}
