//! The little languages of one value: amounts, numbers, days, imprecise dates, durations, values.

use rust_decimal::Decimal;

use super::arbre::{Genre, Noeud};
use super::lecteur::Lecteur;
use crate::diagnostic::Diagnostic;
use crate::model::nombre::lire_decimal;
use crate::model::temps::{MOIS, Unite};
use crate::model::{
    Absence, Case, Comparaison, DateImprecise, Duree, Fenetre, Jour, Mesurage, Montant, Nombre, Valeur,
};
use crate::text::Spanned;

impl Lecteur<'_> {
    /// An amount.
    pub fn montant(&mut self, noeud: &Noeud) -> Option<Spanned<Montant>> {
        let mot = self.mot(noeud)?;
        match Montant::lire(&mot.valeur) {
            Ok(m) => Some(Spanned::new(m, mot.span)),
            Err(e) => {
                self.dire(
                    Diagnostic::erreur("VAL-001", mot.span, format!("« {} » : {e}", mot.valeur))
                        .aide("écrire un montant comme « 415 000 € » ou « 835 580,45 € »"),
                );
                None
            }
        }
    }

    /// A number.
    pub fn nombre(&mut self, noeud: &Noeud) -> Option<Spanned<Decimal>> {
        let mot = self.mot(noeud)?;
        match lire_decimal(&mot.valeur) {
            Ok(n) => Some(Spanned::new(n, mot.span)),
            Err(e) => {
                self.dire(
                    Diagnostic::erreur("VAL-002", mot.span, format!("« {} » : {e}", mot.valeur))
                        .aide("écrire un nombre comme « 14 », « 10 323 » ou « 44,05 »"),
                );
                None
            }
        }
    }

    /// A percentage, as a number of per cent.
    pub fn pourcentage(&mut self, noeud: &Noeud) -> Option<Spanned<Decimal>> {
        let mot = self.mot(noeud)?;
        match mot.valeur.strip_suffix('%').map(str::trim).map(lire_decimal) {
            Some(Ok(n)) => Some(Spanned::new(n, mot.span)),
            _ => {
                self.dire(
                    Diagnostic::erreur(
                        "VAL-003",
                        mot.span,
                        format!("« {} » n’est pas un pourcentage", mot.valeur),
                    )
                    .aide("écrire un pourcentage comme « 10 % » ou « 32,5 % »"),
                );
                None
            }
        }
    }

    /// A day of the calendar.
    pub fn jour(&mut self, noeud: &Noeud) -> Option<Jour> {
        self.jour_situe(noeud).map(|j| j.valeur)
    }

    /// A day of the calendar, and its place.
    pub fn jour_situe(&mut self, noeud: &Noeud) -> Option<Spanned<Jour>> {
        let mot = self.mot(noeud)?;
        let lu = lire_jour(&mot.valeur);
        if lu.is_none() {
            let ressemble = mot.valeur.chars().filter(char::is_ascii_digit).count() >= 5;
            let message = if ressemble {
                format!("le jour « {} » n’existe pas dans le calendrier", mot.valeur)
            } else {
                format!("« {} » n’est pas un jour", mot.valeur)
            };
            self.dire(
                Diagnostic::erreur("VAL-004", mot.span, message)
                    .aide("écrire un jour comme « 2022-09-29 », « 29/09/2022 » ou « 29 septembre 2022 »"),
            );
        }
        lu.map(|j| Spanned::new(j, mot.span))
    }

    /// An imprecise date, or free words under `texte`.
    pub fn date_imprecise(&mut self, noeud: &Noeud) -> Option<DateImprecise> {
        if let Some(texte) = self.texte_libre(noeud) {
            return texte.map(DateImprecise::Texte);
        }
        let mot = self.mot(noeud)?;
        let lu = lire_date(&mot.valeur);
        if lu.is_none() {
            self.dire(
                Diagnostic::erreur("VAL-005", mot.span, format!("la date « {} » n’est pas comprise", mot.valeur)).aide(
                    "écrire un jour, « septembre 2022 », « 2022 », « fin 2019 », « en cours », ou « { texte: … } » pour des mots libres",
                ),
            );
        }
        lu
    }

    /// A duration, or free words under `texte`.
    pub fn duree(&mut self, noeud: &Noeud) -> Option<Duree> {
        if let Some(texte) = self.texte_libre(noeud) {
            return texte.map(Duree::Texte);
        }
        let mot = self.mot(noeud)?;
        let lu = lire_duree(&mot.valeur);
        if lu.is_none() {
            self.dire(
                Diagnostic::erreur("VAL-006", mot.span, format!("la durée « {} » n’est pas comprise", mot.valeur)).aide(
                    "écrire « indéterminée », « 2 ans », « 9 mois, jusqu'en mai 2023 », « 2021-2023 », ou « { texte: … } » pour des mots libres",
                ),
            );
        }
        lu
    }

    /// The words of `{ texte: … }`; the outer `None` when the node is not of that form.
    fn texte_libre(&mut self, noeud: &Noeud) -> Option<Option<String>> {
        let Genre::Carte(_) = noeud.genre else { return None };
        let mut carte = self.carte(noeud)?;
        let texte = self.texte_exige(&mut carte, "texte").map(|t| t.valeur);
        self.finir(&carte);
        Some(texte)
    }

    /// A box of the table of objectives or of the matrix: a value, or a list of them.
    pub fn case(&mut self, noeud: &Noeud) -> Option<Case> {
        match &noeud.genre {
            Genre::Liste(items) => items.iter().map(|n| self.valeur(n)).collect(),
            _ => Some(vec![self.valeur(noeud)?]),
        }
    }

    /// One value.
    fn valeur(&mut self, noeud: &Noeud) -> Option<Valeur> {
        let Genre::Carte(_) = noeud.genre else {
            let mot = self.texte(noeud)?;
            return Some(simple(self.mesurage(&mot)?));
        };
        let mut carte = self.carte(noeud)?;
        let mesurage = match (carte.prendre("valeur"), carte.prendre("texte")) {
            (Some(n), _) => {
                let mot = self.texte(n)?;
                self.mesurage(&mot)
            }
            (None, Some(n)) => self.texte(n).map(|t| t.map(Mesurage::Texte)),
            (None, None) => {
                self.exiger(&mut carte, "valeur");
                None
            }
        };
        let du = carte.prendre("du").and_then(|n| self.jour(n));
        let span_au = carte.span_de("au");
        let au = carte.prendre("au").and_then(|n| self.jour(n));
        let fenetre = match (du, au) {
            (Some(du), Some(au)) if du > au => {
                self.dire(
                    Diagnostic::erreur(
                        "VAL-004",
                        span_au,
                        format!("la période finit le {au}, avant de commencer le {du}"),
                    )
                    .aide("échanger ou corriger les deux dates"),
                );
                None
            }
            (Some(du), Some(au)) => Some(Fenetre::DuAu(du, au)),
            (None, Some(au)) => Some(Fenetre::Au(au)),
            (Some(_), None) => {
                self.exiger(&mut carte, "au");
                None
            }
            (None, None) => None,
        };
        let valeur = Valeur {
            mesurage: mesurage?,
            fenetre,
            perimetre: self.texte_facultatif(&mut carte, "perimetre"),
            source: self.texte_facultatif(&mut carte, "source"),
            note: self.texte_facultatif(&mut carte, "note"),
            affiche: self.texte_facultatif(&mut carte, "affiche"),
        };
        self.finir(&carte);
        Some(valeur)
    }

    fn mesurage(&mut self, mot: &Spanned<String>) -> Option<Spanned<Mesurage>> {
        let lu = lire_mesurage(&mot.valeur);
        if lu.is_none() {
            self.dire(
                Diagnostic::erreur("VAL-008", mot.span, format!("la valeur « {} » n’est pas comprise", mot.valeur)).aide(
                    "écrire un nombre et son unité (« 95 % »), une absence (« vide », « non renseigné »…), ou « { texte: … } » pour des mots libres",
                ),
            );
        }
        lu.map(|m| Spanned::new(m, mot.span))
    }
}

