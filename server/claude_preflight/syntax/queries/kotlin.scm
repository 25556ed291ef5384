; Literals and what makes them more, or less, than a plain value.
[(string_literal) (multiline_string_literal)] @literal
(string_literal (interpolation)) @interpolated
(multiline_string_literal (interpolation)) @interpolated
; A name in a string is only seen by its mark.
(string_literal (string_content) @_dollar (#eq? @_dollar "$")) @interpolated
(_ . left: (_) operator: _ @_plus (#eq? @_plus "+")) @concatenation
[(line_comment) (block_comment)] @prose

; A whole id compared is a dead branch; a part of an id tested is a pattern.
; Of calls only those that make a value of a literal; others are what is tested.
(_
  . left: [
    (string_literal) (multiline_string_literal) (navigation_expression . (identifier))
  ] @comparison
  operator: _ @_operator
  (#match? @_operator equality-operator))
(_
  . left: (_)
  operator: ["==" "!=" "===" "!=="]
  right: [
    (string_literal) (multiline_string_literal) (_ . (identifier) . (identifier) .)
    (_ . (identifier) @_type . (value_arguments) .)
  ] @comparison
  (#match? @_type model-type))
(when_entry
  condition: [
    (string_literal) (multiline_string_literal) (navigation_expression . (identifier))
  ] @comparison)
; What is in another thing is a part of it, or stands in a list; in a name something is looked up.
(in_expression
  [
    left: (string_literal) @pattern
    right: (identifier) @member
    ([right: (_ . (identifier) @_of . (value_arguments) @comparison)])
  ]
  (#match? @_of kotlin-collection))
(range_test
  (_ . (identifier) @_of . (value_arguments) @comparison)
  (#match? @_of kotlin-collection))
(call_expression
  (_
    . (_ . (identifier) @_of . (value_arguments) @comparison)
    (identifier) @_method .)
  (#match? @_of kotlin-collection)
  (#any-of? @_method look-ups))
(call_expression
  (_
    . [(string_literal) (navigation_expression . (identifier))] @comparison
    (identifier) @_method .)
  (#any-of? @_method equality-tests))
(call_expression
  [(identifier) @_method (_ (identifier) @_method .)]
  (value_arguments
    (_
      [
        (string_literal) (multiline_string_literal) (navigation_expression . (identifier))
        (call_expression . (identifier) @_type)
      ] @comparison))
  (#any-of? @_method equality-tests "eq" "containsExactly")
  (#match? @_type model-type kotlin-collection))
(_
  . (_)
  . (identifier) @_method
  . [
    (string_literal) (multiline_string_literal) (navigation_expression . (identifier))
    (call_expression . (identifier) @_type)
  ] @comparison .
  (#match? @_method "^(eq|neq)$|^should(Not)?(Be|Equal)")
  (#match? @_type model-type kotlin-collection))
; What an assertion tests.
(call_expression
  [(identifier) @_method (_ (identifier) @_method .)]
  (value_arguments) @assertion
  (#match? @_method assertion "^verify$|^is(Not)?EqualTo|^equalTo"))
(_
  . [
    (identifier) @_method (_ (identifier) @_method .)
    (call_expression . (identifier) @_method)
  ]
  (annotated_lambda (_ (_) @assertion) .)
  (#match? @_method throw-assertion))
; The grammar takes the type in `assertThrows<Error> { ... }` for a comparison.
(_
  . left: (_ left: (identifier) @_method)
  right: (lambda_literal (_) @assertion)
  (#match? @_method throw-assertion))
([
  (infix_expression . (_) @assertion . (identifier) @_method)
  (navigation_expression . (_) @assertion (identifier) @_method .)
]
  (#match? @_method "^should"))

(call_expression
  [(identifier) @_method (_ (identifier) @_method .)]
  (value_arguments
    (_ . [(string_literal) (multiline_string_literal)] @pattern .))
  (#match? @_method
    "^(starts|ends)With$|^contains$|ndexOf$|^matches$|^split$|^replace|^remove|^substring|^Regex$"))
(call_expression
  (_
    . [(string_literal) (multiline_string_literal)] @pattern
    (identifier) @_method .)
  (#any-of? @_method "toRegex" "toPattern"))
(_
  . (_)
  . (identifier) @_method
  . [(string_literal) (multiline_string_literal)] @pattern .
  (#match? @_method "^(like|matches|should(Not)?(Start|End|Contain|Include)\\w*)$"))
(call_expression
  (_
    . [(string_literal) (multiline_string_literal)] @interpolated
    (identifier) @_method .)
  (#any-of? @_method "format" "plus" "repeat"))

; What each item of is tested for, and a name of what something is looked up in.
(_
  . (navigation_expression
    (call_expression (identifier) @_of (value_arguments) @pattern)
    (identifier) @_method)
  (annotated_lambda) @_test
  (#match? @_of "Of$")
  (#any-of? @_method quantifiers)
  (#match? @_test part-test-call))
(navigation_expression . (identifier) @member (identifier) @_method .
  (#any-of? @_method look-ups))

; Tables of models: a list, a map, the entries of an enumeration.
(collection_literal) @container
(call_expression
  (identifier) @_of
  (value_arguments) @container
  (#match? @_of "[a-z]Of(NotNull)?$"))
(call_expression
  (_ . (identifier) @_class (identifier) @_of .)
  (value_arguments) @container
  (#any-of? @_class "List" "Set" "Map")
  (#eq? @_of "of"))
(enum_entry) @enumeration
; What a `when` turns into ids.
(when_expression (when_entry [(string_literal) (navigation_expression)] .)) @container
; An object of a sealed class is what the entry of an enumeration is.
(object_declaration
  (_ (_ (constructor_invocation (_ (identifier) @_type .)) @enumeration))
  (#match? @_type model-class))
(index_expression (string_literal) @enumeration)
(call_expression
  [(identifier) @_method (_ (identifier) @_method .)]
  (value_arguments . (_ [(string_literal) (navigation_expression)] @enumeration))
  (#any-of? @_method entry-methods))

; Requests: the named arguments of a call, what a block sets, the links of a builder.
[(value_arguments) (call_expression . (identifier) (value_arguments))] @call
(value_arguments
  (_
    . (identifier) @argument.key
    . "="
    . (_) @argument.value) @argument)
(lambda_literal) @mapping
(lambda_literal
  (_ left: (identifier) @argument.key operator: _ @_sets right: (_) @argument.value) @argument
  (#eq? @_sets "="))
(lambda_literal
  (_
    . (identifier) @argument.key
    . (value_arguments . (_ . (_) @argument.value .) .) .) @argument)
(lambda_literal
  (call_expression
    . (identifier) @argument.key
    . (annotated_lambda . (lambda_literal) @argument.value .) .) @argument)
(lambda_literal
  (_
    . (identifier) @_put
    . (value_arguments
      . (_ . (string_literal) @argument.key .)
      . (_ . (_) @argument.value .) .) .) @argument
  (#eq? @_put "put"))
(call_expression (_ . (_) @chain (identifier) .)) @chain
(call_expression
  (_ . (_) . (identifier) @argument.key .)
  (value_arguments . (_ . (_) @argument.value .) .)) @argument
(call_expression
  (_ . (_) . (identifier) @_put .)
  (value_arguments
    . (_ . (string_literal) @argument.key .)
    . (_ . (_) @argument.value .) .)
  (#any-of? @_put entry-setters)) @argument
; The pairs of a map.
(value_arguments
  (_
    (_
      . (_) @argument.key
      . (identifier) @_to
      . (_) @argument.value .)) @argument
  (#eq? @_to "to"))

; What stands for a part of it: a default, a conversion, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
; JSON that is written of a value stands for it.
(call_expression
  (_ (identifier) @_method .)
  (value_arguments . (_ . (_) @wrapper.value .))
  (#any-of? @_method json-writers body-makers)) @wrapper
(as_expression left: (_) @wrapper.value) @wrapper
; What a block sets of the object that is made with it.
(call_expression
  . (identifier) @_class
  . (annotated_lambda . (lambda_literal) @wrapper.value .) .
  (#match? @_class "^[A-Z]")) @wrapper
(_ . left: (_) operator: "?:" right: (_) @wrapper.value) @wrapper
(call_expression
  [(identifier) @_type (navigation_expression . (identifier) @_type (identifier) @_of .)]
  (value_arguments . (_ . (_) @wrapper.value .) .)
  (#match? @_type model-type "^JsonPrimitive$")) @wrapper
(call_expression
  (_ . (_) @wrapper.value . (identifier) @_method .)
  (value_arguments . ")" .)
  (#match? @_method "^(trim(Indent|Margin)?|to(Int|Long|String|Model|ModelId))$")) @wrapper
(call_expression
  [(identifier) @_method (_ (identifier) @_method .)]
  (value_arguments . (_) . (_ . (_) @wrapper.value .) .)
  (#match? @_method environment default-getter)) @wrapper
(call_expression
  (_ (identifier) @_method .)
  (value_arguments . (_ . (_) @wrapper.value .) .)
  (#any-of? @_method fallbacks)) @wrapper
(_
  . [
    (identifier) @_method
    (_ (identifier) @_method .)
    (call_expression (_ (identifier) @_method .))
  ]
  (annotated_lambda (_ . (_) @wrapper.value .) .)
  (#any-of? @_method "lazy" "ifEmpty" "ifBlank" "getOrElse" "orElseGet")) @wrapper

; Names.
(property_declaration
  (variable_declaration (identifier) @local.definition)
  [
    ("=" . (_) @binding.value)
    (property_delegate (_) @binding.value)
    (getter (function_body "=" . (_) @binding.value))
  ]) @binding
(variable_declaration . (identifier) @local.definition)
(class_parameter
  (identifier) @local.definition
  . ":" (_)
  . "=" . (_) @binding.value) @binding
(class_parameter (identifier) @local.definition . ":")
(function_value_parameters
  (parameter . (identifier) @local.definition)
  . "=" . (_) @binding.value) @binding
(parameter . (identifier) @local.definition)
(assignment
  left: (navigation_expression) @local.definition
  right: (_) @binding.value) @binding
; What a function sets without declaring it, others see.
(assignment
  left: (identifier) @local.definition @binding.outer
  operator: "="
  right: (_) @binding.value) @binding
(assignment left: (identifier) @local.definition @binding.outer)
(_ . argument: (identifier) @local.definition @binding.outer operator: ["++" "--"])
(catch_block (identifier) @local.definition)
[
  (function_declaration) (anonymous_function) (secondary_constructor) (setter)
  (class_declaration) (object_declaration) (object_literal) (interpolation)
] @local.scope
; A block that is no more than a value stands for it.
(getter (function_body (block))) @local.scope
(lambda_literal
  [
    (lambda_parameters) (property_declaration) (assignment) (call_expression) (infix_expression)
    (binary_expression) (navigation_expression) (if_expression) (when_expression) (for_statement)
    (return_expression) (try_expression)
  ]) @local.scope
(class_declaration name: (identifier) @class.key) @class
(object_declaration name: (identifier) @class.key) @class

; What is set in a mapping, or in an object, after it was made: `body["model"] = model`.
(assignment
  left: [
    (_ . (identifier) @entry.owner . (string_literal) @entry.key)
    (navigation_expression . (identifier) @entry.owner . (identifier) @entry.key)
  ]
  right: (_) @entry.value) @entry
