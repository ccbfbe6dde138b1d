//! Tables of a fiche: costs, funding, priced schedule, data, objectives.

use rust_decimal::Decimal;

use super::vue::{Cellule, Colonne, GenreLigne, Tableau};
use crate::aggregate::budget as calcul;
use crate::aggregate::{Somme, bordereau as chiffrage};
use crate::model::budget::{
    Apport, Budget, Charge, Cout, Facteur, Financement, Genre, Mentions, Valorisation,
};
use crate::model::cadre::Cadre;
use crate::model::fiche::Fiche;
use crate::model::nombre::{francais, part};
use crate::model::{Absence, Montant};
use crate::text::Spanned;

/// Whether one of some amounts has cents: a column is printed with the same decimals throughout.
pub fn centimes(montants: impl IntoIterator<Item = Montant>) -> u32 {
    if montants.into_iter().any(|m| m.euros().normalize().scale() > 0) { 2 } else { 0 }
}

/// A cell of euros.
pub fn euros(montant: Montant, decimales: u32) -> Cellule {
    Cellule::nombre(montant.euros(), Some(decimales), "€")
}

/// An amount with some decimals, in words.
pub fn en_toutes_lettres(montant: Montant, decimales: u32) -> String {
    format!("{}\u{202f}€", francais(montant.euros(), Some(decimales)))
}

/// What the act prints, when it differs from what is computed.
fn ecart(calcule: Montant, affiche: Option<&Spanned<Montant>>, decimales: u32) -> Option<String> {
    affiche
        .filter(|a| a.valeur != calcule)
        .map(|a| en_toutes_lettres(a.valeur, decimales.max(centimes([a.valeur]))))
}

/// A cell of a sum, or the reason why there is nothing.
fn somme(s: &Somme, absence: Option<Absence>, decimales: u32) -> Cellule {
    match absence {
        Some(absence) if s.est_vide() => Cellule::absence(absence),
        _ => euros(s.total, decimales),
    }
}

/// A share of a total; the printed one beside it when the rounding does not explain the difference.
fn taux(partie: Montant, tout: Montant, affichee: Option<&Spanned<Decimal>>) -> Cellule {
    let decimales = affichee.map_or(1, |a| a.valeur.scale());
    let Some(calcule) = part(partie.euros(), tout.euros(), decimales) else { return Cellule::rien() };
    let acte = affichee.map(|a| format!("{}\u{a0}%", francais(a.valeur, None)));
    Cellule::texte(&calcule).acte(acte.filter(|a| *a != calcule))
}

/// The name printed for a budget among others.
pub fn nom_de_budget(budget: &Budget) -> String {
    budget
        .titre
        .clone()
        .or_else(|| budget.periode.as_ref().map(ToString::to_string))
        .unwrap_or_else(|| budget.id.clone())
}

/// What the budgets cost, side by side when there are several.
pub fn charges(budgets: &[&Budget], fiche: &Fiche) -> Tableau {
    let toutes = || budgets.iter().flat_map(|b| &b.charges);
    let montants = toutes().map(|c| calcul::cout(c, fiche).total);
    let affiches = toutes().filter_map(|c| c.mentions.affiche.as_ref()).map(|a| a.valeur);
    let decimales = centimes(
        montants
            .chain(affiches)
            .chain(budgets.iter().filter_map(|b| b.total_affiche.as_ref()).map(|t| t.valeur)),
    );
    let calculee = toutes().any(a_un_calcul);
    let parts = toutes().any(|c| c.mentions.part_affichee.is_some());
    let mut colonnes = vec![Colonne::texte("Poste")];
    if calculee {
        colonnes.push(Colonne::texte("Calcul"));
    }
    for budget in budgets {
        let nom = (budgets.len() > 1).then(|| nom_de_budget(budget));
        colonnes.push(Colonne::chiffres("Montant").sous(nom.as_deref()));
        if parts {
            colonnes.push(Colonne::chiffres("Part").sous(nom.as_deref()));
        }
    }
    let mut tableau = Tableau::new(colonnes);
    let mut forme = Forme { fiche, decimales, calculee, parts };
    match budgets {
        [seul] => {
            let total = calcul::charges(seul, fiche).total;
            forme.lignes(&mut tableau, &seul.charges, total, 0);
        }
        _ => forme.cote_a_cote(&mut tableau, budgets),
    }
    let mut cellules = vec![Cellule::texte("Total")];
    if calculee {
        cellules.push(Cellule::rien());
    }
    for budget in budgets {
        let total = calcul::charges(budget, fiche);
        cellules.push(euros(total.total, decimales).acte(ecart(
            total.total,
            budget.total_affiche.as_ref(),
            decimales,
        )));
        if parts {
            cellules.push(Cellule::texte("100\u{a0}%"));
        }
    }
    tableau.ligne(GenreLigne::Total, cellules);
    tableau.legende = match budgets {
        [seul] => seul.titre.clone(),
        _ => None,
    };
    tableau.aligner()
}

