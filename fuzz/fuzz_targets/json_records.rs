//! JSONL, JSON arrays, ninjs and JSON Feed.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(
    &[
        b"{\"text\":\"",
        b"[{\"text\":\"",
        b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"t\",\"items\":["
    ],
    bytes
));
