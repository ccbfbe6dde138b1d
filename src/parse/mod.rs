//! Bytes to typed parts of the model, with all the diagnostics at once and with what could be read.

mod avenant;
mod axes;
pub mod budget;
pub mod cadre;
mod columns;
pub mod convention;
pub mod dates;
mod decisions;
mod exercices;
pub mod fiche;
mod first_try;
mod free_dates;
mod images;
mod indicateurs;
mod kept;
mod keys;
mod letters_for_digits;
mod life;
pub mod matrix;
mod number_words;
mod old_life;
mod parallel;
mod parties;
pub mod rapport;
pub mod reader;
mod rubriques;
pub mod scalars;
mod synonyms;
pub mod table;
mod transmission;
mod twice;
mod typed_cell;
mod typed_total;

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::model::convention::{Convention, MatrixValues, Organisation};
use crate::model::numero::natural_order;
use crate::model::passage::SharedTexts;
use crate::model::rapport::Rapport;
use crate::model::{Avenant, Dossier, Exercices};
use crate::text::lookalikes::same_name;
use crate::text::{FileId, ProjectPath, Sources, Span};

pub use images::Images;
pub use kept::KeptParts;
use reader::Reader;

/// The files of an edition, as the project found them.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The files of `cadres/`, by name.
    pub cadres: Vec<(String, FileId)>,
    /// The names of those that could not be read: that was said, and they exist.
    pub unreadable_cadres: Vec<String>,
    /// `organisation.yaml` of the edition or of all, unless it could not be read.
    pub organisation: Option<FileId>,
    /// `<édition>/convention.yaml`, unless it could not be read.
    pub convention: Option<FileId>,
    /// `<édition>/indicateurs.yaml`, if any.
    pub matrix: Option<FileId>,
    /// `<édition>/articles/*.md` in the order of their names.
    pub articles: Vec<FileId>,
    /// `<édition>/fiches/*.md` in the order of their names.
    pub fiches: Vec<FileId>,
    /// The images.
    pub images: Images,
    /// `<édition>/decisions.yaml`, if any.
    pub decisions: Option<FileId>,
    /// `<édition>/vie.yaml`, if any.
    pub life: Option<FileId>,
    /// `<édition>/avenants/NN/vie.yaml` of the avenants that are read and that have one.
    pub avenant_lives: Vec<FileId>,
    /// `<édition>/avenants/NN/avenant.yaml` of the avenants that are read, in order.
    pub avenants: Vec<FileId>,
    /// The reports, `<édition>/rapports/*/`.
    pub rapports: Vec<RapportPlan>,
}

/// The files of a report of an edition.
#[derive(Debug, Clone)]
pub struct RapportPlan {
    /// Its identifier: the name of its folder.
    pub id: String,
    /// `rapport.yaml`.
    pub rapport: FileId,
    /// `reference.yaml`, if it is there.
    pub reference: Option<FileId>,
    /// `bilan.md`, if it is there.
    pub summary: Option<FileId>,
    /// `indicateurs.yaml`, if it is there.
    pub matrix: Option<FileId>,
    /// `fiches/*.md` in the order of their names.
    pub fiches: Vec<FileId>,
}

impl RapportPlan {
    /// Whether a file is one of the rapport's.
    pub fn contains(&self, file: FileId) -> bool {
        self.files().contains(&file)
    }

    /// All of them.
    fn files(&self) -> Vec<FileId> {
        let single = [Some(self.rapport), self.reference, self.summary, self.matrix];
        single.into_iter().flatten().chain(self.fiches.iter().copied()).collect()
    }
}

