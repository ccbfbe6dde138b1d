//! Numbers of the lines of a priced schedule.

use crate::check::numerotation::ruptures;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Bordereau, LigneBordereau};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-015",
    titre: "les numéros des lignes d’un bordereau ne se suivent pas",
    gravite: Gravite::Erreur,
    verifie: "Les groupes d’un bordereau sont numérotés 1, 2, 3… et leurs lignes 1.1, 1.2… : chaque numéro de ligne \
              commence par celui de son groupe et suit le précédent. Des numéros qui ne sont pas de cette forme \
              (lettres, codes d’article) sont laissés de côté.",
    pourquoi: "Les bons de commande et les factures citent ces numéros : répétés ou sautés, ils ne désignent plus une \
               prestation.",
    source: "Cohérence interne de l’acte avec le bordereau du marché.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "{ numero: \"1.2\", libelle: Entretiens",
            a: "{ numero: \"1.4\", libelle: Entretiens",
        }],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.bordereaux.iter().flat_map(controler)).collect()
}

fn controler(bordereau: &Bordereau) -> Vec<Diagnostic> {
    let mut constats = suite(&bordereau.groupes, None);
    for groupe in &bordereau.groupes {
        constats.extend(suite(&groupe.lignes, Some(groupe)));
    }
    constats
}

/// The last part of a number, when what comes before is that of the group.
fn lire(numero: &str, groupe: Option<&str>) -> Option<u32> {
    let numero = numero.trim().trim_end_matches('.');
    match groupe {
        Some(groupe) => numero.strip_prefix(groupe)?.strip_prefix('.')?.parse().ok(),
        None => numero.parse().ok(),
    }
}

fn suite(lignes: &[LigneBordereau], groupe: Option<&LigneBordereau>) -> Vec<Diagnostic> {
    let prefixe = groupe.map(|g| g.numero.valeur.trim().trim_end_matches('.'));
    let forme = |l: &LigneBordereau| {
        let parties: Option<Vec<u32>> =
            l.numero.valeur.trim().trim_end_matches('.').split('.').map(|p| p.parse().ok()).collect();
        parties.is_some_and(|p| p.len() == if groupe.is_some() { 2 } else { 1 })
    };
    if !lignes.iter().all(forme) || prefixe.is_some_and(|p| p.parse::<u32>().is_err()) {
        return Vec::new();
    }
    let mut constats = Vec::new();
    let mut numeros = Vec::with_capacity(lignes.len());
    let mut attendu = 1u32;
    // When every line bears another group's number, the number of the group is wrong, and told with the groups.
    let ailleurs = lignes.iter().all(|l| lire(&l.numero.valeur, prefixe).is_none());
    for ligne in lignes {
        if ailleurs {
            numeros.extend(ligne.numero.valeur.rsplit('.').next().and_then(|p| p.parse::<u32>().ok()));
        } else if let Some(n) = lire(&ligne.numero.valeur, prefixe) {
            numeros.push(n);
        } else {
            // A line of another group takes its place in the sequence.
            numeros.push(attendu);
            constats.extend(groupe.map(|g| {
                Diagnostic::constat(
                    ligne.numero.span,
                    format!("la ligne {} est dans le groupe {}", ligne.numero.valeur, g.numero.valeur),
                )
                .voir(g.numero.span, "son groupe")
                .aide(format!("écrire un numéro qui commence par « {}. »", g.numero.valeur))
            }));
        }
        attendu = numeros.last().copied().unwrap_or(0).saturating_add(1);
    }
    let entier = |n: u32| prefixe.map_or_else(|| n.to_string(), |p| format!("{p}.{n}"));
    for rupture in ruptures(&numeros) {
        let Some(ligne) = lignes.get(rupture.rang) else { continue };
        let (ici, attendu) = (&ligne.numero.valeur, entier(rupture.attendu));
        let premier = rupture.premier.and_then(|r| lignes.get(r));
        let message = match premier {
            Some(_) => format!("le numéro {ici} est déjà donné : {attendu} est attendu"),
            None => format!("le numéro {ici} vient quand {attendu} est attendu"),
        };
        let mut constat =
            Diagnostic::constat(ligne.numero.span, message).aide("rétablir la suite des numéros");
        if let Some(premier) = premier {
            constat = constat.voir(premier.numero.span, "donné ici");
        }
        constats.push(constat);
    }
    constats
}
