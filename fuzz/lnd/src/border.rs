//! The border to LND, and the only unsafe code: the archive's one function, and two of libc's.
#![allow(unsafe_code)]

use crate::{Lnd, answer};
use ampwire_fuzz_peer::invoice::{InvoiceAnswer, InvoicePeer, print_habits};
use ampwire_fuzz_peer::{Answer, Peer, Question, print_counts};
use std::cell::RefCell;
use std::ptr;

unsafe extern "C" {
    /// Answers the operation `op` with the input `input`, writes the answer to `out` and gives its
    /// length, or where `capacity` is less, the capacity that is needed. Keeps none of the memory.
    /// What is empty has to be null or an address that exists. `adapters/lnd/capi` has more.
    fn ampwire_lnd_call(
        op: *const u8,
        op_length: usize,
        input: *const u8,
        input_length: usize,
        out: *mut u8,
        capacity: usize,
    ) -> usize;
}

/// Whoever starts a fuzzer calls this before anything else, from `LLVMFuzzerInitialize`.
///
/// libFuzzer installs handlers for these signals on the stack that happens to be current. In a call to
/// LND that is a goroutine's, which is too small (golang/go#49075). Where the flag for another stack is
/// already set, libFuzzer keeps it; the Go runtime provides the stack.
///
/// The files of known divergences are read here, so that a fault in them shows at once. At the
/// process's end those that were met are printed.
pub fn start() {
    const SIGNALS: [libc::c_int; 10] = [
        libc::SIGALRM,
        libc::SIGABRT,
        libc::SIGINT,
        libc::SIGTERM,
        libc::SIGILL,
        libc::SIGTRAP,
        libc::SIGXCPU,
        libc::SIGXFSZ,
        libc::SIGUSR1,
        libc::SIGUSR2,
    ];
    for signal in SIGNALS {
        // SAFETY: `sigaction` is plain data for which zeros are a value; both calls get a pointer to
        // one that lives, and the handler stays what it was.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            assert_eq!(libc::sigaction(signal, ptr::null(), &raw mut action), 0);
            action.sa_flags |= libc::SA_ONSTACK;
            assert_eq!(libc::sigaction(signal, &raw const action, ptr::null_mut()), 0);
        }
    }
    Lnd::known();
    Lnd::habits();
    // SAFETY: the function is there as long as the process, and doesn't panic.
    unsafe {
        assert_eq!(libc::atexit(at_exit), 0);
    }
}

extern "C" fn at_exit() {
    print_counts::<Lnd>();
    print_habits::<Lnd>();
}

/// Asks LND, and gives its answer to `look`.
pub(crate) fn ask<T>(question: Question<'_>, look: impl FnOnce(&Answer<'_>) -> T) -> T {
    thread_local! {
        // More than any answer to what a fuzzer asks; it grows where that isn't so.
        static ANSWER: RefCell<Vec<u8>> = RefCell::new(vec![0; 1 << 16]);
    }
    ANSWER.with_borrow_mut(|out| {
        let length = call("payload.decode/compact", question.as_bytes(), out);
        look(&answer::read(&out[..length]))
    })
}

/// Asks LND about an invoice, and reads its answer.
pub(crate) fn ask_invoice(text: &str, read: fn(&[u8]) -> InvoiceAnswer) -> InvoiceAnswer {
    thread_local! {
        static ANSWER: RefCell<Vec<u8>> = RefCell::new(vec![0; 1 << 16]);
    }
    ANSWER.with_borrow_mut(|out| {
        let length = call("invoice.decode/compact", text.as_bytes(), out);
        read(&out[..length])
    })
}

/// LND's answer with LND's own words, as the testee protocol has it. Slow.
pub(crate) fn in_words(question: Question<'_>) -> String {
    let role = match question.role() {
        ampwire::onion::Role::Final => "final",
        ampwire::onion::Role::Intermediate => "intermediate",
    };
    let input = format!(
        r#"{{"bytes":"{}","role":"{role}","layouts":["type14"],"path_key_in_htlc":{}}}"#,
        hex::encode(question.bytes()),
        question.path_key_in_htlc(),
    );
    let mut out = Vec::new();
    let length = call("payload.decode", input.as_bytes(), &mut out);
    String::from_utf8_lossy(&out[..length]).into_owned()
}

/// Calls the archive until there is room for the answer, and gives the answer's length.
fn call(op: &str, input: &[u8], out: &mut Vec<u8>) -> usize {
    loop {
        let (op_start, input_start) = (or_null(op.as_bytes()), or_null(input));
        let out_start = if out.is_empty() { ptr::null_mut() } else { out.as_mut_ptr() };
        // SAFETY: each pointer is null with a length of 0, or goes to as many bytes as the length says;
        // nothing else uses `out` meanwhile, and none is kept.
        let length = unsafe {
            ampwire_lnd_call(op_start, op.len(), input_start, input.len(), out_start, out.len())
        };
        if length <= out.len() {
            return length;
        }
        out.resize(length, 0);
    }
}

/// Rust's address of an empty slice need not exist, which Go's runtime minds.
fn or_null(bytes: &[u8]) -> *const u8 {
    if bytes.is_empty() { ptr::null() } else { bytes.as_ptr() }
}
