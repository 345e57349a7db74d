//! Reuters-21578.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(&[b"<REUTERS NEWID=\"1\">\n"], bytes));
