; A union or an enum lists models by nature.
[(enum_declaration) (union_type) (literal_type)] @enumeration

; A member of an array with an assertion: `(["id"] as string[]).includes(model)`.
(call_expression
  function: (member_expression
    object: (parenthesized_expression (as_expression (array) @comparison))
    property: (property_identifier) @_method)
  (#any-of? @_method "includes" "indexOf"))

; What stands before `as const` is the value.
(pair key: (_) @argument.key value: (as_expression . (_) @argument.value)) @argument
(pair key: (_) @argument.key value: (satisfies_expression . (_) @argument.value)) @argument
(variable_declarator
  name: (identifier) @binding.key
  value: (as_expression . (_) @binding.value)) @binding
(variable_declarator
  name: (identifier) @binding.key
  value: (satisfies_expression . (_) @binding.value)) @binding

; Parameters, with and without a default.
(required_parameter pattern: (identifier) @binding.key value: (_)? @binding.value) @binding
(optional_parameter pattern: (identifier) @binding.key) @binding
