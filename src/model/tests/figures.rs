//! What figures are about: the shipped layers against what their trainer computes (`models/training/figures.py`).

use std::path::Path;

use serde::Deserialize;

use super::{SMALL, Storage, fixture, load};
use crate::model::{Asked, Encoder, ModelFolder, PackedModel, Place};
use crate::types::Span;

#[derive(Deserialize)]
struct Reference {
    /// The title first.
    sentences: Vec<String>,
    /// Sort of each owner and where it is named.
    owners: Vec<(String, Vec<Bytes>)>,
    figures: Vec<Figure>,
}

#[derive(Deserialize)]
struct Figure {
    at: Bytes,
    /// The likeliest answer and its log probability.
    metric: (String, f32),
    period: (String, f32),
    direction: (String, f32),
    modality: (String, f32),
    /// Log probability of each owner.
    owners: Vec<f32>,
}

/// Number of a sentence, and bytes of it.
type Bytes = (usize, usize, usize);

fn place((sentence, start, end): Bytes) -> Place {
    Place { sentence, span: Span::new(start, end).expect("in order") }
}

impl Reference {
    fn shipped() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/newswire-minilm");
        serde_json::from_slice(&fixture::get(&path, "figures.json")).expect("as the trainer writes it")
    }

    fn asked(&self) -> Asked<'_> {
        let of = |number: usize| {
            self.figures.iter().map(|f| f.at).filter(|at| at.0 == number).map(|at| place(at).span).collect()
        };
        let mut read = self.sentences.iter().enumerate().map(|(number, text)| (text.as_str(), of(number)));
        Asked { title: read.next(), sentences: read.collect() }
    }

    fn owners(&self) -> impl Iterator<Item = (&str, Vec<Place>)> {
        self.owners.iter().map(|(sort, places)| (sort.as_str(), places.iter().copied().map(place).collect()))
    }
}

#[test]
fn the_shipped_layers_agree_with_their_reference() {
    let model = PackedModel::load(&ModelFolder::embedded().expect("sound")).expect("loads");
    let reference = Reference::shipped();
    let reading = model.figures(&reference.asked()).expect("reads").expect("the model has the layers");
    for figure in &reference.figures {
        let at = place(figure.at);
        let read = [reading.metric(at), reading.period(at), reading.direction(at), reading.modality(at)];
        let expected = [&figure.metric, &figure.period, &figure.direction, &figure.modality];
        for (found, (answer, expected)) in read.into_iter().zip(expected) {
            let found = found.expect("it stands at words").of(answer);
            assert!((found - expected).abs() < 0.3, "{answer}: {found} for {expected}");
        }
        let owners = reading.owners(at, reference.owners()).expect("it stands at words");
        assert_eq!(owners.len(), figure.owners.len());
        for (found, expected) in owners.iter().zip(&figure.owners) {
            assert!((found.exp() - expected.exp()).abs() < 0.15, "{owners:?} for {:?}", figure.owners);
        }
    }
}

#[test]
fn a_figure_is_told_its_owner_among_rivals() {
    let reference = Reference::shipped();
    let owners = |figure: usize| &reference.figures[figure].owners;
    // Jobs and turnover are the first company's.
    for figure in [0, 1] {
        assert!(owners(figure)[1] > -0.7, "{:?}", owners(figure));
    }
    // The rival’s sales are rather its own than the turnover before them is.
    assert!(owners(2)[2] > owners(1)[2] + 0.5, "{:?}", owners(2));
    let measures: Vec<&str> = reference.figures.iter().map(|figure| figure.metric.0.as_str()).collect();
    assert_eq!(measures, ["jobs_cut", "revenue", "revenue", "stake"]);
}

#[test]
fn what_was_not_asked_is_not_told() {
    let reference = Reference::shipped();
    let model = PackedModel::load(&ModelFolder::embedded().expect("sound")).expect("loads");
    let reading = model.figures(&reference.asked()).expect("reads").expect("the model has the layers");
    let elsewhere = place((0, 0, 5));
    assert!(reading.metric(elsewhere).is_none() && reading.owners(elsewhere, reference.owners()).is_none());
    let at = place(reference.figures[0].at);
    let metric = reading.metric(at).expect("it was asked");
    assert!(metric.of("colour") <= metric.of("revenue"), "an answer that no text had is the least likely");
    assert_eq!(metric.best(["revenue", "colour"].into_iter()), Some("revenue"));
    assert!(load(SMALL, Storage::Int8).figures(&reference.asked()).expect("reads").is_none(), "it lacks the layers");
}
