//! The clauses of an avenant, as its templates read them.

use serde::Serialize;

use crate::compare::avenant::{AvenantClause, DataTopic, ProvisionEdit};
use crate::compare::consequences::{Computed, Consequence};
use crate::compare::outline::{fiche_key, page_key};
use crate::compare::portion::ChangeTopic;
use crate::compare::{ActComparison, ChangeKind, Difference};
use crate::document::act::{PartyView, party_view};
use crate::document::composer::Composer;
use crate::document::convention::{ArticleView, article};
use crate::document::tables::{cents, euros, sum_cell};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::lang::with_article;
use crate::ledger::Sum;
use crate::ledger::entry::of_act;
use crate::ledger::view::{Filter, sum};
use crate::model::cadre::Payer;
use crate::model::parties::PartyRole;
use crate::model::{Dossier, Fiche, Montant};

/// What one article of the avenant does.
#[derive(Debug, Serialize)]
#[serde(tag = "genre", rename_all = "snake_case")]
pub enum ClauseView {
    /// An article of the act is amended here and there.
    Article {
        /// Number of the article, or of its part; `None` for the preamble.
        numero: Option<String>,
        /// Title of the article.
        titre: Option<String>,
        /// In order.
        modifications: Vec<EditView>,
    },
    /// An article is written again.
    ArticleRemplace {
        /// Its number before.
        numero: Option<String>,
        /// Its title before.
        titre: Option<String>,
        /// The new one.
        nouveau: ArticleView,
    },
    /// An article comes.
    ArticleAjoute {
        /// The new one.
        nouveau: ArticleView,
    },
    /// An article goes.
    ArticleRetire {
        /// Its number.
        numero: Option<String>,
        /// Its title.
        titre: Option<String>,
    },
    /// The amount of the State that the act writes is another.
    Montant {
        /// Before; `None` when the act wrote none.
        avant: Option<AmountView>,
        /// After; `None` when it writes none any more.
        apres: Option<AmountView>,
        /// Whether it is more.
        hausse: bool,
    },
    /// The sums of the fiches are others.
    Montants {
        /// What the State pays by the fiches, before and after; `None` when that does not change.
        etat: Option<(AmountView, AmountView)>,
        /// Each sum that changes.
        tableau: TableView,
    },
    /// A party is represented by others.
    Partie {
        /// The party, as it signs from then on.
        partie: PartyView,
    },
    /// A party comes, or goes.
    PartieAjoutee {
        /// Its name, with its article.
        nom: String,
        /// Whether it comes.
        ajout: bool,
    },
    /// Data of the act are others.
    Donnees {
        /// « argent », « dates », « parties », « annexes », « indicateurs », « cadre ».
        sujet: &'static str,
        /// The amounts.
        montants: Vec<AmendedAmount>,
        /// The others, before and after; `None` without any.
        tableau: Option<TableView>,
    },
    /// Fiches are written again.
    FichesRemplacees {
        /// In the order of the act.
        fiches: Vec<AmendedFiche>,
    },
    /// Fiches come.
    FichesAjoutees {
        /// Their numbers and titles.
        fiches: Vec<String>,
    },
    /// Fiches go.
    FichesRetirees {
        /// Their numbers and titles.
        fiches: Vec<String>,
    },
    /// Fiches have another number.
    FichesRenumerotees {
        /// Their names.
        fiches: Vec<RenamedFiche>,
    },
}

/// What becomes of a paragraph, or of a title.
#[derive(Debug, Serialize)]
#[serde(tag = "genre", rename_all = "snake_case")]
pub enum EditView {
    /// The title is another.
    Titre {
        /// The new one.
        texte: String,
    },
    /// Words of a paragraph are others.
    Mots {
        /// Rank of the paragraph, from 1.
        rang: usize,
        /// The words that go.
        avant: String,
        /// Those that come; `None` when they only go.
        apres: Option<String>,
    },
    /// A paragraph is another.
    Remplace {
        /// Its rank.
        rang: usize,
        /// The new one.
        texte: String,
    },
    /// Paragraphs come.
    Ajoute {
        /// Rank of the one before them; 0 at the head.
        rang: usize,
        /// Their texts, in order.
        textes: Vec<String>,
    },
    /// A paragraph goes.
    Retire {
        /// Its rank.
        rang: usize,
    },
}

/// An amount as an act writes it.
#[derive(Debug, Serialize)]
pub struct AmountView {
    /// « 180 000 € ».
    pub chiffres: String,
    /// « cent quatre-vingt mille euros »; `None` when it is too great to be written.
    pub lettres: Option<String>,
}

