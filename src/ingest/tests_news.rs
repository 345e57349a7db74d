//! Mail, agency formats, JSON Feed and Parquet: a whole file, one that breaks off, and one that means harm.

use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::tests::{gz, outcomes};

const LETTER: &str = "From: \"Harbour Brief\" <brief@harbour.example>\r\nTo: you@x.example\r\nSubject: =?utf-8?Q?Ports_=E2=80=93_today?=\r\n\
    Date: Mon, 03 Mar 2025 08:00:00 +0100\r\nMessage-ID: <b1@harbour.example>\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=M\r\n\r\n--M\r\nContent-Type: multipart/alternative; boundary=A\r\n\r\n\
    --A\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nPlain words.\r\n\
    --A\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
    <html><body><p>Caf=E9 opens at the quay.</p></body></html>\r\n--A--\r\n\
    --M\r\nContent-Type: text/plain; name=x.txt\r\nContent-Disposition: attachment; filename=x.txt\r\n\r\nNot news.\r\n--M--\r\n";

#[test]
fn a_newsletter_is_its_page_with_subject_sender_and_day() {
    let page = r#"b1@harbour.example html "<html><body><p>Café opens at the quay.</p></body></html>" Ports – today Harbour Brief 2025-03-03T08:00:00+01:00"#;
    assert_eq!(outcomes(LETTER.as_bytes()), [page]);
    let plain = "Received: from a\nFrom: news@quay.example\nSubject: Rates\nDate: Mon, 03 Mar 2025 08:00:00 GMT\n\nRates were held.\n";
    let text = r#"item:1 extracted "Rates were held." Rates quay.example 2025-03-03T08:00:00Z"#;
    assert_eq!(outcomes(plain.as_bytes()), [text]);
    // Cut in the page: the part that is whole is read. Cut in the headers: there is no text.
    let cut = LETTER.find("opens").expect("stands there");
    let part = r#"b1@harbour.example extracted "Plain words." Ports – today Harbour Brief 2025-03-03T08:00:00+01:00"#;
    assert_eq!(outcomes(&LETTER.as_bytes()[..cut]), [part]);
    let headers = &LETTER.as_bytes()[..LETTER.find("MIME").expect("stands there")];
    assert!(outcomes(headers)[0].contains("no text: expected a text or HTML part"), "{:?}", outcomes(headers));
}

#[test]
fn a_mailbox_is_parted_where_its_messages_begin() {
    let message = |n: usize, body: &str| {
        format!(
            "From a@b.example Mon Mar  3 08:0{n}:00 2025\nFrom: A <a@b.example>\nSubject: S{n}\nMessage-ID: <{n}@b>\n\n{body}\n\n"
        )
    };
    let file = message(1, "One.\n\n>From the quay.\nFrom here on.\n\nFrom now on, rates fall.") + &message(2, "Two.");
    let expected = [
        r#"1@b extracted "One.\n\nFrom the quay.\nFrom here on.\n\nFrom now on, rates fall." S1 A"#,
        r#"2@b extracted "Two." S2 A"#,
    ];
    assert_eq!(outcomes(file.as_bytes()), expected);
    let packed = gz(file.as_bytes());
    assert!(outcomes(&packed[..packed.len() - 9]).last().is_some_and(|line| line.contains("cannot be read")));
    let long = message(1, &"long line ".repeat(200_000)) + &message(2, "Two.");
    let found = outcomes(long.as_bytes());
    assert!(found[0].contains("too large") && found[1] == expected[1], "{found:?}");
}

#[test]
fn a_message_of_endless_parts_is_read_to_its_end() {
    let parts = (0..2000).map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"));
    let nested = parts.collect::<Vec<_>>().concat();
    let file = format!("From: a@b.example\nSubject: x\nMIME-Version: 1.0\n{nested}\nx\n");
    assert_eq!(outcomes(file.as_bytes()).len(), 1);
}

const G2: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2025-03-03T08:00:00Z</sent></header><itemSet>
<packageItem guid="p"><groupSet root="r"><group id="r"/></groupSet></packageItem>
<newsItem guid="tag:wire.example:1" version="2" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/><provider qcode="np:QW"><name>Quay Wire</name></provider>
<versionCreated>2025-03-03T08:00:00Z</versionCreated></itemMeta><contentMeta><contentCreated>2025-03-03T07:30:00Z</contentCreated><language tag="en-GB"/>
<headline role="hld:short">Up</headline><headline role="hld:main">Harlow &amp; Pike up</headline></contentMeta>
<contentSet><inlineXML contenttype="application/nitf+xml"><nitf xmlns="x"><body><body.head><hedline><hl1>Other</hl1></hedline><dateline><location>OSLO</location></dateline></body.head>
<body.content><p>Shares in Harlow &amp; Pike rose <em>3%</em>.</p><media><media-caption>A picture.</media-caption></media><p>Trading was thin.</p></body.content></body></nitf></inlineXML></contentSet></newsItem>
<newsItem guid="https://wire.example/2"><itemMeta><provider literal="QW"/><versionCreated>2025-03-04</versionCreated></itemMeta><contentMeta><headline>Pact</headline></contentMeta>
<contentSet><remoteContent href="x.jpg"/><inlineXML contenttype="application/xhtml+xml"><html><head><title>T</title></head><body><p>Two ports signed.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="3"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta><contentSet><remoteContent href="x.jpg"/></contentSet></newsItem>
<newsItem guid="4"><contentSet><inlineData contenttype="text/plain">Rates
were held.</inlineData></contentSet></newsItem></itemSet></newsMessage>"#;

