//! What is pasted from a word processor, a page of the web or a merge, and what Markdown would drop or change: told at
//! the place, with the line to write.

use insta::assert_snapshot;

use super::{ARTICLE, CONVENTION, FICHE, fiche, field, minimal, prose};

#[test]
fn a_note_that_nothing_calls() {
    assert_snapshot!(prose("Un accueil.\n\n[^3]: La note."), @"
    erreur[MD-009]: la note « 3 » n’est appelée nulle part : elle ne s’imprimerait pas
      --> content/2024/fiches/01.md:24:1
       |
    24 | [^3]: La note.
       | ^^^^^
       |
       = à faire: écrire « [^3] » là où elle s’appelle, ou retirer la note

    1 erreur
    ");
}

#[test]
fn a_note_that_nothing_writes() {
    assert_snapshot!(prose("Un accueil[^2]."), @r"
    erreur[MD-009]: la note « 2 » n’est écrite nulle part
      --> content/2024/fiches/01.md:22:11
       |
    22 | Un accueil[^2].
       |           ^^^^
       |
       = à faire: ajouter une ligne « [^2]: … », ou retirer l’appel ; pour l’imprimer, « \[^2] »

    1 erreur
    ");
}

#[test]
fn a_note_called_twice() {
    assert_snapshot!(prose("Un accueil[^1] et un autre[^1].\n\n[^1]: La note."), @"
    erreur[MD-009]: la note « 1 » est appelée 2 fois : elle s’imprimerait à chaque fois
      --> content/2024/fiches/01.md:22:27
       |
    22 | Un accueil[^1] et un autre[^1].
       |           ----            ^^^^
       |           |
       |           déjà appelée ici
       |
       = à faire: n’en garder qu’un appel ; ailleurs, écrire par exemple « voir la note plus haut »

    1 erreur
    ");
}

#[test]
fn a_note_called_in_a_heading() {
    assert_snapshot!(prose("### Les horaires[^1]\n\nDe 9 h à 12 h.\n\n[^1]: La note."), @"
    erreur[MD-007]: une note ne s’appelle pas dans un titre : le sommaire la répéterait
      --> content/2024/fiches/01.md:22:17
       |
    22 | ### Les horaires[^1]
       |                 ^^^^
       |
       = à faire: placer l’appel dans le texte qui suit

    1 erreur
    ");
}

#[test]
fn a_line_that_markdown_takes_for_an_address() {
    assert_snapshot!(prose("Un accueil.\n\n[Département]: 77"), @r"
    erreur[MD-010]: Markdown prend cette ligne pour l’adresse d’un lien : elle ne s’imprimerait pas
      --> content/2024/fiches/01.md:24:1
       |
    24 | [Département]: 77
       | ^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « \[Département]: … » pour l’imprimer

    1 erreur
    ");
}

#[test]
fn a_title_after_an_address() {
    assert_snapshot!(prose("Voir [le site](https://exemple.fr \"le beau site\")."), @r#"
    erreur[MD-010]: « le beau site », après l’adresse, ne s’imprimerait pas
      --> content/2024/fiches/01.md:22:6
       |
    22 | Voir [le site](https://exemple.fr "le beau site").
       |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: l’écrire dans la phrase, ou le retirer

    1 erreur
    "#);
}

#[test]
fn an_image_whose_address_has_a_blank() {
    assert_snapshot!(prose("![Plan](images/mon schéma.png)"), @"
    erreur[MD-011]: l’adresse de cette image ne se lit pas
      --> content/2024/fiches/01.md:22:1
       |
    22 | ![Plan](images/mon schéma.png)
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: l’adresse contient une espace : écrire « (<images/mon schéma.png>) »

    1 erreur
    ");
}

#[test]
fn a_heading_without_words() {
    assert_snapshot!(prose("###\n\nUn accueil."), @"
    erreur[MD-012]: ce titre est vide
      --> content/2024/fiches/01.md:22:1
       |
    22 | ###
       | ^^^
       |
       = à faire: écrire le titre, ou retirer la ligne

    1 erreur
    ");
}

#[test]
fn a_heading_of_a_blank_that_nobody_sees() {
    assert_snapshot!(prose("### \u{a0}\n\nUn accueil."), @"
    erreur[MD-012]: ce titre est vide
      --> content/2024/fiches/01.md:22:1
       |
    22 | ###  
       | ^^^
       |
       = à faire: écrire le titre, ou retirer la ligne

    1 erreur
    ");
}

#[test]
fn a_heading_glued_to_its_signs() {
    assert_snapshot!(prose("##3. Durée"), @"
    erreur[MD-012]: « # » touche le mot qui suit : ce titre s’imprimerait comme du texte
      --> content/2024/fiches/01.md:22:1
       |
    22 | ##3. Durée
       | ^^^^^^^^^^
       |
       = à faire: écrire « ## 3. Durée »

    1 erreur
    ");
}

#[test]
fn a_sentence_underlined_by_dashes() {
    assert_snapshot!(prose("Un accueil ouvre.\n---"), @"
    erreur[MD-012]: cette ligne fait un titre de la phrase qui la précède
      --> content/2024/fiches/01.md:23:1
       |
    23 | ---
       | ^^^
       |
       = à faire: laisser une ligne vide avant « --- », ou retirer cette ligne ; pour un titre, écrire « ## » devant lui

    1 erreur
    ");
}

#[test]
fn a_year_in_braces_at_the_end_of_a_heading() {
    assert_snapshot!(prose("### Budget {2024}\n\nUn accueil."), @r"
    erreur[MD-013]: « {2024} » n’est ni un repère de rubrique, ni une donnée
      --> content/2024/fiches/01.md:22:12
       |
    22 | ### Budget {2024}
       |            ^^^^^^
       |
       = à faire: pour imprimer les accolades, écrire « \{2024} » ; un repère s’écrit « {#rubrique} »

    1 erreur
    ");
}

#[test]
fn a_star_in_the_middle_of_a_word() {
    assert_snapshot!(prose("Le coût 2*3 et 5* encore."), @r"
    erreur[MD-014]: cet astérisque est au milieu d’un mot
      --> content/2024/fiches/01.md:22:10
       |
    22 | Le coût 2*3 et 5* encore.
       |          ^
       |
       = à faire: écrire « \* » pour l’imprimer ; pour de l’italique, entourer le mot entier : « *mot* »

    1 erreur
    ");
}

#[test]
fn a_text_struck_out() {
    assert_snapshot!(prose("Un ~~grand~~ accueil."), @r"
    erreur[MD-014]: le texte barré n’est pas admis : un acte dit ce qui vaut
      --> content/2024/fiches/01.md:22:4
       |
    22 | Un ~~grand~~ accueil.
       |    ^^^^^^^^^
       |
       = à faire: retirer ces mots, ou écrire « \~\~ » pour imprimer les tildes

    1 erreur
    ");
}

#[test]
fn a_number_that_the_list_would_change() {
    assert_snapshot!(prose("3. Trois\n5. Cinq"), @r"
    erreur[MD-015]: le point « 5. » s’imprimerait « 4. »
      --> content/2024/fiches/01.md:23:1
       |
    23 | 5. Cinq
       | ^^
       |
       = à faire: écrire « 4. » ; pour garder « 5. », écrire « 5\. » et une ligne vide avant et après ce point

    1 erreur
    ");
}

#[test]
fn a_line_that_opens_a_list_by_chance() {
    assert_snapshot!(prose("Le contrat est signé par\n1. Le préfet"), @r"
    erreur[MD-015]: « 1. » ouvre ici une liste, au milieu d’un paragraphe
      --> content/2024/fiches/01.md:23:1
       |
    23 | 1. Le préfet
       | ^^
       |
       = à faire: pour une liste, laisser une ligne vide avant elle ; si la phrase continue, écrire « 1\. Le préfet »

    1 erreur
    ");
}

#[test]
fn a_star_for_a_note_under_a_table() {
    assert_snapshot!(prose("* hors FSE"), @r"
    erreur[MD-015]: « * » ouvre une liste d’un seul point : il s’imprimerait « – »
      --> content/2024/fiches/01.md:22:1
       |
    22 | * hors FSE
       | ^
       |
       = à faire: pour l’imprimer, écrire « \* hors FSE » ; pour une liste, employer « - »

    1 erreur
    ");
}

#[test]
fn bullets_of_a_word_processor() {
    assert_snapshot!(prose("•\tun accueil\n•\tune écoute"), @"
    erreur[MD-016]: cette ligne commence par « • » : elle s’imprimerait à la suite de la ligne d’avant
      --> content/2024/fiches/01.md:23:1
       |
    23 | •    une écoute
       | ^^^^^^^^^^^^^^^
       |
       = à faire: écrire « - une écoute », et de même les autres lignes, après une ligne vide

    1 erreur
    ");
}

#[test]
fn letters_of_a_word_processor() {
    assert_snapshot!(prose("a) un accueil\nb) une écoute"), @"
    erreur[MD-016]: cette ligne commence par « b) » : elle s’imprimerait à la suite de la ligne d’avant
      --> content/2024/fiches/01.md:23:1
       |
    23 | b) une écoute
       | ^^^^^^^^^^^^^
       |
       = à faire: laisser une ligne vide avant chaque ligne de la série ; pour une liste, écrire « - b) une écoute »

    1 erreur
    ");
}

#[test]
fn a_margin_of_four_spaces() {
    assert_snapshot!(prose("Un accueil.\n\n    ouvre chaque matin"), @"
    erreur[MD-017]: quatre espaces ou une tabulation devant cette ligne en font du texte à la lettre
      --> content/2024/fiches/01.md:24:5
       |
    24 |     ouvre chaque matin
       |     ^^^^^^^^^^^^^^^^^^
       |
       = à faire: les retirer ; pour du texte à la lettre, l’entourer de deux lignes « ``` »

    1 erreur
    ");
}

#[test]
fn a_cell_too_many() {
    assert_snapshot!(prose("| a | b |\n|---|---|\n| un | deux | trois |"), @r"
    erreur[TAB-001]: cette ligne a 3 cellules, et le tableau 2 colonnes
      --> content/2024/fiches/01.md:24:1
       |
    24 | | un | deux | trois |
       | ^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \| »

    1 erreur
    ");
}

#[test]
fn a_sentence_under_a_table() {
    assert_snapshot!(prose("| a | b |\n|---|---|\n| un | deux |\nUn accueil."), @"
    erreur[TAB-001]: cette ligne touche le tableau : elle en deviendrait une ligne
      --> content/2024/fiches/01.md:25:1
       |
    25 | Un accueil.
       | ^^^^^^^^^^^
       |
       = à faire: laisser une ligne vide après le tableau

    1 erreur
    ");
}

#[test]
fn a_table_without_its_rule() {
    assert_snapshot!(prose("| a | b |\n| un | deux |"), @"
    erreur[TAB-004]: ces lignes ont la forme d’un tableau, mais le trait sous les titres manque
      --> content/2024/fiches/01.md:22:1
       |
    22 | | a | b |
       | ^^^^^^^^^
       |
       = à faire: écrire « |---|---| » sous la ligne des titres

    1 erreur
    ");
}

#[test]
fn marks_of_emphasis_by_hundreds() {
    assert_snapshot!(prose(&format!("{}mot*{}", "*a ".repeat(300), " b*".repeat(299))), @"
    erreur[MD-005]: gras, italiques et liens sont emboîtés sur plus de douze niveaux
      --> content/2024/fiches/01.md:22:37
       |
    22 | ...*a *a *a *a *a *a *a *a *a *a *a *a *a *a...b* b* b* b* b* b* b* b* b* b* b* b* b* b*...
       |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^...^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: retirer des « * », des « _ » ou des crochets

    1 erreur
    ");
}

#[test]
fn a_character_that_turns_the_text() {
    assert_snapshot!(prose("L'État verse \u{202e}12 345 €."), @"
    erreur[TXT-005]: le caractère invisible U+202E change le sens de l’écriture de ce qui suit
      --> content/2024/fiches/01.md:22:14
       |
    22 | L'État verse �12 345 €.
       |              ^
       |
       = à faire: le retirer : placer le curseur juste après lui et effacer

    1 erreur
    ");
}

#[test]
fn an_invisible_character_in_a_title() {
    assert_snapshot!(fiche("intitule: Ouvrir", "intitule: Ouv\u{200b}rir").replace('\u{200b}', "·"), @"
    erreur[TXT-005]: il y a ici un caractère invisible, U+200B
     --> content/2024/fiches/01.md:4:14
      |
    4 | intitule: Ouv·rir un accueil
      |              ^
      |
      = à faire: le retirer : placer le curseur juste après lui et effacer

    1 erreur
    ");
}

#[test]
fn a_blank_in_place_of_an_object() {
    assert_snapshot!(prose("Un accueil \u{2800} ouvre."), @"
    erreur[TXT-005]: le caractère U+2800 ne montre qu’un blanc à la place d’un mot ou d’un objet
      --> content/2024/fiches/01.md:22:12
       |
    22 | Un accueil ⠀ ouvre.
       |            ^
       |
       = à faire: le remplacer par ce qu’il devait montrer, ou le retirer

    1 erreur
    ");
}

#[test]
fn a_merge_left_in_a_page() {
    assert_snapshot!(prose("<<<<<<< HEAD\nUn accueil.\n=======\nDeux accueils.\n>>>>>>> autre"), @"
    erreur[TXT-006]: une fusion git n’est pas terminée dans ce fichier
      --> content/2024/fiches/01.md:22:1
       |
    22 | <<<<<<< HEAD
       | ^^^^^^^^^^^^
       |
       = à faire: garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »

    1 erreur
    ");
}

#[test]
fn a_merge_left_in_a_header() {
    assert_snapshot!(fiche("statut: nouvelle\n", "<<<<<<< HEAD\nstatut: nouvelle\n=======\n>>>>>>> autre\n"), @"
    erreur[TXT-006]: une fusion git n’est pas terminée dans ce fichier
     --> content/2024/fiches/01.md:6:1
      |
    6 | <<<<<<< HEAD
      | ^^^^^^^^^^^^
      |
      = à faire: garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »

    1 erreur
    ");
}

#[test]
fn a_merge_left_in_a_file_of_data() {
    assert_snapshot!(minimal().replace(CONVENTION, "lieu: Claireville\n", "<<<<<<< HEAD\nlieu: Claireville\n=======\nlieu: Ambreval\n>>>>>>> autre\n").faults(), @"
    erreur[TXT-006]: une fusion git n’est pas terminée dans ce fichier
     --> content/2024/convention.yaml:5:1
      |
    5 | <<<<<<< HEAD
      | ^^^^^^^^^^^^
      |
      = à faire: garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »

    1 erreur
    ");
}

#[test]
fn a_header_closed_before_its_last_keys() {
    assert_snapshot!(fiche("statut: nouvelle\n", "---\nstatut: nouvelle\n"), @"
    erreur[YAML-004]: l’en-tête se ferme ici, avant ses dernières clés
     --> content/2024/fiches/01.md:6:1
      |
    6 | ---
      | ^^^
      |
      = à faire: retirer cette ligne « --- » : la suivante ferme l’en-tête

    1 erreur
    ");
}

#[test]
fn a_header_closed_as_soon_as_open() {
    assert_snapshot!(fiche("---\nnumero: 1\n", "---\n---\nnumero: 1\n"), @"
    erreur[YAML-004]: l’en-tête se ferme ici, avant ses dernières clés
     --> content/2024/fiches/01.md:2:1
      |
    2 | ---
      | ^^^
      |
      = à faire: retirer cette ligne « --- » : la suivante ferme l’en-tête

    1 erreur
    ");
}

#[test]
fn a_reference_with_blanks() {
    assert_snapshot!(prose("Un total de { budget.total } et de {Budget.total}."), @r"
    erreur[REF-005]: « { budget.total } » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:13
       |
    22 | Un total de { budget.total } et de {Budget.total}.
       |             ^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « {budget.total} » ; pour imprimer l’accolade, « \{ »

    erreur[REF-005]: « {Budget.total} » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:36
       |
    22 | Un total de { budget.total } et de {Budget.total}.
       |                                    ^^^^^^^^^^^^^^
       |
       = à faire: écrire « {budget.total} » ; pour imprimer l’accolade, « \{ »

    2 erreurs
    ");
}

#[test]
fn a_reference_between_double_braces() {
    assert_snapshot!(prose("À {{convention.lieu}}, le 3 mai."), @r"
    erreur[REF-005]: « {{convention.lieu}} » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:3
       |
    22 | À {{convention.lieu}}, le 3 mai.
       |   ^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « {convention.lieu} » ; pour imprimer l’accolade, « \{ »

    1 erreur
    ");
}

#[test]
fn a_reference_left_open() {
    assert_snapshot!(prose("L'État verse {convention.montant_etat au Département."), @r"
    erreur[REF-005]: « {convention.montant_etat » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:14
       |
    22 | L'État verse {convention.montant_etat au Département.
       |              ^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « {convention.montant_etat} » ; pour imprimer l’accolade, « \{ »

    1 erreur
    ");
}

#[test]
fn a_reference_with_an_accent() {
    assert_snapshot!(prose("L'État verse {convention.montant_état}."), @r"
    erreur[REF-005]: « {convention.montant_état} » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:14
       |
    22 | L'État verse {convention.montant_état}.
       |              ^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « {convention.montant_etat} » ; pour imprimer l’accolade, « \{ »

    1 erreur
    ");
}

#[test]
fn a_reference_with_a_blank_for_a_point() {
    assert_snapshot!(prose("Voir {fiche 1.budget.total}."), @r"
    erreur[REF-005]: « {fiche 1.budget.total} » ne se lit pas comme une donnée : cela s’imprimerait tel quel
      --> content/2024/fiches/01.md:22:6
       |
    22 | Voir {fiche 1.budget.total}.
       |      ^^^^^^^^^^^^^^^^^^^^^^
       |
       = à faire: écrire « {fiche.1.budget.total} » ; pour imprimer l’accolade, « \{ »

    1 erreur
    ");
}

#[test]
fn a_name_that_no_reference_can_bear() {
    assert_snapshot!(field("tableaux: [{ id: a.b, colonnes: [{ titre: A }], lignes: \"x\" }]"), @r#"
    erreur[REF-006]: on ne pourrait pas citer le tableau « a.b » entre accolades
      --> content/2024/fiches/01.md:10:18
       |
    10 | tableaux: [{ id: a.b, colonnes: [{ titre: A }], lignes: "x" }]
       |                  ^^^
       |
       = à faire: l’appeler « a-b » : lettres minuscules sans accent, chiffres, « - » et « _ »

    1 erreur
    "#);
}

#[test]
fn partners_without_a_name() {
    assert_snapshot!(fiche("partenaires: [État]", "partenaires: []"), @"
    erreur[CLE-003]: la liste « partenaires » est vide
     --> content/2024/fiches/01.md:9:14
      |
    9 | partenaires: []
      |              ^^
      |
      = à faire: écrire ce qu’elle contient, « aucun », un mot d’absence (« non renseigné »…), ou retirer la clé

    1 erreur
    ");
}

#[test]
fn a_mark_of_rubrique_in_an_article() {
    assert_snapshot!(minimal().add(ARTICLE, "\n## Objet {#fapi}\n\nUn accueil.\n").faults(), @"
    erreur[MD-013]: le repère « fapi » ne sert à rien ici
     --> content/2024/articles/01-objet.md:7:1
      |
    7 | ## Objet {#fapi}
      | ^^^^^^^^^^^^^^^^
      |
      = à faire: le retirer : seules les fiches ont des rubriques

    1 erreur
    ");
}

/// The Typst of the fiche once a text stands in place of its paragraph.
fn printed(text: &str) -> String {
    let output = minimal()
        .replace(FICHE, "Un accueil ouvre chaque matin.", text)
        .args(["build", "--format", "typ"])
        .output();
    let (_, fiche) = output.iter().find(|(path, _)| path.ends_with("fiche-01.typ")).unwrap();
    String::from_utf8(fiche.clone()).unwrap()
}

#[test]
fn a_reference_in_a_heading_prints_what_it_prints_in_a_sentence() {
    let typst = printed(
        "### Montant {convention.montant_etat}, {budget.total}\n\nIl est de {convention.montant_etat}.",
    );
    let amount = typst.split("Il est de ").nth(1).and_then(|rest| rest.split("\\.").next()).unwrap();
    assert!(amount.contains('€'), "{typst}");
    assert!(typst.contains(&format!("[Montant {amount}\\, ")), "{typst}");
    let alone = printed("### {convention.montant_etat}\n\nUn accueil.");
    assert!(alone.contains(&format!("[{amount}]")), "{alone}");
}

#[test]
fn stars_tildes_and_brackets_print_as_they_are_typed() {
    let typst = printed("Le produit 3*225*2, ~2 000 € et (~ 5 %).\n\n12) Douze\n13) Treize");
    for expected in ["225", "numbering: \"1)\"", "start: 12"] {
        assert!(typst.contains(expected), "{expected}\n{typst}");
    }
    assert!(!typst.contains("#emph") && !typst.contains("#strike"), "{typst}");
}
