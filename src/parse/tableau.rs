//! The tables of data and the figures of a fiche.

use super::arbre::Noeud;
use super::lecteur::Lecteur;
use crate::diagnostic::Diagnostic;
use crate::model::nombre::lire_decimal;
use crate::model::passage::Nature;
use crate::model::tableau::{Colonne, Contenu, Donnees, Figure, Ligne, TypeColonne};
use crate::model::{Absence, Montant};
use crate::text::{Span, Spanned};

const TYPES: [(&str, TypeColonne); 5] = [
    ("texte", TypeColonne::Texte),
    ("nombre", TypeColonne::Nombre),
    ("montant", TypeColonne::Montant),
    ("pourcentage", TypeColonne::Pourcentage),
    ("valeur", TypeColonne::Valeur),
];

/// Most digits after the comma in a column.
const DECIMALES_MAX: u32 = 6;

/// Reads the value of `tableaux`.
pub fn tableaux(l: &mut Lecteur<'_>, noeud: &Noeud) -> Vec<Donnees> {
    l.un_ou_plusieurs(noeud).iter().filter_map(|n| tableau(l, n)).collect()
}

fn tableau(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Donnees> {
    let mut c = l.carte(noeud)?;
    let id = l.mot_exige(&mut c, "id");
    let titre = l.texte_facultatif(&mut c, "titre");
    let entete = l.oui_facultatif(&mut c, "entete").unwrap_or(true);
    let colonnes: Vec<Colonne> = match l.exiger(&mut c, "colonnes") {
        Some(n) => l.liste(n).iter().filter_map(|n| colonne(l, n)).collect(),
        None => Vec::new(),
    };
    let lignes = match l.exiger(&mut c, "lignes") {
        Some(n) => lignes(l, n, &colonnes)?,
        None => Vec::new(),
    };
    let note = l.texte_facultatif(&mut c, "note");
    l.finir(&c);
    Some(Donnees { id: id?, titre, entete, colonnes, lignes, note })
}

fn colonne(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Colonne> {
    let mut c = l.carte(noeud)?;
    let titre = l.texte_exige(&mut c, "titre");
    let groupe = l.texte_facultatif(&mut c, "groupe");
    let genre = c.prendre("type").and_then(|n| l.parmi(n, &TYPES)).unwrap_or(TypeColonne::Texte);
    let decimales = c.prendre("decimales").and_then(|n| {
        let nombre = l.nombre(n)?;
        let lu = u32::try_from(nombre.valeur).ok().filter(|d| *d <= DECIMALES_MAX);
        if lu.is_none() {
            l.dire(
                Diagnostic::erreur("VAL-002", n.span, "il faut un nombre de décimales entre 0 et 6")
                    .aide("écrire « 2 »"),
            );
        }
        lu
    });
    let somme = c.prendre("total").and_then(|n| l.parmi(n, &[("somme", true)])).unwrap_or(false);
    let total_affiche = c.prendre("total_affiche").and_then(|n| match genre {
        TypeColonne::Montant => l.montant(n).map(|m| m.map(Montant::euros)),
        _ => l.nombre(n),
    });
    l.finir(&c);
    Some(Colonne { titre: titre?, groupe, genre, decimales, somme, total_affiche })
}

/// The rows of the literal block, one a line, cells between bars.
fn lignes(l: &mut Lecteur<'_>, noeud: &Noeud, colonnes: &[Colonne]) -> Option<Vec<Ligne>> {
    let bloc = l.mot(noeud)?;
    let source = l.sources.source(noeud.span.fichier).texte();
    let mut curseur = noeud.span.debut;
    let mut lues: Vec<Ligne> = Vec::new();
    for ligne in bloc.valeur.lines().map(str::trim).filter(|t| !t.is_empty()) {
        // A literal block stands in the source as it is decoded, its indentation aside.
        let debut = source.get(curseur..).and_then(|s| s.find(ligne)).map_or(curseur, |i| curseur + i);
        curseur = debut + ligne.len();
        let span = Span { debut, fin: curseur, ..noeud.span };
        l.passage(Nature::Ligne, ligne, span);
        if let Some(titre) = ligne.strip_prefix("== ") {
            lues.push(Ligne::Intertitre(titre.trim().to_owned()));
            continue;
        }
        let morceaux = cellules(ligne);
        if morceaux.len() != colonnes.len() {
            l.dire(
                Diagnostic::erreur("TAB-001", span, format!("cette ligne a {} cellules, et le tableau {} colonnes", morceaux.len(), colonnes.len()))
                    .aide("séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \\| »"),
            );
            continue;
        }
        let cellules = morceaux
            .into_iter()
            .zip(colonnes)
            .filter_map(|((rang, texte), colonne)| {
                let span =
                    Span { debut: debut + rang, fin: debut + rang + texte.trim_end().len(), ..noeud.span };
                cellule(l, &texte, colonne, span, lues.last())
            })
            .collect::<Vec<_>>();
        if cellules.len() == colonnes.len() {
            lues.push(Ligne::Cellules(cellules));
        }
    }
    Some(lues)
}

/// Cuts a row at its bars; the place of each cell is that of its first character.
fn cellules(ligne: &str) -> Vec<(usize, String)> {
    let mut sortie = Vec::new();
    let mut debut = 0;
    let mut texte = String::new();
    let mut lettres = ligne.char_indices().peekable();
    let fermer = |debut: usize, texte: &mut String| {
        let brut = std::mem::take(texte);
        (debut + (brut.len() - brut.trim_start().len()), brut.trim().to_owned())
    };
    while let Some((i, c)) = lettres.next() {
        match c {
            '\\' if lettres.peek().is_some_and(|(_, s)| *s == '|') => {
                texte.push('|');
                lettres.next();
            }
            '|' => {
                sortie.push(fermer(debut, &mut texte));
                debut = i + 1;
            }
            c => texte.push(c),
        }
    }
    sortie.push(fermer(debut, &mut texte));
    sortie
}

fn cellule(
    l: &mut Lecteur<'_>,
    texte: &str,
    colonne: &Colonne,
    span: Span,
    dessus: Option<&Ligne>,
) -> Option<Spanned<Contenu>> {
    let contenu = match texte {
        "" => Contenu::Absent(Absence::Vide),
        "^" if matches!(dessus, Some(Ligne::Cellules(_))) => Contenu::Fusion,
        "^" => {
            l.dire(
                Diagnostic::erreur("TAB-002", span, "il n’y a pas de cellule au-dessus à prolonger")
                    .aide("écrire la valeur, ou laisser la case vide"),
            );
            return None;
        }
        _ => match Absence::lire(texte) {
            Some(absence) => Contenu::Absent(absence),
            None => typer(l, texte, colonne, span)?,
        },
    };
    Some(Spanned::new(contenu, span))
}

fn typer(l: &mut Lecteur<'_>, texte: &str, colonne: &Colonne, span: Span) -> Option<Contenu> {
    let nombre = |texte: &str| lire_decimal(texte).ok();
    let lu = match colonne.genre {
        TypeColonne::Texte => return Some(Contenu::Texte(texte.replace(" // ", "\n"))),
        TypeColonne::Montant => Montant::lire(texte).ok().map(Contenu::Montant),
        TypeColonne::Nombre => nombre(texte).map(Contenu::Nombre),
        TypeColonne::Pourcentage => {
            nombre(texte.strip_suffix('%').unwrap_or(texte).trim()).map(Contenu::Nombre)
        }
        TypeColonne::Valeur => {
            return Some(
                nombre(texte).map_or_else(|| Contenu::Texte(texte.replace(" // ", "\n")), Contenu::Nombre),
            );
        }
    };
    if lu.is_none() {
        let (quoi, exemple) = match colonne.genre {
            TypeColonne::Montant => ("un montant", "« 35 423,15 € »"),
            TypeColonne::Pourcentage => ("un pourcentage", "« 49 % »"),
            _ => ("un nombre", "« 0,65 »"),
        };
        l.dire(
            Diagnostic::erreur(
                "TAB-003",
                span,
                format!("« {texte} » n’est pas {quoi}, que veut la colonne « {} »", colonne.titre.valeur),
            )
            .aide(format!("écrire {exemple}, un mot d’absence, ou donner à la colonne « type: valeur »")),
        );
    }
    lu
}

/// Reads the value of `figures`.
pub fn figures(l: &mut Lecteur<'_>, noeud: &Noeud) -> Vec<Figure> {
    l.un_ou_plusieurs(noeud).iter().filter_map(|n| figure(l, n)).collect()
}

fn figure(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Figure> {
    let mut c = l.carte(noeud)?;
    let id = l.mot_exige(&mut c, "id");
    let titre = l.texte_exige(&mut c, "titre");
    let alternative = l.texte_exige(&mut c, "alternative");
    let manquante = l.oui_facultatif(&mut c, "manquante").unwrap_or(false);
    let fichier = c.prendre("fichier").and_then(|n| l.mot(n)).and_then(|mot| l.image(&mot));
    if manquante == c.a("fichier") {
        l.dire(
            Diagnostic::erreur("CLE-005", noeud.span, "une figure a un fichier, ou bien elle est manquante")
                .aide("écrire « fichier: images/… » ou « manquante: oui »"),
        );
        return None;
    }
    let legende = match c.prendre("legende") {
        Some(n) => l.un_ou_plusieurs(n).iter().filter_map(|n| l.texte(n)).map(|t| t.valeur).collect(),
        None => Vec::new(),
    };
    l.finir(&c);
    if !manquante && fichier.is_none() {
        return None;
    }
    Some(Figure { id: id?, titre: titre?.valeur, fichier, alternative: alternative?.valeur, legende })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_cut_at_its_bars() {
        assert_eq!(
            cellules("AIP – Lagny | 120 |  | a \\| b"),
            [
                (0, "AIP – Lagny".to_owned()),
                ("AIP – Lagny | ".len(), "120".to_owned()),
                ("AIP – Lagny | 120 |  ".len(), String::new()),
                ("AIP – Lagny | 120 |  | ".len(), "a | b".to_owned()),
            ]
        );
    }
}
