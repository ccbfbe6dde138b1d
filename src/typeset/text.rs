//! Plain text of a laid-out page, for the tests that read documents back.

use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::text::TextItem;

/// Texts of a page in layout order: a new line when the baseline moves, a space where a gap separates two texts of one
/// line, such as two cells of a table.
pub(super) fn page(frame: &Frame) -> String {
    let mut page = PageText::default();
    page.add_frame(frame, Transform::identity());
    page.text
}

#[derive(Default)]
struct PageText {
    text: String,
    /// Where the last text ends, on its baseline.
    end: Option<Point>,
}

impl PageText {
    fn add_frame(&mut self, frame: &Frame, anchor: Transform) {
        for (place, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    let here = anchor.pre_concat(Transform::translate(place.x, place.y));
                    self.add_frame(&group.frame, here.pre_concat(group.transform));
                }
                FrameItem::Text(text) => self.add_text(text, *place, anchor),
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn add_text(&mut self, text: &TextItem, place: Point, anchor: Transform) {
        let start = place.transform(anchor);
        if let Some(end) = self.end {
            // A superscript moves the baseline by less than that, and stays on its line.
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
