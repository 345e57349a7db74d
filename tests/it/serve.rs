//! `wirebrief serve` as a program: one real socket, asked as a browser asks.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use crate::command::{root, said, sample_run, wirebrief};

/// The server, ended with the test.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(what: &[&std::ffi::OsStr]) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wirebrief"));
    command.current_dir(root()).arg("serve").args(what).args(["--port", "0"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("prints its address");
    let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    Server { child, address }
}

/// The answer, or what came of it before the server closed on a request that is too large.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("connects");
    let mut answer = String::new();
    let _ = write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let _ = stream.read_to_string(&mut answer);
    answer
}

/// The first link on `page` that holds `part`, as a browser reads it.
fn link(page: &str, part: &str) -> String {
    let page = page.replace("&#x2f;", "/").replace("&amp;", "&");
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next());
    links.map(str::to_owned).find(|link| link.contains(part)).expect("a link")
}

#[test]
fn a_reader_gets_from_the_start_page_to_the_passage_behind_a_statement() {
    let server = serve(&[sample_run().as_os_str()]);
    assert!(server.address.starts_with("127.0.0.1:"), "{}", server.address);
    let home = get(&server.address, "/");
    assert!(home.starts_with("HTTP/1.1 200 OK"), "{home}");
    assert!(home.to_lowercase().contains("content-security-policy: default-src 'none'"), "{home}");
    let edition = get(&server.address, &link(&home, "/editions/"));
    let story = get(&server.address, &link(&edition, "/stories/"));
    let mut cited = link(&story, "/documents/");
    assert!(cited.contains("?start="), "{cited}");
    let passage = get(&server.address, &cited);
    assert!(passage.contains("<mark id=\"cited\""), "{passage}");
    cited.push_str("0000000");
    assert!(get(&server.address, &cited).starts_with("HTTP/1.1 400 "));
    let company = get(&server.address, &link(&story, "/companies/"));
    assert!(company.contains("Mentions"), "{company}");
    assert!(get(&server.address, "/%2e%2e/Cargo.toml").starts_with("HTTP/1.1 404 "));
    let long = get(&server.address, &format!("/search?q={}", "a".repeat(40_000)));
    assert!(!long.starts_with("HTTP/1.1 2"), "{long}");
    assert!(get(&server.address, "/").starts_with("HTTP/1.1 200 OK"), "still there");
}

#[test]
fn the_days_of_a_store_are_shown_without_their_inputs() {
    let dir = tempfile::tempdir().expect("temp");
    let path = |name: &str| dir.path().join(name);
    let input = path("yard.txt");
    #[expect(clippy::disallowed_methods, reason = "the test plants a file")]
    std::fs::write(&input, "Vela opens a yard\n\nVela opened a yard in Norhaven on Monday for 5 million euros.\n")
        .expect("writes");
    let [input, out, store] = [input, path("out"), path("days.db")].map(|path| path.to_string_lossy().into_owned());
    let run = ["run", &input, "--no-model", "--date", "2026-05-04", "--out", &out, "--store", &store];
    assert_eq!(said(&mut wirebrief(&run)).code, Some(0));
    std::fs::remove_file(&input).expect("removes");
    let server = serve(&["--store".as_ref(), store.as_ref()]);
    let edition = get(&server.address, "/editions/2026-05-04");
    let brief = get(&server.address, &link(&edition, "/stories/"));
    let passage = get(&server.address, &link(&brief, "/documents/"));
    assert!(passage.contains("<mark id=\"cited\""), "{passage}");
}

#[test]
fn a_folder_that_is_no_run_is_refused() {
    let said = said(&mut wirebrief(&["serve", "src"]));
    assert_eq!(said.code, Some(2));
    assert!(
        said.stderr.contains("run.json") && said.stderr.contains("hint: name a folder written by"),
        "{}",
        said.stderr
    );
}
