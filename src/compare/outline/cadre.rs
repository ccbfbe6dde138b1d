//! The framework: what it asks of an act, so that a change of framework is told.

use super::act::{refaction_parts, role_word, visa};
use super::indicateurs::{direction_word, kind_word, put_meaning};
use super::{Outliner, Sheet};
use crate::compare::portion::{ChangeTopic, Portion};
use crate::model::asked_rapport::{CadreRapport, RapportDue, RapportKind};
use crate::model::cadre::{
    Axe, AxeTable, Cadre, Deadline, Dimension, FicheStatus, Financeur, Indicateur, IndicateurPurpose,
    MatrixColumn, Mesure, MoneyTable, Rubrique, RubriqueContent, Side, Theme,
};

impl Outliner<'_> {
    pub(super) fn cadre(&self, cadre: &Cadre) -> Vec<Portion> {
        let Cadre {
            file: _,
            is_whole: _,
            act_name,
            acronym,
            axes,
            statuses,
            financeurs,
            rubriques,
            visas,
            columns,
            themes,
            act_word,
            exercice_count,
            max_etat_share,
            cofinancement,
            money_tables,
            exclusive_statuses,
            deadlines,
            rapport,
            rapport_kinds,
            refaction,
            // How the act is sent: nothing of what it says.
            matiere: _,
        } = cadre;
        let mut sheet = Sheet::new(ChangeTopic::Framework);
        sheet.put("nom", "Nom", &self.dossier.convention.cadre);
        sheet.put("nom_acte", "Nom de l’acte", act_name);
        sheet.put("sigle", "Sigle", acronym);
        sheet.put("mot_acte", "Mot de l’acte", &act_word.word());
        sheet.put("exercices", "Nombre d’exercices", exercice_count);
        sheet.put("part_etat_max", "Part maximale de l’État", max_etat_share);
        sheet.rows("axes", "Axes", axes.iter().map(|axe| self.axe(axe)).collect());
        sheet.rows("statuts", "Statuts", statuses.iter().map(status).collect());
        sheet.rows("financeurs", "Financeurs", financeurs.iter().map(financeur).collect());
        sheet.rows("rubriques", "Rubriques", rubriques.iter().map(rubrique).collect());
        sheet.rows("visas", "Visas", visas.iter().map(visa).collect());
        sheet.columns(columns.iter().map(column).collect());
        sheet.rows("thematiques", "Thématiques", themes.iter().map(theme).collect());
        let rules = cofinancement.iter().map(|rule| self.cofinancement(rule)).collect();
        sheet.rows("cofinancement", "Cofinancement", rules);
        sheet.rows(
            "tableaux",
            "Tableaux",
            money_tables.iter().map(|table| self.money_table(table)).collect(),
        );
        let pairs: Vec<String> = exclusive_statuses.iter().map(|(a, b)| format!("{a} et {b}")).collect();
        sheet.list("statuts_exclusifs", "Statuts exclusifs", &pairs);
        sheet.rows("echeances", "Échéances", deadlines.iter().map(deadline).collect());
        sheet.fields("rapport", "Rapport", asked(rapport), None);
        sheet.rows("rapports", "Rapports", rapport_kinds.iter().map(rapport_kind).collect());
        if let Some(refaction) = refaction {
            sheet.fields("refaction", "Réfaction", refaction_parts(refaction), None);
        }
        sheet.parts
    }

    fn axe(&self, axe: &Axe) -> Portion {
        let Axe {
            id,
            word,
            parent,
            title,
            table,
            table_title,
            note,
            min_actions,
            referral,
            end,
            fungible,
            cofinancement,
        } = axe;
        let mut sheet = Sheet::new(ChangeTopic::Framework);
        sheet.put("id", "Lettre ou numéro", id);
        sheet.put("mot", "Mot", &word.word());
        sheet.put("parent", "Parent", parent);
        sheet.put("titre", "Titre", title);
        let table = table.map(|table| match table {
            AxeTable::Matrix => "matrice",
            AxeTable::Executions => "exécutions",
        });
        sheet.put("tableau", "Tableau", &table);
        sheet.put("titre_tableau", "Titre du tableau", table_title);
        sheet.put("note", "Note", note);
        sheet.put("actions_min", "Nombre minimal d’actions", min_actions);
        sheet.put("renvoi", "Renvoi", referral);
        sheet.put("fin", "Fin", end);
        sheet.put("fongible", "Fongible", fungible);
        let rules = cofinancement.iter().map(|rule| self.cofinancement(rule)).collect();
        sheet.rows("cofinancement", "Cofinancement", rules);
        sheet.row(&id.value, &axe.heading(), Some(id.span))
    }

    fn money_table(&self, table: &MoneyTable) -> Portion {
        let MoneyTable { title, rows, columns, side, payer, after } = table;
        let mut sheet = Sheet::new(ChangeTopic::Framework);
        sheet.put("titre", "Titre", title);
        sheet.put("lignes", "Lignes", &dimension(*rows));
        sheet.put("colonnes", "Colonnes", &dimension(*columns));
        sheet.put("cote", "Côté", &if *side == Side::Charge { "charges" } else { "financements" });
        sheet.put("financeur", "Financeur", &payer.as_ref().map(|payer| payer.name(&self.dossier.cadre)));
        sheet.put("apres", "Après", after);
        sheet.row(title, title, None)
    }
}

