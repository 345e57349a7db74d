//! The program: hands the command line to the library.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Threads free what others made all through a run; the allocator of most C libraries keeps it apart by thread.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    wirebrief::cli::main()
}
