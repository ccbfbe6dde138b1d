//! Keys: unknown, missing, of another form.

use super::{CADRE, FICHE, Illustration, ReadingPage, TextChange};

pub(super) const PAGES: &[ReadingPage] = &[
    ReadingPage {
        code: "CLE-001",
        title: "une clé est inconnue à cet endroit",
        means: "Le mot qui précède les deux points n’est pas de ceux que le programme connaît à cet endroit.",
        why: "Ce qui suit une clé inconnue ne serait ni compté, ni imprimé.",
        help: "Corriger la clé : le constat donne celle dont elle est proche, ou toutes celles qui sont possibles.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("partenaires: [État]"),
            repaired: "partenaires: [État]",
            faulty: "partenaire: [État]",
        }]),
    },
    ReadingPage {
        code: "CLE-002",
        title: "une clé nécessaire manque",
        means: "Une clé sans laquelle la page n’a pas de sens n’y est pas.",
        why: "Le programme ne devine rien : une fiche sans numéro, un financement sans payeur ne peuvent entrer dans aucun tableau.",
        help: "Ajouter la clé au niveau que montre le constat.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("intitule: Ouvrir un accueil\n"),
            repaired: "intitule: Ouvrir un accueil\n",
            faulty: "",
        }]),
    },
    ReadingPage {
        code: "CLE-003",
        title: "la valeur manque, ou n’est pas de la forme attendue (texte, liste, groupe de clés)",
        means: "La valeur manque, ou elle n’a pas la forme attendue : une liste (des lignes qui commencent par un tiret), un groupe de clés, un texte, « oui » ou « non ».",
        why: "Une valeur d’une autre forme ne peut être ni comptée, ni imprimée à sa place.",
        help: "Écrire la forme que dit le constat ; quand la donnée n’est pas connue, écrire un mot d’absence (« non renseigné », « à transmettre »…).",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("intitule: Ouvrir un accueil"),
            repaired: "intitule: Ouvrir un accueil\nintitule_absent: oui",
            faulty: "intitule: Ouvrir un accueil\nintitule_absent: peut-être",
        }]),
    },
    ReadingPage {
        code: "CLE-004",
        title: "un texte d’en-tête dépasse 20 000 octets",
        means: "Un texte de l’en-tête ou d’un fichier de données dépasse 20 000 octets, sept pages environ.",
        why: "Un champ est une donnée : un texte aussi long n’aurait ni titre, ni paragraphe.",
        help: "Le placer dans le corps de la fiche ou de l’article, sous un titre.",
        example: Illustration::Told("Aucun exemple n’est montré ici : il ferait sept pages."),
    },
    ReadingPage {
        code: "CLE-005",
        title: "des clés s’excluent, ou leur nombre ne convient pas",
        means: "Des clés qui s’excluent sont écrites ensemble, aucune n’y est, ou une liste n’a pas autant de valeurs qu’il en faut.",
        why: "Deux montants pour une même ligne, ou deux valeurs pour trois colonnes, laissent un choix que seul un agent peut faire.",
        help: "Garder la clé qui dit d’où vient la donnée, ou compléter la liste. Le montant que l’acte imprime et qui diffère du calcul s’écrit « affiche: … ».",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("libelle: Accueillants, montant: 3 000 €"),
            repaired: "libelle: Accueillants, montant: 3 000 €",
            faulty: "libelle: Accueillants",
        }]),
    },
    ReadingPage {
        code: "CLE-006",
        title: "une clé a changé de nom ou de mots",
        means: "Une clé, ou l’un de ses mots, est écrit comme dans les premières versions du format. Il est lu comme avant.",
        why: "Deux écritures d’une même chose se lisent mal côte à côte, et l’ancienne ne sait pas dire ce que la nouvelle ajoute.",
        help: "Écrire la clé que dit le constat, ou lancer « calpae check --fix », qui l’écrit sans toucher au reste du fichier ni à aucun calcul.",
        example: Illustration::Changes(&[TextChange {
            file: CADRE,
            replaced: Some("statuts:\n"),
            repaired: "refaction: { part: prorata, assiette: depense, niveau: action }\nstatuts:\n",
            faulty: "refaction: { mode: proportionnel, niveau: fiche }\nstatuts:\n",
        }]),
    },
];
