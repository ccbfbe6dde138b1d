//! Amount that a line prints against what the line computes to.

use rust_decimal::Decimal;

use crate::aggregate::{Somme, bordereau, budget};
use crate::check::finances::{affiche_de, demi_unite, entiere};
use crate::check::outils::{addition, ecart, montrer_termes, nombre};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::{Charge, Cout, Facteur, Financement, Genre, Valorisation};
use crate::model::{Fiche, Montant};
use crate::text::Spanned;

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-002",
    titre: "le montant affiché d’une ligne n’est pas celui qu’elle calcule",
    gravite: Gravite::Erreur,
    verifie: "Le montant `affiche` d’une ligne est comparé, au centime, au produit de ses facteurs, à la somme de ses \
              sous-lignes, au total toutes taxes comprises de son bordereau ou à la somme de ses termes. Une somme \
              qui suit ce que les sous-lignes ou le bordereau affichent est admise : leur écart est dit à leur place. \
              Un écart qui s’explique par un coût unitaire ou un montant arrondi est dit comme arrondi, en conseil. \
              Une ligne dont une partie est sans montant n’est pas comparée.",
    pourquoi: "Le lecteur refait le produit : s’il ne retrouve pas le montant, il ne sait plus lequel des facteurs ou \
               du montant engage les parties.",
    source: "Cohérence interne de l’acte ; CGCT, art. L. 1612-4 : les dépenses sont évaluées de façon sincère.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "valorisation: { effectif: 3, quotite: 50 %, cout_annuel: 48 000 € }",
            a: "valorisation: { effectif: 3, quotite: 50 %, cout_annuel: 46 000 € }",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "valorisation: { effectif: 3, quotite: 50 %, cout_annuel: 48 000 € }",
                a: "valorisation: { effectif: 3, mois: 6, cout_annuel: 48 000 € }",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "        - { libelle: Agents d'accueil, montant: 24 500 € }",
                a: "        - { libelle: Agents d'accueil, valorisation: { jours: 98, tarif: 250 € } }",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for fiche in c.fiches() {
        for budget in &fiche.budgets {
            budget.charges.iter().for_each(|l| charge(l, fiche, &mut constats));
            budget.financements.iter().chain(&budget.hors_total).for_each(|l| financement(l, &mut constats));
        }
    }
    constats
}

fn charge(ligne: &Charge, fiche: &Fiche, constats: &mut Vec<Diagnostic>) {
    if let Cout::Lignes(lignes) = &ligne.cout {
        lignes.iter().for_each(|l| charge(l, fiche, constats));
    }
    let Some(affiche) = &ligne.mentions.affiche else { return };
    let somme = budget::cout(ligne, fiche);
    if !entiere(&somme) || somme.total == affiche.valeur {
        return;
    }
    constats.extend(match &ligne.cout {
        Cout::Valorisation(v) => Some(produit(affiche, v)),
        Cout::Lignes(lignes) => sous_lignes(affiche, lignes, fiche),
        Cout::Bordereau(nom) => marche(affiche, nom, fiche),
        Cout::Montant(_) => Some(montant(affiche, "ce montant", &somme)),
        Cout::Absent(_) => None,
    });
}

fn financement(ligne: &Financement, constats: &mut Vec<Diagnostic>) {
    ligne.dont.iter().for_each(|l| financement(l, constats));
    let somme = budget::apport(ligne);
    if let Some(affiche) = &ligne.mentions.affiche
        && entiere(&somme)
        && somme.total != affiche.valeur
    {
        constats.push(montant(affiche, "la somme de ses termes", &somme));
    }
}

fn produit(affiche: &Spanned<Montant>, valorisation: &Valorisation) -> Diagnostic {
    let calcule = valorisation.produit;
    let facteurs: Vec<String> = valorisation.facteurs.iter().map(facteur).collect();
    let constat = base(affiche, "le produit de ses facteurs", calcule)
        .calcul(format!("{} = {calcule} ; {}", facteurs.join(" × "), ecart(affiche.valeur, calcule)))
        .voir(valorisation.span, format!("produit : {calcule}"));
    match arrondi(affiche.valeur, valorisation) {
        Some(explication) => constat.aide(explication).conseil(),
        None => constat.aide("corriger le montant affiché ou l’un des facteurs"),
    }
}

