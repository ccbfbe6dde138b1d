//! The actions that two acts of one collectivité both finance.

use std::collections::BTreeMap;

use super::{DatedAmount, DatedEntry, dated, distinctive_words, overlap, shared_amount};
use crate::lang::{flat, roots, without_number};
use crate::ledger::entry::LedgerEntry;
use crate::model::cadre::{Cadre, Side};
use crate::model::parties::PartyRole;
use crate::model::{Dossier, Fiche, Montant};

/// An action of two acts, financed by the same payers for periods that overlap.
#[derive(Debug, Clone)]
pub struct SharedAction<'d> {
    /// Its fiche in the first act.
    pub own: &'d Fiche,
    /// Its fiche in the second.
    pub other: &'d Fiche,
    /// What each payer pays in both, at least one.
    pub fundings: Vec<SharedFunding<'d>>,
}

/// What a payer pays for an action in both acts, for periods that overlap.
#[derive(Debug, Clone)]
pub struct SharedFunding<'d> {
    /// Its name in the first act.
    pub payer: &'d str,
    /// Its lines in the first act.
    pub own: Vec<DatedEntry<'d>>,
    /// Its lines in the second.
    pub other: Vec<DatedEntry<'d>>,
    /// What both may pay: the smaller of the two, period by period.
    pub stake: Montant,
}

impl SharedAction<'_> {
    /// Whether it is that of two fiches: what they count twice is then told already.
    pub fn is_of(&self, own: &Fiche, other: &Fiche) -> bool {
        self.own.number.value == own.number.value && self.other.number.value == other.number.value
    }

    /// What all its payers may pay twice.
    pub fn stake(&self) -> Montant {
        self.fundings.iter().map(|funding| funding.stake).sum()
    }
}

/// Who pays, as two acts may both name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum PayerKey {
    /// The State, whatever the line of its budget: it pays an action once.
    Etat,
    /// The collectivité that carries both acts.
    Collectivite,
    /// Anyone else, by the folded name.
    Named(String),
}

/// The words of « autres financeurs »: two acts that have such a line do not name the same payer.
const NOBODY: [&str; 9] =
    ["autre", "divers", "financeur", "cofinanceur", "co", "partenaire", "tiers", "public", "financement"];

/// The actions that both acts finance, in the order of the first.
pub fn shared_actions<'d>(own: &'d Dossier, other: &'d Dossier) -> Vec<SharedAction<'d>> {
    let others: Vec<(ActionTitle, &Fiche)> = other.fiches.iter().map(|f| (ActionTitle::of(f), f)).collect();
    let mut shared = Vec::new();
    for fiche in &own.fiches {
        let title = ActionTitle::of(fiche);
        for (_, twin) in others.iter().filter(|(other, _)| title.is_same(other)) {
            if tells_another_funding(fiche, own) || tells_another_funding(twin, other) {
                continue;
            }
            let fundings = shared_fundings((fiche, own), (twin, other));
            // « Coordination » may be an action of each act: the same amounts say more than the title.
            let is_sure = title.is_distinctive || fundings.iter().all(SharedFunding::is_equal);
            if !fundings.is_empty() && is_sure {
                shared.push(SharedAction { own: fiche, other: twin, fundings });
            }
        }
    }
    shared
}

/// A title without its form.
struct ActionTitle {
    text: String,
    roots: Vec<String>,
    is_distinctive: bool,
}

/// Fewest roots of two titles that may differ by the inflection of a word.
const ROOTS_MIN: usize = 4;

impl ActionTitle {
    fn of(fiche: &Fiche) -> Self {
        let title = without_number(&fiche.title.value);
        let is_distinctive = distinctive_words(title) >= 2;
        Self { text: flat(title), roots: roots(title), is_distinctive }
    }

    fn is_same(&self, other: &Self) -> bool {
        let has_words = !self.text.is_empty();
        has_words && (self.text == other.text || (self.roots == other.roots && self.roots.len() >= ROOTS_MIN))
    }
}

