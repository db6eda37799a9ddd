//! How devices agree: records, the charter, epochs, documents, sessions and snapshots.
//!
//! Knows nothing of posts or boards. `record`, `charter`, `epoch`, `document`, `session` and `snapshot` are pure;
//! `store` holds SQLite, `net` holds iroh, `node` joins them.

#![forbid(unsafe_code)]

pub mod body;
pub mod charter;
pub mod document;
pub mod epoch;
pub mod id;
pub mod net;
pub mod node;
pub mod record;
pub mod session;
pub mod snapshot;
pub mod store;
pub mod system;
