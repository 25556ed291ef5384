; Parameters, with and without a default.
(assignment_pattern left: (identifier) @local.definition right: (_) @binding.value) @binding
(formal_parameters (identifier) @local.definition @binding)

(field_definition
  property: (property_identifier) @local.definition
  value: (_)? @binding.value) @binding
