//! `calpae new edition`: what continues from one edition to the next, with a mark on each thing that must be
//! decided again. Words are copied as they are; figures stay as a proposal, results become situations of departure.

use super::Travaux;
use super::yaml::{case, cite, euros};
use crate::aggregate::rapport::{Action, calculer};
use crate::model::cadre::DEPARTEMENT;
use crate::model::convention::ValeursMatrice;
use crate::model::fiche::{LigneObjectif, Objectifs};
use crate::model::rapport::{Resultat, Suite};
use crate::model::{Case, DateImprecise, Dossier, Duree, Fiche, Jour, Mesurage};
use crate::text::{Chemin, Sources};

/// What announces a decision to take, in a comment; `check` lists them.
pub const MARQUE: &str = "# à décider";

/// What there is to write for a new edition.
///
/// # Errors
/// A sentence, when the edition exists already or is not one.
pub fn preparer(
    dossier: &Dossier,
    sources: &Sources,
    images: &[Chemin],
    depuis: &str,
    annee: u16,
    existe: impl Fn(&str) -> bool,
) -> Result<Travaux, String> {
    let base = format!("content/{annee}");
    if existe(&base) {
        return Err(format!("l’édition « {annee} » existe déjà : rien n’y est changé"));
    }
    if annee <= dossier.convention.annee {
        return Err(format!("l’édition {annee} ne suit pas celle de {}", dossier.convention.annee));
    }
    let mut travaux = Travaux::default();
    let racine = format!("content/{depuis}/");
    let suivante = Suivante { dossier, sources, annee };
    for (_, source) in sources.iter() {
        let Some(relatif) = source.chemin().as_str().strip_prefix(&racine) else { continue };
        if relatif.starts_with("rapport/") {
            continue;
        }
        let fiche = dossier.fiches.iter().find(|f| f.chemin == *source.chemin());
        let texte = match (relatif, fiche) {
            ("convention.yaml", _) => suivante.convention(source.texte()),
            ("indicateurs.yaml", _) => suivante.matrice(source.texte()),
            (_, Some(fiche)) => suivante.fiche(source.texte(), fiche),
            _ if relatif.starts_with("articles/") => suivante.article(source.texte()),
            _ => source.texte().to_owned(),
        };
        travaux.fichiers.push((format!("{base}/{relatif}"), texte));
    }
    for image in images {
        if let Some(relatif) = image.as_str().strip_prefix(&racine).filter(|r| !r.starts_with("rapport/")) {
            travaux.copies.push((image.as_str().to_owned(), format!("{base}/{relatif}")));
        }
    }
    let marques: usize = travaux.fichiers.iter().map(|(_, t)| t.matches(MARQUE).count()).sum();
    travaux.messages.push(format!(
        "{marques} points à décider, marqués « {MARQUE} » : « calpae check --edition {annee} » les liste ; retirer la marque une fois la chose décidée"
    ));
    Ok(travaux)
}

/// The edition that is being prepared.
struct Suivante<'d> {
    dossier: &'d Dossier,
    sources: &'d Sources,
    annee: u16,
}

