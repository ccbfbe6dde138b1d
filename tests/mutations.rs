//! What the act states twice, one digit changed at a time: the slips that `check` finds, and those that it does
//! not, each with its reason in `docs/mutations.md`.

use calpae::project;

use crate::commun::{depot, mutations};

#[test]
#[expect(clippy::print_stdout, reason = "the rate and what survives are what one runs it for")]
fn a_slip_of_one_digit_is_found() {
    let projet = project::ouvrir(depot(), None).unwrap();
    let bilan = mutations::essayer(&projet);
    print!("{}", bilan.dire());
    let (trouves, mutants) = bilan.taux();
    assert!(mutants > 1000 && trouves * 100 >= mutants * 95, "{trouves} sur {mutants}");
    let page = std::fs::read_to_string(depot().join("docs/mutations.md")).unwrap();
    for s in &bilan.survivants {
        let fichier = s.lieu.split(':').next().unwrap().rsplit_once("2022/").unwrap().1;
        let explique = page.lines().any(|l| {
            let mut cases = l.split('|').map(str::trim);
            let dit = |c: Option<&str>, mot: &str| c.is_some_and(|c| c.contains(&format!("`{mot}`")));
            let (ou, de, a) = (cases.nth(1), cases.next(), cases.next());
            dit(ou, fichier)
                && de.is_some_and(|de| s.avant.contains(de.trim_matches('`')))
                && (a == Some("tout autre") || dit(a, &s.apres))
        });
        assert!(explique, "{} : « {} » → « {} » n’est pas dans docs/mutations.md", s.lieu, s.avant, s.apres);
    }
}