/// A value of which nothing more is known.
pub fn simple(mesurage: Spanned<Mesurage>) -> Valeur {
    Valeur { mesurage, fenetre: None, perimetre: None, source: None, note: None, affiche: None }
}

/// `2022-09-29`, `29/09/2022`, `29 septembre 2022`, `1er juillet 2022`.
pub fn lire_jour(texte: &str) -> Option<Jour> {
    for (separateur, iso) in [('-', true), ('/', false), ('.', false)] {
        let parties: Vec<&str> = texte.split(separateur).collect();
        if let [a, b, c] = parties.as_slice() {
            let (annee, jour) = if iso && a.len() == 4 { (a, c) } else { (c, a) };
            return Jour::new(entier(annee)?, entier(b)?, entier(jour)?);
        }
    }
    let mots: Vec<&str> = texte.split_whitespace().collect();
    let [jour, mois, annee] = mots.as_slice() else { return None };
    let jour = jour.strip_suffix("er").unwrap_or(jour);
    Jour::new(entier(annee)?, numero_de_mois(mois)?, entier(jour)?)
}

fn entier<T: std::str::FromStr>(texte: &str) -> Option<T> {
    texte.chars().all(|c| c.is_ascii_digit()).then(|| texte.parse().ok()).flatten()
}

/// Number of a month from 1, by its name.
pub fn numero_de_mois(mot: &str) -> Option<u8> {
    let mot = mot.to_lowercase();
    let rang = MOIS.iter().position(|m| *m == mot)?;
    u8::try_from(rang + 1).ok()
}