impl Suivante<'_> {
    fn convention(&self, texte: &str) -> String {
        let mut sortie = String::new();
        for (cle, bloc) in blocs(texte) {
            match cle {
                "annee" => sortie.push_str(&format!("annee: {}\n", self.annee)),
                "etat" => sortie.push_str(&format!(
                    "etat: projet\ndate_du_document: {}-01-01     {MARQUE} : la date du projet\n",
                    self.annee
                )),
                // What happened to the other act, and what it kept.
                "dates" | "accuse_de_reception" | "date_du_document" | "tolerances" => {}
                "cadre" => sortie.push_str(&marquer(bloc, "le cadre de l’année")),
                "montant_etat" => sortie.push_str(&marquer(bloc, "ce que l’État verse")),
                "visas" => sortie.push_str(&marquer(bloc, "les visas de cet acte")),
                "execution" => sortie.push_str(&self.execution()),
                _ => sortie.push_str(bloc),
            }
        }
        sortie
    }

    /// An article is kept to the word; one that names a year of the other edition is to be read again.
    fn article(&self, texte: &str) -> String {
        let nomme = |corps: &str| {
            let chiffres = |c: char| !c.is_ascii_digit();
            corps.split(chiffres).any(|mot| {
                mot.parse().is_ok_and(|a: u16| a == self.dossier.convention.annee || a == self.annee)
            })
        };
        match couper(texte).filter(|(_, corps)| nomme(corps)) {
            Some((tete, corps)) => format!("---\n{}{corps}", marquer(tete, "le texte, qui nomme une année")),
            None => texte.to_owned(),
        }
    }

    /// Whether some lines name a year that the new edition has left behind.
    fn passe(&self, bloc: &str) -> bool {
        let chiffres = |c: char| !c.is_ascii_digit();
        bloc.split(chiffres).any(|mot| mot.parse().is_ok_and(|a: u16| (1900..self.annee).contains(&a)))
    }

    /// The same window, so many years later.
    fn execution(&self) -> String {
        let decale = |j: Jour| {
            let ecart = i32::from(self.annee) - i32::from(self.dossier.convention.annee);
            Jour::new(u16::try_from(j.annee() + ecart).ok()?, j.mois(), j.jour())
        };
        match self.dossier.convention.execution.as_ref().map(|e| &e.valeur) {
            Some(Duree::Periode(DateImprecise::Jour(a), DateImprecise::Jour(b))) => {
                let bornes = decale(*a).zip(decale(*b));
                bornes.map_or(String::new(), |(a, b)| {
                    format!("execution: du {} au {}     {MARQUE} : la période\n", a.iso(), b.iso())
                })
            }
            _ => String::new(),
        }
    }

    /// The action of the report, if there is one.
    fn action(&self, fiche: &Fiche) -> Option<Action<'_>> {
        let rapport = self.dossier.rapport.as_ref()?;
        let bilan = calculer(self.dossier, rapport);
        bilan.blocs.into_iter().flat_map(|b| b.actions).find(|a| a.numero == fiche.numero.valeur)
    }

    fn fiche(&self, texte: &str, fiche: &Fiche) -> String {
        let action = self.action(fiche);
        let Some((tete, corps)) = couper(texte) else { return texte.to_owned() };
        let mut sortie = String::from("---\n");
        let suite =
            action.as_ref().and_then(|a| a.fiche).and_then(|f| f.suite.as_ref().ok()).map(|s| s.valeur);
        if let Some(suite @ (Suite::Modifie | Suite::Abandonne)) = suite {
            sortie.push_str(&format!("{MARQUE} : le rapport propose « {} »\n", suite.mot()));
        }
        for (cle, bloc) in blocs(tete) {
            match cle {
                "budget" => sortie.push_str(&self.budget(bloc)),
                "statut" => sortie.push_str(&marquer(bloc, "le statut")),
                "duree" if self.passe(bloc) => sortie.push_str(&marquer(bloc, "la durée")),
                "indicateurs" => match &fiche.objectifs {
                    Some(objectifs) => {
                        sortie.push_str(&self.objectifs(objectifs, action.as_ref()));
                        if bloc.ends_with("\n\n") {
                            sortie.push('\n');
                        }
                    }
                    None => sortie.push_str(bloc),
                },
                "executions" => sortie.push_str(&self.executions(bloc, action.as_ref())),
                // What the table of the other act printed.
                "affiche_en_annexe" => {}
                _ => sortie.push_str(bloc),
            }
        }
        sortie.push_str(corps);
        sortie
    }

    /// Amounts stay as a proposal; the totals that the other act printed go.
    fn budget(&self, bloc: &str) -> String {
        let ancienne = self.dossier.convention.annee.to_string();
        let mut sortie = String::new();
        let mut partie = "";
        for ligne in bloc.lines() {
            let nu = ligne.trim_start().trim_start_matches("- ");
            let cle = nu.split(':').next().unwrap_or("");
            if matches!(cle, "charges" | "financements" | "hors_total") {
                partie = if cle == "charges" { "charges" } else { "financements" };
            }
            if cle == "total_affiche" {
                continue;
            }
            let periode = nu.strip_prefix("periode:").map(str::trim);
            let decide = match periode {
                Some(p) if p == ancienne => {
                    sortie.push_str(&ligne.replacen(&ancienne, &self.annee.to_string(), 1));
                    sortie.push('\n');
                    continue;
                }
                Some(_) => Some("la période du budget"),
                None if cle == "charges" => Some("les coûts"),
                None if partie == "financements" && ligne.contains("montant:") => Some("le montant"),
                None => None,
            };
            sortie.push_str(ligne);
            if let Some(quoi) = decide {
                sortie.push_str(&format!("     {MARQUE} : {quoi}"));
            }
            sortie.push('\n');
        }
        sortie
    }

    /// The results of the report as situations of departure, and targets to decide.
    fn objectifs(&self, objectifs: &Objectifs, action: Option<&Action<'_>>) -> String {
        let (avant, cible) =
            (format!("Résultat {}", self.dossier.convention.annee), format!("Cible {}", self.annee));
        let mut sortie = format!(
            "indicateurs:\n  colonnes: [{}, {}]\n  par_defaut: non renseigné\n  lignes:\n",
            cite(&avant),
            cite(&cible)
        );
        for ligne in &objectifs.lignes {
            match ligne {
                LigneObjectif::Titre(titre) => {
                    sortie.push_str(&format!("    - {{ titre: {} }}\n", cite(titre)))
                }
                LigneObjectif::Indicateur { indicateur, libelle, .. } => {
                    let cle = indicateur.as_ref().or(libelle.as_ref()).map_or("", |c| c.valeur.as_str());
                    let mut cles = Vec::new();
                    cles.extend(indicateur.as_ref().map(|i| format!("indicateur: {}", cite(&i.valeur))));
                    cles.extend(libelle.as_ref().map(|l| format!("libelle: {}", cite(&l.valeur))));
                    if let Some(obtenu) = resultat(action, cle) {
                        cles.push(format!(
                            "valeurs: {{ {}: {} }}",
                            cite(&avant),
                            case(&obtenu.valeur, self.sources)
                        ));
                    }
                    sortie.push_str(&format!("    - {{ {} }}     {MARQUE} : la cible\n", cles.join(", ")));
                }
            }
        }
        sortie
    }

    /// What the Département executed, at the end of its line of earlier years.
    fn executions(&self, bloc: &str, action: Option<&Action<'_>>) -> String {
        let execute = action.and_then(|a| a.fiche).and_then(|f| {
            let ligne = f
                .financements
                .iter()
                .find(|l| l.financeur.as_ref().is_some_and(|f| f.valeur == DEPARTEMENT))?;
            ligne.liquide.as_ref().ok().map(|m| m.valeur)
        });
        let Some(montant) = execute else { return bloc.to_owned() };
        let annee = self.dossier.convention.annee;
        let mut sortie = String::new();
        for ligne in bloc.lines() {
            let sienne = ligne.trim_start().starts_with(&format!("{DEPARTEMENT}:"));
            match ligne.rfind('}').filter(|_| sienne) {
                Some(fin) => {
                    let (debut, reste) = ligne.split_at_checked(fin).unwrap_or((ligne, ""));
                    sortie.push_str(&format!(
                        "{}, \"{annee}\": {} {reste}\n",
                        debut.trim_end(),
                        cite(&euros(montant))
                    ));
                }
                None => sortie.push_str(&format!("{ligne}\n")),
            }
        }
        sortie
    }

    /// The matrix; with the results of the report where the framework has a column for their year.
    fn matrice(&self, texte: &str) -> String {
        let colonne = self.dossier.convention.annee.to_string();
        let Some(rapport) = self
            .dossier
            .rapport
            .as_ref()
            .filter(|_| self.dossier.cadre.colonnes.iter().any(|c| c.id == colonne))
        else {
            return texte.to_owned();
        };
        let ValeursMatrice { par_defaut, valeurs, .. } = &self.dossier.matrice;
        let mut sortie = format!("par_defaut: {}\nvaleurs:\n", par_defaut.mot());
        let mut cibles: Vec<String> = valeurs.iter().map(|l| l.cible.valeur.clone()).collect();
        let obtenus: Vec<(&str, &Case)> = rapport
            .matrice
            .iter()
            .flat_map(|l| l.cases.iter().map(|(_, c)| (l.cible.valeur.as_str(), c)))
            .chain(
                rapport
                    .fiches
                    .iter()
                    .flat_map(|f| &f.resultats)
                    .filter_map(|r| r.indicateur.as_ref().map(|i| (i.valeur.as_str(), &r.valeur))),
            )
            .filter(|(_, c)| !absent(c))
            .collect();
        for (id, _) in &obtenus {
            if !cibles.iter().any(|c| c == id) {
                cibles.push((*id).to_owned());
            }
        }
        for cible in &cibles {
            let mut cases: Vec<(String, String)> = Vec::new();
            for (nom, case_) in valeurs.iter().filter(|l| l.cible.valeur == *cible).flat_map(|l| &l.cases) {
                if nom.valeur != colonne || !obtenus.iter().any(|(id, _)| id == cible) {
                    cases.push((nom.valeur.clone(), case(case_, self.sources)));
                }
            }
            let siens: Vec<String> =
                obtenus.iter().filter(|(id, _)| id == cible).map(|(_, c)| case(c, self.sources)).collect();
            match siens.as_slice() {
                [] => {}
                [seul] => cases.push((colonne.clone(), seul.clone())),
                plusieurs => cases.push((colonne.clone(), format!("[{}]", plusieurs.join(", ")))),
            }
            let cases: Vec<String> = cases.iter().map(|(nom, c)| format!("{}: {c}", cite(nom))).collect();
            sortie.push_str(&format!("  {}: {{ {} }}\n", cite(cible), cases.join(", ")));
        }
        sortie
    }
}

