//! The days of the act's life, in the order in which the law makes them come.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Jour;
use crate::text::Spanned;

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-001",
    titre: "les dates de l’acte ne se suivent pas",
    gravite: Gravite::Erreur,
    verifie: "Le vote précède la signature, la signature l’envoi et la publication, l’envoi la réception ; deux \
              étapes le même jour sont admises. Les étapes en désordre sont dites en un seul constat. Plus de six \
              mois entre deux étapes qui suivent la signature est dit en avertissement. L’ordre de la publication et \
              de l’envoi est libre : l’un et l’autre sont nécessaires, aucun n’a à précéder l’autre.",
    pourquoi: "Un exécutif qui signe avant le vote n’en a pas le pouvoir, et un acte reçu avant d’être envoyé ne fait \
               pas foi : l’acte n’est pas exécutoire, et ses délais de recours ne courent pas.",
    source: "CGCT, art. L. 3131-1 (caractère exécutoire : publication et transmission) ; art. L. 3211-1 (le conseil \
             départemental règle par ses délibérations les affaires du département).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "  reception: 2024-03-29",
            a: "  reception: 2024-03-19",
        }],
        admis: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "  publication: 2024-04-02",
            a: "  publication: 2024-03-28",
        }],
    },
    chercher,
};

/// A step and its day.
type Etape<'d> = (&'static str, &'d Spanned<Jour>);

/// Days between two steps past which one of them is probably wrong.
const LONGTEMPS: i32 = 183;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let dates = &c.dossier.convention.dates;
    let etape = |nom, jour: &'_ Option<Spanned<Jour>>| jour.clone().map(|j| (nom, j));
    let vote = etape("délibération", &dates.deliberation);
    let signature = etape("signature", &dates.signature);
    let envoi = etape("envoi", &dates.envoi);
    let reception = etape("réception", &dates.reception);
    let publication = etape("publication", &dates.publication);
    let suites = [
        (&vote, &signature),
        (&vote, &envoi),
        (&vote, &reception),
        (&vote, &publication),
        (&signature, &envoi),
        (&signature, &reception),
        (&signature, &publication),
        (&envoi, &reception),
    ];
    let paires: Vec<(Etape<'_>, Etape<'_>)> = suites
        .into_iter()
        .filter_map(|(a, b)| {
            let ((na, a), (nb, b)) = (a.as_ref()?, b.as_ref()?);
            Some(((*na, a), (*nb, b)))
        })
        .collect();
    let desordre: Vec<_> = paires.iter().copied().filter(|(a, b)| a.1.valeur > b.1.valeur).collect();
    if !desordre.is_empty() {
        return dire(
            &desordre,
            "les dates de l’acte ne se suivent pas",
            "vient avant",
            "corriger la date fausse",
        )
        .into_iter()
        .collect();
    }
    let lentes: Vec<_> = paires
        .iter()
        .copied()
        .filter(|(a, b)| a.0 != "délibération" && b.1.valeur.rang() - a.1.valeur.rang() > LONGTEMPS)
        .collect();
    dire(
        &lentes,
        "plus de six mois séparent deux étapes de l’acte",
        "vient longtemps après",
        "vérifier les deux dates",
    )
    .map(Diagnostic::avertissement)
    .into_iter()
    .collect()
}

/// One finding for all the pairs, at the step that most of them blame.
fn dire(paires: &[(Etape<'_>, Etape<'_>)], quoi: &str, comment: &str, aide: &str) -> Option<Diagnostic> {
    let blames = |nom: &str| paires.iter().filter(|(a, b)| a.0 == nom || b.0 == nom).count();
    let toutes: Vec<Etape<'_>> = paires.iter().flat_map(|(a, b)| [*b, *a]).collect();
    // The first of the most blamed: the later step of the first pair wins a draw.
    let pire = toutes.iter().map(|e| blames(e.0)).max()?;
    let fautive = toutes.iter().copied().find(|e| blames(e.0) == pire)?;
    let autres: std::collections::BTreeMap<&str, &Spanned<Jour>> =
        toutes.iter().filter(|e| e.0 != fautive.0).copied().collect();
    let liste: Vec<String> = autres.iter().map(|(nom, j)| format!("{nom} le {}", j.valeur)).collect();
    let constat = Diagnostic::constat(
        fautive.1.span,
        format!("{quoi} : {} le {}, {}", fautive.0, fautive.1.valeur, liste.join(", ")),
    )
    .ici(fautive.0)
    .calcul(
        paires
            .iter()
            .map(|(a, b)| format!("{} ({}) {comment} {} ({})", b.0, b.1.valeur, a.0, a.1.valeur))
            .collect::<Vec<_>>()
            .join(" ; "),
    )
    .aide(aide);
    Some(autres.into_iter().fold(constat, |d, (nom, jour)| d.voir(jour.span, nom)))
}
