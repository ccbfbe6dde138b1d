//! Where what a page shows stands, and what it is part of, for the tests that look at pages: no text covers another, is
//! too small, or leaves its page.

use typst::foundations::{Content, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Size, Transform};
use typst::model::{FootnoteElem, HeadingElem, ParElem, TableElem};
use typst::pdf::{ArtifactElem, ArtifactKind};
use typst::text::{SubElem, SuperElem, TextItem};
use typst_layout::Page;

/// A run of text and the rectangle that its letters fill, in points from the top left corner of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBox {
    /// Its letters.
    pub text: String,
    /// Left, top, right, bottom.
    pub sides: [f64; 4],
    /// Body of the font, in points.
    pub size: f64,
    /// What it is part of.
    pub part: Setting,
}

/// What a text is part of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Setting {
    /// Head, foot or background of the page.
    pub is_of_page: bool,
    /// The level of the heading.
    pub heading: Option<usize>,
    /// The rank of the paragraph in the document.
    pub paragraph: Option<usize>,
    /// A table.
    pub is_of_table: bool,
    /// The call of a note, or letters set above or below their line.
    pub is_shifted: bool,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PageBoxes {
    /// Width of the page, in points.
    pub width: f64,
    /// Height of the page, in points.
    pub height: f64,
    /// The texts that stand upright; a watermark is turned, and lies under them on purpose.
    pub texts: Vec<TextBox>,
    /// Left, top, right, bottom of each rule, surface and image that is not of the page itself.
    pub drawn: Vec<[f64; 4]>,
}

/// How much of the body of a font letters fill above and below their baseline: less than the line pitch of the
/// tightest text, so that two lines of a paragraph never meet.
const ASCENT: f64 = 0.62;
const DESCENT: f64 = 0.12;

/// The boxes of the pages of a document.
pub(super) fn pages(pages: &[Page]) -> Vec<PageBoxes> {
    let mut walk = Walk::default();
    pages.iter().map(|page| walk.page(&page.frame)).collect()
}

/// The walk through the pages: an element may begin on one and end on another.
#[derive(Default)]
struct Walk {
    /// The elements that hold what comes next, outermost first.
    open: Vec<(Location, Setting)>,
    paragraphs: usize,
    texts: Vec<TextBox>,
    drawn: Vec<[f64; 4]>,
}

impl Walk {
    fn page(&mut self, frame: &Frame) -> PageBoxes {
        let Size { x, y } = frame.size();
        self.frame(frame, Transform::identity());
        PageBoxes {
            width: x.to_pt(),
            height: y.to_pt(),
            texts: std::mem::take(&mut self.texts),
            drawn: std::mem::take(&mut self.drawn),
        }
    }

    fn frame(&mut self, frame: &Frame, anchor: Transform) {
        for (place, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.group(group, *place, anchor),
                FrameItem::Text(text) => self.text(text, *place, anchor),
                FrameItem::Shape(shape, _) => {
                    let bounds = shape.bbox(false);
                    self.draw([*place + bounds.min, *place + bounds.max], anchor);
                }
                FrameItem::Image(_, size, _) => self.draw([*place, *place + size.to_point()], anchor),
                FrameItem::Tag(Tag::Start(element, _)) => self.begin(element),
                FrameItem::Tag(Tag::End(location, ..)) => {
                    self.open.retain(|(opened, _)| opened != location);
                }
                FrameItem::Link(..) => {}
            }
        }
    }

    fn group(&mut self, group: &GroupItem, place: Point, anchor: Transform) {
        let here = anchor.pre_concat(Transform::translate(place.x, place.y)).pre_concat(group.transform);
        // A note stands in the page and not in the paragraph that goes on around it.
        let kept = group.parent.is_some().then(|| std::mem::take(&mut self.open));
        self.frame(&group.frame, here);
        if let Some(kept) = kept {
            self.open = kept;
        }
    }

    fn begin(&mut self, element: &Content) {
        let mut part = self.part();
        if let Some(artifact) = element.to_packed::<ArtifactElem>() {
            let kind = artifact.kind.get(StyleChain::default());
            part.is_of_page |=
                matches!(kind, ArtifactKind::Header | ArtifactKind::Footer | ArtifactKind::Background);
        } else if let Some(heading) = element.to_packed::<HeadingElem>() {
            part.heading = Some(heading.resolve_level(StyleChain::default()).get());
        } else if element.is::<ParElem>() {
            part.paragraph = Some(self.paragraphs);
            self.paragraphs += 1;
        } else if element.is::<TableElem>() {
            part.is_of_table = true;
        } else if element.is::<SuperElem>() || element.is::<SubElem>() || element.is::<FootnoteElem>() {
            part.is_shifted = true;
        } else {
            return;
        }
        self.open.extend(element.location().map(|location| (location, part)));
    }

    /// What holds the next text.
    fn part(&self) -> Setting {
        self.open.last().map_or_else(Setting::default, |(_, part)| *part)
    }

    fn text(&mut self, text: &TextItem, place: Point, anchor: Transform) {
        let upright = anchor.kx.is_zero() && anchor.ky.is_zero();
        if !upright || text.text.trim().is_empty() {
            return;
        }
        let top_left = Point::new(place.x, place.y - text.size * ASCENT);
        let bottom_right = Point::new(place.x + text.width(), place.y + text.size * DESCENT);
        self.texts.push(TextBox {
            text: text.text.to_string(),
            sides: sides([top_left, bottom_right], anchor),
            size: (text.size * anchor.sy.get()).to_pt(),
            part: self.part(),
        });
    }

    fn draw(&mut self, corners: [Point; 2], anchor: Transform) {
        if !self.part().is_of_page {
            self.drawn.push(sides(corners, anchor));
        }
    }
}

fn sides(corners: [Point; 2], anchor: Transform) -> [f64; 4] {
    let [a, b] = corners.map(|corner| corner.transform(anchor));
    [a.x.min(b.x), a.y.min(b.y), a.x.max(b.x), a.y.max(b.y)].map(Abs::to_pt)
}
