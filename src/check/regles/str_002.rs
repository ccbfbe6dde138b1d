//! What a fiche says of its novelty.

use crate::check::outils::plat;
use crate::check::structure::section;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::model::cadre::{Cadre, ContenuRubrique};
use crate::model::fiche::Statut;

pub(crate) static REGLE: Regle = Regle {
    code: "STR-002",
    titre: "les statuts d’une fiche se contredisent",
    gravite: Gravite::Erreur,
    verifie: "Deux statuts que le cadre dit incompatibles (`statuts_exclusifs`) ; en avertissement, un statut « nouvelle » \
              sous un intitulé qui commence par « Renouvellement », « Reconduction », « Poursuite » ou « Prolongation » ; \
              un statut de même nom qu’une rubrique « mention » (`fapi`) quand la réponse à cette rubrique est « non » \
              ou, en conseil, quand la rubrique manque. Une reprise que l’intitulé ne dit pas n’est pas vue.",
    pourquoi: "Le statut dit si les crédits portent sur une action nouvelle : deux réponses contraires ne permettent \
               pas de vérifier que l’État ne finance pas l’existant.",
    source: "Vocabulaire du champ statut du cadre ; l’acte s’engage à signaler les fiches nouvelles ou modifiées.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "statut: nouvelle",
            a: "statut: [nouvelle, reconduite]",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "statut: reconduite",
                a: "statut: [reconduite, renforcée]",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "intitule: Établir des diagnostics",
                a: "intitule: Préparer le renouvellement des diagnostics",
            },
        ],
    },
    chercher,
};

/// Words that begin the title of an action that already was.
const REPRISES: [&str; 8] = [
    "renouvellement",
    "renouveler",
    "reconduction",
    "reconduire",
    "poursuite",
    "poursuivre",
    "prolongation",
    "prolonger",
];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|fiche| controler(&c.dossier.cadre, fiche)).collect()
}

fn controler(cadre: &Cadre, fiche: &Fiche) -> Vec<Diagnostic> {
    let statut = |mot: &str| fiche.statuts.iter().find(|s| s.mot.valeur == mot);
    let mut constats = Vec::new();
    for (a, b) in &cadre.statuts_exclusifs {
        let (Some(a), Some(b)) = (statut(a), statut(b)) else { continue };
        let (premier, second) = if a.mot.span.debut < b.mot.span.debut { (a, b) } else { (b, a) };
        constats.push(
            Diagnostic::constat(
                second.mot.span,
                format!("une fiche ne peut être à la fois « {} » et « {} »", premier.mot, second.mot),
            )
            .voir(premier.mot.span, format!("« {} »", libelle(cadre, premier)))
            .aide("garder le statut qui est vrai"),
        );
    }
    let nouvelle = fiche.statuts.iter().find(|s| {
        let dit = plat(&format!("{} {}", s.mot.valeur, libelle(cadre, s)));
        dit.split(' ').any(|m| m.starts_with("nouvel"))
    });
    let titre = plat(&fiche.intitule.valeur);
    let reprise = titre.split(' ').next().filter(|m| REPRISES.contains(m)).filter(|_| !fiche.intitule_absent);
    if let (Some(statut), Some(_)) = (nouvelle, reprise) {
        let mot = fiche.intitule.valeur.split_whitespace().next().unwrap_or("");
        constats.push(
            Diagnostic::constat(
                statut.mot.span,
                format!("la fiche est dite « {} », et son intitulé commence par « {mot} »", statut.mot),
            )
            .voir(fiche.intitule.span, "l’intitulé")
            .aide("dire le statut d’une action reprise, ou revoir l’intitulé")
            .avertissement(),
        );
    }
    constats.extend(fiche.statuts.iter().filter_map(|s| mention(cadre, fiche, s)));
    constats
}

/// What is printed for a status.
fn libelle<'c>(cadre: &'c Cadre, statut: &'c Statut) -> &'c str {
    let trouve = cadre.statuts.iter().find(|(mot, _)| *mot == statut.mot.valeur);
    trouve.map_or(statut.mot.valeur.as_str(), |(_, libelle)| libelle)
}

/// A status of the same name as a section that answers a question.
fn mention(cadre: &Cadre, fiche: &Fiche, statut: &Statut) -> Option<Diagnostic> {
    let mot = &statut.mot.valeur;
    let rubrique = cadre.rubriques.iter().find(|r| r.id == *mot && r.contenu == ContenuRubrique::Mention)?;
    let reponse = fiche.mentions.iter().find(|(cle, _)| cle.valeur == *mot);
    let non =
        reponse.is_some_and(|(_, r)| r.as_ref().is_ok_and(|t| plat(t).split(' ').next() == Some("non")));
    if let Some((cle, _)) = reponse.filter(|_| non) {
        return Some(
            Diagnostic::constat(
                statut.mot.span,
                format!(
                    "la fiche est dite « {} », et répond « non » à « {} »",
                    libelle(cadre, statut),
                    rubrique.titre
                ),
            )
            .voir(cle.span, "la réponse")
            .aide("corriger le statut ou la réponse"),
        );
    }
    if reponse.is_some() || section(fiche, mot).is_some() {
        return None;
    }
    Some(
        Diagnostic::constat(
            statut.mot.span,
            format!(
                "la fiche est dite « {} », et n’a pas de rubrique « {} »",
                libelle(cadre, statut),
                rubrique.titre
            ),
        )
        .aide("ajouter la rubrique, ou corriger le statut")
        .conseil(),
    )
}
