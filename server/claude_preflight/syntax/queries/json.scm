; Literals and comments. What a thing is called on a page is no value, even if it is an id.
(string) @literal
(comment) @prose
(pair key: (string (string_content) @_key) value: (string) @prose
  (#any-of? @_key
    "title" "label" "description" "markdownDescription" "summary" "placeholder" "$comment")
  (#not-match? @prose "\\s"))

(pair
  key: (string (string_content) @_key)
  value: (object (pair value: (string) @prose))
  (#any-of? @_key "title" "label" "description" "placeholder")
  (#not-match? @prose "\\s"))

; What something is tested for in parts, or a part of a name.
(pair key: (string (string_content) @_key) value: (_) @pattern
  (#any-of? @_key "pattern" "regex" "regexp" "prefix" "suffix" "glob" "family"))

; Tables of models; a schema's `enum` and `examples` list by nature, and so do choices.
[(array) (object)] @container
(pair key: (string (string_content) @_key) value: (array) @enumeration
  (#any-of? @_key
    "enum" "examples" "options" "choices" "allowedValues" "AllowedValues" "allowed_values"))
(pair key: (string (string_content) @_key) value: (string) @enumeration
  (#eq? @_key "const"))

; Requests.
(object) @mapping
(pair key: (_) @argument.key value: (_) @argument.value) @argument

; What is run: the scripts of a package, the command of a task or a server.
(pair
  key: (string (string_content) @_key)
  value: (object (pair value: (string) @injection.content))
  (#set! injection.language "shell")
  (#set! literal)
  (#eq? @_key "scripts"))
(pair
  key: (string (string_content) @_key)
  value: (string) @injection.content
  (#set! injection.language "shell")
  (#set! literal)
  (#match? @_key "^(run|bash|cmds?|entrypoint)$|(^|_)(args|commands?|script)$|(Command|Script)$"))
