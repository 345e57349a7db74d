//! Integration tests, one binary so that they link once. They run the real program on the embedded model.

mod bad_input;
mod command;
mod export;
mod extract;
mod gold;
mod layers;
mod page;
mod real_dumps;
mod sample;
mod serve;
mod store;
mod tidy;
mod verify;
mod why;
