//! Integration tests, one binary so that they link once.

mod layers;
mod tidy;
