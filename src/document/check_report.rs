//! The input of the annexe de contrôle: the findings by part of the act, with their figures and room for the
//! decision of the two services.

use serde::Serialize;

use super::convention::{Act, acte};
use super::view::{Cell, Column, RowKind, TableView};
use crate::diagnostic::Report;
use crate::diagnostic::summary::{SummaryRow, by_family};
use crate::diagnostic::view::{Counts, FindingView, Location, constats};
use crate::model::{Dossier, Montant};
use crate::text::Sources;

/// Most places told beside the first one of a finding.
const PLACES_MAX: usize = 12;

/// All that the annexe de contrôle prints.
#[derive(Debug, Serialize)]
pub struct CheckReport {
    /// The act that was checked.
    pub acte: Act,
    /// How many findings, in words; empty when there is none.
    pub comptes: String,
    /// Findings by family; none without a finding.
    pub bilan: Option<TableView>,
    /// The findings by part of the act, in its order.
    pub groupes: Vec<Groupe>,
    /// Those that the act keeps, likewise.
    pub toleres: Vec<Groupe>,
}

/// A part of the act and its findings.
#[derive(Debug, Serialize)]
pub struct Groupe {
    /// « Fiche 4 – Accompagnement différencié ».
    pub titre: String,
    /// Its findings, in the order of the files.
    pub constats: Vec<NumberedFinding>,
}

/// A finding as it is printed.
#[derive(Debug, Serialize)]
pub struct NumberedFinding {
    /// Rank in the document, by which the meeting names it.
    pub numero: usize,
    /// Code of the rule.
    pub code: &'static str,
    /// Severity, by its word.
    pub gravite: &'static str,
    /// One sentence.
    pub message: String,
    /// File and line.
    pub lieu: String,
    /// What stands there.
    pub extrait: String,
    /// The places it is compared with.
    pub voir: Vec<String>,
    /// The arithmetic.
    pub calcul: Option<String>,
    /// What to do.
    pub a_faire: Option<String>,
    /// Why the act keeps it, when it does.
    pub raison: Option<String>,
}

/// Composes the annexe de contrôle of a report; `familles` are the codes and titles of the families of rules.
pub fn check_report(
    dossier: &Dossier,
    rapport: &Report,
    families: &[(&str, &str)],
    sources: &Sources,
    empreinte: &str,
) -> CheckReport {
    let (seen, kept_ones) = constats(rapport, sources);
    let mut numero = 0;
    let bilan = by_family(rapport, families);
    CheckReport {
        acte: acte(dossier, empreinte),
        comptes: Counts::new(rapport).to_string(),
        bilan: (!bilan.is_empty()).then(|| tableau(&bilan)),
        groupes: group_findings(dossier, seen, &mut numero),
        toleres: group_findings(dossier, kept_ones, &mut numero),
    }
}

fn tableau(lignes: &[SummaryRow]) -> TableView {
    let titles = ["Erreurs", "Avertissements", "Conseils", "Tolérés", "Écarts en euros"];
    let mut colonnes = vec![Column::texte("Famille de règles")];
    colonnes.extend(titles.map(Column::chiffres));
    let mut tableau = TableView::new(colonnes);
    let mut total = SummaryRow { family: "Ensemble".to_owned(), ..SummaryRow::default() };
    for ligne in lignes {
        total.counted += ligne.counted;
        total.stake = total.stake.saturating_add(ligne.stake);
        tableau.ligne(RowKind::Ligne, cellules(ligne));
    }
    tableau.ligne(RowKind::Total, cellules(&total));
    tableau.align()
}

fn cellules(ligne: &SummaryRow) -> Vec<Cell> {
    let c = ligne.counted;
    let mut cellules = vec![Cell::texte(&ligne.family)];
    for n in [c.erreurs, c.avertissements, c.conseils, c.toleres] {
        cellules.push(if n == 0 { Cell::texte("–") } else { Cell::nombre(n.into(), None, "") });
    }
    let enjeu = Montant::rounded(ligne.stake).filter(|m| !m.is_zero());
    cellules.push(enjeu.map_or(Cell::texte("–"), |m| Cell::nombre(m.euros(), Some(2), "€")));
    cellules
}

