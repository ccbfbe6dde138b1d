//! Who signs: any number of parties and of signatories, of any collectivité, in the act or beside it.

use crate::common::{Outcome, Scenario, read_tree};

const ORGANISATION: &str = "content/organisation.yaml";
const CONVENTION: &str = "content/2024/convention.yaml";

const METROPOLE: &str = "collectivite: { nature: métropole, nom: Métropole de Vauvert, de: de la Métropole de Vauvert, code: \"97\", siren: \"229700018\" }\n";

const ETAT: &str = "
  - id: etat
    role: etat
    nom: L'État
    designation: l'État
    signataires:
      - { nom: Solange Aubépin, qualite: Préfète de la région Vaunoise, bloc: [La Préfète de région] }
      - { nom: Firmin Gaspard, qualite: Préfet de Rive-Claire, bloc: [Le Préfet, de Rive-Claire] }";
const OF_METROPOLE: &str = "
  - id: metropole
    role: collectivite
    nom: La Métropole de Vauvert
    designation: la Métropole
    signataires: [{ nom: Anselme Corvée, qualite: Président de la Métropole de Vauvert }]";
const AGENCY: &str = "
  - id: ars
    role: tiers
    nom: Agence régionale de santé Vaunoise
    designation: l'ARS
    signataires:
      - { nom: Hermance Delatour, qualite: Directrice générale }";

fn minimal() -> Scenario {
    Scenario::new().project("minimal")
}

/// The small project, of a métropole, with parties in the act.
fn of_metropole(parties: &[&str]) -> Scenario {
    let parties = format!("parties:{}\n", parties.concat());
    minimal().write(ORGANISATION, METROPOLE).add(CONVENTION, &parties)
}

/// The findings, a line each, without identifiers; the matrix of the small project stops before its year.
fn told(scenario: Scenario) -> Vec<String> {
    let Outcome { stdout, stderr, .. } = scenario.args(["check", "--format", "short"]).run();
    assert_eq!(stderr, "");
    stdout.lines().filter(|line| !line.contains("IND-037")).map(str::to_owned).collect()
}

/// The main file of the convention.
fn typst(scenario: Scenario) -> String {
    let scenario = scenario.args(["build", "convention", "--format", "typ"]);
    let outcome = scenario.run();
    assert_eq!(outcome.code, 0, "{outcome}");
    let files = read_tree(&scenario.path("output"));
    let main = files.iter().find(|(name, _)| name.ends_with("convention.typ")).unwrap();
    String::from_utf8_lossy(main.1).replace(['\u{a0}', '\u{202f}'], " ").replace('\\', "")
}

#[test]
fn three_parties_and_two_prefets_are_all_named_and_all_sign() {
    let project = || of_metropole(&[ETAT, OF_METROPOLE, AGENCY]);
    assert_eq!(told(project()), [] as [&str; 0]);
    let text = typst(project());
    for party in [
        "[#strong[L’État], représenté par Solange Aubépin, Préfète de la région Vaunoise, et par Firmin Gaspard, Préfet de Rive-Claire, désigné ci-après par « l’État »,],",
        "[#strong[La Métropole de Vauvert], représentée par Anselme Corvée, Président de la Métropole de Vauvert, désignée ci-après par « la Métropole »,],",
        "[#strong[L’Agence régionale de santé Vaunoise], représentée par Hermance Delatour, Directrice générale, désignée ci-après par « l’ARS »,],",
        "(etiquette: [La Métropole de Vauvert], texte: [représentée par Anselme Corvée, Président de la Métropole de Vauvert]),",
        "(lignes: ([La Préfète de région],), nom: [Solange Aubépin]),",
        // Without a block, the title.
        "(lignes: ([Directrice générale],), nom: [Hermance Delatour]),",
    ] {
        assert!(text.contains(party), "{party}\n{text}");
    }
    assert!(!text.contains("d’une part"), "{text}");
    // In the order of the cover.
    let order = ["La Préfète de région", "Le Préfet", "Président de la Métropole", "Directrice générale"];
    let places = order.map(|line| text.rfind(&format!("(lignes: ([{line}")).unwrap());
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn two_parties_are_one_and_the_other() {
    let text = typst(of_metropole(&[ETAT, OF_METROPOLE]));
    assert!(text.contains("« l’État », d’une part,],"), "{text}");
    assert!(text.contains("« la Métropole », d’autre part,],"), "{text}");
    let feminine = OF_METROPOLE.replace("Président de", "Présidente de").replace("Anselme", "Anne");
    let text = typst(of_metropole(&[ETAT, &feminine]));
    assert!(text.contains("représentée par Anne Corvée, Présidente de la Métropole"), "{text}");
}

#[test]
fn what_qualifies_a_party_agrees_with_it() {
    for (name, keys, agreed) in [
        ("Les Départements du Nord et du Pas-de-Calais", "", "représentés par"),
        ("Les Villes de Lens et de Liévin", "", "représentées par"),
        ("Grenoble-Alpes Métropole", "", "représentée par"),
        ("France Travail", "", "représenté(e) par"),
        ("France Travail", "    genre: m\n", "représenté par"),
        ("Dijon", "    genre: f\n    nombre: pluriel\n", "représentées par"),
        ("Le Conseil", "    genre: féminin\n", "représentée par"),
    ] {
        let party = AGENCY.replace("Agence régionale de santé Vaunoise\n", &format!("{name}\n{keys}"));
        let text = typst(of_metropole(&[ETAT, OF_METROPOLE, &party]));
        let name = name.replace('\'', "’");
        assert!(text.contains(&format!("[#strong[{name}], {agreed} ")), "{name} {keys} {text}");
    }
}

#[test]
fn a_gender_that_cannot_be_known_is_asked() {
    let party = AGENCY.replace("Agence régionale de santé Vaunoise", "France Travail");
    let told = told(of_metropole(&[ETAT, OF_METROPOLE, &party]));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("conseil IDE-019"), "{told:?}");
    assert!(told[0].contains("« France Travail » est d’un genre que son nom ne dit pas"), "{told:?}");
}

