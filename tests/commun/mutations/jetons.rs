//! What an act states in two places, found in its model: the digits that a slip would put at odds with others.

use std::collections::BTreeMap;

use calpae::model::budget::{
    Apport, Bordereau, Budget, Charge, Cout, Financement, LigneAffichee, LigneBordereau,
};
use calpae::model::convention::Visa;
use calpae::model::fiche::LigneObjectif;
use calpae::model::passage::{Fait, Mention, Nature};
use calpae::model::tableau::{Contenu, Ligne};
use calpae::model::{Dossier, Duree, Fiche, Passage};
use calpae::text::{Sources, Span, Spanned};

/// Places and why each is stated twice.
#[derive(Default)]
pub(crate) struct Jetons(BTreeMap<Span, &'static str>);

impl Jetons {
    fn ici<T>(&mut self, place: &Spanned<T>, raison: &'static str) {
        self.la(place.span, raison);
    }

    fn la(&mut self, span: Span, raison: &'static str) {
        self.0.entry(span).or_insert(raison);
    }

    fn peut_etre<T>(&mut self, place: Option<&Spanned<T>>, raison: &'static str) {
        place.into_iter().for_each(|p| self.ici(p, raison));
    }
}

/// All the places of an act.
pub(crate) fn trouver(dossier: &Dossier, sources: &Sources) -> BTreeMap<Span, &'static str> {
    let mut j = Jetons::default();
    acte(dossier, &mut j);
    for fiche in &dossier.fiches {
        de_fiche(fiche, &mut j);
    }
    if dossier.fiches.iter().any(|f| !f.budgets.is_empty()) {
        j.ici(&dossier.convention.montant_etat, "montant de l’État et fiches");
    }
    for ligne in &dossier.matrice.valeurs {
        j.ici(&ligne.cible, "renvoi à un indicateur");
    }
    prose(dossier, sources, &mut j);
    j.0
}

fn acte(dossier: &Dossier, j: &mut Jetons) {
    let c = &dossier.convention;
    let d = &c.dates;
    for jour in [&d.deliberation, &d.signature, &d.envoi, &d.reception, &d.publication] {
        j.peut_etre(jour.as_ref(), "dates de l’acte");
    }
    j.peut_etre(c.accuse_de_reception.as_ref(), "numéro de l’acte");
    let organisation = &dossier.organisation;
    j.ici(&organisation.departement.siren, "SIREN et numéro de l’acte");
    if let Some(compte) = &organisation.compte {
        j.ici(&compte.iban, "IBAN et sa clé");
        for champ in [&compte.code_etablissement, &compte.code_guichet, &compte.numero, &compte.cle] {
            if champ.valeur.is_ok() {
                j.ici(champ, "RIB et IBAN");
            }
        }
    }
    for article in &dossier.articles {
        j.peut_etre(article.numero.as_ref(), "suite des numéros");
    }
    for annonce in &c.annexes_annoncees {
        j.peut_etre(annonce.article.as_ref(), "renvoi à un article");
    }
    for visa in dossier.cadre.visas.iter().chain(&c.visas) {
        de_visa(visa, dossier, j);
    }
}

/// The year of a number and that of its date; the whole date when the vote or the prose tells it again.
fn de_visa(visa: &Visa, dossier: &Dossier, j: &mut Jetons) {
    let Some(date) = &visa.date else { return };
    let cite = |p: &Passage| p.mentions.iter().any(|m| m.fait == Fait::Jour(date.valeur));
    let vote = dossier.convention.dates.deliberation.as_ref().is_some_and(|d| d.valeur == date.valeur);
    let prose = || dossier.passages.iter().filter(|p| p.fichier() != date.span.fichier).any(cite);
    if vote || prose() {
        j.ici(date, "date citée deux fois");
    } else if let Some(numero) = &visa.numero
        && numero.valeur.contains(&date.valeur.annee().to_string())
    {
        // `2022-01-19`: the year stands first.
        let annee = Span { fin: date.span.debut + 4, ..date.span };
        j.la(annee, "année d’un numéro et de sa date");
    }
}

