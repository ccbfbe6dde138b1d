//! `content/cadres/<nom>.yaml`: what the State fixes.

use super::axes;
use super::keys::MapReader;
use super::reader::Reader;
use crate::diagnostic::{Diagnostic, Gap, Severity};
use crate::lang::flat;
use crate::model::cadre::{
    Cadre, Deadline, Direction, FicheStatus, Financeur, Indicateur, IndicateurKind, IndicateurPurpose,
    MatrixColumn, Mesure, Payer, Rubrique, RubriqueContent, Theme,
};
use crate::model::parties::PartyRole;
use crate::syntax::{Node, NodeKind};
use crate::text::lookalikes::plain_form;
use crate::text::{Span, Spanned};

pub(super) const DIRECTIONS: [(&str, Direction); 2] =
    [("hausse", Direction::Increase), ("baisse", Direction::Decrease)];

const CONTENTS: [(&str, RubriqueContent); 7] = [
    ("prose", RubriqueContent::Prose),
    ("mise_en_place", RubriqueContent::Launch),
    ("duree", RubriqueContent::Duration),
    ("partenaires", RubriqueContent::Partners),
    ("budget", RubriqueContent::Budget),
    ("mention", RubriqueContent::Mention),
    ("indicateurs", RubriqueContent::Indicateurs),
];

/// Reads a framework; `None` when something essential cannot be read.
pub fn read(reader: &mut Reader<'_>, zone: Span) -> Option<Cadre> {
    let before = reader.gathered.diagnostics.len();
    let root = reader.tree(zone)?;
    let mut map = reader.map(&root)?;
    let heading = reader.required_text(&mut map, "intitule").map(|t| t.value);
    let acronym = reader.required_text(&mut map, "sigle").map(|t| t.value);
    for (key, name, kind) in [("financeurs", "id", "le financeur"), ("rubriques", "id", "la rubrique")] {
        if let Some(Node { kind: NodeKind::List(items), .. }) = map.take(key) {
            reader.twice_under(items, name, kind);
        }
    }
    let words = axes::words(reader, &mut map);
    let axes = axes::tree(reader, &mut map, &words);
    let statuses = match map.take("statuts") {
        Some(n) => reader.entries(n).iter().filter_map(|(word, n)| status(reader, &word.value, n)).collect(),
        None => Vec::new(),
    };
    let financeurs = financeurs(reader, &mut map);
    let rubriques = elements(reader, &mut map, "rubriques", rubrique);
    let visas = match map.take("visas") {
        Some(n) => super::convention::visas(reader, n),
        None => Vec::new(),
    };
    let (columns, themes) = match map.take("matrice") {
        Some(n) => matrix(reader, n)?,
        None => (Vec::new(), Vec::new()),
    };
    let exercice_count = map.take("exercices").and_then(|n| axes::count(reader, n, "exercices: 4"));
    let max_etat_share = map.take("part_etat_max").and_then(|n| reader.percentage(n)).map(|p| p.value);
    let cofinancement = axes::cofinancement(reader, &mut map);
    let money_tables = map.take("tableaux").map(|n| axes::money_tables(reader, n)).unwrap_or_default();
    let exclusive_statuses: Vec<(Spanned<String>, Spanned<String>)> = match map.take("statuts_exclusifs") {
        Some(n) => reader.list(n).iter().filter_map(|n| pair(reader, n)).collect(),
        None => Vec::new(),
    };
    let declared: Vec<String> = map.take("statuts").map(names_of_keys).unwrap_or_default();
    for word in exclusive_statuses.iter().flat_map(|(a, b)| [a, b]) {
        if !declared.iter().any(|known| *known == plain_form(&word.value)) {
            reader.unknown(word, "un statut du cadre", declared.iter().map(String::as_str));
        }
    }
    let deadlines = match map.take("echeances") {
        Some(n) => reader.list(n).iter().filter_map(|n| deadline(reader, n)).collect(),
        None => Vec::new(),
    };
    let rapport = map.take("rapport").map(|n| super::rapport::cadre(reader, n)).unwrap_or_default();
    let rapport_kinds = map.take("rapports").map(|n| super::rapport::kinds(reader, n)).unwrap_or_default();
    let matiere = map.take("matiere").and_then(|n| super::transmission::matiere(reader, n));
    let refaction = map.take("refaction").and_then(|n| super::rapport::refaction(reader, n));
    reader.finish(&map);
    let mut cadre = Cadre {
        file: zone.file,
        is_whole: true,
        act_name: heading?,
        acronym: acronym?,
        axes,
        act_word: words.act,
        statuses,
        financeurs,
        rubriques,
        visas,
        columns,
        themes,
        exercice_count,
        max_etat_share,
        cofinancement,
        money_tables,
        exclusive_statuses: exclusive_statuses
            .into_iter()
            .map(|(a, b)| (plain_form(&a.value).into_owned(), plain_form(&b.value).into_owned()))
            .collect(),
        deadlines,
        rapport,
        rapport_kinds,
        refaction,
        matiere,
    };
    check(reader, &cadre);
    let leaves_something = |d: &Diagnostic| d.severity == Severity::Error && d.gap != Gap::Nothing;
    cadre.is_whole = !reader.gathered.diagnostics.iter().skip(before).any(leaves_something);
    Some(cadre)
}

