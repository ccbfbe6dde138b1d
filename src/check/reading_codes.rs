//! Codes of the stages around the rules, for what cannot be read or typeset: explained here with those
//! of the rules.

/// Each code with its French title.
pub const CODES: [(&str, &str); 44] = [
    ("YAML-001", "le YAML ne se lit pas : alignement, ponctuation, ou plusieurs documents dans un fichier"),
    ("YAML-002", "le YAML dépasse une limite : ancres, alias et plus de 24 niveaux ne sont pas admis"),
    ("YAML-003", "une clé est écrite deux fois dans le même groupe"),
    ("YAML-004", "l’en-tête d’une fiche ou d’un article manque, ou n’est pas fermé par « --- »"),
    ("CLE-001", "une clé est inconnue à cet endroit"),
    ("CLE-002", "une clé nécessaire manque"),
    ("CLE-003", "la valeur manque, ou n’est pas de la forme attendue (texte, liste, groupe de clés)"),
    ("CLE-004", "un texte d’en-tête dépasse 20 000 octets"),
    ("CLE-005", "des clés s’excluent, ou leur nombre ne convient pas"),
    ("VAL-001", "un montant ne se lit pas"),
    ("VAL-002", "un nombre ne se lit pas, ou sort des bornes"),
    ("VAL-003", "un pourcentage ne se lit pas"),
    ("VAL-004", "un jour n’existe pas, ou une période finit avant de commencer"),
    ("VAL-005", "une date de mise en place n’est pas comprise"),
    ("VAL-006", "une durée n’est pas comprise"),
    ("VAL-007", "un mot n’est pas de ceux que l’on attend"),
    ("VAL-008", "la valeur d’un indicateur n’est pas comprise"),
    ("VAL-009", "une valorisation n’a pas exactement un facteur en euros, ou son produit est démesuré"),
    ("REF-001", "un nom ne désigne rien de connu (mesure, indicateur, financeur, rubrique, bordereau…)"),
    ("REF-002", "une donnée citée entre accolades n’existe pas"),
    ("REF-003", "un nom ou un numéro est donné deux fois"),
    ("REF-004", "un tableau ou une figure est cité au milieu d’une phrase"),
    ("MD-001", "le texte contient du HTML"),
    ("MD-002", "une image n’existe pas, sort du projet, ou n’est pas seule sur son paragraphe"),
    ("MD-003", "une image n’a pas de texte de remplacement"),
    ("MD-004", "un titre saute un niveau, ou est de premier niveau"),
    ("MD-005", "listes et citations sont trop emboîtées"),
    ("MD-006", "un lien ne mène pas à une adresse"),
    ("MD-007", "une note en appelle une autre"),
    ("MD-008", "un paragraphe dépasse 20 000 octets"),
    ("TAB-001", "une ligne de tableau n’a pas autant de cellules que de colonnes"),
    ("TAB-002", "une cellule prolonge une cellule du dessus qui n’existe pas"),
    ("TAB-003", "une cellule n’est pas du type de sa colonne"),
    ("TXT-001", "un fichier n’est pas en UTF-8"),
    ("TXT-002", "aucune police embarquée n’a un caractère"),
    ("TXT-003", "une remarque suit une valeur sur sa ligne : elle en est peut-être la fin"),
    ("TXT-004", "des mots écrits ne sont pas dans le document"),
    ("PRJ-001", "un fichier du projet ne peut être lu, ou est trop grand"),
    ("PRJ-002", "une image est illisible ou démesurée"),
    ("PRJ-003", "l’édition n’a pas de rapport d’exécution"),
    ("PRJ-004", "le rapport ne dit pas quelle révision de la convention il exécute"),
    ("GAB-001", "un gabarit ne se lit pas ou demande une donnée qui n’existe pas"),
    ("TYP-001", "Typst refuse la composition"),
    ("TYP-002", "le programme a été compilé sans la composition en PDF"),
];

/// French title of a code of this table.
pub fn title(code: &str) -> Option<&'static str> {
    CODES.iter().find(|(c, _)| *c == code).map(|(_, title)| *title)
}
