//! Start, length and end of an action, when two of them settle the third.

use std::sync::LazyLock;

use crate::check::dates::{bornes, derniers, dire, petit_nombre, se_touchent, unite};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::fiche::Pour;
use crate::model::temps::{Unite, mois};
use crate::model::{DateImprecise, Duree, Fiche};
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-003",
    titre: "le début, la durée et la fin d’une action se contredisent",
    gravite: Gravite::Erreur,
    verifie: "La mise en place et la durée de l’action, ou de chacune de ses parties nommées par `pour` : la fin dite \
              (« 2 ans, jusqu’en juin 2024 ») doit pouvoir être celle de la longueur comptée depuis le début, compte \
              tenu de la précision de chaque date ; une période ne finit pas avant de commencer, ni avant la mise en \
              place ; « 5 mois (janvier à mai 2024) » compte bien cinq mois. Une période qui commence après la mise \
              en place est dite en avertissement, comme \
              une mise en place qui hésite entre deux dates en désordre, ou distantes de plus d’un an. Une durée indéterminée, ou en mots, n’est pas comparée.",
    pourquoi: "La durée dit jusqu’à quand chaque partie est engagée ; deux fins possibles, c’est un engagement dont le \
               terme se plaidera.",
    source: "Cohérence interne de l’acte ; rubriques « date de mise en place » et « durée » du modèle de fiche.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "duree: 11 mois, jusqu'en décembre 2024",
            a: "duree: 9 mois, jusqu'en décembre 2024",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "duree: 11 mois, jusqu'en décembre 2024",
                a: "duree: 11 mois, jusqu'au 31 décembre 2024",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "duree: 11 mois, jusqu'en décembre 2024",
                a: "duree: { texte: 11 mois (février à décembre 2024) }",
            },
        ],
    },
    chercher,
};

/// « 5 mois (janvier à mai 2022) ».
static MOTS: LazyLock<Motif> = LazyLock::new(|| {
    const MOIS: &str =
        "(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)";
    motif(&format!(
        r"(?i)\b(?P<n>[0-9]+|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze) (?P<u>mois|ans?)\b[^0-9]*?(?:de |d['’])?{MOIS}(?: ([0-9]{{4}}))? (?:à|au) {MOIS} ([0-9]{{4}})"
    ))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| comparer(f).into_iter().chain(alternatives(f))).collect()
}

/// « Fin 2022 / début 2023 »: two dates that follow each other, and are near.
fn alternatives(fiche: &Fiche) -> Vec<Diagnostic> {
    let debuts = fiche.mise_en_place.iter().filter_map(|d| d.as_ref().ok()).flatten();
    debuts
        .filter_map(|d| {
            let DateImprecise::Entre(a, b) = &d.donnee else { return None };
            let (premiere, seconde) = (bornes(a)?, bornes(b)?);
            let loin = seconde.0.rang() - premiere.1.rang() > 366;
            (seconde.1 < premiere.0 || loin).then(|| {
                Diagnostic::constat(
                    d.span,
                    format!("la mise en place hésite entre deux dates éloignées : {}", d.donnee),
                )
                .avertissement()
                .aide("corriger l’une des deux, ou choisir")
            })
        })
        .collect()
}

fn comparer(fiche: &Fiche) -> Vec<Diagnostic> {
    let (Some(Ok(debuts)), Some(Ok(durees))) = (&fiche.mise_en_place, &fiche.duree) else {
        return fiche
            .duree
            .iter()
            .filter_map(|d| d.as_ref().ok())
            .flatten()
            .filter_map(|d| en_mots(d).and_then(|m| seule(d, &m)).or_else(|| renversee(d)))
            .collect();
    };
    durees.iter().filter_map(|duree| juger(debut_de(duree, debuts, durees.len()), duree)).collect()
}

/// The start of the same part of the action; of the whole, when neither names a part.
fn debut_de<'f>(
    duree: &Pour<Duree>,
    debuts: &'f [Pour<DateImprecise>],
    durees: usize,
) -> Option<&'f Pour<DateImprecise>> {
    let nom = |objet: &Option<String>| objet.as_deref().map(plat);
    match debuts {
        [seul] if durees == 1 => Some(seul),
        _ => debuts.iter().find(|d| d.objet.is_some() && nom(&d.objet) == nom(&duree.objet)),
    }
}

/// A length with its first and its last month, as words give them.
struct EnMots {
    nombre: u16,
    unite: Unite,
    periode: (DateImprecise, DateImprecise),
    texte: String,
}

