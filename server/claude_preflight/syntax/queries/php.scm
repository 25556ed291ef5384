; Literals and what makes them more, or less, than a plain value.
[(string) (encapsed_string)] @literal
(encapsed_string
  [
    (variable_name) (dynamic_variable_name) (member_access_expression) (subscript_expression)
    (nullsafe_member_access_expression) (member_call_expression) (scoped_property_access_expression)
    (scoped_call_expression) (function_call_expression)
  ]) @interpolated
(binary_expression operator: ".") @concatenation
(augmented_assignment_expression operator: ".=" right: (_) @interpolated)
(function_call_expression
  function: (name) @_function
  arguments: (arguments (argument (array_creation_expression) @interpolated))
  (#any-of? @_function "implode" "join"))
(comment) @prose
; What an example of a test is called.
(function_call_expression
  function: (name) @_function
  arguments: (arguments . (argument (string) @prose))
  (#any-of? @_function test-titles))

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
([
  (member_call_expression
    name: (name) @_method
    arguments: (arguments . (argument [(string) (encapsed_string)] @injection.content)))
  (scoped_call_expression
    name: (name) @_method
    arguments: (arguments . (argument [(string) (encapsed_string)] @injection.content)))
]
  (#set! injection.language "sql")
  (#set! literal)
  (#any-of? @_method
    "statement" "unprepared" "query" "exec" "prepare" "execute" "select" "insert" "update" "delete"
    "raw")
  (#match? @injection.content sql-statement))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary_expression
  left: [
    (string) (encapsed_string) (array_creation_expression) (class_constant_access_expression)
  ]? @comparison
  operator: ["==" "===" "!=" "!==" "<>" "<=>"]
  right: [
    (string) (encapsed_string) (array_creation_expression) (class_constant_access_expression)
  ]? @comparison)
(case_statement value: (_) @comparison)
(match_condition_list) @comparison
(function_call_expression
  function: (name) @_function
  arguments: (arguments
    (argument [(string) (encapsed_string) (array_creation_expression)] @comparison))
  (#any-of? @_function "in_array" "strcmp" "strcasecmp"))
; PHPUnit and Pest.
([
  (member_call_expression
    name: (name) @_method
    arguments: (arguments
      (argument [(string) (encapsed_string) (class_constant_access_expression)] @comparison)))
  (scoped_call_expression
    name: (name) @_method
    arguments: (arguments
      (argument [(string) (encapsed_string) (class_constant_access_expression)] @comparison)))
]
  (#any-of? @_method equality-tests "assertArrayHasKey"))
(member_call_expression
  object: (member_call_expression name: (name) @_receiver)
  name: (name) @_method
  arguments: (arguments (argument [(string) (encapsed_string)] @comparison))
  (#any-of? @_receiver "method" "shouldReceive" "shouldHaveReceived")
  (#eq? @_method "with"))
; What an assertion tests.
(function_call_expression
  function: (name) @_function
  arguments: (arguments) @assertion
  (#match? @_function assertion))
([
  (member_call_expression name: (name) @_method arguments: (arguments) @assertion)
  (scoped_call_expression name: (name) @_method arguments: (arguments) @assertion)
]
  (#match? @_method "^assert"))

; A query of a database.
([
  (member_call_expression
    name: (name) @_method
    arguments: (arguments
      (argument) . (argument [(string) (encapsed_string) (array_creation_expression)] @comparison)))
  (scoped_call_expression
    name: (name) @_method
    arguments: (arguments
      (argument) . (argument [(string) (encapsed_string) (array_creation_expression)] @comparison)))
]
  (#any-of? @_method "where" "orWhere" "whereNot" "whereIn" "whereNotIn" "firstWhere"))
(function_call_expression
  function: (name) @_function
  arguments: (arguments
    (argument [(string) (encapsed_string) (array_creation_expression)] @pattern))
  (#match? @_function
    "^(str_(starts_with|ends_with|contains|i?replace)|str(i?pos|ri?pos|i?str|rchr|tr)|preg_\\w+|explode|[lr]?trim|substr_count|fnmatch)$"))
(scoped_call_expression
  scope: (name) @_class
  arguments: (arguments
    (argument [(string) (encapsed_string) (array_creation_expression)] @pattern))
  (#eq? @_class "Str"))
([
  (member_call_expression
    name: (name) @_method
    arguments: (arguments (argument [(string) (encapsed_string)] @pattern)))
  (scoped_call_expression
    name: (name) @_method
    arguments: (arguments (argument [(string) (encapsed_string)] @pattern)))
]
  (#any-of? @_method
    part-tests "contains" "str_contains" "match" "matches" "after" "before" "remove" "explode"
    "assertStringContainsString" "assertStringStartsWith" "assertStringEndsWith"
    "assertMatchesRegularExpression" "assertContains" "toContain" "toStartWith" "toEndWith"
    "toMatch"))

; What each item of is tested for, and a name of what something is looked up in.
(foreach_statement
  . (array_creation_expression) @pattern
  body: (_) @_test
  (#match? @_test "^\\{\\s*if \\(str(_starts_with|_ends_with|_contains|i?pos)\\("))
(function_call_expression
  function: (name) @_function
  arguments: (arguments (argument) . (argument (_) @member))
  (#any-of? @_function "in_array" "array_search"))

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
(scoped_call_expression
  scope: (name) @_class
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

; What stands for a part of it: a default, a conversion, brackets.
(parenthesized_expression (_) @wrapper.value) @wrapper
; JSON that is written of a value stands for it.
(function_call_expression
  function: (name) @_function
  arguments: (arguments . (argument . (_) @wrapper.value .))
  (#any-of? @_function json-writers)) @wrapper
(cast_expression value: (_) @wrapper.value) @wrapper
(binary_expression operator: "??" right: (_) @wrapper.value) @wrapper
(conditional_expression !body alternative: (_) @wrapper.value) @wrapper
(function_call_expression
  function: (name) @_function
  arguments: (arguments . (argument) . (argument . (_) @wrapper.value .) .)
  (#any-of? @_function "env" "getenv" "config")) @wrapper
([
  (member_call_expression
    name: (name) @_method
    arguments: (arguments . (argument) . (argument . (_) @wrapper.value .) .))
  (scoped_call_expression
    name: (name) @_method
    arguments: (arguments . (argument) . (argument . (_) @wrapper.value .) .))
] @wrapper
  (#eq? @_method "get"))
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
(augmented_assignment_expression
  left: (_) @local.definition
  operator: "??="
  right: (_) @binding.value) @binding
(augmented_assignment_expression
  left: (_) @local.definition
  operator: ["+=" "-=" "*=" "/=" "%=" ".="]) @binding
(update_expression argument: (_) @local.definition) @binding
(list_literal (variable_name) @local.definition @binding)
(const_element . (name) @local.definition (_) @binding.value .) @binding
(function_call_expression
  function: (name) @_define
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
  left: (member_access_expression object: (variable_name) @entry.owner name: (name) @entry.key)
  right: (_) @entry.value) @entry
