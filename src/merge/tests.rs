use proptest::prelude::*;

use super::*;

const FICHE: &str = include_str!("../../content/2022/fiches/07-premieres-heures.md");
const CONVENTION: &str = include_str!("../../content/2022/convention.yaml");
const CADRE: &str = include_str!("../../content/cadres/calpae-2022.yaml");
const FIGURES: &str = include_str!("../../content/2022/indicateurs.yaml");
const TABLES: &str = include_str!("../../content/2022/fiches/04-accompagnement-differencie.md");
const REPORT: &str = include_str!("../../content/2022/rapports/2022/fiches/11-mobilite.md");

fn merged(kind: SourceKind, base: &str, ours: &str, theirs: &str) -> (String, Vec<String>) {
    let merge = |ours: &str, theirs: &str| {
        merge(Versions { base: base.as_bytes(), ours: ours.as_bytes(), theirs: theirs.as_bytes() }, kind, 7)
    };
    let (one, two) = (merge(ours, theirs), merge(theirs, ours));
    assert_eq!(one.conflicts.is_empty(), two.conflicts.is_empty());
    if one.conflicts.is_empty() {
        assert_eq!(one.bytes, two.bytes, "le côté compte");
    }
    let told = one.conflicts.iter().map(ToString::to_string).collect();
    (String::from_utf8(one.bytes).unwrap(), told)
}

fn yaml(base: &str, ours: &str, theirs: &str) -> String {
    let (text, conflicts) = merged(SourceKind::Yaml, base, ours, theirs);
    assert_eq!(conflicts, Vec::<String>::new(), "{text}");
    text
}

fn page(base: &str, ours: &str, theirs: &str) -> String {
    let (text, conflicts) = merged(SourceKind::Page, base, ours, theirs);
    assert_eq!(conflicts, Vec::<String>::new(), "{text}");
    text
}

#[test]
fn each_file_of_the_demonstration_is_cut_without_a_byte_lost() {
    for (kind, text) in [
        (SourceKind::Page, FICHE),
        (SourceKind::Yaml, CONVENTION),
        (SourceKind::Yaml, CADRE),
        (SourceKind::Yaml, FIGURES),
        (SourceKind::Page, REPORT),
        (SourceKind::Page, TABLES),
    ] {
        let all = fields(kind, text).unwrap();
        assert!(all.len() > 10, "{}", all.len());
        for field in all {
            assert!(text.get(field.place.clone()).is_some_and(|written| !written.is_empty()), "{field:?}");
        }
    }
}

#[test]
fn two_fields_of_one_line_merge() {
    let base = "financements:\n  - { financeur: etat, montant: 12 000 € } # voté\n";
    let text = yaml(
        base,
        &base.replace("12 000", "15 000"),
        &base.replace("etat,", "etat, libelle: Part de l’État,"),
    );
    assert_eq!(
        text,
        "financements:\n  - { financeur: etat, libelle: Part de l’État, montant: 15 000 € } # voté\n"
    );
}

#[test]
fn adjacent_lines_merge() {
    let base = "a: 1\nb: 2\nc: 3\n";
    assert_eq!(yaml(base, "a: 1\nb: 20\nc: 3\n", "a: 1\nb: 2\nc: 30\n"), "a: 1\nb: 20\nc: 30\n");
    assert_eq!(yaml(base, "a: 1\nc: 3\n", "a: 10\nb: 2\nc: 30\n"), "a: 10\nc: 30\n");
}

#[test]
fn a_row_that_each_adds_stays() {
    let base = "charges:\n  - { libelle: Achats, montant: 1 € }\n  - { libelle: Salaires, montant: 2 € }\n";
    let (ours, theirs) = (
        format!("{base}  - {{ libelle: Taxes, montant: 3 € }}\n"),
        format!("{base}  - {{ libelle: Services, montant: 4 € }}\n"),
    );
    let wanted =
        format!("{base}  - {{ libelle: Services, montant: 4 € }}\n  - {{ libelle: Taxes, montant: 3 € }}\n");
    assert_eq!(yaml(base, &ours, &theirs), wanted);
    assert_eq!(yaml("a: [x, y]\n", "a: [x, y, z]\n", "a: [x, y, t]\n"), "a: [x, y, t, z]\n");
    assert_eq!(yaml("a: [x, y]\n", "a: [x]\n", "a: [x, y, t]\n"), "a: [x, t]\n");
    assert_eq!(yaml("a: []\n", "a: [x]\n", "a: [t]\n"), "a: [t, x]\n");
    assert_eq!(yaml("a:\n  - x", "a:\n  - x\n  - y", "a:\n  - x\n  - t"), "a:\n  - x\n  - t\n  - y");
}

