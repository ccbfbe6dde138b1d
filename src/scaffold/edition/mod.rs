//! `calpae new edition`: what continues from one edition to the next, with a mark on each thing that must be
//! decided again. Words are copied as they are; figures stay as a proposal, results become situations of departure.

mod fiche;
mod matrix;

use super::Work;
use crate::ledger::rapport::{Action, summarize};
use crate::model::edition::as_amended;
use crate::model::life::EMPTY_LIFE;
use crate::model::{CellValues, Day, Dossier, Duration, Fiche, ImpreciseDate, Measured};
use crate::project::{FileRole, Part};
use crate::syntax::{Edits, Node, edit, header, yaml};
use crate::text::{FileId, ProjectPath, Sources, Span};

/// What announces a decision to take, in a comment; `check` lists them.
pub const MARK: &str = "# à décider";

/// Why an edition cannot be prepared.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// It is there already.
    #[error("l’édition « {0} » existe déjà : rien n’y est changé")]
    Exists(u16),
    /// Its year does not follow that of the edition it continues.
    #[error("l’édition {year} ne suit pas celle de {last}")]
    NotAfter {
        /// The year asked for.
        year: u16,
        /// The year of the edition that is continued.
        last: u16,
    },
    /// It is an exercice of the act that it would continue, which has its own report and no other act.
    #[error(
        "{year} est un exercice de l’édition « {edition} », qui va jusqu’à {last} : ce n’est pas une autre édition"
    )]
    Open {
        /// The year asked for.
        year: u16,
        /// The edition.
        edition: String,
        /// Its last year.
        last: u16,
    },
}

/// What there is to write for a new edition.
///
/// # Errors
/// When the edition exists already or does not follow the one that it continues.
pub fn prepare(
    dossier: &Dossier,
    sources: &Sources,
    images: &[ProjectPath],
    since: &str,
    year: u16,
    exists: impl Fn(&str) -> bool,
) -> Result<Work, EditionError> {
    let base = format!("content/{year}");
    if exists(&base) {
        return Err(EditionError::Exists(year));
    }
    if year <= dossier.convention.year {
        return Err(EditionError::NotAfter { year, last: dossier.convention.year });
    }
    let (_, last) = dossier.years();
    if year <= last {
        return Err(EditionError::Open { year, edition: since.to_owned(), last });
    }
    let mut work = Work::default();
    let root = format!("content/{since}/");
    // What belongs to the edition and to its act: the rapport stays with what it reports on.
    let continued = |path: &'_ ProjectPath| {
        let role = FileRole::of(path, since).filter(|role| role.part() == Part::Act)?;
        // The next act starts from this one as its avenants left it.
        Some((role, as_amended(path.as_str(), since).strip_prefix(&root)?.to_owned()))
    };
    let next = NextEdition { dossier, sources, year };
    for (file, source) in sources.iter() {
        // The next act has its own parties: when they change, this one keeps those that signed it.
        if FileRole::of(source.path(), since) == Some(FileRole::Organisation) {
            let text = next.edited(next.whole(file), NextEdition::parties);
            work.files.push((format!("{base}/organisation.yaml"), text));
            continue;
        }
        let Some((role, relative)) = continued(source.path()) else { continue };
        let fiche = dossier.fiches.iter().find(|f| f.path == *source.path());
        let text = match (role, fiche) {
            (FileRole::Convention, _) => {
                next.edited(next.whole(file), |edits, root| next.convention(edits, root))
            }
            (FileRole::Matrix, _) => next.edited(next.whole(file), |edits, root| next.matrix(edits, root)),
            (FileRole::Fiche, Some(fiche)) => {
                next.page(file, |edits, root, _| next.fiche(edits, root, fiche))
            }
            (FileRole::Article, _) => next.page(file, |edits, root, body| next.article(edits, root, body)),
            _ => source.text().to_owned(),
        };
        work.files.push((format!("{base}/{relative}"), text));
    }
    work.files.push((format!("{base}/vie.yaml"), EMPTY_LIFE.to_owned()));
    for image in images {
        if let Some((_, relative)) = continued(image) {
            work.copies.push((image.as_str().to_owned(), format!("{base}/{relative}")));
        }
    }
    let marks: usize = work.files.iter().map(|(_, t)| t.matches(MARK).count()).sum();
    work.messages.push(format!(
        "{marks} points à décider, marqués « {MARK} » : « calpae check --edition {year} » les liste ; retirer la marque une fois la chose décidée"
    ));
    Ok(work)
}

/// The comment that marks something to decide.
fn mark(what: &str) -> String {
    format!("{MARK} : {what}")
}

/// The edition that is being prepared.
struct NextEdition<'d> {
    dossier: &'d Dossier,
    sources: &'d Sources,
    year: u16,
}

