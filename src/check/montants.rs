//! The amounts of a fiche, each with its place: what the amounts told in its text are compared with.

use crate::aggregate::{bordereau, budget};
use crate::model::budget::{Apport, Bordereau, Budget, Charge, Cout, Financement, Genre, LigneAffichee};
use crate::model::fiche::Execute;
use crate::model::tableau::{Contenu, Donnees, Ligne, TypeColonne};
use crate::model::{Fiche, Montant};
use crate::text::Span;

/// An amount of the data and what it is.
#[derive(Debug, Clone)]
pub struct Donnee {
    /// How much.
    pub montant: Montant,
    /// Where it is written, or the key of the budget when it is computed.
    pub span: Span,
    /// What it is, in a few words.
    pub quoi: &'static str,
    /// Whether it is written, and not a computed total.
    pub ecrit: bool,
}

/// All the amounts of a fiche, computed totals included.
pub fn de_fiche(fiche: &Fiche) -> Vec<Donnee> {
    let mut liste = Liste::default();
    for budget in &fiche.budgets {
        liste.budget(budget, fiche);
    }
    for tableau in &fiche.bordereaux {
        liste.bordereau(tableau);
    }
    for tableau in &fiche.tableaux {
        liste.tableau(tableau);
    }
    for (_, execute) in fiche.executions.iter().flat_map(|e| &e.annees) {
        if let Execute::Montant(m) = execute {
            liste.ecrit(m.valeur, m.span, "montant exécuté");
        }
    }
    for (_, m) in &fiche.affiche_en_annexe {
        liste.ecrit(m.valeur, m.span, "montant affiché en annexe");
    }
    liste.0
}

#[derive(Default)]
struct Liste(Vec<Donnee>);

impl Liste {
    fn ecrit(&mut self, montant: Montant, span: Span, quoi: &'static str) {
        self.0.push(Donnee { montant, span, quoi, ecrit: true });
    }

    fn calcule(&mut self, montant: Montant, span: Span, quoi: &'static str) {
        self.0.push(Donnee { montant, span, quoi, ecrit: false });
    }

    fn budget(&mut self, b: &Budget, fiche: &Fiche) {
        b.charges.iter().for_each(|c| self.charge(c, fiche));
        b.financements.iter().for_each(|f| self.financement(f, "financement"));
        b.hors_total.iter().for_each(|f| self.financement(f, "montant hors total"));
        if let Some(total) = &b.total_affiche {
            self.ecrit(total.valeur, total.span, "total affiché");
        }
        for somme in [budget::charges(b, fiche), budget::financements(b)] {
            self.calcule(somme.total, b.span, "total calculé");
        }
    }

    fn charge(&mut self, c: &Charge, fiche: &Fiche) {
        match &c.cout {
            Cout::Montant(m) => self.ecrit(m.valeur, m.span, "charge"),
            Cout::Valorisation(v) => {
                self.calcule(v.produit, v.span, "charge");
                for f in v.facteurs.iter().filter(|f| matches!(f.genre, Genre::Montant(_))) {
                    if let Some(m) = Montant::arrondi(f.valeur.valeur) {
                        self.ecrit(m, f.valeur.span, "coût unitaire");
                    }
                }
            }
            Cout::Lignes(lignes) => lignes.iter().for_each(|l| self.charge(l, fiche)),
            Cout::Bordereau(_) | Cout::Absent(_) => {}
        }
        self.calcule(budget::cout(c, fiche).total, c.libelle.span, "charge");
        if let Some(m) = &c.mentions.affiche {
            self.ecrit(m.valeur, m.span, "charge affichée");
        }
    }

    fn financement(&mut self, f: &Financement, quoi: &'static str) {
        match &f.apport {
            Apport::Montant(m) => self.ecrit(m.valeur, m.span, quoi),
            Apport::Termes(termes) => {
                termes.iter().for_each(|t| self.ecrit(t.montant.valeur, t.montant.span, quoi));
                self.calcule(budget::apport(f).total, f.span, quoi);
            }
            Apport::Absent(_) => {}
        }
        f.dont.iter().for_each(|d| self.financement(d, quoi));
    }

    fn bordereau(&mut self, b: &Bordereau) {
        b.profils.iter().for_each(|p| self.ecrit(p.tarif.valeur, p.tarif.span, "tarif"));
        self.affichee(&b.affiche);
        for groupe in &b.groupes {
            self.affichee(&groupe.affiche);
            groupe.lignes.iter().for_each(|l| self.affichee(&l.affiche));
        }
        let total = bordereau::calculer(b).total;
        self.calcule(total.ttc, b.id.span, "total du bordereau");
        self.calcule(total.ht, b.id.span, "total du bordereau");
    }

    fn affichee(&mut self, l: &LigneAffichee) {
        for m in l.ht.iter().chain(&l.ttc) {
            self.ecrit(m.valeur, m.span, "montant du bordereau");
        }
    }

    fn tableau(&mut self, t: &Donnees) {
        for ligne in &t.lignes {
            let Ligne::Cellules(cellules) = ligne else { continue };
            for c in cellules {
                if let Contenu::Montant(m) = &c.valeur {
                    self.ecrit(*m, c.span, "montant d’un tableau");
                }
            }
        }
        for (rang, colonne) in t.colonnes.iter().enumerate().filter(|(_, c)| c.genre == TypeColonne::Montant)
        {
            if let Some(total) = &colonne.total_affiche {
                self.ecrit(
                    Montant::arrondi(total.valeur).unwrap_or_default(),
                    total.span,
                    "total d’un tableau",
                );
            }
            if let Some(m) = Montant::arrondi(t.total(rang)) {
                self.calcule(m, t.id.span, "total d’un tableau");
            }
        }
    }
}
