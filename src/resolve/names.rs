//! Names that one file declares and another uses: mesures, indicateurs, financeurs, statuses, annexes, bordereaux.
//! Tells those that nothing declares, and those declared twice.

use crate::model::Numero;
use std::collections::BTreeMap;

use super::{holes::Holes, target};
use crate::diagnostic::{Diagnostic, Gap, near};
use crate::lang::{flat, same_label};
use crate::model::budget::{Charge, Cost, Financement};
use crate::model::cadre::{Indicateur, Mesure};
use crate::model::convention::IndicateurValues;
use crate::model::edition::only_years;
use crate::model::fiche::{Fiche, ObjectiveRow};
use crate::model::parties::Collectivite;
use crate::model::payer_words::designated;
use crate::model::{Cadre, Dossier, Measured};
use crate::text::{Span, Spanned};

/// `REF-001` for each name that nothing declares, `REF-003` for each name declared twice. What has a hole may declare any
/// name.
pub(super) fn check(dossier: &Dossier, holes: &Holes) -> Vec<Diagnostic> {
    let cadre = Some(&dossier.cadre).filter(|cadre| cadre.is_whole);
    let mut names =
        Names { cadre, collectivite: &dossier.organisation.collectivite, holes, faults: Vec::new() };
    let mut numbers: BTreeMap<Numero, &Fiche> = BTreeMap::new();
    let mut ids: BTreeMap<&str, &Spanned<String>> = BTreeMap::new();
    for fiche in &dossier.fiches {
        if let Some(first) = numbers.get(&fiche.number.value) {
            names.faults.push(number_taken(fiche, first));
        }
        numbers.entry(fiche.number.value).or_insert(fiche);
        if let Some(id) = &fiche.id {
            if let Some(first) = ids.get(id.value.as_str()) {
                names.faults.push(Diagnostic::duplicate_name(id, first, "la fiche"));
            }
            ids.entry(&id.value).or_insert(id);
        }
        names.fiche(fiche);
    }
    names.matrix(dossier);
    names.faults.extend(charges_twice(dossier));
    names.faults.extend(rapports_of_nothing(dossier));
    names.faults.extend(tables_after_nothing(dossier, holes));
    names.faults
}

/// Reports whose folder names neither an exercice of the act nor a report of the framework.
fn rapports_of_nothing(dossier: &Dossier) -> Vec<Diagnostic> {
    if !dossier.cadre.is_whole {
        return Vec::new();
    }
    let exercices = dossier.exercices();
    let mut possible: Vec<&str> = exercices.iter().map(String::as_str).collect();
    possible.extend(dossier.single_rapports());
    let of_nothing = dossier.rapports.iter().filter(|rapport| !dossier.may_have_rapport(&rapport.id));
    of_nothing
        .map(|rapport| {
            let message = format!(
                "le rapport « {} » n’est ni d’un exercice de l’acte, ni de ceux que demande le cadre",
                rapport.id
            );
            // A year resembles any other: only words are guessed.
            let words = possible.iter().copied().filter(|id| only_years(id).is_none());
            let help = match near(&rapport.id, words) {
                Some(near) => format!("vouliez-vous dire « {near} » ? c’est le nom de son dossier"),
                None => format!(
                    "donner à son dossier l’un de ces noms : {} ; ou déclarer le rapport sous « rapports » du cadre",
                    possible.join(", ")
                ),
            };
            let finding = Diagnostic::error("PRJ-010", rapport.period.span, message);
            finding.warning().help(help).leaves(Gap::Nothing)
        })
        .collect()
}

/// Tables of money whose place the act does not have.
fn tables_after_nothing(dossier: &Dossier, holes: &Holes) -> Vec<Diagnostic> {
    // A file that could not be read may be that article.
    if !dossier.cadre.is_whole || holes.hide_a_fiche(dossier) {
        return Vec::new();
    }
    let places = dossier.table_places();
    let lost = dossier.cadre.money_tables.iter().filter(|table| dossier.place_of(table).is_none());
    lost.filter_map(|table| table.after.as_ref())
        .map(|after| {
            let known = places.iter().map(String::as_str);
            // A number resembles any other: none is guessed.
            Diagnostic::unknown_name(after, "une place de l’acte", known)
                .help(format!("écrire l’une de celles-ci : {}", places.join(", ")))
                .leaves(Gap::Nothing)
        })
        .collect()
}