fn de_fiche(fiche: &Fiche, j: &mut Jetons) {
    j.ici(&fiche.numero, "suite des numéros");
    fiche.mesures.iter().for_each(|m| j.ici(m, "renvoi à une mesure"));
    for section in &fiche.sections {
        j.la(section.span, "suite des numéros");
    }
    for budget in &fiche.budgets {
        de_budget(budget, j);
    }
    fiche.bordereaux.iter().for_each(|b| de_bordereau(b, j));
    for (_, montant) in &fiche.affiche_en_annexe {
        j.ici(montant, "fiche et annexe");
    }
    for tableau in &fiche.tableaux {
        for (rang, colonne) in tableau.colonnes.iter().enumerate().filter(|(_, c)| c.total_affiche.is_some())
        {
            j.peut_etre(colonne.total_affiche.as_ref(), "total d’une colonne");
            for ligne in &tableau.lignes {
                if let Ligne::Cellules(cellules) = ligne
                    && let Some(cellule) = cellules.get(rang)
                    && matches!(cellule.valeur, Contenu::Nombre(_) | Contenu::Montant(_))
                {
                    j.ici(cellule, "total d’une colonne");
                }
            }
        }
    }
    for ligne in fiche.objectifs.iter().flat_map(|o| &o.lignes) {
        if let LigneObjectif::Indicateur { indicateur: Some(indicateur), .. } = ligne {
            j.ici(indicateur, "renvoi à un indicateur");
        }
    }
    // A start, a length and an end: each follows from the two others.
    let longueur = |d: &Duree| matches!(d, Duree::Longueur(_, _, Some(_)));
    let durees = || fiche.duree.iter().flatten().flatten();
    if durees().any(|d| longueur(&d.donnee)) {
        for debut in fiche.mise_en_place.iter().flatten().flatten() {
            j.la(debut.span, "début, durée et fin");
        }
        durees().filter(|d| longueur(&d.donnee)).for_each(|d| j.la(d.span, "début, durée et fin"));
    }
}

fn de_budget(budget: &Budget, j: &mut Jetons) {
    let deux =
        budget.total_affiche.is_some() || !(budget.charges.is_empty() || budget.financements.is_empty());
    if deux {
        j.peut_etre(budget.total_affiche.as_ref(), "total et ses termes");
        budget.financements.iter().for_each(|f| financement(f, j));
    }
    budget.charges.iter().for_each(|c| charge(c, deux, j));
    for mentions in
        budget.charges.iter().map(|c| &c.mentions).chain(budget.financements.iter().map(|f| &f.mentions))
    {
        j.peut_etre(mentions.part_affichee.as_ref(), "part et montants");
        j.peut_etre(mentions.taux.as_ref(), "taux et montants");
    }
}

fn charge(charge: &Charge, somme: bool, j: &mut Jetons) {
    j.peut_etre(charge.mentions.affiche.as_ref(), "produit et facteurs");
    let deux = somme || charge.mentions.affiche.is_some();
    match &charge.cout {
        Cout::Montant(m) if deux => j.ici(m, "total et ses termes"),
        Cout::Valorisation(v) if deux => {
            v.facteurs.iter().for_each(|f| j.ici(&f.valeur, "produit et facteurs"))
        }
        Cout::Lignes(lignes) => lignes.iter().for_each(|c| self::charge(c, deux, j)),
        _ => {}
    }
}

fn financement(ligne: &Financement, j: &mut Jetons) {
    match &ligne.apport {
        Apport::Montant(m) => j.ici(m, "total et ses termes"),
        Apport::Termes(termes) => termes.iter().for_each(|t| j.ici(&t.montant, "total et ses termes")),
        Apport::Absent(_) => {}
    }
}

