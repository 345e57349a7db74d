//! A browser page over finished runs: editions, stories, passages, companies and laws, and a search over them.
//!
//! Takes [`Run`]s as they were read back, with the texts of their sources, and answers requests from memory: nothing
//! of a request ever reaches the disk. Knows neither how a run is made nor where it lies. Every answer is escaped by
//! the template engine and carries a policy under which no script runs.

mod answer;
mod guard;
mod link;
mod listen;
mod name;
mod page;
mod passage;
mod route;
mod search;
mod site;
mod story;

pub use guard::Access;
pub use listen::serve;
pub use site::{Run, Site};

use jiff::civil::Date;

/// Why runs cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// Two runs are of the same day.
    #[error("two of the runs hold the edition of {0}")]
    SameDay(Date),
    /// The search index cannot be filled.
    #[error("cannot fill the search index")]
    Index(#[from] rusqlite::Error),
    /// A template is broken; a bug.
    #[error("a template of the pages is broken")]
    Template(#[from] minijinja::Error),
    /// The socket failed.
    #[error("cannot serve on the socket")]
    Socket(#[from] std::io::Error),
}

impl WebError {
    /// How to mend it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::SameDay(_) => "name one run a day; `wirebrief run --date` sets the day of an edition",
            Self::Index(_) | Self::Template(_) => "this is a bug of wirebrief; report it with the run",
            Self::Socket(_) => "stop other programs that hold many sockets, then start again",
        }
    }
}

#[cfg(test)]
mod tests;
