//! Characters that nobody sees, or that change what a reader sees: one table for prose, fields and numbers.

/// What a character does to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// It turns the letters that follow from right to left: what is signed would not be what was checked.
    Direction,
    /// It shows nothing; words that hold it are not found by a search.
    Invisible,
    /// It shows a blank, or stands for what could not be pasted.
    Blank,
}

/// What a character does to the text, when nobody sees it.
pub fn unseen_kind(letter: char) -> Option<Unseen> {
    match letter {
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(Unseen::Direction)
        }
        // U+0085 is « … » of Windows, badly decoded; Unicode has it for a blank.
        '\u{85}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{2800}'
        | '\u{fff9}'..='\u{fffc}' => Some(Unseen::Blank),
        '\u{ad}'
        | '\u{34f}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}' => Some(Unseen::Invisible),
        '\u{2028}'
        | '\u{2029}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' => Some(Unseen::Invisible),
        '\u{feff}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' => {
            Some(Unseen::Invisible)
        }
        '\u{e0000}'..='\u{e0fff}' => Some(Unseen::Invisible),
        _ => None,
    }
}
