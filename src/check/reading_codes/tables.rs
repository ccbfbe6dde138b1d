//! Tables.

use super::{FICHE, Illustration, ReadingPage, TextChange};

pub(super) const PAGES: &[ReadingPage] = &[
    ReadingPage {
        code: "TAB-001",
        title: "une ligne de tableau n’a pas autant de cellules que de colonnes",
        means: "Une ligne d’un tableau n’a pas autant de cellules que de colonnes.",
        why: "Une valeur serait perdue, ou irait dans la colonne voisine.",
        help: "Ajouter ou retirer une barre `|`. Une barre qui fait partie du texte s’écrit `\\|` ; une phrase qui suit un tableau veut une ligne vide.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("Un accueil ouvre chaque matin."),
            repaired: "| Lieu | Places |\n|---|---|\n| Nord | 12 |",
            faulty: "| Lieu | Places |\n|---|---|\n| Nord | 12 | 3 |",
        }]),
    },
    ReadingPage {
        code: "TAB-002",
        title: "une cellule prolonge une cellule du dessus qui n’existe pas",
        means: "Le signe `^` prolonge la cellule du dessus, et il n’y en a pas.",
        why: "La cellule n’aurait pas de valeur.",
        help: "Écrire la valeur.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("partenaires: [État]\n"),
            repaired: "partenaires: [État]\ntableaux:\n  id: lieux\n  colonnes: [{ titre: Lieu }, { titre: Places, type: nombre }]\n  lignes: |\n    Nord | 12\n    ^    | 20\n",
            faulty: "partenaires: [État]\ntableaux:\n  id: lieux\n  colonnes: [{ titre: Lieu }, { titre: Places, type: nombre }]\n  lignes: |\n    ^    | 12\n    Nord | 20\n",
        }]),
    },
    ReadingPage {
        code: "TAB-003",
        title: "une cellule n’est pas du type de sa colonne, ou celle-ci en cacherait des décimales",
        means: "Une cellule n’est pas du type de sa colonne (nombre, montant, pourcentage), ou elle a plus de décimales que celle-ci n’en montre.",
        why: "Elle ne pourrait entrer dans le total, ou ses décimales seraient cachées.",
        help: "Corriger la cellule, écrire un mot d’absence, ou changer le `type` ou les `decimales` de la colonne.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("partenaires: [État]\n"),
            repaired: "partenaires: [État]\ntableaux:\n  id: lieux\n  colonnes: [{ titre: Lieu }, { titre: Places, type: nombre }]\n  lignes: |\n    Nord | 12\n",
            faulty: "partenaires: [État]\ntableaux:\n  id: lieux\n  colonnes: [{ titre: Lieu }, { titre: Places, type: nombre }]\n  lignes: |\n    Nord | douze\n",
        }]),
    },
    ReadingPage {
        code: "TAB-004",
        title: "un tableau du texte n’a pas son trait, ou n’est pas écrit en Markdown",
        means: "Des lignes ont la forme d’un tableau, sans le trait `|---|---|` sous les titres ; ou elles sont collées d’un \
                tableur, dessinées trait par trait, ou séparées de leur tableau par une ligne vide.",
        why: "Elles s’imprimeraient bout à bout, avec leurs barres.",
        help: "Ajouter sous les titres une ligne `|---|---|`, avec autant de colonnes.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("Un accueil ouvre chaque matin."),
            repaired: "| Lieu | Places |\n|---|---|\n| Nord | 12 |",
            faulty: "| Lieu | Places |\n| Nord | 12 |",
        }]),
    },
    ReadingPage {
        code: "TAB-005",
        title: "une ligne de total serait comptée dans le total de sa colonne",
        means: "Une ligne « Total » est tapée dans un tableau dont une colonne calcule son total.",
        why: "Elle serait comptée avec les autres : le total serait doublé.",
        help: "Retirer la ligne ; le total que l’acte imprime s’écrit `total_affiche:` dans la colonne.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("partenaires: [État]\n"),
            repaired: "partenaires: [État]\ntableaux:\n  id: lieux\n  colonnes: [{ titre: Lieu }, { titre: Places, type: nombre, total: somme }]\n  lignes: |\n    Nord | 12\n    Sud | 20\n",
            faulty: "partenaires: [État]\ntableaux:\n  id: lieux\n  colonnes: [{ titre: Lieu }, { titre: Places, type: nombre, total: somme }]\n  lignes: |\n    Nord | 12\n    Sud | 20\n    Total | 32\n",
        }]),
    },
];
