//! Plain text of a laid out page, for tests and for searching.

use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::text::TextItem;

/// Reads the texts of a page in the order of the layout: a new line when the baseline moves, a space
/// where a gap separates two texts of one line, such as two cells of a table.
pub(super) fn page(cadre: &Frame) -> String {
    let mut lecture = Lecture::default();
    lecture.cadre(cadre, Transform::identity());
    lecture.texte
}

#[derive(Default)]
struct Lecture {
    texte: String,
    /// End of the last text, on its baseline.
    fin: Option<Point>,
}

impl Lecture {
    fn cadre(&mut self, cadre: &Frame, repere: Transform) {
        for (place, objet) in cadre.items() {
            match objet {
                FrameItem::Group(groupe) => {
                    let ici = repere.pre_concat(Transform::translate(place.x, place.y));
                    self.cadre(&groupe.frame, ici.pre_concat(groupe.transform));
                }
                FrameItem::Text(texte) => self.texte(texte, *place, repere),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn texte(&mut self, texte: &TextItem, place: Point, repere: Transform) {
        let debut = place.transform(repere);
        if let Some(fin) = self.fin {
            // Less than a line: a superscript stays on its own.
            let ligne = texte.size * 0.6;
            let espace = texte.size * 0.1;
            if (debut.y - fin.y).abs() > ligne {
                self.separer('\n');
            } else if debut.x > fin.x + espace || debut.x < fin.x - ligne {
                self.separer(' ');
            }
        }
        self.texte.push_str(&texte.text);
        self.fin = Some((place + Point::with_x(texte.width())).transform(repere));
    }

    fn separer(&mut self, blanc: char) {
        if !self.texte.ends_with(char::is_whitespace) {
            self.texte.push(blanc);
        }
    }
}
