//! A comparison as a page for a browser: one file, offline, with nothing that runs.

use serde::Serialize;
use tera::{Context, Tera};

use super::templates::embedded_text;

/// The template of the page.
const TEMPLATE: &str = "comparaison.html.tera";

/// The page of a comparison, given under the name « vue ». Every text of it is escaped as HTML.
///
/// # Errors
/// When the template of the program asks for what is not there: a fault of ours.
pub fn page(view: &impl Serialize) -> Result<String, tera::Error> {
    let mut tera = Tera::default();
    tera.autoescape_on([".html.tera"]);
    tera.add_raw_template(TEMPLATE, embedded_text(TEMPLATE).unwrap_or_default())?;
    let mut context = Context::new();
    context.insert("vue", view);
    tera.render(TEMPLATE, &context)
}
