//! The sheet of an action: identity, budget against execution, results against targets, words.

use serde::Serialize;

use super::charts::{Chart, Gauge, Pair, graphique, jauge, per_cent};
use super::synthesis::{committed, contracted, execute, gap, taux};
use crate::document::composer::Composer;
use crate::document::data::cell;
use crate::document::fiche::{FieldView, HEADING_OFFSET};
use crate::document::tables::{cents, euros, written_out};
use crate::document::view::{Cell, Column, Form, Piece, RowKind, TableView};
use crate::ledger::objectives::{Tracking, track};
use crate::ledger::rapport::{Action, RapportSummary, Share};
use crate::model::cadre::ETAT;
use crate::model::fiche::Executed;
use crate::model::rapport::{Datum, ExecutionRow, Reported};
use crate::model::{Absence, Cadre, Fiche, Montant};

/// A sheet.
#[derive(Debug, Serialize)]
pub struct RapportFicheView {
    /// Its emitted file.
    pub chemin: String,
    /// Number.
    pub numero: u16,
    /// « Annexe A · Compte rendu d’exécution ».
    pub surtitre: String,
    /// Title of the action.
    pub intitule: String,
    /// What becomes of it, when it is said.
    pub suite: Option<String>,
    /// Facts of the identity block.
    pub champs: Vec<FieldView>,
    /// Contracted against executed by funder.
    pub graphique: Option<Chart>,
    /// The same in figures.
    pub financements: TableView,
    /// Costs; none when the sheet has no line.
    pub charges: Option<TableView>,
    /// Executed in earlier years, as the convention tells it.
    pub anterieur: Option<TableView>,
    /// Results against targets.
    pub objectifs: Vec<ObjectiveView>,
    /// Text before the first section.
    pub introduction: Vec<Piece>,
    /// Sections in words.
    pub sections: Vec<SectionView>,
    /// Documents in support.
    pub pieces: Vec<String>,
}

/// A result against its target.
#[derive(Debug, Serialize)]
pub struct ObjectiveView {
    /// The indicator.
    pub libelle: String,
    /// The situation before.
    pub depart: Cell,
    /// The target.
    pub cible: Cell,
    /// The result.
    pub resultat: Cell,
    /// How far it is reached.
    pub jauge: Gauge,
    /// What is said of it.
    pub commentaire: Option<String>,
}

/// A section.
#[derive(Debug, Serialize)]
pub struct SectionView {
    /// Rank of its heading among the prose of the document.
    pub titre: usize,
    /// Its pieces; none when it was left without text.
    pub corps: Vec<Piece>,
}

/// The name of the emitted file of a sheet.
pub(super) fn chemin(numero: u16) -> String {
    format!("rapport/fiche-{numero:02}.typ")
}

/// Composes a sheet.
pub(super) fn fiche(
    composer: &mut Composer<'_>,
    action: &Action<'_>,
    bilan: &RapportSummary<'_>,
) -> RapportFicheView {
    let dossier = composer.dossier;
    let as_written = dossier.fiches.iter().find(|f| f.number.value == action.number);
    let (mut introduction, mut sections) = (Vec::new(), Vec::new());
    if let Some(filled) = action.fiche {
        introduction = composer.fragments(&filled.introduction, HEADING_OFFSET);
        for section in &filled.sections {
            let titre = composer.heading(&section.title);
            sections.push(SectionView { titre, corps: composer.fragments(&section.body, HEADING_OFFSET) });
        }
    }
    let decimales = cents(
        action
            .shares
            .iter()
            .chain([&action.others, &action.charges])
            .flat_map(|p| [p.contracted.total, p.committed.total, p.paid.total]),
    );
    let pairs = lignes(action, bilan)
        .into_iter()
        .map(|(nom, part)| Pair {
            libelle: nom.to_owned(),
            prevu: committed(&part.contracted),
            execute: (!part.paid.is_empty()).then_some(part.paid.total),
            taux: part.rate(),
            reserved: if part.paid.missing > 0 { " (incomplet)" } else { "" },
        })
        .collect::<Vec<_>>();
    let known = pairs.iter().any(|p| p.execute.is_some());
    RapportFicheView {
        chemin: chemin(action.number),
        numero: action.number,
        surtitre: if action.annexe.is_empty() {
            "Compte rendu d’exécution".to_owned()
        } else {
            format!("Annexe {} · Compte rendu d’exécution", action.annexe)
        },
        intitule: as_written.map_or_else(|| action.title.to_owned(), |f| f.heading.value.clone()),
        suite: action.fiche.and_then(|f| f.rest.as_ref().ok()).map(|s| s.value.word().to_owned()),
        champs: champs(action, bilan, decimales),
        graphique: graphique("Budget contracté et exécuté", pairs, decimales).filter(|_| known),
        financements: financements(action, bilan, decimales),
        charges: action
            .fiche
            .filter(|f| !f.charges.is_empty())
            .map(|f| charges(&f.charges, action, decimales)),
        anterieur: as_written.and_then(|f| anterieur(f, &dossier.cadre)),
        objectifs: track(&dossier.cadre, action).iter().map(objective).collect(),
        introduction,
        sections,
        pieces: action.fiche.into_iter().flat_map(|f| &f.parts).map(|p| p.value.clone()).collect(),
    }
}