#[test]
fn the_two_groups_of_keys_are_read_as_ever() {
    let text = typst(minimal());
    assert!(text.contains("[#strong[L’État], représenté par Solange Aubépin, Préfète de Rive-Claire, désigné ci-après par « la Préfète », d’une part,],"), "{text}");
    assert!(
        text.contains("(lignes: ([Le Président],[du Conseil départemental],), nom: [Anselme Corvée]),"),
        "{text}"
    );
    // A name whose gender is not known was printed in the masculine, and is.
    let unknown = minimal().replace(ORGANISATION, "nom: Le Département de Rive-Claire", "nom: Rive-Claire");
    assert!(typst(unknown).contains("[#strong[Rive-Claire], représenté par"));
    let feminine = minimal().replace(
        ORGANISATION,
        "nom: Le Département de Rive-Claire",
        "nom: La Métropole de Rive-Claire",
    );
    assert!(typst(feminine).contains("[#strong[La Métropole de Rive-Claire], représentée par"));
}

#[test]
fn the_parties_of_the_act_stand_before_those_of_all_the_acts() {
    let shared = minimal().read(ORGANISATION);
    let own = format!("parties:{}\n", [ETAT, OF_METROPOLE].concat());
    let text = typst(minimal().add(CONVENTION, &own));
    assert!(text.contains("Firmin Gaspard") && !text.contains("Conseil départemental"), "{text}");
    // Either shape in either file.
    let groups = shared.split_once("parties:").unwrap().1;
    let in_act = of_metropole(&[]).replace(CONVENTION, "parties:\n", &format!("parties:{groups}"));
    assert!(typst(in_act).contains("Préfète de Rive-Claire"));
    let listed = minimal().write(ORGANISATION, &format!("{METROPOLE}{own}"));
    assert!(typst(listed).contains("Firmin Gaspard"));
    // And one of them at least.
    let none = told(minimal().write(ORGANISATION, METROPOLE));
    assert!(none[0].contains("CLE-002") && none[0].contains("la clé « parties » manque"), "{none:?}");
}

#[test]
fn each_wrong_party_is_told() {
    for (parties, from, to, told_so) in [
        (
            AGENCY,
            "    signataires:\n      - { nom: Hermance Delatour, qualite: Directrice générale }",
            "",
            "CLE-002|la clé « signataires » manque",
        ),
        (
            AGENCY,
            "\n      - { nom: Hermance Delatour, qualite: Directrice générale }",
            " []",
            "CLE-005|personne ne signe pour cette partie",
        ),
        (
            AGENCY,
            "\n      - { nom: Hermance Delatour, qualite: Directrice générale }",
            "",
            "CLE-005|personne ne signe pour cette partie",
        ),
        (
            AGENCY,
            "\n      - { nom: Hermance Delatour, qualite: Directrice générale }",
            " Hermance Delatour",
            "CLE-003|il faut ici une liste",
        ),
        (
            AGENCY,
            "{ nom: Hermance Delatour, qualite: Directrice générale }",
            "Hermance Delatour",
            "CLE-003|il faut ici des clés",
        ),
        (AGENCY, "role: tiers", "role: partenaire", "VAL-007|« partenaire » n’est pas un mot attendu ici"),
        (AGENCY, "    role: tiers\n", "", "CLE-002|la clé « role » manque"),
        (AGENCY, "id: ars", "id: etat", "REF-003|la partie « etat »"),
        (
            AGENCY,
            "designation: l'ARS",
            "genre: neutre\n    designation: l'ARS",
            "VAL-007|« neutre » n’est pas un mot attendu ici",
        ),
        (AGENCY, ", qualite: Directrice générale", "", "CLE-002|la clé « qualite » manque"),
        (
            AGENCY,
            "    role: tiers\n",
            "    role: tiers\n    representant: Zoé\n",
            "CLE-001|la clé « representant » est inconnue ici",
        ),
    ] {
        assert!(parties.contains(from), "{from}");
        let said = told(of_metropole(&[ETAT, OF_METROPOLE, &parties.replace(from, to)]));
        let (code, words) = told_so.split_once('|').unwrap();
        assert!(said.iter().any(|line| line.contains(code) && line.contains(words)), "{told_so}\n{said:#?}");
    }
}

