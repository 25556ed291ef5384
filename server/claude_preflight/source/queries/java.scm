; Literals and what makes them more, or less, than a plain value.
(string_literal) @literal
(binary_expression operator: "+") @joined
[(line_comment) (block_comment)] @prose

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary_expression (string_literal) @comparison operator: ["==" "!="])
(binary_expression operator: ["==" "!="] (string_literal) @comparison)
(switch_label (_) @comparison)
(method_invocation
  object: (_)? @comparison
  name: (identifier) @_method
  arguments: (argument_list . (_) @comparison .)
  (#any-of? @_method "equals" "equalsIgnoreCase" "isEqualTo" "compareTo"))
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list (_) @comparison)
  (#any-of? @_method "assertEquals" "assertNotEquals"))
(method_invocation
  object: (method_invocation
    object: (identifier) @_class name: (identifier) @_of
    arguments: (argument_list (string_literal) @comparison))
  name: (identifier) @_method
  (#any-of? @_class "List" "Set" "Arrays")
  (#any-of? @_of "of" "asList")
  (#any-of? @_method "contains" "indexOf"))
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list (string_literal) @pattern)
  (#any-of? @_method
    "startsWith" "endsWith" "contains" "indexOf" "lastIndexOf" "matches" "split" "replace"
    "replaceAll" "replaceFirst" "compile"))
(method_invocation
  object: (string_literal) @interpolated
  name: (identifier) @_method
  (#any-of? @_method "formatted" "concat" "repeat"))

; Tables of models.
[(array_initializer) (enum_body)] @container
(enum_body) @enumeration
(method_invocation
  object: (identifier) @_class
  arguments: (argument_list) @container
  (#any-of? @_class "List" "Set" "Arrays" "Map" "ImmutableList" "ImmutableSet" "ImmutableMap"))
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list . (string_literal) @enumeration . (_) .)
  (#any-of? @_method "put" "entry" "putIfAbsent" "computeIfAbsent"))

; Requests: the setters of a builder.
(method_invocation object: (_)) @chain
(method_invocation
  object: (_)
  name: (identifier) @argument.key
  arguments: (argument_list . (_) @argument.value .)) @argument

; What stands for a part of it: a default, a conversion, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
(method_invocation
  object: (identifier) @_class
  name: (identifier) @_of
  arguments: (argument_list . (_) @wrapper.value .)
  (#any-of? @_class "Model" "Optional" "String" "Long" "Integer")
  (#any-of? @_of "of" "ofNullable" "valueOf")) @wrapper
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list . (_) . (_) @wrapper.value .)
  (#any-of? @_method "getOrDefault" "getProperty" "requireNonNullElse" "getEnv")) @wrapper
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list . (_) @wrapper.value .)
  (#eq? @_method "orElse")) @wrapper

; Names.
(variable_declarator name: (identifier) @binding.key value: (_)? @binding.value) @binding
(assignment_expression
  left: [(identifier) (field_access)] @binding.key
  right: (_) @binding.value) @binding
(update_expression (identifier) @binding.key) @binding
(formal_parameter name: (identifier) @binding.key) @binding
(lambda_expression parameters: (identifier) @binding.key) @binding
(inferred_parameters (identifier) @binding.key @binding)
(enhanced_for_statement name: (identifier) @binding.key) @binding
(catch_formal_parameter name: (identifier) @binding.key) @binding
[
  (method_declaration) (constructor_declaration) (lambda_expression) (class_declaration)
  (interface_declaration) (record_declaration) (enum_declaration)
] @scope
(class_declaration name: (identifier) @class.key) @class
(interface_declaration name: (identifier) @class.key) @class
(record_declaration name: (identifier) @class.key) @class
