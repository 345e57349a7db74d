//! Well-known other names of places and bodies: `U.S.` is the United States in every text.
//!
//! Facts of the world in `aliases.tsv` (canonical name, then other names parted by `|`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

static ALIASES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../aliases.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t'))
        .flat_map(|(canonical, others)| others.split('|').map(move |other| (other, canonical)))
        .collect()
});

/// The well-known full name of `surface`, or itself.
pub(super) fn canonical(surface: &str) -> &str {
    ALIASES.get(surface).copied().unwrap_or(surface)
}
