; Literals and what makes them more, or less, than a plain value.
[(word) (string) (raw_string) (ansi_c_string)] @literal
(string [(expansion) (simple_expansion) (command_substitution)]) @interpolated
(concatenation) @interpolated
[(comment) (heredoc_body)] @prose

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary_expression [(word) (string) (raw_string)] @comparison)
(case_item value: [(word) (string) (raw_string)] @comparison)
[(extglob_pattern) (regex)] @pattern
(command
  name: (command_name (word) @_name)
  argument: [(word) (string) (raw_string)] @pattern
  (#any-of? @_name "grep" "egrep" "fgrep" "rg" "sed" "awk" "ack"))

; Tables of models.
(array) @container

; Names.
(variable_assignment name: (variable_name) @binding.key value: (_) @binding.value) @binding
[(function_definition) (command_substitution)] @scope