/// Charges that a sheet of a report tells more often than the act has them: they would be counted twice.
fn charges_twice(dossier: &Dossier) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (rapport, sheet) in dossier.rapports.iter().flat_map(|r| r.fiches.iter().map(move |sheet| (r, sheet)))
    {
        let fiche = dossier.fiches.iter().find(|f| f.number.value == sheet.fiche.value);
        let of_act: Vec<&str> = fiche
            .into_iter()
            .flat_map(|f| f.budgets.iter().flat_map(|b| &b.charges))
            .map(|charge| charge.label.value.as_str())
            .collect();
        let contracts = rapport.revisions.iter().flat_map(|revision| &revision.contracts);
        let contracted: Vec<&str> = contracts
            .filter(|contract| contract.fiche.value == sheet.fiche.value)
            .flat_map(|contract| &contract.charges)
            .filter_map(|charge| charge.label.as_deref())
            .collect();
        let labels: Vec<&Spanned<String>> = sheet.charges.iter().filter_map(|c| c.label.as_ref()).collect();
        for (rank, label) in labels.iter().enumerate() {
            let count = |all: &[&str]| all.iter().filter(|other| same_label(&label.value, other)).count();
            let expected = count(&of_act).max(count(&contracted)).max(1);
            let before = labels.iter().take(rank).filter(|other| same_label(&label.value, &other.value));
            let before: Vec<_> = before.collect();
            if let Some(first) = before.first().filter(|_| before.len() >= expected) {
                let fault = Diagnostic::duplicate_name(label, first, "la charge");
                faults.push(fault.leaves(Gap::Nothing));
            }
        }
    }
    faults
}

fn number_taken(fiche: &Fiche, first: &Fiche) -> Diagnostic {
    Diagnostic::error(
        "REF-003",
        fiche.number.span,
        format!("le numéro de fiche {} est déjà pris", fiche.number.value),
    )
    .also(first.number.span, "pris par cette fiche")
    .help("donner un autre numéro à l’une des deux")
}

fn not_citable(name: &Spanned<String>, kind: &str) -> Diagnostic {
    let plain = target::citable(&name.value);
    Diagnostic::error(
        "REF-006",
        name.span,
        format!("on ne pourrait pas citer {kind} « {} » entre accolades", name.value),
    )
    .help(format!("l’appeler « {plain} » : lettres minuscules sans accent, chiffres, « - » et « _ »"))
    .leaves(Gap::Link)
}

/// Says the identifiers of an indicateur written by its label or by its short identifier.
fn unknown_indicateur(name: &Spanned<String>, cadre: &Cadre) -> Diagnostic {
    let known: Vec<_> = cadre.identifiers().collect();
    let finding = Diagnostic::unknown_name(name, "un indicateur du cadre", known.iter().map(String::as_str));
    let short = name.value.rsplit('/').next().unwrap_or(&name.value);
    let is_meant = |indicateur: &Indicateur| {
        same_label(&indicateur.label, &name.value) || same_label(&indicateur.id.value, short)
    };
    let mesures = cadre.themes.iter().flat_map(|theme| &theme.mesures);
    let meant: Vec<String> = mesures
        .flat_map(|mesure| {
            let meant = mesure.indicateurs.iter().filter(|indicateur| is_meant(indicateur));
            meant.map(|indicateur| format!("« {}/{} »", mesure.number, indicateur.id.value))
        })
        .collect();
    match meant.as_slice() {
        [] => finding,
        [only] => finding.help(format!("écrire {only}, le nom entier de cet indicateur du cadre")),
        several => finding.help(format!("écrire le nom entier de l’indicateur : {}", several.join(" ou "))),
    }
}

/// Says the identifier of a financeur written by its name, and how a payer of its own is named.
fn unknown_financeur(written: &Spanned<String>, cadre: &Cadre, collectivite: &Collectivite) -> Diagnostic {
    let finding = Diagnostic::unknown_name(
        written,
        "un financeur du cadre",
        cadre.financeurs.iter().map(|f| f.id.as_str()),
    );
    if let Some(meant) = designated(&written.value, &cadre.financeurs, Some(collectivite)) {
        return finding
            .help(format!("écrire « {} », le nom court de « {} » dans le cadre", meant.id, meant.name));
    }
    let known = finding.help.clone().unwrap_or_default();
    finding.help(format!(
        "{known} ; pour un payeur qui n’y est pas, remplacer « financeur: » par « libelle: {} »",
        written.value
    ))
}

struct Names<'d> {
    /// What declares the names of the cadre; none when it has a hole.
    cadre: Option<&'d Cadre>,
    collectivite: &'d Collectivite,
    holes: &'d Holes,
    faults: Vec<Diagnostic>,
}

