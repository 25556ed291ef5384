; Parents inside a pattern are left open where that changes nothing: the grammar is large, and each
; parent that is named adds milliseconds to the time that this query takes to compile.

; Literals and what makes them more, or less, than a plain value.
[(string) (interpolated_string)] @literal
(interpolated_string (interpolation)) @interpolated
(infix_expression operator: _ @_plus (#eq? @_plus "+")) @concatenation
[(comment) (block_comment)] @prose

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(_
  . left: [(string) (_ value: (identifier) field: (_))] @comparison
  operator: _ @_operator
  (#match? @_operator equality-operator))
; Of calls only those that make a value of a literal; others are what is tested.
(_
  . left: (_)
  operator: _ @_operator
  right: [
    (string) (_ value: (identifier) field: (_)) (_ function: (identifier) @_type)
  ] @comparison
  (#match? @_operator equality-operator "^eq(uals)?$|^(should|must)(Not)?(Be|Equal)$|^must_[=!]=$")
  (#match? @_type model-type scala-collection))
(case_clause pattern: (_) @comparison)
(call_expression
  function: [(identifier) @_function (_ field: (identifier) @_function)]
  arguments: (_
    [
      (string) (_ value: (identifier) field: (_)) (_ function: (identifier) @_type)
    ] @comparison)
  (#any-of? @_function equality-tests "eq" "be" "equal" "assertResult")
  (#match? @_type model-type scala-collection))
(field_expression
  value: (string) @comparison
  field: (identifier) @_method
  (#any-of? @_method equality-tests))
(field_expression
  value: (_ function: (identifier) arguments: (_) @comparison)
  field: (identifier) @_method
  (#any-of? @_method look-ups))
(_
  . left: (_ function: (identifier) arguments: (_) @comparison)
  operator: _ @_method
  (#eq? @_method "contains"))
(_
  . function: [(identifier) @_method (_ field: (identifier) @_method)]
  arguments: (_ (string) @pattern)
  (#match? @_method
    "^(starts?|ends?)With$|^contains$|^include$|ndexOf$|^matches$|^split$|^replace|^strip"))
(_
  . left: (_)
  operator: _ @_method
  right: (string) @pattern
  (#any-of? @_method part-tests "contains" "matches" "like"))
(field_expression value: (string) @pattern field: (identifier) @_regex (#eq? @_regex "r"))

; What an assertion tests.
(_
  . function: [(identifier) @_function (_ field: (identifier) @_function)]
  arguments: (_) @assertion
  (#match? @_function assertion))
(infix_expression
  left: (_) @assertion operator: _ @_operator
  (#match? @_operator "^(should|must)"))

; Tables of models: a list, a map, the cases of an enumeration, a type of literals.
(call_expression
  function: [(identifier) @_collection (_ field: (identifier) @_collection)]
  arguments: (arguments) @container
  (#match? @_collection
    "^(Linked|Sorted|Tree|List|Hash)?(Map|Set)$|Seq$|^(List|Vector|Array|Chunk)$|^NonEmpty"))
[(simple_enum_case) (full_enum_case) (literal_type)] @enumeration
; What a match turns into ids.
(case_block (_ body: (string))) @container
(indented_cases (_ body: (string))) @container
(object_definition "case" extend: (extends_clause) @enumeration)
(object_definition
  extend: (extends_clause type: (type_identifier) @_type) @enumeration
  (#match? @_type model-class))
(parenthesized_expression
  (_ left: (string) @enumeration operator: _ @_arrow)
  (#eq? @_arrow "->"))
(assignment_expression left: (_ arguments: (_ (string) @enumeration)))
(_
  . function: (_ field: (identifier) @_method)
  arguments: (_ . [(string) (field_expression)] @enumeration . (_) .)
  (#any-of? @_method "put" "updated" "getOrElse" "getOrElseUpdate"))

; Requests: the named arguments of a call, the pairs of a map, the links of a builder.
[(arguments) (call_expression function: (identifier) arguments: (arguments))] @call
(arguments
  (assignment_expression
    left: (identifier) @argument.key
    right: (_) @argument.value) @argument)
(arguments
  (_
    left: [(string) (field_expression)] @argument.key
    operator: _ @_arrow
    right: (_) @argument.value) @argument
  (#any-of? @_arrow "->" ":="))
(call_expression function: (_ value: (_) @chain)) @chain
(_
  . function: (_ field: (identifier) @argument.key)
  arguments: (_ . (_) @argument.value .)) @argument

; What stands for a part of it: a default, a conversion, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
(interpolated_string_expression (interpolated_string) @wrapper.value) @wrapper
(_
  . function: (_ field: (identifier) @_method)
  arguments: (_ . (_) @wrapper.value .)
  (#any-of? @_method fallbacks)) @wrapper
(_
  . function: [(identifier) @_method (_ field: (identifier) @_method)]
  arguments: (_ . (_) . (_) @wrapper.value .)
  (#match? @_method environment default-getter)) @wrapper
(_
  . left: (_)
  operator: _ @_method
  right: (_) @wrapper.value
  (#any-of? @_method fallbacks)) @wrapper
(call_expression
  function: [
    (identifier) @_type
    (_ value: (identifier) field: (identifier) @_type)
    (_ value: (identifier) @_type field: (identifier) @_of)
  ]
  arguments: (_ . (_) @wrapper.value .)
  (#match? @_type model-type "^(Some|Option|JsString|JsNumber|from(String|Int|Long))$")
  (#any-of? @_of "of" "apply")) @wrapper
(field_expression
  value: (_) @wrapper.value
  field: (identifier) @_method
  (#match? @_method "^(asJson|some|trim|stripMargin|to(Int|Long|Option))$")) @wrapper

; Names.
(val_definition pattern: (identifier) @local.definition value: (_) @binding.value) @binding
(var_definition pattern: (identifier) @local.definition value: (_) @binding.value) @binding
(val_declaration name: (identifier) @local.definition) @binding
(var_declaration name: (identifier) @local.definition) @binding
(class_parameter name: (identifier) @local.definition default_value: (_) @binding.value) @binding
(class_parameter name: (identifier) @local.definition !default_value) @binding
(parameter name: (identifier) @local.definition default_value: (_) @binding.value) @binding
(parameter name: (identifier) @local.definition !default_value) @binding
(lambda_expression parameters: (identifier) @local.definition) @binding
(binding name: (identifier) @local.definition) @binding
(enumerator . (identifier) @local.definition) @binding
(tuple_pattern (identifier) @local.definition @binding)
(typed_pattern pattern: (identifier) @local.definition) @binding
(capture_pattern name: (identifier) @local.definition) @binding
(case_class_pattern pattern: (identifier) @local.definition @binding)
(infix_pattern (identifier) @local.definition @binding)
; What begins with a capital in a pattern is a constant.
(case_clause pattern: (identifier) @local.definition @binding (#match? @local.definition "^[a-z]"))
(assignment_expression
  left: (field_expression) @local.definition
  right: (_) @binding.value) @binding
; What is set again is not known; a named argument looks the same, but binds nothing.
(assignment_expression left: (identifier) @local.definition @binding.outer)
(infix_expression
  left: (identifier) @local.definition @binding.outer
  operator: _ @_operator
  (#match? @_operator "^[-+*/]=$"))
[
  (function_definition) (lambda_expression) (class_definition) (trait_definition)
  (object_definition) (enum_definition) (interpolation)
] @local.scope
(class_definition name: (identifier) @class.key) @class
(trait_definition name: (identifier) @class.key) @class
(object_definition name: (identifier) @class.key) @class

; What is set in a mapping, or in an object, after it was made: `body["model"] = model`.
(assignment_expression
  left: [
    (_
      function: (identifier) @entry.owner
      arguments: (_ . (string) @entry.key .))
    (field_expression value: (identifier) @entry.owner field: (identifier) @entry.key)
  ]
  right: (_) @entry.value) @entry