const DRAWING: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M1 1h7v7z\"/></svg>";

/// The métropole and the agency, the second with a mark.
fn with_mark(mark: &str) -> Scenario {
    let marked = AGENCY.replace("role: tiers\n", &format!("role: tiers\n    marque: {mark}\n"));
    assert!(marked.contains("marque"));
    of_metropole(&[ETAT, OF_METROPOLE, &marked]).write("content/2024/images/sante.svg", DRAWING)
}

#[test]
fn the_title_page_shows_the_marks_of_the_parties() {
    let mark = "{ fichier: images/sante.svg, alternative: \"Une équerre, marque de l'agence\" }";
    assert_eq!(told(with_mark(mark)), [] as [String; 0]);
    let text = typst(with_mark(mark));
    let image = "image(\"images/sante.svg\", alt: \"Une équerre, marque de l'agence\")";
    assert_eq!(text.matches(image).count(), 1, "{text}");
    // In the order of the parties.
    let marks = text.split("marques: (").nth(1).and_then(|rest| rest.split("\n  ),").next()).unwrap();
    assert_eq!(marks.split_whitespace().take(2).collect::<Vec<_>>(), ["none,", "none,"], "{marks}");
    assert!(!typst(of_metropole(&[ETAT, OF_METROPOLE, AGENCY])).contains("image("));
}

#[test]
fn each_wrong_mark_is_told() {
    for (mark, told_so) in [
        ("{ fichier: images/sante.svg }", "CLE-002|la clé « alternative » manque"),
        ("{ alternative: Une équerre noire }", "CLE-002|la clé « fichier » manque"),
        ("images/sante.svg", "CLE-003|il faut ici des clés"),
        (
            "{ fichier: images/sant.svg, alternative: Une équerre noire }",
            "MD-002|l’image « images/sant.svg » n’existe pas",
        ),
        ("{ fichier: ../../../sante.svg, alternative: Une équerre noire }", "MD-002|"),
        (
            "{ fichier: images/sante.svg, alternative: logo }",
            "DOC-003|« logo » ne dit pas ce que l’image montre",
        ),
        (
            "{ fichier: images/sante.svg, alternative: Une équerre noire, titre: Agence }",
            "CLE-001|la clé « titre »",
        ),
    ] {
        let said = told(with_mark(mark));
        let (code, words) = told_so.split_once('|').unwrap();
        assert!(said.iter().any(|line| line.contains(code) && line.contains(words)), "{told_so}\n{said:#?}");
    }
}

#[test]
fn a_list_without_a_party_and_two_keys_for_one_thing_are_told() {
    let empty = told(of_metropole(&[" []"]));
    assert!(empty[0].contains("CLE-005") && empty[0].contains("la liste des parties est vide"), "{empty:?}");
    let both = told(of_metropole(&[ETAT, OF_METROPOLE]).write(
        ORGANISATION,
        &format!(
            "{METROPOLE}departement: {{ nom: Rive-Claire, de: de Rive-Claire, code: \"97\", siren: \"229700018\" }}\n"
        ),
    ));
    assert!(both[0].contains("CLE-005") && both[0].contains("disent la même chose"), "{both:?}");
    let kind = |from: &str, to: &str| {
        told(of_metropole(&[ETAT, OF_METROPOLE]).write(ORGANISATION, &METROPOLE.replace(from, to)))
    };
    let unknown_word = kind("nature: métropole", "nature: banane");
    assert!(
        unknown_word[0].contains("VAL-007") && unknown_word[0].contains("« banane »"),
        "{unknown_word:?}"
    );
    // The name may say it.
    assert_eq!(kind("nature: métropole, ", ""), [] as [&str; 0]);
    let unknown = kind("nature: métropole, nom: Métropole de", "nom: Grand");
    assert!(unknown[0].contains("la clé « nature » manque"), "{unknown:?}");
}

