//! Which question figures answer: the shipped layers against what their trainer computes (`models/training/questions.py`),
//! and how a report is laid out for them.

use std::path::Path;

use serde::Deserialize;

use super::{SMALL, Storage, fixture, load};
use crate::model::question::{RowRole, chunks};
use crate::model::words::Reader;
use crate::model::{Asked, Encoder, ModelFolder, PackedModel};
use crate::types::{Span, Vector};

#[derive(Deserialize)]
struct Reference {
    reports: Vec<Report>,
    /// Of each figure of the first report to each of the second.
    closeness: Vec<Vec<f32>>,
}

#[derive(Deserialize)]
struct Report {
    title: String,
    sentences: Vec<(String, Vec<(usize, usize)>)>,
}

impl Report {
    fn asked(&self) -> Asked<'_> {
        let spans = |places: &[(usize, usize)]| places.iter().filter_map(|(s, e)| Span::new(*s, *e).ok()).collect();
        let sentences = self.sentences.iter().map(|(text, places)| (text.as_str(), spans(places))).collect();
        Asked { title: Some((&self.title, Vec::new())), sentences }
    }
}

fn reference() -> Reference {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/newswire-minilm");
    serde_json::from_slice(&fixture::get(&path, "questions.json")).expect("as the trainer writes it")
}

#[test]
fn the_shipped_layers_agree_with_their_reference() {
    let model = PackedModel::load(&ModelFolder::embedded().expect("sound")).expect("loads");
    let reference = reference();
    let vectors: Vec<Vec<Option<Vector>>> =
        reference.reports.iter().map(|report| model.questions(&report.asked()).expect("reads")).collect();
    assert_eq!(vectors[0].len(), reference.closeness.len());
    for (a, row) in vectors[0].iter().zip(&reference.closeness) {
        assert_eq!(vectors[1].len(), row.len());
        for (b, expected) in vectors[1].iter().zip(row) {
            let found = a.as_ref().zip(b.as_ref()).map(|(a, b)| a.cosine(b)).expect("each figure stands at words");
            assert!((found - expected).abs() < 0.1, "{found} for {expected}");
        }
    }
}

#[test]
fn figures_that_answer_one_question_are_the_closest() {
    let closeness = reference().closeness;
    // Jobs, turnover, debt and staff of the second report, by their number there and that of their partner in the first.
    for (figure, partner) in [(0, 0), (1, 1), (3, 3), (4, 2)] {
        let closest = (0..closeness.len()).max_by(|a, b| closeness[*a][figure].total_cmp(&closeness[*b][figure]));
        assert_eq!(closest, Some(partner), "{closeness:?}");
    }
}

#[test]
fn a_model_without_the_layers_knows_no_question() {
    let report = &reference().reports[0];
    let model = load(SMALL, Storage::Int8);
    assert_eq!(model.questions(&report.asked()).expect("reads"), vec![None; 4]);
}

#[test]
fn a_chunk_is_the_title_and_sentences_of_figures_with_those_before_them() {
    let reader = Reader::load(&ModelFolder::embedded().expect("sound")).expect("loads");
    let figure = |text: &str, words: &str| {
        let start = text.find(words).expect("it stands there");
        Span::new(start, start + words.len()).expect("in order")
    };
    let told = "The mill has 12 looms";
    let sentences = ["It rained.", "The mill shut.", told].map(|text| (text, Vec::new()));
    let mut asked = Asked { title: Some(("Mill shut", Vec::new())), sentences: sentences.into() };
    asked.sentences[2].1 = vec![figure(told, "12 looms"), figure(told, "The")];
    let read = chunks(&asked, &reader).expect("reads");
    assert_eq!(read.len(), 1);
    let pieces = |text: &str| reader.read(text).expect("reads").ids.len();
    let before = pieces("Mill shut") + pieces("The mill shut.") + 4;
    assert_eq!(read[0].packed.lengths.len(), 3, "the first sentence is left out");
    assert_eq!(read[0].packed.lengths.iter().sum::<usize>(), before + pieces(told) + 2);
    assert_eq!(read[0].roles.iter().filter(|role| **role == RowRole::Opening).count(), pieces("Mill shut") + 2);
    let n = pieces(told);
    let (number, [own, near, sentence]) = read[0].figures[0].clone();
    assert_eq!(
        (number, own.start, own.end, &near),
        (0, before + 1 + pieces("The mill has"), before + 1 + n, &sentence)
    );
    assert_eq!(sentence, before + 1..before + 1 + n);
    assert_eq!(read[0].figures[1].1[0], before + 1..before + 2);
    // Figures of the title are the first, and are asked where it opens the first chunk.
    asked.title = Some(("12 looms idle", vec![figure("12 looms idle", "12 looms")]));
    let read = chunks(&asked, &reader).expect("reads");
    assert_eq!((read.len(), read[0].packed.lengths.len(), asked.n_figures()), (1, 3, 3));
    assert_eq!(read[0].figures.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(read[0].figures[0].1[0], 1..1 + pieces("12 looms"));
    asked.title = Some(("Mill shut", Vec::new()));
    // A long report is read in parts, each under its title.
    let long = format!("{} 12 looms", "word ".repeat(200));
    asked.sentences = vec![(&long, vec![figure(&long, "12 looms")]); 3];
    let read = chunks(&asked, &reader).expect("reads");
    assert_eq!(read.len(), 3);
    assert!(read.iter().all(|chunk| chunk.packed.lengths.len() == 2 && chunk.roles[0] == RowRole::Opening));
    assert_eq!(read.iter().map(|chunk| chunk.figures[0].0).collect::<Vec<_>>(), [0, 1, 2]);
}
