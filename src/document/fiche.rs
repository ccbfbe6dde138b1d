//! A fiche as its pages show it: identity block, sections in order, data where they are quoted.

use serde::Serialize;

use super::references::{self, Scope, Target};
use super::tables::{cents, written_out};
use super::view::{Piece, Prose, Proses};
use crate::diagnostic::Diagnostic;
use crate::lang::numbers::share;
use crate::ledger::budget as calcul;
use crate::model::cadre::{Cadre, RubriqueContent};
use crate::model::fiche::{Fiche, Field, Section};
use crate::model::text::{Block, Inline, Table};
use crate::model::{Dossier, Montant};

/// A fiche.
#[derive(Debug, Serialize)]
pub struct FicheView {
    /// Its emitted file.
    pub chemin: String,
    /// Number.
    pub numero: u16,
    /// Identifier of its annexe.
    pub annexe: String,
    /// Measures in words.
    pub mesure: Option<String>,
    /// Title.
    pub intitule: String,
    /// Whether the title is ours.
    pub intitule_absent: bool,
    /// Statements on its novelty.
    pub statuts: Vec<String>,
    /// Heading of the total.
    pub etiquette_total: String,
    /// Total of its funding; none without a budget.
    pub total: Option<String>,
    /// Shares.
    pub parts: Vec<ShareView>,
    /// Other facts of the identity block.
    pub champs: Vec<FieldView>,
    /// Text before the first section.
    pub introduction: Vec<Piece>,
    /// Sections.
    pub sections: Vec<SectionView>,
}

/// Most characters of a datum that stands on the line of its heading.
const BRIEF: usize = 45;

/// The share of a funder.
#[derive(Debug, Serialize)]
pub struct ShareView {
    /// Funder.
    pub nom: String,
    /// Amount.
    pub montant: String,
    /// Share of the total, in words.
    pub part: String,
    /// Share of the total, per ten thousand, for the bar.
    pub ratio: u32,
}

/// A fact of the identity block.
#[derive(Debug, Serialize)]
pub struct FieldView {
    /// What it is.
    pub etiquette: String,
    /// The fact.
    pub valeur: String,
    /// Whether it is an absence.
    pub absence: bool,
    /// Whether it needs the whole width.
    pub large: bool,
}

/// A section.
#[derive(Debug, Serialize)]
pub struct SectionView {
    /// Rank of its heading among the prose of the document.
    pub titre: usize,
    /// Its pieces.
    pub corps: Vec<Piece>,
    /// Whether a few words are all that it holds: they can stand on the line of its heading.
    pub breve: bool,
}

/// What is needed to compose any text of the dossier.
#[derive(Debug)]
pub struct Composer<'d> {
    /// The model.
    pub dossier: &'d Dossier,
    /// Where prose is kept.
    pub proses: Proses,
    /// References that lead nowhere.
    pub diagnostics: Vec<Diagnostic>,
}

