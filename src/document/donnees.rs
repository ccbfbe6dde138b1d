//! Tables of data and tables of objectives: values as they were given, absences as they are.

use super::tableaux::euros;
use super::vue::{Cellule, Colonne, Forme, GenreLigne, Ligne as Rangee, Tableau};
use crate::model::fiche::{LigneObjectif, Objectifs};
use crate::model::nombre::francais;
use crate::model::tableau::{Colonne as Champ, Contenu, Donnees, Ligne, TypeColonne};
use crate::model::{Absence, Cadre, Case, Mesurage, Montant, Nombre, Valeur};

/// A table of data of a fiche.
pub fn donnees(d: &Donnees) -> Tableau {
    let colonnes: Vec<Colonne> = d
        .colonnes
        .iter()
        .map(|c| {
            let colonne = if est_texte(c) {
                Colonne::texte(&c.titre.valeur)
            } else {
                Colonne::chiffres(&c.titre.valeur)
            };
            colonne.sous(c.groupe.as_deref())
        })
        .collect();
    let largeur = colonnes.len();
    let mut tableau = Tableau::new(colonnes);
    tableau.entete = d.entete;
    tableau.legende.clone_from(&d.titre);
    tableau.note.clone_from(&d.note);
    let decimales: Vec<Option<u32>> = (0..largeur).map(|rang| decimales(d, rang)).collect();
    for (rang, ligne) in d.lignes.iter().enumerate() {
        match ligne {
            Ligne::Intertitre(titre) => tableau.lignes.push(Rangee::titre(titre, largeur)),
            Ligne::Cellules(cellules) => {
                let cellules = cellules.iter().enumerate().map(|(colonne, contenu)| {
                    let champ = d.colonnes.get(colonne);
                    let cellule = cellule(&contenu.valeur, champ, decimales.get(colonne).copied().flatten());
                    Cellule { rowspan: hauteur(&d.lignes, rang, colonne), ..cellule }
                });
                tableau.ligne(GenreLigne::Ligne, cellules.collect());
            }
        }
    }
    if d.colonnes.iter().any(|c| c.somme) {
        let cellules = d
            .colonnes
            .iter()
            .enumerate()
            .map(|(rang, c)| total(d, c, rang, decimales.get(rang).copied().flatten()));
        tableau.ligne(GenreLigne::Total, cellules.collect());
    }
    tableau.aligner()
}

fn est_texte(colonne: &Champ) -> bool {
    matches!(colonne.genre, TypeColonne::Texte)
}

/// Decimals of a column of figures: those asked for, or the most that are written; cents when there are some.
fn decimales(d: &Donnees, rang: usize) -> Option<u32> {
    let colonne = d.colonnes.get(rang)?;
    let contenus = d.lignes.iter().filter_map(|l| match l {
        Ligne::Cellules(c) => c.get(rang).map(|c| &c.valeur),
        Ligne::Intertitre(_) => None,
    });
    colonne.decimales.or_else(|| match colonne.genre {
        TypeColonne::Montant => Some(super::tableaux::centimes(contenus.filter_map(|c| match c {
            Contenu::Montant(m) => Some(*m),
            _ => None,
        }))),
        _ => None,
    })
}

fn cellule(contenu: &Contenu, champ: Option<&Champ>, decimales: Option<u32>) -> Cellule {
    match contenu {
        Contenu::Texte(t) => Cellule::texte(t),
        Contenu::Nombre(n) => {
            let unite = match champ.map(|c| c.genre) {
                Some(TypeColonne::Pourcentage) => "%",
                _ => "",
            };
            Cellule::nombre(*n, decimales, unite)
        }
        Contenu::Montant(m) => euros(*m, decimales.unwrap_or(0)),
        Contenu::Absent(a) => Cellule::absence(*a),
        Contenu::Fusion => Cellule::suite(),
    }
}

/// How many rows a cell covers: itself and the merged ones just below.
fn hauteur(lignes: &[Ligne], rang: usize, colonne: usize) -> usize {
    let suite = lignes.iter().skip(rang + 1).take_while(
        |l| matches!(l, Ligne::Cellules(c) if c.get(colonne).is_some_and(|c| c.valeur == Contenu::Fusion)),
    );
    1 + suite.count()
}

