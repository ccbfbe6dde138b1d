//! A comparison as a page for a browser: one file, offline, with nothing that runs.

use serde::Serialize;
use serde_json::Value;
use tera::{Context, Tera};

use super::templates::embedded_text;
use crate::diagnostic::visible;

/// The template of the page.
const TEMPLATE: &str = "comparaison.html.tera";

/// A value whose texts name the characters that no reader sees: a direction mark, an escape.
fn shown(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(visible(&text).into_owned()),
        Value::Array(values) => Value::Array(values.into_iter().map(shown).collect()),
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(key, value)| (key, shown(value))).collect())
        }
        other => other,
    }
}

/// The page of a comparison, given under the name « vue ». Every text of it is escaped as HTML.
///
/// # Errors
/// When the template of the program asks for what is not there: a fault of ours.
pub fn page(view: &impl Serialize) -> Result<String, tera::Error> {
    let mut tera = Tera::default();
    tera.autoescape_on([".html.tera"]);
    tera.add_raw_template(TEMPLATE, embedded_text(TEMPLATE).unwrap_or_default())?;
    let mut context = Context::new();
    context.insert("vue", &shown(serde_json::to_value(view).unwrap_or_default()));
    tera.render(TEMPLATE, &context)
}
