//! The table of amounts of the budget section against the amounts that it should detail.

use crate::aggregate::{Somme, budget};
use crate::check::outils::{addition, ecart};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Charge, Cout};
use crate::model::cadre::{Cadre, ContenuRubrique};
use crate::model::tableau::{Colonne, Contenu, Donnees, Ligne, TypeColonne};
use crate::model::texte::{Bloc, Inline};
use crate::model::{Fiche, Montant};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-012",
    titre: "le tableau chiffré du budget ne fait le détail d’aucun de ses montants",
    gravite: Gravite::Avertissement,
    verifie: "Quand la rubrique du budget cite un seul tableau à une seule colonne de montants totalisée, ce total est \
              cherché parmi les montants de la fiche : totaux des budgets, lignes de charges et de financements, \
              termes, montants hors total. S’il n’est aucun d’eux, il est comparé au plus proche des totaux et des \
              montants hors total. Les tableaux des autres rubriques, et une rubrique qui en cite plusieurs, ne sont \
              pas comparés.",
    pourquoi: "Un tableau d’actions chiffrées à côté d’un plan de financement se lit comme son détail : s’il ne fait pas \
               le même total, une partie du financement n’a pas d’objet, ou une action n’est pas payée.",
    source: "Cohérence interne de l’acte : un plan de financement couvre les actions qu’il chiffre.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "executions:\n",
                a: "tableaux:\n  - id: actions\n    titre: Les actions de l'équipe\n    colonnes:\n      - { titre: Action }\n      - { titre: Budget, type: montant, total: somme }\n    lignes: |\n      Maraudes    | 20 000 €\n      Permanences | 13 333,33 €\n\nexecutions:\n",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "## 5. Budget détaillé\n",
                a: "## 5. Budget détaillé\n\n{tableau.actions}\n",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "      Maraudes    | 20 000 €",
            a: "      Maraudes    | 19 000 €",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "      Maraudes    | 20 000 €\n      Permanences | 13 333,33 €",
                a: "      Maraudes    | 10 000 €\n      Permanences | 12 666,66 €",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "      - { titre: Budget, type: montant, total: somme }",
                a: "      - { titre: Coût d'une sortie, type: montant }",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().filter_map(|f| comparer(f, &c.dossier.cadre)).collect()
}

/// An amount of the budgets: what it is, how much, where.
struct Repere {
    quoi: String,
    montant: Montant,
    span: Span,
}

fn comparer(fiche: &Fiche, cadre: &Cadre) -> Option<Diagnostic> {
    let (tableau, rang, colonne) = seul(fiche, cadre)?;
    let total = Montant::arrondi(tableau.total(rang))?;
    let affiche = colonne.total_affiche.as_ref().and_then(|t| Montant::arrondi(t.valeur));
    let connus = reperes(fiche);
    let connu = |m: Montant| connus.iter().chain(&details(fiche)).any(|r| r.montant == m);
    if total.est_nul() || connu(total) || affiche.is_some_and(connu) {
        return None;
    }
    let proche = connus.iter().min_by_key(|r| (r.montant.euros() - total.euros()).abs())?;
    let message = format!(
        "le tableau « {} » chiffre {total}, et {} est de {}",
        tableau.titre.as_deref().unwrap_or(&tableau.id.valeur),
        proche.quoi,
        proche.montant
    );
    let (somme, sans) = cases(tableau, rang);
    let sans = match sans {
        0 => String::new(),
        1 => " ; une ligne est sans montant".to_owned(),
        n => format!(" ; {n} lignes sont sans montant"),
    };
    let mut constat = Diagnostic::constat(colonne.titre.span, message)
        .calcul(format!("{} ; {}{sans}", addition(&somme), ecart(proche.montant, total)))
        .enjeu(proche.montant.euros() - total.euros())
        .aide("compléter le tableau, corriger un montant, ou dire ce que le tableau ne couvre pas")
        .voir(proche.span, proche.montant.to_string());
    for terme in &somme.termes {
        constat = constat.voir(terme.span, terme.montant.to_string());
    }
    Some(constat)
}