fn dimension(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Action => "actions",
        Dimension::Axe => "axes",
        Dimension::Exercice => "exercices",
        Dimension::Financeur => "financeurs",
        Dimension::Section => "sections",
        Dimension::Stage => "étapes",
    }
}

fn status(status: &FicheStatus) -> Portion {
    let FicheStatus { word, label, is_new, needs_proof } = status;
    let mut sheet = Sheet::new(ChangeTopic::Framework);
    sheet.put("libelle", "Libellé", label);
    sheet.put("nouvelle", "Action nouvelle", is_new);
    sheet.put("preuve", "Preuve demandée", needs_proof);
    sheet.row(word, label, None)
}

fn financeur(financeur: &Financeur) -> Portion {
    let Financeur { id, name, role } = financeur;
    let mut sheet = Sheet::new(ChangeTopic::Framework);
    sheet.put("nom", "Nom", name);
    sheet.put("role", "Rôle", &role_word(*role));
    sheet.row(id, name, None)
}

fn rubrique(rubrique: &Rubrique) -> Portion {
    let Rubrique { id, title, required, content } = rubrique;
    let content = match content {
        RubriqueContent::Prose => "texte",
        RubriqueContent::Launch => "démarrage",
        RubriqueContent::Duration => "durée",
        RubriqueContent::Partners => "partenaires",
        RubriqueContent::Budget => "budget",
        RubriqueContent::Mention => "mention",
        RubriqueContent::Indicateurs => "indicateurs",
    };
    let mut sheet = Sheet::new(ChangeTopic::Framework);
    sheet.put("titre", "Titre", title);
    sheet.put("obligatoire", "Obligatoire", required);
    sheet.put("contenu", "Contenu", &content);
    sheet.row(id, title, None)
}

fn column(column: &MatrixColumn) -> Portion {
    let MatrixColumn { id, title, meaning, span } = column;
    let mut sheet = Sheet::new(ChangeTopic::Framework);
    sheet.put("titre", "Titre", title);
    put_meaning(meaning, &mut sheet);
    sheet.row(id, title, Some(*span))
}

fn theme(theme: &Theme) -> Portion {
    let Theme { number, title, mesures } = theme;
    let mut sheet = Sheet::new(ChangeTopic::Framework);
    sheet.put("numero", "Numéro", number);
    sheet.put("titre", "Titre", title);
    let mesure = |Mesure { number, title, indicateurs }: &Mesure| {
        let mut own = Sheet::new(ChangeTopic::Framework);
        own.put("numero", "Numéro", number);
        own.put("titre", "Titre", title);
        own.rows("indicateurs", "Indicateurs", indicateurs.iter().map(indicateur).collect());
        own.row(number, title, None)
    };
    sheet.rows("mesures", "Mesures", mesures.iter().map(mesure).collect());
    sheet.row(number, title, None)
}

