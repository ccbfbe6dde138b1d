//! A group of a priced schedule, or the whole of it, against what it adds.

use rust_decimal::Decimal;

use crate::aggregate::bordereau::{Chiffres, calculer};
use crate::check::bordereaux::{Unite, jours, sur_place_de_trop, ttc};
use crate::check::finances::{addition, montrer};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Montant;
use crate::model::budget::{Bordereau, LigneAffichee, LigneBordereau};
use crate::text::{Span, Spanned};

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-005",
    titre: "un total de bordereau n’est pas la somme de ce qu’il réunit",
    gravite: Gravite::Erreur,
    verifie: "Chaque chiffre affiché par un groupe d’un bordereau, puis par le total du marché (jours, jours sur place, \
              prix hors taxes et toutes taxes comprises, jours de chaque profil), est comparé à la somme des lignes du \
              groupe, ou des groupes. Un total qui suit ce que les lignes affichent, ou ce qu’elles calculent, est \
              admis : quand les deux diffèrent, la faute est dans une ligne, et FIN-004 la dit. Un prix toutes taxes \
              comprises égal au prix hors taxes augmenté de la TVA est admis s’il ne s’écarte de la somme que de \
              l’arrondi des lignes.",
    pourquoi: "Le total d’un marché est son prix : un total faux engage une somme que le détail ne justifie pas.",
    source: "Cohérence interne de l’acte : un total est la somme de ses lignes.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "affiche: { jours: \"4,5\", sur_place: 2, ht: 3 000 €, ttc: 3 600 €, profils: [\"1,5\", 3] }",
            a: "affiche: { jours: \"4,5\", sur_place: 2, ht: 3 000 €, ttc: 3 900 €, profils: [\"1,5\", 3] }",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "affiche: { jours: \"4,5\", sur_place: 2, ht: 3 000 €, ttc: 3 600 €, profils: [\"1,5\", 3] }",
            a: "affiche: { jours: \"4,50\", ttc: 3 600 € }",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| &f.bordereaux).flat_map(bordereau).collect()
}

/// A printed figure: where, how much.
type Terme = (Span, Decimal);

/// What a row prints, figure by figure; what it does not print, computed.
struct Rangee {
    numero: Spanned<String>,
    jours: Terme,
    sur_place: Terme,
    ht: Terme,
    ttc: Terme,
    profils: Vec<Terme>,
}

fn rangee(ligne: &LigneBordereau, calcule: &Chiffres) -> Rangee {
    let ou = ligne.numero.span;
    let affiche = &ligne.affiche;
    let nombre = |a: Option<&Spanned<Decimal>>, c: Decimal| a.map_or((ou, c), |s| (s.span, s.valeur));
    let euros =
        |a: Option<&Spanned<Montant>>, c: Montant| a.map_or((ou, c.euros()), |s| (s.span, s.valeur.euros()));
    let profils = if ligne.lignes.is_empty() { &ligne.profils } else { &affiche.profils };
    Rangee {
        numero: ligne.numero.clone(),
        jours: nombre(affiche.jours.as_ref(), calcule.jours),
        sur_place: nombre(ligne.sur_place.as_ref().or(affiche.sur_place.as_ref()), calcule.sur_place),
        ht: euros(affiche.ht.as_ref(), calcule.ht),
        ttc: euros(affiche.ttc.as_ref(), calcule.ttc),
        profils: calcule.profils.iter().enumerate().map(|(i, c)| nombre(profils.get(i), *c)).collect(),
    }
}

/// A total and what it adds.
struct Addition<'b> {
    nom: String,
    affiche: &'b LigneAffichee,
    rangees: Vec<Rangee>,
    calcule: &'b Chiffres,
    bordereau: &'b Bordereau,
    /// Differences that a line, wrong by itself, explains.
    expliques: Vec<Decimal>,
    /// Whether a line counts more days on site than days.
    sur_place_faux: bool,
}

fn bordereau(bordereau: &Bordereau) -> Vec<Diagnostic> {
    let calcul = calculer(bordereau);
    let mut constats = Vec::new();
    let mut toutes = Vec::new();
    for (groupe, calcule) in bordereau.groupes.iter().zip(&calcul.groupes) {
        let rangees = || groupe.lignes.iter().zip(&calcule.lignes).map(|(l, c)| rangee(l, c));
        toutes.extend(rangees());
        let faux = |l: &LigneBordereau| l.affiche.jours.as_ref().map(|j| j.valeur - jours(l));
        let addition = Addition {
            nom: format!("le groupe {}", groupe.numero.valeur),
            affiche: &groupe.affiche,
            rangees: rangees().collect(),
            calcule: &calcule.total,
            bordereau,
            expliques: groupe.lignes.iter().filter_map(faux).filter(|e| !e.is_zero()).collect(),
            sur_place_faux: groupe.lignes.iter().any(|l| sur_place_de_trop(l).is_some()),
        };
        constats.extend(addition.comparer(&[]));
    }
    let groupes = bordereau.groupes.iter().zip(&calcul.groupes).map(|(g, c)| rangee(g, &c.total));
    let total = Addition {
        nom: "le total".to_owned(),
        affiche: &bordereau.affiche,
        rangees: groupes.collect(),
        calcule: &calcul.total,
        bordereau,
        expliques: Vec::new(),
        sur_place_faux: false,
    };
    constats.extend(total.comparer(&toutes));
    constats
}

