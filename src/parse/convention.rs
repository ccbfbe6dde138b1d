//! `organisation.yaml`, `<édition>/convention.yaml` and `<édition>/articles/*.md`.

use super::exercices;
use super::keys::MapReader;
use super::old_life;
use super::parties;
use super::reader::Reader;
use crate::diagnostic::{Diagnostic, Gap, Severity};
use crate::lang::flat;
use crate::model::convention::{
    AnnouncedAnnexe, Article, BankAccount, BankField, Convention, DeclaredFigure, Organisation, Tolerance,
    Visa, VisaKind,
};
use crate::model::edition::{is_a_mistyped_year, only_years, years};
use crate::model::life::{ActStatus, Life, LifeStep};
use crate::model::masked::ConfidentialMark;
use crate::model::parties::Party;
use crate::model::passage::PassageKind;
use crate::model::{Exercices, Montant};
use crate::syntax::Node;
use crate::text::{FileId, ProjectPath, Span, Spanned};

/// The key of the parties, which either file may have.
pub(super) const PARTIES: &str = "parties";
const VISA_KINDS: [(&str, VisaKind); 2] = [("vote", VisaKind::Vote), ("texte", VisaKind::Text)];

/// Reads what the acts of a collectivité have in common, and the parties of those that write none of their own.
pub fn organisation(reader: &mut Reader<'_>, zone: Span) -> Option<(Organisation, Vec<Party>)> {
    let root = reader.tree(zone)?;
    let mut map = reader.map(&root)?;
    let collectivite = parties::collectivite(reader, &mut map);
    let written = reader.require(&mut map, PARTIES);
    let parties = written.map(|n| parties::parties(reader, n)).unwrap_or_default();
    let account = map.take("compte").and_then(|n| bank_account(reader, n));
    reader.finish(&map);
    let parties_span = written.map(|n| n.extent);
    Some((Organisation { collectivite: collectivite?, account, parties_span }, parties))
}

/// The bank account of the collectivité.
fn bank_account(reader: &mut Reader<'_>, node: &Node) -> Option<BankAccount> {
    let mut map = reader.map(node)?;
    let holder = reader.required_text(&mut map, "titulaire");
    let iban = reader.required_text(&mut map, "iban");
    let bic = reader.required_text(&mut map, "bic");
    let bank_code = field(reader, &mut map, "code_etablissement");
    let branch_code = field(reader, &mut map, "code_guichet");
    let number = field(reader, &mut map, "numero");
    let key = field(reader, &mut map, "cle");
    reader.finish(&map);
    Some(BankAccount {
        holder: holder?,
        iban: iban?,
        bic: bic?,
        bank_code: bank_code?,
        branch_code: branch_code?,
        number: number?,
        key: key?,
    })
}

/// A datum that must be there, or the reason of its absence.
fn field(reader: &mut Reader<'_>, map: &mut MapReader<'_>, key: &'static str) -> Option<BankField> {
    let node = reader.require(map, key)?;
    if let Some(absence) = reader.absence(node) {
        return Some(absence.map(Err));
    }
    reader.text(node).map(|t| t.map(Ok))
}

/// Reads a list of visas.
pub fn visas(reader: &mut Reader<'_>, node: &Node) -> Vec<Visa> {
    reader.list(node).iter().filter_map(|n| visa(reader, n)).collect()
}

fn visa(reader: &mut Reader<'_>, node: &Node) -> Option<Visa> {
    let mut map = reader.map(node)?;
    let designation = reader.required_text(&mut map, "designation");
    let number = reader.spanned_text(&mut map, "numero");
    let date = map.take("date").and_then(|n| reader.spanned_day(n));
    let object = reader.spanned_text(&mut map, "objet");
    let kind = map.take("nature").and_then(|n| reader.one_of(n, &VISA_KINDS));
    let annexed = map.take("annexe").and_then(|n| reader.one_of(n, &[("jointe", true), ("absente", false)]));
    reader.finish(&map);
    let designation = designation?;
    let kind =
        kind.unwrap_or_else(|| visa_kind(&designation.value, object.as_ref().map(|o| o.value.as_str())));
    Some(Visa { designation, number, date, object, kind, annexed, span: node.span })
}

