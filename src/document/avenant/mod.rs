//! The act of an avenant, as its templates read it: what it amends, computed from the act before and after; who signs it; the
//! fiches that it replaces or adds, and the tables of money that follow from it.

mod clauses;

use std::collections::BTreeSet;

use serde::Serialize;

use super::act::{ActView, act_view};
use super::annexes::recapitulatif;
use super::composer::Composer;
use super::convention::visa;
use super::fiche::FicheView;
use super::money::{self, TitledTable};
use super::presentation::{Imprint, Presentation};
use super::scanned::ScannedCode;
use super::signatures::{self, Signature};
use super::view::{Fragment, Proses, TableView};
use crate::compare::ActComparison;
use crate::compare::avenant::{AvenantClause, clauses};
use crate::compare::outline::fiche_key;
use crate::model::life::LifeStep;
use crate::model::{Avenant, Convention, Dossier};
use crate::resolve::Links;
use crate::text::one_line;

pub use clauses::{AmendedAmount, AmendedFiche, AmountView, ClauseView, EditView, RenamedFiche};

/// All that an avenant prints, in the order of its pages.
#[derive(Debug, Serialize)]
pub struct AvenantDocument {
    /// Title page and metadata: those of the act, with the status, the days and the parties of the avenant.
    pub acte: ActView,
    /// What tells the avenant from the act.
    pub avenant: AvenantView,
    /// Visas of the cadre, then of the avenant, without « Vu ».
    pub visas: Vec<String>,
    /// What the avenant does, an article each.
    pub articles: Vec<ClauseView>,
    /// « Fait à …, le … »; `None` until the avenant is signed.
    pub fait: Option<String>,
    /// Place of signature, printed alone while the avenant waits for its signature.
    pub lieu: String,
    /// A block for each signatory, in the order of the parties on the cover.
    pub signatures: Vec<Signature>,
    /// What a telephone reads beside them; none of a public version.
    pub code: Option<ScannedCode>,
    /// The fiches that it replaces or adds, as they are from then on.
    pub fiches: Vec<FicheView>,
    /// The récapitulatif financier, as it is from then on; `None` when no amount changes.
    pub recapitulatif: Option<TableView>,
    /// The other tables of money of the act; empty when no amount changes.
    pub tableaux: Vec<TitledTable>,
    /// Paths of the emitted files.
    pub fichiers: AvenantFiles,
    /// Prose that the fragments name by rank; `render` makes it Typst.
    #[serde(skip)]
    pub proses: Proses,
}

/// An avenant, beside what the act says of itself.
#[derive(Debug, Serialize)]
pub struct AvenantView {
    /// Its number, from 1.
    pub numero: u16,
    /// What it is for.
    pub objet: Option<String>,
    /// The day when the act was signed, in words.
    pub acte_signe_le: Option<String>,
    /// The avenants before it.
    pub precedents: Vec<EarlierAvenant>,
    /// The day from which it holds, in words, when it is not that of its signature.
    pub effet: Option<String>,
}

/// An avenant that a document names.
#[derive(Debug, Serialize)]
pub struct EarlierAvenant {
    /// Its number.
    pub numero: u16,
    /// What it is for.
    pub objet: Option<String>,
    /// The day when it was signed, in words; `None` while it is not.
    pub signe_le: Option<String>,
}

/// The emitted files of an avenant: the main one includes the others.
#[derive(Debug, Serialize)]
pub struct AvenantFiles {
    /// The main file, whose stem names the document.
    #[serde(skip)]
    pub principal: String,
    /// The tables of money.
    pub tableaux: String,
}

/// The stem of the files of an avenant.
pub fn stem(number: u16) -> String {
    format!("avenant-{number:02}")
}

/// The stem of the files of the public version of a document.
pub fn public_stem(stem: &str) -> String {
    // « Un avenant » is masculine.
    let ending = if stem.starts_with("avenant") { "public" } else { "publique" };
    format!("{stem}-{ending}")
}

/// The avenants of an act, as a document names them.
pub(super) fn named(avenants: &[Avenant]) -> Vec<EarlierAvenant> {
    let view = |avenant: &Avenant| EarlierAvenant {
        numero: avenant.number,
        objet: avenant.object.as_ref().map(|object| object.value.clone()),
        signe_le: avenant
            .life
            .day(LifeStep::Signature)
            .filter(|_| avenant.is_in_force())
            .map(ToString::to_string),
    };
    avenants.iter().map(view).collect()
}

