//! An allocator that counts what each thread asks for: what something costs, the same on every machine.
//!
//! A test binary that counts makes it its own: `#[global_allocator] static COUNTING: Counting = Counting;`.

#![expect(unsafe_code, reason = "an allocator is unsafe; this one counts and hands on")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, which counts.
#[derive(Clone, Copy, Debug)]
pub struct Counting;

thread_local! {
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

/// Bytes that this thread asked for since its start; nothing where the binary has another allocator.
#[must_use]
pub fn asked() -> u64 {
    ASKED.with(Cell::get)
}

fn count(bytes: usize) {
    // A thread that ends has nothing left to count in.
    let _ = ASKED.try_with(|asked| asked.set(asked.get() + bytes as u64));
}

// SAFETY: whatever is asked for is asked of the system's allocator, as it was asked.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller keeps to the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps to the contract.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size.saturating_sub(layout.size()));
        // SAFETY: the caller keeps to the contract.
        unsafe { System.realloc(at, layout, size) }
    }
}
