//! The tables of the annexes and the récapitulatif financier.

use serde::Serialize;

use super::donnees::{NOTE_VIDE, case};
use super::tableaux::{centimes, en_toutes_lettres, euros};
use super::vue::{Cellule, Colonne, Forme, GenreLigne, Ligne as Rangee, Tableau};
use crate::aggregate::matrice::{Boite, Ligne as LigneMatrice};
use crate::aggregate::{Somme, executions, matrice, recapitulatif};
use crate::model::cadre::{Annexe, DEPARTEMENT, ETAT, TableauAnnexe};
use crate::model::convention::AnnexeAnnoncee;
use crate::model::fiche::Execute;
use crate::model::{Absence, Dossier, Montant};
use crate::text::Spanned;

/// An annexe.
#[derive(Debug, Serialize)]
pub struct AnnexeVue {
    /// Its emitted file.
    pub chemin: String,
    /// Letter.
    pub id: String,
    /// Title.
    pub titre: String,
    /// Title of its table.
    pub titre_tableau: String,
    /// Its table; none when it would be empty.
    pub tableau: Option<Tableau>,
    /// Whether the table needs the width of the sheet.
    pub paysage: bool,
    /// Remark of the framework.
    pub note: Option<String>,
    /// Emitted files of its fiches, beside its own.
    pub fiches: Vec<String>,
}

/// An annexe of the framework, filled.
pub fn annexe(annexe: &Annexe, dossier: &Dossier) -> AnnexeVue {
    let tableau = match annexe.tableau {
        TableauAnnexe::Matrice => tableau_matrice(dossier),
        TableauAnnexe::Executions => tableau_executions(dossier, annexe),
    };
    AnnexeVue {
        chemin: format!(
            "convention/annexe-{}.typ",
            annexe.id.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-")
        ),
        id: annexe.id.clone(),
        titre: annexe.titre.clone(),
        titre_tableau: annexe.titre_tableau.clone(),
        paysage: annexe.tableau == TableauAnnexe::Matrice,
        tableau: (!tableau.lignes.is_empty()).then_some(tableau),
        note: annexe.note.clone(),
        fiches: dossier.fiches_de(&annexe.id).map(super::fiche::nom_de_fichier).collect(),
    }
}

fn tableau_matrice(dossier: &Dossier) -> Tableau {
    let mut colonnes =
        vec![Colonne::texte("Indicateur"), Colonne::texte("Commentaires et éléments de définition")];
    colonnes.extend(dossier.cadre.colonnes.iter().map(|c| Colonne::chiffres(&c.titre)));
    let largeur = colonnes.len();
    let mut tableau = Tableau::new(colonnes);
    let mut theme = String::new();
    for ligne in matrice::calculer(dossier) {
        match ligne {
            // The theme goes with its first measure: two titles in a row would be a hole in the page.
            LigneMatrice::Theme(t) => theme = format!("{}. {} · ", t.numero, t.titre),
            LigneMatrice::Mesure(m) => {
                let titre = format!("{}{} {}", std::mem::take(&mut theme), m.numero, m.titre);
                tableau.lignes.push(Rangee::titre(&titre, largeur));
            }
            LigneMatrice::Groupe(titre) => {
                let mut cellule = Cellule::texte(titre);
                cellule.colspan = largeur;
                tableau.ligne(GenreLigne::Groupe, vec![cellule]);
            }
            LigneMatrice::Indicateur(indicateur, boites) => {
                let retrait =
                    usize::from(indicateur.dont_de.is_some()) + usize::from(indicateur.groupe.is_some());
                let definition = indicateur.definition.as_deref().unwrap_or_default();
                let mut cellules =
                    vec![Cellule::texte(&indicateur.libelle).retrait(retrait), Cellule::texte(definition)];
                if let Some(cellule) = cellules.first_mut() {
                    cellule.note.clone_from(&indicateur.note);
                }
                cellules.extend(boites.iter().map(boite));
                tableau.ligne(GenreLigne::Ligne, cellules);
            }
        }
    }
    if tableau.lignes.iter().flat_map(|l| &l.cellules).any(|c| c.forme == Forme::Vide) {
        tableau.note = Some(NOTE_VIDE.to_owned());
    }
    tableau.aligner()
}

