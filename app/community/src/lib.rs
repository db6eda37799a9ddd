//! What a community is.
