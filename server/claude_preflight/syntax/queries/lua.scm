; Literals and what makes them more, or less, than a plain value.
((string) @literal (#match? @literal "^[\"']"))
; Between long brackets the text itself is the literal.
((string content: (string_content) @literal) @_string (#match? @_string "^\\["))
(binary_expression ".." ) @concatenation
(function_call
  name: (method_index_expression table: (parenthesized_expression (string) @interpolated)))
(comment) @prose

; Commands are scripts of a shell.
(function_call
  name: (dot_index_expression field: (identifier) @_function)
  arguments: (arguments . (string) @injection.content .)
  (#set! injection.language "shell")
  (#set! literal)
  (#any-of? @_function "execute" "popen" "system"))
(assignment_statement
  (variable_list . name: (identifier) @_name .)
  (expression_list . value: (string) @injection.content .)
  (#set! injection.language "shell")
  (#set! literal)
  (#match? @_name "(cmd|command)$"))

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary_expression (string) @comparison ["==" "~="])
(binary_expression ["==" "~="] (string) @comparison)
(function_call
  name: (dot_index_expression field: (identifier) @_function)
  arguments: (arguments (string) @comparison)
  (#any-of? @_function equality-tests "equal" "same" "eq"))
(function_call
  name: [
    (method_index_expression method: (identifier) @_function)
    (dot_index_expression field: (identifier) @_function)
  ]
  arguments: (arguments (string) @pattern)
  (#any-of? @_function part-tests "find" "match" "gmatch" "gsub"))
(function_call
  name: (dot_index_expression field: (identifier) @_function)
  arguments: (arguments . (string) @interpolated)
  (#eq? @_function "format"))

; What an assertion tests; `assert` by itself hands on what it is given.
(function_call
  name: [(dot_index_expression) (method_index_expression)] @_function
  arguments: (arguments) @assertion
  (#match? @_function "^(assert|luassert)[.:]|[.:](assert|expect)\\w*$"))

; Tables of models, their keys, and what looks into one by id.
(table_constructor) @container
(bracket_index_expression field: (string) @enumeration)
(field "[" name: (string) @enumeration)

; Requests: the fields of a table.
(table_constructor) @mapping
(field name: (_) @argument.key value: (_) @argument.value) @argument

; What stands for a part of it: a default, a bracket.
(parenthesized_expression (_) @wrapper.value) @wrapper
(binary_expression operator: "or" right: (_) @wrapper.value) @wrapper

; Names. What is set together with others is not followed.
(assignment_statement
  (variable_list . name: [(identifier) (dot_index_expression)] @local.definition .)
  (expression_list . value: (_) @binding.value .)) @binding
(variable_list (identifier) @local.definition @binding . (identifier))
(variable_list (identifier) . (identifier) @local.definition @binding)
(parameters name: (identifier) @local.definition @binding)
(for_numeric_clause name: (identifier) @local.definition @binding)
[(function_declaration) (function_definition) (for_statement)] @local.scope

; What is set in a mapping, or in an object, after it was made: `body["model"] = model`.
(assignment_statement
  (variable_list
    . name: [
      (bracket_index_expression table: (identifier) @entry.owner field: (string) @entry.key)
      (dot_index_expression table: (identifier) @entry.owner field: (identifier) @entry.key)
    ] .)
  (expression_list . (_) @entry.value .)) @entry
