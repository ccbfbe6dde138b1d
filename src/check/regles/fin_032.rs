//! Numbers of a list of prose against those of the table that it sums up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::check::cellules;
use crate::check::outils::plat;
use crate::check::textes::{est_prose, par_fichier, passages};
use crate::check::voisinage::{Ecart, voisins};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::tableau::{Contenu, Donnees};
use crate::model::{Fiche, Passage};
use crate::text::{Span, Spanned};

const FICHIER: &str = "content/2024/fiches/01-accueil.md";
const LISTE: &str = "**Passerelle** assure :\n\n- le diagnostic (180 dossiers) ;\n- le suivi (110 dossiers).";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-032",
    titre: "une liste donne un nombre que le tableau du même organisme ne donne pas",
    gravite: Gravite::Avertissement,
    verifie: "Une liste introduite par une phrase qui commence par un nom en gras, quand ce nom ouvre un groupe de lignes \
              d’un tableau de la fiche (première colonne) : si tous les nombres de la liste sauf un sont dans ces lignes, \
              et que celui-là ne diffère que d’un chiffre de l’un de leurs nombres, il est signalé. Les nombres de moins de \
              deux chiffres sont laissés de côté, comme une liste d’un seul nombre.",
    pourquoi: "La capacité conventionnée avec un organisme ne peut avoir deux valeurs.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: FICHIER,
                de: "figures:\n  - id: parcours",
                a: "  - id: organismes\n    titre: Ce que fait chaque organisme\n    colonnes:\n      - { titre: Organisme }\n      - { titre: Action }\n      - { titre: Capacité }\n    lignes: |\n      Passerelle | Entretiens | 180 dossiers\n      ^          | Bilans     | 110 dossiers\n\nfigures:\n  - id: parcours",
            },
            Changement {
                fichier: FICHIER,
                de: "{tableau.sites}",
                a: "{tableau.sites}\n\nLe tableau ci-dessous dit qui fait quoi.\n\n{tableau.organismes}\n\n**Passerelle** assure :\n\n- le diagnostic (180 dossiers) ;\n- le suivi (110 dossiers).",
            },
        ],
        faute: &[Changement {
            fichier: FICHIER,
            de: LISTE,
            a: "**Passerelle** assure :\n\n- le diagnostic (180 dossiers) ;\n- le suivi (140 dossiers).",
        }],
        admis: &[Changement {
            fichier: FICHIER,
            de: LISTE,
            a: "**Passerelle** assure :\n\n- le diagnostic (180 dossiers) ;\n- la visite (25 dossiers).",
        }],
    },
    chercher,
};

#[expect(clippy::expect_used, reason = "constant pattern, compiled by every test of this rule")]
static ENTIER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b[0-9]{2,6}\b").expect("constant"));

/// Numbers, each with a place where it is written.
type Nombres = BTreeMap<String, Span>;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tous = par_fichier(c.dossier);
    let avec = c.fiches().filter(|f| !f.tableaux.is_empty());
    avec.flat_map(|f| dans_la_fiche(f, passages(&tous, f))).collect()
}

fn dans_la_fiche(fiche: &Fiche, passages: &[Passage]) -> Vec<Diagnostic> {
    let mut groupes: BTreeMap<String, Nombres> = BTreeMap::new();
    for tableau in fiche.tableaux.iter().filter(|t| t.colonnes.len() > 2) {
        lire_groupes(tableau, passages, &mut groupes);
    }
    listes(passages)
        .into_iter()
        .filter_map(|(nom, liste)| comparer(&nom, groupes.get(&nom)?, &liste))
        .collect()
}

/// The numbers of the rows that a name of the first column heads.
fn lire_groupes(tableau: &Donnees, passages: &[Passage], groupes: &mut BTreeMap<String, Nombres>) {
    let mut nom = String::new();
    for ligne in cellules::lignes(tableau) {
        let Some((tete, reste)) = ligne.split_first() else { continue };
        match &tete.valeur {
            Contenu::Texte(t) => nom = plat(t),
            Contenu::Fusion => {}
            _ => nom.clear(),
        }
        if nom.is_empty() {
            continue;
        }
        let nombres = groupes.entry(nom.clone()).or_default();
        for cellule in reste {
            nombres_de(cellule, passages, nombres);
        }
    }
}

fn nombres_de(cellule: &Spanned<Contenu>, passages: &[Passage], nombres: &mut Nombres) {
    let texte = cellules::ecrite(passages, cellule.span).unwrap_or("");
    for entier in ENTIER.find_iter(texte) {
        nombres.entry(entier.as_str().to_owned()).or_insert(cellule.span);
    }
}

/// The numbers of the lists that a name introduces.
fn listes(passages: &[Passage]) -> Vec<(String, Nombres)> {
    let mut listes: Vec<(String, Nombres)> = Vec::new();
    let mut nom: Option<String> = None;
    let mut ouverte: Option<usize> = None;
    for passage in passages.iter().filter(|p| est_prose(p)) {
        let Some(item) = passage.item else {
            nom = passage
                .texte
                .trim_end()
                .ends_with(':')
                .then(|| plat(passage.texte.split(' ').next().unwrap_or("")));
            ouverte = None;
            continue;
        };
        let Some(introduite) = nom.clone().filter(|n| n.len() > 2) else { continue };
        if ouverte != Some(item.liste) {
            if ouverte.is_some() {
                nom = None;
                continue;
            }
            ouverte = Some(item.liste);
            listes.push((introduite, Nombres::new()));
        }
        if let Some((_, nombres)) = listes.last_mut() {
            for entier in ENTIER.find_iter(&passage.texte) {
                nombres.entry(entier.as_str().to_owned()).or_insert_with(|| passage.span_de(&entier.range()));
            }
        }
    }
    listes
}

fn comparer(nom: &str, groupe: &Nombres, liste: &Nombres) -> Option<Diagnostic> {
    let inconnus: Vec<(&String, &Span)> = liste.iter().filter(|(n, _)| !groupe.contains_key(*n)).collect();
    let [(dit, span)] = inconnus.as_slice() else { return None };
    let repris: BTreeSet<&String> = liste.keys().collect();
    let (vrai, ailleurs, ecart) = groupe
        .iter()
        .filter(|(n, _)| liste.len() > 1 && !repris.contains(n))
        .find_map(|(n, s)| voisins(n, dit).filter(|e| *e != Ecart::Oubli).map(|e| (n, s, e)))?;
    Some(
        Diagnostic::constat(
            **span,
            format!("la liste donne {dit} pour « {nom} », et son tableau {vrai} : {}", ecart.mots()),
        )
        .voir(*ailleurs, format!("dans le tableau : {vrai}"))
        .aide("écrire le même nombre dans la liste et dans le tableau"),
    )
}
