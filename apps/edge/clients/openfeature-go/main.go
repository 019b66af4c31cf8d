// Resolves with OpenFeature's SDK for Go and its OFREP provider.
//
// Arguments: base URL of the edge, client secret. Prints one JSON object.
package main

import (
	"context"
	"encoding/json"
	"os"

	"github.com/open-feature/go-sdk-contrib/providers/ofrep"
	"github.com/open-feature/go-sdk/openfeature"
)

type answer struct {
	Value   any    `json:"value"`
	Variant string `json:"variant"`
	Reason  string `json:"reason"`
	Error   string `json:"error"`
	Rule    any    `json:"rule"`
}

func answerOf[T any](details openfeature.GenericEvaluationDetails[T], _ error) answer {
	return answer{
		Value:   details.Value,
		Variant: details.Variant,
		Reason:  string(details.Reason),
		Error:   string(details.ErrorCode),
		Rule:    details.FlagMetadata["rule"],
	}
}

func clientWith(baseURL, secret, domain string) *openfeature.Client {
	provider := ofrep.NewProvider(baseURL, ofrep.WithBearerToken(secret))
	if err := openfeature.SetNamedProviderAndWait(domain, provider); err != nil {
		panic(err)
	}
	return openfeature.NewClient(domain)
}

func main() {
	ctx := context.Background()
	client := clientWith(os.Args[1], os.Args[2], "edge")
	wrong := clientWith(os.Args[1], "wr0ng", "wrong")
	in := func(country string) openfeature.EvaluationContext {
		return openfeature.NewEvaluationContext("go-ofrep", map[string]any{"country": country})
	}
	sweden, norway := in("SE"), in("NO")
	output, err := json.Marshal(map[string]answer{
		"text":    answerOf(client.StringValueDetails(ctx, "banner.color", "code", sweden)),
		"integer": answerOf(client.IntValueDetails(ctx, "banner.limit", 0, sweden)),
		"boolean": answerOf(client.BooleanValueDetails(ctx, "banner.enabled", false, sweden)),
		"nested":  answerOf(client.IntValueDetails(ctx, "banner.layout.columns", 0, sweden)),
		"struct":  answerOf(client.ObjectValueDetails(ctx, "banner", map[string]any{}, sweden)),
		"noMatch": answerOf(client.StringValueDetails(ctx, "banner.color", "code", norway)),
		"silent":  answerOf(client.IntValueDetails(ctx, "fixed.layout.columns", 7, sweden)),
		"missing": answerOf(client.StringValueDetails(ctx, "nope.color", "code", sweden)),
		"refused": answerOf(wrong.StringValueDetails(ctx, "banner.color", "code", sweden)),
	})
	if err != nil {
		panic(err)
	}
	os.Stdout.Write(output)
}
