//! `content/cadres/<nom>.yaml`: what the State fixes.

use super::arbre::Noeud;
use super::lecteur::{Carte, Lecteur};
use crate::diagnostic::Diagnostic;
use crate::model::cadre::{
    Annexe, Cadre, ColonneMatrice, ContenuRubrique, DEPARTEMENT, ETAT, Echeance, Financeur, Indicateur,
    Mesure, Rubrique, Sens, TableauAnnexe, Theme,
};
use crate::text::{Span, Spanned};

const TABLEAUX: [(&str, TableauAnnexe); 2] =
    [("matrice", TableauAnnexe::Matrice), ("executions", TableauAnnexe::Executions)];

const SENS: [(&str, Sens); 2] = [("hausse", Sens::Hausse), ("baisse", Sens::Baisse)];

const CONTENUS: [(&str, ContenuRubrique); 7] = [
    ("prose", ContenuRubrique::Prose),
    ("mise_en_place", ContenuRubrique::MiseEnPlace),
    ("duree", ContenuRubrique::Duree),
    ("partenaires", ContenuRubrique::Partenaires),
    ("budget", ContenuRubrique::Budget),
    ("mention", ContenuRubrique::Mention),
    ("indicateurs", ContenuRubrique::Indicateurs),
];

/// Reads a framework; `None` when something essential cannot be read.
pub fn lire(l: &mut Lecteur<'_>, zone: Span) -> Option<Cadre> {
    let racine = l.arbre(zone)?;
    let mut c = l.carte(&racine)?;
    let intitule = l.texte_exige(&mut c, "intitule").map(|t| t.valeur);
    let sigle = l.texte_exige(&mut c, "sigle").map(|t| t.valeur);
    let annexes = elements(l, &mut c, "annexes", annexe);
    let statuts = match c.prendre("statuts") {
        Some(n) => l
            .entrees(n)
            .iter()
            .filter_map(|(cle, v)| l.texte(v).map(|t| (cle.valeur.clone(), t.valeur)))
            .collect(),
        None => Vec::new(),
    };
    let financeurs: Vec<Financeur> = elements(l, &mut c, "financeurs", financeur);
    for obligatoire in [ETAT, DEPARTEMENT] {
        if !financeurs.iter().any(|f| f.id == obligatoire) {
            l.dire(
                Diagnostic::erreur(
                    "REF-001",
                    c.span_de("financeurs"),
                    format!("le financeur « {obligatoire} » manque au cadre"),
                )
                .aide(format!("ajouter « - {{ id: {obligatoire}, nom: … }} »")),
            );
        }
    }
    let rubriques = elements(l, &mut c, "rubriques", rubrique);
    let visas = match c.prendre("visas") {
        Some(n) => super::convention::visas(l, n),
        None => Vec::new(),
    };
    let (colonnes, themes) = match c.prendre("matrice") {
        Some(n) => matrice(l, n)?,
        None => (Vec::new(), Vec::new()),
    };
    let part_etat_max = c.prendre("part_etat_max").and_then(|n| l.pourcentage(n)).map(|p| p.valeur);
    let statuts_exclusifs = match c.prendre("statuts_exclusifs") {
        Some(n) => l.liste(n).iter().filter_map(|n| paire(l, n)).collect(),
        None => Vec::new(),
    };
    let echeances = match c.prendre("echeances") {
        Some(n) => l.liste(n).iter().filter_map(|n| echeance(l, n)).collect(),
        None => Vec::new(),
    };
    let rapport = c.prendre("rapport").map(|n| super::rapport::cadre(l, n)).unwrap_or_default();
    let refaction = c.prendre("refaction").and_then(|n| super::rapport::refaction(l, n));
    l.finir(&c);
    let cadre = Cadre {
        intitule: intitule?,
        sigle: sigle?,
        annexes,
        statuts,
        financeurs,
        rubriques,
        visas,
        colonnes,
        themes,
        part_etat_max,
        statuts_exclusifs: statuts_exclusifs.into_iter().map(|(a, b)| (a.valeur, b.valeur)).collect(),
        echeances,
        rapport,
        refaction,
    };
    verifier(l, &cadre);
    Some(cadre)
}

