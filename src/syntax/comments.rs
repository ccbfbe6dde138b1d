//! The comments of a YAML text: what follows a `#` outside every scalar.

use super::{Node, NodeKind, Style, line_to_write};
use crate::diagnostic::Diagnostic;
use crate::text::{Sources, Span};

/// How the comments begin by which `calpae new` tells what is to be decided.
pub const TO_DECIDE: &str = "# à décider";

/// The comments of a zone, each from its `#` to the last letter of its line.
pub fn read(sources: &Sources, zone: Span, root: &Node) -> Vec<Span> {
    let text = sources.source(zone.file).text();
    let text = text.get(..zone.end).unwrap_or(text);
    let mut scalars = Vec::new();
    gather(root, text, &mut scalars);
    let mut scalars = scalars.into_iter().peekable();
    let mut comments = Vec::new();
    let mut place = zone.start;
    while let Some(sign) = text.get(place..).and_then(|rest| rest.find('#')).map(|i| place + i) {
        // A scalar that ends before the sign is passed; one that holds it is jumped over.
        while scalars.next_if(|(_, end)| *end <= sign).is_some() {}
        if let Some((start, end)) = scalars.peek()
            && *start <= sign
        {
            place = *end;
            continue;
        }
        let line = text.get(sign..).and_then(|rest| rest.lines().next()).unwrap_or("");
        comments.push(Span { start: sign, end: sign + line.trim_end().len(), ..zone });
        place = sign + line.len();
    }
    comments
}

/// The remark that stands where the value of a key or of an item should be: `engage: #REF!`. What the program itself
/// writes there, `# à décider`, is none.
pub fn in_place_of(sources: &Sources, node: &Node) -> Option<Span> {
    let NodeKind::Null = node.kind else { return None };
    let Span { end, .. } = node.extent;
    let line = sources.source(node.span.file).text().get(end..)?.lines().next()?;
    let comment = line.trim_start();
    let is_remark = comment.starts_with('#') && !comment.starts_with(TO_DECIDE);
    let start = end + line.len() - comment.len();
    is_remark.then(|| Span { start, end: start + comment.trim_end().len(), ..node.span })
}

/// The finding (CLE-003) of such a remark.
pub fn taken_for_a_remark(sources: &Sources, comment: Span) -> Diagnostic {
    Diagnostic::error("CLE-003", comment, "la valeur manque : « # » après une espace ouvre une remarque")
        .help(line_to_write(None, sources.text(comment)))
}

/// The bytes of keys and scalars, in the order written. Those of a block of text start with its second line: its
/// first one may end with a comment.
fn gather(node: &Node, text: &str, scalars: &mut Vec<(usize, usize)>) {
    match &node.kind {
        NodeKind::Null => {}
        NodeKind::Scalar(_) => {
            let Span { start, end, .. } = node.extent;
            let written = text.get(start..end).unwrap_or("");
            match (node.style, written.find('\n')) {
                (Style::Block, Some(length)) => scalars.push((start + length, end)),
                (Style::Block, None) => {}
                (Style::Flow, _) => scalars.push((start, end)),
            }
        }
        NodeKind::List(items) => items.iter().for_each(|item| gather(item, text, scalars)),
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                scalars.push((key.span.start, key.span.end));
                gather(value, text, scalars);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::yaml;
    use crate::text::ProjectPath;

    #[test]
    fn a_sign_inside_a_scalar_opens_no_comment() {
        let text = "# un\na: \"b # non\" # deux\n\"c # non\": 'd # non\n  # non'\ne: | # trois\n  # non\n\n  f # non\n# quatre\ng: [h, # cinq\n  \"i # non\"] # six\nj: k#non  # sept \n";
        let mut sources = Sources::default();
        let file = sources.add(ProjectPath::new("a.yaml").unwrap(), text);
        let zone = Span { file, start: 0, end: text.len() };
        let root = yaml::read(&sources, zone).unwrap();
        let comments: Vec<&str> = read(&sources, zone, &root).into_iter().map(|c| sources.text(c)).collect();
        assert_eq!(comments, ["# un", "# deux", "# trois", "# quatre", "# cinq", "# six", "# sept"]);
    }
}