fn en_mots(duree: &Pour<Duree>) -> Option<EnMots> {
    let Duree::Texte(texte) = &duree.donnee else { return None };
    let trouve = MOTS.captures(texte)?;
    let groupe = |i: usize| trouve.get(i).map(|m| m.as_str().to_lowercase());
    let numero = |nom: String| (1..=12).find(|m| mois(*m) == nom);
    let fin_annee: u16 = groupe(6)?.parse().ok()?;
    let (de, a) = (numero(groupe(3)?)?, numero(groupe(5)?)?);
    let debut_annee = groupe(4).and_then(|a| a.parse().ok()).unwrap_or(fin_annee - u16::from(de > a));
    Some(EnMots {
        nombre: petit_nombre(trouve.name("n")?.as_str())?,
        unite: unite(trouve.name("u")?.as_str())?,
        periode: (DateImprecise::Mois(de, debut_annee), DateImprecise::Mois(a, fin_annee)),
        texte: texte.clone(),
    })
}

/// A length in words that its own months deny.
fn seule(duree: &Pour<Duree>, mots: &EnMots) -> Option<Diagnostic> {
    let (debut, fin) = (bornes(&mots.periode.0)?, bornes(&mots.periode.1)?);
    let attendue = derniers(debut, mots.nombre, mots.unite)?;
    (!se_touchent(attendue, fin)).then(|| {
        Diagnostic::constat(
            duree.span,
            format!("« {} » : la longueur et les mois ne s’accordent pas", mots.texte),
        )
        .calcul(format!(
            "{} comptés depuis {} finissent {}",
            Duree::Longueur(mots.nombre, mots.unite, None),
            mots.periode.0,
            dire(attendue)
        ))
        .aide("corriger la longueur ou les mois")
    })
}

/// A period that ends before it starts.
fn renversee(duree: &Pour<Duree>) -> Option<Diagnostic> {
    let Duree::Periode(a, b) = &duree.donnee else { return None };
    (bornes(b)?.1 < bornes(a)?.0).then(|| {
        Diagnostic::constat(duree.span, format!("la durée finit ({b}) avant de commencer ({a})"))
            .aide("échanger ou corriger les deux dates")
    })
}

fn juger(debut: Option<&Pour<DateImprecise>>, duree: &Pour<Duree>) -> Option<Diagnostic> {
    let mots = en_mots(duree);
    let seul = mots.as_ref().and_then(|m| seule(duree, m)).or_else(|| renversee(duree));
    if seul.is_some() {
        return seul;
    }
    let debut = debut?;
    let depart = bornes(&debut.donnee)?;
    let dit = |message: String| {
        Diagnostic::constat(duree.span, message)
            .ici("durée")
            .voir(debut.span, format!("mise en place : {}", debut.donnee))
            .aide("corriger la mise en place, la longueur ou la fin")
    };
    let periode = match (&duree.donnee, mots) {
        (Duree::Longueur(n, u, Some(fin)), _) => {
            let (attendue, dite) = (derniers(depart, *n, *u)?, bornes(fin)?);
            // « Un an, jusqu’au 1er novembre » is also said of what starts on a 1er novembre.
            let anniversaire = attendue
                .0
                .decaler(1)
                .zip(attendue.1.decaler(1))
                .is_some_and(|jours| matches!(fin, DateImprecise::Jour(_)) && se_touchent(jours, dite));
            return (!se_touchent(attendue, dite) && !anniversaire).then(|| {
                dit(format!(
                    "l’action commence {}, dure {} et finirait en {fin} : les trois ne s’accordent pas",
                    commence(&debut.donnee),
                    Duree::Longueur(*n, *u, None)
                ))
                .calcul(format!(
                    "{} + {} : dernier jour {}",
                    debut.donnee,
                    Duree::Longueur(*n, *u, None),
                    dire(attendue)
                ))
            });
        }
        (Duree::Periode(a, b), _) => (a.clone(), b.clone()),
        (_, Some(mots)) => mots.periode,
        _ => return None,
    };
    contre_periode(debut, &periode, depart, dit)
}

fn contre_periode(
    debut: &Pour<DateImprecise>,
    (de, a): &(DateImprecise, DateImprecise),
    depart: (crate::model::Jour, crate::model::Jour),
    dit: impl Fn(String) -> Diagnostic,
) -> Option<Diagnostic> {
    let (premiers, fins) = (bornes(de)?, bornes(a)?);
    let commence = commence(&debut.donnee);
    if fins.1 < depart.0 {
        return Some(dit(format!(
            "l’action finirait ({a}) avant de commencer : elle est mise en place {commence}"
        )));
    }
    if se_touchent(premiers, depart) {
        return None;
    }
    let message = format!("la durée commence ({de}) quand l’action est mise en place {commence}");
    if premiers.1 < depart.0 { Some(dit(message)) } else { Some(dit(message).avertissement()) }
}

fn commence(date: &DateImprecise) -> String {
    match date {
        DateImprecise::Jour(j) => format!("le {j}"),
        autre => format!("en {autre}"),
    }
}