/// An amount that takes the place of another.
#[derive(Debug, Serialize)]
pub struct AmendedAmount {
    /// What it is of: « Plafond (État), 2024 à 2027 ».
    pub objet: String,
    /// Before.
    pub avant: AmountView,
    /// After.
    pub apres: AmountView,
}

/// A fiche that takes the place of another.
#[derive(Debug, Serialize)]
pub struct AmendedFiche {
    /// Its number and its title before.
    pub avant: String,
    /// Its number and its title after.
    pub apres: String,
    /// Whether its name is another.
    pub renommee: bool,
    /// The data that change; `None` when only words do.
    pub tableau: Option<TableView>,
    /// How many passages are reworded.
    pub passages: usize,
}

/// A fiche that has another number.
#[derive(Debug, Serialize)]
pub struct RenamedFiche {
    /// Its number and its title before.
    pub avant: String,
    /// Its number and its title after.
    pub apres: String,
}

impl AmountView {
    fn new(montant: Montant) -> Self {
        Self { chiffres: montant.in_prose(), lettres: montant.in_letters() }
    }
}

/// The articles of an avenant: a clause each, but for the fiches, gathered by what becomes of them. What the fiches are paid
/// comes after the amounts that the act writes.
pub(super) fn views(
    clauses: &[AvenantClause],
    (before, after): (&Dossier, &Dossier),
    comparison: &ActComparison,
    composer: &mut Composer<'_>,
) -> Vec<ClauseView> {
    let mut views: Vec<ClauseView> = Vec::new();
    let mut totals = totals((before, after), &comparison.consequences);
    for clause in clauses {
        if is_after_money(clause) {
            views.extend(totals.take());
        }
        let next = match clause {
            AvenantClause::ArticleAmended { place, edits } => Some(ClauseView::Article {
                numero: place.number.clone(),
                titre: place.title.clone(),
                modifications: edits.iter().map(edit).collect(),
            }),
            AvenantClause::ArticleReplaced { place, page } => {
                new_article(page, composer).map(|nouveau| ClauseView::ArticleRemplace {
                    numero: place.number.clone(),
                    titre: place.title.clone(),
                    nouveau,
                })
            }
            AvenantClause::ArticleAdded { page } => {
                new_article(page, composer).map(|nouveau| ClauseView::ArticleAjoute { nouveau })
            }
            AvenantClause::ArticleWithdrawn { place } => {
                Some(ClauseView::ArticleRetire { numero: place.number.clone(), titre: place.title.clone() })
            }
            AvenantClause::AmountChanged { before, after } => Some(ClauseView::Montant {
                avant: before.map(AmountView::new),
                apres: after.map(AmountView::new),
                hausse: before < after,
            }),
            AvenantClause::PartyChanged { party } => {
                let party = after.convention.parties.iter().find(|own| own.id.value == *party);
                party.map(|party| ClauseView::Partie { partie: party_view(party) })
            }
            AvenantClause::PartyAddedOrWithdrawn { name, comes } => {
                Some(ClauseView::PartieAjoutee { nom: with_article(name), ajout: *comes })
            }
            AvenantClause::DataChanged { topic, changes } => {
                let (amounts, data): (Vec<&Difference>, Vec<&Difference>) =
                    changes.iter().partition(|change| matches!(change.euros, (Some(_), Some(_))));
                Some(ClauseView::Donnees {
                    sujet: subject(*topic),
                    montants: amounts.into_iter().filter_map(amended_amount).collect(),
                    tableau: (!data.is_empty()).then(|| before_and_after(data.into_iter(), 0)),
                })
            }
            AvenantClause::FicheReplaced { .. }
            | AvenantClause::FicheAdded { .. }
            | AvenantClause::FicheWithdrawn { .. }
            | AvenantClause::FicheRenumbered { .. } => {
                gather(clause, after, &mut views);
                None
            }
        };
        views.extend(next);
    }
    views.extend(totals);
    views
}

/// Whether a clause is told after what is said of money.
fn is_after_money(clause: &AvenantClause) -> bool {
    match clause {
        AvenantClause::ArticleAmended { .. }
        | AvenantClause::ArticleReplaced { .. }
        | AvenantClause::ArticleAdded { .. }
        | AvenantClause::ArticleWithdrawn { .. }
        | AvenantClause::AmountChanged { .. } => false,
        AvenantClause::DataChanged { topic, .. } => *topic != DataTopic::Money,
        _ => true,
    }
}

fn subject(topic: DataTopic) -> &'static str {
    match topic {
        DataTopic::Money => "argent",
        DataTopic::Date => "dates",
        DataTopic::Party => "parties",
        DataTopic::Annexe => "annexes",
        DataTopic::Matrix => "indicateurs",
        DataTopic::Framework => "cadre",
    }
}

