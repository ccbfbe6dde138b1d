//! YAML as a tree of texts with their places. Types come afterwards, so that all the mistakes of a
//! file are told at once; amounts are taken from the raw text and never pass by binary floats.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, MergeKeyPolicy};

use super::syntaxe;
use crate::diagnostic::Diagnostic;
use crate::text::{Sources, Span, Spanned};

/// Deepest nesting accepted in a YAML text.
const PROFONDEUR_MAX: usize = 24;
/// Most nodes accepted in a YAML text.
const NOEUDS_MAX: usize = 50_000;

/// A node of YAML and its place.
#[derive(Debug, Clone)]
pub struct Noeud {
    /// What it is.
    pub genre: Genre,
    /// Where it is written.
    pub span: Span,
}

/// The kinds of nodes.
#[derive(Debug, Clone)]
pub enum Genre {
    /// Nothing after the key, `null` or `~`.
    Nul,
    /// A text, decoded from its quotes.
    Scalaire(String),
    /// A list.
    Liste(Vec<Noeud>),
    /// Keys and values in the order written, doubles included.
    Carte(Vec<(Spanned<String>, Noeud)>),
}

impl Genre {
    /// What it is called in a message.
    pub fn nom(&self) -> &'static str {
        match self {
            Self::Nul => "rien",
            Self::Scalaire(_) => "un texte",
            Self::Liste(_) => "une liste",
            Self::Carte(_) => "des clés et leurs valeurs",
        }
    }
}

/// Reads the YAML of a range of a file.
///
/// # Errors
/// One diagnostic: past a fault of syntax nothing is sure.
pub fn lire(sources: &Sources, zone: Span) -> Result<Noeud, Box<Diagnostic>> {
    let texte = sources.texte(zone);
    let options = serde_saphyr::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        no_schema: false,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_aliases: 0,
            max_anchors: 0,
            max_documents: 1,
            max_depth: PROFONDEUR_MAX,
            max_nodes: NOEUDS_MAX,
            max_events: NOEUDS_MAX * 3,
        },
    };
    match serde_saphyr::from_str_with_options::<Option<serde_saphyr::Spanned<Brut>>>(texte, options) {
        Ok(Some(brut)) => Ok(placer(brut, sources, zone)),
        Ok(None) => Ok(Noeud { genre: Genre::Nul, span: Span { fin: zone.debut, ..zone } }),
        Err(erreur) => Err(Box::new(traduire(&erreur, sources, zone))),
    }
}

/// What serde gives; scalars that YAML takes for numbers are read again from the raw text.
#[derive(Debug)]
enum Brut {
    Nul,
    Texte(String),
    /// A number or a boolean: the raw text is the truth.
    Nu,
    Liste(Vec<serde_saphyr::Spanned<Brut>>),
    Carte(Vec<(serde_saphyr::Spanned<Brut>, serde_saphyr::Spanned<Brut>)>),
}

impl<'de> Deserialize<'de> for Brut {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visiteur;
        impl<'de> Visitor<'de> for Visiteur {
            type Value = Brut;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("une valeur YAML")
            }

