//! A bounded memory of encodings in front of an encoder, so that a sentence met again (a reprint, a disclaimer) is not
//! encoded again.
//!
//! Takes an encoder; is one. Keys are 128-bit hashes of the sentence. Two generations: when the young one is full it
//! becomes the old one and the old one is forgotten; what is asked for again becomes young. What is kept depends on the
//! order of the calls alone, never on threads.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use twox_hash::XxHash3_128;

use super::{Asked, Encoder, ModelError, Reading, Reuse, SentenceEncoding};
use crate::config;
use crate::types::Vector;

/// Bytes of a kept encoding beside its vector and names.
const ENTRY_BYTES: usize = 96;

/// An encoder that remembers.
pub struct Cached<E> {
    encoder: E,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    young: HashMap<u128, SentenceEncoding>,
    old: HashMap<u128, SentenceEncoding>,
    young_bytes: usize,
    reuse: Reuse,
}

impl<E: Encoder> Cached<E> {
    /// `encoder` with an empty memory.
    pub fn new(encoder: E) -> Self {
        Self { encoder, memory: Mutex::default() }
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<E: Encoder> Encoder for Cached<E> {
    fn encode(&self, sentences: &[&str], settings: &config::Model) -> Result<Vec<SentenceEncoding>, ModelError> {
        let keys: Vec<u128> = sentences.iter().map(|text| XxHash3_128::oneshot(text.as_bytes())).collect();
        let mut known: Vec<Option<SentenceEncoding>> = Vec::with_capacity(keys.len());
        let mut fresh: Vec<(u128, &str)> = Vec::new();
        {
            let mut memory = self.memory();
            let mut asked = HashMap::new();
            for (key, text) in keys.iter().zip(sentences) {
                let found = memory.find(*key, settings.cache_bytes());
                let again = found.is_none() && asked.insert(*key, ()).is_some();
                memory.reuse.sentences += 1;
                memory.reuse.hits += u64::from(found.is_some() || again);
                if found.is_none() && !again {
                    fresh.push((*key, text));
                }
                known.push(found);
            }
        }
        let texts: Vec<&str> = fresh.iter().map(|(_, text)| *text).collect();
        let encodings = self.encoder.encode(&texts, settings)?;
        let made: HashMap<u128, SentenceEncoding> = fresh.iter().map(|(key, _)| *key).zip(encodings).collect();
        let mut memory = self.memory();
        for (key, _) in &fresh {
            memory.reuse.wordpieces += made[key].wordpieces as u64;
            memory.keep(*key, made[key].clone(), settings.cache_bytes());
        }
        Ok(known.into_iter().zip(&keys).map(|(found, key)| found.unwrap_or_else(|| made[key].clone())).collect())
    }

    fn questions(&self, asked: &Asked<'_>) -> Result<Vec<Option<Vector>>, ModelError> {
        self.encoder.questions(asked)
    }

    fn figures(&self, asked: &Asked<'_>) -> Result<Option<Reading>, ModelError> {
        self.encoder.figures(asked)
    }

    fn reuse(&self) -> Option<Reuse> {
        Some(self.memory().reuse)
    }
}

impl Memory {
    fn find(&mut self, key: u128, limit: usize) -> Option<SentenceEncoding> {
        if let Some(found) = self.young.get(&key) {
            return Some(found.clone());
        }
        let found = self.old.remove(&key)?;
        self.keep(key, found.clone(), limit);
        Some(found)
    }

    fn keep(&mut self, key: u128, encoding: SentenceEncoding, limit: usize) {
        let bytes = ENTRY_BYTES + size_of_val(encoding.vector.as_slice()) + size_of_val(encoding.names.as_slice());
        if self.young_bytes + bytes > limit / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        if bytes <= limit / 2 {
            self.young_bytes += bytes;
            self.young.insert(key, encoding);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::types::Vector;

    /// Says how long a sentence is, and counts what it is asked.
    #[derive(Default)]
    struct Counting(AtomicUsize);

    impl Encoder for Counting {
        fn encode(&self, sentences: &[&str], _: &config::Model) -> Result<Vec<SentenceEncoding>, ModelError> {
            self.0.fetch_add(sentences.len(), Ordering::Relaxed);
            let one = |text: &&str| SentenceEncoding {
                names: Vec::new(),
                vector: Vector::normalised(vec![text.len() as f32, 1.0]),
                wordpieces: text.len(),
            };
            Ok(sentences.iter().map(one).collect())
        }
    }

    fn settings(cache_mb: usize) -> config::Model {
        config::Model { batch_wordpieces: 512, cache_mb }
    }

    fn lengths(encodings: &[SentenceEncoding]) -> Vec<usize> {
        encodings.iter().map(|encoding| encoding.wordpieces).collect()
    }

    #[test]
    fn a_sentence_met_again_is_not_encoded_again() {
        let cached = Cached::new(Counting::default());
        let first = cached.encode(&["a", "bb", "a", "ccc"], &settings(1)).expect("encodes");
        let second = cached.encode(&["ccc", "dddd", "bb"], &settings(1)).expect("encodes");
        assert_eq!((lengths(&first), lengths(&second)), (vec![1, 2, 1, 3], vec![3, 4, 2]));
        assert_eq!(cached.encoder.0.load(Ordering::Relaxed), 4);
        assert_eq!(cached.reuse(), Some(Reuse { sentences: 7, hits: 3, wordpieces: 10 }));
    }

    #[test]
    fn memory_is_bounded_and_the_latest_is_kept() {
        let cached = Cached::new(Counting::default());
        let texts: Vec<String> = (0..30_000).map(|i| format!("sentence {i}")).collect();
        for text in &texts {
            cached.encode(&[text], &settings(1)).expect("encodes");
        }
        let memory = cached.memory();
        assert!(memory.young_bytes <= 512 * 1024 && memory.young.len() + memory.old.len() < 12_000);
        assert!(memory.young.len() + memory.old.len() > 3_000);
        drop(memory);
        cached.encode(&[&texts[29_999]], &settings(1)).expect("encodes");
        assert_eq!(cached.encoder.0.load(Ordering::Relaxed), 30_000);
    }

    #[test]
    fn without_memory_everything_is_encoded_and_right() {
        let cached = Cached::new(Counting::default());
        for _ in 0..2 {
            assert_eq!(lengths(&cached.encode(&["a", "a", "bb"], &settings(0)).expect("encodes")), [1, 1, 2]);
        }
        assert_eq!(cached.encoder.0.load(Ordering::Relaxed), 4);
    }
}
