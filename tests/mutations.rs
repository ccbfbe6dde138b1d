//! Changes one digit at a time in what the act states twice. `check` must find the slip, unless `docs/mutations.md` gives
//! the reason why it does not.

use calpae::project::{self, Disk};

use crate::common::{mutations, repository};

#[test]
#[expect(clippy::print_stdout, reason = "the rate and what survives are what one runs it for")]
fn a_slip_of_one_digit_is_found() {
    let project = project::open(&Disk::new(repository()), None).unwrap();
    let summary = mutations::attempt(&project);
    print!("{}", summary.say());
    let (hits, mutants) = summary.rate();
    assert!(mutants > 1000 && hits * 100 >= mutants * 95, "{hits} sur {mutants}");
    let page = std::fs::read_to_string(repository().join("docs/mutations.md")).unwrap();
    for s in &summary.survivors {
        let file = s.location.split(':').next().unwrap().rsplit_once("2022/").unwrap().1;
        let explains = page.lines().any(|l| {
            let mut cells = l.split('|').map(str::trim);
            let stated = |c: Option<&str>, word: &str| c.is_some_and(|c| c.contains(&format!("`{word}`")));
            let (at, from, a) = (cells.nth(1), cells.next(), cells.next());
            stated(at, file)
                && from.is_some_and(|from| s.before.contains(from.trim_matches('`')))
                && (a == Some("tout autre") || stated(a, &s.after))
        });
        assert!(
            explains,
            "{} : « {} » → « {} » n’est pas dans docs/mutations.md",
            s.location, s.before, s.after
        );
    }
}
