//! Phases, parts, meetings that a text numbers.

use crate::check::numerotation::{par_fichier, ruptures};
use crate::check::suites::{Etiquete, Suite, dieses, etiquetes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-016",
    titre: "une suite numérotée saute ou répète un numéro",
    gravite: Gravite::Erreur,
    verifie: "Dans un même fichier, les paragraphes, éléments de liste ou titres qui commencent par « Phase 1 – », \
              « Volet 2 : », « Axe 3. », et les « Comité technique #1 », « #2 »… se suivent à partir de 1, quand la \
              plupart sont à leur place ou que le texte en annonce autant. Leur nombre est comparé à celui qu’un texte \
              annonce juste avant (« le projet comporte 4 phases »). Une sélection (« Action 12 », « Action 15 ») n’est \
              pas une suite : seul un numéro répété ou qui recule y est signalé, en conseil.",
    pourquoi: "Une phase qui manque ou qui revient change le contenu de l’engagement, ou son calendrier.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont. Le travail comporte 3 phases.\n\nPhase 1 – Repérage.\n\nPhase 2 – Rencontre.\n\nPhase 3 – Suivi.",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "Phase 2 – Rencontre.",
            a: "Phase 4 – Rencontre.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "Phase 3 – Suivi.",
                a: "Phase 3 – Suivi.\n\nPour les familles :\n\nPhase 1 – Visite.\n\nPhase 2 – Suivi.",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "Phase 3 – Suivi.",
                a: "Phase 3 – Suivi.\n\nDeux actions du schéma s'y rattachent :\n\n- Action 12 : aller vers ;\n- Action 15 : loger.",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for passages in par_fichier(&c.dossier.passages) {
        let suites = etiquetes(passages).into_values().chain(dieses(passages).into_values());
        for suite in suites.filter(|s| s.etiquetes.len() > 1) {
            if suite.sure() {
                constats.extend(suite.passages().iter().flat_map(|s| suivre(s)));
                constats.extend(compter(&suite));
            } else if suite.en_liste() {
                constats.extend(reculs(&suite));
            }
        }
    }
    constats
}

fn suivre(suite: &[Etiquete<'_>]) -> Vec<Diagnostic> {
    let numeros: Vec<u32> = suite.iter().map(|e| e.numero).collect();
    ruptures(&numeros)
        .iter()
        .filter_map(|rupture| {
            let ici = suite.get(rupture.rang)?;
            let attendu = rupture.attendu;
            let constat = match rupture.premier.and_then(|r| suite.get(r)) {
                Some(premier) => Diagnostic::constat(
                    ici.span(),
                    format!("« {} » est déjà dit : le numéro {attendu} est attendu", ici.texte()),
                )
                .voir(premier.span(), "dit ici"),
                None => Diagnostic::constat(
                    ici.span(),
                    format!("« {} » vient quand le numéro {attendu} est attendu", ici.texte()),
                ),
            };
            Some(constat.aide("rétablir la suite des numéros"))
        })
        .collect()
}

/// The announced number against what is there; a list is told by another rule.
fn compter(suite: &Suite<'_>) -> Option<Diagnostic> {
    let (annonces, span) = suite.annonce?;
    let premier = suite.etiquetes.first()?;
    let compte = suite.passages().first()?.len();
    if suite.en_liste() || usize::try_from(annonces).ok()? == compte {
        return None;
    }
    let dernier = suite.etiquetes.get(compte.checked_sub(1)?)?;
    Some(
        Diagnostic::constat(
            span,
            format!(
                "{annonces} sont annoncés, et {compte} suivent, de « {} » à « {} »",
                premier.texte(),
                dernier.texte()
            ),
        )
        .voir(premier.span(), "le premier")
        .voir(dernier.span(), "le dernier")
        .aide("compléter la suite, ou corriger le nombre annoncé"),
    )
}

/// A selection in a list: what comes back, what goes backwards.
fn reculs(suite: &Suite<'_>) -> Vec<Diagnostic> {
    suite
        .etiquetes
        .windows(2)
        .filter_map(|paire| {
            let [avant, apres] = paire else { return None };
            if apres.numero > avant.numero {
                return None;
            }
            let message = format!("« {} » vient après « {} »", apres.texte(), avant.texte());
            Some(
                Diagnostic::constat(apres.span(), message)
                    .voir(avant.span(), "l’élément qui précède")
                    .aide("vérifier le numéro")
                    .conseil(),
            )
        })
        .collect()
}
