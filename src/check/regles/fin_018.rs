//! Funded budgets whose fiche tells no cost.

use crate::aggregate::budget::{comptes, total_de_fiche};
use crate::check::textes::{par_fichier, passages};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::{Fait, Nature};
use crate::model::tableau::TypeColonne;
use crate::model::{Fiche, Passage};

const FICHIER: &str = "content/2024/fiches/03-prevention.md";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-018",
    titre: "des budgets sont financés sans que leurs charges soient détaillées",
    gravite: Gravite::Conseil,
    verifie: "Les fiches dont un budget compté est financé, et qui ne donnent ni charge dans aucun de leurs budgets, ni \
              bordereau, ni tableau chiffré en euros : un seul constat pour l’acte. Les coûts dits dans les seules \
              phrases ne sont pas un détail des charges.",
    pourquoi: "Sans charges, rien ne dit à quoi sert le financement, ni ce qui devra être justifié au compte rendu.",
    source: "Rubrique « budget détaillé » du modèle de fiche ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[
            Changement {
                fichier: FICHIER,
                de: "  charges:\n    - { libelle: Équipe mobile, montant: \"33 333,33 €\" }\n",
                a: "",
            },
            Changement { fichier: FICHIER, de: "{budget.charges}\n\n", a: "" },
        ],
        admis: &[Changement {
            fichier: FICHIER,
            de: "{budget.charges}\n\n",
            a: "| Dépense       | Montant     |\n|---------------|-------------|\n| Équipe mobile | 33 333,33 € |\n\n",
        }],
    },
    chercher,
};

/// Most fiches shown.
const LIEUX_MAX: usize = 24;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tous = par_fichier(c.dossier);
    let muettes: Vec<&Fiche> = c.fiches().filter(|f| muette(f, passages(&tous, f))).collect();
    let lieux = muettes.iter().filter_map(|f| Some((*f, comptes(f).next()?.span)));
    let mut lieux = lieux.take(LIEUX_MAX);
    let Some((premiere, span)) = lieux.next() else { return Vec::new() };
    let message = match muettes.len() {
        1 => format!(
            "le budget de la fiche {} est financé, et aucune charge n’y est détaillée",
            premiere.numero.valeur
        ),
        n => format!("{n} fiches ont un budget financé dont aucune charge n’est détaillée"),
    };
    let constat = Diagnostic::constat(span, message).ici(format!("fiche {}", premiere.numero.valeur));
    let constat = lieux.fold(constat, |d, (f, span)| d.voir(span, format!("fiche {}", f.numero.valeur)));
    vec![constat.aide("écrire les charges que ces financements paient (`charges`), ou un tableau chiffré")]
}

/// Whether a fiche is funded and tells no cost in figures.
fn muette(fiche: &Fiche, passages: &[Passage]) -> bool {
    let chiffre = fiche.budgets.iter().any(|b| !b.charges.is_empty())
        || !fiche.bordereaux.is_empty()
        || fiche.tableaux.iter().flat_map(|t| &t.colonnes).any(|c| c.genre == TypeColonne::Montant);
    let cellule = |p: &Passage| {
        p.nature == Nature::Cellule && p.mentions.iter().any(|m| matches!(m.fait, Fait::Montant(_)))
    };
    !chiffre && !total_de_fiche(fiche).total.est_nul() && !passages.iter().any(cellule)
}