/// The funders who contracted or executed something, with their name.
fn lignes<'a>(action: &'a Action<'_>, bilan: &'a RapportSummary<'_>) -> Vec<(&'a str, &'a Share)> {
    let mut lignes: Vec<(&str, &Share)> =
        bilan.financeurs.iter().map(|f| f.name.as_str()).zip(&action.shares).collect();
    lignes.push(("Autres financeurs", &action.others));
    lignes.retain(|(_, p)| !p.is_empty());
    lignes
}

fn champs(action: &Action<'_>, bilan: &RapportSummary<'_>, decimales: u32) -> Vec<FieldView> {
    let field = |etiquette: &str, valeur: Result<String, Absence>| FieldView {
        etiquette: etiquette.to_owned(),
        absence: valeur.is_err(),
        large: false,
        valeur: valeur.unwrap_or_else(|a| a.word().to_owned()),
    };
    let t = &action.total;
    let montant = |m: Montant| Ok(written_out(m, decimales));
    let lack = Err(Absence::NotReported);
    let execute = if t.paid.is_empty() { lack.clone() } else { montant(t.paid.total) };
    let etat = bilan.index(ETAT).and_then(|r| action.shares.get(r)).filter(|p| !p.contracted.is_empty());
    let remainder = etat.map(|p| match p.gap() {
        Some(e) => montant((Montant::ZERO - e).max(Montant::ZERO)),
        None => lack.clone(),
    });
    let mut champs = vec![
        field(
            "Contracté",
            if t.contracted.is_empty() { Err(Absence::NotContracted) } else { montant(t.contracted.total) },
        ),
        field("Exécuté (liquidé)", execute),
        field("Taux d’exécution", t.rate().map(per_cent).ok_or(Absence::NotReported)),
        field("État, non consommé", remainder.unwrap_or(Err(Absence::NotApplicable))),
    ];
    let date = |d: Option<&Datum<crate::model::ImpreciseDate>>| match d {
        Some(Ok(d)) => Ok(d.value.to_string()),
        Some(Err(a)) => Err(a.value),
        None => Err(Absence::NotReported),
    };
    champs.push(field("Début", date(action.fiche.map(|f| &f.start))));
    champs.push(field("Fin", date(action.fiche.map(|f| &f.end))));
    let suite = match action.fiche.map(|f| &f.rest) {
        Some(Ok(s)) => Ok(s.value.word().to_owned()),
        Some(Err(a)) => Err(a.value),
        None => Err(Absence::NotReported),
    };
    champs.push(field("Suite proposée", suite));
    champs
}

/// The columns of an execution.
fn colonnes(titre: &str) -> Vec<Column> {
    let mut colonnes = vec![Column::texte(titre)];
    let titles = ["Contracté", "Engagé", "Liquidé", "Reste à payer", "Taux", "Écart"];
    colonnes.extend(titles.map(Column::chiffres));
    colonnes
}

/// The figures of a part, after its name.
fn cellules(part: &Share, decimales: u32) -> Vec<Cell> {
    let committed = if part.committed.is_empty() {
        if part.committed.missing > 0 { Cell::absence(Absence::NotReported) } else { Cell::texte("–") }
    } else {
        euros(part.committed.total, decimales).precision((part.committed.missing > 0).then_some("incomplet"))
    };
    vec![
        contracted(&part.contracted, decimales),
        committed,
        execute(part, decimales),
        part.remainder().map_or_else(|| Cell::texte("–"), |m| euros(m, decimales)),
        taux(part.rate()),
        gap(part.gap(), decimales),
    ]
}

fn financements(action: &Action<'_>, bilan: &RapportSummary<'_>, decimales: u32) -> TableView {
    let mut tableau = TableView::new(colonnes("Financeur"));
    for (nom, part) in lignes(action, bilan) {
        let mut row = vec![Cell::texte(nom)];
        let mut chiffres = cellules(part, decimales);
        raison(action, bilan, nom, &mut chiffres);
        row.extend(chiffres);
        tableau.ligne(RowKind::Ligne, row);
    }
    let mut total = vec![Cell::texte("Total")];
    total.extend(cellules(&action.total, decimales));
    tableau.ligne(RowKind::Total, total);
    tableau.compact = true;
    tableau.align()
}

