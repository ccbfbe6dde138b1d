//! Contracted against executed, per action, annexe and funder. Executed means « liquidé ». A rate needs both
//! its terms, whole: totals compare only the actions that are fully told, and say how many they are.

use rust_decimal::Decimal;

use super::Somme;
use super::contrat::{self, Engagement, compter};
use crate::model::cadre::{Annexe, Financeur};
use crate::model::rapport::{FicheRapport, LigneExecution, RapportExecution};
use crate::model::{Dossier, Montant};

/// What is contracted and executed of something.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Contracted.
    pub contracte: Somme,
    /// Legally due.
    pub engage: Somme,
    /// Executed.
    pub liquide: Somme,
}

impl Part {
    /// Whether there is nothing to say of it.
    pub fn est_vide(&self) -> bool {
        let rien = |s: &Somme| s.est_vide() && s.absents == 0;
        rien(&self.contracte) && rien(&self.liquide) && rien(&self.engage)
    }

    /// Whether every term is there, so that the two can be compared.
    pub fn est_complet(&self) -> bool {
        self.contracte.absents == 0 && self.liquide.absents == 0 && !self.liquide.est_vide()
    }

    /// Executed over contracted, in per cent; `None` when a term is missing or the contracted amount is zero.
    pub fn taux(&self) -> Option<Decimal> {
        self.est_complet().then(|| pourcent(self.liquide.total, self.contracte.total)).flatten()
    }

    /// Executed less contracted; `None` when a term is missing.
    pub fn ecart(&self) -> Option<Montant> {
        self.est_complet().then(|| self.liquide.total - self.contracte.total)
    }

    /// Due and not executed yet; `None` when a term is missing.
    pub fn reste(&self) -> Option<Montant> {
        let connu = |s: &Somme| s.absents == 0 && !s.est_vide();
        (connu(&self.engage) && connu(&self.liquide)).then(|| self.engage.total - self.liquide.total)
    }

    fn executer(&mut self, ligne: &LigneExecution) {
        compter(&mut self.engage, &ligne.engage);
        compter(&mut self.liquide, &ligne.liquide);
    }
}

/// A quotient in per cent, unrounded; `None` of a zero whole.
pub fn pourcent(partie: Montant, tout: Montant) -> Option<Decimal> {
    partie.euros().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(tout.euros())
}

/// A total over actions.
#[derive(Debug, Clone, Default)]
pub struct Cumul {
    /// Contracted, all the actions.
    pub contracte: Somme,
    /// Executed, all that is told.
    pub liquide: Somme,
    /// Contracted and executed of the actions that are fully told.
    pub comparable: (Montant, Montant),
    /// How many actions are fully told.
    pub renseignees: usize,
    /// How many actions have something contracted or executed here.
    pub actions: usize,
}

impl Cumul {
    /// Adds an action.
    pub fn ajouter(&mut self, part: &Part) {
        if part.est_vide() {
            return;
        }
        self.actions += 1;
        self.contracte.etendre(&part.contracte);
        self.liquide.etendre(&part.liquide);
        if part.est_complet() {
            self.renseignees += 1;
            self.comparable.0 = self.comparable.0 + part.contracte.total;
            self.comparable.1 = self.comparable.1 + part.liquide.total;
        }
    }

    fn etendre(&mut self, autre: &Self) {
        self.contracte.etendre(&autre.contracte);
        self.liquide.etendre(&autre.liquide);
        self.comparable.0 = self.comparable.0 + autre.comparable.0;
        self.comparable.1 = self.comparable.1 + autre.comparable.1;
        self.renseignees += autre.renseignees;
        self.actions += autre.actions;
    }

    /// Rate of execution of the actions that are fully told, in per cent.
    pub fn taux(&self) -> Option<Decimal> {
        (self.renseignees > 0).then(|| pourcent(self.comparable.1, self.comparable.0)).flatten()
    }

    /// Executed less contracted, of the actions that are fully told.
    pub fn ecart(&self) -> Option<Montant> {
        (self.renseignees > 0).then(|| self.comparable.1 - self.comparable.0)
    }

    /// Whether every action is fully told.
    pub fn est_complet(&self) -> bool {
        self.renseignees == self.actions
    }
}

/// An action.
#[derive(Debug, Clone)]
pub struct Action<'d> {
    /// Number of its fiche.
    pub numero: u16,
    /// Identifier of its annexe; empty when nothing was contracted.
    pub annexe: &'d str,
    /// Short title.
    pub titre: &'d str,
    /// What was contracted, if it was.
    pub engagement: Option<Engagement<'d>>,
    /// Its sheet, if it has one.
    pub fiche: Option<&'d FicheRapport>,
    /// One per funder of the columns.
    pub parts: Vec<Part>,
    /// The other funders.
    pub autres: Part,
    /// All the funders.
    pub total: Part,
    /// The costs.
    pub charges: Part,
}

/// A row of totals.
#[derive(Debug, Clone, Default)]
pub struct Ligne {
    /// One per funder of the columns.
    pub parts: Vec<Cumul>,
    /// The other funders.
    pub autres: Cumul,
    /// All the funders.
    pub total: Cumul,
}

impl Ligne {
    fn ajouter(&mut self, action: &Action<'_>) {
        self.parts.resize_with(action.parts.len(), Cumul::default);
        self.parts.iter_mut().zip(&action.parts).for_each(|(c, p)| c.ajouter(p));
        self.autres.ajouter(&action.autres);
        self.total.ajouter(&action.total);
    }

