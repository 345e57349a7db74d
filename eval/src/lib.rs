//! Scores spans against gold: strict and overlap precision, recall and F1 a kind, with support.
//!
//! Pure: takes labelled byte spans, gives counts and tables. It knows nothing of models, of wirebrief's types or of the
//! disk, so any extractor can be scored with it; `wirebrief eval` feeds it.
//!
//! Pages are scored by [`PageScores`].
//!
//! Definitions: *strict* is seqeval's (kind, start and end all equal); *overlap* is nervaluate's `ent_type` (same kind, at
//! least one byte shared), each span matched at most once.
//!
//! ```
//! use wirebrief_eval::{Labelled, Scores};
//!
//! let gold = [Labelled::new("company", 0, 9), Labelled::new("money", 20, 30)];
//! let found = [Labelled::new("company", 0, 6), Labelled::new("money", 20, 30)];
//! let mut scores = Scores::default();
//! scores.add(&["company", "money"], &gold, &found);
//! assert_eq!(scores.kind("company").strict.f1(), 0.0);
//! assert_eq!(scores.kind("company").overlap.f1(), 1.0);
//! assert_eq!(scores.kind("money").strict.f1(), 1.0);
//! ```

mod baseline;
mod gold;
mod page;
mod score;
mod table;

pub use baseline::{Baseline, BaselineError, Shortfall};
pub use gold::{GoldError, GoldRecord, parse_gold};
pub use page::{PAGE_HEADING, PageFaults, PageFound, PageGold, PageScores, Share, parse_pages};
pub use score::{Counts, KindScores, Labelled, Scores};
pub use table::table;
