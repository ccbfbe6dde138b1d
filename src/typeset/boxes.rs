//! Where the texts of a page stand, for the test that no text covers another or leaves its page.

use typst::layout::{Frame, FrameItem, Point, Size, Transform};
use typst::text::TextItem;

/// A run of text and the rectangle that its letters fill, in points from the top left corner of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// Its letters.
    pub text: String,
    /// Left, top, right, bottom.
    pub sides: [f64; 4],
}

/// The texts of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct PageBoxes {
    /// Width of the page, in points.
    pub width: f64,
    /// Height of the page, in points.
    pub height: f64,
    /// The texts that stand upright; a watermark is turned, and lies under them on purpose.
    pub texts: Vec<TextBox>,
}

/// How much of the body of a font letters fill above and below their baseline: less than the line pitch of the
/// tightest text, so that two lines of a paragraph never meet.
const ASCENT: f64 = 0.62;
const DESCENT: f64 = 0.12;

/// The boxes of a page.
pub(super) fn page(frame: &Frame) -> PageBoxes {
    let Size { x, y } = frame.size();
    let mut boxes = PageBoxes { width: x.to_pt(), height: y.to_pt(), texts: Vec::new() };
    add_frame(&mut boxes.texts, frame, Transform::identity());
    boxes
}

fn add_frame(texts: &mut Vec<TextBox>, frame: &Frame, anchor: Transform) {
    for (place, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let here = anchor.pre_concat(Transform::translate(place.x, place.y));
                add_frame(texts, &group.frame, here.pre_concat(group.transform));
            }
            FrameItem::Text(text) => texts.extend(text_box(text, *place, anchor)),
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

fn text_box(text: &TextItem, place: Point, anchor: Transform) -> Option<TextBox> {
    let upright = anchor.kx.is_zero() && anchor.ky.is_zero();
    if !upright || text.text.trim().is_empty() {
        return None;
    }
    let top_left = Point::new(place.x, place.y - text.size * ASCENT).transform(anchor);
    let bottom_right = Point::new(place.x + text.width(), place.y + text.size * DESCENT).transform(anchor);
    let sides = [top_left.x, top_left.y, bottom_right.x, bottom_right.y].map(typst::layout::Abs::to_pt);
    Some(TextBox { text: text.text.to_string(), sides })
}
