//! A fiche as its pages show it: identity block, sections in order, data where they are quoted.

use serde::Serialize;

use super::references::{self, Cible, Portee};
use super::tableaux::{centimes, en_toutes_lettres};
use super::vue::{Morceau, Prose, Proses};
use crate::aggregate::budget as calcul;
use crate::diagnostic::Diagnostic;
use crate::model::cadre::{Cadre, ContenuRubrique};
use crate::model::fiche::{Champ, Fiche, Section};
use crate::model::nombre::part;
use crate::model::texte::{Bloc, Inline, Table};
use crate::model::{Dossier, Montant};

/// A fiche.
#[derive(Debug, Serialize)]
pub struct FicheVue {
    /// Its emitted file.
    pub chemin: String,
    /// Number.
    pub numero: u16,
    /// Identifier of its annexe.
    pub annexe: String,
    /// Measures in words.
    pub mesure: Option<String>,
    /// Title.
    pub intitule: String,
    /// Whether the title is ours.
    pub intitule_absent: bool,
    /// Statements on its novelty.
    pub statuts: Vec<String>,
    /// Heading of the total.
    pub etiquette_total: String,
    /// Total of its funding; none without a budget.
    pub total: Option<String>,
    /// Shares.
    pub parts: Vec<PartVue>,
    /// Other facts of the identity block.
    pub champs: Vec<ChampVue>,
    /// Text before the first section.
    pub introduction: Vec<Morceau>,
    /// Sections.
    pub sections: Vec<SectionVue>,
}

/// Most characters of a datum that stands on the line of its heading.
const BREVE: usize = 45;

/// The share of a funder.
#[derive(Debug, Serialize)]
pub struct PartVue {
    /// Funder.
    pub nom: String,
    /// Amount.
    pub montant: String,
    /// Share of the total, in words.
    pub part: String,
    /// Share of the total, per ten thousand, for the bar.
    pub ratio: u32,
}

/// A fact of the identity block.
#[derive(Debug, Serialize)]
pub struct ChampVue {
    /// What it is.
    pub etiquette: String,
    /// The fact.
    pub valeur: String,
    /// Whether it is an absence.
    pub absence: bool,
    /// Whether it needs the whole width.
    pub large: bool,
}

/// A section.
#[derive(Debug, Serialize)]
pub struct SectionVue {
    /// Rank of its heading among the prose of the document.
    pub titre: usize,
    /// Its pieces.
    pub corps: Vec<Morceau>,
    /// Whether a few words are all that it holds: they can stand on the line of its heading.
    pub breve: bool,
}

/// What is needed to compose any text of the dossier.
#[derive(Debug)]
pub struct Composeur<'d> {
    /// The model.
    pub dossier: &'d Dossier,
    /// Where prose is kept.
    pub proses: Proses,
    /// References that lead nowhere.
    pub diagnostics: Vec<Diagnostic>,
}

