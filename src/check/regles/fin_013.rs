//! An amount told beside a budget, that no total takes up.

use std::collections::{BTreeMap, BTreeSet};

use crate::aggregate::budget;
use crate::check::finances::entiere;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::Budget;
use crate::model::passage::Fait;
use crate::model::{Fiche, Montant};
use crate::text::Fichier;

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-013",
    titre: "un montant hors total n’est repris dans aucun total de budget",
    gravite: Gravite::Avertissement,
    verifie: "Un montant écrit à côté d’un budget (`hors_total`) doit être repris quelque part : le total d’un autre \
              budget de la fiche, ou une phrase de la fiche qui dit le total augmenté de ce montant. Un montant dont \
              une `note` dit pourquoi il est à part, un montant nul ou absent ne sont pas signalés.",
    pourquoi: "Un crédit annoncé après le total n’entre ni dans le plan de financement, ni dans l’annexe, ni dans le \
               récapitulatif : on ne sait pas s’il engage son auteur.",
    source: "Cohérence interne de l’acte : ce qui engage les parties se retrouve dans un total.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "  total_affiche: 120 000 €\n",
            a: "  total_affiche: 120 000 €\n  hors_total:\n    - { libelle: Décision modificative, financeur: departement, montant: 7 000 € }\n",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "  total_affiche: 120 000 €\n",
                a: "  total_affiche: 120 000 €\n  hors_total:\n    - { libelle: Décision modificative, financeur: departement, montant: 7 000 €, note: Versée en 2025 sur un autre budget. }\n",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "  total_affiche: 120 000 €\n",
                a: "  total_affiche: 120 000 €\n  hors_total:\n    - { libelle: Prêt d'un véhicule, financeur: departement, montant: non renseigné }\n",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut dits: BTreeMap<Fichier, BTreeSet<Montant>> = BTreeMap::new();
    if c.fiches().flat_map(|f| &f.budgets).any(|b| !b.hors_total.is_empty()) {
        for (passage, mention) in c.mentions() {
            if let Fait::Montant(m) = &mention.fait {
                dits.entry(passage.fichier()).or_default().insert(*m);
            }
        }
    }
    let rien = BTreeSet::new();
    let chercher = |f| comparer(f, dits.get(&f.span.fichier).unwrap_or(&rien));
    c.fiches().flat_map(chercher).collect()
}

fn comparer(fiche: &Fiche, dits: &BTreeSet<Montant>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for budget in fiche.budgets.iter().filter(|b| !b.hors_total.is_empty()) {
        let total = total(budget, fiche);
        let ensemble: Montant = budget.hors_total.iter().map(|l| budget::apport(l).total).sum();
        for ligne in &budget.hors_total {
            let apport = budget::apport(ligne);
            let repris = |m: Montant| {
                let autres = fiche.budgets.iter().filter(|b| b.span != budget.span);
                dits.contains(&m) || autres.map(|b| self::total(b, fiche)).any(|t| t == m)
            };
            let dehors = entiere(&apport) && !apport.total.est_nul() && ligne.mentions.note.is_none();
            let Some(terme) = apport.termes.first().filter(|_| dehors) else { continue };
            if repris(total + apport.total) || repris(total + ensemble) {
                continue;
            }
            let nom = ligne.libelle.as_deref().unwrap_or("ce montant");
            let message = format!("« {nom} », {}, n’est repris dans aucun total de budget", apport.total);
            let mut constat = Diagnostic::constat(terme.span, message)
                .calcul(format!(
                    "{total} + {} = {}, que l’acte n’écrit pas",
                    apport.total,
                    total + apport.total
                ))
                .enjeu(apport.total.euros())
                .aide("compter ce montant dans le budget, ou dire dans une note pourquoi il est à part");
            if let Some(affiche) = &budget.total_affiche {
                constat = constat.voir(affiche.span, "total sans ce montant");
            }
            constats.push(constat);
        }
    }
    constats
}

fn total(budget: &Budget, fiche: &Fiche) -> Montant {
    let financements = budget::financements(budget);
    let calcule =
        if entiere(&financements) { financements.total } else { budget::charges(budget, fiche).total };
    budget.total_affiche.as_ref().map_or(calcule, |t| t.valeur)
}
