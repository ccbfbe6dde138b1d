//! Paths inside a project: relative, with `/`, never leaving it.

use std::fmt;

/// A path relative to the project, made of plain names only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chemin(String);

/// Why a text is not a path inside a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErreurChemin {
    /// Nothing was written.
    #[error("le chemin est vide")]
    Vide,
    /// It starts at the root of a disk.
    #[error("le chemin doit être relatif au projet")]
    Absolu,
    /// It climbs with `..`.
    #[error("le chemin sort du projet avec « .. »")]
    Sort,
    /// It holds a character that some systems forbid or interpret.
    #[error("le chemin contient un caractère interdit")]
    Interdit,
}

impl Chemin {
    /// Checks a path written by a person.
    ///
    /// # Errors
    /// When it is empty, absolute, climbs out of the project, or holds `\`, `:` or a control character.
    pub fn new(texte: &str) -> Result<Self, ErreurChemin> {
        if texte.is_empty() {
            return Err(ErreurChemin::Vide);
        }
        if texte.starts_with('/') || texte.starts_with('~') {
            return Err(ErreurChemin::Absolu);
        }
        if texte
            .chars()
            .any(|c| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'))
        {
            return Err(ErreurChemin::Interdit);
        }
        let mut noms = Vec::new();
        for nom in texte.split('/') {
            match nom {
                "" | "." => {}
                ".." => return Err(ErreurChemin::Sort),
                nom => noms.push(nom),
            }
        }
        if noms.is_empty() { Err(ErreurChemin::Vide) } else { Ok(Self(noms.join("/"))) }
    }

    /// The path below this one.
    ///
    /// # Errors
    /// As [`Chemin::new`], for the part added.
    pub fn joindre(&self, texte: &str) -> Result<Self, ErreurChemin> {
        Ok(Self(format!("{}/{}", self.0, Self::new(texte)?.0)))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Last name, without its extension.
    pub fn radical(&self) -> &str {
        let nom = self.0.rsplit('/').next().unwrap_or(&self.0);
        nom.rsplit_once('.').map_or(nom, |(r, _)| r)
    }
}

impl fmt::Display for Chemin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_the_project() {
        assert_eq!(Chemin::new("images/./a.png").unwrap().as_str(), "images/a.png");
        assert_eq!(Chemin::new("../a"), Err(ErreurChemin::Sort));
        assert_eq!(Chemin::new("a/../../b"), Err(ErreurChemin::Sort));
        assert_eq!(Chemin::new("/etc/passwd"), Err(ErreurChemin::Absolu));
        assert_eq!(Chemin::new("C:\\a"), Err(ErreurChemin::Interdit));
        assert_eq!(Chemin::new("./"), Err(ErreurChemin::Vide));
    }
}