impl Composer<'_> {
    /// The pieces of a text: prose cut where data stand alone on a paragraph.
    pub fn fragments(&mut self, blocks: &[Block], scope: Scope<'_>) -> Vec<Piece> {
        let mut fragments = Vec::new();
        let mut prose = Vec::new();
        for block in blocks {
            if let Block::Reference(reference) = block
                && let Ok(Target::Blocks(pieces)) = references::resolve(scope, &reference.value)
            {
                if !prose.is_empty() {
                    fragments.push(Piece::Prose {
                        prose: self.proses.add(Prose::Blocks(std::mem::take(&mut prose), scope.offset)),
                    });
                }
                fragments.extend(pieces);
                continue;
            }
            prose.push(self.block(block, scope));
        }
        if !prose.is_empty() {
            fragments.push(Piece::Prose { prose: self.proses.add(Prose::Blocks(prose, scope.offset)) });
        }
        fragments
    }

    fn blocks(&mut self, blocks: &[Block], scope: Scope<'_>) -> Vec<Block> {
        blocks.iter().map(|b| self.block(b, scope)).collect()
    }

    fn block(&mut self, block: &Block, scope: Scope<'_>) -> Block {
        match block {
            Block::Heading { level, content, anchor, span } => Block::Heading {
                level: *level,
                content: self.inlines(content, scope),
                anchor: anchor.clone(),
                span: *span,
            },
            Block::Paragraph(content) => Block::Paragraph(self.inlines(content, scope)),
            Block::List { start: debut, items } => {
                Block::List { start: *debut, items: items.iter().map(|i| self.blocks(i, scope)).collect() }
            }
            Block::Citation(blocks) => Block::Citation(self.blocks(blocks, scope)),
            Block::Table(table) => {
                let mut ligne = |cellules: &[Vec<Inline>]| {
                    cellules.iter().map(|c| self.inlines(c, scope)).collect::<Vec<_>>()
                };
                Block::Table(Table {
                    alignments: table.alignments.clone(),
                    header: ligne(&table.header),
                    lines: table.lines.iter().map(|l| ligne(l)).collect(),
                })
            }
            Block::Reference(reference) => {
                Block::Paragraph(self.inlines(&[Inline::Reference(reference.clone())], scope))
            }
            Block::Code(_) | Block::ThematicBreak | Block::Image(_) => block.clone(),
        }
    }

    /// Replaces references by what they lead to.
    pub fn inlines(&mut self, inlines: &[Inline], scope: Scope<'_>) -> Vec<Inline> {
        inlines
            .iter()
            .map(|inline| match inline {
                Inline::Bold(c) => Inline::Bold(self.inlines(c, scope)),
                Inline::Italic(c) => Inline::Italic(self.inlines(c, scope)),
                Inline::Strikethrough(c) => Inline::Strikethrough(self.inlines(c, scope)),
                Inline::Link { url, content } => {
                    Inline::Link { url: url.clone(), content: self.inlines(content, scope) }
                }
                Inline::Note(blocks) => Inline::Note(self.blocks(blocks, scope)),
                Inline::Reference(r) => Inline::Text(self.reference(r, scope)),
                Inline::Text(_) | Inline::Code(_) | Inline::LineBreak => inline.clone(),
            })
            .collect()
    }

    fn reference(&mut self, reference: &crate::model::text::Reference, scope: Scope<'_>) -> String {
        let nom = &reference.value;
        match references::resolve(scope, nom) {
            Ok(Target::Texte(texte)) => return texte,
            Ok(Target::Blocks(_)) => self.diagnostics.push(
                Diagnostic::error(
                    "REF-004",
                    reference.span,
                    format!("« {{{nom}}} » est un tableau ou une figure : il ne tient pas dans une phrase"),
                )
                .help("le mettre seul sur son paragraphe, hors d’une liste"),
            ),
            Err(knowns) => {
                let near = crate::diagnostic::near(nom, knowns.iter().map(String::as_str));
                let help = match near {
                    Some(p) => {
                        format!("vouliez-vous dire « {{{p}}} » ? pour écrire l’accolade elle-même : « \\{{ »")
                    }
                    None => format!(
                        "pour écrire l’accolade elle-même : « \\{{{nom}}} » ; références possibles ici : {}",
                        knowns.join(", ")
                    ),
                };
                self.diagnostics.push(
                    Diagnostic::error(
                        "REF-002",
                        reference.span,
                        format!("« {{{nom}}} » ne mène à aucune donnée"),
                    )
                    .help(help),
                );
            }
        }
        format!("{{{nom}}}")
    }

    /// A fiche.
    pub fn fiche(&mut self, fiche: &Fiche) -> FicheView {
        let dossier = self.dossier;
        let scope = Scope { dossier, fiche: Some(fiche), root: "../", offset: 1 };
        let introduction = self.fragments(&fiche.introduction, scope);
        let sections = fiche.sections.iter().map(|s| self.section(s, scope, fiche)).collect();
        let total = calcul::fiche_total(fiche);
        let budget = calcul::counted(fiche).next();
        FicheView {
            chemin: format!("convention/{}", file_name(fiche)),
            numero: fiche.number.value,
            annexe: fiche.annexe.value.clone(),
            mesure: mesure(fiche, &dossier.cadre),
            intitule: fiche.heading.value.clone(),
            intitule_absent: fiche.heading_absent,
            statuts: statuts(fiche, &dossier.cadre),
            etiquette_total: format!("Total {}", dossier.convention.year),
            total: budget.map(|_| written_out(total.total, cents([total.total]))),
            parts: parts(fiche, dossier, total.total),
            champs: champs(fiche),
            introduction,
            sections,
        }
    }

    fn section(&mut self, section: &Section, scope: Scope<'_>, fiche: &Fiche) -> SectionView {
        let titre = self.inlines(&section.title, scope);
        let titre = self.proses.add(Prose::Ligne(titre));
        let mut corps = self.fragments(&section.body, scope);
        if corps.is_empty() {
            corps = default_value(section, scope, fiche);
        }
        let breve =
            matches!(corps.as_slice(), [Piece::Ligne { texte, .. }] if texte.chars().count() <= BRIEF);
        SectionView { titre, corps, breve }
    }
}

/// The name of the emitted file of a fiche, in the folder of the annexes.
pub fn file_name(fiche: &Fiche) -> String {
    format!("fiche-{:02}.typ", fiche.number.value)
}