fn amended_amount(change: &Difference) -> Option<AmendedAmount> {
    let (avant, apres) = (AmountView::new(change.euros.0?), AmountView::new(change.euros.1?));
    // The name of the list adds nothing to that of what is in it.
    let names = change.trail.get(change.trail.len().min(2) - 1..).unwrap_or_default();
    Some(AmendedAmount { objet: in_words(names), avant, apres })
}

/// The way to a datum: that it is an amount is said by its value.
fn in_words(trail: &[String]) -> String {
    let names = trail.iter().enumerate().filter(|(rank, name)| *rank == 0 || *name != "Montant");
    names.map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(" › ")
}

fn edit(edit: &ProvisionEdit) -> EditView {
    match edit.clone() {
        ProvisionEdit::Title(texte) => EditView::Titre { texte },
        ProvisionEdit::Words { rank, before, after } => {
            EditView::Mots { rang: rank, avant: before, apres: after }
        }
        ProvisionEdit::Replaced { rank, text } => EditView::Remplace { rang: rank, texte: text },
        ProvisionEdit::Added { after, texts } => EditView::Ajoute { rang: after, textes: texts },
        ProvisionEdit::Removed { rank } => EditView::Retire { rang: rank },
    }
}

fn new_article(page: &str, composer: &mut Composer<'_>) -> Option<ArticleView> {
    let dossier = composer.dossier;
    let rank =
        dossier.articles.iter().position(|own| page_key(own.path.as_str(), &dossier.edition) == page)?;
    Some(article(rank, dossier.articles.get(rank)?, composer))
}

/// Adds a fiche to those of which the same becomes.
fn gather(clause: &AvenantClause, after: &Dossier, views: &mut Vec<ClauseView>) {
    let name = |fiche: &Fiche| format!("{} « {} »", fiche.number, fiche.title_in_table());
    match (clause, views.last_mut()) {
        (AvenantClause::FicheReplaced { before, after, is_renamed, changes, .. }, last) => {
            let is_data = |change: &&Difference| !is_wording(change);
            let data: Vec<&Difference> = changes.iter().filter(is_data).collect();
            let fiche = AmendedFiche {
                avant: designation(before),
                apres: designation(after),
                renommee: *is_renamed,
                passages: changes.len() - data.len(),
                tableau: (!data.is_empty()).then(|| before_and_after(data.into_iter(), 1)),
            };
            match last {
                Some(ClauseView::FichesRemplacees { fiches }) => fiches.push(fiche),
                _ => views.push(ClauseView::FichesRemplacees { fiches: vec![fiche] }),
            }
        }
        (AvenantClause::FicheAdded { page }, last) => {
            let own = after.fiches.iter().find(|fiche| fiche_key(fiche, &after.edition) == *page);
            let Some(name) = own.map(name) else { return };
            match last {
                Some(ClauseView::FichesAjoutees { fiches }) => fiches.push(name),
                _ => views.push(ClauseView::FichesAjoutees { fiches: vec![name] }),
            }
        }
        (AvenantClause::FicheWithdrawn { name }, last) => match last {
            Some(ClauseView::FichesRetirees { fiches }) => fiches.push(designation(name)),
            _ => views.push(ClauseView::FichesRetirees { fiches: vec![designation(name)] }),
        },
        (AvenantClause::FicheRenumbered { before, after }, last) => {
            let fiche = RenamedFiche { avant: designation(before), apres: designation(after) };
            match last {
                Some(ClauseView::FichesRenumerotees { fiches }) => fiches.push(fiche),
                _ => views.push(ClauseView::FichesRenumerotees { fiches: vec![fiche] }),
            }
        }
        _ => {}
    }
}

/// What the comparison calls all that pays.
const ALL_FINANCEMENTS: &str = "Total des financements";

/// The name of a fiche after the word « fiche »: « 4 « Accueil » ».
fn designation(name: &str) -> String {
    name.strip_prefix("Fiche ").unwrap_or(name).to_owned()
}

/// Whether a difference is of words, which the new page shows.
fn is_wording(change: &Difference) -> bool {
    matches!(change.kind, ChangeKind::Reworded | ChangeKind::Moved | ChangeKind::Renumbered)
        || change.topic == ChangeTopic::Wording
}

/// What data were and what they are; the first names of their trails are left out.
fn before_and_after<'c>(changes: impl Iterator<Item = &'c Difference>, names: usize) -> TableView {
    let columns = [Column::text("Objet"), Column::text("Avant"), Column::text("Après")];
    let mut table = TableView::new(columns.into());
    for change in changes {
        let trail = in_words(change.trail.get(names..).unwrap_or_default());
        let side = |text: &Option<String>| match text.as_deref() {
            None | Some("") => Cell::nothing(),
            Some(text) => Cell::text(text),
        };
        table.push(RowKind::Ligne, vec![Cell::text(&trail), side(&change.before), side(&change.after)]);
    }
    table
}

