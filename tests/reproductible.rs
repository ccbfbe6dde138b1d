//! Same sources, same bytes: wherever, whenever, in whatever language; and `output/` is what `content/` makes.

use crate::commun::{Essai, depot, lire_arbre};

#[test]
fn two_folders_two_time_zones_two_languages_same_bytes() {
    let un = Essai::new().projet_du_depot().env("TZ", "Pacific/Auckland").env("LANG", "fr_FR.UTF-8").sortie();
    let deux = Essai::new().projet_du_depot().env("TZ", "America/Lima").env("LANG", "C").sortie();
    assert!(un.keys().eq(deux.keys()));
    for (nom, octets) in &un {
        assert!(deux[nom] == *octets, "{nom} diffère");
    }
    assert!(un["2022/convention.pdf"].starts_with(b"%PDF-1."));
}

#[test]
fn the_tracked_output_is_what_the_content_makes() {
    let suivi = lire_arbre(&depot().join("output"));
    let documents = ["build", "convention", "controle", "rapport"];
    let neuf = Essai::new().projet_du_depot().args(documents).sortie();
    assert!(neuf.keys().eq(suivi.keys()), "fichiers : {:?} / {:?}", neuf.keys(), suivi.keys());
    for (nom, octets) in &neuf {
        assert!(
            suivi[nom] == *octets,
            "output/{nom} n’est plus à jour : relancer « cargo run -- build convention controle rapport »"
        );
    }
}

#[test]
fn the_invented_departement_builds_without_a_word() {
    let sortie = Essai::new().projet("val-d-ambre").sortie();
    assert!(sortie.contains_key("2024/convention.pdf"));
    assert_eq!(sortie.keys().filter(|n| n.starts_with("2024/convention/fiche-")).count(), 3);
}