fn facteur(facteur: &Facteur) -> String {
    let valeur = nombre(facteur.valeur.valeur);
    match facteur.genre {
        Genre::Pourcentage(_) => format!("{valeur}\u{a0}%"),
        Genre::Mois => format!("{valeur}/12"),
        Genre::Montant(_) => Montant::arrondi(facteur.valeur.valeur).unwrap_or_default().to_string(),
        Genre::Nombre("") => valeur,
        Genre::Nombre(mot) => format!("{valeur}\u{a0}{mot}"),
    }
}

/// What rounding explains the difference, when one does.
fn arrondi(affiche: Montant, valorisation: &Valorisation) -> Option<String> {
    let ecart = (affiche.euros() - valorisation.produit.euros()).abs();
    let rond = affiche.euros().fract().is_zero();
    if rond && ecart < Decimal::ONE && !valorisation.produit.euros().fract().is_zero() {
        return Some(
            "le montant est arrondi à l’euro : l’écrire au centime, ou dire qu’il est arrondi".into(),
        );
    }
    let unite = valorisation.facteurs.iter().find(|f| matches!(f.genre, Genre::Montant(_)))?.valeur.valeur;
    // A cost in tens of euros was not rounded to the euro.
    if unite.is_zero() || (unite % Decimal::TEN).is_zero() {
        return None;
    }
    let fois = valorisation.produit.euros().checked_div(unite)?;
    let marge = demi_unite(unite).checked_mul(fois)?.abs();
    let exact = affiche.euros().checked_div(fois)?.round_dp(4);
    (ecart <= marge).then(|| {
        format!(
            "l’écart est celui d’un coût unitaire arrondi ({} au lieu de {}\u{a0}€) : écrire le coût exact, ou afficher le produit",
            Montant::arrondi(unite).unwrap_or_default(),
            nombre(exact)
        )
    })
}

fn sous_lignes(affiche: &Spanned<Montant>, lignes: &[Charge], fiche: &Fiche) -> Option<Diagnostic> {
    let mut somme = Somme::default();
    lignes.iter().for_each(|l| somme.etendre(&affiche_de(l, fiche)));
    (somme.total != affiche.valeur).then(|| montant(affiche, "la somme de ses lignes", &somme))
}

fn marche(affiche: &Spanned<Montant>, nom: &Spanned<String>, fiche: &Fiche) -> Option<Diagnostic> {
    let tableau = fiche.bordereaux.iter().find(|b| b.id.valeur == nom.valeur)?;
    let total = tableau.affiche.ttc.as_ref();
    if total.is_some_and(|t| t.valeur == affiche.valeur) {
        return None;
    }
    let calcule = bordereau::calculer(tableau).total.ttc;
    let constat = base(affiche, "le total TTC du bordereau", calcule)
        .calcul(ecart(affiche.valeur, calcule))
        .aide("corriger ce montant ou le bordereau");
    Some(match total {
        Some(t) => constat.voir(t.span, format!("le bordereau affiche {}", t.valeur)),
        None => constat.voir(tableau.id.span, format!("le bordereau fait {calcule}")),
    })
}

fn montant(affiche: &Spanned<Montant>, quoi: &str, somme: &Somme) -> Diagnostic {
    let constat = base(affiche, quoi, somme.total)
        .calcul(format!("{} ; {}", addition(somme), ecart(affiche.valeur, somme.total)))
        .aide("corriger le montant affiché ou celui des lignes");
    montrer_termes(constat, somme)
}

fn base(affiche: &Spanned<Montant>, quoi: &str, calcule: Montant) -> Diagnostic {
    let message = format!("le montant affiché, {}, n’est pas {quoi}, {calcule}", affiche.valeur);
    Diagnostic::constat(affiche.span, message)
        .ici("montant affiché")
        .enjeu(affiche.valeur.euros() - calcule.euros())
}
