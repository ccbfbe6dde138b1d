//! Headings of tables.

use std::collections::BTreeMap;

use crate::check::document::{Lieux, parcourir, textes};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::tableau::Donnees;
use crate::model::texte::{Bloc, Table, texte_nu};
use crate::text::{Fichier, Span};

pub(crate) static REGLE: Regle = Regle {
    code: "DOC-004",
    titre: "les titres des colonnes d’un tableau manquent ou se répètent",
    gravite: Gravite::Avertissement,
    verifie: "Un tableau de données imprimé sans sa ligne de titres (`entete: non`, en conseil), une colonne sans titre dans un \
              tableau du texte, deux colonnes de même titre sous un même groupe. La première cellule d’un tableau à double \
              entrée peut rester vide.",
    pourquoi: "Sans titre, une colonne ne dit pas ce que ses nombres comptent ; un lecteur d’écran annonce chaque cellule par \
               le titre de sa colonne.",
    source: "RGAA 4.1, critères 5.6 et 5.7 (en-têtes des tableaux de données).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "| Étape        | Durée      |",
            a: "| Étape        | Étape      |",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "| Étape        | Durée      |",
            a: "|              | Durée      |",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats: Vec<Diagnostic> = c.fiches().flat_map(|f| &f.tableaux).flat_map(donnees).collect();
    let lieux = Lieux::new(c);
    for (fichier, blocs) in textes(c) {
        parcourir(blocs, &mut |bloc| {
            if let Bloc::Table(table) = bloc {
                constats.extend(du_texte(&lieux, fichier, table));
            }
        });
    }
    constats
}

fn donnees(tableau: &Donnees) -> Vec<Diagnostic> {
    let nom = tableau.titre.as_deref().unwrap_or(&tableau.id.valeur);
    if !tableau.entete {
        let constat = Diagnostic::constat(
            tableau.id.span,
            format!("le tableau « {nom} » est imprimé sans titres de colonnes"),
        );
        return vec![constat.aide("retirer « entete: non » : les titres sont déjà écrits").conseil()];
    }
    let mut vues: BTreeMap<(Option<String>, String), Span> = BTreeMap::new();
    let mut constats = Vec::new();
    for colonne in &tableau.colonnes {
        let cle = (colonne.groupe.as_deref().map(plat), plat(&colonne.titre.valeur));
        if let Some(premiere) = vues.get(&cle) {
            let message =
                format!("deux colonnes du tableau « {nom} » ont le titre « {} »", colonne.titre.valeur);
            constats.push(
                Diagnostic::constat(colonne.titre.span, message)
                    .voir(*premiere, "l’autre colonne")
                    .aide("donner à chacune un titre qui la distingue"),
            );
        }
        vues.entry(cle).or_insert(colonne.titre.span);
    }
    constats
}

fn du_texte(lieux: &Lieux<'_>, fichier: Fichier, table: &Table) -> Vec<Diagnostic> {
    let titres: Vec<String> = table.entete.iter().map(|t| texte_nu(t).trim().to_owned()).collect();
    let premier = titres.iter().find(|t| !t.is_empty());
    let lieu = premier.and_then(|t| lieux.passage(fichier, 0, t)).map(|p| p.span);
    let mut vues: BTreeMap<String, ()> = BTreeMap::new();
    let mut constats = Vec::new();
    let mut dire = |message: String| {
        if let Some(span) = lieu {
            constats.push(
                Diagnostic::constat(span, message).aide("donner à chaque colonne un titre qui la distingue"),
            );
        }
    };
    for (rang, titre) in titres.iter().enumerate() {
        if titre.is_empty() && rang > 0 {
            dire(format!("la colonne {} de ce tableau n’a pas de titre", rang + 1));
        } else if !titre.is_empty() && vues.insert(plat(titre), ()).is_some() {
            dire(format!("deux colonnes de ce tableau ont le titre « {titre} »"));
        }
    }
    constats
}
