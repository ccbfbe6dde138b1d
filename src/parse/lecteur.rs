//! From YAML nodes to typed fields. A [`Lecteur`] gathers every mistake; a [`Carte`] knows which keys
//! were asked for, so that the others can be told, with the nearest known one.

use super::arbre::{Genre, Noeud};
use crate::diagnostic::{Diagnostic, proche};
use crate::model::Absence;
use crate::model::passage::{Nature, Passage};
use crate::text::{Chemin, Sources, Span, Spanned};

/// Longest text accepted in a YAML field or in a paragraph, in bytes: some seven pages.
const TEXTE_MAX: usize = 20_000;

/// What the project holds besides its texts, for the parser to check paths without a disk.
#[derive(Debug)]
pub struct Images {
    /// The folder of the edition, to which paths are relative.
    pub edition: Chemin,
    /// The images found below it.
    pub presentes: std::collections::BTreeSet<Chemin>,
}

/// What a run of parsing has found.
#[derive(Debug)]
pub struct Lecteur<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The images of the project, and where the paths of the edition start.
    pub images: &'a Images,
    /// The texts that will be printed, in the order read.
    pub passages: Vec<Passage>,
    /// What comments say is to be decided.
    pub a_decider: Vec<Spanned<String>>,
}

/// The keys of a YAML mapping, taken one by one.
#[derive(Debug)]
pub struct Carte<'n> {
    entrees: &'n [(Spanned<String>, Noeud)],
    /// Where the mapping stands.
    pub span: Span,
    connues: Vec<&'static str>,
}

impl<'n> Carte<'n> {
    /// The value of a key, if it is there. A key without a value is there: its node is [`Genre::Nul`].
    pub fn prendre(&mut self, cle: &'static str) -> Option<&'n Noeud> {
        self.connues.push(cle);
        self.entrees.iter().find(|(c, _)| c.valeur == cle).map(|(_, n)| n)
    }

    /// Place of a key.
    pub fn span_de(&self, cle: &str) -> Span {
        self.entrees.iter().find(|(c, _)| c.valeur == cle).map_or(self.span, |(c, _)| c.span)
    }

    /// Whether one of the keys is there.
    pub fn a(&self, cle: &str) -> bool {
        self.entrees.iter().any(|(c, _)| c.valeur == cle)
    }
}

impl<'a> Lecteur<'a> {
    /// Starts a run.
    pub fn new(sources: &'a Sources, images: &'a Images) -> Self {
        Self { sources, images, diagnostics: Vec::new(), passages: Vec::new(), a_decider: Vec::new() }
    }

    /// Adds a finding.
    pub fn dire(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Reads the YAML of a zone; an empty one is an empty mapping.
    pub fn arbre(&mut self, zone: Span) -> Option<Noeud> {
        self.decisions(zone);
        match super::arbre::lire(self.sources, zone) {
            Ok(Noeud { genre: Genre::Nul, span }) => Some(Noeud { genre: Genre::Carte(Vec::new()), span }),
            Ok(noeud) => Some(noeud),
            Err(d) => {
                self.dire(*d);
                None
            }
        }
    }

    /// Notes the comments « # à décider : … » of a zone: `calpae new edition` writes them, a person removes them.
    fn decisions(&mut self, zone: Span) {
        const MARQUE: &str = "# à décider";
        let sources = self.sources;
        for (i, _) in sources.texte(zone).match_indices(MARQUE) {
            let debut = zone.debut + i;
            let reste = sources.texte(Span { debut: debut + MARQUE.len(), ..zone });
            let ligne = reste.lines().next().unwrap_or("");
            let quoi = ligne.trim().trim_start_matches(':').trim();
            let fin = debut + MARQUE.len() + ligne.trim_end().len();
            self.a_decider.push(Spanned::new(quoi.to_owned(), Span { debut, fin, ..zone }));
        }
    }

    /// Opens a mapping; keys written twice are told at once.
    pub fn carte<'n>(&mut self, noeud: &'n Noeud) -> Option<Carte<'n>> {
        let Genre::Carte(entrees) = &noeud.genre else {
            self.attendu(noeud, "des clés et leurs valeurs (« clé: valeur »)");
            return None;
        };
        for (i, (cle, _)) in entrees.iter().enumerate() {
            if let Some((premiere, _)) = entrees.iter().take(i).find(|(c, _)| c.valeur == cle.valeur) {
                self.dire(
                    Diagnostic::erreur(
                        "YAML-003",
                        cle.span,
                        format!("la clé « {} » est écrite deux fois", cle.valeur),
                    )
                    .voir(premiere.span, "déjà ici")
                    .aide("n’en garder qu’une"),
                );
            }
        }
        Some(Carte { entrees, span: noeud.span, connues: Vec::new() })
    }

