//! The binary: see `calpae::cli`.
fn main() {
    let p = calpae::project::ouvrir(std::path::Path::new("."), None).unwrap();
    let l = calpae::parse::lire(&p.sources, &p.plan);
    let mut r = calpae::diagnostic::Rapport::default();
    r.etendre(p.diagnostics);
    r.etendre(l.diagnostics);
    print!("{}", calpae::diagnostic::humain::rendre(&r, &p.sources, false));
}