impl NextEdition<'_> {
    fn whole(&self, file: FileId) -> Span {
        Span { file, start: 0, end: self.sources.source(file).text().len() }
    }

    /// The text of a file whose YAML, in a zone, is edited; as it is when that YAML cannot be read.
    fn edited(&self, zone: Span, prepare: impl FnOnce(&mut Edits<'_>, &Node)) -> String {
        let text = self.sources.source(zone.file).text();
        let Ok(root) = yaml::read(self.sources, zone) else { return text.to_owned() };
        let mut edits = Edits::new(self.sources, zone, &root);
        prepare(&mut edits, &root);
        edit::apply(text, &edits.finish())
    }

    /// The text of a page whose header is edited; `prepare` is given the Markdown too.
    fn page(&self, file: FileId, prepare: impl FnOnce(&mut Edits<'_>, &Node, &str)) -> String {
        match header::separate(self.sources, file) {
            Ok((yaml, body)) => {
                let body = self.sources.text(body);
                self.edited(yaml, |edits, root| prepare(edits, root, body))
            }
            Err(_) => self.sources.source(file).text().to_owned(),
        }
    }

    fn convention(&self, edits: &mut Edits<'_>, root: &Node) {
        // What the other act kept, and what happened to it when its page says so in the old way.
        let mut gone = vec!["etat", "dates", "accuse_de_reception", "date_du_document", "tolerances"];
        let date = format!("date_du_document: {}-01-01", self.year);
        if let Some(last) = root.entry("annee").or_else(|| root.entry("exercices")) {
            edits.insert_after(root, last, &date, Some(&mark("la date du projet")));
        }
        for entry in root.entries() {
            match entry.0.value.as_str() {
                "annee" => edits.set(entry, &self.year.to_string()),
                "cadre" => edits.comment(entry, &mark("le cadre de l’année")),
                "montant_etat" => edits.comment(entry, &mark("ce que l’État verse")),
                "visas" => edits.comment(entry, &mark("les visas de cet acte")),
                "execution" => match self.execution() {
                    Some(period) => {
                        edits.set(entry, &period);
                        edits.comment(entry, &mark("la période"));
                    }
                    None => gone.push("execution"),
                },
                _ => {}
            }
        }
        Self::parties(edits, root);
        edits.remove(root, &gone);
    }

    /// Marks who signs, whatever the shape in which parties are written.
    fn parties(edits: &mut Edits<'_>, root: &Node) {
        let Some((_, parties)) = root.entry("parties") else { return };
        for party in parties.entries().iter().map(|(_, party)| party).chain(parties.items()) {
            let signatories = party.entry("signataires").map(|(_, signatories)| signatories);
            let listed = signatories.into_iter().flat_map(|node| node.items().iter().chain([node]));
            let names = listed.filter_map(|signatory| signatory.entry("nom"));
            for name in party.entry("representant").into_iter().chain(names) {
                edits.comment(name, &mark("qui signe"));
            }
        }
    }

    /// An article is kept to the word; one that names a year of either edition is to be read again.
    fn article(&self, edits: &mut Edits<'_>, root: &Node, body: &str) {
        let years = [self.dossier.convention.year, self.year];
        if let Some(first) = root.entries().first().filter(|_| numbers(body).any(|n| years.contains(&n))) {
            edits.comment(first, &mark("le texte, qui nomme une année"));
        }
    }

    /// The same window, so many years later.
    fn execution(&self) -> Option<String> {
        let gap = i32::from(self.year) - i32::from(self.dossier.convention.year);
        let shifted = |day: Day| Day::new(u16::try_from(day.year() + gap).ok()?, day.month(), day.day());
        match self.dossier.convention.execution.as_ref().map(|e| &e.value) {
            Some(Duration::Period(ImpreciseDate::Day(first), ImpreciseDate::Day(last))) => {
                Some(format!("du {} au {}", shifted(*first)?.iso(), shifted(*last)?.iso()))
            }
            _ => None,
        }
    }

    /// What the report says of a fiche, if there is a report.
    fn action(&self, fiche: &Fiche) -> Option<Action<'_>> {
        let rapport = self.dossier.rapports.last()?;
        let summary = summarize(self.dossier, rapport);
        summary.annexes.into_iter().flat_map(|b| b.actions).find(|a| a.number == fiche.number.value)
    }
}

/// The whole numbers that a text names, digits that follow one another.
fn numbers(text: &str) -> impl Iterator<Item = u16> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok())
}

/// Whether a cell holds nothing but reasons for being empty.
fn absent(cell: &CellValues) -> bool {
    cell.iter().all(|v| matches!(v.measured.value, Measured::Absent(_)))
}