    /// The value of a key that must be there.
    pub fn exiger<'n>(&mut self, carte: &mut Carte<'n>, cle: &'static str) -> Option<&'n Noeud> {
        let noeud = carte.prendre(cle);
        if noeud.is_none() {
            let debut = carte.entrees.first().map_or(carte.span, |(c, _)| c.span);
            self.dire(
                Diagnostic::erreur("CLE-002", debut, format!("la clé « {cle} » manque"))
                    .ici("dans ce groupe de clés")
                    .aide(format!("ajouter une ligne « {cle}: … » à ce niveau")),
            );
        }
        noeud
    }

    /// Tells the keys that nobody asked for.
    pub fn finir(&mut self, carte: &Carte<'_>) {
        for (cle, valeur) in carte.entrees {
            if carte.connues.contains(&cle.valeur.as_str()) {
                continue;
            }
            let mut d = Diagnostic::erreur(
                "CLE-001",
                cle.span,
                format!("la clé « {} » est inconnue ici", cle.valeur),
            );
            // `{ tarif: 0,5 }` is read by YAML as two keys, `tarif` and `5`.
            d = if matches!(valeur.genre, Genre::Nul) && cle.valeur.starts_with(|c: char| c.is_ascii_digit())
            {
                d.aide("entre accolades, la virgule sépare les clés : mettre la valeur entre guillemets, « \"0,5\" »")
            } else if let Some(proche) = proche(&cle.valeur, carte.connues.iter().copied()) {
                d.aide(format!("vouliez-vous dire « {proche} » ?"))
            } else {
                let mut connues = carte.connues.clone();
                connues.sort_unstable();
                d.aide(format!("clés possibles : {}", connues.join(", ")))
            };
            self.dire(d);
        }
    }

