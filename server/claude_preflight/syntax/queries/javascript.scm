; Parameters, with and without a default.
(assignment_pattern left: (identifier) @binding.key right: (_) @binding.value) @binding
(formal_parameters (identifier) @binding.key @binding)

(field_definition property: (property_identifier) @binding.key value: (_)? @binding.value) @binding