const ROWS: &str = "\
tableaux:
  - id: sites
    lignes: |
      Chelles | 120 | 35 423,15 €
      ^       | 60  | 1 000 €
      Lagny   | 80  | 2 000 €
      Meaux   | 80  | 3 000 €
  - id: autres
    lignes: |
      A | 1
";

#[test]
fn the_rows_of_a_text_merge_cell_by_cell() {
    let swap = |from: &str, to: &str| ROWS.replace(from, to);
    // Two cells of one row, two rows that touch, a row that goes and one that comes.
    let text = yaml(ROWS, &swap("Lagny   | 80 ", "Lagny   | 85 "), &swap("2 000", "2 500"));
    assert!(text.contains("Lagny   | 85  | 2 500 €\n"), "{text}");
    let text = yaml(ROWS, &swap("2 000", "2 500"), &swap("3 000", "3 500"));
    assert!(text.contains("2 500 €\n      Meaux   | 80  | 3 500 €\n  - id"), "{text}");
    let added = swap("  - id: autres", "      Melun   | 40  | 9 €\n  - id: autres");
    let text = yaml(ROWS, &swap("      Lagny   | 80  | 2 000 €\n", ""), &added);
    assert!(
        text.contains("1 000 €\n      Meaux   | 80  | 3 000 €\n      Melun   | 40  | 9 €\n  - id"),
        "{text}"
    );
    // One aligns the columns again, the other writes in one.
    let wide = swap("Lagny   |", "Lagny              |").replace("Meaux   |", "Meaux              |");
    let text = yaml(ROWS, &wide, &swap("3 000", "3 500"));
    assert!(text.contains("Meaux              | 80  | 3 500 €"), "{text}");
}

#[test]
fn a_clash_of_a_row_of_text_is_told_by_its_row() {
    let (ours, theirs) = (ROWS.replace("1 000", "1 100"), ROWS.replace("1 000", "1 200"));
    let (text, told) = merged(SourceKind::Yaml, ROWS, &ours, &theirs);
    assert_eq!(
        told,
        ["tableaux › sites › lignes › ligne « Chelles, 60 » : 1 100 € ici, 1 200 € là, 1 000 € à l’origine"]
    );
    assert!(text.contains("<<<<<<<"));
}

#[test]
fn no_row_comes_between_another_and_the_one_that_repeats_its_cells() {
    let after = |row: &str| ROWS.replace("      Lagny", &format!("      {row}\n      Lagny"));
    let (ours, theirs) = (after("^       | 30  | 10 €"), after("Avon    | 10  | 20 €"));
    assert_eq!(merged(SourceKind::Yaml, ROWS, &ours, &theirs).1.len(), 1);
    let text = yaml(ROWS, &after("Bray    | 30  | 10 €"), &theirs);
    assert!(text.contains("      Avon    | 10  | 20 €\n      Bray    | 30  | 10 €\n      Lagny"), "{text}");
}

#[test]
fn the_form_of_one_side_and_the_words_of_the_other_merge() {
    let base = "financements:\n  - { financeur: etat, montant: 12 000 € }\n  - { financeur: departement, montant: 5 € }\n";
    let ours = "financements:\n  - financeur: etat\n    montant: \"12 000 €\"\n  - financeur: departement\n    montant: 5 €\n";
    let theirs = base.replace("12 000", "15 000");
    let text = yaml(base, ours, &theirs);
    assert_eq!(
        text,
        "financements:\n  - financeur: etat\n    montant: 15 000 €\n  - financeur: departement\n    montant: 5 €\n"
    );
    // Moved keys.
    assert_eq!(yaml("a: 1\nb: 2\nc: 3\n", "c: 3\na: 1\nb: 2\n", "a: 1\nb: 5\nc: 3\n"), "c: 3\na: 1\nb: 5\n");
    // A file saved by Windows.
    let windows = base.replace('\n', "\r\n");
    let text = yaml(base, &format!("\u{feff}{windows}"), &theirs);
    assert_eq!(text, format!("\u{feff}{}", theirs.replace('\n', "\r\n")));
    // Lines that end in two ways.
    assert_eq!(
        yaml("a: 1\r\nb: 2\nc: 3\n", "a: 5\r\nb: 2\nc: 3\n", "a: 1\r\nb: 2\nc: 4\n"),
        "a: 5\r\nb: 2\nc: 4\n"
    );
}

