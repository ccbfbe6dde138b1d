//! The project around the texts: files, images, templates, typesetting, tolerances.

use super::{CONVENTION, FICHE, Illustration, ReadingPage, TextChange};

pub(super) const PAGES: &[ReadingPage] = &[
    ReadingPage {
        code: "PRJ-001",
        title: "un fichier du projet ne peut être lu, ou est trop grand",
        means: "Un fichier du projet ne peut être lu : il est trop grand (2 Mo pour un texte, 20 Mo pour une image), ou le poste en refuse l’accès.",
        why: "Ce qu’il contient manquerait à l’acte et au contrôle.",
        help: "Réduire le fichier, ou vérifier les droits d’accès du dossier.",
        example: Illustration::Told(
            "Aucun exemple n’est montré ici : la faute est dans le fichier, et non dans ses mots.",
        ),
    },
    ReadingPage {
        code: "PRJ-002",
        title: "une image ne peut être imprimée",
        means: "Une image citée ne peut être imprimée : elle est coupée, son format n’est pas celui de son nom, elle est en quadrichromie, ou un dessin SVG contient autre chose que des formes et des mots.",
        why: "Le PDF serait incomplet, ou ne pourrait être archivé.",
        help: "L’enregistrer en PNG ou en JPEG (RVB ou gris), sous le nom de son format.",
        example: Illustration::Changes(&[
            TextChange {
                file: "content/2024/images/plan.svg",
                replaced: None,
                repaired: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\"><rect width=\"20\" height=\"20\"/></svg>\n",
                faulty: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\"><foreignObject/></svg>\n",
            },
            TextChange {
                file: FICHE,
                replaced: Some("Un accueil ouvre chaque matin."),
                repaired: "![Plan de l’accueil](images/plan.svg)",
                faulty: "![Plan de l’accueil](images/plan.svg)",
            },
        ]),
    },
    ReadingPage {
        code: "PRJ-003",
        title: "l’édition n’a pas de rapport d’exécution",
        means: "Le rapport d’exécution est demandé, et l’édition n’en a pas.",
        why: "Il n’y a rien à composer.",
        help: "Lancer `calpae new rapport` : il en prépare le dossier.",
        example: Illustration::Told(
            "Aucun exemple n’est montré ici : c’est un dossier qui manque. Seul `calpae build rapport` donne ce constat.",
        ),
    },
    ReadingPage {
        code: "PRJ-004",
        title: "le rapport ne dit pas quelle révision de la convention il exécute",
        means: "Le fichier `reference.yaml` du rapport ne nomme aucune révision de la convention.",
        why: "Le contracté auquel l’exécution est comparée n’est pas connu.",
        help: "Lancer `calpae new rapport` : il écrit `reference.yaml` et garde ce qui est déjà rempli.",
        example: Illustration::Changes(&[TextChange {
            file: "content/2024/rapport/rapport.yaml",
            replaced: None,
            repaired: "",
            faulty: "periode: du 2024-01-01 au 2024-12-31\netat: projet\ndate_du_document: 2025-01-31\n",
        }]),
    },
    ReadingPage {
        code: "PRJ-005",
        title: "un fichier ou un dossier n’est pas lu : son nom, sa place ou sa nature",
        means: "Un fichier ou un dossier est dans `content/`, et le programme ne le lit pas : son nom, sa place ou sa nature ne sont pas ceux qu’il attend.",
        why: "Une fiche oubliée manquerait à l’acte, sans que rien ne le montre.",
        help: "Renommer le fichier comme le dit le constat, ou le ranger hors de `content/`.",
        example: Illustration::Changes(&[TextChange {
            file: "content/2024/fiches/02.md.txt",
            replaced: None,
            repaired: "",
            faulty: "---\nnumero: 2\n---\n",
        }]),
    },
    ReadingPage {
        code: "PRJ-006",
        title: "un gabarit du projet ne remplace aucun de ceux du programme",
        means: "Un fichier de `templates/` ne remplace aucun gabarit du programme, et aucun autre ne le nomme.",
        why: "La modification que l’on croit faite n’a pas d’effet.",
        help: "Reprendre le nom que donne le constat ; `docs/gabarits.md` en donne la liste.",
        example: Illustration::Changes(&[TextChange {
            file: "templates/convention/articles.typ.tera",
            replaced: None,
            repaired: "",
            faulty: "#import \"../charte/charte.typ\": *\n",
        }]),
    },
    ReadingPage {
        code: "PRJ-007",
        title: "une police d’une image est remplacée",
        means: "Un dessin SVG demande une police que le programme n’a pas : une autre la remplace.",
        why: "Les mots du dessin n’auront pas la forme voulue ; ils peuvent déborder.",
        help: "Choisir dans le dessin une police du programme, ou convertir les mots en formes.",
        example: Illustration::Changes(&[
            TextChange {
                file: "content/2024/images/plan.svg",
                replaced: None,
                repaired: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"20\"><text y=\"15\">Plan</text></svg>\n",
                faulty: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"60\" height=\"20\"><text y=\"15\" font-family=\"Comic Sans MS\">Plan</text></svg>\n",
            },
            TextChange {
                file: FICHE,
                replaced: Some("Un accueil ouvre chaque matin."),
                repaired: "![Plan de l’accueil](images/plan.svg)",
                faulty: "![Plan de l’accueil](images/plan.svg)",
            },
        ]),
    },
    ReadingPage {
        code: "GAB-001",
        title: "un gabarit ne se lit pas ou demande une donnée qui n’existe pas",
        means: "Un gabarit du projet (`templates/`) ne se lit pas, ou demande une donnée qui n’existe pas.",
        why: "Le document ne peut être composé avec lui.",
        help: "Corriger le gabarit à la ligne du constat ; `docs/gabarits.md` décrit les données qu’il reçoit. Le retirer rend celui du programme.",
        example: Illustration::Changes(&[TextChange {
            file: "templates/convention/article.typ.tera",
            replaced: None,
            repaired: "#import \"../charte/charte.typ\": *\n\n#titre-article(numero: [1], titre: [{{ article.titre }}])\n\n{% for m in article.corps -%}\n{{ <morceau m={m} /> }}\n{%- endfor %}\n",
            faulty: "#import \"../charte/charte.typ\": *\n\n#titre-article(numero: [1], titre: [{{ article.titre }])\n\n{% for m in article.corps -%}\n{{ <morceau m={m} /> }}\n{%- endfor %}\n",
        }]),
    },
    ReadingPage {
        code: "TYP-001",
        title: "Typst refuse la composition",
        means: "La composition en PDF refuse ce que le gabarit a écrit.",
        why: "Aucun PDF n’est fait : il serait faux.",
        help: "Corriger le gabarit du projet à la ligne du constat. Sans gabarit propre au projet, c’est une faute du programme : la signaler, avec le texte qui la cause.",
        example: Illustration::Told(
            "Aucun exemple n’est montré ici : le contrôle lit les textes, et cette faute n’apparaît qu’à la composition, avec un gabarit du projet.",
        ),
    },
    ReadingPage {
        code: "TYP-002",
        title: "le programme a été compilé sans la composition en PDF",
        means: "Ce programme a été compilé sans la composition en PDF.",
        why: "Il lit et contrôle, mais ne peut faire de PDF.",
        help: "Installer la version complète du programme, ou demander `--format typst`.",
        example: Illustration::Told(
            "Aucun exemple n’est montré ici : la cause est dans le programme installé.",
        ),
    },
    ReadingPage {
        code: "TYP-003",
        title: "le document serait démesuré",
        means: "Le document serait démesuré : un même tableau est cité un très grand nombre de fois, ou les textes font des milliers de pages.",
        why: "La composition épuiserait la mémoire du poste.",
        help: "Citer le tableau une fois, et y renvoyer ailleurs par son titre.",
        example: Illustration::Told("Aucun exemple n’est montré ici : il ferait des milliers de pages."),
    },
    ReadingPage {
        code: "TYP-004",
        title: "un tableau a plus de colonnes qu’aucune page n’en contient",
        means: "Un tableau a plus de 100 colonnes.",
        why: "Aucune page, même partagée, ne le rendrait lisible.",
        help: "Le partager en plusieurs tableaux.",
        example: Illustration::Told("Aucun exemple n’est montré ici : il ferait plus de 100 colonnes."),
    },
    ReadingPage {
        code: "TOL-001",
        title: "une tolérance ne s’applique plus à rien",
        means: "Une tolérance de `convention.yaml` ne correspond plus à aucun constat.",
        why: "Elle pourrait en cacher un autre, plus tard, sans que personne l’ait décidé.",
        help: "La retirer ; le constat qu’elle gardait est réparé, ou son lieu a changé.",
        example: Illustration::Changes(&[TextChange {
            file: CONVENTION,
            replaced: Some("lieu: Claireville"),
            repaired: "lieu: Claireville",
            faulty: "lieu: Claireville\ntolerances:\n  - { regle: FIN-001, lieu: fiches/01, raison: l’acte est signé }",
        }]),
    },
    ReadingPage {
        code: "TOL-002",
        title: "une tolérance ou une gravité nomme une règle qui n’existe pas",
        means: "Une tolérance, ou une gravité choisie pour le projet, nomme une règle qui n’existe pas.",
        why: "Elle n’aurait aucun effet.",
        help: "Reprendre le code qui est entre crochets dans le constat, comme FIN-001.",
        example: Illustration::Changes(&[TextChange {
            file: CONVENTION,
            replaced: Some("lieu: Claireville"),
            repaired: "lieu: Claireville\nregles: { FRM: ignorée }",
            faulty: "lieu: Claireville\nregles: { FRN: ignorée }",
        }]),
    },
];
