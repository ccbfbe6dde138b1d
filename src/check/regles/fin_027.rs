//! Share of the State out of the bounds of the framework, and a party that pays nothing.

use rust_decimal::Decimal;

use crate::aggregate::budget::{apport, comptes, financements, part};
use crate::check::outils::{self, pourcent};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Budget, Role};
use crate::model::cadre::{DEPARTEMENT, ETAT};
use crate::model::{Fiche, Montant};

const FICHIER: &str = "content/2024/fiches/02-diagnostics.md";
const ETAT_PAIE: &str =
    "    - { financeur: etat, montant: 20 000 € }\n    - { financeur: departement, montant: 15 000 € }";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-027",
    titre: "la part de l’État dépasse le plafond du cadre, ou une partie ne paie rien",
    gravite: Gravite::Conseil,
    verifie: "Dans les budgets comptés de chaque fiche, la part de l’État contre `part_etat_max` du cadre, et le \
              Département ou l’État inscrits pour zéro euro. Un cadre sans plafond, un budget sans financement ou dont un \
              financement est sans montant, ne donnent pas de constat de part. Quand la fiche a aussi un budget de projet \
              où l’État paie le même montant, sa part dans le projet est dite.",
    pourquoi: "Le cofinancement est la condition du soutien de l’État : au-delà du plafond, le surplus peut être réclamé.",
    source: "Le cadre de la convention (clé `part_etat_max`), d’après l’instruction qui le fixe.",
    exemple: Exemple {
        contexte: &[],
        faute: &[
            Changement {
                fichier: FICHIER,
                de: ETAT_PAIE,
                a: "    - { financeur: etat, termes: [{ montant: 20 000 € }, { montant: 2 000 € }] }\n    - { financeur: departement, montant: 13 000 € }",
            },
            Changement {
                fichier: "content/2024/convention.yaml",
                de: "montant_etat: \"90 666,67 €\"",
                a: "montant_etat: \"92 666,67 €\"",
            },
        ],
        admis: &[Changement {
            fichier: FICHIER,
            de: ETAT_PAIE,
            a: "    - { financeur: etat, termes: [{ montant: 19 000 € }, { montant: 1 000 € }] }\n    - { financeur: departement, montant: 15 000 € }",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let plafond = c.dossier.cadre.part_etat_max;
    c.fiches().filter_map(|f| au_dela(f, plafond).or_else(|| rien(f))).collect()
}

fn au_dela(fiche: &Fiche, plafond: Option<Decimal>) -> Option<Diagnostic> {
    let plafond = plafond?;
    let (mut etat, mut total, mut absents) = (Montant::ZERO, Montant::ZERO, 0);
    for budget in comptes(fiche) {
        let tout = financements(budget);
        etat = etat + part(budget, Some(ETAT)).total;
        total = total + tout.total;
        absents += tout.absents;
    }
    let taux = outils::part(etat.euros(), total.euros()).filter(|t| *t > plafond && absents == 0)?;
    let permis = Montant::arrondi(total.euros().checked_mul(plafond)? / Decimal::ONE_HUNDRED)?;
    let projet =
        fiche.budgets.iter().filter(|b| b.role == Role::Projet).find_map(|b| dans_le_projet(b, etat));
    let suite = projet.map(|p| format!(" ; dans le budget du projet, {}", pourcent(p))).unwrap_or_default();
    let ligne = comptes(fiche).flat_map(|b| &b.financements).find(|f| est(f, ETAT))?;
    let somme = apport(ligne);
    let (ici, suite_des_termes) = somme.termes.split_first()?;
    let mut constat = Diagnostic::constat(
        ici.span,
        format!(
            "l’État paie {} du budget compté, au-delà du plafond du cadre, {}",
            pourcent(taux),
            pourcent(plafond)
        ),
    )
    .calcul(format!(
        "{etat} / {total} = {} ; plafond du cadre : {permis} ; dépassement : {}{suite}",
        pourcent(taux),
        etat - permis
    ))
    .enjeu(etat.euros() - permis.euros())
    .aide("ramener la part de l’État au plafond, compléter les cofinancements, ou dire la dérogation");
    for terme in suite_des_termes {
        constat = constat.voir(terme.span, terme.montant.to_string());
    }
    for f in comptes(fiche).flat_map(|b| &b.financements).filter(|f| !est(f, ETAT)) {
        let somme = apport(f);
        let zero = if somme.total.est_nul() { "inscrit pour zéro : " } else { "" };
        let span = somme.termes.first().map_or(f.span, |t| t.span);
        constat = constat.voir(span, format!("{zero}{}", somme.total));
    }
    Some(constat)
}

fn est(f: &crate::model::budget::Financement, id: &str) -> bool {
    f.financeur.as_ref().is_some_and(|n| n.valeur == id)
}

/// Share of the State in a budget of the whole project where it pays the same amount.
fn dans_le_projet(budget: &Budget, etat: Montant) -> Option<Decimal> {
    let somme = part(budget, Some(ETAT)).total;
    let part = outils::part(somme.euros(), financements(budget).total.euros())?;
    (somme == etat).then_some(part)
}

/// A party written for no euro at all.
fn rien(fiche: &Fiche) -> Option<Diagnostic> {
    [(ETAT, "l’État"), (DEPARTEMENT, "le Département")].into_iter().find_map(|(id, nom)| {
        let lignes: Vec<_> = comptes(fiche).flat_map(|b| &b.financements).filter(|f| est(f, id)).collect();
        let sommes = || lignes.iter().map(|f| apport(f));
        let nul = !lignes.is_empty() && sommes().all(|s| s.absents == 0 && s.total.est_nul());
        let ligne = lignes.first().filter(|_| nul)?;
        Some(
            Diagnostic::constat(
                ligne.span,
                format!("{nom} est inscrit pour 0 € : l’action n’est pas cofinancée"),
            )
            .aide("inscrire son apport, ou dire pourquoi il n’en fait pas"),
        )
    })
}