fn annee(texte: &str) -> Option<u16> {
    entier(texte).filter(|a| (1900..=2200).contains(a))
}

/// The dates of section 1 of the format.
pub fn lire_date(texte: &str) -> Option<DateImprecise> {
    let texte = texte.trim();
    if let Some(jour) = lire_jour(texte) {
        return Some(DateImprecise::Jour(jour));
    }
    if let Some(annee) = annee(texte) {
        return Some(DateImprecise::Annee(annee));
    }
    match texte.to_lowercase().as_str() {
        "en cours" => return Some(DateImprecise::EnCours),
        "action déjà existante" | "déjà existante" => return Some(DateImprecise::DejaExistante),
        _ => {}
    }
    if let Some((a, b)) = texte.split_once('/') {
        return Some(DateImprecise::Entre(Box::new(lire_date(a)?), Box::new(lire_date(b)?)));
    }
    let (mot, reste) = texte.split_once(' ')?;
    let an = annee(reste.trim())?;
    match mot.to_lowercase().as_str() {
        "début" => Some(DateImprecise::Debut(an)),
        "fin" => Some(DateImprecise::Fin(an)),
        mot => numero_de_mois(mot).map(|m| DateImprecise::Mois(m, an)),
    }
}

/// The durations of section 1 of the format.
pub fn lire_duree(texte: &str) -> Option<Duree> {
    let texte = texte.trim().replace('’', "'");
    if matches!(texte.to_lowercase().as_str(), "indéterminée" | "indéterminé") {
        return Some(Duree::Indeterminee);
    }
    if let Some((longueur, fin)) = texte.split_once(", jusqu'") {
        let fin = ["en ", "au ", "à "].iter().find_map(|p| fin.strip_prefix(p))?;
        let Duree::Longueur(n, unite, None) = lire_duree(longueur)? else { return None };
        return Some(Duree::Longueur(n, unite, Some(lire_date(fin)?)));
    }
    if let Some(reste) = texte.strip_prefix("du ")
        && let Some((a, b)) = reste.split_once(" au ")
    {
        return Some(Duree::Periode(lire_date(a)?, lire_date(b)?));
    }
    if let Some((a, b)) = texte.split_once(" à ") {
        return Some(Duree::Periode(lire_date(a)?, lire_date(b)?));
    }
    if let Some((a, b)) = texte.split_once('-')
        && let (Some(a), Some(b)) = (annee(a.trim()), annee(b.trim()))
    {
        return Some(Duree::Periode(DateImprecise::Annee(a), DateImprecise::Annee(b)));
    }
    let (n, unite) = texte.split_once(' ')?;
    let unite = match unite.trim() {
        "jour" | "jours" => Unite::Jours,
        "semaine" | "semaines" => Unite::Semaines,
        "mois" => Unite::Mois,
        "an" | "ans" | "année" | "années" => Unite::Ans,
        _ => return None,
    };
    entier(n).map(|n| Duree::Longueur(n, unite, None))
}

