//! The case shape of a word: what an uncased tokenizer throws away and the model gets back as one of eight classes.
//!
//! The classes and the order of the tests are part of the model format: training reads words the same way
//! (`models/training/words.py`), and a change here needs a new model.

/// Shape of a word's surface; the discriminant is its row in `case_embeddings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum CaseShape {
    /// `[CLS]` and `[SEP]`.
    Special = 0,
    /// Letters, none upper case (scripts without case too).
    Lower = 1,
    /// First letter upper case, no other; a single capital too.
    Title = 2,
    /// Two or more letters, all upper case.
    Upper = 3,
    /// Letters in any other mixture.
    Mixed = 4,
    /// Digits and no letters.
    Digits = 5,
    /// Letters and digits.
    Alnum = 6,
    /// Neither letters nor digits.
    Other = 7,
}

impl CaseShape {
    /// The shape of `word`.
    pub fn of(word: &str) -> Self {
        let digits = word.chars().any(is_digit);
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        let Some(first) = letters.next() else {
            return if digits { Self::Digits } else { Self::Other };
        };
        if digits {
            return Self::Alnum;
        }
        let (mut n_rest, mut n_upper) = (0, 0);
        for letter in letters {
            n_rest += 1;
            n_upper += usize::from(letter.is_uppercase());
        }
        match (first.is_uppercase(), n_upper) {
            (false, 0) => Self::Lower,
            (true, n) if n == n_rest && n_rest > 0 => Self::Upper,
            (true, 0) => Self::Title,
            _ => Self::Mixed,
        }
    }
}

/// A digit as training counts them: fractions such as `½` are numeric but no digits.
fn is_digit(c: char) -> bool {
    c.is_numeric() && !matches!(c, '¼'..='¾' | '\u{2150}'..='\u{215f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, CaseShape)]) {
        for (word, expected) in cases {
            assert_eq!(CaseShape::of(word), *expected, "`{word}`");
        }
    }

    #[test]
    fn words_fall_into_the_shapes_of_the_format() {
        check(&[
            ("shares", CaseShape::Lower),
            ("日本", CaseShape::Lower),
            ("Tessera", CaseShape::Title),
            ("Élan", CaseShape::Title),
            ("A", CaseShape::Title),
            ("ZTX", CaseShape::Upper),
            ("ÄÖ", CaseShape::Upper),
            ("eKart", CaseShape::Mixed),
            ("McAdoo", CaseShape::Mixed),
            ("2031", CaseShape::Digits),
            ("٣", CaseShape::Digits),
            ("²", CaseShape::Digits),
            ("½", CaseShape::Other),
            ("Zeta8x", CaseShape::Alnum),
            ("5G", CaseShape::Alnum),
            ("…", CaseShape::Other),
            ("🚀", CaseShape::Other),
            ("", CaseShape::Other),
        ]);
    }
}
