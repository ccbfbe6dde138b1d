//! Budgets, schedules of prices, what was executed before.

use super::prose::named_apart;
use super::said::Said;
use super::{Outliner, Sheet};
use crate::compare::portion::{ChangeTopic, Datum, Portion, PortionContent};
use crate::model::Montant;
use crate::model::budget::{
    Bordereau, BordereauRow, Budget, BudgetSection, Charge, Contribution, Cost, ExclVat, FACTORS, Factor,
    Financement, Mentions, NamedAmount, PrintedRow, Profile, Role, Valorisation,
};
use crate::model::exercice::Schedule;
use crate::model::fiche::{Executed, Execution};
use crate::model::rapport::Reported;
use crate::text::Spanned;

impl Outliner<'_> {
    pub(super) fn budget(&self, budget: &Budget) -> Portion {
        let Budget { id, title, period, role, charges, financements, printed_total, outside_total, span } =
            budget;
        let mut sheet = Sheet::new(ChangeTopic::Money);
        sheet.put("titre", "Titre", title);
        sheet.put("periode", "Période", period);
        sheet.put("compte", "Compté dans la convention", &(*role == Role::Convention));
        sheet.rows("charges", "Charges", charges.iter().map(|charge| self.charge(charge)).collect());
        sheet.rows(
            "financements",
            "Financements",
            financements.iter().map(|f| self.financement(f)).collect(),
        );
        sheet.put("total_affiche", "Total affiché", printed_total);
        let outside = outside_total.iter().map(|f| self.financement(f)).collect();
        sheet.rows("hors_total", "Hors total", outside);
        let name = title.as_ref().map_or(id.as_str(), |title| title.value.as_str());
        let name = if name.is_empty() { "Budget" } else { name };
        sheet.row(id, name, Some(*span))
    }

    fn charge(&self, charge: &Charge) -> Portion {
        let Charge { label, account, cost, section, excl_vat, mentions } = charge;
        let mut sheet = Sheet::new(ChangeTopic::Money);
        sheet.put_as(ChangeTopic::Wording, "libelle", "Libellé", label);
        sheet.put_as(ChangeTopic::Wording, "compte", "Compte", account);
        sheet.put("section", "Section", &section.map(BudgetSection::word));
        self.cost(cost, &mut sheet);
        if let Some(ExclVat { montant, rate }) = excl_vat {
            sheet.put("montant_ht", "Montant HT", montant);
            sheet.put("tva", "TVA", rate);
        }
        put_mentions(mentions, &mut sheet);
        sheet.row(&label.value, &label.value, Some(label.span))
    }

    fn cost(&self, cost: &Cost, sheet: &mut Sheet) {
        match cost {
            Cost::Montant(montant) => drop(sheet.put("montant", "Montant", montant)),
            Cost::Valorisation(Valorisation { factors, product, span }) => {
                let mut own = Sheet::new(ChangeTopic::Money);
                for Factor { kind, value } in factors {
                    let key = FACTORS.iter().find(|(_, known)| known == kind).map_or("", |(key, _)| key);
                    own.put(key, key, value);
                }
                let mut parts = own.parts;
                parts.push(Portion::datum(
                    "produit",
                    "Montant",
                    ChangeTopic::Money,
                    Datum::Montant(*product),
                    None,
                ));
                sheet.fields("valorisation", "Valorisation", parts, Some(*span));
            }
            Cost::ByExercice(schedule) => self.schedule(schedule, sheet),
            Cost::Detailed(lines) => {
                sheet.rows("detail", "Détail", lines.iter().map(|line| self.charge(line)).collect());
            }
            Cost::Bordereau(name) => drop(sheet.put("bordereau", "Bordereau", name)),
            Cost::Absent(absence) => drop(sheet.put("montant", "Montant", absence)),
        }
    }

    /// The amounts of each exercice. That of the only exercice of an act is its amount.
    fn schedule(&self, Schedule { instalments }: &Schedule, sheet: &mut Sheet) {
        let exercices = self.exercices();
        if let ([only], false) = (instalments.as_slice(), exercices.are_several()) {
            sheet.put("montant", "Montant", &only.montant);
            return;
        }
        // However the exercices are put together, each has its amount.
        let part = |(rank, montant): (&usize, &Reported<Montant>)| {
            let (datum, place) = montant.say()?;
            let name = exercices.name(*rank);
            Some(Portion::datum(name, name, ChangeTopic::Money, datum, place))
        };
        let all = instalments.iter().flat_map(|i| i.exercices.iter().map(move |rank| (rank, &i.montant)));
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(rank, _)| **rank);
        let parts: Vec<Portion> = all.into_iter().filter_map(part).collect();
        let place = parts.first().and_then(|part| part.place);
        sheet.fields("montant", "Montant", parts, place);
    }

    pub(super) fn financement(&self, line: &Financement) -> Portion {
        let Financement { financeur, label, contribution, of_which, mentions, span } = line;
        let mut sheet = Sheet::new(ChangeTopic::Money);
        let payer = financeur.as_ref().map(|id| {
            let known = self.dossier.cadre.financeur(&id.value);
            Spanned::new(known.map_or_else(|| id.value.clone(), |known| known.name.clone()), id.span)
        });
        sheet.put("financeur", "Financeur", &payer);
        sheet.put_as(ChangeTopic::Wording, "libelle", "Libellé", label);
        match contribution {
            Contribution::Montant(montant) => drop(sheet.put("montant", "Montant", montant)),
            Contribution::ByExercice(schedule) => self.schedule(schedule, &mut sheet),
            Contribution::Terms(terms) => {
                let row = |NamedAmount { label, montant }: &NamedAmount| {
                    let mut own = Sheet::new(ChangeTopic::Money);
                    own.put_as(ChangeTopic::Wording, "libelle", "Libellé", label);
                    own.put("montant", "Montant", montant);
                    let name = label.as_deref().unwrap_or_default();
                    own.row(name, name, Some(montant.span))
                };
                sheet.rows("termes", "Termes", terms.iter().map(row).collect());
            }
            Contribution::Absent(absence) => drop(sheet.put("montant", "Montant", absence)),
        }
        sheet.rows("dont", "Dont", of_which.iter().map(|line| self.financement(line)).collect());
        put_mentions(mentions, &mut sheet);
        let known = financeur.as_ref().and_then(|id| self.dossier.cadre.financeur(&id.value));
        let own = financeur.as_ref().map(|id| id.value.as_str());
        let printed = label.as_ref().map(|label| label.value.as_str());
        let name = known.map(|known| known.name.as_str()).or(printed).or(own).unwrap_or_default();
        sheet.row(own.or(printed).unwrap_or_default(), name, Some(*span))
    }

    pub(super) fn execution(&self, execution: &Execution) -> Portion {
        let Execution { financeur, years } = execution;
        let part = |(year, executed): &(crate::text::Spanned<u16>, Executed)| {
            let (datum, place) = match executed {
                Executed::Montant(montant) => montant.say()?,
                Executed::Absent(absence, None) => absence.say()?,
                Executed::Absent(absence, Some(printed)) => {
                    (Datum::Words(format!("{}, imprimé\u{a0}: {printed}", absence.word())), None)
                }
            };
            let year_text = year.value.to_string();
            Some(Portion::datum(&year_text, &year_text, ChangeTopic::Money, datum, place.or(Some(year.span))))
        };
        let parts = years.iter().filter_map(part).collect();
        let known = self.dossier.cadre.financeur(&financeur.value);
        let name = known.map_or(financeur.value.as_str(), |known| known.name.as_str());
        Portion::new(
            &financeur.value,
            name,
            ChangeTopic::Money,
            PortionContent::Fields(parts),
            Some(financeur.span),
        )
    }

    pub(super) fn bordereau(&self, bordereau: &Bordereau) -> Portion {
        let Bordereau { id, title, vat_rate, profiles, groups, printed } = bordereau;
        let mut sheet = Sheet::new(ChangeTopic::Money);
        sheet.put_as(ChangeTopic::Wording, "titre", "Titre", title);
        sheet.put("tva", "TVA", vat_rate);
        let profile = |Profile { label, day_rate }: &Profile| {
            let mut own = Sheet::new(ChangeTopic::Money);
            own.put_as(ChangeTopic::Wording, "libelle", "Libellé", label);
            own.put("prix_jour", "Prix de la journée", day_rate);
            own.row(label, label, Some(day_rate.span))
        };
        sheet.rows("profils", "Profils", profiles.iter().map(profile).collect());
        let labels = named_apart(profiles.iter().map(|profile| profile.label.clone()));
        sheet.rows("lignes", "Lignes", groups.iter().map(|row| bordereau_row(row, &labels)).collect());
        put_printed(printed, &labels, &mut sheet);
        sheet.row(&id.value, title.as_deref().unwrap_or(&id.value), Some(id.span))
    }
}

