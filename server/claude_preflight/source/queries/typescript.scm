; A union or an enum lists models by nature.
[(enum_declaration) (union_type) (literal_type)] @enumeration

; Parameters, with and without a default.
(required_parameter pattern: (identifier) @binding.key value: (_)? @binding.value) @binding
(optional_parameter pattern: (identifier) @binding.key) @binding
