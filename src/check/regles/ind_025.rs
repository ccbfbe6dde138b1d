//! A yearly number, and the same over the period of the column.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::outils::nombre;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::nombre::lire_decimal;
use crate::model::tableau::{Colonne, Contenu, Donnees, Ligne};
use crate::text::{Motif, Spanned, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-025",
    titre: "un nombre ramené à la période n’est pas le nombre annuel au prorata des mois",
    gravite: Gravite::Erreur,
    verifie: "Dans un tableau de données, une colonne dont le titre, ou celui de son groupe, dit une période en mois \
              (« 10/21 au 12/22 ») et une cellule qui donne un nombre par an et ce qu’il fait (« 180 / an, soit 225 ») : \
              le second est le premier × mois ÷ 12, à moins d’une unité près (un écart d’une unité juste est un conseil). D’une fourchette (« 250 - 300 / an »), c’est la \
              borne haute que l’on ramène.",
    pourquoi: "La capacité ramenée à la période est celle que l’on compare au réalisé : fausse, elle fausse l’écart.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "figures:\n",
                a: "  - id: bilans\n    titre: Les bilans prévus\n    colonnes:\n      - { titre: Lieu }\n      \
                    - { titre: Marché 10/23 au 12/24 }\n    lignes: |\n      Aubière | 180 / an // soit 225\n      \
                    Bourgon | 80 - 100 / an // soit 125 max\n\nfigures:\n",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "{tableau.sites}\n",
                a: "{tableau.sites}\n\n{tableau.bilans}\n",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "soit 125 max",
            a: "soit 135 max",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "80 - 100 / an // soit 125 max",
            a: "90 - 110 / an // soit 137 max",
        }],
    },
    chercher,
};

static MOTIFS: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    let periode = r"\b(?P<m1>[0-9]{1,2})[/-](?:20)?(?P<a1>[0-9]{2})\s?(?:au|à|-)\s?(?P<m2>[0-9]{1,2})[/-](?:20)?(?P<a2>[0-9]{2})\b";
    let cellule = r"(?i)(?P<an>[0-9]+(?:,[0-9]+)?)\s?(?:/|par)\s?an\b[^0-9]*\bsoit (?P<n>[0-9]+(?:,[0-9]+)?)";
    (motif(periode), motif(cellule))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.tableaux.iter().flat_map(du_tableau)).collect()
}

/// The months of the period of a heading, both ends included.
fn mois(colonne: &Colonne) -> Option<(u32, String)> {
    let titres = [Some(colonne.titre.valeur.as_str()), colonne.groupe.as_deref()];
    let lue = titres.into_iter().flatten().find_map(|t| MOTIFS.0.captures(t))?;
    let n = |nom: &str| lue.name(nom)?.as_str().parse::<u32>().ok();
    let (m1, a1, m2, a2) = (n("m1")?, n("a1")?, n("m2")?, n("a2")?);
    let mois = (a2.checked_sub(a1)? * 12 + m2 + 1).checked_sub(m1)?;
    ((1..=12).contains(&m1) && (1..=12).contains(&m2) && mois > 0)
        .then(|| (mois, lue.get(0).map_or("", |m| m.as_str()).to_owned()))
}

fn du_tableau(tableau: &Donnees) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for (rang, colonne) in tableau.colonnes.iter().enumerate() {
        let Some((mois, periode)) = mois(colonne) else { continue };
        for ligne in &tableau.lignes {
            if let Ligne::Cellules(cellules) = ligne
                && let Some(cellule) = cellules.get(rang)
            {
                constats.extend(comparer(cellule, mois, &periode, colonne));
            }
        }
    }
    constats
}

fn comparer(cellule: &Spanned<Contenu>, mois: u32, periode: &str, colonne: &Colonne) -> Option<Diagnostic> {
    let Contenu::Texte(texte) = &cellule.valeur else { return None };
    let lue = MOTIFS.1.captures(texte)?;
    let lire = |nom: &str| lire_decimal(lue.name(nom)?.as_str()).ok();
    let (an, dit) = (lire("an")?, lire("n")?);
    let exact = an.checked_mul(Decimal::from(mois))?.checked_div(Decimal::from(12))?;
    let ecart = (exact - dit).abs();
    (ecart >= Decimal::ONE).then(|| {
        let constat = Diagnostic::constat(
            cellule.span,
            format!(
                "{} par an, sur les {mois} mois de « {periode} », ne font pas {}",
                nombre(an),
                nombre(dit)
            ),
        )
        .voir(colonne.titre.span, format!("{mois} mois"))
        .calcul(format!(
            "{} × {mois} ÷ 12 = {} ; affiché : {}",
            nombre(an),
            nombre(exact.round_dp(2)),
            nombre(dit)
        ))
        .aide("corriger l’un des deux nombres, ou la période de la colonne");
        if ecart == Decimal::ONE { constat.conseil() } else { constat }
    })
}