            fn visit_str<E: Error>(self, s: &str) -> Result<Brut, E> {
                Ok(Brut::Texte(s.to_owned()))
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Brut, E> {
                Ok(Brut::Nu)
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Brut, E> {
                Ok(Brut::Nu)
            }

            fn visit_u64<E: Error>(self, _: u64) -> Result<Brut, E> {
                Ok(Brut::Nu)
            }

            fn visit_i128<E: Error>(self, _: i128) -> Result<Brut, E> {
                Ok(Brut::Nu)
            }

            fn visit_u128<E: Error>(self, _: u128) -> Result<Brut, E> {
                Ok(Brut::Nu)
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Brut, E> {
                Ok(Brut::Nu)
            }

            fn visit_unit<E: Error>(self) -> Result<Brut, E> {
                Ok(Brut::Nul)
            }

            fn visit_none<E: Error>(self) -> Result<Brut, E> {
                Ok(Brut::Nul)
            }

            fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Brut, D::Error> {
                Brut::deserialize(d)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut a: A) -> Result<Brut, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = a.next_element()? {
                    items.push(item);
                }
                Ok(Brut::Liste(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut a: A) -> Result<Brut, A::Error> {
                let mut entrees = Vec::new();
                while let Some(entree) = a.next_entry()? {
                    entrees.push(entree);
                }
                Ok(Brut::Carte(entrees))
            }
        }
        deserializer.deserialize_any(Visiteur)
    }
}

fn placer(brut: serde_saphyr::Spanned<Brut>, sources: &Sources, zone: Span) -> Noeud {
    let span = etendue(&brut.referenced, sources, zone);
    let genre = match brut.value {
        Brut::Nul => Genre::Nul,
        Brut::Texte(t) => Genre::Scalaire(t),
        Brut::Nu => Genre::Scalaire(sources.texte(span).trim().to_owned()),
        Brut::Liste(items) => Genre::Liste(items.into_iter().map(|n| placer(n, sources, zone)).collect()),
        Brut::Carte(entrees) => Genre::Carte(
            entrees
                .into_iter()
                .map(|(cle, valeur)| {
                    let cle = placer(cle, sources, zone);
                    let nom = match cle.genre {
                        Genre::Scalaire(t) => t,
                        // A list or a map as a key: its raw text, which no known key equals.
                        _ => sources.texte(cle.span).to_owned(),
                    };
                    (Spanned::new(nom, cle.span), placer(valeur, sources, zone))
                })
                .collect(),
        ),
    };
    Noeud { genre, span }
}

fn etendue(lieu: &serde_saphyr::Location, sources: &Sources, zone: Span) -> Span {
    let octets = |n: Option<u64>| n.and_then(|n| usize::try_from(n).ok());
    let span = lieu.span();
    let texte = sources.texte(zone);
    // The scanner tells its faults by characters alone.
    let lettre = || octets(Some(span.offset())).and_then(|n| texte.char_indices().nth(n)).map(|(i, _)| i);
    let debut = octets(span.byte_offset()).or_else(lettre).unwrap_or(texte.len()).min(texte.len());
    let fin = debut.saturating_add(octets(span.byte_len()).unwrap_or(0)).min(texte.len());
    // A block scalar or a mapping ends with its last line break: the carets should not.
    let utile = texte.get(debut..fin).map_or(0, |t| t.trim_end().len());
    Span { fichier: zone.fichier, debut: zone.debut + debut, fin: zone.debut + debut + utile }
}

/// Says in French what the YAML parser found.
fn traduire(erreur: &serde_saphyr::Error, sources: &Sources, zone: Span) -> Diagnostic {
    use serde_saphyr::Error as E;
    let erreur = erreur.without_snippet();
    let span = erreur.location().map_or(zone, |l| {
        let s = etendue(&l, sources, zone);
        Span { fin: s.fin.max(s.debut), ..s }
    });
    let texte = erreur.to_string();
    let avant = sources.texte(Span { debut: zone.debut, fin: span.debut, ..zone });
    let avant = avant.rsplit('\n').next().unwrap_or("");
    match erreur {
        E::Budget { .. } => Diagnostic::erreur(
            "YAML-002",
            span,
            "ce YAML dépasse une limite : ancres et alias (« & », « * ») ne sont pas admis, ni plus de 24 niveaux",
        )
        .aide("mettre entre guillemets une valeur qui commence par « & » ou « * », ou répéter la valeur au lieu de l’alias"),
        E::MergeKeyNotAllowed { .. } => {
            Diagnostic::erreur("YAML-002", span, "la clé « << » n’est pas admise").aide("recopier les clés voulues")
        }
        E::UnknownAnchor { .. } | E::AliasError { .. } => {
            Diagnostic::erreur("YAML-002", span, "les alias (« * ») ne sont pas admis")
                .aide("mettre entre guillemets une valeur qui commence par « * »")
        }
        E::MultipleDocuments { .. } => {
            Diagnostic::erreur("YAML-001", span, "le fichier contient plusieurs documents YAML")
                .aide("retirer la ligne « --- » en trop")
        }
        _ => {
            let (message, aide) = syntaxe::faute(&texte, avant);
            Diagnostic::erreur("YAML-001", span, message).aide(aide)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Chemin;
    use proptest::prelude::*;

    fn arbre(texte: &str) -> (Sources, Result<Noeud, Box<Diagnostic>>) {
        let mut sources = Sources::default();
        let fichier = sources.ajouter(Chemin::new("a.yaml").unwrap(), texte);
        let zone = Span { fichier, debut: 0, fin: sources.source(fichier).texte().len() };
        let noeud = lire(&sources, zone);
        (sources, noeud)
    }

    #[test]
    fn scalars_keep_their_text_and_their_place() {
        let (sources, noeud) = arbre(
            "titre: été à l’école\nmontant: 25.10\ngros: 12345678901234567.89\nn: 855 883\nvrai: true\nvide:\nq: \"a\\tb\"\nh: 0x10\n",
        );
        let Genre::Carte(entrees) = noeud.unwrap().genre else { panic!() };
        let lu: Vec<_> = entrees
            .iter()
            .map(|(cle, v)| {
                let valeur = match &v.genre {
                    Genre::Scalaire(t) => t.clone(),
                    autre => autre.nom().to_owned(),
                };
                format!("{}={valeur} @{}", cle.valeur, sources.lieu(v.span))
            })
            .collect();
        assert_eq!(
            lu,
            [
                "titre=été à l’école @a.yaml:1:8",
                "montant=25.10 @a.yaml:2:10",
                "gros=12345678901234567.89 @a.yaml:3:7",
                "n=855 883 @a.yaml:4:4",
                "vrai=true @a.yaml:5:7",
                "vide=rien @a.yaml:6:5",
                "q=a\tb @a.yaml:7:4",
                "h=0x10 @a.yaml:8:4",
            ]
        );
    }

    #[test]
    fn doubles_are_kept_for_a_later_message() {
        let (_, noeud) = arbre("a: 1\na: 2\n");
        let Genre::Carte(entrees) = noeud.unwrap().genre else { panic!() };
        assert_eq!(entrees.len(), 2);
    }

    #[test]
    fn a_fault_of_syntax_is_told_where_it_is_in_french() {
        for (texte, lieu, mot) in [
            ("é: 1\nb: 'l'été'\n", "2:7", "apostrophe"),
            ("é: 1\nb: c : d\n", "2:6", "« : »"),
            ("é: 1\n  b: c\n", "2:4", "alignée"),
            ("é:\n\t- b\n", "2:2", "tabulation"),
            ("é: 1\nb: \"c\n", "2:4", "n’est pas fermé"),
            ("é: 1\nb: [c\nd: e\n", "3:2", "crochet"),
            ("é: 1\nb:c\n", "2:1", "il manque « : »"),
            ("é: 1\nb: @c\n", "2:4", "ce signe"),
            ("é: 1\nb: \"\\q\"\n", "2:4", "ne se lit pas ici"),
        ] {
            let mut sources = Sources::default();
            let fichier = sources.ajouter(Chemin::new("a.yaml").unwrap(), &format!("à côté\n{texte}"));
            let debut = sources.source(fichier).debut_de_ligne(2);
            let zone = Span { fichier, debut, fin: sources.source(fichier).texte().len() };
            let d = lire(&sources, zone).unwrap_err();
            let (ligne, colonne) = lieu.split_once(':').unwrap();
            let ligne = ligne.parse::<usize>().unwrap() + 1;
            let dit = sources.lieu(d.etiquettes.first().unwrap().span);
            assert_eq!(dit, format!("a.yaml:{ligne}:{colonne}"), "{texte}");
            assert!(d.message.contains(mot), "{texte}{}", d.message);
        }
    }

    #[test]
    fn what_multiplies_is_refused() {
        for texte in ["a: &x 1\nb: *x\n", "<<: {a: 1}\n"] {
            assert_eq!(arbre(texte).1.unwrap_err().code, "YAML-002", "{texte}");
        }
        let profond = format!("a: {}{}", "[".repeat(40), "]".repeat(40));
        assert_eq!(arbre(&profond).1.unwrap_err().code, "YAML-002");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(texte in "[ \\-a-cé:#\\[\\]{}&*!|>'\"%@`,\n0-9.]{0,80}") {
            let _ = arbre(&texte);
        }
    }
}
