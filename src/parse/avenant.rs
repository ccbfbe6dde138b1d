//! `<édition>/avenants/NN/avenant.yaml`.

use super::convention::{dates, visas};
use super::parties;
use super::reader::Reader;
use crate::model::avenant::Avenant;
use crate::model::convention::ActStatus;
use crate::model::edition::in_avenant;
use crate::text::{FileId, Span, Spanned};

/// Reads what an avenant says beside its pages; none when its number or how far it has gone cannot be read.
pub(super) fn read(reader: &mut Reader<'_>, file: FileId) -> Option<Avenant> {
    let source = reader.sources.source(file);
    let (number, _) = in_avenant(source.path().as_str(), reader.images.edition.name())?;
    let folder = source.path().as_str().rsplit('/').nth(1)?.to_owned();
    let zone = Span { file, start: 0, end: source.text().len() };
    let root = reader.tree(zone)?;
    let mut map = reader.map(&root)?;
    let object = reader.spanned_text(&mut map, "objet");
    let states = ActStatus::ALL.map(|etat| (etat.word(), etat));
    let status = reader.require(&mut map, "etat");
    let status = status.and_then(|n| Some(Spanned::new(reader.one_of(n, &states)?, n.span)));
    let dates = map.take("dates").map(|n| dates(reader, n)).unwrap_or_default();
    let effect = map.take("effet").and_then(|n| reader.spanned_day(n));
    let document_date = map.take("date_du_document").and_then(|n| reader.spanned_day(n));
    let receipt_number = map.take("accuse_de_reception").and_then(|n| reader.text(n));
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
        status: status?,
        dates,
        effect,
        document_date,
        receipt_number,
        signature_place,
        visas,
        withdrawn,
        parties,
        fingerprint,
        span: zone,
    })
}
