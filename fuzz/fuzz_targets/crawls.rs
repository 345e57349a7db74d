//! WARC, WET and ARC.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(
    &[
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n",
        b"filedesc://x 1.2.3.4 20250303080000 text/plain 0\n\nhttp://x 1.2.3.4 20250303080000 text/html "
    ],
    bytes
));
