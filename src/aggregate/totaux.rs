//! The computed totals by name, so that each explains itself: `annexe-b:total`, `fiches/04:financements`,
//! `article-2.2:etat`.

use super::{Somme, bordereau, budget, executions};
use crate::model::cadre::TableauAnnexe;
use crate::model::convention::Article;
use crate::model::texte::{Bloc, Inline, texte_nu};
use crate::model::{Dossier, Fiche, Montant};
use crate::text::Spanned;

/// A computed total.
#[derive(Debug, Clone)]
pub struct Total {
    /// Its name.
    pub nom: String,
    /// What it is, in words.
    pub titre: String,
    /// The sum and its terms.
    pub somme: Somme,
    /// What the act states of it, when it does.
    pub affiche: Option<Spanned<Montant>>,
}

/// The reference by which prose quotes what the State pays.
const MONTANT_ETAT: &str = "convention.montant_etat";

/// All the totals of an act, in the order of its parts.
pub fn tous(dossier: &Dossier) -> Vec<Total> {
    let mut totaux = Vec::new();
    let etat = Some(crate::model::cadre::ETAT);
    let montant = Some(dossier.convention.montant_etat.clone());
    let fiches = || dossier.fiches.iter();
    let somme_etat = sommer(fiches().map(|f| budget::part_de_fiche(f, etat)));
    for article in &dossier.articles {
        for numero in citations(article) {
            totaux.push(Total {
                nom: format!("article-{numero}:etat"),
                titre: format!("contribution de l’État citée à l’article {numero}"),
                somme: somme_etat.clone(),
                affiche: montant.clone(),
            });
        }
    }
    totaux.push(Total {
        nom: "convention:etat".into(),
        titre: "contribution de l’État : somme des fiches".into(),
        somme: somme_etat,
        affiche: montant,
    });
    for annexe in &dossier.cadre.annexes {
        let nom = format!("annexe-{}", annexe.id.to_lowercase());
        let de = || fiches().filter(|f| f.annexe.valeur == annexe.id);
        let titre = format!("annexe {}", annexe.id);
        totaux.extend(par_financeur(dossier, &nom, &titre, || de().collect()));
        if annexe.tableau == TableauAnnexe::Executions {
            let tableau = executions::calculer(dossier, &annexe.id);
            for (annee, somme) in tableau.annees.iter().zip(tableau.totaux) {
                totaux.push(Total {
                    nom: format!("{nom}:executes-{annee}"),
                    titre: format!("{titre}, exécuté par le Département en {annee}"),
                    somme,
                    affiche: None,
                });
            }
        }
    }
    totaux.extend(par_financeur(dossier, "recapitulatif", "récapitulatif", || fiches().collect()));
    for fiche in fiches() {
        de_fiche(dossier, fiche, &mut totaux);
    }
    totaux.extend(du_rapport(dossier));
    totaux.retain(|t| !t.somme.est_vide());
    totaux
}

/// Contracted and executed, as the report sums them: `rapport:execute`, `rapport:etat:execute`,
/// `rapport/04:etat:execute`.
fn du_rapport(dossier: &Dossier) -> Vec<Total> {
    let Some(rapport) = &dossier.rapport else { return Vec::new() };
    let bilan = super::rapport::calculer(dossier, rapport);
    let mut totaux = Vec::new();
    let mut dire = |base: String, titre: String, contracte: &Somme, execute: &Somme| {
        for (mot, quoi, somme) in [("contracte", "contracté", contracte), ("execute", "exécuté", execute)]
        {
            totaux.push(Total {
                nom: format!("{base}:{mot}"),
                titre: format!("{titre}, {quoi}"),
                somme: somme.clone(),
                affiche: None,
            });
        }
    };
    let tout = &bilan.total.total;
    dire("rapport".into(), "rapport d’exécution, tous financeurs".into(), &tout.contracte, &tout.liquide);
    for (financeur, cumul) in bilan.financeurs.iter().zip(&bilan.total.parts) {
        let titre = format!("rapport d’exécution, part {}", financeur.nom);
        dire(format!("rapport:{}", financeur.id), titre, &cumul.contracte, &cumul.liquide);
    }
    for action in bilan.actions() {
        let (base, titre) =
            (format!("rapport/{:02}", action.numero), format!("compte rendu {}", action.numero));
        dire(
            base.clone(),
            format!("{titre}, tous financeurs"),
            &action.total.contracte,
            &action.total.liquide,
        );
        for (financeur, part) in bilan.financeurs.iter().zip(&action.parts) {
            let titre = format!("{titre}, part {}", financeur.nom);
            dire(format!("{base}:{}", financeur.id), titre, &part.contracte, &part.liquide);
        }
    }
    totaux
}