/// The kind of a visa that does not say it: a délibération on the signature or the approval of the act.
fn visa_kind(designation: &str, object: Option<&str>) -> VisaKind {
    let object = flat(object.unwrap_or_default());
    let on_the_act = ["signer", "approuv", "presente convention"].iter().any(|words| object.contains(words));
    if on_the_act && flat(designation).contains("deliberation") { VisaKind::Vote } else { VisaKind::Text }
}

/// Reads the act, given what the page of its life says. How far it has gone is known with its parties.
pub fn convention(reader: &mut Reader<'_>, zone: Span, life: Option<(FileId, Life)>) -> Option<Convention> {
    let root = reader.tree(zone)?;
    let mut map = reader.map(&root)?;
    let cadre = reader.required_word(&mut map, "cadre");
    let time = time(reader, &mut map);
    let effect = map.take("effet").and_then(|n| reader.spanned_day(n));
    let ceilings = match &time {
        Some((_, exercices)) => exercices::ceilings(reader, &mut map, exercices),
        None => map.take("plafonds").map(|_| Vec::new()).unwrap_or_default(),
    };
    let life = old_life::read(reader, &mut map, &root, (zone.file, life));
    let mention = reader.optional_text(&mut map, "mention");
    let is_demonstration = reader.optional_yes_no(&mut map, "demonstration").unwrap_or(false);
    let parties = map.take("parties");
    let parties_span = parties.map(|n| n.extent);
    let parties = parties.map(|n| parties::parties(reader, n)).unwrap_or_default();
    let montant_etat = montant_etat(reader, &mut map);
    let location = reader.required_text(&mut map, "lieu");
    let explicit = map.take("date_du_document").and_then(|n| reader.day(n));
    let visas = match map.take("visas") {
        Some(n) => visas(reader, n),
        None => Vec::new(),
    };
    let announced_annexes = list(reader, map.take("annexes_annoncees"), announced_annexe);
    let acronyms = match map.take("sigles") {
        Some(n) => reader
            .entries(n)
            .iter()
            .filter_map(|(key, v)| reader.text(v).map(|t| (key.clone(), t.value)))
            .collect(),
        None => Vec::new(),
    };
    let execution = map.take("execution").and_then(|n| Some(Spanned::new(reader.duration(n)?, n.span)));
    let tolerances = list(reader, map.take("tolerances"), tolerance);
    let figures = list(reader, map.take("chiffres"), declared_figure);
    let confidential = list(reader, map.take("confidentiel"), confidential_mark);
    let rules = map.take("regles").map(|n| severities(reader, n)).unwrap_or_default();
    let refaction = map.take("refaction").and_then(|n| super::rapport::refaction(reader, n));
    reader.finish(&map);
    let day = |step| life.day(step).map(|day| day.value);
    let document_date = explicit.or_else(|| day(LifeStep::Signature)).or_else(|| day(LifeStep::Vote));
    // A date that could not be read was told.
    if document_date.is_none() && !map.has("date_du_document") {
        reader.say(
            Diagnostic::error("CLE-002", map.span_of("annee"), "le document n’a pas de date").help(
                "ajouter « date_du_document: 2024-05-01 » : elle date le PDF, qui ne dépend pas du jour où on le fait",
            ),
        );
    }
    let (year, exercices) = time?;
    Some(Convention {
        cadre: cadre?,
        year,
        status: ActStatus::Draft,
        life,
        mention,
        is_demonstration,
        parties,
        parties_span,
        montant_etat: montant_etat?,
        exercices,
        effect,
        ceilings,
        signature_place: location?.value,
        document_date: document_date?,
        visas,
        announced_annexes,
        acronyms,
        execution,
        tolerances,
        figures,
        confidential,
        rules,
        refaction,
    })
}