impl Composeur<'_> {
    /// The pieces of a text: prose cut where data stand alone on a paragraph.
    pub fn morceaux(&mut self, blocs: &[Bloc], portee: Portee<'_>) -> Vec<Morceau> {
        let mut morceaux = Vec::new();
        let mut prose = Vec::new();
        for bloc in blocs {
            if let Bloc::Reference(reference) = bloc
                && let Ok(Cible::Blocs(pieces)) = references::resoudre(portee, &reference.valeur)
            {
                if !prose.is_empty() {
                    morceaux.push(Morceau::Prose {
                        prose: self.proses.ajouter(Prose::Blocs(std::mem::take(&mut prose), portee.decalage)),
                    });
                }
                morceaux.extend(pieces);
                continue;
            }
            prose.push(self.bloc(bloc, portee));
        }
        if !prose.is_empty() {
            morceaux
                .push(Morceau::Prose { prose: self.proses.ajouter(Prose::Blocs(prose, portee.decalage)) });
        }
        morceaux
    }

    fn blocs(&mut self, blocs: &[Bloc], portee: Portee<'_>) -> Vec<Bloc> {
        blocs.iter().map(|b| self.bloc(b, portee)).collect()
    }

    fn bloc(&mut self, bloc: &Bloc, portee: Portee<'_>) -> Bloc {
        match bloc {
            Bloc::Titre { niveau, contenu, repere, span } => Bloc::Titre {
                niveau: *niveau,
                contenu: self.inlines(contenu, portee),
                repere: repere.clone(),
                span: *span,
            },
            Bloc::Paragraphe(contenu) => Bloc::Paragraphe(self.inlines(contenu, portee)),
            Bloc::Liste { debut, items } => {
                Bloc::Liste { debut: *debut, items: items.iter().map(|i| self.blocs(i, portee)).collect() }
            }
            Bloc::Citation(blocs) => Bloc::Citation(self.blocs(blocs, portee)),
            Bloc::Table(table) => {
                let mut ligne = |cellules: &[Vec<Inline>]| {
                    cellules.iter().map(|c| self.inlines(c, portee)).collect::<Vec<_>>()
                };
                Bloc::Table(Table {
                    alignements: table.alignements.clone(),
                    entete: ligne(&table.entete),
                    lignes: table.lignes.iter().map(|l| ligne(l)).collect(),
                })
            }
            Bloc::Reference(reference) => {
                Bloc::Paragraphe(self.inlines(&[Inline::Reference(reference.clone())], portee))
            }
            Bloc::Code(_) | Bloc::Filet | Bloc::Image(_) => bloc.clone(),
        }
    }

    /// Replaces references by what they lead to.
    pub fn inlines(&mut self, inlines: &[Inline], portee: Portee<'_>) -> Vec<Inline> {
        inlines
            .iter()
            .map(|inline| match inline {
                Inline::Gras(c) => Inline::Gras(self.inlines(c, portee)),
                Inline::Italique(c) => Inline::Italique(self.inlines(c, portee)),
                Inline::Barre(c) => Inline::Barre(self.inlines(c, portee)),
                Inline::Lien { url, contenu } => {
                    Inline::Lien { url: url.clone(), contenu: self.inlines(contenu, portee) }
                }
                Inline::Note(blocs) => Inline::Note(self.blocs(blocs, portee)),
                Inline::Reference(r) => Inline::Texte(self.reference(r, portee)),
                Inline::Texte(_) | Inline::Code(_) | Inline::RetourLigne => inline.clone(),
            })
            .collect()
    }

    fn reference(&mut self, reference: &crate::model::texte::Reference, portee: Portee<'_>) -> String {
        let nom = &reference.valeur;
        match references::resoudre(portee, nom) {
            Ok(Cible::Texte(texte)) => return texte,
            Ok(Cible::Blocs(_)) => self.diagnostics.push(
                Diagnostic::erreur(
                    "REF-004",
                    reference.span,
                    format!("« {{{nom}}} » est un tableau ou une figure : il ne tient pas dans une phrase"),
                )
                .aide("le mettre seul sur son paragraphe, hors d’une liste"),
            ),
            Err(connus) => {
                let proche = crate::diagnostic::proche(nom, connus.iter().map(String::as_str));
                let aide = match proche {
                    Some(p) => {
                        format!("vouliez-vous dire « {{{p}}} » ? pour écrire l’accolade elle-même : « \\{{ »")
                    }
                    None => format!(
                        "pour écrire l’accolade elle-même : « \\{{{nom}}} » ; références possibles ici : {}",
                        connus.join(", ")
                    ),
                };
                self.diagnostics.push(
                    Diagnostic::erreur(
                        "REF-002",
                        reference.span,
                        format!("« {{{nom}}} » ne mène à aucune donnée"),
                    )
                    .aide(aide),
                );
            }
        }
        format!("{{{nom}}}")
    }

    /// A fiche.
    pub fn fiche(&mut self, fiche: &Fiche) -> FicheVue {
        let dossier = self.dossier;
        let portee = Portee { dossier, fiche: Some(fiche), racine: "../", decalage: 1 };
        let introduction = self.morceaux(&fiche.introduction, portee);
        let sections = fiche.sections.iter().map(|s| self.section(s, portee, fiche)).collect();
        let total = calcul::total_de_fiche(fiche);
        let budget = calcul::comptes(fiche).next();
        FicheVue {
            chemin: format!("convention/{}", nom_de_fichier(fiche)),
            numero: fiche.numero.valeur,
            annexe: fiche.annexe.valeur.clone(),
            mesure: mesure(fiche, &dossier.cadre),
            intitule: fiche.intitule.valeur.clone(),
            intitule_absent: fiche.intitule_absent,
            statuts: statuts(fiche, &dossier.cadre),
            etiquette_total: format!("Total {}", dossier.convention.annee),
            total: budget.map(|_| en_toutes_lettres(total.total, centimes([total.total]))),
            parts: parts(fiche, dossier, total.total),
            champs: champs(fiche),
            introduction,
            sections,
        }
    }

    fn section(&mut self, section: &Section, portee: Portee<'_>, fiche: &Fiche) -> SectionVue {
        let titre = self.inlines(&section.titre, portee);
        let titre = self.proses.ajouter(Prose::Ligne(titre));
        let mut corps = self.morceaux(&section.corps, portee);
        if corps.is_empty() {
            corps = par_defaut(section, portee, fiche);
        }
        let breve =
            matches!(corps.as_slice(), [Morceau::Ligne { texte, .. }] if texte.chars().count() <= BREVE);
        SectionVue { titre, corps, breve }
    }
}

