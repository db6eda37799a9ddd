//! How the search for someone who lets this device in stands.

use super::Core;
use crate::node::slices::Slices;

/// A search for someone who lets this device in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// How many devices are asked.
    pub devices: usize,
    /// How often one of them was tried in vain.
    pub times: u32,
    /// When the next try is, in milliseconds since 1970; `None` while all are being tried.
    pub next_ms: Option<i64>,
}

impl<S: Slices, C: Copy + Ord> Core<S, C> {
    /// How the search for someone who lets this device in stands; `None` when there is none.
    #[must_use]
    pub fn search(&self) -> Option<Search> {
        let link = self.joining.as_ref()?;
        let tries = link.addresses.iter().filter_map(|address| self.tries.get(&address.endpoint));
        let waits = tries.clone().filter(|tries| !tries.dialing).map(|tries| tries.next_ms);
        Some(Search {
            devices: link.addresses.len(),
            times: tries.map(|tries| tries.failed.saturating_add(tries.rejected)).fold(0, u32::saturating_add),
            next_ms: waits.min(),
        })
    }

    /// Ends the search for someone who lets this device in.
    pub fn stop_joining(&mut self) {
        self.joining = None;
    }
}
