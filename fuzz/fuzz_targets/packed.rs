//! gzip, bzip2, zstd, xz and lz4.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(
    &[b"\x1f\x8b\x08", b"BZh9", b"(\xb5/\xfd", b"\xfd7zXZ\x00", b"\x04\"M\x18"],
    bytes
));