fn indicateur(indicateur: &Indicateur) -> Portion {
    let Indicateur { id, label, definition, unit, kind, purpose, direction, quotient, part_of, group, note } =
        indicateur;
    let mut sheet = Sheet::new(ChangeTopic::Framework);
    sheet.put("libelle", "Libellé", label);
    sheet.put("definition", "Définition", definition);
    sheet.put("unite", "Unité", unit);
    sheet.put("nature", "Nature", &kind.map(kind_word));
    sheet.put("type", "Type", &purpose.map(IndicateurPurpose::words));
    sheet.put("sens", "Sens", &direction.map(direction_word));
    if let Some((numerator, denominator)) = quotient {
        sheet.put("numerateur", "Numérateur", numerator);
        sheet.put("denominateur", "Dénominateur", denominator);
    }
    sheet.put("dont", "Partie de", part_of);
    sheet.put("groupe", "Groupe", group);
    sheet.put("note", "Note", note);
    sheet.row(&id.value, label, Some(id.span))
}

fn deadline(deadline: &Deadline) -> Portion {
    let Deadline { object, month, day, concluded_since, steps } = deadline;
    let mut sheet = Sheet::new(ChangeTopic::Framework);
    sheet.put("jour", "Jour", &format!("{day}/{month}"));
    let since = concluded_since.map(|(month, day)| format!("{day}/{month}"));
    sheet.put("conclue_depuis", "Conclue depuis", &since);
    sheet.list("etapes", "Étapes", &in_words(steps));
    let name = since.map_or_else(|| object.clone(), |since| format!("{object} (conclu depuis le {since})"));
    sheet.row(&name, &name, None)
}

fn in_words(steps: &[(String, u16)]) -> Vec<String> {
    steps.iter().map(|(step, days)| format!("{step}\u{a0}: {days} jours")).collect()
}

fn asked(rapport: &CadreRapport) -> Vec<Portion> {
    let CadreRapport { title, summary, rubriques, gap_to_comment, partial_attainment } = rapport;
    let mut sheet = Sheet::new(ChangeTopic::Framework);
    sheet.put("titre", "Titre", title);
    sheet.list("bilan", "Bilan", summary);
    sheet.list("rubriques", "Rubriques", &rubrique_titles(rubriques));
    if let Some((share, rubrique)) = gap_to_comment {
        sheet.put("ecart", "Écart à commenter", &format!("{share} %, {rubrique}"));
    }
    sheet.put("atteinte", "Atteinte partielle", partial_attainment);
    sheet.parts
}

fn rubrique_titles(rubriques: &[(String, String)]) -> Vec<String> {
    rubriques.iter().map(|(id, title)| format!("{title} ({id})")).collect()
}

fn rapport_kind(kind: &RapportKind) -> Portion {
    let RapportKind { id, title, due, steps, summary, rubriques } = kind;
    let mut sheet = Sheet::new(ChangeTopic::Framework);
    sheet.put("titre", "Titre", title);
    let due = match due {
        RapportDue::EachExercice { month, day } => format!("chaque exercice, le {day}/{month}"),
        RapportDue::Once(day) => format!("une fois, le {day}"),
        RapportDue::Undated => "sans date".to_owned(),
    };
    sheet.put("du", "Dû", &due);
    sheet.list("etapes", "Étapes", &in_words(steps));
    if let Some(summary) = summary {
        sheet.list("bilan", "Bilan", summary);
    }
    if let Some(rubriques) = rubriques {
        sheet.list("rubriques", "Rubriques", &rubrique_titles(rubriques));
    }
    sheet.row(&id.value, title.as_deref().unwrap_or(&id.value), Some(id.span))
}
