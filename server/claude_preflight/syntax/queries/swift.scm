; The grammar is so large that each parent that is named adds milliseconds to the time that this query
; takes to compile. So parents are left open where what is in them, and where, tells them.

; Literals and what makes them more, or less, than a plain value.
[(line_string_literal) (multi_line_string_literal) (raw_string_literal)] @literal
(line_string_literal interpolation: (_)) @interpolated
(multi_line_string_literal interpolation: (_)) @interpolated
(raw_string_literal interpolation: (_)) @interpolated
(_ . lhs: (_) op: "+") @concatenation
(_
  . target: (_)
  operator: "+="
  result: (line_string_literal) @interpolated
  (#match? @interpolated one-word))
[(comment) (multiline_comment)] @prose

; A whole id compared is a dead branch; a part of an id tested, or of a text put together, is a
; pattern.
; The grammar takes the right side of a comparison for the left one of `&&` and `||`.
(_
  . lhs: [(line_string_literal) (raw_string_literal)] @comparison
  op: _ @_operator
  (#match? @_operator comparing-operator))
(_
  . lhs: (_)
  op: _ @_operator
  rhs: [(line_string_literal) (raw_string_literal)] @comparison
  (#match? @_operator comparing-operator))
(switch_pattern) @comparison
(regex_literal) @pattern
; Of calls that differ in what they are tested for, one pattern with a name for each test takes a
; tenth of the time of one pattern each to compile. None of its parts may begin with alternatives:
; all but the first of them are passed over.
(_
  . [
    (
      (simple_identifier) @_equal
      (call_suffix (value_arguments (value_argument value: (line_string_literal) @comparison))))
    (
      (_ suffix: (navigation_suffix suffix: (simple_identifier) @_equal))
      (call_suffix (value_arguments (value_argument value: (line_string_literal) @comparison))))
    (_
      target: (array_literal) @comparison
      suffix: (navigation_suffix suffix: (simple_identifier) @_contains))
    (
      (_ suffix: (navigation_suffix suffix: (simple_identifier) @_part))
      (call_suffix (value_arguments (value_argument value: (line_string_literal) @pattern))))
    (
      (simple_identifier) @_expression
      (call_suffix (value_arguments . (value_argument value: (_) @pattern))))
    (
      (simple_identifier) @_formatted
      (call_suffix (value_arguments . (value_argument
        name: (value_argument_label) @_label
        value: (line_string_literal) @interpolated))))
    ; What an assertion tests.
    ((simple_identifier) @_assertion (call_suffix (value_arguments) @assertion))
    ; What each item of is tested for.
    ((_ target: (array_literal) @pattern) (call_suffix) @_test)
  ]
  (#any-of? @_equal equality-tests "equal" "compare" "caseInsensitiveCompare")
  (#any-of? @_contains membership-tests)
  (#any-of? @_part
    part-tests "contains" "starts" "range" "ranges" "firstRange" "components" "replacing"
    "replacingOccurrences" "trimmingPrefix" "localizedCaseInsensitiveContains"
    "localizedStandardContains" "firstMatch" "wholeMatch" "appending" "appendingPathComponent")
  (#any-of? @_expression "NSRegularExpression" "Regex" "NSPredicate")
  (#eq? @_formatted "String")
  (#eq? @_label "format")
  (#match? @_assertion assertion "^XCTAssert")
  (#match? @_test "^(\\(where: )?\\{.*\\.(hasPrefix|hasSuffix|contains)\\("))
(macro_invocation
  (simple_identifier) @_macro
  (call_suffix (value_arguments) @assertion)
  (#match? @_macro "^(expect|require)$"))
; A name of what something is looked up in.
(_
  . target: (simple_identifier) @member suffix: (navigation_suffix) @_method
  (#eq? @_method ".contains"))

; Tables of models.
[(array_literal) (tuple_expression)] @container
(enum_entry) @enumeration
(_
  . (_)
  (type_annotation (user_type) @_type)
  value: (line_string_literal) @enumeration
  (#eq? @_type "Self"))
; What a switch turns into ids.
(switch_statement
  (_
    . (switch_pattern)
    (statements
      . [(line_string_literal) (control_transfer_statement result: (line_string_literal))] .)))
@container
; The key of an entry that is set.
(_
  . target: (_
    (_ (call_suffix (value_arguments "[" (value_argument) @enumeration))))
  result: (_))

; Requests: labelled arguments, the pairs of a dictionary.
(value_arguments) @call
(value_argument name: (value_argument_label) @argument.key value: (_) @argument.value) @argument
(dictionary_literal) @mapping @container
(_ key: (_) @argument.key @argument . value: (_) @argument.value)
; Requests: the setters of a builder.
(_ . (navigation_expression) (call_suffix)) @chain
(_
  . (_ suffix: (navigation_suffix suffix: (simple_identifier) @argument.key))
  (call_suffix
    (value_arguments . (value_argument . value: (_) @argument.value .) .) .)) @argument

; What stands for a part of it: a default, a conversion, a bracket.
(_ . value: (_) if_nil: (_) @wrapper.value) @wrapper
(_ . "(" . value: (_) @wrapper.value . ")" .) @wrapper
(_ . target: (_) @wrapper.value operation: _) @wrapper
(_ . expr: (_) @wrapper.value (as_operator)) @wrapper
(try_expression expr: (_) @wrapper.value) @wrapper
(computed_property (_ . (_) @wrapper.value .)) @wrapper
(control_transfer_statement result: (_) @wrapper.value) @wrapper
(_
  . [
    (simple_identifier) @_function
    (_ operation: _ target: (simple_identifier) @_function)
    (_ suffix: (navigation_suffix suffix: (simple_identifier) @_function))
  ]
  (call_suffix
    (value_arguments . (value_argument value: (_) @wrapper.value) .))
  (#match? @_function "Model(ID)?$|^(custom|id|init|model|other|string|some|String|Int)$")) @wrapper

; Names.
(_
  . name: (pattern bound_identifier: (simple_identifier) @local.definition)
  [value: (_) computed_value: (_)]? @binding.value) @binding
(_
  . (_)
  name: (pattern bound_identifier: (simple_identifier) @local.definition)
  [value: (_) computed_value: (_)]? @binding.value) @binding
(enum_entry
  name: (simple_identifier) @local.definition . "=" . raw_value: (_) @binding.value) @binding
(_
  . target: (_ (navigation_expression) @local.definition)
  result: (_) @binding.value) @binding
; What a function sets may be a property, which others see.
(_
  . target: (_ (simple_identifier) @local.definition @binding.outer)
  result: (_) @binding.value) @binding
(_
  . operation: "&"
  target: (simple_identifier) @local.definition @binding.outer) @binding
; A parameter has its default behind it.
(_
  . (parameter name: (simple_identifier) @local.definition)
  . default_value: (_) @binding.value) @binding
(_
  . (_)
  (parameter name: (simple_identifier) @local.definition)
  . default_value: (_) @binding.value) @binding
(parameter name: (simple_identifier) @local.definition) @binding
(lambda_parameter name: (simple_identifier) @local.definition) @binding
; In conditions, loops and patterns.
(_ . bound_identifier: (simple_identifier) @local.definition @binding)
(_ . (_) bound_identifier: (simple_identifier) @local.definition @binding)
(pattern (pattern (simple_identifier) @local.definition @binding))
[
  (function_declaration) (init_declaration) (lambda_literal) (interpolated_expression)
  (class_declaration) (protocol_declaration)
  (computed_property (_ (_) . (_)))
] @local.scope
(class_declaration name: (_) @class.key) @class
(protocol_declaration name: (_) @class.key) @class

; What is set in a mapping, or in an object, after it was made: `body["model"] = model`.
(_
  . target: (_
    [
      (_
        (simple_identifier) @entry.owner
        (call_suffix
          (value_arguments . (value_argument value: (line_string_literal) @entry.key) .)))
      (_
        target: (simple_identifier) @entry.owner
        suffix: (navigation_suffix suffix: (simple_identifier) @entry.key))
    ])
  result: (_) @entry.value) @entry
