//! Hands libFuzzer's bytes to the target `charter`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kith_tests::fuzz::charter(bytes));