/// The total of a name.
pub fn nomme(dossier: &Dossier, nom: &str) -> Option<Total> {
    tous(dossier).into_iter().find(|t| t.nom == nom)
}

fn sommer(sommes: impl Iterator<Item = Somme>) -> Somme {
    let mut total = Somme::default();
    sommes.for_each(|s| total.etendre(&s));
    total
}

fn par_financeur<'d>(
    dossier: &Dossier,
    nom: &str,
    titre: &str,
    fiches: impl Fn() -> Vec<&'d Fiche>,
) -> Vec<Total> {
    let mut totaux = vec![Total {
        nom: format!("{nom}:total"),
        titre: format!("{titre}, tous financeurs"),
        somme: sommer(fiches().into_iter().map(budget::total_de_fiche)),
        affiche: None,
    }];
    for financeur in &dossier.cadre.financeurs {
        totaux.push(Total {
            nom: format!("{nom}:{}", financeur.id),
            titre: format!("{titre}, part {}", financeur.nom),
            somme: sommer(fiches().into_iter().map(|f| budget::part_de_fiche(f, Some(&financeur.id)))),
            affiche: None,
        });
    }
    totaux
}

fn de_fiche(dossier: &Dossier, fiche: &Fiche, totaux: &mut Vec<Total>) {
    let base = format!("fiches/{:02}", fiche.numero.valeur);
    let titre = format!("fiche {}", fiche.numero.valeur);
    totaux.extend(par_financeur(dossier, &base, &titre, || vec![fiche]));
    let seul = fiche.budgets.len() == 1;
    for budget in &fiche.budgets {
        let (nom, titre) = if seul || budget.id.is_empty() {
            (base.clone(), titre.clone())
        } else {
            (format!("{base}:{}", budget.id), format!("{titre}, budget « {} »", budget.id))
        };
        for (mot, somme) in
            [("charges", budget::charges(budget, fiche)), ("financements", budget::financements(budget))]
        {
            totaux.push(Total {
                nom: format!("{nom}:{mot}"),
                titre: format!("{titre}, {mot}"),
                somme,
                affiche: budget.total_affiche.clone(),
            });
        }
    }
    for tableau in &fiche.bordereaux {
        let mut somme = Somme::default();
        let calcul = bordereau::calculer(tableau);
        for (groupe, calcule) in tableau.groupes.iter().zip(calcul.groupes) {
            somme.ajouter(calcule.total.ttc, groupe.numero.span);
        }
        totaux.push(Total {
            nom: format!("{base}:bordereau-{}", tableau.id.valeur),
            titre: format!("{titre}, bordereau « {} », TTC", tableau.id.valeur),
            somme,
            affiche: tableau.affiche.ttc.clone(),
        });
    }
}

/// The numbers of the parts of an article that quote what the State pays.
pub fn citations(article: &Article) -> Vec<String> {
    let mut numero = article.numero.as_ref().map(|n| n.valeur.clone());
    let mut trouves = Vec::new();
    for bloc in &article.corps {
        if let Bloc::Titre { contenu, .. } = bloc {
            let texte = texte_nu(contenu);
            let tete = texte.split_whitespace().next().unwrap_or("").trim_end_matches('.');
            if !tete.is_empty() && tete.chars().all(|c| c.is_ascii_digit() || c == '.') {
                numero = Some(tete.to_owned());
            }
        }
        if cite(bloc)
            && let Some(n) = &numero
            && !trouves.contains(n)
        {
            trouves.push(n.clone());
        }
    }
    trouves
}

fn cite(bloc: &Bloc) -> bool {
    match bloc {
        Bloc::Paragraphe(inlines) => inlines.iter().any(cite_inline),
        Bloc::Liste { items, .. } => items.iter().flatten().any(cite),
        Bloc::Citation(blocs) => blocs.iter().any(cite),
        Bloc::Reference(r) => r.valeur == MONTANT_ETAT,
        _ => false,
    }
}

fn cite_inline(inline: &Inline) -> bool {
    match inline {
        Inline::Reference(r) => r.valeur == MONTANT_ETAT,
        Inline::Gras(c) | Inline::Italique(c) | Inline::Barre(c) | Inline::Lien { contenu: c, .. } => {
            c.iter().any(cite_inline)
        }
        _ => false,
    }
}
