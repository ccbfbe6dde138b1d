//! What the YAML parser says of a fault, in the words of those who write fiches. It speaks English and of its
//! own states; its words are known by their beginning and never shown.

/// What is wrong, and what to do.
pub(super) type Fault = (&'static str, &'static str);

const UNREADABLE: Fault = (
    "cette ligne ne se lit pas",
    "vérifier l’alignement et la ponctuation ; une valeur qui contient « : » ou « # » se met entre guillemets",
);
const COLON: Fault = (
    "« : » ne peut pas se lire dans une valeur sans guillemets",
    "mettre la valeur entre guillemets (\" \"), ou retirer l’espace qui suit « : »",
);
/// Said of a line whose margin is that of nothing above.
pub(super) const ALIGNMENT: Fault = (
    "cette ligne n’est pas alignée avec celles de son groupe",
    "donner aux clés ou aux tirets d’un même groupe la même marge, faite d’espaces",
);

/// The faults by the beginning of the parser's words.
const FAULTS: [(&[&str], Fault); 9] = [
    (
        &["invalid trailing content after single-quoted scalar"],
        (
            "une apostrophe ferme ce texte avant sa fin",
            "doubler l’apostrophe (''), ou mettre le texte entre guillemets (\" \")",
        ),
    ),
    (
        &["invalid trailing content after double-quoted scalar"],
        (
            "un guillemet ferme ce texte avant sa fin",
            "vérifier le guillemet qui ouvre ce texte, ici ou plus haut ; un texte qui en contient se met entre apostrophes (' ')",
        ),
    ),
    (
        &["unclosed quote", "while scanning a quoted scalar, found unexpected document indicator"],
        (
            "le texte qui s’ouvre ici n’est pas fermé",
            "le fermer par le signe qui l’ouvre ; une apostrophe dans un texte entre apostrophes se double ('')",
        ),
    ),
    (
        &[
            "tab",
            "a block scalar content cannot start with a tab",
            "while scanning a plain scalar, found a tab",
        ],
        ("une tabulation ne peut pas faire la marge", "la remplacer par des espaces"),
    ),
    (
        &[
            "unclosed bracket",
            "unexpected EOF while parsing a flow",
            "unexpected EOF while parsing an implicit flow",
            "while parsing a flow",
            "illegal placement of ':' indicator",
            "invalid indentation in flow construct",
        ],
        (
            "un crochet ou une accolade n’est pas fermé, ou il manque une virgule",
            "fermer « [ » par « ] » et « { » par « } », ici ou plus haut, et mettre une virgule entre deux valeurs",
        ),
    ),
    (
        &["misplaced bracket", "mismatched bracket"],
        (
            "ce crochet ou cette accolade n’en ferme aucun",
            "fermer « [ » par « ] » et « { » par « } » ; un texte qui en contient se met entre guillemets",
        ),
    ),
    (
        &["simple key expected"],
        ("il manque « : » et une espace après une clé", "écrire « clé: valeur », une clé par ligne"),
    ),
    (
        &[
            "invalid indentation",
            "while parsing a block",
            "block sequence entries are not allowed",
            "simple key is no longer valid",
            "wrongly indented line in block scalar",
            "mapping keys are not allowed",
        ],
        ALIGNMENT,
    ),
    (
        &["unexpected character", "plain scalar cannot start", "unexpected end of plain scalar"],
        (
            "une valeur sans guillemets ne peut pas commencer par ce signe",
            "mettre la valeur entre guillemets",
        ),
    ),
];

/// Whether the parser stopped between brackets.
pub(super) fn in_brackets(words: &str) -> bool {
    const FLOW: [&str; 4] =
        ["unclosed", "unexpected EOF while parsing", "while parsing a flow", "invalid indentation in flow"];
    let others = ["illegal placement of ':' indicator", "misplaced bracket", "mismatched bracket"];
    FLOW.iter().chain(&others).any(|start| words.starts_with(start))
}

/// The fault that the parser's words tell; `avant` is what its line has before the place.
pub(super) fn fault(words: &str, before: &str) -> Fault {
    if words.starts_with("mapping values are not allowed") {
        // A second « : » in the line is that of a text; the first one is that of a key out of its group.
        return if before.contains(": ") { COLON } else { ALIGNMENT };
    }
    let is_known = FAULTS.iter().find(|(start_set, _)| start_set.iter().any(|d| words.starts_with(d)));
    is_known.map_or(UNREADABLE, |(_, fault)| *fault)
}