#[test]
fn items_of_newsml_are_records_and_packages_are_none() {
    let expected = [
        r#"tag:wire.example:1 extracted "OSLO\nShares in Harlow & Pike rose 3%.\nTrading was thin." Harlow & Pike up Quay Wire 2025-03-03T07:30:00Z"#,
        r#"https://wire.example/2 extracted "Two ports signed." Pact QW 2025-03-04 https://wire.example/2"#,
        "item:3 no text: expected NITF, XHTML or plain text in the item, found an item of the class `ninat:picture` without",
        r#"4 extracted "Rates\nwere held.""#,
    ];
    assert_eq!(outcomes(G2.as_bytes()), expected);
    let cut = outcomes(&G2.as_bytes()[..G2.find("Two ports").expect("stands there")]);
    assert!(
        cut.len() == 2 && cut[1] == "item:2 malformed: expected `</newsItem>`, found the end of the file",
        "{cut:?}"
    );
    let package = r#"<packageItem xmlns="x" guid="p"><groupSet/></packageItem>"#;
    assert!(outcomes(package.as_bytes())[0].contains("empty: expected an item with a text"));
}

#[test]
fn nitf_has_its_lead_once_and_its_day_in_the_head() {
    let nitf = r#"<?xml version="1.0"?><nitf><head><title>T</title><docdata><doc-id id-string="n1"/><date.issue norm="20250303T080000Z"/></docdata>
        <pubdata name="Quay Ledger" ex-ref="https://quay.example/n1"/></head><body><body.head><hedline><hl1>Rates held</hl1></hedline></body.head>
        <body.content><block class="lead"><p>Rates were held.</p></block><block class="full"><p>Rates were held.</p><p>Markets shrugged.</p></block></body.content></body></nitf>"#;
    let expected = r#"n1 extracted "Rates were held.\nMarkets shrugged." Rates held Quay Ledger 2025-03-03T08:00:00Z https://quay.example/n1"#;
    assert_eq!(outcomes(nitf.as_bytes()), [expected]);
}

