//! The pages of the act, in the order of the second version, those that went at the place that they had.

use serde::Serialize;

use super::blocks::{RedlineBlock, entitled, without_unchanged};
use super::fields::{FieldRow, fields};
use super::numbering::{KeyPath, anchor};
use super::pieces::{ComparedText, RedlineFate};
use super::sides::Sides;
use super::writer::Writer;
use crate::compare::{Difference, Portion};

/// A page of the comparison, or those that are left out.
#[derive(Debug, Serialize)]
#[serde(tag = "genre", rename_all = "snake_case")]
pub enum RedlinePage {
    /// A page.
    Page(Box<ComparedPage>),
    /// Pages that follow one another and did not change.
    Inchangees {
        /// « article », « fiche ».
        nature: &'static str,
        /// The number of each; its title when it has none.
        numeros: Vec<String>,
        /// The first, when they are several.
        premier: String,
        /// The last.
        dernier: String,
        /// How many they are.
        nombre: usize,
    },
}

/// An article, a fiche, or the data around them.
#[derive(Debug, Serialize)]
pub struct ComparedPage {
    /// Path of its emitted file.
    pub chemin: String,
    /// « acte », « article », « fiche », « matrice », « cadre ».
    pub nature: &'static str,
    /// What leads to it.
    pub ancre: String,
    /// What leads to the changes that are told at its head.
    pub ancres: Vec<String>,
    /// Its number.
    pub numero: Option<String>,
    /// Its title.
    pub titre: Option<String>,
    /// The words of its title with what became of them, when they changed.
    pub titre_compare: Vec<ComparedText>,
    /// What became of it.
    pub sort: RedlineFate,
    /// What became of the page itself.
    pub annonces: Vec<PageNote>,
    /// Whether only what changed is shown.
    pub seulement_modifie: bool,
    /// What is in it.
    pub corps: Vec<RedlineBlock>,
}

/// What became of a page: moved, renumbered, split…
#[derive(Debug, Serialize)]
pub struct PageNote {
    /// The word of what became of it.
    pub changement: &'static str,
    /// What it was.
    pub avant: Option<String>,
    /// What it is.
    pub apres: Option<String>,
    /// Number of the change.
    pub numero: usize,
}