/// The name of the emitted file of a fiche, in the folder of the annexes.
pub fn nom_de_fichier(fiche: &Fiche) -> String {
    format!("fiche-{:02}.typ", fiche.numero.valeur)
}

/// What a section left without text prints: the datum of the header.
fn par_defaut(section: &Section, portee: Portee<'_>, fiche: &Fiche) -> Vec<Morceau> {
    let rubrique =
        section.rubrique.as_ref().and_then(|id| portee.dossier.cadre.rubriques.iter().find(|r| r.id == *id));
    let Some(rubrique) = rubrique else { return Vec::new() };
    let ligne = |texte: String, absence: bool| {
        if texte.is_empty() { Vec::new() } else { vec![Morceau::Ligne { texte: majuscule(&texte), absence }] }
    };
    match rubrique.contenu {
        ContenuRubrique::Prose => Vec::new(),
        ContenuRubrique::MiseEnPlace => {
            ligne(references::pour(&fiche.mise_en_place), absent(&fiche.mise_en_place))
        }
        ContenuRubrique::Duree => ligne(references::pour(&fiche.duree), absent(&fiche.duree)),
        ContenuRubrique::Partenaires => {
            ligne(references::partenaires(&fiche.partenaires), absent(&fiche.partenaires))
        }
        ContenuRubrique::Mention => match fiche.mentions.iter().find(|(m, _)| m.valeur == rubrique.id) {
            Some((_, Ok(texte))) => ligne(texte.clone(), false),
            Some((_, Err(absence))) => ligne(absence.mot().to_owned(), true),
            None => Vec::new(),
        },
        ContenuRubrique::Budget => {
            let mut morceaux = Vec::new();
            for budget in &fiche.budgets {
                let tableau = |t| Morceau::Tableau { tableau: Box::new(t) };
                if !budget.charges.is_empty() {
                    morceaux.push(tableau(super::tableaux::charges(&[budget], fiche)));
                }
                if !budget.financements.is_empty() {
                    morceaux.push(tableau(super::tableaux::financements(&[budget], &portee.dossier.cadre)));
                }
            }
            morceaux
        }
        ContenuRubrique::Indicateurs => match references::resoudre(portee, "indicateurs") {
            Ok(Cible::Blocs(morceaux)) => morceaux,
            _ => Vec::new(),
        },
    }
}

