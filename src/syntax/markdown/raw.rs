//! Notation that CommonMark leaves in the text because nothing completes it: it would be printed as it is typed.

use std::sync::LazyLock;

use regex::Regex;

use super::Prose;
use super::leaf::Leaf;
use crate::diagnostic::Diagnostic;
use crate::text::pattern;

static FORMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<note>\[\^[^\]\s]+\])|(?P<image>!\[[^\[\]]*\]\([^)]*\))|(?P<link>\[[^\[\]]+\]\([^)]*\))|(?P<named>\[[^\[\]]+\]\[[^\[\]]*\])|(?P<open>\[[^\[\]]+\]\((?:https?:|mailto:|www\.)[^)\s]*)|(?P<struck>~~[^~\s](?:[^~]*[^~\s])?~~)",
    )
});

impl Prose<'_> {
    /// Tells the calls, links and marks that the page would print raw.
    pub(super) fn raw_forms_of(&mut self, leaf: &Leaf) {
        if !["[^", "](", "][", "~~"].iter().any(|signs| leaf.text.contains(signs)) {
            return;
        }
        for found in FORMS.captures_iter(&leaf.text) {
            let Some(whole) = found.get(0) else { continue };
            let is_literal = leaf.literal.iter().any(|l| l.start < whole.end() && whole.start() < l.end);
            let Some(start) = leaf.place(self.page, whole.start()) else { continue };
            let end = leaf.place(self.page, whole.end() - 1).map_or(start, |last| last + 1);
            // A sign after a backslash is a letter, wherever it stands in the form.
            let written = self.page.text.get(start..end).unwrap_or("");
            let is_escaped = self.page.is_escaped(start)
                || ["\\]", "\\[", "\\(", "\\~"].iter().any(|e| written.contains(e));
            if is_literal || is_escaped {
                continue;
            }
            let span = self.page.span(&(start..end));
            let shown = whole.as_str();
            let fault = if found.name("note").is_some() {
                let name = shown.trim_start_matches("[^").trim_end_matches(']');
                Diagnostic::error("MD-009", span, format!("la note « {name} » n’est écrite nulle part"))
                    .help(format!("ajouter une ligne « [^{name}]: … », ou retirer l’appel ; pour l’imprimer, « \\{shown} »"))
            } else if found.name("struck").is_some() {
                Diagnostic::error("MD-014", span, "le texte barré n’est pas admis : un acte dit ce qui vaut")
                    .help("retirer ces mots, ou écrire « \\~\\~ » pour imprimer les tildes")
            } else if found.name("named").is_some() {
                Diagnostic::error("MD-011", span, "ce lien n’a pas d’adresse")
                    .help("écrire « [texte](https://…) » ; pour imprimer les crochets, « \\[texte\\] »")
            } else if found.name("open").is_some() {
                let shown = shown.trim_end_matches(['.', ',', ';', ':']);
                Diagnostic::error("MD-011", span, "l’adresse de ce lien n’est pas fermée")
                    .help(format!("fermer la parenthèse : « {shown}) » ; pour imprimer le crochet, « \\[ »"))
            } else {
                let address =
                    shown.rsplit_once("](").map_or("", |(_, address)| address.trim_end_matches(')'));
                let what = if found.name("image").is_some() { "cette image" } else { "ce lien" };
                let help = if address.trim().contains(char::is_whitespace) {
                    format!("l’adresse contient une espace : écrire « (<{}>) »", address.trim())
                } else {
                    "écrire « [texte](https://…) », ou « \\[ » pour imprimer le crochet".to_owned()
                };
                Diagnostic::error("MD-011", span, format!("l’adresse de {what} ne se lit pas")).help(help)
            };
            self.say(fault);
        }
    }
}
