//! What a PDF that is to be sent says of itself, against the act under whose name it would go.

use crate::cli::verification::{Verification, pages};
use crate::diagnostic::Diagnostic;
use crate::export::transmission::SentAct;
use crate::model::Day;
use crate::model::masked::MASK;
use crate::pipeline::Presentation;
use crate::sign::{SignatureReport, SignatureVerdict};
use crate::text::short_digest;

/// The PDF of an act, verified.
pub(super) struct GivenPdf<'g> {
    /// As it was named.
    pub name: String,
    /// Its bytes.
    pub bytes: &'g [u8],
    /// What was found of it.
    pub verification: Verification,
}

impl GivenPdf<'_> {
    /// What is to be said before it is sent as the document `stem` of an act: an error when it is another document, when its
    /// pages are not those of its sources, or when a signature does not hold.
    pub(super) fn against(&self, act: &SentAct, stem: &str) -> Vec<Diagnostic> {
        let mut said = self.identity(act, stem);
        said.extend(self.pages());
        said.extend(self.signatures());
        said.extend(self.day(act));
        said
    }

    fn finding(&self, what: impl std::fmt::Display) -> Diagnostic {
        Diagnostic::without_place("TEL-004", format!("« {} » {what}", self.name))
    }

    /// Whether it is that document of that act.
    fn identity(&self, act: &SentAct, stem: &str) -> Vec<Diagnostic> {
        let Some(manifest) = &self.verification.sources.manifest else {
            // What is read aloud has one kind of blank.
            let is_public = pages::heard(self.bytes).contains(&MASK.replace('\u{a0}', " "));
            return vec![match is_public {
                true => self
                    .finding("est une version publique : des mots y sont masqués")
                    .help("donner l’acte signé lui-même"),
                false => self
                    .finding("ne porte pas ses sources : rien ne dit qu’il est cet acte")
                    .warning()
                    .help("le relire avant de l’envoyer ; c’est attendu d’un original sur papier que l’on a numérisé"),
            }];
        };
        let own = Presentation::Clean.word();
        if manifest.document != stem {
            vec![
                self.finding(format!("est le document « {} », et non « {stem} »", manifest.document))
                    .help("donner le PDF signé de ce document"),
            ]
        } else if manifest.presentation != own {
            vec![
                self.finding(format!(
                    "est la version {} de l’acte, faite pour une réunion",
                    manifest.presentation
                ))
                .help(format!("donner la version {own}, celle que l’on signe")),
            ]
        } else if manifest.empreinte != act.digest {
            let what = format!(
                "n’est pas l’acte de ce dossier : ses sources sont de la version {}, et celles d’ici de la version {}",
                short_digest(&manifest.empreinte),
                short_digest(&act.digest)
            );
            vec![self.finding(what).help(
                "donner le PDF de cet acte ; ou, si les sources ont changé depuis, reprendre celles du PDF par « calpae extraire », et exporter de là",
            )]
        } else {
            Vec::new()
        }
    }

    /// Whether its pages are those that its sources make.
    fn pages(&self) -> Option<Diagnostic> {
        self.verification.sources.manifest.as_ref()?;
        match self.verification.sources.verdict() {
            SignatureVerdict::Valid => None,
            SignatureVerdict::Invalid => Some(
                self.finding(
                    "a été changé : ses pages ou ses pièces jointes ne sont plus celles de ses sources",
                )
                .help("« calpae verify » dit ce qui diffère ; demander le fichier signé à qui l’a fait"),
            ),
            SignatureVerdict::Undecided => Some(
                self.finding("ne peut être comparé à ses sources")
                    .warning()
                    .help("« calpae verify » dit pourquoi"),
            ),
        }
    }

    /// Whether its signatures hold, and none is missing.
    fn signatures(&self) -> Vec<Diagnostic> {
        let verification = &self.verification;
        let report = match &verification.signatures {
            Ok(report) => report,
            Err(why) => {
                let what = format!("a peut-être des signatures, que l’on ne peut lire : {why}");
                return vec![
                    self.finding(what).warning().help("demander le fichier d’origine à qui l’a signé"),
                ];
            }
        };
        let is_broken = |one: &SignatureReport| one.integrity() == SignatureVerdict::Invalid;
        let mut said = Vec::new();
        if !report.is_only_signed() || report.signatures.iter().any(is_broken) {
            said.push(
                self.finding("a une signature qui ne tient pas, ou a été changé après elle")
                    .help("« calpae verify » dit laquelle ; demander le fichier signé à qui l’a fait"),
            );
        }
        if report.signatures.is_empty() {
            said.push(self.finding("n’a pas de signature électronique").warning().help(
                "envoyer le fichier signé ; si l’acte est signé sur papier, envoyer l’original numérisé",
            ));
        } else if !report.unsigned_fields.is_empty() {
            let of = |field: &String| {
                verification.slot(field).map_or_else(|| field.clone(), |slot| format!("« {} »", slot.of))
            };
            let left: Vec<String> = report.unsigned_fields.iter().map(of).collect();
            said.push(
                self.finding(format!(
                    "n’est pas signé de toutes les parties : il manque {}",
                    left.join(", ")
                ))
                .warning()
                .help("l’envoyer une fois signé de toutes"),
            );
        }
        for signature in &report.signatures {
            let pair = verification.slot(&signature.field).zip(verification.stranger_of(signature));
            let Some((own, other)) = pair else { continue };
            let what = format!(
                "porte, dans le champ {} qui attend « {} », un certificat au nom de « {} »",
                signature.field, own.of, other.of
            );
            said.push(self.finding(what).warning().help("vérifier qui a signé, et au nom de qui"));
        }
        said
    }

    /// Whether the day of the act is that of its last signature: the clocks of two zones may differ by one day.
    fn day(&self, act: &SentAct) -> Option<Diagnostic> {
        let certified = |one: &SignatureReport| one.timestamp.as_ref().and_then(|stamp| stamp.time);
        let times = self.verification.signed().iter().filter_map(|one| certified(one).or(one.claimed_time));
        let last = times.max()?;
        let day = Day::new(u16::try_from(last.year()).ok()?, last.month().into(), last.day())?;
        if (day.index() - act.day.index()).abs() <= 1 {
            return None;
        }
        let what = format!(
            "a été signé en dernier le {day}, et « vie.yaml » dit {} : c’est la date sous laquelle l’acte partirait",
            act.day
        );
        Some(
            self.finding(what).warning().help("accorder la date de la dernière signature, dans « vie.yaml »"),
        )
    }
}
