//! The form of the help: its typography, the order of the arguments.

use clap::builder::StyledStr;
use clap::{Arg, Command};

/// A command and those under it, in French: no line of their help begins with « ; » nor ends on « « », whatever the width of
/// the terminal, and the arguments are in the order in which they are typed.
pub(in crate::cli) fn in_french(command: Command) -> Command {
    let mut command = command;
    if let Some(about) = command.get_about().map(bound) {
        command = command.about(about);
    }
    if let Some(about) = command.get_long_about().map(bound) {
        command = command.long_about(about);
    }
    if let Some(after) = command.get_after_help().map(bound) {
        command = command.after_help(after);
    }
    let mut rank = 0;
    command.mut_args(|arg| argument(arg, &mut rank)).mut_subcommands(in_french)
}

fn argument(arg: Arg, rank: &mut usize) -> Arg {
    let mut arg = arg;
    if arg.is_positional() {
        *rank += 1;
        arg = arg.display_order(*rank);
    }
    if let Some(help) = arg.get_help().map(bound) {
        arg = arg.help(help);
    }
    match arg.get_long_help().map(bound) {
        Some(help) => arg.long_help(help),
        None => arg,
    }
}

/// The marks stay with their words; the command lines of the examples keep their own blanks.
fn bound(help: &StyledStr) -> String {
    let bound = help.to_string().replace("« ", "«\u{a0}");
    [';', ':', '!', '?', '»', '%']
        .into_iter()
        .fold(bound, |text, mark| text.replace(&format!(" {mark}"), &format!("\u{a0}{mark}")))
}

#[cfg(test)]
mod tests {
    /// The whole help of a command and of those under it, at a width.
    fn helps_of(command: clap::Command, width: usize) -> Vec<String> {
        let mut command = command.term_width(width);
        let mut helps = vec![command.render_help().to_string(), command.render_long_help().to_string()];
        helps.extend(command.get_subcommands().cloned().flat_map(|under| helps_of(under, width)));
        helps
    }

    #[test]
    fn a_line_is_no_longer_than_the_terminal_nor_than_100_columns() {
        let mut command = super::super::super::command();
        command.build();
        for (width, most) in [(80, 80), (100, 100)] {
            let whole = helps_of(command.clone(), width);
            // What is to be copied is not cut: usages and examples may be longer.
            let is_text = |line: &&str| !line.contains("calpae ");
            for line in whole.iter().flat_map(|help| help.lines()).filter(is_text) {
                assert!(line.chars().count() <= most, "{width} : {line}");
            }
        }
    }

    #[test]
    fn arguments_come_in_the_order_in_which_they_are_typed() {
        for (verb, first, second) in [("extraire", "<FICHIER>", "[DOSSIER]"), ("diff", "[AVANT]", "[APRÈS]")]
        {
            let mut command = super::super::super::command();
            let help = command.find_subcommand_mut(verb).unwrap().render_help().to_string();
            let listed = help.split_once("Arguments").unwrap().1;
            assert!(listed.find(first) < listed.find(second), "{help}");
        }
    }

    #[test]
    fn no_line_begins_or_ends_with_a_mark_that_belongs_to_its_neighbour() {
        let mut command = super::super::super::command();
        command.build();
        for width in [60, 72, 80, 100, 120] {
            for help in helps_of(command.clone(), width) {
                for line in help.lines() {
                    let bare = line.trim();
                    assert!(!bare.starts_with([';', ':', '!', '?', '»', '%']), "{width} : {line}\n{help}");
                    assert!(!bare.ends_with('«'), "{width} : {line}\n{help}");
                    for plain in [" ;", " :", " !", " ?", "« ", " »"] {
                        assert!(!bare.contains(plain), "{width} : « {plain} » in {line}");
                    }
                }
            }
        }
    }
}
