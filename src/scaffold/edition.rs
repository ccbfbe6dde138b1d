//! `calpae new edition`: what continues from one edition to the next, with a mark on each thing that must be
//! decided again. Words are copied as they are; figures stay as a proposal, results become situations of departure.

use super::Work;
use super::yaml::{cell, euros, quoted};
use crate::ledger::rapport::{Action, summarize};
use crate::model::cadre::DEPARTEMENT;
use crate::model::convention::MatrixValues;
use crate::model::fiche::{ObjectiveRow, Objectives};
use crate::model::rapport::{FollowUp, ResultValue};
use crate::model::{CellValues, Day, Dossier, Duration, Fiche, ImpreciseDate, Measured};
use crate::project::{FileRole, Part};
use crate::text::{ProjectPath, Sources};

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
    let mut work = Work::default();
    let root = format!("content/{since}/");
    // What belongs to the edition and to its act: the rapport stays with what it reports on.
    let continued = |path: &'_ ProjectPath| {
        let role = FileRole::of(path, since).filter(|role| role.part() == Part::Act)?;
        Some((role, path.as_str().strip_prefix(&root)?.to_owned()))
    };
    let next_one = NextEdition { dossier, sources, year };
    for (_, source) in sources.iter() {
        let Some((role, relative)) = continued(source.path()) else { continue };
        let fiche = dossier.fiches.iter().find(|f| f.path == *source.path());
        let text = match (role, fiche) {
            (FileRole::Convention, _) => next_one.convention(source.text()),
            (FileRole::Matrix, _) => next_one.matrix(source.text()),
            (FileRole::Fiche, Some(fiche)) => next_one.fiche(source.text(), fiche),
            (FileRole::Article, _) => next_one.article(source.text()),
            _ => source.text().to_owned(),
        };
        work.files.push((format!("{base}/{relative}"), text));
    }
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

/// The edition that is being prepared.
struct NextEdition<'d> {
    dossier: &'d Dossier,
    sources: &'d Sources,
    year: u16,
}