fn de_bordereau(bordereau: &Bordereau, j: &mut Jetons) {
    j.ici(&bordereau.taux_tva, "TVA et TTC");
    bordereau.profils.iter().for_each(|p| j.ici(&p.tarif, "tarif et prix"));
    affichee(&bordereau.affiche, j);
    for groupe in &bordereau.groupes {
        de_ligne(groupe, j);
        groupe.lignes.iter().for_each(|l| de_ligne(l, j));
    }
}

fn de_ligne(ligne: &LigneBordereau, j: &mut Jetons) {
    j.ici(&ligne.numero, "suite des numéros");
    ligne.profils.iter().for_each(|p| j.ici(p, "jours et prix"));
    j.peut_etre(ligne.sur_place.as_ref(), "jours sur place");
    affichee(&ligne.affiche, j);
}

fn affichee(affiche: &LigneAffichee, j: &mut Jetons) {
    for nombre in [&affiche.jours, &affiche.sur_place] {
        j.peut_etre(nombre.as_ref(), "jours et prix");
    }
    for montant in [&affiche.ht, &affiche.ttc] {
        j.peut_etre(montant.as_ref(), "jours et prix");
    }
    affiche.profils.iter().for_each(|p| j.ici(p, "jours et prix"));
}

/// The facts of prose that another place of the same file (or, for days, of the whole act) tells as well.
fn prose(dossier: &Dossier, sources: &Sources, j: &mut Jetons) {
    let textes = |p: &&Passage| !matches!(p.nature, Nature::Code);
    let mut places: BTreeMap<String, Vec<Span>> = BTreeMap::new();
    for passage in dossier.passages.iter().filter(textes) {
        let fichier = passage.fichier().rang();
        for mention in &passage.mentions {
            let span = passage.span_du_fait(mention);
            if let Some(cle) = cle(mention, fichier) {
                places.entry(cle).or_default().push(span);
            }
            if let Fait::Renvoi(_) = mention.fait {
                j.la(span, "renvoi dans la prose");
            }
        }
        for (cle, octets) in quantites(&passage.texte) {
            places.entry(format!("{fichier} {cle}")).or_default().push(passage.span_de(&octets));
        }
    }
    // What the data of a fiche tell counts as another place.
    let donnees: Vec<(String, Span)> =
        j.0.keys()
            .filter_map(|span| {
                Some((span.fichier.rang(), calpae::model::Montant::lire(sources.texte(*span)).ok()?, *span))
            })
            .map(|(f, m, span)| (format!("{f} {m:?}"), span))
            .collect();
    for (cle, span) in donnees {
        if let Some(autres) = places.get_mut(&cle) {
            autres.push(span);
        }
    }
    for spans in places.into_values() {
        let mut distinctes = spans.clone();
        distinctes.sort();
        distinctes.dedup();
        if distinctes.len() > 1 {
            spans.into_iter().for_each(|s| j.la(s, "dit deux fois"));
        }
    }
}

/// What makes two mentions the same fact.
fn cle(mention: &Mention, fichier: u32) -> Option<String> {
    match &mention.fait {
        Fait::Montant(m) if m.euros() >= 1000.into() => Some(format!("{fichier} {m:?}")),
        Fait::Jour(jour) => Some(format!("{jour:?}")),
        Fait::Mois(mois, annee) => Some(format!("{fichier} {mois}/{annee}")),
        Fait::Pourcentage(p) => Some(format!("{fichier} {p} %")),
        _ => None,
    }
}

/// « 215 487 habitants »: a number of two digits and more, and the word that follows it.
fn quantites(texte: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let motif = regex::Regex::new(
        r"(?:^|[\s(’'«])([0-9]{2,}|[0-9]{1,3}(?:[ \u{a0}\u{202f}][0-9]{3})+)[ \u{a0}](\w{5,})",
    )
    .unwrap();
    motif
        .captures_iter(texte)
        .map(|c| {
            let chiffres: String = c[1].chars().filter(char::is_ascii_digit).collect();
            (format!("{chiffres} {}", c[2].to_lowercase().trim_end_matches('s')), c.get(1).unwrap().range())
        })
        .collect()
}
