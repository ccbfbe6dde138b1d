//! What the sending of an act asks for: taken from where it is written, else asked for there.

use super::SentAct;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::departements::{departement, long_code};
use crate::lang::{in_a_sentence, official_numbers};
use crate::model::avenant::Avenant;
use crate::model::life::{ActStatus, Life, LifeEvent, LifeStep};
use crate::model::parties::Party;
use crate::model::receipt::ReceiptNumber;
use crate::model::transmission::{Matiere, TransmissionData};
use crate::model::{Day, Dossier};
use crate::snapshot::Snapshot;
use crate::text::{Span, Spanned};

/// A number and a matière, as they are to be written.
const NUMBER: &str = "AAAA_NNN";
const MATIERE: &str = "8.2 Aide sociale";

/// What is sent of a version: the act, or the avenant that made this version of it.
struct Sending<'s> {
    version: &'s Snapshot,
    dossier: &'s Dossier,
    avenant: Option<&'s Avenant>,
}

/// The act of a version, or its last avenant, as it is sent; what is missing or wrong beside it, which keeps it from being
/// sent when it is an error. Nothing at all for a version of which nothing was read.
pub fn read(version: &Snapshot, is_avenant: bool) -> (Option<SentAct>, Vec<Diagnostic>) {
    let Some(dossier) = &version.dossier else { return (None, Vec::new()) };
    let avenant = dossier.avenants.last().filter(|_| is_avenant);
    let sending = Sending { version, dossier, avenant };
    let mut said: Vec<Diagnostic> = sending.unread().cloned().collect();
    let act = sending.act(&mut said);
    sending.standing(&mut said);
    (act, said)
}