#[test]
fn newsml_that_means_harm_is_bounded() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
        <nitf><body><body.content><p>Before &b; after</p></body.content></body></nitf>"#;
    assert_eq!(outcomes(bomb.as_bytes()), [r#"item:1 extracted "Before &b; after""#]);
    let deep = format!("<nitf>{}", "<p>".repeat(100_000));
    assert!(outcomes(deep.as_bytes())[0].contains("malformed: expected at most"));
    let wide = format!("<nitf>{}</nitf>", "<p/>".repeat(250_000));
    assert_eq!(outcomes(wide.as_bytes()).len(), 1);
}

#[test]
fn ninjs_of_every_version_is_read_by_its_fields() {
    let one = r#"{"uri":"urn:1","type":"text","versioncreated":"2025-03-03T08:00:00Z","language":"en","headline":"Up","body_text":"It rose.","infosource":[{"qcode":"QW","name":"Quay Wire"}],"usageterms":"none"}"#;
    let two = r#"{"uri":"urn:2","versioncreated":"2025-03-03T08:00:00Z","headlines":[{"role":"short","value":"Up"},{"role":"main","value":"Shares up"}],"bodies":[{"role":"teaser","value":"Rose."},{"role":"main","contenttype":"text/plain","value":"It rose a lot."}],"infosources":[{"name":"Quay Wire"}]}"#;
    let three = r#"{"uri":"urn:3","contentCreated":"2025-03-02","versionCreated":"2025-03-03","headlines":[{"value":"Up"}],"bodies":[{"contentType":"text/html","value":"<p>It rose.</p><p>Then fell.</p><p>So.</p>"}],"infoSources":[{"name":"Quay Wire"}]}"#;
    let expected = [
        r#"urn:1 plain "It rose." Up Quay Wire 2025-03-03T08:00:00Z"#,
        r#"urn:2 plain "It rose a lot." Shares up Quay Wire 2025-03-03T08:00:00Z"#,
        r#"urn:3 html "<p>It rose.</p><p>Then fell.</p><p>So.</p>" Up Quay Wire 2025-03-02"#,
    ];
    assert_eq!(outcomes(format!("{one}\n{two}\n{three}\n").as_bytes()), expected);
    assert_eq!(outcomes(format!("[{one},{two},{three}]").as_bytes()), expected);
    for (item, expected) in [one, two, three].into_iter().zip(expected) {
        assert_eq!(outcomes(item.as_bytes()), [expected]);
        assert_eq!(outcomes(item.replacen('{', "{\n", 1).as_bytes()), [expected]);
    }
    assert!(outcomes(&one.as_bytes()[..80])[0].contains("malformed"));
    let picture = r#"{"uri":"urn:4","type":"picture","headline":"Quay","renditions":{}}"#;
    assert!(
        outcomes(picture.as_bytes())[0]
            .contains("no text: expected a field `text`, `body` or `content`, found `headline`")
    );
}

#[test]
fn items_of_a_json_feed_are_records() {
    let feed = r#"{ "version": "https:\/\/jsonfeed.org\/version\/1.1", "title": "Quay Ledger", "language": "en-GB", "items": [
        {"id": 7, "url": "https://quay.example/7", "title": "Up", "content_html": "<p>Shares rose &amp; fell.</p><p>Twice.</p>", "date_published": "2025-03-03T08:00:00Z"},
        {"id": "8", "external_url": "https://x.example/8", "content_text": "Only \"items\": [1] here."},
        5, {"id": "9"}]}"#;
    let expected = [
        r#"7 extracted "Shares rose & fell.\nTwice." Up Quay Ledger 2025-03-03T08:00:00Z https://quay.example/7"#,
        r#"8 extracted "Only \"items\": [1] here." Quay Ledger https://x.example/8"#,
        "item:3 malformed: expected an item, found something that is no object",
    ];
    let found = outcomes(feed.as_bytes());
    assert_eq!(found[..3], expected);
    assert!(found.len() == 4 && found[3].contains("no text"), "{found:?}");
    let cut = outcomes(&feed.as_bytes()[..feed.find("here").expect("stands there")]);
    assert!(cut.len() == 2 && cut[0] == expected[0] && cut[1].contains("item:2 malformed"), "{cut:?}");
    assert!(outcomes(br#"{"version":"https://jsonfeed.org/version/1","items":[]}"#)[0].contains("empty"));
    let deep = format!(r#"{{"version":"https://jsonfeed.org/version/1","items":{}"#, "[".repeat(100_000));
    assert!(outcomes(deep.as_bytes()).last().is_some_and(|line| line.contains("malformed")));
}

/// A file of two groups of rows, as `headline`, `text`, `date` (microseconds).
pub(super) fn parquet() -> Vec<u8> {
    let schema = "message news { optional binary headline (UTF8); optional binary text; optional int64 date (TIMESTAMP(MICROS,true)); }";
    let schema = Arc::new(parse_message_type(schema).expect("a schema"));
    let mut file = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut file, schema, Arc::new(WriterProperties::builder().build())).expect("begun");
    for (headline, text) in [("Up", Some("It rose.")), ("Down", None), ("Flat", Some("Nothing moved."))] {
        let mut group = writer.next_row_group().expect("begun");
        for cell in [Some(headline), text] {
            let mut column = group.next_column().expect("begun").expect("a column");
            let values: Vec<ByteArray> = cell.into_iter().map(ByteArray::from).collect();
            let levels = [i16::from(cell.is_some())];
            column.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).expect("written");
            column.close().expect("closed");
        }
        let mut column = group.next_column().expect("begun").expect("a column");
        column.typed::<Int64Type>().write_batch(&[1_740_988_800_000_000], Some(&[1]), None).expect("written");
        column.close().expect("closed");
        group.close().expect("closed");
    }
    writer.close().expect("closed");
    file
}

#[test]
fn rows_of_parquet_are_records() {
    let file = parquet();
    let found = outcomes(&file);
    assert_eq!(found[0], r#"row:1 plain "It rose." Up 2025-03-03T08:00:00Z"#);
    assert!(
        found[1]
            .contains("row:2 no text: expected a field `text`, `body` or `content`, found `date`, `headline`, `text`")
    );
    assert_eq!(found[2..], [r#"row:3 plain "Nothing moved." Flat 2025-03-03T08:00:00Z"#]);
    // Out of a stream, which cannot be sought in.
    assert_eq!(outcomes(&gz(&file)), found);
    let cut = outcomes(&file[..file.len() - 40]);
    assert!(cut.len() == 1 && cut[0].contains("malformed: expected a Parquet file"), "{cut:?}");
}

#[test]
fn any_byte_of_parquet_may_be_wrong() {
    let file = parquet();
    for at in 0..file.len() {
        let mut broken = file.clone();
        broken[at] ^= 0x5a;
        assert!(!outcomes(&broken).is_empty(), "byte {at}");
    }
}
