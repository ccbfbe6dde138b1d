//! `organisation.yaml`, `<édition>/convention.yaml` and `<édition>/articles/*.md`.

use super::reader::{MapReader, Reader};
use super::tree::Node;
use super::{header, markdown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Day;
use crate::model::convention::{
    ActStatus, AnnouncedAnnexe, Article, BankAccount, BankField, Convention, Dates, Departement,
    Organisation, Party, Tolerance, Visa,
};
use crate::model::passage::PassageKind;
use crate::text::{FileId, ProjectPath, Span, Spanned};

/// Reads those who sign.
pub fn organisation(l: &mut Reader<'_>, zone: Span) -> Option<Organisation> {
    let root = l.tree(zone)?;
    let mut c = l.map_reader(&root)?;
    let departement = l.require(&mut c, "departement").and_then(|n| departement(l, n));
    let parties = match l.require(&mut c, "parties") {
        Some(n) => l.map_reader(n).map(|mut p| {
            let etat = l.require(&mut p, "etat").and_then(|n| party(l, n));
            let authority = l.require(&mut p, "departement").and_then(|n| party(l, n));
            l.finish(&p);
            (etat, authority)
        }),
        None => None,
    };
    let count = c.take("compte").and_then(|n| count(l, n));
    l.finish(&c);
    let (etat, authority) = parties?;
    Some(Organisation { departement: departement?, etat: etat?, authority: authority?, account: count })
}

fn departement(l: &mut Reader<'_>, node: &Node) -> Option<Departement> {
    let mut c = l.map_reader(node)?;
    let name = l.required_text(&mut c, "nom");
    let from = l.required_text(&mut c, "de");
    let code = l.required_text(&mut c, "code");
    let siren = l.required_text(&mut c, "siren");
    l.finish(&c);
    Some(Departement { name: name?.value, name_with_de: from?.value, code: code?.value, siren: siren? })
}

fn party(l: &mut Reader<'_>, node: &Node) -> Option<Party> {
    let mut c = l.map_reader(node)?;
    let name = l.required_text(&mut c, "nom");
    let representative = l.required_text(&mut c, "representant");
    let title_held = l.required_text(&mut c, "qualite");
    let designation = l.required_text(&mut c, "designation");
    let signature = texts(l, &mut c, "signature");
    l.finish(&c);
    Some(Party {
        name: name?.value,
        representative: representative?,
        title_held: title_held?.value,
        designation: designation?.value,
        signature,
    })
}

fn count(l: &mut Reader<'_>, node: &Node) -> Option<BankAccount> {
    let mut c = l.map_reader(node)?;
    let holder = l.required_text(&mut c, "titulaire");
    let iban = l.required_text(&mut c, "iban");
    let bic = l.required_text(&mut c, "bic");
    let bank_code = field(l, &mut c, "code_etablissement");
    let branch_code = field(l, &mut c, "code_guichet");
    let number = field(l, &mut c, "numero");
    let key = field(l, &mut c, "cle");
    l.finish(&c);
    Some(BankAccount {
        holder: holder?.value,
        iban: iban?,
        bic: bic?,
        bank_code: bank_code?,
        branch_code: branch_code?,
        number: number?,
        key: key?,
    })
}

fn field(l: &mut Reader<'_>, c: &mut MapReader<'_>, key: &'static str) -> Option<BankField> {
    let node = l.require(c, key)?;
    if let Some(absence) = l.absence(node) {
        return Some(absence.map(Err));
    }
    l.text(node).map(|t| t.map(Ok))
}

fn texts(l: &mut Reader<'_>, c: &mut MapReader<'_>, key: &'static str) -> Vec<String> {
    match c.take(key) {
        Some(n) => l.one_or_many(n).iter().filter_map(|n| l.text(n)).map(|t| t.value).collect(),
        None => Vec::new(),
    }
}

/// Reads a list of visas.
pub fn visas(l: &mut Reader<'_>, node: &Node) -> Vec<Visa> {
    l.list(node).iter().filter_map(|n| visa(l, n)).collect()
}

fn visa(l: &mut Reader<'_>, node: &Node) -> Option<Visa> {
    let mut c = l.map_reader(node)?;
    let designation = l.required_text(&mut c, "designation");
    let number = l.spanned_text(&mut c, "numero");
    let date = c.take("date").and_then(|n| l.spanned_day(n));
    let object = l.optional_text(&mut c, "objet");
    let annexed = c.take("annexe").and_then(|n| l.one_of(n, &[("jointe", true), ("absente", false)]));
    l.finish(&c);
    Some(Visa { designation: designation?.value, number, date, object, annexed, span: node.span })
}

/// Reads the act.
pub fn convention(l: &mut Reader<'_>, zone: Span) -> Option<Convention> {
    let root = l.tree(zone)?;
    let mut c = l.map_reader(&root)?;
    let cadre = l.required_word(&mut c, "cadre");
    let year = l.require(&mut c, "annee").and_then(|n| year(l, n));
    let states = ActStatus::ALL.map(|e| (e.word(), e));
    let etat = l.require(&mut c, "etat").and_then(|n| l.one_of(n, &states));
    let mention = l.optional_text(&mut c, "mention");
    let montant_etat = l.require(&mut c, "montant_etat").and_then(|n| {
        l.word(n).inspect(|m| l.passage(PassageKind::Field, &m.value, n.span));
        l.montant(n)
    });
    let location = l.required_text(&mut c, "lieu");
    let dates = match c.take("dates") {
        Some(n) => dates(l, n),
        None => Dates::default(),
    };
    let explicit = c.take("date_du_document").and_then(|n| l.day(n));
    let receipt_number = c.take("accuse_de_reception").and_then(|n| l.text(n));
    let visas = match c.take("visas") {
        Some(n) => visas(l, n),
        None => Vec::new(),
    };
    let announced_annexes = match c.take("annexes_annoncees") {
        Some(n) => l.list(n).iter().filter_map(|n| announced_annexe(l, n)).collect(),
        None => Vec::new(),
    };
    let acronyms = match c.take("sigles") {
        Some(n) => {
            l.entries(n).iter().filter_map(|(key, v)| l.text(v).map(|t| (key.clone(), t.value))).collect()
        }
        None => Vec::new(),
    };
    let execution = c.take("execution").and_then(|n| Some(Spanned::new(l.duration(n)?, n.span)));
    let tolerances = match c.take("tolerances") {
        Some(n) => l.list(n).iter().filter_map(|n| tolerance(l, n)).collect(),
        None => Vec::new(),
    };
    let rules = c.take("regles").map(|n| severities(l, n)).unwrap_or_default();
    l.finish(&c);
    let day = |date: &Option<Spanned<Day>>| date.as_ref().map(|j| j.value);
    let document_date = explicit.or(day(&dates.signature)).or(day(&dates.deliberation));
    if document_date.is_none() {
        l.say(
            Diagnostic::error("CLE-002", c.span_of("annee"), "le document n’a pas de date").help(
                "ajouter « date_du_document: 2024-05-01 » : elle date le PDF, qui ne dépend pas du jour où on le fait",
            ),
        );
    }
    Some(Convention {
        cadre: cadre?,
        year: year?,
        status: etat?,
        mention,
        montant_etat: montant_etat?,
        signature_place: location?.value,
        dates,
        document_date: document_date?,
        receipt_number,
        visas,
        announced_annexes,
        acronyms,
        execution,
        tolerances,
        rules,
    })
}

fn year(l: &mut Reader<'_>, node: &Node) -> Option<u16> {
    let figure = l.number(node)?;
    let year = u16::try_from(figure.value).ok().filter(|a| (1900..=2200).contains(a));
    if year.is_none() {
        l.say(Diagnostic::error("VAL-004", figure.span, "ce n’est pas une année").help("écrire « 2022 »"));
    }
    year
}

fn dates(l: &mut Reader<'_>, node: &Node) -> Dates {
    let Some(mut c) = l.map_reader(node) else { return Dates::default() };
    let mut day = |key| c.take(key).and_then(|n| l.spanned_day(n));
    let dates = Dates {
        deliberation: day("deliberation"),
        signature: day("signature"),
        sending: day("envoi"),
        reception: day("reception"),
        publication: day("publication"),
    };
    l.finish(&c);
    dates
}

fn announced_annexe(l: &mut Reader<'_>, node: &Node) -> Option<AnnouncedAnnexe> {
    let mut c = l.map_reader(node)?;
    let title = l.required_text(&mut c, "titre");
    let article = l.spanned_text(&mut c, "article");
    let present = l.require(&mut c, "presente").and_then(|n| l.yes_no(n));
    l.finish(&c);
    Some(AnnouncedAnnexe { title: title?, article, present: present? })
}

/// The severities that the project gives to rules.
fn severities(l: &mut Reader<'_>, node: &Node) -> Vec<(Spanned<String>, Option<Severity>)> {
    let mut words: Vec<(&str, Option<Severity>)> =
        Severity::ALL.into_iter().map(|g| (g.word(), Some(g))).collect();
    words.push(("ignorée", None));
    l.entries(node).iter().filter_map(|(code, word)| Some((code.clone(), l.one_of(word, &words)?))).collect()
}

fn tolerance(l: &mut Reader<'_>, node: &Node) -> Option<Tolerance> {
    let mut c = l.map_reader(node)?;
    let rule = l.required_word(&mut c, "regle");
    let location = l.required_word(&mut c, "lieu");
    let excerpt = c.take("extrait").and_then(|n| l.word(n)).map(|t| t.value);
    let reason = l.required_word(&mut c, "raison");
    l.finish(&c);
    Some(Tolerance { rule: rule?, file: location?, excerpt, reason: reason?.value, span: node.span })
}

/// Reads the preamble or an article.
pub fn article(l: &mut Reader<'_>, file: FileId) -> Option<Article> {
    let path: ProjectPath = l.sources.source(file).path().clone();
    let (yaml, body) = header::separate(l, file)?;
    let root = l.tree(yaml)?;
    let mut c = l.map_reader(&root)?;
    let number = c.take("numero").and_then(|n| l.text(n));
    let title = l.spanned_text(&mut c, "titre");
    l.finish(&c);
    let span = body;
    let body = markdown::read(l, body);
    Some(Article { path, number, title, body, span })
}
