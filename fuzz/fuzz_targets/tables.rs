//! CSV and TSV.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wirebrief_fuzz::read(&[b"title,text\n", b"title\ttext\n"], bytes));
