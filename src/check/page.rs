//! The page of a rule: one text for `calpae explain` and for `docs/regles/`.

use super::registre::{FAMILLES, REGLES};
use super::{Changement, Regle, lecture};
use crate::diagnostic::Gravite;

/// The page of a rule, in Markdown.
pub fn markdown(regle: &Regle) -> String {
    let mut page = format!("# {} : {}\n\n", regle.code, regle.titre);
    page.push_str(&format!("Gravité par défaut : **{}**.\n\n", regle.gravite));
    for (titre, texte) in
        [("Ce que la règle vérifie", regle.verifie), ("Pourquoi", regle.pourquoi), ("Source", regle.source)]
    {
        page.push_str(&format!("## {titre}\n\n{texte}\n\n"));
    }
    page.push_str("## Fautif\n\n");
    page.push_str(&exemples(regle.exemple.faute, |c| c.a));
    page.push_str("## Réparé\n\n");
    page.push_str(&exemples(regle.exemple.faute, |c| c.de));
    if !regle.exemple.admis.is_empty() {
        page.push_str("## Admis\n\nCes textes ressemblent à la faute et ne donnent aucun constat.\n\n");
        page.push_str(&exemples(regle.exemple.admis, |c| c.a));
    }
    page.push_str(
        "## Tolérer\n\nDans un acte signé, le constat se garde avec sa raison, dans `convention.yaml` :\n\n",
    );
    page.push_str(&format!(
        "```yaml\ntolerances:\n  - regle: {}\n    lieu: fiches/01\n    raison: l’acte est signé ; à reprendre dans l’avenant\n```\n",
        regle.code
    ));
    page
}

fn exemples(changements: &[Changement], texte: fn(&Changement) -> &'static str) -> String {
    let mut sortie = String::new();
    for c in changements {
        let texte = texte(c);
        let montre = if texte.trim().is_empty() { "(rien)" } else { texte.trim_matches('\n') };
        sortie.push_str(&format!("`{}`\n\n```text\n{montre}\n```\n\n", c.fichier));
    }
    sortie
}

/// The list of the rules by family, in Markdown; each leads to its page.
pub fn index() -> String {
    let mut page = String::from(
        "# Les règles de `calpae check`\n\nCes pages sont écrites par le programme : le même texte est donné par `calpae explain FIN-001`.\n",
    );
    for (famille, titre) in FAMILLES {
        let mut regles = REGLES.iter().filter(|r| r.code.starts_with(famille)).peekable();
        if regles.peek().is_none() {
            continue;
        }
        page.push_str(&format!(
            "\n## {famille} · {titre}\n\n| Règle | Gravité | Ce qui est trouvé |\n| --- | --- | --- |\n"
        ));
        for r in regles {
            page.push_str(&format!("| [{}]({}.md) | {} | {} |\n", r.code, r.code, r.gravite, r.titre));
        }
    }
    page.push_str("\n## Tolérances\n\n| Code | Gravité | Ce qui est trouvé |\n| --- | --- | --- |\n");
    for (code, titre) in TOLERANCES {
        page.push_str(&format!("| {code} | {} | {titre} |\n", Gravite::Avertissement));
    }
    page.push_str("\n## Lecture et composition\n\nCes fautes empêchent de lire ou de composer : elles sont dites avant les règles.\n\n| Code | Ce qui est dit |\n| --- | --- |\n");
    for (code, titre) in lecture::CODES {
        page.push_str(&format!("| {code} | {titre} |\n"));
    }
    page
}

/// The codes of the tolérances themselves.
pub const TOLERANCES: [(&str, &str); 2] = [
    (super::tolerances::SANS_OBJET, "une tolérance ne s’applique plus à rien"),
    (super::tolerances::REGLE_INCONNUE, "une tolérance ou une gravité nomme une règle qui n’existe pas"),
];

/// What a code says, whatever its stage: a page for a rule, a line for the others.
pub fn expliquer(code: &str) -> Option<String> {
    if let Some(regle) = super::registre::regle(code) {
        return Some(markdown(regle));
    }
    let titre = lecture::titre(code)
        .or_else(|| TOLERANCES.iter().find(|(c, _)| *c == code).map(|(_, titre)| *titre))?;
    Some(format!("# {code} : {titre}\n\nLe constat lui-même dit où et que faire.\n"))
}