impl NextEdition<'_> {
    fn convention(&self, text: &str) -> String {
        let mut output = String::new();
        for (key, block) in blocks(text) {
            match key {
                "annee" => output.push_str(&format!("annee: {}\n", self.year)),
                "etat" => output.push_str(&format!(
                    "etat: projet\ndate_du_document: {}-01-01     {MARK} : la date du projet\n",
                    self.year
                )),
                // What happened to the other act, and what it kept.
                "dates" | "accuse_de_reception" | "date_du_document" | "tolerances" => {}
                "cadre" => output.push_str(&add_marks(block, "le cadre de l’année")),
                "montant_etat" => output.push_str(&add_marks(block, "ce que l’État verse")),
                "visas" => output.push_str(&add_marks(block, "les visas de cet acte")),
                "execution" => output.push_str(&self.execution()),
                _ => output.push_str(block),
            }
        }
        output
    }

    /// An article is kept to the word; one that names a year of the other edition is to be read again.
    fn article(&self, text: &str) -> String {
        let named = |body: &str| {
            let digits = |c: char| !c.is_ascii_digit();
            body.split(digits).any(|word| {
                word.parse().is_ok_and(|a: u16| a == self.dossier.convention.year || a == self.year)
            })
        };
        match split(text).filter(|(_, body)| named(body)) {
            Some((head, body)) => format!("---\n{}{body}", add_marks(head, "le texte, qui nomme une année")),
            None => text.to_owned(),
        }
    }

    /// Whether some lines name a year that the new edition has left behind.
    fn past(&self, block: &str) -> bool {
        let digits = |c: char| !c.is_ascii_digit();
        block.split(digits).any(|word| word.parse().is_ok_and(|a: u16| (1900..self.year).contains(&a)))
    }

    /// The same window, so many years later.
    fn execution(&self) -> String {
        let shifted = |j: Day| {
            let gap = i32::from(self.year) - i32::from(self.dossier.convention.year);
            Day::new(u16::try_from(j.year() + gap).ok()?, j.month(), j.day())
        };
        match self.dossier.convention.execution.as_ref().map(|e| &e.value) {
            Some(Duration::Period(ImpreciseDate::Day(a), ImpreciseDate::Day(b))) => {
                let bounds = shifted(*a).zip(shifted(*b));
                bounds.map_or(String::new(), |(a, b)| {
                    format!("execution: du {} au {}     {MARK} : la période\n", a.iso(), b.iso())
                })
            }
            _ => String::new(),
        }
    }

    /// The action of the report, if there is one.
    fn action(&self, fiche: &Fiche) -> Option<Action<'_>> {
        let rapport = self.dossier.rapport.as_ref()?;
        let summary = summarize(self.dossier, rapport);
        summary.annexes.into_iter().flat_map(|b| b.actions).find(|a| a.number == fiche.number.value)
    }

    fn fiche(&self, text: &str, fiche: &Fiche) -> String {
        let action = self.action(fiche);
        let Some((head, body)) = split(text) else { return text.to_owned() };
        let mut output = String::from("---\n");
        let rest =
            action.as_ref().and_then(|a| a.fiche).and_then(|f| f.follow_up.as_ref().ok()).map(|s| s.value);
        if let Some(rest @ (FollowUp::Modified | FollowUp::Abandoned)) = rest {
            output.push_str(&format!("{MARK} : le rapport propose « {} »\n", rest.word()));
        }
        for (key, block) in blocks(head) {
            match key {
                "budget" => output.push_str(&self.budget(block)),
                "statut" => output.push_str(&add_marks(block, "le statut")),
                "duree" if self.past(block) => output.push_str(&add_marks(block, "la durée")),
                "indicateurs" => match &fiche.objectives {
                    Some(objectives) => {
                        output.push_str(&self.objectives(objectives, action.as_ref()));
                        if block.ends_with("\n\n") {
                            output.push('\n');
                        }
                    }
                    None => output.push_str(block),
                },
                "executions" => output.push_str(&self.executions(block, action.as_ref())),
                // What the table of the other act printed.
                "affiche_en_annexe" => {}
                _ => output.push_str(block),
            }
        }
        output.push_str(body);
        output
    }

    /// Amounts stay as a proposal; the totals that the other act printed go.
    fn budget(&self, block: &str) -> String {
        let old = self.dossier.convention.year.to_string();
        let mut output = String::new();
        let mut party = "";
        for line in block.lines() {
            let bare = line.trim_start().trim_start_matches("- ");
            let key = bare.split(':').next().unwrap_or("");
            if matches!(key, "charges" | "financements" | "hors_total") {
                party = if key == "charges" { "charges" } else { "financements" };
            }
            if key == "total_affiche" {
                continue;
            }
            let period = bare.strip_prefix("periode:").map(str::trim);
            let undecided = match period {
                Some(p) if p == old => {
                    output.push_str(&line.replacen(&old, &self.year.to_string(), 1));
                    output.push('\n');
                    continue;
                }
                Some(_) => Some("la période du budget"),
                None if key == "charges" => Some("les coûts"),
                None if party == "financements" && line.contains("montant:") => Some("le montant"),
                None => None,
            };
            output.push_str(line);
            if let Some(what) = undecided {
                output.push_str(&format!("     {MARK} : {what}"));
            }
            output.push('\n');
        }
        output
    }

    /// The results of the report as situations of departure, and targets to decide.
    fn objectives(&self, objectives: &Objectives, action: Option<&Action<'_>>) -> String {
        let (before, target) =
            (format!("Résultat {}", self.dossier.convention.year), format!("Cible {}", self.year));
        let mut output = format!(
            "indicateurs:\n  colonnes: [{}, {}]\n  par_defaut: non renseigné\n  lignes:\n",
            quoted(&before),
            quoted(&target)
        );
        for line in &objectives.lines {
            match line {
                ObjectiveRow::Heading(title) => {
                    output.push_str(&format!("    - {{ titre: {} }}\n", quoted(title)))
                }
                ObjectiveRow::Indicateur { indicateur, label, .. } => {
                    let key = indicateur.as_ref().or(label.as_ref()).map_or("", |c| c.value.as_str());
                    let mut keys = Vec::new();
                    keys.extend(indicateur.as_ref().map(|i| format!("indicateur: {}", quoted(&i.value))));
                    keys.extend(label.as_ref().map(|l| format!("libelle: {}", quoted(&l.value))));
                    if let Some(obtained) = result(action, key) {
                        keys.push(format!(
                            "valeurs: {{ {}: {} }}",
                            quoted(&before),
                            cell(&obtained.value, self.sources)
                        ));
                    }
                    output.push_str(&format!("    - {{ {} }}     {MARK} : la cible\n", keys.join(", ")));
                }
            }
        }
        output
    }

    /// What the Département executed, at the end of its line of earlier years.
    fn executions(&self, block: &str, action: Option<&Action<'_>>) -> String {
        let executed = action.and_then(|a| a.fiche).and_then(|f| {
            let line = f
                .financements
                .iter()
                .find(|l| l.financeur.as_ref().is_some_and(|f| f.value == DEPARTEMENT))?;
            line.paid.as_ref().ok().map(|m| m.value)
        });
        let Some(montant) = executed else { return block.to_owned() };
        let year = self.dossier.convention.year;
        let mut output = String::new();
        for line in block.lines() {
            let is_own = line.trim_start().starts_with(&format!("{DEPARTEMENT}:"));
            match line.rfind('}').filter(|_| is_own) {
                Some(end) => {
                    let (start, remainder) = line.split_at_checked(end).unwrap_or((line, ""));
                    output.push_str(&format!(
                        "{}, \"{year}\": {} {remainder}\n",
                        start.trim_end(),
                        quoted(&euros(montant))
                    ));
                }
                None => output.push_str(&format!("{line}\n")),
            }
        }
        output
    }

    /// The matrix; with the results of the report where the framework has a column for their year.
    fn matrix(&self, text: &str) -> String {
        let column = self.dossier.convention.year.to_string();
        let Some(rapport) = self
            .dossier
            .rapport
            .as_ref()
            .filter(|_| self.dossier.cadre.columns.iter().any(|c| c.id == column))
        else {
            return text.to_owned();
        };
        let MatrixValues { default_value, values, .. } = &self.dossier.matrix;
        let mut output = format!("par_defaut: {}\nvaleurs:\n", default_value.word());
        let mut targets: Vec<String> = values.iter().map(|l| l.key.value.clone()).collect();
        let obtained_ones: Vec<(&str, &CellValues)> = rapport
            .matrix
            .iter()
            .flat_map(|l| l.cells.iter().map(|(_, c)| (l.key.value.as_str(), c)))
            .chain(
                rapport
                    .fiches
                    .iter()
                    .flat_map(|f| &f.results)
                    .filter_map(|r| r.indicateur.as_ref().map(|i| (i.value.as_str(), &r.value))),
            )
            .filter(|(_, c)| !absent(c))
            .collect();
        for (id, _) in &obtained_ones {
            if !targets.iter().any(|c| c == id) {
                targets.push((*id).to_owned());
            }
        }
        for target in &targets {
            let mut cells: Vec<(String, String)> = Vec::new();
            for (name, cell_) in values.iter().filter(|l| l.key.value == *target).flat_map(|l| &l.cells) {
                if name.value != column || !obtained_ones.iter().any(|(id, _)| id == target) {
                    cells.push((name.value.clone(), cell(cell_, self.sources)));
                }
            }
            let own: Vec<String> = obtained_ones
                .iter()
                .filter(|(id, _)| id == target)
                .map(|(_, c)| cell(c, self.sources))
                .collect();
            match own.as_slice() {
                [] => {}
                [only] => cells.push((column.clone(), only.clone())),
                several => cells.push((column.clone(), format!("[{}]", several.join(", ")))),
            }
            let cells: Vec<String> = cells.iter().map(|(name, c)| format!("{}: {c}", quoted(name))).collect();
            output.push_str(&format!("  {}: {{ {} }}\n", quoted(target), cells.join(", ")));
        }
        output
    }
}

