//! `content/cadres/<nom>.yaml`: what the State fixes.

use super::reader::{MapReader, Reader};
use super::tree::Node;
use crate::diagnostic::Diagnostic;
use crate::model::cadre::{
    Annexe, AnnexeTable, Cadre, DEPARTEMENT, Deadline, Direction, ETAT, Financeur, Indicateur, MatrixColumn,
    Mesure, Rubrique, RubriqueContent, Theme,
};
use crate::text::{Span, Spanned};

const TABLES: [(&str, AnnexeTable); 2] =
    [("matrice", AnnexeTable::Matrix), ("executions", AnnexeTable::Executions)];

const DIRECTIONS: [(&str, Direction); 2] = [("hausse", Direction::Increase), ("baisse", Direction::Decrease)];

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
pub fn read(l: &mut Reader<'_>, zone: Span) -> Option<Cadre> {
    let root = l.tree(zone)?;
    let mut c = l.map_reader(&root)?;
    let heading = l.required_text(&mut c, "intitule").map(|t| t.value);
    let acronym = l.required_text(&mut c, "sigle").map(|t| t.value);
    let annexes = elements(l, &mut c, "annexes", annexe);
    let statuses = match c.take("statuts") {
        Some(n) => l
            .entries(n)
            .iter()
            .filter_map(|(key, v)| l.text(v).map(|t| (key.value.clone(), t.value)))
            .collect(),
        None => Vec::new(),
    };
    let financeurs: Vec<Financeur> = elements(l, &mut c, "financeurs", financeur);
    for required in [ETAT, DEPARTEMENT] {
        if !financeurs.iter().any(|f| f.id == required) {
            l.say(
                Diagnostic::error(
                    "REF-001",
                    c.span_of("financeurs"),
                    format!("le financeur « {required} » manque au cadre"),
                )
                .help(format!("ajouter « - {{ id: {required}, nom: … }} »")),
            );
        }
    }
    let rubriques = elements(l, &mut c, "rubriques", rubrique);
    let visas = match c.take("visas") {
        Some(n) => super::convention::visas(l, n),
        None => Vec::new(),
    };
    let (columns, themes) = match c.take("matrice") {
        Some(n) => matrix(l, n)?,
        None => (Vec::new(), Vec::new()),
    };
    let max_etat_share = c.take("part_etat_max").and_then(|n| l.percentage(n)).map(|p| p.value);
    let exclusive_statuses = match c.take("statuts_exclusifs") {
        Some(n) => l.list(n).iter().filter_map(|n| pair(l, n)).collect(),
        None => Vec::new(),
    };
    let deadlines = match c.take("echeances") {
        Some(n) => l.list(n).iter().filter_map(|n| deadline(l, n)).collect(),
        None => Vec::new(),
    };
    let rapport = c.take("rapport").map(|n| super::rapport::cadre(l, n)).unwrap_or_default();
    let refaction = c.take("refaction").and_then(|n| super::rapport::refaction(l, n));
    l.finish(&c);
    let cadre = Cadre {
        act_name: heading?,
        acronym: acronym?,
        annexes,
        statuses,
        financeurs,
        rubriques,
        visas,
        columns,
        themes,
        max_etat_share,
        exclusive_statuses: exclusive_statuses.into_iter().map(|(a, b)| (a.value, b.value)).collect(),
        deadlines,
        rapport,
        refaction,
    };
    check(l, &cadre);
    Some(cadre)
}

