//! A quantity told again between brackets.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::outils::{nombre, pourcent};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::nombre::lire_decimal;
use crate::model::passage::Nature;
use crate::text::{Captures, Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-034",
    titre: "une quantité redite entre parenthèses n’est pas la même",
    gravite: Gravite::Avertissement,
    verifie: "Dans le texte et les tableaux de données : « 30 % (1 rendez-vous/3) », une part et une fraction, à un point près, en conseil ; « 2 mois \
              (4 à 8 semaines) », une durée et la même en semaines, à un sixième près. Une parenthèse qui dit autre chose \
              n’est pas lue.",
    pourquoi: "La parenthèse est là pour lever le doute : si elle dit autre chose, elle le crée.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont. Elle les voit tous les 2 mois (4 à 12 semaines).",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont. Elle les voit tous les 2 mois (6 à 8 semaines).",
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

/// The patterns: fraction, weeks.
static MOTIFS: LazyLock<[Motif; 2]> = LazyLock::new(|| {
    let n = r"[0-9]+(?:,[0-9]+)?";
    [
        format!(r"(?P<a>{n})\s?% \(1 [\w ]{{2,20}}(?:/|sur )\s?(?P<b>[0-9]{{1,2}})\b"),
        format!(r"(?P<a>{n}) mois \((?:[0-9]+ à )?(?P<b>[0-9]+) semaines\)"),
    ]
    .map(|texte| motif(&texte))
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

fn comparer(passage: &Passage, motif: usize, lue: &Captures<'_>) -> Option<Diagnostic> {
    let lire = |nom| lire_decimal(lue.name(nom)?.as_str()).ok();
    let (a, b) = (lire("a")?, lire("b")?);
    let tout = lue.get(0)?;
    let (juste, calcul) = match motif {
        0 => {
            let part = Decimal::ONE_HUNDRED.checked_div(b)?;
            let dit = format!("1 ÷ {} = {} ; affiché : {}", nombre(b), pourcent(part), pourcent(a));
            ((part - a).abs() <= Decimal::ONE, dit)
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
            ((semaines - b).abs() <= marge, dit)
        }
    };
    if juste {
        return None;
    }
    // Cited up to the end of its parenthesis.
    let fin =
        passage.texte.get(tout.end()..).and_then(|t| t.find(')')).map_or(tout.end(), |i| tout.end() + i + 1);
    let fin = if tout.as_str().ends_with(')') { tout.end() } else { fin };
    let octets = tout.start()..fin;
    let cite = passage.texte.get(octets.clone()).unwrap_or(tout.as_str());
    let constat =
        Diagnostic::constat(passage.span_de(&octets), format!("« {cite} » dit deux quantités différentes"))
            .calcul(calcul)
            .aide("corriger l’un des deux nombres, ou retirer la parenthèse");
    Some(if motif == 0 { constat.conseil() } else { constat })
}