/// The reason that the sheet gives of an absence, in place of the general one.
fn raison(action: &Action<'_>, bilan: &RapportSummary<'_>, nom: &str, cellules: &mut [Cell]) {
    let id = bilan.financeurs.iter().find(|f| f.name == nom).map(|f| f.id.as_str());
    let ligne = action
        .fiche
        .into_iter()
        .flat_map(|f| &f.financements)
        .find(|l| l.financeur.as_ref().map(|f| f.value.as_str()) == id);
    let Some(ligne) = ligne else { return };
    for (index, reported) in [(1, &ligne.committed), (2, &ligne.paid)] {
        if let (Err(absence), Some(view_cell)) = (reported, cellules.get_mut(index))
            && view_cell.forme == Form::Absence
        {
            *view_cell = Cell::absence(absence.value);
        }
    }
}

fn charges(executed_lines: &[ExecutionRow], action: &Action<'_>, decimales: u32) -> TableView {
    let mut tableau = TableView::new(vec![
        Column::texte("Charge"),
        Column::chiffres("Prévu"),
        Column::chiffres("Engagé"),
        Column::chiffres("Liquidé"),
        Column::chiffres("Reste à payer"),
    ]);
    let reported = |r: &Reported| match r {
        Ok(m) => euros(m.value, decimales),
        Err(a) => Cell::absence(a.value),
    };
    for ligne in executed_lines {
        let nom = ligne.label.as_ref().map_or("", |l| l.value.as_str());
        let planned_charge =
            action.commitment.iter().flat_map(|e| e.charges()).find(|c| c.label.as_deref() == Some(nom));
        // An action that the act does not detail has one line of costs: the whole.
        let without_detail = action.charges.contracted.is_empty() && executed_lines.len() == 1;
        let prevu = planned_charge.map_or_else(
            || {
                let whole = &action.total.contracted;
                if without_detail && !whole.is_empty() {
                    euros(whole.total, decimales)
                } else {
                    Cell::texte("–")
                }
            },
            |c| match &c.montant {
                Ok(m) => euros(m.value, decimales),
                Err(a) => Cell::absence(a.value),
            },
        );
        let remainder = match (&ligne.committed, &ligne.paid) {
            (Ok(committed), Ok(paid)) => euros(committed.value - paid.value, decimales),
            _ => Cell::texte("–"),
        };
        tableau.ligne(
            RowKind::Ligne,
            vec![Cell::texte(nom), prevu, reported(&ligne.committed), reported(&ligne.paid), remainder],
        );
    }
    if executed_lines.len() > 1 {
        let c = &action.charges;
        let total = |s: &crate::ledger::Sum| {
            if s.is_empty() { Cell::texte("–") } else { euros(s.total, decimales) }
        };
        tableau.ligne(
            RowKind::Total,
            vec![
                Cell::texte("Total"),
                total(&c.contracted),
                total(&c.committed),
                execute(c, decimales),
                c.remainder().map_or_else(|| Cell::texte("–"), |m| euros(m, decimales)),
            ],
        );
    }
    tableau.align()
}

/// What was executed in earlier years, as the convention tells it.
fn anterieur(fiche: &Fiche, cadre: &Cadre) -> Option<TableView> {
    let mut years: Vec<u16> = fiche.executions.iter().flat_map(|e| &e.years).map(|(a, _)| a.value).collect();
    years.sort_unstable();
    years.dedup();
    let mut tableau = TableView::new(
        std::iter::once(Column::texte("Financeur"))
            .chain(years.iter().map(|a| Column::chiffres(&a.to_string())))
            .collect(),
    );
    for execution in &fiche.executions {
        let id = execution.financeur.value.as_str();
        let mut row = vec![Cell::texte(cadre.financeur(id).map_or(id, |f| f.name.as_str()))];
        for annee in &years {
            row.push(match execution.years.iter().find(|(a, _)| a.value == *annee) {
                Some((_, Executed::Montant(m))) => euros(m.value, cents([m.value])),
                Some((_, Executed::Absent(a, _))) => Cell::absence(*a),
                None => Cell::empty(),
            });
        }
        tableau.ligne(RowKind::Ligne, row);
    }
    if tableau.lignes.iter().flat_map(|l| &l.cellules).any(|c| c.forme == Form::Vide) {
        tableau.note = Some(crate::document::data::BLANK_NOTE.to_owned());
    }
    (!fiche.executions.is_empty()).then(|| tableau.align())
}

fn objective(tracking: &Tracking<'_>) -> ObjectiveView {
    let nothing = || Cell::texte("–");
    ObjectiveView {
        libelle: tracking.label.to_owned(),
        depart: tracking.objective.and_then(|o| o.baseline.as_ref()).map_or_else(nothing, cell),
        cible: match tracking.objective {
            Some(o) => cell(&o.target),
            None => Cell::absence(Absence::NotContracted),
        },
        resultat: tracking.result.map_or_else(|| Cell::absence(Absence::NotReported), |r| cell(&r.value)),
        jauge: jauge(tracking),
        commentaire: tracking.result.and_then(|r| r.comment.as_ref()).map(|c| c.value.clone()),
    }
}
