//! A quantity told again between brackets.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

use crate::check::outils::{nombre, pourcent};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::nombre::lire_decimal;
use crate::model::passage::Nature;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-034",
    titre: "une quantité redite entre parenthèses n’est pas la même",
    gravite: Gravite::Avertissement,
    verifie: "Dans le texte et les tableaux de données : « 17 % (+ 17 %) » et « deux parts (2 parts) » disent deux fois \
              le même nombre ; « 30 % (1 rendez-vous/3) », une part et une fraction, à un point près, en conseil ; « 2 mois \
              (4 à 8 semaines) », une durée et la même en semaines, à un sixième près. Une parenthèse qui dit autre chose \
              n’est pas lue.",
    pourquoi: "La parenthèse est là pour lever le doute : si elle dit autre chose, elle le crée.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont. Elle les voit tous les 2 mois (4 à 12 semaines), en trois temps (2 temps).",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont. Elle les voit tous les 2 mois (6 à 8 semaines), en deux temps (2 temps).",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont. L'activité est en hausse de 10 % (8 % l'an dernier).",
            },
        ],
    },
    chercher,
};

const LETTRES: [&str; 10] = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"];

/// The patterns: percentage, count, fraction, weeks.
#[expect(clippy::expect_used, reason = "constant patterns, compiled by every test of this rule")]
static MOTIFS: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    let n = r"[0-9]+(?:,[0-9]+)?";
    [
        format!(r"(?P<a>{n})\s?% \([+\-−]?\s?(?P<b>{n})\s?%\)"),
        format!(
            r"(?i)\b(?P<a>{}|[0-9]+) (?P<x>\w{{3,}}) \((?P<b>[0-9]+) (?P<y>\w{{3,}})\)",
            LETTRES.join("|")
        ),
        format!(r"(?P<a>{n})\s?% \(1 [\w ]{{2,20}}(?:/|sur )\s?(?P<b>[0-9]{{1,2}})\b"),
        format!(r"(?P<a>{n}) mois \((?:[0-9]+ à )?(?P<b>[0-9]+) semaines\)"),
    ]
    .map(|motif| Regex::new(&motif).expect("constant"))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let lus = c.dossier.passages.iter().filter(|p| {
        matches!(p.nature, Nature::Paragraphe | Nature::Cellule | Nature::Ligne) && p.texte.contains('(')
    });
    lus.flat_map(|p| {
        MOTIFS.iter().enumerate().flat_map(move |(rang, motif)| {
            motif.captures_iter(&p.texte).filter_map(move |lue| comparer(p, rang, &lue))
        })
    })
    .collect()
}

fn lire(texte: &str) -> Option<Decimal> {
    match LETTRES.iter().position(|l| *l == texte.to_lowercase()) {
        Some(rang) => Some(Decimal::from(rang + 1)),
        None => lire_decimal(texte).ok(),
    }
}

fn comparer(passage: &Passage, motif: usize, lue: &Captures<'_>) -> Option<Diagnostic> {
    let (a, b) = (lire(lue.name("a")?.as_str())?, lire(lue.name("b")?.as_str())?);
    let tout = lue.get(0)?;
    let (juste, calcul) = match motif {
        0 => (a == b, None),
        1 => {
            let nom = |n: &str| Some(crate::check::quantites::racine(&lue.name(n)?.as_str().to_lowercase()));
            (nom("x")? != nom("y")? || a == b, None)
        }
        2 => {
            let part = Decimal::ONE_HUNDRED.checked_div(b)?;
            let dit = format!("1 ÷ {} = {} ; affiché : {}", nombre(b), pourcent(part), pourcent(a));
            ((part - a).abs() <= Decimal::ONE, Some(dit))
        }
        _ => {
            // A month is 4,345 weeks.
            let semaines = a.checked_mul(Decimal::new(4345, 3))?;
            let marge = semaines.checked_div(Decimal::from(6))?;
            let dit = format!(
                "{} mois ≈ {} semaines ; affiché : {}",
                nombre(a),
                nombre(semaines.round_dp(1)),
                nombre(b)
            );
            ((semaines - b).abs() <= marge, Some(dit))
        }
    };
    if juste {
        return None;
    }
    let constat = Diagnostic::constat(
        passage.span_de(&tout.range()),
        format!("« {} » dit deux quantités différentes", tout.as_str()),
    )
    .aide("corriger l’un des deux nombres, ou retirer la parenthèse");
    let constat = match calcul {
        Some(dit) => constat.calcul(dit),
        None => constat,
    };
    Some(if motif == 2 { constat.conseil() } else { constat })
}
