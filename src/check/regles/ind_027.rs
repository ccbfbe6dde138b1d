//! « N personnes, soit P % des X », and the number of X told elsewhere in the fiche.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::outils::{nombre, part, pourcent};
use crate::check::quantites::{Quantite, du_passage, mots, prose_par_fichier, quantites};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::nombre::lire_decimal;
use crate::text::{Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-027",
    titre: "un nombre et la part qu’il ferait d’un autre ne concordent pas",
    gravite: Gravite::Avertissement,
    verifie: "Une phrase d’une fiche de la forme « 200 personnes, soit 50 % des bénéficiaires intégrés », quand la même \
              fiche compte ailleurs les « bénéficiaires intégrés » par deux mots au moins, les mêmes : la part est \
              recalculée, à l’arrondi près, à un point près quand elle est dite « environ ».",
    pourquoi: "Un nombre et sa part se lisent comme deux preuves l’un de l’autre : s’ils se démentent, la cible n’est \
               plus connue.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont. L'équipe a suivi 400 jeunes repérés. Parmi eux, 100 personnes, soit 25 % des jeunes repérés, sont au lycée.",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "soit 25 % des",
            a: "soit 35 % des",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "soit 25 % des",
                a: "soit environ 26 % des",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "soit 25 % des jeunes repérés,",
                a: "soit 35 % des jeunes du canton,",
            },
        ],
    },
    chercher,
};

static PART: LazyLock<Motif> = LazyLock::new(|| {
    motif(
        r"(?P<n>[0-9][0-9 \x{a0}\x{202f}]*(?:,[0-9]+)?) [^.;:()0-9]{3,50}?,? soit (?P<e>environ |près de |quelque )?(?P<p>[0-9]{1,3}(?:,[0-9]+)?)\s?% (?:des |du |de la |de l['’])(?P<b>[^.;:,()0-9*]{3,60})",
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for passages in prose_par_fichier(c).values() {
        let parts: Vec<&&Passage> =
            passages.iter().filter(|p| p.texte.contains("soit") && PART.is_match(&p.texte)).collect();
        if parts.is_empty() {
            continue;
        }
        let comptes: Vec<(Quantite, Span)> = passages
            .iter()
            .flat_map(|p| du_passage(p).into_iter().map(|q| (p.span_de(&q.octets), q)))
            .filter(|(_, q)| !q.pour_cent && q.mots.len() >= 2)
            .map(|(span, q)| (q, span))
            .collect();
        constats.extend(parts.iter().filter_map(|p| comparer(p, &comptes)));
    }
    constats
}

fn comparer(passage: &Passage, comptes: &[(Quantite, Span)]) -> Option<Diagnostic> {
    let lue = PART.captures(&passage.texte)?;
    let base = lue.name("b")?.as_str();
    // The noun phrase as a quantity reads it: « 1 » is only its support.
    let base: BTreeSet<String> = quantites(&format!("1 {base}")).into_iter().flat_map(|q| q.mots).collect();
    let cles = if base.len() >= 2 { base } else { mots(lue.name("b")?.as_str()) };
    let bases: Vec<&(Quantite, Span)> = comptes
        .iter()
        .filter(|(q, _)| cles.len() >= 2 && q.mots.iter().cloned().collect::<BTreeSet<_>>() == cles)
        .collect();
    let n = quantites(lue.name("n")?.as_str().trim()).first()?.nombre;
    let p = lire_decimal(lue.name("p")?.as_str()).ok()?;
    let marge = if lue.name("e").is_some() {
        Decimal::ONE
    } else {
        Decimal::new(5, p.scale().saturating_add(1).min(20))
    };
    let juste = |tout: Decimal| part(n, tout).is_some_and(|x| (x - p).abs() <= marge);
    let (tout, span) = bases.first().map(|(q, s)| (q, *s))?;
    if bases.iter().any(|(q, _)| juste(q.nombre)) {
        return None;
    }
    let exact = part(n, tout.nombre)?;
    let octets = lue.name("n")?.start()..lue.name("b")?.end();
    Some(
        Diagnostic::constat(
            passage.span_de(&octets),
            format!("{} ne font pas {} de « {} »", nombre(n), pourcent(p), tout.texte),
        )
        .voir(span, "compté ici")
        .calcul(format!(
            "{} ÷ {} = {} ; affiché : {}",
            nombre(n),
            nombre(tout.nombre),
            pourcent(exact),
            pourcent(p)
        ))
        .aide("corriger le nombre, la part ou le total"),
    )
}