#[test]
fn comments_and_blank_lines_stay() {
    let base = "# tête\na: 1\n\n# b est voté\nb: 2 # à revoir\n# fin\n";
    let text = yaml(
        base,
        &base.replace("b: 2", "b: 3"),
        &base.replace("à revoir", "revu").replace("# fin", "# fin\nc: 4"),
    );
    assert_eq!(text, "# tête\na: 1\n\n# b est voté\nb: 3 # revu\n# fin\nc: 4\n");
    // A comment on a line that the other removes is not lost without a word.
    let (text, conflicts) = merged(SourceKind::Yaml, "a: 1\nb: 2\n", "a: 1\nb: 2 # promis\n", "a: 1\n");
    assert_eq!(conflicts.len(), 1, "{text}");
}

#[test]
fn a_conflict_is_told_by_field() {
    let base = "financements:\n  - { financeur: etat, montant: 400 000 € }\n  - { financeur: departement, montant: 1 € }\n";
    let (text, told) =
        merged(SourceKind::Yaml, base, &base.replace("400", "415"), &base.replace("400", "420"));
    assert_eq!(told, ["financements › etat › montant : 415 000 € ici, 420 000 € là, 400 000 € à l’origine"]);
    assert_eq!(
        text,
        "financements:\n<<<<<<< la nôtre\n  - { financeur: etat, montant: 415 000 € }\n=======\n  - { financeur: etat, montant: 420 000 € }\n>>>>>>> la leur\n  - { financeur: departement, montant: 1 € }\n"
    );
    let (_, told) = merged(
        SourceKind::Yaml,
        base,
        &base.replace("400", "415"),
        "financements:\n  - { financeur: departement, montant: 1 € }\n",
    );
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("retiré là"), "{told:?}");
}

#[test]
fn prose_merges_by_sentence() {
    let base = "---\na: 1\n---\n\n## I. Contexte\n\nUn premier point. Un deuxième point.\nUn troisième point.\n\nAutre paragraphe.\n";
    let ours = base.replace("premier", "tout premier").replace("Autre", "Un autre");
    let theirs = base.replace("Un troisième", "Le troisième").replace("a: 1", "a: 2");
    let wanted = ours.replace("Un troisième", "Le troisième").replace("a: 1", "a: 2");
    assert_eq!(page(base, &ours, &theirs), wanted);
    // Rewrapped by one, edited by the other.
    let rewrapped = base.replace("Un premier point. Un deuxième", "Un premier\npoint. Un deuxième");
    let text = page(base, &rewrapped, &base.replace("deuxième", "second"));
    assert_eq!(text, rewrapped.replace("deuxième", "second"));
    // Two sentences at one place: their order is for a person to say.
    let at = |more: &str| base.replace("deuxième point.", &format!("deuxième point. {more}"));
    let (_, told) = merged(SourceKind::Page, base, &at("L’un parle."), &at("L’autre répond."));
    assert_eq!(told, ["I. Contexte › paragraphe 1 : L’un parle. ici, L’autre répond. là, rien à l’origine"]);
}

#[test]
fn cells_and_items_merge() {
    let base = "## T\n\n| Action | Coût |\n|---|---|\n| Crèche | 12 |\n| Mobilité | 14 |\n\n- un point\n- deux points\n";
    let text = page(
        base,
        &base.replace("| 12 |", "| 15 |").replace("un point", "un point précis"),
        &base.replace("Crèche", "Crèches").replace("deux points", "deux points ;"),
    );
    assert_eq!(
        text,
        base.replace("| Crèche | 12 |", "| Crèches | 15 |")
            .replace("un point", "un point précis")
            .replace("deux points", "deux points ;")
    );
}