fn total(d: &Donnees, colonne: &Champ, rang: usize, decimales: Option<u32>) -> Cellule {
    if !colonne.somme {
        return if rang == 0 { Cellule::texte("Total") } else { Cellule::rien() };
    }
    let calcule = d.total(rang);
    let acte = colonne.total_affiche.as_ref().filter(|t| t.valeur != calcule);
    if colonne.genre == TypeColonne::Montant {
        let Some(montant) = Montant::arrondi(calcule) else { return Cellule::rien() };
        let n = decimales.unwrap_or(0);
        let acte = acte.and_then(|a| Montant::arrondi(a.valeur));
        return euros(montant, n).acte(acte.map(|m| super::tableaux::en_toutes_lettres(m, n)));
    }
    Cellule::nombre(calcule, decimales, "").acte(acte.map(|a| francais(a.valeur, decimales)))
}

/// The table of objectives of a fiche.
pub fn objectifs(o: &Objectifs, cadre: &Cadre) -> Tableau {
    let mut colonnes = vec![Colonne::texte("Indicateur")];
    colonnes.extend(o.colonnes.iter().map(|titre| Colonne::chiffres(&titre.valeur)));
    let largeur = colonnes.len();
    let mut tableau = Tableau::new(colonnes);
    for ligne in &o.lignes {
        match ligne {
            LigneObjectif::Titre(titre) => tableau.lignes.push(Rangee::titre(titre, largeur)),
            LigneObjectif::Indicateur { indicateur, libelle, cases, .. } => {
                let connu = indicateur.as_ref().and_then(|i| cadre.indicateur(&i.valeur)).map(|(_, i)| i);
                let nom = libelle
                    .as_ref()
                    .map(|l| l.valeur.as_str())
                    .or(connu.map(|i| i.libelle.as_str()))
                    .unwrap_or_default();
                let retrait = usize::from(connu.is_some_and(|i| i.dont_de.is_some()));
                let mut cellules = vec![Cellule::texte(nom).retrait(retrait)];
                cellules.extend(cases.iter().map(case));
                tableau.ligne(GenreLigne::Ligne, cellules);
            }
        }
    }
    if tableau.lignes.iter().flat_map(|l| &l.cellules).any(|c| c.forme == Forme::Vide) {
        tableau.note = Some(NOTE_VIDE.to_owned());
    }
    tableau.aligner()
}

/// Said under a table that has blank boxes.
pub const NOTE_VIDE: &str = "· : case vide dans l’acte. Une case vide n’est ni un zéro ni « non contracté ».";

/// A box of values.
pub fn case(case: &Case) -> Cellule {
    match case.as_slice() {
        [] => Cellule::vide(),
        [seule] => complements(mesurage(&seule.mesurage.valeur), seule),
        plusieurs => {
            let lignes = plusieurs.iter().map(|v| {
                let details = details(v);
                let suite =
                    if details.is_empty() { String::new() } else { format!(" ({})", details.join(" ; ")) };
                format!("{}{suite}", en_mots(&v.mesurage.valeur))
            });
            Cellule::texte(&lignes.collect::<Vec<_>>().join("\n"))
        }
    }
}

fn complements(mut cellule: Cellule, valeur: &Valeur) -> Cellule {
    cellule.precisions.extend(details(valeur));
    cellule.acte.clone_from(&valeur.affiche);
    cellule
}

fn details(valeur: &Valeur) -> Vec<String> {
    let mut details: Vec<String> = valeur.fenetre.iter().map(ToString::to_string).collect();
    details.extend(valeur.perimetre.clone());
    details.extend(valeur.note.clone());
    details.extend(valeur.source.as_ref().map(|s| format!("source : {s}")));
    details
}

fn mesurage(mesurage: &Mesurage) -> Cellule {
    match mesurage {
        Mesurage::Nombre(Nombre { valeur, unite: None }) => Cellule::nombre(*valeur, None, ""),
        Mesurage::Absent(Absence::Vide) => Cellule::vide(),
        Mesurage::Absent(absence) => Cellule::absence(*absence),
        autre => Cellule::texte(&en_mots(autre)),
    }
}

/// A value in words: « 95 % », « < 30 % », « 250 à 300 ».
pub fn en_mots(mesurage: &Mesurage) -> String {
    let nombre = |n: &Nombre| match &n.unite {
        Some(unite) => format!("{}\u{a0}{unite}", francais(n.valeur, None)),
        None => francais(n.valeur, None),
    };
    match mesurage {
        Mesurage::Nombre(n) => nombre(n),
        Mesurage::Borne(comparaison, n) => format!("{}\u{a0}{}", comparaison.signe(), nombre(n)),
        Mesurage::Fourchette(bas, haut) => format!("{} à {}", francais(*bas, None), nombre(haut)),
        Mesurage::Tolerance(n, tolerance) => {
            format!("{} (± {}\u{a0}%)", nombre(n), francais(*tolerance, None))
        }
        Mesurage::Texte(t) => t.clone(),
        Mesurage::Absent(a) => a.mot().to_owned(),
    }
}