impl<'s> Sending<'s> {
    fn life(&self) -> &'s Life {
        self.avenant.map_or(&self.dossier.convention.life, |avenant| &avenant.life)
    }

    fn parties(&self) -> &'s [Party] {
        let own = self.avenant.map(|avenant| avenant.parties.as_slice()).filter(|own| !own.is_empty());
        own.unwrap_or(&self.dossier.convention.parties)
    }

    fn data(&self) -> &'s TransmissionData {
        &self.life().transmission
    }

    /// What is written for the sending and could not be read.
    fn unread(&self) -> impl Iterator<Item = &'s Diagnostic> {
        let own = self.data().extent;
        let is_inside = move |place: Span| {
            own.is_some_and(|own| own.file == place.file && own.start <= place.start && place.end <= own.end)
        };
        self.version.findings().filter(move |finding| {
            let place = finding.labels.first().map(|label| label.span);
            let is_own = finding.code == "TEL-002" || place.is_some_and(is_inside);
            finding.severity == Severity::Error && is_own
        })
    }

    /// The page of the life, from the root of the project.
    fn page(&self) -> String {
        let folder = self.avenant.map_or_else(String::new, |avenant| format!("avenants/{}/", avenant.folder));
        format!("content/{}/{folder}vie.yaml", self.version.edition)
    }

    /// An error at the place where what is missing is to be written, or about it when the page is not there yet.
    fn missing(&self, message: &str) -> Diagnostic {
        let page = self.page();
        let file = self.version.sources.iter().find(|(_, source)| source.path().as_str() == page);
        let own = self.data().extent.map(|own| Span { end: own.start, ..own });
        let place = own.or(file.map(|(file, _)| Span { file, start: 0, end: 0 }));
        match place {
            Some(place) => Diagnostic::error("TEL-001", place, message),
            None => {
                Diagnostic::without_place("TEL-001", format!("{message} (« {page} » n’existe pas encore)"))
            }
        }
    }

    /// Where to write a key: beside those that are there, or with all that is asked for, so that it is written once.
    fn key(&self, key: &str, example: &str) -> String {
        let data = self.data();
        if data.extent.is_some() {
            return format!("ajouter « {key}: {example} » à « teletransmission: », dans « {} »", self.page());
        }
        let number = (key == "numero" || data.number.is_none()).then(|| format!("numero: {NUMBER}"));
        let matiere = (key == "matiere" || self.matiere().is_none()).then(|| format!("matiere: {MATIERE}"));
        let is_asked = ["numero", "matiere"].contains(&key);
        let other = (!is_asked).then(|| format!("{key}: {example}"));
        let keys: Vec<String> = [number, matiere, other].into_iter().flatten().collect();
        format!("écrire dans « {} » : « teletransmission: {{ {} }} »", self.page(), keys.join(", "))
    }

    fn matiere(&self) -> Option<&'s Spanned<Matiere>> {
        self.data().matiere.as_ref().or(self.dossier.cadre.matiere.as_ref())
    }

    fn act(&self, said: &mut Vec<Diagnostic>) -> Option<SentAct> {
        let data = self.data();
        let (siren, code) = (self.siren(said), self.departement(said));
        if data.number.is_none() && !data.unread.contains(&"numero") {
            let help = self.key("numero", NUMBER);
            said.push(self.missing("l’acte que l’on transmet n’a pas de numéro").help(format!(
                "{help}, le numéro que lui donne la collectivité : 15 signes au plus, lettres, chiffres et « _ »"
            )));
        }
        let day = self.day(said);
        let matiere = self.matiere();
        if matiere.is_none() && !data.unread.contains(&"matiere") {
            let help = self.key("matiere", MATIERE);
            said.push(self.missing("la matière de l’acte que l’on transmet n’est pas dite").help(format!(
                "{help}, ou « matiere: … » dans le cadre, pour tous ses actes : celle de la classification de la préfecture"
            )));
        }
        if data.classification.is_none() && !data.unread.contains(&"classification") {
            let help = self.key("classification", "AAAA-MM-JJ");
            let finding =
                self.missing("la date de la classification n’est pas dite : le message XML n’est pas écrit");
            said.push(
                finding.advice().help(format!("{help}, si la plateforme de transmission ne le fait pas")),
            );
        }
        if data.arrondissement.is_none() && !data.unread.contains(&"arrondissement") {
            let help = self.key("arrondissement", "1");
            let finding = self.missing("l’arrondissement n’est pas dit");
            said.push(finding.advice().help(format!("{help}, si la plateforme de transmission le demande")));
        }
        Some(SentAct {
            collectivite: self.dossier.organisation.collectivite.name.value.clone(),
            departement: code?,
            siren: siren?,
            day: day?,
            number: data.number.as_ref()?.value.clone(),
            matiere: matiere.filter(|_| !data.unread.contains(&"matiere"))?.value.clone(),
            object: self.object(),
            classification: data.classification.as_ref().map(|day| day.value),
            arrondissement: data.arrondissement.as_ref().map(|digit| digit.value.clone()),
            status: self.status(),
            digest: match self.avenant {
                Some(_) => self.version.digest_with_avenants(),
                None => self.version.act_digest(),
            },
        })
    }

    fn siren(&self, said: &mut Vec<Diagnostic>) -> Option<String> {
        let written = &self.dossier.organisation.collectivite.siren;
        let siren = official_numbers::siren(&written.value);
        if siren.is_none() {
            let message = format!(
                "« {} » n’est pas un SIREN : neuf chiffres, dont le dernier est une clé",
                written.value
            );
            said.push(
                Diagnostic::error("TEL-002", written.span, message)
                    .help("recopier le numéro de l’avis de situation au répertoire Sirene"),
            );
        }
        siren
    }

    fn departement(&self, said: &mut Vec<Diagnostic>) -> Option<String> {
        let written = &self.dossier.organisation.collectivite.code;
        let code = long_code(&written.value);
        let is_corsican = matches!(code.as_str(), "02A" | "02B");
        let has_the_form = code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit());
        let help =
            "écrire le code du département dont la préfecture reçoit les actes, comme « 29 » ou « 2A »";
        if !is_corsican && !has_the_form {
            let message = format!("« {} » n’est pas le code d’un département", written.value);
            said.push(Diagnostic::error("TEL-002", written.span, message).help(help));
            return None;
        }
        if departement(code.trim_start_matches('0')).is_none() {
            let message = format!("aucun département n’a le code « {} »", written.value);
            said.push(Diagnostic::error("TEL-002", written.span, message).warning().help(help));
        }
        Some(code)
    }

    /// The day of the last signature.
    fn day(&self, said: &mut Vec<Diagnostic>) -> Option<Day> {
        let signed = self.life().past(LifeStep::Signature).filter_map(|event| event.day.as_ref());
        let day = signed.map(|day| day.value).max();
        if day.is_none() {
            said.push(self.missing("le jour de la signature n’est pas écrit : c’est la date de l’acte").help(format!(
                "ajouter à « {} », sous « evenements: », une ligne « - {{ evenement: signature, le: AAAA-MM-JJ }} »",
                self.page()
            )));
        }
        day
    }

    fn status(&self) -> ActStatus {
        self.avenant.map_or(self.dossier.convention.status, |avenant| avenant.status)
    }

    /// What the act is: its name, its years, those who sign it.
    fn object(&self) -> String {
        let Dossier { cadre, convention, .. } = self.dossier;
        let years = convention.exercices.label_of_all();
        if let Some(avenant) = self.avenant {
            let what =
                avenant.object.as_ref().map(|object| format!("{} – ", object.value)).unwrap_or_default();
            return format!("Avenant n° {} : {what}{}, {years}", avenant.number, cadre.act_name);
        }
        let parties: Vec<String> =
            self.parties().iter().map(|party| in_a_sentence(&party.name.value)).collect();
        let between = match parties.as_slice() {
            [] | [_] => String::new(),
            [before @ .., last] => format!(", entre {} et {last}", before.join(", ")),
        };
        format!("{}, {years}{between}", cadre.act_name)
    }

    /// What makes it too early, or too late, to send the act.
    fn standing(&self, said: &mut Vec<Diagnostic>) {
        let convention = &self.dossier.convention;
        if convention.is_demonstration {
            said.push(
                Diagnostic::error(
                    "TEL-003",
                    convention.cadre.span,
                    "cet acte est une démonstration : il ne se transmet pas",
                )
                .help("retirer « demonstration: oui » de « convention.yaml », si c’est l’acte"),
            );
        }
        let status = self.status();
        let place = |step| self.life().past(step).last().map(|event| event.place());
        let at = |place: Option<Span>, message: String| match place {
            Some(place) => Diagnostic::error("TEL-003", place, message).warning(),
            None => Diagnostic::without_place("TEL-003", message).warning(),
        };
        if status < ActStatus::Signed {
            let place = place(LifeStep::Signature).or(place(LifeStep::Vote));
            let message =
                format!("l’acte n’est pas encore signé de toutes les parties : il est « {} »", status.word());
            said.push(
                at(place, message)
                    .help("le transmettre une fois signé : c’est le fichier signé que l’on envoie"),
            );
        } else if let Some(received) = self.life().past(LifeStep::Receipt).rfind(is_of_the_act) {
            let message = "la préfecture a déjà accusé réception de l’acte".to_owned();
            said.push(
                at(Some(received.place()), message).help("ne le transmettre à nouveau que si c’est voulu"),
            );
        }
    }
}

/// Whether a receipt is that of the act: that of its vote is another's.
fn is_of_the_act(receipt: &&LifeEvent) -> bool {
    let nature = receipt.number.as_ref().and_then(|number| ReceiptNumber::read(&number.value)?.nature());
    nature.is_none_or(|(letters, _)| letters != "DE")
}
