; Literals and what makes them more, or less, than a plain value.
(string_literal) @literal
(binary_expression operator: "+") @concatenation
(method_invocation
  object: (string_literal) @interpolated
  name: (identifier) @_method
  (#any-of? @_method "formatted" "concat" "repeat"))
[(line_comment) (block_comment)] @prose

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary_expression
  [(string_literal) (field_access object: (identifier))] @comparison
  operator: ["==" "!="])
(binary_expression
  operator: ["==" "!="]
  [(string_literal) (field_access object: (identifier))] @comparison)
(switch_label (_) @comparison)
(method_invocation
  object: [(string_literal) (field_access object: (identifier))] @comparison
  name: (identifier) @_method
  (#any-of? @_method equality-tests))
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list
    [
      (string_literal) (field_access object: (identifier)) (array_creation_expression)
    ] @comparison)
  (#any-of? @_method
    equality-tests "eq" "is" "isIn" "isNotIn" "containsExactly" "containsExactlyInAnyOrder"
    "containsOnly" "hasToString"))
; Of calls only those that make a value of a literal; others are what is tested.
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list
    (method_invocation
      object: (identifier) @_class
      name: (identifier) @_of
      arguments: (argument_list) @comparison))
  (#any-of? @_method equality-tests "eq" "is" "assertIterableEquals")
  (#any-of? @_class "Model" "ModelId" "ModelName" "List" "Set" "Arrays" "Optional")
  (#any-of? @_of collection-makers "valueOf"))
(method_invocation
  object: (method_invocation
    object: (identifier) @_class
    name: (identifier) @_of
    arguments: (argument_list) @comparison)
  name: (identifier) @_method
  (#any-of? @_class "List" "Set" "Arrays" "Stream")
  (#any-of? @_of collection-makers)
  (#any-of? @_method look-ups))
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list (string_literal) @pattern)
  (#any-of? @_method
    part-tests "contains" "containsString" "doesNotContain" "matches" "matcher" "compile"
    "replaceFirst" "removeStart" "removeEnd" "substringAfter" "substringBefore"))

; What an assertion tests.
(assert_statement) @assertion
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list) @assertion
  (#match? @_method assertion "^verify$|^is(Not)?EqualTo|^equalTo"))
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list (lambda_expression body: (_) @assertion))
  (#match? @_method assertion)
  (#not-eq? @_method "assertAll"))
(method_invocation
  object: (method_invocation name: (identifier) @_verify)
  arguments: (argument_list) @assertion
  (#eq? @_verify "verify"))

; What each item of is tested for, and a name of what something is looked up in.
(method_invocation
  object: [
    (method_invocation name: (identifier) @_of arguments: (argument_list) @pattern)
    (method_invocation
      object: (method_invocation name: (identifier) @_of arguments: (argument_list) @pattern))
  ]
  name: (identifier) @_method
  arguments: (argument_list) @_test
  (#any-of? @_of collection-makers)
  (#any-of? @_method quantifiers)
  (#match? @_test part-test-call))
(method_invocation
  object: [(identifier) @member (method_invocation object: (identifier) @member)]
  name: (identifier) @_method
  (#any-of? @_method look-ups))

; Tables of models: a list, a map, the constants of an enumeration.
[(array_initializer) (element_value_array_initializer)] @container
(enum_constant) @enumeration
; What a switch turns into ids.
(switch_block (switch_rule (expression_statement [(string_literal) (field_access)]))) @container
(switch_block
  (switch_block_statement_group
    (return_statement [(string_literal) (field_access)]))) @container
(method_invocation
  object: (identifier) @_class
  arguments: (argument_list) @container
  (#match? @_class "^(Immutable)?(List|Set|Map|SortedMap|EnumSet)$|^(Arrays|Stream)$"))
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list . [(string_literal) (field_access)] @enumeration)
  (#any-of? @_method entry-methods))
(method_invocation
  object: (identifier) @_map
  arguments: (argument_list . [(string_literal) (field_access)] @enumeration . (_))
  (#match? @_map map-name))
(method_invocation
  object: (identifier) @_map
  arguments: (argument_list . (_) . (_) . [(string_literal) (field_access)] @enumeration . (_))
  (#match? @_map map-name))

; Requests: the setters of a builder, or what it puts.
(method_invocation) @chain
(method_invocation object: (_) @chain)
(method_invocation
  object: (_)
  name: (identifier) @argument.key
  arguments: (argument_list . (_) @argument.value .)) @argument
(method_invocation
  object: (_)
  name: (identifier) @_put
  arguments: (argument_list . (string_literal) @argument.key . (_) @argument.value .)
  (#any-of? @_put entry-setters)) @argument
; The pairs of a map that is written out; what looks like no name of a parameter is no key.
(method_invocation
  object: (identifier) @_map
  name: (identifier) @_of
  (#match? @_map map-name)
  (#any-of? @_of "of" "ofEntries")) @mapping
(argument_list
  (string_literal) @argument.key @argument
  . (_) @argument.value
  (#match? @argument.key "^\"[A-Za-z_]+\"$"))
(argument_list
  (method_invocation
    name: (identifier) @_entry
    arguments: (argument_list . (string_literal) @argument.key . (_) @argument.value .)) @argument
  (#eq? @_entry "entry"))
; The members of an annotation.
(annotation_argument_list) @call
(element_value_pair key: (identifier) @argument.key value: (_) @argument.value) @argument

; What stands for a part of it: a default, a conversion, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
; JSON that is written of a value stands for it.
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list . (_) @wrapper.value)
  (#any-of? @_method json-writers body-makers)) @wrapper
(method_invocation
  object: (method_invocation) @wrapper.value
  name: (identifier) @_method
  (#any-of? @_method text-conversions)) @wrapper
(cast_expression value: (_) @wrapper.value) @wrapper
; What is set of something that is given as a block: `config -> config.maxTokens(9)`.
(lambda_expression body: (method_invocation) @wrapper.value) @wrapper
(method_invocation
  object: (identifier) @_class
  name: (identifier) @_of
  arguments: (argument_list . (_) @wrapper.value .)
  (#match? @_class model-type "^(Optional|String|Long|Integer)$")
  (#any-of? @_of "of" "ofNullable" "valueOf")) @wrapper
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list . (_) . (_) @wrapper.value .)
  (#match? @_method environment default-getter))
@wrapper
(method_invocation
  name: (identifier) @_method
  arguments: (argument_list . (_) @wrapper.value .)
  (#any-of? @_method fallbacks "or")) @wrapper

; Names.
(variable_declarator name: (identifier) @local.definition value: (_)? @binding.value) @binding
(assignment_expression left: (field_access) @local.definition right: (_) @binding.value) @binding
; What a method sets without declaring it, others see.
(assignment_expression
  left: (identifier) @local.definition @binding.outer
  right: (_) @binding.value) @binding
(update_expression (identifier) @local.definition @binding.outer) @binding
(formal_parameter name: (identifier) @local.definition) @binding
(spread_parameter (variable_declarator name: (identifier) @local.definition)) @binding
(lambda_expression parameters: (identifier) @local.definition) @binding
(inferred_parameters (identifier) @local.definition @binding)
(enhanced_for_statement name: (identifier) @local.definition) @binding
(catch_formal_parameter name: (identifier) @local.definition) @binding
(resource name: (identifier) @local.definition) @binding
(instanceof_expression name: (identifier) @local.definition) @binding
[
  (method_declaration) (constructor_declaration) (compact_constructor_declaration)
  (lambda_expression) (class_declaration) (interface_declaration) (record_declaration)
  (enum_declaration)
] @local.scope
(class_declaration name: (identifier) @class.key) @class
(interface_declaration name: (identifier) @class.key) @class
(record_declaration name: (identifier) @class.key) @class
(enum_declaration name: (identifier) @class.key) @class

; What is set in an object after it was made: `params.model = model`.
(assignment_expression
  left: (field_access object: (identifier) @entry.owner field: (identifier) @entry.key)
  right: (_) @entry.value) @entry
