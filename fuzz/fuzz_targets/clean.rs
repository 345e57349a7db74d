//! Cleaning of plain text: what is kept and what is dropped tile the text.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| wirebrief_fuzz::clean(text));