/// The items of a list under a key that must be there.
fn elements<T>(
    l: &mut Reader<'_>,
    map_reader: &mut MapReader<'_>,
    key: &'static str,
    read: fn(&mut Reader<'_>, &Node) -> Option<T>,
) -> Vec<T> {
    match l.require(map_reader, key) {
        Some(n) => l.list(n).iter().filter_map(|n| read(l, n)).collect(),
        None => Vec::new(),
    }
}

fn annexe(l: &mut Reader<'_>, node: &Node) -> Option<Annexe> {
    let mut c = l.map_reader(node)?;
    let id = l.required_text(&mut c, "id");
    let title = l.required_text(&mut c, "titre");
    let table_title = l.required_text(&mut c, "titre_tableau");
    let table = l.require(&mut c, "tableau").and_then(|n| l.one_of(n, &TABLES));
    let note = l.optional_text(&mut c, "note");
    l.finish(&c);
    Some(Annexe { id: id?.value, title: title?.value, table_title: table_title?.value, table: table?, note })
}

fn financeur(l: &mut Reader<'_>, node: &Node) -> Option<Financeur> {
    let mut c = l.map_reader(node)?;
    let id = l.required_word(&mut c, "id");
    let name = l.required_text(&mut c, "nom");
    l.finish(&c);
    Some(Financeur { id: id?.value, name: name?.value })
}

fn rubrique(l: &mut Reader<'_>, node: &Node) -> Option<Rubrique> {
    let mut c = l.map_reader(node)?;
    let id = l.required_word(&mut c, "id");
    let title = l.required_text(&mut c, "titre");
    let required = l.optional_yes_no(&mut c, "obligatoire").unwrap_or(false);
    let content = c.take("contenu").and_then(|n| l.one_of(n, &CONTENTS)).unwrap_or(RubriqueContent::Prose);
    l.finish(&c);
    Some(Rubrique { id: id?.value, title: title?.value, required, content })
}

fn matrix(l: &mut Reader<'_>, node: &Node) -> Option<(Vec<MatrixColumn>, Vec<Theme>)> {
    let mut c = l.map_reader(node)?;
    let columns = elements(l, &mut c, "colonnes", |l, n| {
        let mut c = l.map_reader(n)?;
        let id = l.required_word(&mut c, "id");
        let title = l.required_text(&mut c, "titre");
        l.finish(&c);
        let title = title?;
        Some(MatrixColumn { id: id?.value, title: title.value, span: title.span })
    });
    let themes = elements(l, &mut c, "themes", |l, n| {
        let mut c = l.map_reader(n)?;
        let number = l.required_text(&mut c, "numero");
        let title = l.required_text(&mut c, "titre");
        let mesures = elements(l, &mut c, "mesures", mesure);
        l.finish(&c);
        Some(Theme { number: number?.value, title: title?.value, mesures })
    });
    l.finish(&c);
    Some((columns, themes))
}

fn mesure(l: &mut Reader<'_>, node: &Node) -> Option<Mesure> {
    let mut c = l.map_reader(node)?;
    let number = l.required_text(&mut c, "numero");
    let title = l.required_text(&mut c, "titre");
    let indicateurs: Vec<Indicateur> = elements(l, &mut c, "indicateurs", indicateur);
    l.finish(&c);
    for (i, indicateur) in indicateurs.iter().enumerate() {
        if let Some(first) = indicateurs.iter().take(i).find(|p| p.id.value == indicateur.id.value) {
            l.say(Diagnostic::duplicate_name(&indicateur.id, &first.id, "l’indicateur"));
        }
    }
    Some(Mesure { number: number?.value, title: title?.value, indicateurs })
}

fn indicateur(l: &mut Reader<'_>, node: &Node) -> Option<Indicateur> {
    let mut c = l.map_reader(node)?;
    let id = l.required_word(&mut c, "id");
    let label = l.required_text(&mut c, "libelle");
    let definition = l.optional_text(&mut c, "definition");
    let unit = l.optional_text(&mut c, "unite");
    let kind = l.optional_text(&mut c, "nature");
    let part_of = c.take("dont_de").and_then(|n| l.word(n));
    let direction = c.take("sens").and_then(|n| l.one_of(n, &DIRECTIONS));
    let quotient = c.take("quotient").and_then(|n| pair(l, n));
    let group = l.optional_text(&mut c, "groupe");
    let note = l.optional_text(&mut c, "note");
    l.finish(&c);
    Some(Indicateur {
        id: id?,
        label: label?.value,
        definition,
        unit,
        kind,
        direction,
        quotient,
        part_of,
        group,
        note,
    })
}

/// Two names: « [a, b] ».
fn pair(l: &mut Reader<'_>, node: &Node) -> Option<(Spanned<String>, Spanned<String>)> {
    if let [a, b] = l.list(node) {
        return Some((l.word(a)?, l.word(b)?));
    }
    l.expected(node, "deux noms (« [l’un, l’autre] »)");
    None
}

fn deadline(l: &mut Reader<'_>, node: &Node) -> Option<Deadline> {
    let mut c = l.map_reader(node)?;
    let object = l.required_word(&mut c, "objet");
    let day = l.required_word(&mut c, "jour")?;
    let concluded = c.take("conclue_depuis").and_then(|n| l.word(n));
    let steps = match c.take("etapes") {
        Some(n) => l.list(n).iter().filter_map(|n| step(l, n)).collect(),
        None => Vec::new(),
    };
    l.finish(&c);
    let concluded_since = match &concluded {
        Some(word) => Some(day_of_year(l, word)?),
        None => None,
    };
    let (month, day) = day_of_year(l, &day)?;
    Some(Deadline { object: object?.value, month, day, concluded_since, steps })
}

/// Something to do before a deadline: « { libelle: …, jours: 14 } ».
fn step(l: &mut Reader<'_>, node: &Node) -> Option<(String, u16)> {
    let mut c = l.map_reader(node)?;
    let label = l.required_word(&mut c, "libelle");
    let days = l.require(&mut c, "jours").and_then(|n| l.number(n));
    l.finish(&c);
    let days = days?;
    let parsed = u16::try_from(days.value).ok().filter(|n| *n <= 730 && days.value.is_integer());
    if parsed.is_none() {
        l.say(
            Diagnostic::error("VAL-002", days.span, "une étape se compte en jours, de 0 à 730")
                .help("écrire « jours: 14 »"),
        );
    }
    Some((label?.value, parsed?))
}

/// Month and day of « 31 mars ».
fn day_of_year(l: &mut Reader<'_>, day: &Spanned<String>) -> Option<(u8, u8)> {
    // A leap year admits every day of the calendar.
    let parsed = super::scalars::read_day(&format!("{} 2024", day.value));
    if parsed.is_none() {
        l.say(
            Diagnostic::error("VAL-004", day.span, format!("« {} » n’est pas un jour de l’année", day.value))
                .help("écrire un jour et un mois, comme « 31 mars »"),
        );
    }
    parsed.map(|j| (j.month(), j.day()))
}

fn check(l: &mut Reader<'_>, cadre: &Cadre) {
    for mesure in cadre.themes.iter().flat_map(|t| &t.mesures) {
        let parties = mesure.indicateurs.iter().filter_map(|i| i.quotient.as_ref()).flat_map(|(a, b)| [a, b]);
        for parent in mesure.indicateurs.iter().filter_map(|i| i.part_of.as_ref()).chain(parties) {
            let names = || mesure.indicateurs.iter().map(|i| i.id.value.as_str());
            if !names().any(|n| n == parent.value) {
                l.unknown(parent, &format!("indicateur de la mesure {}", mesure.number), names());
            }
        }
    }
}

impl Reader<'_> {
    /// Tells a name that nothing bears.
    pub fn unknown<'m>(&mut self, word: &Spanned<String>, what: &str, knowns: impl Iterator<Item = &'m str>) {
        self.say(Diagnostic::unknown_name(word, what, knowns));
    }
}
