//! Executed amounts left blank.

use crate::check::finances::enumerer;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::fiche::Execute;
use crate::model::{Absence, Fiche};

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-017",
    titre: "un montant exécuté est laissé vide",
    gravite: Gravite::Avertissement,
    verifie: "Les années de `executions` dont la case est vide sans que l’acte y imprime rien : un constat par fiche. Une \
              case qui dit pourquoi elle n’a pas de montant (« non renseigné », « sans objet », « à transmettre »…), et un \
              montant nul, sont laissés de côté.",
    pourquoi: "Une case vide ne dit pas si rien n’a été dépensé ou si le montant manque : l’engagement ne peut être \
               comparé à ce qui se faisait avant lui.",
    source: "Cohérence interne de l’acte : le tableau des engagements compare l’année aux précédentes.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "\"2021\": 18 200 €",
            a: "\"2021\": vide",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "\"2021\": 18 200 €",
            a: "\"2021\": sans objet",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().filter_map(juger).collect()
}

fn juger(fiche: &Fiche) -> Option<Diagnostic> {
    let annees = fiche.executions.iter().flat_map(|e| &e.annees);
    let vides: Vec<_> = annees
        .filter(|(_, e)| matches!(e, Execute::Absent(Absence::Vide, None)))
        .map(|(annee, _)| annee)
        .collect();
    let premiere = vides.first()?;
    let dites: Vec<String> = vides.iter().map(|a| a.valeur.to_string()).collect();
    let quoi = match vides.len() {
        1 => "le montant exécuté est laissé vide",
        _ => "les montants exécutés sont laissés vides",
    };
    let constat =
        Diagnostic::constat(premiere.span, format!("{quoi}, sans raison déclarée : {}", enumerer(&dites)))
            .aide("écrire le montant, « 0 € » si rien n’a été dépensé, ou pourquoi il n’est pas connu");
    Some(vides.iter().skip(1).take(12).fold(constat, |d, a| d.voir(a.span, a.valeur.to_string())))
}
