//! `<édition>/avenants/NN/avenant.yaml`.

use super::convention::visas;
use super::old_life;
use super::parties;
use super::reader::Reader;
use crate::model::avenant::Avenant;
use crate::model::edition::in_avenant;
use crate::model::life::{ActStatus, Life};
use crate::text::{FileId, Span};

/// Reads what an avenant says beside its pages, given what the page of its life says; none when its number cannot be read.
/// How far it has gone is known with its parties.
pub(super) fn read(reader: &mut Reader<'_>, file: FileId, life: Option<(FileId, Life)>) -> Option<Avenant> {
    let source = reader.sources.source(file);
    let (number, _) = in_avenant(source.path().as_str(), reader.images.edition.name())?;
    let folder = source.path().as_str().rsplit('/').nth(1)?.to_owned();
    let zone = Span { file, start: 0, end: source.text().len() };
    let root = reader.tree(zone)?;
    let mut map = reader.map(&root)?;
    let object = reader.spanned_text(&mut map, "objet");
    let life = old_life::read(reader, &mut map, &root, (file, life));
    let effect = map.take("effet").and_then(|n| reader.spanned_day(n));
    let document_date = map.take("date_du_document").and_then(|n| reader.spanned_day(n));
    let signature_place = reader.spanned_text(&mut map, "lieu_signature");
    let visas = map.take("visas").map(|n| visas(reader, n)).unwrap_or_default();
    let withdrawn = map.take("retire").map(|n| reader.list(n)).unwrap_or_default();
    let withdrawn = withdrawn.iter().filter_map(|n| reader.word(n)).collect();
    let parties = map.take("parties").map(|n| parties::parties(reader, n)).unwrap_or_default();
    let fingerprint = map.take("empreinte").and_then(|n| reader.word(n));
    reader.finish(&map);
    Some(Avenant {
        number,
        folder,
        object,
        status: ActStatus::Draft,
        life,
        effect,
        document_date,
        signature_place,
        visas,
        withdrawn,
        parties,
        fingerprint,
        span: zone,
    })
}
