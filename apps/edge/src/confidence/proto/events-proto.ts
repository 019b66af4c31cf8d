/** Publishing events. */
export const EVENTS_PROTO = `syntax = "proto3";
package confidence.events.v1;
message PublishEventsRequest {
  string client_secret = 1;
  repeated Event events = 2;
  google.protobuf.Timestamp send_time = 3;
}
message Event {
  string event_definition = 1;
  google.protobuf.Struct payload = 2;
  google.protobuf.Timestamp event_time = 3;
}
message PublishEventsResponse { repeated EventError errors = 1; }
message EventError { int32 index = 1; int32 reason = 2; string message = 3; }`;
