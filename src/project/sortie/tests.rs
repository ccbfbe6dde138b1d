#![expect(clippy::disallowed_methods, reason = "the tests write what a person would")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use tempfile::{TempDir, tempdir};

use super::manifeste::somme;
use super::{Bilan, ErreurSortie, Obstacle, Raison, ecrire, ecrire_avec};

type Fichiers = BTreeMap<String, Vec<u8>>;

fn fichiers(liste: &[(&str, &str)]) -> Fichiers {
    liste.iter().map(|(chemin, texte)| ((*chemin).to_owned(), texte.as_bytes().to_vec())).collect()
}

fn premiers() -> Fichiers {
    fichiers(&[
        ("a.typ", "un"),
        ("a.pdf", "PDF 1"),
        ("fiches/01.typ", "fiche"),
        ("images/vieux.svg", "<svg/>"),
    ])
}

fn seconds() -> Fichiers {
    fichiers(&[("a.typ", "deux"), ("a.pdf", "PDF 2"), ("fiches/01.typ", "fiche"), ("fiches/02.typ", "neuve")])
}

/// A folder where the first version of a document was written.
fn ecrit() -> TempDir {
    let dossier = tempdir().unwrap();
    ecrire(dossier.path(), "convention", &premiers()).unwrap();
    dossier
}

/// All the files of a folder, manifests and leftovers included.
fn contenu(dossier: &Path) -> Fichiers {
    let entrees = walkdir::WalkDir::new(dossier).into_iter().map(Result::unwrap);
    let fichiers = entrees.filter(|entree| entree.file_type().is_file() || entree.path_is_symlink());
    fichiers.map(|f| (nom(f.path().strip_prefix(dossier).unwrap()), fs::read(f.path()).unwrap())).collect()
}

fn nom(chemin: &Path) -> String {
    chemin.to_str().unwrap().replace('\\', "/")
}

/// What must be in the folder once a version is written: its files and the manifest.
fn attendu(fichiers: &Fichiers) -> Fichiers {
    let lignes = fichiers.iter().map(|(chemin, octets)| format!("{}  {chemin}\n", somme(octets)));
    let manifeste = lignes.collect::<String>().into_bytes();
    fichiers.clone().into_iter().chain([(".calpae/convention.sha256".to_owned(), manifeste)]).collect()
}

fn noms(liste: &[&str]) -> Vec<String> {
    liste.iter().map(|nom| (*nom).to_owned()).collect()
}

/// The obstacles of a run that must be refused and change nothing.
fn refus(dossier: &Path, fichiers: &Fichiers) -> Vec<(String, Raison)> {
    let avant = contenu(dossier);
    let erreur = ecrire(dossier, "convention", fichiers).unwrap_err();
    assert_eq!(contenu(dossier), avant);
    let ErreurSortie::Obstacles { obstacles, .. } = erreur else { panic!("{erreur}") };
    obstacles.into_iter().map(|Obstacle { chemin, raison }| (chemin, raison)).collect()
}

#[test]
fn a_document_is_written_then_kept_up_to_date() {
    let racine = tempdir().unwrap();
    let dossier = racine.path().join("output/2022");
    let bilan = ecrire(&dossier, "convention", &premiers()).unwrap();
    assert_eq!(bilan, Bilan { ecrits: premiers().into_keys().collect(), ..Bilan::default() });
    assert_eq!(contenu(&dossier), attendu(&premiers()));

    let bilan = ecrire(&dossier, "convention", &seconds()).unwrap();
    let ecrits = noms(&["a.pdf", "a.typ", "fiches/02.typ"]);
    let inchanges = noms(&["fiches/01.typ"]);
    assert_eq!(bilan, Bilan { ecrits, inchanges, retires: noms(&["images/vieux.svg"]), laisses: vec![] });
    assert_eq!(contenu(&dossier), attendu(&seconds()));
    assert!(!dossier.join("images").exists(), "a folder left empty goes with its last file");
}

