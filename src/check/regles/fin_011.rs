//! Amounts and shares that cannot be.

use rust_decimal::Decimal;

use crate::aggregate::{Somme, budget};
use crate::check::finances::payeur;
use crate::check::outils::{addition, ecart, montrer_termes, nombre};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Charge, Cout, Financement, Genre, Mentions};
use crate::model::cadre::Cadre;
use crate::model::fiche::Execute;
use crate::model::{Fiche, Montant};
use crate::text::{Span, Spanned};

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-011",
    titre: "un montant ou une part est impossible",
    gravite: Gravite::Erreur,
    verifie: "Les parties d’un financement (« dont ») n’excèdent pas sa ligne. Un taux ou une part de budget n’excède pas \
              100 %, ni la part du temps d’un poste (en avertissement). Un financement compté, un montant exécuté, un \
              tarif ou un nombre de jours n’est pas négatif. Une charge négative (un avoir, une remise) et un montant \
              négatif hors total sont admis.",
    pourquoi: "Personne ne paie moins que rien, ni plus que tout : le chiffre est une faute de frappe.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "    - { financeur: departement, montant: 15 000 € }",
            a: "    - { financeur: departement, montant: 15 000 €, dont: [{ libelle: Fonds de la Région, montant: 4 000 € }] }",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "dont: [{ libelle: Fonds de la Région, montant: 4 000 € }]",
            a: "dont: [{ libelle: Fonds de la Région, montant: 40 000 € }]",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "dont: [{ libelle: Fonds de la Région, montant: 4 000 € }]",
                a: "dont: [{ libelle: Fonds de la Région, montant: 15 000 € }]",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "    - { libelle: Accompagnement, montant: 30 880 € }",
                a: "    - { libelle: Accompagnement, montant: 31 000 € }\n    - { libelle: Avoir du prestataire, montant: -120 € }",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for fiche in c.fiches() {
        for budget in &fiche.budgets {
            budget.charges.iter().for_each(|l| charge(l, &mut constats));
            for ligne in &budget.financements {
                financement(ligne, &c.dossier.cadre, &mut constats);
            }
        }
        executions(fiche, &mut constats);
        bordereaux(fiche, &mut constats);
    }
    constats
}

fn charge(ligne: &Charge, constats: &mut Vec<Diagnostic>) {
    parts(&ligne.mentions, constats);
    match &ligne.cout {
        Cout::Lignes(lignes) => lignes.iter().for_each(|l| charge(l, constats)),
        Cout::Valorisation(v) => {
            let quotites = v.facteurs.iter().filter(|f| f.genre == Genre::Pourcentage("du temps"));
            for facteur in quotites.filter(|f| f.valeur.valeur > Decimal::ONE_HUNDRED) {
                let dit = nombre(facteur.valeur.valeur);
                let message = format!("une part du temps de travail, {dit}\u{a0}%, dépasse 100\u{a0}%");
                constats.push(
                    Diagnostic::constat(facteur.valeur.span, message).avertissement().aide(
                        "corriger la quotité, ou compter plusieurs postes avec « effectif » ou « etp »",
                    ),
                );
            }
        }
        Cout::Montant(_) | Cout::Bordereau(_) | Cout::Absent(_) => {}
    }
}

fn financement(ligne: &Financement, cadre: &Cadre, constats: &mut Vec<Diagnostic>) {
    parts(&ligne.mentions, constats);
    let apport = budget::apport(ligne);
    for terme in apport.termes.iter().filter(|t| t.montant < Montant::ZERO) {
        let message = format!("« {} » paierait un montant négatif, {}", payeur(ligne, cadre), terme.montant);
        constats.push(negatif(terme.span, message));
    }
    let mut dont = Somme::default();
    ligne.dont.iter().for_each(|d| dont.etendre(&budget::apport(d)));
    if apport.absents == 0 && dont.total > apport.total {
        let message = format!(
            "les parties de « {} », {}, dépassent sa ligne, {}",
            payeur(ligne, cadre),
            dont.total,
            apport.total
        );
        let lieu = dont.termes.first().map_or(ligne.span, |t| t.span);
        let constat = Diagnostic::constat(lieu, message)
            .calcul(format!("{} ; {}", addition(&dont), ecart(dont.total, apport.total)))
            .enjeu(dont.total.euros() - apport.total.euros())
            .aide("corriger la ligne ou l’une de ses parties");
        constats.push(montrer_termes(constat, &apport));
    }
    ligne.dont.iter().for_each(|d| financement(d, cadre, constats));
}

fn parts(mentions: &Mentions, constats: &mut Vec<Diagnostic>) {
    let dites = [("le taux annoncé", &mentions.taux), ("la part affichée", &mentions.part_affichee)];
    for (quoi, part) in dites {
        if let Some(part) = part
            && (part.valeur > Decimal::ONE_HUNDRED || part.valeur.is_sign_negative())
        {
            let message = format!("{quoi}, {}\u{a0}%, n’est pas entre 0 et 100\u{a0}%", nombre(part.valeur));
            constats.push(Diagnostic::constat(part.span, message).aide("corriger le pourcentage"));
        }
    }
}

fn executions(fiche: &Fiche, constats: &mut Vec<Diagnostic>) {
    for (annee, execute) in fiche.executions.iter().flat_map(|e| &e.annees) {
        if let Execute::Montant(m) = execute
            && m.valeur < Montant::ZERO
        {
            let message = format!("le montant exécuté en {annee}, {}, est négatif", m.valeur);
            constats.push(negatif(m.span, message));
        }
    }
}

fn bordereaux(fiche: &Fiche, constats: &mut Vec<Diagnostic>) {
    let jours = |n: &Spanned<Decimal>| (n.span, n.valeur);
    for bordereau in &fiche.bordereaux {
        let tarifs = bordereau.profils.iter().map(|p| (p.tarif.span, p.tarif.valeur.euros()));
        let lignes = bordereau.groupes.iter().flat_map(|g| &g.lignes);
        let nombres = lignes.flat_map(|l| l.profils.iter().chain(&l.sur_place)).map(jours);
        for (span, valeur) in tarifs.chain(nombres).filter(|(_, v)| v.is_sign_negative() && !v.is_zero()) {
            let message = format!("le bordereau compte une valeur négative, {}", nombre(valeur));
            constats.push(negatif(span, message));
        }
    }
}

fn negatif(span: Span, message: String) -> Diagnostic {
    Diagnostic::constat(span, message)
        .aide("retirer le signe, ou dire le montant autrement s’il se déduit d’un autre")
}
