//! The `calpae` command: see `calpae::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(calpae::cli::run(std::env::args_os()) as u8)
}
