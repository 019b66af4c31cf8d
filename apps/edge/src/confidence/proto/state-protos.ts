/** Schemas of flags, targeting and expressions. */
export const FLAG_TYPES_PROTO = `syntax = "proto3";
package confidence.flags.types.v1;
message FlagSchema {
  oneof schema_type {
    StructFlagSchema struct_schema = 1;
    ListFlagSchema list_schema = 2;
    Empty int_schema = 3;
    Empty double_schema = 4;
    Empty string_schema = 5;
    Empty bool_schema = 6;
  }
  message Empty {}
  message StructFlagSchema { map<string, FlagSchema> schema = 1; }
  message ListFlagSchema { FlagSchema element_schema = 1; }
}
message Targeting {
  map<string, Criterion> criteria = 1;
  Expression expression = 2;
  message Criterion {
    oneof criterion {
      AttributeCriterion attribute = 1;
      SegmentCriterion segment = 2;
      MaterializedSegmentCriterion materialized_segment = 3;
    }
  }
  message AttributeCriterion {
    string attribute_name = 1;
    oneof rule {
      EqRule eq_rule = 2;
      SetRule set_rule = 3;
      RangeRule range_rule = 4;
      WrappedRule any_rule = 5;
      WrappedRule all_rule = 6;
      TextRule starts_with_rule = 7;
      TextRule ends_with_rule = 8;
      TextRule contains_rule = 9;
    }
  }
  message SegmentCriterion { string segment = 1; }
  message MaterializedSegmentCriterion { string materialized_segment = 1; }
  message WrappedRule { InnerRule rule = 1; }
  message InnerRule {
    oneof rule {
      EqRule eq_rule = 1;
      SetRule set_rule = 2;
      RangeRule range_rule = 3;
      TextRule starts_with_rule = 4;
      TextRule ends_with_rule = 5;
      TextRule contains_rule = 6;
    }
  }
  message EqRule { Value value = 1; }
  message SetRule { repeated Value values = 1; }
  message RangeRule {
    oneof start { Value start_inclusive = 1; Value start_exclusive = 2; }
    oneof end { Value end_inclusive = 3; Value end_exclusive = 4; }
  }
  message TextRule { string value = 1; }
  message Value {
    oneof value {
      bool bool_value = 1;
      string string_value = 4;
      google.protobuf.Timestamp timestamp_value = 5;
      Version version_value = 6;
      double number_value = 7;
    }
  }
  message Version { string version = 1; }
}
message Expression {
  oneof expression {
    string ref = 1;
    Expression not = 2;
    Operands and = 3;
    Operands or = 4;
  }
  message Operands { repeated Expression operands = 1; }
}`;

/** Clients and their credentials. */
export const CLIENTS_PROTO = `syntax = "proto3";
package confidence.iam.v1;
message Client { string name = 1; string display_name = 2; }
message ClientCredential {
  string name = 1;
  string display_name = 2;
  oneof credential { ClientSecret client_secret = 3; }
  repeated string environments = 16;
  message ClientSecret { string secret = 1; }
}`;

/** What clients resolve from: flags, rules and segments. */
export const STATE_PROTO = `syntax = "proto3";
package confidence.flags.admin.v1;
message ClientResolverState {
  bytes state = 1;
  string account = 2;
  repeated int32 log_destinations = 4;
}
message ResolverState {
  repeated Flag flags = 1;
  repeated Segment segments_no_bitsets = 2;
  repeated PackedBitset bitsets = 5;
  repeated confidence.iam.v1.Client clients = 6;
  repeated confidence.iam.v1.ClientCredential client_credentials = 7;
  int32 region = 8;
  repeated BloomFilter bloom_filters = 10;
  message PackedBitset {
    string segment = 1;
    oneof bitset { bytes gzipped_bitset = 2; bool full_bitset = 3; }
  }
  message BloomFilter {
    string materialized_segment = 1;
    bytes data = 2;
    int32 hash_function_count = 3;
    int64 bit_count = 4;
    int32 strategy = 5;
  }
}
message Segment {
  string name = 1;
  confidence.flags.types.v1.Targeting targeting = 2;
  int32 state = 5;
}
message Flag {
  string name = 1;
  confidence.flags.types.v1.FlagSchema.StructFlagSchema schema = 2;
  repeated Variant variants = 3;
  int32 state = 4;
  repeated Rule rules = 5;
  repeated string clients = 12;
  message Variant { string name = 1; google.protobuf.Struct value = 2; }
  message Rule {
    string name = 1;
    string segment = 2;
    string targeting_key_selector = 5;
    bool enabled = 11;
    AssignmentSpec assignment_spec = 12;
    MaterializationSpec materialization_spec = 13;
    repeated string environments = 16;
  }
  message MaterializationSpec {
    string write_materialization = 1;
    string read_materialization = 2;
    ReadMode mode = 3;
  }
  message ReadMode {
    bool materialization_must_match = 1;
    bool segment_targeting_can_be_ignored = 2;
  }
  message AssignmentSpec {
    int32 bucket_count = 1;
    repeated Assignment assignments = 2;
  }
  message Assignment {
    string assignment_id = 1;
    oneof assignment {
      VariantAssignment variant = 2;
      Nothing fallthrough = 3;
      Nothing client_default = 4;
    }
    repeated BucketRange bucket_ranges = 5;
  }
  message VariantAssignment { string variant = 1; }
  message Nothing {}
  message BucketRange { int32 lower = 1; int32 upper = 2; }
}`;
