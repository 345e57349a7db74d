//! HTML, read and cleaned.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(
    &[b"<!DOCTYPE html><html><head>", b"<html><body>"],
    bytes
));
