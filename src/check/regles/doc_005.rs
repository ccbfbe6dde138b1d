//! Empty rows and columns of tables.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Absence;
use crate::model::tableau::{Contenu, Donnees, Ligne};
use crate::text::{Span, Spanned};

pub(crate) static REGLE: Regle = Regle {
    code: "DOC-005",
    titre: "une ligne ou une colonne d’un tableau est vide",
    gravite: Gravite::Avertissement,
    verifie: "Dans un tableau de données, une ligne dont toutes les cellules sont vides, ou une colonne d’au moins deux lignes \
              où rien n’est écrit. Une absence dite (« non renseigné », « sans objet »…), un zéro ou une cellule prolongée ne \
              sont pas vides.",
    pourquoi: "On ne sait si la donnée manque, n’existe pas, ou reste à fournir ; les parties la lisent chacune à sa façon.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "      Vaunes-le-Haut | 12 | 4 200 €    | 75 %\n      Roquenoire     | 20 | 7 050,50 € | 60 %",
            a: "      Vaunes-le-Haut | 12 | 4 200 €    |\n      Roquenoire     | 20 | 7 050,50 € |",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "      Vaunes-le-Haut | 12 | 4 200 €    | 75 %\n      Roquenoire     | 20 | 7 050,50 € | 60 %",
            a: "      Vaunes-le-Haut | 12 | 4 200 €    | non renseigné\n      Roquenoire     | 20 | 7 050,50 € |",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| &f.tableaux).flat_map(vides).collect()
}

fn vides(tableau: &Donnees) -> Vec<Diagnostic> {
    let nom = tableau.titre.as_deref().unwrap_or(&tableau.id.valeur);
    let lignes: Vec<&[Spanned<Contenu>]> = tableau
        .lignes
        .iter()
        .filter_map(|l| match l {
            Ligne::Cellules(cellules) => Some(cellules.as_slice()),
            Ligne::Intertitre(_) => None,
        })
        .collect();
    let vide = |c: &Spanned<Contenu>| c.valeur == Contenu::Absent(Absence::Vide);
    let mut constats = Vec::new();
    let mut dire = |span: Span, message: String| {
        constats.push(Diagnostic::constat(span, message).aide(
            "la remplir, dire pourquoi la donnée manque (« non renseigné », « sans objet »…), ou la retirer",
        ));
    };
    for ligne in &lignes {
        if ligne.iter().all(vide)
            && let Some(premiere) = ligne.first()
        {
            dire(premiere.span, format!("une ligne du tableau « {nom} » est vide"));
        }
    }
    let pleines: Vec<_> = lignes.iter().filter(|l| !l.iter().all(vide)).collect();
    for (rang, colonne) in tableau.colonnes.iter().enumerate().filter(|_| pleines.len() > 1) {
        if pleines.iter().all(|l| l.get(rang).is_some_and(vide)) {
            let titre = &colonne.titre;
            dire(titre.span, format!("la colonne « {} » du tableau « {nom} » est vide", titre.valeur));
        }
    }
    constats
}
