//! MinHash signatures and locality-sensitive buckets (Broder 1997; Leskovec, Rajaraman and Ullman, chapter 3).
//!
//! Takes shingle sets; gives pairs worth verifying, without comparing all with all. Each bucket pairs a text with its
//! next neighbours only, so that a thousand reprints cost a thousand comparisons and not a million.

use pulp::Arch;
use rayon::prelude::*;
use twox_hash::XxHash3_64;

use crate::config::Dedupe;

use super::shingle::Fingerprint;

/// Neighbours in a bucket that each text is compared with.
const NEIGHBOURS: usize = 24;

/// Signs texts as they come; keeps of each the buckets it falls into.
pub(super) struct Buckets {
    permutations: Vec<(u32, u32)>,
    rows: usize,
    /// Bucket and text.
    entries: Vec<(u32, u32)>,
}

impl Buckets {
    /// Empty.
    pub(super) fn new(settings: &Dedupe) -> Self {
        let permutations = (0..settings.permutations as u64).map(permutation).collect();
        Self { permutations, rows: (settings.permutations / settings.bands.max(1)).max(1), entries: Vec::new() }
    }

    /// Takes texts with their prints.
    pub(super) fn add(&mut self, prints: &[(usize, &Fingerprint)]) {
        let Self { permutations, rows, entries } = self;
        let shingled = prints.par_iter().filter(|(_, print)| !print.shingles().is_empty());
        let buckets = |(text, print): &(usize, &Fingerprint)| {
            bands(&signature(print.shingles(), permutations), *rows, *text as u32)
        };
        entries.par_extend(shingled.flat_map_iter(buckets));
    }

    /// Pairs `(a, b)`, `a < b`, that share a bucket, sorted, where text `at` as it came is now text `place[at]`.
    pub(super) fn candidates(self, place: &[u32]) -> Vec<(u32, u32)> {
        let Self { mut entries, .. } = self;
        for (_, text) in &mut entries {
            *text = place[*text as usize];
        }
        entries.par_sort_unstable();
        let mut pairs = Vec::new();
        for bucket in entries.chunk_by(|a, b| a.0 == b.0) {
            for (at, (_, first)) in bucket.iter().enumerate() {
                let next = bucket[at + 1..].iter().take(NEIGHBOURS);
                pairs.extend(next.map(|(_, second)| (*first, *second)));
            }
        }
        pairs.par_sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// Multiplier (odd) and offset of a permutation, from its number alone.
fn permutation(number: u64) -> (u32, u32) {
    let hash = |seed: u64| (XxHash3_64::oneshot_with_seed(seed, &number.to_le_bytes()) >> 32) as u32;
    (hash(1) | 1, hash(2))
}

/// Smallest permuted shingle of each permutation, with the widest numbers the machine has.
fn signature(shingles: &[u32], permutations: &[(u32, u32)]) -> Vec<u32> {
    Arch::new().dispatch(
        // What is not part of this closure is compiled for the least machine.
        #[inline(always)]
        || {
            let least = |&(multiplier, offset): &(u32, u32)| {
                shingles.iter().map(|s| s.wrapping_mul(multiplier).wrapping_add(offset)).fold(u32::MAX, u32::min)
            };
            permutations.iter().map(least).collect()
        },
    )
}

/// The buckets of a text. Half a hash names one: two texts that meet in a bucket by chance are told apart later.
fn bands(signature: &[u32], rows: usize, text: u32) -> Vec<(u32, u32)> {
    let key = |(band, rows): (usize, &[u32])| {
        let bytes: Vec<u8> = rows.iter().flat_map(|row| row.to_le_bytes()).collect();
        ((XxHash3_64::oneshot_with_seed(band as u64, &bytes) >> 32) as u32, text)
    };
    signature.chunks_exact(rows).enumerate().map(key).collect()
}
