; Literals and comments. What a thing is called on a page is no value, even if it is an id.
[(string) (quoted_key)] @literal
(comment) @prose
(pair . (bare_key) @_key (string) @prose .
  (#any-of? @_key "title" "label" "description" "summary" "placeholder")
  (#not-match? @prose "\\s"))

; What something is tested for in parts, or a part of a name.
(pair . (bare_key) @_key (_) @pattern .
  (#any-of? @_key "pattern" "regex" "regexp" "prefix" "suffix" "glob" "family"))

; Tables of models, and choices.
[(table) (array) (inline_table)] @container
(table [(quoted_key) (dotted_key)] @enumeration)
(table_array_element [(quoted_key) (dotted_key)] @enumeration)
(pair . (bare_key) @_key (array) @enumeration .
  (#any-of? @_key "enum" "examples" "options" "choices" "allowed_values"))

; Requests.
[(table) (table_array_element) (inline_table)] @mapping
(document . (comment)* . (pair)) @mapping
(pair
  . [(bare_key) (quoted_key) (dotted_key)] @argument.key
  (_) @argument.value .) @argument

; What is run: the tasks of a project, the command of a server.
(pair . (bare_key) @_key (string) @injection.content .
  (#set! injection.language "shell")
  (#set! literal)
  (#match? @_key "^(run|bash|cmds?|entrypoint|shell)$|(^|_)(args|commands?|script)$|(Command|Script)$"))
(table
  . (_) @_name (pair (string) @injection.content .)
  (#set! injection.language "shell")
  (#set! literal)
  (#match? @_name "(^|\\.)(scripts|tasks)$"))