fn result<'a>(action: Option<&'a Action<'_>>, key: &str) -> Option<&'a ResultValue> {
    let results = &action?.fiche?.results;
    results.iter().find(|r| r.key() == key && !absent(&r.value))
}

fn absent(cell: &CellValues) -> bool {
    cell.iter().all(|v| matches!(v.measured.value, Measured::Absent(_)))
}

/// The header of a page, without its first rule, and the rest from its second rule on.
fn split(text: &str) -> Option<(&str, &str)> {
    let remainder = text.strip_prefix("---\n")?;
    let mut place = 0;
    for line in remainder.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return remainder.split_at_checked(place);
        }
        place += line.len();
    }
    None
}

/// The keys of the first level of a YAML text, each with its lines; what precedes a key is its own.
fn blocks(text: &str) -> Vec<(&str, &str)> {
    let mut blocks = Vec::new();
    let (mut start, mut place) = (0, 0);
    let mut key: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let new_one =
            line.starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '-' && c != '}' && c != ']');
        if new_one {
            if let Some(old) = key {
                blocks.extend(text.get(start..place).map(|b| (old, b)));
                start = place;
            }
            key = Some(line.split(':').next().unwrap_or("").trim_matches('"'));
        }
        place += line.len();
    }
    blocks.extend(text.get(start..).map(|b| (key.unwrap_or(""), b)));
    blocks
}

/// A block whose first key bears a mark.
fn add_marks(block: &str, what: &str) -> String {
    let mut output = String::new();
    let mut fact = false;
    for line in block.lines() {
        output.push_str(line);
        if !fact && line.starts_with(|c: char| c.is_alphabetic()) {
            output.push_str(&format!("     {MARK} : {what}"));
            fact = true;
        }
        output.push('\n');
    }
    output
}
