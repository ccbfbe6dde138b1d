//! YAML as agents write and paste it: read as it was meant, or one finding at the place, with the line to write.

use calpae::check::Selection;
use calpae::diagnostic::Report;
use calpae::pipeline::{self, DocumentKind, Formats};
use calpae::project::{self, Memory};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;
use calpae::text::ProjectPath;

use super::{CADRE, CONVENTION, FICHE};
use crate::common::{read_tree, repository};

/// A project of the fixtures, in memory.
fn fixture(name: &str) -> Memory {
    let tree = read_tree(&repository().join("tests/fixtures").join(name));
    tree.into_iter().map(|(path, bytes)| (ProjectPath::new(&path).unwrap(), bytes)).collect()
}

/// What reading and the rules say once some texts of a file stand in place of others: places, codes, messages, advice.
fn said(project: &str, file: &str, changes: &[(&str, &str)]) -> Vec<String> {
    let snapshot = changed(project, file, changes);
    let report = pipeline::check(&snapshot, &Selection::default());
    let place = |finding: &calpae::diagnostic::Diagnostic| {
        let span = finding.labels.first()?.span;
        let (line, column) = snapshot.sources.source(span.file).line_column(span.start);
        Some(format!("{line}:{column}"))
    };
    report
        .sorted(&snapshot.sources)
        .into_iter()
        // The smallest project has no target in its matrix.
        .filter(|d| d.code != "IND-037")
        .map(|d| {
            let help = d.help.as_deref().unwrap_or("");
            format!("{} {} {} → {help}", place(d).unwrap_or_default(), d.code, d.message)
        })
        .collect()
}

/// A project of which some texts of a file stand in place of others.
fn changed(project: &str, file: &str, changes: &[(&str, &str)]) -> Snapshot {
    let mut memory = fixture(project);
    let path = ProjectPath::new(file).unwrap();
    let mut text = String::from_utf8(project::Tree::read(&memory, &path, u64::MAX).unwrap()).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "« {from} » dans {file}");
        text = text.replacen(from, to, 1);
    }
    memory.insert(path, text.into_bytes());
    Snapshot::read(project::open(&memory, None).unwrap())
}

/// What a document says, once some texts of a file stand in place of others.
fn emitted(project: &str, file: &str, changes: &[(&str, &str)], kind: DocumentKind) -> String {
    let snapshot = changed(project, file, changes);
    let (store, _) = TemplateStore::new(&snapshot);
    let typ = Formats { typ: true, pdf: false, png: false };
    let mut report = Report::default();
    let files = pipeline::make(kind, &snapshot, &store, typ, &mut report, |_| ());
    let files = files.unwrap_or_else(|| panic!("{:?}", report.diagnostics()));
    files.values().filter_map(|bytes| std::str::from_utf8(bytes).ok()).collect()
}

/// Whether each change of the fiche gives what stands beside it: the findings, one a line.
fn each(cases: &[(&str, &str, &str)]) {
    each_of(FICHE, cases);
}

