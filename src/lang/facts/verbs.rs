//! The finite verbs of a text and their tense, told by the form of the word and by what stands before it.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::participles::{ends_in_acute, is_participle};
use super::said::Tense;
use super::tokens::Tokens;

/// Third persons of the present of verbs in -er; their plural adds `nt`.
const REGULAR: &[&str] = &[
    "abonde",
    "accompagne",
    "accorde",
    "achete",
    "adhere",
    "adresse",
    "compose",
    "controle",
    "convoque",
    "coordonne",
    "coute",
    "cree",
    "deploie",
    "developpe",
    "delivre",
    "diffuse",
    "distribue",
    "embauche",
    "envoie",
    "evalue",
    "execute",
    "facture",
    "heberge",
    "installe",
    "lie",
    "loue",
    "oriente",
    "prolonge",
    "redige",
    "relaie",
    "releve",
    "remunere",
    "renforce",
    "renonce",
    "siege",
    "traite",
    "valide",
    "acheve",
    "affecte",
    "ajoute",
    "alloue",
    "anime",
    "annonce",
    "apporte",
    "arrive",
    "assure",
    "atteste",
    "attribue",
    "augmente",
    "autorise",
    "baisse",
    "beneficie",
    "calcule",
    "chiffre",
    "cofinance",
    "commence",
    "complete",
    "compte",
    "concerne",
    "confie",
    "consacre",
    "constate",
    "contribue",
    "cumule",
    "debute",
    "delegue",
    "demarre",
    "demeure",
    "depasse",
    "depense",
    "diminue",
    "dispose",
    "dote",
    "double",
    "dure",
    "eleve",
    "encadre",
    "engage",
    "entre",
    "equivaute",
    "etale",
    "excede",
    "expire",
    "figure",
    "finance",
    "fixe",
    "forme",
    "gagne",
    "garde",
    "gere",
    "intervenante",
    "integre",
    "limite",
    "mobilise",
    "monte",
    "necessite",
    "octroie",
    "emploie",
    "organise",
    "paie",
    "participe",
    "passe",
    "pilote",
    "plafonne",
    "porte",
    "prepare",
    "progresse",
    "propose",
    "rapporte",
    "realise",
    "recule",
    "recrute",
    "regroupe",
    "remonte",
    "represente",
    "repose",
    "reserve",
    "reste",
    "retrouve",
    "signe",
    "subventionne",
    "supporte",
    "tombe",
    "totalise",
    "touche",
    "vise",
];

/// Other forms of the present that the prose of an act uses.
const IRREGULAR: &[&str] = &[
    "accueille",
    "accueillent",
    "conviennent",
    "garantissent",
    "instruit",
    "instruisent",
    "menent",
    "mene",
    "poursuivent",
    "prescrit",
    "prescrivent",
    "suit",
    "transmet",
    "transmettent",
    "traduit",
    "admet",
    "appartient",
    "atteignent",
    "atteint",
    "avons",
    "comprend",
    "comprennent",
    "conclut",
    "conclue",
    "concourent",
    "concourt",
    "conduit",
    "connait",
    "consiste",
    "consistent",
    "contient",
    "contiennent",
    "convient",
    "correspond",
    "correspondent",
    "courent",
    "court",
    "couvre",
    "couvrent",
    "decoule",
    "decrit",
    "definit",
    "devient",
    "deviennent",
    "dispense",
    "doit",
    "doivent",
    "equivaut",
    "equivalent",
    "est",
    "etablit",
    "etablissent",
    "etend",
    "fait",
    "font",
    "finit",
    "fournit",
    "fournissent",
    "garantit",
    "inclut",
    "inscrit",
    "intervient",
    "interviennent",
    "maintient",
    "met",
    "mettent",
    "obtient",
    "offre",
    "offrent",
    "ont",
    "ouvre",
    "ouvrent",
    "paye",
    "perd",
    "percoit",
    "percoivent",
    "permet",
    "permettent",
    "peut",
    "peuvent",
    "poursuit",
    "prend",
    "prennent",
    "prevoient",
    "prevoit",
    "produit",
    "propose",
    "proviennent",
    "provient",
    "recoit",
    "recoivent",
    "remplit",
    "reduit",
    "reduisent",
    "rend",
    "repond",
    "ressort",
    "revient",
    "reviennent",
    "reunit",
    "reunissent",
    "sert",
    "servent",
    "sont",
    "soutient",
    "soutiennent",
    "subit",
    "suivent",
    "suffit",
    "tient",
    "tiennent",
    "va",
    "vaut",
    "verse",
];

/// Words that end like a future, a conditional or an imperfect, and are none.
const NOT_VERBS: &[&str] = &[
    "extra",
    "infra",
    "supra",
    "camera",
    "opera",
    "agora",
    "extrait",
    "portrait",
    "retrait",
    "attrait",
    "trait",
    "parait",
    "affront",
    "front",
    "souhait",
    "parfait",
    "bienfait",
    "lait",
    "imparfait",
    "abstrait",
    "distrait",
    "forfait",
    "sait",
    "connait",
    "plait",
    "ultra",
];

