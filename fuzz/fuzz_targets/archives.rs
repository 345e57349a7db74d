//! zip and tar.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(&[b"PK\x03\x04", b""], bytes));
