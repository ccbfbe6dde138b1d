//! What the préfecture asks of an act that is sent to it.

use super::{Illustration, ReadingPage, TextChange};

pub(super) const PAGES: &[ReadingPage] = &[
    ReadingPage {
        code: "TEL-001",
        title: "une donnée que demande la télétransmission n’est pas écrite",
        means: "L’acte que l’on transmet par @CTES a besoin d’un numéro, d’une date (le jour de la dernière signature) et d’une matière ; la date de la classification et l’arrondissement peuvent être demandés aussi.",
        why: "Le nom des fichiers et le message en sont faits, et le programme n’invente rien.",
        help: "Écrire la clé que donne le constat, dans `vie.yaml` : elle n’est ni votée ni signée, et ne change pas la version de l’acte.",
        example: Illustration::Told(
            "Aucun exemple n’est montré ici : seul `calpae export actes` donne ce constat.",
        ),
    },
    ReadingPage {
        code: "TEL-002",
        title: "une donnée de la télétransmission n’a pas la forme demandée",
        means: "Le numéro d’un acte a 15 signes au plus : des lettres sans accent, des chiffres, « _ ». Une matière est un code, comme `8.2`, que des mots peuvent suivre. Le SIREN a neuf chiffres, dont le dernier est une clé ; le département a un code officiel.",
        why: "La plateforme refuserait l’acte, ou le rangerait sous un autre nom.",
        help: "Écrire la donnée dans la forme que dit le constat.",
        example: Illustration::Changes(&[TextChange {
            file: "content/2024/vie.yaml",
            replaced: None,
            repaired: "evenements: []\nteletransmission: { numero: CD2024_05, matiere: 8.2 Aide sociale }\n",
            faulty: "evenements: []\nteletransmission: { numero: CD-2024/05, matiere: Aide sociale }\n",
        }]),
    },
    ReadingPage {
        code: "TEL-003",
        title: "l’acte n’est pas de ceux que l’on transmet maintenant",
        means: "L’acte est une démonstration, il n’est pas signé de toutes les parties, la préfecture l’a déjà reçu, ou il a des erreurs que rien ne tolère. Une démonstration n’est pas transmise ; le reste est dit, et n’empêche rien.",
        why: "Un acte transmis fait foi : on n’envoie qu’une fois, et le fichier signé.",
        help: "Attendre la signature, corriger, ou transmettre ainsi si c’est voulu.",
        example: Illustration::Told(
            "Aucun exemple n’est montré ici : seul `calpae export actes` donne ce constat.",
        ),
    },
    ReadingPage {
        code: "TEL-004",
        title: "le PDF que l’on donne n’est pas l’acte signé que l’on transmet",
        means: "Le PDF donné après `--pdf` est vérifié avant d’être joint. Est refusé celui d’un autre acte, d’une autre version de ses sources, d’un autre document, une version annotée ou publique, un fichier changé après qu’il a été fait ou signé. Est dit, sans rien empêcher : un PDF sans sources, sans signature électronique, auquel manque une signature, ou dont la dernière signature n’est pas du jour que dit `vie.yaml`.",
        why: "Ce qui est reçu au contrôle de légalité fait foi, sous le nom et la date que porte l’envoi.",
        help: "Donner le fichier signé de toutes les parties ; `calpae verify` dit ce qui ne va pas dans un autre.",
        example: Illustration::Told(
            "Aucun exemple n’est montré ici : seul `calpae export actes` donne ce constat.",
        ),
    },
];
