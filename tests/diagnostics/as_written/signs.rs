//! Signs that mean something to YAML.

use super::*;

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
            "4:11 YAML-002 « ! » en tête d’une valeur est un signe réservé : ce mot ne serait pas lu → mettre la valeur entre guillemets : « intitule: \"!accueil ouvert\" »",
        ),
        (
            TITLE,
            "intitule: ! accueil",
            "4:11 YAML-002 « ! » en tête d’une valeur est un signe réservé : ce mot ne serait pas lu → mettre la valeur entre guillemets : « intitule: \"! accueil\" »",
        ),
        (
            TITLE,
            "intitule: !!str 12",
            "4:11 YAML-002 « ! » en tête d’une valeur est un signe réservé : ce mot ne serait pas lu → mettre la valeur entre guillemets : « intitule: \"!!str 12\" »",
        ),
        (
            TITLE,
            "intitule: !étoile",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « ! », un signe réservé → mettre la valeur entre guillemets : « intitule: \"!étoile\" »",
        ),
        (
            TITLE,
            "intitule: !!binary YQ==",
            "4:11 YAML-002 « ! » en tête d’une valeur est un signe réservé : ce mot ne serait pas lu → mettre la valeur entre guillemets : « intitule: \"!!binary YQ==\" »",
        ),
        (
            PARTNERS,
            "partenaires: [!a b, État]",
            "9:15 YAML-002 « ! » en tête d’une valeur est un signe réservé : ce mot ne serait pas lu → mettre la valeur entre guillemets : « \"!a b\" »",
        ),
        (
            PARTNERS,
            "partenaires: !liste\n  - État",
            "9:14 YAML-002 « ! » en tête d’une valeur est un signe réservé : ce mot ne serait pas lu → retirer ce mot",
        ),
    ]);
}

#[test]
fn a_sign_of_yaml() {
    each(&[
        (
            VALUE,
            "valeur: -",
            "18:43 YAML-001 une valeur sans guillemets ne peut pas commencer par « - », un signe réservé → mettre la valeur entre guillemets : « valeur: \"-\" »",
        ),
        (
            "    - { indicateur: 1.1/accueils, valeur: 40 }",
            "    - indicateur: 1.1/accueils\n      valeur: -",
            "19:15 YAML-001 une valeur sans guillemets ne peut pas commencer par « - », un signe réservé → mettre la valeur entre guillemets : « valeur: \"-\" »",
        ),
        (
            "    - { indicateur: 1.1/accueils, valeur: 40 }",
            "    - indicateur: 1.1/accueils\n      valeur: ?",
            "19:15 YAML-001 une valeur sans guillemets ne peut pas commencer par « ? », un signe réservé → mettre la valeur entre guillemets : « valeur: \"?\" »",
        ),
        (
            "    - { indicateur: 1.1/accueils, valeur: 40 }",
            "    - indicateur: 1.1/accueils\n      valeur: > 12",
            "19:15 YAML-001 une valeur sans guillemets ne peut pas commencer par « > », un signe réservé → mettre la valeur entre guillemets : « valeur: \"> 12\" »",
        ),
    ]);
}

