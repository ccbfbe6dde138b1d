//! Prose that tells progress where the values tell the contrary.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::indicateurs::{Donnee, annee, court, dire, est_cible, toutes};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::cadre::Sens;
use crate::model::passage::Nature;
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-009",
    titre: "le texte annonce une évolution que les valeurs démentent",
    gravite: Gravite::Avertissement,
    verifie: "Une phrase d’une fiche dont le sujet est le libellé d’un de ses indicateurs, mot pour mot, et le verbe une \
              évolution au présent (« en hausse », « augmente », « en baisse », « en progression », « s’améliore ») est comparée \
              aux deux dernières années closes que la fiche et la matrice donnent, cibles exclues. « En progression » \
              et « s’améliore » suivent le sens que le cadre donne à l’indicateur. Une phrase niée, au futur ou au \
              conditionnel, n’est pas retenue.",
    pourquoi: "Le commentaire est ce que lit l’assemblée : s’il contredit le tableau, l’un des deux l’induit en erreur.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Le nombre de personnes reçues est en progression.",
            a: "Le nombre de personnes reçues est en baisse.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "Le nombre de personnes reçues est en progression.",
                a: "Le nombre de personnes reçues en été est en baisse.",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "Le nombre de personnes reçues est en progression.",
                a: "Le délai moyen avant le premier rendez-vous est en baisse, il s’améliore.",
            },
        ],
    },
    chercher,
};

/// What each pattern says, in the order in which they are tried.
#[derive(Clone, Copy)]
enum Dit {
    Hausse,
    Baisse,
    Progres,
}

static EVOLUTIONS: LazyLock<[(Dit, Motif); 3]> = LazyLock::new(|| {
    [
        (Dit::Baisse, r"\b(?:en (?:forte |nette |légère )?(?:baisse|diminution|recul)|diminuent?|reculent?|baissent?)\b"),
        (Dit::Hausse, r"\b(?:en (?:forte |nette |légère )?(?:hausse|augmentation)|augmentent?)\b"),
        (Dit::Progres, r"\b(?:en (?:nette |constante )?(?:progression|amélioration)|s['’]améliorent?|progressent?)\b"),
    ]
    .map(|(dit, texte)| (dit, motif(&format!("(?i){texte}"))))
});

static RESERVES: LazyLock<Motif> = LazyLock::new(|| {
    motif(
        r"(?i)\b(?:pas|plus que|sauf|devr\w+|\w+(?:era|eront|rait|raient)|si|afin|pour que|objectif|viser?)\b",
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let series = series(c);
    let mut fichiers: BTreeMap<u32, Vec<&Passage>> = BTreeMap::new();
    for passage in c.prose().filter(|p| p.nature == Nature::Paragraphe) {
        if EVOLUTIONS.iter().any(|(_, motif)| motif.is_match(&passage.texte)) {
            fichiers.entry(passage.fichier().rang()).or_default().push(passage);
        }
    }
    let mut constats = Vec::new();
    let mut vues = None;
    for donnee in crate::check::indicateurs::des_fiches(c) {
        if vues.replace(donnee.span) == Some(donnee.span) {
            continue;
        }
        let Some(serie) = series.get(&cle(&donnee)) else { continue };
        let Some(passages) = fichiers.get(&donnee.span.fichier.rang()) else { continue };
        constats.extend(passages.iter().filter_map(|p| confronter(p, &donnee, serie)));
    }
    constats
}

/// The framework's indicator, or the label and its file.
fn cle(donnee: &Donnee<'_>) -> (Option<u32>, String) {
    (donnee.cadre.is_none().then_some(donnee.span.fichier.rang()), donnee.nom())
}

type Serie<'d> = BTreeMap<i32, Donnee<'d>>;

/// The figures of closed years, by indicator and year.
fn series<'d>(c: &Contexte<'d>) -> BTreeMap<(Option<u32>, String), Serie<'d>> {
    let edition = i32::from(c.dossier.convention.annee);
    let mut series: BTreeMap<_, Serie<'_>> = BTreeMap::new();
    for donnee in toutes(c) {
        let Some(annee) = annee(donnee.colonne).filter(|a| *a < edition && !est_cible(donnee.colonne)) else {
            continue;
        };
        if donnee.nombre().is_some() {
            series.entry(cle(&donnee)).or_default().entry(annee).or_insert(donnee);
        }
    }
    series
}

fn confronter(passage: &Passage, donnee: &Donnee<'_>, serie: &Serie<'_>) -> Option<Diagnostic> {
    let (dit, trouve) = EVOLUTIONS.iter().find_map(|(dit, m)| Some((*dit, m.find(&passage.texte)?)))?;
    let phrase = passage.phrase(&trouve.range());
    // The label is the whole subject: nothing may narrow what is counted.
    let sujet = plat(phrase.split(trouve.as_str()).next().unwrap_or_default());
    let (_, suite) = sujet.rsplit_once(plat(donnee.libelle).as_str())?;
    if !["", "est", "sont", "reste", "restent"].contains(&suite.trim()) || RESERVES.is_match(phrase) {
        return None;
    }
    let mut annees = serie.iter().rev();
    let ((an2, fin), (an1, debut)) = (annees.next()?, annees.next()?);
    let ((apres, v2), (avant, v1)) = (fin.nombre()?, debut.nombre()?);
    let ecart = apres.valeur - avant.valeur;
    let attendu = match (dit, donnee.cadre.and_then(|(_, i)| i.sens)) {
        (Dit::Hausse, _) | (Dit::Progres, Some(Sens::Hausse)) => ecart >= Decimal::ZERO,
        (Dit::Baisse, _) | (Dit::Progres, Some(Sens::Baisse)) => ecart <= Decimal::ZERO,
        (Dit::Progres, None) => return None,
    };
    (!attendu).then(|| {
        Diagnostic::constat(
            passage.span_de(&trouve.range()),
            format!(
                "{} est dit « {} », et passe de {} en {an1} à {} en {an2}",
                court(donnee.libelle),
                trouve.as_str(),
                dire(&v1.mesurage.valeur),
                dire(&v2.mesurage.valeur)
            ),
        )
        .voir(v1.mesurage.span, format!("en {an1}"))
        .voir(v2.mesurage.span, format!("en {an2}"))
        .aide("corriger le texte, ou les valeurs")
    })
}