    fn etendre(&mut self, autre: &Self) {
        self.parts.resize_with(autre.parts.len(), Cumul::default);
        self.parts.iter_mut().zip(&autre.parts).for_each(|(a, b)| a.etendre(b));
        self.autres.etendre(&autre.autres);
        self.total.etendre(&autre.total);
    }
}

/// The actions of an annexe and their total.
#[derive(Debug, Clone)]
pub struct Bloc<'d> {
    /// The annexe; none for actions that were not contracted.
    pub annexe: Option<&'d Annexe>,
    /// Its actions.
    pub actions: Vec<Action<'d>>,
    /// Their total.
    pub total: Ligne,
}

/// The financial account of a report.
#[derive(Debug, Clone)]
pub struct Bilan<'d> {
    /// The funders that have a column.
    pub financeurs: Vec<&'d Financeur>,
    /// Whether funders that the framework does not name pay something.
    pub autres: bool,
    /// By annexe, in the order of the framework.
    pub blocs: Vec<Bloc<'d>>,
    /// The total of the report.
    pub total: Ligne,
}

impl<'d> Bilan<'d> {
    /// All the actions, in order.
    pub fn actions(&self) -> impl Iterator<Item = &Action<'d>> {
        self.blocs.iter().flat_map(|b| &b.actions)
    }

    /// Rank of the column of a funder.
    pub fn rang(&self, financeur: &str) -> Option<usize> {
        self.financeurs.iter().position(|f| f.id == financeur)
    }
}

/// Sums a report.
pub fn calculer<'d>(dossier: &'d Dossier, rapport: &'d RapportExecution) -> Bilan<'d> {
    let engagements = contrat::en_vigueur(rapport);
    let paie = |id: Option<&str>| {
        let contracte = engagements.iter().flat_map(Engagement::financements);
        let execute = rapport.fiches.iter().flat_map(|f| &f.financements);
        contracte.into_iter().any(|l| l.financeur.as_deref() == id)
            || execute.into_iter().any(|l| l.financeur.as_ref().map(|f| f.valeur.as_str()) == id)
    };
    let financeurs: Vec<&Financeur> = dossier.cadre.financeurs.iter().filter(|f| paie(Some(&f.id))).collect();
    let mut numeros: Vec<u16> =
        engagements.iter().map(|e| e.numero).chain(rapport.fiches.iter().map(|f| f.fiche.valeur)).collect();
    numeros.sort_unstable();
    numeros.dedup();
    let mut actions: Vec<Action<'d>> = numeros
        .into_iter()
        .map(|numero| {
            let engagement = engagements.iter().find(|e| e.numero == numero).cloned();
            let fiche = rapport.fiches.iter().find(|f| f.fiche.valeur == numero);
            action(dossier, numero, engagement, fiche, &financeurs)
        })
        .collect();
    let mut blocs = Vec::new();
    let mut total = Ligne { parts: vec![Cumul::default(); financeurs.len()], ..Ligne::default() };
    for annexe in dossier.cadre.annexes.iter().map(Some).chain([None]) {
        let id = annexe.map(|a| a.id.as_str());
        let (siennes, reste) = actions.into_iter().partition(|a| id.is_none_or(|id| id == a.annexe));
        actions = reste;
        let siennes: Vec<Action<'d>> = siennes;
        if siennes.is_empty() {
            continue;
        }
        let mut ligne = Ligne { parts: vec![Cumul::default(); financeurs.len()], ..Ligne::default() };
        siennes.iter().for_each(|a| ligne.ajouter(a));
        total.etendre(&ligne);
        blocs.push(Bloc { annexe, actions: siennes, total: ligne });
    }
    Bilan { autres: paie(None), financeurs, blocs, total }
}

fn action<'d>(
    dossier: &'d Dossier,
    numero: u16,
    engagement: Option<Engagement<'d>>,
    fiche: Option<&'d FicheRapport>,
    financeurs: &[&Financeur],
) -> Action<'d> {
    let ecrite = dossier.fiches.iter().find(|f| f.numero.valeur == numero);
    let titre = engagement
        .as_ref()
        .map(Engagement::titre)
        .or(ecrite.map(|f| f.titre_en_tableau()))
        .unwrap_or("action sans fiche");
    let part = |id: Option<&str>| {
        let mut part = Part::default();
        if let Some(e) = &engagement {
            part.contracte = e.part(id);
        }
        let lignes = || fiche.into_iter().flat_map(|f| &f.financements);
        let siennes = lignes().filter(|l| l.financeur.as_ref().map(|f| f.valeur.as_str()) == id);
        let mut trouvee = false;
        for ligne in siennes {
            trouvee = true;
            part.executer(ligne);
        }
        let attendue = !part.contracte.est_vide() || part.contracte.absents > 0;
        if attendue && !trouvee {
            part.engage.absents += 1;
            part.liquide.absents += 1;
        }
        part
    };
    let parts: Vec<Part> = financeurs.iter().map(|f| part(Some(&f.id))).collect();
    let autres = part(None);
    let mut total = Part::default();
    for p in parts.iter().chain([&autres]) {
        total.contracte.etendre(&p.contracte);
        total.engage.etendre(&p.engage);
        total.liquide.etendre(&p.liquide);
    }
    let mut charges = Part {
        contracte: engagement.as_ref().map(Engagement::total_des_charges).unwrap_or_default(),
        ..Part::default()
    };
    fiche.into_iter().flat_map(|f| &f.charges).for_each(|l| charges.executer(l));
    Action {
        numero,
        annexe: engagement.as_ref().map_or("", Engagement::annexe),
        titre,
        engagement,
        fiche,
        parts,
        autres,
        total,
        charges,
    }
}
