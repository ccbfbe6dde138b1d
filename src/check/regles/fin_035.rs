//! An amount that pays persons at a unit cost, and not a whole number of them.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::aggregate::budget;
use crate::check::calculs;
use crate::check::grandeurs::{self, Grandeur, Sorte};
use crate::check::outils::nombre;
use crate::check::textes::{est_prose, par_fichier, passages};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::Budget;
use crate::model::{Fiche, Montant, Passage};
use crate::text::{Motif, Span, motif};

const FICHIER: &str = "content/2024/fiches/03-prevention.md";
const PHRASE: &str = "Une équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-035",
    titre: "un montant ne paie pas un nombre entier de personnes",
    gravite: Gravite::Conseil,
    verifie: "Un paragraphe qui donne le coût d’une personne pour un an (« un jeune reçoit 4 800 € par an », « 4 800 € par an \
              et par jeune ») et qui cite par une référence la part d’un financeur : cette part divisée par ce coût. Les \
              coûts approchés et les montants écrits en toutes lettres sont laissés de côté.",
    pourquoi: "Une part qui ne correspond à aucun nombre de personnes ne vient pas du calcul annoncé.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "Un jeune reçoit 4 800 € par an. À partir de cette estimation, l'État contribue pour {budget.financements.etat}.",
        }],
        admis: &[Changement {
            fichier: FICHIER,
            de: PHRASE,
            a: "Un jeune reçoit 4 800 € par an. L'équipe mobile va vers lui.",
        }],
    },
    chercher,
};

static MOTIFS: LazyLock<(Motif, Motif, Motif)> = LazyLock::new(|| {
    (
        motif(
            r"(?i)\b(?:un|une|chaque)\s+(jeune|personne|bénéficiaire|salarié|ménage|stagiaire|enfant|famille)e?\s+(?:\w+\s+){0,2}$",
        ),
        motif(
            r"(?i)^[\s\x{a0}]*(?:par an\b|chaque année\b)(?:\s+et\s+par\s+(jeune|personne|bénéficiaire|salarié|ménage|stagiaire|enfant|famille))?",
        ),
        motif(r"\{budget(?:\.[\w-]+)??\.financements\.([\w-]+)\}"),
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tous = par_fichier(c.dossier);
    let dans = |f: &Fiche| -> Vec<Diagnostic> {
        let Some(budget) = seul(f) else { return Vec::new() };
        let prose = passages(&tous, f).iter().filter(|p| est_prose(p) && p.texte.contains(".financements."));
        prose.flat_map(|p| examiner(p, budget)).collect()
    };
    c.fiches().flat_map(dans).collect()
}

/// The budget of a fiche that has only one.
fn seul(fiche: &Fiche) -> Option<&Budget> {
    match fiche.budgets.as_slice() {
        [budget] => Some(budget),
        _ => None,
    }
}

fn examiner(passage: &Passage, budget: &Budget) -> Vec<Diagnostic> {
    let (avant, apres, reference) = &*MOTIFS;
    let cout =
        grandeurs::lire(passage).into_iter().filter(|g| g.sorte == Sorte::Euros && g.exacte).find_map(|g| {
            let suite = apres.captures(g.suite())?;
            let nom = suite.get(1).map(|m| m.as_str().to_owned());
            let nom = nom.or_else(|| Some(avant.captures(g.avant(60))?.get(1)?.as_str().to_owned()))?;
            Some((g, nom))
        });
    // What a false computation gives is told by it.
    let Some((cout, nom)) = cout.filter(|(c, _)| !calculs::faux(passage).contains(&c.span())) else {
        return Vec::new();
    };
    let cites = reference.captures_iter(&passage.texte).filter_map(|prise| {
        let (tout, id) = (prise.get(0)?, prise.get(1)?.as_str());
        let somme = budget::part(budget, Some(id));
        let terme = somme.termes.first().filter(|_| tout.start() > cout.octets.end && somme.absents == 0)?;
        constat(passage.span_de(&tout.range()), somme.total, terme.span, &cout, &nom)
    });
    cites.collect()
}

/// « de jeunes », « d’enfants ».
fn de_plusieurs(nom: &str) -> String {
    let nom = nom.to_lowercase();
    let de = if nom.starts_with("enfant") { "d’" } else { "de " };
    format!("{de}{nom}s")
}

fn constat(ici: Span, montant: Montant, donnee: Span, cout: &Grandeur<'_>, nom: &str) -> Option<Diagnostic> {
    let quotient = montant.euros().checked_div(cout.valeur)?;
    if quotient.is_integer() || quotient < Decimal::ONE {
        return None;
    }
    Some(
        Diagnostic::constat(
            ici,
            format!(
                "{montant} à {} par an ne font pas un nombre entier {} : {}",
                cout.ecrite(),
                de_plusieurs(nom),
                nombre(quotient.round_dp(2))
            ),
        )
        .calcul(format!("{montant} / {} = {}", cout.ecrite(), nombre(quotient.round_dp(3))))
        .voir(donnee, montant.to_string())
        .voir(cout.span(), format!("coût d’une personne : {}", cout.ecrite()))
        .aide("dire combien de personnes sont financées, et pour combien de mois"),
    )
}