/// The only column of amounts, totalled, of the only such table that the section of the budget cites.
fn seul<'d>(fiche: &'d Fiche, cadre: &Cadre) -> Option<(&'d Donnees, usize, &'d Colonne)> {
    let rubrique = cadre.rubriques.iter().find(|r| r.contenu == ContenuRubrique::Budget)?;
    let mut cites = Vec::new();
    let sections = fiche.sections.iter().filter(|s| s.rubrique.as_deref() == Some(rubrique.id.as_str()));
    sections.for_each(|s| s.corps.iter().for_each(|b| references(b, &mut cites)));
    let mut trouves = fiche
        .tableaux
        .iter()
        .filter(|t| cites.iter().any(|c| c.strip_prefix("tableau.") == Some(t.id.valeur.as_str())))
        .flat_map(|t| t.colonnes.iter().enumerate().map(move |(i, c)| (t, i, c)))
        .filter(|(_, _, c)| c.genre == TypeColonne::Montant && (c.somme || c.total_affiche.is_some()));
    let premier = trouves.next()?;
    trouves.next().is_none().then_some(premier)
}

fn references<'d>(bloc: &'d Bloc, cites: &mut Vec<&'d str>) {
    match bloc {
        Bloc::Reference(r) => cites.push(&r.valeur),
        Bloc::Paragraphe(inlines) => cites.extend(inlines.iter().filter_map(|i| match i {
            Inline::Reference(r) => Some(r.valeur.as_str()),
            _ => None,
        })),
        Bloc::Liste { items, .. } => items.iter().flatten().for_each(|b| references(b, cites)),
        Bloc::Citation(blocs) => blocs.iter().for_each(|b| references(b, cites)),
        _ => {}
    }
}

/// The totals of the budgets and the amounts outside them.
fn reperes(fiche: &Fiche) -> Vec<Repere> {
    let mut reperes = Vec::new();
    for b in &fiche.budgets {
        for (quoi, somme) in [
            ("la somme des charges", budget::charges(b, fiche)),
            ("la somme des financements", budget::financements(b)),
        ] {
            let premier = somme.termes.first().map(|t| t.span);
            let span = b.total_affiche.as_ref().map(|t| t.span).or(premier);
            reperes.extend(span.map(|span| Repere { quoi: quoi.to_owned(), montant: somme.total, span }));
        }
        for ligne in &b.hors_total {
            for terme in budget::apport(ligne).termes {
                let nom = ligne.libelle.as_deref().unwrap_or("un montant");
                let quoi = format!("« {nom} », hors total,");
                reperes.push(Repere { quoi, montant: terme.montant, span: terme.span });
            }
        }
    }
    reperes
}

/// The amounts of the lines of the budgets.
fn details(fiche: &Fiche) -> Vec<Repere> {
    let mut details = Vec::new();
    let mut ajouter = |montant, span| details.push(Repere { quoi: String::new(), montant, span });
    for b in &fiche.budgets {
        let lignes = b.financements.iter().flat_map(|l| std::iter::once(l).chain(&l.dont));
        for ligne in lignes {
            let apport = budget::apport(ligne);
            ajouter(apport.total, ligne.span);
            apport.termes.iter().for_each(|t| ajouter(t.montant, t.span));
        }
        for charge in b.charges.iter().flat_map(avec_sous_lignes) {
            ajouter(budget::cout(charge, fiche).total, charge.libelle.span);
            charge.mentions.affiche.iter().for_each(|a| ajouter(a.valeur, a.span));
        }
    }
    details
}

fn avec_sous_lignes(charge: &Charge) -> Vec<&Charge> {
    let mut lignes = vec![charge];
    if let Cout::Lignes(dessous) = &charge.cout {
        lignes.extend(dessous.iter().flat_map(avec_sous_lignes));
    }
    lignes
}

/// The amounts of a column, and how many rows have none.
fn cases(tableau: &Donnees, rang: usize) -> (Somme, usize) {
    let mut somme = Somme::default();
    let mut sans = 0;
    for ligne in &tableau.lignes {
        let Ligne::Cellules(cellules) = ligne else { continue };
        match cellules.get(rang).map(|c| (&c.valeur, c.span)) {
            Some((Contenu::Montant(m), span)) => somme.ajouter(*m, span),
            Some((Contenu::Absent(_) | Contenu::Texte(_), _)) => sans += 1,
            _ => {}
        }
    }
    (somme, sans)
}
