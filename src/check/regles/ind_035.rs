//! A capacity told in a list under a name, and in the row of the same name of a table.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::grille::{Place, grille, nombres, texte};
use crate::check::outils::{nombre, plat};
use crate::check::quantites::prose_par_fichier;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::nombre::lire_decimal;
use crate::model::passage::Nature;
use crate::model::tableau::Donnees;
use crate::model::{Fiche, Passage};
use crate::text::{Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-035",
    titre: "une capacité dite dans une liste n’est pas celle de la ligne du tableau",
    gravite: Gravite::Avertissement,
    verifie: "Un tableau de données dont les deux premières colonnes nomment un porteur et une prestation, et une liste \
              de la même fiche : le paragraphe qui la précède commence par le nom du porteur, et un de ses items par le \
              libellé de la prestation. Les nombres que l’item donne entre parenthèses (« (180 bénéficiaires) ») \
              figurent alors dans la première cellule chiffrée de la \
              ligne. Un item sans ligne de ce nom n’est pas examiné.",
    pourquoi: "La capacité du texte engage le porteur, celle du tableau mesure son activité : il n’en faut qu’une.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "figures:\n",
                a: "  - id: porteurs\n    titre: Les porteurs\n    colonnes:\n      - { titre: Porteur }\n      \
                    - { titre: Prestation }\n      - { titre: Capacité }\n    lignes: |\n      \
                    Passerelle | Bilan       | 80 / an\n      ^          | Atelier     | 24 / an\n      \
                    Tremplin   | Bilan       | 45 / an\n\nfigures:\n",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "{tableau.sites}\n",
                a: "{tableau.sites}\n\n**Passerelle** reçoit les personnes :\n\n- bilan de compétences (80 personnes) ;\n\
                    - atelier de recherche (24 personnes).\n\n{tableau.porteurs}\n",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "(80 personnes)",
            a: "(90 personnes)",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "- bilan de compétences (80 personnes)",
            a: "- suivi dans l'emploi (90 personnes)",
        }],
    },
    chercher,
};

static MOTIFS: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    let nombre = r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+|[0-9]+(?:,[0-9]+)?";
    (motif(r"\([^()]*[0-9][^()]*\)"), motif(nombre))
});

/// A row: what it is for, its numbers, its place.
struct Rangee {
    prestation: String,
    nombres: Vec<Decimal>,
    span: Span,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let prose = prose_par_fichier(c);
    let mut constats = Vec::new();
    for fiche in c.fiches() {
        let porteurs = porteurs(fiche);
        let passages = prose.get(&fiche.span.fichier.rang()).map_or(&[] as &[&Passage], Vec::as_slice);
        if porteurs.is_empty() {
            continue;
        }
        let mut rangees: Option<&Vec<Rangee>> = None;
        for passage in passages.iter().filter(|p| p.nature == Nature::Paragraphe) {
            if passage.item.is_none() {
                let debut = plat(&passage.texte);
                rangees = porteurs.iter().find(|(nom, _)| commence(&debut, nom)).map(|(_, r)| r);
            } else if let Some(rangees) = rangees {
                constats.extend(comparer(passage, rangees));
            }
        }
    }
    constats
}

/// Whether a text starts with some whole words.
fn commence(texte: &str, debut: &str) -> bool {
    !debut.is_empty() && texte.strip_prefix(debut).is_some_and(|r| r.is_empty() || r.starts_with(' '))
}

/// The rows of the tables of a fiche, by the name in their first column.
fn porteurs(fiche: &Fiche) -> BTreeMap<String, Vec<Rangee>> {
    let mut sortie: BTreeMap<String, Vec<Rangee>> = BTreeMap::new();
    for (nom, rangee) in fiche.tableaux.iter().flat_map(du_tableau) {
        sortie.entry(nom).or_default().push(rangee);
    }
    sortie
}

fn du_tableau(tableau: &Donnees) -> Vec<(String, Rangee)> {
    let lire = |rang: usize, ligne: &[Place<'_>]| {
        let [porteur, prestation, suite @ ..] = ligne else { return None };
        let (nom, libelle) =
            (plat(&texte(&porteur.cellule.valeur)), plat(&texte(&prestation.cellule.valeur)));
        // The capacity stands next to its name; the columns that follow measure what was done.
        let capacite = suite.iter().find(|p| p.tete == rang && !nombres(&p.cellule.valeur).is_empty())?;
        let (nombres, span) = (nombres(&capacite.cellule.valeur), capacite.cellule.span);
        (!libelle.is_empty()).then_some((nom, Rangee { prestation: libelle, nombres, span }))
    };
    grille(tableau).iter().enumerate().filter_map(|(rang, ligne)| lire(rang, ligne)).collect()
}

fn comparer(item: &Passage, rangees: &[Rangee]) -> Option<Diagnostic> {
    let debut = plat(&item.texte);
    let mut memes = rangees.iter().filter(|r| commence(&debut, &r.prestation));
    let (rangee, None) = (memes.next()?, memes.next()) else { return None };
    let parenthese = MOTIFS.0.find(&item.texte)?;
    let dits = MOTIFS.1.find_iter(parenthese.as_str()).filter_map(|m| lire_decimal(m.as_str()).ok());
    let absents: Vec<Decimal> = dits.filter(|n| !rangee.nombres.contains(n)).collect();
    if absents.is_empty() {
        return None;
    }
    let dits = absents.iter().map(|n| nombre(*n)).collect::<Vec<_>>().join(" et ");
    let connus = rangee.nombres.iter().take(3).map(|n| nombre(*n)).collect::<Vec<_>>().join(", ");
    Some(
        Diagnostic::constat(
            item.span_de(&parenthese.range()),
            format!(
                "« {} » : {dits} ne figure pas sur la ligne du tableau, qui dit {connus}",
                parenthese.as_str()
            ),
        )
        .voir(rangee.span, "ligne du tableau")
        .aide("corriger l’un des deux nombres"),
    )
}
