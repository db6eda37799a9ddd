//! The `kith` command.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    kith::cli::main()
}