/// What a section left without text prints: the datum of the header.
fn default_value(section: &Section, scope: Scope<'_>, fiche: &Fiche) -> Vec<Piece> {
    let rubrique =
        section.rubrique.as_ref().and_then(|id| scope.dossier.cadre.rubriques.iter().find(|r| r.id == *id));
    let Some(rubrique) = rubrique else { return Vec::new() };
    let ligne = |texte: String, absence: bool| {
        if texte.is_empty() { Vec::new() } else { vec![Piece::Ligne { texte: capitalized(&texte), absence }] }
    };
    match rubrique.content {
        RubriqueContent::Prose => Vec::new(),
        RubriqueContent::Launch => ligne(references::meant_for(&fiche.launch), absent(&fiche.launch)),
        RubriqueContent::Duration => ligne(references::meant_for(&fiche.duration), absent(&fiche.duration)),
        RubriqueContent::Partners => ligne(references::partners(&fiche.partners), absent(&fiche.partners)),
        RubriqueContent::Mention => match fiche.mentions.iter().find(|(m, _)| m.value == rubrique.id) {
            Some((_, Ok(texte))) => ligne(texte.clone(), false),
            Some((_, Err(absence))) => ligne(absence.word().to_owned(), true),
            None => Vec::new(),
        },
        RubriqueContent::Budget => {
            let mut fragments = Vec::new();
            for budget in &fiche.budgets {
                let tableau = |t| Piece::Tableau { tableau: Box::new(t) };
                if !budget.charges.is_empty() {
                    fragments.push(tableau(super::tables::charges(&[budget], fiche)));
                }
                if !budget.financements.is_empty() {
                    fragments.push(tableau(super::tables::financements(&[budget], &scope.dossier.cadre)));
                }
            }
            fragments
        }
        RubriqueContent::Indicateurs => match references::resolve(scope, "indicateurs") {
            Ok(Target::Blocks(fragments)) => fragments,
            _ => Vec::new(),
        },
    }
}

fn absent<T>(field: &Field<T>) -> bool {
    matches!(field, Some(Err(_)))
}

/// A sentence starts with a capital and ends with a period.
fn capitalized(texte: &str) -> String {
    let mut letters = texte.chars();
    let debut: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let point = if texte.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{debut}{}{point}", letters.as_str())
}

/// The measure as the act names it, or as the framework does.
fn mesure(fiche: &Fiche, cadre: &Cadre) -> Option<String> {
    let numbers: Vec<&str> = fiche.mesures.iter().map(|m| m.value.as_str()).collect();
    let titles: Vec<&str> =
        numbers.iter().filter_map(|n| cadre.mesure(n)).map(|(_, m)| m.title.as_str()).collect();
    let titre = fiche
        .printed_mesure
        .as_ref()
        .map(|m| m.value.clone())
        .or_else(|| (!titles.is_empty()).then(|| titles.join(" ; ")))?;
    Some(match numbers.as_slice() {
        [] => titre,
        [only] => format!("Mesure {only} · {titre}"),
        several => format!("Mesures {} · {titre}", several.join(", ")),
    })
}

fn statuts(fiche: &Fiche, cadre: &Cadre) -> Vec<String> {
    let mot = |m: &str| {
        cadre.statuses.iter().find(|(c, _)| c == m).map_or_else(|| m.to_owned(), |(_, t)| t.clone())
    };
    fiche
        .statuses
        .iter()
        .map(|s| match &s.precision {
            Some(precision) => format!("{} ({precision})", mot(&s.word.value)),
            None => mot(&s.word.value),
        })
        .collect()
}

fn parts(fiche: &Fiche, dossier: &Dossier, total: Montant) -> Vec<ShareView> {
    let financeurs = dossier.cadre.financeurs.iter().map(|f| (Some(f.id.as_str()), f.name.as_str()));
    let sums: Vec<_> = financeurs
        .chain([(None, "Autres")])
        .map(|(id, nom)| (nom, calcul::fiche_share(fiche, id)))
        .filter(|(_, sum)| !sum.is_empty())
        .collect();
    let decimales = cents(sums.iter().map(|(_, s)| s.total));
    sums.into_iter()
        .map(|(nom, sum)| ShareView {
            nom: nom.to_owned(),
            montant: written_out(sum.total, decimales),
            part: share(sum.total.euros(), total.euros(), 1).unwrap_or_default(),
            ratio: ratio(sum.total, total),
        })
        .collect()
}

/// A share per ten thousand, for the length of a bar only.
fn ratio(party: Montant, whole: Montant) -> u32 {
    let ten_thousand = rust_decimal::Decimal::from(10_000);
    party
        .euros()
        .checked_mul(ten_thousand)
        .and_then(|p| p.checked_div(whole.euros()))
        .and_then(|r| u32::try_from(r.round()).ok())
        .unwrap_or(0)
}

fn champs(fiche: &Fiche) -> Vec<FieldView> {
    let field = |etiquette: &str, valeur: String, absence: bool, without: bool| FieldView {
        etiquette: etiquette.to_owned(),
        absence: absence || without,
        large: valeur.chars().count() > 60,
        valeur: if without { "non renseigné dans l’acte".to_owned() } else { valeur },
    };
    vec![
        field(
            "Mise en place",
            references::meant_for(&fiche.launch),
            absent(&fiche.launch),
            fiche.launch.is_none(),
        ),
        field(
            "Durée",
            references::meant_for(&fiche.duration),
            absent(&fiche.duration),
            fiche.duration.is_none(),
        ),
        field(
            "Partenaires",
            references::partners(&fiche.partners),
            absent(&fiche.partners),
            fiche.partners.is_none(),
        ),
    ]
}
