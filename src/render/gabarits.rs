//! Templates: tera texts embedded in the binary, overridable file by file, every string of which is
//! escaped on output. `{{`, `{%` and `{#` are tera's; Typst code in a template writes `{ ` with a space.

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::echappement;
use super::lignes::{self, Lignes};
use crate::diagnostic::Diagnostic;
use crate::text::{Chemin, Fichier, Sources, Span};

static EMBARQUES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The templates of a document, and the prose that they may place.
#[derive(Debug)]
pub struct Gabarits {
    tera: Tera,
    sources: BTreeMap<String, Fichier>,
    charte: BTreeMap<String, Fichier>,
}

/// A rendered file and where its lines come from.
#[derive(Debug)]
pub struct Rendu {
    /// The Typst text.
    pub texte: String,
    /// Line by line, the template's own line.
    pub lignes: Lignes,
}

impl Gabarits {
    /// Prepares the templates; `surcharges` are the user's own, by path below the project. `proses` is what
    /// the filter `prose` gives, by rank: the only Typst that a template can place without escaping.
    ///
    /// # Errors
    /// The mistakes of the templates, at their own file and line.
    pub fn new(
        sources: &mut Sources,
        surcharges: &[(Chemin, Fichier)],
        proses: Vec<String>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut textes: BTreeMap<String, Fichier> = BTreeMap::new();
        embarquer(&EMBARQUES, sources, &mut textes);
        for (chemin, fichier) in surcharges {
            textes.insert(chemin.as_str().to_owned(), *fichier);
        }
        let (gabarits, charte) = textes
            .into_iter()
            .filter_map(|(nom, f)| nom.strip_prefix("templates/").map(|n| (n.to_owned(), f)))
            .partition::<BTreeMap<_, _>, _>(|(nom, _)| nom.ends_with(".typ.tera"));
        let mut tera = Tera::default();
        tera.autoescape_on([".typ.tera"]);
        tera.set_escape_fn(|texte, sortie| sortie.write_all(echappement::texte(texte).as_bytes()));
        tera.register_filter("chaine", |texte: &str, _: Kwargs, _: &State<'_>| {
            Value::safe_string(&echappement::chaine(texte))
        });
        let proses = Arc::new(proses);
        tera.register_filter("prose", move |rang: usize, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            match proses.get(rang) {
                Some(typst) => Ok(Value::safe_string(typst)),
                None => Err(tera::Error::message(format!("il n’y a pas de texte de rang {rang}"))),
            }
        });
        let marques: Vec<(String, String)> = gabarits
            .iter()
            .map(|(nom, fichier)| (nom.clone(), lignes::marquer(sources.source(*fichier).texte(), *fichier)))
            .collect();
        let ajout = tera.add_raw_templates(marques.iter().map(|(n, t)| (n.as_str(), t.as_str())));
        let pret = Self { tera, sources: gabarits, charte };
        match ajout {
            Ok(()) => Ok(pret),
            Err(e) => Err(vec![pret.traduire(&e, sources)]),
        }
    }

    /// The files of the charte, by path below `charte/`.
    pub fn charte(&self) -> impl Iterator<Item = (&str, Fichier)> {
        self.charte.iter().filter(|(n, _)| n.starts_with("charte/")).map(|(n, f)| (n.as_str(), *f))
    }

    /// Renders a template.
    ///
    /// # Errors
    /// What the template asks for and is not there, at its own file and line.
    pub fn rendre(
        &self,
        nom: &str,
        contexte: &impl Serialize,
        sources: &Sources,
    ) -> Result<Rendu, Box<Diagnostic>> {
        let rendu = Context::from_serialize(contexte).and_then(|c| self.tera.render(nom, &c));
        match rendu {
            Ok(texte) => Ok(lignes::demarquer(&texte, sources)),
            Err(e) => Err(Box::new(self.traduire(&e, sources))),
        }
    }

    fn traduire(&self, erreur: &tera::Error, sources: &Sources) -> Diagnostic {
        let aide = "vérifier le gabarit ; les données qu’il reçoit sont décrites dans docs/gabarits.md";
        let (ErrorKind::SyntaxError(rapport) | ErrorKind::RenderingError(rapport)) = erreur.kind() else {
            return Diagnostic::sans_lieu("GAB-001", format!("les gabarits ne se lisent pas : {erreur}"))
                .aide(aide);
        };
        let message = format!("le gabarit a une faute : {}", rapport.message());
        let Some(fichier) = self.sources.get(rapport.filename()) else {
            return Diagnostic::sans_lieu("GAB-001", message).aide(aide);
        };
        // tera counts columns in characters, with the mark of the line.
        let source = sources.source(*fichier);
        let ligne = rapport.span().start_line;
        let colonne = rapport.span().start_col.saturating_sub(lignes::longueur_de_marque(
            source.texte(),
            ligne,
            *fichier,
        ));
        let texte = source.texte().lines().nth(ligne.saturating_sub(1)).unwrap_or("");
        let octet = |rang: usize| texte.char_indices().nth(rang).map_or(texte.len(), |(i, _)| i);
        let fin = if rapport.span().end_line == ligne {
            colonne + rapport.span().range.len().max(1)
        } else {
            usize::MAX
        };
        let ici = source.debut_de_ligne(ligne);
        let (debut, fin) = (ici + octet(colonne), ici + octet(fin));
        Diagnostic::erreur("GAB-001", Span { fichier: *fichier, debut, fin: fin.max(debut) }, message)
            .aide(aide)
    }
}

fn embarquer(dossier: &Dir<'_>, sources: &mut Sources, textes: &mut BTreeMap<String, Fichier>) {
    for fichier in dossier.files() {
        let chemin = fichier.path().to_str().map(|p| format!("templates/{}", p.replace('\\', "/")));
        if let (Some(Ok(chemin)), Some(texte)) = (chemin.as_deref().map(Chemin::new), fichier.contents_utf8())
        {
            let nom = chemin.as_str().to_owned();
            textes.insert(nom, sources.ajouter(chemin, texte));
        }
    }
    for sous in dossier.dirs() {
        embarquer(sous, sources, textes);
    }
}
