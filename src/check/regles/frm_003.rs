//! A code in a table that nobody explains.

use std::collections::BTreeMap;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Nature;
use crate::model::tableau::{Contenu, Donnees, Ligne, TypeColonne};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-003",
    titre: "un tableau emploie un code que rien n’explique",
    gravite: Gravite::Conseil,
    verifie: "Les cases d’un tableau qui ne contiennent que « nc », « nr », « nd », « na », « so » (avec ou sans points), « / » \
              ou « ? », et « - » dans une colonne de valeurs. Un constat par tableau. Un code que la note du tableau ou \
              les sigles de l’acte expliquent n’est pas retenu, ni « - » dans une colonne de texte.",
    pourquoi: "« nc » se lit « non communiqué », « non concerné » ou « non connu » : un chiffre qui manque, une question qui ne \
               se pose pas et un zéro ne se distinguent plus.",
    source: "Usage des tableaux statistiques : les signes conventionnels y sont expliqués ; docs/format.md, mots d’absence.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "| Suivi        | trois mois |",
            a: "| Suivi        | nc         |",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "| Suivi        | trois mois |",
            a: "| Suivi        | non connue |",
        }],
    },
    chercher,
};

/// The code of a cell, written without its points.
fn code(texte: &str) -> Option<String> {
    let court: String = texte.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).collect();
    let court = court.trim();
    let connu = matches!(
        court,
        "nc" | "n/c" | "nr" | "nd" | "na" | "n/a" | "so" | "ns" | "/" | "?" | "-" | "–" | "—"
    );
    connu.then(|| court.to_owned())
}

fn tiret(code: &str) -> bool {
    matches!(code, "-" | "–" | "—")
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let donnees = c.fiches().flat_map(|f| &f.tableaux).filter_map(|t| dire(c, cases(t), t.note.as_deref()));
    donnees.chain(prose(c)).collect()
}

/// The cells of a table of data that hold a code.
fn cases(tableau: &Donnees) -> Vec<(String, Span)> {
    let mut trouvees = Vec::new();
    for ligne in &tableau.lignes {
        let Ligne::Cellules(cellules) = ligne else { continue };
        for (cellule, colonne) in cellules.iter().zip(&tableau.colonnes) {
            let Contenu::Texte(texte) = &cellule.valeur else { continue };
            let lu = code(texte).filter(|k| !tiret(k) || colonne.genre != TypeColonne::Texte);
            trouvees.extend(lu.map(|k| (k, cellule.span)));
        }
    }
    trouvees
}

/// The same in the tables of the prose: cells that follow one another are of one table.
fn prose(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let mut lues: Vec<(String, Span)> = Vec::new();
    let mut fichier = None;
    for passage in &c.dossier.passages {
        if passage.nature != Nature::Cellule || fichier != Some(passage.fichier()) {
            constats.extend(dire(c, std::mem::take(&mut lues), None));
            fichier = Some(passage.fichier());
        }
        if passage.nature == Nature::Cellule {
            let tout = 0..passage.texte.len();
            lues.extend(code(&passage.texte).filter(|k| !tiret(k)).map(|k| (k, passage.span_de(&tout))));
        }
    }
    constats.extend(dire(c, lues, None));
    constats
}

fn dire(c: &Contexte<'_>, mut cases: Vec<(String, Span)>, note: Option<&str>) -> Option<Diagnostic> {
    let note = note.unwrap_or("").to_lowercase();
    let sigle = |k: &str| c.dossier.convention.sigles.iter().any(|(s, _)| s.valeur.to_lowercase() == k);
    let explique = |k: &str| {
        sigle(k) || [" :", "\u{a0}:", ":", " =", " »"].iter().any(|f| note.contains(&format!("{k}{f}")))
    };
    cases.retain(|(k, _)| !explique(k));
    let mut comptes: BTreeMap<&str, usize> = BTreeMap::new();
    for (k, _) in &cases {
        *comptes.entry(k).or_default() += 1;
    }
    let fois = |n: usize| if n == 1 { "1 case".to_owned() } else { format!("{n} cases") };
    let codes: Vec<String> = comptes.iter().map(|(k, n)| format!("« {k} » ({})", fois(*n))).collect();
    let ((_, premiere), suite) = cases.split_first()?;
    let constat = Diagnostic::constat(*premiere, format!("ce tableau emploie {} sans l’expliquer", codes.join(", ")))
        .aide("écrire l’absence en toutes lettres (« non communiqué », « sans objet »…), ou expliquer le code sous le tableau");
    let montrees = suite.iter().take(2);
    Some(montrees.fold(constat, |d, (k, span)| d.voir(*span, format!("« {k} » aussi"))))
}
