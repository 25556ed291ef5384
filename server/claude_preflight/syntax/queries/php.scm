; Literals and what makes them more, or less, than a plain value.
[(string) (encapsed_string)] @literal
(encapsed_string
  [
    (variable_name) (dynamic_variable_name) (member_access_expression) (subscript_expression)
    (nullsafe_member_access_expression) (member_call_expression) (scoped_property_access_expression)
    (scoped_call_expression) (function_call_expression)
  ]) @interpolated
(_ . left: (_) operator: ".") @concatenation
(augmented_assignment_expression operator: ".=" right: (_) @interpolated)
(comment) @prose

; A heredoc is in the language that its delimiter names; other ones are texts. Commands are shell.
([
  (heredoc value: (_) @injection.content end_tag: (heredoc_end) @injection.language)
  (nowdoc value: (_) @injection.content end_tag: (heredoc_end) @injection.language)
]
  (#match? @injection.language document-language "^(?i:php)$"))
([
  (heredoc value: (_) @literal end_tag: (heredoc_end) @_delimiter)
  (nowdoc value: (_) @literal end_tag: (heredoc_end) @_delimiter)
]
  (#not-match? @_delimiter document-language "^(?i:php)$"))
((shell_command_expression) @injection.content (#set! injection.language "shell"))
((function_call_expression
  function: (name) @_function
  arguments: (arguments . (argument [(string) (encapsed_string)] @injection.content)))
  (#set! injection.language "shell")
  (#set! literal)
  (#any-of? @_function "exec" "shell_exec" "system" "passthru" "proc_open" "popen"))
((_
  . (_)
  . name: (name) @_method
  arguments: (arguments . (argument [(string) (encapsed_string)] @injection.content)))
  (#set! injection.language "sql")
  (#set! literal)
  (#any-of? @_method
    "statement" "unprepared" "query" "exec" "prepare" "execute" "select" "insert" "update" "delete"
    "raw")
  (#match? @injection.content sql-statement))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(_
  . left: [
    (string) (encapsed_string) (array_creation_expression) (class_constant_access_expression)
  ] @comparison
  operator: ["==" "===" "!=" "!==" "<>" "<=>"])
(_
  . left: (_)
  operator: ["==" "===" "!=" "!==" "<>" "<=>"]
  right: [
    (string) (encapsed_string) (array_creation_expression) (class_constant_access_expression)
  ] @comparison)
(case_statement value: (_) @comparison)
(match_condition_list) @comparison
(member_call_expression
  object: (_ name: (name) @_receiver arguments: (_))
  name: (name) @_method
  arguments: (arguments (argument [(string) (encapsed_string)] @comparison))
  (#any-of? @_receiver "method" "shouldReceive" "shouldHaveReceived")
  (#eq? @_method "with"))
(_
  . scope: (name) @_class
  arguments: (arguments
    (argument [(string) (encapsed_string) (array_creation_expression)] @pattern))
  (#eq? @_class "Str"))
; What functions and methods do with what they are given. One pattern with a name for each test
; takes a fraction of the time of one each to compile.
(_
  . [
    ; What an example of a test is called.
    ([function: (name) @_title] arguments: (arguments . (argument (string) @prose)))
    (
      [function: (name) @_join]
      arguments: (arguments (argument (array_creation_expression) @interpolated)))
    (
      [function: (name) @_equal]
      arguments: (arguments
        (argument [(string) (encapsed_string) (array_creation_expression)] @comparison)))
    (
      [function: (name) @_part]
      arguments: (arguments
        (argument [(string) (encapsed_string) (array_creation_expression)] @pattern)))
    ; What an assertion tests, and a name of what something is looked up in.
    ([function: (name) @_assert] arguments: (arguments) @assertion)
    (
      [function: (name) @_looked_up]
      arguments: (arguments (argument) . (argument (_) @member)))
  ]
  (#any-of? @_title test-titles)
  (#any-of? @_join "implode" "join")
  (#any-of? @_equal "in_array" "strcmp" "strcasecmp")
  (#match? @_part
    "^(str_(starts_with|ends_with|contains|i?replace)|str(i?pos|ri?pos|i?str|rchr|tr)|preg_\\w+|explode|[lr]?trim|substr_count|fnmatch)$")
  (#match? @_assert assertion)
  (#any-of? @_looked_up "in_array" "array_search"))
; Methods, those of PHPUnit and Pest among them.
([
  (member_call_expression
    [
      (
        [name: (name) @_equal]
        arguments: (arguments
          (argument [(string) (encapsed_string) (class_constant_access_expression)] @comparison)))
      ; A query of a database.
      (
        [name: (name) @_where]
        arguments: (arguments
          (argument) . (argument [(string) (encapsed_string) (array_creation_expression)] @comparison)))
      (
        [name: (name) @_part]
        arguments: (arguments (argument [(string) (encapsed_string)] @pattern)))
      ([name: (name) @_assert] arguments: (arguments) @assertion)
    ])
  (scoped_call_expression
    [
      (
        [name: (name) @_equal]
        arguments: (arguments
          (argument [(string) (encapsed_string) (class_constant_access_expression)] @comparison)))
      ; A query of a database.
      (
        [name: (name) @_where]
        arguments: (arguments
          (argument) . (argument [(string) (encapsed_string) (array_creation_expression)] @comparison)))
      (
        [name: (name) @_part]
        arguments: (arguments (argument [(string) (encapsed_string)] @pattern)))
      ([name: (name) @_assert] arguments: (arguments) @assertion)
    ])
]
  (#any-of? @_equal equality-tests "assertArrayHasKey")
  (#any-of? @_where "where" "orWhere" "whereNot" "whereIn" "whereNotIn" "firstWhere")
  (#any-of? @_part
    part-tests "contains" "str_contains" "match" "matches" "after" "before" "remove" "explode"
    "assertStringContainsString" "assertStringStartsWith" "assertStringEndsWith"
    "assertMatchesRegularExpression" "assertContains" "toContain" "toStartWith" "toEndWith"
    "toMatch")
  (#match? @_assert "^assert"))

; What each item of is tested for.
(foreach_statement
  . (array_creation_expression) @pattern
  body: (_) @_test
  (#match? @_test "^\\{\\s*if \\(str(_starts_with|_ends_with|_contains|i?pos)\\("))
; Tables of models; what may be chosen from is listed by nature.
(array_creation_expression) @container
; What a match or a switch turns into ids.
(match_block
  (match_conditional_expression
    return_expression: [(string) (class_constant_access_expression)])) @container
(switch_block
  (case_statement (return_statement [(string) (class_constant_access_expression)]))) @container
(subscript_expression . (_) . [(string) (encapsed_string)] @enumeration)
(enum_declaration_list) @enumeration
(array_element_initializer
  . (string (string_content) @_key)
  (array_creation_expression) @enumeration
  (#any-of? @_key "enum" "choices"))
(_
  . scope: (name) @_class
  name: (name) @_method
  arguments: (arguments) @enumeration
  (#eq? @_class "Rule")
  (#eq? @_method "in"))

; Requests: named arguments of a call, pairs of an array, links of a chain.
(arguments) @call
(array_creation_expression) @mapping
(argument name: (name) @argument.key (_) @argument.value .) @argument
(array_element_initializer . (_) @argument.key . (_) @argument.value .) @argument
(argument (variadic_unpacking (_) @spread))
(array_element_initializer (variadic_unpacking (_) @spread))
(member_call_expression object: (_) @chain) @chain
(member_call_expression
  name: (name) @argument.key
  arguments: (arguments . (argument . (_) @argument.value .) .)) @argument

; What stands for a part of it: a default, a conversion, brackets, a value written as JSON.
(parenthesized_expression (_) @wrapper.value) @wrapper
(cast_expression value: (_) @wrapper.value) @wrapper
(_ . left: (_) operator: "??" right: (_) @wrapper.value) @wrapper
(conditional_expression !body alternative: (_) @wrapper.value) @wrapper
(_
  . [
    ([function: (name) @_json] arguments: (arguments . (argument . (_) @wrapper.value .)))
    (
      [function: (name) @_getter]
      arguments: (arguments . (argument) . (argument . (_) @wrapper.value .) .))
  ]
  (#any-of? @_json json-writers)
  (#any-of? @_getter "env" "getenv" "config")) @wrapper
(_
  . (_)
  . name: (name) @_method
  arguments: (arguments . (argument) . (argument . (_) @wrapper.value .) .)
  (#eq? @_method "get")) @wrapper
(scoped_call_expression
  name: (name) @_method
  arguments: (arguments . (argument . (_) @wrapper.value .) .)
  (#any-of? @_method "from" "tryFrom" "of")) @wrapper
(member_access_expression
  object: (class_constant_access_expression) @wrapper.value
  name: (name) @_member
  (#eq? @_member "value")) @wrapper

; Names.
(assignment_expression
  left: [
    (variable_name) (member_access_expression) (scoped_property_access_expression)
  ] @local.definition
  right: (_) @binding.value) @binding
(_
  . left: (_) @local.definition
  operator: "??="
  right: (_) @binding.value) @binding
(_
  . left: (_) @local.definition
  operator: ["+=" "-=" "*=" "/=" "%=" ".="]) @binding
(update_expression argument: (_) @local.definition) @binding
(list_literal (variable_name) @local.definition @binding)
(const_element . (name) @local.definition (_) @binding.value .) @binding
(_
  . function: (name) @_define
  arguments: (arguments
    . (argument (string (string_content) @local.definition))
    . (argument (_) @binding.value))
  (#eq? @_define "define")) @binding
(enum_case name: (name) @local.definition value: (_) @binding.value) @binding
(property_element
  name: (variable_name) @local.definition
  default_value: (_)? @binding.value) @binding
(simple_parameter
  name: (variable_name) @local.definition
  default_value: (_)? @binding.value) @binding
(property_promotion_parameter
  name: (variable_name) @local.definition
  default_value: (_)? @binding.value) @binding
(variadic_parameter name: (variable_name) @local.definition) @binding
(static_variable_declaration
  name: (variable_name) @local.definition
  value: (_)? @binding.value) @binding
(global_declaration (variable_name) @local.definition @binding)
(foreach_statement (variable_name) . "as" . (variable_name) @local.definition @binding)
(foreach_statement (pair (variable_name) @local.definition @binding))
(catch_clause name: (variable_name) @local.definition) @binding
[
  (function_definition) (anonymous_function) (arrow_function) (class_declaration)
  (trait_declaration) (interface_declaration) (enum_declaration) (anonymous_class)
] @local.scope
; The parameters of a constructor that promotes some to members are taken for members.
(method_declaration
  parameters: (formal_parameters) @_parameters
  (#not-match? @_parameters php-visibility)) @local.scope
(method_declaration
  parameters: (formal_parameters) @_parameters
  body: (_) @local.scope
  (#match? @_parameters php-visibility))
[
  (class_declaration name: (name) @class.key) (trait_declaration name: (name) @class.key)
  (interface_declaration name: (name) @class.key) (enum_declaration name: (name) @class.key)
  (anonymous_class)
] @class

; What is set in a mapping after it was made: `$body['model'] = $model`.
(assignment_expression
  left: (subscript_expression . (variable_name) @entry.owner . (_) @entry.key)
  right: (_) @entry.value) @entry
(assignment_expression
  left: (_ object: (variable_name) @entry.owner name: (name) @entry.key)
  right: (_) @entry.value) @entry
