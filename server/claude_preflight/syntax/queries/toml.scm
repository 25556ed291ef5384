; Literals and comments. What a thing is called on a page is no value, even if it is an id.
[(string) (quoted_key)] @literal
(comment) @prose
(pair . (bare_key) @_key (string) @prose .
  (#any-of? @_key display-keys)
  (#not-match? @prose white-space))

; What something is tested for in parts, or a part of a name.
(pair . (bare_key) @_key (_) @pattern .
  (#any-of? @_key part-keys))

; Tables of models, and choices.
[(table) (array) (inline_table)] @container
(table [(quoted_key) (dotted_key)] @enumeration)
(table_array_element [(quoted_key) (dotted_key)] @enumeration)
(pair . (bare_key) @_key (array) @enumeration .
  (#any-of? @_key schema-keys choice-keys))

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
  (#match? @_key command-key "^shell$"))
(table
  . (_) @_name (pair (string) @injection.content .)
  (#set! injection.language "shell")
  (#set! literal)
  (#match? @_name "(^|\\.)(scripts|tasks)$"))
