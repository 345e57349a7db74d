//! NewsML-G2 and NITF.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(
    &[b"<newsItem guid=\"a\"><contentSet>", b"<nitf><body><body.content>"],
    bytes
));
