//! Actions, values and columns against the window in which the agreement is carried out.

use crate::check::dates::{Intervalle, bornes, derniers, dire, execution, intervalle};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::fiche::LigneObjectif;
use crate::model::temps::Fenetre;
use crate::model::{DateImprecise, Duree, Fiche};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-004",
    titre: "une action, ou une valeur, est hors de la période d’exécution de la convention",
    gravite: Gravite::Erreur,
    verifie: "La période d’exécution est `execution`, sinon l’année de l’édition. Une action dont la fin est connue ne \
              finit pas avant elle ; quand `execution` est écrite, une action ne commence pas après elle. En conseil : \
              les valeurs d’une colonne de l’année de l’édition mesurées tout entières hors d’elle, et les colonnes \
              d’années qui vont au-delà d’elle et de la fin de l’action. Une action qui déborde la période sans en sortir, \
              sans fin connue ou sans date, et les colonnes d’années passées, sont admises.",
    pourquoi: "Ce qui a lieu hors de la période d’exécution n’est ni financé ni évalué par la convention : la dépense \
               peut être rejetée, et le résultat ne dit rien de ce que l’année a produit.",
    source: "Cohérence interne de l’acte : sa période d’exécution et d’évaluation ; annualité budgétaire.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "duree: 2021-2024",
            a: "duree: 2021-2023",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "duree: 2021-2024",
            a: "duree: 2021-2026",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some((fenetre, place)) = execution(c) else { return Vec::new() };
    let fenetre = Cadre { fenetre, place, annee: c.dossier.convention.annee };
    c.fiches()
        .flat_map(|f| {
            let mut constats = actions(f, &fenetre);
            if let (Some(ecrite), Some(objectifs)) = (place, &f.objectifs) {
                constats.extend(valeurs(&objectifs.lignes, objectifs, &fenetre, ecrite));
                constats.extend(colonnes(f, objectifs, &fenetre, ecrite));
            }
            constats
        })
        .collect()
}

/// The window, where it is written when it is, and the year of the edition.
struct Cadre {
    fenetre: Intervalle,
    place: Option<Span>,
    annee: u16,
}

impl Cadre {
    fn voir(&self, constat: Diagnostic) -> Diagnostic {
        let texte = format!("période d’exécution : {}", dire(self.fenetre));
        match self.place {
            Some(place) => constat.voir(place, texte),
            None => constat,
        }
    }
}

fn actions(fiche: &Fiche, cadre: &Cadre) -> Vec<Diagnostic> {
    let debuts = fiche.mise_en_place.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let tard = debuts.clone().filter(|_| cadre.place.is_some()).filter_map(|d| {
        let depart = bornes(&d.donnee)?;
        (depart.0 > cadre.fenetre.1).then(|| {
            cadre.voir(
                Diagnostic::constat(
                    d.span,
                    format!(
                        "l’action commence ({}) après la période d’exécution, {}",
                        d.donnee,
                        dire(cadre.fenetre)
                    ),
                )
                .aide("corriger la date, ou reporter l’action à l’édition suivante"),
            )
        })
    });
    let durees = fiche.duree.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let tot = durees.filter_map(|duree| {
        let meme = |objet: &Option<String>| objet.as_deref().map(plat) == duree.objet.as_deref().map(plat);
        let debut = debuts.clone().find(|d| meme(&d.objet)).and_then(|d| bornes(&d.donnee));
        let fin = fin(&duree.donnee, debut)?;
        // An end before the start is told by another rule.
        if fin.1 >= cadre.fenetre.0 || debut.is_some_and(|d| fin.1 < d.0) {
            return None;
        }
        Some(
            cadre.voir(
                Diagnostic::constat(
                    duree.span,
                    format!(
                        "l’action finit {}, avant la période d’exécution, {}",
                        dire(fin),
                        dire(cadre.fenetre)
                    ),
                )
                .aide("corriger la durée, ou retirer l’action de cette édition"),
            ),
        )
    });
    tard.chain(tot).collect()
}

/// The days that may be the last of an action.
fn fin(duree: &Duree, debut: Option<Intervalle>) -> Option<Intervalle> {
    match duree {
        Duree::Longueur(_, _, Some(fin)) | Duree::Periode(_, fin) => bornes(fin),
        Duree::Longueur(n, unite, None) => derniers(debut?, *n, *unite),
        Duree::Indeterminee | Duree::Texte(_) => None,
    }
}

