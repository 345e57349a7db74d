//! The arithmetic peak of an x86-64: loops that multiply and add in registers and touch no memory.
//!
//! Gives operations done (a multiply and an add count as two) in about a second a thread. Twelve sums in flight hide the
//! latency of the instructions (4 or 5 cycles, two a cycle) and leave registers for their inputs.

use std::arch::x86_64::{
    __m256, __m256i, __m512, __m512i, _mm256_add_epi32, _mm256_fmadd_ps, _mm256_madd_epi16, _mm256_maddubs_epi16,
    _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_set1_ps, _mm512_dpbusd_epi32, _mm512_fmadd_ps,
    _mm512_set1_epi8, _mm512_set1_epi32, _mm512_set1_ps,
};
use std::hint::black_box;
use std::time::{Duration, Instant};

use anyhow::bail;

const SUMS: usize = 12;
/// Turns of a loop between looks at the clock: some tens of microseconds.
const TURNS: u64 = 10_000;
const DURATION: Duration = Duration::from_secs(1);

/// A loop this machine can run.
#[derive(Clone, Copy)]
pub struct Peak {
    /// Does [`TURNS`] turns.
    turns: fn(),
    /// Operations of a turn.
    n_operations: u64,
}

/// The peak that `engine` names, best instructions first; nothing where it names none.
pub fn named(engine: &str) -> Option<anyhow::Result<Peak>> {
    let (name, avx2_only) = engine.strip_suffix(":avx2").map_or((engine, false), |name| (name, true));
    match name {
        "peak-fp32" => Some(fp32(avx2_only)),
        "peak-int8" => Some(int8(avx2_only)),
        _ => None,
    }
}

fn fp32(avx2_only: bool) -> anyhow::Result<Peak> {
    if !avx2_only && is_x86_feature_detected!("avx512f") {
        // SAFETY: the machine has AVX-512F.
        return Ok(Peak { turns: || unsafe { fma_512() }, n_operations: (SUMS * 16 * 2) as u64 });
    }
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
        // SAFETY: the machine has AVX2 and FMA.
        return Ok(Peak { turns: || unsafe { fma_256() }, n_operations: (SUMS * 8 * 2) as u64 });
    }
    bail!("no FMA on this machine")
}

fn int8(avx2_only: bool) -> anyhow::Result<Peak> {
    let vnni = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni");
    if !avx2_only && vnni {
        // SAFETY: the machine has AVX-512F and VNNI.
        return Ok(Peak { turns: || unsafe { dpbusd_512() }, n_operations: (SUMS * 64 * 2) as u64 });
    }
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the machine has AVX2.
        return Ok(Peak { turns: || unsafe { maddubs_256() }, n_operations: (SUMS * 32 * 2) as u64 });
    }
    bail!("no AVX2 on this machine")
}

impl Peak {
    /// Operations done in about a second by `n_threads` threads together.
    pub fn run(&self, n_threads: usize) -> u64 {
        let peak = *self;
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..n_threads).map(|_| scope.spawn(move || peak.run_thread())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap_or(0)).sum()
        })
    }

    fn run_thread(self) -> u64 {
        let start = Instant::now();
        let mut n_turns = 0;
        while start.elapsed() < DURATION {
            (self.turns)();
            n_turns += TURNS;
        }
        n_turns * self.n_operations
    }
}

#[target_feature(enable = "avx512f")]
fn fma_512() {
    let (a, b) = black_box((_mm512_set1_ps(0.5), _mm512_set1_ps(0.25)));
    let mut sums: [__m512; SUMS] = black_box([_mm512_set1_ps(1.0); SUMS]);
    for _ in 0..TURNS {
        for sum in &mut sums {
            *sum = _mm512_fmadd_ps(a, *sum, b);
        }
    }
    black_box(sums);
}

#[target_feature(enable = "avx2,fma")]
fn fma_256() {
    let (a, b) = black_box((_mm256_set1_ps(0.5), _mm256_set1_ps(0.25)));
    let mut sums: [__m256; SUMS] = black_box([_mm256_set1_ps(1.0); SUMS]);
    for _ in 0..TURNS {
        for sum in &mut sums {
            *sum = _mm256_fmadd_ps(a, *sum, b);
        }
    }
    black_box(sums);
}

#[target_feature(enable = "avx512f,avx512vnni")]
fn dpbusd_512() {
    let (a, b) = black_box((_mm512_set1_epi8(3), _mm512_set1_epi8(-5)));
    let mut sums: [__m512i; SUMS] = black_box([_mm512_set1_epi32(1); SUMS]);
    for _ in 0..TURNS {
        for sum in &mut sums {
            *sum = _mm512_dpbusd_epi32(*sum, a, b);
        }
    }
    black_box(sums);
}

/// Three instructions for what VNNI does in one. Each sum has an input of its own that changes with it, so that no
/// product can be kept from one turn to the next.
#[target_feature(enable = "avx2")]
fn maddubs_256() {
    let (b, ones) = black_box((_mm256_set1_epi8(-5), _mm256_set1_epi16(1)));
    let mut sums: [__m256i; SUMS] = black_box([_mm256_set1_epi32(1); SUMS]);
    for _ in 0..TURNS {
        for sum in &mut sums {
            let pairs = _mm256_maddubs_epi16(*sum, b);
            *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(pairs, ones));
        }
    }
    black_box(sums);
}
