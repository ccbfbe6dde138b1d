//! The two presentations of a document: clean, for the vote and the signature, and annotated, for the meeting, where the
//! gaps between what is computed and what the act prints are shown.

use super::annexes::AxeView;
use super::avenant::{AvenantDocument, ClauseView};
use super::convention::ConventionDocument;
use super::fiche::FicheView;
use super::money::TitledTable;
use super::view::{Cell, CellForm, Fragment, RowKind, TableView};
use crate::model::masked::MaskedKind;
use crate::text::short_digest;

/// How a document shows what the act got wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presentation {
    /// « Nette »: what is voted and signed, without any remark of the program.
    Clean,
    /// « Annotée »: what is computed, and beside it what the act prints when it differs.
    Annotated,
}

impl Presentation {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Clean, Self::Annotated];

    /// Its word in a sentence, agreeing with « version ».
    pub fn word(self) -> &'static str {
        match self {
            Self::Clean => "nette",
            Self::Annotated => "annotée",
        }
    }
}

/// What a document says of its own making.
#[derive(Debug, Clone, Copy)]
pub struct Imprint<'a> {
    /// Identifies the sources: their digest, or its first digits.
    pub digest: &'a str,
    /// How it shows what the act got wrong.
    pub presentation: Presentation,
    /// The emitted file that attaches its sources to the PDF; none when it carries none.
    pub sources: Option<&'a str>,
    /// What was masked in it, when it is the public version.
    pub masked: Option<&'a [MaskedKind]>,
}

impl<'a> Imprint<'a> {
    /// Enough of the digest to tell two versions apart.
    pub(super) fn short_digest(self) -> &'a str {
        short_digest(self.digest)
    }

    /// That of an annotated document, which carries nothing.
    pub fn annotated(digest: &'a str) -> Self {
        Self { digest, presentation: Presentation::Annotated, sources: None, masked: None }
    }
}

impl ConventionDocument {
    /// Leaves only what is signed: an amount that the act prints stands in place of the computed one.
    pub(super) fn make_clean(&mut self) {
        for article in &mut self.articles {
            clean_fragments(&mut article.corps);
            clean_titled(&mut article.tableaux);
        }
        self.axes.iter_mut().for_each(AxeView::make_clean);
        self.fiches.iter_mut().for_each(FicheView::make_clean);
        clean_titled(&mut self.tableaux);
        let others = [&mut self.pieces, &mut self.sigles];
        std::iter::once(&mut self.recapitulatif)
            .chain(others.into_iter().flatten())
            .for_each(TableView::make_clean);
    }
}

impl AvenantDocument {
    /// Leaves only what is signed, as in the convention.
    pub(super) fn make_clean(&mut self) {
        for clause in &mut self.articles {
            if let ClauseView::ArticleRemplace { nouveau, .. } | ClauseView::ArticleAjoute { nouveau } =
                clause
            {
                clean_fragments(&mut nouveau.corps);
                clean_titled(&mut nouveau.tableaux);
            }
        }
        self.fiches.iter_mut().for_each(FicheView::make_clean);
        self.recapitulatif.iter_mut().for_each(TableView::make_clean);
        clean_titled(&mut self.tableaux);
    }
}

impl AxeView {
    fn make_clean(&mut self) {
        self.tableau.iter_mut().for_each(TableView::make_clean);
        clean_titled(&mut self.tableaux);
    }
}

impl FicheView {
    fn make_clean(&mut self) {
        self.intitule_absent = false;
        self.champs.retain(|field| !field.is_unwritten);
        clean_fragments(&mut self.introduction);
        self.sections.iter_mut().for_each(|section| clean_fragments(&mut section.corps));
    }
}

fn clean_titled(tables: &mut [TitledTable]) {
    tables.iter_mut().for_each(|table| table.tableau.make_clean());
}

fn clean_fragments(fragments: &mut [Fragment]) {
    for fragment in fragments {
        match fragment {
            Fragment::Tableau { tableau } => tableau.make_clean(),
            Fragment::Figure { figure } => figure.a_signaler = false,
            Fragment::Prose { .. } | Fragment::Coordonnees { .. } | Fragment::Ligne { .. } => {}
        }
    }
}

impl TableView {
    fn make_clean(&mut self) {
        self.lignes.retain(|row| row.genre != RowKind::Gap);
        self.lignes.iter_mut().flat_map(|row| &mut row.cellules).for_each(Cell::make_clean);
    }
}

impl Cell {
    /// A figure that the act prints keeps the alignment of the one that it replaces.
    fn make_clean(&mut self) {
        if self.forme == CellForm::Signal {
            self.forme = CellForm::Texte;
        }
        let Some(printed) = self.acte.take() else { return };
        let number = printed.strip_suffix(self.unite.as_str()).map(str::trim_end);
        let is_figure =
            |text: &&str| text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || c == ',');
        match number.filter(is_figure).filter(|_| self.forme == CellForm::Nombre) {
            Some(number) => {
                let comma = number.find(',').unwrap_or(number.len());
                let (whole, fraction) = number.split_at(comma);
                self.lignes = vec![whole.to_owned()];
                fraction.clone_into(&mut self.fraction);
            }
            None => {
                self.forme = CellForm::Texte;
                self.lignes = vec![printed];
                self.fraction.clear();
                self.unite.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tables::{euros, written_out};
    use crate::model::Montant;

    fn printed(computed: &str, printed: &str) -> Cell {
        let [computed, printed] = [computed, printed].map(|text| Montant::read(text).unwrap());
        let mut cell = euros(computed, 2).with_printed(Some(written_out(printed, 2)));
        cell.make_clean();
        cell
    }

    #[test]
    fn an_amount_that_the_act_prints_takes_the_place_of_the_computed_one() {
        let cell = printed("59 850 €", "62 850,40 €");
        assert_eq!(
            (cell.forme, cell.lignes, cell.fraction),
            (CellForm::Nombre, vec!["62\u{202f}850".into()], ",40".into())
        );
        assert_eq!((cell.unite.as_str(), cell.acte), ("€", None));
    }

    #[test]
    fn words_that_the_act_prints_are_not_a_figure() {
        let mut cell = euros(Montant::read("12 €").unwrap(), 0).with_printed(Some("à préciser".to_owned()));
        cell.make_clean();
        assert_eq!((cell.forme, cell.lignes), (CellForm::Texte, vec!["à préciser".to_owned()]));
        assert!(cell.unite.is_empty());
    }

    #[test]
    fn what_calls_for_attention_is_printed_without_it_and_a_row_of_gap_is_not_printed() {
        let mut table = TableView::new(vec![]);
        table.push(RowKind::Ligne, vec![Cell::text("non jointe").highlight()]);
        table.push(RowKind::Gap, vec![Cell::text("Écart").highlight()]);
        table.make_clean();
        let forms: Vec<_> =
            table.lignes.iter().flat_map(|row| &row.cellules).map(|cell| cell.forme).collect();
        assert_eq!(forms, [CellForm::Texte]);
    }
}