#[test]
fn a_file_with_the_right_bytes_is_not_touched() {
    let dossier = ecrit();
    let date = |nom: &str| fs::metadata(dossier.path().join(nom)).unwrap().modified().unwrap();
    let (pdf, manifeste) = (date("a.pdf"), date(".calpae/convention.sha256"));
    std::thread::sleep(std::time::Duration::from_millis(20));
    let bilan = ecrire(dossier.path(), "convention", &premiers()).unwrap();
    assert_eq!(bilan, Bilan { inchanges: premiers().into_keys().collect(), ..Bilan::default() });
    assert_eq!((date("a.pdf"), date(".calpae/convention.sha256")), (pdf, manifeste));
}

#[test]
#[cfg(unix)]
fn files_have_the_permissions_of_an_ordinary_program() {
    use std::os::unix::fs::PermissionsExt as _;
    let dossier = ecrit();
    fs::write(dossier.path().join("ordinaire"), "").unwrap();
    let mode = |nom: &str| fs::metadata(dossier.path().join(nom)).unwrap().permissions().mode();
    assert_eq!(mode("a.pdf"), mode("ordinaire"));
    assert_eq!(mode(".calpae/convention.sha256"), mode("ordinaire"));
}

#[test]
fn the_work_of_somebody_is_never_overwritten() {
    let dossier = ecrit();
    fs::write(dossier.path().join("a.typ"), "corrigé à la main").unwrap();
    fs::write(dossier.path().join("fiches/02.typ"), "la mienne").unwrap();
    fs::write(dossier.path().join("notes.txt"), "sans rapport").unwrap();
    let attendus = [("a.typ".to_owned(), Raison::Modifie), ("fiches/02.typ".to_owned(), Raison::Etranger)];
    assert_eq!(refus(dossier.path(), &seconds()), attendus);

    let erreur = ecrire(dossier.path(), "convention", &seconds()).unwrap_err();
    let texte = erreur.to_string().replace(dossier.path().to_str().unwrap(), "output/2022");
    assert_eq!(
        texte,
        "rien n’a été écrit dans output/2022 :\n  a.typ : modifié depuis que calpae l’a écrit\n  \
         fiches/02.typ : ce fichier ne vient pas de calpae"
    );
    assert!(erreur.aide().starts_with("déplacer ou supprimer ces fichiers, puis relancer"));

    fs::remove_file(dossier.path().join("a.typ")).unwrap();
    fs::write(dossier.path().join("fiches/02.typ"), "neuve").unwrap();
    let bilan = ecrire(dossier.path(), "convention", &seconds()).unwrap();
    assert_eq!(
        bilan.inchanges,
        noms(&["fiches/01.typ", "fiches/02.typ"]),
        "the right bytes are never an obstacle"
    );
    assert_eq!(fs::read(dossier.path().join("notes.txt")).unwrap(), b"sans rapport");
}

#[test]
fn a_file_no_longer_made_stays_if_somebody_modified_it() {
    let dossier = ecrit();
    fs::write(dossier.path().join("images/vieux.svg"), "repris").unwrap();
    let bilan = ecrire(dossier.path(), "convention", &seconds()).unwrap();
    assert_eq!((bilan.retires, bilan.laisses), (vec![], noms(&["images/vieux.svg"])));
    // It is no longer ours, even if we make such a file again.
    assert_eq!(refus(dossier.path(), &premiers()), [("images/vieux.svg".to_owned(), Raison::Etranger)]);
}

#[test]
fn a_change_of_case_removes_nothing() {
    let dossier = ecrit();
    let mut fichiers = premiers();
    fichiers.remove("images/vieux.svg");
    fichiers.insert("images/Vieux.svg".to_owned(), b"<svg/>".to_vec());
    let bilan = ecrire(dossier.path(), "convention", &fichiers).unwrap();
    assert_eq!((bilan.retires, bilan.laisses), (vec![], noms(&["images/vieux.svg"])));
}