/// The values of section 1 of the format.
pub fn lire_mesurage(texte: &str) -> Option<Mesurage> {
    let texte = texte.trim();
    if let Some(absence) = Absence::lire(texte) {
        return Some(Mesurage::Absent(absence));
    }
    for (signes, comparaison) in [
        (["≤", "<="], Comparaison::AuPlus),
        (["≥", ">="], Comparaison::AuMoins),
        (["<", "<"], Comparaison::Inferieur),
        ([">", ">"], Comparaison::Superieur),
    ] {
        if let Some(reste) = signes.iter().find_map(|s| texte.strip_prefix(s)) {
            return Some(Mesurage::Borne(comparaison, lire_nombre(reste)?));
        }
    }
    if let Some((n, tolerance)) = texte.split_once('±') {
        let tolerance = lire_decimal(tolerance.trim().strip_suffix('%')?.trim()).ok()?;
        return Some(Mesurage::Tolerance(lire_nombre(n)?, tolerance));
    }
    if let Some((a, b)) = texte.split_once(" à ") {
        return Some(Mesurage::Fourchette(lire_decimal(a.trim()).ok()?, lire_nombre(b)?));
    }
    lire_nombre(texte).map(Mesurage::Nombre)
}

/// A number and its unit: what follows the last digit.
fn lire_nombre(texte: &str) -> Option<Nombre> {
    let texte = texte.trim();
    let fin = texte.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (chiffres, unite) = texte.split_at_checked(fin)?;
    let unite = unite.trim();
    if unite.chars().count() > 40 {
        return None;
    }
    let valeur = lire_decimal(chiffres.trim()).ok()?;
    Some(Nombre { valeur, unite: (!unite.is_empty()).then(|| unite.to_owned()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_day_exists_or_is_refused() {
        for texte in ["2022-09-29", "29/09/2022", "29.09.2022", "29-09-2022", "29 septembre 2022"] {
            assert_eq!(lire_jour(texte), Jour::new(2022, 9, 29), "{texte}");
        }
        assert_eq!(lire_jour("1er juillet 2022"), Jour::new(2022, 7, 1));
        for texte in ["2022-02-30", "31/11/2022", "0000-01-01", "2022-13-01", "hier", "+2022-01-01"] {
            assert_eq!(lire_jour(texte), None, "{texte}");
        }
    }

    #[test]
    fn dates_and_durations_are_printed_as_they_were_meant() {
        for (texte, imprime) in [
            ("Fin 2019", "fin 2019"),
            ("fin 2022 / début 2023", "fin 2022 ou début 2023"),
            ("septembre 2022", "septembre 2022"),
            ("2008", "2008"),
            ("Action déjà existante", "action déjà existante"),
            ("1.07.2022", "1er\u{a0}juillet 2022"),
        ] {
            assert_eq!(lire_date(texte).unwrap().to_string(), imprime);
        }
        for (texte, imprime) in [
            ("Indéterminée", "indéterminée"),
            ("1 an, jusqu'en octobre 2023", "1\u{a0}an, jusqu’en octobre 2023"),
            ("2021-2023", "2021-2023"),
            ("juillet 2022 à janvier 2023", "juillet 2022 à janvier 2023"),
            ("9 mois", "9\u{a0}mois"),
            ("du 2021-10-01 au 2022-12-31", "du 1er\u{a0}octobre 2021 au 31\u{a0}décembre 2022"),
        ] {
            assert_eq!(lire_duree(texte).unwrap().to_string(), imprime);
        }
        assert_eq!(lire_duree("longtemps"), None);
        assert_eq!(lire_date("99999"), None);
    }

    #[test]
    fn a_value_is_a_figure_a_bound_a_range_or_an_absence() {
        assert!(
            matches!(lire_mesurage("95 %"), Some(Mesurage::Nombre(Nombre { unite: Some(u), .. })) if u == "%")
        );
        assert!(matches!(lire_mesurage("19 795"), Some(Mesurage::Nombre(Nombre { unite: None, .. }))));
        assert!(matches!(lire_mesurage("< 30 %"), Some(Mesurage::Borne(Comparaison::Inferieur, _))));
        assert!(matches!(lire_mesurage("250 à 300 personnes"), Some(Mesurage::Fourchette(..))));
        assert!(matches!(lire_mesurage("120 ± 10 %"), Some(Mesurage::Tolerance(..))));
        assert_eq!(lire_mesurage("Non contracté"), Some(Mesurage::Absent(Absence::NonContracte)));
        assert_eq!(lire_mesurage("beaucoup"), None);
        assert_eq!(lire_mesurage("26342 211"), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_them_panic(texte in "\\PC{0,30}") {
            let _ = (lire_jour(&texte), lire_date(&texte), lire_duree(&texte), lire_mesurage(&texte));
        }
    }
}
