//! Fiches that the act prints without the title of their action.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "STR-007",
    titre: "des fiches n’ont pas d’intitulé",
    gravite: Gravite::Conseil,
    verifie: "Les fiches dont l’en-tête dit que l’acte n’imprime pas l’intitulé de l’action (`intitule_absent: oui`). Un \
              seul constat les réunit.",
    pourquoi: "L’intitulé est ce par quoi l’on cite l’action : sans lui, la fiche n’est désignée que par son numéro.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "intitule: Prévenir les ruptures de parcours",
            a: "intitule: Prévenir les ruptures de parcours\nintitule_absent: oui",
        }],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let sans: Vec<_> = c.fiches().filter(|f| f.intitule_absent).collect();
    let Some((premiere, autres)) = sans.split_first() else { return Vec::new() };
    let numeros: Vec<String> = sans.iter().map(|f| f.numero.to_string()).collect();
    let message = match autres {
        [] => format!("l’acte n’imprime pas d’intitulé pour la fiche {}", premiere.numero),
        _ => format!("l’acte n’imprime pas d’intitulé pour {} fiches : {}", sans.len(), numeros.join(", ")),
    };
    let mut constat = Diagnostic::constat(premiere.intitule.span, message)
        .ici("intitulé supposé")
        .aide("faire valider l’intitulé proposé, puis retirer « intitule_absent »");
    for fiche in autres {
        constat = constat.voir(fiche.intitule.span, format!("fiche {}", fiche.numero));
    }
    vec![constat]
}
