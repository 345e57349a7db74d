//! `wirebrief extract`: a filter over lines of JSON, in batches, order kept, nothing skipped.

use std::io::{self, BufRead, Write};

use serde_json::{Value, json};

use super::args::Global;
use super::{Failure, Outcome, models, say};
use crate::clean;
use crate::config::Settings;
use crate::pipeline::{self, Silent};
use crate::store::MentionRecord;
use crate::types::{Document, Extraction};

/// A batch is handed on when it holds this many lines or bytes: small enough for steady output and bounded memory.
const BATCH_LINES: usize = 512;
const BATCH_BYTES: usize = 1 << 20;

/// One line of input.
struct Line {
    id: Value,
    text: String,
    /// What is wrong with it; the answer then has no mentions and says so.
    fault: Option<String>,
}

pub(super) fn run(global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    let model = models::load(global)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut batch: Vec<Line> = Vec::new();
    let mut bytes = 0;
    let mut number = 0;
    let mut input = io::stdin().lock();
    loop {
        let mut raw = Vec::new();
        let read = input.read_until(b'\n', &mut raw).map_err(|error| Failure::unreadable("stdin".as_ref(), &error))?;
        if read > 0 {
            number += 1;
            bytes += read;
            let line = parse(number, &raw);
            if let Some(fault) = &line.fault {
                say(fault);
            }
            batch.push(line);
        }
        if read == 0 || batch.len() == BATCH_LINES || bytes >= BATCH_BYTES {
            answer(&std::mem::take(&mut batch), &model, settings, &mut out)?;
            bytes = 0;
        }
        if read == 0 {
            return Ok(Outcome::Done);
        }
    }
}

fn parse(number: usize, raw: &[u8]) -> Line {
    let fault =
        |id: Value, message: &str| Line { id, text: String::new(), fault: Some(format!("stdin:{number}: {message}")) };
    let Ok(mut value) = serde_json::from_slice::<Value>(raw) else {
        return fault(Value::Null, "expected a JSON object with `id` and `text`, found something else");
    };
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    match value.get_mut("text").map(Value::take) {
        Some(Value::String(text)) => Line { id, text, fault: None },
        _ => fault(id, "expected a string in `text`"),
    }
}

fn answer(batch: &[Line], model: &models::Loaded, settings: &Settings, out: &mut dyn Write) -> Result<(), Failure> {
    let documents: Vec<Document> = batch.iter().filter_map(|line| clean::bare(&line.text)).collect();
    let found = pipeline::extractions(&documents, model.reader(), settings, &Silent)?.0;
    let mut found = documents.iter().zip(&found);
    for line in batch {
        // An empty text is no document: it is answered with no mentions.
        let mentions = if line.text.is_empty() { Vec::new() } else { found.next().map(mentions).unwrap_or_default() };
        let text = record(line, &mentions).to_string();
        writeln!(out, "{text}").map_err(|error| Failure::stdout(&error))?;
    }
    out.flush().map_err(|error| Failure::stdout(&error))
}

fn mentions((document, extraction): (&Document, &Extraction)) -> Vec<Value> {
    let mention = |m| {
        let MentionRecord { kind, start, end, text, score, entity, value, about, .. } =
            MentionRecord::new(&document.id, m, &document.source);
        let mut mention = json!({"kind": kind, "start": start, "end": end, "text": text, "score": score, "entity": entity, "value": value});
        if let (Some(about), Some(mention)) = (about, mention.as_object_mut()) {
            mention.insert("about".to_owned(), json!(about));
        }
        mention
    };
    extraction.mentions.iter().map(mention).collect()
}

fn record(line: &Line, mentions: &[Value]) -> Value {
    match &line.fault {
        None => json!({"id": line.id, "mentions": mentions}),
        Some(fault) => json!({"id": line.id, "mentions": mentions, "error": fault}),
    }
}
