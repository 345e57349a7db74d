//! EML and mbox.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(
    &[b"From: a@b\nSubject: x\nMIME-Version: 1.0\n", b"From a@b Mon Mar  3 08:00:00 2025\nFrom: a@b\n"],
    bytes
));
