//! Reads units that are written with signs, and what signs alone do not settle: `°C`, `degrees on the Celsius scale`,
//! `9"`, `40C` where the text speaks of the weather.
//!
//! Takes tokens and the place right after a number; gives the symbol and the token after it.

use super::lexicon::Class;
use super::token::{Shape, Tokens};

/// The sign at token `i`.
pub(super) fn read(tokens: &Tokens<'_>, i: usize) -> Option<(&'static str, usize)> {
    if tokens.is(i, "°") || matches!(tokens.word(i), "degree" | "degrees") {
        return degrees(tokens, i);
    }
    inches(tokens, i).or_else(|| temperature(tokens, i))
}

fn degrees(tokens: &Tokens<'_>, i: usize) -> Option<(&'static str, usize)> {
    let letter = match tokens.written(i + 1) {
        "C" | "c" => Some("°C"),
        "F" | "f" => Some("°F"),
        _ => None,
    };
    let on_scale = tokens.word(i + 1) == "on" && tokens.word(i + 2) == "the" && tokens.word(i + 4) == "scale";
    let name = scale(tokens.word(i + 1)).map(|symbol| (symbol, i + 2));
    let on_scale = scale(tokens.word(i + 3)).filter(|_| on_scale).map(|symbol| (symbol, i + 1));
    let bare = tokens.is(i, "°").then_some(("°", i + 1));
    letter.map(|symbol| (symbol, i + 2)).or(name).or(on_scale).or(bare)
}

fn scale(word: &str) -> Option<&'static str> {
    match word {
        "celsius" | "centigrade" | "celcius" => Some("°C"),
        "fahrenheit" => Some("°F"),
        "kelvin" => Some("K"),
        _ => None,
    }
}

/// `a 9" plate`: a mark that closes no quotation of its line.
fn inches(tokens: &Tokens<'_>, i: usize) -> Option<(&'static str, usize)> {
    if !matches!(tokens.written(i), "\"" | "″") || tokens.shape(i.wrapping_sub(1)) != Some(Shape::Number) {
        return None;
    }
    let quotes = |at: &usize| tokens.is(*at, "\"") && tokens.number(at.wrapping_sub(1)).is_empty();
    let opened = (0..i).rev().take_while(|at| !tokens.is_line_start(at + 1)).filter(quotes).count();
    let next = tokens.word(i + 1);
    let sized = tokens.is_of(i + 1, Class::Extent) || matches!(tokens.written(i + 1), "x" | "×");
    let word = !next.is_empty() && !tokens.is_capital(i + 1) && !tokens.is_of(i + 1, Class::Stop);
    let thing = tokens.is_glued(i) && (word || tokens.shape(i + 1) == Some(Shape::Number));
    let ends = tokens.is_glued(i) && i + 1 >= tokens.len();
    let free = tokens.is(i, "″") || opened.is_multiple_of(2) && (sized || thing || ends);
    // `border="1"` quotes a number.
    let is_value = i > 1 && tokens.is(i - 2, "\"") && tokens.is_glued(i - 1);
    (free && !is_value && !tokens.is_glued(i + 1)).then_some(("in", i + 1))
}

/// Tokens to either side in which a word of the weather makes a bare letter a temperature.
const NEAR: usize = 14;

/// `-10C`, `30 C outside`, `573.15K` beside other temperatures.
fn temperature(tokens: &Tokens<'_>, i: usize) -> Option<(&'static str, usize)> {
    let symbol = match tokens.written(i) {
        "C" => "°C",
        "F" => "°F",
        "K" if tokens.is_glued(i) => "K",
        _ => return None,
    };
    let digits = tokens.number(i.checked_sub(1)?);
    let few = !digits.is_empty() && digits.split('.').next().is_some_and(|whole| whole.len() <= 4);
    let ends = !tokens.is_glued(i + 1) || tokens.shape(i + 1) == Some(Shape::Mark) && !tokens.is(i + 1, "/");
    let near = i.saturating_sub(NEAR)..i + NEAR;
    let beside = |at: usize| tokens.is(at, "C") && tokens.shape(at.wrapping_sub(1)) == Some(Shape::Number);
    let range = matches!(tokens.word(i + 1), "to" | "and") && beside(i + 3)
        || i > 2 && matches!(tokens.word(i - 2), "to" | "and") && beside(i - 3);
    let said = near.clone().any(|at| tokens.is_of(at, Class::Weather));
    let marked = near.clone().any(|at| tokens.is(at, "°"));
    // `1.5C`: no name of a thing has a part.
    let exact = symbol == "°C" && tokens.is_glued(i) && digits.contains('.') && digits.len() <= 4;
    (few && ends && (marked || exact || range && symbol == "°C" || said && symbol != "K")).then_some((symbol, i + 1))
}