fn a_un_calcul(charge: &Charge) -> bool {
    match &charge.cout {
        Cout::Valorisation(_) => true,
        Cout::Lignes(lignes) => lignes.iter().any(a_un_calcul),
        _ => false,
    }
}

struct Forme<'f> {
    fiche: &'f Fiche,
    decimales: u32,
    calculee: bool,
    parts: bool,
}

impl Forme<'_> {
    fn lignes(&mut self, tableau: &mut Tableau, charges: &[Charge], total: Montant, retrait: usize) {
        for charge in charges {
            let mut cellules = vec![
                Cellule::texte(&libelle(charge)).retrait(retrait).precision(charge.mentions.note.as_deref()),
            ];
            if self.calculee {
                cellules.push(match &charge.cout {
                    Cout::Valorisation(v) => Cellule::texte(&formule(v)),
                    _ => Cellule::rien(),
                });
            }
            self.montants(&mut cellules, charge, total);
            let genre =
                if matches!(charge.cout, Cout::Lignes(_)) { GenreLigne::Groupe } else { GenreLigne::Ligne };
            tableau.ligne(genre, cellules);
            if let Cout::Lignes(lignes) = &charge.cout {
                self.lignes(tableau, lignes, total, retrait + 1);
            }
        }
    }

    fn montants(&self, cellules: &mut Vec<Cellule>, charge: &Charge, total: Montant) {
        let cout = calcul::cout(charge, self.fiche);
        let absence = match &charge.cout {
            Cout::Absent(a) => Some(a.valeur),
            _ => None,
        };
        let acte = ecart(cout.total, charge.mentions.affiche.as_ref(), self.decimales);
        cellules.push(somme(&cout, absence, self.decimales).acte(acte));
        if self.parts {
            cellules.push(taux(cout.total, total, charge.mentions.part_affichee.as_ref()));
        }
    }

    /// Budgets as columns: a line that several name the same way is one row.
    fn cote_a_cote(&mut self, tableau: &mut Tableau, budgets: &[&Budget]) {
        let mut noms: Vec<String> = Vec::new();
        for charge in budgets.iter().flat_map(|b| &b.charges) {
            let nom = libelle(charge);
            if !noms.contains(&nom) {
                noms.push(nom);
            }
        }
        for nom in noms {
            let mut cellules = vec![Cellule::texte(&nom)];
            if self.calculee {
                cellules.push(Cellule::rien());
            }
            for budget in budgets {
                let total = calcul::charges(budget, self.fiche).total;
                match budget.charges.iter().find(|c| libelle(c) == nom) {
                    Some(charge) => self.montants(&mut cellules, charge, total),
                    None => cellules.extend((0..=usize::from(self.parts)).map(|_| Cellule::rien())),
                }
            }
            tableau.ligne(GenreLigne::Ligne, cellules);
        }
    }
}

fn libelle(charge: &Charge) -> String {
    match &charge.compte {
        Some(compte) => format!("{compte} – {}", charge.libelle.valeur),
        None => charge.libelle.valeur.clone(),
    }
}

/// « 14 × 10 % du temps × 90 000 € par an ».
pub fn formule(valorisation: &Valorisation) -> String {
    valorisation.facteurs.iter().map(facteur).collect::<Vec<_>>().join(" × ")
}

fn facteur(facteur: &Facteur) -> String {
    let valeur = facteur.valeur.valeur;
    let avec = |nombre: String, mot: &str| if mot.is_empty() { nombre } else { format!("{nombre} {mot}") };
    match facteur.genre {
        Genre::Nombre(mot) => avec(francais(valeur, None), mot),
        Genre::Pourcentage(mot) => avec(format!("{}\u{a0}%", francais(valeur.normalize(), None)), mot),
        Genre::Mois => format!("{}/12", francais(valeur, None)),
        Genre::Montant(mot) => {
            let decimales = if valeur.normalize().scale() > 0 { 2 } else { 0 };
            avec(format!("{}\u{202f}€", francais(valeur, Some(decimales))), mot)
        }
    }
}

