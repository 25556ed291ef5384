; C is read by this as well.

; Literals and what makes them more, or less, than a plain value.
[(string_literal) (raw_string_literal)] @literal
[(concatenated_string) (_ . left: (_) operator: "+")] @concatenation
(_
  . left: (call_expression
    function: [(identifier) (qualified_identifier)] @_function
    arguments: (argument_list . (string_literal) .) @interpolated)
  operator: "+"
  (#match? @_function "(^|:)(string|String|QString)$"))
(_ . left: (user_defined_literal) @interpolated operator: "+")
(_ . left: (_) operator: "+" (user_defined_literal) @interpolated)
(assignment_expression
  operator: "+="
  right: (string_literal) @interpolated
  (#match? @interpolated one-word))
(comment) @prose
; The body of a macro is text of its own, with its comments in it. Behind a test, `#set!` would crash
; the binding when the query is freed.
((preproc_arg) @literal (#match? @literal "^\\s*\"[^\"]*\"\\s*$"))
((preproc_arg) @injection.content
  (#set! injection.language "cpp")
  (#match? @injection.content "^(?!\\s*\"[^\"]*\"\\s*$)"))

; A whole id compared is a dead branch; a part of an id tested, or of a text put together, is a
; pattern.
(_
  . left: [
    (string_literal) (raw_string_literal) (concatenated_string) (user_defined_literal)
    (qualified_identifier)
  ] @comparison
  operator: ["==" "!="])
(_
  . left: (_)
  operator: ["==" "!="]
  [
    (string_literal) (raw_string_literal) (concatenated_string) (user_defined_literal)
    (qualified_identifier)
  ] @comparison)
(case_statement value: (_) @comparison)
(_
  . function: [(identifier) (qualified_identifier)] @_function
  arguments: (_
    [(string_literal) (concatenated_string) (user_defined_literal)] @comparison)
  (#match? @_function
    "(^|:)_?(strcmp|strcasecmp|stricmp|strcmpi|find|count|Contains|Eq|Ne|StrEq|StrNe|StrCaseEq)$|^[A-Z_]*(EQ|NE|STREQ|STRNE|EQUAL|EQUAL_STRING|STRCASEEQ|QCOMPARE)$"))
(_
  . function: (_ field: (field_identifier) @_method)
  arguments: (argument_list [(string_literal) (user_defined_literal)] @comparison)
  (#any-of? @_method equality-tests "compare" "count"))
(call_expression
  function: (_
    argument: (compound_literal_expression value: (initializer_list) @comparison)
    field: (field_identifier) @_method)
  (#any-of? @_method membership-tests "count"))
(_
  . function: (_ field: (field_identifier) @_method)
  arguments: (argument_list [(string_literal) (user_defined_literal)] @pattern)
  (#any-of? @_method part-tests "contains" "find" "rfind" "find_first_of" "append"))
(_
  . function: [(identifier) (qualified_identifier)] @_function
  arguments: (_ [(string_literal) (user_defined_literal)] @pattern)
  (#match? @_function
    "(^|:)(strn(case)?cmp|_?strnicmp|memcmp|strstr|strcasestr|strcat|strncat|StrCat|StartsWith|EndsWith|StrContains|HasSubstr|starts_with|ends_with|contains|regex|ContainsRegex|MatchesRegex)$"))
(declaration
  type: [(type_identifier) (qualified_identifier)] @_type
  declarator: (init_declarator value: [(argument_list) (initializer_list)] @pattern)
  (#match? @_type "[rR]eg(ex|ularExpression)$"))

; What an assertion tests.
(_
  . function: [(identifier) (qualified_identifier)] @_function
  arguments: (argument_list) @assertion
  (#match? @_function "^assert$|^(EXPECT|ASSERT|CHECK|REQUIRE|QVERIFY|QCOMPARE)(_|$)"))

; Tables of models. The fields of a struct are none.
(initializer_list
  [
    (string_literal) (initializer_list) (call_expression) (compound_literal_expression)
    (user_defined_literal) (qualified_identifier)
    (initializer_pair designator: (subscript_designator))
  ]) @container
; What a switch turns into ids.
(compound_statement (case_statement (return_statement (string_literal)))) @container
; The key of an entry, and of one that is added.
(subscript_expression indices: (subscript_argument_list) @enumeration)
(_
  . function: (_ field: (field_identifier) @_method)
  arguments: (argument_list . (initializer_list . (string_literal) @enumeration . (_) .) .)
  (#any-of? @_method "insert" "push_back"))
(_
  . function: (_ field: (field_identifier) @_method)
  arguments: (argument_list . (string_literal) @enumeration . (_) .)
  (#any-of? @_method "emplace" "try_emplace" "insert_or_assign"))

; Requests: the fields of a struct, pairs of a name and a value.
(initializer_list) @mapping
(initializer_pair
  designator: (field_designator (field_identifier) @argument.key)
  value: (_) @argument.value) @argument
(initializer_list
  (initializer_list . (string_literal) @argument.key . (_) @argument.value .) @argument)
; Requests: the setters of a builder.
(call_expression function: (field_expression)) @chain
(_
  . function: (_ field: (field_identifier) @argument.key)
  arguments: (argument_list . (_) @argument.value .)) @argument

; What stands for a part of it: a default, a conversion, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
(cast_expression value: (_) @wrapper.value) @wrapper
(user_defined_literal (string_literal) @wrapper.value) @wrapper
[(initializer_list . (_) @wrapper.value .) (argument_list . (_) @wrapper.value .)] @wrapper
(compound_literal_expression value: (_) @wrapper.value) @wrapper
(_
  . function: [(identifier) (qualified_identifier)] @_function
  arguments: (_ . (_) @wrapper.value .)
  (#match? @_function
    "(^|:)(string|string_view|String|QString|QStringLiteral|optional|make_optional|json|F|_T|TEXT|move)$"))
@wrapper
(call_expression
  function: (template_function)
  arguments: (argument_list . (_) @wrapper.value .)) @wrapper
(conditional_expression
  condition: (_) @_tested
  consequence: (_) @_taken
  alternative: (_) @wrapper.value
  (#eq? @_tested @_taken)) @wrapper
(conditional_expression !consequence alternative: (_) @wrapper.value) @wrapper
(call_expression
  function: (_ argument: (_) @wrapper.value field: (field_identifier) @_method)
  (#any-of? @_method "c_str" "data")) @wrapper
(_
  . function: (_ field: (field_identifier) @_method)
  arguments: (argument_list . (_) @wrapper.value .)
  (#eq? @_method "value_or")) @wrapper
(call_expression
  function: [
    (_ field: (field_identifier) @_function)
    (identifier) @_function
  ]
  arguments: (argument_list . (string_literal) . (_) @wrapper.value .)
  (#match? @_function environment "^value$")) @wrapper

; Names.
(init_declarator
  declarator: [
    (identifier) @local.definition
    (pointer_declarator declarator: (identifier) @local.definition)
    (reference_declarator (identifier) @local.definition)
    (array_declarator declarator: (identifier) @local.definition)
  ]
  value: (_) @binding.value) @binding
(declaration declarator: (identifier) @local.definition) @binding
(field_declaration
  declarator: [
    (field_identifier) @local.definition
    (pointer_declarator declarator: (field_identifier) @local.definition)
    (array_declarator declarator: (field_identifier) @local.definition)
  ]
  default_value: (_)? @binding.value) @binding
(preproc_def name: (identifier) @local.definition value: (_) @binding.value) @binding
(parameter_declaration
  declarator: [
    (identifier) @local.definition
    (pointer_declarator declarator: (identifier) @local.definition)
    (reference_declarator (identifier) @local.definition)
  ]) @binding
(optional_parameter_declaration
  declarator: [
    (identifier) @local.definition
    (pointer_declarator declarator: (identifier) @local.definition)
    (reference_declarator (identifier) @local.definition)
  ]
  default_value: (_) @binding.value) @binding
(assignment_expression
  left: (field_expression) @local.definition
  right: (_) @binding.value) @binding
; What a function sets may be a member, which others see.
(assignment_expression
  left: (identifier) @local.definition @binding.outer
  right: (_) @binding.value) @binding
(update_expression argument: (identifier) @local.definition @binding.outer) @binding
(pointer_expression operator: "&" argument: (identifier) @local.definition @binding.outer) @binding
(field_initializer
  (field_identifier) @local.definition @binding.outer
  [(argument_list) (initializer_list)] @binding.value) @binding
(for_range_loop
  declarator: [
    (identifier) @local.definition
    (reference_declarator (identifier) @local.definition)
  ]) @binding
(structured_binding_declarator (identifier) @local.definition @binding)
[
  (function_definition) (lambda_expression) (class_specifier) (struct_specifier)
] @local.scope
(class_specifier name: (type_identifier) @class.key) @class
(struct_specifier name: (type_identifier) @class.key) @class

; What is set in a mapping, or in an object, after it was made: `body["model"] = model`.
(assignment_expression
  left: [
    (subscript_expression
      argument: (identifier) @entry.owner
      indices: (subscript_argument_list . (string_literal) @entry.key .))
    (_ argument: (identifier) @entry.owner field: (field_identifier) @entry.key)
  ]
  right: (_) @entry.value) @entry
