// Command behind is a node that is not there, behind one that is.
//
// An invoice whose route hint leads over an LND node to a channel that doesn't exist makes its payer send
// HTLCs that this LND node can't forward. It is asked here what to do with them. This program peels the
// onion that is left, by LND's own library, and gives what is in it to whoever reads its output; what is
// decided there comes back by its input, and goes to LND. So a payee without channels is paid by real nodes.
//
//	behind RPC_ADDRESS TLS_CERTIFICATE PRIVATE_KEY
//
// Output, an object a line: {"ready": true} once LND asks here, then for each HTLC {"id", "amount_msat",
// "payment_hash", "cltv_expiry", "payload"}, as an event of `receiver.run` has them. Input: {"id",
// "settle": a preimage} or {"id", "fail": a failure message, code and data}. Bytes are hex.
package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/lightningnetwork/lnd/lnrpc/routerrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "behind:", err)
		os.Exit(1)
	}
}

// decision is a line of input.
type decision struct {
	ID     string `json:"id"`
	Settle string `json:"settle"`
	Fail   string `json:"fail"`
}

func run(arguments []string) error {
	if len(arguments) != 3 {
		return errors.New("usage: behind RPC_ADDRESS TLS_CERTIFICATE PRIVATE_KEY")
	}
	stream, err := connect(arguments[0], arguments[1])
	if err != nil {
		return err
	}
	node, err := newNode(arguments[2])
	if err != nil {
		return err
	}
	output := json.NewEncoder(os.Stdout)
	if err := output.Encode(map[string]bool{"ready": true}); err != nil {
		return err
	}

	failed := make(chan error, 2)
	go func() { failed <- arrivals(stream, node, output) }()
	go func() { failed <- decisions(stream, node, json.NewDecoder(os.Stdin)) }()

	return <-failed
}

// connect asks to be asked about every HTLC that is to be forwarded.
func connect(address, certificate string) (routerrpc.Router_HtlcInterceptorClient, error) {
	transport, err := credentials.NewClientTLSFromFile(certificate, "")
	if err != nil {
		return nil, err
	}
	connection, err := grpc.NewClient(address, grpc.WithTransportCredentials(transport))
	if err != nil {
		return nil, err
	}

	return routerrpc.NewRouterClient(connection).HtlcInterceptor(context.Background())
}

// arrivals writes out what comes for this node, and lets through what doesn't.
func arrivals(stream routerrpc.Router_HtlcInterceptorClient, node *node, output *json.Encoder) error {
	for {
		request, err := stream.Recv()
		if err != nil {
			return err
		}
		arrival, err := node.peel(request)
		if errors.Is(err, errNotForUs) {
			err = stream.Send(&routerrpc.ForwardHtlcInterceptResponse{
				IncomingCircuitKey: request.IncomingCircuitKey,
				Action:             routerrpc.ResolveHoldForwardAction_RESUME,
			})
			if err != nil {
				return err
			}

			continue
		}
		if err != nil {
			return err
		}
		if err := output.Encode(arrival); err != nil {
			return err
		}
	}
}

// decisions carries out what is decided, until the input ends.
func decisions(stream routerrpc.Router_HtlcInterceptorClient, node *node, input *json.Decoder) error {
	for {
		var next decision
		if err := input.Decode(&next); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}

			return err
		}
		response, err := node.response(&next)
		if err != nil {
			return err
		}
		if err := stream.Send(response); err != nil {
			return err
		}
	}
}

// response is what LND is told.
func (n *node) response(next *decision) (*routerrpc.ForwardHtlcInterceptResponse, error) {
	held, ok := n.take(next.ID)
	if !ok {
		return nil, fmt.Errorf("no HTLC %q is held", next.ID)
	}
	response := &routerrpc.ForwardHtlcInterceptResponse{IncomingCircuitKey: held.key}
	if next.Settle != "" {
		preimage, err := hex.DecodeString(next.Settle)
		if err != nil {
			return nil, err
		}
		response.Action = routerrpc.ResolveHoldForwardAction_SETTLE
		response.Preimage = preimage

		return response, nil
	}
	message, err := hex.DecodeString(next.Fail)
	if err != nil {
		return nil, err
	}
	if len(message) < 2 {
		return nil, errors.New("a failure without a code")
	}
	response.Action = routerrpc.ResolveHoldForwardAction_FAIL
	response.FailureMessage = held.failures.EncryptError(true, padded(message))

	return response, nil
}