fn absent<T>(champ: &Champ<T>) -> bool {
    matches!(champ, Some(Err(_)))
}

/// A sentence starts with a capital and ends with a period.
fn majuscule(texte: &str) -> String {
    let mut lettres = texte.chars();
    let debut: String = lettres.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let point = if texte.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{debut}{}{point}", lettres.as_str())
}

/// The measure as the act names it, or as the framework does.
fn mesure(fiche: &Fiche, cadre: &Cadre) -> Option<String> {
    let numeros: Vec<&str> = fiche.mesures.iter().map(|m| m.valeur.as_str()).collect();
    let titres: Vec<&str> =
        numeros.iter().filter_map(|n| cadre.mesure(n)).map(|(_, m)| m.titre.as_str()).collect();
    let titre = fiche
        .mesure_affichee
        .as_ref()
        .map(|m| m.valeur.clone())
        .or_else(|| (!titres.is_empty()).then(|| titres.join(" ; ")))?;
    Some(match numeros.as_slice() {
        [] => titre,
        [seul] => format!("Mesure {seul} · {titre}"),
        plusieurs => format!("Mesures {} · {titre}", plusieurs.join(", ")),
    })
}

fn statuts(fiche: &Fiche, cadre: &Cadre) -> Vec<String> {
    let mot =
        |m: &str| cadre.statuts.iter().find(|(c, _)| c == m).map_or_else(|| m.to_owned(), |(_, t)| t.clone());
    fiche
        .statuts
        .iter()
        .map(|s| match &s.precision {
            Some(precision) => format!("{} ({precision})", mot(&s.mot.valeur)),
            None => mot(&s.mot.valeur),
        })
        .collect()
}

fn parts(fiche: &Fiche, dossier: &Dossier, total: Montant) -> Vec<PartVue> {
    let financeurs = dossier.cadre.financeurs.iter().map(|f| (Some(f.id.as_str()), f.nom.as_str()));
    let sommes: Vec<_> = financeurs
        .chain([(None, "Autres")])
        .map(|(id, nom)| (nom, calcul::part_de_fiche(fiche, id)))
        .filter(|(_, somme)| !somme.est_vide())
        .collect();
    let decimales = centimes(sommes.iter().map(|(_, s)| s.total));
    sommes
        .into_iter()
        .map(|(nom, somme)| PartVue {
            nom: nom.to_owned(),
            montant: en_toutes_lettres(somme.total, decimales),
            part: part(somme.total.euros(), total.euros(), 1).unwrap_or_default(),
            ratio: ratio(somme.total, total),
        })
        .collect()
}

/// A share per ten thousand, for the length of a bar only.
fn ratio(partie: Montant, tout: Montant) -> u32 {
    let dix_mille = rust_decimal::Decimal::from(10_000);
    partie
        .euros()
        .checked_mul(dix_mille)
        .and_then(|p| p.checked_div(tout.euros()))
        .and_then(|r| u32::try_from(r.round()).ok())
        .unwrap_or(0)
}

fn champs(fiche: &Fiche) -> Vec<ChampVue> {
    let champ = |etiquette: &str, valeur: String, absence: bool, sans: bool| ChampVue {
        etiquette: etiquette.to_owned(),
        absence: absence || sans,
        large: valeur.chars().count() > 60,
        valeur: if sans { "non renseigné dans l’acte".to_owned() } else { valeur },
    };
    vec![
        champ(
            "Mise en place",
            references::pour(&fiche.mise_en_place),
            absent(&fiche.mise_en_place),
            fiche.mise_en_place.is_none(),
        ),
        champ("Durée", references::pour(&fiche.duree), absent(&fiche.duree), fiche.duree.is_none()),
        champ(
            "Partenaires",
            references::partenaires(&fiche.partenaires),
            absent(&fiche.partenaires),
            fiche.partenaires.is_none(),
        ),
    ]
}