fn bordereau_row(row: &BordereauRow, profiles: &[String]) -> Portion {
    let BordereauRow { number, label, profiles: days, on_site, lines, printed } = row;
    let mut sheet = Sheet::new(ChangeTopic::Money);
    sheet.put_as(ChangeTopic::Wording, "numero", "Numéro", number);
    sheet.put_as(ChangeTopic::Wording, "libelle", "Libellé", label);
    for (name, days) in profiles.iter().zip(days) {
        sheet.put(&format!("jours {name}"), &format!("Jours de {name}"), days);
    }
    sheet.put("sur_site", "Jours sur site", on_site);
    sheet.rows("lignes", "Lignes", lines.iter().map(|line| bordereau_row(line, profiles)).collect());
    put_printed(printed, profiles, &mut sheet);
    sheet.row(label, label, Some(number.span))
}

fn put_printed(printed: &PrintedRow, labels: &[String], sheet: &mut Sheet) {
    let PrintedRow { days, on_site, excl_vat, incl_vat, profiles } = printed;
    sheet.put("affiche_jours", "Jours affichés", days);
    sheet.put("affiche_sur_site", "Jours sur site affichés", on_site);
    sheet.put("affiche_ht", "Montant HT affiché", excl_vat);
    sheet.put("affiche_ttc", "Montant TTC affiché", incl_vat);
    for (name, days) in labels.iter().zip(profiles) {
        sheet.put(&format!("affiche_jours {name}"), &format!("Jours affichés de {name}"), days);
    }
}

fn put_mentions(mentions: &Mentions, sheet: &mut Sheet) {
    let Mentions { printed, printed_share, rate, note } = mentions;
    sheet.put("affiche", "Montant affiché", printed);
    sheet.put("part_affichee", "Part affichée", printed_share);
    sheet.put("taux", "Taux", rate);
    sheet.put_as(ChangeTopic::Wording, "note", "Note", note);
}
