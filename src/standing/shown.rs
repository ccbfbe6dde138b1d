//! Where an act stands, for a person at a terminal and for a mail.

use super::{ActStanding, DueThing, ReportedPeriod, SignedAct};
use crate::diagnostic::markdown::escape;
use crate::diagnostic::visible;
use crate::lang::flat;
use crate::model::life::{ActStatus, LifeEvent, LifeStep};
use crate::model::receipt::ReceiptNumber;
use crate::text::capitalized;
use crate::text::typography::apply_typography;

/// Where no day is known.
const NO_DAY: &str = "sans date";

impl ActStanding<'_> {
    /// Where the act stands, as text.
    pub fn human(&self) -> String {
        let mut out = String::new();
        for (rank, act) in self.acts.iter().enumerate() {
            if rank > 0 {
                out.push('\n');
            }
            out.push_str(&format!("{}\n", self.title(act)));
            out.push_str(&format!("{}\n", capitalized(&self.state(act))));
            out.push_str(&columns(
                &act.events().into_iter().map(|event| line(event, act)).collect::<Vec<_>>(),
            ));
        }
        if let Some(period) = self.period_words() {
            out.push_str(&format!("\n{}\n", capitalized(&period)));
        }
        if !self.rapports.is_empty() {
            out.push_str("\nRapports\n");
            out.push_str(&columns(&self.rapports.iter().map(rapport).collect::<Vec<_>>()));
        }
        for (title, things) in self.due_groups() {
            out.push_str(&format!("\n{title}\n"));
            out.push_str(&columns(&things.into_iter().map(due).collect::<Vec<_>>()));
        }
        visible(&out).into_owned()
    }

    /// The same as Markdown.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        let row = |(day, what): &(String, String)| format!("| {} | {} |\n", escape(day), escape(what));
        let table = |title: &str, rows: &[(String, String)]| {
            let rows: String = rows.iter().map(row).collect();
            format!("\n| Jour | {title} |\n|---|---|\n{rows}")
        };
        for (rank, act) in self.acts.iter().enumerate() {
            let mark = if rank == 0 { "#" } else { "\n##" };
            out.push_str(&format!(
                "{mark} {}\n\n**{}**\n",
                escape(&self.title(act)),
                escape(&capitalized(&self.state(act)))
            ));
            let events: Vec<_> = act.events().into_iter().map(|event| line(event, act)).collect();
            if !events.is_empty() {
                out.push_str(&table("Ce qui est arrivé", &events));
            }
        }
        if let Some(period) = self.period_words() {
            out.push_str(&format!("\n{}.\n", escape(&capitalized(&period))));
        }
        if !self.rapports.is_empty() {
            out.push_str("\n## Rapports\n");
            out.push_str(&table("Rapport", &self.rapports.iter().map(rapport).collect::<Vec<_>>()));
        }
        for (title, things) in self.due_groups() {
            out.push_str(&format!("\n## {}\n", escape(&title)));
            out.push_str(&table("Quoi", &things.into_iter().map(due).collect::<Vec<_>>()));
        }
        visible(&out).into_owned()
    }

    /// « Convention d’essai, Finistère, 2024 », « Avenant n° 1 ».
    fn title(&self, act: &SignedAct<'_>) -> String {
        match (act.avenant, act.object) {
            (None, _) => {
                let name = &self.dossier.organisation.collectivite.name.value;
                let years = self.dossier.convention.exercices.label_of_all();
                apply_typography(&format!("{}, {name}, {years}", self.dossier.cadre.act_name))
            }
            (Some(number), None) => format!("Avenant n°\u{a0}{number}"),
            (Some(number), Some(object)) => {
                format!("Avenant n°\u{a0}{number}\u{a0}: {}", apply_typography(object))
            }
        }
    }

    /// « exécutoire depuis le 29 septembre 2022 (CGCT, art. L. 3131-1) », « au moins délibéré depuis le… ».
    fn state(&self, act: &SignedAct<'_>) -> String {
        if !act.is_sure() && act.status == ActStatus::Draft {
            return "état inconnu\u{a0}: ce qui est écrit de sa vie est en cause".to_owned();
        }
        let since = act.since.map(|day| match act.status {
            ActStatus::Signing => format!(" (dernière signature le {day})"),
            _ => format!(" depuis le {day}"),
        });
        let source = (act.status == ActStatus::Executoire).then(|| format!(" ({})", self.source()));
        let ended = act.end().map(|event| match &event.day {
            Some(day) => format!(" ; a pris fin le {}", day.value),
            None => " ; a pris fin".to_owned(),
        });
        let parts = [since, source, ended].into_iter().flatten().collect::<String>();
        let word = act.status.word();
        match (act.is_sure(), act.status) {
            (true, _) => format!("{word}{parts}"),
            (false, ActStatus::Executoire) => format!("{word}{parts} ; le reste de sa vie est en cause"),
            (false, _) => format!("au moins {word}{parts} ; le reste de sa vie est en cause"),
        }
    }

    /// « période d’exécution : du … au … ».
    fn period_words(&self) -> Option<String> {
        let (from, to) = self.period()?;
        let over = if to < self.day { ", terminée" } else { "" };
        Some(format!("période d’exécution\u{a0}: du {from} au {to}{over}"))
    }

    /// What is late, then what comes.
    fn due_groups(&self) -> Vec<(String, Vec<&DueThing>)> {
        let (late, next): (Vec<&DueThing>, Vec<&DueThing>) = self.due.iter().partition(|thing| thing.is_late);
        let groups = [(format!("En retard au {}", self.day), late), ("Ce qui vient".to_owned(), next)];
        groups.into_iter().filter(|(_, things)| !things.is_empty()).collect()
    }
}

