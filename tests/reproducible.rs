//! The same sources make the same bytes in any folder, time zone and locale; the tracked `output/` is what `content/`
//! makes.

use crate::common::{Scenario, read_tree, repository};

#[test]
fn two_folders_two_time_zones_two_languages_same_bytes() {
    let one = Scenario::new()
        .repository_project()
        .env("TZ", "Pacific/Auckland")
        .env("LANG", "fr_FR.UTF-8")
        .output();
    let two = Scenario::new().repository_project().env("TZ", "America/Lima").env("LANG", "C").output();
    assert!(one.keys().eq(two.keys()));
    for (name, bytes) in &one {
        assert!(two[name] == *bytes, "{name} diffère");
    }
    assert!(one["2022/convention.pdf"].starts_with(b"%PDF-1."));
}

#[test]
fn the_tracked_output_is_what_the_content_makes() {
    let tracking = read_tree(&repository().join("output"));
    let documents = ["build", "convention", "controle", "rapport"];
    let fresh = Scenario::new().repository_project().args(documents).output();
    assert!(fresh.keys().eq(tracking.keys()), "fichiers : {:?} / {:?}", fresh.keys(), tracking.keys());
    for (name, bytes) in &fresh {
        assert!(
            tracking[name] == *bytes,
            "output/{name} n’est plus à jour : relancer « cargo run -- build convention controle rapport »"
        );
    }
}

#[test]
fn the_invented_departement_builds_without_a_word() {
    let output = Scenario::new().project("val-d-ambre").output();
    assert!(output.contains_key("2024/convention.pdf"));
    assert_eq!(output.keys().filter(|n| n.starts_with("2024/convention/fiche-")).count(), 3);
}
