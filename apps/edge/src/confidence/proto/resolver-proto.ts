/** Resolving and applying flags, logs of assignments, and materializations. */
export const RESOLVER_PROTO = `syntax = "proto3";
package confidence.flags.resolver.v1;
message Sdk {
  oneof sdk { int32 id = 1; string custom_id = 2; }
  string version = 3;
}
message ResolveFlagsRequest {
  repeated string flags = 1;
  google.protobuf.Struct evaluation_context = 2;
  string client_secret = 3;
  bool apply = 4;
  Sdk sdk = 5;
}
message ResolveFlagsResponse {
  repeated ResolvedFlag resolved_flags = 1;
  bytes resolve_token = 2;
  string resolve_id = 3;
}
message ResolvedFlag {
  string flag = 1;
  string variant = 2;
  google.protobuf.Struct value = 3;
  confidence.flags.types.v1.FlagSchema.StructFlagSchema flag_schema = 4;
  int32 reason = 5;
  bool should_apply = 6;
  string assignment_origin = 7;
}
message ApplyFlagsRequest {
  repeated AppliedFlag flags = 1;
  string client_secret = 2;
  bytes resolve_token = 3;
  google.protobuf.Timestamp send_time = 4;
  Sdk sdk = 5;
}
message AppliedFlag {
  string flag = 1;
  google.protobuf.Timestamp apply_time = 2;
}
message Empty {}
message ResolveToken {
  oneof resolve_token { ResolveTokenV1 token_v1 = 1; }
}
message ResolveTokenV1 {
  google.protobuf.Struct evaluation_context = 1;
  map<string, AssignedFlag> assignments = 2;
  string resolve_id = 3;
  string account = 4;
  // Of this edge: only the client that resolved may apply.
  string client = 100;
}
message AssignedFlag {
  string flag = 1;
  string targeting_key = 2;
  string segment = 3;
  string variant = 4;
  string rule = 5;
  int32 reason = 6;
  string assignment_id = 8;
  repeated FallthroughAssignment fallthrough_assignments = 9;
  string targeting_key_selector = 10;
}
message FallthroughAssignment {
  string rule = 1;
  string assignment_id = 2;
  string targeting_key = 3;
  string targeting_key_selector = 4;
  // Of this edge: other writers leave it out.
  string segment = 100;
}
message WriteFlagLogsRequest { repeated FlagAssigned flag_assigned = 1; }
message FlagAssigned {
  string resolve_id = 10;
  repeated LoggedFlag flags = 15;
}
message LoggedFlag {
  string flag = 1;
  string targeting_key = 2;
  string targeting_key_selector = 3;
  oneof assignment {
    AssignmentInfo assignment_info = 4;
    DefaultAssignment default_assignment = 5;
  }
  string assignment_id = 6;
  string rule = 7;
  repeated FallthroughAssignment fallthrough_assignments = 8;
  google.protobuf.Timestamp apply_time = 9;
}
message AssignmentInfo { string segment = 1; string variant = 2; }
message DefaultAssignment { int32 reason = 1; }
message VariantData {
  string unit = 1;
  string materialization = 2;
  string rule = 3;
  string variant = 4;
}
message InclusionData {
  string unit = 1;
  string materialization = 2;
  bool is_included = 3;
}
message ReadOp {
  oneof op {
    VariantData variant_read_op = 1;
    InclusionData inclusion_read_op = 2;
  }
}
message ReadOperationsRequest { repeated ReadOp ops = 3; }
message ReadResult {
  oneof result {
    VariantData variant_result = 1;
    InclusionData inclusion_result = 2;
  }
}
message ReadOperationsResult { repeated ReadResult results = 1; }
message WriteOperationsRequest { repeated VariantData store_variant_op = 1; }`;
