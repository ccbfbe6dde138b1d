//! HTML is refused; what to write instead depends on the tag.

use std::ops::Range;

use super::Prose;
use crate::diagnostic::Diagnostic;

impl Prose<'_> {
    pub(super) fn html(&mut self, bytes: &Range<usize>) {
        let span = self.page.span(bytes);
        let written = self.page.text.get(bytes.clone()).unwrap_or("");
        self.say(
            Diagnostic::error("MD-001", span, "le HTML n’est pas admis dans le texte")
                .help(instead_of(written)),
        );
    }
}

fn instead_of(written: &str) -> &'static str {
    if written.trim_start().starts_with("<!--") {
        return "retirer ce commentaire : une remarque se met dans l’en-tête, après « # »";
    }
    let name = written.trim_start().trim_start_matches(['<', '/']);
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    match name.to_ascii_lowercase().as_str() {
        "br" => "pour aller à la ligne, finir la ligne par « \\ », ou laisser une ligne vide",
        "b" | "strong" => "écrire le gras « **mots** »",
        "i" | "em" => "écrire l’italique « *mots* »",
        "u" | "ins" => "retirer le soulignement : un texte imprimé ne souligne que les liens",
        "s" | "del" | "strike" => "retirer ces mots : un acte dit ce qui vaut",
        "sup" => "écrire « 1er », « n° », « m² » avec leurs lettres",
        "sub" => "écrire « CO₂ » avec son chiffre en indice",
        "a" => "écrire le lien « [mots](https://…) »",
        "img" => "écrire l’image « ![ce qu’elle montre](images/…) », seule sur son paragraphe",
        "table" | "tr" | "td" | "th" | "thead" | "tbody" => {
            "écrire le tableau en Markdown, ou dans « tableaux: » de l’en-tête"
        }
        "ul" | "ol" | "li" => "écrire la liste en Markdown : « - un point », ou « 1. un point »",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "écrire le titre en Markdown : « ## Titre »",
        _ => "employer le Markdown, ou écrire « \\< » pour un signe inférieur",
    }
}