#[test]
fn a_party_that_pays_and_does_not_sign_is_told() {
    let alone = told(of_metropole(&[ETAT]));
    assert!(alone.len() == 1 && alone[0].contains("l’acte n’a qu’une partie, « L'État »"), "{alone:?}");
    let third = OF_METROPOLE.replace("role: collectivite", "role: tiers");
    let told = told(of_metropole(&[ETAT, &third]));
    assert!(told.len() == 1 && told[0].contains("IDE-018"), "{told:?}");
    assert!(told[0].contains("« Département » paie au titre du rôle « collectivite »"), "{told:?}");
}

const MANY_PARTIES: &str = "parties:
  - id: etat
    nom: L'État
    designation: l'État
    signataires:
      - { nom: Aurélienne Castelnoir, qualite: Préfète de la région des Causses, bloc: La Préfète de région }
      - { nom: Firmin Gaspard, qualite: Préfet de la Haute-Vaunoise, bloc: [Le Préfet, de la Haute-Vaunoise] }
  - id: departement
    nom: Le Département de la Haute-Vaunoise
    designation: le Département
    signataires: { nom: Barnabé Ostrevent, qualite: Président du Conseil départemental de la Haute-Vaunoise }
  - id: lozere
    role: collectivite
    nom: Le Département de la Lozère
    designation: la Lozère
    signataires:
      - nom: Noémie Tressanges
        qualite: Présidente du Conseil départemental de la Lozère
        bloc: [La Présidente, du Conseil départemental de la Lozère]
  - id: ars
    role: tiers
    nom: L'Agence régionale de santé
    designation: l'Agence
    signataires: [{ nom: Hermance Delatour, qualite: Directrice générale }]
";

#[test]
fn many_parties_of_two_departements_are_clean() {
    let project = Scenario::new()
        .project("temoin")
        .add(CONVENTION, MANY_PARTIES)
        .replace(
            "content/2024/articles/04-duree.md",
            "Chacune des parties peut y mettre fin",
            "Le Préfet et la Préfète en sont informés, comme le Président du Conseil départemental et la Présidente du Conseil départemental de la Lozère. Le préfet de la Lozère aussi. Chacune des parties peut y mettre fin",
        );
    let Outcome { stdout, .. } = project.args(["check", "--preview", "--format", "short"]).run();
    assert_eq!(stdout, "");
}

#[test]
fn a_signatory_of_any_party_is_known_by_its_name() {
    let project = Scenario::new().project("temoin").add(CONVENTION, MANY_PARTIES).replace(
        "content/2024/articles/04-duree.md",
        "Chacune des parties peut y mettre fin",
        "Madame Hermance Delatours en est informée. Chacune des parties peut y mettre fin",
    );
    let Outcome { stdout, .. } = project.args(["check", "--format", "short"]).run();
    assert!(stdout.contains("« Hermance Delatours » est presque le nom du signataire"), "{stdout}");
    let block = MANY_PARTIES.replace("[La Présidente, du", "[Le Président, du");
    let project = Scenario::new().project("temoin").add(CONVENTION, &block);
    let Outcome { stdout, .. } = project.args(["check", "--format", "short"]).run();
    assert!(stdout.contains("IDE-011") && stdout.contains("« Le Président » ne s’accorde pas"), "{stdout}");
}

#[test]
fn a_metropole_is_called_so() {
    let article = "content/2024/articles/01-objet.md";
    let other =
        of_metropole(&[ETAT, OF_METROPOLE]).add(article, "\nElle vaut dans la Métropole de VauVert.\n");
    let said = told(other);
    assert!(said[0].contains("le nom de la métropole s’écrit « Métropole de Vauvert »"), "{said:?}");
    let territory =
        of_metropole(&[ETAT, OF_METROPOLE]).add(article, "\nElle vaut dans la métropole de Vauvert.\n");
    assert_eq!(told(territory), [] as [&str; 0]);
    let cited =
        of_metropole(&[ETAT, OF_METROPOLE]).add(article, "\nUn acte {collectivite.de}, {departement.nom}.\n");
    let scenario = cited.args(["build", "convention", "--format", "typ"]);
    assert_eq!(scenario.run().code, 0);
    let files = read_tree(&scenario.path("output"));
    let text =
        files.values().map(|bytes| String::from_utf8_lossy(bytes).replace('\\', "")).collect::<String>();
    assert!(text.contains("Un acte de la Métropole de Vauvert, Métropole de Vauvert."), "not cited");
}

#[test]
fn the_next_edition_asks_who_signs_each_party() {
    let scenario = of_metropole(&[ETAT, OF_METROPOLE, AGENCY]).args(["new", "edition", "2025"]);
    assert_eq!(scenario.run().code, 0);
    let next = scenario.read("content/2025/convention.yaml");
    assert_eq!(next.matches("# à décider : qui signe").count(), 4, "{next}");
    assert!(next.contains("qualite: Directrice générale }     # à décider : qui signe\n"), "{next}");
}
