//! Any bytes: the format is told from them.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(&[b""], bytes));