#[test]
fn something_that_is_not_a_file_is_an_obstacle() {
    let dossier = tempdir().unwrap();
    fs::create_dir(dossier.path().join("a.pdf")).unwrap();
    fs::write(dossier.path().join("fiches"), "un fichier").unwrap();
    let attendus = [("a.pdf".to_owned(), Raison::PasUnFichier), ("fiches".to_owned(), Raison::PasUnDossier)];
    assert_eq!(refus(dossier.path(), &seconds()), attendus);
    fs::write(dossier.path().join(".calpae"), "").unwrap();
    assert_eq!(refus(dossier.path(), &seconds()), [(".calpae".to_owned(), Raison::PasUnDossier)]);
}

#[test]
#[cfg(unix)]
fn no_symbolic_link_is_followed_below_the_folder() {
    use std::os::unix::fs::symlink;
    let ailleurs = tempdir().unwrap();
    fs::write(ailleurs.path().join("a.typ"), "un").unwrap();
    let dossier = tempdir().unwrap();
    symlink(ailleurs.path().join("a.typ"), dossier.path().join("a.typ")).unwrap();
    symlink(ailleurs.path(), dossier.path().join("fiches")).unwrap();
    let attendus = [("a.typ".to_owned(), Raison::Lien), ("fiches".to_owned(), Raison::Lien)];
    let obstacles = |erreur| match erreur {
        Err(ErreurSortie::Obstacles { obstacles, .. }) => {
            obstacles.into_iter().map(|o| (o.chemin, o.raison)).collect()
        }
        autre => panic!("{autre:?}"),
    };
    let trouves: Vec<_> = obstacles(ecrire(dossier.path(), "convention", &premiers()));
    assert_eq!(trouves, attendus);
    assert_eq!(fs::read_dir(ailleurs.path()).unwrap().count(), 1);

    let dossier = tempdir().unwrap();
    symlink(ailleurs.path(), dossier.path().join(".calpae")).unwrap();
    let trouves = obstacles(ecrire(dossier.path(), "convention", &premiers()));
    assert_eq!(trouves, [(".calpae".to_owned(), Raison::Lien)]);
    assert_eq!(fs::read_dir(ailleurs.path()).unwrap().count(), 1);
}

