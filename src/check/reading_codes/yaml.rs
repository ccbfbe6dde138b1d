//! How data are written: the YAML of a file or of a header.

use super::{FICHE, Illustration, ReadingPage, TextChange};

pub(super) const PAGES: &[ReadingPage] = &[
    ReadingPage {
        code: "YAML-001",
        title: "le YAML ne se lit pas : alignement, ponctuation, ou plusieurs documents dans un fichier",
        means: "Dans un fichier `.yaml`, ou dans l’en-tête d’une page, une ligne ne suit pas les règles d’écriture : une valeur contient `: ` sans guillemets, un guillemet n’est pas fermé, une marge n’est pas alignée, une tabulation ou une espace insécable sert de marge.",
        why: "Tout ce qui suit pourrait être lu de travers : un montant rangé dans la mauvaise fiche, une ligne perdue.",
        help: "Écrire la ligne que donne le constat : le plus souvent, mettre la valeur entre guillemets droits (`\"…\"`), ou aligner la ligne avec celles de son groupe par des espaces ordinaires.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("intitule: Ouvrir un accueil"),
            repaired: "intitule: \"Ouvrir : un accueil\"",
            faulty: "intitule: Ouvrir : un accueil",
        }]),
    },
    ReadingPage {
        code: "YAML-002",
        title: "le YAML dépasse une limite : étiquettes, ancres, alias, plus de 24 niveaux ou de 50 000 valeurs",
        means: "La page emploie un signe que YAML réserve (`&`, `*`, `!`, `<<`) au début d’une valeur, ou elle est démesurée : plus de 24 groupes emboîtés, ou plus de 50 000 clés et valeurs.",
        why: "Ces signes feraient lire autre chose que ce qui est écrit, et une page démesurée bloquerait le programme.",
        help: "Mettre la valeur entre guillemets ; pour une page démesurée, la partager ou fermer les crochets ouverts par erreur.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("intitule: Ouvrir un accueil"),
            repaired: "intitule: \"*Ouvrir* un accueil\"",
            faulty: "intitule: *Ouvrir* un accueil",
        }]),
    },
    ReadingPage {
        code: "YAML-003",
        title: "une clé est écrite deux fois dans le même groupe",
        means: "Une même clé est écrite deux fois dans le même groupe.",
        why: "L’une des deux valeurs serait perdue, sans que l’on sache laquelle.",
        help: "N’en garder qu’une. S’il s’agit de deux choses de même nature (deux budgets, deux figures), en faire une liste, avec un tiret devant chacune.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("annexe: A\n"),
            repaired: "annexe: A\n",
            faulty: "annexe: A\nannexe: B\n",
        }]),
    },
    ReadingPage {
        code: "YAML-004",
        title: "l’en-tête d’une fiche ou d’un article manque, ou n’est pas fermé par « --- » après sa dernière clé",
        means: "Une fiche ou un article commence par un en-tête : une ligne `---`, les clés, une ligne `---`. L’une de ces lignes manque, ou elle est mal placée.",
        why: "Sans ces deux lignes, le programme ne sait pas où finissent les données et où commence le texte.",
        help: "Ajouter ou déplacer la ligne `---`, là où le constat le dit.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("valeur: 40 }\n---\n"),
            repaired: "valeur: 40 }\n---\n",
            faulty: "valeur: 40 }\n",
        }]),
    },
    ReadingPage {
        code: "YAML-005",
        title: "entre crochets ou accolades, une virgule coupe une valeur",
        means: "Entre crochets ou entre accolades, la virgule sépare deux valeurs : elle coupe ici un nombre ou un texte.",
        why: "« 3 000,50 € » serait lu « 3 000 », puis un reste que rien ne nomme.",
        help: "Mettre la valeur entre guillemets.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("montant: 3 000 €"),
            repaired: "montant: \"3 000,50 €\"",
            faulty: "montant: 3 000,50 €",
        }]),
    },
];