/// The year of the act and its exercices: those that it lists, or that its year and the name of its edition say.
fn time(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<(u16, Exercices)> {
    let listed = map.take("exercices").map(|n| Some(Spanned::new(exercices::exercices(reader, n)?, n.span)));
    let written = map.take("annee").map(|n| Some(Spanned::new(edition_year(reader, n)?, n.span)));
    match (listed, written) {
        (Some(exercices), Some(year)) => {
            let (exercices, year) = (exercices?.value, year?);
            first_year(reader, &exercices, &year);
            Some((year.value, exercices))
        }
        // The first exercice says it.
        (Some(exercices), None) => {
            let Spanned { value: exercices, span } = exercices?;
            let (first, last) = exercices.years()?;
            tell_other_folder(reader, (first, last), span);
            Some((first, exercices))
        }
        (None, Some(year)) => {
            let Spanned { value, span } = year?;
            Some((value, exercices::by_default(reader.images.edition.name(), value, span)?))
        }
        (None, None) => {
            reader.require(map, "annee");
            None
        }
    }
}

/// What the act says that the State pays: an act that sets ceilings needs not say it. None when it cannot be read.
fn montant_etat(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Option<Option<Spanned<Montant>>> {
    let Some(node) = map.take("montant_etat") else {
        if map.has("plafonds") {
            return Some(None);
        }
        reader.require(map, "montant_etat");
        return None;
    };
    reader.word(node).inspect(|word| reader.passage(PassageKind::Field, &word.value, node.span));
    reader.montant(node).map(Some)
}

/// The year of the act; one that the name of its folder contradicts is told there.
fn edition_year(reader: &mut Reader<'_>, node: &Node) -> Option<u16> {
    if let Some((first, last)) = node.scalar().and_then(only_years).filter(|(first, last)| first < last) {
        let message = format!("une convention de plusieurs années porte la première : « {first} »");
        let help = format!(
            "écrire « annee: {first} », et « execution: du {first}-01-01 au {last}-12-31 » ; le dossier peut s’appeler « {first}-{last} »"
        );
        reader.say(Diagnostic::error("VAL-004", node.span, message).help(help));
        return None;
    }
    let year = year(reader, node)?;
    tell_other_folder(reader, (year, year), node.span);
    Some(year)
}

/// Tells an act of which no year, first and last of those that it bears, is one of the name of its folder.
fn tell_other_folder(reader: &mut Reader<'_>, (first, last): (u16, u16), span: Span) {
    let folder = reader.images.edition.name();
    let bears = match first == last {
        true => format!("l’année {first}"),
        false => format!("les années {first} à {last}"),
    };
    let name = if first == last { format!("« {first} »") } else { format!("« {first}-{last} »") };
    let help = match years(folder) {
        Some((from, to)) if first <= to && from <= last => return,
        Some((from, to)) if from == to => {
            format!("écrire « {from} », ou renommer le dossier « content/{folder} »")
        }
        Some((from, to)) => {
            format!("écrire l’une de « {from} » à « {to} », ou renommer le dossier « content/{folder} »")
        }
        None if is_a_mistyped_year(folder) => format!("renommer le dossier « content/{folder} » en {name}"),
        None => return,
    };
    let message = format!("l’édition « {folder} » porte {bears}");
    reader.say(Diagnostic::error("PRJ-008", span, message).help(help).leaves(Gap::Nothing));
}

/// Tells a year of the act that is not that of its first exercice.
fn first_year(reader: &mut Reader<'_>, exercices: &Exercices, year: &Spanned<u16>) {
    let Some((first, _)) = exercices.years().filter(|(first, _)| *first != year.value) else { return };
    let span = exercices.iter().next().map_or(year.span, |exercice| exercice.id.span);
    reader.say(
        Diagnostic::error(
            "VAL-004",
            year.span,
            format!("l’acte commence en {first}, et « annee » dit {}", year.value),
        )
        .also(span, "le premier exercice")
        .help(format!("écrire « annee: {first} », ou corriger le premier exercice"))
        .leaves(Gap::Nothing),
    );
}

fn year(reader: &mut Reader<'_>, node: &Node) -> Option<u16> {
    let figure = reader.number(node)?;
    let year = u16::try_from(figure.value).ok().filter(|a| (1900..=2200).contains(a));
    if year.is_none() {
        reader
            .say(Diagnostic::error("VAL-004", figure.span, "ce n’est pas une année").help("écrire « 2022 »"));
    }
    year
}

fn announced_annexe(reader: &mut Reader<'_>, node: &Node) -> Option<AnnouncedAnnexe> {
    let mut map = reader.map(node)?;
    let title = reader.required_text(&mut map, "titre");
    let article = reader.spanned_text(&mut map, "article");
    let present = reader.require(&mut map, "presente").and_then(|n| reader.yes_no(n));
    reader.finish(&map);
    Some(AnnouncedAnnexe { title: title?, article, present: present? })
}

/// The severities that the project gives to rules.
fn severities(reader: &mut Reader<'_>, node: &Node) -> Vec<(Spanned<String>, Option<Severity>)> {
    let mut words: Vec<(&str, Option<Severity>)> =
        Severity::ALL.into_iter().map(|g| (g.word(), Some(g))).collect();
    words.push(("ignorée", None));
    reader
        .entries(node)
        .iter()
        .filter_map(|(code, word)| Some((code.clone(), reader.one_of(word, &words)?)))
        .collect()
}

/// The lines of a list that could be read; none when it is not there.
fn list<T>(
    reader: &mut Reader<'_>,
    node: Option<&Node>,
    read: fn(&mut Reader<'_>, &Node) -> Option<T>,
) -> Vec<T> {
    let lines = node.map(|node| reader.list(node)).unwrap_or_default();
    lines.iter().filter_map(|line| read(reader, line)).collect()
}

fn tolerance(reader: &mut Reader<'_>, node: &Node) -> Option<Tolerance> {
    let mut map = reader.map(node)?;
    let rule = reader.required_name(&mut map, "regle");
    let location = reader.required_word(&mut map, "lieu");
    let excerpt = map.take("extrait").and_then(|n| reader.word(n)).map(|t| t.value);
    let finding = map.take("constat").and_then(|n| reader.word(n)).map(|t| t.value);
    // One that cannot be read is told, and keeps nothing: it was to keep less than all.
    let gap = map.take("ecart").map(|n| reader.montant(n));
    let reason = reader.required_word(&mut map, "raison");
    reader.finish(&map);
    let gap = gap.map_or(Some(None), |read| read.map(|montant| Some(montant.value)))?;
    Some(Tolerance {
        rule: rule?,
        file: location?,
        excerpt,
        finding,
        gap,
        reason: reason?.value,
        span: node.span,
    })
}

fn declared_figure(reader: &mut Reader<'_>, node: &Node) -> Option<DeclaredFigure> {
    let mut map = reader.map(node)?;
    let file = reader.required_word(&mut map, "lieu");
    let excerpt = reader.required_word(&mut map, "extrait");
    let source = map.take("source").and_then(|n| reader.word(n)).map(|t| t.value);
    let reason = map.take("raison").and_then(|n| reader.word(n)).map(|t| t.value);
    reader.finish(&map);
    if source.is_none() && reason.is_none() {
        reader.say(
            Diagnostic::error("CLE-002", node.span, "ce chiffre n’a ni source ni raison")
                .help("ajouter « source: … », d’où il vient, ou « raison: … », pourquoi il reste libre"),
        );
    }
    Some(DeclaredFigure { file: file?, excerpt: excerpt?, source, reason })
}

fn confidential_mark(reader: &mut Reader<'_>, node: &Node) -> Option<ConfidentialMark> {
    let mut map = reader.map(node)?;
    let file = reader.required_word(&mut map, "lieu");
    let excerpt = map.take("extrait").map(|n| reader.word(n));
    let reason = map.take("motif").and_then(|n| reader.word(n)).map(|t| t.value);
    reader.finish(&map);
    // An excerpt that cannot be read is told: without it, the whole file would be masked.
    let excerpt = excerpt.map_or(Some(None), |read| read.map(Some))?;
    Some(ConfidentialMark { file: file?, excerpt, reason })
}

/// Reads the preamble or an article.
pub fn article(reader: &mut Reader<'_>, file: FileId) -> Option<Article> {
    let path: ProjectPath = reader.sources.source(file).path().clone();
    let (yaml, body) = reader.page(file)?;
    let root = reader.tree(yaml)?;
    let mut map = reader.map(&root)?;
    let number = map.take("numero").and_then(|n| reader.text(n));
    let title = reader.spanned_text(&mut map, "titre");
    // Its heading would be empty; another key than these two is told below.
    if root.entries().is_empty() {
        reader.say(
            Diagnostic::error(
                "CLE-002",
                Span { end: yaml.start, ..yaml },
                "cet article n’a ni numéro ni titre",
            )
            .help("ajouter dans l’en-tête une ligne « titre: … », ou « numero: … » et « titre: … »"),
        );
    }
    reader.finish(&map);
    let span = body;
    let body = reader.markdown(body);
    reader.refuse_marks(&body);
    Some(Article { path, number, title, body, span })
}
