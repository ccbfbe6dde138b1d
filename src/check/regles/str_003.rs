//! Those who pay, and those who are named as partners.

use std::collections::{BTreeMap, BTreeSet};

use crate::aggregate::budget;
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::Financement;
use crate::model::cadre::{DEPARTEMENT, ETAT};
use crate::model::fiche::Partenaires;
use crate::model::{Absence, Dossier, Fiche, Montant};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "STR-003",
    titre: "un financeur du budget n’est pas nommé parmi les partenaires, ou l’inverse",
    gravite: Gravite::Avertissement,
    verifie: "Chaque financeur du cadre qui apporte un montant dans un budget de la convention est nommé dans les \
              partenaires de la fiche, par son nom ou par son sigle ; « aucun » et « sans objet » ne vont pas avec un \
              financement extérieur ; un partenaire qui est un financeur du cadre a une ligne de financement. Le \
              Département, maître d’ouvrage, n’a pas à être nommé. Les budgets de projet et les fiches qui ne disent \
              rien de leurs partenaires sont laissés de côté.",
    pourquoi: "La rubrique « partenaires et co-financeurs » dit qui est engagé : un financeur qui n’y est pas n’est \
               associé ni au suivi ni à l’évaluation.",
    source: "Cohérence interne de la fiche ; modèle de fiche du cadre.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "partenaires: [État, Département, Fonds social européen (FSE)]",
            a: "partenaires: [État, Département]",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "partenaires: [État, Département, Fonds social européen (FSE)]",
                a: "partenaires: [services de l'État, Fonds social européen]",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "partenaires: [État, Département, Fonds social européen (FSE)]",
                a: "partenaires: [\"Préfecture (services de l'État)\", \"Union européenne, par le FSE\"]",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let alias = alias(c.dossier);
    c.fiches().flat_map(|fiche| controler(c.dossier, fiche, &alias)).collect()
}

/// The names of each funder, flattened: that of the framework, and what its acronym stands for.
fn alias(dossier: &Dossier) -> BTreeMap<&str, Vec<String>> {
    let sigles = &dossier.convention.sigles;
    dossier
        .cadre
        .financeurs
        .iter()
        .map(|f| {
            let nom = plat(&f.nom);
            let mut noms = vec![nom.clone()];
            for (sigle, developpe) in sigles {
                let (sigle, developpe) = (plat(&sigle.valeur), plat(developpe));
                if nom == sigle || nom == developpe {
                    noms.extend([sigle, developpe]);
                }
            }
            if f.id == ETAT {
                noms.extend(["prefecture".to_owned(), "prefet".to_owned()]);
            }
            (f.id.as_str(), noms)
        })
        .collect()
}

fn nomme(texte: &str, noms: &[String]) -> bool {
    let texte = format!(" {} ", plat(texte));
    noms.iter().any(|nom| !nom.is_empty() && texte.contains(&format!(" {nom} ")))
}

fn controler(dossier: &Dossier, fiche: &Fiche, alias: &BTreeMap<&str, Vec<String>>) -> Vec<Diagnostic> {
    let vide = Vec::new();
    let (liste, dit, span) = match &fiche.partenaires {
        Some(Ok(Partenaires::Liste(noms))) => {
            let Some(premier) = noms.first() else { return Vec::new() };
            (noms, None, premier.span)
        }
        Some(Ok(Partenaires::Aucun(span))) => (&vide, Some("aucun"), *span),
        Some(Err(absence)) if absence.valeur == Absence::SansObjet => {
            (&vide, Some("sans objet"), absence.span)
        }
        Some(Err(_)) | None => return Vec::new(),
    };
    let mut constats = Vec::new();
    let manquants: Vec<_> = dossier
        .cadre
        .financeurs
        .iter()
        .filter(|f| f.id != DEPARTEMENT)
        .filter(|f| {
            !alias.get(f.id.as_str()).is_some_and(|noms| liste.iter().any(|p| nomme(&p.valeur, noms)))
        })
        .map(|f| (f, budget::part_de_fiche(fiche, Some(&f.id))))
        .filter(|(_, somme)| somme.total > Montant::ZERO)
        .collect();
    if let Some((_, premiere)) = manquants.first() {
        let noms: Vec<String> = manquants.iter().map(|(f, s)| format!("{} ({})", f.nom, s.total)).collect();
        let noms = noms.join(", ");
        let (message, ou) = match dit {
            Some(mot) => {
                (format!("les partenaires sont dits « {mot} », et le budget est financé par {noms}"), span)
            }
            None => (
                format!("le budget est financé par {noms}, que les partenaires ne nomment pas"),
                premiere.termes.first().map_or(span, |t| t.span),
            ),
        };
        let mut constat = Diagnostic::constat(ou, message).aide("nommer le financeur parmi les partenaires");
        if dit.is_none() {
            constat = constat.voir(span, "les partenaires");
        }
        for terme in manquants.iter().flat_map(|(_, s)| &s.termes).filter(|t| t.span != ou) {
            constat = constat.voir(terme.span, terme.montant.to_string());
        }
        constats.push(constat);
    }
    constats.extend(sans_montant(dossier, fiche, liste, alias));
    constats
}

/// The funders named as partners that no line of a budget names.
fn sans_montant(
    dossier: &Dossier,
    fiche: &Fiche,
    partenaires: &[crate::text::Spanned<String>],
    alias: &BTreeMap<&str, Vec<String>>,
) -> Vec<Diagnostic> {
    let mut lignes: BTreeSet<&str> = BTreeSet::new();
    for ligne in fiche.budgets.iter().flat_map(|b| b.financements.iter().chain(&b.hors_total)) {
        nommes(ligne, &mut lignes);
    }
    if lignes.is_empty() {
        return Vec::new();
    }
    // FSE and FSE+ answer to the same name: a line of one is enough.
    let financeurs = &dossier.cadre.financeurs;
    let mut constats = Vec::new();
    for partenaire in partenaires {
        let repond = |id: &str| alias.get(id).is_some_and(|noms| nomme(&partenaire.valeur, noms));
        let memes: Vec<_> = financeurs.iter().filter(|f| repond(&f.id)).collect();
        let excepte = memes.iter().any(|f| f.id == DEPARTEMENT || lignes.contains(f.id.as_str()));
        let Some(financeur) = memes.first().filter(|_| !excepte) else { continue };
        let span: Span = partenaire.span;
        constats.push(
            Diagnostic::constat(
                span,
                format!(
                    "« {} » est dit partenaire, et le budget n’a pas de ligne pour ce financeur",
                    financeur.nom
                ),
            )
            .aide("ajouter sa ligne de financement (au besoin « non renseigné »), ou préciser son rôle"),
        );
    }
    constats
}

fn nommes<'f>(ligne: &'f Financement, noms: &mut BTreeSet<&'f str>) {
    noms.extend(ligne.financeur.as_ref().map(|f| f.valeur.as_str()));
    for dont in &ligne.dont {
        nommes(dont, noms);
    }
}
