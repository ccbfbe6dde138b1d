//! Plain text of a laid out page, for tests and for searching.

use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::text::TextItem;

/// Reads the texts of a page in the order of the layout: a new line when the baseline moves, a space
/// where a gap separates two texts of one line, such as two cells of a table.
pub(super) fn page(cadre: &Frame) -> String {
    let mut reading = Parsed::default();
    reading.cadre(cadre, Transform::identity());
    reading.text
}

#[derive(Default)]
struct Parsed {
    text: String,
    /// End of the last text, on its baseline.
    end: Option<Point>,
}

impl Parsed {
    fn cadre(&mut self, cadre: &Frame, anchor: Transform) {
        for (place, object) in cadre.items() {
            match object {
                FrameItem::Group(group) => {
                    let here = anchor.pre_concat(Transform::translate(place.x, place.y));
                    self.cadre(&group.frame, here.pre_concat(group.transform));
                }
                FrameItem::Text(text) => self.text(text, *place, anchor),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn text(&mut self, text: &TextItem, place: Point, anchor: Transform) {
        let start = place.transform(anchor);
        if let Some(end) = self.end {
            // Less than a line: a superscript stays on its own.
            let line = text.size * 0.6;
            let space = text.size * 0.1;
            if (start.y - end.y).abs() > line {
                self.separate('\n');
            } else if start.x > end.x + space || start.x < end.x - line {
                self.separate(' ');
            }
        }
        self.text.push_str(&text.text);
        self.end = Some((place + Point::with_x(text.width())).transform(anchor));
    }

    fn separate(&mut self, blank: char) {
        if !self.text.ends_with(char::is_whitespace) {
            self.text.push(blank);
        }
    }
}
