//! An amount of a fiche against what the table of its annexe prints.

use crate::aggregate::budget;
use crate::check::outils::{addition, ecart, montrer_termes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-007",
    titre: "le tableau de l’annexe n’affiche pas le montant de la fiche",
    gravite: Gravite::Erreur,
    verifie: "Un montant que le tableau de l’annexe affiche pour un financeur (`affiche_en_annexe`) est comparé, au \
              centime, à la part de ce financeur dans les budgets comptés de la fiche. Une part dont un montant manque \
              n’est pas comparée.",
    pourquoi: "La fiche et l’annexe ont la même valeur : deux montants pour un même engagement, et chacun choisit.",
    source: "Cohérence interne de l’acte : l’annexe récapitule les fiches.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "  etat: \"10 666,67 €\"",
            a: "  etat: 10 666 €",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "  etat: \"10 666,67 €\"",
            a: "  departement: \"22 666,66 €\"",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| comparer(c, f)).collect()
}

fn comparer(c: &Contexte<'_>, fiche: &Fiche) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for (financeur, affiche) in &fiche.affiche_en_annexe {
        let part = budget::part_de_fiche(fiche, Some(&financeur.valeur));
        if part.absents > 0 || part.total == affiche.valeur {
            continue;
        }
        let nom = c.dossier.cadre.financeur(&financeur.valeur).map_or(financeur.valeur.as_str(), |f| &f.nom);
        let message = format!(
            "le tableau de l’annexe {} affiche {} pour « {nom} », et la fiche {} en compte {}",
            fiche.annexe.valeur, affiche.valeur, fiche.numero.valeur, part.total
        );
        let constat = Diagnostic::constat(affiche.span, message)
            .ici("dans l’annexe")
            .calcul(format!("{} ; {}", addition(&part), ecart(affiche.valeur, part.total)))
            .enjeu(affiche.valeur.euros() - part.total.euros())
            .aide("retenir le même montant dans la fiche et dans l’annexe");
        constats.push(montrer_termes(constat, &part));
    }
    constats
}
