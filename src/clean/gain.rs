//! How much better two stocks of words tell a text than one: the evidence for a break in topic that counts every word.
//!
//! Takes the words of a text as numbers, gives for any place the gain in log probability when the text before and the
//! text after each draw from words of their own (Utiyama and Isahara 2001; a Dirichlet prior as in Eisenstein and
//! Barzilay 2008). Knows no words.

/// Weight of the prior for each word: small, since most words of an article are said once.
const PRIOR: f32 = 0.1;

/// The gain, in nats, of a break before each word, and at the end; 0 at both ends.
pub(super) fn gains(words: &[u32], n_ids: usize) -> Vec<f32> {
    let mut counts = vec![0_u32; n_ids];
    let mut kinds = 0;
    for word in words {
        kinds += usize::from(counts[*word as usize] == 0);
        counts[*word as usize] = 1;
    }
    let prior = PRIOR * kinds as f32;
    let logs = Logs::of(words.len());
    let before = told(words.iter().copied(), &mut counts, prior, &logs);
    let mut after = told(words.iter().rev().copied(), &mut counts, prior, &logs);
    after.reverse();
    let whole = before.last().copied().unwrap_or_default();
    before.iter().zip(after).map(|(before, after)| (before + after - whole) as f32).collect()
}

/// Weight, in words, of what is known of the language beforehand.
const TOLD: f32 = 200.0;

/// As [`gains`], where the prior of each word is its share of all words of the language: a rare word that both sides say
/// speaks against a break more than a common one does. Words come with the negative logarithm of that share.
pub(super) fn told_gains(words: &[(u32, f32)], n_ids: usize) -> Vec<f32> {
    let mut counts = vec![0_u32; n_ids];
    let told = words.iter().map(|(id, rarity)| (*id, TOLD.ln() - rarity));
    let mut sums = |words: &mut dyn Iterator<Item = (u32, f32)>| {
        counts.fill(0);
        let mut sum = 0.0;
        let mut sums = Vec::with_capacity(told.len() + 1);
        sums.push(sum);
        for (n, (id, told)) in words.enumerate() {
            let count = &mut counts[id as usize];
            let word = if *count == 0 { told } else { (*count as f32 + told.exp()).ln() };
            sum += f64::from(word - (n as f32 + TOLD).ln());
            *count += 1;
            sums.push(sum);
        }
        sums
    };
    let before = sums(&mut told.clone());
    let mut after = sums(&mut told.clone().rev());
    after.reverse();
    let whole = before.last().copied().unwrap_or_default();
    before.iter().zip(after).map(|(before, after)| (before + after - whole) as f32).collect()
}

/// Log probability of the first 0, 1, 2… words, each told by those before it.
fn told(words: impl Iterator<Item = u32>, counts: &mut [u32], prior: f32, logs: &Logs) -> Vec<f64> {
    counts.fill(0);
    let mut sum = 0.0;
    let mut sums = Vec::with_capacity(words.size_hint().0 + 1);
    sums.push(sum);
    for (n, word) in words.enumerate() {
        let count = &mut counts[word as usize];
        sum += f64::from(logs.of_count(*count) - (n as f32 + prior).ln());
        *count += 1;
        sums.push(sum);
    }
    sums
}

/// Logarithms of the counts that a text has, the prior added.
struct Logs(Vec<f32>);

impl Logs {
    /// Larger counts are rare enough to be worked out each time.
    const MOST: usize = 256;

    fn of(n_words: usize) -> Self {
        Self((0..n_words.min(Self::MOST)).map(|count| (count as f32 + PRIOR).ln()).collect())
    }

    fn of_count(&self, count: u32) -> f32 {
        self.0.get(count as usize).copied().unwrap_or_else(|| (count as f32 + PRIOR).ln())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gain_is_greatest_where_the_words_change() {
        let words: Vec<u32> = (0..40).map(|at| at % 5).chain((0..40).map(|at| 5 + at % 7)).collect();
        let gains = gains(&words, 12);
        let best = (0..gains.len()).max_by(|a, b| gains[*a].total_cmp(&gains[*b]));
        assert_eq!(best, Some(40));
        assert!(gains[40] > 20.0 && gains[0].abs() < 1e-3 && gains[80].abs() < 1e-3, "{gains:?}");
    }

    #[test]
    fn one_stock_of_words_gains_nothing_from_a_break() {
        let words: Vec<u32> = (0..80).map(|at| at % 5).collect();
        // Nearer to an end than one round of the words a side lacks some of them.
        assert!(gains(&words, 5)[5..=75].iter().all(|gain| *gain < 0.0));
        assert_eq!(gains(&[], 0), [0.0]);
    }
}