/// Words that come before a noun: what follows is no verb.
const BEFORE_A_NOUN: &[&str] = &[
    "le", "la", "les", "un", "une", "des", "du", "de", "d'", "ce", "cet", "cette", "ces", "son", "sa", "ses",
    "leur", "leurs", "notre", "nos", "votre", "au", "aux", "en", "par", "pour", "sur", "sous", "avec",
    "sans", "chaque", "quelque", "aucun", "aucune", "tout", "toute", "dans", "premier", "premiere", "second",
    "autre", "hors", "meme", "n°",
];

static PRESENTS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| REGULAR.iter().chain(IRREGULAR).copied().collect());
static NOUN_MARKS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| BEFORE_A_NOUN.iter().copied().collect());

/// A finite verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verb {
    /// When it says that things happen.
    pub tense: Tense,
    /// Whether it is an auxiliary or « être »: what follows says more.
    pub is_auxiliary: bool,
}

/// Adverbs that stand between an auxiliary and its participle.
pub(super) const ADVERBS: &[&str] = &[
    "deja",
    "ainsi",
    "donc",
    "aussi",
    "egalement",
    "enfin",
    "bien",
    "toujours",
    "jamais",
    "notamment",
    "actuellement",
    "pas",
    "plus",
    "alors",
    "ensuite",
    "desormais",
    "effectivement",
    "finalement",
];

/// The finite verb at a place.
pub(super) fn verb(tokens: &Tokens<'_>, at: usize) -> Option<Verb> {
    if !tokens.is_word(at) {
        return None;
    }
    let word = tokens.word(at);
    let before = tokens.before(at);
    let simple = |tense| Some(Verb { tense, is_auxiliary: false });
    let present = || Some(Verb { tense: Tense::Present, is_auxiliary: true });
    match word {
        // « à » folds into « a »: the verb is told by its lack of an accent.
        "a" if !tokens.is_written(at, "a") => return None,
        "a" | "ont" | "avons" => {
            let tense = if participle_after(tokens, at) { Tense::Past } else { Tense::Present };
            return Some(Verb { tense, is_auxiliary: true });
        }
        "est"
            if before == "-"
                || tokens.after(at, "est a dire").is_some()
                || tokens.after(at, "est - a - dire").is_some() =>
        {
            return None;
        }
        "est" | "sont" => {
            return match motion_after(tokens, at) {
                true => Some(Verb { tense: Tense::Past, is_auxiliary: true }),
                false => present(),
            };
        }
        "vise" | "visent" | "prevoit" | "prevoient" => return simple(Tense::Planned),
        _ => {}
    }
    let singular = word.strip_suffix("nt").unwrap_or(word);
    let may_be =
        word.ends_with('t') || word.ends_with("ra") || word.ends_with("rons") || PRESENTS.contains(word);
    if !may_be || word.len() < 4 && word != "va" || NOUN_MARKS.contains(before) && before != "en" {
        return None;
    }
    // « a atteint », « ont été »: the auxiliary is the finite verb.
    if is_auxiliary(tokens, at.wrapping_sub(1)) || NOT_VERBS.contains(&word) {
        return None;
    }
    let has_end = |ends: &[&str]| ends.iter().any(|end| word.len() > end.len() + 1 && word.ends_with(end));
    // « sera », « auront », « devrait », « pourraient ».
    if has_end(&["ra", "ront", "rait", "raient", "rons"]) && word != "environs" {
        return simple(Tense::Planned);
    }
    if has_end(&["ait", "aient"]) && word != "fait" {
        return Some(Verb {
            tense: Tense::Past,
            is_auxiliary: matches!(word, "etait" | "etaient" | "avait" | "avaient"),
        });
    }
    if word.ends_with('e') && ends_in_acute(tokens, at) {
        return None;
    }
    if PRESENTS.contains(word) || PRESENTS.contains(singular) {
        return simple(Tense::Present);
    }
    None
}

/// Whether an auxiliary stands at a place, adverbs aside.
fn is_auxiliary(tokens: &Tokens<'_>, at: usize) -> bool {
    match tokens.word(at) {
        "a" => tokens.is_written(at, "a"),
        "ont" | "avait" | "avaient" | "est" | "sont" | "etait" | "etaient" | "sera" | "seront" | "serait"
        | "ete" | "avons" | "ayant" => true,
        _ => false,
    }
}

/// Whether a past participle follows an auxiliary.
fn participle_after(tokens: &Tokens<'_>, at: usize) -> bool {
    let mut next = at + 1;
    while ADVERBS.contains(&tokens.word(next)) || tokens.word(next).ends_with("ment") {
        next += 1;
    }
    tokens.word(next) == "ete" || is_participle(tokens, next) || tokens.after(next, "pu").is_some()
}

/// Whether a verb of motion or of change follows « est »: it is then a past.
fn motion_after(tokens: &Tokens<'_>, at: usize) -> bool {
    let next = if ADVERBS.contains(&tokens.word(at + 1)) { at + 2 } else { at + 1 };
    let stem = tokens.word(next).trim_end_matches('s').trim_end_matches('e');
    ["paru", "entr", "sorti", "intervenu", "devenu", "venu", "arriv", "pass", "tomb"].contains(&stem)
        || (tokens.before(at) == "s'" || tokens.before(at) == "se") && is_participle(tokens, next)
}
