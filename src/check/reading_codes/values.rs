//! Values of a key: amounts, numbers, days, words.

use super::{FICHE, Illustration, ReadingPage, TextChange};

pub(super) const PAGES: &[ReadingPage] = &[
    ReadingPage {
        code: "VAL-001",
        title: "un montant ne se lit pas",
        means: "Le programme ne lit pas d’un seul sens le montant écrit : des mots, un nombre en milliers (`k€`), trois décimales, un nombre à deux lectures (« 14.000 »).",
        why: "Un montant mal lu engagerait une autre somme que celle qui a été négociée.",
        help: "Écrire les euros en chiffres : « 415 000 € » ou « 835 580,45 € » ; s’il manque, écrire pourquoi (« non renseigné », « sans objet »…).",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("montant: 1 200 €"),
            repaired: "montant: 1 200 €",
            faulty: "montant: mille deux cents euros",
        }]),
    },
    ReadingPage {
        code: "VAL-002",
        title: "un nombre ne se lit pas, ou sort des bornes",
        means: "Un nombre est attendu ici, et le programme ne lit pas celui qui est écrit, ou il sort des bornes.",
        why: "Un nombre deviné fausserait un calcul ou un numéro.",
        help: "Écrire le nombre en chiffres : « 14 », « 10 323 » ou « 44,05 ».",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("numero: 1\n"),
            repaired: "numero: 1\n",
            faulty: "numero: un\n",
        }]),
    },
    ReadingPage {
        code: "VAL-003",
        title: "un pourcentage ne se lit pas",
        means: "Une part est attendue, avec le signe « % ».",
        why: "« 0,5 » peut vouloir dire une moitié ou un demi pour cent.",
        help: "Écrire le pourcentage avec son signe : « 50 % », « 32,5 % ».",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("montant: 3 000 €"),
            repaired: "valorisation: { quotite: 50 %, cout_annuel: 6 000 € }",
            faulty: "valorisation: { quotite: 0.5, cout_annuel: 6 000 € }",
        }]),
    },
    ReadingPage {
        code: "VAL-004",
        title: "un jour n’est pas compris ou n’existe pas, ou une période finit avant de commencer",
        means: "Un jour ou une année est attendu : celui qui est écrit n’existe pas dans le calendrier, ne se comprend pas, ou finit une période avant qu’elle commence.",
        why: "Les dates portent des effets de droit : le programme n’en devine aucune.",
        help: "Écrire un jour complet : « 2024-05-13 », « 13/05/2024 » ou « 13 mai 2024 ».",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("valeur: 40"),
            repaired: "valeur: { valeur: 40, au: 2024-02-29 }",
            faulty: "valeur: { valeur: 40, au: 2024-02-30 }",
        }]),
    },
    ReadingPage {
        code: "VAL-005",
        title: "une date de mise en place n’est pas comprise",
        means: "La date de mise en place n’est pas de celles que le programme comprend.",
        why: "Elle est comparée à la durée, au budget et à la période de l’acte.",
        help: "Écrire un jour, un mois et son année, une année, « fin 2019 », « en cours » ; des mots libres s’écrivent `{ texte: … }`.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("mise_en_place: 2024"),
            repaired: "mise_en_place: { texte: après les vacances }",
            faulty: "mise_en_place: après les vacances",
        }]),
    },
    ReadingPage {
        code: "VAL-006",
        title: "une durée n’est pas comprise",
        means: "La durée, ou la période, n’est pas de celles que le programme comprend.",
        why: "Elle est comparée à la mise en place, au budget et à la période de l’acte.",
        help: "Écrire « indéterminée », « 2 ans », « 9 mois, jusqu’en mai 2023 », « 2021-2023 » ; des mots libres s’écrivent `{ texte: … }`.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("duree: 2 ans"),
            repaired: "duree: { texte: le temps du contrat de ville }",
            faulty: "duree: un certain temps",
        }]),
    },
    ReadingPage {
        code: "VAL-007",
        title: "un mot n’est pas de ceux que l’on attend",
        means: "Un mot est à choisir dans une courte liste, et celui qui est écrit n’y est pas.",
        why: "Ce mot commande la suite : ce qui arrive à l’acte, le type d’une colonne, le rôle d’un financeur.",
        help: "Écrire l’un des mots que donne le constat.",
        example: Illustration::Changes(&[TextChange {
            file: "content/2024/vie.yaml",
            replaced: None,
            repaired: "evenements:\n  - { evenement: vote, le: 2024-05-02 }\n",
            faulty: "evenements:\n  - { evenement: brouillon, le: 2024-05-02 }\n",
        }]),
    },
    ReadingPage {
        code: "VAL-008",
        title: "la valeur d’un indicateur n’est pas comprise",
        means: "La valeur d’un indicateur n’est ni un nombre avec son unité, ni une borne, ni une fourchette, ni une absence.",
        why: "Elle ne pourrait être comparée ni à une cible, ni à un résultat.",
        help: "Écrire « 95 % », « 39,5 jours », « < 30 % », « 250 à 300 », un mot d’absence, ou `{ texte: … }` pour des mots libres.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("valeur: 40"),
            repaired: "valeur: { texte: beaucoup }",
            faulty: "valeur: beaucoup",
        }]),
    },
    ReadingPage {
        code: "VAL-009",
        title: "une valorisation n’a pas exactement un facteur en euros, ou son produit est démesuré",
        means: "Une valorisation est le produit de ses facteurs, dont un seul est en euros. Celle-ci n’en a pas, en a plusieurs, ou son produit est démesuré.",
        why: "Sans facteur en euros, il n’y a pas de montant ; avec deux, le produit n’a pas de sens.",
        help: "Garder un seul facteur parmi `cout_annuel`, `tarif`, `prix_unitaire` et `assiette`.",
        example: Illustration::Changes(&[TextChange {
            file: FICHE,
            replaced: Some("montant: 3 000 €"),
            repaired: "valorisation: { effectif: 2, cout_annuel: 1 500 € }",
            faulty: "valorisation: { effectif: 2, quotite: 50 % }",
        }]),
    },
];
