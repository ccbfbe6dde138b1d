//! What the content contracts now, in the form of a revision: what `calpae new rapport` records, and what is
//! compared later with what it recorded.

use super::budget as calcul;
use super::contrat::{self, Engagement};
use crate::model::budget::{Apport, Cout, Financement};
use crate::model::cadre::Sens;
use crate::model::fiche::{Fiche, LigneObjectif, Objectifs};
use crate::model::rapport::{LigneContrat, RapportExecution};
use crate::model::{Absence, Case, Dossier, Mesurage, Montant};
use crate::text::Span;

/// An amount, or why there is none.
pub type Engage = Result<Montant, Absence>;

/// A line of what is contracted.
#[derive(Debug, Clone)]
pub struct Ligne<'d> {
    /// Funder of the framework.
    pub financeur: Option<&'d str>,
    /// Label.
    pub libelle: Option<&'d str>,
    /// How much.
    pub montant: Engage,
    /// Where it is written.
    pub span: Span,
}

/// A target.
#[derive(Debug, Clone)]
pub struct Cible<'d> {
    /// Indicator of the framework.
    pub indicateur: Option<&'d str>,
    /// Label of the fiche.
    pub libelle: Option<&'d str>,
    /// The target.
    pub cible: &'d Case,
    /// The situation before.
    pub depart: Option<&'d Case>,
    /// Which way is progress, when the framework does not say.
    pub sens: Option<Sens>,
    /// Where it is written.
    pub span: Span,
}

impl Cible<'_> {
    /// By what a result is bound to it.
    pub fn cle(&self) -> &str {
        self.indicateur.or(self.libelle).unwrap_or("")
    }
}

/// What a fiche contracts.
#[derive(Debug, Clone)]
pub struct Courant<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// Costs, first level.
    pub charges: Vec<Ligne<'d>>,
    /// A line per funder.
    pub financements: Vec<Ligne<'d>>,
    /// Targets.
    pub cibles: Vec<Cible<'d>>,
}

/// What the fiches of the content contract, by number.
pub fn courants(dossier: &Dossier) -> Vec<Courant<'_>> {
    dossier.fiches.iter().map(|f| courant(dossier, f)).collect()
}

fn courant<'d>(dossier: &'d Dossier, fiche: &'d Fiche) -> Courant<'d> {
    let engage = |somme: &super::Somme, raison: Option<Absence>| {
        if somme.est_vide() { Err(raison.unwrap_or(Absence::NonRenseigne)) } else { Ok(somme.total) }
    };
    let raison = |f: &Financement| match &f.apport {
        Apport::Absent(a) => Some(a.valeur),
        Apport::Montant(_) | Apport::Termes(_) => None,
    };
    let mut charges: Vec<Ligne<'d>> = Vec::new();
    let mut financements: Vec<Ligne<'d>> = Vec::new();
    for charge in calcul::comptes(fiche).flat_map(|b| &b.charges) {
        charges.push(Ligne {
            financeur: None,
            libelle: Some(&charge.libelle.valeur),
            montant: engage(
                &calcul::cout(charge, fiche),
                match &charge.cout {
                    Cout::Absent(a) => Some(a.valeur),
                    _ => None,
                },
            ),
            span: charge.libelle.span,
        });
    }
    for financeur in &dossier.cadre.financeurs {
        let somme = calcul::part_de_fiche(fiche, Some(&financeur.id));
        let nomme = calcul::comptes(fiche)
            .flat_map(|b| &b.financements)
            .flat_map(|f| std::iter::once(f).chain(&f.dont))
            .find(|f| f.financeur.as_ref().is_some_and(|n| n.valeur == financeur.id));
        if let Some(ligne) = nomme {
            financements.push(Ligne {
                financeur: Some(&financeur.id),
                libelle: None,
                montant: engage(&somme, raison(ligne)),
                span: somme.termes.first().map_or(ligne.span, |t| t.span),
            });
        }
    }
    for ligne in calcul::comptes(fiche).flat_map(|b| &b.financements).filter(|f| f.financeur.is_none()) {
        financements.push(Ligne {
            financeur: None,
            libelle: Some(ligne.libelle.as_deref().unwrap_or("Autre financeur")),
            montant: engage(&calcul::apport(ligne), raison(ligne)),
            span: ligne.span,
        });
    }
    let cibles = fiche.objectifs.as_ref().map(|o| cibles(dossier, o)).unwrap_or_default();
    Courant { fiche, charges, financements, cibles }
}

