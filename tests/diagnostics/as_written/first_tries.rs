//! The line that a person writes first, before any documentation: one finding, with the line to write.

use super::{CHARGE, each};

const ETAT: &str = "    - { financeur: etat, montant: 1 200 € }";
const OBJECTIVE: &str = "- { indicateur: 1.1/accueils, valeur: 40 }";
const CHARGES: &str = "  charges:\n    - { libelle: Accueillants, montant: 3 000 € }";

#[test]
fn a_charge_as_words_and_an_amount() {
    let wanted = |place: &str, written: &str, line: &str| {
        format!(
            "{place} CLE-003 « {written} » n’est pas une ligne de charge : il y manque « libelle » et « montant » → \
             écrire « - {{ {line} }} »"
        )
    };
    let personnel = "libelle: Personnel, montant: 45 000 €";
    let (colon, glued, words, dash) = (
        wanted("12:7", "Personnel : 45 000 €", personnel),
        wanted("12:7", "Personnel: 45000", "libelle: Personnel, montant: 45000"),
        wanted("12:7", "Personnel 45 000 €", personnel),
        wanted("12:7", "Personnel - 45 000 €", personnel),
    );
    let commas =
        wanted("12:7", "Achats, stocks : 5 000,50 €", "libelle: \"Achats, stocks\", montant: \"5 000,50 €\"");
    let product = wanted("12:7", "Personnel : 2 ETP x 45 000 €", "libelle: Personnel, montant: …");
    each(&[
        (CHARGE, "Personnel : 45 000 €", &colon),
        (CHARGE, "Personnel: 45000", &glued),
        (CHARGE, "Personnel 45 000 €", &words),
        (CHARGE, "Personnel\t45 000 €", &words),
        (CHARGE, "Personnel - 45 000 €", &dash),
        (CHARGE, "Achats, stocks : 5 000,50 €", &commas),
        (CHARGE, "Personnel : 2 ETP x 45 000 €", &product),
    ]);
}

#[test]
fn charges_without_dashes_or_pasted_from_a_spreadsheet() {
    let charge = |place: &str, written: &str, line: &str| {
        format!(
            "{place} CLE-003 « {written} » n’est pas une ligne de charge : il y manque « libelle » et « montant » → \
             écrire « - {{ {line} }} »"
        )
    };
    let amount = charge("11:12", "45 000 €", "libelle: …, montant: 45 000 €");
    let two = |a: &str, b: &str| {
        [
            charge("12:5", a, "libelle: Personnel, montant: 45 000 €"),
            charge("13:5", b, "libelle: Achats, montant: 30 €"),
        ]
        .join("\n")
    };
    let (colons, tabs) =
        (two("Personnel : 45 000 €", "Achats : 30 €"), two("Personnel 45 000 €", "Achats 30 €"));
    each(&[
        (CHARGES, "  charges: 45 000 €", &amount),
        (CHARGES, "  charges:\n    Personnel : 45 000 €\n    Achats : 30 €", &colons),
        (CHARGES, "  charges:\n    Personnel\t45 000 €\n    Achats\t30 €", &tabs),
        (
            CHARGES,
            "  charges:\nPersonnel\t45 000 €\nAchats\t30 €",
            "12:1 YAML-001 cette ligne vient d’un tableur : une tabulation y sépare deux cases → écrire une clé devant chaque case ; pour une charge : « - { libelle: …, montant: … } »",
        ),
        (
            CHARGES,
            "  charges:\n    libelle: Accueillants\n    montant: 3 000 €",
            "12:5 CLE-003 il faut ici une liste, et son tiret manque → mettre « - » devant la première clé de la ligne, et aligner les suivantes avec elle",
        ),
    ]);
}

#[test]
fn a_payer_by_its_name() {
    let lack = "n’est pas une ligne de financement : il y manque « financeur » ou « libelle », et « montant » → écrire";
    let etat =
        format!("14:7 CLE-003 « État : 1 200 € » {lack} « - {{ financeur: etat, montant: 1 200 € }} »");
    let region = format!(
        "14:7 CLE-003 « Région : 1 200 € » {lack} « - {{ libelle: Région, montant: 1 200 € }} », ou « financeur: … » au lieu de « libelle » pour un financeur du cadre"
    );
    each(&[
        (ETAT, "    - État : 1 200 €", &etat),
        (ETAT, "    - Région : 1 200 €", &region),
        (
            "financeur: etat",
            "financeur: Région",
            "14:20 REF-001 « Région » n’est pas un financeur du cadre → écrire l’un de ces noms : etat, departement ; pour un payeur qui n’y est pas, remplacer « financeur: » par « libelle: Région »",
        ),
        (
            "financeur: etat",
            "financeur: État",
            "14:20 REF-001 « État » n’est pas un financeur du cadre → écrire « etat », le nom court de « État » dans le cadre",
        ),
        (
            "statut: nouvelle",
            "statut: Nouvelle fiche",
            "6:9 REF-001 « Nouvelle fiche » n’est pas un statut du cadre → écrire « nouvelle », le mot de ce statut",
        ),
    ]);
}

#[test]
fn an_objective_a_quoted_amount_and_words() {
    each(&[
        (
            OBJECTIVE,
            "- Nombre d’accueils : 40",
            "18:7 CLE-003 « Nombre d’accueils : 40 » n’est pas une ligne d’objectif : il y manque « indicateur » ou « libelle », et « valeur » → écrire « - { libelle: Nombre d’accueils, valeur: 40 } », ou « indicateur: … » au lieu de « libelle » pour un indicateur du cadre",
        ),
        (
            "montant: 3 000 €",
            "montant: “3 000 €”",
            "12:41 VAL-001 « “3 000 €” » : ce n’est pas un montant → écrire « 3 000 € », sans guillemets",
        ),
        (
            "duree: 2 ans",
            "duree: deux ans",
            "8:8 VAL-006 la durée « deux ans » n’est pas comprise → écrire « 2 ans », en chiffres",
        ),
        (
            "numero: 1\n",
            "numero: 1\nintitule_absent: peut-être\n",
            "3:18 CLE-003 il faut ici « oui » ou « non », et c’est un texte → écrire l’un de ces deux mots, sans rien d’autre",
        ),
    ]);
}

#[test]
fn a_key_of_another_line_is_still_told_as_such() {
    each(&[(
        CHARGE,
        "{ libele: Accueillants, montant: 3 000 € }",
        "12:9 CLE-001 la clé « libele » est inconnue ici → vouliez-vous dire « libelle » ?",
    )]);
}