#[test]
fn a_long_value_merges_by_sentence() {
    let base = "mention: >-\n  Une première phrase. Une seconde\n  phrase.\nautre: 1\n";
    let text = yaml(base, &base.replace("première", "belle"), &base.replace("seconde", "autre"));
    assert_eq!(text, base.replace("première", "belle").replace("seconde", "autre"));
}

#[test]
fn what_cannot_be_read_merges_by_lines() {
    let base = "a: [1\nb: 2\nc: 3\nd: 4\n";
    let (text, told) = merged(SourceKind::Yaml, base, &base.replace('2', "5"), &base.replace('4', "6"));
    assert_eq!((text.as_str(), told.len()), ("a: [1\nb: 5\nc: 3\nd: 6\n", 0));
    let bytes = |text: &str| [b"\xe9\xff ", text.as_bytes()].concat();
    let (base, ours, theirs) = (bytes("a\nb\nc\n"), bytes("a\nb\nd\n"), bytes("e\nb\nc\n"));
    let merged = merge(Versions { base: &base, ours: &ours, theirs: &theirs }, SourceKind::Page, 7);
    assert_eq!(merged.bytes, bytes("e\nb\nd\n"));
}

#[test]
fn large_files_merge_in_time() {
    let rows = |amount: &str, more: &str| -> String {
        let row = |n: usize| format!("  - {{ libelle: poste {n}, montant: {amount} €, note: {more} }}\n");
        format!("charges:\n{}", (0..2_000).map(row).collect::<String>())
    };
    assert_eq!(yaml(&rows("1", "a"), &rows("2", "a"), &rows("1", "b")), rows("2", "b"));
    let (_, told) = merged(SourceKind::Yaml, &rows("1", "a"), &rows("2", "a"), &rows("3", "a"));
    assert_eq!(told.len(), 2_000);
    let text = |first: &str, last: &str| -> String {
        (0..5_000).map(|n| format!("Phrase {n} {first}. Autre phrase {n} {last}.\n\n")).collect()
    };
    assert_eq!(page(&text("a", "b"), &text("c", "b"), &text("a", "d")), text("c", "d"));
    let other = |side: &str| (0..5_000).map(|n| format!("{side}{n}\n\n")).collect::<String>();
    assert!(!merged(SourceKind::Page, &other("a"), &other("b"), &other("c")).1.is_empty());
}

#[test]
fn twins_are_known_by_what_they_say_when_one_is_renamed() {
    let twins = |first: &str, day: &str| {
        format!(
            "echeances:\n  - objet: {first}\n    jour: {day}\n    pour: le bilan de mars\n  - objet: rapport\n    jour: 30 juin\n    pour: les comptes de juin\n"
        )
    };
    let base = twins("rapport", "31 mars");
    assert_eq!(
        yaml(&base, &twins("synthèse", "31 mars"), &twins("rapport", "15 avril")),
        twins("synthèse", "15 avril")
    );
    // One of them goes, and the other is edited.
    let alone = "echeances:\n  - objet: rapport\n    jour: 30 juin\n    pour: les comptes de juin\n";
    let edited = base.replace("30 juin", "29 juin");
    assert_eq!(yaml(&base, alone, &edited), alone.replace("30 juin", "29 juin"));
}

/// A file, and texts put in the place of some of its fields.
fn edited(text: &str, fields: &[Field], edits: &[(usize, &str)]) -> String {
    let mut text = text.to_owned();
    let mut edits: Vec<_> = edits.to_vec();
    edits.sort();
    for (rank, more) in edits.into_iter().rev() {
        let place = fields[rank].place.clone();
        let written = text.get(place.clone()).unwrap();
        // Inside quotes and before the sign that ends a sentence.
        let end = written.trim_end_matches(['"', '\'', '.', '!', '?', ';', '…']).len();
        text.insert_str(place.start + end, more);
    }
    text
}