#[test]
fn a_sign_of_yaml_in_a_title() {
    each(&[
        (
            TITLE,
            "intitule: - 12 500 €",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « - », un signe réservé → mettre la valeur entre guillemets : « intitule: \"- 12 500 €\" »",
        ),
        (
            TITLE,
            "intitule: [accueil] ouvert",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « [ », un signe réservé → mettre la valeur entre guillemets : « intitule: \"[accueil] ouvert\" »",
        ),
        (
            TITLE,
            "intitule: {accueil} ouvert",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « { », un signe réservé → mettre la valeur entre guillemets : « intitule: \"{accueil} ouvert\" »",
        ),
        (
            TITLE,
            "intitule: | x",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « | », un signe réservé → mettre la valeur entre guillemets : « intitule: \"| x\" »",
        ),
        (
            TITLE,
            "intitule: & x",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « & », un signe réservé → mettre la valeur entre guillemets : « intitule: \"& x\" »",
        ),
        (
            TITLE,
            "intitule: &x Ouvrir",
            "4:11 YAML-002 une valeur sans guillemets ne peut pas commencer par « & », un signe réservé → mettre la valeur entre guillemets : « intitule: \"&x Ouvrir\" »",
        ),
        (
            TITLE,
            "intitule: *Ouvrir* un accueil",
            "4:11 YAML-002 une valeur sans guillemets ne peut pas commencer par « * », un signe réservé → mettre la valeur entre guillemets : « intitule: \"*Ouvrir* un accueil\" »",
        ),
        (
            TITLE,
            "intitule: @accueil",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « @ », un signe réservé → mettre la valeur entre guillemets : « intitule: \"@accueil\" »",
        ),
        (
            TITLE,
            "intitule: %accueil",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « % », un signe réservé → mettre la valeur entre guillemets : « intitule: \"%accueil\" »",
        ),
        (
            TITLE,
            "intitule: `accueil`",
            "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « ` », un signe réservé → mettre la valeur entre guillemets : « intitule: \"`accueil`\" »",
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
            "12:41 YAML-002 une valeur sans guillemets ne peut pas commencer par « * », un signe réservé → mettre la valeur entre guillemets : « montant: \"*3\" »",
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
fn what_is_opened_and_never_closed_is_told_where_it_opens() {
    each(&[
        (
            TITLE,
            "intitule: \"Ouvrir un accueil",
            "4:11 YAML-001 le guillemet ouvert ici n’est pas fermé → fermer par « \" » sur cette ligne, ou retirer « \" »",
        ),
        (
            TITLE,
            "intitule: Ouvrir un accueil\ntitre_court: \"",
            "5:14 YAML-001 le guillemet ouvert ici n’est pas fermé → écrire la valeur et la fermer sur cette ligne : « titre_court: \"…\" »",
        ),
        (
            TITLE,
            "intitule: Ouvrir un accueil\ntitre_court: '",
            "5:14 YAML-001 l’apostrophe ouverte ici n’est pas fermée → écrire la valeur et la fermer sur cette ligne : « titre_court: '…' »",
        ),
        (
            CHARGE,
            "{ libelle: 'accueil, montant: 3 000 € }",
            "12:18 YAML-001 l’apostrophe ouverte ici n’est pas fermée → fermer par « ' » sur cette ligne, ou retirer « ' »",
        ),
        (
            CHARGE,
            "{ libelle: Accueillants, montant: 3 000 €",
            "12:7 YAML-001 l’accolade ouverte ici n’est pas fermée → fermer par « } » sur cette ligne, ou retirer « { »",
        ),
        (
            PARTNERS,
            "partenaires: [État, Département",
            "9:14 YAML-001 le crochet ouvert ici n’est pas fermé → fermer par « ] » sur cette ligne, ou retirer « [ »",
        ),
        // What goes on with the next line is closed there.
        (CHARGE, "{ libelle: Accueillants,\n        montant: 3 000 € }", ""),
        (PARTNERS, "partenaires: [\n  État, Département\n]", ""),
        (TITLE, "intitule: \"Ouvrir\n  un accueil\"", ""),
    ]);
}

#[test]
fn a_link_in_place_of_a_text() {
    each(&[(
        TITLE,
        "intitule: [lien](http://x.y)",
        "4:11 YAML-001 une valeur sans guillemets ne peut pas commencer par « [ », un signe réservé → mettre la valeur entre guillemets : « intitule: \"[lien](http://x.y)\" »",
    )]);
}

#[test]
fn a_key_glued_to_its_value_in_braces() {
    each(&[
        (
            CHARGE,
            "{ libelle: Accueillants, montant:3 000 € }",
            "12:32 YAML-001 il manque une espace après « : » → écrire « montant: 3 000 € »",
        ),
        (
            CHARGE,
            "{ libelle: Accueillants, montant 3 000 € }",
            "12:32 YAML-001 il manque « : » après cette clé → écrire « montant: 3 000 € »",
        ),
        (
            CHARGE,
            "{ libelle: Locaux, soit 3 salles, montant: 3 000 € }",
            "12:18 YAML-005 entre accolades, la virgule coupe cette valeur en deux → mettre la valeur entre guillemets : « libelle: \"Locaux, soit 3 salles\" »",
        ),
    ]);
}

const ETAT: &str = "{ financeur: etat, montant: 1 200 € }";

#[test]
fn a_forgotten_comma_keeps_the_amount() {
    for (written, key, line) in [
        ("{ financeur: etat montant: 1 200 € }", "montant", "financeur: etat, montant: 1 200 €"),
        ("{ financeur: etat; montant: 1 200 € }", "montant", "financeur: etat, montant: 1 200 €"),
        ("{financeur: etat  montant : 1 200 €}", "montant", "financeur: etat, montant: 1 200 €"),
        ("{ financeur: etat, montant: 1 200 € note: versé }", "note", "montant: 1 200 €, note: versé"),
        (
            "{ libelle: La CAF montant: 5 € note: versé }",
            "montant",
            "libelle: La CAF, montant: 5 €, note: versé",
        ),
    ] {
        let said = said("minimal", FICHE, &[(ETAT, written)]);
        let told = said.first().map_or("", String::as_str);
        let expected = format!("YAML-001 il manque une virgule avant « {key} » → écrire « {line} »");
        assert!(told.ends_with(&expected), "{written} : {said:?}");
    }
    // A colon that is that of a text.
    let said = said("minimal", FICHE, &[(CHARGE, "{ libelle: Aide à l’enfance: postes, montant: 3 000 € }")]);
    assert!(said.iter().any(|told| told.contains("mettre la valeur entre guillemets")), "{said:?}");
}

#[test]
fn a_letter_typed_for_a_figure_is_named() {
    for (from, to, told) in [
        (
            ETAT,
            "{ financeur: etat, montant: 1O 000 € }",
            "VAL-001 « 1O 000 € » : « O » est la lettre, et non le chiffre 0 → écrire « 10 000 € »",
        ),
        (
            ETAT,
            "{ financeur: etat, montant: l5 000 € }",
            "VAL-001 « l5 000 € » : « l » est la lettre, et non le chiffre 1 → écrire « 15 000 € »",
        ),
        (
            ETAT,
            "{ financeur: etat, montant: \"12 S00 €\" }",
            "VAL-001 « 12 S00 € » : « S » est la lettre, et non le chiffre 5 → écrire « 12 500 € »",
        ),
        (
            PARTNERS,
            "partenaires: [État]\ntableaux: [{ id: t, colonnes: [{ titre: Prix, type: montant }], lignes: 1O € }]",
            "TAB-003 « 1O € », dans la colonne « Prix » : « O » est la lettre, et non le chiffre 0 → écrire « 10 € »",
        ),
        (
            CHARGE,
            "{ libelle: A, valorisation: { jours: 2o, tarif: 225 € } }",
            "VAL-002 « 2o » : « o » est la lettre, et non le chiffre 0 → écrire « 20 »",
        ),
    ] {
        let said = said("minimal", FICHE, &[(from, to)]);
        assert!(said.iter().any(|line| line.contains(told)), "{to} : {said:?}");
    }
}

#[test]
fn a_dash_for_an_amount_is_told_as_a_missing_amount() {
    let file = "content/2024/rapports/2024/fiches/02-equipe-mobile.md";
    for (written, told) in [
        (
            "engage: -",
            "YAML-001 le montant manque : « - » ne dit ni zéro, ni pourquoi il manque → écrire un montant, comme « 415 000 € », ou « non renseigné »",
        ),
        ("engage: ?", "YAML-001 le montant manque : « ? »"),
        ("engage: - €", "YAML-001 le montant manque : « - € »"),
        ("engage: - # à voir", "YAML-001 le montant manque : « - »"),
        (
            "engage: - 38 900 €",
            "YAML-001 une espace après « - » en fait une ligne de liste : ce montant ne se lit pas → écrire « engage: -38 900 € »",
        ),
        ("engage: –", "CLE-003 le montant manque"),
        ("engage: \"-\"", "CLE-003 le montant manque"),
    ] {
        let said = said("temoin-rapport", file, &[("engage: 38 900 €", written)]);
        assert!(said.iter().any(|line| line.contains(told)), "{written} : {said:?}");
    }
}
