; Literals and what makes them more, or less, than a plain value.
[(word) (string) (raw_string) (ansi_c_string) (extglob_pattern)] @literal
(string [(expansion) (simple_expansion) (command_substitution)]) @interpolated
(concatenation [(expansion) (simple_expansion) (command_substitution)]) @interpolated
(concatenation (string [(expansion) (simple_expansion) (command_substitution)])) @interpolated
; The default in `${MODEL:-id}` is a value of its own; the grammar cuts a bare id at the hyphen.
(expansion operator: [":-" "-" ":=" "=" ":+" "+"]) @scope
(expansion (concatenation . (variable_name)) @literal)
[(comment) (heredoc_body)] @prose

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary_expression
  operator: ["=" "==" "!="] [(word) (string) (raw_string) (extglob_pattern)] @comparison)
(case_item value: [(word) (string) (raw_string) (extglob_pattern)] @comparison)
((extglob_pattern) @pattern (#match? @pattern "[*?[|(]"))
(binary_expression operator: "=~" right: (_) @pattern)
(regex) @pattern
(command
  name: (command_name (word) @_name)
  argument: [(word) (string) (raw_string)] @pattern
  (#any-of? @_name "grep" "egrep" "fgrep" "rg" "sed" "awk" "ack"))

; Tables of models.
(array) @container

; Names.
(variable_assignment name: (variable_name) @binding.key value: (_) @binding.value) @binding
[(function_definition) (command_substitution)] @scope
