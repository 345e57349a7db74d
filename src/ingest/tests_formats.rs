//! Feeds, WARC, SGML, tables and archives: a whole file, one that breaks off, and one that means harm.

use std::io::{Cursor, Write as _};

use super::tests::{gz, outcomes};

/// A line of JSON, packed by `xz`.
const XZ: &str = "fd377a585a000004e6d6b4460200210116000000742fe5a30100127b2274657874223a225061636b65642e227d0a00004fd4cf95702817d000012b13\
    9c0948d21fb6f37d010000000004595a";

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Quay Ledger</title><language>en-gb</language>
<item><title>Harlow &amp; Pike rise</title><link>https://quay.example/1</link><guid>q1</guid><pubDate>Mon, 03 Mar 2025 08:00:00 GMT</pubDate>
<description>&lt;p&gt;Shares rose.&lt;/p&gt;</description><content:encoded><![CDATA[<p>Shares in Harlow &amp; Pike rose 3%.</p><p>Trading was thin.</p>]]></content:encoded></item>
<item><title>Only a headline</title><link>https://quay.example/2</link></item></channel></rss>"#;

#[test]
fn rss_items_are_records_with_the_fullest_of_their_texts() {
    let first = r#"q1 extracted "Shares in Harlow & Pike rose 3%.\nTrading was thin." Harlow & Pike rise Quay Ledger Mon, 03 Mar 2025 08:00:00 GMT https://quay.example/1"#;
    let second = r#"item:2 extracted "Only a headline" Only a headline Quay Ledger https://quay.example/2"#;
    assert_eq!(outcomes(RSS.as_bytes()), [first, second]);
}

#[test]
fn a_feed_that_breaks_off_gives_what_came_before() {
    let cut = outcomes(&RSS.as_bytes()[..RSS.len() - 60]);
    assert_eq!(cut.len(), 2, "{cut:?}");
    assert!(cut[0].starts_with("q1 extracted") && cut[1].starts_with("item:2 malformed: expected"), "{cut:?}");
}

#[test]
fn atom_has_its_links_in_attributes_and_its_text_in_xhtml() {
    let atom = br#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><id>urn:1</id><title>Pact signed</title>
        <link rel="enclosure" href="https://w.example/pic"/><link href="https://w.example/a?b=1&amp;c=2"/><updated>2025-03-03T08:00:00Z</updated>
        <content type="xhtml"><div><p>Two ports signed a pact.</p><p>It <b>starts</b> in May.</p></div></content></entry></feed>"#;
    let entry = r#"urn:1 extracted "Two ports signed a pact.\nIt starts in May." Pact signed Wire 2025-03-03T08:00:00Z https://w.example/a?b=1&c=2"#;
    assert_eq!(outcomes(atom), [entry]);
}