/// Who pays for the budgets, side by side when there are several.
pub fn financements(budgets: &[&Budget], cadre: &Cadre) -> Tableau {
    let tous = || budgets.iter().flat_map(|b| b.financements.iter().chain(&b.hors_total));
    let montants = tous().flat_map(|f| std::iter::once(f).chain(&f.dont)).map(|f| calcul::apport(f).total);
    let decimales =
        centimes(montants.chain(budgets.iter().filter_map(|b| b.total_affiche.as_ref()).map(|t| t.valeur)));
    let annonce = tous().any(|f| f.mentions.taux.is_some());
    let mut colonnes = vec![Colonne::texte("Financeur")];
    for budget in budgets {
        let nom = (budgets.len() > 1).then(|| nom_de_budget(budget));
        colonnes.push(Colonne::chiffres("Montant").sous(nom.as_deref()));
        colonnes.push(Colonne::chiffres("Part").sous(nom.as_deref()));
        if annonce && budgets.len() == 1 {
            colonnes.push(Colonne::chiffres("Taux annoncé"));
        }
    }
    let largeur = colonnes.len();
    let mut tableau = Tableau::new(colonnes);
    let mut noms: Vec<String> = Vec::new();
    for ligne in budgets.iter().flat_map(|b| &b.financements) {
        let nom = payeur(ligne, cadre);
        if budgets.len() == 1 || !noms.contains(&nom) {
            noms.push(nom);
        }
    }
    for (rang, nom) in noms.iter().enumerate() {
        // Two lines of one budget may bear the same name: with one budget, rank finds the line.
        let cherche = |budget: &'_ Budget| match budgets {
            [_] => Some(rang),
            _ => budget.financements.iter().position(|f| payeur(f, cadre) == *nom),
        };
        let lignes: Vec<Option<&Financement>> =
            budgets.iter().map(|b| cherche(b).and_then(|r| b.financements.get(r))).collect();
        rangee(&mut tableau, nom, &lignes, budgets, decimales, annonce && budgets.len() == 1);
        for dont in lignes.iter().flatten().flat_map(|f| &f.dont) {
            let mut cellules = vec![Cellule::texte(&format!("dont {}", payeur(dont, cadre))).retrait(1)];
            for ligne in &lignes {
                let ici = ligne.is_some_and(|l| l.dont.iter().any(|d| d.span == dont.span));
                cellules.push(if ici { montant(dont, decimales) } else { Cellule::rien() });
                cellules.push(Cellule::rien());
            }
            cellules.resize_with(largeur, Cellule::rien);
            tableau.ligne(GenreLigne::Ligne, cellules);
        }
    }
    let mut cellules = vec![Cellule::texte("Total")];
    for budget in budgets {
        let total = calcul::financements(budget).total;
        cellules.push(euros(total, decimales).acte(ecart(total, budget.total_affiche.as_ref(), decimales)));
        cellules.push(if total.est_nul() { Cellule::rien() } else { Cellule::texte("100\u{a0}%") });
    }
    cellules.resize_with(largeur, Cellule::rien);
    tableau.ligne(GenreLigne::Total, cellules);
    for hors in budgets.iter().flat_map(|b| &b.hors_total) {
        let mut cellules = vec![
            Cellule::texte(&format!("Hors total : {}", payeur(hors, cadre)))
                .precision(hors.mentions.note.as_deref()),
            montant(hors, decimales),
        ];
        cellules.resize_with(largeur, Cellule::rien);
        tableau.ligne(GenreLigne::Note, cellules);
    }
    tableau.legende = match budgets {
        [seul] => seul.titre.clone(),
        _ => None,
    };
    tableau.aligner()
}

fn rangee(
    tableau: &mut Tableau,
    nom: &str,
    lignes: &[Option<&Financement>],
    budgets: &[&Budget],
    decimales: u32,
    annonce: bool,
) {
    let mut tete = Cellule::texte(nom);
    for ligne in lignes.iter().flatten() {
        tete = tete.precision(ligne.mentions.note.as_deref()).precision(termes(ligne).as_deref());
    }
    let mut cellules = vec![tete];
    for (ligne, budget) in lignes.iter().zip(budgets) {
        let Some(ligne) = ligne else {
            cellules.extend([Cellule::rien(), Cellule::rien()]);
            continue;
        };
        let total = calcul::financements(budget).total;
        let apport = calcul::apport(ligne);
        cellules.push(montant(ligne, decimales).acte(ecart(
            apport.total,
            ligne.mentions.affiche.as_ref(),
            decimales,
        )));
        let Mentions { part_affichee, taux: annoncee, .. } = &ligne.mentions;
        let reference = part_affichee.as_ref().or(if budgets.len() > 1 { annoncee.as_ref() } else { None });
        cellules.push(if apport.est_vide() { Cellule::rien() } else { taux(apport.total, total, reference) });
        if annonce {
            cellules.push(match annoncee {
                Some(t) => Cellule::texte(&format!("{}\u{a0}%", francais(t.valeur.normalize(), None))),
                None => Cellule::rien(),
            });
        }
    }
    tableau.ligne(GenreLigne::Ligne, cellules);
}