fn boite(boite: &Boite<'_>) -> Cellule {
    match boite {
        Boite::Valeurs(valeurs) => case(valeurs),
        Boite::Mesure(valeurs, hauteur) => Cellule { rowspan: *hauteur, ..case(valeurs) },
        Boite::Suite => Cellule::suite(),
        Boite::Absente(absence) => Cellule::absence(*absence),
    }
}

fn nom(dossier: &Dossier, financeur: &str) -> String {
    dossier.cadre.financeur(financeur).map_or_else(|| financeur.to_owned(), |f| f.nom.clone())
}

fn tableau_executions(dossier: &Dossier, annexe: &Annexe) -> Tableau {
    let e = executions::calculer(dossier, &annexe.id);
    let mut colonnes = vec![Colonne::texte("N°"), Colonne::texte("Action")];
    for annee in &e.annees {
        colonnes
            .push(Colonne::chiffres(&annee.to_string()).sous(Some("Montant exécuté (action antérieure)")));
    }
    let prevu = format!("Montant prévisionnel {}", dossier.convention.annee);
    colonnes.push(Colonne::chiffres(&nom(dossier, DEPARTEMENT)).sous(Some(&prevu)));
    colonnes.push(Colonne::chiffres(&nom(dossier, ETAT)).sous(Some(&prevu)));
    let montants = e.lignes.iter().flat_map(|l| [l.departement.total, l.etat.total]);
    let executes = e.lignes.iter().flat_map(|l| &l.executes).filter_map(|x| match x {
        Some(Execute::Montant(m)) => Some(m.valeur),
        _ => None,
    });
    let decimales = centimes(montants.chain(executes));
    let mut tableau = Tableau::new(colonnes);
    for ligne in &e.lignes {
        let mut cellules = vec![
            Cellule::texte(&ligne.fiche.numero.valeur.to_string()),
            Cellule::texte(ligne.fiche.titre_en_tableau()),
        ];
        for execute in &ligne.executes {
            cellules.push(match execute {
                Some(Execute::Montant(m)) => euros(m.valeur, decimales),
                Some(Execute::Absent(absence, affiche)) => Cellule::absence(*absence).acte(affiche.clone()),
                None => Cellule::absence(Absence::Vide),
            });
        }
        let acte = |affiche: Option<Montant>, calcule: &Somme| {
            affiche.filter(|a| *a != calcule.total).map(|a| en_toutes_lettres(a, decimales))
        };
        cellules.push(
            euros(ligne.departement.total, decimales)
                .acte(acte(ligne.departement_affiche, &ligne.departement)),
        );
        cellules.push(euros(ligne.etat.total, decimales).acte(acte(ligne.etat_affiche, &ligne.etat)));
        tableau.ligne(GenreLigne::Ligne, cellules);
    }
    if !e.lignes.is_empty() {
        let mut cellules = vec![Cellule::texte(""), Cellule::texte("Total")];
        cellules.extend(e.totaux.iter().map(|t| euros(t.total, decimales)));
        cellules.push(euros(e.departement.total, decimales));
        cellules.push(euros(e.etat.total, decimales));
        tableau.ligne(GenreLigne::Total, cellules);
    }
    if tableau.lignes.iter().flat_map(|l| &l.cellules).any(|c| c.forme == Forme::Vide) {
        tableau.note = Some(NOTE_VIDE.to_owned());
    }
    tableau.compact = tableau.colonnes.len() > 5;
    tableau.aligner()
}

