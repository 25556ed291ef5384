; Literals and what makes them more, or less, than a plain value.
[(line_string_literal) (multi_line_string_literal) (raw_string_literal)] @literal
(line_string_literal interpolation: (_)) @interpolated
(multi_line_string_literal interpolation: (_)) @interpolated
(raw_string_literal interpolation: (_)) @interpolated
(additive_expression op: "+") @concatenation
(assignment
  operator: "+="
  result: (line_string_literal) @interpolated
  (#match? @interpolated one-word))
[(comment) (multiline_comment)] @prose

; A whole id compared is a dead branch; a part of an id tested, or of a text put together, is a
; pattern.
(equality_expression [(line_string_literal) (raw_string_literal)] @comparison)
(infix_expression
  [(line_string_literal) (raw_string_literal)] @comparison
  op: (custom_operator) @_operator
  (#eq? @_operator "!="))
(infix_expression
  op: (custom_operator) @_operator
  [(line_string_literal) (raw_string_literal)] @comparison
  (#eq? @_operator "!="))
; The grammar takes the right side of a comparison for the left one of `&&` and `||`.
[
  (conjunction_expression (line_string_literal) @comparison)
  (disjunction_expression (line_string_literal) @comparison)
]
(switch_pattern) @comparison
(call_expression
  [
    (simple_identifier) @_function
    (navigation_expression suffix: (navigation_suffix suffix: (simple_identifier) @_function))
  ]
  (call_suffix (value_arguments (value_argument value: (line_string_literal) @comparison)))
  (#any-of? @_function equality-tests "equal" "compare" "caseInsensitiveCompare"))
(call_expression
  (navigation_expression
    target: (array_literal) @comparison
    suffix: (navigation_suffix suffix: (simple_identifier) @_method))
  (#any-of? @_method membership-tests))
(call_expression
  (navigation_expression suffix: (navigation_suffix suffix: (simple_identifier) @_method))
  (call_suffix (value_arguments (value_argument value: (line_string_literal) @pattern)))
  (#any-of? @_method
    part-tests "contains" "starts" "range" "ranges" "firstRange" "components" "replacing"
    "replacingOccurrences" "trimmingPrefix" "localizedCaseInsensitiveContains"
    "localizedStandardContains" "firstMatch" "wholeMatch" "appending" "appendingPathComponent"))
(call_expression
  (simple_identifier) @_function
  (call_suffix (value_arguments . (value_argument value: (_) @pattern)))
  (#any-of? @_function "NSRegularExpression" "Regex" "NSPredicate"))
(regex_literal) @pattern
(call_expression
  (simple_identifier) @_function
  (call_suffix (value_arguments . (value_argument
    name: (value_argument_label) @_label
    value: (line_string_literal) @interpolated)))
  (#eq? @_function "String")
  (#eq? @_label "format"))

; What an assertion tests.
(call_expression
  (simple_identifier) @_function
  (call_suffix (value_arguments) @assertion)
  (#match? @_function assertion "^XCTAssert"))
(macro_invocation
  (simple_identifier) @_macro
  (call_suffix (value_arguments) @assertion)
  (#match? @_macro "^(expect|require)$"))

; What each item of is tested for, and a name of what something is looked up in.
(call_expression
  (navigation_expression target: (array_literal) @pattern)
  (call_suffix) @_test
  (#match? @_test "^(\\(where: )?\\{.*\\.(hasPrefix|hasSuffix|contains)\\("))
(navigation_expression
  target: (simple_identifier) @member suffix: (navigation_suffix) @_method
  (#eq? @_method ".contains"))

; Tables of models.
[(array_literal) (tuple_expression)] @container
(enum_entry) @enumeration
(_
  (type_annotation (user_type) @_type)
  value: (line_string_literal) @enumeration
  (#eq? @_type "Self"))
; What a switch turns into ids.
(switch_statement
  (switch_entry
    (switch_pattern)
    (statements
      . [(line_string_literal) (control_transfer_statement result: (line_string_literal))] .)))
@container
; The key of an entry that is set.
(assignment
  target: (directly_assignable_expression
    (call_expression (call_suffix (value_arguments "[" (value_argument) @enumeration)))))

; Requests: labelled arguments, the pairs of a dictionary.
(value_arguments) @call
(value_argument name: (value_argument_label) @argument.key value: (_) @argument.value) @argument
(dictionary_literal) @mapping @container
(dictionary_literal key: (_) @argument.key @argument . value: (_) @argument.value)
; Requests: the setters of a builder.
(call_expression . (navigation_expression)) @chain
(call_expression
  . (navigation_expression suffix: (navigation_suffix suffix: (simple_identifier) @argument.key))
  (call_suffix
    (value_arguments . (value_argument . value: (_) @argument.value .) .) .)) @argument

; What stands for a part of it: a default, a conversion, a bracket.
(nil_coalescing_expression if_nil: (_) @wrapper.value) @wrapper
(tuple_expression . value: (_) @wrapper.value .) @wrapper
(postfix_expression target: (_) @wrapper.value) @wrapper
(as_expression expr: (_) @wrapper.value) @wrapper
(try_expression expr: (_) @wrapper.value) @wrapper
(computed_property (statements . (_) @wrapper.value .)) @wrapper
(control_transfer_statement result: (_) @wrapper.value) @wrapper
(call_expression
  [
    (simple_identifier) @_function
    (prefix_expression target: (simple_identifier) @_function)
    (navigation_expression suffix: (navigation_suffix suffix: (simple_identifier) @_function))
  ]
  (call_suffix
    (value_arguments . (value_argument value: (_) @wrapper.value) .))
  (#match? @_function "Model(ID)?$|^(custom|id|init|model|other|string|some|String|Int)$")) @wrapper

; Names.
; With the type of the parent, the query would take tens of milliseconds more to compile.
(_
  name: (pattern bound_identifier: (simple_identifier) @local.definition)
  [value: (_) computed_value: (_)]? @binding.value) @binding
(enum_entry
  name: (simple_identifier) @local.definition . "=" . raw_value: (_) @binding.value) @binding
(assignment
  target: (directly_assignable_expression (navigation_expression) @local.definition)
  result: (_) @binding.value) @binding
; What a function sets may be a property, which others see.
(assignment
  target: (directly_assignable_expression (simple_identifier) @local.definition @binding.outer)
  result: (_) @binding.value) @binding
(prefix_expression
  operation: "&"
  target: (simple_identifier) @local.definition @binding.outer) @binding
; A parameter has its default behind it.
(_
  (parameter name: (simple_identifier) @local.definition)
  . default_value: (_) @binding.value) @binding
(parameter name: (simple_identifier) @local.definition) @binding
(lambda_parameter name: (simple_identifier) @local.definition) @binding
; In conditions, loops and patterns.
(_ bound_identifier: (simple_identifier) @local.definition @binding)
(pattern (pattern (simple_identifier) @local.definition @binding))
[
  (function_declaration) (init_declaration) (lambda_literal) (interpolated_expression)
  (class_declaration) (protocol_declaration)
  (computed_property [(computed_getter) (statements (_) . (_))])
] @local.scope
(class_declaration name: (_) @class.key) @class
(protocol_declaration name: (_) @class.key) @class

; What is set in a mapping, or in an object, after it was made: `body["model"] = model`.
(assignment
  target: (directly_assignable_expression
    [
      (call_expression
        (simple_identifier) @entry.owner
        (call_suffix
          (value_arguments . (value_argument value: (line_string_literal) @entry.key) .)))
      (navigation_expression
        target: (simple_identifier) @entry.owner
        suffix: (navigation_suffix suffix: (simple_identifier) @entry.key))
    ])
  result: (_) @entry.value) @entry
