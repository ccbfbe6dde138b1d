//! Files, characters, words that would not be printed.

use super::{FICHE, Illustration, ReadingPage, TextChange};

pub(super) const PAGES: &[ReadingPage] = &[
    ReadingPage {
        code: "TXT-001",
        title: "un fichier n’est pas en UTF-8",
        means: "Un fichier n’est pas enregistré en UTF-8 : il l’est en « ANSI » ou en « Unicode », comme le proposent le Bloc-notes et Word.",
        why: "Ses accents seraient lus de travers.",
        help: "L’ouvrir, « Enregistrer sous », puis choisir l’encodage « UTF-8 ».",
        example: Illustration::Told(
            "Aucun exemple n’est montré ici : la faute est dans l’enregistrement du fichier, et non dans ses mots.",
        ),
    },
    ReadingPage {
        code: "TXT-002",
        title: "aucune police embarquée n’a un caractère",
        means: "Aucune police du document n’a le dessin d’un caractère : un émoticône, une puce de Word, un caractère d’une autre écriture.",
        why: "Un carré vide s’imprimerait à sa place.",
        help: "Le remplacer par des mots, ou par un caractère du clavier.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("Un accueil ouvre chaque matin."),
            repaired: "Un accueil ouvre chaque matin, sans rendez-vous.",
            faulty: "Un accueil ouvre chaque matin 😀.",
        }]),
    },
    ReadingPage {
        code: "TXT-003",
        title: "une remarque suit une valeur sur sa ligne : elle en est peut-être la fin",
        means: "Ce qui suit ` #` sur une ligne de données est une remarque : elle n’est pas imprimée, et c’est peut-être la fin de la valeur.",
        why: "Des mots de l’acte disparaîtraient sans que rien ne le montre.",
        help: "Mettre la valeur entre guillemets si elle va plus loin ; sinon, mettre la remarque sur une ligne à elle.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("intitule: Ouvrir un accueil"),
            repaired: "intitule: \"Ouvrir un accueil #2 à Meaux\"",
            faulty: "intitule: Ouvrir un accueil #2 à Meaux",
        }]),
    },
    ReadingPage {
        code: "TXT-004",
        title: "des mots écrits ne sont pas dans le document",
        means: "Des mots écrits dans les sources ne sont pas dans le document.",
        why: "Ce qui n’est pas imprimé n’engage personne.",
        help: "Placer ces mots là où le constat le dit ; si un gabarit du projet les oublie, le corriger.",
        example: Illustration::Changes(&[TextChange {
            file: "templates/convention/article.typ.tera",
            replaced: None,
            repaired: "#import \"../charte/charte.typ\": *\n\n#titre-article(numero: [1], titre: [{{ article.titre }}])\n\n{% for m in article.corps -%}\n{{ <morceau m={m} /> }}\n{%- endfor %}\n",
            faulty: "#import \"../charte/charte.typ\": *\n\n#titre-article(numero: [1], titre: [{{ article.titre }}])\n",
        }]),
    },
    ReadingPage {
        code: "TXT-005",
        title: "un caractère invisible, ou qui change le sens de l’écriture",
        means: "Un caractère ne se voit pas, ou change le sens de l’écriture de ce qui suit. Il vient d’un collage, ou une \
                suite comme `&shy;` ou `\\u200b` le désigne.",
        why: "Le texte imprimé ne serait pas celui que l’on voit à l’écran.",
        help: "Effacer le caractère à la place que dit le constat.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("Un accueil ouvre chaque matin."),
            repaired: "Un accueil ouvre.",
            faulty: "Un accueil \u{2800} ouvre.",
        }]),
    },
    ReadingPage {
        code: "TXT-006",
        title: "une fusion git n’est pas terminée",
        means: "Deux versions du fichier, que git n’a pas su réunir, y sont encore l’une et l’autre.",
        why: "Les deux s’imprimeraient.",
        help: "Garder l’une des deux, et retirer les lignes `<<<<<<<`, `=======` et `>>>>>>>`.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("Un accueil ouvre chaque matin."),
            repaired: "Un accueil.",
            faulty: "<<<<<<< HEAD\nUn accueil.\n=======\nDeux accueils.\n>>>>>>> autre",
        }]),
    },
];