fn each_of(file: &str, cases: &[(&str, &str, &str)]) {
    let mut faults = String::new();
    for (from, to, expected) in cases {
        let said = said("minimal", file, &[(from, to)]).join("\n");
        if said != *expected {
            faults.push_str(&format!("{to:?}\n  attendu : {expected}\n  dit     : {said}\n"));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

const TITLE: &str = "intitule: Ouvrir un accueil";
const CHARGE: &str = "{ libelle: Accueillants, montant: 3 000 € }";
const VALUE: &str = "valeur: 40";
const PARTNERS: &str = "partenaires: [État]";

#[test]
fn a_hash_after_a_blank() {
    each(&[
        (
            TITLE,
            "intitule: Plateforme mobilité #2 à Meaux",
            "4:31 TXT-003 ce qui suit « # » est une remarque, et ne sera pas imprimé : « #2 à Meaux » → mettre la valeur entre guillemets si elle va plus loin, ou la remarque sur une ligne à elle",
        ),
        (
            TITLE,
            "intitule: Ouvrir un accueil\ntitre_court: #Aller",
            "5:14 CLE-003 la valeur manque : « # » après une espace ouvre une remarque → mettre la valeur entre guillemets : « \"#Aller\" »",
        ),
        (
            TITLE,
            "intitule: Ouvrir un accueil # à décider : le nom",
            "4:29 RAP-013 à décider : le nom → décider, puis retirer la marque « # à décider »",
        ),
        ("statut: nouvelle", "statut: nouvelle # depuis mai", ""),
        ("mise_en_place: 2024", "mise_en_place: 2024 # à confirmer", ""),
        (
            "mise_en_place: 2024",
            "mise_en_place: #N/A",
            "7:16 CLE-003 la valeur manque : « # » après une espace ouvre une remarque → mettre la valeur entre guillemets : « \"#N/A\" »",
        ),
        (
            CHARGE,
            "{ libelle: Plateforme #2, montant: 3 000 € }",
            "12:29 YAML-001 « # » après une espace ouvre une remarque : la fin de l’accolade ou du crochet n’est pas lue → mettre la valeur entre guillemets : « libelle: \"Plateforme #2\" »",
        ),
        (
            CHARGE,
            "{ libelle: Accueillants, montant: 3 000 € } # voir le devis",
            "12:51 TXT-003 ce qui suit « # » est une remarque, et ne sera pas imprimé : « # voir le devis » → mettre la valeur entre guillemets si elle va plus loin, ou la remarque sur une ligne à elle",
        ),
        (
            CHARGE,
            "{ libelle: Accueillants, montant: #REF! }",
            "12:41 YAML-001 « # » après une espace ouvre une remarque : la fin de l’accolade ou du crochet n’est pas lue → mettre la valeur entre guillemets : « montant: \"#REF!\" »",
        ),
        (
            PARTNERS,
            "partenaires: [État, Plateforme #2]",
            "9:32 YAML-001 « # » après une espace ouvre une remarque : la fin de l’accolade ou du crochet n’est pas lue → mettre la valeur entre guillemets : « \"Plateforme #2\" »",
        ),
        (
            "    - { libelle: Accueillants, montant: 3 000 € }",
            "    - libelle: Accueillants\n      montant: #REF!",
            "13:16 CLE-003 la valeur manque : « # » après une espace ouvre une remarque → mettre la valeur entre guillemets : « \"#REF!\" »",
        ),
    ]);
}

#[test]
fn a_tag() {
    each(&[
        (
            TITLE,
            "intitule: !accueil ouvert",
            "4:11 YAML-002 « ! » en tête d’une valeur est un signe de YAML : ce mot ne serait pas lu → mettre la valeur entre guillemets : « intitule: \"!accueil ouvert\" »",
        ),
        (
            TITLE,
            "intitule: ! accueil",
            "4:11 YAML-002 « ! » en tête d’une valeur est un signe de YAML : ce mot ne serait pas lu → mettre la valeur entre guillemets : « intitule: \"! accueil\" »",
        ),
        (
            TITLE,
            "intitule: !!str 12",
            "4:11 YAML-002 « ! » en tête d’une valeur est un signe de YAML : ce mot ne serait pas lu → mettre la valeur entre guillemets : « intitule: \"!!str 12\" »",
        ),
        (
            TITLE,
            "intitule: !étoile",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « ! », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"!étoile\" »",
        ),
        (
            TITLE,
            "intitule: !!binary YQ==",
            "4:11 YAML-002 « ! » en tête d’une valeur est un signe de YAML : ce mot ne serait pas lu → mettre la valeur entre guillemets : « intitule: \"!!binary YQ==\" »",
        ),
        (
            PARTNERS,
            "partenaires: [!a b, État]",
            "9:15 YAML-002 « ! » en tête d’une valeur est un signe de YAML : ce mot ne serait pas lu → mettre la valeur entre guillemets : « \"!a b\" »",
        ),
        (
            PARTNERS,
            "partenaires: !liste\n  - État",
            "9:14 YAML-002 « ! » en tête d’une valeur est un signe de YAML : ce mot ne serait pas lu → retirer ce mot",
        ),
    ]);
}

#[test]
fn a_sign_of_yaml() {
    each(&[
        (
            VALUE,
            "valeur: -",
            "18:43 YAML-001 une valeur sans guillemets ne peut pas commencer par « - », un signe de YAML → mettre la valeur entre guillemets : « valeur: \"-\" »",
        ),
        (
            "    - { indicateur: 1.1/accueils, valeur: 40 }",
            "    - indicateur: 1.1/accueils\n      valeur: -",
            "19:15 YAML-001 une valeur sans guillemets ne peut pas commencer par « - », un signe de YAML → mettre la valeur entre guillemets : « valeur: \"-\" »",
        ),
        (
            "    - { indicateur: 1.1/accueils, valeur: 40 }",
            "    - indicateur: 1.1/accueils\n      valeur: ?",
            "19:15 YAML-001 une valeur sans guillemets ne peut pas commencer par « ? », un signe de YAML → mettre la valeur entre guillemets : « valeur: \"?\" »",
        ),
        (
            "    - { indicateur: 1.1/accueils, valeur: 40 }",
            "    - indicateur: 1.1/accueils\n      valeur: > 12",
            "19:15 YAML-001 une valeur sans guillemets ne peut pas commencer par « > », un signe de YAML → mettre la valeur entre guillemets : « valeur: \"> 12\" »",
        ),
    ]);
}

#[test]
fn a_sign_of_yaml_in_a_title() {
    each(&[
        (
            TITLE,
            "intitule: - 12 500 €",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « - », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"- 12 500 €\" »",
        ),
        (
            TITLE,
            "intitule: [accueil] ouvert",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « [ », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"[accueil] ouvert\" »",
        ),
        (
            TITLE,
            "intitule: {accueil} ouvert",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « { », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"{accueil} ouvert\" »",
        ),
        (
            TITLE,
            "intitule: | x",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « | », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"| x\" »",
        ),
        (
            TITLE,
            "intitule: & x",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « & », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"& x\" »",
        ),
        (
            TITLE,
            "intitule: &x Ouvrir",
            "4:11 YAML-002 une valeur sans guillemets ne peut pas commencer par « & », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"&x Ouvrir\" »",
        ),
        (
            TITLE,
            "intitule: *Ouvrir* un accueil",
            "4:11 YAML-002 une valeur sans guillemets ne peut pas commencer par « * », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"*Ouvrir* un accueil\" »",
        ),
        (
            TITLE,
            "intitule: @accueil",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « @ », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"@accueil\" »",
        ),
        (
            TITLE,
            "intitule: %accueil",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « % », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"%accueil\" »",
        ),
        (
            TITLE,
            "intitule: `accueil`",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « ` », un signe de YAML → mettre la valeur entre guillemets : « intitule: \"`accueil`\" »",
        ),
        (
            TITLE,
            "intitule: \"C:\\dossier\"",
            "4:14 YAML-001 « \\d » ne se lit pas entre guillemets : « \\ » y annonce un signe → mettre la valeur entre apostrophes : « intitule: 'C:\\dossier' »",
        ),
        (TITLE, "intitule: .nan", ""),
        (
            TITLE,
            "intitule: Ouvrir : un accueil",
            "4:18 YAML-001 « : » ne peut pas se lire dans une valeur sans guillemets → mettre la valeur entre guillemets : « intitule: \"Ouvrir : un accueil\" »",
        ),
        (
            TITLE,
            "intitule: Ouvrir un \u{1a}accueil",
            "4:21 YAML-001 le caractère U+001A, un caractère de contrôle, arrête la lecture → le retirer : placer le curseur juste après lui et effacer",
        ),
        (
            "    - { indicateur: 1.1/accueils, valeur: 40 }\n---",
            "    - { indicateur: 1.1/accueils, valeur: 40 }\n\u{1a}\n---",
            "19:1 YAML-001 le caractère U+001A, un caractère de contrôle, arrête la lecture → le retirer : placer le curseur juste après lui et effacer",
        ),
    ]);
}

#[test]
fn a_value_in_braces() {
    each(&[
        (
            CHARGE,
            "{ libelle: Aide : postes, montant: 3 000 € }",
            "12:23 YAML-001 « : » ne peut pas se lire dans une valeur sans guillemets → mettre la valeur entre guillemets : « libelle: \"Aide : postes\" »",
        ),
        (
            CHARGE,
            "{ libelle: Locaux, cave, montant: 3 000 € }",
            "12:18 YAML-005 entre accolades, la virgule coupe cette valeur en deux → mettre la valeur entre guillemets : « libelle: \"Locaux, cave\" »",
        ),
        (
            CHARGE,
            "{ libelle: Locaux, cave et grenier, garage, montant: 3 000 € }",
            "12:18 YAML-005 entre accolades, la virgule coupe cette valeur en deux → mettre la valeur entre guillemets : « libelle: \"Locaux, cave et grenier, garage\" »",
        ),
        (
            CHARGE,
            "{ libelle: Accueillants, montant: 3 000 €, part_affichee: 16,7 % }",
            "12:65 YAML-005 entre accolades, la virgule coupe cette valeur en deux → mettre la valeur entre guillemets : « part_affichee: \"16,7 %\" »",
        ),
        (
            CHARGE,
            "{ libelle: Accueillants, montant: 3 000,50 € }",
            "12:41 YAML-005 entre accolades, la virgule coupe cette valeur en deux → mettre la valeur entre guillemets : « montant: \"3 000,50 €\" »",
        ),
        (
            CHARGE,
            "{ libelle: Accueillants, montant: *3 }",
            "12:41 YAML-002 une valeur sans guillemets ne peut pas commencer par « * », un signe de YAML → mettre la valeur entre guillemets : « montant: \"*3\" »",
        ),
        (
            VALUE,
            "valeur: 17,5 jours",
            "18:43 YAML-005 entre accolades, la virgule coupe cette valeur en deux → mettre la valeur entre guillemets : « valeur: \"17,5 jours\" »",
        ),
        (
            VALUE,
            "valeur: [17,5 jours, 14]",
            "18:44 YAML-005 entre crochets, la virgule coupe cette valeur en deux → mettre la valeur entre guillemets : « \"17,5 jours\" »",
        ),
        (
            VALUE,
            "valeur: [17, 14]",
            "18:48 IND-004 1.1/accueils porte deux valeurs dans une case, 17 et 14, que rien ne distingue → garder la bonne valeur, ou dire la période (« au ») ou le périmètre (« perimetre ») de chacune",
        ),
        (
            PARTNERS,
            "partenaires: [Association : Emmaüs]",
            "9:15 CLE-003 il faut ici un texte, et c’est des clés et leurs valeurs → mettre la valeur entre guillemets : « \"Association : Emmaüs\" »",
        ),
        (
            PARTNERS,
            "partenaires:\n  - Association : Emmaüs",
            "10:5 CLE-003 il faut ici un texte, et c’est des clés et leurs valeurs → mettre la valeur entre guillemets : « \"Association : Emmaüs\" »",
        ),
        (PARTNERS, "partenaires: [État, Locaux, cave]", ""),
        (
            TITLE,
            "intitule: {budget.total}",
            "4:11 CLE-003 il faut ici un texte, et c’est des clés et leurs valeurs → mettre la valeur entre guillemets : « \"{budget.total}\" »",
        ),
        (
            TITLE,
            "intitule: [à compléter]",
            "4:11 CLE-003 il faut ici un texte, et c’est une liste → mettre la valeur entre guillemets : « \"[à compléter]\" »",
        ),
    ]);
}

#[test]
fn a_blank_that_is_not_a_space() {
    each(&[
        ("annexe: A", "annexe\u{a0}: A", ""),
        (
            "annexe: A",
            "annexe:\u{a0}A",
            "3:8 YAML-001 il faut une espace ordinaire après « : », et c’est U+00A0, une espace insécable → effacer ce caractère et taper une espace",
        ),
        (
            "  charges:",
            "\u{a0}\u{a0}charges:",
            "11:1 YAML-001 il faut une espace ordinaire dans la marge, et c’est U+00A0, une espace insécable → effacer ce caractère et taper une espace",
        ),
        (
            "    - { libelle",
            "    -\u{a0}{ libelle",
            "12:6 YAML-001 il faut une espace ordinaire après le tiret, et c’est U+00A0, une espace insécable → effacer ce caractère et taper une espace",
        ),
        (
            "    - { libelle: Accueillants, montant: 3 000 € }",
            "    -\u{a0}libelle: Accueillants\n      montant: 3 000 €",
            "12:6 YAML-001 il faut une espace ordinaire après le tiret, et c’est U+00A0, une espace insécable → effacer ce caractère et taper une espace",
        ),
        (
            CHARGE,
            "{ libelle: Accueillants, montant:\u{a0}3 000 € }",
            "12:40 YAML-001 il faut une espace ordinaire après « : », et c’est U+00A0, une espace insécable → effacer ce caractère et taper une espace",
        ),
        (
            PARTNERS,
            "partenaires:\n  -\u{202f}État",
            "10:4 YAML-001 il faut une espace ordinaire après le tiret, et c’est U+202F, une espace fine insécable → effacer ce caractère et taper une espace",
        ),
        (PARTNERS, "partenaires: [\u{a0}État\u{a0}]", ""),
    ]);
}

#[test]
fn a_form_that_does_not_change_the_word() {
    each(&[
        ("statut: nouvelle", "statut: \u{a0}nouvelle\u{a0}", ""),
        ("mesures: [\"1.1\"]", "mesures: [“1.1”]", ""),
        ("annexe: A", "annexe: “A”", ""),
        ("financeur: etat", "financeur: ‘etat’", ""),
        (
            "annexe: A",
            "annexe: \u{410}",
            "3:9 REF-001 « \u{410} » n’est pas un identifiant d’annexe connu → vouliez-vous dire « A » ? ; le caractère « \u{410} » est U+0410, une lettre cyrillique",
        ),
        (
            "statut: nouvelle",
            "statut: n\u{43e}uvelle",
            "6:10 REF-001 « n\u{43e}uvelle » n’est pas un mot de statut connu → vouliez-vous dire « nouvelle » ? ; le caractère « \u{43e} » est U+043E, une lettre cyrillique",
        ),
        (
            "annexe: A",
            "anne\u{445}e: A",
            "2:1 CLE-002 la clé « annexe » manque → ajouter une ligne « annexe: … » à ce niveau\n3:5 CLE-001 la clé « anne\u{445}e » est inconnue ici → vouliez-vous dire « annexe » ? ; le caractère « \u{445} » est U+0445, une lettre cyrillique",
        ),
        (
            "lignes:\n    - { indicateur: 1.1/accueils, valeur: 40 }",
            "colonnes: [L’anne\u{301}e 2024]\n  lignes:\n    - { indicateur: 1.1/accueils, valeurs: { \"L'année\u{a0}2024\": 40 } }",
            "",
        ),
        (TITLE, "intitule: Ouvrir l’e\u{301}te\u{301}", ""),
    ]);
    each_of(
        CADRE,
        &[
            ("nouvelle: nouvelle fiche", "nouvelle: nouvelle fiche\n  \"re\u{301}novée\": fiche rénovée", ""),
            ("obligatoire: oui", "obligatoire: \u{a0}oui", ""),
        ],
    );
}

#[test]
fn a_merge_not_finished() {
    each(&[
        (
            "annexe: A",
            "<<<<<<< HEAD\nannexe: A\n=======\nannexe: B\n>>>>>>> autre",
            "3:1 TXT-006 une fusion git n’est pas terminée dans ce fichier → garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »",
        ),
        (
            PARTNERS,
            "partenaires: [État]\ntableaux:\n  - id: t\n    colonnes: [{ titre: a }, { titre: b }]\n    lignes: |\n      1 | 2\n<<<<<<< HEAD\n      3 | 4\n=======\n      5 | 6\n>>>>>>> autre",
            "15:1 TXT-006 une fusion git n’est pas terminée dans ce fichier → garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »",
        ),
    ]);
    each_of(
        CONVENTION,
        &[(
            "etat: projet",
            "<<<<<<< HEAD\netat: projet\n||||||| 1a2b3c\netat: definitif\n=======\netat: projet\n>>>>>>> autre",
            "3:1 TXT-006 une fusion git n’est pas terminée dans ce fichier → garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »",
        )],
    );
}

#[test]
fn a_header_that_does_not_end_where_it_should() {
    each(&[
        (
            "---\n## Description",
            "## Description",
            "18:1 YAML-004 l’en-tête n’est pas fermé → écrire une ligne « --- » après sa dernière clé, qui semble être celle-ci",
        ),
        (
            "annexe: A\n",
            "annexe: A\n---\n",
            "4:1 YAML-004 l’en-tête se ferme ici, avant ses dernières clés → retirer cette ligne « --- » : la suivante ferme l’en-tête",
        ),
        (
            "annexe: A\n",
            "---\nannexe: A\n",
            "3:1 YAML-004 l’en-tête se ferme ici, avant ses dernières clés → retirer cette ligne « --- » : la suivante ferme l’en-tête",
        ),
    ]);
}

#[test]
fn what_is_not_filled_yet() {
    each(&[
        (
            PARTNERS,
            "partenaires: []",
            "9:14 CLE-003 la liste « partenaires » est vide → écrire ce qu’elle contient, « aucun », un mot d’absence (« non renseigné »…), ou retirer la clé",
        ),
        (
            PARTNERS,
            "partenaires:",
            "9:13 CLE-003 la liste « partenaires » est vide → écrire ce qu’elle contient, « aucun », un mot d’absence (« non renseigné »…), ou retirer la clé",
        ),
        (
            PARTNERS,
            "partenaires: [État]\ntableaux:\n  - id: t\n    colonnes: [{ titre: a }]\n    lignes: |\n",
            "15:1 CLE-003 ce tableau n’a aucune ligne → écrire ses lignes sous « lignes: | », cellules séparées par « | », ou retirer le tableau",
        ),
        (
            PARTNERS,
            "partenaires: [État]\ntableaux:\n  - id: t\n    colonnes: [{ titre: a }]\n    lignes:\n",
            "13:11 CLE-003 ce tableau n’a aucune ligne → écrire ses lignes sous « lignes: | », cellules séparées par « | », ou retirer le tableau",
        ),
        (
            PARTNERS,
            "partenaires: [État]\ntableaux:\n  - id: t\n    colonnes: [{ titre: a }, { titre: b }]\n    lignes: |\n      un seul\n",
            "14:7 TAB-001 cette ligne a 1 cellule, et le tableau 2 colonnes → séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \\| »",
        ),
    ]);
}

#[test]
fn names_that_cannot_be_cited_or_are_taken() {
    each(&[
        (
            PARTNERS,
            "partenaires: [État]\nfigures:\n  - { id: a.b, titre: T, manquante: oui, alternative: A }",
            "11:11 REF-006 on ne pourrait pas citer la figure « a.b » entre accolades → l’appeler « a-b » : lettres minuscules sans accent, chiffres, « - » et « _ »",
        ),
        (
            PARTNERS,
            "partenaires: [État]\nmentions: { fapi: Non }",
            "10:13 REF-001 « fapi » n’est pas un identifiant de rubrique connu → connus : description, budget, objectifs",
        ),
        (
            PARTNERS,
            "partenaires: [État]\nmentions: { description: Non }",
            "10:13 DOC-008 aucune page n’imprime la mention « description » → citer « {mention.description} » seul sur un paragraphe, ou retirer cette donnée",
        ),
    ]);
}

#[test]
fn limits_have_each_its_words() {
    let deep = format!("partenaires: {}{}", "[".repeat(40), "]".repeat(40));
    let long = format!("partenaires: [{}]", "a, ".repeat(60_000));
    each(&[
        (
            PARTNERS,
            &deep,
            "9:37 YAML-002 ce YAML a plus de 24 niveaux emboîtés → fermer les crochets et les accolades ouverts plus haut, ou emboîter moins de groupes",
        ),
        (
            PARTNERS,
            &long,
            "9:149961 YAML-002 ce YAML a plus de 50 000 clés et valeurs → répartir ses données entre plusieurs fiches, ou en retirer",
        ),
    ]);
}

const RAPPORT: &str = "content/2024/rapport/fiches/01-accueil.md";

#[test]
fn an_error_of_a_spreadsheet_is_no_absence() {
    let said = |to: &str| said("temoin-rapport", RAPPORT, &[("engage: 80 000 €", to)]);
    for (to, word) in [("engage: #REF!", "#REF!"), ("engage: #N/A", "#N/A"), ("engage: #DIV/0!", "#DIV/0!")] {
        let told: Vec<String> = said(to).into_iter().filter(|line| line.contains(word)).collect();
        let expected = format!("11:15 TXT-003 la valeur manque : « {word} » est lu comme une remarque");
        assert!(told.len() == 1 && told[0].starts_with(&expected), "{told:?}");
    }
    assert!(!said("engage: # à décider : le montant").iter().any(|line| line.contains("TXT-003")));
}

#[test]
fn what_is_read_is_printed() {
    let fiche = "content/2024/fiches/01-accueil.md";
    let alternative = "alternative: Un point noir figure l'entrée du parcours.";
    let legend = format!("{alternative}\n    legende: [Premier zqun, Dernier zqdeux]");
    let act = emitted("temoin", fiche, &[(alternative, &legend)], DocumentKind::Convention);
    assert!(act.contains("legende: ([Premier zqun],[Dernier zqdeux],)"), "{act}");
    let budget = "budget:\n  charges:";
    let named = "budget:\n  titre: Le zqtitre\n  charges:";
    let note = "montant: 1 200 €, dont: [{ libelle: Une zqpart, montant: 200 €, note: la zqnote, dont: [{ libelle: zqsous, montant: 100 € }] }] }";
    let changes = [(budget, named), ("montant: 1 200 € }", note)];
    let act = emitted("minimal", FICHE, &changes, DocumentKind::Convention);
    for word in ["zqtitre", "zqpart", "zqnote", "zqsous"] {
        assert!(act.contains(word), "{word}");
    }
    let other = "    - libelle: Fondation zqautre\n      engage: 1 000 €\n      liquide: 1 000 €\n";
    let first = "    # État, contracté : 50 000 €\n";
    let changes = [(first, &*format!("{other}{first}"))];
    let rapport = emitted("temoin-rapport", RAPPORT, &changes, DocumentKind::Rapport);
    assert!(rapport.contains("Fondation zqautre"));
}

#[test]
fn an_act_that_no_fiche_counts_is_told() {
    let without = "  financements:\n    - { financeur: etat, montant: 1 200 € }\n    - { financeur: departement, montant: 1 800 € }\n";
    let fiche = said("minimal", FICHE, &[(without, "")]);
    assert!(
        fiche.iter().any(|l| l.contains("FIN-006") && l.contains("aucune fiche n’en compte")),
        "{fiche:?}"
    );
}