impl<'d> Names<'d> {
    fn unknown<'n>(&mut self, name: &Spanned<String>, kind: &str, known: impl Iterator<Item = &'n str>) {
        self.faults.push(Diagnostic::unknown_name(name, kind, known));
    }

    fn fiche(&mut self, fiche: &'d Fiche) {
        if let Some(cadre) = self.cadre {
            self.fiche_beside(fiche, cadre);
        }
        for charge in fiche.budgets.iter().flat_map(|budget| &budget.charges) {
            self.bordereaux(charge, fiche);
        }
        self.duplicates(fiche);
        self.indicateurs_twice(fiche);
    }

    /// Tells an indicator of the cadre that the table of a fiche has twice under one heading.
    fn indicateurs_twice(&mut self, fiche: &Fiche) {
        let mut seen: Vec<&Spanned<String>> = Vec::new();
        for row in fiche.objectives.iter().flat_map(|o| &o.lines) {
            match row {
                ObjectiveRow::Heading(_) => seen.clear(),
                ObjectiveRow::Indicateur { indicateur: Some(id), label: None, .. } => {
                    match seen.iter().find(|first| first.value == id.value) {
                        Some(first) => {
                            self.faults.push(Diagnostic::duplicate_name(id, first, "l’indicateur"))
                        }
                        None => seen.push(id),
                    }
                }
                ObjectiveRow::Indicateur { .. } => {}
            }
        }
    }

    /// The names of a fiche that the cadre declares.
    fn fiche_beside(&mut self, fiche: &'d Fiche, cadre: &'d Cadre) {
        if cadre.axe(&fiche.axe.value).is_none() {
            let known = cadre.axes.iter().map(|a| a.id.value.as_str());
            let word = cadre.axes.first().map_or_else(|| "une annexe".to_owned(), |axe| axe.word.one());
            self.unknown(&fiche.axe, &format!("{word} du cadre"), known);
        }
        for mesure in fiche.mesures.iter().filter(|m| cadre.mesure(&m.value).is_none()) {
            let known = cadre.themes.iter().flat_map(|t| &t.mesures).map(|m| m.number.as_str());
            self.faults
                .push(Diagnostic::unknown_name(mesure, "une mesure du cadre", known).leaves(Gap::Link));
        }
        for status in &fiche.statuses {
            if !cadre.statuses.iter().any(|known| known.word == status.word.value) {
                let known = cadre.statuses.iter().map(|known| known.word.as_str());
                let finding =
                    Diagnostic::unknown_name(&status.word, "un statut du cadre", known).leaves(Gap::Link);
                let said = flat(&status.word.value);
                let meant = cadre.statuses.iter().find(|known| flat(&known.label) == said);
                self.faults.push(match meant {
                    Some(meant) => finding.help(format!("écrire « {} », le mot de ce statut", meant.word)),
                    None => finding,
                });
            }
        }
        for (rubrique, _) in &fiche.mentions {
            if !cadre.rubriques.iter().any(|r| r.id == rubrique.value) {
                let known = cadre.rubriques.iter().map(|r| r.id.as_str());
                self.faults.push(
                    Diagnostic::unknown_name(rubrique, "une rubrique du cadre", known).leaves(Gap::Link),
                );
            }
        }
        for row in fiche.objectives.iter().flat_map(|o| &o.lines) {
            if let ObjectiveRow::Indicateur { indicateur: Some(id), .. } = row
                && cadre.indicateur(&id.value).is_none()
            {
                self.faults.push(unknown_indicateur(id, cadre));
            }
        }
        let printed = fiche.printed_in_annexe.iter().map(|(financeur, _)| financeur);
        for financeur in fiche.executions.iter().map(|e| &e.financeur).chain(printed) {
            self.financeur(financeur, cadre);
        }
        for budget in &fiche.budgets {
            self.financements(&budget.financements, cadre);
            self.financements(&budget.outside_total, cadre);
        }
    }

    fn matrix(&mut self, dossier: &Dossier) {
        let Some(cadre) = self.cadre else { return };
        for row in &dossier.matrix.values {
            let target = &row.key;
            if cadre.indicateur(&target.value).is_none() && cadre.mesure(&target.value).is_none() {
                self.faults.push(unknown_indicateur(target, cadre).leaves(Gap::Link));
            }
            if let Some((_, mesure)) = cadre.mesure(&target.value) {
                self.hidden_by_indicateurs(row, mesure, dossier);
            }
            for (column, _) in &row.cells {
                if !cadre.columns.iter().any(|c| c.id == column.value) {
                    let known = cadre.columns.iter().map(|c| c.id.as_str());
                    self.unknown(column, "une colonne de la matrice", known);
                }
            }
        }
    }

    /// Tells the figures of a mesure in a column where each of its indicateurs has its own: they would be printed nowhere.
    fn hidden_by_indicateurs(&mut self, row: &IndicateurValues, mesure: &Mesure, dossier: &Dossier) {
        let own = |id: &str, column: &str| {
            let key = format!("{}/{id}", mesure.number);
            let rows = dossier.matrix.values.iter().filter(move |own| own.key.value == key);
            rows.flat_map(|own| &own.cells).find(|(own, _)| own.value == column).map(|(own, _)| own.span)
        };
        for (column, cell) in &row.cells {
            let Some(figure) = cell.iter().find(|value| !matches!(value.measured.value, Measured::Absent(_)))
            else {
                continue;
            };
            let places: Option<Vec<Span>> =
                mesure.indicateurs.iter().map(|i| own(&i.id.value, &column.value)).collect();
            let Some(places) = places else { continue };
            let why = match mesure.indicateurs.is_empty() {
                true => "le cadre ne lui donne aucun indicateur",
                false => "chacun de ses indicateurs a la sienne",
            };
            let message = format!(
                "la valeur de la mesure {} pour « {} » ne serait imprimée nulle part : {why}",
                row.key.value, column.value
            );
            let fault = Diagnostic::error("REF-003", figure.measured.span, message)
                .help("retirer cette valeur, ou l’écrire sur la ligne de l’indicateur dont elle est");
            let fault = match places.first() {
                Some(first) => fault.also(*first, "celle du premier indicateur"),
                None => fault,
            };
            self.faults.push(fault.leaves(Gap::Nothing));
        }
    }

    fn financements(&mut self, rows: &[Financement], cadre: &Cadre) {
        for row in rows {
            if let Some(financeur) = &row.financeur {
                self.financeur(financeur, cadre);
            }
            self.financements(&row.of_which, cadre);
        }
    }

    fn financeur(&mut self, financeur: &Spanned<String>, cadre: &Cadre) {
        if cadre.financeur(&financeur.value).is_none() {
            self.faults.push(unknown_financeur(financeur, cadre, self.collectivite));
        }
    }

    fn bordereaux(&mut self, charge: &Charge, fiche: &Fiche) {
        match &charge.cost {
            // A bordereau with a fault is not kept, and its fault is told.
            Cost::Bordereau(_) if self.holes.hide_data_of(fiche) => {}
            Cost::Bordereau(name) if !fiche.bordereaux.iter().any(|b| b.id.value == name.value) => {
                let known = fiche.bordereaux.iter().map(|b| b.id.value.as_str());
                self.unknown(name, "un bordereau de cette fiche", known);
            }
            Cost::Detailed(charges) => charges.iter().for_each(|c| self.bordereaux(c, fiche)),
            _ => {}
        }
    }

    fn duplicates(&mut self, fiche: &Fiche) {
        let budgets: Vec<_> = fiche.budgets.iter().map(|b| Spanned::new(b.id.clone(), b.span)).collect();
        let lists = [
            ("le budget", budgets.iter().collect::<Vec<_>>()),
            ("le bordereau", fiche.bordereaux.iter().map(|b| &b.id).collect()),
            ("le tableau", fiche.tables.iter().map(|t| &t.id).collect()),
            ("la figure", fiche.figures.iter().map(|f| &f.id).collect()),
        ];
        for (kind, names) in lists {
            for name in names.iter().filter(|name| !target::can_be_cited(&name.value)) {
                // Budgets and bordereaux are printed without being cited too.
                let is_only_cited = ["le tableau", "la figure"].contains(&kind);
                let fault = not_citable(name, kind);
                self.faults.push(if is_only_cited { fault } else { fault.warning() });
            }
            for (i, name) in names.iter().enumerate() {
                if let Some(first) = names.iter().take(i).find(|earlier| earlier.value == name.value) {
                    // Lines whose list lost its key are for YAML as many budgets.
                    if name.value.is_empty() && self.holes.hide_data_of(fiche) {
                        continue;
                    }
                    self.faults.push(if name.value.is_empty() {
                        Diagnostic::error(
                            "REF-003",
                            name.span,
                            "deux budgets de cette fiche n’ont pas de nom",
                        )
                        .also(first.span, "le premier")
                        .help("donner à chacun un nom, comme « id: fonctionnement »")
                    } else {
                        Diagnostic::duplicate_name(name, first, kind)
                    });
                }
            }
        }
    }
}
