; Literals and what makes them more, or less, than a plain value.
[(string_lit) (quoted_template) (heredoc_template)] @literal
(quoted_template [(template_interpolation) (template_directive)]) @interpolated
(quoted_template
  . (quoted_template_start) . (template_interpolation) @local.scope . (quoted_template_end))
(comment) @prose

; A whole id compared is a dead branch; a part of an id tested is a pattern.
(binary_operation (literal_value (string_lit) @comparison) ["==" "!="])
(binary_operation ["==" "!="] (literal_value (string_lit) @comparison))
(function_call
  (identifier) @_function
  (function_arguments . (expression (collection_value (tuple) @comparison)))
  (#any-of? @_function "contains" "index"))
(function_call
  (identifier) @_function
  (function_arguments (expression (literal_value (string_lit) @pattern)))
  (#any-of? @_function
    part-tests "strcontains" "regex" "regexall" "trimprefix" "trimsuffix" "format" "formatlist"
    "join"))

; What names a block is no value; a name of another kind lists a model.
(block (string_lit) @enumeration)
(block
  . (identifier) @_kind (string_lit) @pattern
  (#any-of? @_kind
    "resource" "data" "ephemeral" "module" "variable" "output" "provider" "provisioner" "target"
    "group" "job" "task" "service"))
(attribute (identifier) @_key (expression) @prose
  (#any-of? @_key display-keys "display_name" "error_message")
  (#not-match? @prose white-space))

; Tables of models.
[(tuple) (object)] @container

; Requests: the attributes of a block, the pairs of an object.
[(body) (object)] @mapping
(attribute (identifier) @argument.key (expression) @argument.value) @argument
(object_elem key: (expression) @argument.key val: (expression) @argument.value) @argument
(block . (identifier) @argument.key (body) @argument.value) @argument

; What stands for a part of it: a default, a bracket.
(expression "(" (expression) @wrapper.value ")") @wrapper
(function_call
  (identifier) @_function
  (function_arguments (expression) . (expression) @wrapper.value .)
  (#any-of? @_function "lookup" "coalesce" "try")) @wrapper

; Documents on lines of their own, whose mark or first line tells the language.
(heredoc_template (heredoc_start) @injection.gap (heredoc_identifier) @injection.gap)
((heredoc_template . (heredoc_start) . (heredoc_identifier) @injection.language) @injection.content
  (#match? @injection.language "(?i)^(json|ya?ml|toml|ba?sh|shell|python|py|js|javascript)$"))
((heredoc_template) @injection.content
  (#match? @injection.content "^<<-?\\w+\\s*([{\\[]|#!)"))
((heredoc_template) @injection.content
  (#set! injection.language "yaml")
  (#match? @injection.content "^<<-?\\w+\\s*(---|#cloud-config|[\\w.-]+:\\s)"))
