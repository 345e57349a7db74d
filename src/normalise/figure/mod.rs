//! Figures of English news: money, percent, quantity and date with exact values.
