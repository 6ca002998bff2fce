// Command capi is package core as a C library with one function, for a program
// in another language that asks LND in its own process. It is built with
//
//	go build -buildmode=c-archive ./capi
//
// A process can hold one Go runtime and so one such archive.
//
// # Signals
//
// The runtime starts on its own when the process does, and takes over SIGSEGV,
// SIGBUS and SIGFPE: a nil pointer in LND is an answer and not the end of the
// process. A host that installs handlers of its own must install them with
// SA_ONSTACK (golang/go#49075): while a call is under way the current stack may
// be a goroutine's, which is too small for a handler. libFuzzer installs its
// handlers with SA_ONSTACK only where the flag is already set when it starts, so
// a fuzz target sets it before, from LLVMFuzzerInitialize.
//
// A panic is an answer. A stack overflow and a lack of memory end the process.
package main

// #include <stddef.h>
// #include <stdint.h>
import "C"

import (
	"unsafe"

	"ampwire.invalid/adapters/lnd/core"
)

// ampwire_lnd_call is core.Call: it answers the operation op with the input in,
// writes the answer to out and returns its length, or, where capacity is less
// than that, the capacity that is needed. No memory changes hands and none is
// kept. What is empty is a null pointer or one to memory that exists: the
// runtime ends the process over other addresses. It may be called from any
// thread.
//
//export ampwire_lnd_call
func ampwire_lnd_call(
	op *C.uint8_t, opLength C.size_t, in *C.uint8_t, inLength C.size_t,
	out *C.uint8_t, capacity C.size_t,
) C.size_t {
	return C.size_t(core.Call(
		unsafe.String((*byte)(op), opLength),
		unsafe.Slice((*byte)(in), inLength),
		unsafe.Slice((*byte)(out), capacity),
	))
}

func main() {}
