//! How devices agree.