#[test]
fn entities_of_a_document_type_are_not_expanded() {
    let bomb = r#"<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
        <rss><channel><item><title>T</title><description>Before &c; after</description></item></channel></rss>"#;
    assert_eq!(outcomes(bomb.as_bytes()), [r#"item:1 extracted "Before &c; after" T"#]);
}

fn warc(kind: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let id = body.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Target-URI: https://n.example/{id}\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn http(head: &str, body: &[u8]) -> Vec<u8> {
    warc("response", "application/http; msgtype=response", &[head.as_bytes(), b"\r\n\r\n", body].concat())
}

#[test]
fn pages_of_a_warc_are_records_and_what_is_no_page_is_a_reject() {
    let page = b"<html><p>Rates were held.</p></html>";
    let packed = gz(page);
    let (half, rest) = packed.split_at(packed.len() / 2);
    let chunk = |part: &[u8]| [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
    let chunked = [chunk(half), chunk(rest), b"0\r\n\r\n".to_vec()].concat();
    let file = [
        warc("warcinfo", "application/warc-fields", b"software: x\r\n"),
        http("HTTP/1.1 200 OK\r\nContent-Type: text/html", page),
        http(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked",
            &chunked,
        ),
        http("HTTP/1.1 404 Not Found\r\nContent-Type: text/html", page),
        http("HTTP/1.1 200 OK\r\nContent-Type: image/png", b"png"),
        warc("conversion", "text/plain", b"Plain text of a page."),
    ]
    .concat();
    let found = outcomes(&file);
    let shown: Vec<&str> = found.iter().map(|line| line.split_once(' ').expect("has an id").1).collect();
    assert_eq!(shown.len(), 5, "{found:?}");
    assert!(
        shown[0].starts_with(r#"html "<html><p>Rates were held."#) && shown[1].starts_with(r#"html "<html><p>Rates"#),
        "{found:?}"
    );
    assert_eq!(shown[2], "no text: expected a page, found HTTP status 404");
    assert_eq!(shown[3], "no text: expected HTML or text, found `image/png`");
    assert!(shown[4].starts_with(r#"extracted "Plain text of a page." https://n.example/21"#), "{found:?}");
    // The same as most crawls have it: one gzip member a record.
    assert_eq!(outcomes(&gz(&file)), found);
    let cut = outcomes(&file[..file.len() - 20]);
    assert!(cut.len() == 5 && cut[4].contains("malformed: expected a record of 21 bytes"), "{cut:?}");
}

#[test]
fn a_warc_record_that_lies_about_its_length_ends_the_file_not_the_run() {
    let lie = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\nx";
    let found = outcomes(lie);
    assert_eq!(found, ["item:1 malformed: expected a record of 99999999999999 bytes, found the end of the file"]);
    // Packed data that would grow past all measure.
    let bomb = gz(&vec![b' '; 40_000_000]);
    let found = outcomes(&http("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", &bomb));
    assert!(found.len() == 1 && found[0].contains("malformed") || found[0].contains("no text"), "{found:?}");
}

#[test]
fn reuters_elements_are_records_with_dateline_and_body() {
    let element = |number: usize| {
        format!(
            "<REUTERS TOPICS=\"YES\" NEWID=\"{number}\">\n<DATE>26-FEB-1987 15:01:01.79</DATE>\n<TEXT>&#2;\n<TITLE>COCOA &amp; TEA</TITLE>\n\
             <DATELINE>    SALVADOR, Feb 26 - </DATELINE><BODY>Prices rose\nin May.\n&#3;</BODY></TEXT>\n</REUTERS>\n"
        )
    };
    let file = format!("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n{}{}", element(1), element(2));
    let record = |n| {
        format!("{n} extracted \"SALVADOR, Feb 26 - Prices rose\\nin May.\" COCOA & TEA Reuters 1987-02-26T15:01:01")
    };
    assert_eq!(outcomes(file.as_bytes()), [record(1), record(2)]);
    let cut = outcomes(&file.as_bytes()[..file.len() - 30]);
    assert_eq!(cut[1], "item:2 malformed: expected `</REUTERS>`, found the end of the file");
    assert_eq!(outcomes(b"<REUTERS></REUTERS>").len(), 1, "an element without text is a reject");
}

#[test]
fn rows_of_a_table_are_records() {
    let table = "id,headline,text,date\n7,\"Up, again\",\"It rose.\nThen fell.\",2025-03-03\n8,None,,\n";
    let found = outcomes(table.as_bytes());
    assert_eq!(found[0], r#"7 plain "It rose.\nThen fell." Up, again 2025-03-03"#);
    assert!(found[1].starts_with("row:2 no text"), "{found:?}");
    assert_eq!(outcomes(b"title\ttext\nA\tOne.\n"), [r#"row:1 plain "One." A"#]);
    let open = format!("title,text\nA,\"{}", "never closed ".repeat(200_000));
    assert!(outcomes(open.as_bytes()).last().is_some_and(|line| line.contains("too large")));
    assert!(outcomes(b"title,text\n")[0].contains("empty: expected a row"));
}

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("begun");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        // By hand: the builder itself refuses names that lead out.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *bytes).expect("written");
    }
    builder.into_inner().expect("finished")
}

#[test]
fn files_in_archives_are_read_where_they_lie() {
    let lines = gz(b"{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
    let inner = zip(&[("deep.txt", b"Deep text.")]);
    let entries: [(&str, &[u8]); 4] =
        [("a.txt", b"First."), ("d/b.jsonl.gz", &lines), ("c.zip", &inner), (".hidden", b"No.")];
    let expected = [
        r#"a.txt plain "First.""#,
        r#"d/b.jsonl.gz#line:1 plain "one""#,
        r#"d/b.jsonl.gz#line:2 plain "two""#,
        r#"c.zip/deep.txt plain "Deep text.""#,
    ];
    assert_eq!(outcomes(&zip(&entries)), expected);
    assert_eq!(outcomes(&tar(&entries)), expected);
    assert_eq!(outcomes(&gz(&tar(&entries))), expected);
}

#[test]
fn archives_that_mean_harm_or_break_off_are_rejects() {
    for packed in [zip(&[("../out.txt", b"x"), ("in.txt", b"In.")]), tar(&[("../out.txt", b"x"), ("in.txt", b"In.")])] {
        let found = outcomes(&packed);
        assert!(found[0].contains("malformed: expected a file inside the archive"), "{found:?}");
        assert_eq!(found[1], r#"in.txt plain "In.""#);
    }
    let nested = (0..5).fold(b"Text.".to_vec(), |inner, _| zip(&[("x.zip", &inner)]));
    let found = outcomes(&nested);
    assert!(found.len() == 1 && found[0].contains("at most 3 archives in each other"), "{found:?}");
    let whole = zip(&[("a.txt", &[b'a'; 3000])]);
    assert!(outcomes(&whole[..whole.len() - 30])[0].contains("malformed: expected a zip archive"));
    let whole = tar(&[("a.txt", b"One."), ("b.txt", &[b'b'; 3000])]);
    let found = outcomes(&whole[..1800]);
    assert!(
        found[0] == r#"a.txt plain "One.""# && found[1..].iter().any(|line| line.contains("cannot be read")),
        "{found:?}"
    );
    assert!(outcomes(&zip(&[]))[0].contains("empty: expected a file in the archive"));
}

#[test]
fn a_bomb_ends_early_and_says_so() {
    // 40 MB of one line in 40 KB, in a file that may unpack to 300 times its size and 1 MB.
    let line = [b"{\"text\":\"".as_slice(), &vec![b'a'; 40_000_000], b"\"}\n{\"text\":\"after\"}\n"].concat();
    let bomb = gz(&line);
    let told = |found: &[String]| {
        found.iter().any(|l| l.contains("too large: cannot be read: it unpacks to more than 300 times"))
    };
    assert!(told(&outcomes(&bomb)), "{:?}", outcomes(&bomb));
    assert!(told(&outcomes(&tar(&[("a.jsonl.gz", &bomb)]))));
    // Each file is small enough, all together are not.
    let page = vec![b'a'; 1_000_000];
    let files: Vec<(String, &[u8])> = (0..40).map(|n| (format!("{n}.txt"), page.as_slice())).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let found = outcomes(&zip(&files));
    assert!(found[0].starts_with("0.txt plain") && told(&found), "{}", found.len());
    // In layers that are each within bounds.
    let found = outcomes(&gz(&zip(&files)));
    assert!(told(&found), "{}", found.len());
}

fn arc(records: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let record = |(address, media, body): &(&str, &str, &[u8])| {
        let head = format!("{address} 10.0.0.1 20250303080000 {media} {}\n", body.len());
        [head.as_bytes(), body, b"\n"].concat()
    };
    records.iter().flat_map(record).collect()
}

#[test]
fn pages_of_an_arc_are_records() {
    let page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><p>Rates were held.</p></html>";
    let gone = b"HTTP/1.1 404 Not Found\r\n\r\ngone";
    let file = arc(&[
        ("filedesc://x.arc", "text/plain", b"1 0 Crawler\nURL IP-address Archive-date Content-type Archive-length\n"),
        ("https://n.example/a b", "text/html", page),
        ("https://n.example/gone", "text/html", gone),
    ]);
    let expected = [
        r#"item:1 html "<html><p>Rates were held.</p></html>" https://n.example/a b"#,
        "item:2 no text: expected a page, found HTTP status 404",
    ];
    assert_eq!(outcomes(&file), expected);
    assert_eq!(outcomes(&gz(&file)), expected);
    let cut = outcomes(&file[..file.len() - 10]);
    assert!(cut[0] == expected[0] && cut[1].contains("item:2 malformed: expected a record of"), "{cut:?}");
    let lie = b"filedesc://x 10.0.0.1 20250303080000 text/plain 3\nabc\nhttp://x 10.0.0.1 20250303080000 text/html 18446744073709551615\nx";
    assert!(outcomes(lie)[0].contains("item:1 malformed"), "{:?}", outcomes(lie));
}

#[test]
fn bzip2_and_lz4_are_read_whatever_the_name() {
    let line = b"{\"text\":\"Packed.\"}\n";
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(line).expect("written");
    let bz2 = encoder.finish().expect("finished");
    let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
    encoder.write_all(line).expect("written");
    let lz4 = encoder.finish().expect("finished");
    for packed in [bz2, lz4] {
        assert_eq!(outcomes(&packed), [r#"line:1 plain "Packed.""#]);
        // One after another, as those who pack a record at a time leave them.
        let twice = [packed.as_slice(), &packed].concat();
        assert_eq!(outcomes(&twice), [r#"line:1 plain "Packed.""#, r#"line:2 plain "Packed.""#]);
        let cut = outcomes(&packed[..packed.len() - 12]);
        assert!(cut.iter().any(|line| line.contains("malformed: cannot be read")), "{cut:?}");
    }
}

#[test]
fn zstd_and_xz_are_read_whatever_the_name() {
    let line = b"{\"text\":\"Packed.\"}\n";
    let zstd = ruzstd::encoding::compress_to_vec(&line[..], ruzstd::encoding::CompressionLevel::Fastest);
    assert_eq!(outcomes(&zstd), [r#"line:1 plain "Packed.""#]);
    let xz: Vec<u8> =
        (0..XZ.len()).step_by(2).map(|at| u8::from_str_radix(&XZ[at..at + 2], 16).expect("hex")).collect();
    assert_eq!(outcomes(&xz), [r#"line:1 plain "Packed.""#]);
    assert!(outcomes(&xz[..40]).iter().any(|line| line.contains("malformed: cannot be read")));
    assert!(
        outcomes(&zstd[..zstd.len() - 8]).iter().any(|line| line.contains("malformed")),
        "{:?}",
        outcomes(&zstd[..zstd.len() - 8])
    );
}