/// Composes an avenant, given the act before it, and after it with its links. None when the act after it has no avenant.
pub fn avenant(
    before: &Dossier,
    (after, links): (&Dossier, &Links),
    comparison: &ActComparison,
    imprint: Imprint<'_>,
) -> Option<AvenantDocument> {
    let (own, earlier) = after.avenants.split_last()?;
    let clauses = clauses(comparison);
    let mut composer = Composer::new(after, links);
    let folder = match imprint.masked {
        Some(_) => public_stem(&stem(own.number)),
        None => stem(own.number),
    };
    let articles = clauses::views(&clauses, (before, after), comparison, &mut composer);
    let fiches = annexed(&clauses, after, &folder, &mut composer);
    let has_money = articles.iter().any(|clause| matches!(clause, ClauseView::Montants { .. }));
    let signing = signing(after, own);
    let convention = &signing.convention;
    let mut acte = act_view(&signing, imprint);
    acte.titre_complet = one_line(&format!("Avenant n° {} – {}", own.number, acte.titre_complet));
    let mut document = AvenantDocument {
        acte,
        avenant: AvenantView {
            numero: own.number,
            objet: own.object.as_ref().map(|object| object.value.clone()),
            acte_signe_le: before.convention.life.day(LifeStep::Signature).map(ToString::to_string),
            precedents: named(earlier),
            effet: own.effect.as_ref().map(ToString::to_string),
        },
        visas: after.cadre.visas.iter().chain(&own.visas).map(visa).collect(),
        articles,
        fait: signatures::done_at(convention),
        lieu: convention.signature_place.clone(),
        signatures: signatures::signatures(convention, imprint.masked.is_some()),
        code: signatures::code(&signing, imprint),
        recapitulatif: has_money.then(|| recapitulatif(after, None)),
        tableaux: if has_money { money::tables(after) } else { Vec::new() },
        fiches,
        fichiers: AvenantFiles {
            principal: format!("{folder}.typ"),
            tableaux: format!("{folder}/tableaux.typ"),
        },
        proses: composer.proses,
    };
    document.unlink();
    if imprint.presentation == Presentation::Clean {
        document.make_clean();
    }
    Some(document)
}

/// The act after the avenant, with the life and the signatories of the avenant in place of its own.
fn signing(after: &Dossier, own: &Avenant) -> Dossier {
    let act = &after.convention;
    let convention = Convention {
        status: own.status,
        life: own.life.clone(),
        document_date: own.day().unwrap_or(act.document_date),
        parties: if own.parties.is_empty() { act.parties.clone() } else { own.parties.clone() },
        signature_place: match &own.signature_place {
            Some(place) => place.value.clone(),
            None => act.signature_place.clone(),
        },
        ..act.clone()
    };
    Dossier { convention, ..after.clone() }
}

/// The fiches that the avenant replaces or adds, in the order of the act.
fn annexed(
    clauses: &[AvenantClause],
    after: &Dossier,
    folder: &str,
    composer: &mut Composer<'_>,
) -> Vec<FicheView> {
    let pages: BTreeSet<&str> = clauses
        .iter()
        .filter_map(|clause| match clause {
            AvenantClause::FicheReplaced { page, .. } | AvenantClause::FicheAdded { page } => {
                Some(page.as_str())
            }
            _ => None,
        })
        .collect();
    let own = after.fiches.iter().filter(|fiche| pages.contains(fiche_key(fiche, &after.edition).as_str()));
    let mut views: Vec<FicheView> = own.map(|fiche| composer.fiche_at(fiche, LEVEL)).collect();
    for (rank, view) in views.iter_mut().enumerate() {
        view.chemin = view.chemin.replacen("convention/", &format!("{folder}/"), 1);
        // The first one stands under the heading that announces them all.
        view.ouvre_la_partie = rank == 0;
    }
    views
}

/// Level of the heading of a fiche, under the one that announces them.
const LEVEL: u8 = 2;

impl AvenantDocument {
    /// All its tables.
    pub(super) fn tables_mut(&mut self) -> Vec<&mut TableView> {
        let mut tables: Vec<&mut TableView> = self.recapitulatif.iter_mut().collect();
        tables.extend(self.tableaux.iter_mut().map(|titled| &mut titled.tableau));
        for clause in &mut self.articles {
            match clause {
                ClauseView::ArticleRemplace { nouveau, .. } | ClauseView::ArticleAjoute { nouveau } => {
                    tables.extend(quoted(&mut nouveau.corps));
                    tables.extend(nouveau.tableaux.iter_mut().map(|titled| &mut titled.tableau));
                }
                _ => {}
            }
        }
        for fiche in &mut self.fiches {
            tables.extend(quoted(&mut fiche.introduction));
            tables.extend(fiche.sections.iter_mut().flat_map(|section| quoted(&mut section.corps)));
        }
        tables
    }

    /// Leaves out the links to fiches that the document has not.
    fn unlink(&mut self) {
        let anchors: BTreeSet<String> = self.fiches.iter().map(|fiche| fiche.ancre.clone()).collect();
        let cells = self.tables_mut().into_iter().flat_map(|table| &mut table.lignes);
        for cell in cells.flat_map(|row| &mut row.cellules) {
            if cell.cible.as_ref().is_some_and(|anchor| !anchors.contains(anchor)) {
                cell.cible = None;
            }
        }
    }
}

/// The tables of a text.
fn quoted(fragments: &mut [Fragment]) -> impl Iterator<Item = &mut TableView> {
    fragments.iter_mut().filter_map(|fragment| match fragment {
        Fragment::Tableau { tableau } => Some(&mut **tableau),
        _ => None,
    })
}
