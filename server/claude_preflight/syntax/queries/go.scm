; Literals and what makes them more, or less, than a plain value.
[(interpreted_string_literal) (raw_string_literal)] @literal
(binary_expression operator: "+") @concatenation
(comment) @prose
; The name of a subtest is a title.
(call_expression
  function: (selector_expression operand: (identifier) @_test field: (field_identifier) @_run)
  arguments: (argument_list
    . [(interpreted_string_literal) (raw_string_literal)] @prose
    . (_) .)
  (#any-of? @_test "t" "b" "s")
  (#eq? @_run "Run"))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary_expression
  [
    (interpreted_string_literal) (raw_string_literal) (selector_expression operand: (identifier))
  ] @comparison
  operator: ["==" "!="])
(binary_expression
  operator: ["==" "!="]
  [
    (interpreted_string_literal) (raw_string_literal) (selector_expression operand: (identifier))
  ] @comparison)
(binary_expression
  operator: ["==" "!="]
  (call_expression function: [(identifier) (selector_expression)] @_type) @comparison
  (#match? @_type go-model-type))
(expression_case value: (expression_list (_) @comparison))
(call_expression
  function: [
    (identifier) @_function
    (selector_expression field: (field_identifier) @_function)
  ]
  arguments: (argument_list
    [
      (interpreted_string_literal) (raw_string_literal) (composite_literal)
      (selector_expression operand: (identifier))
    ] @comparison)
  (#match? @_function go-equality))
(call_expression
  function: [
    (identifier) @_function
    (selector_expression field: (field_identifier) @_function)
  ]
  arguments: (argument_list
    (call_expression function: [(identifier) (selector_expression)] @_type) @comparison)
  (#match? @_function go-equality)
  (#match? @_type go-model-type))
(call_expression
  function: (selector_expression
    operand: (identifier) @_package
    field: (field_identifier) @_function)
  arguments: (argument_list
    [
      (interpreted_string_literal) (raw_string_literal) (selector_expression operand: (identifier))
      (composite_literal (literal_value) @comparison)
    ] @comparison)
  (#any-of? @_package slice-packages)
  (#any-of? @_function membership-tests "Index"))
(call_expression
  function: (selector_expression
    operand: (identifier) @_package
    field: (field_identifier) @_function)
  arguments: (argument_list [(interpreted_string_literal) (raw_string_literal)] @pattern)
  (#any-of? @_package "strings" "bytes" "regexp" "path" "filepath" "assert" "require")
  (#match? @_function
    "Prefix|Suffix|Contains|Index|Split|Replace|Trim|Cut|Count|Match|Compile|Regexp"))
(call_expression
  function: (identifier) @_function
  arguments: (argument_list [(interpreted_string_literal) (raw_string_literal)] @pattern)
  (#match? @_function "^(has|contains)"))

; What an assertion tests, or what a test fails for.
(call_expression
  function: [
    (identifier) @_function
    (selector_expression operand: (identifier) @_function)
    (selector_expression field: (field_identifier) @_function)
  ]
  arguments: (argument_list) @assertion
  (#match? @_function assertion "^(require|is|qt)$"))
(if_statement
  initializer: (short_var_declaration left: (expression_list) @_name) @assertion
  consequence: (block) @_failure
  (#not-match? @_name "^(_, )?err$")
  (#match? @_failure go-failure))
(if_statement
  condition: (_) @assertion
  consequence: (block) @_failure
  (#match? @_failure go-failure))

; What each item of is tested for, and a name of what something is looked up in.
(for_statement
  (range_clause
    left: (expression_list (identifier) @_name .)
    right: (composite_literal body: (literal_value) @pattern))
  body: (block
    (statement_list
      (if_statement
        condition: (call_expression
          function: (selector_expression field: (field_identifier) @_test)
          arguments: (argument_list (_) . (identifier) @_item .)))))
  (#eq? @_name @_item)
  (#any-of? @_test edge-tests "Contains"))
(call_expression
  function: (selector_expression operand: (identifier) @_package)
  arguments: (argument_list . (identifier) @member)
  (#any-of? @_package slice-packages))

; Tables of models: a list, a map, a block of constants. A struct is none, whatever it holds.
(composite_literal type: (map_type) body: (literal_value) @container)
(literal_value (literal_element)) @container
(literal_value (keyed_element key: (literal_element (interpreted_string_literal)))) @container
(const_declaration) @container
; What a switch turns into ids.
(expression_switch_statement
  (expression_case
    (statement_list
      (return_statement
        (expression_list
          [(interpreted_string_literal) (raw_string_literal) (selector_expression)]))))) @container
(index_expression
  index: [
    (interpreted_string_literal) (raw_string_literal) (selector_expression) (composite_literal)
  ] @enumeration)

; Requests: the fields of a struct, the pairs of a map.
(composite_literal) @mapping
(literal_element (literal_value) @mapping)
(literal_value
  (keyed_element
    key: (literal_element) @argument.key
    value: (literal_element) @argument.value) @argument)
; Options that are functions: `llms.WithModel("...")`.
(argument_list
  (call_expression
    function: [
      (identifier) @argument.key
      (selector_expression field: (field_identifier) @argument.key)
    ]
    arguments: (argument_list . (_) @argument.value .)) @argument
  (#match? @argument.key option-function)) @call
(literal_value
  (literal_element
    (call_expression
      function: [
        (identifier) @argument.key
        (selector_expression field: (field_identifier) @argument.key)
      ]
      arguments: (argument_list . (_) @argument.value .)) @argument)
  (#match? @argument.key option-function)) @mapping
; Builders.
(call_expression) @chain
(call_expression
  function: (selector_expression
    operand: (call_expression)
    field: (field_identifier) @argument.key)
  arguments: (argument_list . (_) @argument.value .)) @argument

; Requests over HTTP.
(call_expression
  function: (selector_expression field: (field_identifier) @_method)
  arguments: (argument_list) @call
  (#any-of? @_method http-senders))

; What stands for a part of it: a conversion, an address, a default, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
(unary_expression operator: ["&" "*"] operand: (_) @wrapper.value) @wrapper
(type_conversion_expression operand: (_) @wrapper.value) @wrapper
(call_expression
  function: [
    (identifier) @_function
    (selector_expression operand: (identifier) field: (field_identifier) @_function)
  ]
  arguments: (argument_list . (_) @wrapper.value .)
  (#match? @_function
    "^(F|Float|Int|String|Bool|Float32|Float64|NewOpt|To|(To)?[pP]tr|[pP]ointer|[sS]tring|u?[iI]nt(32|64)?|(Chat)?Model(ID|Id)?)$"))
@wrapper
(call_expression
  function: [(identifier) (selector_expression operand: (identifier))] @_function
  arguments: (argument_list . (_) . (_) @wrapper.value .)
  (#match? @_function environment "[a-z.]Or(Default|Else)?$")) @wrapper
(call_expression
  function: (selector_expression operand: (identifier) @_package)
  arguments: (argument_list . (_) . (_) @wrapper.value . (_) .)
  (#eq? @_package "flag")) @wrapper

; JSON that is written of a value stands for it, and so does what reads that.
(call_expression
  function: (selector_expression operand: (identifier) field: (field_identifier) @_function)
  arguments: (argument_list . (_) @wrapper.value)
  (#any-of? @_function body-makers "Marshal" "MarshalIndent")) @wrapper

; The tag of a field holds a default where a program reads its settings by it.
(field_declaration
  tag: (raw_string_literal (raw_string_literal_content) @injection.content)
  (#match? @injection.content "[dD]efault:\""))

; Names.
(const_spec
  name: (identifier) @local.definition
  value: (expression_list . (_) @binding.value .)) @binding
(const_spec name: (identifier) @local.definition)
(var_spec
  name: (identifier) @local.definition
  value: (expression_list . (_) @binding.value .)) @binding
(var_spec name: (identifier) @local.definition)
(short_var_declaration
  left: (expression_list . (identifier) @local.definition .)
  right: (expression_list . (_) @binding.value .)) @binding
(short_var_declaration left: (expression_list (identifier) @local.definition))
; Of what a call gives, the first value is what was asked for.
(short_var_declaration
  left: (expression_list . (identifier) @local.definition . (identifier))
  right: (expression_list . (call_expression) @binding.value .)) @binding
(assignment_statement
  left: (expression_list . (selector_expression) @local.definition .)
  right: (expression_list . (_) @binding.value .)) @binding
; What a function sets without declaring it, others see.
(assignment_statement
  left: (expression_list . (identifier) @local.definition @binding.outer .)
  operator: "="
  right: (expression_list . (_) @binding.value .)) @binding
(assignment_statement left: (expression_list (identifier) @local.definition @binding.outer))
(inc_statement (identifier) @local.definition @binding.outer)
(dec_statement (identifier) @local.definition @binding.outer)
(parameter_declaration name: (identifier) @local.definition) @binding
(variadic_parameter_declaration name: (identifier) @local.definition) @binding
(range_clause left: (expression_list (identifier) @local.definition))
(receive_statement left: (expression_list (identifier) @local.definition))
(type_switch_statement alias: (expression_list (identifier) @local.definition))
[(function_declaration) (method_declaration) (func_literal)] @local.scope

; What is set in a mapping, or in a struct, after it was made: `params.Model = model`.
(assignment_statement
  left: (expression_list
    . (selector_expression
      operand: (identifier) @entry.owner
      field: (field_identifier) @entry.key) .)
  right: (expression_list . (_) @entry.value .)) @entry
(assignment_statement
  left: (expression_list
    . (index_expression
      operand: (identifier) @entry.owner
      index: (interpreted_string_literal) @entry.key) .)
  right: (expression_list . (_) @entry.value .)) @entry
