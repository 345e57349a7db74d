//! The filter: one answer a line, in order, whatever the line holds.

use std::fmt::Write;

use crate::command::{said, wirebrief};

#[test]
fn ten_thousand_lines_keep_order_and_count() {
    let mut input = String::new();
    for i in 0..10_000 {
        let text = match i {
            _ if i % 7 == 3 => String::new(),
            5_000 => "Vela Shipping AB of Gothenburg paid 5 million euros. ".repeat(20_000),
            _ => format!("Item {}: Vela Shipping AB paid {} euros.", i % 5, i % 5),
        };
        writeln!(input, "{}", serde_json::json!({"id": i, "text": text})).expect("writes");
    }
    let said = said(wirebrief(&["extract"]).write_stdin(input));
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let answers: Vec<serde_json::Value> = said.stdout.lines().map(|l| serde_json::from_str(l).expect("json")).collect();
    assert_eq!(answers.len(), 10_000);
    assert!(answers.iter().enumerate().all(|(i, answer)| answer["id"] == i));
    assert!(answers[3]["mentions"].as_array().is_some_and(Vec::is_empty));
    let money = |answer: &serde_json::Value| {
        answer["mentions"].as_array().expect("mentions").iter().filter(|m| m["kind"] == "money").count()
    };
    assert_eq!(money(&answers[5_000]), 20_000);
    assert_eq!(money(&answers[2]), 1);
}

#[test]
fn a_line_that_is_no_record_is_answered_too() {
    let said = said(wirebrief(&["extract"]).write_stdin("{\"id\":1,\"text\":\"A.\"}\nnot json\n\n{\"id\":2}\n"));
    let answers: Vec<serde_json::Value> = said.stdout.lines().map(|l| serde_json::from_str(l).expect("json")).collect();
    assert_eq!(answers.len(), 4, "{}", said.stdout);
    assert!(answers[1]["error"].as_str().is_some_and(|error| error.starts_with("stdin:2: expected")), "{}", answers[1]);
    assert_eq!(answers[3]["id"], 2);
    assert!(answers[3]["error"].as_str().is_some_and(|error| error.contains("`text`")));
}