/// Runs that stop before each of their changes in turn: a full disk, a folder that cannot be written, a
/// process killed.
#[test]
fn a_run_may_stop_anywhere() {
    let mut arret = 0;
    loop {
        let dossier = ecrit();
        let avant = contenu(dossier.path());
        let mut pas = 0;
        let resultat = ecrire_avec(dossier.path(), "convention", &seconds(), &mut || {
            pas += 1;
            if pas > arret { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        });
        let Err(erreur) = resultat else {
            assert_eq!(contenu(dossier.path()), attendu(&seconds()));
            break;
        };
        assert!(erreur.to_string().ends_with(" : plus de place sur le disque"), "{erreur}");
        let apres = contenu(dossier.path());
        if erreur.aide().starts_with("aucun fichier de la sortie n’a changé") {
            assert_eq!(apres, avant, "stopped at {arret}");
        }
        for (chemin, octets) in &apres {
            let entier = premiers().get(chemin) == Some(octets) || seconds().get(chemin) == Some(octets);
            assert!(entier || chemin == ".calpae/convention.sha256", "{chemin} stopped at {arret}");
        }
        assert!(apres.contains_key("a.pdf"), "there always is a PDF");
        // Neither the new version nor a return to the first takes our files for somebody's.
        let suivants = if arret % 2 == 0 { seconds() } else { premiers() };
        ecrire(dossier.path(), "convention", &suivants).unwrap();
        assert_eq!(contenu(dossier.path()), attendu(&suivants), "stopped at {arret}");
        arret += 1;
    }
    assert!(arret > 10, "each change is preceded by a call");
}

#[test]
fn what_a_killed_run_had_prepared_is_cleaned() {
    let dossier = ecrit();
    fs::create_dir(dossier.path().join(".calpae/tmp-Xy12")).unwrap();
    fs::write(dossier.path().join(".calpae/tmp-Xy12/0"), "à moitié").unwrap();
    ecrire(dossier.path(), "convention", &premiers()).unwrap();
    assert_eq!(contenu(dossier.path()), attendu(&premiers()));
}

#[test]
fn two_documents_share_a_folder_and_its_charte() {
    let dossier = tempdir().unwrap();
    let convention = fichiers(&[("charte.typ", "1"), ("convention.pdf", "C")]);
    let rapport = fichiers(&[("charte.typ", "2"), ("rapport.pdf", "R")]);
    ecrire(dossier.path(), "convention", &convention).unwrap();
    let bilan = ecrire(dossier.path(), "rapport", &rapport).unwrap();
    assert_eq!((bilan.ecrits, bilan.retires), (noms(&["charte.typ", "rapport.pdf"]), vec![]));
    let bilan = ecrire(dossier.path(), "convention", &fichiers(&[("convention.pdf", "C")])).unwrap();
    assert_eq!(bilan, Bilan { inchanges: noms(&["convention.pdf"]), ..Bilan::default() });
    let bilan = ecrire(dossier.path(), "rapport", &fichiers(&[])).unwrap();
    assert_eq!(bilan.retires, noms(&["charte.typ", "rapport.pdf"]), "the last that names a file removes it");
}

#[test]
fn the_marks_of_a_merge_conflict_do_not_lose_what_is_ours() {
    let dossier = ecrit();
    let manifeste = dossier.path().join(".calpae/convention.sha256");
    let texte = fs::read_to_string(&manifeste).unwrap();
    fs::write(&manifeste, format!("<<<<<<< HEAD\n{texte}=======\r\n>>>>>>> autre\n0  ../../dehors\n"))
        .unwrap();
    ecrire(dossier.path(), "convention", &seconds()).unwrap();
    assert_eq!(contenu(dossier.path()), attendu(&seconds()));
}

#[test]
#[cfg(unix)]
fn two_runs_do_not_write_at_once() {
    let dossier = ecrit();
    let resultat = ecrire_avec(dossier.path(), "convention", &seconds(), &mut || {
        let second = ecrire(dossier.path(), "rapport", &premiers());
        assert!(matches!(second, Err(ErreurSortie::Occupe(_))), "{second:?}");
        Ok(())
    });
    assert!(resultat.is_ok());
}

#[test]
fn a_name_that_leaves_the_folder_is_refused() {
    let dossier = tempdir().unwrap();
    let essai = |document: &str, liste: &[(&str, &str)]| {
        let erreur = ecrire(&dossier.path().join("sortie"), document, &fichiers(liste)).unwrap_err();
        assert!(matches!(erreur, ErreurSortie::Nom { .. }), "{erreur}");
    };
    for nom in ["../a", "/a", "a/../b", "a//b", "./a", "", "a\\b", "C:a", ".calpae/x", ".Calpae/x", "a\n"] {
        essai("convention", &[(nom, "")]);
    }
    essai("convention", &[("a", ""), ("a/b", "")]);
    essai("../convention", &[]);
    essai("a/b", &[]);
    assert_eq!(fs::read_dir(dossier.path()).unwrap().count(), 0);
}

#[test]
fn a_disk_that_refuses_is_told_in_french() {
    let dossier = tempdir().unwrap();
    fs::write(dossier.path().join("fichier"), "").unwrap();
    let erreur = ecrire(&dossier.path().join("fichier/2022"), "convention", &premiers()).unwrap_err();
    assert!(erreur.to_string().ends_with("fichier/2022 : ce n’est pas un dossier"), "{erreur}");
}

#[test]
#[cfg(unix)]
fn a_read_only_folder_is_left_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;
    let dossier = ecrit();
    let permettre = |mode| {
        for nom in ["", ".calpae"] {
            fs::set_permissions(dossier.path().join(nom), fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    permettre(0o555);
    // Nothing is refused to the administrator.
    if fs::create_dir(dossier.path().join("essai")).is_err() {
        let erreur = ecrire(dossier.path(), "convention", &seconds()).unwrap_err();
        assert!(erreur.to_string().ends_with(" : permission refusée"), "{erreur}");
        assert_eq!(contenu(dossier.path()), attendu(&premiers()));
    }
    permettre(0o755);
}
