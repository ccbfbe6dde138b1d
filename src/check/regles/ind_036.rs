//! Two classes on either side of one bound.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::outils::nombre;
use crate::check::quantites::racine;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::nombre::lire_decimal;
use crate::model::passage::Nature;
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-036",
    titre: "deux classes voisines n’ont pas la même borne",
    gravite: Gravite::Avertissement,
    verifie: "Deux items de suite d’une même liste, dont le premier finit une classe (« 24 mois au plus », « jusqu’à 24 \
              mois », « 24 mois ou moins ») et le second ouvre la suivante (« plus de 24 mois », « au-delà de 24 mois »), \
              dans la même unité : la borne est la même.",
    pourquoi: "Entre deux bornes différentes, une situation n’entre dans aucune classe, ou entre dans les deux.",
    source: "Une partition range chacun dans une classe et une seule ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont :\n\n- ceux qu'elle suit depuis 6 mois au plus ;\n- ceux qu'elle suit depuis plus de 6 mois.",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "plus de 6 mois",
            a: "plus de 8 mois",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "plus de 6 mois",
            a: "plus de 2 ans",
        }],
    },
    chercher,
};

static MOTIFS: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    let fin = r"(?i)(?P<n>[0-9]+) (?P<u>\w{2,}) (?:au plus|ou moins|au maximum)\b|jusqu['’]à (?P<m>[0-9]+) (?P<v>\w{2,})";
    let debut = r"(?i)\b(?:plus de|au-delà de) (?P<n>[0-9]+) (?P<u>\w{2,})";
    (motif(fin), motif(debut))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let mut avant: Option<&Passage> = None;
    for passage in c.prose().filter(|p| p.nature == Nature::Paragraphe) {
        if let Some(precedent) = avant
            && precedent.fichier() == passage.fichier()
            && let (Some(a), Some(b)) = (precedent.item, passage.item)
            && a.liste == b.liste
            && a.rang + 1 == b.rang
        {
            constats.extend(comparer(precedent, passage));
        }
        avant = Some(passage);
    }
    constats
}

fn comparer(avant: &Passage, apres: &Passage) -> Option<Diagnostic> {
    let (fin, debut) = (MOTIFS.0.captures(&avant.texte)?, MOTIFS.1.captures(&apres.texte)?);
    let borne = fin.name("n").or(fin.name("m"))?;
    let unite = fin.name("u").or(fin.name("v"))?;
    let reprise = debut.name("n")?;
    let lire = |t: &str| -> Option<Decimal> { lire_decimal(t).ok() };
    let (a, b) = (lire(borne.as_str())?, lire(reprise.as_str())?);
    if a == b || racine(unite.as_str()) != racine(debut.name("u")?.as_str()) {
        return None;
    }
    Some(
        Diagnostic::constat(
            apres.span_de(&debut.get(0)?.range()),
            format!(
                "une classe finit à {} {u}, et la suivante commence à {} {u}",
                nombre(a),
                nombre(b),
                u = unite.as_str()
            ),
        )
        .voir(avant.span_de(&fin.get(0)?.range()), "fin de la classe précédente")
        .aide("donner la même borne aux deux classes"),
    )
}
