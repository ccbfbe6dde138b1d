//! The message that goes with an act (« 1-1 », `actes:Acte`), in the form that the platforms of transmission write it:
//! namespace of `actesv1_1.xsd`, ISO-8859-1.

use super::{NATURE, SentAct};
use crate::text::one_line;

/// The message, in ISO-8859-1; none when the date of the list of matières is not known.
pub(super) fn write(act: &SentAct, names: &[String]) -> Option<Vec<u8>> {
    let classification = act.classification?.iso();
    let (own, annexes) = names.split_first()?;
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n");
    xml.push_str(
        "<actes:Acte xmlns:actes=\"http://www.interieur.gouv.fr/ACTES#v1.1-20040216\" \
         xmlns:insee=\"http://xml.insee.fr/schema\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://www.interieur.gouv.fr/ACTES#v1.1-20040216 actesv1_1.xsd\" ",
    );
    xml.push_str(&format!(
        "actes:Date=\"{}\" actes:NumeroInterne=\"{}\" actes:CodeNatureActe=\"{}\">\n",
        act.day.iso(),
        escaped(&act.number),
        NATURE.0
    ));
    for (rank, level) in act.matiere.levels.iter().enumerate() {
        xml.push_str(&format!("  <actes:CodeMatiere{} actes:CodeMatiere=\"{level}\"/>\n", rank + 1));
    }
    xml.push_str(&format!("  <actes:Objet>{}</actes:Objet>\n", escaped(&one_line(&act.object))));
    xml.push_str(&format!(
        "  <actes:ClassificationDateVersion>{classification}</actes:ClassificationDateVersion>\n"
    ));
    xml.push_str(&format!("  <actes:Document>{}</actes:Document>\n", file(own)));
    xml.push_str(&format!("  <actes:Annexes actes:Nombre=\"{}\">\n", annexes.len()));
    for name in annexes {
        xml.push_str(&format!("    <actes:Annexe>{}</actes:Annexe>\n", file(name)));
    }
    xml.push_str("  </actes:Annexes>\n</actes:Acte>\n");
    Some(latin(&xml))
}

fn file(name: &str) -> String {
    format!("<actes:NomFichier>{}</actes:NomFichier>", escaped(name))
}

/// A text between tags or quotes; what XML admits nowhere is left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A text in ISO-8859-1; what it lacks is written by its number.
fn latin(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend(format!("&#{};", u32::from(c)).into_bytes()),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn no_text_makes_a_tag_and_every_byte_is_latin() {
        let act = SentAct {
            object: "« Été » & <b>\n\"œuvre\" d’\u{1}État\u{85} 5 €".to_owned(),
            ..example()
        };
        let names = ["a_1.pdf".to_owned(), "a_2.png".to_owned()];
        let bytes = write(&act, &names).unwrap();
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let object = "<actes:Objet>« Été » &amp; &lt;b&gt; &quot;&#339;uvre&quot; d&#8217; État 5 &#8364;</actes:Objet>";
        assert!(text.contains(object), "{text}");
        assert!(
            text.contains("<actes:CodeMatiere1 actes:CodeMatiere=\"8\"/>\n  <actes:CodeMatiere2"),
            "{text}"
        );
        assert!(text.contains("<actes:Annexes actes:Nombre=\"1\">"), "{text}");
        assert_eq!(bytes.iter().filter(|byte| **byte == 0xc9).count(), 2, "É is one byte");
    }
}
