//! A fiche: identity, header, budgets, tables, text.

use super::said::Said;
use super::{Outliner, Sheet, fiche_key};
use crate::compare::portion::{ChangeTopic, Keys, Portion, PortionContent};
use crate::model::fiche::{ActionStatus, HeaderField, MeantFor, Partners, Reinforcement, Section};
use crate::model::table::Figure;
use crate::model::text::plain_text;
use crate::model::{Fiche, Montant};
use crate::text::{Span, Spanned};

impl Outliner<'_> {
    pub(super) fn fiche(&self, fiche: &Fiche) -> Portion {
        let Fiche {
            // In the key.
            path: _,
            id: _,
            number,
            axe,
            title,
            short_title,
            title_supplied,
            mesures,
            printed_mesure,
            statuses,
            launch,
            duration,
            partners,
            mentions,
            budgets,
            no_budget,
            bordereaux,
            tables,
            figures,
            objectives,
            executions,
            printed_in_annexe,
            introduction,
            sections,
            span,
        } = fiche;
        let mut sheet = Sheet::new(ChangeTopic::Section);
        sheet.put("numero", "Numéro", number);
        sheet.put("annexe", "Annexe", axe);
        sheet.put("titre", "Titre", title);
        sheet.put("titre_court", "Titre court", short_title);
        sheet.put("titre_ajoute", "Titre ajouté", title_supplied);
        sheet.list("mesures", "Mesures", mesures);
        sheet.put("mesure_affichee", "Mesure affichée", printed_mesure);
        sheet.rows("statuts", "Statuts", statuses.iter().map(status).collect());
        sheet.parts.extend(header("demarrage", "Démarrage", ChangeTopic::Date, launch));
        sheet.parts.extend(header("duree", "Durée", ChangeTopic::Date, duration));
        sheet.topic = ChangeTopic::Party;
        match partners {
            None => {}
            Some(Ok(Partners::List(names))) => drop(sheet.list("partenaires", "Partenaires", names)),
            Some(Ok(Partners::DeclaredNone(span))) => {
                sheet.put("partenaires", "Partenaires", &Spanned::new("aucun", *span));
            }
            Some(Err(absence)) => drop(sheet.put("partenaires", "Partenaires", absence)),
        }
        sheet.topic = ChangeTopic::Wording;
        for (id, answer) in mentions {
            let rubrique = self.dossier.cadre.rubriques.iter().find(|rubrique| rubrique.id == id.value);
            let name = rubrique.map_or(id.value.as_str(), |rubrique| rubrique.title.as_str());
            sheet.put(&format!("mention {id}"), name, answer);
        }
        sheet.topic = ChangeTopic::Money;
        sheet.rows("budgets", "", budgets.iter().map(|budget| self.budget(budget)).collect());
        sheet.put("sans_budget", "Absence de budget", no_budget);
        sheet.rows("bordereaux", "", bordereaux.iter().map(|bordereau| self.bordereau(bordereau)).collect());
        let executions = executions.iter().map(|execution| self.execution(execution)).collect();
        sheet.rows("executions", "Exécuté avant l’édition", executions);
        let printed = |(financeur, montant): &(Spanned<String>, Spanned<Montant>)| {
            let (datum, place) = montant.say()?;
            Some(Portion::datum(&financeur.value, &financeur.value, ChangeTopic::Money, datum, place))
        };
        let printed = printed_in_annexe.iter().filter_map(printed).collect();
        sheet.rows("affiche_annexe", "Montant affiché en annexe", printed);
        sheet.topic = ChangeTopic::Indicateur;
        if let Some(objectives) = objectives {
            sheet.fields("objectifs", "Objectifs", self.objectives(objectives), None);
        }
        sheet.topic = ChangeTopic::Wording;
        sheet.rows("tableaux", "", tables.iter().map(|table| self.data_table(table)).collect());
        sheet.rows("figures", "", figures.iter().map(|figure| self.figure(figure)).collect());
        sheet.parts.extend(self.text("introduction", "Introduction", introduction));
        sheet.topic = ChangeTopic::Section;
        sheet.rows("sections", "", sections.iter().map(|section| self.section(section)).collect());
        let name = format!("Fiche {number} « {} »", fiche.title_in_table());
        let key = fiche_key(fiche, &self.dossier.edition);
        sheet.row(&key, &name, Some(Span { end: span.start, ..number.span }))
    }

    fn figure(&self, figure: &Figure) -> Portion {
        let Figure { id, title, file, alternative, legend } = figure;
        let mut sheet = Sheet::new(ChangeTopic::Wording);
        sheet.put("titre", "Titre", title);
        sheet.put("fichier", "Fichier", &file.as_ref().map(|file| self.image_name(file)));
        let digest = file.as_ref().and_then(|file| self.image_digest(&file.value));
        sheet.put("empreinte", "Image", &digest);
        sheet.put("alternative", "Texte de remplacement", alternative);
        sheet.list("legende", "Légende", legend);
        sheet.row(&id.value, title, Some(id.span))
    }

    fn section(&self, section: &Section) -> Portion {
        let Section { title, rubrique, opened_by: _, body, span } = section;
        let printed = plain_text(title);
        let mut sheet = Sheet::new(ChangeTopic::Section);
        sheet.parts.push(self.line("titre", "Titre", title, Some(*span)));
        sheet.put("rubrique", "Rubrique", rubrique);
        let rows = PortionContent::Rows(self.prose(body), Keys::None);
        sheet.parts.push(Portion::new("texte", "", ChangeTopic::Wording, rows, None));
        let key = rubrique.as_deref().unwrap_or(&printed);
        sheet.row(key, &printed, Some(*span))
    }
}

fn status(status: &ActionStatus) -> Portion {
    let ActionStatus { word, precision, proof } = status;
    let mut sheet = Sheet::new(ChangeTopic::Section);
    sheet.put("statut", "Statut", word);
    sheet.put("precision", "Précision", precision);
    if let Some(Reinforcement { by, from, to, unit }) = proof {
        sheet.put_as(ChangeTopic::Indicateur, "renforcee_par", "Renforcée par", by);
        sheet.put_as(ChangeTopic::Indicateur, "avant", "Avant", from);
        sheet.put_as(ChangeTopic::Indicateur, "apres", "Après", to);
        sheet.put_as(ChangeTopic::Indicateur, "unite", "Unité", unit);
    }
    sheet.row(&word.value, &word.value, Some(word.span))
}

/// A header field: its data, or the reason of their absence.
fn header<T: Said>(
    key: &str,
    name: &str,
    topic: ChangeTopic,
    field: &HeaderField<Vec<MeantFor<T>>>,
) -> Option<Portion> {
    match field.as_ref()? {
        Err(absence) => {
            let (datum, place) = absence.say()?;
            Some(Portion::datum(key, name, topic, datum, place))
        }
        Ok(data) => match data.as_slice() {
            [MeantFor { object: None, datum, span }] => {
                let (datum, _) = datum.say()?;
                Some(Portion::datum(key, name, topic, datum, Some(*span)))
            }
            several => {
                let row = |MeantFor { object, datum, span }: &MeantFor<T>| {
                    let (datum, _) = datum.say()?;
                    let object = object.as_deref().unwrap_or_default();
                    Some(Portion::datum(object, object, topic, datum, Some(*span)))
                };
                let rows = several.iter().filter_map(row).collect();
                Some(Portion::new(key, name, topic, PortionContent::Rows(rows, Keys::Names), None))
            }
        },
    }
}
