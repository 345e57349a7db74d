//! RSS and Atom.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(
    &[b"<rss><channel><title>t</title><item>", b"<feed><entry>"],
    bytes
));