fn is_plain(text: &str, field: &Field) -> bool {
    let written = text.get(field.place.clone()).unwrap_or("");
    !written.starts_with(['|', '>', '[', '{', '#', '~', '`']) && written.chars().any(char::is_alphanumeric)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Whatever the fields that each edits, provided that they are not the same, both edits are there and nothing else.
    #[test]
    fn edits_of_different_fields_are_both_kept(
        file in 0_usize..6,
        ranks in prop::collection::vec((0_usize..10_000, any::<bool>()), 2..6),
    ) {
        let (kind, base) = [
            (SourceKind::Page, FICHE), (SourceKind::Yaml, CONVENTION), (SourceKind::Yaml, CADRE),
            (SourceKind::Yaml, FIGURES), (SourceKind::Page, REPORT), (SourceKind::Page, TABLES),
        ][file];
        let fields: Vec<Field> =
            fields(kind, base).unwrap().into_iter().filter(|field| is_plain(base, field)).collect();
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (rank, is_ours) in ranks {
            let rank = rank % fields.len();
            if seen.insert(rank) {
                if is_ours { ours.push((rank, "xyz")) } else { theirs.push((rank, "uvw")) }
            }
        }
        let all = [ours.clone(), theirs.clone()].concat();
        let (one, two) = (edited(base, &fields, &ours), edited(base, &fields, &theirs));
        let (text, told) = merged(kind, base, &one, &two);
        prop_assert!(told.is_empty(), "{:?}", told);
        prop_assert_eq!(text, edited(base, &fields, &all));
    }

    /// Any text: no panic, the same whatever the side, and one side alone is that side.
    #[test]
    fn any_text_merges(
        base in "([a-c]: |- |[xy]\n|\n|  |#|[{\\[\\]},\"|>.]| |\r\n){0,20}",
        ours in "([a-c]: |- |[xy]\n|\n|  |#|[{\\[\\]},\"|>.]| |\r\n){0,20}",
        theirs in "([a-c]: |- |[xy]\n|\n|  |#|[{\\[\\]},\"|>.]| |\r\n){0,20}",
        is_page in any::<bool>(),
    ) {
        let kind = if is_page { SourceKind::Page } else { SourceKind::Yaml };
        merged(kind, &base, &ours, &theirs);
        prop_assert_eq!(merged(kind, &base, &ours, &base).0, ours.clone());
        prop_assert_eq!(merged(kind, &base, &base, &ours).0, ours.clone());
        prop_assert_eq!(merged(kind, &base, &ours, &ours).0, ours);
    }

    /// Lines of YAML moved, removed, added and edited at random: each key that a side added or changed is in the result,
    /// or a conflict says so.
    #[test]
    fn nothing_that_a_side_wrote_is_lost(
        ours in prop::collection::vec((0_usize..8, 0_u8..4), 1..5),
        theirs in prop::collection::vec((0_usize..8, 0_u8..4), 1..5),
        form in 0_usize..3,
    ) {
        let line = |name: usize, value: &str| match form {
            0 => format!("- {{ libelle: poste {name}, montant: {value} € }}\n"),
            1 => format!("cle{name}: {value}\n"),
            _ => format!("  poste {name} | montant: {value} | €\n"),
        };
        let head = if form == 2 { "lignes: |\n" } else { "" };
        let base: Vec<String> = (0..8).map(|n| line(n, "1")).collect();
        let apply = |edits: &[(usize, u8)], side: usize| {
            let mut lines = base.clone();
            let mut written = Vec::new();
            for (at, what) in edits {
                let at = at % lines.len();
                match what {
                    0 => { lines.remove(at); }
                    1 => { let added = line(100 * side + written.len(), "7"); written.push(added.clone()); lines.insert(at, added); }
                    2 => {
                        let edited = lines[at].replace(": 1", &format!(": {side}1"));
                        if edited != lines[at] { written.push(edited.clone()); }
                        lines[at] = edited;
                    }
                    _ => { let moved = lines.remove(at); lines.push(moved); }
                }
            }
            written.retain(|line| lines.contains(line));
            (format!("{head}{}", lines.concat()), written)
        };
        let ((one, own_lines), (two, other_lines)) = (apply(&ours, 1), apply(&theirs, 2));
        let (text, _) = merged(SourceKind::Yaml, &format!("{head}{}", base.concat()), &one, &two);
        for line in own_lines.iter().chain(&other_lines) {
            prop_assert!(text.contains(line.as_str()), "{} dans\n{}", line, text);
        }
    }
}
