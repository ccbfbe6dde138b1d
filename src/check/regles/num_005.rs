//! One way of numbering in a fiche, and one in the act.

use std::collections::BTreeMap;

use crate::check::numerotation::{Style, Titre, par_fichier, titres};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::model::passage::Passage;
use crate::text::Fichier;

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-005",
    titre: "la numérotation change de style",
    gravite: Gravite::Conseil,
    verifie: "Dans une fiche, les rubriques (titres `##`) sont toutes numérotées, ou aucune, en chiffres arabes ou \
              romains, mais d’une seule façon ; les titres à numéro composé finissent tous leur numéro par un point, \
              ou aucun. Puis, d’une fiche à l’autre, le même style de chiffres. Chaque fiche donne un constat au plus, \
              l’acte un de plus.",
    pourquoi: "Des fiches numérotées autrement ne se comparent pas et se citent mal : « la rubrique 5 » n’est pas la \
               même partout.",
    source: "Cohérence interne de l’acte ; modèle national de fiche.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "## 6. Objectifs et progression",
            a: "## VI. Objectifs et progression",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Le parcours type",
            a: "### Le parcours\n\nLe parcours type",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let fiches: BTreeMap<Fichier, &Fiche> = c.fiches().map(|f| (f.span.fichier, f)).collect();
    let mut constats = Vec::new();
    // The fiches of one style, each with its first numbered section.
    let mut styles: BTreeMap<Style, Vec<(u16, &Passage)>> = BTreeMap::new();
    for passages in par_fichier(&c.dossier.passages) {
        let Some(fiche) = passages.first().and_then(|p| fiches.get(&p.fichier())) else { continue };
        let titres = titres(passages.iter());
        let rubriques: Vec<&Titre<'_>> = titres.iter().filter(|t| t.niveau == 2).collect();
        if let Some(constat) = dans_la_fiche(&rubriques, &titres) {
            constats.push(constat);
        }
        let premier = rubriques.iter().find_map(|t| t.numero.as_ref().map(|n| (n.style, t.passage)));
        if let Some((style, passage)) = premier {
            styles.entry(style).or_default().push((fiche.numero.valeur, passage));
        }
    }
    constats.extend(dans_l_acte(&styles));
    constats
}

/// What changes within one fiche: the first change found, the most telling first.
fn dans_la_fiche(rubriques: &[&Titre<'_>], titres: &[Titre<'_>]) -> Option<Diagnostic> {
    let numeros = || rubriques.iter().filter_map(|t| t.numero.as_ref().map(|n| (*t, n)));
    let (premier, style) = numeros().map(|(t, n)| (t, n.style)).next()?;
    let aide = "numéroter toutes les rubriques de la même façon, comme le modèle national";
    if let Some((autre, n)) = numeros().find(|(_, n)| n.style != style) {
        let message =
            format!("les rubriques passent des chiffres {} aux chiffres {}", style.mot(), n.style.mot());
        return Some(
            Diagnostic::constat(autre.span(), message).voir(premier.span(), "style de départ").aide(aide),
        );
    }
    let mut sans = rubriques.iter().filter(|t| t.numero.is_none());
    if let Some(titre) = sans.next() {
        let (avec, tous) = (numeros().count(), rubriques.len());
        if avec * 2 < tous {
            return Some(peu_numerotees(premier, avec, tous).aide(aide));
        }
        let nom = titre.texte().trim_end_matches([':', ' ', '\u{a0}']);
        let mut constat = Diagnostic::constat(
            titre.passage.span,
            format!(
                "« {nom} » n’a pas de numéro, alors que {avec} des {tous} rubriques de la fiche en ont un"
            ),
        )
        .aide(aide);
        for titre in sans {
            constat = constat.voir(titre.passage.span, "sans numéro non plus");
        }
        return Some(constat);
    }
    let composes =
        || titres.iter().filter_map(|t| t.numero.as_ref().filter(|n| n.parties.len() > 1).map(|n| (t, n)));
    let (premier, ferme) = composes().map(|(t, n)| (t, n.ferme)).next()?;
    let (autre, numero) = composes().find(|(_, n)| n.ferme != ferme)?;
    let (avec, sans) = if ferme { ("sans", "avec") } else { ("avec", "sans") };
    let message = format!("le numéro {} est écrit {avec} point final, et le premier {sans}", numero.cle());
    Some(
        Diagnostic::constat(autre.span(), message)
            .voir(premier.span(), "le premier")
            .aide("écrire tous les numéros de la même façon"),
    )
}

/// Few sections have a number: the first of those is the one that stands out.
fn peu_numerotees(premier: &Titre<'_>, avec: usize, tous: usize) -> Diagnostic {
    let message = match avec {
        1 => format!("une seule rubrique sur {tous} est numérotée"),
        _ => format!("{avec} rubriques seulement sur {tous} sont numérotées"),
    };
    Diagnostic::constat(premier.passage.span, message)
}

fn dans_l_acte(styles: &BTreeMap<Style, Vec<(u16, &Passage)>>) -> Option<Diagnostic> {
    let mut ordre: Vec<_> = styles.iter().collect();
    ordre.sort_by_key(|(_, fiches)| fiches.len());
    let [(rare, fiches), (usuel, autres)] = ordre.as_slice() else { return None };
    let (premiere, passage) = fiches.first()?;
    let mut constat = Diagnostic::constat(
        passage.span,
        format!(
            "les rubriques sont numérotées en chiffres {} dans {} et en chiffres {} dans {}",
            rare.mot(),
            combien(fiches.len()),
            usuel.mot(),
            combien(autres.len()),
        ),
    )
    .ici(format!("fiche {premiere}"))
    .aide("garder un seul style d’une fiche à l’autre");
    for (numero, passage) in fiches.iter().skip(1) {
        constat = constat.voir(passage.span, format!("fiche {numero}"));
    }
    Some(constat)
}

fn combien(n: usize) -> String {
    format!("{n} fiche{}", if n > 1 { "s" } else { "" })
}
