; Literals and what makes them more, or less, than a plain value.
[
  (string_literal) (verbatim_string_literal) (raw_string_literal) (interpolated_string_expression)
] @literal
(interpolated_string_expression (interpolation)) @interpolated
(_ . left: (_) operator: "+") @concatenation
(_
  . left: (_)
  operator: "+="
  right: (literal) @interpolated
  (#match? @interpolated one-word))
(comment) @prose

; A whole id compared is a dead branch; a part of an id tested, or of a text put together, is a
; pattern.
(_
  . left: [(literal) (_ expression: (identifier) name: (_))] @comparison
  operator: ["==" "!="])
(_
  . left: (_)
  operator: ["==" "!="]
  right: [(literal) (_ expression: (identifier) name: (_))] @comparison)
(constant_pattern) @comparison
(object_creation_expression
  type: (identifier) @_class
  arguments: (argument_list . (argument (literal) @pattern))
  (#eq? @_class "Regex"))
(attribute
  name: (identifier) @_name
  (attribute_argument_list . (attribute_argument (literal) @pattern))
  (#any-of? @_name "GeneratedRegex" "RegularExpression"))

; What a call does with what it is given, or is called on. One pattern with a name for each test
; takes a tenth of the time of one each to compile. None of its parts may begin with alternatives:
; all but the first of them are passed over.
(_
  . [
    ; What is compared.
    (
      [function: (_ expression: (literal)? @comparison name: (identifier) @_equal)]
      arguments: (argument_list
        (argument [(literal) (_ expression: (identifier) name: (_))] @comparison)))
    (
      [function: (_ condition: (_) (member_binding_expression name: (identifier) @_equal))]
      arguments: (argument_list
        (argument [(literal) (_ expression: (identifier) name: (_))] @comparison)))
    function: (_
      expression: [
        (array_creation_expression (initializer_expression) @comparison)
        (implicit_array_creation_expression (initializer_expression) @comparison)
        (object_creation_expression initializer: (initializer_expression) @comparison)
      ]
      name: (identifier) @_contains)
    ; What is tested for in parts.
    (
      [function: (_ name: (identifier) @_part)]
      arguments: (argument_list (argument (literal) @pattern)))
    (
      [function: (_ condition: (_) (member_binding_expression name: (identifier) @_part))]
      arguments: (argument_list (argument (literal) @pattern)))
    ; What an assertion tests.
    (
      [function: (_ expression: (identifier) @_assert name: (_))]
      arguments: (argument_list) @assertion)
    (
      [
        function: (_
          expression: (identifier) @_assert
          name: [(identifier) @_not_multiple (generic_name (identifier) @_not_multiple)])
      ]
      arguments: (argument_list (argument (_ body: (_) @assertion))))
    (
      [function: (_ name: (identifier) @_verify)]
      arguments: (argument_list (argument (_ body: (_) @assertion))))
    function: (_ expression: (_) @assertion name: (identifier) @_should)
    ; What each item of is tested for, and a name of what something is looked up in.
    (
      [
        function: (_
          expression: [
            (implicit_array_creation_expression) (array_creation_expression)
            (object_creation_expression) (collection_expression)
          ] @pattern
          name: (identifier) @_each)
      ]
      arguments: (argument_list) @_test)
    function: (_ expression: (identifier) @member name: (identifier) @_looked_up)
    ; The key of an entry that is added.
    (
      [function: (_ name: (identifier) @_add)]
      arguments: (argument_list
        . (argument [(string_literal) (member_access_expression)] @enumeration) . (argument) .))
  ]
  (#any-of? @_equal equality-tests "Compare" "Equal" "NotEqual" "Be" "NotBe")
  (#any-of? @_contains membership-tests)
  (#any-of? @_part
    part-tests "Contains" "Contain" "Trim" "TrimStart" "TrimEnd" "IsMatch" "Match" "Matches"
    "Concat" "Join" "Format" "Combine")
  (#match? @_assert "Assert$")
  (#not-eq? @_not_multiple "Multiple")
  (#eq? @_verify "Verify")
  (#match? @_should "^Should")
  (#any-of? @_each quantifiers)
  (#match? @_test part-test-call)
  (#any-of? @_looked_up look-ups)
  (#any-of? @_add "Add" "TryAdd" "AddOrUpdate"))

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
; The key of an entry that is set.
(element_access_expression subscript: (_ (argument) @enumeration))

; Requests: named arguments, and what initialises an object or a dictionary.
[(argument_list) (attribute_argument_list)] @call
[
  (initializer_expression) (with_expression) (anonymous_object_creation_expression)
] @mapping
(argument name: (identifier) @argument.key (_) @argument.value .) @argument
(attribute_argument name: (identifier) @argument.key (_) @argument.value .) @argument
(initializer_expression
  (_ left: (identifier) @argument.key right: (_) @argument.value) @argument)
(initializer_expression
  (_
    left: (_ (argument (_) @argument.key))
    right: (_) @argument.value) @argument)
(initializer_expression
  (initializer_expression . (_) @argument.key . (_) @argument.value .) @argument)
(with_initializer . (_) @argument.key (_) @argument.value .) @argument
(anonymous_object_creation_expression
  (identifier) @argument.key @argument . "=" . (_) @argument.value)
; Requests: the setters of a builder.
(_ . function: (member_access_expression)) @chain
(_
  . function: (_ name: (identifier) @argument.key)
  arguments: (argument_list . (argument . (_) @argument.value .) .)) @argument

; What stands for a part of it: a default, a conversion, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
; JSON that is written of a value stands for it, and so does the body of a request.
(object_creation_expression
  type: (identifier) @_type
  arguments: (argument_list . (argument . (_) @wrapper.value .))
  !initializer
  (#any-of? @_type body-makers)) @wrapper
(arrow_expression_clause (_) @wrapper.value) @wrapper
(_ . left: (_) operator: "??" right: (_) @wrapper.value) @wrapper
(cast_expression value: (_) @wrapper.value) @wrapper
(postfix_unary_expression (_) @wrapper.value "!") @wrapper
(object_creation_expression initializer: (_) @wrapper.value) @wrapper
(implicit_object_creation_expression (initializer_expression) @wrapper.value) @wrapper
(object_creation_expression
  type: (_) @_type
  arguments: (argument_list . (argument . (_) @wrapper.value .) .)
  !initializer
  (#match? @_type "Model(Id)?$")) @wrapper
(_
  . [
    (
      [function: (_ name: (_) @_written)]
      arguments: (argument_list . (argument . (_) @wrapper.value .)))
    (
      [function: (_ name: (_) @_getter)]
      arguments: (argument_list . (argument) . (argument . (_) @wrapper.value .) .))
  ]
  (#any-of? @_written json-writers body-makers)
  (#match? @_getter "^Get(Value|Env|Setting|String)")) @wrapper

; Names.
(variable_declarator
  name: (identifier) @local.definition
  (bracketed_argument_list)?
  (_)? @binding.value) @binding
(property_declaration name: (identifier) @local.definition value: (_)? @binding.value) @binding
(parameter name: (identifier) @local.definition (_)? @binding.value .) @binding
(expression_statement
  (_
    left: (member_access_expression) @local.definition
    right: (_) @binding.value)) @binding
; What a method sets may be a field, which others see.
(expression_statement
  (_
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
  left: (_
    expression: (identifier) @entry.owner
    subscript: (bracketed_argument_list . (argument . (string_literal) @entry.key .) .))
  right: (_) @entry.value) @entry
(assignment_expression
  left: (_
    expression: (identifier) @entry.owner
    name: (identifier) @entry.key)
  right: (_) @entry.value) @entry