/// What a funder pays by two acts, and what becomes of each exercice, then of all.
struct PaidRow<'n> {
    name: &'n str,
    sides: [Sum; 2],
    gaps: Vec<Option<Montant>>,
}

/// The sums that change, by funder, and what becomes of each exercice; none when none does.
fn totals((before, after): (&Dossier, &Dossier), consequences: &[Consequence]) -> Option<ClauseView> {
    let exercices = &after.convention.exercices;
    let ids: Vec<&str> = match exercices.are_several() {
        true => exercices.iter().map(|exercice| exercice.id.value.as_str()).collect(),
        false => Vec::new(),
    };
    let financeurs = after.cadre.financeurs.iter().map(|financeur| financeur.name.as_str());
    // Totals come last.
    let names = financeurs.chain([ALL_FINANCEMENTS]);
    let change = |name: &str, exercice: Option<&str>| {
        let own = |change: &&Consequence| change.what == name && change.exercice.as_deref() == exercice;
        consequences.iter().find(own)
    };
    // What was not there was nothing; of a sum that lacks an amount, nobody knows the gap.
    let gap = |change: &Consequence| {
        let montant = |value: &Option<Computed>| match value {
            Some(Computed::Montant(montant, None)) => Some(*montant),
            Some(_) => None,
            None => Some(Montant::ZERO),
        };
        change.difference().or_else(|| Some(montant(&change.after)? - montant(&change.before)?))
    };
    let mut columns = vec![Column::text("Montant")];
    columns.extend(["Avant", "Après"].map(Column::figures));
    let group = Some("Écart".to_owned());
    columns.extend(ids.iter().map(|id| Column { groupe: group.clone(), ..Column::figures(id) }));
    columns.push(match ids.is_empty() {
        true => Column::figures("Écart"),
        false => Column { groupe: group, ..Column::figures("Ensemble") },
    });
    let mut rows: Vec<PaidRow<'_>> = Vec::new();
    for name in names {
        let exercices = ids.iter().map(|id| Some(*id)).chain([None]);
        let changes: Vec<Option<&Consequence>> = exercices.map(|exercice| change(name, exercice)).collect();
        if changes.iter().any(Option::is_some) {
            let gaps = changes.into_iter().map(|change| change.and_then(gap)).collect();
            rows.push(PaidRow { name, sides: [before, after].map(|act| paid(act, name)), gaps });
        }
    }
    if rows.is_empty() {
        return None;
    }
    let mut table = TableView::new(columns);
    let montants = rows
        .iter()
        .flat_map(|row| row.sides.iter().map(|sum| sum.total).chain(row.gaps.iter().flatten().copied()));
    let decimals = cents(montants);
    for PaidRow { name, sides, gaps } in rows {
        let kind = if name == ALL_FINANCEMENTS { RowKind::Total } else { RowKind::Ligne };
        let sides = sides.iter().map(|sum| sum_cell(sum, decimals));
        let gaps = gaps.into_iter().map(|gap| gap.map_or_else(Cell::nothing, |m| euros(m, decimals)));
        table.push(kind, std::iter::once(Cell::text(name)).chain(sides).chain(gaps).collect());
    }
    // A sentence commits: of a sum that is not whole, only the table says what is known.
    let sides = [before, after].map(of_etat);
    let etat = match sides.each_ref().map(|sum| (sum.missing(), sum.amount())) {
        [(0, Ok(was)), (0, Ok(is))] if was != is => Some((AmountView::new(was), AmountView::new(is))),
        _ => None,
    };
    Some(ClauseView::Montants { etat, tableau: table })
}

/// What a funder pays, by the fiches, or all of them.
fn paid(dossier: &Dossier, name: &str) -> Sum {
    let financeur = dossier.cadre.financeurs.iter().find(|financeur| financeur.name == name);
    let payer = financeur.map(|financeur| dossier.cadre.payer(financeur));
    if payer.is_none() && name != ALL_FINANCEMENTS {
        return Sum::default();
    }
    sum(&of_act(dossier), dossier, &Filter { payer: payer.as_ref(), ..Filter::resources() })
}

/// What the State pays, by the fiches.
fn of_etat(dossier: &Dossier) -> Sum {
    let payer = Payer::Role(PartyRole::Etat);
    sum(&of_act(dossier), dossier, &Filter { payer: Some(&payer), ..Filter::resources() })
}