    /// The entries of a mapping whose keys are free.
    pub fn entrees<'n>(&mut self, noeud: &'n Noeud) -> &'n [(Spanned<String>, Noeud)] {
        self.carte(noeud).map_or(&[], |c| c.entrees)
    }

    /// The items of a list; anything else is an error.
    pub fn liste<'n>(&mut self, noeud: &'n Noeud) -> &'n [Noeud] {
        match &noeud.genre {
            Genre::Liste(items) => items,
            Genre::Nul => &[],
            _ => {
                self.attendu(noeud, "une liste (des lignes qui commencent par « - »)");
                &[]
            }
        }
    }

    /// Items of a list, or one item alone.
    pub fn un_ou_plusieurs<'n>(&mut self, noeud: &'n Noeud) -> &'n [Noeud] {
        match &noeud.genre {
            Genre::Liste(items) => items,
            Genre::Nul => &[],
            _ => std::slice::from_ref(noeud),
        }
    }

    /// A text that is not empty, and that will be printed.
    pub fn texte(&mut self, noeud: &Noeud) -> Option<Spanned<String>> {
        let texte = self.mot(noeud)?;
        self.passage(Nature::Champ, &texte.valeur, noeud.span);
        Some(texte)
    }

    /// Notes that a text written there is printed.
    pub fn passage(&mut self, nature: Nature, texte: &str, span: Span) {
        self.garder(Passage::aligner(nature, texte, self.sources.texte(span), span));
    }

    /// Notes a text that is printed. One that nobody would read at one go is refused: what rules do with a passage
    /// grows faster than it.
    pub fn garder(&mut self, mut passage: Passage) {
        if passage.texte.len() > TEXTE_MAX {
            self.dire(
                Diagnostic::erreur("MD-008", passage.span, "ce passage dépasse 20 000 octets")
                    .aide("le couper en plusieurs paragraphes"),
            );
            return;
        }
        passage.mentions = super::mentions::lire(&passage.texte);
        self.passages.push(passage);
    }

    /// A text that is not empty, and that is only a name for the program.
    pub fn mot(&mut self, noeud: &Noeud) -> Option<Spanned<String>> {
        match &noeud.genre {
            Genre::Scalaire(t) if t.len() > TEXTE_MAX => {
                self.dire(
                    Diagnostic::erreur("CLE-004", noeud.span, "ce texte dépasse 20 000 octets")
                        .aide("le placer dans le corps de la fiche ou de l’article"),
                );
                None
            }
            Genre::Scalaire(t) if !t.trim().is_empty() => Some(Spanned::new(t.trim().to_owned(), noeud.span)),
            Genre::Scalaire(_) | Genre::Nul => {
                self.dire(
                    Diagnostic::erreur("CLE-003", noeud.span, "la valeur manque")
                        .aide("écrire un texte, ou retirer la clé"),
                );
                None
            }
            _ => {
                self.attendu(noeud, "un texte");
                None
            }
        }
    }

    /// The text of a key that must be there.
    pub fn texte_exige(&mut self, carte: &mut Carte<'_>, cle: &'static str) -> Option<Spanned<String>> {
        let noeud = self.exiger(carte, cle)?;
        self.texte(noeud)
    }

    /// The name of a key that must be there.
    pub fn mot_exige(&mut self, carte: &mut Carte<'_>, cle: &'static str) -> Option<Spanned<String>> {
        let noeud = self.exiger(carte, cle)?;
        self.mot(noeud)
    }

    /// The text of a key that may be absent.
    pub fn texte_facultatif(&mut self, carte: &mut Carte<'_>, cle: &'static str) -> Option<String> {
        self.texte_situe(carte, cle).map(|t| t.valeur)
    }

    /// The text of a key that may be absent, and its place.
    pub fn texte_situe(&mut self, carte: &mut Carte<'_>, cle: &'static str) -> Option<Spanned<String>> {
        let noeud = carte.prendre(cle)?;
        self.texte(noeud)
    }

    /// `oui` or `non`.
    pub fn oui(&mut self, noeud: &Noeud) -> Option<bool> {
        let mot = self.mot(noeud)?;
        match mot.valeur.to_lowercase().as_str() {
            "oui" | "true" | "vrai" => Some(true),
            "non" | "false" | "faux" => Some(false),
            _ => {
                self.attendu(noeud, "« oui » ou « non »");
                None
            }
        }
    }

    /// `oui` or `non` of a key that may be absent.
    pub fn oui_facultatif(&mut self, carte: &mut Carte<'_>, cle: &'static str) -> Option<bool> {
        let noeud = carte.prendre(cle)?;
        self.oui(noeud)
    }

    /// One of the words of a vocabulary.
    pub fn parmi<T: Copy>(&mut self, noeud: &Noeud, mots: &[(&str, T)]) -> Option<T> {
        let mot = self.mot(noeud)?;
        if let Some((_, valeur)) = mots.iter().find(|(m, _)| *m == mot.valeur) {
            return Some(*valeur);
        }
        let liste = mots.iter().map(|(m, _)| format!("« {m} »")).collect::<Vec<_>>().join(", ");
        self.dire(
            Diagnostic::erreur(
                "VAL-007",
                mot.span,
                format!("« {} » n’est pas un mot attendu ici", mot.valeur),
            )
            .aide(format!("écrire l’un de ces mots : {liste}")),
        );
        None
    }

    /// An absence, if the node says one.
    pub fn absence(&self, noeud: &Noeud) -> Option<Spanned<Absence>> {
        match &noeud.genre {
            Genre::Scalaire(t) => Absence::lire(t).map(|a| Spanned::new(a, noeud.span)),
            _ => None,
        }
    }

    /// Tells that something else was expected.
    pub fn attendu(&mut self, noeud: &Noeud, quoi: &str) {
        self.dire(
            Diagnostic::erreur(
                "CLE-003",
                noeud.span,
                format!("il faut ici {quoi}, et c’est {}", noeud.genre.nom()),
            )
            .aide("voir le format dans docs/format.md"),
        );
    }
}