fn montant(ligne: &Financement, decimales: u32) -> Cellule {
    match &ligne.apport {
        Apport::Absent(a) => Cellule::absence(a.valeur),
        _ => euros(calcul::apport(ligne).total, decimales),
    }
}

/// « 83 694 € + 52 000 € (mobilité territoires ruraux) ».
fn termes(ligne: &Financement) -> Option<String> {
    let Apport::Termes(termes) = &ligne.apport else { return None };
    let un = |t: &crate::model::budget::Terme| match &t.libelle {
        Some(l) => format!("{} ({l})", t.montant.valeur),
        None => t.montant.valeur.to_string(),
    };
    Some(termes.iter().map(un).collect::<Vec<_>>().join(" + "))
}

/// Who pays: the label of the line, or the name of the funder.
pub fn payeur(ligne: &Financement, cadre: &Cadre) -> String {
    let financeur = ligne.financeur.as_ref();
    let nom = financeur.map(|f| cadre.financeur(&f.valeur).map_or(f.valeur.as_str(), |c| c.nom.as_str()));
    ligne.libelle.as_deref().or(nom).unwrap_or_default().to_owned()
}

/// A priced schedule.
pub fn bordereau(b: &crate::model::budget::Bordereau) -> Tableau {
    let calcule = chiffrage::calculer(b);
    let mut colonnes = vec![Colonne::texte("N°"), Colonne::texte("Prestation")];
    for profil in &b.profils {
        colonnes.push(
            Colonne::chiffres(&format!("{} ({}/jour)", profil.libelle, profil.tarif))
                .sous(Some("Jours par profil")),
        );
    }
    colonnes.push(Colonne::chiffres("Jours"));
    colonnes.push(Colonne::chiffres("dont sur place"));
    colonnes.push(Colonne::chiffres("Prix HT"));
    colonnes.push(Colonne::chiffres("Prix TTC"));
    let mut tableau = Tableau::new(colonnes);
    for (groupe, chiffres) in b.groupes.iter().zip(&calcule.groupes) {
        tableau.ligne(
            GenreLigne::Groupe,
            ligne_de_prix(&groupe.numero.valeur, &groupe.libelle, &chiffres.total, &groupe.affiche),
        );
        for (ligne, chiffres) in groupe.lignes.iter().zip(&chiffres.lignes) {
            tableau.ligne(
                GenreLigne::Ligne,
                ligne_de_prix(&ligne.numero.valeur, &ligne.libelle, chiffres, &ligne.affiche),
            );
        }
    }
    tableau.ligne(GenreLigne::Total, ligne_de_prix("", "Total", &calcule.total, &b.affiche));
    tableau.legende.clone_from(&b.titre);
    tableau.compact = true;
    tableau.aligner()
}

fn ligne_de_prix(
    numero: &str,
    libelle: &str,
    chiffres: &chiffrage::Chiffres,
    affiche: &crate::model::budget::LigneAffichee,
) -> Vec<Cellule> {
    let jours = |calcule: Decimal, acte: Option<&Spanned<Decimal>>, decimales: u32| {
        let ecart = acte.filter(|a| a.valeur != calcule).map(|a| francais(a.valeur, None));
        Cellule::nombre(calcule, Some(decimales.max(calcule.normalize().scale())), "").acte(ecart)
    };
    let mut cellules = vec![Cellule::texte(numero), Cellule::texte(libelle)];
    for (i, profil) in chiffres.profils.iter().enumerate() {
        cellules.push(jours(*profil, affiche.profils.get(i), 2));
    }
    cellules.push(jours(chiffres.jours, affiche.jours.as_ref(), 2));
    cellules.push(jours(chiffres.sur_place, affiche.sur_place.as_ref(), 1));
    cellules.push(euros(chiffres.ht, 2).acte(ecart(chiffres.ht, affiche.ht.as_ref(), 2)));
    cellules.push(euros(chiffres.ttc, 2).acte(ecart(chiffres.ttc, affiche.ttc.as_ref(), 2)));
    cellules
}