impl Writer<'_> {
    /// All the pages.
    pub(super) fn pages(&mut self) -> Vec<RedlinePage> {
        let comparison = self.comparison;
        let root = Sides::of(&comparison.acts.0, &comparison.acts.1, comparison.delta.as_ref());
        let mut pages = Vec::new();
        pages.extend(self.data(root));
        for (key, nature) in [("articles", "article"), ("fiches", "fiche")] {
            let Some(all) = root.part(key) else { continue };
            for (rank, page) in all.parts().into_iter().enumerate() {
                let path = KeyPath::default().to(key).to(&page.part.key);
                let written = self.page(page, &path, nature, rank + 1);
                pages.push(written);
            }
        }
        pages.extend(self.matrix(root));
        pages.extend(self.framework(root));
        if self.only_changed { gathered(pages) } else { pages }
    }

    /// The parties, dates and amounts of the act.
    fn data(&mut self, root: Sides<'_>) -> Option<RedlinePage> {
        let mut groups: Vec<(Option<String>, Vec<FieldRow>)> = Vec::new();
        for key in ["convention", "organisation"] {
            let Some(held) = root.part(key) else { continue };
            let path = KeyPath::default().to(key);
            let mut alone = Vec::new();
            let mut titled = Vec::new();
            for part in held.parts() {
                let own = path.to(&part.part.key);
                if part.parts().is_empty() {
                    fields(part, &own, "", &mut alone);
                    continue;
                }
                let mut rows = Vec::new();
                part.parts()
                    .into_iter()
                    .for_each(|piece| fields(piece, &own.to(&piece.part.key), "", &mut rows));
                let name = part.part.name.clone();
                titled.push((Some(if name.is_empty() { "Parties".to_owned() } else { name }), rows));
            }
            groups.push((Some(if key == "convention" { "Acte" } else { "Collectivité" }.to_owned()), alone));
            groups.extend(titled);
        }
        // Of so many data, what changed; the others are named.
        let mut same = Vec::new();
        groups.retain_mut(|(title, rows)| {
            rows.retain(FieldRow::is_changed);
            if rows.is_empty() {
                same.extend(title.take());
            }
            !rows.is_empty()
        });
        let mut blocks: Vec<RedlineBlock> = self.field_table(groups, None).into_iter().collect();
        if !same.is_empty() {
            blocks.push(RedlineBlock::Inchange { titres: same, alineas: 0, tableaux: 0 });
        }
        self.other("acte", blocks, &["convention", "organisation"])
    }

    fn matrix(&mut self, root: Sides<'_>) -> Option<RedlinePage> {
        let matrix = root.part("matrice")?;
        let path = KeyPath::default().to("matrice");
        let mut blocks = Vec::new();
        let mut rows = Vec::new();
        if let Some(part) = matrix.part("defaut") {
            fields(part, &path.to("defaut"), "", &mut rows);
        }
        blocks.extend(self.field_table(vec![(None, rows)], None));
        if let Some(values) = matrix.part("valeurs") {
            blocks.extend(self.loose_grid(values, &path.to("valeurs"), "Indicateur", None, &|_| true));
        }
        if self.only_changed {
            blocks = without_unchanged(blocks);
        }
        self.other("matrice", blocks, &["matrice"])
    }

    /// The framework, of which the act prints little: what changed of it.
    fn framework(&mut self, root: Sides<'_>) -> Option<RedlinePage> {
        let cadre = root.part("cadre").filter(Sides::is_changed)?;
        let path = KeyPath::default().to("cadre");
        let mut rows = Vec::new();
        for part in cadre.parts().into_iter().filter(Sides::is_changed) {
            fields(part, &path.to(&part.part.key), "", &mut rows);
        }
        rows.retain(FieldRow::is_changed);
        let table = self.field_table(vec![(None, rows)], None);
        self.other("cadre", table.into_iter().collect(), &["cadre"])
    }

    /// A page of data; none when it has nothing to show.
    fn other(
        &mut self,
        nature: &'static str,
        blocks: Vec<RedlineBlock>,
        keys: &[&str],
    ) -> Option<RedlinePage> {
        let is_changed = blocks.iter().any(RedlineBlock::is_changed);
        if blocks.is_empty() || (self.only_changed && !is_changed) {
            return None;
        }
        let anchor = format!("page-{nature}");
        keys.iter().for_each(|key| self.numbering.add_page(KeyPath::default().to(key), &anchor));
        Some(RedlinePage::Page(Box::new(ComparedPage {
            chemin: format!("comparaison/{nature}.typ"),
            nature,
            ancre: anchor,
            ancres: Vec::new(),
            numero: None,
            titre: None,
            titre_compare: Vec::new(),
            sort: if is_changed { RedlineFate::Modifie } else { RedlineFate::Egal },
            annonces: Vec::new(),
            seulement_modifie: self.only_changed,
            corps: blocks,
        })))
    }

    /// What an article quotes in place of a paragraph.
    fn data_of_act(&mut self, name: &str) -> Vec<RedlineBlock> {
        let comparison = self.comparison;
        let root = Sides::of(&comparison.acts.0, &comparison.acts.1, comparison.delta.as_ref());
        let account = root.part("organisation").and_then(|held| held.part(name)).filter(|_| name == "compte");
        let Some(account) = account else { return vec![RedlineBlock::Donnees] };
        let path = KeyPath::default().to("organisation").to(name);
        let mut rows = Vec::new();
        account.parts().into_iter().for_each(|part| fields(part, &path.to(&part.part.key), "", &mut rows));
        self.field_table(vec![(None, rows)], None).into_iter().collect()
    }

    /// An article or a fiche.
    fn page(&mut self, page: Sides<'_>, path: &KeyPath, nature: &'static str, rank: usize) -> RedlinePage {
        let mut ancres = Vec::new();
        let mut annonces = Vec::new();
        for (rank, change) in self.numbering.of_page(path) {
            if let Some(number) = self.numbering.claim_rank(rank) {
                ancres.push(anchor(number));
            }
            annonces.push(PageNote::new(change, rank + 1));
        }
        let said = |key: &str| page.part.part(key).and_then(Portion::said).map(ToString::to_string);
        let title = page.part("titre").filter(|title| {
            let is_whole = page.before.is_some() && page.after.is_some();
            is_whole && title.is_changed()
        });
        let titre_compare = title.map(|title| title.pieces()).unwrap_or_default();
        if title.is_some() {
            ancres.extend(self.numbering.claim(&path.to("titre")).into_iter().map(anchor));
        }
        let corps = match nature {
            "fiche" => self.fiche(page, path),
            _ => page
                .part("texte")
                .map(|text| self.prose(text, &path.to("texte"), &mut Writer::data_of_act))
                .unwrap_or_default(),
        };
        let ancre = format!("page-{nature}-{rank}");
        self.numbering.add_page(path.clone(), &ancre);
        let is_changed = page.fate() != RedlineFate::Egal
            && (!annonces.is_empty()
                || !titre_compare.is_empty()
                || corps.iter().any(RedlineBlock::is_changed));
        let is_whole = matches!(page.fate(), RedlineFate::Ajout | RedlineFate::Retrait);
        RedlinePage::Page(Box::new(ComparedPage {
            chemin: format!("comparaison/{nature}-{rank:02}.typ"),
            nature,
            ancre,
            ancres,
            numero: said("numero"),
            titre: said("titre"),
            titre_compare,
            sort: match page.fate() {
                fate if is_whole => fate,
                _ if is_changed => RedlineFate::Modifie,
                _ => RedlineFate::Egal,
            },
            annonces,
            seulement_modifie: self.only_changed,
            corps: entitled(if self.only_changed && !is_whole { without_unchanged(corps) } else { corps }),
        }))
    }
}

impl PageNote {
    fn new(change: &Difference, number: usize) -> Self {
        Self {
            changement: change.kind.word(),
            avant: change.before.clone(),
            apres: change.after.clone(),
            numero: number,
        }
    }
}

/// Puts in one line the pages that follow one another and did not change.
fn gathered(pages: Vec<RedlinePage>) -> Vec<RedlinePage> {
    let mut kept: Vec<RedlinePage> = Vec::new();
    for page in pages {
        let RedlinePage::Page(own) = &page else { continue };
        if own.sort != RedlineFate::Egal {
            kept.push(page);
            continue;
        }
        let name = own.numero.clone().or_else(|| own.titre.clone()).unwrap_or_default();
        match kept.last_mut() {
            Some(RedlinePage::Inchangees { nature, numeros, dernier, nombre, .. })
                if *nature == own.nature && own.numero.is_some() =>
            {
                dernier.clone_from(&name);
                numeros.push(name);
                *nombre += 1;
            }
            _ => kept.push(RedlinePage::Inchangees {
                nature: if own.numero.is_some() { own.nature } else { "préambule" },
                numeros: vec![name.clone()],
                premier: name.clone(),
                dernier: name,
                nombre: 1,
            }),
        }
    }
    kept
}