fn cibles<'d>(dossier: &'d Dossier, objectifs: &'d Objectifs) -> Vec<Cible<'d>> {
    let annee = dossier.convention.annee;
    let Some(rang) = colonne(objectifs, annee) else { return Vec::new() };
    let avant = anterieure(objectifs, annee);
    let mut cibles = Vec::new();
    for ligne in &objectifs.lignes {
        let LigneObjectif::Indicateur { indicateur, libelle, cases, span } = ligne else { continue };
        let Some(cible) = cases.get(rang) else { continue };
        let indicateur = indicateur.as_ref().map(|i| i.valeur.as_str());
        let depart = avant
            .filter(|r| *r != rang)
            .and_then(|r| cases.get(r))
            .or_else(|| indicateur.and_then(|i| de_la_matrice(dossier, i, annee)))
            .filter(|c| c.iter().any(|v| matches!(v.mesurage.valeur, Mesurage::Nombre(_))));
        let libelle = libelle.as_ref().map(|l| l.valeur.as_str());
        let baisse = indicateur.is_none() && libelle.is_some_and(|l| l.to_lowercase().contains("délai"));
        let sens = baisse.then_some(Sens::Baisse);
        cibles.push(Cible { indicateur, libelle, cible, depart, sens, span: *span });
    }
    cibles
}

/// The years that a heading names.
fn annees(titre: &str) -> Vec<u16> {
    titre
        .split(|c: char| !c.is_ascii_digit())
        .filter(|m| m.len() == 4)
        .filter_map(|m| m.parse().ok())
        .filter(|a| (1900..=2200).contains(a))
        .collect()
}

/// The column of the targets of a year: the one whose heading names it, or the only one.
fn colonne(objectifs: &Objectifs, annee: u16) -> Option<usize> {
    let nommee = objectifs.colonnes.iter().rposition(|c| annees(&c.valeur).contains(&annee));
    nommee.or((objectifs.colonnes.len() == 1).then_some(0))
}

/// The column of the nearest year before.
fn anterieure(objectifs: &Objectifs, annee: u16) -> Option<usize> {
    let rangs = objectifs.colonnes.iter().enumerate();
    rangs
        .filter_map(|(rang, c)| annees(&c.valeur).into_iter().max().map(|a| (a, rang)))
        .filter(|(a, _)| *a < annee)
        .max()
        .map(|(_, rang)| rang)
}

/// The value of an indicator in the nearest earlier year of the matrix that has one.
pub fn de_la_matrice<'d>(dossier: &'d Dossier, indicateur: &str, annee: u16) -> Option<&'d Case> {
    let lignes = dossier.matrice.valeurs.iter().filter(|l| l.cible.valeur == indicateur);
    lignes
        .flat_map(|l| &l.cases)
        .filter_map(|(colonne, case)| colonne.valeur.parse::<u16>().ok().map(|a| (a, case)))
        .filter(|(a, case)| {
            *a < annee && case.iter().any(|v| matches!(v.mesurage.valeur, Mesurage::Nombre(_)))
        })
        .max_by_key(|(a, _)| *a)
        .map(|(_, case)| case)
}

/// Something that the content no longer says as the revision recorded it.
#[derive(Debug, Clone)]
pub struct Retouche {
    /// Number of the fiche.
    pub fiche: u16,
    /// What: « la part de État », « la cible … ».
    pub quoi: String,
    /// As recorded.
    pub signe: String,
    /// As the content says now.
    pub courant: String,
    /// Where the content says it.
    pub ici: Span,
    /// Where it was recorded.
    pub la: Span,
}

/// The name of the edition that the content is: that of its folder.
pub fn edition(dossier: &Dossier) -> &str {
    dossier.fiches.first().and_then(|f| f.chemin.as_str().split('/').nth(1)).unwrap_or("")
}