/// The findings by part of the act; numbers go on from one part to the next.
fn group_findings(dossier: &Dossier, constats: Vec<FindingView>, numero: &mut usize) -> Vec<Groupe> {
    let mut indexes: Vec<((usize, String), FindingView)> = constats
        .into_iter()
        .map(|c| (party(dossier, c.lieux.first().map_or("", |l| l.fichier.as_str())), c))
        .collect();
    indexes.sort_by_key(|((index, _), _)| *index);
    let mut groupes: Vec<Groupe> = Vec::new();
    for ((_, titre), finding) in indexes {
        *numero += 1;
        let view = view(finding, *numero);
        match groupes.last_mut().filter(|g| g.titre == titre) {
            Some(groupe) => groupe.constats.push(view),
            None => groupes.push(Groupe { titre, constats: vec![view] }),
        }
    }
    groupes
}

/// The part of the act that a file is: its rank and its title.
fn party(dossier: &Dossier, fichier: &str) -> (usize, String) {
    let articles = dossier.articles.len();
    if let Some(index) = dossier.articles.iter().position(|a| a.path.as_str() == fichier)
        && let Some(article) = dossier.articles.get(index)
    {
        let numero = article.number.as_ref().map(|n| format!("Article {n}"));
        let titre = article.title.as_ref().map(|t| t.value.clone());
        let titre = [numero, titre].into_iter().flatten().collect::<Vec<_>>().join(" – ");
        return (2 + index, titre);
    }
    if let Some(index) = dossier.fiches.iter().position(|f| f.path.as_str() == fichier)
        && let Some(fiche) = dossier.fiches.get(index)
    {
        return (2 + articles + index, format!("Fiche {} – {}", fiche.number, fiche.title_in_table()));
    }
    let after = 2 + articles + dossier.fiches.len();
    let nom = fichier.rsplit('/').next().unwrap_or(fichier);
    match nom {
        _ if fichier.contains("/cadres/") => (after + 1, "Cadre".to_owned()),
        "organisation.yaml" => (1, "Parties".to_owned()),
        "indicateurs.yaml" => (after, "Matrice des indicateurs".to_owned()),
        _ => (0, "Acte".to_owned()),
    }
}

fn view(finding: FindingView, numero: usize) -> NumberedFinding {
    let lieu = |l: &Location| format!("{}, ligne {}", short(&l.fichier), l.debut.ligne);
    let first = finding.lieux.first();
    let mut voir: Vec<String> = Vec::new();
    for l in finding.lieux.iter().skip(1).take(PLACES_MAX) {
        let words = if l.texte.is_empty() { &l.extrait } else { &l.texte };
        let same = first.is_some_and(|p| p.fichier == l.fichier);
        let at = if same { format!("ligne {}", l.debut.ligne) } else { lieu(l) };
        voir.push(format!("{at} : {words}"));
    }
    let remainder = finding.lieux.len().saturating_sub(1 + PLACES_MAX);
    if remainder > 0 {
        voir.push(format!("et {remainder} autres"));
    }
    NumberedFinding {
        numero,
        code: finding.code,
        gravite: finding.gravite,
        message: capitalized(&finding.message),
        lieu: first.map_or(String::new(), lieu),
        extrait: first.map_or(String::new(), |l| l.ligne.clone()),
        voir,
        calcul: finding.calcul,
        a_faire: finding.a_faire.as_deref().map(capitalized),
        raison: finding.raison,
    }
}

/// A path below `content/` and its edition, as the agents call it.
fn short(fichier: &str) -> &str {
    fichier.strip_prefix("content/").unwrap_or(fichier)
}

/// The sentence with its first letter as a capital.
fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
}