/// Whether a fiche answers the section of the framework that asks whether the action is financed by something else too.
fn tells_another_funding(fiche: &Fiche, dossier: &Dossier) -> bool {
    let asks = |id: &str| {
        let rubrique = dossier.cadre.rubriques.iter().find(|rubrique| rubrique.id == id);
        rubrique.is_some_and(|rubrique| flat(&rubrique.title).contains("deja finance"))
    };
    fiche.mentions.iter().any(|(id, answer)| {
        let answer = answer.as_ref().map(|answer| flat(answer)).unwrap_or_default();
        let denies =
            answer.is_empty() || ["non", "sans objet", "neant"].iter().any(|no| answer.starts_with(no));
        asks(&id.value) && !denies
    })
}

impl SharedFunding<'_> {
    /// Whether both acts pay the same.
    fn is_equal(&self) -> bool {
        let sum = |entries: &[DatedEntry<'_>]| entries.iter().map(|entry| entry.montant).sum::<Montant>();
        sum(&self.own) == sum(&self.other) && sum(&self.own) == self.stake
    }
}

fn shared_fundings<'d>(
    own: (&'d Fiche, &'d Dossier),
    other: (&'d Fiche, &'d Dossier),
) -> Vec<SharedFunding<'d>> {
    let cadre = &own.1.cadre;
    let (mut own_payers, mut other_payers) = (by_payer(own), by_payer(other));
    let both: Vec<PayerKey> =
        own_payers.keys().filter(|key| other_payers.contains_key(key)).cloned().collect();
    let shared = both.into_iter().filter_map(|key| {
        let (own, other) = (own_payers.remove(&key)?, other_payers.remove(&key)?);
        let near = |entries: &[DatedEntry<'d>], others: &[DatedEntry<'d>]| -> Vec<DatedEntry<'d>> {
            let touches = |entry: &&DatedEntry<'d>| others.iter().any(|o| overlap(entry.days, o.days));
            entries.iter().filter(touches).cloned().collect()
        };
        let payer = payer_name(&own.first()?.entry, cadre);
        let stake = shared_amount(&amounts(&own), &amounts(&other));
        let (near_own, near_other) = (near(&own, &other), near(&other, &own));
        (!stake.is_zero()).then_some(SharedFunding { payer, own: near_own, other: near_other, stake })
    });
    shared.collect()
}

fn amounts(entries: &[DatedEntry<'_>]) -> Vec<DatedAmount> {
    entries.iter().map(|entry| (entry.days, entry.montant)).collect()
}

/// The lines of funding of a fiche, by who pays.
fn by_payer<'d>((fiche, dossier): (&'d Fiche, &'d Dossier)) -> BTreeMap<PayerKey, Vec<DatedEntry<'d>>> {
    let mut payers: BTreeMap<PayerKey, Vec<DatedEntry<'d>>> = BTreeMap::new();
    for entry in dated(fiche, dossier).into_iter().filter(|dated| dated.entry.side == Side::Resource) {
        if let Some(key) = payer_key(&entry.entry, &dossier.cadre) {
            payers.entry(key).or_default().push(entry);
        }
    }
    payers
}

/// Who pays an entry; none when nothing names a payer.
fn payer_key(entry: &LedgerEntry<'_>, cadre: &Cadre) -> Option<PayerKey> {
    let financeur = match entry.financeur {
        Some(id) => Some(cadre.financeur(id)?),
        None => None,
    };
    match financeur.map(|financeur| financeur.role) {
        Some(PartyRole::Etat) => return Some(PayerKey::Etat),
        Some(PartyRole::Authority) if cadre.financeurs_of(PartyRole::Authority).count() == 1 => {
            return Some(PayerKey::Collectivite);
        }
        _ => {}
    }
    let name = financeur.map_or(entry.label, |financeur| financeur.name.as_str());
    let is_nobody = |root: &String| NOBODY.iter().any(|word| roots(word).contains(root));
    let names_someone = !roots(name).iter().all(is_nobody);
    names_someone.then(|| PayerKey::Named(flat(name)))
}

/// The name of who pays: that of the framework, else the words of the line.
fn payer_name<'d>(entry: &LedgerEntry<'d>, cadre: &'d Cadre) -> &'d str {
    entry.financeur.and_then(|id| cadre.financeur(id)).map_or(entry.label, |f| f.name.as_str())
}