/// What has been restated since the last revision of an edition: amounts by funder, targets, actions removed.
pub fn retouches(dossier: &Dossier, rapport: &RapportExecution, edition: &str) -> Vec<Retouche> {
    let courants = courants(dossier);
    let mut trouvees = Vec::new();
    let Some(revision) = contrat::dernieres(rapport).into_iter().find(|r| r.edition.valeur == edition) else {
        return trouvees;
    };
    for contrat in &revision.contrats {
        let seul = Engagement { numero: contrat.fiche.valeur, contrats: vec![(revision, contrat)] };
        let Some(courant) = courants.iter().find(|c| c.fiche.numero.valeur == seul.numero) else {
            trouvees.push(Retouche {
                fiche: seul.numero,
                quoi: "l’action".to_owned(),
                signe: contrat.titre.clone(),
                courant: "retirée".to_owned(),
                ici: contrat.fiche.span,
                la: contrat.span,
            });
            continue;
        };
        montants(dossier, courant, &seul, &mut trouvees);
        for (_, objectif) in seul.objectifs() {
            let Some(cible) = courant.cibles.iter().find(|c| c.cle() == objectif.cle()) else { continue };
            if !memes(cible.cible, &objectif.cible) {
                trouvees.push(Retouche {
                    fiche: seul.numero,
                    quoi: format!("la cible « {} »", objectif.cle()),
                    signe: mots(&objectif.cible),
                    courant: mots(cible.cible),
                    ici: cible.span,
                    la: objectif.span,
                });
            }
        }
    }
    trouvees
}

fn montants(dossier: &Dossier, courant: &Courant<'_>, seul: &Engagement<'_>, trouvees: &mut Vec<Retouche>) {
    let meme = |a: &LigneContrat, b: &Ligne<'_>| {
        a.financeur.as_deref() == b.financeur && (a.financeur.is_some() || a.libelle.as_deref() == b.libelle)
    };
    let en_mots = |m: &Engage| m.map_or_else(|a| a.mot().to_owned(), |m| m.to_string());
    for ligne in &courant.financements {
        let Some(signee) = seul.financements().find(|l| meme(l, ligne)) else { continue };
        let (signe, span) = match &signee.montant {
            Ok(m) => (Ok(m.valeur), m.span),
            Err(a) => (Err(a.valeur), a.span),
        };
        let egaux = match (signe, ligne.montant) {
            (Ok(a), Ok(b)) => a == b,
            (Err(_), Err(_)) => true,
            _ => false,
        };
        if !egaux {
            let nom = ligne.financeur.and_then(|f| dossier.cadre.financeur(f)).map(|f| f.nom.as_str());
            trouvees.push(Retouche {
                fiche: seul.numero,
                quoi: format!("le montant de « {} »", nom.or(ligne.libelle).unwrap_or("")),
                signe: en_mots(&signe),
                courant: en_mots(&ligne.montant),
                ici: ligne.span,
                la: span,
            });
        }
    }
}

/// Whether two boxes say the same figures.
fn memes(a: &Case, b: &Case) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| egales(&a.mesurage.valeur, &b.mesurage.valeur))
}

fn egales(a: &Mesurage, b: &Mesurage) -> bool {
    match (a, b) {
        (Mesurage::Absent(_), Mesurage::Absent(_)) => true,
        (Mesurage::Nombre(a), Mesurage::Nombre(b)) => a.valeur == b.valeur,
        (a, b) => a == b,
    }
}

/// A box in a few words, for a message.
pub fn mots(case: &Case) -> String {
    let un = |m: &Mesurage| match m {
        Mesurage::Absent(a) => a.mot().to_owned(),
        Mesurage::Texte(t) => t.clone(),
        Mesurage::Nombre(n) => chiffre(n),
        Mesurage::Borne(c, n) => format!("{}\u{a0}{}", c.signe(), chiffre(n)),
        Mesurage::Fourchette(bas, n) => {
            format!("{} à {}", crate::model::nombre::francais(*bas, None), chiffre(n))
        }
        Mesurage::Tolerance(n, t) => {
            format!("{} ± {}\u{a0}%", chiffre(n), crate::model::nombre::francais(*t, None))
        }
    };
    case.iter().map(|v| un(&v.mesurage.valeur)).collect::<Vec<_>>().join(" ; ")
}

fn chiffre(n: &crate::model::Nombre) -> String {
    let chiffres = crate::model::nombre::francais(n.valeur, None);
    n.unite.as_ref().map_or(chiffres.clone(), |u| format!("{chiffres}\u{a0}{u}"))
}
