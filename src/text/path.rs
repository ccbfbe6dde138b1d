//! Paths inside a project: relative, `/`-separated on every system, never outside it.

use std::fmt;

/// A path relative to the root of the project: plain names joined by `/`, without `.` or `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectPath(String);

/// Why a text is not a [`ProjectPath`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Empty, or nothing but `.` and `/`.
    #[error("le chemin est vide")]
    Blank,
    /// Starts with `/` or `~`.
    #[error("le chemin doit être relatif au projet")]
    Absolute,
    /// Has a `..` component, even one that would stay inside.
    #[error("le chemin sort du projet avec « .. »")]
    Escapes,
    /// Holds a character that some file system or shell forbids or interprets.
    #[error("le chemin contient un caractère interdit")]
    Forbidden,
}

impl ProjectPath {
    /// Validates a path as a user wrote it, and drops its `.` and empty components.
    ///
    /// # Errors
    /// See [`PathError`].
    pub fn new(text: &str) -> Result<Self, PathError> {
        if text.is_empty() {
            return Err(PathError::Blank);
        }
        if text.starts_with('/') || text.starts_with('~') {
            return Err(PathError::Absolute);
        }
        if text.chars().any(|c| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'))
        {
            return Err(PathError::Forbidden);
        }
        let mut names = Vec::new();
        for name in text.split('/') {
            match name {
                "" | "." => {}
                ".." => return Err(PathError::Escapes),
                name => names.push(name),
            }
        }
        if names.is_empty() { Err(PathError::Blank) } else { Ok(Self(names.join("/"))) }
    }

    /// Appends a relative path.
    ///
    /// # Errors
    /// As [`ProjectPath::new`] for `text`.
    pub fn join(&self, text: &str) -> Result<Self, PathError> {
        Ok(Self(format!("{}/{}", self.0, Self::new(text)?.0)))
    }

    /// The path, `/`-separated.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last name.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// File name without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

impl fmt::Display for ProjectPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_the_project() {
        assert_eq!(ProjectPath::new("images/./a.png").unwrap().as_str(), "images/a.png");
        assert_eq!(ProjectPath::new("../a"), Err(PathError::Escapes));
        assert_eq!(ProjectPath::new("a/../../b"), Err(PathError::Escapes));
        assert_eq!(ProjectPath::new("/etc/passwd"), Err(PathError::Absolute));
        assert_eq!(ProjectPath::new("C:\\a"), Err(PathError::Forbidden));
        assert_eq!(ProjectPath::new("./"), Err(PathError::Blank));
    }
}
