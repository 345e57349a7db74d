//! What the model reads of the questions that figures answer.

use super::*;

/// The brief of two reports of one sentence with one figure each, whose questions point so.
fn read(sentences: [&str; 2], figures: &[(Kind, &str, Value); 2], questions: [[f32; 2]; 2]) -> Brief {
    let documents = [0, 1].map(|at| document(&at.to_string(), Some("2025-03-04"), "T", &[sentences[at]]));
    let found = |at: usize| extraction(&documents[at], &NAMES, &figures[at..=at]);
    let extractions = [found(0), found(1)];
    let vector = |at: usize| Vector::normalised(questions[at].to_vec());
    let of = |at: usize| extractions[at].mentions.iter().map(|mention| (mention.span, vector(at))).collect();
    let questions: Questions = [0, 1].map(|at| (documents[at].id.clone(), of(at))).into();
    told_of(&documents, &extractions, (&Copies::default(), &BTreeMap::new(), &questions))
}

const NEAR: [[f32; 2]; 2] = [[1.0, 0.1], [1.0, 0.0]];
const APART: [[f32; 2]; 2] = [[1.0, 0.0], [0.0, 1.0]];

fn people(amount: i64) -> Value {
    Value::Quantity(Quantity { amount: Amount::single(Decimal::from(amount), Bound::Exact), unit: "person".to_owned() })
}

#[test]
fn other_words_for_one_question_are_a_dispute_only_where_the_model_reads_one() {
    let sentences =
        ["Veltrane will let 140 people go in Oskarby.", "The union in Oskarby fears for 161 people of Veltrane."];
    let figures = [(Kind::Quantity, "140 people", people(140)), (Kind::Quantity, "161 people", people(161))];
    let kinds = |brief: Brief| brief.differences.iter().map(|row| row.kind).collect::<Vec<_>>();
    assert_eq!(kinds(read(sentences, &figures, NEAR)), [DifferenceKind::Disputed]);
    assert_eq!(kinds(read(sentences, &figures, APART)), []);
}

#[test]
fn equal_numbers_that_answer_two_questions_are_two_rows() {
    let sentences =
        ["Veltrane raised wages in Oskarby for 40 people.", "Veltrane took 40 people to the fair of Oskarby."];
    let figures = [(Kind::Quantity, "40 people", people(40)), (Kind::Quantity, "40 people", people(40))];
    let voices = |brief: Brief| brief.figures.iter().map(|row| row.value.families()).collect::<Vec<_>>();
    assert_eq!(voices(read(sentences, &figures, NEAR)), [2]);
    assert_eq!(voices(read(sentences, &figures, APART)), [1, 1]);
}

#[test]
fn what_is_left_out_or_counted_in_is_another_scope() {
    let figures = [(Kind::Quantity, "140 people", people(140)), (Kind::Quantity, "161 people", people(161))];
    let plain = "Veltrane will let 140 people go in Oskarby.";
    for other in [
        "Veltrane will let 161 people go in Oskarby once you add the temps.",
        "Leaving out the harbour Veltrane will let 161 people go in Oskarby.",
    ] {
        let brief = read([plain, other], &figures, NEAR);
        assert_eq!(
            brief.differences.iter().map(|row| row.kind).collect::<Vec<_>>(),
            [DifferenceKind::Scope],
            "{other}"
        );
    }
}
