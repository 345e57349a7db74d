//! Parquet.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(&[b"PAR1"], bytes));
