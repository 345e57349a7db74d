//! wirebrief turns news dumps into cited briefs.
//!
//! ```text
//! dump ─ingest▶ Article ─clean▶ Document ─dedupe▶ Copies
//!                  │               │
//!               Rejected           └─extract▶ Mentions + vectors ─normalise▶ Extraction
//!                                                                               │
//!   page, JSON ◀render─ Brief ◀consolidate─ Story ◀cluster──────────────────────┘
//! ```
//!
//! Data flows one way, one type a stage ([`types`]). `tests/layers.rs` lists which module may name which.

pub mod clean;
pub mod cli;
pub mod cluster;
pub mod config;
pub mod consolidate;
pub mod dedupe;
pub mod export;
pub mod extract;
pub mod hygiene;
pub mod ingest;
pub mod model;
pub mod normalise;
pub mod pipeline;
pub mod render;
pub mod store;
pub mod types;
pub mod verify;
pub mod web;
