//! Turns the mentions of one document into entities, exact values and identifiers.
//!
//! Takes mentions and text of one document and gives what they mean; knows nothing of other documents.

pub mod figure;