/// The items of a list under a key that must be there.
fn elements<T>(
    l: &mut Lecteur<'_>,
    carte: &mut Carte<'_>,
    cle: &'static str,
    lire: fn(&mut Lecteur<'_>, &Noeud) -> Option<T>,
) -> Vec<T> {
    match l.exiger(carte, cle) {
        Some(n) => l.liste(n).iter().filter_map(|n| lire(l, n)).collect(),
        None => Vec::new(),
    }
}

fn annexe(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Annexe> {
    let mut c = l.carte(noeud)?;
    let id = l.texte_exige(&mut c, "id");
    let titre = l.texte_exige(&mut c, "titre");
    let titre_tableau = l.texte_exige(&mut c, "titre_tableau");
    let tableau = l.exiger(&mut c, "tableau").and_then(|n| l.parmi(n, &TABLEAUX));
    let note = l.texte_facultatif(&mut c, "note");
    l.finir(&c);
    Some(Annexe {
        id: id?.valeur,
        titre: titre?.valeur,
        titre_tableau: titre_tableau?.valeur,
        tableau: tableau?,
        note,
    })
}

fn financeur(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Financeur> {
    let mut c = l.carte(noeud)?;
    let id = l.mot_exige(&mut c, "id");
    let nom = l.texte_exige(&mut c, "nom");
    l.finir(&c);
    Some(Financeur { id: id?.valeur, nom: nom?.valeur })
}

fn rubrique(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Rubrique> {
    let mut c = l.carte(noeud)?;
    let id = l.mot_exige(&mut c, "id");
    let titre = l.texte_exige(&mut c, "titre");
    let obligatoire = l.oui_facultatif(&mut c, "obligatoire").unwrap_or(false);
    let contenu = c.prendre("contenu").and_then(|n| l.parmi(n, &CONTENUS)).unwrap_or(ContenuRubrique::Prose);
    l.finir(&c);
    Some(Rubrique { id: id?.valeur, titre: titre?.valeur, obligatoire, contenu })
}

fn matrice(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<(Vec<ColonneMatrice>, Vec<Theme>)> {
    let mut c = l.carte(noeud)?;
    let colonnes = elements(l, &mut c, "colonnes", |l, n| {
        let mut c = l.carte(n)?;
        let id = l.mot_exige(&mut c, "id");
        let titre = l.texte_exige(&mut c, "titre");
        l.finir(&c);
        let titre = titre?;
        Some(ColonneMatrice { id: id?.valeur, titre: titre.valeur, span: titre.span })
    });
    let themes = elements(l, &mut c, "themes", |l, n| {
        let mut c = l.carte(n)?;
        let numero = l.texte_exige(&mut c, "numero");
        let titre = l.texte_exige(&mut c, "titre");
        let mesures = elements(l, &mut c, "mesures", mesure);
        l.finir(&c);
        Some(Theme { numero: numero?.valeur, titre: titre?.valeur, mesures })
    });
    l.finir(&c);
    Some((colonnes, themes))
}

fn mesure(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Mesure> {
    let mut c = l.carte(noeud)?;
    let numero = l.texte_exige(&mut c, "numero");
    let titre = l.texte_exige(&mut c, "titre");
    let indicateurs: Vec<Indicateur> = elements(l, &mut c, "indicateurs", indicateur);
    l.finir(&c);
    for (i, indicateur) in indicateurs.iter().enumerate() {
        if let Some(premier) = indicateurs.iter().take(i).find(|p| p.id.valeur == indicateur.id.valeur) {
            l.dire(doublon(&indicateur.id, &premier.id, "l’indicateur"));
        }
    }
    Some(Mesure { numero: numero?.valeur, titre: titre?.valeur, indicateurs })
}

/// Says that a name is given twice.
pub fn doublon(second: &Spanned<String>, premier: &Spanned<String>, quoi: &str) -> Diagnostic {
    Diagnostic::erreur("REF-003", second.span, format!("{quoi} « {} » est défini deux fois", second.valeur))
        .voir(premier.span, "déjà défini ici")
        .aide("donner un autre nom à l’un des deux")
}

fn indicateur(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Indicateur> {
    let mut c = l.carte(noeud)?;
    let id = l.mot_exige(&mut c, "id");
    let libelle = l.texte_exige(&mut c, "libelle");
    let definition = l.texte_facultatif(&mut c, "definition");
    let unite = l.texte_facultatif(&mut c, "unite");
    let nature = l.texte_facultatif(&mut c, "nature");
    let dont_de = c.prendre("dont_de").and_then(|n| l.mot(n));
    let sens = c.prendre("sens").and_then(|n| l.parmi(n, &SENS));
    let quotient = c.prendre("quotient").and_then(|n| paire(l, n));
    let groupe = l.texte_facultatif(&mut c, "groupe");
    let note = l.texte_facultatif(&mut c, "note");
    l.finir(&c);
    Some(Indicateur {
        id: id?,
        libelle: libelle?.valeur,
        definition,
        unite,
        nature,
        sens,
        quotient,
        dont_de,
        groupe,
        note,
    })
}

/// Two names: « [a, b] ».
fn paire(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<(Spanned<String>, Spanned<String>)> {
    if let [a, b] = l.liste(noeud) {
        return Some((l.mot(a)?, l.mot(b)?));
    }
    l.attendu(noeud, "deux noms (« [l’un, l’autre] »)");
    None
}

fn echeance(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Echeance> {
    let mut c = l.carte(noeud)?;
    let objet = l.mot_exige(&mut c, "objet");
    let jour = l.mot_exige(&mut c, "jour")?;
    let conclue = c.prendre("conclue_depuis").and_then(|n| l.mot(n));
    let etapes = match c.prendre("etapes") {
        Some(n) => l.liste(n).iter().filter_map(|n| etape(l, n)).collect(),
        None => Vec::new(),
    };
    l.finir(&c);
    let conclue_depuis = match &conclue {
        Some(mot) => Some(jour_de_l_annee(l, mot)?),
        None => None,
    };
    let (mois, jour) = jour_de_l_annee(l, &jour)?;
    Some(Echeance { objet: objet?.valeur, mois, jour, conclue_depuis, etapes })
}

/// Something to do before a deadline: « { libelle: …, jours: 14 } ».
fn etape(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<(String, u16)> {
    let mut c = l.carte(noeud)?;
    let libelle = l.mot_exige(&mut c, "libelle");
    let jours = l.exiger(&mut c, "jours").and_then(|n| l.nombre(n));
    l.finir(&c);
    let jours = jours?;
    let lu = u16::try_from(jours.valeur).ok().filter(|n| *n <= 730 && jours.valeur.is_integer());
    if lu.is_none() {
        l.dire(
            Diagnostic::erreur("VAL-002", jours.span, "une étape se compte en jours, de 0 à 730")
                .aide("écrire « jours: 14 »"),
        );
    }
    Some((libelle?.valeur, lu?))
}

/// Month and day of « 31 mars ».
fn jour_de_l_annee(l: &mut Lecteur<'_>, jour: &Spanned<String>) -> Option<(u8, u8)> {
    // A leap year admits every day of the calendar.
    let lu = super::scalaires::lire_jour(&format!("{} 2024", jour.valeur));
    if lu.is_none() {
        l.dire(
            Diagnostic::erreur(
                "VAL-004",
                jour.span,
                format!("« {} » n’est pas un jour de l’année", jour.valeur),
            )
            .aide("écrire un jour et un mois, comme « 31 mars »"),
        );
    }
    lu.map(|j| (j.mois(), j.jour()))
}

fn verifier(l: &mut Lecteur<'_>, cadre: &Cadre) {
    for mesure in cadre.themes.iter().flat_map(|t| &t.mesures) {
        let parties = mesure.indicateurs.iter().filter_map(|i| i.quotient.as_ref()).flat_map(|(a, b)| [a, b]);
        for parent in mesure.indicateurs.iter().filter_map(|i| i.dont_de.as_ref()).chain(parties) {
            let noms = || mesure.indicateurs.iter().map(|i| i.id.valeur.as_str());
            if !noms().any(|n| n == parent.valeur) {
                l.inconnu(parent, &format!("indicateur de la mesure {}", mesure.numero), noms());
            }
        }
    }
}

impl Lecteur<'_> {
    /// Tells a name that nothing bears.
    pub fn inconnu<'m>(&mut self, mot: &Spanned<String>, quoi: &str, connus: impl Iterator<Item = &'m str>) {
        let connus: Vec<&str> = connus.collect();
        let aide = match crate::diagnostic::proche(&mot.valeur, connus.iter().copied()) {
            Some(proche) => format!("vouliez-vous dire « {proche} » ?"),
            None if connus.is_empty() => "le déclarer d’abord".to_owned(),
            None => {
                let debut: Vec<_> = connus.iter().take(12).copied().collect();
                let suite = if connus.len() > 12 { "…" } else { "" };
                format!("connus : {}{suite}", debut.join(", "))
            }
        };
        self.dire(
            Diagnostic::erreur("REF-001", mot.span, format!("« {} » n’est pas un {quoi} connu", mot.valeur))
                .aide(aide),
        );
    }
}
