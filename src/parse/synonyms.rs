//! The keys that people write by another word of the trade: « recettes » for `financements`. They are told, never read.

use super::first_try::charge_line;
use super::keys::MapReader;
use crate::diagnostic::Gap;
use crate::lang::flat;
use crate::model::payer_words::signing_role;
use crate::model::{Absence, Montant};
use crate::syntax::Node;

/// A key, and the words that stand for it where it is expected.
type Words = (&'static str, &'static [&'static str]);

/// The words, flat. One word may stand for several keys: the group where it is written tells which.
const SYNONYMS: [Words; 17] = [
    (
        "financements",
        &[
            "recettes",
            "recette",
            "ressources",
            "produits",
            "financement",
            "financeurs",
            "financeur",
            "cofinancements",
            "cofinanceurs",
        ],
    ),
    ("charges", &["depenses", "depense", "couts", "cout", "postes", "postes de depenses", "emplois"]),
    (
        "total_affiche",
        &["total", "totaux", "montant total", "total general", "total budget", "total du budget", "montant"],
    ),
    (
        "intitule",
        &[
            "titre",
            "nom",
            "nom de l action",
            "titre de l action",
            "intitule de l action",
            "libelle",
            "action",
        ],
    ),
    (
        "budget",
        &["budget previsionnel", "budget de l action", "budget prevu", "plan de financement", "budgets"],
    ),
    (
        "libelle",
        &["poste", "nature", "intitule", "objet", "designation", "nom", "titre", "label", "description"],
    ),
    ("montant", &["cout", "prix", "somme", "budget", "total", "cout total", "depense", "montant prevu"]),
    ("financeur", &["payeur", "cofinanceur", "contributeur", "organisme", "source"]),
    ("numero", &["n", "no", "num", "numero de fiche", "numero de la fiche", "fiche"]),
    (
        "mise_en_place",
        &["date de mise en place", "demarrage", "date de demarrage", "debut", "date de debut", "date"],
    ),
    ("duree", &["duree de l action", "periode"]),
    ("partenaires", &["partenaires de l action", "cofinanceurs", "partenariat", "partenariats"]),
    ("statut", &["etat", "statut de l action"]),
    ("indicateurs", &["objectifs", "objectif", "indicateur"]),
    (
        "note",
        &["remarque", "remarques", "commentaire", "commentaires", "observation", "observations", "precision"],
    ),
    ("valeur", &["cible", "objectif", "resultat", "nombre", "montant"]),
    ("mesures", &["mesure", "engagement", "engagements"]),
];

/// What a fiche says in its text, and has no key for.
const IN_THE_TEXT: [&str; 14] = [
    "responsable",
    "pilote",
    "referent",
    "referente",
    "porteur",
    "contact",
    "description",
    "contexte",
    "public",
    "publics",
    "public cible",
    "beneficiaires",
    "territoire",
    "calendrier",
];

/// The key among those of a group that a word stands for.
pub(super) fn meant(word: &str, keys: &[&'static str]) -> Option<&'static str> {
    let word = flat(word);
    let is_said = |(key, words): &&Words| keys.contains(key) && words.contains(&word.as_str());
    SYNONYMS.iter().find(is_said).map(|(key, _)| *key)
}

/// What is said of a key that its group does not have.
pub(super) struct Advice {
    /// What to do.
    pub(super) help: String,
    /// The key of the group that is meant.
    pub(super) meant: Option<&'static str>,
    /// What is not read because of it.
    pub(super) gap: Gap,
}

/// What to do of a key that a group does not have, when the key or its value says it.
pub(super) fn advice(map: &MapReader<'_>, key: &str, value: &Node, keys: &[&'static str]) -> Option<Advice> {
    let is_budget = keys.contains(&"charges") && keys.contains(&"financements");
    // A line whose list lost its name.
    let list =
        [("libelle", "charges"), ("financeur", "financements")].into_iter().find(|(own, _)| map.has(own));
    if let Some((own, list)) = list.filter(|_| is_budget && map.has("montant"))
        && [own, "montant"].contains(&key)
    {
        let help = format!("écrire au-dessus de ces lignes la clé qui leur manque, « {list}: »");
        return Some(Advice { help, meant: None, gap: Gap::Part });
    }
    let is_absent = |key: &&'static str| !map.has(key);
    let absent: Vec<&'static str> = keys.iter().copied().filter(is_absent).collect();
    if let Some(meant) = meant(key, &absent) {
        let help = format!("vouliez-vous dire « {meant} » ?");
        return Some(Advice { help, meant: Some(meant), gap: Gap::Part });
    }
    let amount = value.scalar().filter(|text| Montant::read(text).is_ok() || Absence::read(text).is_some());
    if let Some(amount) = amount.filter(|_| is_budget) {
        let label = key.trim();
        let help = match signing_role(label) {
            Some(_) => format!(
                "écrire sous « financements: » « - {{ financeur: …, montant: {amount} }} », avec le nom court du financeur"
            ),
            None => format!("écrire sous « charges: » {}", charge_line(label, amount)),
        };
        return Some(Advice { help, meant: None, gap: Gap::Part });
    }
    let is_fiche = keys.contains(&"intitule") && keys.contains(&"mise_en_place");
    (is_fiche && IN_THE_TEXT.contains(&flat(key).as_str())).then(|| Advice {
        help: "l’écrire dans le texte de la fiche, sous sa rubrique : l’en-tête n’a pas cette clé".to_owned(),
        meant: None,
        gap: Gap::Nothing,
    })
}
