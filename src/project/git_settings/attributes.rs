//! The lines of `.gitattributes`. Ours come first, so that those of the project, which follow, have the last word, and so
//! that no other byte changes when they go.

/// Our lines.
const LINES: [&str; 4] = [
    "# calpae : champ par champ (« calpae git-setup --retirer » ôte ces lignes)",
    "content/**/*.md diff=calpae merge=calpae",
    "content/**/*.yaml diff=calpae merge=calpae",
    "output/**/*.pdf diff=calpae",
];

/// The mark that Windows writes at the start of a file, and that git leaves aside.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// The file with our lines, those that it lacks being added.
pub(super) fn with_ours(bytes: &[u8]) -> Vec<u8> {
    let has = |line: &str| lines(bytes).any(|own| is_line(own, line));
    let missing: String = LINES.iter().filter(|line| !has(line)).map(|line| format!("{line}\n")).collect();
    let (mark, rest) = match bytes.strip_prefix(MARK) {
        Some(rest) => (MARK, rest),
        None => (&[][..], bytes),
    };
    [mark, missing.as_bytes(), rest].concat()
}

/// The file without our lines.
pub(super) fn without_ours(bytes: &[u8]) -> Vec<u8> {
    let (mark, rest) = match bytes.strip_prefix(MARK) {
        Some(rest) => (MARK, rest),
        None => (&[][..], bytes),
    };
    let kept = lines(rest).filter(|own| !LINES.iter().any(|line| is_line(own, line)));
    [mark, &kept.collect::<Vec<_>>().concat()].concat()
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n')
}

fn is_line(own: &[u8], line: &str) -> bool {
    own.strip_prefix(MARK).unwrap_or(own).trim_ascii() == line.as_bytes()
}
