//! Documents: Automerge, and the rules a change from afar must keep before it is merged.
