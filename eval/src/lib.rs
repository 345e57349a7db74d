//! Scores spans against gold: strict and overlap precision, recall and F1 a kind, with support.
//!
//! Pure: takes labelled byte spans, gives counts and tables. It knows nothing of models, of wirebrief's types or of the
//! disk, so any extractor can be scored with it; `wirebrief eval` feeds it.
//!
//! Cases of other programs' tests of figures are read by [`parse_outside`] and scored by [`OutsideScores`].
//! Pages are scored by [`PageScores`]. Marked texts are read by [`parse_marked`] and scored by [`FigureScores`],
//! [`RegulationScores`], [`CompanyScores`] and [`StoryScores`], each with its definitions in its module.
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

mod answer;
mod baseline;
mod companies;
mod fault;
mod figures;
mod gold;
mod mark;
mod marked;
mod outside;
mod page;
mod pairing;
mod regulations;
mod score;
mod stories;
mod table;

pub use answer::{Answers, Verdict, Verdicts};
pub use baseline::{Baseline, BaselineError, Shortfall};
pub use companies::{BCubed, CompanyFound, CompanyGold, CompanyMark, CompanyScores, company_gold};
pub use fault::Fault;
pub use figures::{FIGURE_FIELDS, FigureCounts, FigureFound, FigureGold, FigureScores, FigureValue, figure_gold};
pub use gold::{GoldError, GoldRecord, parse_gold};
pub use mark::Mark;
pub use marked::{MarkedArticle, MarkedDocument, MarkedError, MarkedKind, MarkedRecord, parse_marked};
pub use outside::{OutsideCase, OutsideFigure, OutsideFound, OutsideScores, OutsideSet, parse_outside};
pub use page::{PAGE_HEADING, PageFaults, PageFound, PageGold, PageScores, Share, parse_pages};
pub use pairing::Place;
pub use regulations::{ActGold, ActIds, Holds, RegulationFound, RegulationGold, RegulationScores, regulation_gold};
pub use score::{Counts, KindScores, Labelled, Scores};
pub use stories::{Relation, StoryGold, StoryScores, StoryTold, ToldDifference, ToldRow, story_gold};
pub use table::table;