/// What parsing gives: the model when its essential parts could be read, and everything that is wrong.
#[derive(Debug)]
#[must_use = "the diagnostics are to be shown"]
pub struct Parsed {
    /// The model, with holes where a part could not be read.
    pub dossier: Option<Dossier>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads an edition.
pub fn read(sources: &Sources, plan: &Plan) -> Parsed {
    read_with(sources, plan, None)
}

/// Reads an edition once more: the parts that did not change are those of the last reading.
pub fn read_again(sources: &Sources, plan: &Plan, kept: &mut KeptParts) -> Parsed {
    kept.start(sources, &plan.images);
    let parsed = read_with(sources, plan, Some(kept));
    kept.finish();
    parsed
}

fn read_with(sources: &Sources, plan: &Plan, kept: Option<&KeptParts>) -> Parsed {
    let mut l = Reader::new(sources, &plan.images, kept);
    let mut dossier = dossier(&mut l, plan);
    if let Some(dossier) = &mut dossier {
        match kept {
            Some(kept) => kept.share_texts(&mut dossier.passages),
            None => SharedTexts::default().share(&mut dossier.passages),
        }
    }
    Parsed { dossier, diagnostics: l.gathered.diagnostics }
}

fn whole(l: &Reader<'_>, file: FileId) -> Span {
    Span { file, start: 0, end: l.sources.source(file).text().len() }
}

/// The act and those who sign it.
fn signed(l: &mut Reader<'_>, plan: &Plan) -> (Option<Convention>, Option<Organisation>) {
    let life = plan.life.map(|file| (file, l.once(&[file], None, |l| life::read(l, file))));
    let mut convention = plan.convention.and_then(|file| {
        let zone = whole(l, file);
        let files: Vec<FileId> = std::iter::once(file).chain(plan.life).collect();
        l.once(&files, None, |l| convention::convention(l, zone, life))
    });
    let organisation = plan.organisation.and_then(|file| {
        let zone = whole(l, file);
        l.once(&[file], None, |l| convention::organisation(l, zone))
    });
    if let Some(act) = &mut convention {
        match (&organisation, act.parties_span, plan.organisation) {
            // Parties belong to the act: those of the organisation are of the acts that write none.
            (_, Some(_), Some(file)) => l.forget_missing_in(file, convention::PARTIES),
            (Some((_, parties)), None, _) => act.parties.clone_from(parties),
            _ => {}
        }
        act.status = life::status(l, &mut act.life, &act.parties);
    }
    (convention, organisation.map(|(organisation, _)| organisation))
}

fn dossier(l: &mut Reader<'_>, plan: &Plan) -> Option<Dossier> {
    let (acts, (articles, cadres)) = l.two(
        |l| signed(l, plan),
        |l| {
            let articles = l.each(&plan.articles, |l, f| l.once(&[*f], None, |l| convention::article(l, *f)));
            // The convention, which names its framework, is being read.
            let cadres = l.attempt(&plan.cadres, |l, (_, file)| {
                let zone = whole(l, *file);
                l.once(&[*file], None, |l| cadre::read(l, zone))
            });
            (articles, cadres)
        },
    );
    let (convention, organisation) = acts;
    let articles = articles.into_iter().flatten().collect();
    let files_of_cadre =
        convention.as_ref().map(|c| &c.cadre.value).into_iter().flat_map(|name| {
            plan.cadres.iter().filter(move |(n, _)| same_name(n, name)).map(|(_, file)| *file)
        });
    let files_of_cadre: Vec<FileId> = files_of_cadre.collect();
    let cadre = convention.as_ref().and_then(|c| {
        let name = &c.cadre;
        match plan.cadres.iter().zip(cadres).find(|((n, _), _)| same_name(n, &name.value)) {
            Some((_, cadre)) => l.absorb(cadre),
            None if plan.unreadable_cadres.iter().any(|n| same_name(n, &name.value)) => None,
            None => {
                l.unknown(name, "un cadre du projet", plan.cadres.iter().map(|(n, _)| n.as_str()));
                None
            }
        }
    });
    let (Some(convention), Some(cadre)) = (convention, cadre) else {
        // Without a framework a fiche cannot be understood; its syntax can still be told.
        for file in &plan.fiches {
            syntax(l, *file);
        }
        return None;
    };
    let act = convention.exercices.signature();
    let ((fiches, matrix), rapports) = l.two(
        |l| {
            let fiches = l.each(&plan.fiches, |l, f| {
                let files = [&[*f], files_of_cadre.as_slice()].concat();
                l.once(&files, Some(&act), |l| fiche::read(l, *f, &cadre, &convention.exercices))
            });
            let matrix = plan.matrix.map(|file| {
                let zone = whole(l, file);
                l.once(&[file], None, |l| matrix::read(l, zone))
            });
            (fiches, matrix.unwrap_or_else(MatrixValues::empty))
        },
        |l| {
            l.each(&plan.rapports, |l, plan| {
                let files = [plan.files(), files_of_cadre.clone()].concat();
                l.once(&files, Some(&act), |l| rapport::read(l, plan, &cadre, &convention.exercices))
            })
        },
    );
    let rapports = in_order(rapports.into_iter().flatten().collect(), &convention.exercices);
    let mut fiches: Vec<_> = fiches.into_iter().flatten().collect();
    // In the order of their files, as the list of the folder shows them.
    fiches.sort_by(|a, b| natural_order(a.path.stem(), b.path.stem()).then_with(|| a.path.cmp(&b.path)));
    let avenants = avenants(l, plan, &convention);
    let mut passages = std::mem::take(&mut l.gathered.passages);
    let ranks = ranks(l.sources);
    passages.sort_by_key(|p| (ranks.get(&p.file()), p.span.start));
    let decisions = plan.decisions.map(|file| decisions::read(l, whole(l, file))).unwrap_or_default();
    let edition = plan.images.edition.name().to_owned();
    Some(Dossier {
        edition,
        cadre,
        organisation: organisation?,
        convention,
        articles,
        fiches,
        matrix,
        passages,
        rapports,
        avenants,
        to_decide: std::mem::take(&mut l.gathered.to_decide),
        braces: std::mem::take(&mut l.gathered.braces),
        decisions,
    })
}

/// The avenants, each with its life. It is signed by its own parties, else by those of the act.
fn avenants(l: &mut Reader<'_>, plan: &Plan, convention: &Convention) -> Vec<Avenant> {
    let folder = |l: &Reader<'_>, file: FileId| {
        l.sources.source(file).path().as_str().rsplit_once('/').map(|(folder, _)| folder.to_owned())
    };
    let mut avenants = Vec::new();
    for file in &plan.avenants {
        let own = folder(l, *file);
        let page = plan.avenant_lives.iter().find(|page| folder(l, **page) == own);
        let life = page.map(|page| (*page, life::read(l, *page)));
        let Some(mut avenant) = avenant::read(l, *file, life) else { continue };
        let parties = if avenant.parties.is_empty() { &convention.parties } else { &avenant.parties };
        avenant.status = life::status(l, &mut avenant.life, parties);
        avenants.push(avenant);
    }
    avenants
}

/// The rank of each file by its path.
fn ranks(sources: &Sources) -> FxHashMap<FileId, usize> {
    let mut files: Vec<(&ProjectPath, FileId)> =
        sources.iter().map(|(file, source)| (source.path(), file)).collect();
    files.sort_unstable();
    files.into_iter().enumerate().map(|(rank, (_, file))| (file, rank)).collect()
}

/// The reports in the order of their periods, each with the exercices that it accounts for.
fn in_order(mut rapports: Vec<Rapport>, exercices: &Exercices) -> Vec<Rapport> {
    rapports.iter_mut().for_each(|rapport| rapport.find_exercices(exercices));
    let end_and_start = |rapport: &Rapport| (rapport.period.value.1, rapport.period.value.0);
    rapports.sort_by(|a, b| (end_and_start(a), &a.id).cmp(&(end_and_start(b), &b.id)));
    rapports
}

fn syntax(l: &mut Reader<'_>, file: FileId) {
    if let Some((yaml, body)) = l.page(file) {
        l.tree(yaml);
        l.markdown(body);
    }
}
