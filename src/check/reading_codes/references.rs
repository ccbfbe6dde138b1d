//! Names and references.

use super::{CADRE, FICHE, Illustration, ReadingPage, TextChange};

pub(super) const PAGES: &[ReadingPage] = &[
    ReadingPage {
        code: "REF-001",
        title: "un nom ne désigne rien de connu (mesure, indicateur, financeur, rubrique, bordereau…)",
        means: "Un nom écrit ici n’est déclaré nulle part : une mesure, un indicateur, un financeur, un statut, une annexe, une rubrique, un bordereau.",
        why: "La ligne n’irait dans aucune colonne et dans aucun total.",
        help: "Reprendre l’un des noms connus que donne le constat, ou déclarer d’abord celui-ci dans le cadre. Celui qui paie sans être un financeur du cadre se nomme par `libelle:`, sans `financeur:`.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("financeur: departement, montant: 1 800 €"),
            repaired: "libelle: Région, montant: 1 800 €",
            faulty: "financeur: region, montant: 1 800 €",
        }]),
    },
    ReadingPage {
        code: "REF-002",
        title: "une donnée citée entre accolades n’existe pas",
        means: "Entre accolades, le nom d’une donnée ne mène à rien.",
        why: "L’acte imprimerait une accolade à la place d’un montant.",
        help: "Reprendre le nom que propose le constat. Pour imprimer une accolade, l’écrire `\\{`.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("Un accueil ouvre chaque matin."),
            repaired: "L’accueil coûte {budget.total}.",
            faulty: "L’accueil coûte {budget.totl}.",
        }]),
    },
    ReadingPage {
        code: "REF-003",
        title: "un nom ou un numéro est donné deux fois",
        means: "Un nom ou un numéro, qui doit être unique, est donné deux fois.",
        why: "Un renvoi ne saurait pas laquelle des deux choses il désigne.",
        help: "Retirer l’une des deux, ou lui donner un autre nom.",
        example: Illustration::Changes(&[TextChange {
            file: CADRE,
            replaced: Some("            - { id: accueils, libelle: Nombre d'accueils }"),
            repaired: "            - { id: accueils, libelle: Nombre d'accueils }\n            - { id: visites, libelle: Nombre de visites }",
            faulty: "            - { id: accueils, libelle: Nombre d'accueils }\n            - { id: accueils, libelle: Nombre de visites }",
        }]),
    },
    ReadingPage {
        code: "REF-004",
        title: "un tableau ou une figure est cité au milieu d’une phrase",
        means: "Un tableau ou une figure est cité au milieu d’une phrase.",
        why: "Un tableau ne s’imprime que sur son propre paragraphe.",
        help: "Mettre la référence seule sur un paragraphe, entre deux lignes vides.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("Un accueil ouvre chaque matin."),
            repaired: "Le détail est :\n\n{budget.charges}",
            faulty: "Le détail est : {budget.charges}.",
        }]),
    },
    ReadingPage {
        code: "REF-005",
        title: "des accolades ressemblent à une référence et s’imprimeraient telles quelles",
        means: "Des accolades ressemblent à une référence sans en être une : une espace, une majuscule, un accent, une accolade qui n’est pas fermée.",
        why: "Elles s’imprimeraient telles quelles dans l’acte.",
        help: "Écrire la référence sans espace ni accent : `{budget.total}`. Pour imprimer une accolade, l’écrire `\\{`.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("Un accueil ouvre chaque matin."),
            repaired: "L’accueil coûte {budget.total}.",
            faulty: "L’accueil coûte { budget.total }.",
        }]),
    },
    ReadingPage {
        code: "REF-006",
        title: "un nom ne pourrait pas être cité entre accolades",
        means: "Le nom donné à un tableau, à une figure, à un budget ou à un bordereau contient des signes qu’une référence ne peut pas porter.",
        why: "On ne pourrait pas l’écrire entre accolades : la donnée ne s’imprimerait nulle part.",
        help: "N’employer que des lettres minuscules sans accent, des chiffres, « - » et « _ ».",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("partenaires: [État]\n"),
            repaired: "partenaires: [État]\ntableaux: [{ id: lieux-2024, colonnes: [{ titre: Lieu }], lignes: \"Nord\" }]\n",
            faulty: "partenaires: [État]\ntableaux: [{ id: lieux.2024, colonnes: [{ titre: Lieu }], lignes: \"Nord\" }]\n",
        }]),
    },
    ReadingPage {
        code: "REF-007",
        title: "une donnée citée ne s’écrit pas de la façon demandée",
        means: "Après la barre d’une référence, `{budget.total | lettres}` demande un montant, un nombre ou une date en lettres. Ce mot n’est pas connu, ou la donnée n’est rien de cela.",
        why: "L’acte n’imprimerait pas ce que l’on attend.",
        help: "Écrire `lettres`, ou retirer la barre et ce qui la suit.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("Un accueil ouvre chaque matin."),
            repaired: "L’accueil coûte {budget.total | lettres}.",
            faulty: "L’accueil coûte {budget.total | lettre}.",
        }]),
    },
];
