// Resolves, applies and publishes with the Confidence SDK for Go.
//
// Arguments: base URL of the edge, client secret. Prints one JSON object.
package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"

	confidence "github.com/spotify/confidence-sdk-go/pkg/confidence"
	"golang.org/x/exp/slog"
)

// eventsTo sends events to the edge: the SDK has no option for their host.
type eventsTo struct {
	edge      *url.URL
	published []int
}

func (t *eventsTo) RoundTrip(request *http.Request) (*http.Response, error) {
	request.URL.Scheme = t.edge.Scheme
	request.URL.Host = t.edge.Host
	response, err := http.DefaultTransport.RoundTrip(request)
	if err == nil {
		t.published = append(t.published, response.StatusCode)
	}
	return response, err
}

func main() {
	edge, err := url.Parse(os.Args[1])
	if err != nil {
		panic(err)
	}
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	config := *confidence.NewAPIConfigWithUrl(os.Args[2], os.Args[1])
	root := confidence.NewConfidenceBuilder().
		SetLogger(logger).
		SetAPIConfig(config).
		Build()
	client := root.WithContext(map[string]interface{}{"targeting_key": "go-1"})
	transport := &eventsTo{edge: edge}
	client.EventUploader = confidence.HttpEventUploader{
		Client: &http.Client{Transport: transport},
		Config: config,
		Logger: logger,
	}

	ctx := context.Background()
	match := client.GetStringFlag(ctx, "plain.color", "code")
	integer := client.GetIntFlag(ctx, "plain.limit", 0)
	object := client.GetIntFlag(ctx, "plain.layout.columns", 0)
	silent := client.GetBoolFlag(ctx, "plain.enabled", true)
	noMatch := client.GetStringFlag(ctx, "sweden.color", "code")
	missing := client.GetStringFlag(ctx, "nope.color", "code")
	client.Track(ctx, "go-event", map[string]interface{}{"value": 3}).Wait()

	details := func(value interface{}, variant string, code confidence.ErrorCode) map[string]interface{} {
		return map[string]interface{}{"value": value, "variant": variant, "error": code}
	}
	output, err := json.Marshal(map[string]interface{}{
		"match":     details(match.Value, match.Variant, match.ErrorCode),
		"integer":   details(integer.Value, integer.Variant, integer.ErrorCode),
		"struct":    details(object.Value, object.Variant, object.ErrorCode),
		"silent":    details(silent.Value, silent.Variant, silent.ErrorCode),
		"noMatch":   details(noMatch.Value, noMatch.Variant, noMatch.ErrorCode),
		"missing":   details(missing.Value, missing.Variant, missing.ErrorCode),
		"published": transport.published,
	})
	if err != nil {
		panic(err)
	}
	os.Stdout.Write(output)
}