/// The récapitulatif; `article` is where the act tells the State's amount.
pub fn recapitulatif(dossier: &Dossier, article: Option<&str>) -> Tableau {
    let r = recapitulatif::calculer(dossier);
    let mut colonnes = vec![Colonne::texte("N°"), Colonne::texte("Action")];
    colonnes.extend(r.financeurs.iter().map(|f| Colonne::chiffres(&f.nom)));
    if r.autres {
        colonnes.push(Colonne::chiffres("Autres"));
    }
    colonnes.push(Colonne::chiffres("Total"));
    let largeur = colonnes.len();
    let mut tableau = Tableau::new(colonnes);
    let tous = r
        .annexes
        .iter()
        .flat_map(|b| &b.fiches)
        .flat_map(|(_, l)| l.parts.iter().chain([&l.autres, &l.total]));
    let decimales = centimes(tous.map(|s| s.total).chain([r.ecart_etat]));
    let rangee = |numero: &str, titre: &str, ligne: &recapitulatif::Ligne| {
        let mut cellules = vec![Cellule::texte(numero), Cellule::texte(titre)];
        let montant = |s: &Somme| if s.est_vide() { Cellule::rien() } else { euros(s.total, decimales) };
        cellules.extend(ligne.parts.iter().map(montant));
        if r.autres {
            cellules.push(montant(&ligne.autres));
        }
        cellules.push(euros(ligne.total.total, decimales));
        cellules
    };
    for bloc in &r.annexes {
        let titre = format!("Annexe {} · {}", bloc.annexe.id, bloc.annexe.titre);
        tableau.lignes.push(Rangee::titre(&titre, largeur));
        for (fiche, ligne) in &bloc.fiches {
            let numero = fiche.numero.valeur.to_string();
            tableau.ligne(GenreLigne::Ligne, rangee(&numero, fiche.titre_en_tableau(), ligne));
        }
        if r.annexes.len() > 1 {
            let titre = format!("Total de l’annexe {}", bloc.annexe.id);
            tableau.ligne(GenreLigne::Groupe, rangee("", &titre, &bloc.total));
        }
    }
    tableau.ligne(GenreLigne::Total, rangee("", "Total des fiches", &r.total));
    // The act's own amount stands under the State's column, and what separates it from the sum of the fiches.
    if let Some(rang) = r.financeurs.iter().position(|f| f.id == ETAT) {
        let sous_etat = |titre: String, cellule: Cellule| {
            let mut cellules = vec![Cellule::rien(), Cellule::texte(&titre)];
            cellules.resize_with(largeur, Cellule::rien);
            if let Some(place) = cellules.get_mut(rang + 2) {
                *place = cellule;
            }
            cellules
        };
        let lieu = article.map_or_else(|| "dans l’acte".to_owned(), |a| format!("à l’article {a}"));
        let inscrit = euros(dossier.convention.montant_etat.valeur, decimales);
        tableau.ligne(GenreLigne::Ligne, sous_etat(format!("Soutien de l’État inscrit {lieu}"), inscrit));
        if !r.ecart_etat.est_nul() {
            let ecart = euros(r.ecart_etat, decimales).signal();
            tableau.ligne(GenreLigne::Groupe, sous_etat("Écart avec la somme des fiches".to_owned(), ecart));
        }
    }
    tableau.compact = largeur > 5;
    tableau.aligner()
}

/// The documents that the act announces in annex; `None` when it announces none.
pub fn pieces(annoncees: &[AnnexeAnnoncee]) -> Option<Tableau> {
    let mut tableau = Tableau::new(vec![
        Colonne::texte("Pièce"),
        Colonne::texte("Annoncée par"),
        Colonne::texte("Présence"),
    ]);
    for piece in annoncees {
        let article = match &piece.article {
            Some(a) => format!("article {a}"),
            None => "visas".to_owned(),
        };
        let presence = if piece.presente {
            Cellule::texte("jointe")
        } else {
            Cellule::texte("absente de la source").signal()
        };
        tableau.ligne(
            GenreLigne::Ligne,
            vec![Cellule::texte(&piece.titre.valeur), Cellule::texte(&article), presence],
        );
    }
    (!annoncees.is_empty()).then(|| tableau.aligner())
}

/// The acronyms of the act; `None` when it declares none.
pub fn sigles(sigles: &[(Spanned<String>, String)]) -> Option<Tableau> {
    let mut tableau = Tableau::new(vec![Colonne::texte("Sigle"), Colonne::texte("Signification")]);
    let mut tries: Vec<_> = sigles.iter().map(|(sigle, sens)| (&sigle.valeur, sens)).collect();
    tries.sort();
    for (sigle, sens) in tries {
        tableau.ligne(GenreLigne::Ligne, vec![Cellule::texte(sigle), Cellule::texte(sens)]);
    }
    (!sigles.is_empty()).then_some(tableau)
}