/// The keys of a mapping, those of a value that cannot be read too.
fn names_of_keys(node: &Node) -> Vec<String> {
    node.entries().iter().map(|(key, _)| plain_form(&key.value).into_owned()).collect()
}

/// The items of a list under a key that must be there.
fn elements<T>(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    key: &'static str,
    read: fn(&mut Reader<'_>, &Node) -> Option<T>,
) -> Vec<T> {
    match reader.require(map, key) {
        Some(n) => reader.list(n).iter().filter_map(|n| read(reader, n)).collect(),
        None => Vec::new(),
    }
}

/// The funders; that the State or the collectivité has none is told.
fn financeurs(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> Vec<Financeur> {
    let before_financeurs = reader.gathered.diagnostics.len();
    let financeurs: Vec<Financeur> = elements(reader, map, "financeurs", financeur);
    // That the key is missing, or what is wrong in one of them, was said.
    let are_all_read = map.has("financeurs") && reader.gathered.diagnostics.len() == before_financeurs;
    for (id, role, word) in
        [("etat", PartyRole::Etat, "etat"), ("departement", PartyRole::Authority, "collectivite")]
    {
        if are_all_read && !financeurs.iter().any(|f| f.role == role) {
            reader.say(
                Diagnostic::error(
                    "REF-001",
                    map.span_of("financeurs"),
                    format!("le financeur « {id} » manque au cadre"),
                )
                .help(format!(
                    "ajouter « - {{ id: {id}, nom: … }} », ou « role: {word} » au financeur qui en tient lieu"
                )),
            );
        }
    }
    financeurs
}

fn financeur(reader: &mut Reader<'_>, node: &Node) -> Option<Financeur> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let name = reader.required_text(&mut map, "nom");
    let role = map.take("role").and_then(|n| reader.one_of(n, &PartyRole::WORDS));
    reader.finish(&map);
    let id = id?.value;
    let role = role.unwrap_or_else(|| role_of_id(&id));
    Some(Financeur { id, name: name?.value, role })
}

/// The role of a funder whose framework does not say it.
fn role_of_id(id: &str) -> PartyRole {
    match id {
        "etat" => PartyRole::Etat,
        "departement" => PartyRole::Authority,
        _ => PartyRole::ThirdParty,
    }
}

/// A status: what is printed for it, or `{ libelle: …, nouvelle: oui, preuve: oui }`.
fn status(reader: &mut Reader<'_>, word: &str, node: &Node) -> Option<FicheStatus> {
    let (label, is_new, needs_proof) = if matches!(node.kind, NodeKind::Map(_)) {
        let mut map = reader.map(node)?;
        let label = reader.required_text(&mut map, "libelle");
        let is_new = reader.optional_yes_no(&mut map, "nouvelle");
        let needs_proof = reader.optional_yes_no(&mut map, "preuve").unwrap_or(false);
        reader.finish(&map);
        (label?.value, is_new, needs_proof)
    } else {
        (reader.text(node)?.value, None, false)
    };
    let is_new = is_new.unwrap_or_else(|| says_new(word) || says_new(&label));
    Some(FicheStatus { word: plain_form(word).into_owned(), label, is_new, needs_proof })
}

/// Whether words say that an action did not exist before.
fn says_new(text: &str) -> bool {
    let starts = ["nouveau", "nouvel", "inedit"];
    flat(text).split(' ').any(|word| starts.iter().any(|start| word.starts_with(start)))
}

fn rubrique(reader: &mut Reader<'_>, node: &Node) -> Option<Rubrique> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let title = reader.required_text(&mut map, "titre");
    let required = reader.optional_yes_no(&mut map, "obligatoire").unwrap_or(false);
    let content =
        map.take("contenu").and_then(|n| reader.one_of(n, &CONTENTS)).unwrap_or(RubriqueContent::Prose);
    reader.finish(&map);
    Some(Rubrique { id: id?.value, title: title?.value, required, content })
}

fn matrix(reader: &mut Reader<'_>, node: &Node) -> Option<(Vec<MatrixColumn>, Vec<Theme>)> {
    let mut map = reader.map(node)?;
    for (key, name, kind) in [("colonnes", "id", "la colonne"), ("themes", "numero", "le thème")] {
        if let Some(Node { kind: NodeKind::List(items), .. }) = map.take(key) {
            reader.twice_under(items, name, kind);
        }
    }
    let columns = elements(reader, &mut map, "colonnes", super::columns::of_matrix);
    let themes = elements(reader, &mut map, "themes", |reader, n| {
        let mut map = reader.map(n)?;
        let number = reader.required_text(&mut map, "numero");
        let title = reader.required_text(&mut map, "titre");
        if let Some(Node { kind: NodeKind::List(items), .. }) = map.take("mesures") {
            reader.twice_under(items, "numero", "la mesure");
        }
        let mesures = elements(reader, &mut map, "mesures", mesure);
        reader.finish(&map);
        Some(Theme { number: number?.value, title: title?.value, mesures })
    });
    reader.finish(&map);
    Some((columns, themes))
}

fn mesure(reader: &mut Reader<'_>, node: &Node) -> Option<Mesure> {
    let mut map = reader.map(node)?;
    let number = reader.required_text(&mut map, "numero");
    let title = reader.required_text(&mut map, "titre");
    let indicateurs: Vec<Indicateur> = elements(reader, &mut map, "indicateurs", indicateur);
    reader.finish(&map);
    for (i, indicateur) in indicateurs.iter().enumerate() {
        if let Some(first) = indicateurs.iter().take(i).find(|p| p.id.value == indicateur.id.value) {
            reader.say(Diagnostic::duplicate_name(&indicateur.id, &first.id, "l’indicateur"));
        }
    }
    Some(Mesure { number: number?.value, title: title?.value, indicateurs })
}

/// What an indicator counts.
pub(super) const INDICATEUR_KINDS: [(&str, IndicateurKind); 5] = [
    ("flux", IndicateurKind::Flow),
    ("stock", IndicateurKind::Stock),
    ("taux", IndicateurKind::Rate),
    ("délai", IndicateurKind::Delay),
    ("effectif", IndicateurKind::Headcount),
];

/// What an indicator is about.
pub(super) const INDICATEUR_PURPOSES: [(&str, IndicateurPurpose); 3] = [
    ("impact", IndicateurPurpose::Impact),
    ("résultat", IndicateurPurpose::Outcome),
    ("moyen", IndicateurPurpose::Means),
];

fn indicateur(reader: &mut Reader<'_>, node: &Node) -> Option<Indicateur> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let label = reader.required_text(&mut map, "libelle");
    let definition = reader.optional_text(&mut map, "definition");
    let unit = reader.optional_text(&mut map, "unite");
    let kind = map.take("nature").and_then(|n| reader.one_of(n, &INDICATEUR_KINDS));
    let purpose = map.take("type").and_then(|n| reader.one_of(n, &INDICATEUR_PURPOSES));
    let part_of = map.take("dont_de").and_then(|n| reader.name(n));
    let direction = map.take("sens").and_then(|n| reader.one_of(n, &DIRECTIONS));
    let quotient = map.take("quotient").and_then(|n| pair(reader, n));
    let group = reader.optional_text(&mut map, "groupe");
    let note = reader.optional_text(&mut map, "note");
    reader.finish(&map);
    Some(Indicateur {
        id: id?,
        label: label?.value,
        definition,
        unit,
        kind,
        purpose,
        direction,
        quotient,
        part_of,
        group,
        note,
    })
}

/// Two names: « [a, b] ».
fn pair(reader: &mut Reader<'_>, node: &Node) -> Option<(Spanned<String>, Spanned<String>)> {
    if let [a, b] = reader.list(node) {
        return Some((reader.name(a)?, reader.name(b)?));
    }
    reader.expected(node, "deux noms (« [l’un, l’autre] »)");
    None
}

fn deadline(reader: &mut Reader<'_>, node: &Node) -> Option<Deadline> {
    let mut map = reader.map(node)?;
    let object = reader.required_name(&mut map, "objet");
    let day = reader.required_word(&mut map, "jour")?;
    let concluded = map.take("conclue_depuis").and_then(|n| reader.word(n));
    let steps = match map.take("etapes") {
        Some(n) => reader.list(n).iter().filter_map(|n| step(reader, n)).collect(),
        None => Vec::new(),
    };
    reader.finish(&map);
    let concluded_since = match &concluded {
        Some(word) => Some(day_of_year(reader, word)?),
        None => None,
    };
    let (month, day) = day_of_year(reader, &day)?;
    Some(Deadline { object: object?.value, month, day, concluded_since, steps })
}

/// Something to do before a deadline: « { libelle: …, jours: 14 } ».
pub(super) fn step(reader: &mut Reader<'_>, node: &Node) -> Option<(String, u16)> {
    let mut map = reader.map(node)?;
    let label = reader.required_word(&mut map, "libelle");
    let days = reader.require(&mut map, "jours").and_then(|n| reader.number(n));
    reader.finish(&map);
    let days = days?;
    let parsed = u16::try_from(days.value).ok().filter(|n| *n <= 730 && days.value.is_integer());
    if parsed.is_none() {
        reader.say(
            Diagnostic::error("VAL-002", days.span, "une étape se compte en jours, de 0 à 730")
                .help("écrire « jours: 14 »"),
        );
    }
    Some((label?.value, parsed?))
}

/// Month and day of « 31 mars ».
pub(super) fn day_of_year(reader: &mut Reader<'_>, day: &Spanned<String>) -> Option<(u8, u8)> {
    // A leap year admits every day of the calendar.
    let parsed = super::dates::read_day(&format!("{} 2024", day.value)).ok();
    if parsed.is_none() {
        reader.say(
            Diagnostic::error("VAL-004", day.span, format!("« {} » n’est pas un jour de l’année", day.value))
                .help("écrire un jour et un mois, comme « 31 mars »"),
        );
    }
    parsed.map(|j| (j.month(), j.day()))
}

fn check(reader: &mut Reader<'_>, cadre: &Cadre) {
    for rule in cadre.cofinancement.iter().chain(cadre.axes.iter().flat_map(|axe| &axe.cofinancement)) {
        for payer in rule.payers() {
            if let Payer::Financeur(name) = payer
                && cadre.financeur(&name.value).is_none()
            {
                let roles = PartyRole::WORDS.iter().map(|(word, _)| *word);
                reader.unknown(
                    name,
                    "un financeur du cadre ni un rôle",
                    roles.chain(cadre.financeurs.iter().map(|f| f.id.as_str())),
                );
            }
        }
    }
    for mesure in cadre.themes.iter().flat_map(|t| &t.mesures) {
        let terms = mesure.indicateurs.iter().filter_map(|i| i.quotient.as_ref()).flat_map(|(a, b)| [a, b]);
        for parent in mesure.indicateurs.iter().filter_map(|i| i.part_of.as_ref()).chain(terms) {
            let names = || mesure.indicateurs.iter().map(|i| i.id.value.as_str());
            if !names().any(|n| n == parent.value) {
                reader.unknown(parent, &format!("un indicateur de la mesure {}", mesure.number), names());
            }
        }
    }
}

impl Reader<'_> {
    /// Tells a name that nothing bears.
    pub fn unknown<'m>(&mut self, word: &Spanned<String>, what: &str, known: impl Iterator<Item = &'m str>) {
        self.say(Diagnostic::unknown_name(word, what, known));
    }
}