impl Addition<'_> {
    /// Every printed figure against the sum; the lines under the groups may be right where a group is wrong.
    fn comparer(&self, dessous: &[Rangee]) -> Vec<Diagnostic> {
        let mut constats = Vec::new();
        let mut dire =
            |quoi: &str, unite: Unite, affiche: Terme, calcule: Decimal, terme: &dyn Fn(&Rangee) -> Terme| {
                let somme = |r: &[Rangee]| r.iter().fold(Decimal::ZERO, |a, r| a.saturating_add(terme(r).1));
                let sommes = [somme(&self.rangees), calcule, somme(dessous)];
                let justes = if dessous.is_empty() { sommes.iter().take(2) } else { sommes.iter().take(3) };
                if justes.clone().all(|s| *s != affiche.1) {
                    constats.push(self.constat(quoi, unite, affiche, terme));
                }
            };
        let euros = |m: &Spanned<Montant>| (m.span, m.valeur.euros());
        let nombre = |n: &Spanned<Decimal>| (n.span, n.valeur);
        if let Some(a) = &self.affiche.jours {
            dire("", Unite::Jours, nombre(a), self.calcule.jours, &|r| r.jours);
        }
        if let Some(a) = self.affiche.sur_place.as_ref().filter(|_| !self.sur_place_faux) {
            dire(" sur place", Unite::Jours, nombre(a), self.calcule.sur_place, &|r| r.sur_place);
        }
        if let Some(a) = &self.affiche.ht {
            dire(" HT", Unite::Euros, euros(a), self.calcule.ht.euros(), &|r| r.ht);
        }
        if let Some(a) = self.affiche.ttc.as_ref().filter(|a| !self.ttc_arrondi(a.valeur)) {
            dire(" TTC", Unite::Euros, euros(a), self.calcule.ttc.euros(), &|r| r.ttc);
        }
        for (i, a) in self.affiche.profils.iter().enumerate() {
            let (Some(calcule), Some(profil)) = (self.calcule.profils.get(i), self.bordereau.profils.get(i))
            else {
                continue;
            };
            let quoi = format!(" pour « {} »", profil.libelle);
            if !self.expliques.contains(&(a.valeur - calcule)) {
                dire(&quoi, Unite::Jours, nombre(a), *calcule, &|r| {
                    r.profils.get(i).copied().unwrap_or((r.numero.span, Decimal::ZERO))
                });
            }
        }
        constats
    }

    /// Whether a price with tax is that of the price without it, to the rounding of the lines.
    fn ttc_arrondi(&self, affiche: Montant) -> bool {
        let Some(sans) = &self.affiche.ht else { return false };
        let ecart = (affiche.euros() - self.calcule.ttc.euros()).abs();
        let marge = Decimal::new(1, 2).saturating_mul(Decimal::from(self.rangees.len()));
        affiche.euros() == ttc(sans.valeur.euros(), self.bordereau.taux_tva.valeur) && ecart <= marge
    }

    fn constat(
        &self,
        quoi: &str,
        unite: Unite,
        affiche: Terme,
        terme: &dyn Fn(&Rangee) -> Terme,
    ) -> Diagnostic {
        let somme = self.rangees.iter().fold(Decimal::ZERO, |a, r| a.saturating_add(terme(r).1));
        let (dit, juste) = (unite.dire(affiche.1), unite.dire(somme));
        let quoi_de = if self.nom == "le total" { "groupes" } else { "lignes" };
        let message = format!("{} du bordereau affiche {dit}{quoi}, et ses {quoi_de} font {juste}", self.nom);
        let court = |valeur| match unite {
            Unite::Jours => crate::check::outils::nombre(valeur),
            Unite::Euros => unite.dire(valeur),
        };
        let termes: Vec<String> = self.rangees.iter().map(|r| court(terme(r).1)).collect();
        let ecart = unite.dire((affiche.1 - somme).abs());
        let lieux: Vec<(Span, String)> = self
            .rangees
            .iter()
            .map(|r| (terme(r).0, format!("{} : {}", r.numero.valeur, court(terme(r).1))))
            .collect();
        let constat = Diagnostic::constat(affiche.0, message)
            .calcul(format!("{} ; écart : {ecart}", addition(&termes, &juste)))
            .aide("corriger ce total, ou le chiffre qui manque à la somme");
        let constat = if unite == Unite::Euros { constat.enjeu(affiche.1 - somme) } else { constat };
        montrer(constat, &lieux)
    }
}