/// Two columns, the first one as wide as it needs.
fn columns(rows: &[(String, String)]) -> String {
    let width = rows.iter().map(|(day, _)| day.chars().count()).max().unwrap_or(0);
    rows.iter().map(|(day, what)| format!("  {day:<width$}  {what}\n")).collect()
}

/// An event: its day, and what is said of it.
fn line(event: &LifeEvent, act: &SignedAct<'_>) -> (String, String) {
    let day = event.day.as_ref().map_or_else(|| NO_DAY.to_owned(), |day| day.value.to_string());
    let party = event.party.as_ref().map(|id| {
        let known = act.parties.iter().find(|party| party.id.value == id.value);
        known.map_or_else(|| id.value.clone(), |party| apply_typography(&party.designation.value))
    });
    let value = |field: &Option<crate::text::Spanned<String>>| {
        field.as_ref().map(|field| apply_typography(&field.value))
    };
    // A number is shown as it is written.
    let number = event.number.as_ref().map(|number| match event.step {
        LifeStep::Vote => format!("délibération n°\u{a0}{number}"),
        _ => receipt(&number.value),
    });
    let detail = value(&event.detail).map(|detail| match event.step {
        LifeStep::Signature | LifeStep::Notification => format!("à {detail}"),
        _ => detail,
    });
    let parts = [value(&event.body), party, value(&event.signatory), number, detail];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let planned = if event.is_planned { "prévu\u{a0}: " } else { "" };
    let what = match parts.is_empty() {
        true => event.step.word().to_owned(),
        false => format!("{}\u{a0}: {}", event.step.word(), parts.join(", ")),
    };
    let doubted = if act.doubts(event) { " (en cause)" } else { "" };
    (day, format!("{planned}{what}{doubted}"))
}

/// The number of a receipt, and what its nature says.
fn receipt(number: &str) -> String {
    let nature = ReceiptNumber::read(number).and_then(|parts| parts.nature());
    match nature {
        Some(("DE", _)) => format!("{number} (celui de la délibération)"),
        Some((_, word)) => format!("{number} ({word})"),
        None => number.to_owned(),
    }
}

fn rapport(period: &ReportedPeriod<'_>) -> (String, String) {
    let day = period
        .deadline
        .as_ref()
        .map_or_else(|| NO_DAY.to_owned(), |(day, _)| format!("au plus tard le {day}"));
    let state = match period.rapport {
        None => "pas commencé".to_owned(),
        Some(rapport) => match &rapport.sending {
            Some(sending) => format!("envoyé le {}", sending.value),
            None => rapport.status.word().to_owned(),
        },
    };
    let interim = if period.is_interim() { " (intermédiaire)" } else { "" };
    (day, format!("rapport {}\u{a0}: {state}{interim}", period.id))
}

fn due(thing: &DueThing) -> (String, String) {
    let day = thing.day.map_or_else(|| NO_DAY.to_owned(), |day| day.to_string());
    let by = if thing.by.is_empty() || flat(&thing.what).contains(&flat(&thing.by)) {
        String::new()
    } else {
        format!(", par {}", apply_typography(&thing.by))
    };
    let advised = if thing.is_advised { " (quinze jours après la signature, conseillé)" } else { "" };
    (day, format!("{}{by}{advised}", apply_typography(&thing.what)))
}
