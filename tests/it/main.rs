//! Integration tests, one binary so that they link once. They run the real program on the embedded model.

mod bad_input;
mod command;
mod extract;
mod gold;
mod layers;
mod page;
mod real_dumps;
mod sample;
mod serve;
mod tidy;
mod verify;