/// The days of a column, by the year or the years of its title.
fn jours_de(titre: &str) -> Option<Intervalle> {
    let annees: Vec<u16> = titre
        .split(|c: char| !c.is_ascii_digit())
        .filter(|m| m.len() == 4)
        .filter_map(|m| m.parse().ok())
        .filter(|a| (1900..=2200).contains(a))
        .collect();
    let (premiere, derniere) = (annees.iter().min()?, annees.iter().max()?);
    intervalle(&Duree::Periode(DateImprecise::Annee(*premiere), DateImprecise::Annee(*derniere)))
}

/// The values of the columns of the edition's year that were measured out of the window, in one finding.
fn valeurs(
    lignes: &[LigneObjectif],
    objectifs: &crate::model::fiche::Objectifs,
    cadre: &Cadre,
    ecrite: Span,
) -> Option<Diagnostic> {
    let annee = bornes(&DateImprecise::Annee(cadre.annee))?;
    let mut hors: Vec<(Span, Fenetre)> = Vec::new();
    for ligne in lignes {
        let LigneObjectif::Indicateur { cases, .. } = ligne else { continue };
        for (case, colonne) in cases.iter().zip(&objectifs.colonnes) {
            // Years told one by one or with a word (« Cible 2027 ») are not the year carried out.
            if jours_de(&colonne.valeur) != Some(annee) {
                continue;
            }
            hors.extend(case.iter().filter_map(|v| {
                let fenetre = v.fenetre?;
                let (debut, fin) = match fenetre {
                    Fenetre::Au(j) => (j, j),
                    Fenetre::DuAu(a, b) => (a, b),
                };
                (fin < cadre.fenetre.0 || debut > cadre.fenetre.1).then_some((v.mesurage.span, fenetre))
            }));
        }
    }
    let (premier, fenetre) = hors.first()?;
    let message = match hors.len() {
        1 => format!(
            "cette valeur, mesurée {fenetre}, est hors de la période d’exécution, {}",
            dire(cadre.fenetre)
        ),
        n => format!(
            "{n} valeurs sont mesurées hors de la période d’exécution, {} : {}",
            dire(cadre.fenetre),
            hors.iter().map(|(_, f)| f.to_string()).collect::<Vec<_>>().join(" ; ")
        ),
    };
    let constat = Diagnostic::constat(*premier, message)
        .conseil()
        .voir(ecrite, "période d’exécution")
        .aide("mesurer sur la période évaluée, ou dire que ces valeurs sont un point de départ");
    Some(hors.iter().skip(1).fold(constat, |d, (span, f)| d.voir(*span, f.to_string())))
}

/// The columns of years that neither the window nor the action reaches, in one finding.
fn colonnes(
    fiche: &Fiche,
    objectifs: &crate::model::fiche::Objectifs,
    cadre: &Cadre,
    ecrite: Span,
) -> Option<Diagnostic> {
    let durees: Vec<_> = fiche.duree.iter().filter_map(|d| d.as_ref().ok()).flatten().collect();
    if durees.iter().any(|d| d.donnee == Duree::Indeterminee) {
        return None;
    }
    let debuts = fiche.mise_en_place.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let depart = debuts.filter_map(|d| bornes(&d.donnee)).max_by_key(|i| i.1);
    let action = durees.iter().filter_map(|d| fin(&d.donnee, depart)).map(|i| i.1).max();
    let derniere = cadre.fenetre.1.max(action.unwrap_or(cadre.fenetre.1));
    let apres: Vec<_> = objectifs
        .colonnes
        .iter()
        .filter(|c| jours_de(&c.valeur).is_some_and(|jours| jours.1.annee() > derniere.annee()))
        .collect();
    let premiere = apres.first()?;
    let titres: Vec<String> = apres.iter().map(|c| format!("« {} »", c.valeur)).collect();
    let (pluriel, verbe) = if apres.len() > 1 { ("les colonnes", "vont") } else { ("la colonne", "va") };
    Some(
        Diagnostic::constat(
            premiere.span,
            format!(
                "{pluriel} {} {verbe} au-delà de la période d’exécution{}",
                titres.join(" et "),
                match action {
                    Some(action) =>
                        format!(" (jusqu’au {}) et de l’action (jusqu’au {action})", cadre.fenetre.1),
                    None => format!(", qui finit le {}", cadre.fenetre.1),
                }
            ),
        )
        .conseil()
        .voir(ecrite, "période d’exécution")
        .aide("dire la durée de l’action, ou retirer ces colonnes"),
    )
}
