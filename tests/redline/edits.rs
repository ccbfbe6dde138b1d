//! What is changed of the demonstration: as data, so that a page can be looked at with the same changes.

/// A change of a file: what is there once, and what takes its place.
pub(super) type Edit = (&'static str, &'static str, &'static str);

/// Changes of each kind, in the articles, the data and the fiches of the demonstration.
pub(super) const EDITS: [Edit; 41] = [
    ("convention.yaml", "montant_etat: 2 574 959 €", "montant_etat: 2 559 959 €"),
    ("convention.yaml", "lieu: Melun", "lieu: Meaux"),
    (
        "convention.yaml",
        "  TNS: travailleur non salarié\n",
        "  TNS: travailleur indépendant\n  ZRR: zone de revitalisation rurale\n",
    ),
    ("convention.yaml", "signée le 24 juin 2019 entre", "conclue le 24 juin 2019 entre"),
    (
        "indicateurs.yaml",
        "2.2/personnes-accompagnees: { \"2020\": 19795 }",
        "2.2/personnes-accompagnees: { \"2020\": 20110 }",
    ),
    (
        "articles/00-preambule.md",
        "elles couvraient trois ans : de 2019 à 2021",
        "elles couvraient les années 2019 à 2021",
    ),
    ("articles/01-objet.md", "numero: \"1\"", "numero: \"1 bis\""),
    ("articles/02-engagements-reciproques.md", "au moins une fois par an", "au moins deux fois par an"),
    (
        "articles/02-engagements-reciproques.md",
        "- un bilan global, synthèse",
        "- la liste des difficultés rencontrées ;\n- un bilan global, synthèse",
    ),
    (
        "articles/02-engagements-reciproques.md",
        "## 2.3. Suivi et évaluation de la convention",
        "## 2.3. Suivi de la convention",
    ),
    (
        "articles/04-versement-des-credits.md",
        "La contribution est versée une fois par an.",
        "La contribution est versée **en deux fois** par an.",
    ),
    (
        "articles/04-versement-des-credits.md",
        "- action 19, intitulée « Stratégie nationale de prévention et de lutte contre la pauvreté » ;\n",
        "",
    ),
    (
        "articles/05-duree-et-renouvellement.md",
        "titre: Durée de la convention et renouvellement",
        "titre: Durée de la convention",
    ),
    (
        "articles/05-duree-et-renouvellement.md",
        "La convention est conclue pour un an.",
        "La convention est conclue pour un an. Elle peut être prolongée une fois, par avenant.",
    ),
    (
        "fiches/01-premier-accueil.md",
        "effectif: 14, cout_annuel: 90 000 € }\n      affiche: 126 000 €",
        "effectif: 12, cout_annuel: 90 000 € }",
    ),
    (
        "fiches/01-premier-accueil.md",
        "partenaires: [État, PIMMS, MFS, CCAS, CIAS]",
        "partenaires: [État, PIMMS, CCAS, CIAS, Maisons France Services]",
    ),
    ("fiches/01-premier-accueil.md", "mise_en_place: Action déjà existante", "mise_en_place: 2022-09-01"),
    (
        "fiches/02-referent-de-parcours.md",
        "- ils animent localement le partenariat de l'offre d'insertion.",
        "- ils animent le partenariat local de l'offre d'insertion ;\n- ils rendent compte de leurs actions.",
    ),
    ("fiches/03-orienter-et-accompagner.md", "tarif: 950 € }", "tarif: 980 € }"),
    (
        "fiches/03-orienter-et-accompagner.md",
        "libelle: Coordination et pilotage de l'évaluation, montant: 3 500 €",
        "libelle: Pilotage de l'évaluation, montant: 4 200 €",
    ),
    (
        "fiches/04-accompagnement-differencie.md",
        "libelle: Part Etat, montant: 855 883 €",
        "libelle: Part Etat, montant: 840 883 €",
    ),
    (
        "fiches/04-accompagnement-differencie.md",
        "De résultat | Taux de référencement              | 95%",
        "De résultat | Taux de référencement              | 90%",
    ),
    (
        "fiches/04-accompagnement-differencie.md",
        "      ^           | Taux de contractualisation         | 80%\n",
        "",
    ),
    (
        "fiches/05-travailleurs-non-salaries.md",
        "      - { titre: Convention 10/21 au 12/22 }",
        "      - { titre: Convention d'octobre 2021 à décembre 2022 }",
    ),
    (
        "fiches/06-accompagnement-global.md",
        "      - { titre: Part du temps de travail }",
        "      - { titre: Part du temps de travail }\n      - { titre: Lieu }",
    ),
    (
        "fiches/06-accompagnement-global.md",
        "| 20% des missions de 7 ETP",
        "| 20% des missions de 8 ETP | Meaux",
    ),
    (
        "fiches/06-accompagnement-global.md",
        "| 30% des missions d'1 ETP",
        "| 30% des missions d'1 ETP | Melun",
    ),
    ("fiches/06-accompagnement-global.md", "valeur: 143", "valeur: 150"),
    (
        "fiches/07-premieres-heures.md",
        "      - { libelle: Financement revitalisation, montant: 14 000 € }\n",
        "",
    ),
    (
        "fiches/07-premieres-heures.md",
        "duree: 1 an, jusqu'en octobre 2023",
        "duree: 18 mois, jusqu'en avril 2024",
    ),
    (
        "fiches/08-filieres-en-tension.md",
        "libelle: Part Etat, montant: 200 000 €",
        "libelle: Part Etat, montant: 185 000 €",
    ),
    (
        "fiches/08-filieres-en-tension.md",
        "- { libelle: Charges indirectes, montant: 90 000 €, part_affichee: 10 % }",
        "- { libelle: Charges indirectes, montant: 110 000 €, part_affichee: 10 % }\n      - { libelle: Communication, montant: 12 000 € }",
    ),
    (
        "fiches/08-filieres-en-tension.md",
        "Le projet comporte 4 phases.",
        "Le projet comporte quatre phases, qui se suivent.",
    ),
    (
        "fiches/08-filieres-en-tension.md",
        "- une invitation du coach à des ateliers où sont présentés des métiers des filières en tension.\n",
        "",
    ),
    ("fiches/08-filieres-en-tension.md", "### 1.3 Description du projet", "### 1.3 Les phases du projet"),
    (
        "fiches/09-mode-de-garde.md",
        "Les Relais Petite Enfance (RPE).",
        "Les Relais Petite Enfance (RPE) et les crèches familiales.",
    ),
    (
        "fiches/10-formation.md",
        "valorisation: { jours: 47, tarif: 225 € }\n      affiche: 10 575 €",
        "montant: 11 000 €",
    ),
    (
        "fiches/11-mobilite.md",
        "- { libelle: mobilité territoires ruraux, montant: 52 000 € }",
        "- { libelle: mobilité des territoires ruraux, montant: 47 000 € }",
    ),
    (
        "fiches/12-prevention-specialisee.md",
        "intitule: Structurer l'animation du dispositif",
        "intitule: Structurer et étendre l'animation du dispositif",
    ),
    ("fiches/14-conseillers-conjugaux.md", "\"2021\": 280 000 €", "\"2021\": 275 000 €"),
    (
        "fiches/15-aller-vers.md",
        "- mener des chantiers digitaux et numériques,",
        "- mener des chantiers numériques,",
    ),
];

/// A fiche that goes, and one that comes.
pub(super) const GONE: &str = "fiches/13-creches-avip.md";
pub(super) const COME: (&str, &str) = (
    "fiches/17-points-conseil-budget.md",
    "---\nnumero: 17\nannexe: B\nintitule: Ouvrir des points conseil budget\nstatut: [nouvelle]\nmise_en_place: 2022-10-01\n\
     duree: 2 ans\npartenaires: [État, CCAS]\nbudget:\n  periode: 2022\n  financements:\n\
     \u{20}   - { financeur: etat, montant: 30 000 € }\n    - { financeur: departement, montant: 30 000 € }\n---\n\n\
     ## Description de l'action\n\nUn conseil gratuit et confidentiel à qui rencontre des difficultés de gestion.\n\n\
     ## Budget détaillé\n\n{budget.financements}\n",
);
