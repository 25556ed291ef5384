; A union or an enum lists models by nature.
[(enum_declaration) (union_type) (literal_type)] @enumeration

; A member of an array with an assertion: `(["id"] as string[]).includes(model)`.
(_
  . object: (parenthesized_expression (as_expression (array) @comparison))
  property: (property_identifier) @_method
  (#any-of? @_method membership-tests))

; What stands before `as const` is the value.
[(as_expression . (_) @wrapper.value) (satisfies_expression . (_) @wrapper.value)] @wrapper
(non_null_expression (_) @wrapper.value) @wrapper

; Members of a class and of an enum.
(public_field_definition
  name: (property_identifier) @local.definition
  value: (_)? @binding.value) @binding
(enum_assignment name: (property_identifier) @local.definition value: (_) @binding.value) @binding
(enum_declaration name: (identifier) @class.key) @class @local.scope

; Parameters, with and without a default.
(required_parameter pattern: (identifier) @local.definition value: (_)? @binding.value) @binding
(optional_parameter pattern: (identifier) @local.definition) @binding