fn resultat<'a>(action: Option<&'a Action<'_>>, cle: &str) -> Option<&'a Resultat> {
    let resultats = &action?.fiche?.resultats;
    resultats.iter().find(|r| r.cle() == cle && !absent(&r.valeur))
}

fn absent(case: &Case) -> bool {
    case.iter().all(|v| matches!(v.mesurage.valeur, Mesurage::Absent(_)))
}

/// The header of a page, without its first rule, and the rest from its second rule on.
fn couper(texte: &str) -> Option<(&str, &str)> {
    let reste = texte.strip_prefix("---\n")?;
    let mut place = 0;
    for ligne in reste.split_inclusive('\n') {
        if ligne.trim_end() == "---" {
            return reste.split_at_checked(place);
        }
        place += ligne.len();
    }
    None
}

/// The keys of the first level of a YAML text, each with its lines; what precedes a key is its own.
fn blocs(texte: &str) -> Vec<(&str, &str)> {
    let mut blocs = Vec::new();
    let (mut debut, mut place) = (0, 0);
    let mut cle: Option<&str> = None;
    for ligne in texte.split_inclusive('\n') {
        let nouvelle =
            ligne.starts_with(|c: char| !c.is_whitespace() && c != '#' && c != '-' && c != '}' && c != ']');
        if nouvelle {
            if let Some(ancienne) = cle {
                blocs.extend(texte.get(debut..place).map(|b| (ancienne, b)));
                debut = place;
            }
            cle = Some(ligne.split(':').next().unwrap_or("").trim_matches('"'));
        }
        place += ligne.len();
    }
    blocs.extend(texte.get(debut..).map(|b| (cle.unwrap_or(""), b)));
    blocs
}

/// A block whose first key bears a mark.
fn marquer(bloc: &str, quoi: &str) -> String {
    let mut sortie = String::new();
    let mut fait = false;
    for ligne in bloc.lines() {
        sortie.push_str(ligne);
        if !fait && ligne.starts_with(|c: char| c.is_alphabetic()) {
            sortie.push_str(&format!("     {MARQUE} : {quoi}"));
            fait = true;
        }
        sortie.push('\n');
    }
    sortie
}
