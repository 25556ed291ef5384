; Literals and what makes them more, or less, than a plain value.
[
  (string_literal) (verbatim_string_literal) (raw_string_literal) (interpolated_string_expression)
] @literal
(interpolated_string_expression (interpolation)) @interpolated
(binary_expression operator: "+") @concatenation
(assignment_expression
  operator: "+="
  right: (literal) @interpolated
  (#match? @interpolated one-word))
(comment) @prose

; A whole id compared is a dead branch; a part of an id tested, or of a text put together, is a
; pattern.
(binary_expression
  left: [(literal) (member_access_expression expression: (identifier))]? @comparison
  operator: ["==" "!="]
  right: [(literal) (member_access_expression expression: (identifier))]? @comparison)
(constant_pattern) @comparison
(invocation_expression
  function: [
    (member_access_expression expression: (literal)? @comparison name: (identifier) @_method)
    (conditional_access_expression (member_binding_expression name: (identifier) @_method))
  ]
  arguments: (argument_list
    (argument [(literal) (member_access_expression expression: (identifier))] @comparison))
  (#any-of? @_method equality-tests "Compare" "Equal" "NotEqual" "Be" "NotBe"))
(invocation_expression
  function: (member_access_expression
    expression: [
      (array_creation_expression (initializer_expression) @comparison)
      (implicit_array_creation_expression (initializer_expression) @comparison)
      (object_creation_expression initializer: (initializer_expression) @comparison)
    ]
    name: (identifier) @_method)
  (#any-of? @_method membership-tests))
(invocation_expression
  function: [
    (member_access_expression name: (identifier) @_method)
    (conditional_access_expression (member_binding_expression name: (identifier) @_method))
  ]
  arguments: (argument_list (argument (literal) @pattern))
  (#any-of? @_method
    part-tests "Contains" "Contain" "Trim" "TrimStart" "TrimEnd" "IsMatch" "Match" "Matches"
    "Concat" "Join" "Format" "Combine"))
(object_creation_expression
  type: (identifier) @_class
  arguments: (argument_list . (argument (literal) @pattern))
  (#eq? @_class "Regex"))
(attribute
  name: (identifier) @_name
  (attribute_argument_list . (attribute_argument (literal) @pattern))
  (#any-of? @_name "GeneratedRegex" "RegularExpression"))

; What an assertion tests.
(invocation_expression
  function: (member_access_expression expression: (identifier) @_class)
  arguments: (argument_list) @assertion
  (#match? @_class assert-class))
(invocation_expression
  function: (member_access_expression
    expression: (identifier) @_class
    name: [(identifier) @_method (generic_name (identifier) @_method)])
  arguments: (argument_list (argument (lambda_expression body: (_) @assertion)))
  (#match? @_class assert-class)
  (#not-eq? @_method "Multiple"))
(invocation_expression
  function: (member_access_expression name: (identifier) @_method)
  arguments: (argument_list (argument (lambda_expression body: (_) @assertion)))
  (#eq? @_method "Verify"))
(invocation_expression
  function: (member_access_expression expression: (_) @assertion name: (identifier) @_method)
  (#match? @_method "^Should"))

; What each item of is tested for, and a name of what something is looked up in.
(invocation_expression
  function: (member_access_expression
    expression: [
      (implicit_array_creation_expression) (array_creation_expression)
      (object_creation_expression) (collection_expression)
    ] @pattern
    name: (identifier) @_method)
  arguments: (argument_list) @_test
  (#any-of? @_method quantifiers)
  (#match? @_test part-test-call))
(invocation_expression
  function: (member_access_expression expression: (identifier) @member name: (identifier) @_method)
  (#any-of? @_method look-ups))

; Tables of models. The properties of an object are none.
(initializer_expression
  [
    (literal) (initializer_expression) (object_creation_expression) (member_access_expression)
    (implicit_object_creation_expression) (invocation_expression) (tuple_expression)
    (anonymous_object_creation_expression)
    (assignment_expression left: (element_binding_expression))
  ]) @container
(collection_expression) @container
(enum_declaration) @enumeration
; What a switch turns into ids.
(switch_expression
  (switch_expression_arm [(literal) (member_access_expression)] .)) @container
(switch_body
  (switch_section (return_statement [(literal) (member_access_expression)]))) @container
; The key of an entry that is added or set.
(invocation_expression
  function: (member_access_expression name: (identifier) @_method)
  arguments: (argument_list
    . (argument [(string_literal) (member_access_expression)] @enumeration) . (argument) .)
  (#any-of? @_method "Add" "TryAdd" "AddOrUpdate"))
(element_access_expression subscript: (bracketed_argument_list (argument) @enumeration))

; Requests: named arguments, and what initialises an object or a dictionary.
[(argument_list) (attribute_argument_list)] @call
[
  (initializer_expression) (with_expression) (anonymous_object_creation_expression)
] @mapping
(argument name: (identifier) @argument.key (_) @argument.value .) @argument
(attribute_argument name: (identifier) @argument.key (_) @argument.value .) @argument
(initializer_expression
  (assignment_expression left: (identifier) @argument.key right: (_) @argument.value) @argument)
(initializer_expression
  (assignment_expression
    left: (element_binding_expression (argument (_) @argument.key))
    right: (_) @argument.value) @argument)
(initializer_expression
  (initializer_expression . (_) @argument.key . (_) @argument.value .) @argument)
(with_initializer . (_) @argument.key (_) @argument.value .) @argument
(anonymous_object_creation_expression
  (identifier) @argument.key @argument . "=" . (_) @argument.value)
; Requests: the setters of a builder.
(invocation_expression function: (member_access_expression)) @chain
(invocation_expression
  function: (member_access_expression name: (identifier) @argument.key)
  arguments: (argument_list . (argument . (_) @argument.value .) .)) @argument

; What stands for a part of it: a default, a conversion, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
; JSON that is written of a value stands for it.
(invocation_expression
  function: (member_access_expression name: (_) @_method)
  arguments: (argument_list . (argument . (_) @wrapper.value .))
  (#any-of? @_method json-writers body-makers)) @wrapper
(object_creation_expression
  type: (identifier) @_type
  arguments: (argument_list . (argument . (_) @wrapper.value .))
  !initializer
  (#any-of? @_type body-makers)) @wrapper
(arrow_expression_clause (_) @wrapper.value) @wrapper
(binary_expression operator: "??" right: (_) @wrapper.value) @wrapper
(cast_expression value: (_) @wrapper.value) @wrapper
(postfix_unary_expression (_) @wrapper.value "!") @wrapper
(object_creation_expression initializer: (_) @wrapper.value) @wrapper
(implicit_object_creation_expression (initializer_expression) @wrapper.value) @wrapper
(object_creation_expression
  type: (_) @_type
  arguments: (argument_list . (argument . (_) @wrapper.value .) .)
  !initializer
  (#match? @_type "Model(Id)?$")) @wrapper
(invocation_expression
  function: (member_access_expression name: (_) @_method)
  arguments: (argument_list . (argument) . (argument . (_) @wrapper.value .) .)
  (#match? @_method "^Get(Value|Env|Setting|String)")) @wrapper

; Names.
(variable_declarator
  name: (identifier) @local.definition
  (bracketed_argument_list)?
  (_)? @binding.value) @binding
(property_declaration name: (identifier) @local.definition value: (_)? @binding.value) @binding
(parameter name: (identifier) @local.definition (_)? @binding.value .) @binding
(expression_statement
  (assignment_expression
    left: (member_access_expression) @local.definition
    right: (_) @binding.value)) @binding
; What a method sets may be a field, which others see.
(expression_statement
  (assignment_expression
    left: (identifier) @local.definition @binding.outer
    right: (_) @binding.value)) @binding
(postfix_unary_expression (identifier) @local.definition @binding.outer ["++" "--"]) @binding
(prefix_unary_expression ["++" "--"] (identifier) @local.definition @binding.outer) @binding
(argument ["ref" "out"] (identifier) @local.definition @binding.outer) @binding
(declaration_expression name: (identifier) @local.definition) @binding
(declaration_pattern name: (identifier) @local.definition) @binding
(tuple_pattern name: (identifier) @local.definition @binding)
(foreach_statement left: (identifier) @local.definition) @binding
(catch_declaration name: (identifier) @local.definition) @binding
(implicit_parameter) @local.definition @binding
[
  (method_declaration) (constructor_declaration) (local_function_statement) (lambda_expression)
  (anonymous_method_expression) (accessor_declaration) (interpolation)
  (class_declaration) (struct_declaration) (record_declaration) (interface_declaration)
  (enum_declaration)
] @local.scope
(class_declaration name: (identifier) @class.key) @class
(struct_declaration name: (identifier) @class.key) @class
(record_declaration name: (identifier) @class.key) @class
(interface_declaration name: (identifier) @class.key) @class

; What is set in a mapping, or in an object, after it was made: `body["model"] = model`.
(assignment_expression
  left: (element_access_expression
    expression: (identifier) @entry.owner
    subscript: (bracketed_argument_list . (argument . (string_literal) @entry.key .) .))
  right: (_) @entry.value) @entry
(assignment_expression
  left: (member_access_expression
    expression: (identifier) @entry.owner
    name: (identifier) @entry.key)
  right: (_) @entry.value) @entry
