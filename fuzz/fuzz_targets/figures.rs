//! The figure grammar: mentions in order, apart, and each a piece of the text.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| wirebrief_fuzz::figures(text));
